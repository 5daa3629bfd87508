//! Probability of each outcome, its errors and its time.

use super::{Draw, band, error};
use crate::engine::RUNS_PER_DRAW;
use crate::random::maths::probability_of_hazard;
use crate::record::Record;
use crate::record::runs::{NOT_COUNTED, NOT_OCCURRED};
use crate::scenario::Scenario;

/// What is known of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Runs in which it occurred, and runs counted (all, or those in which its given occurred).
    pub hits: u64,
    pub runs: u64,
    /// None where no run is counted.
    pub probability: Option<f64>,
    pub mc_error: Option<f64>,
    /// 5 to 95 % over parameters; none under 50 draws.
    pub band: Option<(f64, f64)>,
    /// Month of the run by which half of the hits had occurred.
    pub median_month: Option<usize>,
    /// Chance over the outcome's window at the yearly rate it is compared with.
    pub base_rate: Option<f64>,
}

/// One estimate an outcome, in the scenario's order. Sorts the table of runs.
pub fn estimate(scenario: &Scenario, record: &mut Record) -> Vec<Estimate> {
    record.runs.sort();
    (0..scenario.outcomes.len())
        .map(|outcome| {
            let (draws, months) = by_draw(scenario, record, outcome);
            let hits: u64 = draws.iter().map(|draw| u64::from(draw.hits)).sum();
            let runs: u64 = draws.iter().map(|draw| u64::from(draw.runs)).sum();
            Estimate {
                hits,
                runs,
                probability: (runs > 0).then(|| hits as f64 / runs as f64),
                mc_error: (runs > 0).then(|| error::monte_carlo(&draws)),
                band: band::parameter_band(&draws),
                median_month: median(&months, hits),
                base_rate: base_rate(scenario, outcome),
            }
        })
        .collect()
}

/// Hits and runs of an outcome by draw, in order, and hits by month.
pub fn by_draw(scenario: &Scenario, record: &Record, outcome: usize) -> (Vec<Draw>, Vec<u64>) {
    let mut draws: Vec<Draw> = Vec::new();
    let mut months = vec![0u64; scenario.months];
    let mut current = None;
    for (run, row) in record.runs.rows() {
        let month = row[outcome];
        if month == NOT_COUNTED {
            continue;
        }
        let draw = run / RUNS_PER_DRAW;
        if current != Some(draw) {
            current = Some(draw);
            draws.push(Draw { hits: 0, runs: 0 });
        }
        if let Some(last) = draws.last_mut() {
            last.runs += 1;
            if month != NOT_OCCURRED {
                last.hits += 1;
                months[usize::from(month)] += 1;
            }
        }
    }
    (draws, months)
}

fn median(months: &[u64], hits: u64) -> Option<usize> {
    let mut sum = 0;
    months.iter().position(|count| {
        sum += count;
        hits > 0 && 2 * sum >= hits
    })
}

/// 1 - prod(1 - h) over the months of the outcome's window, at the reference's yearly rate for each unit
/// exposed.
fn base_rate(scenario: &Scenario, outcome: usize) -> Option<f64> {
    let outcome = &scenario.outcomes[outcome];
    let rate = scenario.base_rates.get(outcome.reference?)?.rate[1];
    let years = (outcome.by + 1 - outcome.from) as f64 / 12.0;
    Some(probability_of_hazard(rate * years * outcome.exposed as f64))
}

/// Largest Monte Carlo error among the headline outcomes (all, where none is a headline): what the
/// stop rule compares with the precision asked for.
pub fn largest_headline_error(scenario: &Scenario, record: &mut Record) -> f64 {
    let any = scenario.outcomes.iter().any(|outcome| outcome.is_headline);
    let estimates = estimate(scenario, record);
    scenario
        .outcomes
        .iter()
        .zip(estimates)
        .filter(|(outcome, _)| outcome.is_headline || !any)
        // An outcome that no run counts is as uncertain as can be.
        .map(|(_, estimate)| estimate.mc_error.unwrap_or(0.5))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_month_is_where_half_of_the_hits_lie() {
        assert_eq!(median(&[0, 1, 0, 3], 4), Some(3));
        assert_eq!(median(&[2, 0, 0, 2], 4), Some(0));
        assert_eq!(median(&[0, 0], 0), None);
    }
}
