use super::state::{NEVER, grade};
use super::*;
use crate::model::relations;
use crate::model::testing::*;
use crate::model::world::World;
use crate::random::maths::{exp, ln, quantise};
use crate::scenario::Scenario;
use crate::scenario::mechanisms::mechanism_index;
use proptest::prelude::*;

/// A state at the start of the world, with the treaties of the data even while another part's reset is young.
fn start<'s>(world: &World<'s>) -> State {
    let mut state = State::sized(world);
    state.reset(world);
    for (pair, rung, honour) in [((CRANE, DRAGON), 3, 0.5), ((EAGLE, LION), 4, 0.6)] {
        let pair = world.pair(pair.0, pair.1);
        state.alignment.rung[pair] = rung;
        state.alignment.honour[pair] = honour;
    }
    relations::open(world, &mut state);
    open(world, &mut state);
    state
}

/// Runs the phases of war and perception alone.
fn run(s: &Scenario, world: &World, run: u64, months: usize, mut look: impl FnMut(&State)) -> State {
    let entities = entities(s);
    let mut luck = Luck::sized(&entities, months);
    luck.fill(&entities, 7, run);
    let mut state = start(world);
    for month in 0..months {
        state.month = month;
        state.economy.deliveries.clear();
        state.economy.lost.fill(0.0);
        contingencies(world, &mut state, &luck);
        fight(world, &mut state, &luck);
        relations::perceive(world, &mut state);
        look(&state);
    }
    state
}

fn without(mut s: Scenario, switch: &str) -> Scenario {
    s.switches.turn_off(mechanism_index(switch).unwrap());
    s
}

/// The war of the start neither ends nor pauses.
fn endless(s: Scenario) -> Scenario {
    without(without(s, "war-ending"), "truces")
}

#[test]
fn at_the_start_a_rungs_hazard_gives_back_its_yearly_chance() {
    let s = scenario();
    let world = World::central(&s);
    let state = start(&world);
    let hazard = ladder::hazard_up(&world, &state, 1);
    assert!((1.0 - exp(-12.0 * hazard) - 0.2).abs() < 1e-9);
    assert!((hazard - 0.018_595).abs() < 1e-6, "worked by hand: -ln 0.8 / 12");
}

#[test]
fn opportunity_moves_the_hazard_by_its_exponential() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let before = ladder::hazard_up(&world, &state, 1);
    state.war.opportunity[1] += 0.4;
    let after = ladder::hazard_up(&world, &state, 1);
    assert!((ln(after / before) - 0.4 * world.parameters.opportunity_gamma).abs() < 1e-9);
}

#[test]
fn first_passage_in_closed_form_matches_simulated_climbs() {
    let s = without(scenario(), "opportunity");
    let world = World::central(&s);
    let expected = ladder::first_passage(&world, 1, 0, 2, 60);
    let mut reached = 0.0;
    let runs = 2_000;
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 60);
    let mut state = start(&world);
    for run in 0..runs {
        luck.fill(&entities, 3, run);
        state.war.rung[1] = 0;
        for month in 0..60 {
            state.month = month;
            if state.war.rung[1] < 2 {
                ladder::step(&world, &mut state, &luck, 1);
            }
        }
        reached += f64::from(u8::from(state.war.rung[1] == 2)) / runs as f64;
    }
    let error = (expected * (1.0 - expected) / runs as f64).sqrt();
    assert!(
        (reached - expected).abs() < 4.0 * error,
        "{reached} against {expected}"
    );
}

#[test]
fn a_leap_skips_the_rungs_between_and_first_passage_counts_it() {
    let mut s = without(scenario(), "opportunity");
    for rung in &mut s.theatres[1].ladder {
        rung.annual = crate::scenario::ranged::Ranged::fixed(0.0);
        rung.ease = crate::scenario::ranged::Ranged::fixed(0.0);
    }
    s.theatres[1].ladder[1].direct = crate::scenario::ranged::Ranged::fixed(0.2);
    let world = World::central(&s);
    let state = start(&world);
    // -ln 0.8 / 12 a month, by leaps alone: 20 % a year, and every climb lands on the second rung.
    assert!((ladder::hazard_up(&world, &state, 1) - 0.018_595).abs() < 1e-6);
    assert!((ladder::first_passage(&world, 1, 0, 2, 12) - 0.2).abs() < 1e-9);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 60);
    let mut reached = 0.0;
    for run in 0..500 {
        luck.fill(&entities, 3, run);
        let mut state = start(&world);
        for month in 0..60 {
            state.month = month;
            ladder::step(&world, &mut state, &luck, 1);
            assert_ne!(state.war.rung[1], 1, "the rung between is skipped");
        }
        reached += f64::from(u8::from(state.war.rung[1] == 2)) / 500.0;
    }
    let expected = 1.0 - 0.8f64.powi(5);
    assert!((reached - expected).abs() < 4.0 * (expected * (1.0 - expected) / 500.0).sqrt());
}

