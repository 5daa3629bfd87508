//! Hand-worked examples and what the mechanisms must do; switches included.

use super::state::draft;
use super::*;
use crate::model::economy::state::Delivery;
use crate::model::testing::*;
use crate::model::world::SECTORS;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::mechanism_index;
use crate::scenario::world::{Cargo, Sector};

const N: usize = ACTORS.len();
const ARMS: usize = Sector::Arms as usize;
const DUAL_USE: usize = Sector::DualUse as usize;
const FINANCE: usize = Sector::Finance as usize;
const ENERGY: usize = Sector::Energy as usize;
const FOOD_SECTOR: usize = Sector::Food as usize;
const MONTHS: usize = 240;

/// A scenario with some mechanisms off.
fn without(switches: &[&str]) -> Scenario {
    let mut s = scenario();
    for switch in switches {
        match mechanism_index(switch) {
            Some(index) => s.switches.turn_off(index),
            None => panic!("no mechanism {switch}"),
        }
    }
    s
}

fn start<'s>(s: &'s Scenario) -> (World<'s>, State) {
    let world = World::central(s);
    let mut state = State::sized(&world);
    state.reset(&world);
    (world, state)
}

fn luck(s: &Scenario, run: u64) -> Luck {
    let entities = entities(s);
    let mut luck = Luck::sized(&entities, MONTHS);
    luck.fill(&entities, 7, run);
    luck
}

/// Runs the phase alone for `months` months; `each` sets what other phases would.
fn advance_alone(s: &Scenario, run: u64, months: usize, mut each: impl FnMut(&World, &mut State)) -> State {
    let (world, mut state) = start(s);
    let luck = luck(s, run);
    for month in 0..months {
        state.month = month;
        state.war.starts_now.fill(false);
        state.economy.deliveries.clear();
        each(&world, &mut state);
        advance(&world, &mut state, &luck);
    }
    state
}

fn sale(world: &World, from: usize, to: usize, good: usize, quantity: f64) -> Delivery {
    Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity,
        value: quantity * world.price[good],
        is_leak: false,
        is_aid: false,
    }
}

/// Mean of a number over runs.
fn mean_over_runs(
    s: &Scenario,
    months: usize,
    each: impl Fn(&World, &mut State),
    value: impl Fn(&State) -> f64,
) -> f64 {
    (0..40)
        .map(|run| value(&advance_alone(s, run, months, &each)))
        .sum::<f64>()
        / 40.0
}

#[test]
fn suffered_is_stringency_times_the_share_of_trade_that_observes_it() {
    let s = scenario();
    let (_, state) = start(&s);
    let sanctions = &state.sanctions;
    let shares = &sanctions.market_share[BEAR * N..(BEAR + 1) * N];
    // Senders observe fully, the others (crane, dragon, wolf) at 0.1.
    let observed = shares[EAGLE] + shares[LION] + 0.1 * (shares[CRANE] + shares[DRAGON] + shares[WOLF]);
    let suffered = sanctions.suffered[BEAR * SECTORS + ARMS];
    assert!((suffered - 0.7 * observed).abs() < 1e-12);
    assert_eq!(sanctions.suffered[BEAR * SECTORS + FOOD_SECTOR], 0.0);
    assert_eq!(sanctions.suffered[EAGLE * SECTORS + ARMS], 0.0);
    assert!((sanctions.listed[BEAR * SECTORS + ARMS] - 0.7).abs() < 1e-12);
    assert!((sanctions.watch[BEAR * SECTORS + ARMS] - 0.3).abs() < 1e-12);
}

