//! A yearly hazard exp(x . beta + u_year) fitted to happened/not by penalised maximum likelihood (complementary log-log).
//!
//! One treaty makes many ties in one year, so the rows of a year share a shock: u_year is a normal effect of the year,
//! profiled out by the Schur complement, and a year with n events counts with weight 1 / sqrt(n).

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use crate::random::maths::{exp, ln, probability_of_hazard, sqrt};

/// Rows as one flat matrix, `width` columns; column 0 is the constant.
#[derive(Clone, Debug, Default)]
pub struct Design {
    pub width: usize,
    pub cells: Vec<f64>,
    pub happened: Vec<bool>,
    /// Added to the predictor as it is (terms held at their prior).
    pub offset: Vec<f64>,
    /// Year of the row.
    pub year: Vec<i32>,
}

/// How strongly slopes and year effects are held to 0.
#[derive(Clone, Debug)]
pub struct Penalty {
    /// Per squared coefficient; the first is the constant's.
    pub slopes: Vec<f64>,
    /// Standard deviation of the year effects, ln units; 0 = none, and no weights either.
    pub year_deviation: f64,
}

impl Design {
    pub fn new(width: usize) -> Self {
        Design {
            width,
            ..Design::default()
        }
    }

    pub fn push(&mut self, row: impl Iterator<Item = f64>, happened: bool, offset: f64, year: i32) {
        self.cells.extend(row);
        debug_assert_eq!(self.cells.len(), self.width * (self.happened.len() + 1));
        self.happened.push(happened);
        self.offset.push(offset);
        self.year.push(year);
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

    /// Without the year's effect.
    pub fn predictor(&self, k: usize, beta: &[f64]) -> f64 {
        self.offset[k] + self.row(k).iter().zip(beta).map(|(x, b)| x * b).sum::<f64>()
    }

    /// Events with a year's n counted as sqrt(n).
    pub fn tempered_events(&self) -> f64 {
        let mut of_year: BTreeMap<i32, f64> = BTreeMap::new();
        for (year, happened) in self.year.iter().zip(&self.happened) {
            *of_year.entry(*year).or_default() += f64::from(*happened);
        }
        of_year.into_values().map(sqrt).sum()
    }

    /// Moves the constant so that the hazards sum to `events`.
    pub fn anchor(&self, beta: &mut [f64], events: f64) {
        let total: f64 = (0..self.len())
            .map(|k| exp(self.predictor(k, beta).clamp(-30.0, PREDICTOR_LIMIT)))
            .sum();
        if total > 0.0 && events > 0.0 {
            beta[0] += ln(events / total);
        }
    }
}

/// A fit: coefficients and their covariance.
#[derive(Clone, Debug)]
pub struct Estimate {
    pub beta: Vec<f64>,
    pub covariance: DMatrix<f64>,
}

const ITERATIONS: usize = 60;
const PREDICTOR_LIMIT: f64 = 6.0;

/// Log likelihood of one row, its derivative with respect to the predictor, and the expected information.
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

/// A design with its penalty, its years numbered and weighed.
pub struct Problem<'a> {
    design: &'a Design,
    penalty: &'a Penalty,
    year_of: Vec<usize>,
    weight: Vec<f64>,
}

/// Coefficients and year effects.
#[derive(Clone, Debug)]
pub struct Point {
    pub beta: Vec<f64>,
    pub years: Vec<f64>,
}

/// Gradient and expected information, the latter in blocks: slopes, slopes by years, years (diagonal).
pub struct Derivatives {
    pub slopes: DVector<f64>,
    pub years: DVector<f64>,
    slopes_information: DMatrix<f64>,
    cross: DMatrix<f64>,
    years_information: DVector<f64>,
}

impl<'a> Problem<'a> {
    pub fn new(design: &'a Design, penalty: &'a Penalty) -> Self {
        let mut years = design.year.clone();
        years.sort_unstable();
        years.dedup();
        let year_of: Vec<usize> = design
            .year
            .iter()
            .map(|year| years.partition_point(|y| y < year))
            .collect();
        let mut events = vec![0.0; years.len()];
        for (year, happened) in year_of.iter().zip(&design.happened) {
            events[*year] += f64::from(*happened);
        }
        let tempered = |n: f64| {
            if penalty.year_deviation > 0.0 {
                1.0 / sqrt(n.max(1.0))
            } else {
                1.0
            }
        };
        Problem {
            design,
            penalty,
            year_of,
            weight: events.into_iter().map(tempered).collect(),
        }
    }

    /// Start of a search: the constant alone.
    pub fn start(&self) -> Point {
        let mut beta = vec![0.0; self.design.width];
        let exposure: f64 = self.design.offset.iter().map(|offset| exp(*offset)).sum();
        beta[0] = ln((self.design.events() as f64 + 0.5) / (exposure + 1.0));
        Point {
            beta,
            years: vec![0.0; self.weight.len()],
        }
    }

