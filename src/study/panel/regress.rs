//! A yearly hazard exp(x . beta) fitted to happened/not by penalised maximum likelihood (complementary log-log).

use nalgebra::{DMatrix, DVector};

use crate::random::maths::{exp, ln, probability_of_hazard};

/// Rows as one flat matrix, `width` columns; column 0 is the constant.
#[derive(Clone, Debug, Default)]
pub struct Design {
    pub width: usize,
    pub cells: Vec<f64>,
    pub happened: Vec<bool>,
    /// Added to the predictor as it is (terms held at their prior).
    pub offset: Vec<f64>,
    /// Rows of one cluster share shocks (here: a year, because a treaty makes many ties at once).
    pub cluster: Vec<i32>,
}

impl Design {
    pub fn new(width: usize) -> Self {
        Design { width, ..Design::default() }
    }

    pub fn push(&mut self, row: impl Iterator<Item = f64>, happened: bool, offset: f64, cluster: i32) {
        self.cells.extend(row);
        debug_assert_eq!(self.cells.len(), self.width * (self.happened.len() + 1));
        self.happened.push(happened);
        self.offset.push(offset);
        self.cluster.push(cluster);
    }

    pub fn len(&self) -> usize {
        self.happened.len()
    }

    pub fn is_empty(&self) -> bool {
        self.happened.is_empty()
    }

    pub fn events(&self) -> usize {
        self.happened.iter().filter(|happened| **happened).count()
    }

    pub fn row(&self, k: usize) -> &[f64] {
        &self.cells[k * self.width..(k + 1) * self.width]
    }

    pub fn predictor(&self, k: usize, beta: &[f64]) -> f64 {
        self.offset[k] + self.row(k).iter().zip(beta).map(|(x, b)| x * b).sum::<f64>()
    }
}

/// A fit: coefficients and their covariance.
#[derive(Clone, Debug)]
pub struct Estimate {
    pub beta: Vec<f64>,
    pub covariance: DMatrix<f64>,
    pub log_likelihood: f64,
}

const ITERATIONS: usize = 60;
const PREDICTOR_LIMIT: f64 = 6.0;

/// Log likelihood of one row and the derivative with respect to its predictor, and the expected information.
pub fn row_terms(predictor: f64, happened: bool) -> (f64, f64, f64) {
    let hazard = exp(predictor.clamp(-30.0, PREDICTOR_LIMIT));
    let p = probability_of_hazard(hazard);
    let information = hazard * hazard * (1.0 - p) / p;
    if happened {
        (ln(p), hazard * (1.0 - p) / p, information)
    } else {
        (-hazard, -hazard, information)
    }
}

/// Penalised log likelihood: sum of rows - 1/2 sum penalty beta^2.
pub fn objective(design: &Design, penalty: &[f64], beta: &[f64]) -> f64 {
    let rows: f64 = (0..design.len()).map(|k| row_terms(design.predictor(k, beta), design.happened[k]).0).sum();
    rows - 0.5 * penalty.iter().zip(beta).map(|(l, b)| l * b * b).sum::<f64>()
}

/// Its gradient and expected information.
pub fn derivatives(design: &Design, penalty: &[f64], beta: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
    let width = design.width;
    let mut gradient = vec![0.0; width];
    let mut information = vec![0.0; width * width];
    for k in 0..design.len() {
        let (_, slope, weight) = row_terms(design.predictor(k, beta), design.happened[k]);
        let row = design.row(k);
        for i in 0..width {
            gradient[i] += slope * row[i];
            let scaled = weight * row[i];
            let line = &mut information[i * width..i * width + i + 1];
            line.iter_mut().zip(row).for_each(|(cell, x)| *cell += scaled * x);
        }
    }
    let symmetric = DMatrix::from_fn(width, width, |i, j| {
        let (low, high) = (i.min(j), i.max(j));
        information[high * width + low] + if i == j { penalty[i] } else { 0.0 }
    });
    let penalised = DVector::from_fn(width, |i, _| gradient[i] - penalty[i] * beta[i]);
    (penalised, symmetric)
}

/// Newton steps with halving, from `start`. A singular step ends the search where it is.
pub fn maximise(design: &Design, penalty: &[f64], start: &[f64]) -> Vec<f64> {
    let mut beta = start.to_vec();
    let mut value = objective(design, penalty, &beta);
    for _ in 0..ITERATIONS {
        let (gradient, information) = derivatives(design, penalty, &beta);
        let Some(cholesky) = information.cholesky() else { break };
        let step = cholesky.solve(&gradient);
        let gain = gradient.dot(&step);
        let mut size = 1.0;
        let mut moved = None;
        for _ in 0..12 {
            let trial: Vec<f64> = beta.iter().zip(step.iter()).map(|(b, s)| b + size * s).collect();
            let reached = objective(design, penalty, &trial);
            if reached > value {
                moved = Some((trial, reached));
                break;
            }
            size *= 0.5;
        }
        let Some((trial, reached)) = moved else { break };
        (beta, value) = (trial, reached);
        if gain < 1e-7 {
            break;
        }
    }
    beta
}

