//! `sim validate --document`: runs every check and prints docs/verification.md.

use super::arguments::{Part, ScenarioArguments, ValidateArguments};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::say::say;
use super::validate::simulate;
use super::{answer, witnesses};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::MECHANISMS;
use crate::stats::outcomes::estimate;
use crate::study::patterns::{self, PATTERNS, PatternResult};
use crate::study::verification::{Measured, page};
use crate::study::{hindcast, witness};
use serde_json::Value;

const HINDCAST: &str = "hindcast-2022";
const FLAGSHIP: &str = "taiwan";

pub fn document(parts: &[Part], arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let is_wanted = |part: Part| parts.is_empty() || parts.contains(&part);
    let mut measured = Measured {
        runs: arguments.runs_or(super::validate::RUNS),
        ..Measured::default()
    };
    if is_wanted(Part::Hindcast) {
        measured.hindcast = hindcast_of(&shipped(HINDCAST)?, arguments)?;
    }
    if is_wanted(Part::Cast) {
        measured.flagship = answer_of(&shipped(FLAGSHIP)?, arguments)?;
    }
    if is_wanted(Part::Mechanisms) {
        let every: Vec<usize> = (0..MECHANISMS.len()).collect();
        let verdicts = witness::verify(&every, shipped)?;
        measured.mechanisms = verdicts.iter().map(witnesses::as_json).collect();
    }
    if is_wanted(Part::Patterns) {
        measured.patterns = tried(arguments)?;
    }
    say(page(&measured).trim_end());
    Ok(Exit::Done)
}

fn shipped(name: &str) -> Result<Scenario, Failure> {
    let scenario = ScenarioArguments {
        scenario: format!("builtin:{name}"),
        ..ScenarioArguments::default()
    };
    load(&scenario, true)
}

fn tried(arguments: &ValidateArguments) -> Result<Vec<PatternResult>, Failure> {
    let every: Vec<u8> = PATTERNS.collect();
    patterns::run(&every, patterns::DRAWS, arguments.seed, &|_, _| {}).map_err(|report| {
        eprintln!("{report}");
        Failure::told(Exit::ScenarioInvalid)
    })
}

fn hindcast_of(scenario: &Scenario, arguments: &ValidateArguments) -> Result<Value, Failure> {
    let runs = arguments.runs_or(super::validate::RUNS);
    let mut tally = simulate(scenario, arguments, runs, || Record::new(scenario))?;
    let estimates = estimate(scenario, &mut tally.records);
    Ok(hindcast::report(scenario, &estimates, runs))
}

fn answer_of(scenario: &Scenario, arguments: &ValidateArguments) -> Result<Value, Failure> {
    let mut tally = simulate(
        scenario,
        arguments,
        arguments.runs_or(super::validate::RUNS),
        || Record::new(scenario),
    )?;
    let estimates = estimate(scenario, &mut tally.records);
    Ok(answer::as_json(scenario, &tally, &estimates))
}
