//! docs/verification.md is what the program prints of the results kept in docs/verification/, byte for byte, and wants no part.

#[path = "common/program.rs"]
mod program;

use program::{Desk, stderr, stdout};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sim::study::verification::kept::{FOLDER, Kept, Part};
use sim::study::verification::{FIT_SCORES, Measured, headings, page, worse};

const REFRESH: &str = "run `sim validate --document > docs/verification.md`";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn document() -> String {
    fs::read_to_string(root().join("docs/verification.md")).expect("docs/verification.md")
}

fn kept() -> Measured {
    match Measured::read(&root().join(FOLDER)) {
        Ok(measured) => measured,
        Err((part, error)) => panic!("{}: {error}: run `sim validate --document {0}`", part.id()),
    }
}

#[test]
fn the_page_is_that_of_the_results_kept() {
    let (found, expected) = (document(), page(&kept()));
    let differing = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
    assert!(found == expected, "{REFRESH}: {differing:?}");
}

#[test]
fn every_part_is_there_with_the_command_that_makes_it_and_what_is_worse_stands_first() {
    let page = document();
    assert_eq!(
        headings(&page),
        [
            "Where it is worse",
            "Hindcast, 2022 to June 2024",
            "Panel, 1949 to 1988",
            "Calibration",
            "Prior, posterior, and posterior without the treaty",
            "Is the machinery of calibration right?",
            "What recent years showed",
            "Ladders of war",
            "The whole cast",
            "Base rates",
            "Mechanisms",
            "Patterns",
            "Promises kept by tests",
        ]
    );
    assert!(!page.contains("Not run"));
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    for section in &sections {
        assert!(section.lines().count() > 4, "{section}");
    }
    for part in Part::ALL {
        let result = kept().0.remove(&part).expect("kept");
        assert!(
            page.contains(&format!("`{}`", result.command)),
            "{}: {}",
            part.id(),
            result.command
        );
        assert!(
            result.command.starts_with("sim ") && !result.version.is_empty(),
            "{}",
            part.id()
        );
    }
}

#[test]
fn the_program_prints_the_page_keeps_a_part_that_is_named_and_says_which_is_wanting() {
    let desk = Desk::new();
    let folder = root().join(FOLDER);
    let printed = desk
        .command(["validate", "--document", "--results"])
        .arg(&folder)
        .output()
        .expect("starts");
    assert_eq!(stdout(&printed), document(), "{REFRESH}\n{}", stderr(&printed));
    let wanting = desk.sim("validate --document ladders --results kept");
    assert_eq!((wanting.status.code(), stdout(&wanting).as_str()), (Some(74), ""));
    let told = stderr(&wanting);
    assert!(
        told.contains("SIM-0030") && told.contains("help:  sim validate --document hindcast"),
        "{told}"
    );
    let ladders = Kept::read(Part::Ladders, &desk.path("kept")).expect("it ran and was kept");
    assert_eq!(ladders.command, "sim validate --ladders --seed 1 --json");
    assert_eq!(ladders.result, desk.json("validate --ladders --json"));
}

#[test]
fn every_pattern_mechanism_phenomenon_and_target_has_its_row() {
    let measured = kept();
    let page = document();
    let patterns = measured.patterns();
    assert_eq!(patterns.len(), 12);
    for part in sim::study::patterns::parts::PARTS {
        assert!(page.contains(part.claim), "{}", part.id);
    }
    for mechanism in sim::scenario::mechanisms::MECHANISMS {
        assert!(
            page.contains(&format!("\n| {} |", mechanism.id)),
            "{}",
            mechanism.id
        );
    }
    for phenomenon in sim::study::recent::phenomena() {
        assert!(page.contains(phenomenon.id), "{}", phenomenon.id);
    }
    let flows = measured.of(Part::Hindcast)["flows"].as_array().expect("flows");
    assert!(
        flows
            .iter()
            .all(|flow| page.contains(flow["id"].as_str().expect("an id")))
            && flows.len() > 10
    );
}

#[test]
fn the_scores_of_the_fit_belong_to_the_coefficients_shipped() {
    let fit: serde_json::Value = serde_json::from_str(FIT_SCORES).expect("the scores of the fit");
    let shipped = sim::alignment::Coefficients::embedded().expect("embedded");
    for channel in fit["channels"].as_array().expect("channels") {
        let of = sim::alignment::hazard::Channel::ALL
            .into_iter()
            .find(|c| c.id() == channel["channel"].as_str().unwrap_or_default())
            .expect("a channel");
        let terms = &shipped.terms[of as usize];
        let applied = terms
            .iter()
            .find(|term| term.name == "ln-recalibration")
            .map_or(0.0, |term| term.estimate);
        let factor = channel["factor"].as_f64().expect("a factor");
        assert!(
            (sim::random::maths::ln(factor) - applied).abs() < 1e-9,
            "{}: refit writes both files",
            of.id()
        );
    }
}

