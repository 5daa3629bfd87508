//! The rest of the world and background trade (E4.13, E4.14).
//!
//! What a state makes and uses does not add up within the cast: the rest is bought from or sold to the
//! world outside, at world price, as far as sanctions and blockade let it. A state under sanctions is
//! not given the outside trade it cannot have: the part it suffers is left as a gap.

use super::scratch::Scratch;
use super::state::Economy;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::maths::quantise;
use crate::scenario::world::{GoodClass, Sector};

/// Goods that the world outside trades: everything but arms, soldiers, workers and money.
#[inline]
pub fn is_world_good(class: GoodClass) -> bool {
    matches!(
        class,
        GoodClass::DualUse | GoodClass::Energy | GoodClass::Food | GoodClass::Export
    )
}

/// Access to the world's market for a sector: 1 untouched, 0 shut.
#[inline]
pub fn access(state: &State, actor: usize, sector: usize) -> f64 {
    (1.0 - state.sanctions.suffered[actor * SECTORS + sector]).clamp(0.0, 1.0)
        * (1.0 - state.sanctions.blockade[actor].clamp(0.0, 1.0))
}

/// Access now relative to the start: outside trade was observed under the sanctions of then.
#[inline]
pub fn relative_access(state: &State, actor: usize, sector: usize) -> f64 {
    relative_to_start(state, actor * SECTORS + sector, access(state, actor, sector))
}

/// `relative_access` where access is known; `cell` = actor x SECTORS + sector.
#[inline(always)]
fn relative_to_start(state: &State, cell: usize, access: f64) -> f64 {
    let start = 1.0 - state.economy.suffered_at_start[cell];
    (access / start.max(0.05)).min(1.5)
}

/// Access of every actor in every sector, for the bargains and the trade with outside of this month.
pub fn open_markets(world: &World, state: &State, scratch: &mut Scratch) {
    for actor in 0..world.n {
        for sector in 0..SECTORS {
            let cell = actor * SECTORS + sector;
            let now = access(state, actor, sector);
            scratch.access[cell] = now;
            scratch.relative_access[cell] = relative_to_start(state, cell, now);
        }
    }
}

/// Units a month the rest of the world can send an actor now, into `outside_most`: what the cast has won over
/// since the start it no longer sends, and part of what the cast no longer sends it does.
pub fn supplies(world: &World, state: &mut State, actor: usize) {
    let (g, row) = (world.g, actor * world.g);
    let economy = &mut state.economy;
    let relative_access = &economy.scratch.relative_access[actor * SECTORS..][..SECTORS];
    let (supply, most) = (
        &economy.outside_supply[row..][..g],
        &mut economy.outside_most[row..][..g],
    );
    let (start, inflow) = (&economy.inflow_at_start[row..][..g], &economy.inflow[row..][..g]);
    let sector = &world.sector[..g];
    for good in 0..g {
        let lost = start[good] - inflow[good];
        most[good] = if supply[good] == 0.0 && lost <= 0.0 {
            0.0
        } else {
            let now = supply[good]
                + if lost > 0.0 {
                    replaced(world.class[good]) * lost
                } else {
                    lost
                };
            now.max(0.0) * relative_access[sector[good]]
        };
    }
}

/// First month: what is not explained by own output and last year's flows is trade with outside, and
/// stores hold a month's working stock.
pub fn open(world: &World, state: &mut State) {
    let economy = &mut state.economy;
    economy.passage_at_start.copy_from_slice(&state.sanctions.passage);
    economy.inflow_at_start.copy_from_slice(&economy.inflow_mean);
    economy
        .suffered_at_start
        .copy_from_slice(&state.sanctions.suffered);
    for actor in 0..world.n {
        for good in 0..world.g {
            if is_world_good(world.class[good]) {
                open_good(world, state, actor, good);
            }
        }
    }
    // Last year's flows already bore last year's friction; contracts are counted before friction.
    for good in 0..world.g {
        let sector = world.sector[good];
        for &route in &state.economy.routes[good] {
            let cell = route as usize;
            let friction = state.economy.passage_at_start[cell * SECTORS + sector].clamp(0.05, 1.0);
            state.economy.habit[good * world.n * world.n + cell] /= friction;
        }
    }
    super::production::open(world, state);
    super::finance::open(world, state);
}

