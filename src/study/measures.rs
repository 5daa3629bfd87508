//! What a witness looks at: named measures of a run, each a sum over months of something in the state
//! (docs/odd.md, witnesses).

use crate::model::economy::state::{BUNDLE, bundle};
use crate::model::war::state::{Ending, grade};
use crate::model::{State, World};
use crate::scenario::world::{GoodClass, Sector};

/// A measure by name; the function gives this month's part of it.
pub struct Measure {
    pub id: &'static str,
    pub meaning: &'static str,
    pub monthly: fn(&World, &State) -> f64,
}

macro_rules! measures {
    ($($id:literal, $meaning:literal, $monthly:expr;)*) => {
        pub const MEASURES: &[Measure] = &[$(Measure { id: $id, meaning: $meaning, monthly: $monthly },)*];
    };
}

measures! {
    "crises", "regime crises begun", |_, s| count(&s.survival.in_crisis);
    "pressure", "sum of survival pressure", |_, s| s.survival.pressure.iter().sum();
    "trade-value", "value of deliveries sold, million USD", |_, s| value(s, |d| !d.is_aid && !d.is_leak);
    "debt", "debt outstanding, million USD", |_, s| s.economy.debt.iter().sum();
    "defaults", "value defaulted, million USD", |_, s| s.economy.defaulted.iter().sum();
    "technology-sold", "levels of technology delivered", |_, s| {
        s.economy.deliveries.iter().filter(|d| matches!(d.cargo, crate::scenario::world::Cargo::Technology(_)))
            .map(|d| d.quantity).sum()
    };
    "licensed-output", "share of needs made under licence, summed over actors and goods", |_, s| s.economy.licence.iter().sum();
    "labour-flow", "thousand worker-months sent abroad", |w, s| class_flow(w, s, &[GoodClass::Labour]);
    "leakage", "value leaked by firms, million USD", |_, s| value(s, |d| d.is_leak);
    "lethal-sales", "value of munitions and drones sold, million USD", |w, s| {
        s.economy.deliveries.iter().filter(|d| !d.is_aid && !d.is_leak)
            .filter(|d| matches!(d.cargo, crate::scenario::world::Cargo::Good(g) if w.class[g].is_lethal()))
            .map(|d| d.value).sum()
    };
    "forbidden-sales", "value of munitions and drones sold to buyers under heavy arms sanctions (over 0.5) by sellers who are not, million USD", |w, s| {
        let under = |actor: usize| s.sanctions.suffered[actor * crate::model::world::SECTORS + Sector::Arms as usize];
        s.economy.deliveries.iter().filter(|d| !d.is_aid && !d.is_leak && under(d.to) > 0.5 && under(d.from) <= 0.5)
            .filter(|d| matches!(d.cargo, crate::scenario::world::Cargo::Good(g) if w.class[g].is_lethal()))
            .map(|d| d.value).sum()
    };
    "bite", "bite summed over targets", |_, s| s.sanctions.bite.iter().sum();
    "compliance", "compliance summed over regimes and actors", |_, s| s.sanctions.compliance.iter().sum();
    "vetoes", "drafts vetoed", |_, s| s.sanctions.draft.iter().filter(|d| matches!(**d, 2 | 4)).count() as f64;
    "stringency", "stringency of the regimes of the world in force", |w, s| {
        (0..w.scenario.regimes.len()).filter(|r| s.sanctions.in_force[*r]).map(|r| s.sanctions.stringency[r]).sum::<f64>()
            + s.sanctions.sanctioning.iter().sum::<f64>()
    };
    "secondary", "secondary sanctions summed over actors", |_, s| s.sanctions.secondary.iter().sum();
    "blocked-value", "blockade summed over actors", |_, s| s.sanctions.blockade.iter().sum();
    "reliefs", "regime-months under relief", |_, s| count(&s.sanctions.is_relieved);
    "logistics", "hidden logistics summed over directed pairs", |_, s| s.sanctions.logistics.iter().sum();
    "suffered", "stringency suffered, energy sector, summed", |w, s| {
        (0..w.n).map(|a| s.sanctions.suffered[a * crate::model::world::SECTORS + Sector::Energy as usize]).sum()
    };
    "munitions-output", "value of munitions and drones produced, million USD", |w, s| {
        (0..w.n * w.g).filter(|i| w.class[i % w.g].is_lethal()).map(|i| s.economy.produced[i] * w.price[i % w.g]).sum()
    };
    "munitions-used", "value of munitions used in war, million USD", |w, s| {
        (0..w.n * w.g).map(|i| s.war.used[i] * w.price[i % w.g]).sum()
    };
    "energy-price", "price of energy as a multiple of its reference, summed over goods of the class", |w, s| {
        (0..w.g).filter(|g| w.class[*g] == GoodClass::Energy).map(|g| s.economy.price_factor[g]).sum()
    };
    "front-movement", "distance of fronts from the start", |w, s| {
        w.opening_front.iter().zip(&s.war.front).map(|(start, f)| (f - start).abs()).sum()
    };
    "wars-ended", "theatre-months after an ending", |_, s| s.war.ending.iter().filter(|e| **e != Ending::None).count() as f64;
    "truce-months", "theatre-months under truce", |_, s| count(&s.war.is_truce);
    "support-value", "value of support given in the last twelve months, million USD", |_, s| s.war.support_year.iter().sum();
    "counter-arming", "helpers with munitions or more on the defenders' side", |w, s| helpers(w, s, 1, grade::MUNITIONS);
    "troop-flow", "thousand soldiers abroad, summed over months", |_, s| s.war.forces.iter().sum();
    "war-starts", "wars started", |_, s| count(&s.war.starts_now);
    "joinings", "actors who joined a war", |w, s| helpers(w, s, 0, grade::JOINING) + helpers(w, s, 1, grade::JOINING);
    "help", "grades of help summed", |_, s| s.war.help.iter().map(|h| f64::from(*h)).sum();
    "distractions", "distractions opened", |_, s| s.war.help.iter().filter(|h| **h == grade::DISTRACTION).count() as f64;
    "hostility", "hostility summed over directed pairs", |_, s| s.relations.hostility.iter().sum();
    "trust", "trust summed over directed pairs", |_, s| s.relations.trust.iter().sum();
    "shared-threat", "shared threat summed over pairs", |_, s| s.relations.shared_threat.iter().sum();
    "pact-hazard", "yearly hazard of a new defence pact summed over pairs below one", |_, s| s.alignment.pact_hazard.iter().sum();
    "pacts", "pairs at defence or above", |_, s| s.alignment.rung.iter().filter(|r| **r >= 3).count() as f64;
    "treaties", "sum of treaty rungs", |_, s| s.alignment.rung.iter().map(|r| f64::from(*r)).sum();
    "joins", "pairs raised by joining", |_, s| s.alignment.change.iter().filter(|c| **c == 2).count() as f64;
    "money-paid", "money paid between states for what deliveries did not pay, million USD, fading sums", |w, s| {
        (0..w.n * w.n).map(|d| s.economy.bundle[d * BUNDLE + bundle::MONEY]).sum()
    };
    "debtors", "directed pairs with a debt above a million USD", |_, s| {
        s.economy.debt.iter().filter(|debt| **debt > 1.0).count() as f64
    };
    "defaulters", "directed pairs in which a payment failed", |_, s| {
        s.economy.defaulted.iter().filter(|value| **value > 0.0).count() as f64
    };
    "licences", "licences in use", |w, s| s.economy.licensor.iter().filter(|donor| **donor < w.n).count() as f64;
    "escalation-hazard", "monthly hazard of stepping up, summed over theatres", |w, s| {
        (0..w.scenario.theatres.len()).map(|t| crate::model::war::ladder::hazard_up(w, s, t)).sum()
    };
    "join-hazard", "yearly hazard of joining a pact, summed over pacts and candidates", |_, s| s.alignment.join_hazard().sum();
    "founding-hazard", "yearly hazard of founding a pact, summed over pairs", |_, s| s.alignment.founding_hazard().sum();
    "balancing", "threat felt beyond what is meant, summed", |_, s| s.alignment.balancing.iter().sum();
    "security-term", "security that a pact would bring, summed over pairs and sides", |_, s| {
        s.alignment.terms.iter().step_by(crate::model::alignment::state::TERMS.len()).sum()
    };
    "strategy-term", "strategy term summed over pairs", |_, s| s.alignment.strategy_term.iter().sum();
    "founding", "pairs raised by founding", |_, s| s.alignment.change.iter().filter(|c| **c == 3).count() as f64;
    "exits", "pairs that lost a treaty", |_, s| s.alignment.change.iter().filter(|c| **c == 4).count() as f64;
    "absolute-strategy-term", "absolute strategy term summed over pairs", |_, s| s.alignment.strategy_term.iter().map(|x| x.abs()).sum();
    "exercises", "joint exercises", |_, s| count(&s.alignment.exercised_now);
    "admissions", "memberships of institutions", |_, s| s.alignment.institutions.iter().map(|m| f64::from(m.count_ones())).sum();
    "tests", "weapon tests", |_, s| count(&s.alignment.tested_now);
    "behaviour", "behaviour index summed over pairs", |_, s| s.alignment.behaviour.iter().sum();
}

