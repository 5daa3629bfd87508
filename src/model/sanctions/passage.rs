//! How much of a flow gets through: listings, compliance, hidden logistics, force.

use super::in_effect::View;
use super::state::{Packed, Sanctions};
use crate::model::war::state::grade;
use crate::model::world::{SECTORS, World};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Sector;

/// Land contiguity (Correlates of War).
const LAND: u8 = 1;
const ARMS: usize = Sector::Arms as usize;
/// Sectors in which a sender's own state grants licences or lands the cargo, arms apart.
const LICENSED: [usize; 3] = [
    Sector::DualUse as usize,
    Sector::Technology as usize,
    Sector::Energy as usize,
];
/// Stringency from which a sender's state itself licenses no arms at all to its target (assumed).
const ARMS_EMBARGO: f64 = 1.0 / 3.0;

/// Sectors that secondary sanctions hit.
const HIT: [usize; 3] = [
    Sector::DualUse as usize,
    Sector::Finance as usize,
    Sector::Technology as usize,
];
const FOOD: usize = Sector::Food as usize;
/// Secondary sanctions below this are not felt (assumed).
const FELT: f64 = 0.01;

/// Sets `passage`, `mean_passage` for the next market. Only flows of touched actors are computed; all
/// others pass freely.
pub(super) fn open(s: &mut Sanctions, world: &World) {
    let n = world.n;
    release(s, n);
    touch(s, world);
    pack(s);
    fall_due(s);
    for place in 0..s.scratch.touched.len() {
        let actor = s.scratch.touched[place];
        for partner in 0..n {
            // A pair of two touched actors is computed once.
            let is_first = partner > actor || !s.scratch.is_touched[partner];
            let is_due = s.scratch.is_due[actor] || s.scratch.is_due[partner];
            let is_its_turn = (s.scratch.turn + actor + partner).is_multiple_of(ROUND);
            if partner != actor && is_first && (is_due || is_its_turn) {
                pair(s, world, actor, partner);
            }
        }
    }
}

/// What the flows of all pairs read of each regime in force, side by side.
fn pack(s: &mut Sanctions) {
    let n = s.exposure.len();
    s.scratch.packed.clear();
    for &r in &s.scratch.live {
        s.scratch.packed.push(Packed {
            row: r * n,
            stringency: s.effective[r],
            enforcement: s.effective_enforcement[r],
            covers: s.covers[r],
        });
    }
}

/// Flows of actors that were touched last month and are not now pass freely again.
fn release(s: &mut Sanctions, n: usize) {
    for place in 0..s.scratch.touched.len() {
        let actor = s.scratch.touched[place];
        s.scratch.is_touched[actor] = false;
        if is_affected(s, actor) {
            continue;
        }
        s.is_stirred = true;
        s.scratch.marked[actor] = f64::NAN;
        for partner in 0..n {
            for directed in [actor * n + partner, partner * n + actor] {
                s.passage[directed * SECTORS..(directed + 1) * SECTORS].fill(1.0);
                s.mean_passage[directed] = 1.0;
            }
        }
    }
}

/// Months in which all passages are computed anew at the latest (assumed).
const ROUND: usize = 3;
/// Change of what bears on an actor, at least 1, from which its passages are computed at once (assumed).
const NOTICEABLE: f64 = 0.1;
/// The same from which background trade follows at once (assumed).
const STIRRING: f64 = 0.2;

/// Compliance and logistics drift by a percent or two a month: pairs take turns, unless something
/// noticeable happened to one of the two.
fn fall_due(s: &mut Sanctions) {
    s.scratch.is_due.fill(false);
    for place in 0..s.scratch.touched.len() {
        let actor = s.scratch.touched[place];
        let mut mark = 2.0 * s.blockade[actor] + s.secondary[actor] + 3.0 * s.policy_access[actor].min(0.0);
        if let Some(group) = s.scratch.group_of[actor] {
            for regime in &s.scratch.packed[group.first..group.last] {
                mark += regime.stringency * (1.0 + regime.enforcement);
            }
        }
        let before = s.scratch.marked[actor];
        let is_noticed = (mark - before).abs() > NOTICEABLE * before.max(1.0) || before.is_nan();
        if is_noticed {
            s.is_stirred |= (mark - before).abs() > STIRRING * before.max(1.0) || before.is_nan();
            s.scratch.marked[actor] = mark;
            s.scratch.is_due[actor] = true;
        }
    }
}

/// Any regime, closure, blockade or secondary sanctions on the actor.
fn is_affected(s: &Sanctions, actor: usize) -> bool {
    s.listed[actor * SECTORS..(actor + 1) * SECTORS]
        .iter()
        .any(|x| *x > 0.0)
        || s.blockade[actor] > 0.0
        || s.secondary[actor] > FELT
        || s.policy_access[actor] < 0.0
}

fn touch(s: &mut Sanctions, world: &World) {
    s.scratch.touched.clear();
    s.scratch.group_of.fill(None);
    for group in &s.scratch.groups {
        s.scratch.group_of[group.target] = Some(*group);
    }
    for actor in 0..world.n {
        if is_affected(s, actor) {
            s.scratch.touched.push(actor);
            s.scratch.is_touched[actor] = true;
        }
    }
}