#[test]
fn one_step_of_first_passage_is_the_monthly_chance() {
    let s = scenario();
    let world = World::central(&s);
    let one = ladder::first_passage(&world, 1, 0, 1, 1);
    assert!((one - (1.0 - exp(-ladder::monthly_hazard(0.2)))).abs() < 1e-12);
    assert!((ladder::first_passage(&world, 1, 0, 1, 12) - 0.2).abs() < 1e-9);
}

/// Pattern 10.
#[test]
fn stocks_spent_in_one_theatre_raise_the_hazard_of_another() {
    let s = scenario();
    let world = World::central(&s);
    let hazard_with = |eagles_shells: f64| {
        let mut state = start(&world);
        state.economy.stock[EAGLE * world.g + SHELLS] = eagles_shells;
        opportunity::measure_readiness(&mut state.war, &state.economy.stock);
        opportunity::measure(&world, &mut state);
        ladder::hazard_up(&world, &state, 1)
    };
    assert!(hazard_with(2.0e5) > 1.05 * hazard_with(2.0e6));
    let s = without(scenario(), "opportunity");
    let world = World::central(&s);
    let mut state = start(&world);
    let before = ladder::hazard_up(&world, &state, 1);
    state.economy.stock[EAGLE * world.g + SHELLS] = 0.0;
    opportunity::measure_readiness(&mut state.war, &state.economy.stock);
    opportunity::measure(&world, &mut state);
    assert_eq!(before, ladder::hazard_up(&world, &state, 1));
}

#[test]
fn attention_taken_by_another_war_raises_the_hazard() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let before = ladder::hazard_up(&world, &state, 1);
    state.war.help[world.n + EAGLE] = grade::MUNITIONS;
    opportunity::measure(&world, &mut state);
    assert!(state.war.attention[EAGLE] > 0.2);
    assert!(ladder::hazard_up(&world, &state, 1) > before);
}

#[test]
fn disorder_of_command_lowers_the_hazard() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let before = ladder::hazard_up(&world, &state, 1);
    state.war.disorder[DRAGON] = 0.8;
    opportunity::measure(&world, &mut state);
    assert!(ladder::hazard_up(&world, &state, 1) < before);
}

#[test]
fn a_member_wants_its_share_of_the_sides_use() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    demand::count(&world, &mut state);
    assert_eq!(state.war.wanted[BEAR * world.g + SHELLS], 4.0e5);
    assert_eq!(state.war.wanted[WOLF * world.g + SHELLS], 1.5e5);
    assert_eq!(state.war.wanted[DRAGON * world.g + SHELLS], 0.0);
    state.war.is_truce[0] = true;
    demand::count(&world, &mut state);
    let calm = world.parameters.truce_intensity;
    assert_eq!(state.war.wanted[BEAR * world.g + SHELLS], quantise(4.0e5 * calm));
}

#[test]
fn the_drift_of_the_front_is_the_hyperbolic_tangent_of_half_the_log_ratio() {
    assert_eq!(battle::drift(5.0, 5.0, 0.1), 0.0);
    // tanh(ln(r) / 2) = (r - 1) / (r + 1); r = 4 gives 0.6.
    assert!((battle::drift(7.9, 1.9, 0.1) - 0.6).abs() < 1e-9);
    assert!((battle::drift(1.9, 7.9, 0.1) + 0.6).abs() < 1e-9);
    assert!(battle::drift(1.0, 0.0, 0.0) <= 1.0);
}

#[test]
fn munitions_used_never_exceed_the_stock() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let luck_entities = entities(&s);
    let mut luck = Luck::sized(&luck_entities, 2);
    luck.fill(&luck_entities, 1, 0);
    state.economy.stock[WOLF * world.g + SHELLS] = 1_000.25;
    contingencies(&world, &mut state, &luck);
    fight(&world, &mut state, &luck);
    assert_eq!(state.war.used[WOLF * world.g + SHELLS], 1_000.25);
    assert!(state.war.cover[1] < 0.01);
}

