//! What a treaty is worth to one side, in survival pressure H, term by term (E9.7 to E9.11).
//!
//! A side's value of a rung is minus the pressure it would feel with it: security is re-evaluated by
//! the formula of the need itself, the rest is linear or quadratic in what the rung brings. Offers of
//! several partners add up before they are valued, so a second protector is worth less than the first
//! and a second pariah costs more.

use super::commitment::Scales;
use super::state::TERMS;
use crate::model::survival::pressure::{saturating, security, stigma};

pub const SECURITY: usize = 0;
pub const SOLVENCY: usize = 1;
pub const AUTONOMY: usize = 2;
pub const ENTRAPMENT: usize = 3;
pub const STIGMA: usize = 4;
pub const EXPOSURE: usize = 5;
pub const DOCTRINE: usize = 6;
pub const DILUTION: usize = 7;
pub const RIVALRY: usize = 8;

/// Part of the doctrine of non-alliance that a rung offends (assumed).
const DOCTRINE_BY_RUNG: [f64; 5] = [0.0, 0.1, 0.3, 1.0, 1.3];
/// Loss of regime stability from a full clause with a sworn enemy: rivals at home outbid whoever signs
/// (assumed; Colaresi, Scare Tactics, 2005).
const RIVALRY_COST: f64 = 0.5;
/// Largest gain of solvency a treaty can bring (assumed).
const MONEY_CAP: f64 = 0.3;

/// One actor as it weighs a treaty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Sum of threats T, and expected power A with its own part, shares of the cast's power.
    pub threat: f64,
    /// Share of T that comes of foes, not of the hostility of ordinary states: what allies are for.
    pub aimed: f64,
    pub protection: f64,
    pub power: f64,
    /// Its power over the years of a promise: half as its stores are, half as they would be full.
    pub lasting: f64,
    /// Weights of the needs, less what other pressures of the same need already take.
    pub security: f64,
    pub solvency: f64,
    pub stability: f64,
    pub autonomy: f64,
    pub standing: f64,
    /// Obligations carried and company kept, as the needs count them.
    pub obligations: f64,
    pub company: f64,
    /// Part of what sanctions can take that none have taken yet, 0 to 1.
    pub left: f64,
    /// Doctrine of non-alliance, 0 to 1.
    pub doctrine: f64,
    /// Threat from those it is at war with; none in the baseline.
    pub war_threat: f64,
}

/// What a partner brings and costs under a full clause (phi = 1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offer {
    /// Partners in the offer.
    pub count: f64,
    /// Power it would bring.
    pub support: f64,
    /// The same before credibility, under the clause in force: what A already holds.
    pub promised: f64,
    /// Threats of its own that it would draw the side into.
    pub entrapment: f64,
    /// Danger from the partner itself, once let in.
    pub breach: f64,
    /// Hostility between the two beyond that of ordinary states.
    pub rivalry: f64,
    /// Notoriety of the partner and of its company; the part behaviour already shows.
    pub association: f64,
    pub shown: f64,
    /// Markets of those who sanction a partner, as a share of own trade, of the partner for whom most is at stake.
    pub at_stake: f64,
    /// Value of the flows it would make safe, in H.
    pub money: f64,
    /// Supply a jealous patron would withhold, share.
    pub dilution: f64,
    /// Share of a full clause that shared threat brings without any treaty.
    pub spill: f64,
}

impl Offer {
    pub fn plus(&self, other: &Offer) -> Offer {
        Offer {
            count: self.count + other.count,
            support: self.support + other.support,
            promised: self.promised + other.promised,
            entrapment: self.entrapment + other.entrapment,
            breach: self.breach + other.breach,
            rivalry: self.rivalry.max(other.rivalry),
            association: self.association + other.association,
            shown: self.shown + other.shown,
            at_stake: self.at_stake.max(other.at_stake),
            money: self.money + other.money,
            dilution: self.dilution.max(other.dilution),
            spill: self.spill.max(other.spill),
        }
    }

    /// Company kept with the partners at a rung: by treaty or by deed, whichever is more.
    #[inline(always)]
    fn company(&self, rung: usize) -> f64 {
        larger(self.association * BY_RUNG[rung], self.shown)
    }
}

