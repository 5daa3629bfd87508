//! An ensemble under the eyes of a person: progress, Ctrl-C, checkpoints.

use super::failure::{Exit, Failure};
use super::invocation::{self, Invocation};
use super::run::threads;
use super::ui::progress::Progress;
use super::ui::rounding::{error_points, percent};
use crate::engine::journal::Journal;
use crate::engine::until::Until;
use crate::engine::{Accumulator, Plan, Tally, TallyError, Watch, ensemble};
use crate::output::folder::unfinished;
use crate::output::manifest;
use crate::random::luck::Entities;
use crate::record::Record;
use crate::scenario::{Scenario, entities};
use crate::stats::outcomes::{estimate, largest_headline_error};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What is to be run and how it is to be watched.
pub struct Task<'s> {
    pub scenario: &'s Scenario,
    pub entities: &'s Entities,
    pub invocation: Invocation,
    /// Folder the result will go to; checkpoints lie beside it.
    pub target: PathBuf,
    pub is_quiet: bool,
}

/// What came of it.
pub struct Done {
    pub tally: Tally<Record>,
    pub is_partial: bool,
    /// Set by Ctrl-C.
    pub cancel: Arc<AtomicBool>,
}

/// A flag that Ctrl-C (or a request to terminate) sets; a second one ends the process at once.
pub fn cancel_flag() -> Arc<AtomicBool> {
    // A process has one handler, so all its ensembles heed one flag.
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        // Without a handler Ctrl-C simply kills, and `resume` goes on from the checkpoint.
        let _ = ctrlc::set_handler(move || {
            if seen.swap(true, Ordering::SeqCst) {
                std::process::exit(Exit::Interrupted as i32);
            }
            eprintln!("\nfinishing the draws under way (Ctrl-C again to stop at once) ...");
        });
        flag
    });
    Arc::clone(flag)
}

/// The checkpoint of the target, if it is of the same inputs and the same runs.
pub fn checkpoint(task: &Task, path: &Path) -> Result<Option<Tally<Record>>, Failure> {
    let Ok(mut file) = fs::File::open(path) else {
        return Ok(None);
    };
    match Tally::decode(&mut file, task.scenario, Record::new(task.scenario)) {
        Ok(tally) if tally.header.seed.to_string() == task.invocation.seed => {
            let fits = tally.ranges.is_empty()
                || matches!(tally.ranges[..], [(first, end)] if first == task.invocation.first_run && end <= task.invocation.end_run);
            Ok(if fits { Some(tally) } else { None })
        }
        Ok(_) | Err(TallyError::OtherInputs { .. }) => Ok(None),
        Err(error) => Err(tally_failure(path, &error)),
    }
}

/// Runs the task from `begun` on, with checkpoints beside the target.
pub fn run(task: &Task, begun: Option<Tally<Record>>) -> Result<Done, Failure> {
    let folder = unfinished(&task.target);
    let io = |error: std::io::Error| {
        Failure::new(
            Exit::InputOutput,
            "SIM-0007",
            format!("checkpoints cannot be written: {error}"),
        )
        .at(folder.display().to_string())
        .help("make room, or choose another --out")
    };
    fs::create_dir_all(&folder).map_err(io)?;
    fs::write(
        folder.join(invocation::NAME),
        task.invocation.to_json().to_string(),
    )
    .map_err(io)?;
    let mut journal = Journal::at(&folder.join(manifest::TALLY));
    let range = task.invocation.first_run..task.invocation.end_run;
    let cancel = cancel_flag();
    let progress = Progress::new(range.end - range.start, task.is_quiet);
    let scenario = task.scenario;
    let is_enough = |record: &mut Record| {
        task.invocation
            .until
            .is_some_and(|wanted| largest_headline_error(scenario, record) <= wanted)
    };
    let mut reached = false;
    let mut remember = |record: &mut Record| {
        reached = is_enough(record);
        reached
    };
    let until = task.invocation.until.map(|_| Until {
        is_enough: &mut remember,
    });
    let first = range.start;
    let mut watch = Watch {
        on_progress: &mut |done, record| progress.show(done - first, &headline(scenario, record)),
        cancel: &cancel,
        journal: Some(&mut journal),
        until,
    };
    let plan = Plan {
        scenario,
        entities: task.entities,
        seed: task.invocation.seed()?,
        runs: range.clone(),
        threads: task.invocation.threads,
    };
    let tally = ensemble::run(plan, || Record::new(scenario), begun, &mut watch).map_err(|failure| {
        let exit = if matches!(failure, ensemble::Failure::Journal(_)) {
            Exit::InputOutput
        } else {
            Exit::Bug
        };
        Failure::new(exit, "SIM-0008", failure.to_string())
    })?;
    progress.finish();
    let is_whole = tally.ranges == [(range.start, range.end)];
    Ok(Done {
        tally,
        is_partial: !is_whole && !reached,
        cancel,
    })
}

/// Runs that are wanted whole: no checkpoint, and nothing where they were stopped.
pub struct Whole {
    pub seed: u64,
    pub runs: u64,
    pub threads: Option<usize>,
    pub is_quiet: bool,
}

/// All runs of a scenario, or a failure: a score or a comparison of some of them would be another number.
pub fn whole<A: Accumulator>(
    scenario: &Scenario,
    wanted: &Whole,
    make: impl Fn() -> A,
) -> Result<Tally<A>, Failure> {
    let entities = entities(scenario);
    let cancel = cancel_flag();
    let progress = Progress::new(wanted.runs, wanted.is_quiet);
    let plan = Plan {
        scenario,
        entities: &entities,
        seed: wanted.seed,
        runs: 0..wanted.runs,
        threads: threads(wanted.threads)?,
    };
    let mut watch = Watch {
        on_progress: &mut |done, _| progress.show(done, &scenario.id),
        cancel: &cancel,
        journal: None,
        until: None,
    };
    let tally = ensemble::run(plan, make, None, &mut watch)
        .map_err(|failure| Failure::new(Exit::Bug, "SIM-0008", failure.to_string()))?;
    progress.finish();
    if tally.runs() < wanted.runs {
        return Err(Failure::new(
            Exit::Interrupted,
            "SIM-0130",
            "interrupted: all runs are needed",
        ));
    }
    Ok(tally)
}

/// The first headline outcome as it stands.
fn headline(scenario: &Scenario, record: &mut Record) -> String {
    let Some(place) = scenario.outcomes.iter().position(|outcome| outcome.is_headline) else {
        return String::new();
    };
    let estimates = estimate(scenario, record);
    match (estimates[place].probability, estimates[place].mc_error) {
        (Some(p), Some(e)) => format!(
            "{}: {} {}",
            scenario.outcomes[place].id,
            percent(p, e),
            error_points(e)
        ),
        _ => String::new(),
    }
}

/// Removes the checkpoints of a target whose result is written.
pub fn clear(target: &Path) {
    // A leftover checkpoint is harmless: the next run finds it complete.
    let _ = fs::remove_dir_all(unfinished(target));
}

pub fn tally_failure(path: &Path, error: &TallyError) -> Failure {
    let exit = if matches!(error, TallyError::Io(_)) {
        Exit::InputOutput
    } else {
        Exit::OutputRefused
    };
    Failure::new(exit, "SIM-4000", error.to_string()).at(path.display().to_string())
}
