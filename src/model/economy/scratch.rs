//! Working memory of the market, taken once per run's state: the month allocates nothing.

use crate::model::world::SECTORS;

/// A seller and a buyer between whom a unit of the good being cleared brings both a gain.
#[derive(Clone, Copy, Debug)]
pub struct Bargain {
    pub seller: u32,
    pub buyer: u32,
    /// Lowest acceptable price of the seller and highest of the buyer, million USD a unit.
    pub lowest: f64,
    pub most: f64,
    /// Weight of the seller for the buyer.
    pub share: f64,
    /// Units granted.
    pub grant: f64,
    /// Part that sanctions and force let through.
    pub passes: f64,
}

impl Bargain {
    #[inline(always)]
    pub fn ends(&self) -> (usize, usize) {
        (self.seller as usize, self.buyer as usize)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Units wanted and offered of the good being cleared, by actor.
    pub want: Vec<f64>,
    pub offer: Vec<f64>,
    /// Most a buyer would pay a unit.
    pub most: Vec<f64>,
    pub buyers: Vec<usize>,
    pub sellers: Vec<usize>,
    /// By seller, then buyer; between bargains in the order of the contracts.
    pub live: Vec<Bargain>,
    /// Place in `live` of seller x n + buyer; means something only where the bargain there is of this pair.
    pub place: Vec<u32>,
    /// Sums by actor: asked of a seller, granted to a buyer, weights of a buyer.
    pub asked: Vec<f64>,
    pub asking: Vec<f64>,
    pub granted: Vec<f64>,
    pub weight: Vec<f64>,
    /// Wants a seller could serve with gain, and offers a buyer could take with gain.
    pub suitors: Vec<f64>,
    pub rivals: Vec<f64>,
    /// Stake in not being caught this month (million USD), actor x SECTORS.
    pub stake: Vec<f64>,
    /// Access to the world's market this month, and relative to the start, actor x SECTORS.
    pub access: Vec<f64>,
    pub relative_access: Vec<f64>,
    /// Hostility beyond the ordinary, n x n.
    pub enmity: Vec<f64>,
    /// Monitoring x enforcement of the strongest regime against an actor, actor x SECTORS.
    pub watch: Vec<f64>,
    /// Trust in an enemy of the buyer above trust in the buyer: seller x n + buyer, in [0, 1].
    pub foe_trust: Vec<f64>,
    /// Hostility x reach of each over each, n x n; and how far a power at war reaches each state by arming its enemies.
    pub menace: Vec<f64>,
    pub by_proxy: Vec<f64>,
    /// How desperate a donor of technology is for what a receiver sells it, n x n; and what it fears, by donor, million
    /// USD.
    pub desperation: Vec<f64>,
    pub dread: Vec<f64>,
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
        let sectors = || vec![0.0; n * SECTORS];
        Scratch {
            want: actors(),
            offer: actors(),
            most: actors(),
            buyers: Vec::with_capacity(n),
            sellers: Vec::with_capacity(n),
            live: Vec::with_capacity(n * n),
            place: vec![0; n * n],
            asked: actors(),
            asking: actors(),
            granted: actors(),
            weight: actors(),
            suitors: actors(),
            rivals: actors(),
            stake: sectors(),
            access: sectors(),
            relative_access: sectors(),
            enmity: directed(),
            watch: sectors(),
            foe_trust: directed(),
            menace: directed(),
            by_proxy: actors(),
            desperation: directed(),
            dread: actors(),
            sent: directed(),
            part: directed(),
            due: directed(),
            due_sum: actors(),
            purse: actors(),
        }
    }
}