#[test]
fn exposure_is_the_trade_with_the_coalition_not_yet_lost() {
    let s = scenario();
    let (world, state) = start(&s);
    // Dragon trades 2,000 million a year each with eagle and lion, of 6.8 trillion.
    let share = 2_000.0 / (world.total_trade[DRAGON] * 1_000.0);
    // Eagle trusts it by 0.1, lion by 0.4: the more trusted, the slower to be punished.
    assert!((state.sanctions.exposure[DRAGON] - (0.9 + 0.6) * share).abs() < 1e-12);
    // Bear has lost seven tenths of what is covered (all but food) with the same two partners.
    let breadth = in_effect::breadth(&world, &state.sanctions.covers[0]);
    assert!((breadth - 0.92).abs() < 1e-12);
    let share = 2_000.0 / (world.total_trade[BEAR] * 1_000.0);
    assert!((state.sanctions.exposure[BEAR] - (0.9 + 0.6) * share * (1.0 - 0.7 * breadth)).abs() < 1e-12);
}

#[test]
fn what_is_left_to_lose_is_looked_at_every_third_month_and_at_once_where_regimes_move() {
    let s = without(&["tightening", "security-council", "relief"]);
    // Eagle comes to trust dragon month by month, so dragon fears it less; from `tightened` on bear is under more.
    let months_that_changed = |tightened: usize| {
        let mut seen = Vec::new();
        advance_alone(&s, 0, 9, |_, state| {
            let exposure = [DRAGON, BEAR].map(|actor| state.sanctions.exposure[actor]);
            seen.push(exposure);
            state.relations.trust[EAGLE * N + DRAGON] += 0.02;
            if state.month >= tightened {
                state.sanctions.stringency[0] = 0.99;
            }
        });
        let changed = seen.windows(2).enumerate().filter(|(_, two)| two[0] != two[1]);
        changed.map(|(month, _)| month).collect::<Vec<usize>>()
    };
    assert_eq!(months_that_changed(99), [2, 5]);
    assert_eq!(months_that_changed(3), [2, 3, 5]);
}

#[test]
fn senders_apply_what_they_enforce_third_states_what_they_observe() {
    let s = without(&["blockade"]);
    let (world, state) = start(&s);
    let passage =
        |from: usize, to: usize, sector| state.sanctions.passage[(from * N + to) * SECTORS + sector];
    let loosening = 1.0 + world.parameters.logistics_passage * 0.1;
    assert!((passage(EAGLE, BEAR, FINANCE) - (1.0 - 0.7 * 0.6 / loosening)).abs() < 1e-12);
    // What it licenses or lands itself, a sender stops whole, however it enforces the rest.
    assert!((passage(EAGLE, BEAR, ENERGY) - (1.0 - 0.7)).abs() < 1e-12);
    assert!((passage(EAGLE, BEAR, DUAL_USE) - (1.0 - 0.7)).abs() < 1e-12);
    assert!((passage(BEAR, DRAGON, ENERGY) - (1.0 - 0.7 * 0.1 / loosening)).abs() < 1e-12);
    assert!(
        passage(EAGLE, BEAR, ARMS).abs() < 1e-12,
        "a sender licenses no arms to its target"
    );
    assert_eq!(passage(EAGLE, LION, ENERGY), 1.0);
    assert_eq!(
        passage(EAGLE, BEAR, FOOD_SECTOR).min(passage(BEAR, DRAGON, FOOD_SECTOR)),
        1.0
    );
}

#[test]
fn no_sanctions_means_no_friction_and_nothing_to_fear() {
    let s = without(&["sanctions", "blockade"]);
    let state = advance_alone(&s, 0, 6, |world, state| {
        let shells = sale(world, CRANE, BEAR, SHELLS, 1e6);
        state.economy.deliveries.push(shells);
    });
    assert!(state.sanctions.passage.iter().all(|p| *p == 1.0));
    assert!(state.sanctions.detected.iter().all(|d| *d == 0.0));
    assert!(state.sanctions.exposure.iter().all(|x| *x == 0.0));
}

#[test]
fn the_first_market_of_every_run_finds_the_same_state() {
    let s = scenario();
    let (world, fresh) = start(&s);
    let mut used = advance_alone(&s, 3, 30, |world, state| {
        state.war.starts_now[1] = state.month == 2;
        let shells = sale(world, CRANE, BEAR, SHELLS, 1e7);
        state.economy.deliveries.push(shells);
    });
    used.reset(&world);
    let text = |state: &State| {
        let mut sanctions = state.sanctions.clone();
        sanctions.scratch.clone_from(&fresh.sanctions.scratch);
        format!("{sanctions:?}")
    };
    assert_eq!(text(&used), text(&fresh));
}