/// E5.1: part of a flow between target and partner that a regime stops = stringency x observance x ease;
/// observance = enforcement for senders, compliance for third states; ease = 1 / (1 + lambda K).
#[inline(always)]
pub fn friction(stringency: f64, observance: f64, ease: f64) -> f64 {
    // E5.1
    stringency * observance * ease
}

/// All that bears on the flows of one pair, both ways.
fn pair(s: &mut Sanctions, world: &World, first: usize, second: usize) {
    let n = world.n;
    let mut row = [1.0; SECTORS];
    let ease = 1.0 / (1.0 + world.parameters.logistics_passage * s.logistics[first * n + second]);
    for (target, partner) in [(first, second), (second, first)] {
        if let Some(group) = s.scratch.group_of[target] {
            for packed in &s.scratch.packed[group.first..group.last] {
                let place = packed.row + partner;
                regime(
                    packed,
                    s.compliance[place],
                    s.scratch.sends[place],
                    ease,
                    &mut row,
                );
            }
        }
        hit_firms(s, target, partner, &mut row);
    }
    let (mut out, mut back) = (1.0, 1.0);
    let is_blocked = s.blockade[first] > 0.0 || s.blockade[second] > 0.0;
    if is_blocked && world.on(Mechanism::Blockade) && world.contiguity[world.pair(first, second)] != LAND {
        // E5.11: imports by sea are stopped outright in every sector, exports in part.
        let exports = world.parameters.blockade_exports;
        out = (1.0 - s.blockade[second]) * (1.0 - exports * s.blockade[first]);
        back = (1.0 - s.blockade[first]) * (1.0 - exports * s.blockade[second]);
    }
    let mean = row.iter().sum::<f64>() * (1.0 / SECTORS as f64);
    for (directed, sea) in [(first * n + second, out), (second * n + first, back)] {
        let cells = &mut s.passage[directed * SECTORS..(directed + 1) * SECTORS];
        if let Some(cells) = cells.first_chunk_mut::<SECTORS>() {
            for sector in 0..SECTORS {
                cells[sector] = row[sector] * sea;
            }
        }
        s.mean_passage[directed] = mean * sea;
    }
}

/// Takes what a regime stops off every sector it covers; by place, which the compiler turns into two sectors at once.
#[inline(always)]
fn stop(row: &mut [f64; SECTORS], stopped: f64, covers: &[f64; SECTORS]) {
    for sector in 0..SECTORS {
        row[sector] *= 1.0 - stopped * covers[sector];
    }
}

/// `ease` = 1 / (1 + lambda K) of the pair.
#[inline(always)]
fn regime(regime: &Packed, compliance: f64, sends: f64, ease: f64, row: &mut [f64; SECTORS]) {
    let stringency = regime.stringency;
    // A sender applies its regime as well as it enforces it; a third state as far as it complies.
    let observance = compliance * (1.0 - sends) + regime.enforcement * sends;
    let stopped = friction(stringency, observance, ease);
    if sends == 0.0 {
        // A third state refuses no licence and lands no cargo apart: most pairs.
        stop(row, stopped, &regime.covers);
        return;
    }
    let embargo = sends * stringency * (1.0 / ARMS_EMBARGO);
    let embargo = if embargo < 1.0 { embargo } else { 1.0 };
    let covers = &regime.covers;
    let most = if stopped > embargo { stopped } else { embargo };
    let arms = row[ARMS] * (1.0 - most * covers[ARMS]);
    // What its state does not license, or let land, moves only by leaks of firms (E4.12).
    let whole = sends * stringency;
    let refused = if stopped > whole { stopped } else { whole };
    let licensed = LICENSED.map(|sector| row[sector] * (1.0 - refused * covers[sector]));
    stop(row, stopped, covers);
    for (sector, passage) in LICENSED.into_iter().zip(licensed) {
        row[sector] = passage;
    }
    row[ARMS] = arms;
}

/// E5.10: firms under secondary sanctions lose part of the coalition's controlled goods and finance.
/// Policies that close the coalition's markets need no regime (food stays open).
#[inline(always)]
fn hit_firms(s: &Sanctions, actor: usize, member: usize, row: &mut [f64; SECTORS]) {
    if s.secondary[actor] > FELT {
        let factor = 1.0 - 0.5 * s.secondary[actor] * s.coalition[member];
        for sector in HIT {
            row[sector] *= factor;
        }
    }
    if s.policy_access[actor] < 0.0 {
        let factor = 1.0 + s.policy_access[actor] * s.coalition[member];
        for sector in (0..SECTORS).filter(|&sector| sector != FOOD) {
            row[sector] *= factor;
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
        let stopped = world.rung_blockade[world.rung_row(t, rung)];
        for &defender in &theatre.sides[1] {
            s.blockade[defender] = s.blockade[defender].max(stopped);
        }
        if !theatre.ladder[rung - 1].is_war {
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
