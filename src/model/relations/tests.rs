use super::*;
use crate::model::economy::state::Delivery;
use crate::model::testing::*;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::mechanism_index;
use crate::scenario::world::Cargo;

fn start(world: &World) -> State {
    let mut state = State::sized(world);
    state.reset(world);
    state
}

fn without(mut s: Scenario, switch: &str) -> Scenario {
    s.switches.turn_off(mechanism_index(switch).unwrap());
    s
}

/// A month of perception in which nothing else happens.
fn quiet(world: &World, state: &mut State, months: usize) {
    for _ in 0..months {
        state.month += 1;
        perceive(world, state);
        state.economy.deliveries.clear();
    }
}

/// Peace everywhere, so that only what a test does acts.
fn peaceful() -> Scenario {
    let mut s = scenario();
    s.theatres[0].start_rung = 0;
    s
}

#[test]
fn power_is_a_share_of_the_cast() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    assert!((state.relations.power.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    // 0.22 of 0.452.
    assert!((state.relations.power[DRAGON] - 0.22 / 0.452).abs() < 1e-12);
    let before = state.relations.power[BEAR];
    state.economy.output[BEAR] = 0.8;
    refresh(&world, &mut state);
    assert!(state.relations.power[BEAR] < before);
}

#[test]
fn threat_protection_and_share_match_a_hand_count() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let pair = world.pair(EAGLE, LION);
    state.alignment.rung.fill(0);
    state.alignment.rung[pair] = 4;
    state.alignment.honour[pair] = 0.6;
    state.war.readiness.fill(1.0);
    refresh(&world, &mut state);
    let (n, r) = (world.n, &state.relations);
    let dragon = 0.8 * r.power[DRAGON] * world.projection[DRAGON * n + EAGLE];
    assert!((r.threat[EAGLE * n + DRAGON] - dragon).abs() < 1e-15);
    let reliance = world.parameters.reliance_integrated;
    let lion = reliance * 0.6 * r.power[LION] * world.projection[LION * n + EAGLE];
    assert!((r.protection[EAGLE] - r.power[EAGLE] - lion).abs() < 1e-12);
    let total: f64 = r.threat[EAGLE * n..(EAGLE + 1) * n].iter().sum();
    let share = dragon / (total + r.protection[EAGLE] + world.parameters.threat_floor);
    assert!((r.threat_share[EAGLE * n + DRAGON] - share).abs() < 1e-12);
}

#[test]
fn shared_threat_is_the_sum_of_the_smaller_shares_from_outside_the_pair() {
    let s = scenario();
    let world = World::central(&s);
    let state = start(&world);
    let (n, r) = (world.n, &state.relations);
    for a in 0..n {
        for b in a + 1..n {
            let expected: f64 = (0..n)
                .filter(|&x| x != a && x != b)
                .map(|x| r.threat_share[a * n + x].min(r.threat_share[b * n + x]))
                .sum();
            let found = r.shared_threat[world.pair(a, b)];
            assert!((found - expected).abs() < 1e-12, "{a} {b}");
            assert!((0.0..=1.0).contains(&found));
        }
    }
    let s = without(scenario(), "shared-threat");
    let world = World::central(&s);
    assert!(start(&world).relations.shared_threat.iter().all(|x| *x == 0.0));
}

/// Pattern 8, perception's part.
#[test]
fn two_states_with_a_common_enemy_share_more_threat_than_without_it() {
    let s = scenario();
    let world = World::central(&s);
    let with = start(&world).relations.shared_threat[world.pair(BEAR, CRANE)];
    let mut calm = scenario();
    for dyad in &mut calm.dyads {
        dyad.hostility = [fixed(0.0); 2];
    }
    let world = World::central(&calm);
    let without = start(&world).relations.shared_threat[world.pair(BEAR, CRANE)];
    assert!(with > 0.05 && without == 0.0, "{with} {without}");
}

#[test]
fn two_barely_threatened_states_share_little() {
    let sum_at = |hostility: f64| {
        let mut s = scenario();
        for dyad in &mut s.dyads {
            dyad.hostility = [fixed(hostility); 2];
        }
        let world = World::central(&s);
        start(&world).relations.shared_threat.iter().sum::<f64>()
    };
    // A cosine would score both alike.
    assert!(sum_at(0.01) < 0.2 * sum_at(0.5));
}

#[test]
fn enemies_at_the_start_are_the_worlds_rivals_and_stay_so_in_quiet() {
    let mut s = peaceful();
    for (index, dyad) in s.dyads.iter_mut().enumerate() {
        // Hostility that no single threshold could separate.
        dyad.hostility = if dyad.are_rivals {
            [fixed(0.2); 2]
        } else {
            [fixed(0.1 * (index % 9) as f64); 2]
        };
    }
    let world = World::central(&s);
    let mut state = start(&world);
    assert_eq!(state.relations.are_enemies, world.are_rivals);
    quiet(&world, &mut state, 24);
    assert_eq!(state.relations.are_enemies, world.are_rivals);
}

