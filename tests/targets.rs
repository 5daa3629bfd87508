//! `[[target]]`: read with the usual care, compared by `sim validate`, of no account to a run.

mod common;
#[path = "common/program.rs"]
mod program;

use common::{and_own, assert_refused, load, tiny};
use program::{Desk, stderr};
use sim::scenario::target::Summary;

const WHOLE: &str = r#"format = 1
extends = "./tiny.toml"
[[target]]
id = "shells"
kind = "flow"
sender = "BOR"
receiver = "AVA"
goods = "shells"
from = "2030-01"
by = "2030-12"
low = 100
central = 200
high = 300
source = "made up"
"#;

#[test]
fn a_target_is_read_whole() {
    let (scenario, _) = load("own.toml", &and_own(WHOLE)).expect("a good scenario");
    let target = &scenario.targets[0];
    assert_eq!((target.from, target.by, target.summary), (0, 11, Summary::Total));
    assert_eq!((target.low, target.central, target.high), (100.0, 200.0, 300.0));
    assert_eq!((target.unit.as_str(), target.is_value), ("rounds", false));
    let (plain, _) = load("tiny.toml", &tiny()).expect("a good scenario");
    assert_eq!(
        scenario.input_hash, plain.input_hash,
        "what nothing in a run reads is no input of it"
    );
}

#[test]
fn one_broken_key_of_a_target_gives_the_exact_complaint() {
    let cases = [
        ("\"flow\"", "\"flwo\"", "SIM-0401", 5, "did you mean `flow`?"),
        ("\"BOR\"", "\"BRO\"", "SIM-0401", 6, "did you mean `BOR`?"),
        (
            "\"shells\"\nfrom",
            "\"shell\"\nfrom",
            "SIM-0401",
            8,
            "did you mean `shells`?",
        ),
        (
            "goods = \"shells\"\n",
            "goods = [\"shells\", \"oil\"]\n",
            "SIM-0504",
            8,
            "no common unit",
        ),
        ("goods = \"shells\"\n", "", "SIM-0504", 3, "no common unit"),
        ("\"2030-12\"", "\"2029-12\"", "SIM-0507", 10, "before the start"),
        (
            "low = 100",
            "low = 250",
            "SIM-0503",
            12,
            "low 250, central 200, high 300",
        ),
        ("central = 200\n", "", "SIM-0202", 3, "`central` is missing"),
        ("source =", "sources =", "SIM-0202", 3, "`source` is missing"),
        ("high = 300", "high = nan", "SIM-0501", 13, "no finite number"),
        (
            "low = 100",
            "low = 100\nmeasure = \"sum\"",
            "SIM-0401",
            12,
            "Valid: mean, total",
        ),
    ];
    for (old, new, code, line, words) in cases {
        assert!(WHOLE.contains(old), "{old}");
        let changed = and_own(&WHOLE.replacen(old, new, 1));
        assert_refused(&changed, "own.toml", (code, line, words));
    }
}

#[test]
fn validate_sets_the_runs_beside_the_record() {
    let desk = Desk::new();
    desk.write("own.toml", WHOLE);
    let report = desk.json("validate own.toml --runs 16 --json");
    let flow = &report["flows"][0];
    assert_eq!(
        (flow["id"].as_str(), flow["central"].as_f64()),
        (Some("shells"), Some(200.0))
    );
    let model = ["model_5", "model_50", "model_95"].map(|key| flow[key].as_f64().expect("a number"));
    assert!(
        model[0] <= model[1] && model[1] <= model[2] && model[2] > 0.0,
        "{model:?}"
    );
    // The same flow by another way: what the folder of a run says of the year, divided by its runs.
    desk.done("run own.toml --runs 16 -q --out r");
    let sum: f64 = desk
        .rows("r/flows.csv")
        .iter()
        .filter(|row| row["from"] == "BOR" && row["to"] == "AVA" && row["good"] == "shells")
        .take(1)
        .map(|row| row["mean"].parse::<f64>().expect("a number"))
        .sum();
    assert!(sum > 0.0 && sum >= model[0] && sum <= model[2], "{sum} {model:?}");
    assert!(
        desk.done("validate own.toml --runs 16")
            .contains("Flows against the record")
    );
}

/// What is only compared is in the table of `validate` and nothing for `calibrate` to learn from.
#[test]
fn what_is_not_learned_is_compared_and_no_more() {
    let desk = Desk::new();
    desk.write(
        "own.toml",
        &WHOLE.replace("source = \"made up\"", "source = \"made up\"\nlearned = false"),
    );
    let report = desk.json("validate own.toml --runs 8 --json");
    assert_eq!(report["flows"][0]["learned"], false);
    let told = desk.done("validate own.toml --runs 8");
    assert!(
        told.contains("no outcome has a known answer") && told.contains("Flows against the record"),
        "{told}"
    );
    let refused = desk.sim("calibrate own.toml --budget 512 --out posterior.csv");
    assert!(
        !refused.status.success() && stderr(&refused).contains("SIM-0025"),
        "{refused:?}"
    );
}
