//! What was shipped under sanctions this month, and what of it is seen.

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

/// Sector of a cargo and the quantity at which it is conspicuous.
fn cargo_sector(world: &World, cargo: Cargo) -> (usize, f64) {
    match cargo {
        Cargo::Good(good) => (world.sector[good], world.conspicuous[good]),
        Cargo::Technology(domain) => (world.domain_sector[domain], world.domain_conspicuous[domain]),
    }
}

/// Adds up the month's deliveries by directed pair, and the revenue from evasion.
pub(super) fn ledger(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    s.evasion_revenue.fill(0.0);
    for array in [
        &mut s.scratch.hazard,
        &mut s.scratch.watched,
        &mut s.scratch.controlled,
    ] {
        array.fill(0.0);
    }
    s.scratch.sectors.fill(0);
    for delivery in &state.economy.deliveries {
        let (sector, conspicuous) = cargo_sector(world, delivery.cargo);
        let (from, to) = (delivery.from * SECTORS + sector, delivery.to * SECTORS + sector);
        let directed = delivery.from * n + delivery.to;
        let listed = 1.0 - (1.0 - s.listed[from]) * (1.0 - s.listed[to]);
        let seen = 1.0 - (1.0 - s.watch[from]) * (1.0 - s.watch[to]);
        // E5.3
        s.scratch.hazard[directed] +=
            seen * delivery.quantity / (conspicuous.max(1e-12) * (1.0 + s.logistics[directed]));
        s.scratch.watched[directed] += listed * delivery.value;
        if CONTROLLED.contains(&sector) {
            s.scratch.controlled[directed] += listed * delivery.value;
        }
        if !delivery.is_leak && listed > 0.0 {
            s.scratch.sectors[directed] |= 1 << sector;
        }
        // E5.15
        s.evasion_revenue[delivery.from] += s.listed[from] * delivery.value;
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
    for cell in 0..n * SECTORS {
        s.punished[cell] = s.suffered[cell].max(s.punished[cell] * (1.0 - p.punishment_fading));
    }
    for directed in 0..n * n {
        s.detected[directed] = 0.0;
        s.scratch.size[directed] = 0.0;
        let hazard = s.scratch.hazard[directed];
        if hazard <= 0.0
            || luck.directed(directed, month, directed_slot::DETECTION)
                >= maths::probability_of_hazard(hazard)
        {
            continue;
        }
        let value = s.scratch.watched[directed];
        let size = value / (value + p.detection_scale);
        s.detected[directed] = value;
        s.scratch.size[directed] = size;
        let (from, to) = (directed / n, directed % n);
        s.violations[from] += size;
        s.violations[to] += size;
        for sector in (0..SECTORS).filter(|sector| s.scratch.sectors[directed] & (1 << sector) != 0) {
            // E5.2
            for actor in [from, to] {
                let punished = &mut s.punished[actor * SECTORS + sector];
                *punished += p.punishment_step * size * (1.0 - *punished);
            }
        }
    }
}
