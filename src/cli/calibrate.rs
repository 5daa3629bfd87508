//! `sim calibrate`: parameters that would have given what is on record.

use super::arguments::CalibrateArguments;
use super::ensemble::cancel_flag;
use super::failure::{Exit, Failure};
use super::load::load;
use super::run::{BASE, threads};
use super::ui::progress::Progress;
use super::ui::rounding::percent;
use super::ui::{say::say, table};
use crate::scenario::Scenario;
use crate::study::calibrate::report::{Checks, FlowCheck, OutcomeCheck, Shift};
use crate::study::calibrate::self_test::{self, COLUMNS, SelfTest, WIDEST};
use crate::study::calibrate::write::{short, text, write};
use crate::study::calibrate::{self, Calibration, LEAST_BUDGET, Options, Watch};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub fn calibrate(arguments: &CalibrateArguments) -> Result<Exit, Failure> {
    if let Some(fits) = arguments.self_test {
        return of_itself(fits, arguments);
    }
    let scenario = load(&arguments.scenario(), arguments.quiet)?;
    let path = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(BASE).join(format!("{}-posterior.csv", scenario.id)));
    if path.symlink_metadata().is_ok() && !arguments.force {
        return Err(
            Failure::new(Exit::OutputRefused, "SIM-5010", "a file is there already")
                .at(path.display().to_string())
                .help("replace it with --force, or choose another --out"),
        );
    }
    let options = Options {
        budget: arguments.budget,
        seed: arguments.seed,
        threads: threads(arguments.threads)?,
    };
    let found = spend(
        &scenario,
        &arguments.without,
        &options,
        arguments.quiet || arguments.json,
    )?;
    write(&path, &text(&scenario, &found, &options)).map_err(|error| {
        Failure::new(
            Exit::InputOutput,
            "SIM-0024",
            format!("the posterior cannot be written: {error}"),
        )
        .at(path.display().to_string())
        .help("make room, or choose another --out")
    })?;
    if arguments.json {
        say(&format!("{:#}", as_json(&scenario, &found, &options)));
    } else {
        say(&as_text(&scenario, &found, &path));
    }
    Ok(Exit::Done)
}

fn spend(
    scenario: &Scenario,
    without: &[String],
    options: &Options,
    is_quiet: bool,
) -> Result<Calibration, Failure> {
    let cancel = cancel_flag();
    let progress = Progress::new(options.budget, is_quiet);
    let watch = Watch {
        on_progress: &|done, what| progress.show(done, what),
        cancel: &cancel,
    };
    let found = calibrate::calibrate(scenario, without, options, &watch);
    progress.finish();
    found.map_err(|failure| told(failure, &scenario.id))
}

fn told(failure: calibrate::Failure, scenario: &str) -> Failure {
    use calibrate::Failure as Why;
    let invalid = |what: &str| Failure::new(Exit::ScenarioInvalid, "SIM-0025", what).at(scenario);
    match failure {
        Why::Interrupted => Failure::new(Exit::Interrupted, "SIM-0130", "interrupted: nothing was written")
            .help("run it again: a posterior needs all its runs"),
        Why::NoEvidence => {
            invalid("there is nothing to learn from: no [[target]], and no outcome says what was observed")
                .help("add targets or `observed`, or try builtin:hindcast-2022")
        }
        Why::HasPosterior => {
            invalid("the scenario has a posterior already, and that is no prior to begin with")
                .help("take `posterior` out of [parameters]")
        }
        Why::NothingMoves => invalid("no parameter may be moved: all are certain or protected")
            .help("docs/calibration.md says which are protected"),
        Why::BudgetTooSmall => Failure::new(Exit::Usage, "SIM-0026", "the budget is too small")
            .at("--budget")
            .help(format!(
                "at least {LEAST_BUDGET} runs; 20000 gives a posterior worth reading"
            )),
        Why::Unknown { name, nearest } => Failure::new(
            Exit::Usage,
            "SIM-0027",
            format!("`{name}` is no target and no observed outcome"),
        )
        .at("--without")
        .help(nearest.map_or_else(String::new, |id| format!("did you mean `{id}`?"))),
        Why::Threads(message) => Failure::new(
            Exit::Bug,
            "SIM-0008",
            format!("the threads could not be started: {message}"),
        )
        .at("--threads"),
    }
}

fn of_itself(fits: u64, arguments: &CalibrateArguments) -> Result<Exit, Failure> {
    let is_quiet = arguments.quiet || arguments.json;
    let found = tested(fits, arguments.seed, arguments.threads, is_quiet)?;
    if arguments.json {
        say(&format!("{:#}", self_test_json(&found)));
    } else {
        say(&self_test_text(&found));
    }
    Ok(if found.is_passed() {
        Exit::Done
    } else {
        Exit::CheckFailed
    })
}

