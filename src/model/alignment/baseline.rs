//! The baseline of a run: what treaties would be worth with no war, no sanctions, ordinary hostility and
//! ordinary doctrine (E9.6). Fixed in the first month, from the state then.

use super::strategy::{Common, Facts, ORDINARY_DOCTRINE, ORDINARY_HOSTILITY, facts};
use super::value::{Offer, Side, sums, terms_at};
use crate::model::State;
use crate::model::world::World;

/// Share of the hostility of foes at war, and of senders and target, that the war or the sanctions
/// brought (assumed).
const WAR_PART: f64 = 0.6;
const SANCTION_PART: f64 = 0.45;

/// Fixes the baseline.
// E9.6
pub fn open(world: &World, state: &mut State) {
    let n = world.n;
    for actor in 0..n {
        let mut threat = 0.0;
        for other in (0..n).filter(|other| *other != actor) {
            let at_base = threat_at_base(world, state, actor, other);
            state.alignment.hidden.threat_at_base[actor * n + other] = at_base;
            threat += at_base;
        }
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
            protection: now.protection + power - now.power,
            power,
            exposure: 0.0,
            company: 0.0,
            doctrine: ORDINARY_DOCTRINE,
            war_threat: 0.0,
            ..now
        };
    }
    share_at_base(world, state);
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        open_pair(world, state, pair, dyad.first, dyad.second);
    }
    state.alignment.hidden.is_open = true;
}

fn open_pair(world: &World, state: &mut State, pair: usize, a: usize, b: usize) {
    let n = world.n;
    // E9.15: nobody vouches in the baseline, else a common ally would cancel out of dV - dV0.
    let facts = Facts {
        broker: 0.0,
        ..facts(world, state, pair, a, b, shared_at_base(world, state, a, b))
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
    let (n, scales, hidden) = (world.n, &world.commitment.scales, &state.alignment.hidden);
    let (out, back) = (actor * n + partner, partner * n + actor);
    let suspicion = state.relations.hostility[out].max(state.relations.hostility[back]);
    let other = &hidden.sides_at_base[partner];
    let common = Common {
        other,
        facts,
        suspicion: suspicion.min(ORDINARY_HOSTILITY),
    };
    Offer {
        entrapment: scales.entrapment
            * facts.honour
            * (1.0 - facts.shared)
            * (other.threat - hidden.threat_at_base[back]).max(0.0)
            * world.projection[out],
        ..common.offer(scales, world.projection[back])
    }
}

/// Threat of `other` to `actor` without the hostility that wars and sanctions brought.
fn threat_at_base(world: &World, state: &State, actor: usize, other: usize) -> f64 {
    let n = world.n;
    // T is linear in hostility (E8.2).
    let mut part = 1.0;
    if are_at_war(world, state, actor, other) {
        part *= 1.0 - WAR_PART;
    }
    let sanctioning = &state.sanctions.sanctioning;
    let punished = sanctioning[other * n + actor].max(sanctioning[actor * n + other]);
    part *= 1.0 - SANCTION_PART * punished.clamp(0.0, 1.0);
    state.relations.threat[actor * n + other] * part
}

pub fn are_at_war(world: &World, state: &State, a: usize, b: usize) -> bool {
    (0..world.scenario.theatres.len()).any(|theatre| {
        let side = |actor: usize| state.war.side[theatre * world.n + actor];
        side(a) != 0 && side(b) != 0 && side(a) != side(b)
    })
}

/// Threats of the baseline as shares, as E8.2 has them.
fn share_at_base(world: &World, state: &mut State) {
    let (n, hidden) = (world.n, &mut state.alignment.hidden);
    for actor in 0..n {
        let side = &hidden.sides_at_base[actor];
        let scale = 1.0 / (side.threat + side.protection + world.parameters.threat_floor);
        let row = actor * n..(actor + 1) * n;
        let threats = &hidden.threat_at_base[row.clone()];
        for (share, threat) in hidden.share_at_base[row].iter_mut().zip(threats) {
            *share = threat * scale;
        }
        hidden.share_at_base[actor * n + actor] = 0.0;
    }
}

/// E8.3 in the baseline; nobody threatens itself, so the pair's own terms vanish.
fn shared_at_base(world: &World, state: &State, a: usize, b: usize) -> f64 {
    let (n, shares) = (world.n, &state.alignment.hidden.share_at_base);
    if !world.on(crate::scenario::mechanisms::Mechanism::SharedThreat) {
        return 0.0;
    }
    let (first, second) = (&shares[a * n..(a + 1) * n], &shares[b * n..(b + 1) * n]);
    let mut shared = 0.0;
    for (first, second) in first.iter().zip(second) {
        shared += if first < second { *first } else { *second };
    }
    shared
}
