//! Hidden logistics: evasion networks learn by doing, are shared among partners, decay under enforcement.

use super::state::Sanctions;
use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;

/// Most that hidden logistics can be.
pub const LOGISTICS_MAX: f64 = 3.0;

/// One month of one pair. `traded`: sanctioned trade, million USD; `taught`: how much more a partner knows, as far as it
/// teaches.
#[inline]
pub fn step(world: &World, logistics: f64, traded: f64, taught: f64, enforcement: f64) -> f64 {
    let p = &world.parameters;
    let lost = p.logistics_decay * 0.5 * (1.0 + enforcement) * logistics;
    if traded <= 0.0 {
        return (logistics - lost).clamp(0.0, LOGISTICS_MAX);
    }
    let activity = traded / (traded + p.logistics_scale);
    // E5.4
    let learnt = p.logistics_learning * activity * (1.0 - logistics / LOGISTICS_MAX);
    // E5.5
    let shared = p.logistics_sharing * activity * taught;
    (logistics + learnt + shared - lost).clamp(0.0, LOGISTICS_MAX)
}

/// Hidden logistics below which a pair without trade under sanctions has forgotten them (assumed).
const FORGOTTEN: f64 = 1e-3;

/// Months between two looks at what partners could teach (assumed): it grows by percents a month.
const ROUND: usize = 3;

/// Pairs that know how to evade at the start.
pub(super) fn open(s: &mut Sanctions, world: &World) {
    let n = world.n;
    s.scratch.evading.clear();
    for first in 0..n {
        for second in first + 1..n {
            if s.logistics[first * n + second] > 0.0 {
                s.scratch.evading.push(first * n + second);
            }
        }
    }
}

pub(super) fn learn(world: &World, state: &mut State) {
    if !world.on(Mechanism::HiddenLogistics) {
        return;
    }
    if (state.month).is_multiple_of(ROUND) {
        find_teachers(world, state);
    }
    let n = world.n;
    let s = &mut state.sanctions;
    for place in 0..s.scratch.traffic.len() {
        let directed = s.scratch.traffic[place];
        let (first, second) = (directed / n, directed % n);
        let cell = first.min(second) * n + first.max(second);
        // The first trade under sanctions of a pair; the smallest number marks it as listed.
        if s.logistics[cell] == 0.0 && s.scratch.watched[directed] > 0.0 {
            s.logistics[cell] = f64::MIN_POSITIVE;
            s.scratch.evading.push(cell);
        }
    }
    let mut kept = 0;
    for place in 0..s.scratch.evading.len() {
        let out = s.scratch.evading[place];
        let (first, second) = (out / n, out % n);
        let back = second * n + first;
        let traded = s.scratch.watched[out] + s.scratch.watched[back];
        let known = s.logistics[out];
        let taught =
            lesson(&s.scratch.teaching[first], known).max(lesson(&s.scratch.teaching[second], known));
        let enforcement = s.scratch.enforced[first].max(s.scratch.enforced[second]);
        let mut logistics = step(world, known, traded, taught, enforcement);
        if traded <= 0.0 && logistics < FORGOTTEN {
            logistics = 0.0;
        } else {
            s.scratch.evading[kept] = out;
            kept += 1;
            // Never 0 while listed, so that no pair is listed twice.
            logistics = logistics.max(f64::MIN_POSITIVE);
        }
        s.logistics[out] = logistics;
        s.logistics[back] = logistics;
    }
    s.scratch.evading.truncate(kept);
}

/// A partner that knows how, and how closely it works together with who would learn (behaviour x mean trust), 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Teacher {
    pub closeness: f64,
    pub skill: f64,
}

/// E5.5: what is taught of what one knows more than the other.
#[inline]
fn lesson(teacher: &Teacher, known: f64) -> f64 {
    teacher.closeness * (teacher.skill - known).max(0.0)
}

/// E5.5: the teacher of an actor is the partner with the largest closeness x best logistics.
fn find_teachers(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    s.scratch.teaching.fill(Teacher::default());
    if !world.on(Mechanism::SharedLogistics) || s.scratch.traffic.is_empty() {
        return;
    }
    s.scratch.skill.fill(0.0);
    for &out in &s.scratch.evading {
        for actor in [out / n, out % n] {
            s.scratch.skill[actor] = s.scratch.skill[actor].max(s.logistics[out]);
        }
    }
    for actor in 0..n {
        let skill = s.scratch.skill[actor];
        if skill < FORGOTTEN {
            continue;
        }
        for partner in (0..n).filter(|&partner| partner != actor) {
            let best = &mut s.scratch.teaching[partner];
            // Trust is at most 1: most partners teach less than the best whatever it is.
            let behaviour = state.alignment.behaviour[world.pair(actor, partner)];
            if behaviour * skill <= best.closeness * best.skill {
                continue;
            }
            let trust = 0.5
                * (state.relations.trust[actor * n + partner] + state.relations.trust[partner * n + actor]);
            if trust * behaviour * skill > best.closeness * best.skill {
                *best = Teacher {
                    closeness: trust * behaviour,
                    skill,
                };
            }
        }
    }
}
