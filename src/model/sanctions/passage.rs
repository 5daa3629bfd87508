//! How much of a flow gets through: listings, compliance, hidden logistics, force.

use super::in_effect::View;
use super::state::Sanctions;
use crate::model::war::state::grade;
use crate::model::world::{SECTORS, World};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Sector;

/// Land contiguity (Correlates of War).
const LAND: u8 = 1;
const ARMS: usize = Sector::Arms as usize;
/// Stringency from which a sender's state itself licenses no arms at all to its target (assumed).
const ARMS_EMBARGO: f64 = 1.0 / 3.0;

/// Sets `passage`, `mean_passage` for the next market.
pub(super) fn open(s: &mut Sanctions, world: &World) {
    s.passage.fill(1.0);
    for r in 0..s.count() {
        if s.effective[r] > 0.0 {
            regime(s, world, r);
        }
    }
    secondary(s, world);
    closed_markets(s, world);
    if world.on(Mechanism::Blockade) {
        by_force(s, world);
    }
    let share = 1.0 / SECTORS as f64;
    for (mean, row) in s.mean_passage.iter_mut().zip(s.passage.chunks_exact(SECTORS)) {
        *mean = row.iter().sum::<f64>() * share;
    }
}

/// E5.1: passage of a flow between target and partner under a regime = 1 - stringency x observance / (1 + lambda K);
/// observance = enforcement for senders, compliance for third states.
#[inline]
pub fn friction(stringency: f64, observance: f64, logistics: f64, loosening: f64) -> f64 {
    // E5.1
    stringency * observance / (1.0 + loosening * logistics)
}

fn regime(s: &mut Sanctions, world: &World, r: usize) {
    let n = world.n;
    let (target, stringency) = (s.target[r], s.effective[r]);
    let is_slot = r >= world.scenario.regimes.len();
    for partner in (0..n).filter(|&partner| partner != target) {
        let compliance = s.compliance[r * n + partner];
        let sends = if is_slot {
            s.resolve[partner * n + target]
        } else {
            f64::from(u8::from(s.is_sender[r * n + partner]))
        };
        // A sender applies its regime as well as it enforces it; a third state as far as it complies.
        let observance = compliance * (1.0 - sends) + s.effective_enforcement[r] * sends;
        let stopped = friction(
            stringency,
            observance,
            s.logistics[target * n + partner],
            world.parameters.logistics_passage,
        );
        let embargo = (sends * stringency / ARMS_EMBARGO).min(1.0);
        let covers = &s.covers[r];
        let mut factors = covers.map(|covered| 1.0 - stopped * covered);
        factors[ARMS] = 1.0 - stopped.max(embargo) * covers[ARMS];
        for directed in [target * n + partner, partner * n + target] {
            let row = &mut s.passage[directed * SECTORS..(directed + 1) * SECTORS];
            for (passage, factor) in row.iter_mut().zip(&factors) {
                *passage *= factor;
            }
        }
    }
}

/// E5.10: firms under secondary sanctions lose part of the coalition's controlled goods and finance.
fn secondary(s: &mut Sanctions, world: &World) {
    let n = world.n;
    const HIT: [usize; 3] = [
        Sector::DualUse as usize,
        Sector::Finance as usize,
        Sector::Technology as usize,
    ];
    for actor in 0..n {
        if s.secondary[actor] <= 0.01 {
            continue;
        }
        for member in (0..n).filter(|&member| member != actor) {
            let factor = 1.0 - 0.5 * s.secondary[actor] * s.coalition[member];
            for sector in HIT {
                s.passage[(actor * n + member) * SECTORS + sector] *= factor;
                s.passage[(member * n + actor) * SECTORS + sector] *= factor;
            }
        }
    }
}

