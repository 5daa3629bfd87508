//! The command line as types.

use crate::study::verification::kept::Part;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Parser, Debug)]
#[command(
    name = "sim",
    version,
    about = "How likely is loose alignment between states to harden into an alliance, why, and what would change it?",
    after_help = "Start here:  sim run scenarios/taiwan.toml\nExit codes:  0 done, 1 a stated check failed, 2 usage, 3 scenario invalid, 5 output refused, 70 a bug, 74 input/output, 130 interrupted (resumable)"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run a scenario many times and estimate its outcomes.
    Run(RunArguments),
    /// Go on with a run that was interrupted, to the same bytes as one that was not.
    Resume(ResumeArguments),
    /// Merge the folders of shards (`--runs A..B`) into one result.
    Merge(MergeArguments),
    /// Read a scenario and say what would run, or everything that is wrong with it.
    Check(CheckArguments),
    /// List what a scenario can name: mechanisms, actors, goods, outcome kinds, parameters, scenarios.
    List(ListArguments),
    /// Copy the files of a shipped world or scenario out, to change them.
    Export(ExportArguments),
    /// Fit the alignment hazards on a panel of dyad-years.
    Fit(FitArguments),
    /// Score the model against what happened: a scenario with `observed` outcomes or targets, or a panel.
    Validate(ValidateArguments),
    /// Learn parameters from what is on record: a scenario with targets or `observed` outcomes.
    Calibrate(CalibrateArguments),
    /// Run several scenarios under the same luck and set their answers side by side.
    Compare(CompareArguments),
}