#[test]
fn honour_is_centred_on_the_treaty_and_lower_against_a_nuclear_striker() {
    let mut s = scenario();
    for actor in &mut s.actors {
        actor.is_nuclear = false;
    }
    let world = World::central(&s);
    let state = start(&world);
    let plain = obligations::honour_probability(&world, &state, 1, EAGLE, LION);
    assert!((plain - 0.6).abs() < 1e-9);
    let s = scenario();
    let world = World::central(&s);
    let feared = obligations::honour_probability(&world, &start(&world), 1, EAGLE, LION);
    // Odds 1.5 x 0.6 = 0.9, chance 0.9 / 1.9.
    assert!((feared - 0.9 / 1.9).abs() < 1e-6);
}

#[test]
fn a_called_clause_is_honoured_by_joining_or_broken_and_never_both() {
    let s = scenario();
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 1);
    let mut kept = 0;
    for run in 0..200 {
        luck.fill(&entities, 11, run);
        let mut state = start(&world);
        state.war.declared_rung[1] = Some(2);
        contingencies(&world, &mut state, &luck);
        assert!(state.war.starts_now[1] && is_at_war(&world, &state, 1));
        let (honoured, broken) = (
            state.war.honoured[EAGLE * world.n + LION],
            state.war.broken[EAGLE * world.n + LION],
        );
        assert!(honoured != broken);
        assert_eq!(state.war.side[world.n + EAGLE] == 2, honoured);
        assert!(
            !state.war.broken[CRANE * world.n + DRAGON],
            "an aggressor's ally has no clause"
        );
        kept += u32::from(honoured);
    }
    // Chance 0.474; four standard errors of 200 draws are 0.141.
    assert!((f64::from(kept) / 200.0 - 0.474).abs() < 0.141, "{kept}");
}

/// Pattern 12.
#[test]
fn a_struck_partner_without_a_clause_gets_no_forces_in_over_95_percent_of_runs() {
    let s = scenario();
    let world = World::central(&s);
    let mut with_forces = 0;
    for index in 0..200 {
        let mut got = false;
        run(&s, &world, index, 60, |state| {
            let defenders = &state.war.forces[world.n..2 * world.n];
            let joined = (0..world.n).any(|a| a != WOLF && state.war.side[a] == 2);
            got |= joined || defenders.iter().any(|forces| *forces > 0.0);
        });
        with_forces += u32::from(got);
    }
    assert!(with_forces < 10, "{with_forces} of 200");
}

#[test]
fn nobody_helps_an_enemy() {
    let s = scenario();
    let world = World::central(&s);
    for index in 0..10 {
        run(&s, &world, index, 60, |state| {
            for t in 0..2 {
                for side in 0..2 {
                    for actor in 0..world.n {
                        let place = (t * 2 + side) * world.n + actor;
                        let is_enemy = s.theatres[t].sides[side]
                            .iter()
                            .any(|&b| b != actor && state.relations.are_enemies[world.pair(actor, b)]);
                        // Enmity is marked at the end of the month, after help was chosen.
                        if is_enemy && state.war.help[place] != 0 && state.war.help[place] < grade::TROOPS {
                            let start = world.are_rivals[world.pair(actor, s.theatres[t].sides[side][0])];
                            assert!(!start, "{actor} helps its enemy in {t}");
                        }
                    }
                }
            }
        });
    }
}

#[test]
fn a_supplier_of_the_data_starts_at_its_post_and_gives_from_its_stock() {
    let mut s = endless(scenario());
    s.theatres[0].helpers[1] = vec![EAGLE];
    let world = World::central(&s);
    let end = run(&s, &world, 0, 12, |_| ());
    assert!(end.war.totals.support_value > 0.0);
    assert!(end.war.support_year[EAGLE * world.n + WOLF] > 0.0);
    let s = without(s, "supporters");
    let world = World::central(&s);
    let end = run(&s, &world, 0, 12, |_| ());
    assert_eq!(end.war.totals.support_value, 0.0);
}

#[test]
fn a_state_arms_the_side_whose_opponent_gets_foreign_soldiers() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let value_of_wolf = |state: &State| help::value(&world, state, 0, 1, LION);
    let before = value_of_wolf(&state);
    // Worked by hand: hostility of the lion to the crane is 0.8.
    state.war.forces[CRANE] = 10.0;
    assert_eq!(value_of_wolf(&state), before, "the value itself does not change");
    let added = help::counter_arming(&world, &state, 0, 1, LION);
    assert!((added - 0.8 * world.parameters.counter_arming).abs() < 1e-12);
    assert_eq!(help::counter_arming(&world, &state, 0, 0, LION), 0.0);
}