/// Start of a search: the constant alone.
pub fn start_at_rate(design: &Design) -> Vec<f64> {
    let mut beta = vec![0.0; design.width];
    let exposure: f64 = design.offset.iter().map(|offset| exp(*offset)).sum();
    beta[0] = ln((design.events() as f64 + 0.5) / (exposure + 1.0));
    beta
}

/// Fit with errors. The covariance is H^-1 (M + penalty) H^-1 with M the sum over clusters of outer products of scores,
/// so that it is the ridge posterior's when rows are independent and wider when years share shocks.
pub fn estimate(design: &Design, penalty: &[f64], start: &[f64]) -> Estimate {
    let beta = maximise(design, penalty, start);
    let (_, information) = derivatives(design, penalty, &beta);
    let width = design.width;
    let mut middle = DMatrix::from_diagonal(&DVector::from_column_slice(penalty));
    let mut clusters: Vec<i32> = design.cluster.clone();
    clusters.sort_unstable();
    clusters.dedup();
    let mut scores = vec![DVector::<f64>::zeros(width); clusters.len()];
    for k in 0..design.len() {
        let (_, slope, _) = row_terms(design.predictor(k, &beta), design.happened[k]);
        if let Ok(at) = clusters.binary_search(&design.cluster[k]) {
            scores[at].iter_mut().zip(design.row(k)).for_each(|(total, x)| *total += slope * x);
        }
    }
    for score in &scores {
        middle += score * score.transpose();
    }
    let inverse = information.clone().try_inverse().unwrap_or_else(|| DMatrix::identity(width, width));
    let covariance = &inverse * middle * &inverse;
    let log_likelihood = objective(design, &vec![0.0; width], &beta);
    Estimate { beta, covariance, log_likelihood }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Family, Key, entity_hash};

    /// Rows with two covariates and known coefficients, from keyed uniforms.
    fn synthetic(rows: usize, beta: &[f64; 3]) -> Design {
        let key = Key::new(7, 0, Family::Resampling);
        let uniform = |k: usize, what: &str| key.uniform(entity_hash(what, &[&k.to_string()], true));
        let mut design = Design::new(3);
        for k in 0..rows {
            let x = [1.0, 2.0 * uniform(k, "x") - 1.0, f64::from(uniform(k, "flag") < 0.3)];
            let predictor: f64 = x.iter().zip(beta).map(|(x, b)| x * b).sum();
            let happened = uniform(k, "event") < probability_of_hazard(exp(predictor));
            design.push(x.into_iter(), happened, 0.0, k as i32);
        }
        design
    }

    #[test]
    fn the_gradient_matches_finite_differences() {
        let design = synthetic(300, &[-2.0, 0.8, -0.5]);
        let (penalty, beta) = ([0.0, 2.0, 2.0], [-1.5, 0.3, 0.2]);
        let (gradient, _) = derivatives(&design, &penalty, &beta);
        for k in 0..3 {
            let shifted = |by: f64| {
                let mut moved = beta;
                moved[k] += by;
                objective(&design, &penalty, &moved)
            };
            let difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            assert!((difference - gradient[k]).abs() < 1e-4, "{k}: {difference} {}", gradient[k]);
        }
    }

    #[test]
    fn known_coefficients_are_recovered_within_their_errors() {
        let truth = [-2.5, 0.9, 0.6];
        let design = synthetic(20_000, &truth);
        let fit = estimate(&design, &[0.0, 1e-6, 1e-6], &start_at_rate(&design));
        for k in 0..3 {
            let error = fit.covariance[(k, k)].sqrt();
            assert!(error > 0.01 && error < 0.1, "error {error}");
            assert!((fit.beta[k] - truth[k]).abs() < 3.5 * error, "{k}: {} +- {error}", fit.beta[k]);
        }
    }

    #[test]
    fn a_heavy_penalty_leaves_the_rate_alone() {
        let design = synthetic(5_000, &[-2.5, 0.9, 0.6]);
        let fit = estimate(&design, &[0.0, 1e7, 1e7], &start_at_rate(&design));
        let rate = design.events() as f64 / design.len() as f64;
        assert!((probability_of_hazard(exp(fit.beta[0])) - rate).abs() < 1e-4);
        assert!(fit.beta[1].abs() < 1e-3 && fit.beta[2].abs() < 1e-3);
    }

    #[test]
    fn clusters_that_move_together_widen_the_errors() {
        let mut design = synthetic(4_000, &[-2.0, 0.5, 0.2]);
        let apart = estimate(&design, &[0.0, 1.0, 1.0], &start_at_rate(&design));
        let copy = design.clone();
        design.cells.extend(&copy.cells);
        design.happened.extend(&copy.happened);
        design.offset.extend(&copy.offset);
        design.cluster.extend(&copy.cluster);
        let together = estimate(&design, &[0.0, 2.0, 2.0], &start_at_rate(&design));
        let ratio = together.covariance[(1, 1)] / apart.covariance[(1, 1)];
        assert!((ratio - 1.0).abs() < 0.1, "twice the same rows say no more: {ratio}");
    }
}
