//! The features of a pair as they stand in the run, measured as in the panel (E9.0).

use super::commitment::place;
#[cfg(test)]
use super::commitment::static_inputs;
#[cfg(test)]
use crate::alignment::DyadInputs;
use crate::alignment::features::{RUNG_1, RUNG_2, RUNG_3, SHARED_MAJOR_ENEMY, SHARED_SENDERS};
use crate::alignment::hazard::{CHANNEL_COUNT, PREDICTOR_FLOOR};
use crate::model::State;
use crate::model::economy::state::{BUNDLE, bundle};
use crate::model::world::{World, YEAR};
use crate::random::maths::{ln, ln1p};

/// Months of a militarised dispute's memory (panel column mid10).
const TEN_YEARS: u32 = 120;
const TWELVE_MONTHS: u32 = 12;
/// Smallest capability told apart, as in the panel's features.
const CINC_FLOOR: f64 = 1e-6;

/// Who is whose rival, opponent, ally and target: bits per actor, once a month.
pub fn gather(world: &World, state: &mut State) {
    let hidden = &mut state.alignment.hidden;
    hidden.at_war = 0;
    for actor in 0..world.n {
        hidden.enemies[actor] = 0;
        hidden.opponents[actor] = 0;
        hidden.allies[actor] = 0;
        let capability = world.cinc[actor] * state.economy.output[actor];
        hidden.capability_log[actor] = ln(capability.max(CINC_FLOOR));
        let is_at_war = state.war.is_belligerent[actor] || state.war.months_since_war[actor] < TWELVE_MONTHS;
        hidden.at_war |= u64::from(is_at_war) << actor;
    }
    let are_enemies = state.relations.are_enemies.iter();
    mark(&mut hidden.enemies, are_enemies.copied());
    let clashes = state.war.months_since_clash.iter();
    mark(&mut hidden.opponents, clashes.map(|since| *since < TEN_YEARS));
    let rungs = state.alignment.rung.iter();
    mark(&mut hidden.allies, rungs.map(|rung| *rung >= 3));
    gather_senders(world, state);
    gather_trade(world, state);
}

/// Bits of each actor's partners from facts of pairs, most of which are not so. The pairs of an actor with those
/// after it lie side by side.
fn mark(bits: &mut [u64], mut facts: impl Iterator<Item = bool>) {
    for first in 0..bits.len() {
        let mut own = bits[first];
        for (second, (others, is_so)) in (first + 1..).zip(bits[first + 1..].iter_mut().zip(&mut facts)) {
            if is_so {
                own |= 1 << second;
                *others |= 1 << first;
            }
        }
        bits[first] = own;
    }
}

/// Who is sanctioned by whom; an actor on whom sanctions came or went is remembered.
fn gather_senders(world: &World, state: &mut State) {
    let hidden = &mut state.alignment.hidden;
    hidden.senders_before.copy_from_slice(&hidden.senders);
    hidden.senders.fill(0);
    let regimes = world.scenario.regimes.iter().zip(&world.commitment.senders);
    for ((regime, senders), is_in_force) in regimes.zip(&state.sanctions.in_force) {
        hidden.senders[regime.target] |= if *is_in_force { *senders } else { 0 };
    }
    hidden.touched = 0;
    for (actor, (now, before)) in hidden.senders.iter().zip(&hidden.senders_before).enumerate() {
        hidden.touched |= u64::from(now != before) << actor;
    }
}

