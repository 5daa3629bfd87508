//! Hostility moves with wars, sanctions, support to an enemy, tests and lifelines kept, and decays to
//! where it stood; enemies follow it with hysteresis.

use crate::model::state::State;
use crate::model::war;
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;

/// Hostility to a receiver above which support to it counts as support to an enemy; assumed.
const HOSTILE: f64 = 0.5;

/// Lifelines kept at the start are no news.
pub(super) fn open(world: &World, state: &mut State) {
    for_each_lifeline(world, state, |relations, place, share, _, _| {
        relations.accustomed_endorsement[place] = share;
    });
}

/// E8.1: X' = X + (X0 - X) / decay + (1 - X) max(0, impulse) + X min(0, impulse).
pub(super) fn advance(world: &World, state: &mut State) {
    if !world.on(Mechanism::HostilityDynamics) {
        return;
    }
    state.relations.impulse.fill(0.0);
    push_by_war(world, state);
    push_by_support(world, state);
    push_by_sanctions(world, state);
    push_by_tests(world, state);
    push_by_endorsement(world, state);
    let decay = 1.0 / world.parameters.hostility_decay.max(1.0);
    let relations = &mut state.relations;
    for directed in 0..world.n * world.n {
        let (x, impulse) = (relations.hostility[directed], relations.impulse[directed]);
        let push = if impulse > 0.0 {
            (1.0 - x) * impulse
        } else {
            x * impulse
        };
        let moved = x + decay * (world.hostility[directed] - x) + push;
        relations.hostility[directed] = moved.clamp(0.0, 1.0);
    }
    mark_enemies(world, state);
}

/// Those who fight each other; the friends of one who is attacked; those whose enemy gets soldiers.
fn push_by_war(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    for t in 0..world.scenario.theatres.len() {
        if !war::is_fighting(world, state, t) {
            continue;
        }
        let intensity = state.war.intensity[t];
        for a in 0..n {
            let side = war::side_in_clash(world, state, t, a);
            if side == 0 {
                continue;
            }
            for b in 0..n {
                let other = war::side_in_clash(world, state, t, b);
                let directed = a * n + b;
                if other != 0 && other != side {
                    state.relations.impulse[directed] += p.hostility_war * intensity;
                }
                if state.war.starts_now[t] && side == 1 && other == 0 && b != a {
                    let alarm = p.hostility_alarm * friends_of_the_struck(world, state, t, b);
                    state.relations.impulse[b * n + a] += alarm;
                }
                let place = (t * 2 + (2 - side as usize)) * n + b;
                if state.war.forces[place] > 0.0 {
                    state.relations.impulse[directed] += p.hostility_troops;
                }
            }
        }
    }
}

/// Trust of an onlooker in those attacked, the highest of them.
fn friends_of_the_struck(world: &World, state: &State, t: usize, onlooker: usize) -> f64 {
    let defenders = &world.scenario.theatres[t].sides[1];
    defenders
        .iter()
        .map(|&d| state.relations.trust[onlooker * world.n + d])
        .fold(0.0, f64::max)
}

/// Support seen to go to someone's enemy beyond what it is used to.
fn push_by_support(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    let relations = &mut state.relations;
    for giver in 0..n {
        for receiver in 0..n {
            let directed = giver * n + receiver;
            let news = relations.known_support[directed] - relations.accustomed_support[directed];
            if news <= 0.1 || giver == receiver {
                continue;
            }
            let push = p.hostility_support * news / (news + p.support_scale);
            for a in 0..n {
                let hostility = relations.hostility[a * n + receiver];
                if hostility > HOSTILE && a != giver {
                    relations.impulse[a * n + giver] += push * hostility;
                }
            }
        }
    }
}

/// The target of new sanctions resents their sender, and forgives with relief.
fn push_by_sanctions(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    for sender in 0..n {
        for target in 0..n {
            let place = sender * n + target;
            let now = state.sanctions.sanctioning[place];
            // The first month only takes the level: what is in force at the start is in X0.
            let change = if state.month == 0 {
                0.0
            } else {
                now - relations.sanctioning_before[place]
            };
            relations.impulse[target * n + sender] += world.parameters.hostility_sanctions * change;
            relations.sanctioning_before[place] = now;
        }
    }
}

fn push_by_tests(world: &World, state: &mut State) {
    let n = world.n;
    for tester in 0..n {
        if state.alignment.tested_now[tester] {
            for a in 0..n {
                let hostility = state.relations.hostility[a * n + tester];
                state.relations.impulse[a * n + tester] += world.parameters.hostility_test * hostility;
            }
        }
    }
}

/// E8.6: a third state keeps a larger share of the target's trade than senders are used to, while it does not
/// observe their regime.
fn push_by_endorsement(world: &World, state: &mut State) {
    let is_on = world.on(Mechanism::Endorsement);
    let (n, p) = (world.n, &world.parameters);
    let habit = 1.0 / p.news_habit.max(1.0);
    let is_first = state.month == 0;
    for_each_lifeline(world, state, |relations, place, share, regime, third| {
        let accustomed = relations.accustomed_endorsement[place];
        if is_on && !is_first && share > accustomed + 1e-6 {
            for &sender in &world.scenario.regimes[regime].senders {
                if sender != third {
                    relations.impulse[sender * n + third] += p.hostility_endorsement * (share - accustomed);
                }
            }
        }
        relations.accustomed_endorsement[place] = if is_first {
            share
        } else {
            accustomed + habit * (share - accustomed)
        };
    });
}

/// Calls with (relations, regime x n + third, lifeline share, regime, third) for every regime in force.
fn for_each_lifeline(
    world: &World,
    state: &mut State,
    mut act: impl FnMut(&mut super::state::Relations, usize, f64, usize, usize),
) {
    let n = world.n;
    for (r, regime) in world.scenario.regimes.iter().enumerate() {
        if !state.sanctions.in_force[r] || state.sanctions.is_relieved[r] {
            continue;
        }
        let target = regime.target;
        let economy = &state.economy;
        let trade = |k: usize| {
            economy.background[k * n + target]
                + economy.background[target * n + k]
                + (economy.trade_year[k * n + target] + economy.trade_year[target * n + k]) / 12.0
        };
        let total: f64 = (0..n).filter(|&k| k != target).map(trade).sum();
        if total <= 0.0 {
            continue;
        }
        let stringency = state.sanctions.stringency[r];
        for k in 0..n {
            if k == target {
                continue;
            }
            let kept = trade(k) / total * (1.0 - state.sanctions.compliance[r * n + k]) * stringency;
            act(&mut state.relations, r * n + k, kept, r, k);
        }
    }
}

/// E8.7: (becomes enemies at or above, stops being below). The general thresholds are moved for a pair
/// whose start they would contradict, so that the world's rivalries are reproduced exactly.
pub fn enemy_thresholds(world: &World, pair: usize, start: f64) -> (f64, f64) {
    let p = &world.parameters;
    if world.are_rivals[pair] {
        (p.enemy_on, p.enemy_off.min(start - p.enemy_margin))
    } else {
        (p.enemy_on.max(start + p.enemy_margin), p.enemy_off)
    }
}

fn mark_enemies(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    let mut pair = 0;
    for a in 0..n {
        for b in a + 1..n {
            let start = world.hostility[a * n + b].max(world.hostility[b * n + a]);
            let now = relations.hostility[a * n + b].max(relations.hostility[b * n + a]);
            let (on, off) = enemy_thresholds(world, pair, start);
            let were = relations.are_enemies[pair];
            relations.are_enemies[pair] = if were { now >= off } else { now >= on };
            pair += 1;
        }
    }
}
