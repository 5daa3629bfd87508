//! The phase on the made-up world, with relations and sanctions set by hand.

use super::*;
use crate::alignment::{Channel, Coefficients, features};
use crate::model::relations;
use crate::model::testing::*;
use crate::model::war::state::NEVER;
use crate::model::world::SECTORS;
use crate::random::Luck;
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
    }
    relations::refresh(world, state);
}

fn sanction(world: &World, state: &mut State, target: usize, strength: f64) {
    for sector in 0..SECTORS {
        state.sanctions.suffered[target * SECTORS + sector] = strength;
    }
    let _ = world;
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
                assert_eq!(
                    hazards[channel as usize],
                    fitted.predictor(channel).yearly(&f, 0.0)
                );
            }
        }
        if state.alignment.rung[pair] > 0 {
            assert_eq!(
                hazards[Channel::Exit as usize],
                fitted.predictor(Channel::Exit).yearly(&f, 0.0)
            );
        }
    }
}

#[test]
fn in_an_ordinary_world_strategy_is_silent() {
    let s = ordinary();
    let world = World::central(&s);
    let state = weighed(&world, |_| {});
    for (pair, dyad) in s.dyads.iter().enumerate() {
        if !dyad.are_rivals {
            let term = state.alignment.strategy_term[pair];
            assert!(term.abs() < 1e-9, "{}-{}: {term}", dyad.first, dyad.second);
        }
    }
}

