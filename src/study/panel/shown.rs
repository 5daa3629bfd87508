//! What a fit scores, kept beside its coefficients: docs/verification.md shows it without the panel.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::PanelError;
use super::fit::{ChannelSummary, Fit, FitOptions};
use super::influence::{Influence, Ranking};
use super::read::DyadYear;
use super::report::{OutcomeScores, PanelReport, report_rows};
use super::treaties::{TreatyScores, treaty_scores};
use super::windows::expanding_window;
use super::write::write_whole;
use crate::alignment::hazard::{Channel, Hazards};

/// Last training years of the honest windows, counted from the first year of the fit; each is scored on nine years.
const TRAIN_YEARS: [i32; 3] = [16, 22, 31];
const TEST_YEARS: i32 = 9;
const FORMAT: u32 = 1;

/// One outcome in one set of years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownOutcome {
    pub events: usize,
    pub rows: usize,
    pub auc: [f64; 3],
    pub log_loss_skill: [f64; 3],
    pub log_loss_skill_by_rung: f64,
    pub predicted_over_observed: [f64; 3],
}

impl From<&OutcomeScores> for ShownOutcome {
    fn from(scores: &OutcomeScores) -> Self {
        let with = |value: f64, interval: super::report::Interval| [value, interval.low, interval.high];
        ShownOutcome {
            events: scores.events,
            rows: scores.rows,
            auc: with(scores.auc, scores.auc_interval),
            log_loss_skill: with(scores.log_loss_skill, scores.log_loss_skill_interval),
            log_loss_skill_by_rung: scores.log_loss_skill_by_rung,
            predicted_over_observed: with(
                scores.predicted_over_observed,
                scores.predicted_over_observed_interval,
            ),
        }
    }
}

/// The three outcomes in some years; values with the 5 and 95 % points over resampled blocks of years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    pub years: [i32; 2],
    /// What was fitted used no later year; 0 = four windows that grow, taken together.
    pub train_last: i32,
    pub new_defence: ShownOutcome,
    pub upgrade: ShownOutcome,
    pub exit: ShownOutcome,
    pub channel_auc: Vec<(String, f64)>,
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FitScores {
    pub format: u32,
    pub window: [i32; 2],
    pub channels: Vec<ChannelSummary>,
    /// Each channel's level scaled by observed over predicted of these same folds.
    pub out_of_fold: Shown,
    /// The same hazards, level as it came.
    pub out_of_fold_as_it_came: Shown,
    pub windows: Vec<Shown>,
    /// By treaty, out of fold, level as it came.
    pub treaties: Vec<TreatyScores>,
    pub cases: usize,
    pub influence: Vec<Influence>,
}

fn shown(report: &PanelReport, train_last: i32) -> Shown {
    let years = report.years.iter().map(|scores| scores.year);
    Shown {
        years: [years.clone().min().unwrap_or(0), years.max().unwrap_or(0)],
        train_last,
        new_defence: (&report.new_defence).into(),
        upgrade: (&report.upgrade).into(),
        exit: (&report.exit).into(),
        channel_auc: report
            .channels
            .iter()
            .map(|scores| (scores.channel.clone(), scores.auc))
            .collect(),
    }
}

/// Out-of-fold hazards with the level of each channel set by these folds.
fn levelled(fit: &Fit) -> Result<PanelReport, PanelError> {
    let factor = Channel::ALL.map(|channel| fit.ratios[channel as usize].value());
    let scaled: Vec<(usize, Hazards)> = fit
        .out_of_fold
        .iter()
        .map(|(k, hazards)| {
            let of = |channel: Channel| hazards.of(channel) * factor[channel as usize];
            let hazards = Hazards {
                bilateral_low: of(Channel::BilateralLow),
                bilateral_defence: of(Channel::BilateralDefence),
                joining: of(Channel::Joining),
                founding: of(Channel::Founding),
                exit: of(Channel::Exit),
            };
            (*k, hazards)
        })
        .collect();
    let rows: Vec<_> = scaled
        .iter()
        .map(|(k, hazards)| (&fit.rows.pairs[*k], hazards))
        .collect();
    report_rows(&rows)
}

/// Scores by treaty of the test years of the folds.
fn out_of_fold_treaties(fit: &Fit) -> Vec<TreatyScores> {
    let mut known = vec![None; fit.rows.pairs.len()];
    for (k, hazards) in &fit.out_of_fold {
        known[*k] = Some(hazards);
    }
    treaty_scores(&fit.rows, &known)
}

/// Scores of a fit and of fits of a shorter past.
pub fn fit_scores(
    records: &[DyadYear],
    fit: &Fit,
    options: &FitOptions,
    ranking: Option<&Ranking>,
) -> Result<FitScores, PanelError> {
    let window = options.window;
    let mut windows = Vec::new();
    for train_last in TRAIN_YEARS.map(|years| window.first + years - 1) {
        let test_last = (train_last + TEST_YEARS).min(window.last);
        if test_last > train_last {
            let found = expanding_window(records, window.first, train_last, test_last)?;
            windows.push(shown(&found.report, train_last));
        }
    }
    Ok(FitScores {
        format: FORMAT,
        window: [window.first, window.last],
        channels: fit.summary(),
        out_of_fold: shown(&levelled(fit)?, 0),
        out_of_fold_as_it_came: shown(&fit.out_of_fold_report()?, 0),
        windows,
        treaties: out_of_fold_treaties(fit),
        cases: ranking.map_or(0, |ranking| ranking.cases),
        influence: ranking.map_or_else(Vec::new, |ranking| ranking.first.clone()),
    })
}

impl FitScores {
    /// Writes the scores beside the coefficients: `a/b.csv` -> `a/b_scores.json`.
    pub fn write(&self, coefficients: &Path) -> Result<PathBuf, PanelError> {
        let stem = coefficients
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let path = coefficients.with_file_name(format!("{stem}_scores.json"));
        let text = format!("{:#}\n", serde_json::json!(self));
        write_whole(&path, |out| out.write_all(text.as_bytes()))?;
        Ok(path)
    }
}
