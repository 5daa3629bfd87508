//! Technology (E4.8): steps are sold once a pair and absorbed over months; the donor fears for its lead.

use super::scratch::Scratch;
use super::state::Delivery;
use super::terms;
use crate::model::state::State;
use crate::model::survival::value::STEP;
use crate::model::world::{SECTORS, World};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Cargo;

/// Steps of a domain are negotiated once a quarter, a third of the domains each month.
const MONTHS_BETWEEN: usize = 3;
/// A donor leads by at least this much, in levels.
const LEAST_LEAD: f64 = 0.05;
/// Most steps one state sells another in a domain.
const MOST_STEPS: u8 = 10;

/// E4.8: what a step costs its donor, million USD.
///
/// price x fear x steps of lead x `guarded` x (1 - desperation).
#[inline]
pub fn donor_cost(price: f64, fear: f64, lead: f64, guarded: f64, desperation: f64) -> f64 {
    price * fear * (lead / STEP) * guarded * (1.0 - desperation.clamp(0.0, 1.0))
}

/// How a donor guards its lead (E4.8): 1 - trust + leverage lost, less a sixth for each rung of treaty.
#[inline]
pub fn guarded(trust: f64, leverage: f64, rung: u8) -> f64 {
    (1.0 - trust + leverage).max(0.0) * (1.0 - f64::from(rung) / 6.0)
}

/// Each receiver buys at most one step a domain and quarter, from whoever leaves it the most surplus.
pub fn trade(world: &World, state: &mut State, scratch: &mut Scratch) {
    despair(world, state, scratch);
    for domain in domains(world, state) {
        dread(world, state, scratch, domain);
        for receiver in 0..world.n {
            let cell = receiver * world.d + domain;
            let value = state.survival.technology_value[cell];
            let price = world.domain_price[domain];
            if value < 0.05 * price || state.economy.absorbing[cell] > 0.5 * STEP {
                continue;
            }
            let most = value.min(price * world.parameters.price_cap);
            if let Some((donor, cost)) = best_donor(world, state, scratch, domain, receiver, most) {
                let value = 0.5 * (most + cost);
                state.economy.deliveries.push(Delivery {
                    from: donor,
                    to: receiver,
                    cargo: Cargo::Technology(domain),
                    quantity: STEP,
                    value,
                    is_leak: false,
                    is_aid: false,
                });
                scratch.sent[donor * world.n + receiver] += value;
            }
        }
    }
}

/// Domains whose turn it is: with one month for all, nothing could come in the months between, and arms would be
/// first by the calendar.
fn domains(world: &World, state: &State) -> impl Iterator<Item = usize> + use<> {
    ((state.month % MONTHS_BETWEEN)..world.d).step_by(MONTHS_BETWEEN)
}

/// What each donor, and each receiver, fears to lose when a step in the domain is seen, million USD.
fn dread(world: &World, state: &State, scratch: &mut Scratch, domain: usize) {
    let fear = if world.on(Mechanism::SanctionRisk) {
        world.parameters.punishment_technology
    } else {
        0.0
    };
    for donor in 0..world.n {
        scratch.dread[donor] = terms::stake(world, state, donor, world.domain_sector[domain], fear);
    }
}

fn best_donor(
    world: &World,
    state: &State,
    scratch: &Scratch,
    domain: usize,
    receiver: usize,
    most: f64,
) -> Option<(usize, f64)> {
    let (n, d) = (world.n, world.d);
    let known = state.economy.level[receiver * d + domain] + state.economy.absorbing[receiver * d + domain];
    let mut best: Option<(usize, f64)> = None;
    for donor in 0..n {
        let lead = state.economy.level[donor * d + domain] - known;
        if donor == receiver
            || lead < LEAST_LEAD
            || state.economy.steps_sold[(donor * n + receiver) * d + domain] >= MOST_STEPS
        {
            continue;
        }
        let cost = cost_of_step(world, state, scratch, domain, (donor, receiver), lead);
        if cost < most && best.is_none_or(|(_, lowest)| cost < lowest) {
            best = Some((donor, cost));
        }
    }
    best
}

#[inline]
fn cost_of_step(
    world: &World,
    state: &State,
    scratch: &Scratch,
    domain: usize,
    (donor, receiver): (usize, usize),
    lead: f64,
) -> f64 {
    let price = world.domain_price[domain];
    let directed = donor * world.n + receiver;
    let mut cost = donor_cost(
        price,
        world.parameters.donor_fear,
        lead,
        guarded(
            state.relations.trust[directed],
            state.economy.dependence[receiver * world.n + donor],
            state.alignment.rung[world.pair(donor, receiver)],
        ),
        scratch.desperation[directed],
    );
    // Enmities cost this part of the price as they do with arms (E4.1): ordinary hostility costs nothing.
    let p = &world.parameters;
    let hatred = p.arms_hostility * scratch.enmity[directed] + p.foe_trust * scratch.foe_trust[directed];
    cost += price * hatred;
    let stake = dread_of_both(world, scratch, domain, donor, receiver);
    if stake > 0.0 {
        let (sector, conspicuous) = (world.domain_sector[domain], world.domain_conspicuous[domain]);
        let rate = terms::detection_rate(world, state, (donor, receiver), sector, conspicuous);
        if rate > 0.0 {
            cost += STEP * terms::expected_punishment(stake, rate, STEP);
        }
    }
    cost
}

/// What the two fear to lose by the deal. As with goods, a receiver under watch is judged already; a third state that
/// buys from one is not.
// E5.2
#[inline]
fn dread_of_both(world: &World, scratch: &Scratch, domain: usize, donor: usize, receiver: usize) -> f64 {
    let known = scratch.watch[receiver * SECTORS + world.domain_sector[domain]];
    scratch.dread[donor] + if known > 0.0 { 0.0 } else { scratch.dread[receiver] }
}

