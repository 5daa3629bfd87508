//! The small world's answer, kept: a change of simulated numbers shows as a readable difference.
//!
//! After a change that is meant (and told in CHANGELOG.md under Results): `UPDATE_GOLDEN=1 cargo test --test golden`.

#[path = "common/program.rs"]
mod program;

use program::Desk;
use std::fmt::Write as _;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");

/// Outcomes and a few sums over the other files, a line each.
fn summary() -> String {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 200 -q --out r");
    let mut text = String::from("# 200 runs of tests/worlds/tiny.toml, seed 1\n");
    for row in desk.rows("r/outcomes.csv") {
        let _ = writeln!(
            text,
            "{:<24} {:>4} of {:<4} {}",
            row["outcome"], row["hits"], row["runs"], row["median_month"]
        );
    }
    for (file, subject, column) in [
        ("actors.csv", "actor", "pressure"),
        ("sanctions.csv", "target", "bite"),
        ("theatres.csv", "theatre", "war"),
    ] {
        for row in desk
            .rows(&format!("r/{file}"))
            .iter()
            .filter(|row| row["month"] == "2032-12")
        {
            let value: f64 = row[column].parse().expect("a number");
            let _ = writeln!(text, "{:<24} {value:.4}", format!("{column} {}", row[subject]));
        }
    }
    for row in desk
        .rows("r/flows.csv")
        .iter()
        .filter(|row| row["month"] == "2031-01")
    {
        let mean: f64 = row["mean"].parse().expect("a number");
        let value: f64 = row["value_musd"].parse().expect("a number");
        // Small flows change with every touch and tell little.
        if value >= 10.0 {
            let flow = format!("flow {}-{} {}", row["from"], row["to"], row["good"]);
            let _ = writeln!(text, "{flow:<32} {mean:.1} {}", row["unit"]);
        }
    }
    text
}

/// Headline outcomes of every shipped scenario, a line each.
fn headlines() -> String {
    let desk = Desk::new();
    let mut text = String::from("# 64 runs of every shipped scenario, seed 1: headline outcomes\n");
    for name in sim::scenario::builtin_names() {
        desk.done(&format!("run builtin:{name} --runs 64 -q --out {name}"));
        let (scenario, _) = sim::scenario::Scenario::load(
            &format!("builtin:{name}"),
            &sim::scenario::Files,
            &sim::scenario::Overrides::default(),
        )
        .expect("a shipped scenario");
        let rows = desk.rows(&format!("{name}/outcomes.csv"));
        for (row, _) in rows
            .iter()
            .zip(&scenario.outcomes)
            .filter(|(_, outcome)| outcome.is_headline)
        {
            let _ = writeln!(
                text,
                "{name:<18} {:<28} {:>3} of {}",
                row["outcome"], row["hits"], row["runs"]
            );
        }
    }
    text
}

fn compare(file: &str, found: &str) {
    let path = format!("{FOLDER}{file}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).expect("tests/golden may be written");
        return;
    }
    let kept = std::fs::read_to_string(&path).expect("the golden file");
    let differing: Vec<String> = kept
        .lines()
        .zip(found.lines())
        .filter(|(was, is)| was != is)
        .map(|(was, is)| format!("  - {was}\n  + {is}"))
        .collect();
    assert!(
        kept == found,
        "the numbers have changed ({} lines kept, {} found):\n{}\nif that is meant: UPDATE_GOLDEN=1 cargo test --test golden, and a line in CHANGELOG.md under Results",
        kept.lines().count(),
        found.lines().count(),
        differing.join("\n")
    );
}

#[test]
fn the_small_world_gives_the_answer_that_is_kept() {
    compare("tiny.txt", &summary());
}

#[test]
fn every_scenario_gives_the_headlines_that_are_kept() {
    compare("scenarios.txt", &headlines());
}
