//! The phase on the made-up world, with relations and sanctions set by hand.

use super::*;
use crate::alignment::{Channel, Coefficients, features};
use crate::model::relations;
use crate::model::testing::*;
use crate::model::war::state::NEVER;
use crate::model::world::SECTORS;
use crate::random::Luck;
use crate::random::maths;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::{MECHANISMS, Mechanism, mechanism_index};

fn begin<'s>(world: &World<'s>) -> State {
    let mut state = State::sized(world);
    state.reset(world);
    state
}

fn luck(s: &Scenario, months: usize, run: u64) -> Luck {
    let entities = entities(s);
    let mut luck = Luck::sized(&entities, months);
    luck.fill(&entities, 7, run);
    luck
}

/// Ordinary states: no doctrine, no sanctions.
fn ordinary() -> Scenario {
    let mut s = scenario();
    for theatre in &mut s.theatres {
        theatre.start_rung = 0;
    }
    s.opening_flows.clear();
    s.regimes.clear();
    for actor in &mut s.actors {
        actor.attributes.autonomy_doctrine = fixed(strategy::ORDINARY_DOCTRINE);
    }
    for dyad in &mut s.dyads {
        (dyad.are_rivals, dyad.hostility) = (false, [fixed(crate::model::relations::ORDINARY_HOSTILITY); 2]);
    }
    s
}

/// The scenario's first month weighed, nothing drawn.
fn weighed(world: &World, change: impl FnOnce(&mut State)) -> State {
    let mut state = begin(world);
    let luck = luck(world.scenario, 2, 0);
    commit(world, &mut state, &luck);
    change(&mut state);
    measures::gather(world, &mut state);
    company::gather(world, &mut state);
    company::balance(world, &mut state);
    company::sides(world, &mut state);
    state.alignment.hidden.refresh_all = true;
    weigh(world, &mut state);
    state
}

fn set_threats(world: &World, state: &mut State, foe: usize, victims: &[usize], hostility: f64) {
    for &victim in victims {
        state.relations.hostility[victim * world.n + foe] = hostility;
        state.relations.hostility[foe * world.n + victim] = hostility;
    }
    relations::refresh(world, state);
}

fn sanction(state: &mut State, target: usize, strength: f64) {
    for sector in 0..SECTORS {
        state.sanctions.suffered[target * SECTORS + sector] = strength;
    }
    let n = state.alignment.notoriety.len();
    state.sanctions.sanctioning[EAGLE * n + target] = strength;
    state.sanctions.sanctioned_by[target * n + EAGLE] = strength;
}

/// So much of an actor's trade is with the sender.
fn expose(state: &mut State, actor: usize, share: f64) {
    let n = state.alignment.notoriety.len();
    state.sanctions.exposure_to[actor * n..(actor + 1) * n].fill(0.0);
    state.sanctions.exposure_to[actor * n + EAGLE] = share;
}

fn expose_all(state: &mut State, share: f64) {
    for actor in 0..state.alignment.notoriety.len() {
        expose(state, actor, share);
    }
}

#[test]
fn the_fitted_coefficients_are_read() {
    let fitted = Coefficients::embedded().expect("the shipped file reads");
    assert!(fitted.normals_needed() <= crate::model::world::COEFFICIENT_NORMALS);
}

#[test]
fn without_strategy_the_hazard_is_the_panels_own_function() {
    let mut s = scenario();
    s.switches
        .turn_off(mechanism_index("strategy-in-alignment").unwrap());
    let world = World::central(&s);
    let state = weighed(&world, |_| {});
    let fitted = Coefficients::embedded().unwrap();
    for pair in 0..world.pairs {
        let f = features(&measures::inputs(&world, &state, pair), &fitted.ranges);
        let hazards = state.alignment.hidden.hazards[pair];
        for (channel, lowest) in [
            (Channel::BilateralDefence, 3),
            (Channel::Founding, 3),
            (Channel::BilateralLow, 2),
        ] {
            if state.alignment.rung[pair] < lowest {
                let ratio = hazards[channel as usize] / fitted.predictor(channel).yearly(&f, 0.0);
                assert!((ratio - 1.0).abs() < 1e-9, "{channel:?} {ratio}");
            }
        }
        if state.alignment.rung[pair] > 0 {
            let ratio = hazards[Channel::Exit as usize] / fitted.predictor(Channel::Exit).yearly(&f, 0.0);
            assert!((ratio - 1.0).abs() < 1e-9, "exit {ratio}");
        }
    }
}