fn count(flags: &[bool]) -> f64 {
    flags.iter().filter(|f| **f).count() as f64
}

fn value(s: &State, keep: impl Fn(&crate::model::economy::state::Delivery) -> bool) -> f64 {
    s.economy
        .deliveries
        .iter()
        .filter(|d| keep(d))
        .map(|d| d.value)
        .sum()
}

fn class_flow(w: &World, s: &State, classes: &[GoodClass]) -> f64 {
    s.economy
        .flow
        .iter()
        .enumerate()
        .filter(|(i, _)| classes.contains(&w.class[i % w.g]))
        .map(|(_, q)| q)
        .sum()
}

fn helpers(w: &World, s: &State, side: usize, at_least: u8) -> f64 {
    let theatres = w.scenario.theatres.len();
    (0..theatres)
        .flat_map(|t| (0..w.n).map(move |a| (t * 2 + side) * w.n + a))
        .filter(|i| s.war.help[*i] >= at_least)
        .count() as f64
}

/// Index of a measure by name.
pub fn measure_index(id: &str) -> Option<usize> {
    MEASURES.iter().position(|m| m.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::mechanisms::MECHANISMS;

    #[test]
    fn every_witness_names_a_measure() {
        for mechanism in MECHANISMS {
            assert!(
                measure_index(mechanism.witness.measure).is_some(),
                "{}: {}",
                mechanism.id,
                mechanism.witness.measure
            );
        }
    }
}
