//! `invocation.json`: how a folder came to be. The only file with paths, host, threads and times; `merge`
//! and `resume` read from it which scenario a folder belongs to.

use super::arguments::{RunArguments, RunRange, ScenarioArguments};
use super::failure::{Exit, Failure};
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const NAME: &str = "invocation.json";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invocation {
    pub format: u32,
    pub version: String,
    pub command: Vec<String>,
    /// `builtin:NAME` or an absolute path.
    pub scenario: String,
    pub off: Vec<String>,
    pub set: Vec<String>,
    /// As text, like every seed in JSON.
    pub seed: String,
    pub first_run: u64,
    pub end_run: u64,
    pub until: Option<f64>,
    pub threads: usize,
    pub system: String,
    pub elapsed_seconds: f64,
}

impl Invocation {
    pub fn of(arguments: &RunArguments, range: RunRange, threads: usize) -> Self {
        Invocation {
            format: 1,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: std::env::args().collect(),
            scenario: lasting_location(&arguments.scenario.scenario),
            off: arguments.scenario.off.clone(),
            set: arguments.scenario.set.clone(),
            seed: arguments.seed.to_string(),
            first_run: range.first,
            end_run: range.end,
            until: arguments.until,
            threads,
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            elapsed_seconds: 0.0,
        }
    }

    pub fn scenario_arguments(&self) -> ScenarioArguments {
        ScenarioArguments {
            scenario: self.scenario.clone(),
            off: self.off.clone(),
            set: self.set.clone(),
        }
    }

    /// The command that runs the same again with more runs, as a person would type it here.
    pub fn again(&self, folder: &Path, runs: u64) -> String {
        let mut words = vec!["sim run".to_owned(), shown_location(&self.scenario)];
        for mechanism in &self.off {
            words.push(format!("--off {mechanism}"));
        }
        for setting in &self.set {
            words.push(format!("--set {}", quoted(setting)));
        }
        if self.seed != "1" {
            words.push(format!("--seed {}", self.seed));
        }
        words.push(format!("--runs {runs}"));
        // The default folder keeps what it held under another name; one that was named must be forced.
        if folder.parent() != Some(Path::new(super::run::BASE)) {
            words.push(format!("--out {} --force", quoted(&folder.display().to_string())));
        }
        words.join(" ")
    }

    pub fn seed(&self) -> Result<u64, Failure> {
        self.seed
            .parse()
            .map_err(|_| unreadable(Path::new(NAME), "its seed is no number"))
    }

    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(NAME);
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error.to_string()))?;
        let invocation: Invocation =
            serde_json::from_str(&text).map_err(|error| unreadable(&path, &error.to_string()))?;
        match invocation.format {
            1 => Ok(invocation),
            other => Err(unreadable(
                &path,
                &format!("format {other} is unknown; this program reads format 1"),
            )),
        }
    }

    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!(self)
    }
}

/// A path that means the same from any folder; names of shipped scenarios stay as they are.
fn lasting_location(location: &str) -> String {
    if location.starts_with("builtin:") {
        return location.to_owned();
    }
    std::fs::canonicalize(location).map_or_else(|_| location.to_owned(), |path| path.display().to_string())
}

/// The same, shortened for people: relative to the folder they are in.
fn shown_location(location: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = Path::new(location);
    quoted(&path.strip_prefix(&here).unwrap_or(path).display().to_string())
}

/// As a shell takes it in one piece.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,+@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::new(
        Exit::InputOutput,
        "SIM-0006",
        format!("the folder cannot be read: {why}"),
    )
    .at(path.display().to_string())
    .help("give the folder of a result of `sim run`")
}