#[test]
fn in_an_ordinary_world_strategy_is_silent() {
    let s = ordinary();
    let world = World::central(&s);
    let state = weighed(&world, |_| {});
    for (pair, dyad) in s.dyads.iter().enumerate() {
        let term = state.alignment.strategy_term[pair];
        assert!(term.abs() < 1e-9, "{}-{}: {term}", dyad.first, dyad.second);
    }
}

#[test]
fn terms_of_a_side_add_up_to_its_consent() {
    let s = scenario();
    let world = World::central(&s);
    let state = weighed(&world, |state| {
        set_threats(&world, state, EAGLE, &[BEAR, CRANE], 1.0);
        sanction(state, BEAR, 0.8);
        expose_all(state, 0.5);
    });
    let terms = state::TERMS.len();
    for pair in 0..world.pairs {
        for side in 0..2 {
            let at = (pair * 2 + side) * terms;
            let sum: f64 = state.alignment.terms[at..at + terms].iter().sum();
            let s = state.alignment.hidden.consent[pair][side];
            assert!((world.parameters.kappa * sum - s).abs() < 1e-9);
        }
    }
    let two_sided = state.alignment.hidden.consent[world.pair(BEAR, CRANE)];
    let expected = -maths::ln(maths::exp(-two_sided[0]) / 2.0 + maths::exp(-two_sided[1]) / 2.0);
    assert!((state.alignment.strategy_term[world.pair(BEAR, CRANE)] - expected).abs() < 1e-6);
}

#[test]
fn a_new_common_threat_draws_two_states_together_and_rivalry_between_them_stops_it() {
    let mut s = ordinary();
    // A threat that is hopeless makes an ally worth less, not more: these two can hope.
    for actor in [BEAR, LION] {
        s.actors[actor].attributes.cinc = fixed(0.12);
    }
    for dyad in &mut s.dyads {
        (dyad.are_rivals, dyad.hostility) = (false, [fixed(0.05); 2]);
    }
    let world = World::central(&s);
    let pair = world.pair(BEAR, LION);
    let calm = weighed(&world, |_| {});
    let threatened = weighed(&world, |state| {
        set_threats(&world, state, DRAGON, &[BEAR, LION], 0.9)
    });
    let divided = weighed(&world, |state| {
        set_threats(&world, state, DRAGON, &[BEAR, LION], 0.9);
        set_threats(&world, state, BEAR, &[LION], 0.9);
    });
    let defence = |state: &State| state.alignment.hidden.hazards[pair][Channel::BilateralDefence as usize];
    assert!(
        defence(&threatened) > 1.1 * defence(&calm),
        "{} {}",
        defence(&threatened),
        defence(&calm)
    );
    assert!(
        defence(&divided) < 0.75 * defence(&calm),
        "{} {}",
        defence(&divided),
        defence(&calm)
    );
}

#[test]
fn a_threat_to_one_alone_keeps_the_pair_within_a_factor_of_one_and_a_half() {
    let s = ordinary();
    let world = World::central(&s);
    let pair = world.pair(BEAR, LION);
    let calm = weighed(&world, |_| {});
    let alone = weighed(&world, |state| set_threats(&world, state, DRAGON, &[BEAR], 0.6));
    let defence = |state: &State| state.alignment.hidden.hazards[pair][Channel::BilateralDefence as usize];
    let factor = defence(&alone) / defence(&calm);
    assert!((1.0 / 1.5..1.5).contains(&factor), "{factor}");
}

#[test]
fn markets_given_back_to_the_most_exposed_cool_its_pairs_more_than_that_of_the_pariahs() {
    let s = scenario();
    let world = World::central(&s);
    let term = |exposure: f64| {
        let state = weighed(&world, |state| {
            sanction(state, BEAR, 0.8);
            sanction(state, CRANE, 0.9);
            expose_all(state, 0.05);
            expose(state, DRAGON, exposure);
        });
        let of = |a, b| state.alignment.strategy_term[world.pair(a, b)];
        (of(BEAR, DRAGON), of(BEAR, CRANE))
    };
    let (before, after) = (term(0.2), term(0.6));
    assert!(after.0 < before.0 - 0.05, "{before:?} {after:?}");
    assert!((after.1 - before.1).abs() < 0.1 * (before.0 - after.0));
}