#[test]
fn soldiers_fall_go_home_and_are_paid_exactly() {
    let mut s = scenario();
    s.theatres[0].ladder[1].ease = fixed(0.0);
    for theatre in &mut s.theatres {
        theatre.settle = fixed(0.0);
        theatre.collapse = fixed(0.0);
    }
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 3);
    luck.fill(&entities, 1, 0);
    let mut state = start(&world);
    let (sent, money) = (10.0, |state: &State, a: usize| {
        state.economy.stock[a * world.g + CURRENCY]
    });
    state.economy.stock[CRANE * world.g + TROOPS] -= sent;
    state.war.forces[CRANE] = sent;
    let before = [money(&state, BEAR), money(&state, CRANE)];
    contingencies(&world, &mut state, &luck);
    fight(&world, &mut state, &luck);
    let (alive, dead) = (state.war.forces[CRANE], state.war.casualties[CRANE]);
    assert!(dead > 0.0);
    assert_eq!(alive + dead + state.economy.stock[CRANE * world.g + TROOPS], 50.0);
    assert_eq!(money(&state, BEAR) + money(&state, CRANE), before[0] + before[1]);
    assert!((money(&state, CRANE) - before[1] - 2.0 * alive).abs() < 1e-5);
    state.month = 1;
    state.war.is_settlement_declared[0] = true;
    contingencies(&world, &mut state, &luck);
    assert_eq!(state.war.forces[CRANE], 0.0);
    assert_eq!(state.economy.stock[CRANE * world.g + TROOPS] + dead, 50.0);
}

#[test]
fn the_end_of_a_war_stops_help_and_use() {
    let mut s = scenario();
    s.theatres[0].helpers[1] = vec![EAGLE];
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 3);
    luck.fill(&entities, 1, 0);
    let mut state = start(&world);
    contingencies(&world, &mut state, &luck);
    assert!(state.war.help[world.n + EAGLE] >= grade::MUNITIONS);
    assert!(state.war.is_belligerent[WOLF]);
    state.month = 1;
    state.war.is_settlement_declared[0] = true;
    contingencies(&world, &mut state, &luck);
    assert_eq!(state.war.ending[0], Ending::Settlement);
    assert!(state.war.ends_now[0] && !state.war.is_belligerent[WOLF]);
    assert_eq!(state.war.wanted[WOLF * world.g + SHELLS], 0.0);
    assert!(state.war.help.iter().all(|help| *help == 0));
    assert_eq!(state.war.months_since_war[WOLF], 1);
}

#[test]
fn competing_ends_come_at_their_yearly_chance_when_nothing_lacks() {
    let mut s = without(scenario(), "truces");
    s.theatres[0].front = fixed(0.0);
    s.theatres[0].ladder[1].ease = fixed(0.0);
    s.theatres[0].collapse = fixed(0.0);
    let s = without(s, "front");
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 12);
    let (mut ended, runs) = (0.0, 1_000);
    for run in 0..runs {
        luck.fill(&entities, 5, run);
        let mut state = start(&world);
        for month in 0..12 {
            state.month = month;
            if state.war.ending[0] == Ending::None {
                endings::advance(&world, &mut state, &luck, 0);
            }
        }
        ended += f64::from(u8::from(state.war.ending[0] != Ending::None)) / runs as f64;
    }
    assert!(
        (ended - 0.15).abs() < 4.0 * (0.15_f64 * 0.85 / runs as f64).sqrt(),
        "{ended}"
    );
}

#[test]
fn without_contingencies_nothing_climbs_but_declared_wars_start() {
    let s = without(scenario(), "contingencies");
    let world = World::central(&s);
    let end = run(&s, &world, 0, 60, |state| assert_eq!(state.war.highest[1], 0));
    assert_eq!(end.war.totals.war_starts, 0);
}

#[test]
fn months_since_a_clash_count_from_the_last_one() {
    let s = endless(scenario());
    let world = World::central(&s);
    let end = run(&s, &world, 0, 1, |_| ());
    assert_eq!(end.war.months_since_clash[world.pair(BEAR, WOLF)], 0);
    assert_eq!(end.war.months_since_clash[world.pair(CRANE, LION)], 61);
    assert_eq!(end.war.months_since_clash[world.pair(BEAR, CRANE)], NEVER);
}

