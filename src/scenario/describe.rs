//! What would run: for `sim check` and the lists.

use super::Scenario;
use super::mechanisms::MECHANISMS;
use super::world::ActorKind;
use std::fmt;

/// A scenario in numbers and names.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Description {
    pub id: String,
    pub title: String,
    pub question: String,
    pub world: String,
    pub start: String,
    /// Last simulated month.
    pub end: String,
    pub months: usize,
    pub actors: Vec<String>,
    pub pairs: usize,
    pub goods: Vec<String>,
    pub technologies: Vec<String>,
    pub treaties: usize,
    pub regimes: usize,
    pub theatres: Vec<String>,
    pub interventions: Vec<String>,
    pub outcomes: Vec<OutcomeLine>,
    /// Flows whose size the record states, by id.
    pub targets: Vec<String>,
    /// Parameters known only within a range.
    pub uncertain_parameters: usize,
    /// Mechanisms switched off.
    pub off: Vec<String>,
    /// First 16 hexadecimal digits of the hash of the inputs.
    pub input: String,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct OutcomeLine {
    pub id: String,
    pub description: String,
    /// Last month that counts.
    pub by: String,
    pub is_headline: bool,
}

/// What a run of the scenario would be.
pub fn describe(scenario: &Scenario) -> Description {
    let outcome = |outcome: &super::outcome::Outcome| OutcomeLine {
        id: outcome.id.clone(),
        description: outcome.description.clone(),
        by: scenario.start.plus(outcome.by).to_string(),
        is_headline: outcome.is_headline,
    };
    let off = MECHANISMS
        .iter()
        .enumerate()
        .filter(|(index, _)| !scenario.switches.is_on_at(*index));
    Description {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        question: scenario.question.trim().to_owned(),
        world: scenario.world.id.clone(),
        start: scenario.start.to_string(),
        end: scenario.start.plus(scenario.months.saturating_sub(1)).to_string(),
        months: scenario.months,
        actors: scenario.actors.iter().map(|actor| actor.id.clone()).collect(),
        pairs: scenario
            .dyads
            .iter()
            .filter(|dyad| {
                [dyad.first, dyad.second]
                    .iter()
                    .all(|at| scenario.actors[*at].kind == ActorKind::State)
            })
            .count(),
        goods: scenario.goods.iter().map(|good| good.id.clone()).collect(),
        technologies: scenario.domains.iter().map(|domain| domain.id.clone()).collect(),
        treaties: scenario.treaties.len(),
        regimes: scenario.regimes.len(),
        theatres: scenario
            .theatres
            .iter()
            .map(|theatre| theatre.id.clone())
            .collect(),
        interventions: scenario
            .interventions
            .iter()
            .map(|intervention| intervention.id.clone())
            .collect(),
        outcomes: scenario.outcomes.iter().map(outcome).collect(),
        targets: scenario.targets.iter().map(|target| target.id.clone()).collect(),
        uncertain_parameters: scenario
            .parameters
            .iter()
            .filter(|range| !range.is_fixed())
            .count(),
        off: off.map(|(_, spec)| spec.switch.to_owned()).collect(),
        input: scenario.input_hash[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.id, self.title)?;
        writeln!(
            f,
            "world {}, {} to {} ({} months), inputs {}",
            self.world, self.start, self.end, self.months, self.input
        )?;
        writeln!(f, "{} actors: {}", self.actors.len(), self.actors.join(" "))?;
        writeln!(f, "{} goods: {}", self.goods.len(), self.goods.join(" "))?;
        writeln!(
            f,
            "{} technologies: {}",
            self.technologies.len(),
            self.technologies.join(" ")
        )?;
        writeln!(
            f,
            "{} pairs of states, {} treaties, {} sanction regimes",
            self.pairs, self.treaties, self.regimes
        )?;
        writeln!(f, "{} theatres: {}", self.theatres.len(), self.theatres.join(" "))?;
        writeln!(
            f,
            "{} events and policies: {}",
            self.interventions.len(),
            self.interventions.join(" ")
        )?;
        writeln!(
            f,
            "{} uncertain parameters; switched off: {}",
            self.uncertain_parameters,
            if self.off.is_empty() {
                "nothing".to_owned()
            } else {
                self.off.join(" ")
            }
        )?;
        if !self.targets.is_empty() {
            writeln!(
                f,
                "{} targets of flows: {}",
                self.targets.len(),
                self.targets.join(" ")
            )?;
        }
        writeln!(f, "{} outcomes (* in the headline):", self.outcomes.len())?;
        for outcome in &self.outcomes {
            let mark = if outcome.is_headline { "*" } else { " " };
            writeln!(
                f,
                "{mark} {} by {}: {}",
                outcome.id, outcome.by, outcome.description
            )?;
        }
        Ok(())
    }
}