#[test]
fn only_the_markets_of_those_who_sanction_the_partner_are_at_stake() {
    let s = scenario();
    let world = World::central(&s);
    let n = world.n;
    let cost = |buyer: usize| {
        let state = weighed(&world, |state| {
            sanction(state, BEAR, 0.8);
            state.sanctions.exposure_to.fill(0.0);
            state.sanctions.exposure_to[CRANE * n + buyer] = 0.5;
        });
        let pair = world.pair(BEAR, CRANE);
        let side = usize::from(world.scenario.dyads[pair].second == CRANE);
        -state.alignment.terms[(pair * 2 + side) * state::TERMS.len() + value::EXPOSURE]
    };
    assert!(cost(EAGLE) > 1e-4, "the sender's markets");
    assert_eq!(cost(DRAGON), 0.0, "no sender: it has nothing against the partner");
}

#[test]
fn stigma_grows_faster_than_the_bloc() {
    let s = scenario();
    let world = World::central(&s);
    let cost = |pariahs: &[usize]| {
        let state = weighed(&world, |state| {
            pariahs.iter().for_each(|target| sanction(state, *target, 0.9));
            expose_all(state, 0.5);
            for &a in pariahs {
                for &b in pariahs.iter().filter(|b| **b != a) {
                    state.alignment.behaviour[world.pair(a, b)] = 0.8;
                }
            }
        });
        let pair = world.pair(BEAR, LION);
        -state.alignment.terms[(pair * 2 + 1) * state::TERMS.len() + value::STIGMA]
    };
    assert!(cost(&[BEAR, CRANE]) > 1.5 * cost(&[BEAR]));
}

#[test]
fn joining_a_pact_binds_the_newcomer_to_every_member() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = begin(&world);
    commit(&world, &mut state, &luck(&s, 1, 0));
    let place = state.alignment.pacts.iter().position(|bits| *bits != 0).unwrap();
    state.alignment.hidden.join_hazard.fill(0.0);
    state.alignment.hidden.join_hazard[WOLF * state::PACTS + place] = 1e6;
    pacts::join(&world, &mut state, &luck(&s, 1, 0));
    for member in [EAGLE, LION] {
        let pair = world.pair(WOLF, member);
        assert_eq!(
            (state.alignment.rung[pair], state.alignment.change[pair]),
            (4, change::JOINED)
        );
    }
    assert_eq!(state.alignment.rung[world.pair(WOLF, BEAR)], 0);
}

#[test]
fn a_founding_takes_three_or_more_and_never_a_rival_of_a_member() {
    let mut s = scenario();
    // Without strategy nobody refuses: what is left is who may be taken.
    s.switches
        .turn_off(mechanism_index("strategy-in-alignment").unwrap());
    let world = World::central(&s);
    let pair = world.pair(BEAR, CRANE);
    let mut foundings = 0;
    for run in 0..20 {
        let luck = luck(&s, 1, run);
        let mut state = begin(&world);
        commit(&world, &mut state, &luck);
        let before = state.alignment.pacts.clone();
        state.alignment.strategy_term.fill(0.5);
        for hazards in &mut state.alignment.hidden.hazards {
            hazards[Channel::Founding as usize] = 1e-12;
        }
        state.alignment.hidden.hazards[pair][Channel::Founding as usize] = 1e9;
        pacts::found(&world, &mut state, &luck);
        for set in state.alignment.pacts.iter().filter(|set| !before.contains(set)) {
            foundings += 1;
            assert!(set.count_ones() >= 3);
            let inside: Vec<usize> = pacts::members(*set).collect();
            assert!(inside.contains(&BEAR) && inside.contains(&CRANE));
            for (k, &a) in inside.iter().enumerate() {
                for &b in &inside[k + 1..] {
                    assert!(state.alignment.rung[world.pair(a, b)] >= 3);
                    assert!(!state.relations.are_enemies[world.pair(a, b)]);
                }
            }
        }
    }
    assert!((1..20).contains(&foundings), "{foundings} of 20");
}

/// Two of its members' pacts kept a fourth state out of a founding as if it were a worse partner for having them.
#[test]
fn who_is_allied_with_some_founders_already_is_no_less_a_founder() {
    let mut s = scenario();
    s.switches
        .turn_off(mechanism_index("strategy-in-alignment").unwrap());
    let world = World::central(&s);
    let mut state = begin(&world);
    commit(&world, &mut state, &luck(&s, 1, 0));
    let four = [BEAR, CRANE, DRAGON, WOLF];
    state.alignment.strategy_term.fill(0.0);
    state.alignment.hidden.enemies.fill(0);
    // Nobody but the four is a likely partner; WOLF has pacts with two of the others and so no hazard with them.
    for hazards in &mut state.alignment.hidden.hazards {
        hazards[Channel::Founding as usize] = 1e-9;
    }
    for (k, &a) in four.iter().enumerate() {
        for &b in &four[k + 1..] {
            let pair = world.pair(a, b);
            let is_allied = b == WOLF && a != CRANE;
            state.alignment.rung[pair] = if is_allied { 3 } else { 0 };
            let yearly = if is_allied { 0.0 } else { 0.3 };
            state.alignment.hidden.hazards[pair][Channel::Founding as usize] = yearly;
        }
    }
    let (set, share) = pacts::founders(&world, &state, world.pair(BEAR, CRANE), 0.3);
    assert_eq!(set, four.iter().map(|actor| 1u64 << actor).sum::<u64>());
    // Four of the six pairs are newly bound, and each of them draws its share.
    let month = crate::alignment::hazard::monthly_probability(0.3);
    assert!((share - month / 4.0).abs() < 1e-12, "{share}");
}