/// What a scenario is and what is changed about it from the command line.
#[derive(Args, Debug, Clone, Default)]
pub struct ScenarioArguments {
    /// A scenario file, or `builtin:NAME` for a shipped one.
    pub scenario: String,
    /// Switch a mechanism off (see `sim list mechanisms`); may be repeated.
    #[arg(long, value_name = "MECHANISM")]
    pub off: Vec<String>,
    /// Change a value, such as `kappa=8` or `actors.RUS.gdp=2000`; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// Runs of `sim run` unless stated.
pub const DEFAULT_RUNS: &str = "2000";

#[derive(Args, Debug, Clone)]
pub struct RunArguments {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// Number of runs, or a shard `A..B` of whole parameter draws (multiples of 8).
    #[arg(long, default_value = DEFAULT_RUNS, value_name = "N|A..B")]
    pub runs: RunRange,
    /// Seed of all luck.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Folder of the results. Default: `output/` and the id of the scenario.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace a result that is there.
    #[arg(long)]
    pub force: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print one JSON object instead of the table.
    #[arg(long)]
    pub json: bool,
    /// Go on (doubling from 1,024 runs) until the standard error of every headline outcome is at most E.
    #[arg(long, value_name = "E", conflicts_with = "runs")]
    pub until: Option<f64>,
    /// With --until: stop here at the latest.
    #[arg(long, value_name = "N", requires = "until")]
    pub max_runs: Option<u64>,
}

#[derive(Args, Debug, Clone)]
pub struct ResumeArguments {
    /// Folder of the interrupted result.
    pub folder: PathBuf,
    #[arg(long)]
    pub threads: Option<usize>,
    #[arg(long, short)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug, Clone)]
pub struct MergeArguments {
    /// Folders of the shards.
    #[arg(required = true)]
    pub folders: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
    #[arg(long, short)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug, Clone)]
pub struct CheckArguments {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum, PartialEq, Eq)]
pub enum Listing {
    Mechanisms,
    Actors,
    Goods,
    OutcomeKinds,
    Parameters,
    Scenarios,
    Worlds,
    /// The generated page docs/parameters.md.
    ParametersPage,
    /// The generated page docs/worlds.md.
    WorldsPage,
}

#[derive(Args, Debug, Clone)]
pub struct ListArguments {
    pub what: Listing,
    #[arg(long)]
    pub json: bool,
    /// For actors and goods: the scenario whose cast is listed.
    #[arg(long, default_value = "builtin:taiwan")]
    pub scenario: String,
}

#[derive(Args, Debug, Clone)]
pub struct ExportArguments {
    /// A shipped world (`2026-07`) or scenario (`taiwan`).
    pub name: String,
    /// Folder (of a world) or file (of a scenario) to write; nothing may stand there.
    pub to: PathBuf,
}

#[derive(Args, Debug, Clone)]
pub struct FitArguments {
    /// The panel (CSV, may be gzipped).
    pub panel: PathBuf,
    /// Where the coefficients go.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args, Debug, Clone)]
pub struct ValidateArguments {
    /// A scenario whose outcomes carry `observed`.
    #[arg(required_unless_present_any = ["panel", "mechanisms", "patterns", "document", "recent", "ladders"], conflicts_with_all = ["panel", "mechanisms", "patterns", "document", "recent", "ladders"])]
    pub scenario: Option<String>,
    /// Try the patterns of docs/patterns.md (or those numbered) over draws of the prior, each with its control.
    #[arg(long, value_name = "NUMBER", num_args = 0.., conflicts_with_all = ["panel", "mechanisms"])]
    pub patterns: Option<Vec<String>>,
    /// With --patterns, or --document patterns: draws of the prior.
    #[arg(long, default_value_t = crate::study::patterns::DRAWS, conflicts_with_all = ["panel", "mechanisms", "recent", "ladders", "scenario"])]
    pub draws: u64,
    /// With --patterns: failures that are known (docs/patterns.md) do not count for the exit code.
    #[arg(long, requires = "patterns")]
    pub allow_known: bool,
    /// With --patterns: print docs/patterns.md instead of a table.
    #[arg(long, requires = "patterns", conflicts_with = "json")]
    pub markdown: bool,
    /// With --patterns --markdown: of what `--document patterns` kept, without trying anything again.
    #[arg(long, requires = "markdown")]
    pub kept: bool,
    /// Run the witness of every mechanism (or of those named): on and off with the same luck.
    #[arg(long, value_name = "MECHANISM", num_args = 0.., conflicts_with = "panel")]
    pub mechanisms: Option<Vec<String>>,
    /// A panel of dyad-years to score the alignment hazards on (CSV, may be gzipped).
    #[arg(long, value_name = "FILE")]
    pub panel: Option<PathBuf>,
    /// Print docs/verification.md from the results kept; parts that are named run first and are kept.
    #[arg(long, value_name = "PART", num_args = 0.., conflicts_with_all = ["panel", "mechanisms", "patterns", "json"])]
    pub document: Option<Vec<Part>>,
    /// With --document, or --kept: folder of the results kept.
    #[arg(long, value_name = "FOLDER", default_value = crate::study::verification::kept::FOLDER)]
    pub results: PathBuf,
    /// With --panel: write the predictions of every row.
    #[arg(long, value_name = "FILE", requires = "panel")]
    pub predictions: Option<PathBuf>,
    /// Switch a mechanism off; may be repeated.
    #[arg(long, value_name = "MECHANISM")]
    pub off: Vec<String>,
    /// Change a value, such as `kappa=8` or `posterior=FILE`; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Share of runs in which each thing that recent years showed occurs; exit 1 where one is below 1 %.
    #[arg(long, conflicts_with_all = ["panel", "mechanisms", "patterns", "document", "ladders"])]
    pub recent: bool,
    /// First passage up the ladders of war against published estimates; exit 1 where one is far off.
    #[arg(long, conflicts_with_all = ["panel", "mechanisms", "patterns", "document"])]
    pub ladders: bool,
    /// Runs of each scenario. Default: 2000, or 512 with --recent; fits of --document self-test: 1000.
    #[arg(long)]
    pub runs: Option<u64>,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long)]
    pub threads: Option<usize>,
    #[arg(long)]
    pub json: bool,
}

impl ValidateArguments {
    /// The runs asked for, at least one, or the usual number of the check.
    pub fn runs_or(&self, usual: u64) -> u64 {
        self.runs.unwrap_or(usual).max(1)
    }
}

impl ValueEnum for Part {
    fn value_variants<'a>() -> &'a [Self] {
        &Part::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.id()))
    }
}