    fn year_precision(&self) -> f64 {
        let deviation = self.penalty.year_deviation;
        if deviation > 0.0 {
            1.0 / (deviation * deviation)
        } else {
            0.0
        }
    }

    /// Weighted log likelihood less half the penalties.
    pub fn objective(&self, point: &Point) -> f64 {
        let rows: f64 = (0..self.design.len())
            .map(|k| {
                let year = self.year_of[k];
                let predictor = self.design.predictor(k, &point.beta) + point.years[year];
                self.weight[year] * row_terms(predictor, self.design.happened[k]).0
            })
            .sum();
        let slopes: f64 = self
            .penalty
            .slopes
            .iter()
            .zip(&point.beta)
            .map(|(l, b)| l * b * b)
            .sum();
        let years: f64 = point.years.iter().map(|u| u * u).sum();
        rows - 0.5 * (slopes + self.year_precision() * years)
    }

    pub fn derivatives(&self, point: &Point) -> Derivatives {
        let (width, years) = (self.design.width, self.weight.len());
        let mut slopes = vec![0.0; width];
        let mut information = vec![0.0; width * width];
        let mut cross = vec![0.0; width * years];
        let mut of_year = vec![(0.0, 0.0); years];
        for k in 0..self.design.len() {
            let year = self.year_of[k];
            let predictor = self.design.predictor(k, &point.beta) + point.years[year];
            let (_, slope, curvature) = row_terms(predictor, self.design.happened[k]);
            let (slope, curvature) = (slope * self.weight[year], curvature * self.weight[year]);
            let row = self.design.row(k);
            of_year[year].0 += slope;
            of_year[year].1 += curvature;
            for i in 0..width {
                slopes[i] += slope * row[i];
                let scaled = curvature * row[i];
                cross[year * width + i] += scaled;
                let line = &mut information[i * width..i * width + i + 1];
                line.iter_mut().zip(row).for_each(|(cell, x)| *cell += scaled * x);
            }
        }
        let precision = self.year_precision();
        Derivatives {
            slopes: DVector::from_fn(width, |i, _| slopes[i] - self.penalty.slopes[i] * point.beta[i]),
            years: DVector::from_fn(years, |y, _| of_year[y].0 - precision * point.years[y]),
            slopes_information: DMatrix::from_fn(width, width, |i, j| {
                let (low, high) = (i.min(j), i.max(j));
                information[high * width + low] + if i == j { self.penalty.slopes[i] } else { 0.0 }
            }),
            cross: DMatrix::from_column_slice(width, years, &cross),
            years_information: DVector::from_fn(years, |y, _| of_year[y].1 + precision),
        }
    }

    /// Information on the slopes with the year effects profiled out, and the matching gradient.
    fn reduced(&self, d: &Derivatives) -> (DMatrix<f64>, DVector<f64>) {
        if self.penalty.year_deviation <= 0.0 {
            return (d.slopes_information.clone(), d.slopes.clone());
        }
        let scaled = DMatrix::from_fn(d.cross.nrows(), d.cross.ncols(), |i, y| {
            d.cross[(i, y)] / d.years_information[y]
        });
        (
            &d.slopes_information - &scaled * d.cross.transpose(),
            &d.slopes - scaled * &d.years,
        )
    }

    /// Newton steps with halving. A singular step ends the search where it is.
    pub fn maximise(&self) -> Point {
        let mut point = self.start();
        let mut value = self.objective(&point);
        for _ in 0..ITERATIONS {
            let d = self.derivatives(&point);
            let (information, gradient) = self.reduced(&d);
            let Some(cholesky) = information.cholesky() else {
                break;
            };
            let step = cholesky.solve(&gradient);
            let mut step_years = DVector::zeros(point.years.len());
            if self.penalty.year_deviation > 0.0 {
                let rest = &d.years - d.cross.transpose() * &step;
                step_years = rest.component_div(&d.years_information);
            }
            let gain = d.slopes.dot(&step) + d.years.dot(&step_years);
            let Some((moved, reached)) = self.line_search(&point, value, &step, &step_years) else {
                break;
            };
            (point, value) = (moved, reached);
            if gain < 1e-7 {
                break;
            }
        }
        point
    }

    fn line_search(
        &self,
        from: &Point,
        value: f64,
        step: &DVector<f64>,
        step_years: &DVector<f64>,
    ) -> Option<(Point, f64)> {
        let shifted = |list: &[f64], by: &DVector<f64>, size: f64| -> Vec<f64> {
            list.iter().zip(by.iter()).map(|(x, s)| x + size * s).collect()
        };
        (0..12)
            .map(|halvings| 1.0 / f64::from(1u32 << halvings))
            .find_map(|size| {
                let beta = shifted(&from.beta, step, size);
                let trial = Point {
                    beta,
                    years: shifted(&from.years, step_years, size),
                };
                let reached = self.objective(&trial);
                (reached > value).then_some((trial, reached))
            })
    }
}

