//! `sim run`.

use super::answer;
use super::arguments::{RunArguments, RunRange};
use super::ensemble::{self, Done, Task};
use super::failure::{Exit, Failure};
use super::influence;
use super::invocation::Invocation;
use super::load::load;
use crate::engine::Header;
use crate::output::folder::{Decision, decide, unfinished};
use crate::output::{OutputError, manifest, write};
use crate::record::Record;
use crate::scenario::{Scenario, entities};
use std::path::Path;
use std::time::Instant;

/// Folder of results when none is named.
pub const BASE: &str = "output";
/// So many times the runs are proposed next: a third of the error.
const MORE: u64 = 10;
/// Runs at most with `--until` when `--max-runs` is not given.
const DEFAULT_MOST: u64 = 1 << 20;

pub fn run(arguments: &RunArguments) -> Result<Exit, Failure> {
    let range = planned_range(arguments)?;
    let scenario = load(&arguments.scenario, arguments.quiet)?;
    let header = Header::of(&scenario, arguments.seed);
    let decision = decide(
        arguments.out.as_deref(),
        Path::new(BASE),
        &header,
        &[(range.first, range.end)],
        arguments.force,
    )
    .map_err(output_failure)?;
    let (target, keep_as) = match decision {
        Decision::AlreadyDone(path) => return already_done(&scenario, &path, arguments),
        Decision::Write { path, keep_as } => (path, keep_as),
    };
    let entities = entities(&scenario);
    let threads = threads(arguments.threads)?;
    let invocation = Invocation::of(arguments, range, threads);
    let task = Task {
        scenario: &scenario,
        entities: &entities,
        invocation,
        target,
        is_quiet: arguments.quiet,
    };
    let begun = begun(&task, arguments.force)?;
    let view = answer::View {
        is_quiet: arguments.quiet,
        is_json: arguments.json,
    };
    if let (Some(kept), false) = (&keep_as, arguments.quiet) {
        eprintln!(
            "{} holds another result: it is kept as {}",
            task.target.display(),
            kept.display()
        );
    }
    finish(&task, begun, keep_as.as_deref(), view)
}

/// Runs, writes the folder, shows the answer: shared with `resume`.
pub fn finish(
    task: &Task,
    begun: Option<crate::engine::Tally<Record>>,
    keep_as: Option<&Path>,
    view: answer::View,
) -> Result<Exit, Failure> {
    #[allow(clippy::disallowed_methods)] // Told to people and to invocation.json; no result reads it.
    let started = Instant::now();
    let Done {
        mut tally,
        is_partial,
        cancel,
    } = ensemble::run(task, begun)?;
    if tally.ranges.is_empty() {
        return Err(Failure::new(
            Exit::Interrupted,
            "SIM-0130",
            "interrupted before the first parameter draw was finished",
        )
        .help("run it again"));
    }
    let mut invocation = task.invocation.clone();
    invocation.elapsed_seconds = started.elapsed().as_secs_f64();
    let request = write::Request {
        folder: &task.target,
        keep_as,
        is_partial,
        invocation: &invocation.to_json(),
        room: None,
    };
    let written = write::write(task.scenario, &mut tally, &request).map_err(output_failure)?;
    ensemble::clear(&task.target);
    warn_if_not_reached(task, &mut tally, is_partial);
    let without = if is_partial || (view.is_quiet && !view.is_json) {
        None
    } else {
        influence::compare(
            task.scenario,
            task.entities,
            &tally,
            task.invocation.threads,
            &cancel,
        )?
    };
    let next = if is_partial {
        format!("sim resume {}", task.target.display())
    } else {
        invocation.again(&task.target, tally.runs().saturating_mul(MORE))
    };
    answer::show(task.scenario, &tally, &written, &next, view, without.as_ref());
    if is_partial {
        eprintln!(
            "interrupted: what was finished is kept, marked partial; go on with: sim resume {}",
            task.target.display()
        );
        return Ok(Exit::Interrupted);
    }
    Ok(Exit::Done)
}

