//! Many runs on many threads. Draws are handed out in order and every draw handed out is finished, so
//! what has been done is always a contiguous prefix; sums are integers, so threads leave no trace.

use super::journal::Journal;
use super::replicate::Workspace;
use super::tally::{Header, Tally};
use super::until::Until;
use super::{Accumulator, RUNS_PER_DRAW};
use crate::random::luck::Entities;
use crate::scenario::Scenario;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Draws between two looks at the clock, the stop rule and the journal.
const CHUNK_DRAWS: u64 = 32;
/// How often progress is told.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// Which runs of which scenario. `runs.start` is a whole number of draws; `runs.end` need not be.
#[derive(Clone)]
pub struct Plan<'s> {
    pub scenario: &'s Scenario,
    pub entities: &'s Entities,
    pub seed: u64,
    pub runs: Range<u64>,
    pub threads: usize,
}

/// Who watches, who may stop it, where checkpoints go.
pub struct Watch<'w, A> {
    /// Called a few times a second with the runs done so far and what they gave.
    pub on_progress: &'w mut dyn FnMut(u64, &mut A),
    /// Set from outside (Ctrl-C): the ensemble ends after the draws under way.
    pub cancel: &'w AtomicBool,
    pub journal: Option<&'w mut Journal>,
    pub until: Option<Until<'w, A>>,
}

/// Why no result came of it.
#[derive(Debug)]
pub enum Failure {
    /// A replicate broke: a bug, with the run that shows it.
    Replicate {
        draw: u64,
        message: String,
    },
    Threads(String),
    Journal(std::io::Error),
    /// A plan or checkpoint that begins inside a draw.
    NotWholeDraws(u64),
    /// What was begun is of another scenario or seed, or no prefix of the plan.
    NoPrefix(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Replicate { draw, message } => write!(
                f,
                "SIM-4010: a replicate failed: {message}\n  in parameter draw {draw} (runs {} to {})\n  this is a bug: please report it with the scenario and the seed",
                draw * RUNS_PER_DRAW,
                draw * RUNS_PER_DRAW + RUNS_PER_DRAW - 1
            ),
            Failure::Threads(message) => {
                write!(
                    f,
                    "SIM-4011: the threads could not be started: {message}\n  --threads\n  ask for fewer"
                )
            }
            Failure::Journal(error) => write!(
                f,
                "SIM-4012: the checkpoint could not be written: {error}\n  the folder of the output\n  make room and run again, or resume"
            ),
            Failure::NotWholeDraws(run) => write!(
                f,
                "SIM-4013: runs must begin at a multiple of {RUNS_PER_DRAW}\n  run {run}\n  give a range of whole parameter draws"
            ),
            Failure::NoPrefix(found) => write!(
                f,
                "SIM-4014: what was begun is not the beginning of this ensemble\n  {found}\n  begin anew, or merge the parts"
            ),
        }
    }
}

impl std::error::Error for Failure {}

struct Worker<A> {
    workspace: Workspace,
    records: A,
}

/// The threads at work and what they have recorded.
pub struct Ensemble<'s, A> {
    plan: Plan<'s>,
    pool: rayon::ThreadPool,
    workers: Vec<Mutex<Worker<A>>>,
    /// First run not yet done.
    next: u64,
    /// First run of the whole.
    first: u64,
}