#[test]
fn hostility_decays_to_where_it_stood() {
    let s = peaceful();
    let world = World::central(&s);
    let mut state = start(&world);
    let place = BEAR * world.n + CRANE;
    state.relations.hostility[place] = 0.9;
    let gap = 0.8;
    quiet(&world, &mut state, 12);
    let expected = 0.1
        + gap
            * (0..12).fold(1.0, |left, _| {
                left * (1.0 - 1.0 / world.parameters.hostility_decay)
            });
    assert!((state.relations.hostility[place] - expected).abs() < 1e-9);
}

#[test]
fn war_raises_hostility_only_with_the_mechanism() {
    let at_war = |s: Scenario| {
        let world = World::central(&s);
        let mut state = start(&world);
        quiet(&world, &mut state, 6);
        state.relations.hostility[WOLF * world.n + BEAR]
    };
    assert!(at_war(scenario()) > 0.85);
    assert_eq!(at_war(without(scenario(), "hostility-dynamics")), 0.8);
}

fn arms(from: usize, to: usize, value: f64, is_aid: bool) -> Delivery {
    Delivery {
        from,
        to,
        cargo: Cargo::Good(SHELLS),
        quantity: value / 0.001,
        value,
        is_leak: false,
        is_aid,
    }
}

#[test]
fn secret_arms_move_nobody_until_they_are_detected_and_then_late() {
    let s = peaceful();
    let world = World::central(&s);
    let mut state = start(&world);
    let (sale, view) = (CRANE * world.n + BEAR, EAGLE * world.n + CRANE);
    let before = state.relations.hostility[view];
    for _ in 0..6 {
        state.economy.deliveries.push(arms(CRANE, BEAR, 200.0, false));
        quiet(&world, &mut state, 1);
    }
    assert_eq!(state.relations.known_support[sale], 0.0);
    assert!((state.relations.hostility[view] - before).abs() < 1e-12);
    state.sanctions.detected[sale] = 200.0;
    state.economy.deliveries.push(arms(CRANE, BEAR, 200.0, false));
    quiet(&world, &mut state, 1);
    let p = &world.parameters;
    let expected = (1.0 - p.denial) * 200.0 / p.news_lag;
    assert!((state.relations.known_support[sale] - expected).abs() < 1e-9);
    for _ in 0..6 {
        state.economy.deliveries.push(arms(CRANE, BEAR, 200.0, false));
        quiet(&world, &mut state, 1);
    }
    assert!(state.relations.hostility[view] > before);
    let s = without(peaceful(), "imperfect-news");
    let world = World::central(&s);
    let mut state = start(&world);
    state.economy.deliveries.push(arms(CRANE, BEAR, 200.0, false));
    quiet(&world, &mut state, 1);
    assert_eq!(state.relations.known_support[sale], 200.0);
}

#[test]
fn trust_rises_with_deliveries_and_falls_with_defaults() {
    let s = peaceful();
    let world = World::central(&s);
    let mut state = start(&world);
    let place = BEAR * world.n + CRANE;
    let before = state.relations.trust[place];
    state.economy.deliveries.push(arms(CRANE, BEAR, 60.0, false));
    quiet(&world, &mut state, 1);
    let gained = state.relations.trust[place] - before;
    assert!((gained - (1.0 - before) * world.parameters.trust_delivery * 0.5).abs() < 1e-9);
    state.economy.defaulted[CRANE * world.n + BEAR] = 60.0;
    quiet(&world, &mut state, 1);
    assert!(state.relations.trust[place] < before);
}

#[test]
fn a_broken_clause_costs_trust_with_the_ally_and_with_those_who_watch() {
    let s = peaceful();
    let world = World::central(&s);
    let mut state = start(&world);
    let n = world.n;
    state.alignment.rung[world.pair(EAGLE, WOLF)] = 3;
    state.war.broken[EAGLE * n + LION] = true;
    let before = state.relations.trust.clone();
    quiet(&world, &mut state, 1);
    let loss = |who: usize| before[who * n + EAGLE] - state.relations.trust[who * n + EAGLE];
    assert!(loss(LION) > loss(WOLF) && loss(WOLF) > 0.0 && loss(CRANE).abs() < 1e-12);
}

