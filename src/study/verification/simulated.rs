//! Sections that runs fill: hindcast, whole cast, mechanisms; and the base rates answers are compared with.

use super::{fixed, list, percent, significant, table, text};
use crate::scenario::{Files, Overrides, Scenario};
use crate::stats::cast::PLAUSIBLE_PER_1000;
use serde_json::Value;

/// Forecasters, cuts, reliability, misses.
pub fn hindcast(report: &Value) -> String {
    let row = |name: &str, scores: &Value| {
        vec![
            name.to_owned(),
            scores["outcomes"].to_string(),
            fixed(&scores["brier"], 3),
            between(&scores["brier_interval"]),
            less(&scores["model_less_this"]["brier"]),
            fixed(&scores["log_score"], 3),
            between(&scores["log_score_interval"]),
            less(&scores["model_less_this"]["log_score"]),
        ]
    };
    let mut whole = report.clone();
    whole["outcomes"] = list(&report["outcomes"]).len().into();
    let mut rows = Vec::new();
    let mut add = |name: &str, scores: &Value| {
        rows.push(row(&format!("**model**, {name}"), scores));
        for simple in ["climatology", "two-rates", "persistence", "share", "half"] {
            if scores["baselines"][simple].is_null() {
                continue;
            }
            rows.push(row(&format!("{simple}, {name}"), &scores["baselines"][simple]));
        }
    };
    add("all", &whole);
    add("treaties", &report["treaty"]);
    add("behaviour", &report["behaviour"]);
    for cluster in list(&report["clusters"]) {
        add(
            &format!("without {}", text(&cluster["left_out"])),
            &cluster["scores"],
        );
    }
    let bins: Vec<Vec<String>> = list(&report["reliability"])
        .iter()
        .map(|bin| {
            vec![
                format!("{} to {}", percent(&bin["from"], 0), percent(&bin["to"], 0)),
                bin["count"].to_string(),
                percent(&bin["mean_probability"], 0),
                percent(&bin["share_observed"], 0),
            ]
        })
        .collect();
    let outcomes: Vec<Vec<String>> = by_miss(report)
        .into_iter()
        .map(|outcome| {
            vec![
                text(&outcome["id"]).to_owned(),
                percent(&outcome["probability"], 0),
                if outcome["observed"] == true {
                    "yes".into()
                } else {
                    "no".into()
                },
                outcome["months_late"]
                    .as_i64()
                    .map_or_else(String::new, |months| format!("{months:+}")),
            ]
        })
        .collect();
    format!(
        "Each forecaster on the same questions; lower is better. *Climatology* gives each the share of the others that came true, *two rates* that of the\n\
         others of its sort (treaty or not), *persistence* says that what held in the first month\n\
         holds and nothing else comes, *share* says the very share of the questions in its row that came true (it knows the answers, so it flatters itself as much as\n\
         climatology, which leans against them, does not), *half* says 50 %. The cuts leave out all questions about one pair. Intervals are 5 to 95 %\n\
         of {} bootstrap samples of {} clusters of questions (about the same pair, actor or theatre); below {} clusters there is none. So few clusters,\n\
         which hang together too, make them rather too narrow. *Model less* it: below 0 the model is better.\n\n{}\n\
         Reliability:\n\n{}\n\
         Dates, of what happened in a known month: they miss by {} months on average ({} questions; mean {} months late).\n\n\
         Every question, largest miss first (months late: median date of its hits less the month in which it happened):\n\n{}",
        report["intervals"]["resamples"],
        list(&report["intervals"]["clusters"]).len(),
        report["intervals"]["least_clusters"],
        table(
            &[
                "forecaster",
                "questions",
                "Brier",
                "5 to 95 %",
                "model less it",
                "log score",
                "5 to 95 %",
                "model less it"
            ],
            &rows
        ),
        table(&["said", "questions", "mean said", "came true"], &bins),
        fixed(&report["timing"]["mean_absolute_months"], 1),
        report["timing"]["outcomes"],
        fixed(&report["timing"]["mean_months_late"], 1),
        table(&["question", "model", "happened", "months late"], &outcomes)
    )
}

/// An interval of a score; empty where there is none.
fn between(interval: &Value) -> String {
    if interval.is_array() {
        format!("{} to {}", fixed(&interval[0], 3), fixed(&interval[1], 3))
    } else {
        String::new()
    }
}

/// The model's score less that of a simple forecaster.
fn less(difference: &Value) -> String {
    let Some(mean) = difference["mean"].as_f64() else {
        return String::new();
    };
    let interval = &difference["interval"];
    match (interval[0].as_f64(), interval[1].as_f64()) {
        (Some(low), Some(high)) => format!("{mean:+.3} ({low:+.3} to {high:+.3})"),
        _ => format!("{mean:+.3}"),
    }
}

/// The outcomes, largest miss first.
pub(super) fn by_miss(report: &Value) -> Vec<&Value> {
    let miss = |o: &Value| {
        (o["probability"].as_f64().unwrap_or(0.0) - f64::from(u8::from(o["observed"] == true))).abs()
    };
    let mut outcomes: Vec<&Value> = list(&report["outcomes"]).iter().collect();
    outcomes.sort_by(|a, b| miss(b).total_cmp(&miss(a)));
    outcomes
}

