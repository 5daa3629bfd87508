//! `sim validate --recent` and `--ladders`: does the model show what recent years did, and what is published?

use super::arguments::{ScenarioArguments, ValidateArguments};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::{rounding::percent, say::say, table};
use crate::record::Record;
use crate::stats::outcomes::estimate;
use crate::study::{ladders, recent};

/// Runs asked of each scenario, unless stated.
pub const RUNS: u64 = 512;
/// Parameter draws over which first passages are averaged.
const DRAWS: u64 = 200;

/// Shares of every phenomenon, in the runs of its scenario.
pub fn shares(arguments: &ValidateArguments) -> Result<Vec<recent::Share>, Failure> {
    let runs = arguments.runs_or(RUNS);
    let mut shares = Vec::new();
    for name in recent::scenarios() {
        let scenario = recent::load(name).map_err(|report| {
            eprintln!("{report}");
            Failure::told(Exit::ScenarioInvalid)
        })?;
        let mut tally = super::validate::simulate(&scenario, arguments, runs, || Record::new(&scenario))?;
        shares.extend(recent::shares(
            &scenario,
            name,
            &estimate(&scenario, &mut tally.records),
        ));
    }
    Ok(shares)
}

pub fn recent(arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let shares = shares(arguments)?;
    if arguments.json {
        say(&format!("{:#}", recent::report(&shares)));
    } else {
        say(&as_text(&shares));
    }
    Ok(if shares.iter().all(recent::Share::is_enough) {
        Exit::Done
    } else {
        Exit::CheckFailed
    })
}

fn as_text(shares: &[recent::Share]) -> String {
    let rows: Vec<Vec<String>> = shares
        .iter()
        .map(|s| {
            vec![
                s.phenomenon.id.to_owned(),
                s.phenomenon.scenario.to_owned(),
                if s.is_enough() {
                    "occurs".into()
                } else {
                    "TOO RARE".into()
                },
                percent(s.share, s.mc_error),
                percent(s.mc_error, s.mc_error / 10.0),
                s.hits.to_string(),
            ]
        })
        .collect();
    format!(
        "{}\nShare of runs in which it occurs; each must reach {}.",
        table::numbers(
            &["what", "scenario", "verdict", "share", "error", "runs"],
            &rows,
            3
        ),
        percent(recent::LEAST, 0.001)
    )
}

/// First passages of the flagship's theatres.
pub fn passages(arguments: &ValidateArguments) -> Result<Vec<ladders::Passage>, Failure> {
    let scenario = load(
        &ScenarioArguments {
            scenario: "builtin:taiwan".to_owned(),
            ..ScenarioArguments::default()
        },
        true,
    )?;
    Ok(ladders::passages(
        &scenario,
        ladders::START,
        arguments.seed,
        DRAWS,
    ))
}

pub fn ladders(arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let passages = passages(arguments)?;
    if arguments.json {
        say(&format!("{:#}", ladders::report(&passages)));
    } else {
        say(&ladder_text(&passages));
    }
    Ok(if passages.iter().all(ladders::Passage::is_near) {
        Exit::Done
    } else {
        Exit::CheckFailed
    })
}

fn ladder_text(passages: &[ladders::Passage]) -> String {
    let rows: Vec<Vec<String>> = passages
        .iter()
        .map(|p| {
            let published = p.published.as_ref().map_or_else(String::new, |estimate| {
                format!(
                    "{} ({} to {}){}",
                    percent(estimate.central, 0.001),
                    percent(estimate.low, 0.001),
                    percent(estimate.high, 0.001),
                    if p.is_near() { "" } else { " FAR" }
                )
            });
            vec![
                p.theatre.clone(),
                p.rung.clone(),
                p.months.to_string(),
                percent(p.chance, 0.001),
                published,
            ]
        })
        .collect();
    table::numbers(
        &["theatre", "rung or higher", "months", "model", "published"],
        &rows,
        2,
    )
}