#[test]
fn terms_of_a_side_add_up_to_its_consent() {
    let s = scenario();
    let world = World::central(&s);
    let state = weighed(&world, |state| {
        set_threats(&world, state, EAGLE, &[BEAR, CRANE], 1.0);
        sanction(&world, state, BEAR, 0.8);
        state.sanctions.exposure.fill(0.5);
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
    let expected = -((-two_sided[0]).exp() / 2.0 + (-two_sided[1]).exp() / 2.0).ln();
    assert!((state.alignment.strategy_term[world.pair(BEAR, CRANE)] - expected).abs() < 1e-6);
}

#[test]
fn a_new_common_threat_draws_two_states_together_and_rivalry_between_them_stops_it() {
    let s = ordinary();
    let world = World::central(&s);
    let pair = world.pair(BEAR, LION);
    let calm = weighed(&world, |_| {});
    let threatened = weighed(&world, |state| {
        set_threats(&world, state, LION, &[CRANE, WOLF], 0.9)
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
        defence(&divided) < defence(&calm),
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
            sanction(&world, state, BEAR, 0.8);
            sanction(&world, state, CRANE, 0.9);
            state.sanctions.exposure.fill(0.05);
            state.sanctions.exposure[DRAGON] = exposure;
        });
        let of = |a, b| state.alignment.strategy_term[world.pair(a, b)];
        (of(BEAR, DRAGON), of(BEAR, CRANE))
    };
    let (before, after) = (term(0.2), term(0.6));
    assert!(after.0 < before.0 - 0.05, "{before:?} {after:?}");
    assert!((after.1 - before.1).abs() < 0.1 * (before.0 - after.0));
}

#[test]
fn stigma_grows_faster_than_the_bloc() {
    let s = scenario();
    let world = World::central(&s);
    let cost = |pariahs: &[usize]| {
        let state = weighed(&world, |state| {
            pariahs
                .iter()
                .for_each(|target| sanction(&world, state, *target, 0.9));
            state.sanctions.exposure.fill(0.5);
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
    let s = scenario();
    let world = World::central(&s);
    let mut state = begin(&world);
    commit(&world, &mut state, &luck(&s, 1, 0));
    state.alignment.strategy_term.fill(0.5);
    let pair = world.pair(BEAR, CRANE);
    state
        .alignment
        .hidden
        .hazards
        .iter_mut()
        .for_each(|h| h[Channel::Founding as usize] = 1e-9);
    state.alignment.hidden.hazards[pair][Channel::Founding as usize] = 1e9;
    state.relations.hostility.fill(0.0);
    pacts::found(&world, &mut state, &luck(&s, 1, 3));
    let set = state.alignment.pacts.iter().find(|bits| **bits >> BEAR & 1 == 1);
    if let Some(set) = set {
        assert!(set.count_ones() >= 3);
        let inside: Vec<usize> = pacts::members(*set).collect();
        for (k, &a) in inside.iter().enumerate() {
            for &b in &inside[k + 1..] {
                assert!(state.alignment.rung[world.pair(a, b)] >= 3);
                assert!(!state.relations.are_enemies[world.pair(a, b)]);
            }
        }
    }
}

#[test]
fn leaving_a_pact_of_two_dissolves_it_and_the_year_remembers() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = begin(&world);
    let pair = world.pair(EAGLE, LION);
    assert_eq!(state.alignment.rung[pair], 4);
    let mut luck = luck(&s, 40, 0);
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
    luck.fill(&entities(&s), 7, 1);
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
    let mut rate = 0.0;
    let draws = 64;
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
        rate += 1_000.0 * sum / world.pairs as f64 / draws as f64;
    }
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
                sanction(&world, state, BEAR, 0.8);
                state.sanctions.exposure.fill(0.5);
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

#[test]
#[ignore]
fn zz_print() {
    let s = scenario();
    let world = World::central(&s);
    let state = weighed(&world, |state| {
        sanction(&world, state, BEAR, 0.6);
        sanction(&world, state, CRANE, 0.8);
        state
            .sanctions
            .exposure
            .copy_from_slice(&[0.15, 0.02, 0.5, 0.4, 0.6, 0.5]);
        state.war.is_belligerent[BEAR] = true;
        state.war.is_belligerent[WOLF] = true;
        state.war.readiness[BEAR] = 0.6;
        set_threats(&world, state, EAGLE, &[BEAR, CRANE, DRAGON], 0.95);
        state.war.readiness[BEAR] = 0.6;
        state.economy.arms_year[CRANE * world.n + BEAR] = 3000.0;
        state.survival.value_of_money.fill(1e-5);
    });
    for (pair, d) in s.dyads.iter().enumerate() {
        eprintln!(
            "{}-{} rung {} S {:+.3} s {:+.3?} haz {:.5?} total {:.5}",
            ACTORS[d.first],
            ACTORS[d.second],
            state.alignment.rung[pair],
            state.alignment.strategy_term[pair],
            state.alignment.hidden.consent[pair],
            state.alignment.hidden.hazards[pair],
            state.alignment.pact_hazard[pair]
        );
        for side in 0..2 {
            let at = (pair * 2 + side) * 8;
            eprintln!("    {:+.4?}", &state.alignment.terms[at..at + 8]);
        }
    }
    let mut big = scenario();
    let base = big.actors[0].clone();
    for k in 6..26 {
        let mut a = base.clone();
        a.id = format!("x{k}");
        a.key = a.id.clone();
        big.actors.push(a);
    }
    let n = 26;
    let old = big.dyads.clone();
    big.dyads.clear();
    for a in 0..n {
        for b in a + 1..n {
            let mut d = if b < 6 {
                old[crate::scenario::pair_index(6, a, b)].clone()
            } else {
                old[1].clone()
            };
            d.first = a;
            d.second = b;
            big.dyads.push(d);
        }
    }
    let h = big.holdings[0].clone();
    let g = big.goods.len();
    big.holdings.resize(n * g, h);
    let t = big.technology[0].clone();
    big.technology.resize(n * 2, t);
    for r in &mut big.regimes {
        let c = r.compliance[0].clone();
        r.compliance.resize(n, c);
    }
    let world = World::central(&big);
    let mut state = begin(&world);
    let luck = luck(&big, 120, 0);
    let mut best = f64::MAX;
    for _ in 0..20 {
        state.reset(&world);
        let start = std::time::Instant::now();
        for m in 0..120 {
            state.month = m;
            commit(&world, &mut state, &luck);
        }
        best = best.min(start.elapsed().as_secs_f64() / 120.0 * 1e6);
    }
    eprintln!("us per month: {best:.2}");
    let t0 = std::time::Instant::now();
    for _ in 0..1000 {
        measures::gather(&world, &mut state);
        company::gather(&world, &mut state);
        company::balance(&world, &mut state);
        company::sides(&world, &mut state);
    }
    eprintln!("gather {:.2} us", t0.elapsed().as_secs_f64() * 1e3);
    let t0 = std::time::Instant::now();
    for _ in 0..100 {
        for p in 0..world.pairs {
            channels::refresh(&world, &mut state, p);
        }
    }
    eprintln!("refresh all pairs {:.2} us", t0.elapsed().as_secs_f64() * 1e4);
    let t0 = std::time::Instant::now();
    for _ in 0..1000 {
        behaviour::advance(&world, &mut state, &luck);
    }
    eprintln!("behaviour {:.2} us", t0.elapsed().as_secs_f64() * 1e3);
    state.alignment.hidden.refresh_all = true;
    let t0 = std::time::Instant::now();
    for _ in 0..100 {
        pacts::refresh(&world, &mut state);
    }
    eprintln!("pacts all {:.2} us", t0.elapsed().as_secs_f64() * 1e4);
    let t0 = std::time::Instant::now();
    for _ in 0..100 {
        baseline::open(&world, &mut state);
    }
    eprintln!("open {:.2} us", t0.elapsed().as_secs_f64() * 1e4);
}

#[test]
#[ignore]
fn zz_taiwan() {
    use crate::scenario::{Files, Overrides};
    for name in ["taiwan", "hindcast-2022"] {
        let Ok((s, _)) = Scenario::load(name, &Files, &Overrides::default()) else {
            panic!()
        };
        let entities = crate::scenario::entities(&s);
        let months = 60;
        let mut luck = Luck::sized(&entities, months);
        let (mut rate, mut total, mut events, mut ups) = (0.0, 0.0, 0, [0usize; 5]);
        let (mut tests, mut exercises, mut admitted) = (0, 0, 0);
        let n_draws = 12;
        let mut sums = vec![[0.0f64; 6]; s.dyads.len()];
        let mut all_s = Vec::new();
        for draw in 0..n_draws {
            let world = if draw == 0 {
                World::central(&s)
            } else {
                World::sample(&s, 3, draw)
            };
            luck.fill(&entities, 3, draw);
            let mut state = State::sized(&world);
            state.reset(&world);
            for m in 0..months {
                state.month = m;
                crate::model::month::simulate(&world, &mut state, &luck);
                for pair in 0..world.pairs {
                    ups[state.alignment.change[pair] as usize] += 1;
                    if state.alignment.change[pair] == 1 && state.alignment.rung[pair] >= 3 {
                        events += 1;
                    }
                }
                tests += state.alignment.tested_now.iter().filter(|x| **x).count();
                exercises += state.alignment.exercised_now.iter().filter(|x| **x).count();
                admitted += state.alignment.admitted_now.iter().filter(|x| **x).count();
                if m == 0 && draw == 0 {
                    for pair in 0..world.pairs {
                        let d = &s.dyads[pair];
                        let st = state.alignment.strategy_term[pair];
                        if world.is_bloc[d.first] || world.is_bloc[d.second] {
                            continue;
                        }
                        if name == "taiwan"
                            && (["RUS", "PRK", "CHN", "IRN"].contains(&s.actors[d.first].id.as_str())
                                && ["RUS", "PRK", "CHN", "IRN"].contains(&s.actors[d.second].id.as_str())
                                || state.alignment.behaviour[pair] > 0.25
                                || st > 0.3)
                        {
                            eprintln!(
                                "{}-{} rung {} b {:.2} S {:+.2} s {:+.2?} def {:.4} F {:.4} tot {:.4} sh {:.2}",
                                s.actors[d.first].id,
                                s.actors[d.second].id,
                                state.alignment.rung[pair],
                                state.alignment.behaviour[pair],
                                st,
                                state.alignment.hidden.consent[pair],
                                state.alignment.hidden.hazards[pair][1],
                                state.alignment.hidden.hazards[pair][3],
                                state.alignment.pact_hazard[pair],
                                state.relations.shared_threat[pair]
                            );
                            for side in 0..2 {
                                let at = (pair * 2 + side) * 8;
                                eprintln!("      {:+.4?}", &state.alignment.terms[at..at + 8]);
                            }
                        }
                    }
                }
            }
            for pair in 0..world.pairs {
                rate += state.alignment.integrated_hazard[pair];
                total += state.alignment.pact_hazard[pair];
                let x = &mut sums[pair];
                x[0] += state.alignment.strategy_term[pair];
                x[1] += state.alignment.integrated_hazard[pair];
                x[2] += state.alignment.pact_hazard[pair];
                x[3] += state.alignment.behaviour[pair];
                x[4] += f64::from(state.alignment.rung[pair]);
                x[5] = x[5].max(state.alignment.strategy_term[pair].abs());
                all_s.push(state.alignment.strategy_term[pair]);
            }
        }
        let dy = (s.dyads.len() * n_draws as usize) as f64 * 5.0 / 1000.0;
        all_s.sort_by(f64::total_cmp);
        let q = |p: f64| all_s[(p * (all_s.len() - 1) as f64) as usize];
        eprintln!(
            "{name}: bilateral defence per 1000 dyad-years integrated {:.2}, events {}, total {:.2}; changes {:?}; S quantiles 5 {:.2} 25 {:.2} 50 {:.2} 75 {:.2} 95 {:.2}; tests {:.2}/y ex {:.2}/y adm {:.2}/y",
            rate / dy,
            events as f64 / dy,
            total / (dy / 5.0),
            ups,
            q(0.05),
            q(0.25),
            q(0.5),
            q(0.75),
            q(0.95),
            tests as f64 / (n_draws * 5) as f64,
            exercises as f64 / (n_draws * 5) as f64,
            admitted as f64 / (n_draws * 5) as f64
        );
        let mut order: Vec<usize> = (0..s.dyads.len()).collect();
        order.sort_by(|a, b| sums[*b][1].total_cmp(&sums[*a][1]));
        for &pair in order.iter().take(14) {
            let d = &s.dyads[pair];
            let k = n_draws as f64;
            eprintln!(
                "  {}-{} S {:+.2} int {:.4} tot {:.4} b {:.2} rung {:.1} maxS {:.2}",
                s.actors[d.first].id,
                s.actors[d.second].id,
                sums[pair][0] / k,
                sums[pair][1] / k,
                sums[pair][2] / k,
                sums[pair][3] / k,
                sums[pair][4] / k,
                sums[pair][5]
            );
        }
    }
}
