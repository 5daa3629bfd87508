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
    let start = 1.0 - state.economy.suffered_at_start[actor * SECTORS + sector];
    (access(state, actor, sector) / start.max(0.05)).min(1.5)
}

/// Access of every actor in every sector, for the bargains and the trade with outside of this month.
pub fn open_markets(world: &World, state: &State, scratch: &mut Scratch) {
    for actor in 0..world.n {
        for sector in 0..SECTORS {
            let cell = actor * SECTORS + sector;
            scratch.access[cell] = access(state, actor, sector);
            scratch.relative_access[cell] = relative_access(state, actor, sector);
        }
    }
}

/// Units a month the rest of the world can send now: what the cast has won over since the start it no longer
/// sends, and part of what the cast no longer sends it does.
pub fn supply(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    let cell = actor * world.g + good;
    let economy = &state.economy;
    let at_start = economy.outside_supply[cell];
    let lost = economy.inflow_at_start[cell] - economy.inflow[cell];
    if at_start == 0.0 && lost <= 0.0 {
        return 0.0;
    }
    let now = at_start + if lost > 0.0 { REPLACED * lost } else { lost };
    now.max(0.0) * relative_access(state, actor, world.sector[good])
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
    let balance = world.capacity[cell] + state.economy.inflow_mean[cell] - out - world.requirement[cell];
    let sector = world.sector[good];
    let open = access(state, actor, sector);
    state.economy.outside_supply[cell] = (-balance).max(0.0) * open;
    state.economy.outside_demand[cell] = balance.max(0.0) * open;
    state.economy.supply[cell] =
        world.capacity[cell] + (1.0 - world.parameters.contestable) * state.economy.outside_supply[cell];
    let working = world.parameters.buffer_months * world.requirement[cell]
        + out
        + world.parameters.contestable * state.economy.outside_demand[cell];
    let stock = &mut state.economy.stock[cell];
    *stock = quantise(stock.max(working));
}

/// Background trade follows the friction on civil sectors; part of what is lost goes to partners whose
/// trade is untouched (E4.14).
pub fn background(world: &World, state: &mut State) {
    let n = world.n;
    let economy = &mut state.economy;
    for from in 0..n {
        let (mut lost, mut open) = (0.0, 0.0);
        for to in 0..n {
            let directed = from * n + to;
            let start = economy.background_at_start[directed];
            if start == 0.0 {
                continue;
            }
            let row = directed * SECTORS;
            let ratio = |sector: Sector| {
                let cell = row + sector as usize;
                state.sanctions.passage[cell] / economy.passage_at_start[cell].max(0.05)
            };
            let part = (0.5 * (ratio(Sector::Exports) + ratio(Sector::Finance))).clamp(0.0, 1.2);
            economy.background[directed] = start * part;
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

/// Residual trade with outside, after the bargains of the month and production: fills stores up to
/// their buffer and sells what is over.
pub fn trade(world: &World, state: &mut State) {
    let p = &world.parameters;
    for actor in 0..world.n {
        for good in 0..world.g {
            let cell = actor * world.g + good;
            state.economy.outside_in[cell] = 0.0;
            state.economy.outside_out[cell] = 0.0;
            if !is_world_good(world.class[good]) {
                continue;
            }
            let most_out = state.economy.outside_demand[cell];
            let most_in = supply(world, state, actor, good);
            if most_in == 0.0 && most_out == 0.0 {
                continue;
            }
            let sector = world.sector[good];
            let open = relative_access(state, actor, sector);
            let price = world.price[good] * state.economy.price_factor[good];
            let stock = state.economy.stock[cell];
            // Use comes before this, so stores need hold no more than their buffer.
            let wanted = p.buffer_months * world.requirement[cell];
            if most_out == 0.0 {
                buy(
                    world,
                    state,
                    actor,
                    cell,
                    // What is sold on is bought too.
                    (wanted + contracted(world, &state.economy, actor, good) - stock).clamp(0.0, most_in),
                    price,
                );
            } else {
                let keep = wanted + contracted(world, &state.economy, actor, good) + p.contestable * most_out;
                let discount = 1.0 - 0.2 * (1.0 - access(state, actor, sector));
                sell(
                    world,
                    state,
                    actor,
                    cell,
                    (stock - keep).clamp(0.0, most_out * open),
                    price * discount,
                );
            }
        }
    }
}

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