#[test]
fn the_terms_are_the_change_of_the_needs_own_pressure() {
    use crate::model::survival::pressure::{Change, obligation_of_rung, pressure_with};
    let mut s = scenario();
    s.treaties.clear();
    let world = World::central(&s);
    let mut state = weighed(&world, |state| {
        set_threats(&world, state, EAGLE, &[BEAR, CRANE, WOLF], 0.9);
        sanction(state, BEAR, 0.7);
        state.economy.dependence[LION * world.n + DRAGON] = 0.4;
    });
    // Terms leave out what else weighs on the same need: shortages of arms, markets that are lost already.
    state.survival.gap.fill(0.0);
    let scales = &world.commitment.scales;
    for (actor, partner) in [(LION, BEAR), (LION, CRANE), (LION, DRAGON)] {
        let mut side = state.alignment.hidden.sides[actor];
        side.threat /= 1.0 + state.alignment.balancing[actor];
        side.standing /= 1.0 - state.alignment.notoriety[actor];
        let offer = state.alignment.hidden.offers[actor * world.n + partner];
        let current = usize::from(state.alignment.rung[world.pair(actor, partner)]);
        assert_eq!(current, 0);
        let [none, with] = [0, 3].map(|rung: usize| {
            let phi = scales.support[rung];
            let change = Change {
                protection: phi.max(offer.spill) * offer.support * side.aimed,
                threat: phi * (offer.breach + offer.entrapment),
                obligations: obligation_of_rung(rung as u8),
                company: (offer.association * rung as f64 / 4.0).max(offer.shown) - offer.shown,
                ..Change::default()
            };
            pressure_with(&world, &state, actor, &change)
        });
        let terms = value::terms_at(scales, &side, &offer, 0, [0, 3]);
        let own: f64 = [value::SECURITY, value::ENTRAPMENT, value::AUTONOMY, value::STIGMA]
            .iter()
            .map(|term| terms[*term][1] - terms[*term][0])
            .sum();
        assert!(
            (none - with - own).abs() < 1e-9,
            "{actor} {partner}: {} {own}",
            none - with
        );
        assert!(own.abs() > 1e-6);
    }
}

#[test]
fn nobody_at_peace_is_drawn_into_a_war_for_nothing() {
    let s = ordinary();
    let world = World::central(&s);
    let entrapment = |is_at_war: bool| {
        let state = weighed(&world, |state| {
            set_threats(&world, state, EAGLE, &[BEAR, LION], 0.9);
            for (actor, side) in [(BEAR, 1), (EAGLE, 2)].into_iter().filter(|_| is_at_war) {
                state.war.is_belligerent[actor] = true;
                state.war.side[actor] = side;
            }
        });
        -state.alignment.terms[(world.pair(BEAR, LION) * 2 + 1) * state::TERMS.len() + value::ENTRAPMENT]
    };
    assert!(entrapment(true) > 1.5 * entrapment(false) && entrapment(true) > 1e-4);
}

#[test]
fn leaving_a_pact_of_two_dissolves_it_and_the_year_remembers() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = begin(&world);
    let pair = world.pair(EAGLE, LION);
    assert_eq!(state.alignment.rung[pair], 4);
    let luck = luck(&s, 1, 0);
    commit(&world, &mut state, &luck);
    for hazards in &mut state.alignment.hidden.hazards {
        *hazards = [0.0; 5];
    }
    state.alignment.hidden.hazards[pair][Channel::Exit as usize] = 1e6;
    channels::draw(&world, &mut state, &luck);
    assert_eq!(
        (state.alignment.rung[pair], state.alignment.change[pair]),
        (0, change::EXIT)
    );
    assert!(state.alignment.pacts.iter().all(|bits| *bits == 0));
    for month in 1..=13 {
        state.alignment.age();
        let expected = if month <= 12 { 4 } else { 0 };
        assert_eq!(state.alignment.rung_year[pair], expected, "month {month}");
    }
}

