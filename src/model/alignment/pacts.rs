//! Channels J and F: a state joins a coalition, or three or more found one (E9.2, E9.3).

use super::channels::is_its_turn;
use super::company::places_in_use;
use super::state::PACTS;
use super::strategy::{NEW_HONOUR, gain_of_joining};
use super::treaties::change;
use super::value::{LIMIT, reluctance, soft_minimum};
use crate::alignment::Channel;
use crate::alignment::hazard::{monthly_probability, yearly_hazard};
use crate::model::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::{actor_slot, pair_slot};
use crate::random::maths::ln;
use crate::scenario::mechanisms::Mechanism;

/// A fourth or later founder is at least this likely a partner as the first two (assumed).
const FOUNDER_RATIO: f64 = 0.5;

/// Those of a set that come after a member: with it they are its pairs, each once.
fn beyond(set: u64, member: usize) -> u64 {
    set & (u64::MAX << member << 1)
}

/// Bits of a set, lowest first.
pub fn members(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        next
    })
}

/// Hazards of joining, for the actors whose turn it is.
// E9.2
pub fn refresh(world: &World, state: &mut State) {
    follow_members(world, state);
    for actor in 0..world.n {
        if world.is_bloc[actor] || !is_its_turn(state, actor, 1 << actor) {
            continue;
        }
        for place in 0..places_in_use(&state.alignment.pacts) {
            state.alignment.hidden.join_hazard[actor * PACTS + place] =
                join_hazard(world, state, actor, place);
        }
    }
}

/// Yearly hazard that `actor` joins: the panel's predictor is linear, so the mean of features gives the
/// mean of the pairs' predictors; all members and the candidate must consent.
fn join_hazard(world: &World, state: &State, actor: usize, place: usize) -> f64 {
    let alignment = &state.alignment;
    let hidden = &alignment.hidden;
    let bits = alignment.pacts[place] & world.commitment.states;
    let is_open = alignment.pacts[place] >> actor & 1 == 0
        && alignment.pact_rung[place] >= 3
        && bits & !hidden.allies[actor] != 0
        && world.on(Mechanism::Joining);
    if !is_open {
        return 0.0;
    }
    let (mut predictor, mut refusal) = (0.0, reluctance(gain_of_joining(world, state, actor, bits)));
    for member in members(bits) {
        let pair = world.pair(actor, member);
        predictor += hidden.hazards[pair][Channel::Joining as usize];
        let its_side = usize::from(member > actor);
        refusal += hidden.refusal[pair][its_side];
    }
    let count = f64::from(bits.count_ones());
    let shift = hidden.join_shift[actor * PACTS + place];
    yearly_hazard(predictor / count + shift + soft_minimum(refusal / (count + 1.0)))
}

/// Keeps, for every candidate, what makes the mean over draws of its hazard the fitted one; new where a
/// pact's members are new.
fn follow_members(world: &World, state: &mut State) {
    let alignment = &mut state.alignment;
    for place in 0..places_in_use(&alignment.pacts) {
        let bits = alignment.pacts[place] & world.commitment.states;
        if alignment.hidden.join_shift_of[place] == bits {
            continue;
        }
        alignment.hidden.join_shift_of[place] = bits;
        for actor in members(world.commitment.states & !bits) {
            alignment.hidden.join_shift[actor * PACTS + place] = within_reach(world, bits, actor)
                + world
                    .commitment
                    .shift_of_joining(members(bits).map(|member| world.pair(actor, member)));
        }
    }
}

/// ln of the largest share of a member's power that reaches the candidate: a promise of defence that nobody in the pact
/// could keep is not asked for. The panel's joinings are of neighbours, and its slope of distance is too weak to tell.
// E9.2
fn within_reach(world: &World, bits: u64, actor: usize) -> f64 {
    if world.commitment.scales.kappa == 0.0 {
        return 0.0;
    }
    let reach = members(bits).map(|member| world.projection[member * world.n + actor]);
    ln(reach.fold(0.0, f64::max).max(1e-9)).clamp(-LIMIT, 0.0)
}

/// One uniform per actor over all pacts.
pub fn join(world: &World, state: &mut State, luck: &Luck) {
    for actor in (0..world.n).filter(|actor| !world.is_bloc[*actor]) {
        let u = luck.actor(actor, state.month, actor_slot::JOIN_PACT);
        let hazards = &state.alignment.hidden.join_hazard[actor * PACTS..(actor + 1) * PACTS];
        if u * YEAR >= hazards.iter().sum() {
            continue;
        }
        let mut edge = 0.0;
        for place in 0..places_in_use(&state.alignment.pacts) {
            edge += monthly_probability(state.alignment.hidden.join_hazard[actor * PACTS + place]);
            if u < edge {
                state.alignment.pacts[place] |= 1 << actor;
                state.alignment.hidden.join_hazard[actor * PACTS + place] = 0.0;
                state.alignment.settle_actor(world, actor, change::JOINED);
                break;
            }
        }
    }
}

/// Foundings: each pair draws its share of the event, and the event takes all for whom it pays.
// E9.3
pub fn found(world: &World, state: &mut State, luck: &Luck) {
    for pair in 0..world.pairs {
        let yearly = state.alignment.hidden.hazards[pair][Channel::Founding as usize];
        let u = luck.pair(pair, state.month, pair_slot::FOUNDING);
        // A probability is below its hazard, so most months need no exponential.
        if u * YEAR >= yearly {
            continue;
        }
        let is_open = may_found(world, state, pair) && u < monthly_probability(yearly);
        if !is_open {
            continue;
        }
        let (set, share) = founders(world, state, pair, yearly);
        if u < share {
            establish(world, state, set);
        }
    }
}

