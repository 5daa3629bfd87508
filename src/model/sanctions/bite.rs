//! Diagnostics: bite of the sanctions on a target, erosion by partner. Nothing in the model reads them.

use super::state::Sanctions;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::scenario::world::Cargo;

/// Passage below which a flow says nothing about what it would be without sanctions.
const LEAST_PASSAGE: f64 = 0.05;

/// E5.13: bite = 1 - realised / unsanctioned flow, both ways, background trade included; a flow that got
/// through at passage f stands for 1 / f without sanctions.
pub(super) fn measure(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    s.scratch.realised.fill(0.0);
    s.scratch.unsanctioned.fill(0.0);
    for delivery in &state.economy.deliveries {
        let sector = match delivery.cargo {
            Cargo::Good(good) => world.sector[good],
            Cargo::Technology(domain) => world.domain_sector[domain],
        };
        let passage = s.passage[(delivery.from * n + delivery.to) * SECTORS + sector].max(LEAST_PASSAGE);
        for actor in [delivery.from, delivery.to] {
            s.scratch.realised[actor] += delivery.value;
            s.scratch.unsanctioned[actor] += delivery.value / passage;
        }
    }
    background(s, world, &state.economy.background);
    for actor in 0..n {
        let row = &s.listed[actor * SECTORS..(actor + 1) * SECTORS];
        let is_target = row.iter().any(|listed| *listed > 0.0) || s.blockade[actor] > 0.0;
        let free = s.scratch.unsanctioned[actor];
        s.bite[actor] = if is_target && free > 0.0 {
            (1.0 - s.scratch.realised[actor] / free).clamp(0.0, 1.0)
        } else {
            0.0
        };
    }
}

/// Trade at the start was under the sanctions of the start: without them it would have been larger.
fn background(s: &mut Sanctions, world: &World, now: &[f64]) {
    let n = world.n;
    for first in 0..n {
        for second in first + 1..n {
            let (out, back) = (first * n + second, second * n + first);
            let start = 0.5 * world.trade[world.pair(first, second)];
            let free = start / s.mean_passage_at_start[out].max(LEAST_PASSAGE)
                + start / s.mean_passage_at_start[back].max(LEAST_PASSAGE);
            let realised = (now[out] + now[back]).min(free);
            for actor in [first, second] {
                s.scratch.realised[actor] += realised;
                s.scratch.unsanctioned[actor] += free;
            }
        }
    }
}

/// E5.14: what a set of partners takes off the bite on a target: the share of its requirements (by value)
/// that goes uncovered without what they sent this month. Supplies overlap, so the erosion of two together
/// differs from the sum of each: see `interaction`.
pub fn erosion(world: &World, state: &State, target: usize, partners: &[usize]) -> f64 {
    let (n, g) = (world.n, world.g);
    let (mut lost, mut total) = (0.0, 0.0);
    for good in 0..g {
        let cell = target * g + good;
        let needed = state.economy.requirement[cell];
        if needed <= 0.0 {
            continue;
        }
        let supply = state.economy.produced[cell] + state.economy.inflow[cell];
        let theirs: f64 = partners
            .iter()
            .map(|partner| state.economy.flow[(partner * n + target) * g + good])
            .sum();
        let value = world.price[good] * needed;
        let covered = |units: f64| (units / needed).clamp(0.0, 1.0);
        lost += value * (covered(supply) - covered(supply - theirs));
        total += value;
    }
    if total > 0.0 { lost / total } else { 0.0 }
}

/// E5.14: erosion of all together minus the sum of each alone: above 0 where partners stand in for one another.
pub fn interaction(world: &World, state: &State, target: usize, partners: &[usize]) -> f64 {
    let alone: f64 = partners
        .iter()
        .map(|partner| erosion(world, state, target, &[*partner]))
        .sum();
    erosion(world, state, target, partners) - alone
}
