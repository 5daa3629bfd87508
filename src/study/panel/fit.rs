//! Fits the channels on the training years, recalibrates them out of fold, and states the priors.

use std::path::Path;

use super::error::PanelError;
use super::read::{DyadYear, read_panel};
use super::regress::{Design, Estimate, Penalty, estimate, slopes};
use super::rows::{Move, PairRow, Rows, build_rows};
use super::score::row_hazards;
use super::select::{Fold, choose_penalties, folds};
use crate::alignment::coefficients::{Origin, Term};
use crate::alignment::features::{
    FEATURE_COUNT, FEATURES, IDEAL_DISTANCE, RUNG_1, RUNG_2, Range, SHARED_MAJOR_ENEMY, SHARED_SENDERS,
};
use crate::alignment::hazard::{CHANNEL_COUNT, Channel, Hazards, mean_features, yearly_hazard};
use crate::alignment::{Coefficients, FeatureVector};
use crate::random::maths::{ln, sqrt};

/// First and last year `t` whose move from `t` to `t + 1` is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: i32,
    pub last: i32,
}

impl Window {
    pub fn contains(&self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

/// Ridge penalty of each channel.
pub type Penalties = [f64; CHANNEL_COUNT];

#[derive(Clone, Copy, Debug)]
pub struct FitOptions {
    /// 1949-1988 in the shipped fit: sanctions are not known before 1949, and the years after 1988 are kept aside.
    pub window: Window,
    /// `None` = chosen by windows that grow.
    pub penalties: Option<Penalties>,
}

impl Default for FitOptions {
    fn default() -> Self {
        FitOptions { window: Window { first: 1949, last: 1988 }, penalties: None }
    }
}

/// What a fit found.
#[derive(Clone, Debug)]
pub struct Fit {
    pub coefficients: Coefficients,
    pub penalties: Penalties,
    /// Out-of-fold observed over predicted per channel, before recalibration.
    pub ratios: [Ratio; CHANNEL_COUNT],
    pub events: [usize; CHANNEL_COUNT],
    /// Out-of-fold hazards of the test rows: what a forecaster of the time would have said, per fold.
    pub out_of_fold: Vec<(usize, Hazards)>,
    pub rows: Rows,
}

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
        if self.observed > 0.0 && self.predicted > 0.0 { self.observed / self.predicted } else { 1.0 }
    }

    /// ln of the ratio and its error, shrunk towards 0 (no correction) by a prior Normal(0, `RATIO_DEVIATION`).
    pub fn shrunk(&self) -> (f64, f64) {
        let (prior, error) = (RATIO_DEVIATION * RATIO_DEVIATION, self.ln_error * self.ln_error);
        let keep = prior / (prior + error);
        (keep * ln(self.value()), sqrt(keep * error).max(0.05))
    }
}

/// Reads a panel and fits it.
pub fn fit(path: &Path, options: &FitOptions) -> Result<Fit, PanelError> {
    fit_records(&read_panel(path)?, options)
}

/// Fits records in memory.
pub fn fit_records(records: &[DyadYear], options: &FitOptions) -> Result<Fit, PanelError> {
    let rows = build_rows(records);
    let window = options.window;
    let events = Channel::ALL.map(|channel| channel_events(&rows, channel, window));
    let count = rows.pairs.iter().filter(|row| window.contains(row.year) && row.is_scored()).count();
    if count < 100 {
        return Err(PanelError::TooFew { what: "dyad-years at risk in the training years", count });
    }
    let penalties = options.penalties.unwrap_or_else(|| choose_penalties(&rows, window).0);
    let out_of_fold = out_of_fold(&rows, window, &penalties);
    let ratios = Channel::ALL.map(|channel| ratio(&rows, &out_of_fold, channel));
    let coefficients = final_fit(&rows, window, &penalties, &ratios);
    Ok(Fit { coefficients, penalties, ratios, events, out_of_fold, rows })
}

