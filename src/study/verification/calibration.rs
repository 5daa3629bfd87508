//! What was learnt from the record, what it cannot meet, and whether the machinery is right.

use super::posterior::Said;
use super::{fixed, list, percent, significant, table, text};
use crate::scenario::source::builtin::text as builtin_text;
use crate::study::calibrate::self_test::COLUMNS;
use serde_json::Value;

/// The shipped posteriors and what they are.
const SHIPPED: [(&str, &str); 2] = [
    ("hindcast-2022", "the record to June 2024"),
    (
        "hindcast-2022-without-treaty",
        "the same without T01, the treaty of June 2024",
    ),
];

fn said(name: &str) -> Said {
    Said::read(builtin_text(&format!("posteriors/{name}")).unwrap_or_default())
}

/// The command that made a posterior, by what its file says.
fn command(said: &Said, name: &str) -> String {
    let without: String = said
        .one("left out")
        .split_whitespace()
        .filter(|id| *id != "nothing")
        .map(|id| format!(" --without {id}"))
        .collect();
    format!(
        "sim calibrate builtin:hindcast-2022 --budget {} --seed {}{without} --out scenarios/posteriors/{name}.csv --force",
        said.one("budget"),
        said.one("seed")
    )
}

/// Diagnostics, parameters and conflicts of the shipped posteriors: no run is needed, the files say it.
pub fn posteriors() -> String {
    let [whole, less] = SHIPPED.map(|(name, _)| said(name));
    let facts = [
        ("budget", "runs asked for"),
        ("seed", "seed"),
        ("evidence", "learnt from"),
        ("weight of outcomes", "weight of an outcome, omega"),
        ("moved", "parameters moved"),
        ("particles", "parameter sets"),
    ];
    let mut rows: Vec<Vec<String>> = facts
        .iter()
        .map(|(key, name)| {
            vec![
                (*name).to_owned(),
                whole.one(key).to_owned(),
                less.one(key).to_owned(),
            ]
        })
        .collect();
    let last = |said: &Said| said.all("stage").last().unwrap_or_default().to_owned();
    let steps = |said: &Said| said.all("stage").count().to_string();
    rows.push(vec!["steps".to_owned(), steps(&whole), steps(&less)]);
    rows.push(vec!["last step".to_owned(), last(&whole), last(&less)]);
    let parameters: Vec<Vec<String>> = whole
        .moved()
        .into_iter()
        .map(|m| vec![m.id, m.prior, m.posterior, m.shift, m.shrinkage])
        .collect();
    let names = SHIPPED.map(|(name, what)| format!("`{name}`, {what}"));
    let header = |first: &'static str| vec![first, names[0].as_str(), names[1].as_str()];
    let whether = ["what", "with T01", "without T01"];
    format!(
        "`{}`\n\nand\n\n`{}`\n\n\
         What follows stands in the files; why what is left out is left out stands in docs/calibration.md. In sample: the record taught these.\n\n{}\n\
         Parameters moved, with T01, most moved first (5 / 50 / 95 %; shift in standard deviations of the prior; shrinkage 0 nothing learnt, 1 known):\n\n{}\n\
         In conflict (flow further than two standard deviations from the runs, answer in fewer than 5 % of runs): what the sets do not reach in the few runs\n\
         each has; all sets share the luck of those runs, so that what is rare shows in all of them or in none, but for treaties of one pair, which count by their chances.\n\n{}\n\
         Flows that pull apart (correlation of their fits over parameter sets):\n\n{}",
        command(&whole, SHIPPED[0].0),
        command(&less, SHIPPED[1].0),
        table(&header("what"), &rows),
        table(
            &["parameter", "prior", "posterior", "shift", "shrinkage"],
            &parameters
        ),
        table(&whether, &both(&whole, &less, "conflict")),
        table(&whether, &both(&whole, &less, "pull apart"))
    )
}

/// What each of two posteriors says under a key, `what: how much`, a row each what.
fn both(first: &Said, second: &Said, key: &str) -> Vec<Vec<String>> {
    let of = |said: &Said| -> Vec<(String, String)> {
        let split = |line: &str| {
            let (what, much) = line.split_once(": ").unwrap_or((line, ""));
            (what.to_owned(), much.to_owned())
        };
        said.all(key).map(split).collect()
    };
    let (first, second) = (of(first), of(second));
    let mut whats: Vec<&String> = first.iter().chain(&second).map(|(what, _)| what).collect();
    let mut seen = std::collections::BTreeSet::new();
    whats.retain(|what| seen.insert(*what));
    let much = |found: &[(String, String)], what: &String| {
        let row = found.iter().find(|(known, _)| known == what);
        row.map_or_else(|| "-".to_owned(), |(_, much)| much.clone())
    };
    let row = |what: &String| vec![what.clone(), much(&first, what), much(&second, what)];
    whats.into_iter().map(row).collect()
}

