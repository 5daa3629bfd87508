//! What is declared from outside, in words: for `sim check`.

use super::Scenario;
use super::intervention::{Effect, Intervention};

/// An event or policy with its months and what it does.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Declared {
    pub id: String,
    pub first: String,
    /// Last month it holds; that of an event is its first.
    pub last: String,
    pub what: String,
}

/// Every event and policy, by first month.
pub fn declared(scenario: &Scenario) -> Vec<Declared> {
    let month = |at: usize| scenario.start.plus(at).to_string();
    let one = |intervention: &Intervention| Declared {
        id: intervention.id.clone(),
        first: month(intervention.first),
        last: month(intervention.last),
        what: words(scenario, &intervention.effect),
    };
    scenario.interventions.iter().map(one).collect()
}

fn words(s: &Scenario, effect: &Effect) -> String {
    let actor = |index: &usize| s.actors[*index].id.as_str();
    let good = |index: &usize| s.goods[*index].id.as_str();
    match effect {
        Effect::TheatreRung { theatre, rung } => {
            let theatre = &s.theatres[*theatre];
            let rung = rung
                .checked_sub(1)
                .map_or("calm", |at| theatre.ladder[at].id.as_str());
            format!("theatre {} is put at {rung}", theatre.id)
        }
        Effect::TheatreSettles { theatre } => {
            format!("the war in theatre {} is settled", s.theatres[*theatre].id)
        }
        Effect::Stringency { target, factor } => {
            format!("stringency of every regime on {} x {factor}", actor(target))
        }
        Effect::Enforcement { target, factor } => {
            format!("enforcement of every regime on {} x {factor}", actor(target))
        }
        Effect::MarketAccess { target, share } => {
            format!(
                "{share} of the trade of {} with its senders is restored",
                actor(target)
            )
        }
        Effect::SecondarySanctions { target, strength } => {
            format!(
                "firms of {} face secondary sanctions of strength {strength}",
                actor(target)
            )
        }
        Effect::Threat { by, target, strength } => {
            format!(
                "{} threatens {} with strength {strength}",
                actor(by),
                actor(target)
            )
        }
        Effect::Price { good: index, factor } => format!("world price of {} x {factor}", good(index)),
        Effect::Capacity {
            actor: who,
            good: index,
            factor,
        } => {
            format!("what {} can make of {} x {factor}", actor(who), good(index))
        }
        Effect::LeaderChange { actor: who } => format!("the leader of {} is removed", actor(who)),
        Effect::Arming {
            from,
            to,
            good: index,
            quantity,
        } => {
            let (unit, name) = (&s.goods[*index].unit, good(index));
            format!(
                "{} sends {} {quantity} {unit} of {name} a month",
                actor(from),
                actor(to)
            )
        }
    }
}