/// Units sent by an actor this month; before the first market, last year's monthly mean.
#[inline]
pub fn contracted(world: &World, economy: &Economy, actor: usize, good: usize) -> f64 {
    economy.outflow[actor * world.g + good]
}

fn open_good(world: &World, state: &mut State, actor: usize, good: usize) {
    let cell = actor * world.g + good;
    let out = contracted(world, &state.economy, actor, good);
    let used = world.requirement[cell] + super::production::inputs_of_arms(world, state, actor, good);
    let balance = world.capacity[cell] + state.economy.inflow_mean[cell] - out - used;
    let sector = world.sector[good];
    let open = access(state, actor, sector);
    state.economy.outside_supply[cell] = (-balance).max(0.0) * open;
    state.economy.outside_demand[cell] = balance.max(0.0) * open;
    state.economy.supply[cell] = world.capacity[cell] + state.economy.outside_supply[cell];
    state.economy.contested[cell] = world.parameters.contestable * state.economy.outside_supply[cell];
    let working = world.parameters.buffer_months * world.requirement[cell]
        + out
        + world.parameters.contestable * state.economy.outside_demand[cell];
    let stock = &mut state.economy.stock[cell];
    *stock = quantise(stock.max(working));
}

/// E4.13: what the rest of the world sends is won over the faster, the more a seller that lost its markets
/// since the start has to take off its price, as far as its goods get through.
pub fn contest(world: &World, state: &mut State) {
    let n = world.n;
    for good in 0..world.g {
        if !is_world_good(world.class[good]) || !(good + state.month + 1).is_multiple_of(ROUND) {
            continue;
        }
        for actor in 0..n {
            let cell = actor * world.g + good;
            state.economy.contested[cell] = if state.economy.outside_supply[cell] > 0.0 {
                world.parameters.contestable * state.economy.outside_most[cell]
            } else {
                0.0
            };
        }
        let Some((seller, discount)) = cheapest(world, state, good) else {
            continue;
        };
        for actor in (0..n).filter(|&actor| actor != seller) {
            let cell = actor * world.g + good;
            if state.economy.outside_supply[cell] > 0.0 {
                let passage = state.sanctions.passage[(seller * n + actor) * SECTORS + world.sector[good]]
                    .clamp(0.0, 1.0);
                let delivered = (discount - freight(world, state, good, (seller, actor))).max(0.0);
                let share = won_over(world.parameters.contestable, delivered * passage * passage);
                state.economy.contested[cell] = share * state.economy.outside_most[cell];
            }
        }
    }
}

/// Freight of more of a good from a seller to a buyer, as a share of the price (E4.1, E4.2).
fn freight(world: &World, state: &State, good: usize, (seller, buyer): (usize, usize)) -> f64 {
    let cell = seller * world.n + buyer;
    let far = state.economy.far[cell];
    let way = if far > 0.0 {
        far
    } else {
        let habit = state.economy.habit[good * world.n * world.n + cell];
        way_round(world.parameters.long_way, habit * world.price[good])
    };
    world.bulk[good] * way
}

/// What a land border carries beside what it carries already before more has to go the way round, million USD a month
/// (assumed: about one line of railway, 25 million barrels of oil or 10 million tonnes of coal a year).
const BORDER_ROOM: f64 = 100.0;

/// E4.2: thousand km that more of a good goes between land neighbours between whom `value` million USD of it a month
/// moves: pipelines and railways are full, the way by sea is long; small flows find room.
#[inline]
pub fn way_round(long_way: f64, value: f64) -> f64 {
    let load = value / BORDER_ROOM;
    long_way * load * load / (1.0 + load * load)
}

/// Share of what the rest of the world sends that the cast can win over at a discount.
#[inline]
pub fn won_over(contestable: f64, discount: f64) -> f64 {
    contestable + (1.0 - contestable) * discount
}