/// Closeness that a treaty shows, as the need of standing counts it.
const BY_RUNG: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// The larger of two numbers, neither of which is NaN: one instruction.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Terms of the value of each of `rungs` with what is offered, side by side so that they are computed
/// together; `current` is the rung that protection, obligations and company already hold.
// E9.7 E9.8 E9.9 E9.10 E9.11
#[inline]
pub fn terms_at<const K: usize>(
    scales: &Scales,
    side: &Side,
    offer: &Offer,
    current: usize,
    rungs: [usize; K],
) -> [[f64; K]; TERMS.len()] {
    let phi = rungs.map(|rung| scales.support[rung]);
    let rest = larger(
        side.protection - scales.support[current] * offer.promised,
        side.power,
    );
    let (held, kept) = (
        side.obligations - offer.count * OBLIGATION[current],
        side.company - offer.company(current),
    );
    let at_risk = (side.solvency + side.standing) * scales.exposure * side.left * offer.at_stake;
    let mut value = [[0.0; K]; TERMS.len()];
    for k in 0..K {
        let protection = rest + larger(phi[k], offer.spill) * offer.support * side.aimed;
        let threat = side.threat + phi[k] * offer.breach;
        let alone = security(protection, threat, scales.floor);
        let entrapped = security(protection, threat + phi[k] * offer.entrapment, scales.floor);
        let obligations = held + offer.count * OBLIGATION[rungs[k]];
        value[SECURITY][k] = -side.security * alone;
        value[ENTRAPMENT][k] = -side.security * (entrapped - alone);
        value[SOLVENCY][k] = (phi[k] * offer.money).min(MONEY_CAP);
        value[AUTONOMY][k] = -side.autonomy * saturating(scales.obligation * larger(obligations, 0.0));
        value[DOCTRINE][k] = -side.autonomy * scales.doctrine * side.doctrine * DOCTRINE_BY_RUNG[rungs[k]];
        value[STIGMA][k] = -side.standing * stigma(kept + offer.company(rungs[k]), scales.stigma);
        value[EXPOSURE][k] = -at_risk * phi[k];
        value[DILUTION][k] = -side.solvency * scales.dilution * phi[k] * offer.dilution;
        // E9.17
        value[RIVALRY][k] = -side.stability * RIVALRY_COST * phi[k] * offer.rivalry;
    }
    value
}

/// Values of the rungs: the sums of their terms.
#[inline]
pub fn sums<const K: usize>(terms: &[[f64; K]; TERMS.len()]) -> [f64; K] {
    let mut sums = [0.0; K];
    for term in terms {
        for k in 0..K {
            sums[k] += term[k];
        }
    }
    sums
}

/// What mutual defence with what is offered is worth against no treaty, from no treaty.
#[inline]
pub fn worth(scales: &Scales, side: &Side, offer: &Offer) -> f64 {
    let [without, with] = sums(&terms_at(scales, side, offer, 0, [0, 3]));
    with - without
}

/// The need's own obligation by rung (E3.5).
const OBLIGATION: [f64; 5] = [0.0, 0.05, 0.15, 0.6, 1.0];

/// How wide the strategic term may move a hazard: a factor of e^5 either way.
pub const LIMIT: f64 = 5.0;

/// S from the mean of exp(-s) over all sides.
// E9.6
#[inline]
pub fn soft_minimum(mean: f64) -> f64 {
    (-crate::random::maths::ln(mean)).clamp(-LIMIT, LIMIT)
}

