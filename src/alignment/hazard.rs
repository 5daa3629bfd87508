//! The four channels of treaty change (model.md section 9) as yearly hazards, exp(alpha + beta . f + S).
//!
//! A run splits a predictor in a part fixed for its length and a part that moves, so that one evaluation costs
//! fifteen multiplications and one exponential; nothing here allocates.

use crate::alignment::features::{
    CONTIGUOUS_LAND, CONTIGUOUS_SEA, FEATURE_COUNT, FeatureVector, LN_DISTANCE, LN_POWER_MAX, LN_POWER_RATIO,
    MAJOR_BOTH, MAJOR_ONE, RUNG_1, RUNG_2, RUNG_3, SHARED_MAJOR_ENEMY, SHARED_SENDERS, STATIC_COUNT,
};
use crate::random::maths::{exp, probability_of_hazard};

/// A hazard with slopes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// B: a pair on its own, to non-aggression or consultation (rungs 1 and 2).
    BilateralLow,
    /// B: a pair on its own, to mutual defence (rung 3).
    BilateralDefence,
    /// J: a state joins a pact; features are means over the candidate's pairs with the members.
    Joining,
    /// F: a pair enters mutual defence because a pact of three or more is founded.
    Founding,
    /// X: a pair falls to a lower rung.
    Exit,
}

pub const CHANNEL_COUNT: usize = 5;

impl Channel {
    pub const ALL: [Channel; CHANNEL_COUNT] = [
        Channel::BilateralLow,
        Channel::BilateralDefence,
        Channel::Joining,
        Channel::Founding,
        Channel::Exit,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Channel::BilateralLow => "bilateral-low",
            Channel::BilateralDefence => "bilateral-defence",
            Channel::Joining => "joining",
            Channel::Founding => "founding",
            Channel::Exit => "exit",
        }
    }

    /// Whether a feature has a slope in this channel. A rung that cannot be in the channel's rows has none; exits
    /// have few events outside one year, so they keep the rung and the distance of ideal points only. Most low treaties
    /// come from two conferences whose guests politics did not choose: where states lie and how large they are carries from
    /// one treaty to the next, trade, regimes and disputes do not (docs/panel.md), so they have no slope. Theirs are learnt
    /// from every rise, which pairs at rung 2 have too.
    pub fn uses(self, feature: usize) -> bool {
        match self {
            Channel::BilateralLow => LOW_FEATURES.contains(&feature),
            Channel::BilateralDefence | Channel::Founding => feature != RUNG_3,
            Channel::Joining => true,
            Channel::Exit => {
                use crate::alignment::features::IDEAL_DISTANCE;
                matches!(feature, RUNG_1 | RUNG_2 | IDEAL_DISTANCE) || feature == IDEAL_DISTANCE + 1
            }
        }
    }
}

/// Place, size, the rung and the two flags that have a prior.
const LOW_FEATURES: [usize; 11] = [
    MAJOR_ONE,
    MAJOR_BOTH,
    CONTIGUOUS_LAND,
    CONTIGUOUS_SEA,
    LN_DISTANCE,
    LN_POWER_RATIO,
    LN_POWER_MAX,
    RUNG_1,
    RUNG_2,
    SHARED_MAJOR_ENEMY,
    SHARED_SENDERS,
];

/// alpha and beta of one channel in the features' own units: predictor = alpha + beta . f.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelPredictor {
    pub alpha: f64,
    pub slopes: [f64; FEATURE_COUNT],
}

/// Bounds of a predictor: hazards between e^-25 and e^1.5 (4.5) a year, whatever the inputs (assumed).
pub const PREDICTOR_FLOOR: f64 = -25.0;
pub const PREDICTOR_CEILING: f64 = 1.5;

impl ChannelPredictor {
    /// ln of the yearly hazard at S = 0.
    #[inline]
    pub fn predictor(&self, f: &FeatureVector) -> f64 {
        self.static_part(f) + self.dynamic_part(f)
    }

