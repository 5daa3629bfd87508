//! Sanction regimes, evasion and compliance.

use crate::model::world::{SECTORS, World};

/// Written by the sanctions phase.
#[derive(Clone, Debug)]
pub struct Sanctions {
    // Regimes r.
    pub in_force: Vec<bool>,
    pub stringency: Vec<f64>,
    pub enforcement: Vec<f64>,
    pub monitoring: Vec<f64>,
    /// UN monitoring of the regime's target has been ended.
    pub is_monitoring_ended: Vec<bool>,
    /// Under relief by a deal: stringency is suspended.
    pub is_relieved: Vec<bool>,
    pub fatigue: Vec<f64>,
    /// How far each actor observes the regime, r x n, 0 to 1 (senders 1).
    pub compliance: Vec<f64>,
    /// Draft on the target this month: 0 none, 1 adopted, 2 vetoed, 3 failed for lack of votes, 4 monitoring vetoed.
    pub draft: Vec<u8>,

    // Actors.
    /// Sector stringency already suffered from all regimes, actor x SECTORS, 0 to 1.
    pub suffered: Vec<f64>,
    /// Remaining exposure x: share of trade with senders' coalition not yet lost, 0 to 1.
    pub exposure: Vec<f64>,
    /// Secondary sanctions on the actor's firms, 0 to 1.
    pub secondary: Vec<f64>,
    /// Violations detected so far (decaying), by actor.
    pub violations: Vec<f64>,
    /// Share of imports by sea stopped by force, 0 to 1.
    pub blockade: Vec<f64>,
    /// Bite on the target: 1 - realised / unsanctioned flow, 0 to 1.
    pub bite: Vec<f64>,
    /// Coalition members in the present wave of sanctions: n x n, sender x target strength, 0 to 1.
    pub sanctioning: Vec<f64>,

    // Directed pairs.
    /// Probability-weighted friction on a flow from one to another by sector: (from x n + to) x SECTORS,
    /// 1 = untouched, 0 = stopped.
    pub passage: Vec<f64>,
    /// Value detected this month, directed, million USD; and by actor after the lag.
    pub detected: Vec<f64>,
    /// Hidden logistics K, undirected (stored in both directions), 0 to 3.
    pub logistics: Vec<f64>,
    /// Evasion revenue this month, by actor, million USD.
    pub evasion_revenue: Vec<f64>,
    /// Sanctions imposed on an actor as punishment for sales of a sector, actor x SECTORS.
    pub punished: Vec<f64>,
}

impl Sanctions {
    pub fn sized(world: &World) -> Self {
        let n = world.n;
        let r = world.scenario.regimes.len();
        Sanctions {
            in_force: vec![true; r],
            stringency: vec![0.0; r],
            enforcement: vec![0.0; r],
            monitoring: vec![0.0; r],
            is_monitoring_ended: vec![false; r],
            is_relieved: vec![false; r],
            fatigue: vec![0.0; r],
            compliance: vec![0.0; r * n],
            draft: vec![0; r],
            suffered: vec![0.0; n * SECTORS],
            exposure: vec![0.0; n],
            secondary: vec![0.0; n],
            violations: vec![0.0; n],
            blockade: vec![0.0; n],
            bite: vec![0.0; n],
            sanctioning: vec![0.0; n * n],
            passage: vec![1.0; n * n * SECTORS],
            detected: vec![0.0; n * n],
            logistics: vec![0.0; n * n],
            evasion_revenue: vec![0.0; n],
            punished: vec![0.0; n * SECTORS],
        }
    }
}
