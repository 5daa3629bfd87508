//! The scores of a panel as one JSON object: `{new_defence, upgrade, exit, ...}`.

use std::collections::BTreeMap;

use rand::Rng;
use serde::Serialize;

use super::design::{is_at_risk, is_event};
use super::error::PanelError;
use super::metrics::{Ranked, Scores, constant_log_loss, skill};
use super::rows::{Move, PairRow, Rows};
use super::treaties::{TreatyScores, treaty_scores};
use crate::alignment::hazard::{Channel, Hazards, yearly_probability};
use crate::random::{Family, Key, entity_hash};

/// Rates of the training years 1949-1988 by rung 0 to 3: events over dyad-years at risk (`prd = 1`).
const TRAINING: [(Outcome, [(f64, f64); 4]); 3] = [
    (
        Outcome::NewDefence,
        [(118.0, 24_814.0), (24.0, 2_041.0), (26.0, 723.0), (0.0, 0.0)],
    ),
    (
        Outcome::Upgrade,
        [(334.0, 24_814.0), (29.0, 2_041.0), (26.0, 723.0), (0.0, 0.0)],
    ),
    (
        Outcome::Exit,
        [(0.0, 0.0), (4.0, 2_041.0), (62.0, 723.0), (77.0, 8_046.0)],
    ),
];

/// Resamples of whole years behind each interval.
const RESAMPLES: u64 = 400;
/// Consecutive years that are resampled together.
const BLOCK_YEARS: i32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    NewDefence,
    Upgrade,
    Exit,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// One tenth of the rows, by predicted probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Decile {
    pub rows: usize,
    pub predicted: f64,
    pub observed: f64,
}

/// Scores of one outcome; `NaN` (null in JSON) where the rows cannot say; intervals are 90 % over resampled blocks of years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeScores {
    pub rows: usize,
    pub events: usize,
    pub auc: f64,
    pub auc_interval: Interval,
    pub brier: f64,
    pub brier_skill: f64,
    pub log_loss: f64,
    /// Share of the log loss of the rate of 1949-88 that is saved.
    pub log_loss_skill: f64,
    pub log_loss_skill_interval: Interval,
    /// The same over the rate of 1949-88 of the row's rung.
    pub log_loss_skill_by_rung: f64,
    pub predicted_over_observed: f64,
    pub predicted_over_observed_interval: Interval,
    pub calibration: Vec<Decile>,
}

/// Dyads of one channel: how many were expected and how many came.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelScores {
    pub channel: String,
    pub observed: usize,
    pub predicted: f64,
    pub auc: f64,
}

/// The events of one year beside the number expected: treaties come in years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearScores {
    pub year: i32,
    pub new_defence: usize,
    pub expected_new_defence: f64,
    pub upgrades: usize,
    pub expected_upgrades: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelReport {
    pub new_defence: OutcomeScores,
    pub upgrade: OutcomeScores,
    pub exit: OutcomeScores,
    pub channels: Vec<ChannelScores>,
    pub years: Vec<YearScores>,
    /// Every treaty, accession and founding, in order of year.
    pub treaties: Vec<TreatyScores>,
    /// Years with more cliques of defence ties than are looked for: pacts may be missing.
    pub cut_years: Vec<i32>,
    /// Features that the file has no column for: not known in any row.
    pub absent_columns: Vec<&'static str>,
    /// Years with rows at risk that taught the shipped hazards: on them every score is in sample.
    pub in_sample_years: usize,
}

/// Years of the shipped fit.
const TRAINING_YEARS: std::ops::RangeInclusive<i32> = 1949..=1988;

/// Scores hazards against what happened.
pub fn report(rows: &Rows, hazards: &[Hazards]) -> Result<PanelReport, PanelError> {
    let all: Vec<(&PairRow, &Hazards)> = rows.pairs.iter().zip(hazards).collect();
    let known: Vec<Option<&Hazards>> = hazards.iter().map(Some).collect();
    Ok(PanelReport {
        treaties: treaty_scores(rows, &known),
        cut_years: rows.cut_years.clone(),
        ..report_rows(&all)?
    })
}