#[test]
fn after_the_war_behaviour_fades_within_a_few_years_and_treaties_last() {
    let s = ordinary();
    let world = World::central(&s);
    let mut state = begin(&world);
    let (a, b) = (BEAR, CRANE);
    let pair = world.pair(a, b);
    state.economy.arms_year[b * world.n + a] = 3_000.0;
    let luck = luck(&s, 61, 5);
    let mut at_peace = 0.0;
    let mut stays = 1.0;
    for month in 0..61 {
        state.month = month;
        if month == 12 {
            at_peace = state.alignment.behaviour[pair];
            state.economy.arms_year.fill(0.0);
        }
        commit(&world, &mut state, &luck);
        if month >= 12 {
            let hazards = state.alignment.hidden.hazards[world.pair(CRANE, DRAGON)];
            stays *= 1.0 - crate::alignment::hazard::monthly_probability(hazards[Channel::Exit as usize]);
        }
    }
    let left = state.alignment.behaviour[pair] / at_peace;
    assert!(at_peace > 0.2 && left < 0.45, "{at_peace} {left}");
    assert!(stays > 0.6 && stays > left, "{stays}");
}

#[test]
fn the_cast_signs_bilateral_defence_pacts_at_a_historical_rate_in_calm() {
    let mut s = ordinary();
    s.treaties.clear();
    let mut rates = Vec::new();
    let draws = 65;
    for draw in 0..draws {
        let world = World::sample(&s, 3, draw);
        let state = weighed(&world, |_| {});
        let sum: f64 = state
            .alignment
            .hidden
            .hazards
            .iter()
            .map(|h| h[Channel::BilateralDefence as usize])
            .sum();
        rates.push(1_000.0 * sum / world.pairs as f64);
    }
    rates.sort_by(f64::total_cmp);
    let rate = rates[draws as usize / 2];
    assert!((0.1..1.5).contains(&rate), "{rate} per 1,000 dyad-years");
}

#[test]
fn a_mechanism_that_is_off_leaves_no_term() {
    for (id, term) in [
        (Mechanism::EntrapmentCost, value::ENTRAPMENT),
        (Mechanism::Stigma, value::STIGMA),
        (Mechanism::AutonomyCost, value::DOCTRINE),
        (Mechanism::AutonomyCost, value::AUTONOMY),
        (Mechanism::PatronDilution, value::DILUTION),
    ] {
        let total = |is_on: bool| {
            let mut s = scenario();
            if !is_on {
                s.switches
                    .turn_off(mechanism_index(MECHANISMS[id as usize].switch).unwrap());
            }
            for actor in &mut s.actors {
                actor.attributes.autonomy_doctrine = fixed(0.9);
            }
            let world = World::central(&s);
            let state = weighed(&world, |state| {
                set_threats(&world, state, EAGLE, &[BEAR, CRANE, WOLF], 1.0);
                sanction(state, BEAR, 0.8);
                expose_all(state, 0.5);
                state.economy.dependence[CRANE * world.n + DRAGON] = 0.9;
                state.war.is_belligerent[BEAR] = true;
            });
            state
                .alignment
                .terms
                .iter()
                .skip(term)
                .step_by(state::TERMS.len())
                .map(|t| t.abs())
                .sum::<f64>()
        };
        assert!(total(true) > 1e-6, "{id:?}");
        assert_eq!(total(false), 0.0, "{id:?}");
    }
}

#[test]
fn enemies_that_gather_are_answered() {
    let s = scenario();
    let world = World::central(&s);
    let state = weighed(&world, |state| {
        state
            .alignment
            .sign(world.pair(BEAR, CRANE), BEAR, CRANE, 3, change::BILATERAL);
    });
    assert!(state.alignment.balancing[WOLF] > 0.0 && state.alignment.balancing[EAGLE] > 0.0);
    assert_eq!(state.alignment.balancing[BEAR], 0.0);
    assert!(state.alignment.months_since_test.iter().all(|m| *m <= NEVER));
}

#[test]
fn two_years_of_the_phase_are_the_same_twice() {
    let s = scenario();
    let world = World::central(&s);
    let run = || {
        let mut state = begin(&world);
        let luck = luck(&s, 24, 2);
        for month in 0..24 {
            state.month = month;
            commit(&world, &mut state, &luck);
        }
        state
            .alignment
            .pact_hazard
            .iter()
            .map(|h| h.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}