/// The seller with goods to spare that has had to take most off its price since the start, and how much, as a
/// share of the price.
fn cheapest(world: &World, state: &State, good: usize) -> Option<(usize, f64)> {
    let sector = world.sector[good];
    let (mut cheapest, mut most) = (None, 0.0);
    for seller in 0..world.n {
        let cell = seller * world.g + good;
        let spare = world.capacity[cell] - world.requirement[cell];
        let buffer = world.parameters.buffer_months * world.requirement[cell];
        if spare > 0.0 && state.economy.stock[cell] > buffer {
            let start = 1.0 - state.economy.suffered_at_start[seller * SECTORS + sector];
            let lost = start - access(state, seller, sector);
            if lost > most {
                (cheapest, most) = (Some(seller), lost);
            }
        }
    }
    cheapest.map(|seller| (seller, (1.0 - world.parameters.cost_share) * most))
}

/// Months in which the background trade of all actors is looked at once (assumed), as passages are.
const ROUND: usize = 3;

/// Background trade follows the friction on civil sectors; part of what is lost goes to partners whose
/// trade is untouched (E4.14).
pub fn background(world: &World, state: &mut State) {
    let n = world.n;
    let is_stirred = std::mem::take(&mut state.sanctions.is_stirred) || state.month == 0;
    let economy = &mut state.economy;
    let (exports, finance) = (Sector::Exports as usize, Sector::Finance as usize);
    for from in 0..n {
        if !is_stirred && !(from + state.month).is_multiple_of(ROUND) {
            continue;
        }
        let (mut lost, mut open) = (0.0, 0.0);
        let starts = &economy.background_at_start[from * n..][..n];
        let background = &mut economy.background[from * n..][..n];
        let (row, cells) = (from * n * SECTORS, n * SECTORS);
        let passages = state.sanctions.passage[row..][..cells].chunks_exact(SECTORS);
        let passages_at_start = economy.passage_at_start[row..][..cells].chunks_exact(SECTORS);
        for (to, (now, then)) in passages.zip(passages_at_start).enumerate() {
            let start = starts[to];
            if start == 0.0 {
                continue;
            }
            // x / x is 1: most pairs trade as they did.
            let part = if now[exports] == then[exports]
                && now[finance] == then[finance]
                && then[exports] >= 0.05
                && then[finance] >= 0.05
            {
                1.0
            } else {
                let ratio = |sector: usize| now[sector] / then[sector].max(0.05);
                (0.5 * (ratio(exports) + ratio(finance))).clamp(0.0, 1.2)
            };
            background[to] = start * part;
            if part < 1.0 {
                lost += start * (1.0 - part);
            } else {
                open += start;
            }
        }
        if lost > 0.0 && open > 0.0 {
            let raise = 1.0 + (REPLACED * lost / open).min(0.5);
            for to in 0..n {
                let directed = from * n + to;
                if economy.background[directed] >= economy.background_at_start[directed] {
                    economy.background[directed] *= raise;
                }
            }
        }
    }
}

/// Part of lost trade that other partners take (assumed).
const REPLACED: f64 = 0.3;
/// Part of a lost inflow of fuel, food and other staples that the world's market makes up for; parts are made
/// to order (assumed; set on the record to 2024-06: Europe's imports of oil hardly fell).
const REPLACED_STAPLES: f64 = 0.8;

fn replaced(class: GoodClass) -> f64 {
    if class == GoodClass::DualUse {
        REPLACED
    } else {
        REPLACED_STAPLES
    }
}

/// Residual trade with outside, after the bargains of the month and production: fills stores up to
/// their buffer and sells what is over.
pub fn trade(world: &World, state: &mut State) {
    let p = &world.parameters;
    state.economy.outside_in.fill(0.0);
    state.economy.outside_out.fill(0.0);
    for actor in 0..world.n {
        for &good in &world.staples {
            let cell = actor * world.g + good;
            let economy = &state.economy;
            let most_out = economy.outside_demand[cell];
            let most_in = economy.outside_most[cell];
            if most_in == 0.0 && most_out == 0.0 {
                continue;
            }
            let sector = actor * SECTORS + world.sector[good];
            let price = world.price[good] * economy.price_factor[good];
            let stock = economy.stock[cell];
            // Use comes before this, so stores need hold no more than their buffer.
            let wanted = p.buffer_months * economy.requirement[cell];
            let sent = contracted(world, economy, actor, good);
            if most_out == 0.0 {
                // What is sold on is bought too.
                let units = (wanted + sent - stock).clamp(0.0, most_in);
                buy(world, state, actor, cell, units, price);
            } else {
                let keep = wanted + sent + p.contestable * most_out;
                let discount = 1.0 - 0.2 * (1.0 - economy.scratch.access[sector]);
                let open = economy.scratch.relative_access[sector];
                let units = (stock - keep).clamp(0.0, most_out * open);
                sell(world, state, actor, cell, units, price * discount);
            }
        }
    }
}

