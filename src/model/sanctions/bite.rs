//! Diagnostics: bite of the sanctions on a target, erosion by partner. Nothing in the model reads them.

use super::state::Sanctions;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};

/// Passage below which a flow says nothing about what it would be without sanctions.
const LEAST_PASSAGE: f64 = 0.05;

/// Background trade at the start was under the sanctions of the start: without them it would have been larger.
pub(super) fn open(s: &mut Sanctions, world: &World) {
    let n = world.n;
    for first in 0..n {
        for second in (0..n).filter(|&second| second != first) {
            let cell = first * n + second;
            let start = 0.5 * world.trade[world.pair(first, second)];
            s.scratch.unsanctioned_at_start[cell] = start / s.mean_passage_at_start[cell].max(LEAST_PASSAGE);
        }
    }
}

/// E5.13: a flow that got through at passage f stands for 1 / f without sanctions.
#[inline(always)]
pub(super) fn count(s: &mut Sanctions, (from, to): (usize, usize), passage: f64, value: f64) {
    let free = value / passage.max(LEAST_PASSAGE);
    for actor in [from, to] {
        s.scratch.realised[actor] += value;
        s.scratch.unsanctioned[actor] += free;
    }
}

/// E5.13: bite = 1 - realised / unsanctioned flow, both ways, background trade included; after the
/// deliveries of the month were counted.
pub(super) fn measure(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    let now = &state.economy.background;
    s.bite.fill(0.0);
    for &actor in &s.scratch.touched {
        let row = &s.listed[actor * SECTORS..(actor + 1) * SECTORS];
        if s.blockade[actor] <= 0.0 && row.iter().all(|listed| *listed <= 0.0) {
            continue;
        }
        let (mut realised, mut free) = (s.scratch.realised[actor], s.scratch.unsanctioned[actor]);
        for partner in 0..n {
            let (out, back) = (actor * n + partner, partner * n + actor);
            let whole = s.scratch.unsanctioned_at_start[out] + s.scratch.unsanctioned_at_start[back];
            realised += (now[out] + now[back]).min(whole);
            free += whole;
        }
        if free > 0.0 {
            s.bite[actor] = (1.0 - realised / free).clamp(0.0, 1.0);
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
