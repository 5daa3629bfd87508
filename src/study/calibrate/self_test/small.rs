//! The small model that is fitted: a few months of the made-up world of the model's own tests.

use super::super::Effort;
use crate::model::testing::{self, BEAR, CHIPS, CRANE, DRAGON, EAGLE, FOOD, OIL, WOLF};
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, FlowSelection, Outcome};
use crate::scenario::parameters::{PARAMETERS, parameter_index};
use crate::scenario::target::{Summary, Target};
use crate::scenario::world::Cargo;

/// Parameters that are not known, and 5, 50 and 95 % of them: those of the parameters' table for the first two, of which flows
/// tell; wide for the third, of which only tests made or not made tell.
const UNKNOWN: [(&str, [f64; 3]); 3] = [
    ("ramp", [0.1, 0.25, 0.5]),
    ("contestable", [0.03, 0.1, 0.3]),
    ("test-rate", [0.3, 3.0, 30.0]),
];
/// Flows of these goods between these two, from month to month: how fast what is agreed begins, and how much trade is won over.
const FLOWS: [(usize, usize, usize, [usize; 2]); 7] = [
    (BEAR, CRANE, OIL, [0, 0]),
    (BEAR, CRANE, OIL, [1, 1]),
    (DRAGON, BEAR, CHIPS, [0, 0]),
    (EAGLE, WOLF, OIL, [0, MONTHS - 1]),
    (WOLF, DRAGON, FOOD, [0, 0]),
    (WOLF, DRAGON, FOOD, [1, MONTHS - 1]),
    (WOLF, CRANE, FOOD, [0, MONTHS - 1]),
];
const MONTHS: usize = 4;
/// Each step of tempering leaves few ancestors; so many moves make a population of them again. With 9 the intervals are too narrow
/// (docs/calibration.md).
const EFFORT: Effort = Effort {
    screening: 0,
    particles: 32,
    runs: 8,
    moves: 15,
};

pub struct Small {
    pub scenario: Scenario,
    /// Places of the parameters that are not known, in the order of the parameters' table.
    pub moved: Vec<usize>,
    pub effort: Effort,
}

impl Small {
    pub fn new() -> Self {
        let mut moved: Vec<usize> = UNKNOWN.iter().filter_map(|(id, _)| parameter_index(id)).collect();
        moved.sort_unstable();
        Small {
            scenario: scenario(),
            moved,
            effort: EFFORT,
        }
    }
}

/// Three parameters unknown, all others central. Whether a state tests in a month is a matter of its own luck of that month, so the
/// outcomes are independent.
fn scenario() -> Scenario {
    let mut scenario = testing::scenario();
    scenario.months = MONTHS;
    for (place, number) in scenario.parameters.iter_mut().enumerate() {
        let range = UNKNOWN.iter().find(|(id, _)| *id == PARAMETERS[place].id);
        let [low, central, high] = range.map_or([number.central; 3], |(_, range)| *range);
        (number.low, number.central, number.high) = (low, central, high);
    }
    scenario.targets = FLOWS.iter().map(target).collect();
    for actor in 0..scenario.actors.len() {
        for month in 0..MONTHS {
            let id = format!("{}-tests-{month}", scenario.actors[actor].id);
            let mut outcome = asked(&id, Condition::Test { actor }, MONTHS, false);
            (outcome.from, outcome.by) = (month, month);
            scenario.outcomes.push(outcome);
        }
    }
    scenario
}

/// Data are simulated: of a target only the width counts, and it is that of the model's discrepancy alone.
fn target(&(from, to, good, [first, last]): &(usize, usize, usize, [usize; 2])) -> Target {
    let id = format!("{from}-{good}-{to}-{first}");
    Target {
        description: id.clone(),
        id,
        flow: FlowSelection {
            from: vec![from],
            to: vec![to],
            cargo: vec![Cargo::Good(good)],
        },
        is_value: false,
        unit: "unit".into(),
        summary: Summary::Total,
        from: first,
        by: last,
        low: 0.0,
        central: 0.0,
        high: 0.0,
        source: "simulated".into(),
        is_learned: true,
    }
}

/// A question about all the months of a small world, with its answer.
pub fn asked(id: &str, condition: Condition, months: usize, observed: bool) -> Outcome {
    Outcome {
        observed: Some(observed),
        ..Outcome::plain(id, id.into(), condition, months)
    }
}
