//! What a treaty is worth to one side, in survival pressure H, term by term (E9.7 to E9.11).
//!
//! A side's value of a rung is minus the pressure it would feel with it: security is re-evaluated by
//! the formula of the need itself, the rest is linear or quadratic in what the rung brings. Offers of
//! several partners add up before they are valued, so a second protector is worth less than the first
//! and a second pariah costs more.

use super::commitment::Scales;
use super::state::TERMS;

pub const SECURITY: usize = 0;
pub const SOLVENCY: usize = 1;
pub const AUTONOMY: usize = 2;
pub const ENTRAPMENT: usize = 3;
pub const STIGMA: usize = 4;
pub const EXPOSURE: usize = 5;
pub const DOCTRINE: usize = 6;
pub const DILUTION: usize = 7;

/// Keeps security defined where nobody threatens and nobody protects (share of the cast's power).
pub const EPSILON: f64 = 0.01;
/// Part of the doctrine of non-alliance that a rung offends (assumed).
const DOCTRINE_BY_RUNG: [f64; 5] = [0.0, 0.1, 0.3, 1.0, 1.3];
/// Largest gain of solvency a treaty can bring (assumed).
const MONEY_CAP: f64 = 0.3;

/// One actor as it weighs a treaty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Sum of threats T, and expected power A with its own part, shares of the cast's power.
    pub threat: f64,
    pub protection: f64,
    pub power: f64,
    /// Weights of the needs.
    pub security: f64,
    pub solvency: f64,
    pub autonomy: f64,
    pub standing: f64,
    /// Remaining exposure to coalition markets, 0 to 1.
    pub exposure: f64,
    /// Visible bloc it already belongs to.
    pub bloc: f64,
    /// Doctrine of non-alliance, 0 to 1.
    pub doctrine: f64,
    /// Obligations already carried, sum of phi.
    pub load: f64,
}

/// What a partner brings and costs under a full clause (phi = 1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offer {
    /// Power it would bring.
    pub support: f64,
    /// The same before credibility, under the clause in force: what A already holds.
    pub promised: f64,
    /// Threats of its own that it would draw the side into.
    pub entrapment: f64,
    /// Danger from the partner itself, once let in.
    pub breach: f64,
    /// Weight of the obligation: asymmetry and dependence.
    pub obligation: f64,
    /// What it adds to the visible bloc, and its own notoriety.
    pub association: f64,
    pub notoriety: f64,
    /// Value of the flows it would make safe, in H of solvency.
    pub money: f64,
    /// Supply a jealous patron would withhold, share.
    pub dilution: f64,
    /// Share of a full clause that shared threat brings without any treaty.
    pub spill: f64,
}

impl Offer {
    pub fn plus(&self, other: &Offer) -> Offer {
        Offer {
            support: self.support + other.support,
            promised: self.promised + other.promised,
            entrapment: self.entrapment + other.entrapment,
            breach: self.breach + other.breach,
            obligation: self.obligation + other.obligation,
            association: self.association + other.association,
            notoriety: self.notoriety.max(other.notoriety),
            money: self.money + other.money,
            dilution: self.dilution.max(other.dilution),
            spill: self.spill.max(other.spill),
        }
    }
}

/// Security pressure, the need's own formula (E3.2).
#[inline(always)]
pub fn insecurity(threat: f64, protection: f64) -> f64 {
    threat / (threat + protection + EPSILON)
}

/// Terms of the value of a rung with what is offered; `current` is the rung whose support A holds.
// E9.7 E9.8 E9.9 E9.10 E9.11
#[inline]
pub fn terms(scales: &Scales, side: &Side, offer: &Offer, current: usize, rung: usize) -> [f64; TERMS.len()] {
    let phi = scales.support[rung];
    let rest = (side.protection - scales.support[current] * offer.promised).max(side.power);
    let protection = rest + phi.max(offer.spill) * offer.support;
    let threat = side.threat + phi * offer.breach;
    let alone = insecurity(threat, protection);
    let entrapped = insecurity(threat + phi * offer.entrapment, protection);
    let company = side.bloc + phi * offer.association;
    let mut value = [0.0; TERMS.len()];
    value[SECURITY] = -side.security * alone;
    value[ENTRAPMENT] = -side.security * (entrapped - alone);
    value[SOLVENCY] = side.solvency * (phi * offer.money).min(MONEY_CAP);
    value[AUTONOMY] = -side.autonomy * scales.autonomy * (phi * offer.obligation * (1.0 + side.load)).min(1.0);
    value[DOCTRINE] = -side.autonomy * scales.doctrine * side.doctrine * DOCTRINE_BY_RUNG[rung];
    value[STIGMA] =
        -side.standing * scales.stigma * side.exposure * (company * company - side.bloc * side.bloc);
    value[EXPOSURE] = -side.solvency * scales.exposure * side.exposure * phi * offer.notoriety;
    value[DILUTION] = -side.solvency * scales.dilution * phi * offer.dilution;
    value
}