/// A pledge of 0.7 without a treaty: kept at the top rung in that share of wars, at a lower rung in proportion to
/// its intensity, and never counted as a clause.
#[test]
fn a_pledge_is_kept_as_often_as_it_says_at_the_top_and_less_below_and_breaks_nothing() {
    let mut s = scenario();
    s.theatres[1].pledges = vec![crate::scenario::world::Pledge {
        actor: WOLF,
        honour: fixed(0.7),
    }];
    let mut top = s.theatres[1].ladder[1].clone();
    s.theatres[1].ladder[1].intensity = fixed(0.5);
    top.id = "all-out".into();
    s.theatres[1].ladder.push(top);
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 2);
    let (mut below, mut above) = (0, 0);
    let runs = 400;
    for run in 0..runs {
        luck.fill(&entities, 21, run);
        let mut state = start(&world);
        state.alignment.rung[world.pair(EAGLE, LION)] = 0;
        state.war.declared_rung[1] = Some(2);
        contingencies(&world, &mut state, &luck);
        below += u32::from(state.war.side[world.n + WOLF] == 2);
        state.month = 1;
        state.war.declared_rung[1] = Some(3);
        contingencies(&world, &mut state, &luck);
        above += u32::from(state.war.side[world.n + WOLF] == 2);
        assert!(state.war.broken.iter().all(|broken| !broken));
        assert_eq!(state.war.totals.obligations_called, 0);
    }
    let [below, above] = [below, above].map(|kept| f64::from(kept) / runs as f64);
    // Four standard errors of 400 draws: 0.095 and 0.092.
    assert!((below - 0.35).abs() < 0.095, "{below}");
    assert!((above - 0.7).abs() < 0.092, "{above}");
}

#[test]
fn a_patron_that_joined_is_followed_by_allies_who_can_reach_the_place_and_speak_for_its_side() {
    let mut s = scenario();
    s.theatres[1].pledges = vec![crate::scenario::world::Pledge {
        actor: WOLF,
        honour: fixed(0.999),
    }];
    let mut world = World::central(&s);
    world.parameters.joined_discount = 0.5;
    world.parameters.nuclear_discount = 1.0;
    let (n, pair) = (world.n, world.pair(WOLF, EAGLE));
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 2);
    let runs = 400;
    let mut shares = Vec::new();
    for (words, near) in [(grade::WORDS, 1.0), (grade::WORDS, 0.25), (grade::NOTHING, 1.0)] {
        (
            world.projection[EAGLE * n + LION],
            world.projection[WOLF * n + LION],
        ) = (near, 1.0);
        let mut followed = 0;
        for run in 0..runs {
            luck.fill(&entities, 22, run);
            let mut state = start(&world);
            state.alignment.rung[world.pair(EAGLE, LION)] = 0;
            state.alignment.rung[pair] = 3;
            state.alignment.honour[pair] = 0.6;
            state.relations.trust[EAGLE * n + WOLF] = world.trust[pair];
            state.war.declared_rung[1] = Some(world.scenario.theatres[1].ladder.len());
            contingencies(&world, &mut state, &luck);
            state.war.help[(2 + 1) * n + EAGLE] = words;
            obligations::follow_patrons(&world, &mut state, 1);
            followed += u32::from(state.war.side[n + EAGLE] == 2);
            assert!(!state.war.broken[EAGLE * n + WOLF]);
        }
        shares.push(f64::from(followed) / f64::from(runs as u32));
    }
    // Odds of 1.5 halved: 3 / 7 = 0.429, a quarter of it out of reach; four standard errors of 400 draws: 0.1 and 0.062.
    assert!((shares[0] - 3.0 / 7.0).abs() < 0.1, "{shares:?}");
    assert!((shares[1] - 3.0 / 28.0).abs() < 0.062, "{shares:?}");
    assert_eq!(shares[2], 0.0, "{shares:?}");
}

