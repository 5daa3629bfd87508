//! The hindcast: scored right, on any scenario that carries answers, and no answer reaches a simulated number.

#[path = "common/program.rs"]
mod program;

use std::sync::atomic::AtomicBool;

use program::{Desk, stderr};
use serde_json::Value;
use sim::engine::{Plan, Watch, ensemble};
use sim::record::Record;
use sim::scenario::{Files, Overrides, Scenario, entities};
use sim::stats::outcomes::{Estimate, estimate};
use sim::study::hindcast::report;

const RUNS: u64 = 16;

fn shipped() -> Scenario {
    Scenario::load("builtin:hindcast-2022", &Files, &Overrides::default())
        .unwrap_or_else(|report| panic!("{report}"))
        .0
}

fn estimates(scenario: &Scenario) -> Vec<Estimate> {
    let entities = entities(scenario);
    let cancel = AtomicBool::new(false);
    let plan = Plan {
        scenario,
        entities: &entities,
        seed: 4,
        runs: 0..RUNS,
        threads: 1,
    };
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel: &cancel,
        journal: None,
        until: None,
    };
    let mut tally = ensemble::run(plan, || Record::new(scenario), None, &mut watch).expect("runs");
    estimate(scenario, &mut tally.records)
}

/// Nothing asked held at the start.
fn nothing(scenario: &Scenario) -> Vec<bool> {
    vec![false; scenario.outcomes.len()]
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn flipping_every_answer_changes_no_probability_and_every_score() {
    let told = shipped();
    let mut flipped = told.clone();
    for outcome in &mut flipped.outcomes {
        outcome.observed = outcome.observed.map(|observed| !observed);
        outcome.observed_month = None;
    }
    let (first, second) = (estimates(&told), estimates(&flipped));
    assert_eq!(first, second);
    let (first, second) = (
        report(&told, &first, &nothing(&told), RUNS),
        report(&flipped, &second, &nothing(&told), RUNS),
    );
    for (a, b) in first["outcomes"]
        .as_array()
        .expect("outcomes")
        .iter()
        .zip(second["outcomes"].as_array().expect("outcomes"))
    {
        assert_eq!(a["id"], b["id"]);
        assert_eq!(a["probability"], b["probability"]);
        assert_ne!(a["observed"], b["observed"]);
    }
    assert_ne!(first["brier"], second["brier"]);
}

#[test]
fn the_scores_are_those_of_the_probabilities_printed() {
    let scenario = shipped();
    let found = report(&scenario, &estimates(&scenario), &nothing(&scenario), RUNS);
    let outcomes = found["outcomes"].as_array().expect("outcomes");
    let answered = scenario
        .outcomes
        .iter()
        .filter(|outcome| outcome.observed.is_some())
        .count();
    assert_eq!(outcomes.len(), answered);
    let mean = |miss: &dyn Fn(f64, f64) -> f64| {
        let sum: f64 = outcomes
            .iter()
            .map(|o| {
                miss(
                    number(&o["probability"]),
                    if o["observed"] == true { 1.0 } else { 0.0 },
                )
            })
            .sum();
        sum / outcomes.len() as f64
    };
    let brier = mean(&|p, happened| (p - happened) * (p - happened));
    assert!((brier - number(&found["brier"])).abs() < 1e-12);
    let persistence = mean(&|_, happened| happened);
    assert!((persistence - number(&found["baselines"]["persistence"]["brier"])).abs() < 1e-12);
    let happened = outcomes.iter().filter(|o| o["observed"] == true).count() as f64;
    let n = outcomes.len() as f64;
    let climatology = mean(&|_, this| {
        let rate = (happened - this + 0.5) / n;
        (rate - this) * (rate - this)
    });
    assert!((climatology - number(&found["baselines"]["climatology"]["brier"])).abs() < 1e-12);
    // Treaty and behaviour part the questions, and their scores add up to the whole.
    let part = |name: &str| number(&found[name]["brier"]) * number(&found[name]["outcomes"]);
    assert!((part("treaty") + part("behaviour") - brier * n).abs() < 1e-9);
    let binned: u64 = found["reliability"]
        .as_array()
        .expect("bins")
        .iter()
        .map(|bin| bin["count"].as_u64().expect("count"))
        .sum();
    assert_eq!(binned as usize, outcomes.len());
}

#[test]
fn questions_about_one_pair_are_left_out_together_and_every_cut_has_its_baselines() {
    let scenario = shipped();
    let found = report(&scenario, &estimates(&scenario), &nothing(&scenario), RUNS);
    let clusters = found["clusters"].as_array().expect("clusters");
    assert_eq!(clusters.len(), 3);
    let sizes: Vec<u64> = clusters
        .iter()
        .map(|c| c["outcomes_left_out"].as_u64().expect("count"))
        .collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] >= 4, "{sizes:?}");
    let named: Vec<&str> = clusters.iter().filter_map(|c| c["left_out"].as_str()).collect();
    assert!(
        named.contains(&"RUS-PRK") || named.contains(&"PRK-RUS"),
        "{named:?}"
    );
    let whole = found["outcomes"].as_array().expect("outcomes").len() as u64;
    for (cluster, size) in clusters.iter().zip(sizes) {
        let scores = &cluster["scores"];
        assert_eq!(scores["outcomes"].as_u64(), Some(whole - size));
        for simple in ["climatology", "persistence", "two-rates", "share", "half"] {
            assert_eq!(scores["baselines"][simple]["outcomes"], scores["outcomes"]);
            assert!(number(&scores["baselines"][simple]["brier"]) > 0.0);
        }
    }
}