/// exp(-s), bounded so that one side's refusal stays finite.
#[inline]
pub fn reluctance(s: f64) -> f64 {
    crate::random::maths::exp(-s.clamp(-2.0 * LIMIT, 2.0 * LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(scales: &Scales, side: &Side, offer: &Offer, current: usize, rung: usize) -> [f64; TERMS.len()] {
        terms_at(scales, side, offer, current, [rung]).map(|[value]| value)
    }

    fn sum(terms: &[f64; TERMS.len()]) -> f64 {
        terms.iter().sum()
    }

    fn scales() -> Scales {
        Scales {
            kappa: 10.0,
            support: [0.0, 0.0, 0.15, 0.6, 0.8],
            floor: 0.01,
            obligation: 0.5,
            stigma: 0.5,
            entrapment: 0.3,
            exposure: 0.3,
            doctrine: 0.6,
            dilution: 0.25,
            ..Scales::default()
        }
    }

    fn side() -> Side {
        Side {
            threat: 0.29,
            aimed: 1.0,
            protection: 0.1,
            power: 0.1,
            security: 0.5,
            standing: 0.2,
            autonomy: 0.2,
            ..Side::default()
        }
    }

    #[test]
    fn security_gained_is_the_change_of_the_need_worked_by_hand() {
        let offer = Offer {
            support: 1.0,
            ..Offer::default()
        };
        let at = |rung| terms(&scales(), &side(), &offer, 0, rung)[SECURITY];
        // 0.5 x (0.29 / 0.40 - 0.29 / 1.00)
        assert!((at(3) - at(0) - 0.5 * (0.725 - 0.29)).abs() < 1e-12);
    }

    #[test]
    fn help_answers_the_share_of_the_threats_that_comes_of_foes() {
        let offer = Offer {
            support: 1.0,
            ..Offer::default()
        };
        let gain = |aimed: f64| {
            let side = Side { aimed, ..side() };
            let [none, with] = terms_at(&scales(), &side, &offer, 0, [0, 3])[SECURITY];
            with - none
        };
        // 0.5 x (0.29 / 0.40 - 0.29 / (0.40 + 0.6 x 0.5 x 1.0))
        assert!((gain(0.5) - 0.5 * (0.725 - 0.29 / 0.70)).abs() < 1e-12);
        assert_eq!(gain(0.0), 0.0, "an alliance is against somebody");
    }

    #[test]
    fn a_second_protector_is_worth_less_than_the_first() {
        let offer = Offer {
            support: 0.3,
            ..Offer::default()
        };
        let worth = |protection: f64| {
            let side = Side { protection, ..side() };
            sum(&terms(&scales(), &side, &offer, 0, 3)) - sum(&terms(&scales(), &side, &offer, 0, 0))
        };
        assert!(
            worth(0.5) < 0.5 * worth(0.1),
            "free-riding: {} {}",
            worth(0.5),
            worth(0.1)
        );
    }

    #[test]
    fn help_that_comes_without_a_treaty_makes_the_treaty_worth_less() {
        let worth = |spill: f64| {
            let offer = Offer {
                support: 0.3,
                spill,
                ..Offer::default()
            };
            terms(&scales(), &side(), &offer, 0, 3)[SECURITY]
                - terms(&scales(), &side(), &offer, 0, 0)[SECURITY]
        };
        assert!(worth(0.3) < worth(0.0));
    }

    #[test]
    fn stigma_of_two_pariahs_is_more_than_twice_that_of_one() {
        let one = Offer {
            association: 0.5,
            ..Offer::default()
        };
        let cost = |offer: &Offer| -terms(&scales(), &side(), offer, 0, 3)[STIGMA];
        // 0.2 x 0.5 x 0.375^1.5
        assert!((cost(&one) - 0.1 * 0.375 * 0.375f64.sqrt()).abs() < 1e-12);
        assert!(cost(&one.plus(&one)) > 2.0 * cost(&one));
    }

    #[test]
    fn an_ally_in_danger_costs_security_and_treaties_cost_autonomy() {
        let side = Side {
            doctrine: 1.0,
            ..side()
        };
        let offer = Offer {
            count: 1.0,
            entrapment: 0.5,
            ..Offer::default()
        };
        let value = terms(&scales(), &side, &offer, 0, 3);
        assert!((value[ENTRAPMENT] + 0.5 * (0.59 / 0.70 - 0.29 / 0.40)).abs() < 1e-12);
        assert!((value[DOCTRINE] + 0.2 * 0.6).abs() < 1e-12);
        // 0.5 x 0.6 obligations: 0.3 / 1.3
        assert!((value[AUTONOMY] + 0.2 * 0.3 / 1.3).abs() < 1e-12);
        assert_eq!(terms(&scales(), &side, &offer, 0, 0)[DOCTRINE], 0.0);
    }

    #[test]
    fn a_treaty_with_a_sworn_enemy_costs_stability_at_home() {
        let side = Side {
            stability: 0.2,
            ..side()
        };
        let offer = Offer {
            rivalry: 0.5,
            ..Offer::default()
        };
        // 0.2 x 0.5 x 0.6 x 0.5
        assert!((terms(&scales(), &side, &offer, 0, 3)[RIVALRY] + 0.03).abs() < 1e-12);
        assert_eq!(terms(&scales(), &side, &offer, 0, 0)[RIVALRY], 0.0);
    }

    #[test]
    fn the_reluctant_side_rules_the_soft_minimum() {
        let pair = |a: f64, b: f64| soft_minimum(0.5 * (reluctance(a) + reluctance(b)));
        assert!(pair(0.0, 0.0).abs() < 1e-12);
        // -ln((e^-1 + e^1) / 2) = -ln cosh 1
        assert!((pair(1.0, -1.0) + 0.433_780_830_483_027).abs() < 1e-9);
        assert!(pair(4.0, -4.0) < -3.0);
        assert_eq!(pair(-90.0, -90.0), -LIMIT);
    }
}