    /// alpha and the features that stay as they are through a run.
    #[inline]
    pub fn static_part(&self, f: &FeatureVector) -> f64 {
        let fixed = self.slopes.iter().zip(f).take(STATIC_COUNT);
        fixed.fold(self.alpha, |sum, (slope, x)| sum + slope * x)
    }

    /// The features that move.
    #[inline]
    pub fn dynamic_part(&self, f: &FeatureVector) -> f64 {
        let moving = self.slopes[STATIC_COUNT..].iter().zip(&f[STATIC_COUNT..]);
        moving.fold(0.0, |sum, (slope, x)| sum + slope * x)
    }

    /// Yearly hazard with `s`, the strategic term (0 in the panel).
    #[inline]
    pub fn yearly(&self, f: &FeatureVector, s: f64) -> f64 {
        yearly_hazard(self.predictor(f) + s)
    }
}

/// exp of a bounded predictor: events a year.
#[inline]
pub fn yearly_hazard(predictor: f64) -> f64 {
    exp(predictor.clamp(PREDICTOR_FLOOR, PREDICTOR_CEILING))
}

/// Probability within a month of an event whose hazard is `yearly` a year.
#[inline]
pub fn monthly_probability(yearly: f64) -> f64 {
    probability_of_hazard(yearly / 12.0)
}

/// Probability within a year: 1 - prod(1 - monthly), which is 1 - exp(-yearly).
#[inline]
pub fn yearly_probability(yearly: f64) -> f64 {
    probability_of_hazard(yearly)
}

/// Mean of feature vectors: the features of a candidate and a pact.
pub fn mean_features<'a>(vectors: impl Iterator<Item = &'a FeatureVector>) -> Option<FeatureVector> {
    let mut sum = [0.0; FEATURE_COUNT];
    let mut count = 0u32;
    for vector in vectors {
        for (total, value) in sum.iter_mut().zip(vector) {
            *total += value;
        }
        count += 1;
    }
    if count == 0 {
        return None;
    }
    sum.iter_mut().for_each(|value| *value /= f64::from(count));
    Some(sum)
}

/// The hazards of one dyad in one year at S = 0, per channel; joins summed over the pacts of either side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hazards {
    pub bilateral_low: f64,
    pub bilateral_defence: f64,
    pub joining: f64,
    pub founding: f64,
    pub exit: f64,
}

impl Hazards {
    pub fn new_defence(&self) -> f64 {
        self.bilateral_defence + self.joining + self.founding
    }

    pub fn upgrade(&self) -> f64 {
        self.bilateral_low + self.new_defence()
    }

    pub fn of(&self, channel: Channel) -> f64 {
        match channel {
            Channel::BilateralLow => self.bilateral_low,
            Channel::BilateralDefence => self.bilateral_defence,
            Channel::Joining => self.joining,
            Channel::Founding => self.founding,
            Channel::Exit => self.exit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_compound_to_the_yearly_probability() {
        for yearly in [1e-4, 0.01, 0.5] {
            let monthly = monthly_probability(yearly);
            let compounded = 1.0 - (0..12).fold(1.0, |stay, _| stay * (1.0 - monthly));
            assert!((compounded - yearly_probability(yearly)).abs() < 1e-9);
        }
    }

    #[test]
    fn static_and_dynamic_parts_add_up_and_extremes_stay_finite() {
        let predictor = ChannelPredictor {
            alpha: -5.0,
            slopes: std::array::from_fn(|k| k as f64 * 0.1),
        };
        let f = std::array::from_fn(|k| (k % 3) as f64);
        let whole = -5.0
            + (0..FEATURE_COUNT)
                .map(|k| k as f64 * 0.1 * (k % 3) as f64)
                .sum::<f64>();
        assert!((predictor.predictor(&f) - whole).abs() < 1e-12);
        assert!(predictor.yearly(&f, 1e9) < 5.0 && predictor.yearly(&f, -1e9) > 0.0);
    }
}
