//! Institutions admit members, states test weapons (E9.13, E9.14).

use super::pacts::members;
use super::state::Alignment;
use crate::model::State;
use crate::model::survival::pressure::security;
use crate::model::war::state::NEVER;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::scenario::mechanisms::Mechanism;

/// Level of a weapon technology below which nothing can be tested (assumed).
const TESTABLE: f64 = 0.25;

impl Alignment {
    pub(super) fn open_clubs(&mut self, world: &World) {
        for (bits, institution) in self.institutions.iter_mut().zip(&world.scenario.institutions) {
            *bits = institution
                .members
                .iter()
                .fold(0, |bits, member| bits | 1 << member);
        }
        self.tested_now.fill(false);
        self.admitted_now.fill(false);
        self.months_since_test.fill(NEVER);
    }
}

/// One uniform per actor over the institutions it is not in.
// E9.13
pub fn admit(world: &World, state: &mut State, luck: &Luck) {
    state.alignment.admitted_now.fill(false);
    if !world.on(Mechanism::Institutions) {
        return;
    }
    for actor in 0..world.n {
        let u = luck.actor(actor, state.month, actor_slot::INSTITUTION);
        let ceiling = world.parameters.club_rate / YEAR * state.alignment.institutions.len() as f64;
        if u >= ceiling {
            continue;
        }
        let mut edge = 0.0;
        for index in 0..state.alignment.institutions.len() {
            edge += world.parameters.club_rate / YEAR
                * appeal(world, state, actor, state.alignment.institutions[index]);
            if u < edge {
                state.alignment.institutions[index] |= 1 << actor;
                state.alignment.admitted_now[actor] = true;
                break;
            }
        }
    }
}

/// Mean closeness of a candidate to the members, 0 to 1; any rival inside has a veto.
fn appeal(world: &World, state: &State, actor: usize, bits: u64) -> f64 {
    if bits == 0 || bits >> actor & 1 == 1 || bits & state.alignment.hidden.enemies[actor] != 0 {
        return 0.0;
    }
    let n = world.n;
    let mut sum = 0.0;
    for member in members(bits) {
        let trust = state.relations.trust[member * n + actor];
        let hostility = state.relations.hostility[member * n + actor];
        sum += (trust + state.alignment.behaviour[world.pair(actor, member)] - hostility).clamp(0.0, 1.0);
    }
    sum / f64::from(bits.count_ones())
}

/// A capable state tests under pressure, unless it has markets or a patron to lose.
// E9.14
pub fn test(world: &World, state: &mut State, luck: &Luck) {
    for actor in 0..world.n {
        let since = &mut state.alignment.months_since_test[actor];
        *since = since.saturating_add(1).min(NEVER);
        state.alignment.tested_now[actor] = false;
        let chance = world.parameters.test_rate / YEAR;
        let u = luck.actor(actor, state.month, actor_slot::TEST);
        if world.on(Mechanism::WeaponTests) && u < chance && u < chance * urge_to_test(world, state, actor) {
            state.alignment.tested_now[actor] = true;
            state.alignment.months_since_test[actor] = 0;
        }
    }
}

/// Technology at hand x insecurity x what deterrence by exposure leaves, 0 to 1.
pub fn urge_to_test(world: &World, state: &State, actor: usize) -> f64 {
    let mut level = 0.0f64;
    for good in 0..world.g {
        if let Some(domain) = world.domain[good].filter(|_| world.class[good].is_lethal()) {
            let held = state.economy.level[actor * world.d + domain];
            let wanted = world.goal[actor * world.d + domain];
            level = level.max(if wanted > held { held } else { 0.5 * held });
        }
    }
    if level < TESTABLE {
        return 0.0;
    }
    let side = &state.alignment.hidden.sides[actor];
    let insecurity = security(side.protection, side.threat, world.commitment.scales.floor);
    let patron = row_maximum(&state.economy.dependence, world.n, actor);
    let exposure = state.sanctions.exposure[actor];
    level * insecurity * (1.0 - exposure) * (1.0 - 0.5 * patron)
}

fn row_maximum(matrix: &[f64], n: usize, actor: usize) -> f64 {
    matrix[actor * n..(actor + 1) * n]
        .iter()
        .fold(0.0, |most, x| x.max(most))
}