impl<'s, A: Accumulator> Ensemble<'s, A> {
    /// `make` gives an empty accumulator; `begun` is a prefix of the plan already done: anything else is an error.
    pub fn new(plan: Plan<'s>, make: impl Fn() -> A, begun: Option<Tally<A>>) -> Result<Self, Failure> {
        let threads = plan.threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| Failure::Threads(error.to_string()))?;
        let (first, mut next) = (plan.runs.start, plan.runs.start);
        let mut records: Vec<A> = Vec::with_capacity(threads);
        if let Some(tally) = begun {
            next = first_to_do(&plan, &tally)?;
            records.push(tally.records);
        }
        while records.len() < threads {
            records.push(make());
        }
        if !first.is_multiple_of(RUNS_PER_DRAW) {
            return Err(Failure::NotWholeDraws(first));
        }
        if !next.is_multiple_of(RUNS_PER_DRAW) && next < plan.runs.end {
            return Err(Failure::NotWholeDraws(next));
        }
        let workers = records
            .into_iter()
            .map(|records| {
                Mutex::new(Worker {
                    workspace: Workspace::sized(plan.scenario, plan.entities),
                    records,
                })
            })
            .collect();
        Ok(Ensemble {
            plan,
            pool,
            workers,
            next,
            first,
        })
    }

    /// First run not yet done.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Goes on to run `to` or, when cancelled, to the end of the draws under way.
    pub fn advance(&mut self, to: u64, cancel: &AtomicBool) -> Result<(), Failure> {
        let plan = &self.plan;
        let last = to.div_ceil(RUNS_PER_DRAW);
        let counter = AtomicU64::new(self.next / RUNS_PER_DRAW);
        let broken: Mutex<Option<(u64, String)>> = Mutex::new(None);
        let has_broken = AtomicBool::new(false);
        let workers = &self.workers;
        self.pool.broadcast(|context| {
            let Some(worker) = workers.get(context.index()) else {
                return;
            };
            let mut worker = worker.lock().unwrap_or_else(PoisonError::into_inner);
            let Worker { workspace, records } = &mut *worker;
            while !cancel.load(Ordering::Relaxed) && !has_broken.load(Ordering::Relaxed) {
                let draw = counter.fetch_add(1, Ordering::Relaxed);
                if draw >= last {
                    break;
                }
                let runs = draw * RUNS_PER_DRAW..((draw + 1) * RUNS_PER_DRAW).min(to);
                let result = catch_unwind(AssertUnwindSafe(|| {
                    workspace.simulate(plan.scenario, plan.entities, plan.seed, runs, records);
                }));
                if let Err(payload) = result {
                    has_broken.store(true, Ordering::Relaxed);
                    let mut first = broken.lock().unwrap_or_else(PoisonError::into_inner);
                    if first.as_ref().is_none_or(|(earlier, _)| draw < *earlier) {
                        *first = Some((draw, message_of(payload.as_ref())));
                    }
                }
            }
        });
        if let Some((draw, message)) = broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(Failure::Replicate { draw, message });
        }
        let done = counter.into_inner().min(last);
        self.next = (done * RUNS_PER_DRAW).min(to).max(self.next);
        Ok(())
    }

    /// What all threads have recorded, gathered in one place.
    pub fn gather(&mut self) -> &mut A {
        let (first, rest) = self.workers.split_at_mut(1);
        let first = first[0].get_mut().unwrap_or_else(PoisonError::into_inner);
        for worker in rest {
            let worker = worker.get_mut().unwrap_or_else(PoisonError::into_inner);
            first.records.absorb(&mut worker.records);
        }
        &mut first.records
    }

    fn header(&self) -> Header {
        Header::of(self.plan.scenario, self.plan.seed)
    }

    fn ranges(&self) -> Vec<(u64, u64)> {
        if self.next > self.first {
            vec![(self.first, self.next)]
        } else {
            Vec::new()
        }
    }

    /// Everything done, as a tally.
    pub fn finish(mut self) -> Tally<A> {
        self.gather();
        let (header, ranges) = (self.header(), self.ranges());
        let mut workers = self.workers;
        let worker = workers
            .swap_remove(0)
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        Tally {
            header,
            ranges,
            records: worker.records,
        }
    }

    /// Writes a checkpoint of everything done.
    fn checkpoint(&mut self, journal: &mut Journal) -> Result<(), Failure> {
        let (header, ranges) = (self.header(), self.ranges());
        journal
            .write(&header, &ranges, self.gather())
            .map_err(Failure::Journal)
    }
}

/// The run that `begun` leaves to do first.
fn first_to_do<A>(plan: &Plan<'_>, begun: &Tally<A>) -> Result<u64, Failure> {
    if begun.header != Header::of(plan.scenario, plan.seed) {
        return Err(Failure::NoPrefix(format!(
            "it is of scenario {} with seed {}",
            begun.header.scenario, begun.header.seed
        )));
    }
    match begun.ranges[..] {
        [] => Ok(plan.runs.start),
        [(start, end)] if start == plan.runs.start && end <= plan.runs.end.max(start) => Ok(end),
        _ => Err(Failure::NoPrefix(format!(
            "it holds runs {:?}; the plan is runs {:?}",
            begun.ranges, plan.runs
        ))),
    }
}

fn message_of(payload: &(dyn std::any::Any + Send)) -> String {
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Runs the plan to its end, to the stop rule, or until cancelled; `begun` is what a checkpoint holds.
/// The tally covers a contiguous prefix of the plan.
pub fn run<A: Accumulator>(
    plan: Plan<'_>,
    make: impl Fn() -> A,
    begun: Option<Tally<A>>,
    watch: &mut Watch<'_, A>,
) -> Result<Tally<A>, Failure> {
    let end = plan.runs.end;
    let mut ensemble = Ensemble::new(plan, make, begun)?;
    if let Some(journal) = watch.journal.as_deref_mut() {
        ensemble.checkpoint(journal)?;
    }
    let mut told = Instant::now();
    let mut is_done = watch
        .until
        .as_mut()
        .is_some_and(|until| until.is_reached(ensemble.next(), &mut ensemble));
    while !is_done && ensemble.next() < end && !watch.cancel.load(Ordering::Relaxed) {
        let mut to = (ensemble.next() + CHUNK_DRAWS * RUNS_PER_DRAW).min(end);
        if let Some(until) = &watch.until {
            to = to.min(until.next_test(ensemble.next()));
        }
        ensemble.advance(to, watch.cancel)?;
        if told.elapsed() >= PROGRESS_EVERY || ensemble.next() >= end {
            let done = ensemble.next();
            (watch.on_progress)(done, ensemble.gather());
            told = Instant::now();
        }
        if let Some(journal) = watch.journal.as_deref_mut()
            && journal.is_due()
        {
            ensemble.checkpoint(journal)?;
        }
        is_done = watch
            .until
            .as_mut()
            .is_some_and(|until| until.is_reached(ensemble.next(), &mut ensemble));
    }
    if ensemble.next() < end
        && !is_done
        && let Some(journal) = watch.journal.as_deref_mut()
    {
        ensemble.checkpoint(journal)?;
    }
    Ok(ensemble.finish())
}