#[test]
fn keeping_a_lifeline_that_others_cut_is_read_as_endorsement() {
    let cut = |s: Scenario| {
        let world = World::central(&s);
        let mut state = start(&world);
        perceive(&world, &mut state);
        for other in [EAGLE, LION, WOLF, CRANE] {
            state.economy.background[other * world.n + BEAR] = 0.0;
            state.economy.background[BEAR * world.n + other] = 0.0;
        }
        quiet(&world, &mut state, 12);
        state.relations.hostility[LION * world.n + DRAGON] - world.hostility[LION * world.n + DRAGON]
    };
    assert!(cut(peaceful()) > 0.002);
    assert!(cut(without(peaceful(), "endorsement")).abs() < 1e-12);
}

#[test]
fn a_felt_threat_lasts_its_month() {
    let s = peaceful();
    let world = World::central(&s);
    let mut state = start(&world);
    let place = LION * world.n + DRAGON;
    quiet(&world, &mut state, 1);
    let before = state.relations.threat[place];
    state.relations.felt_threat[place] = 0.5;
    quiet(&world, &mut state, 1);
    assert!(state.relations.threat[place] > 2.0 * before);
    quiet(&world, &mut state, 1);
    assert!((state.relations.threat[place] - before).abs() < 1e-9);
}

/// E8.8: a detente takes its depth off both hostilities, lasts in what they return to, and ends with a clash.
#[test]
fn a_detente_eases_both_sides_until_it_fails_or_they_clash() {
    let s = peaceful();
    let mut world = World::central(&s);
    world.parameters.detente_rate = 1e9;
    world.parameters.detente_depth = 0.2;
    world.parameters.detente_failure = 0.0;
    let mut state = start(&world);
    let (there, back) = (LION * world.n + DRAGON, DRAGON * world.n + LION);
    for cell in [there, back] {
        state.relations.hostility[cell] = 0.5;
    }
    state.war.months_since_clash.fill(100);
    let trade = |a: usize, b: usize| crate::model::relations::trade_share(&world, &state, a, b);
    let shared = (trade(LION, DRAGON) * trade(DRAGON, LION)).sqrt();
    let interest = detente::interest(&world, &state, LION, DRAGON);
    assert!((interest - shared / (shared + 0.05)).abs() < 1e-9 && interest > 0.0);
    let entities = crate::scenario::entities(&s);
    let mut luck = Luck::sized(&entities, 2);
    luck.fill(&entities, 1, 0);
    let eased = |state: &State| {
        (0..world.n * world.n)
            .filter(|&cell| state.relations.thaw[cell] > 0.0)
            .count()
    };
    let before = state.relations.hostility.clone();
    seek_detente(&world, &mut state, &luck);
    assert!(eased(&state) > 0 && eased(&state) % 2 == 0, "both ways");
    for (cell, thaw) in state.relations.thaw.iter().enumerate() {
        let expected = if *thaw > 0.0 { 0.8 } else { 1.0 };
        assert!((state.relations.hostility[cell] - expected * before[cell]).abs() < 1e-12);
    }
    // What they return to is lower as well: a step of 1 / decay towards 0.8 of the start.
    let cell = (0..world.n * world.n)
        .find(|&cell| state.relations.thaw[cell] > 0.0)
        .unwrap();
    let (from, to) = (state.relations.hostility[cell], 0.8 * world.hostility[cell]);
    perceive(&world, &mut state);
    let expected = from + (to - from) / world.parameters.hostility_decay;
    assert!((state.relations.hostility[cell] - expected).abs() < 1e-9);
    state.war.months_since_clash.fill(0);
    seek_detente(&world, &mut state, &luck);
    assert_eq!(eased(&state), 0);
}

#[test]
fn parts_sold_before_the_start_are_no_news_and_make_no_enemy() {
    let mut s = peaceful();
    let n = s.actors.len();
    s.opening_flows.clear();
    let (sale, watcher) = (LION * n + BEAR, EAGLE);
    let world = World::central(&s);
    let mut state = start(&world);
    state.relations.hostility[watcher * n + BEAR] = 0.9;
    // 100 units a month at the price of 1.
    state.economy.habit[CHIPS * n * n + sale] = 100.0;
    let calm = state.relations.hostility[watcher * n + LION];
    news::open(&world, &mut state);
    assert_eq!(state.relations.known_support[sale], 100.0 * world.price[CHIPS]);
    for _ in 0..12 {
        state.month += 1;
        state.sanctions.detected[sale] = 100.0;
        state.economy.deliveries.push(Delivery {
            from: LION,
            to: BEAR,
            cargo: Cargo::Good(CHIPS),
            quantity: 100.0,
            value: 100.0,
            is_leak: false,
            is_aid: false,
        });
        perceive(&world, &mut state);
        state.economy.deliveries.clear();
    }
    assert!(state.relations.hostility[watcher * n + LION] <= calm + 1e-9);
}