/// E4.8: how desperate each donor is for what each receiver sells it, in [0, 1]: the largest, over kinds of
/// arms under contract, of the donor's shortage if no more came x the receiver's part of what comes. What
/// deliveries have filled already is counted: without the receiver it would be open again.
fn despair(world: &World, state: &State, scratch: &mut Scratch) {
    let n = world.n;
    scratch.desperation.fill(0.0);
    for good in 0..world.g {
        if !world.class[good].is_lethal() {
            continue;
        }
        let (routes, habits) = (
            &state.economy.routes[good],
            &state.economy.habit[good * n * n..][..n * n],
        );
        scratch.weight.fill(0.0);
        for &route in routes {
            scratch.weight[route as usize % n] += habits[route as usize];
        }
        for &route in routes {
            let (receiver, donor) = (route as usize / n, route as usize % n);
            let all = scratch.weight[donor];
            if all > 0.0 {
                let shortage = state.survival.dry_shortage[donor * world.g + good];
                let desperation = &mut scratch.desperation[donor * n + receiver];
                *desperation = desperation.max(shortage * habits[route as usize] / all);
            }
        }
    }
}

/// What was bought is absorbed over months; goods that need the domain are then made under licence.
pub fn absorb(world: &World, state: &mut State) {
    let rate = 1.0 / world.parameters.absorption_months;
    for actor in 0..world.n {
        for domain in 0..world.d {
            let cell = actor * world.d + domain;
            let waiting = state.economy.absorbing[cell];
            if waiting <= 0.0 {
                continue;
            }
            let learnt = (waiting.min(STEP) * rate)
                .max(waiting.min(0.1 * STEP * rate))
                .min(waiting);
            state.economy.absorbing[cell] = waiting - learnt;
            let level = &mut state.economy.level[cell];
            *level = (*level + learnt).min(1.0);
            super::production::license(world, state, actor, domain, learnt / STEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desperate_donor_fears_less_for_its_lead() {
        // 300 x 0.5 x 4 steps x (1 - 0.4 + 0.1) x 1 = 420; half as desperate, half as dear.
        assert!((donor_cost(300.0, 0.5, 0.4, guarded(0.4, 0.1, 0), 0.0) - 420.0).abs() < 1e-9);
        assert!((donor_cost(300.0, 0.5, 0.4, guarded(0.4, 0.1, 0), 0.5) - 210.0).abs() < 1e-9);
        assert!((donor_cost(300.0, 0.5, 0.4, guarded(0.4, 0.1, 3), 0.0) - 210.0).abs() < 1e-9);
    }

    #[test]
    fn a_donor_is_desperate_for_what_it_would_lack_without_the_receiver() {
        use crate::model::testing::*;
        let s = scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let (n, mut scratch) = (world.n, std::mem::take(&mut state.economy.scratch));
        for good in 0..world.g {
            state.economy.routes[good].clear();
        }
        for (good, seller, quantity) in [
            (SHELLS, CRANE, 30.0),
            (SHELLS, DRAGON, 10.0),
            (MISSILES, DRAGON, 1.0),
        ] {
            state.economy.routes[good].push((seller * n + BEAR) as u32);
            state.economy.habit[good * n * n + seller * n + BEAR] = quantity;
        }
        state.survival.dry_shortage[BEAR * world.g + SHELLS] = 0.6;
        state.survival.dry_shortage[BEAR * world.g + MISSILES] = 0.1;
        despair(&world, &state, &mut scratch);
        // Shells: 0.6 x 30 / 40 = 0.45 and 0.6 x 10 / 40 = 0.15, more than the missiles' 0.1 x 1.
        assert!((scratch.desperation[BEAR * n + CRANE] - 0.45).abs() < 1e-12);
        assert!((scratch.desperation[BEAR * n + DRAGON] - 0.15).abs() < 1e-12);
        assert_eq!(scratch.desperation[BEAR * n + EAGLE], 0.0);
    }

    #[test]
    fn a_third_state_fears_to_be_seen_with_a_donor_under_watch() {
        use crate::model::testing::*;
        let s = scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let mut scratch = std::mem::take(&mut state.economy.scratch);
        let place = BEAR * SECTORS + world.domain_sector[0];
        (scratch.dread[EAGLE], scratch.dread[BEAR]) = (30.0, 20.0);
        scratch.watch.fill(0.0);
        assert_eq!(dread_of_both(&world, &scratch, 0, EAGLE, BEAR), 50.0);
        scratch.watch[place] = 0.1;
        assert_eq!(dread_of_both(&world, &scratch, 0, EAGLE, BEAR), 30.0);
        scratch.watch.fill(0.0);
        // The watch of both makes it likely to be seen, the receiver's stake dear.
        state.sanctions.watch.fill(0.0);
        state.sanctions.watch[EAGLE * SECTORS + world.domain_sector[0]] = 0.5;
        let cost = |scratch: &Scratch| cost_of_step(&world, &state, scratch, 0, (EAGLE, BEAR), 0.2);
        let feared = cost(&scratch);
        scratch.dread[BEAR] = 0.0;
        assert!(feared > cost(&scratch));
    }

    #[test]
    fn every_domain_has_its_turn_once_a_quarter() {
        let s = crate::model::testing::scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        let mut turns = vec![0; world.d];
        for month in 5..5 + MONTHS_BETWEEN {
            state.month = month;
            domains(&world, &state).for_each(|domain| turns[domain] += 1);
        }
        assert!(turns.iter().all(|&turns| turns == 1));
    }
}
