//! Hostility moves with wars, sanctions, support to an enemy, tests and lifelines kept, and decays to
//! where it stood; enemies follow it with hysteresis.

use super::state::Relations;
use crate::model::state::State;
use crate::model::war;
use crate::model::world::{World, YEAR};
use crate::scenario::mechanisms::Mechanism;

/// Hostility to a receiver above which support to it counts as support to an enemy; assumed.
const HOSTILE: f64 = 0.5;

/// Lifelines kept at the start are no news.
pub(super) fn open(world: &World, state: &mut State) {
    take_up_lifelines(world, state, None);
}

/// E8.1: X' = X + (X0 (1 - thaw) - X) / decay + (1 - X) max(0, impulse) + X min(0, impulse).
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
    let ends = world.hostility.iter().zip(&relations.thaw);
    let pushes = relations.impulse.iter().zip(ends);
    for (x, (&impulse, (&start, &thaw))) in relations.hostility.iter_mut().zip(pushes) {
        let room = if impulse > 0.0 { 1.0 - *x } else { *x };
        *x = between(*x + decay * (start * (1.0 - thaw) - *x) + room * impulse);
    }
    mark_enemies(world, state);
}

/// Held in [0, 1]; written so that two at a time need no branch.
#[inline(always)]
pub(super) fn between(x: f64) -> f64 {
    let x = if x > 0.0 { x } else { 0.0 };
    if x < 1.0 { x } else { 1.0 }
}

/// Those who fight each other; the friends of one who is attacked; those whose enemy gets soldiers.
fn push_by_war(world: &World, state: &mut State) {
    let (n, p) = (world.n, &world.parameters);
    for t in 0..world.scenario.theatres.len() {
        if !war::is_fighting(world, state, t) {
            continue;
        }
        let push = p.hostility_war * state.war.intensity[t];
        for a in 0..n {
            let side = war::sides_in_clash(&state.war, t)[a];
            if side == 0 {
                continue;
            }
            let sides = war::sides_in_clash(&state.war, t);
            let against = (t * 2 + (2 - side as usize)) * n;
            let forces = &state.war.forces[against..against + n];
            let pushes = &mut state.relations.impulse[a * n..(a + 1) * n];
            for ((other, forces), impulse) in sides.iter().zip(forces).zip(pushes) {
                if *other != 0 && *other != side {
                    *impulse += push;
                }
                if *forces > 0.0 {
                    *impulse += p.hostility_troops;
                }
            }
            if state.war.starts_now[t] && side == 1 {
                raise_alarm(world, state, t, a);
            }
        }
    }
}

