//! Outcomes worked by hand: one state edited month by month, no simulation.

use super::*;
use crate::model::economy::state::Delivery;
use crate::model::testing::*;
use crate::model::war::state::Ending;
use crate::record::testing::outcome;
use crate::scenario::outcome::{Condition, End, Feeling, FlowSelection, Measure, Outcome, Resolution};
use crate::scenario::world::{Cargo, Sector};
use proptest::prelude::*;

const MONTHS: usize = 36;

fn follow(outcomes: Vec<Outcome>, mut edit: impl FnMut(usize, &World, &mut State)) -> Vec<u16> {
    let mut scenario = scenario();
    scenario.months = MONTHS;
    scenario.outcomes = outcomes;
    scenario.opening_flows.clear();
    let world = World::central(&scenario);
    let mut state = State::sized(&world);
    state.reset(&world);
    state.alignment.rung.fill(0);
    let mut monitor = Monitor::compile(&scenario);
    monitor.begin_run(&world, &state);
    for month in 0..MONTHS {
        state.month = month;
        state.economy.deliveries.clear();
        edit(month, &world, &mut state);
        monitor.observe(&world, &state);
    }
    monitor.end_run();
    monitor.months().to_vec()
}

fn one(condition: Condition) -> Vec<Outcome> {
    vec![outcome("one", MONTHS, condition)]
}

fn send(state: &mut State, from: usize, to: usize, cargo: Cargo, quantity: f64) {
    state.economy.deliveries.push(Delivery {
        from,
        to,
        cargo,
        quantity,
        value: 1.0,
        is_leak: false,
        is_aid: false,
    });
}

fn shells(from: Vec<usize>, to: Vec<usize>) -> FlowSelection {
    FlowSelection {
        from,
        to,
        cargo: vec![Cargo::Good(SHELLS)],
    }
}

type Edit = fn(&World, &mut State);

