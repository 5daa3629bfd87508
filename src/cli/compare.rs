//! `sim compare`: several scenarios under the same luck, side by side.

use super::arguments::{CompareArguments, ScenarioArguments};
use super::ensemble::{Whole, whole};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::rounding::percent;
use super::ui::{say::say, table};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::stats::outcomes::{Estimate, estimate};
use serde_json::{Value, json};

/// One scenario and what its runs gave.
struct Column {
    scenario: Scenario,
    estimates: Vec<Estimate>,
}

pub fn compare(arguments: &CompareArguments) -> Result<Exit, Failure> {
    let columns = columns(arguments)?;
    let ids = shared(&columns, arguments.all);
    let text = match (arguments.json, arguments.markdown) {
        (true, _) => format!("{:#}", as_json(&columns, &ids, arguments)),
        (false, true) => as_markdown(&columns, &ids, arguments),
        (false, false) => as_table(&columns, &ids),
    };
    say(&text);
    Ok(Exit::Done)
}

/// The comparison as `--json` prints it.
pub fn report(arguments: &CompareArguments) -> Result<Value, Failure> {
    let columns = columns(arguments)?;
    Ok(as_json(&columns, &shared(&columns, arguments.all), arguments))
}

fn columns(arguments: &CompareArguments) -> Result<Vec<Column>, Failure> {
    let scenarios: Result<Vec<Scenario>, Failure> = arguments
        .scenarios
        .iter()
        .map(|scenario| {
            let named = ScenarioArguments {
                scenario: scenario.clone(),
                off: arguments.off.clone(),
                set: arguments.set.clone(),
            };
            load(&named, arguments.quiet)
        })
        .collect();
    let wanted = Whole {
        seed: arguments.seed,
        runs: arguments.runs.max(1),
        threads: arguments.threads,
        is_quiet: arguments.quiet || arguments.json,
    };
    let column = |scenario: Scenario| {
        let mut record = whole(&scenario, &wanted, || Record::new(&scenario))?.records;
        let estimates = estimate(&scenario, &mut record);
        Ok(Column { scenario, estimates })
    };
    scenarios?.into_iter().map(column).collect()
}

/// Outcomes of the first scenario that all have: those of the headline, or all.
fn shared(columns: &[Column], is_all: bool) -> Vec<String> {
    let Some(first) = columns.first() else {
        return Vec::new();
    };
    let has = |column: &Column, id: &str| column.scenario.outcomes.iter().any(|outcome| outcome.id == id);
    first
        .scenario
        .outcomes
        .iter()
        .filter(|outcome| is_all || outcome.is_headline)
        .map(|outcome| outcome.id.clone())
        .filter(|id| columns.iter().all(|column| has(column, id)))
        .collect()
}

impl Column {
    fn estimate(&self, id: &str) -> Option<&Estimate> {
        let place = self
            .scenario
            .outcomes
            .iter()
            .position(|outcome| outcome.id == id)?;
        self.estimates.get(place)
    }

    /// Probability and its parameter band, for people.
    fn cell(&self, id: &str) -> String {
        let Some(estimate) = self.estimate(id) else {
            return String::new();
        };
        let (Some(probability), Some(error)) = (estimate.probability, estimate.mc_error) else {
            return "not counted".into();
        };
        let band = estimate.band.map_or_else(String::new, |(low, high)| {
            format!(" ({} to {})", percent(low, error), percent(high, error))
        });
        format!("{}{band}", percent(probability, error))
    }
}

fn rows(columns: &[Column], ids: &[String]) -> Vec<Vec<String>> {
    ids.iter()
        .map(|id| {
            std::iter::once(id.clone())
                .chain(columns.iter().map(|column| column.cell(id)))
                .collect()
        })
        .collect()
}

fn as_table(columns: &[Column], ids: &[String]) -> String {
    let header: Vec<&str> = std::iter::once("outcome")
        .chain(columns.iter().map(|column| column.scenario.id.as_str()))
        .collect();
    format!(
        "{}\n\nProbability, and in brackets 5 to 95 % over parameters. The runs share their luck.{}",
        table::numbers(&header, &rows(columns, ids), 1),
        unequal_ends(columns)
    )
}

/// Scenarios that end in different months differ for that alone.
fn unequal_ends(columns: &[Column]) -> String {
    let ends: Vec<String> = columns
        .iter()
        .map(|column| {
            let scenario = &column.scenario;
            format!(
                "{} {}",
                scenario.id,
                scenario.start.plus(scenario.months.saturating_sub(1))
            )
        })
        .collect();
    let last = |end: &String| end.rsplit(' ').next().map(str::to_owned);
    if ends.iter().all(|end| last(end) == last(&ends[0])) {
        return String::new();
    }
    format!(
        "\nThey end in different months ({}): what has longer to happen happens more often. `--set months=` makes them equal.",
        ends.join(", ")
    )
}

fn as_markdown(columns: &[Column], ids: &[String], arguments: &CompareArguments) -> String {
    let mut lines = vec![format!(
        "{} runs each, seed {}; in brackets 5 to 95 % over parameters.\n",
        arguments.runs, arguments.seed
    )];
    let header: Vec<String> = columns
        .iter()
        .map(|column| format!("`{}`", column.scenario.id))
        .collect();
    lines.push(format!("| outcome | {} |", header.join(" | ")));
    lines.push(format!("|---|{}", "---|".repeat(columns.len())));
    lines.extend(
        rows(columns, ids)
            .iter()
            .map(|row| format!("| {} |", row.join(" | "))),
    );
    lines.push(unequal_ends(columns));
    lines.join("\n").trim_end().to_owned()
}

fn as_json(columns: &[Column], ids: &[String], arguments: &CompareArguments) -> Value {
    let one = |column: &Column| {
        let outcomes: Vec<Value> = ids
            .iter()
            .filter_map(|id| {
                let estimate = column.estimate(id)?;
                Some(
                    json!({"id": id, "probability": estimate.probability, "mc_error": estimate.mc_error,
                            "band_low": estimate.band.map(|b| b.0), "band_high": estimate.band.map(|b| b.1)}),
                )
            })
            .collect();
        json!({"scenario": column.scenario.id, "outcomes": outcomes})
    };
    json!({"format": 1, "runs": arguments.runs, "seed": arguments.seed.to_string(),
           "scenarios": columns.iter().map(one).collect::<Vec<_>>()})
}
