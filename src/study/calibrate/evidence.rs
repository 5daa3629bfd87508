//! What a calibration learns from: flows with a target, outcomes with an observed answer.

use super::Failure;
use crate::random::maths::{ln, ln1p};
use crate::random::quantile::Z95;
use crate::record::chances::is_weighed;
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, FlowSelection, Outcome};
use crate::scenario::target::Target;

/// No flow of the model is trusted to better than about a quarter: standard deviation of ln(1 + flow); assumed.
pub const DISCREPANCY: f64 = 0.25;

/// The size of one flow by the record, as ln(1 + size).
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Place among the targets of the scenario.
    pub target: usize,
    pub size: f64,
    /// Variance of the record's error and of the model's discrepancy.
    pub variance: f64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub flows: Vec<Flow>,
    /// Places among the outcomes of the scenario, and what was observed.
    pub outcomes: Vec<(usize, bool)>,
    /// Which of them are scored by their chances (E2.10), because they are a treaty of one pair.
    pub is_weighed: Vec<bool>,
    /// Ids of observed outcomes not scored, because a target speaks of the same flow.
    pub covered: Vec<String>,
    /// Ids left out on demand.
    pub without: Vec<String>,
}

impl Evidence {
    /// Targets to learn from and observed outcomes but those of `without`. An outcome about a flow that a target measures
    /// is left out as well: it would count the same thing twice.
    pub fn of(scenario: &Scenario, without: &[String]) -> Result<Self, Failure> {
        let observed = |outcome: &&Outcome| outcome.observed.is_some();
        let known: Vec<&str> = scenario
            .targets
            .iter()
            .filter(|target| target.is_learned)
            .map(|target| target.id.as_str())
            .chain(scenario.outcomes.iter().filter(observed).map(|o| o.id.as_str()))
            .collect();
        if let Some(name) = without.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(unknown(name, &known));
        }
        let is_kept = |id: &str| !without.iter().any(|name| name == id);
        let mut evidence = Evidence {
            without: without.to_vec(),
            ..Evidence::default()
        };
        for (target, spec) in scenario.targets.iter().enumerate() {
            if spec.is_learned && is_kept(&spec.id) {
                evidence.flows.push(Flow::of(target, spec));
            }
        }
        for (place, outcome) in scenario.outcomes.iter().enumerate() {
            let Some(observed) = outcome.observed else {
                continue;
            };
            if !is_kept(&outcome.id) {
                continue;
            }
            let is_covered = evidence
                .flows
                .iter()
                .any(|flow| measures(&scenario.targets[flow.target].flow, &outcome.condition));
            if is_covered {
                evidence.covered.push(outcome.id.clone());
            } else {
                evidence.outcomes.push((place, observed));
                evidence.is_weighed.push(is_weighed(outcome));
            }
        }
        if evidence.flows.is_empty() && evidence.outcomes.is_empty() {
            return Err(Failure::NoEvidence);
        }
        Ok(evidence)
    }
}

impl Flow {
    /// Record error: low and high are its 5 and 95 % points.
    fn of(place: usize, target: &Target) -> Self {
        let width = ln((1.0 + target.high) / (1.0 + target.low));
        let error = width / (2.0 * Z95);
        Flow {
            target: place,
            size: ln1p(target.central),
            variance: error * error + DISCREPANCY * DISCREPANCY,
        }
    }
}

/// Whether a condition is about a flow that `target` measures.
fn measures(target: &FlowSelection, condition: &Condition) -> bool {
    let (Condition::Flow { flow, .. } | Condition::SupplyShare { flow, .. }) = condition else {
        return false;
    };
    let meet = |a: &[usize], b: &[usize]| a.iter().any(|actor| b.contains(actor));
    meet(&target.from, &flow.from)
        && meet(&target.to, &flow.to)
        && target.cargo.iter().any(|cargo| flow.cargo.contains(cargo))
}

fn unknown(name: &str, known: &[&str]) -> Failure {
    // The first of those that are as near as any.
    let nearest = known
        .iter()
        .rev()
        .max_by(|a, b| likeness(name, a).total_cmp(&likeness(name, b)));
    Failure::Unknown {
        name: name.to_owned(),
        nearest: nearest.map(|id| (*id).to_owned()),
    }
}

/// How near an id is to what was typed: as a whole, and its first words by as many as were typed.
fn likeness(name: &str, id: &str) -> f64 {
    let (name, id) = (without_zeros(name), without_zeros(id));
    let words = name.split('-').count();
    let start: Vec<&str> = id.split('-').take(words).collect();
    strsim::jaro_winkler(&name, &id) + strsim::normalized_damerau_levenshtein(&name, &start.join("-"))
}

/// `t01` and `t1` are the same number.
fn without_zeros(id: &str) -> String {
    let mut kept = String::new();
    let mut letters = id
        .to_lowercase()
        .chars()
        .collect::<Vec<char>>()
        .into_iter()
        .peekable();
    while let Some(letter) = letters.next() {
        let begins = !kept.ends_with(|c: char| c.is_ascii_digit());
        let goes_on = letters.peek().is_some_and(char::is_ascii_digit);
        if !(letter == '0' && begins && goes_on) {
            kept.push(letter);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_meant_is_suggested() {
        let known = [
            "t01-rus-prk-defence",
            "t02-prk-shells-first",
            "t11-veto-for-prk",
            "t19-rus-irn-defence",
            "t28-irn-prk-defence",
            "rus-oil-to-chn-2022",
            "rus-oil-to-ind-2023",
        ];
        for (typed, meant) in [
            ("t1-rus", "t01-rus-prk-defence"),
            ("t01", "t01-rus-prk-defence"),
            ("T19", "t19-rus-irn-defence"),
            ("rus-prk-defence", "t01-rus-prk-defence"),
            ("t2-prk-shell", "t02-prk-shells-first"),
            ("rus-oil-ind", "rus-oil-to-ind-2023"),
        ] {
            let Failure::Unknown { nearest, .. } = unknown(typed, &known) else {
                panic!("unknown");
            };
            assert_eq!(nearest.as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(without_zeros("t01-100-x0"), "t1-100-x0");
    }
}
