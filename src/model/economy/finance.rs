//! Revenue and domestic spending (E4.15). What is made and lost outside the market is recorded.

use super::outside::{contracted, is_world_good};
use super::state::both_ways;
use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths::quantise;

/// Part of revenue that domestic spending never falls below at the start (assumed).
const LEAST_DOMESTIC: f64 = 0.3;
/// How far spending follows reserves, at most (assumed), and over how many months.
const LARGEST_TURN: f64 = 0.25;
const TURN_MONTHS: f64 = 24.0;
/// Monthly weight of the newest balance in its slow mean.
const BALANCE_RATE: f64 = 1.0 / 6.0;

/// Budget a month, million USD.
#[inline]
pub fn monthly_budget(world: &World, actor: usize) -> f64 {
    world.budget[actor] * 1_000.0 / 12.0
}

/// First month: domestic spending such that revenue, trade and spending are in balance; where the
/// state's revenue cannot carry its imports, private income does.
pub fn open(world: &World, state: &mut State) {
    for actor in 0..world.n {
        let (mut sales, mut purchases) = (0.0, 0.0);
        for good in 0..world.g {
            let cell = actor * world.g + good;
            if good == world.currency {
                continue;
            }
            let price = world.price[good];
            sales += price * contracted(world, &state.economy, actor, good);
            purchases += price * state.economy.inflow_mean[cell];
            if is_world_good(world.class[good]) {
                sales += price * state.economy.outside_demand[cell];
                purchases += price * state.economy.outside_supply[cell];
            }
        }
        let revenue = monthly_budget(world, actor);
        let free = revenue + sales - purchases;
        let domestic = free.max(LEAST_DOMESTIC * revenue);
        let economy = &mut state.economy;
        economy.domestic[actor] = domestic;
        economy.private_income[actor] = domestic - free;
        economy.spending[actor] = domestic + purchases;
        economy.revenue[actor] = revenue + sales + domestic - free;
        economy.money_at_start[actor] = economy.stock[actor * world.g + world.currency];
    }
}

/// Domestic spending given reserves now and at the start: it spreads gains and losses over time.
#[inline]
pub fn domestic_spending(base: f64, money: f64, at_start: f64, outlay: f64) -> f64 {
    let turn = (money - at_start) / (TURN_MONTHS * outlay.max(1e-6));
    base * (1.0 + turn.clamp(-LARGEST_TURN, LARGEST_TURN))
}

/// Revenue comes in, domestic spending goes out; income follows trade (E4.14).
pub fn settle(world: &World, state: &mut State) {
    for actor in 0..world.n {
        let income = income_target(world, state, actor);
        let economy = &mut state.economy;
        economy.output[actor] += 0.2 * (income - economy.output[actor]);
        let money = actor * world.g + world.currency;
        let revenue =
            quantise((monthly_budget(world, actor) + economy.private_income[actor]) * economy.output[actor]);
        economy.stock[money] += revenue;
        economy.money_source[actor] += revenue;
        let held = economy.stock[money];
        let outlay = economy.domestic[actor] + economy.paid[actor];
        // Reserves as they would stand after ordinary spending: this month's revenue is no gain.
        let left = held - economy.domestic[actor];
        let spent = domestic_spending(
            economy.domestic[actor],
            left,
            economy.money_at_start[actor],
            outlay,
        );
        let spent = quantise(spent.min(0.8 * held));
        economy.stock[money] -= spent;
        economy.money_sink[actor] += spent;
        economy.revenue[actor] = revenue + economy.received[actor];
        economy.spending[actor] = spent + economy.paid[actor];
        let balance = economy.revenue[actor] - economy.spending[actor];
        economy.balance_mean[actor] += BALANCE_RATE * (balance - economy.balance_mean[actor]);
    }
}

/// Income that trade, energy and foreign workers allow, relative to the start.
fn income_target(world: &World, state: &State, actor: usize) -> f64 {
    let economy = &state.economy;
    let start = economy.background_sum_at_start[actor];
    let now = both_ways(&economy.background, world.n, actor);
    let monthly_gdp = (world.gdp[actor] * 1_000.0 / 12.0).max(1e-6);
    let mut income = 1.0 - world.parameters.trade_multiplier * (start - now) / monthly_gdp;
    use crate::model::survival::state::{KINDS, kind};
    income -= 0.1 * state.survival.gap[actor * KINDS + kind::ENERGY];
    if world.on(crate::scenario::mechanisms::Mechanism::Labour) {
        // E4.10: vacancies filled since the start.
        let filled = economy.jobs_at_start[actor] - state.survival.gap[actor * KINDS + kind::JOBS];
        income += world.parameters.labour_gain * filled;
    }
    income.clamp(0.2, 1.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserves_above_the_start_are_spent_over_two_years() {
        // (1,240 - 1,000) / (24 x 100) = 0.1: a tenth more.
        assert!((domestic_spending(50.0, 1_240.0, 1_000.0, 100.0) - 55.0).abs() < 1e-12);
        assert!((domestic_spending(50.0, 0.0, 1_000.0, 1.0) - 37.5).abs() < 1e-12);
    }

    #[test]
    fn income_falls_with_trade_and_energy_and_rises_with_workers() {
        use crate::model::survival::state::{KINDS, kind};
        use crate::model::testing::*;
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        // A GDP of 12 bn is 1,000 a month; trade both ways fell from 200 to 120.
        world.gdp[CRANE] = 12.0;
        state.economy.background.fill(0.0);
        state.economy.background[CRANE * world.n + BEAR] = 70.0;
        state.economy.background[BEAR * world.n + CRANE] = 50.0;
        state.economy.background_sum_at_start[CRANE] = 200.0;
        state.survival.gap.fill(0.0);
        state.survival.gap[CRANE * KINDS + kind::ENERGY] = 0.3;
        state.economy.jobs_at_start[CRANE] = 0.0;
        // E4.14: 1 - 0.5 x 80 / 1,000 - 0.1 x 0.3 = 0.93; E4.10: half of the vacancies filled add 0.01 x 0.5.
        assert!((income_target(&world, &state, CRANE) - 0.93).abs() < 1e-12);
        state.economy.jobs_at_start[CRANE] = 0.5;
        assert!((income_target(&world, &state, CRANE) - 0.935).abs() < 1e-12);
    }
}