/// The slopes alone.
pub fn slopes(design: &Design, penalty: &Penalty) -> Vec<f64> {
    Problem::new(design, penalty).maximise().beta
}

/// Fit with errors: the inverse of the penalised information, years profiled out.
pub fn estimate(design: &Design, penalty: &Penalty) -> Estimate {
    let problem = Problem::new(design, penalty);
    let point = problem.maximise();
    let (information, _) = problem.reduced(&problem.derivatives(&point));
    let width = design.width;
    let covariance = information
        .try_inverse()
        .unwrap_or_else(|| DMatrix::identity(width, width));
    Estimate {
        beta: point.beta,
        covariance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::quantile::normal;
    use crate::random::{Family, Key, entity_hash};

    /// Rows with two covariates and known coefficients, from keyed uniforms; 40 years with shocks of `deviation`.
    fn synthetic(rows: usize, beta: &[f64; 3], deviation: f64) -> Design {
        let key = Key::new(7, 0, Family::Resampling);
        let uniform = |k: usize, what: &str| key.uniform(entity_hash(what, &[&k.to_string()], true));
        let mut design = Design::new(3);
        for k in 0..rows {
            let x = [
                1.0,
                2.0 * uniform(k, "x") - 1.0,
                f64::from(uniform(k, "flag") < 0.3),
            ];
            let shock = deviation * normal(uniform(k % 40, "year"));
            let predictor: f64 = x.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>() + shock;
            let happened = uniform(k, "event") < probability_of_hazard(exp(predictor));
            design.push(x.into_iter(), happened, 0.0, (k % 40) as i32);
        }
        design
    }

    fn penalty(slope: f64, year_deviation: f64) -> Penalty {
        Penalty {
            slopes: vec![1e-9, slope, slope],
            year_deviation,
        }
    }

    #[test]
    fn the_gradient_matches_finite_differences() {
        let design = synthetic(300, &[-2.0, 0.8, -0.5], 0.5);
        let penalty = penalty(2.0, 0.8);
        let problem = Problem::new(&design, &penalty);
        let mut point = problem.start();
        point.beta = vec![-1.5, 0.3, 0.2];
        point.years[3] = 0.4;
        let found = problem.derivatives(&point);
        for k in 0..4 {
            let shifted = |by: f64| {
                let mut moved = point.clone();
                if k < 3 {
                    moved.beta[k] += by
                } else {
                    moved.years[3] += by
                }
                problem.objective(&moved)
            };
            let difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            let gradient = if k < 3 { found.slopes[k] } else { found.years[3] };
            assert!(
                (difference - gradient).abs() < 1e-4,
                "{k}: {difference} {gradient}"
            );
        }
    }

    #[test]
    fn known_coefficients_are_recovered_within_their_errors() {
        let truth = [-2.5, 0.9, 0.6];
        for deviation in [0.0, 0.8] {
            let design = synthetic(20_000, &truth, deviation);
            let fit = estimate(&design, &penalty(1e-6, deviation));
            for k in 1..3 {
                let error = fit.covariance[(k, k)].sqrt();
                assert!(error > 0.01 && error < 0.3, "error {error}");
                assert!(
                    (fit.beta[k] - truth[k]).abs() < 3.0 * error,
                    "{k}: {} +- {error}",
                    fit.beta[k]
                );
            }
        }
    }

    #[test]
    fn shared_shocks_widen_the_error_of_the_constant() {
        let design = synthetic(20_000, &[-2.5, 0.9, 0.6], 0.8);
        let apart = estimate(&design, &penalty(1.0, 0.0)).covariance[(0, 0)].sqrt();
        let shared = estimate(&design, &penalty(1.0, 0.8)).covariance[(0, 0)].sqrt();
        assert!(shared > 3.0 * apart, "{shared} against {apart}");
    }

    #[test]
    fn a_heavy_penalty_leaves_the_rate_alone() {
        let design = synthetic(5_000, &[-2.5, 0.9, 0.6], 0.0);
        let mut beta = slopes(&design, &penalty(1e7, 0.0));
        let rate = design.events() as f64 / design.len() as f64;
        assert!((probability_of_hazard(exp(beta[0])) - rate).abs() < 1e-4);
        assert!(beta[1].abs() < 1e-3 && beta[2].abs() < 1e-3);
        design.anchor(&mut beta, design.events() as f64);
        let total: f64 = (0..design.len()).map(|k| exp(design.predictor(k, &beta))).sum();
        assert!((total - design.events() as f64).abs() < 1e-6);
    }
}
