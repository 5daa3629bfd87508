//! The patterns of docs/odd.md, 1, on the shipped worlds: paired comparisons over draws of the prior, each with
//! a control in which the mechanism behind it is off (docs/patterns.md).

pub mod arm;
mod observe;
pub mod page;
pub mod parts;
pub mod quantity;
pub mod rule;
mod watch;

use crate::scenario::Report;
use arm::Arm;
use parts::PARTS;
use quantity::Quantity;
use rule::{Rule, Shown, Terms, judge};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Draws of the prior that a pattern is tried on.
pub const DRAWS: u64 = 100;
/// Patterns tried here, by number. 13 and 14 are exact and stand in the tests of conservation and of promises.
pub const PATTERNS: std::ops::RangeInclusive<u8> = 1..=12;

/// What is looked at in which arm.
#[derive(Clone, Copy)]
pub struct Look {
    pub arm: Arm,
    pub quantity: &'static Quantity,
}

impl Look {
    pub const fn at(arm: Arm, quantity: &'static Quantity) -> Self {
        Look { arm, quantity }
    }
}

/// The same comparison without what is held to be responsible.
#[derive(Clone, Copy)]
pub enum Control {
    /// Mechanisms switched off in all arms.
    Off(&'static [&'static str]),
    /// Other arms, in a few words.
    Looks(&'static str, Look, Option<Look>),
    /// None can be, and why.
    None(&'static str),
}

/// One claim of a pattern.
#[derive(Clone, Copy)]
pub struct Part {
    /// `<pattern>-<what>`; never reused.
    pub id: &'static str,
    pub pattern: u8,
    pub claim: &'static str,
    pub first: Look,
    pub second: Option<Look>,
    pub rule: Rule,
    pub control: Control,
    /// Runs a draw, 1 to 8.
    pub runs: u64,
    /// Draws of a hundred that must decide: `DECIDED`, fewer for what is asked only where two rare things happened.
    pub least: u64,
    /// Known not to show, and what is seen and guessed of why.
    pub known_failure: Option<Known>,
    /// What was changed after a first look at results; empty if nothing.
    pub changed: &'static str,
}

/// A failure that is known. Its numbers are not repeated here: every run tells them anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What can be read off the results; empty where they say all.
    pub seen: &'static str,
    /// A reason that nobody has tried: shown as such wherever it is shown.
    pub conjecture: Option<&'static str>,
}

impl Known {
    /// What the results show, without a guess.
    pub const fn seen(seen: &'static str) -> Option<Self> {
        Some(Known {
            seen,
            conjecture: None,
        })
    }

    /// The same with a reason that has not been tried.
    pub const fn guessed(seen: &'static str, conjecture: &'static str) -> Option<Self> {
        Some(Known {
            seen,
            conjecture: Some(conjecture),
        })
    }
}

/// What came of a part.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PartResult {
    pub id: String,
    pub claim: String,
    pub scenario: String,
    pub measure: String,
    pub arms: Vec<String>,
    pub rule: String,
    pub draws: u64,
    pub runs_per_draw: u64,
    /// Draws of a hundred that must decide.
    pub least_decided: u64,
    pub result: Shown,
    /// What is off or other in the control, and what it gave.
    pub control: String,
    pub control_result: Option<Shown>,
    /// The control shows nothing of the sort; true where there is none.
    pub is_control_silent: bool,
    /// Shown, and silent in the control.
    pub holds: bool,
    /// Known to fail, and what is seen of why.
    pub known_failure: Option<String>,
    /// A reason that has not been tried.
    pub conjecture: Option<String>,
    pub changed: String,
}

/// What came of a pattern.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PatternResult {
    pub pattern: u8,
    pub title: String,
    pub parts: Vec<PartResult>,
    pub holds: bool,
}

/// The patterns' sentences, from 1.
pub const TITLES: [&str; 12] = [
    "No war, no shells",
    "Lower remaining exposure, earlier lethal sales",
    "Shared logistics, competition, and sanctions on several",
    "Munitions, then technology; then troops",
    "The exposed great power",
    "Nested groups",
    "War ends: behaviour fades, treaties stay",
    "Overlap of threats, and rivalry inside",
    "Inducement to the most exposed",
    "Stocks spent in one theatre",
    "Licensed production",
    "No clause, no forces",
];

/// One arm as it is run, with everything looked at in it.
struct Job {
    arm: Arm,
    off: &'static [&'static str],
    runs: u64,
    quantities: Vec<&'static Quantity>,
}

