//! The small invented world in memory, so that a test can break one thing.
#![allow(dead_code)]

use sim::scenario::{Memory, Overrides, Problem, Report, Scenario};

pub const TABLES: [&str; 16] = [
    "world.toml",
    "actors.csv",
    "strategies.csv",
    "attributes.csv",
    "goods.csv",
    "holdings.csv",
    "dyads.csv",
    "treaties.csv",
    "institutions.csv",
    "sanctions.csv",
    "compliance.csv",
    "theatres.csv",
    "ladders.csv",
    "use.csv",
    "flows.csv",
    "base_rates.csv",
];

/// `tiny.toml` and `tiny/*.csv` by their paths.
pub fn tiny() -> Memory {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/worlds/");
    let mut memory = Memory::default();
    let names = TABLES
        .iter()
        .map(|table| format!("tiny/{table}"))
        .chain(["tiny.toml".to_owned()]);
    for name in names {
        let text =
            std::fs::read_to_string(format!("{folder}{name}")).expect("the tiny world is in tests/worlds");
        memory.0.insert(name, text);
    }
    memory
}

/// The small world with `old` replaced by `new` once in `file`.
pub fn with(file: &str, old: &str, new: &str) -> Memory {
    let mut memory = tiny();
    let text = memory.0.get_mut(file).expect("a file of the tiny world");
    assert!(text.contains(old), "{file} has no `{old}`");
    *text = text.replacen(old, new, 1);
    memory
}

/// The small world and one more scenario, `own.toml`.
pub fn and_own(text: &str) -> Memory {
    let mut memory = tiny();
    memory.0.insert("own.toml".to_owned(), text.to_owned());
    memory
}

pub fn load_with(
    location: &str,
    memory: &Memory,
    overrides: &Overrides,
) -> Result<(Scenario, Vec<Problem>), Report> {
    Scenario::load(location, memory, overrides)
}

pub fn load(location: &str, memory: &Memory) -> Result<(Scenario, Vec<Problem>), Report> {
    load_with(location, memory, &Overrides::default())
}

pub fn set(pairs: &[(&str, &str)]) -> Overrides {
    Overrides {
        set: pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        ..Overrides::default()
    }
}

/// The scenario `own.toml`, which must be good.
pub fn loaded(memory: &Memory) -> Scenario {
    match load("own.toml", memory) {
        Ok((scenario, _)) => scenario,
        Err(report) => panic!("{report}"),
    }
}

/// What is said of the scenario `own.toml`, which must be refused.
pub fn refused(memory: &Memory) -> Report {
    match load("own.toml", memory) {
        Ok(_) => panic!("accepted"),
        Err(report) => report,
    }
}

/// Code, line and words of the complaint that one change to a file brings about.
pub type Complaint<'t> = (&'t str, usize, &'t str);

/// The scenario `own.toml` is refused with this complaint about `file`.
pub fn assert_refused(memory: &Memory, file: &str, (code, line, words): Complaint<'_>) {
    let report = refused(memory);
    let found = report.problems.iter().any(|problem| {
        (problem.code, &*problem.place.file, problem.place.line) == (code, file, line)
            && problem.to_string().contains(words)
    });
    assert!(
        found,
        "{code} in line {line} with `{words}` expected of {file}\n{report}"
    );
}