/// The rates of wars are those published for the whole climb: what lasts becomes usual.
#[test]
fn a_change_of_opportunity_that_lasts_becomes_usual() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    let before = ladder::hazard_up(&world, &state, 1);
    state.war.opportunity[1] += 0.4;
    let fresh = ladder::hazard_up(&world, &state, 1);
    for _ in 0..60 {
        opportunity::get_used(&world, &mut state);
    }
    let stale = ladder::hazard_up(&world, &state, 1);
    assert!(
        fresh > 1.2 * before && stale < 1.01 * before,
        "{before} {fresh} {stale}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Joint properties over luck and parameters: the front stays inside, nothing is negative, aid and
    /// soldiers are conserved to the bit.
    #[test]
    fn fronts_stay_inside_and_goods_are_conserved(seed in 0u64..1_000_000) {
        let mut s = scenario();
        s.theatres[0].helpers[1] = vec![EAGLE];
        let world = World::sample(&s, seed, 0);
        let mut used = vec![0.0; world.g];
        let mut dead = 0.0;
        let held = |state: &State, good: usize| -> f64 {
            (0..world.n).map(|a| state.economy.stock[a * world.g + good]).sum()
        };
        let begin = start(&world);
        let end = run(&s, &world, seed, 60, |state| {
            for good in 0..world.g {
                used[good] += (0..world.n).map(|a| state.war.used[a * world.g + good]).sum::<f64>();
            }
            dead += state.economy.lost[TROOPS];
            assert!(state.war.front.iter().all(|front| (-1.0..=1.0).contains(front)));
            assert!(state.economy.stock.iter().all(|stock| *stock >= 0.0));
            assert!(state.war.readiness.iter().all(|m| (0.0..=1.0).contains(m)));
            assert!(state.war.attention.iter().all(|m| (0.0..=1.0).contains(m)));
        });
        for good in 0..world.g {
            if good != TROOPS {
                prop_assert_eq!(held(&begin, good), held(&end, good) + used[good]);
            }
        }
        let abroad: f64 = end.war.forces.iter().sum();
        prop_assert_eq!(held(&begin, TROOPS), held(&end, TROOPS) + abroad + dead);
    }
}

/// E7.4. Wholly common reluctance and equal clauses: allies come together or not at all, lead or no lead.
#[test]
fn allies_of_one_war_decide_together_as_far_as_their_reluctance_is_common() {
    let s = scenario();
    let mut world = World::central(&s);
    world.parameters.honour_lead = 0.0;
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 1);
    let mut count = |common: f64| {
        world.parameters.honour_common = common;
        let (mut kept, mut alike) = (0, 0);
        for run in 0..300 {
            luck.fill(&entities, 5, run);
            let mut state = start(&world);
            let pair = world.pair(WOLF, LION);
            state.alignment.rung[pair] = 3;
            state.alignment.honour[pair] = 0.6;
            state.war.declared_rung[1] = Some(2);
            contingencies(&world, &mut state, &luck);
            let [first, second] = [EAGLE, WOLF].map(|ally| state.war.honoured[ally * world.n + LION]);
            kept += u32::from(first) + u32::from(second);
            alike += u32::from(first == second);
        }
        (f64::from(kept) / 600.0, f64::from(alike) / 300.0)
    };
    let (_, alone) = count(0.0);
    let (mean, together) = count(1.0);
    assert_eq!(together, 1.0);
    // Independent decisions with chance 0.474 agree in half of the wars: 0.474^2 + 0.526^2 = 0.501.
    assert!((alone - 0.501).abs() < 4.0 * (0.25f64 / 300.0).sqrt(), "{alone}");
    assert!(
        (mean - 0.474).abs() < 4.0 * (0.25f64 / 300.0).sqrt(),
        "the mean chance stays: {mean}"
    );
}

/// E6.11: a tenth of the world's energy shut in at a response of 4 makes it 40 % dearer, while force is used.
#[test]
fn energy_shut_in_by_war_is_dear_while_force_is_used() {
    let mut s = scenario();
    s.theatres[0].ladder[1].energy = fixed(0.1);
    let mut world = World::central(&s);
    world.parameters.energy_response = 4.0;
    let mut state = start(&world);
    assert!((energy::energy_price(&world, &state) - 1.4).abs() < 1e-12);
    state.war.is_truce[0] = true;
    assert_eq!(energy::energy_price(&world, &state), 1.0);
    state.war.is_truce[0] = false;
    energy::set_energy_price(&world, &mut state);
    for (price, class) in state.economy.price_factor.iter().zip(&world.class) {
        let expected = if *class == GoodClass::Energy { 1.4 } else { 1.0 };
        assert!((price - expected).abs() < 1e-12);
    }
}