/// A number that the panel cannot give, as model.md section 9 states it: mean and standard deviation of the change of
/// the ln hazard when a flag goes from 0 to 1.
pub fn prior(channel: Channel, feature: usize) -> Option<(f64, f64)> {
    match (channel, feature) {
        (_, SHARED_SENDERS) => Some((0.0, 0.5)),
        (Channel::BilateralLow | Channel::BilateralDefence, SHARED_MAJOR_ENEMY) => Some((std::f64::consts::LN_2, 0.7)),
        (Channel::Joining, SHARED_MAJOR_ENEMY) => Some((0.0, 0.5)),
        _ => None,
    }
}

/// Yearly rate of bilateral defence pacts per dyad, and the standard deviation of its ln (model.md section 9).
pub const BILATERAL_DEFENCE_RATE: (f64, f64) = (0.0006, 1.0);

fn is_flag(feature: usize) -> bool {
    FEATURES[feature].unit == "0/1"
}

/// Mean, scale and range of each feature over the relevant rows of a window. Measured quantities are cut at the
/// half-percent points, so that nothing outside what was common in training is extrapolated.
pub fn window_ranges(rows: &Rows, window: Window) -> [Range; FEATURE_COUNT] {
    std::array::from_fn(|k| {
        let inside = rows.pairs.iter().filter(|row| window.contains(row.year)).map(|row| row.raw[k]);
        let mut known: Vec<f64> = inside.filter(|value| !value.is_nan()).collect();
        known.sort_by(f64::total_cmp);
        if known.is_empty() {
            return Range { mean: 0.0, scale: 1.0, minimum: 0.0, maximum: 0.0 };
        }
        let at = |share: f64| known[((known.len() - 1) as f64 * share) as usize];
        let (minimum, maximum) = if is_flag(k) { (0.0, 1.0) } else { (at(0.005), at(0.995)) };
        let clipped = known.iter().map(|value| value.clamp(minimum, maximum));
        let mean = clipped.clone().sum::<f64>() / known.len() as f64;
        let variance = clipped.map(|value| (value - mean) * (value - mean)).sum::<f64>() / known.len() as f64;
        let scale = if variance > 1e-12 { sqrt(variance) } else { 1.0 };
        Range { mean, scale, minimum, maximum }
    })
}

/// The raw features clipped, and at the mean where not known.
pub fn clipped(raw: &FeatureVector, ranges: &[Range; FEATURE_COUNT]) -> FeatureVector {
    std::array::from_fn(|k| {
        let range = &ranges[k];
        if raw[k].is_nan() { range.mean } else { raw[k].clamp(range.minimum, range.maximum) }
    })
}

fn fitted_features(channel: Channel) -> Vec<usize> {
    (0..FEATURE_COUNT).filter(|k| channel.uses(*k) && prior(channel, *k).is_none()).collect()
}

fn is_at_risk(channel: Channel, row: &PairRow) -> bool {
    row.happened != Move::Unknown
        && match channel {
            Channel::BilateralLow => row.commit < 2,
            Channel::BilateralDefence | Channel::Founding => row.commit < 3,
            Channel::Exit => row.commit > 0,
            Channel::Joining => false,
        }
}

fn is_event(channel: Channel, happened: Move) -> bool {
    matches!(
        (channel, happened),
        (Channel::BilateralLow, Move::RoseLow(_))
            | (Channel::BilateralDefence, Move::DefenceBilateral)
            | (Channel::Joining, Move::DefenceByJoining)
            | (Channel::Founding, Move::DefenceByFounding)
            | (Channel::Exit, Move::Fell(_))
    )
}

fn channel_events(rows: &Rows, channel: Channel, window: Window) -> usize {
    if channel == Channel::Joining {
        return rows.joins.iter().filter(|join| window.contains(join.year) && join.joined == Some(true)).count();
    }
    rows.pairs.iter().filter(|row| window.contains(row.year) && is_event(channel, row.happened)).count()
}

