//! Power, threat, protection and shared threat.

use super::state::Relations;
use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::scenario::mechanisms::Mechanism;

/// Hostility between ordinary states (assumed): it costs nothing, threatens nobody and is what allies are not for.
pub const ORDINARY_HOSTILITY: f64 = 0.2;

/// Share of an ally's power that a treaty of this rung lets one count on, before honour.
#[inline(always)]
pub fn reliance(world: &World, rung: u8) -> f64 {
    let p = &world.parameters;
    match rung {
        0 | 1 => 0.0,
        2 => p.reliance_consultation,
        3 => p.reliance_defence,
        _ => p.reliance_integrated,
    }
}

/// Share of the first's whole trade that it has with the second, 0 to 1.
pub fn trade_share(world: &World, state: &State, a: usize, b: usize) -> f64 {
    let (n, economy) = (world.n, &state.economy);
    let total = world.total_trade[a] * 1_000.0 / YEAR;
    let (there, back) = (a * n + b, b * n + a);
    let trade = economy.background[there]
        + economy.background[back]
        + (economy.trade_year[there] + economy.trade_year[back]) / YEAR;
    if total > 0.0 {
        (trade / total).min(1.0)
    } else {
        0.0
    }
}

/// E8.0: power is the capability index scaled by simulated output, as a share of the cast.
pub(super) fn measure_power(world: &World, state: &mut State) {
    let power = &mut state.relations.power;
    let mut sum = 0.0;
    for (actor, value) in power.iter_mut().enumerate() {
        *value = world.cinc[actor] * state.economy.output[actor].max(0.0);
        sum += *value;
    }
    let scale = if sum > 0.0 { 1.0 / sum } else { 0.0 };
    for value in power.iter_mut() {
        *value *= scale;
    }
}

/// E8.2: T_ia = X_ai p_a r_ai (what the source feels towards the victim), A_i = p_i m_i + sum_j phi(c_ij) honour_ij p_j m_j r_ji,
/// tau_ia = T_ia / (sum_a T_ia + A_i + eps).
pub(super) fn measure_threat(world: &World, state: &mut State) {
    let n = world.n;
    let (relations, alignment, war) = (&mut state.relations, &state.alignment, &state.war);
    for i in 0..n {
        relations.protection[i] = relations.power[i] * war.readiness[i];
    }
    for (pair, &rung) in alignment.rung.iter().enumerate() {
        if rung < 2 {
            continue;
        }
        let (i, j) = (
            world.scenario.dyads[pair].first,
            world.scenario.dyads[pair].second,
        );
        let counted = reliance(world, rung) * alignment.honour[pair];
        for (i, a) in [(i, j), (j, i)] {
            let reach = world.projection[a * n + i];
            relations.protection[i] += counted * relations.power[a] * war.readiness[a] * reach;
        }
    }
    relations.threat_sum.fill(0.0);
    // Most months nobody feels more threatened than by hostility alone.
    let is_felt = relations.felt_threat.iter().any(|felt| *felt != 0.0);
    for a in 0..n {
        project(world, relations, a, is_felt);
    }
    let floor = world.parameters.threat_floor;
    for (sum, protection) in relations.threat_sum.iter_mut().zip(&relations.protection) {
        // From here on it is the scale of shares.
        *sum = 1.0 / (*sum + protection + floor);
    }
    let victims = relations
        .threat
        .chunks_exact_mut(n)
        .zip(relations.threat_share.chunks_exact_mut(n));
    for (victim, ((threats, shares), scale)) in victims.zip(&relations.threat_sum).enumerate() {
        let sources = relations.threat_by_source[victim..].iter().step_by(padded(n));
        for ((threat, share), value) in threats.iter_mut().zip(shares).zip(sources) {
            *threat = *value;
            *share = *value * scale;
        }
    }
    for row in relations.threat_by_source.chunks_exact_mut(padded(n)) {
        for (value, scale) in row.iter_mut().zip(&relations.threat_sum) {
            *value *= scale;
        }
    }
}