/// E7.5: a blockade short of war asks partners, too; when it is lifted they stand down.
#[test]
fn partners_choose_in_a_blockade_short_of_war_and_stand_down_after_it() {
    let mut s = without(scenario(), "contingencies");
    s.theatres[1].ladder[0].blockade = fixed(0.7);
    s.theatres[1].helpers[0] = vec![BEAR];
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 24);
    let mut given = 0;
    for run in 0..20 {
        luck.fill(&entities, 3, run);
        let mut state = start(&world);
        state.war.rung[1] = 1;
        state.war.rung_before[1] = 1;
        for month in 0..24 {
            state.month = month;
            contingencies(&world, &mut state, &luck);
            given += state.war.help[2 * world.n..4 * world.n]
                .iter()
                .map(|&help| u32::from(help))
                .sum::<u32>();
            assert!(!state.war.was_at_war[1]);
        }
        state.war.declared_rung[1] = Some(0);
        contingencies(&world, &mut state, &luck);
        assert!(
            state.war.help[2 * world.n..4 * world.n]
                .iter()
                .all(|&help| help == grade::NOTHING)
        );
    }
    assert!(given > 0);
}

/// E7.2 by hand: 1 x (1 - 0.25) + 0.7 x 0.5 + 0.8 x 0.6 - 1 x 0.1 = 1.48 where nobody stands behind either side, nothing is
/// elsewhere, and deterrence and the bomb weigh nothing.
#[test]
fn opportunity_adds_up_by_hand() {
    let mut s = scenario();
    s.theatres[0].start_rung = 0;
    let mut world = World::central(&s);
    let p = &mut world.parameters;
    (p.opportunity_depletion, p.opportunity_readiness) = (1.0, 0.7);
    (p.opportunity_hostility, p.opportunity_disorder) = (0.8, 1.0);
    (p.opportunity_deterrence, p.opportunity_nuclear) = (0.0, 0.0);
    let mut state = start(&world);
    state.alignment.rung.fill(0);
    state.war.readiness[LION] = 0.25;
    state.war.readiness[DRAGON] = 0.5;
    state.war.disorder[DRAGON] = 0.1;
    state.relations.hostility[DRAGON * world.n + LION] = 0.6;
    opportunity::measure(&world, &mut state);
    assert!(
        (state.war.opportunity[1] - 1.48).abs() < 1e-9,
        "{}",
        state.war.opportunity[1]
    );
}

/// E7.5 by hand: shared threat 0.2, a defence treaty, trust 0.8, hostility 0.1, no trade; 0.4 of the stake lost.
#[test]
fn the_value_of_a_side_adds_up_by_hand() {
    let s = scenario();
    let mut world = World::central(&s);
    let p = &mut world.parameters;
    (p.help_threat, p.help_treaty, p.help_trade) = (1.5, 0.35, 0.0);
    (p.help_trust, p.help_hostility, p.help_losing) = (0.35, 0.8, 0.5);
    p.reliance_defence = 0.7;
    let mut state = start(&world);
    let n = world.n;
    state.relations.threat_share[EAGLE * n + DRAGON] = 0.2;
    state.relations.threat_share[LION * n + DRAGON] = 0.5;
    state.alignment.rung[world.pair(EAGLE, LION)] = 3;
    state.relations.trust[EAGLE * n + LION] = 0.8;
    state.relations.hostility[EAGLE * n + LION] = 0.1;
    // The dragon's whole threat is enmity: (1 - 0.2) / 0.8 = 1.
    state.relations.hostility[DRAGON * n + EAGLE] = 1.0;
    state.war.backed.fill(0.0);
    state.war.backed[2 * n + DRAGON] = 1.0;
    // 1.5 x 0.2 + 0.35 x 0.7 + 0.35 x 0.5 - 0.8 x 0.1 = 0.64; with 0.4 lost, x 1.2.
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.64).abs() < 1e-9);
    state.war.front[1] = 0.4;
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.768).abs() < 1e-9);
    state.war.front[1] = 0.0;
    // Half of it at a hostility of 1/3: (1/3 - 0.2) / (0.8 / 3) = 0.5, and none among ordinary states.
    state.relations.hostility[DRAGON * n + EAGLE] = 1.0 / 3.0;
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.49).abs() < 1e-9);
    state.relations.hostility[DRAGON * n + EAGLE] = 0.2;
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.34).abs() < 1e-9);
    // Who stands behind the dragon with a half of its power counts by half: 1.5 x 0.5 x 0.3 more.
    state.war.backed[2 * n + BEAR] = 0.5;
    state.relations.hostility[BEAR * n + EAGLE] = 1.0;
    state.relations.threat_share[EAGLE * n + BEAR] = 0.3;
    state.relations.threat_share[LION * n + BEAR] = 0.4;
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.565).abs() < 1e-9);
    // Who has joined counts as one it might not lose: trust 1 and no treaty give 0.35 x 0.7 + 1.5 x 0.5 x 0.2.
    state.war.side[n + CRANE] = 2;
    state.relations.trust[EAGLE * n + CRANE] = 1.0;
    state.relations.hostility[EAGLE * n + CRANE] = 0.0;
    state.relations.threat_share[CRANE * n + BEAR] = 0.2;
    state.relations.threat_share[CRANE * n + DRAGON] = 0.0;
    state.relations.trust[EAGLE * n + LION] = 0.0;
    state.alignment.rung[world.pair(EAGLE, LION)] = 0;
    state.alignment.rung[world.pair(EAGLE, CRANE)] = 0;
    assert!((help::value(&world, &state, 1, 1, EAGLE) - 0.395).abs() < 1e-9);
}