#[test]
fn hidden_logistics_match_a_hand_worked_month() {
    let s = scenario();
    let (world, _) = start(&s);
    let p = &world.parameters;
    // Sanctioned trade equal to the scale: half activity. K = 0.6, enforcement 0.5; a partner at K = 1.4 that works half as
    // closely as it could teaches 0.5 x (1.4 - 0.6) = 0.4.
    let expected = 0.6 + p.logistics_learning * 0.5 * 0.8 + p.logistics_sharing * 0.5 * 0.4
        - p.logistics_decay * 0.5 * 1.5 * 0.6;
    let next = logistics::step(&world, 0.6, p.logistics_scale, 0.4, 0.5);
    assert!((next - expected).abs() < 1e-12);
    assert!(
        logistics::step(&world, 0.6, 0.0, 3.0, 1.0) < 0.6,
        "idle networks decay, whoever could teach"
    );
}

fn oil_for_all(world: &World, state: &mut State) {
    for (from, to) in [(BEAR, CRANE), (BEAR, DRAGON)] {
        let passage = state.sanctions.passage[(from * N + to) * SECTORS + ENERGY];
        let oil = sale(world, from, to, OIL, 1e3 * passage);
        state.economy.deliveries.push(oil);
    }
}

#[test]
fn learning_and_sharing_evasion_lower_the_bite() {
    let bite = |s: &Scenario| {
        advance_alone(s, 0, 36, |world, state| {
            // Crane is well connected and close to bear.
            state.relations.trust.fill(0.9);
            state.alignment.behaviour.fill(0.9);
            if state.month == 0 {
                state.sanctions.logistics[CRANE * N + DRAGON] = 2.5;
                state.sanctions.logistics[DRAGON * N + CRANE] = 2.5;
            }
            oil_for_all(world, state);
        })
        .sanctions
        .bite[BEAR]
    };
    let frozen = [
        "compliance",
        "fatigue",
        "relief",
        "tightening",
        "secondary-sanctions",
        "blockade",
    ];
    let off = |more: &[&str]| without(&[&frozen, more].concat());
    let (full, unshared, unlearnt) = (
        bite(&off(&[])),
        bite(&off(&["shared-logistics"])),
        bite(&off(&["hidden-logistics"])),
    );
    assert!(full > 0.0);
    assert!(
        full < unshared && unshared < unlearnt,
        "{full} {unshared} {unlearnt}"
    );
}

#[test]
fn detection_follows_its_probability() {
    // 1 - e^-(0.3 x 1e5 / (1e5 x 1.1)) of months: watch 0.3 on bear alone, K 0.1 held.
    let s = without(&["hidden-logistics", "tightening", "security-council"]);
    let (world, mut state) = start(&s);
    let mut seen = 0.0;
    let runs = 60;
    for run in 0..runs {
        let luck = luck(&s, run);
        state.reset(&world);
        for month in 0..24 {
            state.month = month;
            state.economy.deliveries.clear();
            let oil = sale(&world, DRAGON, BEAR, OIL, 1e5);
            state.economy.deliveries.push(oil);
            detection::ledger(&world, &mut state);
            detection::detect(&world, &mut state, &luck);
            seen += f64::from(u8::from(state.sanctions.detected[DRAGON * N + BEAR] > 0.0));
        }
    }
    let p = detection_probability(0.5, 0.6, 1e5, 1e5, 0.1);
    let trials = runs as f64 * 24.0;
    let error = crate::random::maths::sqrt(p * (1.0 - p) / trials);
    assert!((seen / trials - p).abs() < 4.0 * error, "{} {p}", seen / trials);
}

