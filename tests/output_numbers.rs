//! Every cell of every table of a small folder: numbers are numbers, shares are shares, nothing is empty
//! that docs/outputs.md does not say may be.

use proptest::prelude::*;
use sim::output::write::{FILES, Request};
use sim::record::testing::{ensemble, scenario};
use std::collections::BTreeMap;
use std::path::Path;

/// Columns of text.
const TEXT: [&str; 19] = [
    "outcome",
    "description",
    "a",
    "b",
    "side",
    "month",
    "from",
    "to",
    "good",
    "unit",
    "actor",
    "domain",
    "target",
    "theatre",
    "measure",
    "subject",
    "given",
    "median_month",
    "observed",
];
/// Cells that may be empty, by file: a name, or the beginning or end of several.
const MAY_BE_EMPTY: [(&str, &[&str]); 6] = [
    (
        "outcomes.csv",
        &[
            "probability",
            "mc_error",
            "band_low",
            "band_high",
            "median_month",
            "base_rate",
            "given",
            "observed",
        ],
    ),
    (
        "ties.csv",
        &[
            "shared_threat",
            "strategy_term",
            "trust_ab",
            "trust_ba",
            "hostility_ab",
            "hostility_ba",
        ],
    ),
    (
        "sanctions.csv",
        &["compliance", "bite_p05", "bite_p50", "bite_p95"],
    ),
    ("actors.csv", &["_p05", "_p50", "_p95"]),
    ("theatres.csv", &["rung_"]),
    ("measures.csv", &["month", "subject"]),
];
/// Columns whose numbers lie in [0, 1], in every file that has them.
const SHARES: [&str; 24] = [
    "probability",
    "mc_error",
    "band_low",
    "band_high",
    "rung_0",
    "rung_1",
    "rung_2",
    "rung_3",
    "rung_4",
    "behaviour",
    "shared_threat",
    "trust_ab",
    "trust_ba",
    "hostility_ab",
    "hostility_ba",
    "runs_share",
    "pressure",
    "war",
    "truce",
    "bite",
    "exposure",
    "stringency",
    "compliance",
    "new_defence",
];

type Row = BTreeMap<String, String>;

fn read(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn may_be_empty(file: &str, column: &str) -> bool {
    file == "runs.csv"
        || MAY_BE_EMPTY.iter().any(|(name, columns)| {
            *name == file
                && columns
                    .iter()
                    .any(|c| column == *c || column.starts_with(c) || column.ends_with(c))
        })
}

/// What is wrong with a cell, if anything.
fn fault(file: &str, column: &str, cell: &str) -> Option<String> {
    if cell.is_empty() {
        return (!may_be_empty(file, column)).then(|| "is empty".to_owned());
    }
    if TEXT.contains(&column) || (file == "runs.csv" && column != "run" && column != "draw") {
        return None;
    }
    match cell.parse::<f64>() {
        Ok(x) if !x.is_finite() => Some("is not finite".to_owned()),
        // Terms are changes of pressure, one of them named as a share is elsewhere.
        Ok(x) if file != "terms.csv" && SHARES.contains(&column) && !(-1e-9..=1.0 + 1e-9).contains(&x) => {
            Some("is no share".to_owned())
        }
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

fn folder_of(seed: u64, months: usize, runs: u64, target: &Path) {
    let scenario = scenario(months);
    let mut tally = ensemble(&scenario, seed, 0..runs, 1);
    let request = Request {
        folder: target,
        keep_as: None,
        is_partial: false,
        invocation: &serde_json::json!({}),
        room: None,
    };
    sim::output::write(&scenario, &mut tally, &request).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_cell_of_a_folder_is_what_its_column_says(seed in any::<u64>(), months in 1usize..30, runs in 1u64..20) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        folder_of(seed, months, runs, &target);
        for (file, _) in FILES {
            for (line, row) in read(&target, file).iter().enumerate() {
                for (column, cell) in row {
                    if let Some(fault) = fault(file, column, cell) {
                        prop_assert!(false, "{file}, row {line}: {column} {cell:?} {fault}");
                    }
                }
            }
        }
    }
}

#[test]
fn one_run_already_tells_of_hazards_terms_and_feelings() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    folder_of(3, 24, 1, &target);
    let ties = read(&target, "ties.csv");
    for row in &ties {
        let rungs: f64 = (0..5).map(|rung| number(row, &format!("rung_{rung}"))).sum();
        assert!((rungs - 1.0).abs() < 1e-9, "{row:?}");
    }
    let any = |rows: &[Row], column: &str| {
        rows.iter()
            .any(|row| !row[column].is_empty() && number(row, column) != 0.0)
    };
    for column in [
        "pact_hazard",
        "behaviour",
        "strategy_term",
        "shared_threat",
        "trust_ab",
        "hostility_ba",
    ] {
        assert!(any(&ties, column), "{column} is nowhere above zero");
    }
    let terms = read(&target, "terms.csv");
    for term in sim::model::alignment::state::TERMS {
        assert!(terms[0].contains_key(term), "{term}");
    }
    assert!(any(&terms, "security") && any(&terms, "autonomy"));
    assert!(any(&read(&target, "bundles.csv"), "money"));
}
