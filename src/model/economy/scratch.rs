//! Working memory of the market, taken once per run's state: the month allocates nothing.

use crate::model::world::SECTORS;

#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Units wanted and offered of the good being cleared, by actor.
    pub want: Vec<f64>,
    pub offer: Vec<f64>,
    /// Most a buyer would pay a unit.
    pub most: Vec<f64>,
    pub buyers: Vec<usize>,
    pub sellers: Vec<usize>,
    /// Sellers and buyers between which a unit brings both a gain, by seller, then buyer.
    pub live: Vec<(u32, u32)>,
    /// Lowest acceptable price, seller x n + buyer.
    pub lowest: Vec<f64>,
    /// Weight of a seller for a buyer, and units granted, seller x n + buyer; set for live pairs and routes.
    pub share: Vec<f64>,
    pub grant: Vec<f64>,
    /// Sums by actor: asked of a seller, granted to a buyer, weights of a buyer.
    pub asked: Vec<f64>,
    pub asking: Vec<f64>,
    pub granted: Vec<f64>,
    pub weight: Vec<f64>,
    /// Wants a seller could serve with gain, and offers a buyer could take with gain.
    pub suitors: Vec<f64>,
    pub rivals: Vec<f64>,
    /// Stake in not being caught (million USD) and watch for the good being cleared.
    pub stake: Vec<f64>,
    pub watched: Vec<f64>,
    /// Monitoring x enforcement of the strongest regime against an actor, actor x SECTORS.
    pub watch: Vec<f64>,
    /// Trust in an enemy of the buyer above trust in the buyer: seller x n + buyer, in [0, 1].
    pub foe_trust: Vec<f64>,
    /// Value sent this month, directed, million USD; part of it that can be paid for.
    pub sent: Vec<f64>,
    pub part: Vec<f64>,
    /// Money to be paid, directed from debtor; by debtor in all; and what it can pay.
    pub due: Vec<f64>,
    pub due_sum: Vec<f64>,
    pub purse: Vec<f64>,
}

impl Scratch {
    pub fn sized(n: usize) -> Self {
        let actors = || vec![0.0; n];
        let directed = || vec![0.0; n * n];
        Scratch {
            want: actors(),
            offer: actors(),
            most: actors(),
            buyers: Vec::with_capacity(n),
            sellers: Vec::with_capacity(n),
            live: Vec::with_capacity(n * n),
            lowest: directed(),
            share: directed(),
            grant: directed(),
            asked: actors(),
            asking: actors(),
            granted: actors(),
            weight: actors(),
            suitors: actors(),
            rivals: actors(),
            stake: actors(),
            watched: actors(),
            watch: vec![0.0; n * SECTORS],
            foe_trust: directed(),
            sent: directed(),
            part: directed(),
            due: directed(),
            due_sum: actors(),
            purse: actors(),
        }
    }
}