/// Scores some rows (all, or those of the test years).
pub fn report_rows(rows: &[(&PairRow, &Hazards)]) -> Result<PanelReport, PanelError> {
    let scored: Vec<(&PairRow, &Hazards)> = rows.iter().copied().filter(|(row, _)| row.is_scored()).collect();
    let tied = |row: &PairRow| row.commit > 0 && row.happened != Move::Unknown;
    let exits: Vec<(&PairRow, &Hazards)> = rows.iter().copied().filter(|(row, _)| tied(row)).collect();
    if scored.is_empty() {
        return Err(PanelError::TooFew {
            what: "rows with prd = 1, commit < 3 and a known commit_next",
            count: 0,
        });
    }
    let years = year_scores(&scored);
    Ok(PanelReport {
        new_defence: outcome_scores(&scored, Outcome::NewDefence),
        upgrade: outcome_scores(&scored, Outcome::Upgrade),
        exit: outcome_scores(&exits, Outcome::Exit),
        channels: Channel::ALL
            .into_iter()
            .map(|channel| channel_scores(rows, channel))
            .collect(),
        in_sample_years: years
            .iter()
            .filter(|of| TRAINING_YEARS.contains(&of.year))
            .count(),
        years,
        treaties: Vec::new(),
        cut_years: Vec::new(),
        absent_columns: Vec::new(),
    })
}

fn happened(outcome: Outcome, row: &PairRow) -> bool {
    match outcome {
        Outcome::NewDefence => row.is_new_defence(),
        Outcome::Upgrade => row.is_upgrade(),
        Outcome::Exit => row.is_exit(),
    }
}

fn probability(outcome: Outcome, hazards: &Hazards) -> f64 {
    yearly_probability(match outcome {
        Outcome::NewDefence => hazards.new_defence(),
        Outcome::Upgrade => hazards.upgrade(),
        Outcome::Exit => hazards.exit,
    })
}

/// The rate of 1949-88 over all rungs, and by rung.
fn training_rates(outcome: Outcome) -> (f64, [f64; 4]) {
    let counts = TRAINING
        .iter()
        .find(|(known, _)| *known == outcome)
        .map_or([(0.0, 0.0); 4], |(_, counts)| *counts);
    let (events, exposure) = counts.iter().fold((0.0, 0.0), |(e, n), (a, b)| (e + a, n + b));
    (
        events / exposure,
        counts.map(|(events, exposure)| if exposure > 0.0 { events / exposure } else { 0.0 }),
    )
}

fn outcome_scores(rows: &[(&PairRow, &Hazards)], outcome: Outcome) -> OutcomeScores {
    let p: Vec<f64> = rows
        .iter()
        .map(|(_, hazards)| probability(outcome, hazards))
        .collect();
    let events: Vec<bool> = rows.iter().map(|(row, _)| happened(outcome, row)).collect();
    let (rate, by_rung) = training_rates(outcome);
    let ranked = Ranked::new(p, events.clone());
    let whole = ranked.scores(&vec![1.0; rows.len()]);
    let share = whole.events / whole.rows.max(1.0);
    let of_rung: f64 = rows
        .iter()
        .zip(&events)
        .map(|((row, _), event)| constant_log_loss(by_rung[usize::from(row.commit)], f64::from(*event)))
        .sum::<f64>()
        / whole.rows.max(1.0);
    let brier_reference = share * (1.0 - rate) * (1.0 - rate) + (1.0 - share) * rate * rate;
    let resampled = resample(rows, &ranked, rate);
    OutcomeScores {
        rows: rows.len(),
        events: whole.events as usize,
        auc: ranking(whole),
        auc_interval: interval(resampled.iter().map(|r| r[0])),
        brier: whole.brier,
        brier_skill: skill(whole.brier, brier_reference),
        log_loss: whole.log_loss,
        log_loss_skill: skill(whole.log_loss, constant_log_loss(rate, share)),
        log_loss_skill_interval: interval(resampled.iter().map(|r| r[1])),
        log_loss_skill_by_rung: skill(whole.log_loss, of_rung),
        predicted_over_observed: over(whole.predicted, whole.events),
        predicted_over_observed_interval: interval(resampled.iter().map(|r| r[2])),
        calibration: ranked
            .deciles()
            .into_iter()
            .map(|(rows, predicted, observed)| Decile {
                rows,
                predicted,
                observed,
            })
            .collect(),
    }
}

