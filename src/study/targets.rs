//! Flows of an ensemble against what the record says of their size.

use crate::engine::Accumulator;
use crate::model::{State, World};
use crate::record::Record;
use crate::record::monitor::Monitor;
use crate::record::runs::NOT_OCCURRED;
use crate::record::targets::TargetWatch;
use crate::scenario::Scenario;
use crate::study::hindcast::as_things_stand;
use serde_json::{Value, json};
use std::io::{self, Read, Write};

/// The usual record, and beside it the size of every target's flow, run by run, and what held at the opening.
pub struct WithTargets {
    pub record: Record,
    watch: TargetWatch,
    rows: Vec<(u64, Vec<f64>)>,
    run: u64,
    opening: Monitor,
    /// Runs in which each outcome held in the first month.
    stood: Vec<u64>,
}

impl WithTargets {
    pub fn new(scenario: &Scenario) -> Self {
        WithTargets {
            record: Record::new(scenario),
            watch: watch(scenario),
            rows: Vec::new(),
            run: 0,
            opening: Monitor::compile(&as_things_stand(scenario)),
            stood: vec![0; scenario.outcomes.len()],
        }
    }

    /// Outcomes that held on the opening state in most runs.
    pub fn stood(&self) -> Vec<bool> {
        self.stood
            .iter()
            .map(|runs| 2 * runs > self.rows.len() as u64)
            .collect()
    }

    /// Sizes of the flow of target `place` over the runs, ascending.
    fn sorted(&self, place: usize) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.rows.iter().map(|(_, sizes)| sizes[place]).collect();
        sizes.sort_by(f64::total_cmp);
        sizes
    }
}

/// The watch of a scenario's targets.
pub fn watch(scenario: &Scenario) -> TargetWatch {
    TargetWatch::compile(
        &scenario.targets,
        scenario.actors.len(),
        scenario.goods.len(),
        scenario.domains.len(),
    )
}

impl Accumulator for WithTargets {
    fn begin_draw(&mut self, world: &World, draw: u64) {
        self.record.begin_draw(world, draw);
    }

    fn begin_run(&mut self, world: &World, state: &State, run: u64) {
        self.run = run;
        self.record.begin_run(world, state, run);
        self.watch.begin_run(world);
        self.opening.begin_run(world, state);
    }

    fn observe(&mut self, world: &World, state: &State) {
        self.record.observe(world, state);
        self.watch.observe(world, state);
        if state.month == 0 {
            self.opening.observe(world, state);
        }
    }

    fn end_run(&mut self, world: &World, state: &State) {
        self.record.end_run(world, state);
        for (runs, month) in self.stood.iter_mut().zip(self.opening.months()) {
            *runs += u64::from(*month != NOT_OCCURRED);
        }
        self.rows.push((self.run, self.watch.sizes().to_vec()));
    }

    fn absorb(&mut self, other: &mut Self) {
        self.record.absorb(&mut other.record);
        self.rows.append(&mut other.rows);
        for (runs, others) in self.stood.iter_mut().zip(&other.stood) {
            *runs += others;
        }
    }

    /// A score needs all runs at once: it keeps no checkpoint.
    fn encode(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn decode(&mut self, _input: &mut dyn Read) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Where the runs lie against the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The median lies between low and high.
    Fits,
    /// It does not, but the ranges (5 to 95 % of runs, low to high) overlap.
    Overlaps,
    TooLow,
    TooHigh,
}

impl Verdict {
    pub fn of(model: [f64; 3], record: [f64; 3]) -> Self {
        let ([low, median, high], [least, _, most]) = (model, record);
        if least <= median && median <= most {
            Verdict::Fits
        } else if high < least {
            Verdict::TooLow
        } else if low > most {
            Verdict::TooHigh
        } else {
            Verdict::Overlaps
        }
    }

    pub fn id(self) -> &'static str {
        match self {
            Verdict::Fits => "fits",
            Verdict::Overlaps => "overlaps",
            Verdict::TooLow => "too low",
            Verdict::TooHigh => "too high",
        }
    }
}

/// A row a target: 5, 50 and 95 % of the runs beside low, central and high of the record.
pub fn report(scenario: &Scenario, observed: &WithTargets) -> Vec<Value> {
    let row = |(place, target): (usize, &crate::scenario::target::Target)| {
        let sizes = observed.sorted(place);
        let model = [0.05, 0.5, 0.95].map(|q| quantile(&sizes, q));
        let record = [target.low, target.central, target.high];
        json!({"id": target.id, "description": target.description, "unit": target.unit,
               "from": scenario.start.plus(target.from).to_string(), "by": scenario.start.plus(target.by).to_string(),
               "low": target.low, "central": target.central, "high": target.high, "source": target.source, "learned": target.is_learned,
               "model_5": model[0], "model_50": model[1], "model_95": model[2],
               "verdict": Verdict::of(model, record).id()})
    };
    scenario.targets.iter().enumerate().map(row).collect()
}

/// Quantile of ascending values, linear between neighbours; 0 of none.
pub fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = q * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_by_the_median_and_then_by_the_ranges() {
        let record = [2.0, 3.0, 4.0];
        assert_eq!(Verdict::of([0.0, 2.5, 9.0], record), Verdict::Fits);
        assert_eq!(Verdict::of([0.0, 1.0, 3.0], record), Verdict::Overlaps);
        assert_eq!(Verdict::of([0.0, 0.5, 1.0], record), Verdict::TooLow);
        assert_eq!(Verdict::of([5.0, 6.0, 7.0], record), Verdict::TooHigh);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