/// Values by draw, by arm's key and quantity.
type Observed = BTreeMap<(String, &'static str), Vec<f64>>;

/// Tries the patterns numbered (others than 1 to 12 give nothing). `on_progress` hears of runs done of runs planned.
pub fn run(
    patterns: &[u8],
    draws: u64,
    seed: u64,
    on_progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<PatternResult>, Report> {
    let chosen: Vec<&Part> = PARTS
        .iter()
        .copied()
        .filter(|part| patterns.contains(&part.pattern))
        .collect();
    run_parts(&chosen, draws, seed, on_progress)
}

/// The same for single parts, in the order given.
pub fn run_parts(
    chosen: &[&Part],
    draws: u64,
    seed: u64,
    on_progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<PatternResult>, Report> {
    let observed = observe_all(chosen, draws, seed, on_progress)?;
    let mut results: Vec<PatternResult> = Vec::new();
    for part in chosen {
        let result = part.result(&observed, draws);
        match results.last_mut() {
            Some(last) if last.pattern == part.pattern => {
                last.holds &= result.holds;
                last.parts.push(result);
            }
            _ => results.push(PatternResult {
                pattern: part.pattern,
                title: TITLES
                    .get(usize::from(part.pattern).wrapping_sub(1))
                    .map_or_else(String::new, |title| (*title).to_owned()),
                holds: result.holds,
                parts: vec![result],
            }),
        }
    }
    Ok(results)
}

fn observe_all(
    chosen: &[&Part],
    draws: u64,
    seed: u64,
    on_progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Observed, Report> {
    let mut jobs: BTreeMap<String, Job> = BTreeMap::new();
    for part in chosen {
        for (look, off) in part.looks() {
            let job = jobs.entry(look.arm.key(off, part.runs)).or_insert_with(|| Job {
                arm: look.arm,
                off,
                runs: part.runs,
                quantities: Vec::new(),
            });
            if !job.quantities.iter().any(|q| q.name == look.quantity.name) {
                job.quantities.push(look.quantity);
            }
        }
    }
    let planned: u64 = jobs.values().map(|job| job.runs * draws).sum();
    let done = AtomicU64::new(0);
    let on_run = || on_progress(done.fetch_add(1, Ordering::Relaxed) + 1, planned);
    let mut observed = Observed::new();
    for (key, job) in jobs {
        let scenario = job.arm.load(job.off)?;
        let rows = observe::observe(&scenario, &job.quantities, seed, draws, job.runs, &on_run);
        for (place, quantity) in job.quantities.iter().enumerate() {
            let column = rows.iter().map(|row| row[place]).collect();
            observed.insert((key.clone(), quantity.name), column);
        }
    }
    Ok(observed)
}

impl Part {
    /// Everything to be run: the pattern's looks and its control's, with what is switched off.
    fn looks(&self) -> Vec<(Look, &'static [&'static str])> {
        let mut looks: Vec<(Look, &'static [&'static str])> = vec![(self.first, &[])];
        looks.extend(self.second.map(|look| (look, &[][..])));
        match self.control {
            Control::Off(off) => {
                looks.push((self.first, off));
                looks.extend(self.second.map(|look| (look, off)));
            }
            Control::Looks(_, first, second) => {
                looks.push((first, &[]));
                looks.extend(second.map(|look| (look, &[][..])));
            }
            Control::None(_) => {}
        }
        looks
    }

    fn judge(&self, observed: &Observed, first: Look, second: Option<Look>, off: &[&str]) -> Shown {
        let column = |look: Look| {
            observed
                .get(&(look.arm.key(off, self.runs), look.quantity.name))
                .map_or(&[][..], Vec::as_slice)
        };
        let values = column(first);
        let terms = Terms {
            nothing: first.quantity.nothing,
            least: (self.least as usize * values.len()).div_ceil(100),
        };
        judge(self.rule, values, second.map(column), terms)
    }

    fn result(&self, observed: &Observed, draws: u64) -> PartResult {
        let result = self.judge(observed, self.first, self.second, &[]);
        let (control, control_result) = match self.control {
            Control::Off(off) => (
                format!("without {}", off.join(", ")),
                Some(self.judge(observed, self.first, self.second, off)),
            ),
            Control::Looks(name, first, second) => {
                (name.to_owned(), Some(self.judge(observed, first, second, &[])))
            }
            Control::None(why) => (format!("none: {why}"), None),
        };
        let is_control_silent = control_result
            .as_ref()
            .is_none_or(|control| control.is_silent(self.rule, &result));
        PartResult {
            id: self.id.to_owned(),
            claim: self.claim.to_owned(),
            scenario: self.first.arm.scenario.to_owned(),
            measure: self.first.quantity.name.to_owned(),
            arms: std::iter::once(self.first.arm.name)
                .chain(self.second.map(|look| look.arm.name))
                .map(str::to_owned)
                .collect(),
            rule: self.rule.words(),
            draws,
            runs_per_draw: self.runs,
            least_decided: self.least,
            holds: result.is_shown && is_control_silent,
            result,
            control,
            control_result,
            is_control_silent,
            known_failure: self.known_failure.map(|known| known.seen.to_owned()),
            conjecture: self
                .known_failure
                .and_then(|known| known.conjecture)
                .map(str::to_owned),
            changed: self.changed.to_owned(),
        }
    }
}

impl PartResult {
    /// Everything by which the part falls short, in the numbers of this run; nothing where it holds.
    pub fn shortfall(&self) -> Vec<String> {
        let shown = &self.result;
        let least = (self.least_decided * self.draws).div_ceil(100);
        let asked = (rule::SHARE * shown.decided as f64).ceil();
        let mut short = Vec::new();
        if (shown.decided as u64) < least {
            short.push(format!(
                "{} of {} draws decide, {least} are asked for",
                shown.decided, self.draws
            ));
        }
        if (shown.shown as f64) < asked {
            short.push(format!(
                "{} of {} deciding draws show it, {asked:.0} are asked for",
                shown.shown, shown.decided
            ));
        }
        if !shown.is_shown && short.is_empty() {
            short.push("the interval over draws does not agree".to_owned());
        }
        if !self.is_control_silent {
            short.push(format!("the control ({}) shows it as well", self.control));
        }
        short
    }

    /// Why it fails: in numbers, in what is known, and, marked as such, in what is guessed.
    pub fn reasons(&self) -> String {
        let mut reasons = self.shortfall();
        reasons.extend(self.known_failure.iter().filter(|seen| !seen.is_empty()).cloned());
        let mut told = reasons.join("; ");
        if let Some(conjecture) = &self.conjecture {
            told += &format!(". Untested conjecture: {conjecture}");
        }
        told
    }
}