#[test]
fn a_detected_sale_uses_up_its_punishment_and_counts_for_both() {
    let s = without(&["security-council"]);
    let state = advance_alone(&s, 0, 3, |world, state| {
        let shells = sale(world, DRAGON, BEAR, SHELLS, 1e8);
        state.economy.deliveries.push(shells);
    });
    let sanctions = &state.sanctions;
    assert!(sanctions.punished[DRAGON * SECTORS + ARMS] > 0.0);
    assert!(sanctions.violations[DRAGON] > 0.0 && sanctions.violations[BEAR] > 0.0);
    let slot = s.regimes.len() + DRAGON;
    assert!(
        sanctions.in_force[slot] && sanctions.effective[slot] > 0.0,
        "the coalition punishes the seller"
    );
    assert!(sanctions.sanctioning[EAGLE * N + DRAGON] > 0.0);
}

#[test]
fn compliance_stands_still_until_something_moves_it() {
    let s = without(&["relief", "fatigue"]);
    let state = advance_alone(&s, 0, 24, |_, _| {});
    assert!((state.sanctions.compliance[DRAGON] - 0.1).abs() < 0.01);
}

#[test]
fn a_state_with_nothing_left_to_lose_stops_observing_the_sanctions_of_others() {
    // Pattern 5, second half: an exposed state comes under sanctions itself; its compliance with a UN
    // regime on its neighbour drops, and no rule names it.
    let mut s = without(&["relief", "security-council"]);
    for dyad in &mut s.dyads {
        if dyad.first == DRAGON || dyad.second == DRAGON {
            dyad.trade = fixed(1.0e6);
        }
    }
    let cell = N + DRAGON;
    let run = |strikes: bool| {
        advance_alone(&s, 0, 48, |world, state| {
            state.alignment.rung[world.pair(EAGLE, LION)] = 4;
            state.war.starts_now[1] = strikes && state.month == 6;
        })
    };
    let (peace, war) = (run(false), run(true));
    let exposure = |state: &State| state.sanctions.exposure[DRAGON];
    assert!(
        exposure(&war) < 0.8 * exposure(&peace),
        "{} {}",
        exposure(&war),
        exposure(&peace)
    );
    assert!(war.sanctions.compliance[cell] < peace.sanctions.compliance[cell] - 0.02);
    let mut frozen = s.clone();
    if let Some(index) = mechanism_index("compliance") {
        frozen.switches.turn_off(index);
    }
    let state = advance_alone(&frozen, 0, 48, |_, state| {
        state.war.starts_now[1] = state.month == 6
    });
    assert_eq!(state.sanctions.compliance[cell], 0.4);
}

#[test]
fn a_commitment_makes_a_veto_likely_and_hostility_makes_it_rare() {
    let s = scenario();
    let (world, mut state) = start(&s);
    let veto = |state: &State| council::veto_of(&world, state, DRAGON, CRANE, 0.0);
    state.alignment.rung[world.pair(CRANE, DRAGON)] = 0;
    let before = veto(&state);
    state.alignment.rung[world.pair(CRANE, DRAGON)] = 3;
    let bound = veto(&state);
    state.economy.arms_year[CRANE * N + DRAGON] = 1_000.0;
    let armed = veto(&state);
    assert!(before < bound && bound < armed, "{before} {bound} {armed}");
    assert!(council::veto_of(&world, &state, EAGLE, CRANE, 0.0) < before);
    assert_eq!(council::veto_of(&world, &state, BEAR, BEAR, 0.0), 1.0);
    // Hand-worked: base + commitment x 0.5, nothing else.
    let p = &world.parameters;
    let expected = crate::random::maths::logistic(p.veto_base + 0.5 * p.veto_commitment);
    assert!((council::veto_probability(&world, 0.5, 0.0, 0.0, 0.0, 0.0) - expected).abs() < 1e-12);
}

fn count_drafts(s: &Scenario, patron: bool, result: u8) -> usize {
    let mut count = 0;
    for run in 0..20 {
        advance_alone(s, run, 61, |world, state| {
            count += usize::from(state.sanctions.draft[1] == result);
            state.alignment.tested_now[CRANE] = true;
            // The made-up world binds the two by a treaty.
            state.alignment.rung[world.pair(CRANE, DRAGON)] = 0;
            if patron {
                state.alignment.rung[world.pair(CRANE, DRAGON)] = 3;
                state.alignment.behaviour[world.pair(CRANE, DRAGON)] = 0.9;
                state.economy.arms_year[CRANE * N + DRAGON] = 2_000.0;
            }
        });
    }
    count
}

