//! What the past would have said: out-of-fold hazards, how far their sums miss, and whole fits of a shorter past.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use serde::Serialize;

use super::design::{Window, channel_design, is_event, slopes_design, window_ranges};
use super::error::PanelError;
use super::fit::{FitOptions, Penalties, destinations, fit_channel_slopes, fit_records};
use super::read::DyadYear;
use super::regress::Estimate;
use super::report::{PanelReport, report_rows};
use super::rows::{Move, Rows};
use super::score::{predict_records, row_hazards};
use super::select::{Fold, folds};
use super::terms::channel_terms;
use crate::alignment::Coefficients;
use crate::alignment::hazard::{Channel, Hazards};
use crate::random::maths::{ln, sqrt};

/// Spread of what summed hazards of the past miss by, ln units (assumed).
const RATIO_DEVIATION: f64 = 0.7;

/// Observed over predicted events out of fold, on dyads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    pub observed: f64,
    pub predicted: f64,
    /// Standard error of ln(observed / predicted), clustered by year.
    pub ln_error: f64,
}

impl Ratio {
    pub fn value(&self) -> f64 {
        if self.observed > 0.0 && self.predicted > 0.0 {
            self.observed / self.predicted
        } else {
            1.0
        }
    }

    /// ln of the ratio and its error, shrunk towards 0 (no correction) by a prior Normal(0, `RATIO_DEVIATION`).
    pub fn shrunk(&self) -> (f64, f64) {
        let (prior, error) = (RATIO_DEVIATION * RATIO_DEVIATION, self.ln_error * self.ln_error);
        let keep = prior / (prior + error);
        (keep * ln(self.value()), sqrt(keep * error).max(0.05))
    }
}

/// A fit of one window without recalibration, without errors: what the years before a fold say.
fn window_fit(rows: &Rows, window: Window, penalties: &Penalties) -> Coefficients {
    let ranges = window_ranges(rows, window);
    let terms = Channel::ALL.map(|channel| {
        let design = channel_design(rows, channel, &ranges, window);
        let teaching = slopes_design(rows, channel, &ranges, window);
        let beta = fit_channel_slopes(&teaching, &design, channel, penalties[channel as usize]);
        let covariance = DMatrix::identity(beta.len(), beta.len());
        channel_terms(channel, &Estimate { beta, covariance }, &ranges)
    });
    Coefficients::assemble(ranges, terms, destinations(rows, window))
}

/// Hazards of the test rows of every fold, from the years before the fold only.
pub fn out_of_fold(rows: &Rows, window: Window, penalties: &Penalties) -> Vec<(usize, Hazards)> {
    let mut collected = Vec::new();
    for Fold {
        train_last,
        test_last,
    } in folds(window)
    {
        let coefficients = window_fit(
            rows,
            Window {
                first: window.first,
                last: train_last,
            },
            penalties,
        );
        let test = Window {
            first: train_last + 1,
            last: test_last,
        };
        let hazards = row_hazards(rows, &coefficients);
        let inside = hazards
            .into_iter()
            .enumerate()
            .filter(|(k, _)| test.contains(rows.pairs[*k].year));
        collected.extend(inside.filter(|(k, _)| rows.pairs[*k].happened != Move::Unknown));
    }
    collected
}

/// Observed over predicted dyads of a channel out of fold.
pub fn ratio(rows: &Rows, out_of_fold: &[(usize, Hazards)], channel: Channel) -> Ratio {
    let mut years: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
    for (k, hazards) in out_of_fold {
        let row = &rows.pairs[*k];
        let entry = years.entry(row.year).or_default();
        entry.0 += f64::from(is_event(channel, row.happened));
        entry.1 += hazards.of(channel);
    }
    let (observed, predicted) = years.values().fold((0.0, 0.0), |(o, p), (a, b)| (o + a, p + b));
    if observed == 0.0 || predicted == 0.0 {
        return Ratio {
            observed,
            predicted,
            ln_error: 1.0,
        };
    }
    let value = observed / predicted;
    let spread: f64 = years
        .values()
        .map(|(o, p)| (o - value * p) * (o - value * p))
        .sum();
    Ratio {
        observed,
        predicted,
        ln_error: (sqrt(spread) / observed).min(1.0),
    }
}

/// A fit that knows nothing after `train_last`, scored on the years after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WindowReport {
    pub train_last: i32,
    pub test_last: i32,
    pub report: PanelReport,
}

/// Fits the years to `train_last` (penalties and recalibration included) and scores those after it to `test_last`.
pub fn expanding_window(
    records: &[DyadYear],
    first: i32,
    train_last: i32,
    test_last: i32,
) -> Result<WindowReport, PanelError> {
    let mut known: Vec<DyadYear> = records
        .iter()
        .filter(|row| row.year <= train_last + 1)
        .cloned()
        .collect();
    known
        .iter_mut()
        .filter(|row| row.year > train_last)
        .for_each(|row| row.commit_next = None);
    let window = Window {
        first,
        last: train_last,
    };
    let fit = fit_records(
        &known,
        &FitOptions {
            window,
            ..FitOptions::default()
        },
    )?;
    let (rows, hazards) = predict_records(records, &fit.coefficients);
    let test = Window {
        first: train_last + 1,
        last: test_last,
    };
    let inside: Vec<_> = rows
        .pairs
        .iter()
        .zip(&hazards)
        .filter(|(row, _)| test.contains(row.year))
        .collect();
    Ok(WindowReport {
        train_last,
        test_last,
        report: report_rows(&inside)?,
    })
}
