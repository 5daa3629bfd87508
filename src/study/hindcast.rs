//! Scores of a scenario whose outcomes say what happened: the model against simpler forecasters.

use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, Outcome};
use crate::stats::outcomes::Estimate;
use crate::stats::score::{Forecast, Reliability, brier, log_score, reliability};
use serde_json::{Value, json};

/// One outcome that can be scored.
#[derive(Clone, Debug)]
pub struct Scored<'s> {
    pub outcome: &'s Outcome,
    pub probability: f64,
    pub observed: bool,
    pub is_treaty: bool,
    /// Months from the median date of its hits to the month in which it happened: above 0, the model is late.
    pub months_late: Option<i64>,
}

/// Scores of one forecaster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    pub brier: f64,
    pub log_score: f64,
    pub outcomes: usize,
}

/// Every outcome with `observed` and a probability.
pub fn scored<'s>(scenario: &'s Scenario, estimates: &[Estimate]) -> Vec<Scored<'s>> {
    scenario
        .outcomes
        .iter()
        .zip(estimates)
        .filter_map(|(outcome, estimate)| {
            Some(Scored {
                outcome,
                probability: estimate.probability?,
                observed: outcome.observed?,
                is_treaty: is_treaty(&outcome.condition),
                months_late: months_late(outcome, estimate),
            })
        })
        .collect()
}

/// Where both dates are known.
fn months_late(outcome: &Outcome, estimate: &Estimate) -> Option<i64> {
    let simulated = i64::try_from(estimate.median_month?).ok()?;
    Some(simulated - i64::try_from(outcome.observed_month?).ok()?)
}

/// Treaty and behaviour are different things and are scored apart.
fn is_treaty(condition: &Condition) -> bool {
    match condition {
        Condition::Treaty { .. } => true,
        Condition::Any(parts) | Condition::All(parts) => parts.iter().any(is_treaty),
        Condition::Not(part) => is_treaty(part),
        Condition::Before { first, then } => is_treaty(first) || is_treaty(then),
        _ => false,
    }
}

/// Scores of probabilities; `runs` bounds what 0 hits can mean.
pub fn scores(forecasts: &[Forecast], runs: u64) -> Scores {
    let bound = 0.5 / (runs as f64 + 1.0);
    Scores {
        brier: brier(forecasts),
        log_score: log_score(forecasts, bound),
        outcomes: forecasts.len(),
    }
}

fn forecasts<'a>(scored: impl Iterator<Item = &'a Scored<'a>>, of: impl Fn(&Scored) -> f64) -> Vec<Forecast> {
    scored
        .map(|s| Forecast {
            probability: of(s),
            observed: s.observed,
        })
        .collect()
}

/// The share of outcomes of the same sort (treaty or not) that happened among the others: a rate learnt
/// without the outcome it is scored on.
fn leave_one_out_rate(all: &[Scored], this: &Scored) -> f64 {
    let peers: Vec<&Scored> = all
        .iter()
        .filter(|other| other.is_treaty == this.is_treaty && other.outcome.id != this.outcome.id)
        .collect();
    let happened = peers.iter().filter(|peer| peer.observed).count();
    (happened as f64 + 0.5) / (peers.len() as f64 + 1.0)
}

/// Forecasters that know nothing of the mechanisms, on some of the outcomes. Their rates are learnt from all the others.
pub fn baselines(all: &[Scored], some: &[&Scored], runs: u64) -> Vec<(&'static str, Scores)> {
    let pooled = |this: &Scored| {
        let happened = all
            .iter()
            .filter(|o| o.observed && o.outcome.id != this.outcome.id)
            .count();
        (happened as f64 + 0.5) / all.len() as f64
    };
    let of = |rate: &dyn Fn(&Scored) -> f64| scores(&forecasts(some.iter().copied(), rate), runs);
    vec![
        ("climatology", of(&pooled)),
        // Nothing changes: what is asked has not happened yet.
        ("persistence", of(&|_| 0.0)),
        ("two-rates", of(&|s| leave_one_out_rate(all, s))),
    ]
}

