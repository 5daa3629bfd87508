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
}

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
            months_since_crisis: vec![0; n],
            cover_months: vec![0.0; n],
            value_of_money: vec![0.0; n],
            value: vec![0.0; n * world.g],
            technology_value: vec![0.0; n * world.d],
        }
    }
}
