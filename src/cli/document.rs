//! `sim validate --document`: runs the parts that are named, keeps what they gave, and prints docs/verification.md of all that is kept.

use super::arguments::{CompareArguments, ScenarioArguments, ValidateArguments};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::say::say;
use super::validate::{RUNS, report_of, simulate};
use super::{answer, calibrate, compare, patterns, recent, witnesses};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::MECHANISMS;
use crate::stats::outcomes::estimate;
use crate::study::patterns::parts::PARTS;
use crate::study::verification::kept::{FOLDER, Kept, Part, digest};
use crate::study::verification::{Measured, page};
use crate::study::{ladders, recent as occurrences, witness};
use serde_json::{Value, json};
use std::io;
use std::path::Path;

const HINDCAST: &str = "hindcast-2022";
const FLAGSHIP: &str = "taiwan";
/// Scenarios set side by side: prior, posterior, posterior without T01.
const SIDES: [&str; 3] = [FLAGSHIP, "taiwan-posterior", "taiwan-posterior-without-treaty"];
/// Fits of the self-test, unless stated.
const FITS: u64 = 1_000;

pub fn document(parts: &[Part], arguments: &ValidateArguments) -> Result<Exit, Failure> {
    // Before anything runs for an hour or is written where nobody looks for it.
    if arguments.results == Path::new(FOLDER) && !arguments.results.is_dir() {
        return Err(Failure::new(
            Exit::InputOutput,
            "SIM-0033",
            "the results behind docs/verification.md are kept in a copy of the project, and this folder is none",
        )
        .at(FOLDER)
        .help("go to the folder of the project, or name another for the results with --results"));
    }
    for &part in parts {
        let command = part.command(amount(part, arguments), arguments.seed);
        eprintln!("{}: {command}", part.id());
        let kept = Kept::new(part, command, inputs(part)?, measure(part, arguments)?);
        kept.keep(part, &arguments.results).map_err(|error| {
            Failure::new(
                Exit::InputOutput,
                "SIM-0029",
                format!("a result cannot be kept: {error}"),
            )
            .at(part.file(&arguments.results).display().to_string())
            .help("make room, or choose another folder with --results")
        })?;
    }
    let measured = Measured::read(&arguments.results)
        .map_err(|(part, error)| absent(part, &arguments.results, &error))?;
    for (part, kept) in &measured.0 {
        if kept.inputs != inputs(*part)? {
            eprintln!(
                "warning[SIM-0031]: what is kept of `{id}` was run on other inputs than this program has\n  where: {}\n  help: sim validate --document {id}",
                part.file(&arguments.results).display(),
                id = part.id()
            );
        }
    }
    say(page(&measured).trim_end());
    Ok(Exit::Done)
}

/// A part of which nothing is kept, or nothing that can be read.
pub fn absent(part: Part, folder: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Exit::InputOutput,
        "SIM-0030",
        format!("nothing is kept of `{}`: {error}", part.id()),
    )
    .at(part.file(folder).display().to_string())
    .help(format!("sim validate --document {}", part.id()))
}

/// Runs of the part; fits of the self-test, draws of the patterns.
fn amount(part: Part, arguments: &ValidateArguments) -> u64 {
    match part {
        Part::Recent => arguments.runs_or(recent::RUNS),
        Part::SelfTest => arguments.runs_or(FITS),
        Part::Patterns => arguments.draws,
        _ => arguments.runs_or(RUNS),
    }
}

/// What the part's command prints with `--json`.
fn measure(part: Part, arguments: &ValidateArguments) -> Result<Value, Failure> {
    let runs = amount(part, arguments);
    Ok(match part {
        Part::Hindcast => report_of(&shipped(HINDCAST)?, arguments)?,
        Part::Posterior => report_of(&learnt()?, arguments)?,
        Part::Cast => answer_of(&shipped(FLAGSHIP)?, arguments, runs)?,
        Part::Recent => occurrences::report(&recent::shares(arguments)?),
        Part::Ladders => ladders::report(&recent::passages(arguments)?),
        Part::SideBySide => compare::report(&CompareArguments {
            scenarios: SIDES.map(|name| format!("builtin:{name}")).to_vec(),
            off: Vec::new(),
            set: Vec::new(),
            runs,
            seed: arguments.seed,
            threads: arguments.threads,
            all: false,
            markdown: false,
            quiet: false,
            json: false,
        })?,
        Part::SelfTest => calibrate::self_test_json(&calibrate::tested(
            runs,
            arguments.seed,
            arguments.threads,
            false,
        )?),
        Part::Mechanisms => {
            let every: Vec<usize> = (0..MECHANISMS.len()).collect();
            let verdicts = witness::verify(&every, shipped)?;
            verdicts.iter().map(witnesses::as_json).collect()
        }
        Part::Patterns => json!(patterns::tried(&PARTS, arguments)?),
    })
}

/// A digest of the scenarios that a part runs; empty where it runs none that is shipped.
fn inputs(part: Part) -> Result<String, Failure> {
    let names: Vec<&str> = match part {
        Part::Hindcast => vec![HINDCAST],
        Part::Posterior => return Ok(digest(&[learnt()?.input_hash])),
        Part::Cast | Part::Ladders => vec![FLAGSHIP],
        Part::Recent => occurrences::scenarios(),
        Part::SideBySide => SIDES.to_vec(),
        Part::SelfTest => Vec::new(),
        Part::Mechanisms => MECHANISMS
            .iter()
            .map(|mechanism| mechanism.witness.scenario)
            .collect(),
        Part::Patterns => PARTS.iter().map(|part| part.first.arm.scenario).collect(),
    };
    let mut names = names;
    names.sort_unstable();
    names.dedup();
    let hash = |name: &str| Ok(shipped(name)?.input_hash);
    Ok(digest(
        &names.into_iter().map(hash).collect::<Result<Vec<_>, _>>()?,
    ))
}

fn shipped(name: &str) -> Result<Scenario, Failure> {
    let scenario = ScenarioArguments {
        scenario: format!("builtin:{name}"),
        ..ScenarioArguments::default()
    };
    load(&scenario, true)
}

/// The hindcast with what its own record taught.
fn learnt() -> Result<Scenario, Failure> {
    let scenario = ScenarioArguments {
        scenario: format!("builtin:{HINDCAST}"),
        set: vec![format!("posterior=builtin:{HINDCAST}")],
        ..ScenarioArguments::default()
    };
    load(&scenario, true)
}

fn answer_of(scenario: &Scenario, arguments: &ValidateArguments, runs: u64) -> Result<Value, Failure> {
    let mut tally = simulate(scenario, arguments, runs, || Record::new(scenario))?;
    let estimates = estimate(scenario, &mut tally.records);
    Ok(answer::as_json(scenario, &tally, &estimates))
}
