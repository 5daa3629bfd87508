//! Detection and the price of being caught: what a seller weighs before a sale under sanctions.

use crate::model::state::State;
use crate::model::world::{SECTORS, World, YEAR};
use crate::random::maths;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Sector;

/// Hazard of detection of a month's shipments: `monitoring` and `enforcement` in [0, 1], `quantity` and
/// `conspicuous` in the same unit, hidden logistics K in [0, 3].
#[inline(always)]
pub fn detection_hazard(
    monitoring: f64,
    enforcement: f64,
    quantity: f64,
    conspicuous: f64,
    logistics: f64,
) -> f64 {
    // E5.3
    monitoring * enforcement * quantity / (conspicuous * (1.0 + logistics))
}

/// Probability that a month's shipments are detected, in [0, 1).
#[inline(always)]
pub fn detection_probability(
    monitoring: f64,
    enforcement: f64,
    quantity: f64,
    conspicuous: f64,
    logistics: f64,
) -> f64 {
    // E5.3
    maths::probability_of_hazard(detection_hazard(
        monitoring,
        enforcement,
        quantity,
        conspicuous,
        logistics,
    ))
}

/// Expected cost of a sale in million USD: probability of detection x (1 - already punished for the
/// class) x stringency the sale would add x remaining exposure x own trade a month (million USD) x
/// planning window (months).
#[inline(always)]
pub fn expected_cost(
    probability: f64,
    already_punished: f64,
    added_stringency: f64,
    exposure: f64,
    trade_a_month: f64,
    window: f64,
) -> f64 {
    // E5.2
    probability * (1.0 - already_punished) * added_stringency * exposure * trade_a_month * window
}

/// Stringency that a detected sale in a sector would add on the trade still open, 0 to 1.
#[inline(always)]
pub fn added_stringency(world: &World, sector: usize) -> f64 {
    let p = &world.parameters;
    match Sector::ALL[sector] {
        Sector::Arms => p.punishment_arms,
        Sector::Technology => p.punishment_technology,
        Sector::DualUse => p.punishment_dual_use,
        _ => p.punishment_other,
    }
}

/// How a strategy weighs a loss that may come: 1.5 for the most cautious, 1 at a tolerance of a half, 0.5 for the boldest.
#[inline(always)]
pub fn weight_of_risk(world: &World, actor: usize) -> f64 {
    // E5.2
    1.5 - world.risk_tolerance[actor]
}

/// What an actor loses when a deal in a sector is detected, million USD over its planning window.
/// Constant over the month: hoist it out of loops over partners. 0 when sanction risk is off.
#[inline]
pub fn loss_if_detected(world: &World, state: &State, actor: usize, sector: usize) -> f64 {
    if !world.on(Mechanism::SanctionRisk) {
        return 0.0;
    }
    let s = &state.sanctions;
    // E5.2
    expected_cost(
        1.0,
        s.punished[actor * SECTORS + sector],
        added_stringency(world, sector),
        s.exposure[actor],
        world.total_trade[actor] * 1_000.0 / YEAR,
        world.window[actor],
    ) * weight_of_risk(world, actor)
}

/// Hazard of detection a month of a flow of one `conspicuous` quantity in a sector between two actors:
/// times quantity / conspicuous it is the exponent of E5.3.
#[inline(always)]
pub fn watch_rate(world: &World, state: &State, from: usize, to: usize, sector: usize) -> f64 {
    let s = &state.sanctions;
    let open = (1.0 - s.watch[from * SECTORS + sector]) * (1.0 - s.watch[to * SECTORS + sector]);
    (1.0 - open) / (1.0 + s.logistics[from * world.n + to])
}

/// Expected cost to `actor` (seller or buyer) of moving `quantity` from one to another, million USD.
pub fn deal_cost(
    world: &World,
    state: &State,
    actor: usize,
    (from, to, sector): (usize, usize, usize),
    quantity: f64,
    conspicuous: f64,
) -> f64 {
    let hazard = watch_rate(world, state, from, to, sector) * quantity / conspicuous;
    maths::probability_of_hazard(hazard) * loss_if_detected(world, state, actor, sector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detection_matches_a_hand_worked_case() {
        // 0.5 x 0.8 x 200 / (100 x (1 + 1)) = 0.4; 1 - e^-0.4 = 0.3296799...
        let p = detection_probability(0.5, 0.8, 200.0, 100.0, 1.0);
        assert!((p - 0.329_679_953_964_360_7).abs() < 1e-9);
        assert_eq!(detection_probability(0.5, 0.8, 0.0, 100.0, 1.0), 0.0);
    }

    #[test]
    fn cost_matches_a_hand_worked_case() {
        // 0.3 x (1 - 0.5) x 0.1 x 0.4 x 1000 x 12 = 72.
        assert!((expected_cost(0.3, 0.5, 0.1, 0.4, 1_000.0, 12.0) - 72.0).abs() < 1e-9);
    }

    #[test]
    fn who_has_nothing_left_to_lose_pays_nothing() {
        assert_eq!(expected_cost(0.9, 0.0, 0.3, 0.0, 1e6, 12.0), 0.0);
        assert_eq!(expected_cost(0.9, 1.0, 0.3, 0.5, 1e6, 12.0), 0.0);
    }

    #[test]
    fn remaining_exposure_raises_the_cost_of_a_sale() {
        // Pattern 2: who has less left to lose sells earlier.
        let cost = |exposure| expected_cost(0.5, 0.0, 0.2, exposure, 1e4, 12.0);
        assert!(cost(0.1) < cost(0.2) && cost(0.2) < cost(0.6));
    }
}