/// Every kind of leaf with an edit that makes it hold.
fn kinds() -> Vec<(&'static str, Condition, Edit)> {
    vec![
        (
            "treaty",
            Condition::Treaty {
                group: vec![BEAR, CRANE],
                rung: 3,
            },
            |w, s| {
                s.alignment.rung[w.pair(BEAR, CRANE)] = 3;
            },
        ),
        (
            "behaviour",
            Condition::Behaviour {
                group: vec![BEAR, CRANE],
                level: 0.4,
            },
            |w, s| {
                s.alignment.behaviour[w.pair(CRANE, BEAR)] = 0.4;
            },
        ),
        (
            "stock",
            Condition::Stock {
                actor: BEAR,
                good: SHELLS,
                below: Some(5.0),
                above: None,
            },
            |w, s| {
                s.economy.stock[BEAR * w.g + SHELLS] = 4.0;
            },
        ),
        (
            "stock above",
            Condition::Stock {
                actor: BEAR,
                good: SHELLS,
                below: None,
                above: Some(1e9),
            },
            |w, s| {
                s.economy.stock[BEAR * w.g + SHELLS] = 1e9;
            },
        ),
        (
            "adopted",
            Condition::Resolution {
                target: CRANE,
                result: Resolution::Adopted,
            },
            |_, s| {
                s.sanctions.draft[1] = 1;
            },
        ),
        (
            "vetoed",
            Condition::Resolution {
                target: CRANE,
                result: Resolution::Vetoed,
            },
            |_, s| {
                s.sanctions.draft[1] = 2;
            },
        ),
        (
            "ended",
            Condition::Resolution {
                target: CRANE,
                result: Resolution::MonitoringEnded,
            },
            |_, s| {
                s.sanctions.is_monitoring_ended[1] = true;
            },
        ),
        (
            "bite",
            Condition::Bite {
                target: CRANE,
                below: -0.5,
            },
            |_, s| s.sanctions.bite[CRANE] = -1.0,
        ),
        (
            "sanctions",
            Condition::Sanctions {
                target: BEAR,
                sectors: vec![Sector::Energy],
                at_least: 0.9,
            },
            |_, s| s.sanctions.effective[0] = 0.9,
        ),
        (
            "secondary",
            Condition::SecondarySanctions {
                target: DRAGON,
                at_least: 0.3,
            },
            |_, s| {
                s.sanctions.secondary[DRAGON] = 0.3;
            },
        ),
        ("theatre", Condition::TheatreAt { theatre: 1, rung: 1 }, |_, s| {
            s.war.rung[1] = 1
        }),
        (
            "theatre ended",
            Condition::TheatreEnded {
                theatre: 0,
                ending: None,
                winner: None,
            },
            |_, s| {
                s.war.rung[0] = 0;
                s.war.ending[0] = Ending::Settlement;
            },
        ),
        (
            "theatre ended in collapse of the aggressors",
            Condition::TheatreEnded {
                theatre: 0,
                ending: Some(End::Collapse),
                winner: Some(1),
            },
            |_, s| {
                s.war.rung[0] = 0;
                s.war.ending[0] = Ending::Collapse;
                s.war.front[0] = -0.9;
            },
        ),
        (
            "obligation broken",
            Condition::Obligation {
                actor: CRANE,
                ally: BEAR,
                is_kept: false,
            },
            |w, s| s.war.broken[CRANE * w.n + BEAR] = true,
        ),
        (
            "obligation kept",
            Condition::Obligation {
                actor: CRANE,
                ally: BEAR,
                is_kept: true,
            },
            |w, s| s.war.honoured[CRANE * w.n + BEAR] = true,
        ),
        (
            "hostility",
            Condition::Feeling {
                feeling: Feeling::Hostility,
                actor: BEAR,
                towards: CRANE,
                below: None,
                above: Some(0.97),
            },
            |w, s| s.relations.hostility[BEAR * w.n + CRANE] = 0.97,
        ),
        (
            "trust",
            Condition::Feeling {
                feeling: Feeling::Trust,
                actor: BEAR,
                towards: CRANE,
                below: Some(0.01),
                above: None,
            },
            |w, s| s.relations.trust[BEAR * w.n + CRANE] = 0.0,
        ),
        (
            "debt",
            Condition::Debt {
                debtor: BEAR,
                creditor: CRANE,
                at_least: 100.0,
            },
            |w, s| s.economy.debt[BEAR * w.n + CRANE] = 100.0,
        ),
        ("relief", Condition::Relief { target: CRANE }, |_, s| {
            let regime = s.sanctions.target.iter().position(|target| *target == CRANE);
            let regime = regime.expect("a regime on the target");
            s.sanctions.in_force[regime] = true;
            s.sanctions.is_relieved[regime] = true;
        }),
        (
            "price",
            Condition::Price {
                good: SHELLS,
                above: 1.5,
            },
            |_, s| s.economy.price_factor[SHELLS] = 1.5,
        ),
        (
            "joined",
            Condition::Joined {
                theatre: 0,
                actor: CRANE,
            },
            |w, s| {
                s.war.side[CRANE] = 1;
                assert_eq!(w.n, 6);
            },
        ),
        (
            "troops",
            Condition::Joined {
                theatre: 1,
                actor: CRANE,
            },
            |w, s| {
                s.war.forces[(2 + 1) * w.n + CRANE] = 1.0;
            },
        ),
        (
            "help",
            Condition::Help {
                theatre: 0,
                actor: CRANE,
                side: 1,
                grade: 5,
            },
            |w, s| {
                s.war.help[w.n + CRANE] = 5;
            },
        ),
        ("wars", Condition::Wars { at_least: 2 }, |_, s| s.war.rung[1] = 2),
        ("test", Condition::Test { actor: CRANE }, |_, s| {
            s.alignment.tested_now[CRANE] = true
        }),
        (
            "exercise",
            Condition::Exercise {
                group: vec![BEAR, CRANE],
            },
            |w, s| {
                s.alignment.exercised_now[w.pair(BEAR, CRANE)] = true;
            },
        ),
        (
            "institution",
            Condition::Institution {
                actor: WOLF,
                institution: 0,
            },
            |_, s| {
                s.alignment.institutions[0] |= 1 << WOLF;
            },
        ),
        (
            "hosting",
            Condition::Hosting {
                host: CRANE,
                guest: BEAR,
            },
            |w, s| {
                s.alignment.hosting[CRANE * w.n + BEAR] = 0.5;
            },
        ),
        (
            "licence",
            Condition::Licence {
                actor: BEAR,
                good: DRONES,
            },
            |w, s| {
                s.economy.licence[BEAR * w.g + DRONES] = 0.1;
            },
        ),
        (
            "technology",
            Condition::Technology {
                actor: CRANE,
                domain: 0,
                above: 0.9,
            },
            |w, s| {
                s.economy.level[CRANE * w.d] = 0.9;
            },
        ),
        (
            "pressure",
            Condition::Pressure {
                actor: BEAR,
                above: 0.7,
            },
            |_, s| s.survival.pressure[BEAR] = 0.7,
        ),
        ("crisis", Condition::Crisis { actor: BEAR }, |_, s| {
            s.survival.in_crisis[BEAR] = true
        }),
        (
            "flow",
            Condition::Flow {
                flow: shells(vec![CRANE], vec![BEAR]),
                measure: Measure::Monthly,
                at_least: 10.0,
            },
            |_, s| send(s, CRANE, BEAR, Cargo::Good(SHELLS), 10.0),
        ),
        (
            "share",
            Condition::SupplyShare {
                flow: shells(vec![CRANE], vec![BEAR]),
                above: 0.5,
            },
            |_, s| {
                send(s, CRANE, BEAR, Cargo::Good(SHELLS), 10.0);
                send(s, DRAGON, BEAR, Cargo::Good(SHELLS), 10.0);
            },
        ),
    ]
}

