//! Windows that grow: fit to a year, predict the years after it. Chooses penalties and measures how far the summed
//! hazards miss, using nothing after the training years.

use rayon::prelude::*;

use super::design::{Window, slopes_design, window_ranges};
use super::fit::{Penalties, fit_channel_slopes};
use super::metrics::within_year_log_likelihood;
use super::rows::Rows;
use crate::alignment::hazard::{CHANNEL_COUNT, Channel};
use crate::random::maths::exp;

/// Train to and with `train_last`, test the years after it to and with `test_last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub train_last: i32,
    pub test_last: i32,
}

/// Four folds that cut the second seven tenths of the training years in equal parts (1949-1988: 1961-67, 1968-74,
/// 1975-81, 1982-88).
pub fn folds(window: Window) -> Vec<Fold> {
    let years = window.last - window.first + 1;
    let part = ((years * 7) / 40).max(1);
    (1..=4)
        .rev()
        .map(|k| Fold {
            train_last: window.last - k * part,
            test_last: window.last - (k - 1) * part,
        })
        .filter(|fold| fold.train_last > window.first)
        .collect()
}

/// Penalties tried, per squared standardised slope.
pub const GRID: [f64; 8] = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0];

/// Penalties this close in log likelihood tie, and the largest of them is taken: few events, small slopes (assumed).
const TIE: f64 = 0.5;

/// One channel's path over the grid: out-of-fold log likelihood at each penalty.
#[derive(Clone, Debug)]
pub struct Path {
    pub channel: Channel,
    pub log_likelihood: [f64; GRID.len()],
    pub best: f64,
}

/// The penalty of every channel, by out-of-fold log likelihood within years: who, given how many that year.
pub fn choose_penalties(rows: &Rows, window: Window) -> (Penalties, Vec<Path>) {
    let folds = folds(window);
    let paths: Vec<Path> = Channel::ALL
        .into_par_iter()
        .map(|channel| path(rows, window, channel, &folds))
        .collect();
    let mut penalties = [GRID[3]; CHANNEL_COUNT];
    for path in &paths {
        penalties[path.channel as usize] = path.best;
    }
    (penalties, paths)
}

fn path(rows: &Rows, window: Window, channel: Channel, folds: &[Fold]) -> Path {
    let mut log_likelihood = [f64::NEG_INFINITY; GRID.len()];
    let data: Vec<_> = folds
        .iter()
        .map(|fold| {
            let train = Window {
                first: window.first,
                last: fold.train_last,
            };
            let ranges = window_ranges(rows, train);
            let test = Window {
                first: fold.train_last + 1,
                last: fold.test_last,
            };
            (
                slopes_design(rows, channel, &ranges, train),
                slopes_design(rows, channel, &ranges, test),
            )
        })
        .collect();
    for (slot, penalty) in log_likelihood.iter_mut().zip(GRID) {
        let mut hazards = Vec::new();
        let mut happened = Vec::new();
        let mut years = Vec::new();
        for (train, test) in &data {
            if train.events() == 0 || test.is_empty() {
                continue;
            }
            let beta = fit_channel_slopes(train, train, channel, penalty);
            hazards.extend((0..test.len()).map(|k| exp(test.predictor(k, &beta).clamp(-25.0, 1.5))));
            happened.extend_from_slice(&test.happened);
            years.extend_from_slice(&test.year);
        }
        *slot = within_year_log_likelihood(&hazards, &happened, &years);
    }
    let top = log_likelihood.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let best = (0..GRID.len())
        .rev()
        .find(|k| log_likelihood[*k] >= top - TIE)
        .unwrap_or(3);
    Path {
        channel,
        log_likelihood,
        best: GRID[best],
    }
}