/// AUC, skill and predicted over observed of samples of whole blocks of years, drawn with a keyed generator.
fn resample(rows: &[(&PairRow, &Hazards)], ranked: &Ranked, rate: f64) -> Vec<[f64; 3]> {
    let mut blocks: BTreeMap<i32, usize> = BTreeMap::new();
    for (row, _) in rows {
        let next = blocks.len();
        blocks.entry(row.year.div_euclid(BLOCK_YEARS)).or_insert(next);
    }
    let block_of: Vec<usize> = rows
        .iter()
        .map(|(row, _)| blocks[&row.year.div_euclid(BLOCK_YEARS)])
        .collect();
    let stream = entity_hash("panel-bootstrap", &[], true);
    let mut collected = Vec::new();
    for index in 0..if blocks.len() > 1 { RESAMPLES } else { 0 } {
        let mut generator = Key::new(0, index, Family::Resampling).stream(stream);
        let mut count = vec![0.0; blocks.len()];
        for _ in 0..blocks.len() {
            let chosen = (u64::from(generator.next_u32()) * blocks.len() as u64) >> 32;
            count[chosen as usize] += 1.0;
        }
        let weight: Vec<f64> = block_of.iter().map(|block| count[*block]).collect();
        let scores = ranked.scores(&weight);
        if scores.events > 0.0 {
            let reference = constant_log_loss(rate, scores.events / scores.rows);
            collected.push([
                scores.auc,
                skill(scores.log_loss, reference),
                scores.predicted / scores.events,
            ]);
        }
    }
    collected
}

/// AUC, `NaN` (null in JSON) where nothing can be ranked.
fn ranking(scores: Scores) -> f64 {
    if scores.events > 0.0 && scores.events < scores.rows {
        scores.auc
    } else {
        f64::NAN
    }
}

/// Predicted over observed, `NaN` (null in JSON) where nothing was observed.
fn over(predicted: f64, observed: f64) -> f64 {
    if observed > 0.0 {
        predicted / observed
    } else {
        f64::NAN
    }
}

/// 5 and 95 % points; both `NaN` (null in JSON) when there is nothing to resample.
fn interval(values: impl Iterator<Item = f64>) -> Interval {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return Interval {
            low: f64::NAN,
            high: f64::NAN,
        };
    }
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    Interval {
        low: at(0.05),
        high: at(0.95),
    }
}

fn channel_scores(rows: &[(&PairRow, &Hazards)], channel: Channel) -> ChannelScores {
    let counts = |row: &PairRow| match channel {
        Channel::Joining => is_at_risk(Channel::Founding, row),
        _ => is_at_risk(channel, row),
    };
    let inside: Vec<_> = rows.iter().filter(|(row, _)| counts(row)).collect();
    let p = inside
        .iter()
        .map(|(_, hazards)| yearly_probability(hazards.of(channel)))
        .collect();
    let ranked = Ranked::new(
        p,
        inside
            .iter()
            .map(|(row, _)| is_event(channel, row.happened))
            .collect(),
    );
    let scores = ranked.scores(&vec![1.0; inside.len()]);
    ChannelScores {
        channel: channel.id().to_string(),
        observed: scores.events as usize,
        predicted: scores.predicted,
        auc: ranking(scores),
    }
}

fn year_scores(rows: &[(&PairRow, &Hazards)]) -> Vec<YearScores> {
    let mut years: BTreeMap<i32, YearScores> = BTreeMap::new();
    for (row, hazards) in rows {
        let entry = years.entry(row.year).or_insert(YearScores {
            year: row.year,
            new_defence: 0,
            expected_new_defence: 0.0,
            upgrades: 0,
            expected_upgrades: 0.0,
        });
        entry.new_defence += usize::from(row.is_new_defence());
        entry.upgrades += usize::from(row.is_upgrade());
        entry.expected_new_defence += yearly_probability(hazards.new_defence());
        entry.expected_upgrades += yearly_probability(hazards.upgrade());
    }
    years.into_values().collect()
}