/// The rows of a channel in a window, standardised; terms held at their prior are in the offset.
pub fn channel_design(rows: &Rows, channel: Channel, ranges: &[Range; FEATURE_COUNT], window: Window) -> Design {
    let fitted = fitted_features(channel);
    let mut design = Design::new(fitted.len() + 1);
    let mut push = |f: &FeatureVector, happened: bool, year: i32| {
        let standard = |k: usize| (f[k] - ranges[k].mean) / ranges[k].scale;
        let held = (0..FEATURE_COUNT).filter(|k| channel.uses(*k));
        let offset: f64 =
            held.filter_map(|k| prior(channel, k).map(|(slope, _)| slope * (f[k] - ranges[k].mean))).sum();
        design.push(std::iter::once(1.0).chain(fitted.iter().map(|k| standard(*k))), happened, offset, year);
    };
    if channel == Channel::Joining {
        for join in rows.joins.iter().filter(|join| window.contains(join.year)) {
            let vectors: Vec<_> = join.pairs.iter().map(|k| clipped(&rows.pairs[*k].raw, ranges)).collect();
            if let (Some(joined), Some(mean)) = (join.joined, mean_features(vectors.iter())) {
                push(&mean, joined, join.year);
            }
        }
    } else {
        for row in rows.pairs.iter().filter(|row| window.contains(row.year) && is_at_risk(channel, row)) {
            push(&clipped(&row.raw, ranges), is_event(channel, row.happened), row.year);
        }
    }
    design
}

/// Spread of a year's shocks, ln units (assumed; the years of the panel range from no event to a hundred).
pub const YEAR_DEVIATION: f64 = 1.5;

fn penalty_of(width: usize, penalty: f64) -> Penalty {
    let mut slopes = vec![penalty; width];
    slopes[0] = 1e-6;
    Penalty { slopes, year_deviation: YEAR_DEVIATION }
}

/// The slopes of a channel at a penalty, the rate of its rows kept (no errors: for the windows).
pub fn fit_channel_slopes(design: &Design, penalty: f64) -> Vec<f64> {
    let mut beta = slopes(design, &penalty_of(design.width, penalty));
    design.anchor(&mut beta);
    beta
}

/// The terms of a channel from an estimate: constant, fitted slopes, priors.
fn channel_terms(channel: Channel, estimate: &Estimate, ranges: &[Range; FEATURE_COUNT]) -> Vec<Term> {
    let lower = factor(estimate);
    let fitted = fitted_features(channel);
    let mut terms: Vec<Term> = (0..estimate.beta.len())
        .map(|k| Term {
            name: if k == 0 { "intercept".to_string() } else { FEATURES[fitted[k - 1]].id.to_string() },
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
            push_independent(&mut terms, FEATURES[k].id, Some(k), (mean * scale, deviation * scale), Origin::Prior);
        }
    }
    terms
}

fn push_independent(terms: &mut Vec<Term>, name: &str, feature: Option<usize>, value: (f64, f64), origin: Origin) {
    let mut factor = vec![0.0; terms.len() + 1];
    factor[terms.len()] = value.1;
    let (estimate, std_error) = value;
    terms.push(Term { name: name.to_string(), feature, estimate, std_error, origin, factor });
}

/// Rows of the lower triangular factor of the covariance.
fn factor(estimate: &Estimate) -> Vec<Vec<f64>> {
    let width = estimate.beta.len();
    let symmetric = (&estimate.covariance + estimate.covariance.transpose()) * 0.5;
    let diagonal: Vec<f64> = (0..width).map(|k| symmetric[(k, k)].max(1e-12)).collect();
    match symmetric.cholesky() {
        Some(cholesky) => {
            let lower = cholesky.l();
            (0..width).map(|i| (0..=i).map(|j| lower[(i, j)]).collect()).collect()
        }
        None => (0..width).map(|i| (0..=i).map(|j| if i == j { sqrt(diagonal[i]) } else { 0.0 }).collect()).collect(),
    }
}

/// A fit of one window without recalibration, without errors: what the years before a fold say.
fn window_fit(rows: &Rows, window: Window, penalties: &Penalties) -> Coefficients {
    let ranges = window_ranges(rows, window);
    let terms = Channel::ALL.map(|channel| {
        let design = channel_design(rows, channel, &ranges, window);
        let beta = fit_channel_slopes(&design, penalties[channel as usize]);
        let covariance = nalgebra::DMatrix::identity(beta.len(), beta.len());
        channel_terms(channel, &Estimate { beta, covariance }, &ranges)
    });
    Coefficients::assemble(ranges, terms, destinations(rows, window))
}

