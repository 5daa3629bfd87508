//! Fits the channels on the training years, recalibrates them out of fold, and states the priors.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::design::{
    BILATERAL_DEFENCE_RATE, Window, channel_design, channel_events, slopes_design, window_ranges,
};
use super::error::PanelError;
use super::read::{DyadYear, read_panel};
use super::regress::{Design, Penalty, estimate, slopes};
use super::report::{PanelReport, report_rows};
use super::rows::{Move, PairRow, Rows, build_rows};
use super::select::choose_penalties;
use super::terms::{channel_terms, push_independent};
use super::windows::{Ratio, out_of_fold, ratio};
use super::write::write_whole;
use crate::alignment::Coefficients;
use crate::alignment::coefficients::{Origin, Term};
use crate::alignment::features::{FEATURE_COUNT, Range};
use crate::alignment::hazard::{CHANNEL_COUNT, Channel, Hazards, yearly_hazard};
use crate::random::maths::{exp, ln};

/// Ridge penalty of each channel.
pub type Penalties = [f64; CHANNEL_COUNT];

#[derive(Clone, Debug)]
pub struct FitOptions {
    /// 1949-1988 in the shipped fit: sanctions are not known before 1949, and the years after 1988 are kept aside.
    pub window: Window,
    /// `None` = chosen by windows that grow.
    pub penalties: Option<Penalties>,
    /// Dyad-years (year, lower code, higher code) to leave out: how much does one case carry? (`influence`.)
    pub without: Vec<(i32, u32, u32)>,
}

impl Default for FitOptions {
    fn default() -> Self {
        FitOptions {
            window: Window {
                first: 1949,
                last: 1988,
            },
            penalties: None,
            without: Vec::new(),
        }
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

/// What a fit found in one channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelSummary {
    pub channel: String,
    pub events: usize,
    pub penalty: f64,
    /// Out of fold, before recalibration.
    pub observed: f64,
    pub predicted: f64,
    /// Factor on the channel's hazard in the coefficients.
    pub factor: f64,
}

impl Fit {
    /// The coefficients as the text of their file.
    pub fn to_csv(&self) -> String {
        self.coefficients.to_csv()
    }

    /// A line a channel, for people and `--json`.
    pub fn summary(&self) -> Vec<ChannelSummary> {
        let line = |channel: Channel| {
            let ratio = self.ratios[channel as usize];
            let terms = &self.coefficients.terms[channel as usize];
            let applied = terms.iter().find(|term| term.name == "ln-recalibration");
            ChannelSummary {
                channel: channel.id().to_string(),
                events: self.events[channel as usize],
                penalty: self.penalties[channel as usize],
                observed: ratio.observed,
                predicted: ratio.predicted,
                factor: applied.map_or(1.0, |term| exp(term.estimate)),
            }
        };
        Channel::ALL.into_iter().map(line).collect()
    }

    /// Scores of the out-of-fold hazards as they came, before recalibration.
    pub fn out_of_fold_report(&self) -> Result<PanelReport, PanelError> {
        let rows: Vec<_> = self
            .out_of_fold
            .iter()
            .map(|(k, hazards)| (&self.rows.pairs[*k], hazards))
            .collect();
        report_rows(&rows)
    }

    /// Writes the coefficients, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), PanelError> {
        write_whole(path, |out| out.write_all(self.to_csv().as_bytes()))
    }
}

/// Reads a panel and fits it.
pub fn fit(path: &Path, options: &FitOptions) -> Result<Fit, PanelError> {
    fit_records(&read_panel(path)?, options)
}

/// Fits records in memory.
pub fn fit_records(records: &[DyadYear], options: &FitOptions) -> Result<Fit, PanelError> {
    let mut rows = build_rows(records);
    leave_out(&mut rows, &options.without);
    fit_rows(rows, options)
}

/// What happened to these dyad-years is not known; nor is an accession all of whose new ties are among them.
pub fn leave_out(rows: &mut Rows, without: &[(i32, u32, u32)]) {
    if without.is_empty() {
        return;
    }
    let out: BTreeSet<(i32, u32, u32)> = without.iter().copied().collect();
    let is_out = |row: &PairRow| out.contains(&(row.year, row.ccode1, row.ccode2));
    for join in rows.joins.iter_mut().filter(|join| join.joined == Some(true)) {
        let mut open = join
            .pairs
            .iter()
            .map(|k| &rows.pairs[*k])
            .filter(|row| row.commit < 3);
        if open.all(is_out) {
            join.joined = None;
        }
    }
    for row in rows
        .pairs
        .iter_mut()
        .filter(|row| out.contains(&(row.year, row.ccode1, row.ccode2)))
    {
        row.happened = Move::Unknown;
    }
}