#[test]
fn drafts_on_a_friendless_target_pass_and_those_on_a_client_are_vetoed() {
    let s = scenario();
    assert!(count_drafts(&s, false, draft::ADOPTED) > 4 * count_drafts(&s, false, draft::VETOED));
    assert!(count_drafts(&s, true, draft::VETOED) > count_drafts(&s, true, draft::ADOPTED));
    assert!(count_drafts(&s, true, draft::MONITORING_VETOED) > 0);
    assert_eq!(
        count_drafts(&without(&["security-council"]), true, draft::VETOED),
        0
    );
}

#[test]
fn monitoring_that_was_vetoed_stays_ended_and_less_is_seen() {
    let s = scenario();
    let mut was_ended = 0;
    for run in 0..20 {
        let state = advance_alone(&s, run, 60, |world, state| {
            state.economy.arms_year[CRANE * N + DRAGON] = 2_000.0;
            state.alignment.behaviour[world.pair(CRANE, DRAGON)] = 1.0;
        });
        if state.sanctions.is_monitoring_ended[1] {
            was_ended += 1;
            assert!(state.sanctions.effective_monitoring[1] < state.sanctions.monitoring[1]);
        }
    }
    assert!(was_ended > 0);
}

#[test]
fn a_draft_without_votes_fails_and_is_no_veto() {
    let mut s = scenario();
    if let Some(place) = crate::scenario::parameters::parameter_index("council-support") {
        s.parameters[place] = fixed(-8.0);
    }
    assert!(count_drafts(&s, false, draft::FAILED) > 0);
    assert_eq!(count_drafts(&s, false, draft::ADOPTED), 0);
}

#[test]
fn senders_tighten_after_attacks_and_tests() {
    assert!((senders::tightened(0.6, 0.25, 0.2) - 0.68).abs() < 1e-12);
    let quiet = |s: &Scenario| advance_alone(s, 0, 12, |_, _| {}).sanctions.stringency[0];
    let attacked = |s: &Scenario| {
        advance_alone(s, 0, 12, |_, state| state.war.starts_now[0] = state.month == 3)
            .sanctions
            .stringency[0]
    };
    let tested = |s: &Scenario| {
        advance_alone(s, 0, 12, |_, state| {
            state.alignment.tested_now[BEAR] = state.month % 3 == 0
        })
        .sanctions
        .stringency[0]
    };
    let on = scenario();
    assert!(attacked(&on) > quiet(&on) && tested(&on) > quiet(&on));
    let off = without(&["tightening"]);
    assert_eq!(attacked(&off), quiet(&off));
}

#[test]
fn senders_tire_and_loosen_when_energy_is_dear() {
    let s = scenario();
    let calm = advance_alone(&s, 0, 24, |_, _| {}).sanctions.stringency[0];
    assert!(calm < 0.7);
    let dear = advance_alone(&s, 0, 24, |_, state| state.economy.price_factor[OIL] = 2.0);
    assert!(
        dear.sanctions.stringency[0] < calm,
        "bear could supply the oil that is short"
    );
    let off = without(&["fatigue", "tightening"]);
    assert_eq!(advance_alone(&off, 0, 24, |_, _| {}).sanctions.stringency[0], 0.7);
}

#[test]
fn deals_are_struck_and_broken_and_struck_again() {
    let mut s = scenario();
    if let Some(place) = crate::scenario::parameters::parameter_index("relief-rate") {
        s.parameters[place] = fixed(2.0);
    }
    let mut changes = 0;
    let mut was_relieved = false;
    let mut least = 1.0f64;
    advance_alone(&s, 1, 120, |_, state| {
        changes += usize::from(state.sanctions.is_relieved[0] != was_relieved);
        was_relieved = state.sanctions.is_relieved[0];
        least = least.min(state.sanctions.effective[0]);
    });
    assert!(changes >= 3, "{changes}");
    assert!(least < 0.5 * 0.7);
    let off = without(&["relief"]);
    assert!((0..10).all(|run| !advance_alone(&off, run, 60, |_, _| {}).sanctions.is_relieved[0]));
}

