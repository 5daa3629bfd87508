//! Soldiers go to a partner's war for pay and for the value of its not losing.

use super::help::{cost, is_enemy_of_side, value};
use super::obligations::may_send_forces;
use super::state::grade;
use super::{is_at_war, troops_good};
use crate::model::economy::state::Delivery;
use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::{probability_of_hazard, quantise_down};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Cargo;

/// Trust without which no foreign soldiers are taken in; assumed.
const HOST_TRUST: f64 = 0.3;
/// Fewest soldiers (thousand) worth sending; assumed.
const SMALLEST: f64 = 0.1;

/// E4.11: a willing partner (value of the side + weight x need of the pay >= cost of sending soldiers) sends a
/// share of those it can, at its hazard; those in the field are paid every month.
pub(super) fn send(world: &World, state: &mut State, luck: &Luck) {
    let (n, Some(good)) = (world.n, troops_good(world)) else {
        return;
    };
    for t in 0..world.scenario.theatres.len() {
        if !is_at_war(world, state, t) {
            continue;
        }
        for side in 0..2 {
            let Some(host) = strongest(world, state, t, side) else {
                continue;
            };
            for sender in 0..n {
                if world.is_bloc[sender]
                    || state.war.side[t * n + sender] != 0
                    || state.war.principal[t * n + sender] != 0
                {
                    continue;
                }
                if world.on(Mechanism::Troops) {
                    consider(world, state, luck, (t, side), sender, host, good);
                }
                pay(world, state, (t, side), sender, host, good);
            }
        }
    }
}

/// The principal that bears the largest share of the side.
fn strongest(world: &World, state: &State, t: usize, side: usize) -> Option<usize> {
    let shares = &state.war.side_share[(t * 2 + side) * world.n..];
    let principals = world.scenario.theatres[t].sides[side].iter().copied();
    principals.fold(None, |best: Option<usize>, actor| match best {
        Some(b) if shares[b] >= shares[actor] => best,
        _ => Some(actor),
    })
}

/// Monthly pay for soldiers, million USD.
fn wage(world: &World, good: usize, soldiers: f64) -> f64 {
    world.price[good] * soldiers
}

/// What the pay of a year weighs for the sender against the money it has, 0 to 1.
fn need_of_pay(world: &World, state: &State, sender: usize, host: usize, good: usize, soldiers: f64) -> f64 {
    let g = world.g;
    let yearly = wage(world, good, soldiers) * YEAR;
    let offered = yearly.min(state.economy.stock[host * g + world.currency]);
    let owned = state.economy.stock[sender * g + world.currency];
    if offered > 0.0 {
        offered / (offered + owned)
    } else {
        0.0
    }
}

fn consider(
    world: &World,
    state: &mut State,
    luck: &Luck,
    (t, side): (usize, usize),
    sender: usize,
    host: usize,
    good: usize,
) {
    let p = &world.parameters;
    let (n, g) = (world.n, world.g);
    let soldiers = quantise_down(p.troops_share * state.economy.stock[sender * g + good]);
    if soldiers < SMALLEST
        || state.relations.trust[host * n + sender] < HOST_TRUST
        || is_enemy_of_side(world, state, t, side, sender)
        || state.war.forces[(t * 2 + 1 - side) * n + sender] > 0.0
    {
        return;
    }
    let hazard = probability_of_hazard(p.troops_hazard);
    if luck.actor(sender, state.month, actor_slot::TROOPS) >= hazard {
        return;
    }
    let worth = value(world, state, t, side, sender)
        + state.war.temper[t * n + sender]
        + state.war.troops_offset[(t * 2 + side) * n + sender]
        + p.troops_money * need_of_pay(world, state, sender, host, good, soldiers);
    if worth < cost(world, state, t, side, sender, grade::TROOPS)
        || !may_send_forces(world, state, t, side, sender)
    {
        return;
    }
    if push(
        world,
        state,
        sender,
        host,
        good,
        soldiers,
        wage(world, good, soldiers),
    ) {
        let place = (t * 2 + side) * n + sender;
        state.economy.stock[sender * g + good] -= soldiers;
        state.war.forces[place] += soldiers;
        state.war.help[place] = grade::TROOPS;
        state.war.totals.troop_flow += soldiers;
    }
}

/// The host pays the wage of those in the field as far as its money goes; money moves exactly.
fn pay(world: &World, state: &mut State, (t, side): (usize, usize), sender: usize, host: usize, good: usize) {
    let (n, g, currency) = (world.n, world.g, world.currency);
    let forces = state.war.forces[(t * 2 + side) * n + sender];
    if forces <= 0.0 {
        return;
    }
    let owned = state.economy.stock[host * g + currency];
    let paid = quantise_down(wage(world, good, forces).min(owned));
    if paid > 0.0 && push(world, state, host, sender, currency, paid, paid) {
        state.economy.stock[host * g + currency] -= paid;
        state.economy.stock[sender * g + currency] += paid;
    }
}

/// Records a delivery; false when the list is full, and then nothing may move.
fn push(
    world: &World,
    state: &mut State,
    from: usize,
    to: usize,
    good: usize,
    quantity: f64,
    value: f64,
) -> bool {
    let economy = &mut state.economy;
    if economy.deliveries.len() == economy.deliveries.capacity() {
        return false;
    }
    economy.outflow[from * world.g + good] += quantity;
    economy.inflow[to * world.g + good] += quantity;
    economy.flow[(from * world.n + to) * world.g + good] += quantity;
    economy.deliveries.push(Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity,
        value,
        is_leak: false,
        is_aid: false,
    });
    true
}