/// Two states without a pact between them.
pub fn may_found(world: &World, state: &State, pair: usize) -> bool {
    let dyad = &world.scenario.dyads[pair];
    !world.is_bloc[dyad.first] && !world.is_bloc[dyad.second] && state.alignment.rung[pair] < 3
}

/// Whom a founding that this pair draws would bind, and the chance a month that it draws it: its share among the
/// pairs newly bound, for only those draw it. None where no third state comes along.
pub fn founders(world: &World, state: &State, pair: usize, yearly: f64) -> (u64, f64) {
    let dyad = &world.scenario.dyads[pair];
    let set = grow(world, state, pair, dyad.first, dyad.second);
    if set.count_ones() < 3 {
        return (set, 0.0);
    }
    let mut open = 0.0;
    for a in members(set) {
        for b in members(beyond(set, a)) {
            open += f64::from(u8::from(state.alignment.rung[world.pair(a, b)] < 3));
        }
    }
    (set, monthly_probability(yearly) / f64::max(open, 1.0))
}

/// The founding pair and, one by one, the state that suits the set best, while it pays for that state.
fn grow(world: &World, state: &State, pair: usize, a: usize, b: usize) -> u64 {
    let hidden = &state.alignment.hidden;
    let hazard = |pair: usize| hidden.hazards[pair][Channel::Founding as usize];
    let mut set = (1u64 << a) | (1u64 << b);
    loop {
        let size = f64::from(set.count_ones());
        let mut best: Option<(f64, f64, usize)> = None;
        for candidate in members(world.commitment.states & !set) {
            if hidden.enemies[candidate] & set != 0 {
                continue;
            }
            let (mut term, mut likely, mut open) = (0.0, 0.0, 0.0);
            for member in members(set) {
                let with = world.pair(candidate, member);
                term += state.alignment.strategy_term[with] / size;
                // Who is an ally of a member already founds nothing with it, and is no less a partner for that.
                if state.alignment.rung[with] < 3 {
                    likely += hazard(with);
                    open += 1.0;
                }
            }
            likely /= f64::max(open, 1.0);
            let is_likely = size < 3.0 || open == 0.0 || likely >= FOUNDER_RATIO * hazard(pair);
            let is_better = best.is_none_or(|(t, l, _)| (term, likely) > (t, l));
            if term >= 0.0 && is_likely && is_better && gain_of_joining(world, state, candidate, set) >= 0.0 {
                best = Some((term, likely, candidate));
            }
        }
        match best {
            Some((_, _, candidate)) => set |= 1 << candidate,
            None => return set,
        }
    }
}

/// A new pact at mutual defence; without a free place its pairs sign one by one.
fn establish(world: &World, state: &mut State, set: u64) {
    let alignment = &mut state.alignment;
    match alignment.pacts.iter().position(|bits| *bits == 0) {
        Some(place) => {
            alignment.pacts[place] = set;
            alignment.pact_rung[place] = 3;
            alignment.pact_honour[place] = NEW_HONOUR;
            for member in members(set) {
                alignment.settle_actor(world, member, change::FOUNDED);
            }
        }
        None => {
            for a in members(set) {
                for b in members(beyond(set, a)) {
                    let pair = world.pair(a, b);
                    if alignment.rung[pair] < 3 {
                        alignment.sign(pair, a, b, 3, change::FOUNDED);
                    }
                }
            }
        }
    }
}

/// Yearly hazard of a new defence tie by any channel.
pub fn total_hazard(world: &World, state: &State, pair: usize) -> f64 {
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let alignment = &state.alignment;
    if alignment.rung[pair] >= 3 || world.is_bloc[a] || world.is_bloc[b] {
        return 0.0;
    }
    let own = alignment.hidden.hazards[pair];
    let mut total = own[Channel::BilateralDefence as usize] + own[Channel::Founding as usize];
    for place in 0..places_in_use(&alignment.pacts) {
        let bits = alignment.pacts[place];
        if bits >> a & 1 != bits >> b & 1 {
            let outsider = if bits >> a & 1 == 1 { b } else { a };
            total += alignment.hidden.join_hazard[outsider * PACTS + place];
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::*;

    #[test]
    fn pairs_of_a_set_come_once_each_up_to_the_last_of_64_actors() {
        let set = 1 | 1 << 5 | 1 << 63;
        let pairs: Vec<(usize, usize)> = members(set)
            .flat_map(|a| members(beyond(set, a)).map(move |b| (a, b)))
            .collect();
        assert_eq!(pairs, [(0, 5), (0, 63), (5, 63)]);
    }

    #[test]
    fn nobody_asks_for_a_promise_that_cannot_reach_it() {
        let s = scenario();
        let mut world = World::central(&s);
        let n = world.n;
        (
            world.projection[EAGLE * n + CRANE],
            world.projection[LION * n + CRANE],
        ) = (0.1, 0.25);
        let bits = (1 << EAGLE) | (1 << LION);
        assert!((within_reach(&world, bits, CRANE) - ln(0.25)).abs() < 1e-12);
        world.projection[LION * n + CRANE] = 1.0;
        assert_eq!(within_reach(&world, bits, CRANE), 0.0);
        // Without strategies the hazard is that of the panel.
        world.projection[LION * n + CRANE] = 0.25;
        world.commitment.scales.kappa = 0.0;
        assert_eq!(within_reach(&world, bits, CRANE), 0.0);
    }
}
