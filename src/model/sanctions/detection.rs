//! What was shipped under sanctions this month, and what of it is seen.

use super::state::Sanctions;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::luck::directed_slot;
use crate::random::{Luck, maths};
use crate::scenario::world::{Cargo, Sector};

const CONTROLLED: [usize; 3] = [
    Sector::Arms as usize,
    Sector::DualUse as usize,
    Sector::Technology as usize,
];
/// Months in which a detected violation loses two thirds of its weight (assumed).
const VIOLATION_KEPT: f64 = 0.9;

/// Start of a run: nothing is on the way; how conspicuous each good is.
pub(super) fn open(s: &mut Sanctions, world: &World) {
    let quantities = world.conspicuous.iter().chain(&world.domain_conspicuous);
    for (sight, quantity) in s.scratch.sight.iter_mut().zip(quantities) {
        *sight = 1.0 / quantity.max(1e-12);
    }
}

/// Sector of a cargo and its place in the list of 1 / conspicuous quantity.
#[inline(always)]
fn cargo_sector(world: &World, cargo: Cargo) -> (usize, usize) {
    match cargo {
        Cargo::Good(good) => (world.sector[good], good),
        Cargo::Technology(domain) => (world.domain_sector[domain], world.g + domain),
    }
}

/// Forgets last month's traffic.
fn clear(s: &mut Sanctions) {
    let scratch = &mut s.scratch;
    for &directed in &scratch.traffic {
        scratch.hazard[directed] = 0.0;
        scratch.watched[directed] = 0.0;
        scratch.controlled[directed] = 0.0;
        scratch.sectors[directed] = 0;
        scratch.is_traffic[directed] = false;
        scratch.size[directed] = 0.0;
        s.detected[directed] = 0.0;
    }
    scratch.traffic.clear();
    scratch.caught.clear();
    scratch.seen.fill(0.0);
    scratch.realised.fill(0.0);
    scratch.unsanctioned.fill(0.0);
    s.evasion_revenue.fill(0.0);
}

/// Adds up the month's deliveries by directed pair, and the revenue from evasion. Only what a touched
/// state sells or buys is looked at.
pub(super) fn ledger(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    clear(s);
    for delivery in &state.economy.deliveries {
        if !s.scratch.is_touched[delivery.from] && !s.scratch.is_touched[delivery.to] {
            continue;
        }
        let (sector, kind) = cargo_sector(world, delivery.cargo);
        let (from, to) = (delivery.from * SECTORS + sector, delivery.to * SECTORS + sector);
        let directed = delivery.from * n + delivery.to;
        let passage = s.passage[directed * SECTORS + sector];
        super::bite::count(s, (delivery.from, delivery.to), passage, delivery.value);
        let listed = 1.0 - (1.0 - s.listed[from]) * (1.0 - s.listed[to]);
        let seen = 1.0 - (1.0 - s.watch[from]) * (1.0 - s.watch[to]);
        if listed <= 0.0 && seen <= 0.0 {
            continue;
        }
        let scratch = &mut s.scratch;
        if !scratch.is_traffic[directed] {
            scratch.is_traffic[directed] = true;
            scratch.traffic.push(directed);
        }
        // E5.3; hidden logistics come in below, once per pair.
        scratch.hazard[directed] += seen * delivery.quantity * scratch.sight[kind];
        scratch.watched[directed] += listed * delivery.value;
        if CONTROLLED.contains(&sector) {
            scratch.controlled[directed] += listed * delivery.value;
        }
        if !delivery.is_leak && listed > 0.0 {
            scratch.sectors[directed] |= 1 << sector;
        }
        // E5.15
        s.evasion_revenue[delivery.from] += s.listed[from] * delivery.value;
    }
    for &directed in &s.scratch.traffic {
        // E5.3
        s.scratch.hazard[directed] /= 1.0 + s.logistics[directed];
    }
}

/// E5.3: one draw a month and directed pair; what is seen counts as a violation of both.
pub(super) fn detect(world: &World, state: &mut State, luck: &Luck) {
    let (n, month) = (world.n, state.month);
    let p = &world.parameters;
    let s = &mut state.sanctions;
    for violations in &mut s.violations {
        *violations *= VIOLATION_KEPT;
    }
    let kept = 1.0 - p.punishment_fading;
    for (punished, suffered) in s.punished.iter_mut().zip(&s.suffered) {
        *punished = suffered.max(*punished * kept);
    }
    for &directed in &s.scratch.traffic {
        let hazard = s.scratch.hazard[directed];
        // Nobody watches: a draw would change nothing.
        if hazard <= 0.0 {
            continue;
        }
        let u = luck.directed(directed, month, directed_slot::DETECTION);
        // A probability is never above its hazard: most draws need no exp.
        if u >= hazard || u >= maths::probability_of_hazard(hazard) {
            continue;
        }
        s.scratch.caught.push(directed);
        let value = s.scratch.watched[directed];
        let size = value / (value + p.detection_scale);
        s.detected[directed] = value;
        s.scratch.size[directed] = size;
        for actor in [directed / n, directed % n] {
            s.violations[actor] += size;
            s.scratch.seen[actor] += size;
            let mut sectors = s.scratch.sectors[directed];
            while sectors != 0 {
                // E5.2
                let punished = &mut s.punished[actor * SECTORS + sectors.trailing_zeros() as usize];
                *punished += p.punishment_step * size * (1.0 - *punished);
                sectors &= sectors - 1;
            }
        }
    }
}
