//! Power, threat, protection and shared threat.

use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::scenario::mechanisms::Mechanism;

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
    for i in 0..n {
        let mut sum = 0.0;
        let threats = &mut relations.threat[i * n..(i + 1) * n];
        let felt = &relations.felt_threat[i * n..(i + 1) * n];
        for (a, threat) in threats.iter_mut().enumerate() {
            let hostility = (relations.hostility[a * n + i] + felt[a]).min(1.0);
            *threat = hostility * relations.power[a] * world.projection[a * n + i];
            if a == i {
                *threat = 0.0;
            }
            sum += *threat;
        }
        let scale = 1.0 / (sum + relations.protection[i] + world.parameters.threat_floor);
        let shares = &mut relations.threat_share[i * n..(i + 1) * n];
        for (share, threat) in shares.iter_mut().zip(threats) {
            *share = *threat * scale;
        }
    }
}

/// E8.3: shared threat of a pair = sum over a outside it of min(tau_ia, tau_ja). The diagonal of
/// tau is 0, so the terms of the pair itself vanish without a test; four lanes keep the sum flat.
pub(super) fn measure_shared_threat(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    if !world.on(Mechanism::SharedThreat) {
        relations.shared_threat.fill(0.0);
        return;
    }
    let rows = &relations.threat_share;
    let mut pair = 0;
    for i in 0..n {
        let first = &rows[i * n..(i + 1) * n];
        for j in i + 1..n {
            relations.shared_threat[pair] = overlap(first, &rows[j * n..(j + 1) * n]);
            pair += 1;
        }
    }
}

/// Sum of the smaller of two numbers, place by place.
fn overlap(first: &[f64], second: &[f64]) -> f64 {
    let mut lanes = [0.0f64; 4];
    let (heads, tails) = (first.chunks_exact(4), second.chunks_exact(4));
    let rest = heads.remainder().iter().zip(tails.remainder());
    for (a, b) in heads.zip(tails) {
        for lane in 0..4 {
            lanes[lane] += if a[lane] < b[lane] { a[lane] } else { b[lane] };
        }
    }
    let rest: f64 = rest.map(|(a, b)| if a < b { *a } else { *b }).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}
