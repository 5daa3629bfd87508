//! What a calibration shows of itself: prior against posterior, and what of the record it cannot meet.

use super::evidence::Evidence;
use super::likelihood::{Likelihood, weighed};
use super::linear::moments;
use super::simulate::{NOT_ASKED, Runs, YES};
use super::smc::{Plan, values};
use crate::random::maths::{exp, sqrt};
use crate::random::quantile::Z95;
use crate::scenario::parameters::PARAMETERS;
use crate::study::targets::quantile;

/// A flow further than this from the record, in standard deviations of the runs, is in conflict.
pub const CONFLICT: f64 = 2.0;
/// An observed answer rarer than this among the runs is in conflict.
pub const RARE: f64 = 0.05;
/// Correlation of two flows' log densities over particles below which they pull apart.
pub const APART: f64 = -0.4;
/// Least variance of a flow's log density over particles that is looked at.
const STIRRED: f64 = 0.01;

/// One moved parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    pub id: &'static str,
    /// 5, 50, 95 %.
    pub prior: [f64; 3],
    pub posterior: [f64; 3],
    /// Mean of the normal scores: standard deviations of the prior moved.
    pub shift: f64,
    /// 1 less the standard deviation of the scores: how much was learnt.
    pub shrinkage: f64,
}

/// One flow under prior and posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowCheck {
    pub id: String,
    pub record: [f64; 3],
    /// 5, 50, 95 % of runs.
    pub prior: [f64; 3],
    pub posterior: [f64; 3],
    /// Record less mean of the runs, over the spread of runs and record.
    pub z: f64,
}

/// One outcome under prior and posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeCheck {
    pub id: String,
    pub observed: bool,
    pub prior: f64,
    pub posterior: f64,
    /// Means of chances (E2.10), which tell one in a thousand from none; else shares of the runs.
    pub is_weighed: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    pub shifts: Vec<Shift>,
    pub flows: Vec<FlowCheck>,
    pub outcomes: Vec<OutcomeCheck>,
    /// Pairs of flows that pull apart, and the correlation.
    pub apart: Vec<(String, String, f64)>,
}

impl FlowCheck {
    pub fn is_in_conflict(&self) -> bool {
        self.z.abs() > CONFLICT
    }
}

impl OutcomeCheck {
    pub fn is_in_conflict(&self) -> bool {
        let answered = if self.observed {
            self.posterior
        } else {
            1.0 - self.posterior
        };
        answered < RARE
    }
}

/// Everything a reader needs to judge a posterior by; `populations` are those of the prior and the posterior.
pub fn check(
    plan: Plan,
    evidence: &Evidence,
    likelihood: &Likelihood,
    moved: &[usize],
    scores: &[Vec<f64>],
    populations: [&[&Runs]; 2],
) -> Checks {
    Checks {
        shifts: shifts(plan, moved, scores),
        flows: (0..evidence.flows.len())
            .map(|flow| flow_check(plan, evidence, flow, populations))
            .collect(),
        outcomes: (0..evidence.outcomes.len())
            .map(|outcome| outcome_check(plan, evidence, outcome, populations))
            .collect(),
        apart: apart(plan, evidence, likelihood, populations[1]),
    }
}

fn shifts(plan: Plan, moved: &[usize], scores: &[Vec<f64>]) -> Vec<Shift> {
    let at = |score: f64| values(plan.scenario, moved, &vec![score; moved.len()]);
    let prior = [at(-Z95), at(0.0), at(Z95)];
    moved
        .iter()
        .enumerate()
        .map(|(column, place)| {
            let number = &plan.scenario.parameters[*place];
            let mut sorted: Vec<f64> = scores.iter().map(|scores| scores[column]).collect();
            sorted.sort_by(f64::total_cmp);
            let (mean, variance) = moments(sorted.iter().copied());
            Shift {
                id: PARAMETERS[*place].id,
                prior: [0, 1, 2].map(|point| prior[point][column]),
                posterior: [0.05, 0.5, 0.95].map(|q| number.at_score(quantile(&sorted, q))),
                shift: mean,
                shrinkage: 1.0 - sqrt(variance),
            }
        })
        .collect()
}

fn sorted_flow(population: &[&Runs], width: usize, flow: usize) -> Vec<f64> {
    let mut sizes: Vec<f64> = population
        .iter()
        .flat_map(|runs| runs.flows.iter().skip(flow).step_by(width).copied())
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes
}

fn flow_check(plan: Plan, evidence: &Evidence, flow: usize, populations: [&[&Runs]; 2]) -> FlowCheck {
    let width = evidence.flows.len();
    let target = &plan.scenario.targets[evidence.flows[flow].target];
    let [prior, posterior] = populations.map(|population| sorted_flow(population, width, flow));
    let three = |sizes: &[f64]| [0.05, 0.5, 0.95].map(|q| (exp(quantile(sizes, q)) - 1.0).max(0.0));
    let (mean, variance) = moments(posterior.iter().copied());
    let datum = &evidence.flows[flow];
    FlowCheck {
        id: target.id.clone(),
        record: [target.low, target.central, target.high],
        prior: three(&prior),
        posterior: three(&posterior),
        z: (datum.size - mean) / sqrt(variance + datum.variance),
    }
}

fn outcome_check(
    plan: Plan,
    evidence: &Evidence,
    outcome: usize,
    populations: [&[&Runs]; 2],
) -> OutcomeCheck {
    let width = evidence.outcomes.len();
    let (place, observed) = evidence.outcomes[outcome];
    let [prior, posterior] = populations.map(|population| {
        let all = || {
            population
                .iter()
                .flat_map(|runs| runs.outcomes.iter().skip(outcome).step_by(width))
        };
        if evidence.is_weighed[outcome] {
            let chances = population
                .iter()
                .flat_map(|runs| runs.chances.iter().skip(outcome).step_by(width));
            let runs = all().count() as f64;
            return weighed(chances.sum(), runs);
        }
        let asked = all().filter(|occurred| **occurred != NOT_ASKED).count();
        let hits = all().filter(|occurred| **occurred == YES).count();
        hits as f64 / asked.max(1) as f64
    });
    OutcomeCheck {
        id: plan.scenario.outcomes[place].id.clone(),
        observed,
        prior,
        posterior,
        is_weighed: evidence.is_weighed[outcome],
    }
}

/// Flows of which one fits the worse the better the other does.
fn apart(
    plan: Plan,
    evidence: &Evidence,
    likelihood: &Likelihood,
    population: &[&Runs],
) -> Vec<(String, String, f64)> {
    let terms: Vec<Vec<f64>> = population
        .iter()
        .map(|runs| likelihood.flow_terms(runs))
        .collect();
    let column = |flow: usize| terms.iter().map(move |terms| terms[flow]);
    let id = |flow: usize| plan.scenario.targets[evidence.flows[flow].target].id.clone();
    let mut found = Vec::new();
    for a in 0..evidence.flows.len() {
        for b in a + 1..evidence.flows.len() {
            let ((mean_a, variance_a), (mean_b, variance_b)) = (moments(column(a)), moments(column(b)));
            let scale = sqrt(variance_a * variance_b) * (terms.len() as f64 - 1.0);
            // What no particle moves pulls nowhere.
            if variance_a.min(variance_b) < STIRRED {
                continue;
            }
            let product: f64 = column(a)
                .zip(column(b))
                .map(|(x, y)| (x - mean_a) * (y - mean_b))
                .sum();
            if product / scale < APART {
                found.push((id(a), id(b), product / scale));
            }
        }
    }
    found
}