/// So many fits of the small model.
pub fn tested(fits: u64, seed: u64, wanted: Option<usize>, is_quiet: bool) -> Result<SelfTest, Failure> {
    if fits == 0 {
        return Err(
            Failure::new(Exit::Usage, "SIM-0028", "a self-test needs at least one fit").at("--self-test"),
        );
    }
    let cancel = cancel_flag();
    let progress = Progress::of(fits, is_quiet, "fits");
    let watch = Watch {
        on_progress: &|done, what| progress.show(done, what),
        cancel: &cancel,
    };
    let found = self_test::self_test(fits, seed, threads(wanted)?, &watch);
    progress.finish();
    found.map_err(|failure| told(failure, "the small model"))
}

pub fn self_test_json(found: &SelfTest) -> Value {
    let rows: Vec<Value> = found
        .parameters
        .iter()
        .map(|tested| {
            json!({"parameter": tested.id, "counts": tested.counts, "outside": tested.outside,
                   "width": tested.width})
        })
        .collect();
    json!({"format": 2, "fits": found.fits, "runs": found.runs, "bound": found.bound,
           "bound_outside": found.bound_outside, "widest": WIDEST, "parameters": rows,
           "is_uniform": found.is_uniform(), "is_taught": found.is_taught(), "is_passed": found.is_passed()})
}

fn self_test_text(found: &SelfTest) -> String {
    let rows: Vec<Vec<String>> = found
        .parameters
        .iter()
        .map(|tested| {
            std::iter::once(tested.id.to_owned())
                .chain(tested.counts.iter().map(u64::to_string))
                .chain([tested.outside.to_string(), format!("{:.2}", tested.width)])
                .collect()
        })
        .collect();
    let verdict = |is_so: bool| if is_so { "passed" } else { "NOT PASSED" };
    format!(
        "{} fits of the small model, {} runs: the truth among the particles, by quarters of the ranks; truths outside the \
         middle 80 %; width of the posterior, standard deviation over the prior's\n\n{}\n\n\
         ranks {}: every quarter must hold between {} and {}, and between {} and {} lie outside (binomial, 1 false alarm in 1,000)\n\
         width {}: at most {WIDEST} (a sampler that ignores the data has 1)",
        found.fits,
        found.runs,
        table::numbers(&COLUMNS, &rows, 1),
        verdict(found.is_uniform()),
        found.bound[0],
        found.bound[1],
        found.bound_outside[0],
        found.bound_outside[1],
        verdict(found.is_taught()),
    )
}

fn as_text(scenario: &Scenario, found: &Calibration, path: &Path) -> String {
    let stages: Vec<Vec<String>> = found
        .stages
        .iter()
        .map(|stage| {
            vec![
                format!("{:.4}", stage.temper),
                format!("{:.0} of {}", stage.effective, found.effort.particles),
                percent(stage.taken[0], 0.01),
                percent(stage.taken[1], 0.01),
                stage.ancestors.to_string(),
            ]
        })
        .collect();
    format!(
        "{}: posterior of {} of {} parameters ({} particles, {} runs)\n\
         learnt from {} flows and {} outcomes; left out: {}; covered by a target: {}\n\
         outcomes weigh {:.2} each (omega = N / sum of R = {} / {:.1})\n\n{}\n\n\
         Parameters, most moved first (shift in standard deviations of the prior; shrinkage 1 = known exactly):\n{}\n\n\
         In sample, prior and posterior against the record:\n{}\n\n{}\n\n{}\n\nposterior  {}\nuse it     sim run builtin:taiwan --set posterior={}",
        scenario.id,
        found.screened.moved.len(),
        found.screened.candidates,
        found.particles.len(),
        found.runs,
        found.flows,
        found.outcomes,
        words(&found.without),
        words(&found.covered),
        found.likelihood.omega,
        found.outcomes,
        found.likelihood.sum_of_r,
        table::numbers(
            &[
                "temper",
                "effective particles",
                "walks taken",
                "fresh draws taken",
                "ancestors left"
            ],
            &stages,
            0
        ),
        shift_table(&found.checks.shifts),
        flow_table(&found.checks.flows),
        outcome_table(&found.checks.outcomes),
        conflicts(&found.checks),
        path.display(),
        path.display()
    )
}

fn words(ids: &[String]) -> String {
    if ids.is_empty() {
        "nothing".to_owned()
    } else {
        ids.join(", ")
    }
}