/// Policies that close the coalition's markets to an actor without a regime (food stays open).
fn closed_markets(s: &mut Sanctions, world: &World) {
    let n = world.n;
    for target in 0..n {
        let closed = (-s.policy_access[target]).max(0.0);
        if closed <= 0.0 {
            continue;
        }
        for member in (0..n).filter(|&member| member != target) {
            let factor = 1.0 - closed * s.coalition[member];
            for sector in (0..SECTORS).filter(|&sector| sector != Sector::Food as usize) {
                s.passage[(target * n + member) * SECTORS + sector] *= factor;
                s.passage[(member * n + target) * SECTORS + sector] *= factor;
            }
        }
    }
}

/// E5.11: what comes by sea to a blockaded state is stopped outright in every sector; what it sends by
/// sea, in part; land borders are untouched.
fn by_force(s: &mut Sanctions, world: &World) {
    let n = world.n;
    for actor in 0..n {
        let stopped = s.blockade[actor];
        if stopped <= 0.0 {
            continue;
        }
        let exports = stopped * world.parameters.blockade_exports;
        for partner in (0..n).filter(|&partner| partner != actor) {
            if world.contiguity[world.pair(actor, partner)] == LAND {
                continue;
            }
            let (inward, outward) = (partner * n + actor, actor * n + partner);
            for sector in 0..SECTORS {
                s.passage[inward * SECTORS + sector] *= 1.0 - stopped;
                s.passage[outward * SECTORS + sector] *= 1.0 - exports;
            }
        }
    }
}

/// E5.11: defenders lose the share of the theatre's rung; an aggressor at war the share its opponents
/// can interdict, by the square of their part in the power that bears on it.
pub(super) fn blockade(s: &mut Sanctions, world: &World, view: &View) {
    s.blockade.fill(0.0);
    if !world.on(Mechanism::Blockade) {
        return;
    }
    for (t, theatre) in world.scenario.theatres.iter().enumerate() {
        let rung = view.theatre[t];
        if rung == 0 || view.war.is_some_and(|war| war.is_truce[t]) {
            continue;
        }
        let row = &theatre.ladder[rung - 1];
        for &defender in &theatre.sides[1] {
            s.blockade[defender] = s.blockade[defender].max(row.blockade);
        }
        if !row.is_war {
            continue;
        }
        for &aggressor in &theatre.sides[0] {
            let share = opposing_share(world, view, t, aggressor);
            let stopped = world.parameters.interdiction * share * share;
            s.blockade[aggressor] = s.blockade[aggressor].max(stopped);
        }
    }
    sea_trade_stopped(s, world);
}

fn opposing_share(world: &World, view: &View, theatre: usize, aggressor: usize) -> f64 {
    let n = world.n;
    let mut against = 0.0;
    for other in (0..n).filter(|&other| other != aggressor) {
        let is_principal = world.scenario.theatres[theatre].sides[1].contains(&other);
        let fights = view.war.is_some_and(|war| {
            war.side[theatre * n + other] == 2
                || war.help[(theatre * 2 + 1) * n + other] == grade::TROOPS
                || war.help[(theatre * 2 + 1) * n + other] == grade::JOINING
        });
        if is_principal || fights {
            against += world.military_spending[other] * world.projection[other * n + aggressor];
        }
    }
    against / (against + world.military_spending[aggressor]).max(1e-9)
}

/// Value of trade by sea that force stops, by the trade of the start; a diagnostic.
fn sea_trade_stopped(s: &mut Sanctions, world: &World) {
    let n = world.n;
    s.blocked_value.fill(0.0);
    for actor in 0..n {
        if s.blockade[actor] <= 0.0 {
            continue;
        }
        for partner in (0..n).filter(|&partner| partner != actor) {
            let pair = world.pair(actor, partner);
            let by_sea = f64::from(u8::from(world.contiguity[pair] != LAND));
            let both_ways = 0.5 * (1.0 + world.parameters.blockade_exports);
            s.blocked_value[actor] += by_sea * world.trade[pair] * both_ways * s.blockade[actor];
        }
    }
}