/// Fits arranged rows; `options.without` is the caller's affair.
pub fn fit_rows(rows: Rows, options: &FitOptions) -> Result<Fit, PanelError> {
    let window = options.window;
    let events = Channel::ALL.map(|channel| channel_events(&rows, channel, window));
    let count = rows
        .pairs
        .iter()
        .filter(|row| window.contains(row.year) && row.is_scored())
        .count();
    if count < 100 {
        return Err(PanelError::TooFew {
            what: "dyad-years at risk in the training years",
            count,
        });
    }
    let penalties = options
        .penalties
        .unwrap_or_else(|| choose_penalties(&rows, window).0);
    let out_of_fold = out_of_fold(&rows, window, &penalties);
    let ratios = Channel::ALL.map(|channel| ratio(&rows, &out_of_fold, channel));
    let coefficients = final_fit(&rows, window, &penalties, &ratios);
    Ok(Fit {
        coefficients,
        penalties,
        ratios,
        events,
        out_of_fold,
        rows,
    })
}

/// Spread of a year's shocks, ln units (assumed; the years of the panel range from no event to a hundred).
pub const YEAR_DEVIATION: f64 = 2.0;

fn penalty_of(width: usize, penalty: f64) -> Penalty {
    let mut slopes = vec![penalty; width];
    slopes[0] = 1e-6;
    Penalty {
        slopes,
        year_deviation: YEAR_DEVIATION,
    }
}

/// The slopes of a channel at a penalty from the rows that teach them, the rate of its `own` rows kept (no errors: for the
/// windows).
pub fn fit_channel_slopes(teaching: &Design, own: &Design, channel: Channel, penalty: f64) -> Vec<f64> {
    let mut beta = slopes(teaching, &penalty_of(teaching.width, penalty));
    anchor(own, channel, &mut beta);
    beta
}

/// Puts the constant where the hazards sum to the events. Exits: 46 of the 62 from rung 2 fell in one year (1964), so a
/// year with n exits counts as sqrt(n), which shrinks that year towards the pooled rate.
fn anchor(design: &Design, channel: Channel, beta: &mut [f64]) {
    let is_tempered = channel == Channel::Exit;
    design.anchor(
        beta,
        if is_tempered {
            design.tempered_events()
        } else {
            design.events() as f64
        },
    );
}

fn final_fit(
    rows: &Rows,
    window: Window,
    penalties: &Penalties,
    ratios: &[Ratio; CHANNEL_COUNT],
) -> Coefficients {
    let ranges = window_ranges(rows, window);
    let terms = Channel::ALL.map(|channel| {
        let place = channel as usize;
        final_terms(rows, window, channel, &ranges, penalties[place], &ratios[place])
    });
    Coefficients::assemble(ranges, terms, destinations(rows, window))
}

/// The terms of one channel, with its recalibration or stated rate.
pub fn final_terms(
    rows: &Rows,
    window: Window,
    channel: Channel,
    ranges: &[Range; FEATURE_COUNT],
    penalty: f64,
    ratio: &Ratio,
) -> Vec<Term> {
    let design = channel_design(rows, channel, ranges, window);
    let teaching = slopes_design(rows, channel, ranges, window);
    let mut found = estimate(&teaching, &penalty_of(teaching.width, penalty));
    anchor(&design, channel, &mut found.beta);
    if channel == Channel::BilateralDefence {
        // The panel gives the slopes; the rate is the prior's, which knows the years since 1989 too.
        found.beta[0] -= ln(mean_hazard(&design, &found.beta));
    }
    let mut terms = channel_terms(channel, &found, ranges);
    let (name, value, origin) = match channel {
        Channel::BilateralDefence => ("ln-base-rate", base_rate(), Origin::Prior),
        // The same year would undo the shrinkage of exits, so they keep the error of the ratio, not the ratio.
        Channel::Exit => ("ln-recalibration", (0.0, ratio.shrunk().1), Origin::Fitted),
        _ => ("ln-recalibration", ratio.shrunk(), Origin::Fitted),
    };
    push_independent(&mut terms, name, None, value, origin);
    terms
}

fn base_rate() -> (f64, f64) {
    (ln(BILATERAL_DEFENCE_RATE.0), BILATERAL_DEFENCE_RATE.1)
}

fn mean_hazard(design: &Design, beta: &[f64]) -> f64 {
    let total: f64 = (0..design.len())
        .map(|k| yearly_hazard(design.predictor(k, beta)))
        .sum();
    total / design.len().max(1) as f64
}

/// Shares of destinations, with half an event added to each (exits from 1 are four in forty years).
pub fn destinations(rows: &Rows, window: Window) -> [[f64; 4]; 4] {
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
