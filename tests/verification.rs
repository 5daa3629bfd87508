//! docs/verification.md is what the program prints: its order, and byte for byte the parts that need no runs.

use std::fs;
use std::path::Path;

use sim::study::verification::{
    FIT_SCORES, Measured, base_rates, headings, page, panel_section, promises, worse,
};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verification.md");
    fs::read_to_string(path).expect("docs/verification.md")
}

const REFRESH: &str = "run `sim validate --document > docs/verification.md`";

#[test]
fn the_page_has_the_sections_of_the_program_in_their_order() {
    let page = page(&Measured::default());
    let document = document();
    let known = headings(&document);
    let mut places = headings(&page)
        .into_iter()
        .map(|heading| known.iter().position(|h| *h == heading));
    let places: Option<Vec<usize>> = places.by_ref().collect();
    assert!(
        places.is_some_and(|places| places.is_sorted()),
        "{REFRESH}: {known:?}"
    );
    assert_eq!(
        known.first(),
        Some(&"Where it is worse"),
        "what is worse stands first"
    );
}

#[test]
fn the_parts_that_need_no_runs_are_byte_for_byte_those_of_the_program() {
    let document = document();
    let fit = serde_json::from_str(FIT_SCORES).expect("the scores of the fit");
    for part in [panel_section(&fit), base_rates(), promises()] {
        assert!(
            part.len() > 200 && document.contains(part.trim_end()),
            "{REFRESH}:\n{part}"
        );
    }
    // What the fit fell short in stands in the document as it follows from the scores.
    for point in worse(&Measured::default(), &fit).lines() {
        assert!(document.contains(point), "{REFRESH}: {point}");
    }
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
        let simple = |brier: f64| serde_json::json!({"brier": brier, "log_score": brier, "outcomes": 1});
        serde_json::json!({"brier": model, "log_score": 1.0, "outcomes": 1,
            "baselines": {"climatology": simple(0.25), "two-rates": simple(0.24), "persistence": simple(0.5)}})
    };
    let report = |model: f64| {
        let mut report = scores(model);
        report["outcomes"] = serde_json::json!([{"id": "q", "probability": 0.1, "observed": true}]);
        report["treaty"] = scores(0.1);
        report["behaviour"] = scores(model);
        report["clusters"] = serde_json::json!([{"left_out": "A-B", "scores": scores(model)}]);
        report
    };
    let found = |model: f64| {
        let measured = Measured {
            hindcast: report(model),
            mechanisms: serde_json::json!([{"id": "front", "is_shown": model < 0.2}]),
            ..Measured::default()
        };
        worse(&measured, &serde_json::Value::Null)
    };
    let bad = found(0.3);
    for expected in [
        "does not beat climatology (Brier score): all questions 0.300 against 0.250",
        "without A-B",
        "front",
        "q (10 %; it happened)",
    ] {
        assert!(bad.contains(expected), "{expected}: {bad}");
    }
    assert!(!bad.contains("persistence") && !bad.contains("treaty"), "{bad}");
    let good = found(0.1);
    assert!(
        !good.contains("does not beat") && !good.contains("front"),
        "{good}"
    );
}
