//! Ladders: the hazard of a step up or down, and the closed form of first passage.

use super::state::War;
use super::{is_at_war, rung_of};
use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::theatre_slot;
use crate::random::maths::{exp, ln, probability_of_hazard};
use crate::scenario::mechanisms::Mechanism;

/// Largest move of a log hazard by opportunity, a factor of 4; assumed.
const LARGEST_SHIFT: f64 = 1.386_294_361;
/// Half-life of the calm after a war, months; assumed.
const CALM_HALF_LIFE: f64 = 24.0;

/// Monthly hazard of a yearly chance: -ln(1 - p) / 12.
pub fn monthly_hazard(annual: f64) -> f64 {
    -ln(1.0 - annual.clamp(0.0, 0.999_999)) / YEAR
}

/// Monthly hazards of every rung at the start's opportunity, once a draw.
pub(super) fn set_hazards(world: &World, war: &mut War) {
    for (row, (&annual, &ease)) in world.annual.iter().zip(&world.ease).enumerate() {
        war.step_up[row] = monthly_hazard(annual);
        war.leap[row] = monthly_hazard(world.direct[row]);
        war.step_down[row] = monthly_hazard(ease);
    }
}

/// Rows of the ladders that can be leapt to from a rung: all but the next, and none out of a war.
fn leaps(world: &World, t: usize, rung: usize) -> std::ops::Range<usize> {
    let first = world.ladder_offset[t];
    let end = first + world.scenario.theatres[t].ladder.len();
    if rung_of(world, t, rung).is_some_and(|rung| rung.is_war) {
        return end..end;
    }
    (first + rung + 1).min(end)..end
}

/// Log shift of the hazards of a theatre: gamma (u - u_usual), less the calm after a war.
fn shift(world: &World, state: &State, t: usize) -> f64 {
    let (war, p) = (&state.war, &world.parameters);
    let opened = if world.on(Mechanism::Opportunity) {
        p.opportunity_gamma * (war.opportunity[t] - war.opportunity_usual[t])
    } else {
        0.0
    };
    let calm = if war.months_since_end[t] < super::state::NEVER {
        p.post_war_calm * exp(-std::f64::consts::LN_2 * f64::from(war.months_since_end[t]) / CALM_HALF_LIFE)
    } else {
        0.0
    };
    (opened - calm).clamp(-LARGEST_SHIFT, LARGEST_SHIFT)
}

/// E7.1: monthly hazard of the next rung = -ln(1 - p_year) / 12 x exp(gamma (u - u_usual)), leaps over it included.
pub fn hazard_up(world: &World, state: &State, t: usize) -> f64 {
    let rung = state.war.rung[t];
    if rung_of(world, t, rung + 1).is_none() || state.war.is_truce[t] {
        return 0.0;
    }
    let leaps: f64 = leaps(world, t, rung).map(|row| state.war.leap[row]).sum();
    (state.war.step_up[world.rung_row(t, rung + 1)] + leaps) * exp(shift(world, state, t))
}

/// The rung a climb from `rung` comes to; `place` in [0, 1) of the sum of the hazards, the next rung's first.
fn landing(world: &World, war: &War, t: usize, rung: usize, place: f64) -> usize {
    let step = war.step_up[world.rung_row(t, rung + 1)];
    let rows = leaps(world, t, rung);
    let total: f64 = step + rows.clone().map(|row| war.leap[row]).sum::<f64>();
    let mut passed = step;
    for row in rows {
        if place * total < passed {
            break;
        }
        passed += war.leap[row];
        if war.leap[row] > 0.0 && place * total < passed {
            return row - world.ladder_offset[t] + 1;
        }
    }
    rung + 1
}

/// E7.1: easing falls by half the shift. Out of war it competes with the ends of E6.6 and counts as a settlement.
pub fn hazard_down(world: &World, state: &State, t: usize) -> f64 {
    let rung = state.war.rung[t];
    let is_war = is_at_war(world, state, t);
    if rung == 0 || (is_war && !world.on(Mechanism::WarEnding)) {
        return 0.0;
    }
    state.war.step_down[world.rung_row(t, rung)] * exp(-0.5 * shift(world, state, t))
}

/// One uniform serves the step up (low end) and the step down (high end).
pub(super) fn step(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let (up, down) = (hazard_up(world, state, t), hazard_down(world, state, t));
    let any = probability_of_hazard(up + down);
    let chance = if up + down > 0.0 {
        any * up / (up + down)
    } else {
        0.0
    };
    let uniform = luck.theatre(t, state.month, theatre_slot::ESCALATE);
    if uniform < chance {
        state.war.rung[t] = landing(world, &state.war, t, state.war.rung[t], uniform / chance);
    } else if uniform > 1.0 - (any - chance) {
        state.war.rung[t] -= 1;
    }
}

/// Probability of having reached rung `target` within `months` from rung `from`, all at the start's
/// opportunity and without wars ending: the check that rungs calibrated one by one agree with what is
/// published of the whole climb.
pub fn first_passage(world: &World, t: usize, from: usize, target: usize, months: usize) -> f64 {
    let rungs = world.scenario.theatres[t].ladder.len();
    if target > rungs || from >= target {
        return if from >= target { 1.0 } else { 0.0 };
    }
    let mut at = vec![0.0; target + 1];
    at[from] = 1.0;
    for _ in 0..months {
        let mut next = vec![0.0; target + 1];
        next[target] = at[target];
        for rung in 0..target {
            let (up, down) = rates_at_start(world, t, rung);
            let leaps = leaps(world, t, rung).map(|row| (row, monthly_hazard(world.direct[row])));
            let total = up + down + leaps.clone().map(|(_, hazard)| hazard).sum::<f64>();
            let any = probability_of_hazard(total);
            let moves = if total > 0.0 { at[rung] * any / total } else { 0.0 };
            next[rung + 1] += moves * up;
            for (row, hazard) in leaps {
                next[(row - world.ladder_offset[t] + 1).min(target)] += moves * hazard;
            }
            next[rung.saturating_sub(1)] += moves * down;
            next[rung] += at[rung] * (1.0 - any);
        }
        at = next;
    }
    at[target]
}

fn rates_at_start(world: &World, t: usize, rung: usize) -> (f64, f64) {
    let up = monthly_hazard(world.annual[world.rung_row(t, rung + 1)]);
    let down = if rung > 0 {
        monthly_hazard(world.ease[world.rung_row(t, rung)])
    } else {
        0.0
    };
    (up, down)
}