#[inline]
fn buy(world: &World, state: &mut State, actor: usize, cell: usize, units: f64, price: f64) {
    let economy = &mut state.economy;
    let money = &mut economy.stock[actor * world.g + world.currency];
    let affordable = if price > 0.0 { 0.5 * *money / price } else { units };
    let units = quantise(units.min(affordable));
    let cost = quantise(units * price).min(*money);
    *money -= cost;
    economy.money_sink[actor] += cost;
    economy.paid[actor] += cost;
    economy.stock[cell] += units;
    economy.outside_in[cell] = units;
}

#[inline]
fn sell(world: &World, state: &mut State, actor: usize, cell: usize, units: f64, price: f64) {
    let economy = &mut state.economy;
    let units = quantise(units).min(economy.stock[cell]);
    let gain = quantise(units * price);
    economy.stock[cell] -= units;
    economy.outside_out[cell] = units;
    economy.stock[actor * world.g + world.currency] += gain;
    economy.money_source[actor] += gain;
    economy.received[actor] += gain;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_opens_part_of_what_is_not_contested_anyway() {
        // 0.1 + 0.9 x 0.2 = 0.28.
        assert!((won_over(0.1, 0.2) - 0.28).abs() < 1e-12);
        assert_eq!(won_over(0.1, 0.0), 0.1);
    }

    #[test]
    fn trade_lost_to_friction_goes_in_part_to_partners_untouched() {
        use crate::model::testing::*;
        let s = scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let (n, exports, finance) = (world.n, Sector::Exports as usize, Sector::Finance as usize);
        let economy = &mut state.economy;
        economy.background_at_start.fill(0.0);
        economy.passage_at_start.fill(1.0);
        state.sanctions.passage.fill(1.0);
        economy.background_at_start[EAGLE * n + BEAR] = 100.0;
        economy.background_at_start[EAGLE * n + LION] = 200.0;
        state.sanctions.passage[(EAGLE * n + BEAR) * SECTORS + exports] = 0.5;
        state.sanctions.passage[(EAGLE * n + BEAR) * SECTORS + finance] = 0.1;
        background(&world, &mut state);
        // E4.14: half of 0.5 + 0.1 = 0.3 of 100 is left, 70 are lost; 30 % of that, 21, goes to the 200 of the other.
        assert!((state.economy.background[EAGLE * n + BEAR] - 30.0).abs() < 1e-9);
        assert!((state.economy.background[EAGLE * n + LION] - 221.0).abs() < 1e-9);
    }

    #[test]
    fn the_world_outside_replaces_most_of_a_lost_staple_and_little_of_a_lost_part() {
        use crate::model::testing::*;
        let s = scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let (oil, chips) = (LION * world.g + OIL, LION * world.g + CHIPS);
        let economy = &mut state.economy;
        economy.scratch.relative_access.fill(0.5);
        for cell in [oil, chips] {
            (
                economy.outside_supply[cell],
                economy.inflow_at_start[cell],
                economy.inflow[cell],
            ) = (40.0, 30.0, 20.0);
        }
        supplies(&world, &mut state, LION);
        // E4.13: half access to 40 + 0.8 x 10 = 24, and to 40 + 0.3 x 10 = 21.5.
        assert!((state.economy.outside_most[oil] - 24.0).abs() < 1e-12);
        assert!((state.economy.outside_most[chips] - 21.5).abs() < 1e-12);
        // What the cast has won over, 10 more than at the start, the world no longer sends: half of 40 - 10.
        state.economy.inflow[oil] = 40.0;
        supplies(&world, &mut state, LION);
        assert!((state.economy.outside_most[oil] - 15.0).abs() < 1e-12);
    }
}