/// Scores of the model and of the simple forecasters on the same outcomes.
fn compared(all: &[Scored], some: &[&Scored], runs: u64) -> Value {
    let as_json = |s: Scores| json!({"brier": s.brier, "log_score": s.log_score, "outcomes": s.outcomes});
    let simple: serde_json::Map<String, Value> = baselines(all, some, runs)
        .into_iter()
        .map(|(name, s)| (name.to_owned(), as_json(s)))
        .collect();
    let mut found = as_json(scores(&forecasts(some.iter().copied(), |s| s.probability), runs));
    found["baselines"] = Value::Object(simple);
    found
}

/// How far the dates miss, over the outcomes that happened in a known month and in some run.
fn timing(all: &[Scored]) -> Value {
    let late: Vec<i64> = all.iter().filter_map(|s| s.months_late).collect();
    let mean = |of: fn(i64) -> i64| {
        (!late.is_empty())
            .then(|| late.iter().map(|months| of(*months)).sum::<i64>() as f64 / late.len() as f64)
    };
    json!({"outcomes": late.len(), "mean_absolute_months": mean(i64::abs), "mean_months_late": mean(|months| months)})
}

/// The report as JSON (contract: `brier`, `log_score`, `outcomes`, `baselines`).
pub fn report(scenario: &Scenario, estimates: &[Estimate], runs: u64) -> Value {
    let all = scored(scenario, estimates);
    let part = |keep: &dyn Fn(&Scored) -> bool| {
        let some: Vec<&Scored> = all.iter().filter(|s| keep(s)).collect();
        compared(&all, &some, runs)
    };
    let whole = part(&|_| true);
    let bins: Vec<Value> = reliability(&forecasts(all.iter(), |s| s.probability))
        .iter()
        .map(bin)
        .collect();
    let clusters: Vec<Value> = largest_clusters(scenario, &all)
        .iter()
        .map(|(pair, members)| {
            let rest = part(&|s| !members.contains(&s.outcome.id));
            json!({"left_out": pair, "outcomes_left_out": members.len(), "scores": rest})
        })
        .collect();
    json!({
        "format": 1,
        "scenario": scenario.id,
        "runs": runs,
        "brier": whole["brier"],
        "log_score": whole["log_score"],
        "treaty": part(&|s| s.is_treaty),
        "behaviour": part(&|s| !s.is_treaty),
        "timing": timing(&all),
        "clusters": clusters,
        "reliability": bins,
        "outcomes": all.iter().map(|s| json!({"id": s.outcome.id, "probability": s.probability, "observed": s.observed,
                                              "is_treaty": s.is_treaty, "months_late": s.months_late})).collect::<Vec<_>>(),
        "baselines": whole["baselines"],
    })
}

fn bin(bin: &Reliability) -> Value {
    json!({"from": bin.from, "to": bin.to, "count": bin.count, "mean_probability": bin.mean_probability,
           "share_observed": bin.share_observed})
}

/// Outcomes about the same pair hang together: the largest clusters, to be left out in turn.
fn largest_clusters(scenario: &Scenario, all: &[Scored]) -> Vec<(String, Vec<String>)> {
    let mut clusters: Vec<(String, Vec<String>)> = Vec::new();
    for dyad in &scenario.dyads {
        let members: Vec<String> = all
            .iter()
            .filter(|s| is_about(&s.outcome.condition, dyad.first, dyad.second))
            .map(|s| s.outcome.id.clone())
            .collect();
        if members.len() > 1 {
            let pair = format!(
                "{}-{}",
                scenario.actors[dyad.first].id, scenario.actors[dyad.second].id
            );
            clusters.push((pair, members));
        }
    }
    clusters.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    clusters.truncate(3);
    clusters
}

fn is_about(condition: &Condition, a: usize, b: usize) -> bool {
    let both =
        |x: &[usize], y: &[usize]| x.contains(&a) && y.contains(&b) || x.contains(&b) && y.contains(&a);
    match condition {
        Condition::Treaty { group, .. }
        | Condition::Behaviour { group, .. }
        | Condition::Exercise { group } => both(group, group),
        Condition::Flow { flow, .. } | Condition::SupplyShare { flow, .. } => both(&flow.from, &flow.to),
        Condition::Hosting { host, guest } => both(&[*host], &[*guest]),
        Condition::Any(parts) | Condition::All(parts) => parts.iter().any(|part| is_about(part, a, b)),
        Condition::Not(part) => is_about(part, a, b),
        Condition::Before { first, then } => is_about(first, a, b) || is_about(then, a, b),
        _ => false,
    }
}
