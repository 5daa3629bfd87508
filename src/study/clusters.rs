//! Which questions hang together: those about one pair, or about one actor or theatre, are one cluster.

use super::hindcast::Scored;
use crate::scenario::Scenario;
use crate::scenario::outcome::Condition;
use std::collections::BTreeMap;

/// Clusters left out in turn.
const LEFT_OUT: usize = 3;

/// Questions about a pair, named by it; a question about several pairs is in several.
pub fn pairs(scenario: &Scenario, all: &[Scored]) -> Vec<(String, Vec<String>)> {
    let mut clusters: Vec<(String, Vec<String>)> = scenario
        .dyads
        .iter()
        .filter_map(|dyad| {
            let members: Vec<String> = all
                .iter()
                .filter(|s| is_about(&s.outcome.condition, dyad.first, dyad.second))
                .map(|s| s.outcome.id.clone())
                .collect();
            let name = |actor: usize| &scenario.actors[actor].id;
            let pair = format!("{}-{}", name(dyad.first), name(dyad.second));
            (!members.is_empty()).then_some((pair, members))
        })
        .collect();
    clusters.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    clusters
}

/// The largest clusters of a pair, to be left out in turn.
pub fn largest(scenario: &Scenario, all: &[Scored]) -> Vec<(String, Vec<String>)> {
    let mut clusters = pairs(scenario, all);
    clusters.retain(|(_, members)| members.len() > 1);
    clusters.truncate(LEFT_OUT);
    clusters
}

/// The cluster of each question, each in one: the pair it is about, of several the one with most questions; else the
/// actor or theatre it names; else itself.
pub fn partition(scenario: &Scenario, all: &[Scored]) -> (Vec<usize>, Vec<String>) {
    let pairs = pairs(scenario, all);
    let names: Vec<String> = all
        .iter()
        .map(|scored| {
            let id = &scored.outcome.id;
            let of_pair = pairs.iter().find(|(_, members)| members.contains(id));
            of_pair.map_or_else(
                || subject(scenario, &scored.outcome.condition).unwrap_or_else(|| id.clone()),
                |(pair, _)| pair.clone(),
            )
        })
        .collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &names {
        places.insert(name, 0);
    }
    for (place, value) in places.values_mut().enumerate() {
        *value = place;
    }
    let of_each = names.iter().map(|name| places[name.as_str()]).collect();
    (of_each, places.into_keys().map(str::to_owned).collect())
}

/// The one actor or theatre that a question about no pair names.
fn subject(scenario: &Scenario, condition: &Condition) -> Option<String> {
    let actor = |actor: usize| Some(scenario.actors[actor].id.clone());
    let theatre = |theatre: usize| Some(scenario.theatres[theatre].id.clone());
    match condition {
        Condition::Stock { actor: a, .. }
        | Condition::Resolution { target: a, .. }
        | Condition::Bite { target: a, .. }
        | Condition::Sanctions { target: a, .. }
        | Condition::SecondarySanctions { target: a, .. }
        | Condition::Test { actor: a }
        | Condition::Institution { actor: a, .. }
        | Condition::Licence { actor: a, .. }
        | Condition::Technology { actor: a, .. }
        | Condition::Pressure { actor: a, .. }
        | Condition::Crisis { actor: a }
        | Condition::Relief { target: a } => actor(*a),
        Condition::Flow { flow, .. } | Condition::SupplyShare { flow, .. } => {
            match (&flow.from[..], &flow.to[..]) {
                ([], [one]) | ([one], _) => actor(*one),
                (_, [one]) => actor(*one),
                _ => None,
            }
        }
        Condition::TheatreAt { theatre: t, .. }
        | Condition::TheatreEnded { theatre: t, .. }
        | Condition::Joined { theatre: t, .. }
        | Condition::Help { theatre: t, .. } => theatre(*t),
        Condition::Any(parts) | Condition::All(parts) => {
            parts.iter().find_map(|part| subject(scenario, part))
        }
        Condition::Not(part) | Condition::Ever(part) => subject(scenario, part),
        Condition::Before { then, .. } => subject(scenario, then),
        _ => None,
    }
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