/// Targets and scores of the hindcast under prior and posterior.
pub fn in_sample(prior: &Value, posterior: &Value) -> String {
    let three = |flow: &Value, keys: [&str; 3]| keys.map(|key| significant(&flow[key])).join(" / ");
    const MODEL: [&str; 3] = ["model_5", "model_50", "model_95"];
    let rows: Vec<Vec<String>> = list(&prior["flows"])
        .iter()
        .map(|flow| {
            let other = list(&posterior["flows"])
                .iter()
                .find(|other| other["id"] == flow["id"])
                .unwrap_or(&Value::Null);
            let only_compared = if flow["learned"] == false { " *" } else { "" };
            vec![
                format!("{}{only_compared}", text(&flow["id"])),
                text(&flow["unit"]).to_owned(),
                three(flow, ["low", "central", "high"]),
                three(flow, MODEL),
                three(other, MODEL),
                text(&flow["verdict"]).to_owned(),
                text(&other["verdict"]).to_owned(),
            ]
        })
        .collect();
    let scores = |name: &str, report: &Value| {
        vec![
            name.to_owned(),
            fixed(&report["brier"], 3),
            fixed(&report["log_score"], 3),
            fixed(&report["treaty"]["brier"], 3),
            fixed(&report["behaviour"]["brier"], 3),
        ]
    };
    format!(
        "Scores of the hindcast, lower is better:\n\n{}\n\
         Targets, the sizes of flows (record low / central / high beside 5 / 50 / 95 % of runs; * compared, not learnt from):\n\n{}",
        table(
            &[
                "parameters",
                "Brier",
                "log score",
                "Brier, treaties",
                "Brier, behaviour"
            ],
            &[scores("prior", prior), scores("posterior", posterior)]
        ),
        table(
            &[
                "flow",
                "unit",
                "record",
                "prior",
                "posterior",
                "prior's verdict",
                "posterior's"
            ],
            &rows
        )
    )
}

/// The flagship under prior, posterior, and posterior without the treaty.
pub fn side_by_side(report: &Value) -> String {
    let scenarios = list(&report["scenarios"]);
    let names: Vec<String> = scenarios
        .iter()
        .map(|s| format!("`{}`", text(&s["scenario"])))
        .collect();
    let header: Vec<&str> = std::iter::once("outcome")
        .chain(names.iter().map(String::as_str))
        .collect();
    let cell = |outcome: &Value| {
        let band = match (&outcome["band_low"], &outcome["band_high"]) {
            (low, high) if low.is_number() && high.is_number() => {
                format!(" ({} to {})", percent(low, 1), percent(high, 1))
            }
            _ => String::new(),
        };
        format!(
            "{} ± {}{band}",
            percent(&outcome["probability"], 1),
            percent(&outcome["mc_error"], 1)
        )
    };
    let ids = list(&scenarios.first().unwrap_or(&Value::Null)["outcomes"]);
    let rows: Vec<Vec<String>> = ids
        .iter()
        .map(|outcome| {
            let of = |scenario: &Value| {
                list(&scenario["outcomes"])
                    .iter()
                    .find(|other| other["id"] == outcome["id"])
                    .map_or_else(|| "-".to_owned(), cell)
            };
            std::iter::once(text(&outcome["id"]).to_owned())
                .chain(scenarios.iter().map(of))
                .collect()
        })
        .collect();
    format!(
        "The same luck in all three; ± the Monte Carlo error, in brackets 5 to 95 % over parameters. All outcomes: add `--all`.\n\n{}",
        table(&header, &rows)
    )
}

/// Counts and widths of simulation-based calibration.
pub fn self_test(report: &Value) -> String {
    let rows: Vec<Vec<String>> = list(&report["parameters"])
        .iter()
        .map(|row| {
            std::iter::once(text(&row["parameter"]).to_owned())
                .chain(list(&row["counts"]).iter().map(Value::to_string))
                .chain([
                    row["outside"].to_string(),
                    format!("{:.2}", row["width"].as_f64().unwrap_or(f64::NAN)),
                ])
                .collect()
        })
        .collect();
    let verdict = |key: &str| {
        if report[key] == true {
            "passed"
        } else {
            "not passed"
        }
    };
    format!(
        "{} fits of a small made-up model to data simulated from its own prior, {} runs; where the truth lay among the particles, by quarters of the ranks;\n\
         how often outside the middle 80 %; and the width of the posterior, its standard deviation over the prior's, mean of the fits.\n\
         Every quarter must hold between {} and {}, and between {} and {} lie outside (binomial, one false alarm in 1,000): **{}**.\n\
         No width may exceed {} (a sampler that ignores the data has 1): **{}**. `cargo test` does 200 fits, and shows that samplers with a fault fail.\n\n{}",
        report["fits"],
        report["runs"],
        report["bound"][0],
        report["bound"][1],
        report["bound_outside"][0],
        report["bound_outside"][1],
        verdict("is_uniform"),
        report["widest"],
        verdict("is_taught"),
        table(&COLUMNS, &rows)
    )
}

/// Conflicts, a posterior that does not help, counts that are off.
pub fn worse(prior: &Value, posterior: &Value, self_test: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let conflicts: Vec<String> = said(SHIPPED[0].0).all("conflict").map(str::to_owned).collect();
    if !conflicts.is_empty() {
        found.push(format!(
            "**Calibration**: in conflict with the posterior, in whose sets' few runs the luck is shared (a pair's treaty counts by its chances): {}.",
            conflicts.join("; ")
        ));
    }
    let (before, after) = (prior["log_score"].as_f64(), posterior["log_score"].as_f64());
    if let (Some(before), Some(after)) = (before, after)
        && after >= before
    {
        found.push(format!(
            "**Calibration** does not help the log score of the questions, not even in sample: {after:.3} under the posterior, {before:.3} under the prior."
        ));
    }
    if self_test["is_uniform"] == false {
        found.push(
            "**Calibration's machinery** is off: a count of the self-test lies outside its bound.".to_owned(),
        );
    }
    if self_test["is_taught"] == false {
        found.push("**Calibration's machinery** is not shown to learn: a posterior of the self-test is hardly narrower than its prior.".to_owned());
    }
    found
}