/// Says so when `--until` ended at its most runs with a larger error than was asked for.
fn warn_if_not_reached(task: &Task, tally: &mut crate::engine::Tally<Record>, is_partial: bool) {
    let Some(wanted) = task.invocation.until else {
        return;
    };
    let error = crate::stats::outcomes::largest_headline_error(task.scenario, &mut tally.records);
    if error > wanted && !is_partial {
        eprintln!(
            "warning SIM-0013: the precision asked for was not reached: {error:.4} after {} runs, {wanted} was asked for\n  --until, --max-runs\n  allow more runs with --max-runs",
            tally.runs()
        );
    }
}

fn planned_range(arguments: &RunArguments) -> Result<RunRange, Failure> {
    let Some(wanted) = arguments.until else {
        return Ok(arguments.runs);
    };
    if !(wanted > 0.0 && wanted < 1.0) {
        return Err(Failure::new(
            Exit::Usage,
            "SIM-0003",
            format!("--until {wanted} is no standard error of a probability"),
        )
        .help("for example --until 0.005"));
    }
    Ok(RunRange {
        first: 0,
        end: arguments.max_runs.unwrap_or(DEFAULT_MOST).max(1),
    })
}

/// Threads asked for, or all there are.
pub fn threads(asked: Option<usize>) -> Result<usize, Failure> {
    match asked {
        Some(0) => Err(Failure::new(
            Exit::Usage,
            "SIM-0004",
            "--threads 0: at least one thread is needed",
        )),
        Some(count) => Ok(count.min(1_024)),
        None => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
    }
}

/// A checkpoint left by a killed run of the same inputs is gone on with; another's is not overwritten.
fn begun(task: &Task, may_replace: bool) -> Result<Option<crate::engine::Tally<Record>>, Failure> {
    let left = unfinished(&task.target);
    if !left.exists() {
        return Ok(None);
    }
    match ensemble::checkpoint(task, &left.join(manifest::TALLY)) {
        Ok(Some(tally)) => {
            if !task.is_quiet && !tally.ranges.is_empty() {
                eprintln!(
                    "going on from {} finished runs in {}",
                    tally.runs(),
                    left.display()
                );
            }
            Ok(Some(tally))
        }
        _ if may_replace || !left.join(manifest::TALLY).exists() => Ok(None),
        Ok(None) | Err(_) => Err(Failure::new(
            Exit::OutputRefused,
            "SIM-5001",
            "an unfinished run of other inputs is kept there",
        )
        .at(left.display().to_string())
        .help(format!(
            "go on with `sim resume {}`, or replace it with --force",
            task.target.display()
        ))),
    }
}

fn already_done(scenario: &Scenario, path: &Path, arguments: &RunArguments) -> Result<Exit, Failure> {
    if !arguments.quiet {
        eprintln!(
            "already done: {} holds the result of these inputs",
            path.display()
        );
    }
    let tally_path = path.join(manifest::TALLY);
    let mut file = std::fs::File::open(&tally_path)
        .map_err(|error| output_failure(OutputError::io(&tally_path, &error)))?;
    let mut tally = crate::engine::Tally::decode(&mut file, scenario, Record::new(scenario))
        .map_err(|error| ensemble::tally_failure(&tally_path, &error))?;
    let estimates = crate::stats::outcomes::estimate(scenario, &mut tally.records);
    let view = answer::View {
        is_quiet: arguments.quiet,
        is_json: arguments.json,
    };
    let without = if view.is_quiet && !view.is_json {
        None
    } else {
        let (threads, cancel) = (threads(arguments.threads)?, ensemble::cancel_flag());
        influence::compare(scenario, &entities(scenario), &tally, threads, &cancel)?
    };
    let next = Invocation::of(arguments, arguments.runs, 1).again(path, tally.runs().saturating_mul(MORE));
    answer::show_estimates(scenario, &tally, &estimates, path, &next, view, without.as_ref());
    Ok(Exit::Done)
}

pub fn output_failure(error: OutputError) -> Failure {
    let exit = if error.exit == crate::output::error::EXIT_REFUSED {
        Exit::OutputRefused
    } else {
        Exit::InputOutput
    };
    Failure::new(exit, error.code, error.what)
        .at(error.path.display().to_string())
        .help(error.help)
}
