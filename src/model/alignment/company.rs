//! Who keeps company with whom, how it looks from outside, and how rivals answer it (E9.9, E9.16).

use super::state::PACTS;
use super::value::Side;
use crate::model::State;
use crate::model::relations::ORDINARY_HOSTILITY;
use crate::model::survival::pressure::{lost_markets, obligation_of_rung};
use crate::model::world::{SECTORS, World};
use crate::scenario::world::{NEED_COUNT, Sector};

/// Dependence from which a partner is a patron (assumed).
const PATRON_FROM: f64 = 0.3;

/// Part of a promise's worth that hangs on the stores a partner has now; stores refill, treaties last (assumed).
const PRESENT: f64 = 0.5;

/// How near two states are seen to stand, as the need of standing counts it: by treaty or by deed.
#[inline(always)]
pub fn closeness(rung: u8, behaviour: f64) -> f64 {
    (f64::from(rung) * 0.25).max(behaviour)
}

/// Notoriety, visible bloc, company and obligations of every actor; once a month.
pub fn gather(world: &World, state: &mut State) {
    let alignment = &mut state.alignment;
    for actor in 0..world.n {
        // The need of standing reads the same sector (E3.6).
        alignment.notoriety[actor] = state.sanctions.suffered[actor * SECTORS + Sector::Arms as usize];
        alignment.company[actor] = 0.0;
        alignment.bloc[actor] = 0.0;
        alignment.hidden.obligations[actor] = 0.0;
    }
    let (power, notoriety) = (&state.relations.power, &alignment.notoriety);
    let mut ties = alignment.rung.iter().zip(&alignment.behaviour);
    for a in 0..world.n {
        // The pairs of an actor with those after it lie side by side.
        let (mut company, mut bloc) = (alignment.company[a], alignment.bloc[a]);
        let mut obligations = alignment.hidden.obligations[a];
        for b in a + 1..world.n {
            let Some((&rung, &behaviour)) = ties.next() else {
                break;
            };
            let near = closeness(rung, behaviour);
            company += near * power[b];
            bloc += near * notoriety[b];
            alignment.company[b] += near * power[a];
            alignment.bloc[b] += near * notoriety[a];
            if rung > 0 {
                obligations += obligation_of_rung(rung);
                alignment.hidden.obligations[b] += obligation_of_rung(rung);
            }
        }
        alignment.company[a] = company;
        alignment.bloc[a] = bloc;
        alignment.hidden.obligations[a] = obligations;
    }
}

/// Rise of felt threat as rivals gather company, in units of own power and company.
// E9.16
pub fn balance(world: &World, state: &mut State) {
    let strength = world.commitment.scales.balancing;
    for actor in 0..world.n {
        let alignment = &state.alignment;
        let growth: f64 = super::pacts::members(alignment.hidden.enemies[actor])
            .map(|enemy| (alignment.company[enemy] - alignment.company_at_start[enemy]).max(0.0))
            .sum();
        let own = state.relations.power[actor] + alignment.company[actor] + world.commitment.scales.floor;
        state.alignment.balancing[actor] = (strength * growth / own).min(1.0);
    }
}

/// Each actor as it weighs treaties this month.
pub fn sides(world: &World, state: &mut State) {
    let n = world.n;
    for actor in 0..n {
        let row = actor * n..(actor + 1) * n;
        let threat: f64 = state.relations.threat[row.clone()].iter().sum();
        let weights = &state.survival.weights[actor * NEED_COUNT..(actor + 1) * NEED_COUNT];
        let (mut patron, mut dependence) = (n, 0.0);
        for (other, &share) in state.economy.dependence[row].iter().enumerate() {
            if share > dependence {
                (patron, dependence) = (other, share);
            }
        }
        if dependence <= PATRON_FROM {
            patron = n;
        }
        // What is already lost cannot be lost again (model, section 5).
        let left = 1.0 - state.alignment.notoriety[actor];
        let lost = world.parameters.market_loss_weight * lost_markets(state, actor);
        let war_threat = war_threat(world, state, actor);
        let aimed = aimed(world, state, actor, threat);
        let hidden = &mut state.alignment.hidden;
        hidden.patron[actor] = patron;
        hidden.dependence[actor] = (dependence - PATRON_FROM).max(0.0);
        hidden.sides[actor] = Side {
            threat: threat * (1.0 + state.alignment.balancing[actor]),
            aimed,
            protection: state.relations.protection[actor],
            power: state.relations.power[actor] * state.war.readiness[actor],
            lasting: state.relations.power[actor] * (PRESENT * state.war.readiness[actor] + 1.0 - PRESENT),
            security: weights[0],
            solvency: weights[1],
            stability: weights[2],
            autonomy: weights[4] * (1.0 - dependence.min(1.0)),
            standing: weights[5] * (1.0 - lost) * left,
            obligations: hidden.obligations[actor],
            company: state.alignment.bloc[actor],
            left,
            doctrine: world.autonomy_doctrine[actor],
            war_threat,
        };
    }
}

/// Threat to an actor from those it is at war with.
fn war_threat(world: &World, state: &State, actor: usize) -> f64 {
    if !state.war.is_belligerent[actor] {
        return 0.0;
    }
    let n = world.n;
    (0..n)
        .filter(|other| *other != actor && are_at_war(world, state, actor, *other))
        .map(|other| state.relations.threat[actor * n + other])
        .sum()
}

fn are_at_war(world: &World, state: &State, a: usize, b: usize) -> bool {
    (0..world.scenario.theatres.len()).any(|theatre| {
        let side = |actor: usize| state.war.side[theatre * world.n + actor];
        side(a) != 0 && side(b) != 0 && side(a) != side(b)
    })
}

/// Share of an actor's threats that comes of more than ordinary hostility: of foes, against whom allies are sought.
// E9.7
fn aimed(world: &World, state: &State, actor: usize, threat: f64) -> f64 {
    let n = world.n;
    let threats = &state.relations.threat[actor * n..(actor + 1) * n];
    let sources = state
        .relations
        .power
        .iter()
        .zip(world.projection[actor..].iter().step_by(n));
    let mut of_foes = 0.0;
    for (threat, (power, reach)) in threats.iter().zip(sources) {
        let beyond = threat - ORDINARY_HOSTILITY * power * reach;
        of_foes += if beyond > 0.0 { beyond } else { 0.0 };
    }
    if threat > 0.0 {
        (of_foes / ((1.0 - ORDINARY_HOSTILITY) * threat)).min(1.0)
    } else {
        0.0
    }
}

/// Places of pacts that are taken: beyond the last there is nothing.
pub fn places_in_use(pacts: &[u64]) -> usize {
    pacts
        .iter()
        .rposition(|bits| *bits != 0)
        .map_or(0, |last| last + 1)
        .min(PACTS)
}