/// Onlookers turn against an aggressor as far as they trust those it attacks.
fn raise_alarm(world: &World, state: &mut State, t: usize, aggressor: usize) {
    let n = world.n;
    for onlooker in 0..n {
        if war::sides_in_clash(&state.war, t)[onlooker] == 0 && onlooker != aggressor {
            let trust = friends_of_the_struck(world, state, t, onlooker);
            state.relations.impulse[onlooker * n + aggressor] += world.parameters.hostility_alarm * trust;
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
    let hostile = gather_hostile(relations, n);
    let givers = relations.known_support.chunks_exact(n);
    for (giver, (known, accustomed)) in givers
        .zip(relations.accustomed_support.chunks_exact(n))
        .enumerate()
    {
        for (receiver, (known, accustomed)) in known.iter().zip(accustomed).enumerate() {
            let news = known - accustomed;
            if news <= 0.1 {
                continue;
            }
            let push = p.hostility_support * news / (news + p.support_scale);
            let mut left = hostile.get(receiver).map_or(0, |bits| bits & !(1 << giver));
            while left != 0 {
                let a = left.trailing_zeros() as usize;
                left &= left - 1;
                relations.impulse[a * n + giver] += push * relations.hostility[a * n + receiver];
            }
        }
    }
}

/// Bits of those hostile to each actor: few are, so whoever supports it looks only at them.
fn gather_hostile(relations: &Relations, n: usize) -> [u64; 64] {
    let mut hostile = [0; 64];
    for (a, row) in relations.hostility.chunks_exact(n).enumerate() {
        for (bits, hostility) in hostile.iter_mut().zip(row) {
            *bits |= u64::from(*hostility > HOSTILE) << a;
        }
    }
    hostile
}

/// The target of new sanctions resents their sender, and forgives with relief.
fn push_by_sanctions(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    let befores = relations.sanctioning_before.chunks_exact_mut(n);
    for (sender, (befores, nows)) in befores
        .zip(state.sanctions.sanctioning.chunks_exact(n))
        .enumerate()
    {
        // Most send what they sent.
        if befores == nows {
            continue;
        }
        for (target, (before, now)) in befores.iter_mut().zip(nows).enumerate() {
            // The first month only takes the level: what is in force at the start is in X0.
            if *now != *before && state.month != 0 {
                let push = world.parameters.hostility_sanctions * (now - *before);
                relations.impulse[target * n + sender] += push;
            }
            *before = *now;
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
    // The first month only takes the level.
    let habit = (state.month != 0).then(|| {
        let kept = 1.0 - 1.0 / world.parameters.news_habit.max(1.0);
        1.0 - kept * kept * kept
    });
    take_up_lifelines(world, state, habit);
}

/// Months between two looks at who keeps a target alive (assumed), and what is felt at once for all of them.
const ROUND: usize = 3;

/// Looks at every regime in force, targets in turns; without a habit, takes the level as it is and minds nothing.
fn take_up_lifelines(world: &World, state: &mut State, habit: Option<f64>) {
    let n = world.n;
    let is_news = world.on(Mechanism::Endorsement) && habit.is_some();
    state.relations.is_lifeline_known.fill(false);
    for (r, regime) in world.scenario.regimes.iter().enumerate() {
        if !state.sanctions.in_force[r] || state.sanctions.is_relieved[r] {
            continue;
        }
        let target = regime.target;
        if habit.is_some() && !(target + state.month).is_multiple_of(ROUND) {
            continue;
        }
        if !state.relations.is_lifeline_known[target] {
            measure_lifeline(world, state, target);
        }
        let (relations, stringency) = (&mut state.relations, state.sanctions.stringency[r]);
        let (row, lifeline) = (r * n..(r + 1) * n, target * n..(target + 1) * n);
        let lifelines = relations.lifeline[lifeline].iter();
        let observed = lifelines.zip(&state.sanctions.compliance[row.clone()]);
        let mut is_pushed = false;
        let (kept, accustomed) = (
            &mut relations.kept[..],
            &relations.accustomed_endorsement[row.clone()],
        );
        for ((kept, accustomed), (share, compliance)) in kept.iter_mut().zip(accustomed).zip(observed) {
            *kept = share * (1.0 - compliance) * stringency;
            is_pushed |= *kept > *accustomed + SMALLEST_NEWS;
        }
        // A target is no third state.
        relations.kept[target] = 0.0;
        if is_pushed && is_news {
            push_by_lifelines(world, relations, row.start, &regime.senders);
        }
        let accustomed = &mut relations.accustomed_endorsement[row];
        match habit {
            Some(habit) => {
                for (accustomed, &kept) in accustomed.iter_mut().zip(&relations.kept) {
                    *accustomed += habit * (kept - *accustomed);
                }
            }
            None => accustomed.copy_from_slice(&relations.kept),
        }
    }
}

/// Lifelines above what senders are used to by less are no news; assumed.
const SMALLEST_NEWS: f64 = 1e-6;

fn push_by_lifelines(world: &World, relations: &mut Relations, row: usize, senders: &[usize]) {
    let n = world.n;
    for third in 0..n {
        let (kept, accustomed) = (
            relations.kept[third],
            relations.accustomed_endorsement[row + third],
        );
        if kept <= accustomed + SMALLEST_NEWS {
            continue;
        }
        for &sender in senders.iter().filter(|&&sender| sender != third) {
            relations.impulse[sender * n + third] +=
                ROUND as f64 * world.parameters.hostility_endorsement * (kept - accustomed);
        }
    }
}

/// Shares of a target's trade by partner: once a month, however many regimes name the target.
fn measure_lifeline(world: &World, state: &mut State, target: usize) {
    let n = world.n;
    let (relations, economy) = (&mut state.relations, &state.economy);
    let shares = &mut relations.lifeline[target * n..(target + 1) * n];
    let sold = &economy.background[target * n..(target + 1) * n];
    let sold_year = &economy.trade_year[target * n..(target + 1) * n];
    let mut total = 0.0;
    for k in 0..n {
        let (bought, bought_year) = (
            economy.background[k * n + target],
            economy.trade_year[k * n + target],
        );
        shares[k] = bought + sold[k] + (bought_year + sold_year[k]) / YEAR;
        if k != target {
            total += shares[k];
        }
    }
    let scale = if total > 0.0 { 1.0 / total } else { 0.0 };
    for share in shares {
        *share *= scale;
    }
    relations.is_lifeline_known[target] = true;
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

pub(super) fn set_thresholds(world: &World, relations: &mut Relations) {
    let n = world.n;
    let mut pair = 0;
    for a in 0..n {
        for b in a + 1..n {
            let start = world.hostility[a * n + b].max(world.hostility[b * n + a]);
            let (on, off) = enemy_thresholds(world, pair, start);
            relations.enemy_on[pair] = on;
            relations.enemy_off[pair] = off;
            pair += 1;
        }
    }
}

fn mark_enemies(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    let thresholds = relations.enemy_on.iter().zip(&relations.enemy_off);
    let mut pairs = relations.are_enemies.iter_mut().zip(thresholds);
    for a in 0..n {
        let feels = &relations.hostility[a * n + a + 1..(a + 1) * n];
        let felt = relations.hostility[a * n + a..].iter().step_by(n).skip(1);
        // The pairs of an actor with those after it lie side by side.
        for ((feels, felt), (are_enemies, (on, off))) in feels.iter().zip(felt).zip(&mut pairs) {
            let now = if feels > felt { feels } else { felt };
            *are_enemies = now >= if *are_enemies { off } else { on };
        }
    }
}