#[test]
fn firms_that_supply_a_target_at_war_are_hit() {
    let mut s = scenario();
    for dyad in &mut s.dyads {
        dyad.trade = fixed(5.0e5);
    }
    let each = |world: &World, state: &mut State| {
        state.war.is_belligerent[BEAR] = true;
        let mut chips = sale(world, DRAGON, BEAR, CHIPS, 1e6);
        chips.is_leak = true;
        state.economy.deliveries.push(chips);
    };
    let hit = mean_over_runs(&s, 24, each, |state| state.sanctions.secondary[DRAGON]);
    assert!(hit > 0.0);
    if let Some(index) = mechanism_index("secondary-sanctions") {
        s.switches.turn_off(index);
    }
    assert_eq!(
        mean_over_runs(&s, 24, each, |state| state.sanctions.secondary[DRAGON]),
        0.0
    );
}

#[test]
fn a_blockade_stops_what_comes_by_sea_and_leaves_land_borders() {
    let s = scenario();
    let state = advance_alone(&s, 0, 1, |_, state| state.war.rung[1] = 2);
    let passage = |from: usize, to: usize| state.sanctions.passage[(from * N + to) * SECTORS + FOOD_SECTOR];
    assert!((passage(EAGLE, LION) - 0.5).abs() < 1e-12);
    assert!(passage(LION, EAGLE) < 1.0 && passage(LION, EAGLE) > 0.5);
    assert_eq!(passage(CRANE, DRAGON), 1.0, "a shared land border");
    assert!(passage(EAGLE, DRAGON) < 1.0, "the attacker's imports by sea");
    assert!(state.sanctions.blocked_value[LION] > 0.0);
    let off = without(&["blockade"]);
    let state = advance_alone(&off, 0, 1, |_, state| state.war.rung[1] = 2);
    assert_eq!(
        state.sanctions.passage[(EAGLE * N + LION) * SECTORS + FOOD_SECTOR],
        1.0
    );
}

#[test]
fn the_hostile_and_the_allied_sanction_an_aggressor_and_others_do_not() {
    let s = scenario();
    let strike = |s: &Scenario| {
        advance_alone(s, 0, 4, |world, state| {
            state.alignment.rung[world.pair(EAGLE, LION)] = 4;
            state.alignment.rung[world.pair(CRANE, DRAGON)] = 3;
            state.war.starts_now[1] = state.month == 1;
        })
    };
    let state = strike(&s);
    let by = |sender: usize| state.sanctions.sanctioning[sender * N + DRAGON];
    assert!(by(EAGLE) > 0.4, "hostile and allied to the victim: {}", by(EAGLE));
    assert!(by(LION) > by(WOLF), "the victim before a bystander");
    assert_eq!(by(CRANE), 0.0, "an ally of the aggressor");
    assert!(state.sanctions.suffered[DRAGON * SECTORS + ENERGY] > 0.0);
    let off = strike(&without(&["coalition-response", "security-council"]));
    assert_eq!(off.sanctions.sanctioning[EAGLE * N + DRAGON], 0.0);
}

#[test]
fn an_old_narrow_regime_is_no_reason_to_stay_out_of_a_coalition() {
    let join = |is_narrow: bool| {
        let mut s = scenario();
        if is_narrow {
            s.regimes[0].covers = [true, false, false, false, false, false, false, false];
        }
        let state = advance_alone(&s, 1, 3, |_, state| {
            state.relations.hostility[EAGLE * N + BEAR] = 0.9;
            state.war.starts_now.fill(false);
            state.war.starts_now[0] = state.month == 1;
        });
        state.sanctions.resolve[EAGLE * N + BEAR]
    };
    assert_eq!(join(false), 0.0, "a wide regime tightens instead");
    assert!(join(true) > 0.5);
}

