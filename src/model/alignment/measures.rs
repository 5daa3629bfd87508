//! The features of a pair as they stand in the run, measured as in the panel (E9.0).

use super::commitment::static_inputs;
use crate::alignment::hazard::{CHANNEL_COUNT, Channel};
use crate::alignment::{DyadInputs, features};
use crate::model::State;
use crate::model::world::{World, YEAR};

/// Months of a militarised dispute's memory (panel column mid10).
const TEN_YEARS: u32 = 120;
const TWELVE_MONTHS: u32 = 12;

/// Who is whose rival, opponent, ally and target: bits per actor, once a month.
pub fn gather(world: &World, state: &mut State) {
    let hidden = &mut state.alignment.hidden;
    for bits in [
        &mut hidden.enemies,
        &mut hidden.opponents,
        &mut hidden.allies,
        &mut hidden.senders,
    ] {
        bits.fill(0);
    }
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        let (a, b) = (dyad.first, dyad.second);
        let mark = |bits: &mut [u64], is_so: bool| {
            bits[a] |= u64::from(is_so) << b;
            bits[b] |= u64::from(is_so) << a;
        };
        mark(&mut hidden.enemies, state.relations.are_enemies[pair]);
        mark(
            &mut hidden.opponents,
            state.war.months_since_clash[pair] < TEN_YEARS,
        );
        mark(&mut hidden.allies, state.alignment.rung[pair] >= 3);
    }
    for (index, regime) in world.scenario.regimes.iter().enumerate() {
        if state.sanctions.in_force[index] {
            for &sender in &regime.senders {
                hidden.senders[regime.target] |= 1 << sender;
            }
        }
    }
}

/// The pair as the panel would have recorded it this month.
// E9.0
pub fn inputs(world: &World, state: &State, pair: usize) -> DyadInputs {
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let hidden = &state.alignment.hidden;
    let neither = !((1u64 << a) | (1u64 << b));
    let shared_enemies = hidden.enemies[a] & hidden.enemies[b] & neither;
    let n = world.n;
    let background = state.economy.background[a * n + b] + state.economy.background[b * n + a];
    let modelled = state.economy.trade_year[a * n + b] + state.economy.trade_year[b * n + a];
    let trade = modelled + background * YEAR;
    let share = |actor: usize| Some(trade / (world.total_trade[actor] * 1_000.0).max(1.0));
    let is_at_war =
        |actor: usize| state.war.is_belligerent[actor] || state.war.months_since_war[actor] < TWELVE_MONTHS;
    let count = |bits: u64| f64::from(bits.count_ones());
    DyadInputs {
        rung: state.alignment.rung_year[pair],
        cinc1: world.cinc[a] * state.economy.output[a],
        cinc2: world.cinc[b] * state.economy.output[b],
        are_enemies: state.relations.are_enemies[pair],
        shared_enemies: shared_enemies.count_ones(),
        is_major_enemy_shared: shared_enemies & world.commitment.majors != 0,
        fought: Some(state.war.months_since_clash[pair] < TEN_YEARS),
        shared_opponents: Some(count(hidden.opponents[a] & hidden.opponents[b] & neither)),
        is_at_war1: is_at_war(a),
        is_at_war2: is_at_war(b),
        shared_senders: Some(count(hidden.senders[a] & hidden.senders[b])),
        trade_share1: share(a),
        trade_share2: share(b),
        ..static_inputs(world, pair, a, b)
    }
}

/// ln of the yearly hazards at S = 0, in the order of `Channel::ALL`: the panel's own function.
pub fn predictors(world: &World, state: &State, pair: usize) -> [f64; CHANNEL_COUNT] {
    let commitment = &world.commitment;
    let Some(ranges) = commitment.ranges() else {
        return [crate::alignment::hazard::PREDICTOR_FLOOR; CHANNEL_COUNT];
    };
    let f = features(&inputs(world, state, pair), ranges);
    Channel::ALL.map(|channel| {
        let predictor = &commitment.predictors[channel as usize];
        commitment.statics[pair][channel as usize] + predictor.dynamic_part(&f)
    })
}
