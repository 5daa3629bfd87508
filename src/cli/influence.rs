//! The answer without the training case that carries most: the same runs, the same luck, hazards fitted without it.

use super::failure::{Exit, Failure};
use super::ui::rounding::percent;
use crate::alignment::Coefficients;
use crate::engine::{Plan, Tally, Watch, ensemble};
use crate::random::luck::Entities;
use crate::record::Record;
use crate::record::runs::{NOT_COUNTED, NOT_OCCURRED};
use crate::scenario::Scenario;
use crate::scenario::parameters::parameter_index;
use crate::scenario::ranged::Ranged;
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs repeated, at most: enough to see a change of the answer, not to measure a small one.
const MOST_RUNS: u64 = 512;
const PARAMETER: &str = "influential-case";

/// The same runs with the case and without.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub case: String,
    pub runs: u64,
    /// A row an outcome: share of the runs counted; `None` where none is.
    pub with: Vec<Option<f64>>,
    pub without: Vec<Option<f64>>,
}

/// Repeats the first runs of a tally without the case. `None` if stopped, or if the case is out of the answer already.
pub fn compare(
    scenario: &Scenario,
    entities: &Entities,
    tally: &Tally<Record>,
    threads: usize,
    cancel: &AtomicBool,
) -> Result<Option<Comparison>, Failure> {
    let case = Coefficients::embedded_without()
        .ok()
        .and_then(|fitted| fitted.without);
    let (Some(case), Some(place), Some(&(first, end))) =
        (case, parameter_index(PARAMETER), tally.ranges.first())
    else {
        return Ok(None);
    };
    if scenario.parameters[place] == Ranged::fixed(0.0) || scenario.parameters[place].central < 0.5 {
        return Ok(None);
    }
    let runs = first..end.min(first + MOST_RUNS);
    let mut other = scenario.clone();
    other.parameters[place] = Ranged::fixed(0.0);
    let plan = Plan {
        scenario: &other,
        entities,
        seed: tally.header.seed,
        runs: runs.clone(),
        threads,
    };
    let repeated = repeat(plan, cancel)?;
    if cancel.load(Ordering::SeqCst) || repeated.ranges != [(runs.start, runs.end)] {
        return Ok(None);
    }
    Ok(Some(Comparison {
        case,
        runs: runs.end - runs.start,
        with: shares(&tally.records, &runs, scenario.outcomes.len()),
        without: shares(&repeated.records, &runs, scenario.outcomes.len()),
    }))
}

fn repeat(plan: Plan<'_>, cancel: &AtomicBool) -> Result<Tally<Record>, Failure> {
    let scenario = plan.scenario;
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel,
        journal: None,
        until: None,
    };
    ensemble::run(plan, || Record::new(scenario), None, &mut watch)
        .map_err(|failure| Failure::new(Exit::Bug, "SIM-0008", failure.to_string()))
}

/// Share of the counted runs of a range in which each outcome occurred: counts, so no order matters.
fn shares(record: &Record, runs: &Range<u64>, outcomes: usize) -> Vec<Option<f64>> {
    let mut counts = vec![(0u64, 0u64); outcomes];
    for (_, months) in record.runs.rows().filter(|(run, _)| runs.contains(run)) {
        for ((hits, counted), month) in counts.iter_mut().zip(months) {
            *counted += u64::from(*month != NOT_COUNTED);
            *hits += u64::from(*month != NOT_COUNTED && *month != NOT_OCCURRED);
        }
    }
    let share = |(hits, counted): (u64, u64)| (counted > 0).then(|| hits as f64 / counted as f64);
    counts.into_iter().map(share).collect()
}

impl Comparison {
    /// The line under an outcome's sentence; empty where no run is counted.
    pub fn line(&self, outcome: usize) -> String {
        let (Some(with), Some(without)) = (self.with[outcome], self.without[outcome]) else {
            return String::new();
        };
        // The error of a share near a half, or of one hit, at this number of runs: the digits shown.
        let error = 0.5 / (self.runs.max(1) as f64);
        format!(
            "    without {}: {} (the same {} runs with it: {})\n",
            self.case,
            percent(without, error),
            self.runs,
            percent(with, error)
        )
    }

    pub fn to_json(&self, scenario: &Scenario) -> Value {
        let outcome = |(place, outcome): (usize, &crate::scenario::outcome::Outcome)| json!({"id": outcome.id, "probability": self.without[place], "with": self.with[place]});
        let outcomes: Vec<Value> = scenario.outcomes.iter().enumerate().map(outcome).collect();
        json!({"case": self.case, "runs": self.runs, "outcomes": outcomes})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    fn tally(scenario: &Scenario, entities: &Entities, runs: Range<u64>) -> Tally<Record> {
        let plan = Plan {
            scenario,
            entities,
            seed: 5,
            runs,
            threads: 1,
        };
        repeat(plan, &AtomicBool::new(false)).expect("runs")
    }

    #[test]
    fn the_same_runs_are_compared_on_any_number_of_threads_and_a_stop_is_heeded() {
        let scenario = testing::scenario();
        let entities = crate::scenario::entities(&scenario);
        let whole = tally(&scenario, &entities, 8..40);
        let go = AtomicBool::new(false);
        let found = |threads, cancel: &AtomicBool| {
            compare(&scenario, &entities, &whole, threads, cancel).expect("no failure")
        };
        let one = found(1, &go).expect("compared");
        assert_eq!(one.runs, 32);
        assert_eq!(Some(one), found(3, &go));
        assert_eq!(found(1, &AtomicBool::new(true)), None);
        let mut out = scenario.clone();
        out.parameters[parameter_index(PARAMETER).expect("known")] = Ranged::fixed(0.0);
        assert_eq!(
            compare(&out, &entities, &whole, 1, &go).expect("no failure"),
            None
        );
    }

    #[test]
    fn shares_are_of_the_counted_runs_of_the_range() {
        let scenario = testing::scenario();
        let mut record = Record::new(&scenario);
        record.runs = crate::record::runs::Runs::new(2);
        for (run, months) in [
            (0, [3, 1]),
            (1, [NOT_OCCURRED, NOT_COUNTED]),
            (2, [9, NOT_COUNTED]),
            (3, [9, 9]),
        ] {
            record.runs.push(run, &months);
        }
        assert_eq!(shares(&record, &(1..3), 2), [Some(0.5), None]);
    }

    #[test]
    fn the_line_names_the_case_and_both_numbers() {
        let comparison = Comparison {
            case: "the pact of 1950".into(),
            runs: 512,
            with: vec![Some(0.25), None],
            without: vec![Some(0.125), None],
        };
        assert_eq!(
            comparison.line(0),
            "    without the pact of 1950: 12.5 % (the same 512 runs with it: 25.0 %)\n"
        );
        assert_eq!(comparison.line(1), "");
    }
}
