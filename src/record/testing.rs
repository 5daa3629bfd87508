//! A made-up scenario with outcomes, and ensembles of it, for tests of recording and output.

use super::Record;
use crate::engine::{self, Plan, Tally, Watch};
use crate::model::testing as world;
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, FlowSelection, Measure, Outcome};
use crate::scenario::world::Cargo;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

pub fn outcome(id: &str, months: usize, condition: Condition) -> Outcome {
    Outcome::plain(id, format!("{id}, made up"), condition, months)
}

/// The world of `model::testing` over `months` months, with outcomes that nest.
pub fn scenario(months: usize) -> Scenario {
    let mut scenario = world::scenario();
    scenario.months = months;
    let behaviour = |group: Vec<usize>| Condition::Behaviour { group, level: 0.02 };
    let treaty = |group: Vec<usize>| Condition::Treaty { group, rung: 1 };
    let (bear, crane, dragon, wolf) = (world::BEAR, world::CRANE, world::DRAGON, world::WOLF);
    let mut outcomes = vec![
        outcome("pair-treaty", months, treaty(vec![bear, crane])),
        outcome("triad-treaty", months, treaty(vec![bear, crane, dragon])),
        outcome("quad-treaty", months, treaty(vec![bear, crane, dragon, wolf])),
        outcome("pair-behaviour", months, behaviour(vec![bear, crane])),
        outcome("triad-behaviour", months, behaviour(vec![bear, crane, dragon])),
        outcome("strait-war", months, Condition::TheatreAt { theatre: 1, rung: 1 }),
        outcome(
            "oil",
            months,
            Condition::Flow {
                flow: FlowSelection {
                    from: vec![bear],
                    to: vec![],
                    cargo: vec![Cargo::Good(world::OIL)],
                },
                measure: Measure::Yearly,
                at_least: 1.0,
            },
        ),
        outcome("bear-crisis", months, Condition::Crisis { actor: bear }),
    ];
    outcomes[0].is_headline = true;
    outcomes[6].given = Some(5);
    scenario.outcomes = outcomes;
    scenario
}

/// Runs `runs` of the scenario, uninterrupted.
pub fn ensemble(scenario: &Scenario, seed: u64, runs: Range<u64>, threads: usize) -> Tally<Record> {
    let entities = world::entities(scenario);
    let plan = Plan {
        scenario,
        entities: &entities,
        seed,
        runs,
        threads,
    };
    let cancel = AtomicBool::new(false);
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel: &cancel,
        journal: None,
        until: None,
    };
    match engine::run(plan, || Record::new(scenario), None, &mut watch) {
        Ok(tally) => tally,
        Err(failure) => panic!("{failure}"),
    }
}
