//! Scores of a scenario whose outcomes say what happened: the model against simpler forecasters.

use super::clusters;
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, Measure, Outcome};
use crate::stats::clustered::{LEAST_CLUSTERS, RESAMPLES, TAIL, interval};
use crate::stats::outcomes::Estimate;
use crate::stats::score::{Forecast, Reliability, brier, brier_of, log_of, log_score, reliability};
use serde_json::{Value, json};

/// One outcome that can be scored.
#[derive(Clone, Debug)]
pub struct Scored<'s> {
    pub outcome: &'s Outcome,
    pub probability: f64,
    pub observed: bool,
    pub is_treaty: bool,
    /// It held on the opening state already.
    pub stood: bool,
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
pub fn scored<'s>(scenario: &'s Scenario, estimates: &[Estimate], stood: &[bool]) -> Vec<Scored<'s>> {
    scenario
        .outcomes
        .iter()
        .zip(estimates)
        .zip(stood)
        .filter_map(|((outcome, estimate), stood)| {
            Some(Scored {
                outcome,
                probability: estimate.probability?,
                observed: outcome.observed?,
                is_treaty: is_treaty(&outcome.condition),
                stood: *stood,
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

/// What 0 hits in so many runs can mean.
fn bound(runs: u64) -> f64 {
    0.5 / (runs as f64 + 1.0)
}

/// A simple forecaster says no less and no more than this and 1 less it in the log score (assumed): what it is worth
/// must not depend on how many runs the model had.
pub const SIMPLE_BOUND: f64 = 0.01;

/// Scores of probabilities; `bound` keeps a certain miss finite.
pub fn scores(forecasts: &[Forecast], bound: f64) -> Scores {
    Scores {
        brier: brier(forecasts),
        log_score: log_score(forecasts, bound),
        outcomes: forecasts.len(),
    }
}

/// The outcomes as questions about the opening state: does it hold in the first month, a flow's amount at the pace
/// of that month over its window? Holding without a break and what is given are left out.
pub fn as_things_stand(scenario: &Scenario) -> Scenario {
    let mut opening = scenario.clone();
    for outcome in &mut opening.outcomes {
        outcome.condition = at_the_opening_pace(&outcome.condition, outcome.by + 1);
        (outcome.from, outcome.by, outcome.hold, outcome.given) = (0, 0, 1, None);
    }
    opening
}

fn at_the_opening_pace(condition: &Condition, window: usize) -> Condition {
    let again = |part: &Condition| at_the_opening_pace(part, window);
    match condition {
        Condition::Flow {
            flow,
            measure,
            at_least,
        } => {
            let months = match measure {
                Measure::Monthly => 1,
                Measure::Yearly => YEAR.min(window),
                Measure::Cumulative => window,
            };
            Condition::Flow {
                flow: flow.clone(),
                measure: Measure::Monthly,
                at_least: at_least / months as f64,
            }
        }
        Condition::Ever(part) => Condition::Ever(Box::new(again(part))),
        Condition::Any(parts) => Condition::Any(parts.iter().map(again).collect()),
        Condition::All(parts) => Condition::All(parts.iter().map(again).collect()),
        Condition::Not(part) => Condition::Not(Box::new(again(part))),
        Condition::Before { first, then } => Condition::Before {
            first: Box::new(again(first)),
            then: Box::new(again(then)),
        },
        other => other.clone(),
    }
}

const YEAR: usize = 12;

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

/// Forecasters that know nothing of the mechanisms, on some of the outcomes. `climatology` and `two-rates` learn from
/// all the others, so that their rates lean against the answer; `share` knows the rate it is scored on and leans
/// with it. Between them lies what a rate is worth.
fn simple_forecasters(all: &[Scored], some: &[&Scored]) -> Vec<(&'static str, Vec<Forecast>)> {
    let pooled = |this: &Scored| {
        let happened = all
            .iter()
            .filter(|o| o.observed && o.outcome.id != this.outcome.id)
            .count();
        (happened as f64 + 0.5) / all.len() as f64
    };
    let share = some.iter().filter(|o| o.observed).count() as f64 / some.len().max(1) as f64;
    let of = |rate: &dyn Fn(&Scored) -> f64| forecasts(some.iter().copied(), rate);
    vec![
        ("climatology", of(&pooled)),
        // As things stood: what held at the start holds, what did not does not come.
        ("persistence", of(&|s| f64::from(u8::from(s.stood)))),
        ("two-rates", of(&|s| leave_one_out_rate(all, s))),
        ("share", of(&|_| share)),
        ("half", of(&|_| 0.5)),
    ]
}

/// Scores of the model and of the simple forecasters on the same outcomes, with intervals over clusters of outcomes.
fn compared(all: &[Scored], clusters: &[usize], keep: &dyn Fn(&Scored) -> bool, runs: u64) -> Value {
    let (mut some, mut of_cluster): (Vec<&Scored>, Vec<usize>) = (Vec::new(), Vec::new());
    for (scored, cluster) in all.iter().zip(clusters).filter(|(scored, _)| keep(scored)) {
        some.push(scored);
        of_cluster.push(*cluster);
    }
    // Of nothing there is no score: 0 would be a perfect one.
    let of_any = |score: f64, s: &Scores| (s.outcomes > 0).then_some(score);
    let as_json = |s: Scores| json!({"brier": of_any(s.brier, &s), "log_score": of_any(s.log_score, &s), "outcomes": s.outcomes});
    let losses = |forecasts: &[Forecast], bound: f64| -> [Vec<f64>; 2] {
        [
            forecasts.iter().map(brier_of).collect(),
            forecasts.iter().map(|f| log_of(f, bound)).collect(),
        ]
    };
    let model = forecasts(some.iter().copied(), |s| s.probability);
    let [brier, log] = losses(&model, bound(runs));
    let mut simple = serde_json::Map::new();
    for (name, forecasts) in simple_forecasters(all, &some) {
        let [other_brier, other_log] = losses(&forecasts, SIMPLE_BOUND);
        let less = |model: &[f64], other: &[f64]| {
            let differences: Vec<f64> = model.iter().zip(other).map(|(a, b)| a - b).collect();
            let mean = differences.iter().sum::<f64>() / differences.len().max(1) as f64;
            let mean = (!differences.is_empty()).then_some(mean);
            json!({"mean": mean, "interval": interval(&differences, &of_cluster)})
        };
        let mut found = as_json(scores(&forecasts, SIMPLE_BOUND));
        found["model_less_this"] =
            json!({"brier": less(&brier, &other_brier), "log_score": less(&log, &other_log)});
        simple.insert(name.to_owned(), found);
    }
    let mut found = as_json(scores(&model, bound(runs)));
    found["brier_interval"] = json!(interval(&brier, &of_cluster));
    found["log_score_interval"] = json!(interval(&log, &of_cluster));
    found["baselines"] = Value::Object(simple);
    found
}

/// How far the dates miss, over the outcomes that happened in a known month and in some run.
fn timing(all: &[Scored], clusters: &[usize]) -> Value {
    let dated = || {
        all.iter()
            .zip(clusters)
            .filter_map(|(s, cluster)| Some((s.months_late?, *cluster)))
    };
    let late: Vec<f64> = dated().map(|(months, _)| months as f64).collect();
    let of_cluster: Vec<usize> = dated().map(|(_, cluster)| cluster).collect();
    let mean = |of: fn(f64) -> f64| {
        (!late.is_empty()).then(|| late.iter().map(|months| of(*months)).sum::<f64>() / late.len() as f64)
    };
    json!({"outcomes": late.len(), "mean_absolute_months": mean(f64::abs), "mean_months_late": mean(|months| months),
           "mean_months_late_interval": interval(&late, &of_cluster)})
}

/// The report as JSON (contract: `brier`, `log_score`, `outcomes`, `baselines`).
pub fn report(scenario: &Scenario, estimates: &[Estimate], stood: &[bool], runs: u64) -> Value {
    let all = scored(scenario, estimates, stood);
    let (of_each, names) = clusters::partition(scenario, &all);
    let part = |keep: &dyn Fn(&Scored) -> bool| compared(&all, &of_each, keep, runs);
    let whole = part(&|_| true);
    let bins: Vec<Value> = reliability(&forecasts(all.iter(), |s| s.probability))
        .iter()
        .map(bin)
        .collect();
    let left_out: Vec<Value> = clusters::largest(scenario, &all)
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
        "brier_interval": whole["brier_interval"],
        "log_score_interval": whole["log_score_interval"],
        "intervals": {
            "method": "bootstrap over clusters of outcomes about the same pair, actor or theatre",
            "from": TAIL, "to": 1.0 - TAIL, "resamples": RESAMPLES, "least_clusters": LEAST_CLUSTERS, "clusters": names,
        },
        "timing": timing(&all, &of_each),
        "clusters": left_out,
        "reliability": bins,
        "outcomes": all.iter().zip(&of_each).map(|(s, cluster)| json!({"id": s.outcome.id, "probability": s.probability, "observed": s.observed, "stood": s.stood,
                                              "is_treaty": s.is_treaty, "months_late": s.months_late, "cluster": names[*cluster]})).collect::<Vec<_>>(),
        "baselines": whole["baselines"],
    })
}

fn bin(bin: &Reliability) -> Value {
    json!({"from": bin.from, "to": bin.to, "count": bin.count, "mean_probability": bin.mean_probability,
           "share_observed": bin.share_observed})
}