#[test]
fn erosion_of_overlapping_suppliers_is_more_than_the_sum_of_each() {
    let s = scenario();
    let (world, mut state) = start(&s);
    let g = world.g;
    state.economy.requirement.fill(0.0);
    state.economy.requirement[CRANE * g + OIL] = 100.0;
    state.economy.inflow[CRANE * g + OIL] = 120.0;
    for seller in [BEAR, DRAGON] {
        state.economy.flow[(seller * N + CRANE) * g + OIL] = 60.0;
    }
    // Alone each leaves 60 of 100 covered; together nothing.
    assert!((erosion(&world, &state, CRANE, &[BEAR]) - 0.4).abs() < 1e-12);
    assert!((erosion(&world, &state, CRANE, &[BEAR, DRAGON]) - 1.0).abs() < 1e-12);
    assert!((interaction(&world, &state, CRANE, &[BEAR, DRAGON]) - 0.2).abs() < 1e-12);
}

#[test]
fn evasion_revenue_is_what_was_sold_of_what_is_listed() {
    let s = scenario();
    let state = advance_alone(&s, 0, 1, |world, state| {
        let oil = sale(world, BEAR, DRAGON, OIL, 1_000.0);
        let food = sale(world, BEAR, DRAGON, FOOD, 1_000.0);
        state.economy.deliveries.extend([oil, food]);
    });
    assert!((state.sanctions.evasion_revenue[BEAR] - 0.7 * 70.0).abs() < 1e-9);
    assert_eq!(state.sanctions.evasion_revenue[DRAGON], 0.0);
}

#[test]
fn less_exposure_makes_the_same_sale_cheaper() {
    // Pattern 2 in the phase: access restored, a sale costs more again.
    let s = scenario();
    let (world, mut state) = start(&s);
    let cost = |state: &State| deal_cost(&world, state, BEAR, (BEAR, CRANE, ARMS), 1e5, 1e5);
    let sanctioned = cost(&state);
    state.sanctions.policy_access[BEAR] = 0.8;
    refresh(&world, &mut state);
    assert!(cost(&state) > sanctioned);
    let off = without(&["sanction-risk"]);
    let (world, state) = start(&off);
    assert_eq!(
        deal_cost(&world, &state, BEAR, (BEAR, CRANE, ARMS), 1e5, 1e5),
        0.0
    );
}

#[test]
fn refusing_to_cut_a_lifeline_weighs_by_what_is_kept_open() {
    let s = scenario();
    let (world, mut state) = start(&s);
    let open = lifeline(&world, &state, DRAGON, BEAR);
    state.sanctions.compliance[DRAGON] = 0.9;
    assert!(lifeline(&world, &state, DRAGON, BEAR) < open);
    assert_eq!(lifeline(&world, &state, EAGLE, BEAR), 0.0);
}

#[test]
fn everything_stays_in_its_range() {
    let s = scenario();
    for run in 0..10 {
        advance_alone(&s, run, 120, |world, state| {
            state.war.starts_now[run as usize % 2] = state.month % 37 == 5;
            state.war.rung[1] = state.month % 3;
            state.alignment.tested_now[CRANE] = state.month % 4 == 0;
            for (from, to, good) in [(CRANE, BEAR, SHELLS), (DRAGON, BEAR, CHIPS), (BEAR, DRAGON, OIL)] {
                let goods = sale(world, from, to, good, 1e6);
                state.economy.deliveries.push(goods);
            }
            let k = &state.sanctions;
            for array in [
                &k.stringency,
                &k.enforcement,
                &k.compliance,
                &k.suffered,
                &k.exposure,
                &k.secondary,
                &k.blockade,
                &k.bite,
                &k.sanctioning,
                &k.passage,
                &k.punished,
                &k.listed,
                &k.watch,
                &k.fatigue,
            ] {
                assert!(array.iter().all(|x| (0.0..=1.0).contains(x)));
            }
            assert!(
                k.logistics
                    .iter()
                    .all(|x| (0.0..=logistics::LOGISTICS_MAX).contains(x))
            );
        });
    }
}
