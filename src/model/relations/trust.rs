//! Trust moves with deliveries, defaults, costly signals, broken and honoured obligations, and time.

use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;

/// E8.4: K' = K + (K0 - K) / decay + (1 - K) gains - K losses; gains and losses are capped at 0.5 a month.
pub(super) fn advance(world: &World, state: &mut State) {
    if !world.on(Mechanism::TrustDynamics) {
        return;
    }
    let n = world.n;
    state.relations.trust_gain.fill(0.0);
    state.relations.trust_loss.fill(0.0);
    count_trade(world, state);
    count_signals(world, state);
    count_obligations(world, state);
    let decay = 1.0 / world.parameters.trust_decay.max(1.0);
    let relations = &mut state.relations;
    let pushes = relations.trust_gain.iter().zip(&relations.trust_loss);
    let starts = relations.trust_at_start.iter().zip(pushes);
    for (trust, (start, (gain, loss))) in relations.trust.iter_mut().zip(starts) {
        let at_most_half = |push: f64| if push < 0.5 { push } else { 0.5 };
        let (gain, loss) = (at_most_half(*gain), at_most_half(*loss));
        let moved = *trust + decay * (start - *trust) + (1.0 - *trust) * gain - *trust * loss;
        *trust = super::hostility::between(moved);
    }
    for a in 0..n {
        relations.trust[a * n + a] = 1.0;
    }
    trust_anew(world, state);
}

/// E3.9: a new leader trusts others anew, in part and in the mean as much as they were trusted at the start.
fn trust_anew(world: &World, state: &mut State) {
    let n = world.n;
    for a in (0..n).filter(|&a| state.survival.in_crisis[a]) {
        for b in (0..n).filter(|&b| b != a) {
            let start = world.trust[world.pair(a, b)];
            let draw = (2.0 * start * spread(state.survival.leader_luck[a], b)).min(1.0);
            let trust = &mut state.relations.trust[a * n + b];
            *trust += world.parameters.crisis_shift * (draw - *trust);
        }
    }
}

/// One draw in [0, 1) gives evenly spread ones, by steps of the golden ratio.
fn spread(draw: f64, step: usize) -> f64 {
    (draw + 0.618_033_988_749_895 * step as f64).fract()
}

/// The receiver trusts who delivers; the creditor distrusts who defaults.
fn count_trade(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    let relations = &mut state.relations;
    for from in 0..n {
        let row = from * n..(from + 1) * n;
        let trades = relations.delivered[row.clone()]
            .iter()
            .zip(&state.economy.defaulted[row]);
        for (to, (&value, &default)) in trades.enumerate() {
            if value > 0.0 || default > 0.0 {
                let back = to * n + from;
                relations.trust_gain[back] += p.trust_delivery * value / (value + p.support_scale);
                relations.trust_loss[back] += p.trust_default * default / (default + p.support_scale);
            }
        }
    }
}

/// Exercises bind both; soldiers in one's war bind the one they fight for.
fn count_signals(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    let relations = &mut state.relations;
    for (pair, &exercised) in state.alignment.exercised_now.iter().enumerate() {
        if exercised {
            let dyad = &world.scenario.dyads[pair];
            relations.trust_gain[dyad.first * n + dyad.second] += p.trust_exercise;
            relations.trust_gain[dyad.second * n + dyad.first] += p.trust_exercise;
        }
    }
    for (t, theatre) in world.scenario.theatres.iter().enumerate() {
        for side in 0..2 {
            for sender in 0..n {
                if state.war.forces[(t * 2 + side) * n + sender] > 0.0 {
                    for &host in &theatre.sides[side] {
                        relations.trust_gain[host * n + sender] += p.trust_troops;
                    }
                }
            }
        }
    }
}

/// Only a clause that applied costs trust when broken; the breaker's other allies watch.
fn count_obligations(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    if !state.war.broken.contains(&true) && !state.war.honoured.contains(&true) {
        return;
    }
    let relations = &mut state.relations;
    for ally in 0..n {
        for other in 0..n {
            let directed = ally * n + other;
            if state.war.honoured[directed] {
                relations.trust_gain[other * n + ally] += p.trust_honoured;
            }
            if !state.war.broken[directed] {
                continue;
            }
            relations.trust_loss[other * n + ally] += p.trust_broken;
            for watcher in 0..n {
                let is_ally = watcher != ally
                    && watcher != other
                    && state.alignment.rung[world.pair(watcher, ally)] >= 3;
                if is_ally {
                    relations.trust_loss[watcher * n + ally] += p.trust_broken * p.trust_audience;
                }
            }
        }
    }
}
