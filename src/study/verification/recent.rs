//! What recent years showed, and the ladders of war beside published estimates.

use super::{list, percent, table, text};
use serde_json::Value;

/// Shares of runs in which each thing occurred.
pub fn recent(report: &Value) -> String {
    let rows: Vec<Vec<String>> = rarest_first(report)
        .into_iter()
        .map(|found| {
            vec![
                text(&found["item"]).to_owned(),
                text(&found["id"]).to_owned(),
                text(&found["scenario"]).to_owned(),
                text(&found["seen"]).to_owned(),
                percent(&found["share"], 1),
                percent(&found["mc_error"], 1),
                if found["is_enough"] == true {
                    "occurs".into()
                } else {
                    "**too rare**".into()
                },
            ]
        })
        .collect();
    format!(
        "Share of runs in which each thing that 2022 to 2026 showed comes about by itself; each must reach {} (docs/recent.md). A test of this\n\
         project fails otherwise, so none of it is held out and it is no evidence of foresight. Rarest first:\n\n{}",
        percent(&report["least"], 0),
        table(
            &[
                "what",
                "question",
                "scenario",
                "seen",
                "share of runs",
                "error",
                "verdict"
            ],
            &rows
        )
    )
}

fn rarest_first(report: &Value) -> Vec<&Value> {
    let mut found: Vec<&Value> = list(&report["phenomena"]).iter().collect();
    let share = |v: &Value| v["share"].as_f64().unwrap_or(0.0);
    found.sort_by(|a, b| share(a).total_cmp(&share(b)));
    found
}

/// First passages for which something is published.
pub fn ladders(report: &Value) -> String {
    let rows: Vec<Vec<String>> = published(report)
        .map(|p| {
            vec![
                text(&p["theatre"]).to_owned(),
                text(&p["rung"]).to_owned(),
                p["months"].to_string(),
                percent(&p["chance"], 1),
                format!(
                    "{} ({} to {})",
                    percent(&p["central"], 1),
                    percent(&p["low"], 1),
                    percent(&p["high"], 1)
                ),
                if p["is_near"] == true {
                    "inside".into()
                } else {
                    "**outside**".into()
                },
                text(&p["source"]).replace('|', "/"),
            ]
        })
        .collect();
    format!(
        "Chance of coming to a rung of war or higher, a mean over the prior with wars not ending (E7.1), beside published estimates\n\
         (`src/study/estimates.csv`). The ladders' yearly chances were set with what is published in view (docs/odd.md, E7.1): agreement checks the sums and is no test.\n\n{}",
        table(
            &[
                "theatre",
                "rung",
                "months",
                "model",
                "published (range)",
                "verdict",
                "source"
            ],
            &rows
        )
    )
}

fn published(report: &Value) -> impl Iterator<Item = &Value> {
    list(&report["passages"])
        .iter()
        .filter(|passage| passage["central"].is_number())
}

/// What is too rare, and what lies outside what is published.
pub fn worse(recent: &Value, ladders: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let rare: Vec<String> = rarest_first(recent)
        .into_iter()
        .filter(|v| v["is_enough"] == false)
        .map(|v| format!("{} ({})", text(&v["id"]), percent(&v["share"], 1)))
        .collect();
    if !rare.is_empty() {
        found.push(format!(
            "**Recent years** showed what comes about in too few runs: {}.",
            rare.join(", ")
        ));
    }
    let far: Vec<String> = published(ladders)
        .filter(|p| p["is_near"] == false)
        .map(|p| {
            format!(
                "{} {} within {} months ({} against {} to {})",
                text(&p["theatre"]),
                text(&p["rung"]),
                p["months"],
                percent(&p["chance"], 1),
                percent(&p["low"], 1),
                percent(&p["high"], 1)
            )
        })
        .collect();
    if !far.is_empty() {
        found.push(format!(
            "**Ladders** outside published ranges: {}.",
            far.join(", ")
        ));
    }
    found
}
