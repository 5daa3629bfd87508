//! `sim validate --mechanisms`: does each mechanism do what the ledger says?

use super::arguments::ScenarioArguments;
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::{say::say, table};
use crate::scenario::mechanisms::{MECHANISMS, mechanism_index};
use crate::study::witness::{Verdict, verify};
use serde_json::json;

pub fn witnesses(named: &[String], is_json: bool) -> Result<Exit, Failure> {
    let indices = indices(named)?;
    let verdicts = verify(&indices, |name| {
        let scenario = ScenarioArguments {
            scenario: format!("builtin:{name}"),
            ..ScenarioArguments::default()
        };
        load(&scenario, true)
    })?;
    if is_json {
        say(&format!(
            "{:#}",
            verdicts.iter().map(as_json).collect::<serde_json::Value>()
        ));
    } else {
        say(&as_text(&verdicts));
    }
    Ok(if verdicts.iter().all(|verdict| verdict.is_shown) {
        Exit::Done
    } else {
        Exit::CheckFailed
    })
}

fn indices(named: &[String]) -> Result<Vec<usize>, Failure> {
    if named.is_empty() {
        return Ok((0..MECHANISMS.len()).collect());
    }
    let unknown = |id: &String| {
        let nearest = MECHANISMS
            .iter()
            .map(|m| m.id)
            .max_by(|a, b| strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)))
            .unwrap_or_default();
        Failure::new(Exit::Usage, "SIM-0012", format!("`{id}` is no mechanism"))
            .at("--mechanisms")
            .help(format!(
                "did you mean `{nearest}`? `sim list mechanisms` shows them all"
            ))
    };
    named
        .iter()
        .map(|id| mechanism_index(id).ok_or_else(|| unknown(id)))
        .collect()
}

/// One verdict as an object.
pub fn as_json(verdict: &Verdict) -> serde_json::Value {
    json!({"id": verdict.mechanism.id, "witness": verdict.mechanism.witness, "with": verdict.with,
           "difference": verdict.difference.mean, "low": verdict.difference.low, "high": verdict.difference.high,
           "is_shown": verdict.is_shown})
}

fn as_text(verdicts: &[Verdict]) -> String {
    let rows: Vec<Vec<String>> = verdicts
        .iter()
        .map(|v| {
            vec![
                v.mechanism.id.to_owned(),
                v.mechanism.witness.scenario.to_owned(),
                v.mechanism.witness.measure.to_owned(),
                if v.is_shown {
                    "shown".into()
                } else {
                    "NOT SHOWN".into()
                },
                format!("{:.4}", v.with),
                format!("{:+.4}", v.difference.mean),
                format!("{:+.4} to {:+.4}", v.difference.low, v.difference.high),
            ]
        })
        .collect();
    table::numbers(
        &[
            "mechanism",
            "scenario",
            "measure",
            "verdict",
            "with",
            "difference",
            "99 % interval",
        ],
        &rows,
        4,
    )
}
