//! What the errors of the coefficients do to a mean: exp is convex, so a hazard drawn with errors is larger on
//! average than the fitted one, most where the cast lies far from the panel's mean. The predictor of joining
//! and founding is lowered by half its variance at the pair's features, so that the mean over draws is the
//! fitted hazard, not several times it.

use std::sync::LazyLock;

use crate::alignment::{Channel, Coefficients, FeatureVector};

/// Terms of a channel at most: a constant, every feature, a recalibration, and room.
pub const MOST_TERMS: usize = 32;

/// A draw's deviation of a pair's predictor as weights of the channel's own normals.
pub type Deviation = [f64; MOST_TERMS];

/// The factor L of one channel's errors.
pub struct Errors {
    /// Feature, its mean and scale, or a constant; and the row of L.
    rows: Vec<(Option<(usize, f64, f64)>, Vec<f64>)>,
    /// Variance that the constants' own draw has taken off already.
    taken_off: f64,
}

pub static JOINING: LazyLock<Errors> = LazyLock::new(|| Errors::of(Channel::Joining));
pub static FOUNDING: LazyLock<Errors> = LazyLock::new(|| Errors::of(Channel::Founding));

impl Errors {
    fn of(channel: Channel) -> Self {
        let Some(fitted) = super::commitment::whole() else {
            return Errors {
                rows: Vec::new(),
                taken_off: 0.0,
            };
        };
        let terms = &fitted.terms[channel as usize];
        Errors {
            rows: terms
                .iter()
                .take(MOST_TERMS)
                .map(|term| (term.feature.map(|k| standard(fitted, k)), term.factor.clone()))
                .collect(),
            taken_off: terms
                .iter()
                .filter(|term| term.feature.is_none())
                .map(|term| term.std_error * term.std_error)
                .sum(),
        }
    }

    /// L' x for the standardised features x.
    pub fn deviation(&self, f: &FeatureVector) -> Deviation {
        let mut deviation = [0.0; MOST_TERMS];
        for (feature, row) in &self.rows {
            let x = feature.map_or(1.0, |(k, mean, scale)| (f[k] - mean) * scale);
            for (sum, l) in deviation.iter_mut().zip(row) {
                *sum += x * l;
            }
        }
        deviation
    }

    /// What is added to the predictor whose deviation this is.
    pub fn shift(&self, deviation: &Deviation) -> f64 {
        let variance: f64 = deviation.iter().map(|weight| weight * weight).sum();
        0.5 * (self.taken_off - variance)
    }
}

fn standard(fitted: &Coefficients, feature: usize) -> (usize, f64, f64) {
    let range = &fitted.ranges[feature];
    (feature, range.mean, 1.0 / range.scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::quantile::normal;

    #[test]
    fn the_mean_over_draws_of_a_hazard_far_from_the_mean_is_the_fitted_one() {
        let fitted = super::super::commitment::whole().unwrap();
        let f: FeatureVector = std::array::from_fn(|k| fitted.ranges[k].mean + 0.4 * fitted.ranges[k].scale);
        let channel = Channel::Founding;
        let errors = Errors::of(channel);
        let shift = errors.shift(&errors.deviation(&f));
        let draws = 20_000u64;
        let mut mean = 0.0;
        for draw in 0..draws {
            let key = crate::random::Key::new(5, draw, crate::random::Family::Parameters);
            let z: Vec<f64> = (0..fitted.normals_needed())
                .map(|k| normal(key.uniform(k as u64)))
                .collect();
            let predictor = fitted.draw_predictors(&z)[channel as usize].predictor(&f);
            mean += crate::alignment::hazard::yearly_hazard(predictor + shift) / draws as f64;
        }
        let expected = fitted.predictor(channel).yearly(&f, 0.0);
        assert!((mean / expected - 1.0).abs() < 0.1, "{mean} {expected}");
    }
}
