//! Treaties and behaviour.

use crate::model::world::World;

/// Most pacts in force at once: those of the world and those founded in the run.
pub const PACTS: usize = 24;

/// Written by the alignment phase.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// Treaty rung in force, per pair: 0 none, 1 neutrality or non-aggression, 2 consultation, 3 mutual
    /// defence, 4 integrated.
    pub rung: Vec<u8>,
    /// Rung of bilateral treaties alone, per pair; pacts raise `rung` above it.
    pub bilateral: Vec<u8>,
    /// Highest rung in force at any time in the last twelve months, per pair.
    pub rung_year: Vec<u8>,
    pub months_at_rung: Vec<u32>,
    /// Honour probability of the clause in force, per pair.
    pub honour: Vec<f64>,
    /// Members of each pact as bits (at most 64 actors); 0 = free place.
    pub pacts: Vec<u64>,
    /// Rung between members of each pact.
    pub pact_rung: Vec<u8>,
    pub pact_honour: Vec<f64>,
    /// Behaviour index b in [0, 1], per pair.
    pub behaviour: Vec<f64>,
    /// Joint exercises in the last twelve months (decaying count), per pair; one this month.
    pub exercises: Vec<f64>,
    pub exercised_now: Vec<bool>,
    /// Host x n + guest: basing or hosting, 0 to 1.
    pub hosting: Vec<f64>,
    /// Members of each institution as bits.
    pub institutions: Vec<u64>,
    /// A weapon test this month, by actor, and months since (large if never).
    pub tested_now: Vec<bool>,
    /// Strategy term S and yearly hazard of a new defence pact in the last evaluation, per pair.
    pub strategy_term: Vec<f64>,
    pub pact_hazard: Vec<f64>,
    /// Terms of s_i by pair and side: (pair x 2 + side) x TERMS.
    pub terms: Vec<f64>,
    /// Integrated hazard of a bilateral defence pact so far, per pair (Rao-Blackwell).
    pub integrated_hazard: Vec<f64>,
    /// What changed this month, per pair: 0 nothing, 1 up by B, 2 up by J, 3 up by F, 4 exit.
    pub change: Vec<u8>,
}

/// Terms of a side's decision, in the order recorded in `ties.csv`.
pub const TERMS: [&str; 8] = [
    "security",
    "solvency",
    "autonomy",
    "entrapment",
    "stigma",
    "exposure",
    "doctrine",
    "dilution",
];

impl Alignment {
    pub fn sized(world: &World) -> Self {
        let (n, pairs) = (world.n, world.pairs);
        Alignment {
            rung: vec![0; pairs],
            bilateral: vec![0; pairs],
            rung_year: vec![0; pairs],
            months_at_rung: vec![0; pairs],
            honour: vec![0.0; pairs],
            pacts: vec![0; PACTS],
            pact_rung: vec![0; PACTS],
            pact_honour: vec![0.0; PACTS],
            behaviour: vec![0.0; pairs],
            exercises: vec![0.0; pairs],
            exercised_now: vec![false; pairs],
            hosting: vec![0.0; n * n],
            institutions: vec![0; world.scenario.institutions.len()],
            tested_now: vec![false; n],
            strategy_term: vec![0.0; pairs],
            pact_hazard: vec![0.0; pairs],
            terms: vec![0.0; pairs * 2 * TERMS.len()],
            integrated_hazard: vec![0.0; pairs],
            change: vec![0; pairs],
        }
    }
}
