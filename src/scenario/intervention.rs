//! Events and policies: what a scenario changes from outside while it runs. None of them is an
//! outcome; each moves an input that actors then react to.

/// What changes. Indices are into the compiled scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The theatre is set to a rung (declared exogenous; 0 = calm).
    TheatreRung { theatre: usize, rung: usize },
    /// The war ends by settlement.
    TheatreSettles { theatre: usize },
    /// Multiplies the stringency of every regime on the target (relief below 1, pressure above).
    Stringency { target: usize, factor: f64 },
    /// Multiplies enforcement of every regime on the target.
    Enforcement { target: usize, factor: f64 },
    /// Opens (or closes) the markets of the senders to the target: share of its trade restored.
    MarketAccess { target: usize, share: f64 },
    /// Senders threaten secondary sanctions on the target's firms: added strength, 0 to 1.
    SecondarySanctions { target: usize, strength: f64 },
    /// A threat by one actor aimed at another: added hostility felt by the target.
    Threat { by: usize, target: usize, strength: f64 },
    /// World price of a good times a factor.
    Price { good: usize, factor: f64 },
    /// Production capacity of a good in one actor times a factor.
    Capacity { actor: usize, good: usize, factor: f64 },
    /// The leader is removed; the regime goes on with redrawn priorities.
    LeaderChange { actor: usize },
    /// Arms sent from outside the market: units a month of a good, out of the sender's stock.
    Arming {
        from: usize,
        to: usize,
        good: usize,
        quantity: f64,
    },
}

/// An effect over the months `[first, last]` of the run; an event has `first == last`.
#[derive(Clone, Debug)]
pub struct Intervention {
    pub id: String,
    pub first: usize,
    pub last: usize,
    pub effect: Effect,
}