#[test]
fn what_falls_short_is_found_and_what_does_not_is_not() {
    let scores = |model: f64| {
        // The model less each: told from it where the interval leaves 0 out, as it does for a good model.
        let less = |brier: f64| {
            let mean = model - brier;
            serde_json::json!({"mean": mean, "interval": [mean - 0.06, mean + 0.06]})
        };
        let simple = |brier: f64| {
            serde_json::json!({"brier": brier, "log_score": brier, "outcomes": 1,
                "model_less_this": {"brier": less(brier), "log_score": less(brier)}})
        };
        serde_json::json!({"brier": model, "log_score": model, "outcomes": 1,
            "baselines": {"climatology": simple(0.25), "two-rates": simple(0.24), "persistence": simple(0.5)}})
    };
    let report = |model: f64| {
        let mut report = scores(model);
        report["outcomes"] = serde_json::json!([{"id": "q", "probability": 0.1, "observed": true}]);
        report["treaty"] = scores(0.1);
        report["behaviour"] = scores(model);
        let bin = |said: f64, true_share: f64| serde_json::json!({"count": 4, "mean_probability": said, "share_observed": true_share});
        // A good model errs to both sides.
        report["reliability"] =
            serde_json::json!([bin(0.1, 0.25), bin(0.5, if model < 0.2 { 0.25 } else { 0.75 })]);
        report["timing"] = serde_json::json!({"outcomes": 3, "mean_months_late": -4.0, "mean_absolute_months": 5.5,
            "mean_months_late_interval": [-7.0, 1.0]});
        report["clusters"] = serde_json::json!([{"left_out": "A-B", "scores": scores(model)}]);
        report
    };
    let found = |model: f64| {
        let of = |part: Part, result: Value| (part, Kept::new(part, String::new(), String::new(), result));
        let measured = Measured(BTreeMap::from([
            of(Part::Hindcast, report(model)),
            of(
                Part::Mechanisms,
                serde_json::json!([{"id": "front", "is_shown": model < 0.2}]),
            ),
            of(
                Part::Recent,
                serde_json::json!({"phenomena": [{"id": "recent-x", "share": 0.0, "is_enough": model < 0.2}]}),
            ),
            of(
                Part::Ladders,
                serde_json::json!({"passages": [{"theatre": "gulf", "rung": "war", "months": 12, "chance": 0.9,
                    "low": 0.1, "central": 0.2, "high": 0.3, "is_near": model < 0.2}]}),
            ),
            of(
                Part::SelfTest,
                serde_json::json!({"is_uniform": model < 0.2, "is_taught": model < 0.2}),
            ),
        ]));
        worse(&measured, &Value::Null)
    };
    let bad = found(0.3);
    for expected in [
        "climatology is as good as the model or better (Brier score, lower is better): all questions 0.300 against 0.250",
        "two-rates is as good as the model or better (log score, lower is better): all questions 0.300 against 0.240",
        "without A-B 0.300 against 0.250",
        "cannot be told from climatology (Brier score, model less climatology, 5 to 95 % over clusters of questions): all questions +0.050 (-0.010 to +0.110)",
        "all 2 bins are too low: 10 % said, 25 % came true (4 questions); 50 % said, 75 % came true (4 questions)",
        "4.0 months too early on average (mean error -4.0 months (-7.0 to +1.0); mean absolute error 5.5; 3 questions)",
        "front",
        "q (10 %; it happened)",
        "recent-x (0.0 %)",
        "gulf war within 12 months (90.0 % against 10.0 % to 30.0 %)",
        "a count of the self-test lies outside its bound",
        "a posterior of the self-test is hardly narrower than its prior",
    ] {
        assert!(bad.contains(expected), "{expected}: {bad}");
    }
    assert!(
        !bad.contains("persistence") && !bad.contains("treaty alone"),
        "{bad}"
    );
    assert!(
        bad.starts_with("- **Hindcast**, climatology is as good")
            && bad.find("**Dates**") < bad.find("largest misses"),
        "{bad}"
    );
    let good = found(0.1);
    assert!(
        [
            "as good as",
            "cannot be told from",
            "bins are",
            "front",
            "recent-x",
            "gulf",
            "self-test"
        ]
        .iter()
        .all(|word| !good.contains(word)),
        "{good}"
    );
}