/// Threat of one source to all, into its row and into the sums of the victims.
fn project(world: &World, relations: &mut Relations, a: usize, is_felt: bool) {
    let n = world.n;
    let (row, power) = (a * n..(a + 1) * n, relations.power[a]);
    let threats = &mut relations.threat_by_source[a * padded(n)..(a + 1) * padded(n)];
    let threats = &mut threats[..n];
    threats.copy_from_slice(&relations.hostility[row.clone()]);
    if is_felt {
        let felt = relations.felt_threat[a..].iter().step_by(n);
        for (threat, felt) in threats.iter_mut().zip(felt) {
            *threat += felt;
        }
    }
    for (threat, projection) in threats.iter_mut().zip(&world.projection[row]) {
        let hostility = if *threat < 1.0 { *threat } else { 1.0 };
        *threat = hostility * power * projection;
    }
    threats[a] = 0.0;
    for (sum, threat) in relations.threat_sum.iter_mut().zip(threats) {
        *sum += *threat;
    }
}

/// Part of what a source threatens that is more than the suspicion among ordinary states, 0 to 1: of the whole
/// hostility X, (X - 0.2) / 0.8 X. What is left is what neighbours of any power have to live with.
#[inline]
pub fn enmity_share(hostility: f64) -> f64 {
    if hostility > ORDINARY_HOSTILITY {
        (hostility - ORDINARY_HOSTILITY) / ((1.0 - ORDINARY_HOSTILITY) * hostility)
    } else {
        0.0
    }
}

/// Partners whose overlap is summed side by side.
const BLOCK: usize = 8;
/// Partial sums of an overlap: the order of its terms is part of the results.
const LANES: usize = 4;

/// Length of a row of `threat_by_source`: the last block may reach beyond the last victim.
pub(super) fn padded(n: usize) -> usize {
    n + BLOCK
}

/// Months in which all pairs are looked at once (assumed): shares of threat drift by percents a month, and what reads
/// their overlap is itself looked at once a quarter or a year.
const ROUND: usize = 6;

/// E8.3: shared threat of a pair = sum over a outside it of min(tau_ia, tau_ja). The diagonal of
/// tau is 0, so the terms of the pair itself vanish without a test. With a turn only for the actors whose it is, each
/// with those after it in the order of the keys.
pub(super) fn measure_shared_threat(world: &World, state: &mut State, turn: Option<usize>) {
    let n = world.n;
    let relations = &mut state.relations;
    if !world.on(Mechanism::SharedThreat) {
        relations.shared_threat.fill(0.0);
        return;
    }
    let by_source = &relations.threat_by_source;
    let mut rest = &mut relations.shared_threat[..];
    for i in 0..n {
        let row = &relations.threat_share[i * n..(i + 1) * n];
        let (of_first, later) = rest.split_at_mut(n - i - 1);
        rest = later;
        if turn.is_some_and(|turn| !(i + turn).is_multiple_of(ROUND)) {
            continue;
        }
        for (block, shared) in of_first.chunks_mut(BLOCK).enumerate() {
            let sums = overlaps(row, by_source, i + 1 + block * BLOCK);
            shared.copy_from_slice(&sums[..shared.len()]);
        }
    }
}

/// Overlaps of an actor's threats with those of the victims from `start` on.
fn overlaps(row: &[f64], by_source: &[f64], start: usize) -> [f64; BLOCK] {
    let n = row.len();
    let whole = n - n % LANES;
    let sum = |sources: std::iter::StepBy<std::ops::Range<usize>>| {
        let mut sums = [0.0f64; BLOCK];
        for source in sources {
            let first = row[source];
            let column = by_source[source * padded(n) + start..].first_chunk::<BLOCK>();
            if let (true, Some(second)) = (first > 0.0, column) {
                // By place and not by iterator: so the compiler takes the lesser of two lanes in one instruction.
                for k in 0..BLOCK {
                    let second = second[k];
                    sums[k] += if first < second { first } else { second };
                }
            }
        }
        sums
    };
    let add = |a: [f64; BLOCK], b: [f64; BLOCK]| std::array::from_fn::<f64, BLOCK, _>(|k| a[k] + b[k]);
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|lane| sum((lane..whole).step_by(LANES)));
    let lanes = add(add(first, second), add(third, fourth));
    add(lanes, sum((whole..n).step_by(1)))
}
