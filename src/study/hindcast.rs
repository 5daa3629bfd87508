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
            })
        })
        .collect()
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

/// Forecasters that know nothing of the mechanisms.
pub fn baselines(all: &[Scored], runs: u64) -> Vec<(&'static str, Scores)> {
    let pooled = |this: &Scored| {
        let happened = all
            .iter()
            .filter(|o| o.observed && o.outcome.id != this.outcome.id)
            .count();
        (happened as f64 + 0.5) / all.len() as f64
    };
    let climatology = forecasts(all.iter(), pooled);
    // Nothing changes: what is asked has not happened yet.
    let persistence = forecasts(all.iter(), |_| 0.0);
    let two_rates = forecasts(all.iter(), |s| leave_one_out_rate(all, s));
    vec![
        ("climatology", scores(&climatology, runs)),
        ("persistence", scores(&persistence, runs)),
        ("two-rates", scores(&two_rates, runs)),
    ]
}

/// The report as JSON (contract: `brier`, `log_score`, `outcomes`, `baselines`).
pub fn report(scenario: &Scenario, estimates: &[Estimate], runs: u64) -> Value {
    let all = scored(scenario, estimates);
    let model = |keep: &dyn Fn(&Scored) -> bool| {
        scores(
            &forecasts(all.iter().filter(|s| keep(s)), |s| s.probability),
            runs,
        )
    };
    let whole = model(&|_| true);
    let as_json = |s: Scores| json!({"brier": s.brier, "log_score": s.log_score, "outcomes": s.outcomes});
    let baselines: serde_json::Map<String, Value> = baselines(&all, runs)
        .into_iter()
        .map(|(name, s)| (name.to_owned(), as_json(s)))
        .collect();
    let bins: Vec<Value> = reliability(&forecasts(all.iter(), |s| s.probability))
        .iter()
        .map(bin)
        .collect();
    let clusters: Vec<Value> = largest_clusters(scenario, &all)
        .iter()
        .map(|(pair, members)| {
            let rest = forecasts(all.iter().filter(|s| !members.contains(&s.outcome.id)), |s| s.probability);
            json!({"left_out": pair, "outcomes_left_out": members.len(), "scores": as_json(scores(&rest, runs))})
        })
        .collect();
    json!({
        "format": 1,
        "scenario": scenario.id,
        "runs": runs,
        "brier": whole.brier,
        "log_score": whole.log_score,
        "treaty": as_json(model(&|s| s.is_treaty)),
        "behaviour": as_json(model(&|s| !s.is_treaty)),
        "clusters": clusters,
        "reliability": bins,
        "outcomes": all.iter().map(|s| json!({"id": s.outcome.id, "probability": s.probability, "observed": s.observed,
                                              "is_treaty": s.is_treaty})).collect::<Vec<_>>(),
        "baselines": baselines,
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