#[derive(Args, Debug, Clone)]
pub struct CalibrateArguments {
    /// A scenario with targets or observed outcomes.
    #[arg(required_unless_present = "self_test", conflicts_with = "self_test")]
    pub scenario: Option<String>,
    /// Switch a mechanism off; may be repeated.
    #[arg(long, value_name = "MECHANISM")]
    pub off: Vec<String>,
    /// Change a value, such as `kappa=8`; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Runs to spend in all.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub budget: u64,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Leave a target or an observed outcome out; may be repeated.
    #[arg(long, value_name = "ID")]
    pub without: Vec<String>,
    /// File of the posterior. Default: `output/`, the id of the scenario, `-posterior.csv`.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace a file that is there.
    #[arg(long)]
    pub force: bool,
    /// Test the machinery instead: so many fits to simulated data of a small model.
    #[arg(long, value_name = "FITS")]
    pub self_test: Option<u64>,
    #[arg(long, short)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

impl CalibrateArguments {
    /// The scenario and what is changed about it.
    pub fn scenario(&self) -> ScenarioArguments {
        ScenarioArguments {
            scenario: self.scenario.clone().unwrap_or_default(),
            off: self.off.clone(),
            set: self.set.clone(),
        }
    }
}

#[derive(Args, Debug, Clone)]
pub struct CompareArguments {
    /// Scenario files, or `builtin:NAME` for shipped ones.
    #[arg(required = true, num_args = 2..)]
    pub scenarios: Vec<String>,
    /// Switch a mechanism off in all; may be repeated.
    #[arg(long, value_name = "MECHANISM")]
    pub off: Vec<String>,
    /// Change a value in all; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Runs of each.
    #[arg(long, default_value_t = 2000)]
    pub runs: u64,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long)]
    pub threads: Option<usize>,
    /// All outcomes that the scenarios share, not only those of the headline.
    #[arg(long)]
    pub all: bool,
    /// A table in Markdown.
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    #[arg(long, short)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

/// Runs `[first, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunRange {
    pub first: u64,
    pub end: u64,
}

/// Most runs of one ensemble.
const MOST_RUNS: u64 = 100_000_000;

impl std::str::FromStr for RunRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| {
            part.replace('_', "")
                .parse::<u64>()
                .map_err(|_| format!("`{part}` is not a whole number of runs"))
        };
        let range = match text.split_once("..") {
            Some((first, end)) => RunRange {
                first: number(first)?,
                end: number(end)?,
            },
            None => RunRange {
                first: 0,
                end: number(text)?,
            },
        };
        if range.first >= range.end {
            return Err("at least one run is needed".into());
        }
        if range.end > MOST_RUNS {
            return Err(format!("at most {MOST_RUNS} runs"));
        }
        let is_shard = text.contains("..");
        if is_shard && (range.first % 8 != 0 || range.end % 8 != 0) {
            return Err(format!(
                "a shard holds whole parameter draws of 8 runs; nearest: {}..{}",
                range.first / 8 * 8,
                range.end.div_ceil(8) * 8
            ));
        }
        Ok(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn ranges_of_runs_are_read_and_refused() {
        assert_eq!("2000".parse(), Ok(RunRange { first: 0, end: 2000 }));
        assert_eq!("1".parse(), Ok(RunRange { first: 0, end: 1 }));
        assert_eq!("16..64".parse(), Ok(RunRange { first: 16, end: 64 }));
        for bad in ["0", "8..8", "3..16", "-1", "a", "16..8", "99999999999999"] {
            assert!(bad.parse::<RunRange>().is_err(), "{bad}");
        }
    }
}
