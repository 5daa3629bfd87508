//! `outcomes.csv` and `runs.csv`.

use super::table::Table;
use super::write::Results;
use crate::engine::RUNS_PER_DRAW;
use std::io::{self, Write};

pub fn outcomes(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(
        out,
        [
            "outcome",
            "description",
            "probability",
            "mc_error",
            "band_low",
            "band_high",
            "runs",
            "hits",
            "median_month",
            "base_rate",
            "headline",
            "given",
            "observed",
        ],
    )?;
    let scenario = results.scenario;
    for (outcome, estimate) in scenario.outcomes.iter().zip(&results.estimates) {
        table.text(&outcome.id)?;
        table.text(&outcome.description)?;
        table.optional(estimate.probability)?;
        table.optional(estimate.mc_error)?;
        table.optional(estimate.band.map(|band| band.0))?;
        table.optional(estimate.band.map(|band| band.1))?;
        table.count(estimate.runs)?;
        table.count(estimate.hits)?;
        table.text(
            &estimate
                .median_month
                .map_or(String::new(), |month| results.month(month)),
        )?;
        table.optional(estimate.base_rate)?;
        table.count(u64::from(outcome.is_headline))?;
        table.text(
            outcome
                .given
                .and_then(|given| scenario.outcomes.get(given))
                .map_or("", |given| &given.id),
        )?;
        table.text(
            outcome
                .observed
                .map_or("", |observed| if observed { "1" } else { "0" }),
        )?;
        table.end()?;
    }
    table.finish()
}

pub fn runs(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let scenario = results.scenario;
    let ids = scenario.outcomes.iter().map(|outcome| outcome.id.as_str());
    let mut table = Table::new(out, ["run", "draw"].into_iter().chain(ids))?;
    let months: Vec<String> = (0..scenario.months).map(|month| results.month(month)).collect();
    for (run, row) in results.record.runs.rows() {
        table.count(run)?;
        table.count(run / RUNS_PER_DRAW)?;
        for month in row {
            table.text(months.get(usize::from(*month)).map_or("", String::as_str))?;
        }
        table.end()?;
    }
    table.finish()
}