/// Whether all pairs together sign about as many pacts as the record has, and which answers stand far off their base rate.
pub fn cast(flagship: &Value) -> String {
    let rows: Vec<Vec<String>> = list(&flagship["outcomes"])
        .iter()
        .filter(|outcome| outcome["base_rate"].is_number())
        .map(|outcome| {
            vec![
                text(&outcome["id"]).to_owned(),
                percent(&outcome["probability"], 1),
                format!(
                    "{} to {}",
                    percent(&outcome["band_low"], 1),
                    percent(&outcome["band_high"], 1)
                ),
                percent(&outcome["base_rate"], 2),
                factor(outcome).map_or_else(|| "-".to_owned(), |factor| format!("{factor:.1}")),
            ]
        })
        .collect();
    format!(
        "In `taiwan`: {} bilateral defence pacts per 1,000 dyad-years ({} warns outside {} to {}; the record has 1.2 in 1947-1989 and 0.2 in 1990-2018).\n\n\
         Answers with a base rate:\n\n{}",
        fixed(&flagship["cast"]["bilateral_defence_per_1000_dyad_years"], 2),
        "`sim run`",
        PLAUSIBLE_PER_1000.0,
        PLAUSIBLE_PER_1000.1,
        table(
            &["outcome", "model", "parameters 5-95 %", "base rate", "factor"],
            &rows
        )
    )
}

pub(super) fn factor(outcome: &Value) -> Option<f64> {
    let base = outcome["base_rate"].as_f64().filter(|base| *base > 0.0)?;
    Some(outcome["probability"].as_f64()? / base)
}

/// The precedents shipped, with their intervals.
pub fn base_rates() -> String {
    let Ok((scenario, _)) = Scenario::load("builtin:taiwan", &Files, &Overrides::default()) else {
        return String::new();
    };
    let is_used = |place: &usize| {
        let mut references = scenario.outcomes.iter().filter_map(|outcome| outcome.reference);
        references.any(|reference| reference == *place)
    };
    let rows: Vec<Vec<String>> = (0..scenario.base_rates.len())
        .filter(is_used)
        .map(|place| {
            let rate = &scenario.base_rates[place];
            let percent = rate.rate.map(|rate| format!("{:.3}", 100.0 * rate));
            vec![
                format!("`{}`", rate.id),
                format!("{} of {}", rate.events, rate.exposure),
                format!("{} % ({} to {})", percent[1], percent[0], percent[2]),
                rate.description.clone(),
            ]
        })
        .collect();
    let intro = format!(
        "Those that the answers of `taiwan` are compared with; {} in all stand in scenarios/base_rates.csv.\n\n",
        scenario.base_rates.len()
    );
    intro + &table(&["id", "events of exposure", "rate (95 %)", "what"], &rows)
}

/// Which mechanisms showed in their witness.
pub fn mechanisms(verdicts: &Value) -> String {
    let all = list(verdicts);
    let shown = all.iter().filter(|verdict| verdict["is_shown"] == true).count();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|verdict| {
            vec![
                text(&verdict["id"]).to_owned(),
                format!(
                    "{}, {}",
                    text(&verdict["witness"]["scenario"]),
                    text(&verdict["witness"]["measure"])
                ),
                significant(&verdict["with"]),
                significant(&verdict["difference"]),
                format!(
                    "{} to {}",
                    significant(&verdict["low"]),
                    significant(&verdict["high"])
                ),
                if verdict["is_shown"] == true {
                    "shown".into()
                } else {
                    "**not shown**".into()
                },
            ]
        })
        .collect();
    format!(
        "Each switched off under the same draws and the same luck; the 99 % interval of the paired difference must exclude zero in the stated direction\n\
         (`sim validate --mechanisms`). {shown} of {} are shown. With so many intervals at 99 %, one false witness in two such tables is to be expected.\n\n{}",
        all.len(),
        table(
            &[
                "mechanism",
                "scenario, measure",
                "with",
                "difference",
                "99 % interval",
                "verdict"
            ],
            &rows
        )
    )
}

/// What needs no number: kept by tests on every change.
pub fn promises() -> String {
    let rows = [
        (
            "same bytes on any number of threads, in shards, resumed after a kill, on a plain processor",
            "tests/promises.rs, tests/merge_resume.rs, tests/determinism.rs",
        ),
        (
            "rows reordered, names changed with keys kept: same bytes (pattern 14)",
            "tests/promises.rs",
        ),
        (
            "goods and money conserved exactly, nothing negative (pattern 13)",
            "unit tests of src/model/economy",
        ),
        ("nothing allocated in a month", "tests/allocation.rs"),
        ("every mechanism shows in its witness", "tests/ledger.rs"),
        ("no observed answer changes a probability", "tests/hindcast.rs"),
        (
            "equations, parameters and mechanisms of the documents are those of the code",
            "tests/odd.rs",
        ),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|(what, place)| vec![(*what).to_owned(), (*place).to_owned()])
        .collect();
    table(&["promise", "kept by"], &rows)
}