#[test]
fn dates_are_scored_where_both_are_known() {
    let scenario = shipped();
    let dated = scenario
        .outcomes
        .iter()
        .filter(|outcome| outcome.observed_month.is_some())
        .count();
    assert!(dated >= 10, "{dated}");
    let mut estimates = estimates(&scenario);
    for (outcome, estimate) in scenario.outcomes.iter().zip(&mut estimates) {
        // Three months late each, but for one that never came.
        estimate.median_month = outcome.observed_month.map(|month| month + 3);
    }
    let first = scenario
        .outcomes
        .iter()
        .position(|outcome| outcome.observed_month.is_some())
        .expect("one");
    estimates[first].median_month = None;
    let found = report(&scenario, &estimates, &nothing(&scenario), RUNS);
    assert_eq!(found["timing"]["outcomes"].as_u64(), Some(dated as u64 - 1));
    assert_eq!(number(&found["timing"]["mean_absolute_months"]), 3.0);
    assert_eq!(number(&found["timing"]["mean_months_late"]), 3.0);
    // All late by the same: every resample has that mean.
    assert_eq!(
        found["timing"]["mean_months_late_interval"],
        serde_json::json!([3.0, 3.0])
    );
}

#[test]
fn intervals_are_of_the_scores_and_of_their_differences() {
    let scenario = shipped();
    let found = report(&scenario, &estimates(&scenario), &nothing(&scenario), RUNS);
    let within = |value: &Value, interval: &Value| {
        let (low, high) = (number(&interval[0]), number(&interval[1]));
        assert!(low < number(value) && number(value) < high, "{value} {interval}");
    };
    for score in ["brier", "log_score"] {
        within(&found[score], &found[format!("{score}_interval")]);
        for simple in ["climatology", "persistence", "two-rates", "share", "half"] {
            let other = &found["baselines"][simple];
            let less = &other["model_less_this"][score];
            let mean = number(&found[score]) - number(&other[score]);
            assert!((mean - number(&less["mean"])).abs() < 1e-9, "{simple} {score}");
            within(&less["mean"], &less["interval"]);
        }
    }
    // Without a pair's questions there are fewer clusters, but still an interval.
    assert!(found["clusters"][0]["scores"]["brier_interval"].is_array());
    let names = found["intervals"]["clusters"].as_array().expect("names");
    let outcomes = found["outcomes"].as_array().expect("outcomes");
    assert!(names.len() >= 10 && names.len() < outcomes.len() / 2, "{names:?}");
    let of = |id: &str| {
        let outcome = outcomes
            .iter()
            .find(|o| o["id"].as_str().is_some_and(|full| full.starts_with(id)));
        outcome.expect("a question")["cluster"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    // A question about several pairs goes with the pair that has most questions.
    assert_eq!((of("t29"), of("t30")), (of("t01"), of("t01")));
    assert_eq!((of("t11").as_str(), of("t40").as_str()), ("PRK", "taiwan"));
    assert!(outcomes.iter().all(|o| names.contains(&o["cluster"])));
}

#[test]
fn simple_forecasters_know_the_share_or_nothing_and_do_not_depend_on_runs() {
    let scenario = shipped();
    let estimates = estimates(&scenario);
    let stood: Vec<bool> = scenario
        .outcomes
        .iter()
        .map(|o| o.observed == Some(true))
        .collect();
    let few = report(&scenario, &estimates, &stood, RUNS);
    let many = report(&scenario, &estimates, &stood, 1_000 * RUNS);
    assert_eq!(number(&few["baselines"]["half"]["brier"]), 0.25);
    // What stood is what is said: with the answers for the opening state, persistence never misses.
    assert_eq!(number(&few["baselines"]["persistence"]["brier"]), 0.0);
    let outcomes = few["treaty"]["outcomes"].as_u64().expect("count") as f64;
    let treaties = few["outcomes"].as_array().expect("outcomes").iter();
    let happened = treaties
        .filter(|o| o["is_treaty"] == true && o["observed"] == true)
        .count();
    let p = happened as f64 / outcomes;
    assert!((number(&few["treaty"]["baselines"]["share"]["brier"]) - p * (1.0 - p)).abs() < 1e-12);
    for simple in ["climatology", "persistence", "two-rates", "share", "half"] {
        let score = |report: &Value| number(&report["baselines"][simple]["log_score"]);
        assert_eq!(score(&few), score(&many), "{simple}");
    }
    assert_ne!(few["log_score"], many["log_score"]);
}

#[test]
fn nothing_observed_has_no_score() {
    let mut scenario = shipped();
    let estimates = estimates(&scenario);
    for outcome in &mut scenario.outcomes {
        outcome.observed = None;
    }
    let found = report(&scenario, &estimates, &nothing(&scenario), RUNS);
    for score in ["brier", "log_score"] {
        assert!(found[score].is_null() && found["treaty"][score].is_null());
        assert!(found["baselines"]["half"][score].is_null());
    }
}

#[test]
fn the_opening_is_asked_at_the_pace_of_the_first_month() {
    use sim::scenario::outcome::{Condition, Measure};
    let scenario = shipped();
    let opening = sim::study::hindcast::as_things_stand(&scenario);
    let mut flows = 0;
    for (asked, at_start) in scenario.outcomes.iter().zip(&opening.outcomes) {
        assert_eq!((at_start.from, at_start.by, at_start.hold), (0, 0, 1));
        if let (
            Condition::Flow {
                measure: Measure::Cumulative,
                at_least: whole,
                ..
            },
            Condition::Flow {
                measure: Measure::Monthly,
                at_least: month,
                ..
            },
        ) = (&asked.condition, &at_start.condition)
        {
            assert!((month * (asked.by + 1) as f64 - whole).abs() < 1e-6 * whole);
            flows += 1;
        }
    }
    assert!(flows > 0);
}

/// Through the binary: what was learnt from the record it is scored on says so, and nothing else does.
#[test]
fn scores_of_a_posterior_on_its_own_record_are_said_to_be_in_sample() {
    let desk = Desk::new();
    for (set, is_in_sample) in [(" --set posterior=builtin:hindcast-2022", true), ("", false)] {
        let line = format!("validate builtin:hindcast-2022 --runs 8 --json{set}");
        let output = desk.sim(&line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(report["in_sample"], is_in_sample, "{line}");
        assert_eq!(stderr(&output).contains("SIM-7018"), is_in_sample, "{line}");
    }
}