/// Hazards of the test rows of every fold, from the years before the fold only.
pub fn out_of_fold(rows: &Rows, window: Window, penalties: &Penalties) -> Vec<(usize, Hazards)> {
    let mut collected = Vec::new();
    for Fold { train_last, test_last } in folds(window) {
        let coefficients = window_fit(rows, Window { first: window.first, last: train_last }, penalties);
        let test = Window { first: train_last + 1, last: test_last };
        let hazards = row_hazards(rows, &coefficients);
        let inside = hazards.into_iter().enumerate().filter(|(k, _)| test.contains(rows.pairs[*k].year));
        collected.extend(inside.filter(|(k, _)| rows.pairs[*k].happened != Move::Unknown));
    }
    collected
}

/// Observed over predicted dyads of a channel out of fold.
fn ratio(rows: &Rows, out_of_fold: &[(usize, Hazards)], channel: Channel) -> Ratio {
    let mut years: std::collections::BTreeMap<i32, (f64, f64)> = std::collections::BTreeMap::new();
    for (k, hazards) in out_of_fold {
        let row = &rows.pairs[*k];
        let entry = years.entry(row.year).or_default();
        entry.0 += f64::from(is_event(channel, row.happened));
        entry.1 += hazards.of(channel);
    }
    let (observed, predicted) = years.values().fold((0.0, 0.0), |(o, p), (a, b)| (o + a, p + b));
    if observed == 0.0 || predicted == 0.0 {
        return Ratio { observed, predicted, ln_error: 1.0 };
    }
    let value = observed / predicted;
    let spread: f64 = years.values().map(|(o, p)| (o - value * p) * (o - value * p)).sum();
    Ratio { observed, predicted, ln_error: (sqrt(spread) / observed).min(1.0) }
}

fn final_fit(rows: &Rows, window: Window, penalties: &Penalties, ratios: &[Ratio; CHANNEL_COUNT]) -> Coefficients {
    let ranges = window_ranges(rows, window);
    let terms = Channel::ALL.map(|channel| {
        let design = channel_design(rows, channel, &ranges, window);
        let mut found = estimate(&design, &penalty_of(design.width, penalties[channel as usize]));
        design.anchor(&mut found.beta);
        if channel == Channel::BilateralDefence {
            // The panel gives the slopes; the rate is the prior's, which knows the years since 1989 too.
            found.beta[0] -= ln(mean_hazard(&design, &found.beta));
        }
        let mut terms = channel_terms(channel, &found, &ranges);
        let ratio = ratios[channel as usize];
        let (name, value, origin) = if channel == Channel::BilateralDefence {
            let (rate, deviation) = BILATERAL_DEFENCE_RATE;
            ("ln-base-rate", (ln(rate), deviation), Origin::Prior)
        } else {
            ("ln-recalibration", ratio.shrunk(), Origin::Fitted)
        };
        push_independent(&mut terms, name, None, value, origin);
        terms
    });
    Coefficients::assemble(ranges, terms, destinations(rows, window))
}

fn mean_hazard(design: &Design, beta: &[f64]) -> f64 {
    let total: f64 = (0..design.len()).map(|k| yearly_hazard(design.predictor(k, beta))).sum();
    total / design.len().max(1) as f64
}

/// Shares of destinations, with half an event added to each (exits from 1 are four in forty years).
fn destinations(rows: &Rows, window: Window) -> [[f64; 4]; 4] {
    let mut counts = [[0.0; 4]; 4];
    for row in rows.pairs.iter().filter(|row| window.contains(row.year)) {
        if let Move::RoseLow(to) | Move::Fell(to) = row.happened {
            counts[usize::from(row.commit)][usize::from(to)] += 1.0;
        }
    }
    for (from, row) in counts.iter_mut().enumerate() {
        let rises: Vec<usize> = (from + 1..3).collect();
        let falls: Vec<usize> = (0..from).collect();
        for reachable in [rises, falls] {
            let total: f64 = reachable.iter().map(|to| row[*to] + 0.5).sum();
            for to in reachable {
                row[to] = (row[to] + 0.5) / total;
            }
        }
    }
    counts
}

// Exits have the rung and the ideal point only; see `Channel::uses`.
const _: [usize; 3] = [RUNG_1, RUNG_2, IDEAL_DISTANCE];