#[test]
fn every_kind_occurs_in_the_month_in_which_it_first_holds() {
    for (name, condition, edit) in kinds() {
        let never = follow(one(condition.clone()), |_, _, _| {});
        assert_eq!(never, [NOT_OCCURRED], "{name} without cause");
        let months = follow(one(condition), |month, world, state| {
            if month == 3 {
                edit(world, state);
            }
        });
        assert_eq!(months, [3], "{name}");
    }
}

#[test]
fn what_has_ever_held_holds_on() {
    let mut outcomes = one(Condition::Ever(Box::new(Condition::Crisis { actor: BEAR })));
    outcomes[0].hold = 3;
    let months = follow(outcomes, |month, _, state| {
        state.survival.in_crisis[BEAR] = month == 2;
    });
    assert_eq!(months, [4]);
}

#[test]
fn a_deal_fails_on_price_where_a_buyer_in_need_would_pay_less_than_a_seller_with_stock_asks() {
    let deal = |enmity: f64| {
        let condition = Condition::NoDeal {
            seller: CRANE,
            buyer: BEAR,
            good: SHELLS,
        };
        follow(one(condition), |_, w, s| {
            let (theirs, ours) = (CRANE * w.g + SHELLS, BEAR * w.g + SHELLS);
            s.economy.stock[theirs] = 1e7;
            s.economy.flow[(CRANE * w.n + BEAR) * w.g + SHELLS] = 0.0;
            s.survival.value[theirs] = 0.0;
            s.survival.need[ours] = 1e6;
            s.survival.dry_shortage[ours] = 0.5;
            s.survival.value[ours] = 100.0 * w.price[SHELLS];
            s.relations.hostility[CRANE * w.n + BEAR] = enmity;
        })
    };
    // The most is the price cap (4), the least 0.55 and, with a sworn enemy, 8 x 0.8 prices more.
    assert_eq!(deal(0.0), [NOT_OCCURRED]);
    assert_eq!(deal(1.0), [0]);
}

#[test]
fn holding_is_counted_without_a_break_and_dated_by_its_last_month() {
    let mut outcomes = one(Condition::Crisis { actor: BEAR });
    outcomes[0].hold = 3;
    // Holds in 2, 3 (a break), then 6, 7, 8.
    let months = follow(outcomes, |month, _, state| {
        state.survival.in_crisis[BEAR] = matches!(month, 2 | 3 | 6..=8);
    });
    assert_eq!(months, [8]);
}

#[test]
fn only_months_of_the_window_count() {
    let in_window = |from: usize, by: usize, hold: usize| {
        let mut outcomes = one(Condition::Crisis { actor: BEAR });
        (outcomes[0].from, outcomes[0].by, outcomes[0].hold) = (from, by, hold);
        follow(outcomes, |month, _, state| {
            state.survival.in_crisis[BEAR] = month >= 4
        })[0]
    };
    assert_eq!(in_window(0, 3, 1), NOT_OCCURRED);
    assert_eq!(in_window(0, 4, 1), 4);
    assert_eq!(in_window(10, 20, 1), 10);
    assert_eq!(in_window(10, 20, 3), 12);
    assert_eq!(in_window(10, 11, 3), NOT_OCCURRED);
}

#[test]
fn an_outcome_given_another_is_counted_only_where_that_occurred() {
    let both = |crisis_at: Option<usize>| {
        let mut outcomes = one(Condition::Crisis { actor: BEAR });
        outcomes.push(outcome("then", MONTHS, Condition::Test { actor: CRANE }));
        outcomes[1].given = Some(0);
        follow(outcomes, |month, _, state| {
            state.survival.in_crisis[BEAR] = Some(month) == crisis_at;
            state.alignment.tested_now[CRANE] = month == 5;
        })
    };
    assert_eq!(both(None), [NOT_OCCURRED, NOT_COUNTED]);
    assert_eq!(both(Some(3)), [3, 5]);
    assert_eq!(both(Some(5)), [5, 5]);
    // What had been and gone before says nothing of it.
    assert_eq!(both(Some(20)), [20, NOT_OCCURRED]);
}

