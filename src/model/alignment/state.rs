//! Treaties and behaviour.

use super::chances::Watched;
use super::value::{Offer, Side};
use crate::alignment::hazard::{CHANNEL_COUNT, Channel};
use crate::model::war::state::NEVER;
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
    /// Growth of enemies' company in units of own power, by actor (E9.16): others may read it as a
    /// reason to arm.
    pub balancing: Vec<f64>,
    /// Power of those an actor keeps company with now, and at the start.
    pub company: Vec<f64>,
    pub company_at_start: Vec<f64>,
    /// How sanctioned an actor is, 0 to 1, and the same summed over its company: its visible bloc.
    pub notoriety: Vec<f64>,
    pub bloc: Vec<f64>,
    /// Admitted to an institution this month, by actor.
    pub admitted_now: Vec<bool>,
    pub months_since_test: Vec<u32>,
    /// Pairs whose chance of a treaty is kept, month by month; none unless a study asks, and kept from run to run.
    pub watched: Vec<Watched>,
    pub(super) hidden: Hidden,
}

/// Working arrays of the phase, none of them an outcome.
#[derive(Clone, Debug)]
pub(super) struct Hidden {
    /// The first month of the run has fixed the baseline.
    pub is_open: bool,
    /// Every pair is evaluated anew this month, not the third of its turn.
    pub refresh_all: bool,
    /// Bits of actors whose treaties changed last month: pairs among them are evaluated anew.
    pub changed: u64,
    /// Bits of actors on whom sanctions came or went this month: all their pairs are evaluated anew.
    pub touched: u64,
    /// Pairs that are evaluated this month.
    pub turns: Vec<usize>,
    /// Obligations carried, by actor, in units of full integration.
    pub obligations: Vec<f64>,
    /// Who an actor depends on most (n = nobody), and by how much beyond what makes a patron.
    pub patron: Vec<usize>,
    pub dependence: Vec<f64>,
    /// Bits per actor: rivals, opponents of ten years, senders of sanctions, allies at rung 3.
    pub enemies: Vec<u64>,
    pub opponents: Vec<u64>,
    pub senders: Vec<u64>,
    pub allies: Vec<u64>,
    /// Senders of last month.
    pub senders_before: Vec<u64>,
    /// Honour of bilateral treaties alone, per pair.
    pub bilateral_honour: Vec<f64>,
    /// Rung last fallen from and months since, per pair.
    pub fell_from: Vec<u8>,
    pub months_since_fall: Vec<u32>,
    /// Actors now and in the baseline.
    pub sides: Vec<Side>,
    pub sides_at_base: Vec<Side>,
    /// What the second offers the first under a full clause (i x n + j), now and in the baseline.
    pub offers: Vec<Offer>,
    pub offers_at_base: Vec<Offer>,
    /// What each state fears from each foe this month (victim x n + foe), E9.7.
    pub fears: Vec<f64>,
    /// Value of each rung in the baseline, (pair x 2 + side), and its terms for mutual defence.
    pub base_values: Vec<[f64; 5]>,
    pub base_terms: Vec<[f64; TERMS.len()]>,
    /// s of each side for mutual defence, per pair, and exp(-s).
    pub consent: Vec<[f64; 2]>,
    pub refusal: Vec<[f64; 2]>,
    /// ln of simulated capability and whole trade (million USD a year) by actor; features of trade, and the shares of
    /// trade they were taken from, per pair.
    pub capability_log: Vec<f64>,
    pub total_trade: Vec<f64>,
    pub trade_logs: Vec<[f64; 2]>,
    pub trade_seen: Vec<[f64; 2]>,
    /// Bits of actors at war within twelve months.
    pub at_war: u64,
    /// Members of each place for which `join_shift` (actor x PACTS) holds.
    pub join_shift_of: Vec<u64>,
    pub join_shift: Vec<f64>,
    /// Yearly hazards per pair in the order of `Channel::ALL`, S included; for joining the predictor
    /// without S.
    pub hazards: Vec<[f64; CHANNEL_COUNT]>,
    /// Yearly hazard of a bilateral defence pact and its monthly probability, as last worked out, per pair.
    pub defence_chance: Vec<(f64, f64)>,
    /// Yearly hazard of joining, actor x PACTS.
    pub join_hazard: Vec<f64>,
    /// Troops of one in the other's war, thousand, per pair.
    pub troops: Vec<f64>,
    /// What flows call for (E9.5), and the benefit of being seen together (E9.12), per pair.
    pub called_for: Vec<f64>,
    pub benefit: Vec<f64>,
}

/// Terms of a side's decision, in the order recorded in `ties.csv`.
pub const TERMS: [&str; 9] = [
    "security",
    "solvency",
    "autonomy",
    "entrapment",
    "stigma",
    "exposure",
    "doctrine",
    "dilution",
    "rivalry",
];

impl Alignment {
    /// Yearly hazards of joining, actor x PACTS, as last evaluated.
    pub fn join_hazard(&self) -> impl Iterator<Item = f64> + '_ {
        self.hidden.join_hazard.iter().copied()
    }

    /// Yearly hazards of founding a pact, per pair, as last evaluated.
    pub fn founding_hazard(&self) -> impl Iterator<Item = f64> + '_ {
        self.hidden
            .hazards
            .iter()
            .map(|of_pair| of_pair[Channel::Founding as usize])
    }

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
            balancing: vec![0.0; n],
            company: vec![0.0; n],
            company_at_start: vec![0.0; n],
            notoriety: vec![0.0; n],
            bloc: vec![0.0; n],
            admitted_now: vec![false; n],
            months_since_test: vec![NEVER; n],
            watched: Vec::new(),
            hidden: Hidden::sized(n, pairs),
        }
    }
}

impl Hidden {
    fn sized(n: usize, pairs: usize) -> Self {
        Hidden {
            is_open: false,
            refresh_all: true,
            changed: 0,
            touched: 0,
            turns: Vec::with_capacity(pairs),
            obligations: vec![0.0; n],
            patron: vec![n; n],
            dependence: vec![0.0; n],
            enemies: vec![0; n],
            opponents: vec![0; n],
            senders: vec![0; n],
            allies: vec![0; n],
            senders_before: vec![0; n],
            bilateral_honour: vec![0.0; pairs],
            fell_from: vec![0; pairs],
            months_since_fall: vec![NEVER; pairs],
            sides: vec![Side::default(); n],
            sides_at_base: vec![Side::default(); n],
            offers: vec![Offer::default(); n * n],
            offers_at_base: vec![Offer::default(); n * n],
            fears: vec![0.0; n * n],
            base_values: vec![[0.0; 5]; pairs * 2],
            base_terms: vec![[0.0; TERMS.len()]; pairs * 2],
            consent: vec![[0.0; 2]; pairs],
            refusal: vec![[1.0; 2]; pairs],
            capability_log: vec![0.0; n],
            total_trade: vec![1.0; n],
            trade_logs: vec![[0.0; 2]; pairs],
            trade_seen: vec![[-1.0; 2]; pairs],
            at_war: 0,
            join_shift_of: vec![0; PACTS],
            join_shift: vec![0.0; n * PACTS],
            hazards: vec![[0.0; CHANNEL_COUNT]; pairs],
            defence_chance: vec![(0.0, 0.0); pairs],
            join_hazard: vec![0.0; n * PACTS],
            troops: vec![0.0; pairs],
            called_for: vec![0.0; pairs],
            benefit: vec![0.0; pairs],
        }
    }
}
