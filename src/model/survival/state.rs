//! Survival pressure and the strategy it is weighed by.

use crate::model::world::World;
use crate::scenario::world::NEED_COUNT;

/// Written by the needs phase.
#[derive(Clone, Debug)]
pub struct Survival {
    /// Weights of the needs in this run, actor x NEED_COUNT; redrawn in a regime crisis.
    pub weights: Vec<f64>,
    /// Pressures h in [0, 1], actor x NEED_COUNT (order of `scenario::world::NEEDS`).
    pub needs: Vec<f64>,
    /// Survival pressure H = sum of w h, in [0, 1].
    pub pressure: Vec<f64>,
    /// H of last month, for what follows from change.
    pub pressure_before: Vec<f64>,
    /// Slow mean of H (half-life about a year): long strain.
    pub strain: Vec<f64>,
    /// A regime crisis began this month.
    pub in_crisis: Vec<bool>,
    /// The leader was removed from outside this month (written by the shocks): priorities are redrawn.
    pub leader_removed: Vec<bool>,
    /// Draw in [0, 1) of the newest leader, for what a change of leader draws anew.
    pub leader_luck: Vec<f64>,
    /// Months since the last crisis or change of leader (large if none).
    pub months_since_crisis: Vec<u32>,
    /// Months of spending covered by usable currency.
    pub cover_months: Vec<f64>,
    /// Value of a million USD in units of H (floor and cap applied).
    pub value_of_money: Vec<f64>,
    /// Marginal value of a unit of a good in million USD, actor x g.
    pub value: Vec<f64>,
    /// Marginal value of a step of 0.1 of technology in million USD, actor x d.
    pub technology_value: Vec<f64>,
    /// Units needed over the planning window, actor x g (E3.7).
    pub need: Vec<f64>,
    /// Pressure H lost per unit of s^2 of a good, actor x g (E3.8).
    pub slope: Vec<f64>,
    /// Shortage a good would have if no more deliveries came, actor x g.
    pub dry_shortage: Vec<f64>,
    /// Shortage s^2 averaged over the goods of a kind (see `kind`), actor x KINDS.
    pub gap: Vec<f64>,
    /// Threat from all sources, by actor.
    pub threat: Vec<f64>,
    /// Obligations carried, company kept, and how notorious an actor is itself: this month's, by actor.
    pub obligations: Vec<f64>,
    pub company: Vec<f64>,
    pub notoriety: Vec<f64>,
    /// Monthly hazard of a regime crisis under ordinary strain, by actor: constant over the run.
    pub ordinary_hazard: Vec<f64>,
    /// Strain in the first month: ordinary pressure for the hazard of a crisis.
    pub strain_at_start: Vec<f64>,
}

/// Kinds of goods whose shortage is felt alike.
pub mod kind {
    pub const ARMS: usize = 0;
    pub const FOOD: usize = 1;
    pub const ENERGY: usize = 2;
    pub const INPUTS: usize = 3;
    pub const JOBS: usize = 4;
    /// Goods whose shortage nobody feels: troops, currency.
    pub const NONE: usize = 5;
}

/// Kinds that are felt.
pub const KINDS: usize = kind::NONE;

impl Survival {
    pub fn sized(world: &World) -> Self {
        let n = world.n;
        Survival {
            weights: vec![0.0; n * NEED_COUNT],
            needs: vec![0.0; n * NEED_COUNT],
            pressure: vec![0.0; n],
            pressure_before: vec![0.0; n],
            strain: vec![0.0; n],
            in_crisis: vec![false; n],
            leader_removed: vec![false; n],
            leader_luck: vec![0.0; n],
            months_since_crisis: vec![0; n],
            cover_months: vec![0.0; n],
            value_of_money: vec![0.0; n],
            value: vec![0.0; n * world.g],
            technology_value: vec![0.0; n * world.d],
            need: vec![0.0; n * world.g],
            slope: vec![0.0; n * world.g],
            dry_shortage: vec![0.0; n * world.g],
            gap: vec![0.0; n * KINDS],
            threat: vec![0.0; n],
            obligations: vec![0.0; n],
            company: vec![0.0; n],
            notoriety: vec![0.0; n],
            ordinary_hazard: vec![0.0; n],
            strain_at_start: vec![0.0; n],
        }
    }
}