#[test]
fn flows_add_up_over_the_month_the_year_and_the_run() {
    let flow = |measure: Measure, at_least: f64| Condition::Flow {
        flow: shells(vec![CRANE], vec![]),
        measure,
        at_least,
    };
    // Ten a month, to two receivers; other cargo and other senders do not count.
    let months = follow(
        vec![
            outcome("monthly", MONTHS, flow(Measure::Monthly, 10.0)),
            outcome("monthly-more", MONTHS, flow(Measure::Monthly, 10.5)),
            outcome("yearly", MONTHS, flow(Measure::Yearly, 120.0)),
            outcome("yearly-more", MONTHS, flow(Measure::Yearly, 121.0)),
            outcome("total", MONTHS, flow(Measure::Cumulative, 205.0)),
            outcome("any", MONTHS, flow(Measure::Cumulative, 0.0)),
        ],
        |month, _, state| {
            if month >= 2 {
                send(state, CRANE, BEAR, Cargo::Good(SHELLS), 6.0);
                send(state, CRANE, WOLF, Cargo::Good(SHELLS), 4.0);
                send(state, CRANE, BEAR, Cargo::Good(COAL), 50.0);
                send(state, DRAGON, BEAR, Cargo::Good(SHELLS), 50.0);
                send(state, CRANE, BEAR, Cargo::Technology(1), 50.0);
            }
        },
    );
    assert_eq!(months, [2, NOT_OCCURRED, 13, NOT_OCCURRED, 22, 2]);
}

#[test]
fn any_all_not_and_before_follow_their_parts() {
    let crisis = || Condition::Crisis { actor: BEAR };
    let test = || Condition::Test { actor: CRANE };
    let before = |first: Condition, then: Condition| Condition::Before {
        first: Box::new(first),
        then: Box::new(then),
    };
    let months = follow(
        vec![
            outcome("any", MONTHS, Condition::Any(vec![crisis(), test()])),
            outcome("all", MONTHS, Condition::All(vec![crisis(), test()])),
            outcome("not", MONTHS, Condition::Not(Box::new(crisis()))),
            outcome("before", MONTHS, before(crisis(), test())),
            outcome("after", MONTHS, before(test(), crisis())),
        ],
        |month, _, state| {
            state.survival.in_crisis[BEAR] = matches!(month, 0..=3);
            state.alignment.tested_now[CRANE] = matches!(month, 2 | 9);
        },
    );
    assert_eq!(months, [0, 2, 4, 2, NOT_OCCURRED]);
}

#[test]
fn a_group_exercises_when_all_its_pairs_have_within_a_year() {
    let months = follow(
        one(Condition::Exercise {
            group: vec![BEAR, CRANE, DRAGON],
        }),
        |month, world, state| {
            state.alignment.exercised_now.fill(false);
            let pair = match month {
                1 => Some((BEAR, CRANE)),
                4 => Some((CRANE, DRAGON)),
                // Thirteen months after the first pair: too late, until that pair does it again.
                14 => Some((BEAR, DRAGON)),
                15 => Some((BEAR, CRANE)),
                _ => None,
            };
            if let Some((a, b)) = pair {
                state.alignment.exercised_now[world.pair(a, b)] = true;
            }
        },
    );
    assert_eq!(months, [15]);
}

#[test]
fn the_year_before_the_start_fills_yearly_flows() {
    let mut scenario = scenario();
    scenario.months = 2;
    scenario.outcomes = vec![outcome(
        "year",
        2,
        Condition::Flow {
            flow: FlowSelection {
                from: vec![BEAR],
                to: vec![DRAGON],
                cargo: vec![Cargo::Good(OIL)],
            },
            measure: Measure::Yearly,
            at_least: 6.0e5,
        },
    )];
    let world = World::central(&scenario);
    let mut state = State::sized(&world);
    state.reset(&world);
    let mut monitor = Monitor::compile(&scenario);
    monitor.begin_run(&world, &state);
    state.economy.deliveries.clear();
    monitor.observe(&world, &state);
    assert_eq!(monitor.months(), [0]);
}

proptest! {
    /// P(pair) >= P(triad) >= P(quad), same hold and date, run by run.
    #[test]
    fn larger_groups_are_never_earlier_than_their_parts(
        rungs in proptest::collection::vec(proptest::collection::vec(0u8..5, 15), MONTHS),
        hold in 1usize..4,
        rung in 1u8..4,
    ) {
        let groups = [vec![BEAR, CRANE], vec![BEAR, CRANE, DRAGON], vec![BEAR, CRANE, DRAGON, EAGLE]];
        let outcomes = groups.into_iter().map(|group| {
            let mut outcome = outcome("group", MONTHS, Condition::Treaty { group, rung });
            outcome.hold = hold;
            outcome
        }).collect();
        let months = follow(outcomes, |month, _, state| state.alignment.rung.copy_from_slice(&rungs[month]));
        prop_assert!(months[0] <= months[1] && months[1] <= months[2]);
    }
}
