//! The baseline of a run: what treaties would be worth with no war, no sanctions, ordinary hostility and
//! ordinary doctrine (E9.6). Fixed in the first month, from the state then.

use super::strategy::{Common, Facts, ORDINARY_DOCTRINE, facts};
use super::value::{Offer, Side, sums, terms_at};
use crate::model::State;
use crate::model::relations::ORDINARY_HOSTILITY;
use crate::model::world::World;

/// Fixes the baseline.
// E9.6
pub fn open(world: &World, state: &mut State) {
    let n = world.n;
    for actor in 0..n {
        let threat = (0..n)
            .filter(|other| *other != actor)
            .map(|other| ordinary_threat(world, state, actor, other))
            .sum();
        let now = state.alignment.hidden.sides[actor];
        // A war has emptied the stores; without it they would be full.
        let is_at_war = state.war.is_belligerent[actor];
        let power = if is_at_war {
            state.relations.power[actor]
        } else {
            now.power
        };
        state.alignment.hidden.sides_at_base[actor] = Side {
            threat,
            aimed: 0.0,
            protection: now.protection + power - now.power,
            power,
            lasting: if is_at_war { power } else { now.lasting },
            company: 0.0,
            doctrine: ORDINARY_DOCTRINE,
            war_threat: 0.0,
            ..now
        };
    }
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        open_pair(world, state, pair, dyad.first, dyad.second);
    }
    state.alignment.hidden.is_open = true;
}

fn open_pair(world: &World, state: &mut State, pair: usize, a: usize, b: usize) {
    let n = world.n;
    // Nobody shares a foe where there is none, and (E9.15) nobody vouches, else a common ally would cancel
    // out of dV - dV0.
    let facts = Facts {
        broker: 0.0,
        ..facts(world, state, pair, a, b, 0.0)
    };
    let current = usize::from(state.alignment.rung[pair]);
    for (side, (actor, partner)) in [(a, b), (b, a)].into_iter().enumerate() {
        let offer = offer(world, state, actor, partner, &facts);
        let me = &state.alignment.hidden.sides_at_base[actor];
        let values = terms_at(&world.commitment.scales, me, &offer, current, [0, 1, 2, 3, 4]);
        let hidden = &mut state.alignment.hidden;
        hidden.base_values[pair * 2 + side] = sums(&values);
        hidden.base_terms[pair * 2 + side] = values.map(|term| term[3] - term[0]);
        hidden.offers_at_base[actor * n + partner] = offer;
    }
}

fn offer(world: &World, state: &State, actor: usize, partner: usize, facts: &Facts) -> Offer {
    let (scales, hidden) = (&world.commitment.scales, &state.alignment.hidden);
    let other = &hidden.sides_at_base[partner];
    let common = Common {
        other,
        facts,
        suspicion: ORDINARY_HOSTILITY,
    };
    // Without foes there is no quarrel to be drawn into.
    common.offer(scales, world.projection[partner * world.n + actor])
}

/// Threat of `other` to `actor` at the hostility of ordinary states (E8.2).
fn ordinary_threat(world: &World, state: &State, actor: usize, other: usize) -> f64 {
    ORDINARY_HOSTILITY * state.relations.power[other] * world.projection[other * world.n + actor]
}