fn shift_table(shifts: &[Shift]) -> String {
    let mut shifts: Vec<&Shift> = shifts.iter().collect();
    shifts.sort_by(|a, b| b.shift.abs().total_cmp(&a.shift.abs()));
    let rows: Vec<Vec<String>> = shifts
        .iter()
        .map(|row| {
            vec![
                row.id.to_owned(),
                row.prior.map(short_for_people).join(" / "),
                row.posterior.map(short_for_people).join(" / "),
                format!("{:+.2}", row.shift),
                format!("{:+.2}", row.shrinkage),
            ]
        })
        .collect();
    table::numbers(
        &["parameter", "prior 5/50/95 %", "posterior", "shift", "shrinkage"],
        &rows,
        1,
    )
}

fn flow_table(flows: &[FlowCheck]) -> String {
    let rows: Vec<Vec<String>> = flows
        .iter()
        .map(|row| {
            vec![
                row.id.clone(),
                row.record.map(short_for_people).join(" / "),
                row.prior.map(short_for_people).join(" / "),
                row.posterior.map(short_for_people).join(" / "),
                format!("{:+.1}", row.z),
            ]
        })
        .collect();
    table::numbers(&["flow", "record", "prior 5/50/95 %", "posterior", "z"], &rows, 1)
}

fn outcome_table(outcomes: &[OutcomeCheck]) -> String {
    let rows: Vec<Vec<String>> = outcomes
        .iter()
        .map(|row| {
            vec![
                row.id.clone(),
                if row.observed { "yes" } else { "no" }.to_owned(),
                said(row, row.prior),
                said(row, row.posterior),
            ]
        })
        .collect();
    table::mixed(&["outcome", "happened", "prior", "posterior"], &rows, &[0, 1])
}

/// As many digits as its sort supports.
fn said(outcome: &OutcomeCheck, probability: f64) -> String {
    percent(probability, if outcome.is_weighed { 0.0005 } else { 0.005 })
}

fn conflicts(checks: &Checks) -> String {
    let flows = checks
        .flows
        .iter()
        .filter(|flow| flow.is_in_conflict())
        .map(|flow| format!("{} (z {:+.1})", flow.id, flow.z));
    let outcomes = checks
        .outcomes
        .iter()
        .filter(|outcome| outcome.is_in_conflict())
        .map(|outcome| format!("{} ({})", outcome.id, said(outcome, outcome.posterior)));
    let pairs = checks
        .apart
        .iter()
        .map(|(a, b, correlation)| format!("{a} and {b} ({correlation:.2})"));
    let list = |items: Vec<String>| {
        if items.is_empty() {
            "none".to_owned()
        } else {
            items.join(", ")
        }
    };
    format!(
        "In conflict with the posterior: {}\nPulling apart: {}",
        list(flows.chain(outcomes).collect()),
        list(pairs.collect())
    )
}

/// Three digits.
fn short_for_people(value: f64) -> String {
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    short(rounded)
}

fn as_json(scenario: &Scenario, found: &Calibration, options: &Options) -> Value {
    let stages: Vec<Value> = found
        .stages
        .iter()
        .map(|s| {
            json!({"temper": s.temper, "effective": s.effective, "walks_taken": s.taken[0],
                   "fresh_draws_taken": s.taken[1], "ancestors": s.ancestors})
        })
        .collect();
    let shifts: Vec<Value> = found
        .checks
        .shifts
        .iter()
        .map(|s| {
            json!({"id": s.id, "prior": s.prior, "posterior": s.posterior, "shift": s.shift, "shrinkage": s.shrinkage})
        })
        .collect();
    let flows: Vec<Value> = found
        .checks
        .flows
        .iter()
        .map(|f| {
            json!({"id": f.id, "record": f.record, "prior": f.prior, "posterior": f.posterior, "z": f.z,
                   "is_in_conflict": f.is_in_conflict()})
        })
        .collect();
    let outcomes: Vec<Value> = found
        .checks
        .outcomes
        .iter()
        .map(|o| {
            json!({"id": o.id, "observed": o.observed, "prior": o.prior, "posterior": o.posterior,
                   "is_weighed": o.is_weighed, "is_in_conflict": o.is_in_conflict()})
        })
        .collect();
    json!({"format": 1, "scenario": scenario.id, "budget": options.budget, "seed": options.seed.to_string(),
           "runs": found.runs, "particles": found.particles.len(), "runs_per_particle": found.effort.runs,
           "omega": found.likelihood.omega, "sum_of_r": found.likelihood.sum_of_r, "left_out": found.without,
           "covered": found.covered, "stages": stages, "parameters": shifts, "flows": flows, "outcomes": outcomes,
           "apart": found.checks.apart.iter().map(|(a, b, r)| json!([a, b, r])).collect::<Vec<_>>()})
}