/// The pair as the panel would have recorded it this month.
// E9.0
#[cfg(test)]
pub fn inputs(world: &World, state: &State, pair: usize) -> DyadInputs {
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let hidden = &state.alignment.hidden;
    let neither = !((1u64 << a) | (1u64 << b));
    let shared_enemies = hidden.enemies[a] & hidden.enemies[b] & neither;
    let trade = merchandise(world, state, a, b);
    let share = |actor: usize| Some(trade / hidden.total_trade[actor]);
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

/// ln of the yearly hazards at S = 0, in the order of `Channel::ALL`: the panel's own function, its logarithms
/// taken once an actor, its constants once a draw, and its trade only where trade moved.
pub fn predictors(world: &World, state: &mut State, pair: usize) -> [f64; CHANNEL_COUNT] {
    let commitment = &world.commitment;
    let Some(ranges) = commitment.ranges() else {
        return [PREDICTOR_FLOOR; CHANNEL_COUNT];
    };
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let [trade_maximum, trade_minimum] = trade(world, state, pair, a, b);
    let hidden = &state.alignment.hidden;
    let (first, second) = (hidden.capability_log[a], hidden.capability_log[b]);
    let neither = !((1u64 << a) | (1u64 << b));
    let shared_enemies = hidden.enemies[a] & hidden.enemies[b] & neither;
    let opponents = (hidden.opponents[a] & hidden.opponents[b] & neither).count_ones() as usize;
    let moving = &commitment.moving;
    let mut predictors = commitment.statics[pair];
    for (feature, value) in [
        (place::POWER_RATIO, (first - second).abs()),
        (place::POWER_MAXIMUM, first.max(second)),
        (place::OPPONENTS, moving.counts[opponents.min(10)]),
        (place::TRADE_MAXIMUM, trade_maximum),
        (place::TRADE_MINIMUM, trade_minimum),
    ] {
        let value = value.clamp(ranges[feature].minimum, ranges[feature].maximum);
        for (predictor, slope) in predictors.iter_mut().zip(&moving.slopes[feature]) {
            *predictor += slope * value;
        }
    }
    let (war1, war2) = (hidden.at_war >> a & 1, hidden.at_war >> b & 1);
    let rung = state.alignment.rung_year[pair];
    for (feature, is_up) in [
        (RUNG_1, rung == 1),
        (RUNG_2, rung == 2),
        (RUNG_3, rung >= 3),
        (RUNG_3 + 1, state.relations.are_enemies[pair]),
        (RUNG_3 + 2, shared_enemies != 0),
        (SHARED_MAJOR_ENEMY, shared_enemies & commitment.majors != 0),
        (SHARED_MAJOR_ENEMY + 1, hidden.opponents[a] >> b & 1 == 1),
        (SHARED_SENDERS - 2, war1 != war2),
        (SHARED_SENDERS - 1, war1 & war2 == 1),
        (SHARED_SENDERS, hidden.senders[a] & hidden.senders[b] != 0),
    ] {
        if is_up {
            for (predictor, raise) in predictors.iter_mut().zip(&moving.flags[feature]) {
                *predictor += raise;
            }
        }
    }
    predictors
}

/// Trade of a pair in twelve months as customs record it, million USD: goods. The panel's series is of merchandise,
/// so arms between states, soldiers, workers' pay and technology are left out; what they are worth to either
/// side is in its pressure alone (E9.7).
// E9.0
fn merchandise(world: &World, state: &State, a: usize, b: usize) -> f64 {
    let economy = &state.economy;
    let one_way = |directed: usize| {
        let of = &economy.bundle[directed * BUNDLE..][..BUNDLE];
        let unseen = economy.arms_year[directed] + of[bundle::LABOUR] + of[bundle::TECHNOLOGY];
        (economy.trade_year[directed] - unseen).max(0.0) + economy.background[directed] * YEAR
    };
    one_way(a * world.n + b) + one_way(b * world.n + a)
}

/// The two features of trade of twelve months; kept until trade moves.
fn trade(world: &World, state: &mut State, pair: usize, a: usize, b: usize) -> [f64; 2] {
    let trade = merchandise(world, state, a, b);
    let hidden = &mut state.alignment.hidden;
    let shares = [trade / hidden.total_trade[a], trade / hidden.total_trade[b]];
    if hidden.trade_seen[pair] != shares {
        let [first, second] = shares;
        let feature = |share: f64| ln1p(100.0 * share.clamp(0.0, 1.0));
        hidden.trade_logs[pair] = [feature(first.max(second)), feature(first.min(second))];
        hidden.trade_seen[pair] = shares;
    }
    hidden.trade_logs[pair]
}

/// Months in which the trade of all is summed once (assumed): sums of twelve months move slowly.
const ROUND: usize = 3;

/// The whole trade of every actor in twelve months, million USD: that of the start, or what it now trades with the
/// cast where that is more. A state that was shut in at the start does not trade more than all of its trade.
// E9.0
fn gather_trade(world: &World, state: &mut State) {
    if state.alignment.hidden.is_open && !state.month.is_multiple_of(ROUND) {
        return;
    }
    let mut totals = std::mem::take(&mut state.alignment.hidden.total_trade);
    totals.fill(0.0);
    for dyad in &world.scenario.dyads {
        let trade = merchandise(world, state, dyad.first, dyad.second);
        totals[dyad.first] += trade;
        totals[dyad.second] += trade;
    }
    for (total, at_start) in totals.iter_mut().zip(&world.total_trade) {
        *total = total.max(at_start * 1_000.0).max(1.0);
    }
    state.alignment.hidden.total_trade = totals;
}
