//! From an estimate to the terms of a channel: constant, slopes, priors, and the factor of their covariance.

use super::design::{fitted_features, prior};
use super::regress::Estimate;
use crate::alignment::coefficients::{Origin, Term};
use crate::alignment::features::{FEATURE_COUNT, FEATURES, Range};
use crate::alignment::hazard::Channel;
use crate::random::maths::sqrt;

/// The terms of a channel from an estimate: constant, fitted slopes, priors.
pub fn channel_terms(channel: Channel, estimate: &Estimate, ranges: &[Range; FEATURE_COUNT]) -> Vec<Term> {
    let lower = factor(estimate);
    let fitted = fitted_features(channel);
    let mut terms: Vec<Term> = (0..estimate.beta.len())
        .map(|k| Term {
            name: if k == 0 {
                "intercept".to_string()
            } else {
                FEATURES[fitted[k - 1]].id.to_string()
            },
            feature: if k == 0 { None } else { Some(fitted[k - 1]) },
            estimate: estimate.beta[k],
            std_error: sqrt(lower[k].iter().map(|l| l * l).sum()),
            origin: Origin::Fitted,
            factor: lower[k].clone(),
        })
        .collect();
    for k in (0..FEATURE_COUNT).filter(|k| channel.uses(*k)) {
        if let Some((mean, deviation)) = prior(channel, k) {
            let scale = ranges[k].scale;
            push_independent(
                &mut terms,
                FEATURES[k].id,
                Some(k),
                (mean * scale, deviation * scale),
                Origin::Prior,
            );
        }
    }
    terms
}

/// A term drawn apart from the others: estimate and standard deviation.
pub fn push_independent(
    terms: &mut Vec<Term>,
    name: &str,
    feature: Option<usize>,
    value: (f64, f64),
    origin: Origin,
) {
    let mut factor = vec![0.0; terms.len() + 1];
    factor[terms.len()] = value.1;
    let (estimate, std_error) = value;
    terms.push(Term {
        name: name.to_string(),
        feature,
        estimate,
        std_error,
        origin,
        factor,
    });
}

/// Rows of the lower triangular factor of the covariance.
fn factor(estimate: &Estimate) -> Vec<Vec<f64>> {
    let width = estimate.beta.len();
    let symmetric = (&estimate.covariance + estimate.covariance.transpose()) * 0.5;
    let diagonal: Vec<f64> = (0..width).map(|k| symmetric[(k, k)].max(1e-12)).collect();
    match symmetric.cholesky() {
        Some(cholesky) => {
            let lower = cholesky.l();
            (0..width)
                .map(|i| (0..=i).map(|j| lower[(i, j)]).collect())
                .collect()
        }
        None => (0..width)
            .map(|i| {
                (0..=i)
                    .map(|j| if i == j { sqrt(diagonal[i]) } else { 0.0 })
                    .collect()
            })
            .collect(),
    }
}