#[inline]
pub fn sum(terms: &[f64; TERMS.len()]) -> f64 {
    terms.iter().sum()
}

/// How wide the strategic term may move a hazard: a factor of e^5 either way.
pub const LIMIT: f64 = 5.0;

/// Soft minimum over `count` sides whose `exp(-s)` sum to `total`.
// E9.6
#[inline]
pub fn soft_minimum(total: f64, count: f64) -> f64 {
    (-crate::random::maths::ln(total / count)).clamp(-LIMIT, LIMIT)
}

/// exp(-s), bounded so that one side's refusal stays finite.
#[inline]
pub fn reluctance(s: f64) -> f64 {
    crate::random::maths::exp(-s.clamp(-2.0 * LIMIT, 2.0 * LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scales() -> Scales {
        Scales {
            kappa: 10.0,
            support: [0.0, 0.03, 0.15, 0.6, 0.8],
            entrapment: 0.3,
            stigma: 0.5,
            exposure: 0.3,
            autonomy: 0.3,
            doctrine: 0.6,
            dilution: 0.25,
            ..Scales::default()
        }
    }

    fn side() -> Side {
        Side { threat: 0.29, protection: 0.1, power: 0.1, security: 0.5, standing: 0.2, ..Side::default() }
    }

    #[test]
    fn security_gained_is_the_change_of_the_need_worked_by_hand() {
        let offer = Offer { support: 1.0, ..Offer::default() };
        let gain = terms(&scales(), &side(), &offer, 0, 3)[SECURITY] - terms(&scales(), &side(), &offer, 0, 0)[SECURITY];
        // 0.5 x (0.29 / 0.40 - 0.29 / 1.00)
        assert!((gain - 0.5 * (0.725 - 0.29)).abs() < 1e-12);
    }

    #[test]
    fn a_second_protector_is_worth_less_than_the_first() {
        let offer = Offer { support: 0.3, ..Offer::default() };
        let worth = |protection: f64| {
            let side = Side { protection, ..side() };
            sum(&terms(&scales(), &side, &offer, 0, 3)) - sum(&terms(&scales(), &side, &offer, 0, 0))
        };
        assert!(worth(0.5) < 0.5 * worth(0.1), "free-riding: {} {}", worth(0.5), worth(0.1));
    }

    #[test]
    fn stigma_of_two_pariahs_is_more_than_twice_that_of_one() {
        let side = Side { exposure: 1.0, ..side() };
        let one = Offer { association: 0.5, ..Offer::default() };
        let cost = |offer: &Offer| -terms(&scales(), &side, offer, 0, 3)[STIGMA];
        // 0.2 x 0.5 x (0.6 x 0.5)^2
        assert!((cost(&one) - 0.009).abs() < 1e-12);
        assert!(cost(&one.plus(&one)) > 2.0 * cost(&one));
    }

    #[test]
    fn an_ally_in_danger_costs_security_and_a_doctrine_costs_autonomy() {
        let side = Side { autonomy: 0.2, doctrine: 1.0, ..side() };
        let offer = Offer { entrapment: 0.5, ..Offer::default() };
        let value = terms(&scales(), &side, &offer, 0, 3);
        assert!((value[ENTRAPMENT] + 0.5 * (0.59 / 0.70 - 0.29 / 0.40)).abs() < 1e-12);
        assert!((value[DOCTRINE] + 0.2 * 0.6).abs() < 1e-12);
        assert_eq!(terms(&scales(), &side, &offer, 0, 0)[DOCTRINE], 0.0);
    }

    #[test]
    fn the_reluctant_side_rules_the_soft_minimum() {
        let pair = |a: f64, b: f64| soft_minimum(reluctance(a) + reluctance(b), 2.0);
        assert!(pair(0.0, 0.0).abs() < 1e-12);
        // -ln((e^-1 + e^1) / 2) = -ln cosh 1
        assert!((pair(1.0, -1.0) + 0.433_780_830_483_027).abs() < 1e-9);
        assert!(pair(4.0, -4.0) < -3.0);
        assert_eq!(pair(-90.0, -90.0), -LIMIT);
    }
}