/// E7.5: in a theatre at peace a supplier gets what makes munitions just worth it, its temper left out: half of all tempers arm.
#[test]
fn who_arms_a_side_in_peace_is_as_likely_as_not_to_arm_it_in_a_war() {
    let mut s = scenario();
    s.theatres[1].helpers[1] = vec![EAGLE];
    let mut world = World::central(&s);
    // So dear that its ties alone do not make it arm.
    world.parameters.help_threshold = 5.0;
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 1);
    let place = 3 * world.n + EAGLE;
    let mut arming = 0;
    for run in 0..200 {
        luck.fill(&entities, 1, run);
        let mut state = start(&world);
        help::choose(&world, &mut state, &luck);
        let value = help::value(&world, &state, 1, 1, EAGLE);
        let munitions = help::cost(&world, &state, 1, 1, EAGLE, grade::MUNITIONS);
        assert!(value < munitions, "the data of the test say nothing");
        assert!((state.war.help_offset[place] - (munitions - value)).abs() < 1e-12);
        let felt = value + state.war.help_offset[place] + state.war.temper[world.n + EAGLE];
        arming += u32::from(felt >= munitions);
    }
    // Binomial with 200 and a half: four standard deviations are 28.
    assert!((72..=128).contains(&arming), "{arming} of 200");
}

/// E4.11: an ally of a state that has joined may send soldiers, not only an ally of the attacked.
#[test]
fn allies_of_whoever_joined_may_send_forces() {
    let s = scenario();
    let world = World::central(&s);
    let mut state = start(&world);
    state.war.clauseless_sender.fill(usize::MAX);
    for &principal in &s.theatres[1].sides[1] {
        state.alignment.rung[world.pair(WOLF, principal)] = 0;
    }
    state.alignment.rung[world.pair(WOLF, EAGLE)] = 4;
    assert!(!obligations::may_send_forces(&world, &mut state, 1, 1, WOLF));
    state.war.side[world.n + EAGLE] = 2;
    assert!(obligations::may_send_forces(&world, &mut state, 1, 1, WOLF));
}

/// E6.6: a war that climbed this month does not end in it, however likely its end.
#[test]
fn no_war_ends_in_the_month_in_which_it_climbs() {
    let mut s = without(scenario(), "truces");
    s.theatres[0].settle = fixed(1.0 - 1e-12);
    let world = World::central(&s);
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 1);
    luck.fill(&entities, 1, 0);
    let mut state = start(&world);
    let rung = state.war.rung[0];
    state.war.rung_before[0] = rung - 1;
    endings::advance(&world, &mut state, &luck, 0);
    assert_eq!(state.war.ending[0], Ending::None);
    state.war.rung_before[0] = rung;
    endings::advance(&world, &mut state, &luck, 0);
    assert_eq!(state.war.ending[0], Ending::Settlement);
}

/// E7.6: who is committed to a war may stir a theatre of its own up a rung that is no clash; it fades by 0.85 a month.
#[test]
fn a_distraction_raises_the_helpers_own_theatre_one_rung_and_fades() {
    let s = scenario();
    let mut world = World::central(&s);
    world.parameters.distraction_hazard = 1e9;
    let entities = entities(&s);
    let mut luck = Luck::sized(&entities, 2);
    luck.fill(&entities, 1, 0);
    let mut state = start(&world);
    state.war.help[DRAGON] = grade::MUNITIONS;
    state.war.help_value[DRAGON] = 0.5;
    opportunity::open_distractions(&world, &mut state, &luck);
    assert_eq!((state.war.rung[1], state.war.distraction[1]), (1, 1.0));
    assert_eq!(state.war.help[DRAGON], grade::DISTRACTION);
    world.parameters.distraction_hazard = 0.0;
    opportunity::open_distractions(&world, &mut state, &luck);
    assert!((state.war.distraction[1] - 0.85).abs() < 1e-12);
}
