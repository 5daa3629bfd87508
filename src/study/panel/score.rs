//! The product's own hazards on a panel: dyad hazards, predictions, scores.

use std::path::Path;

use super::design::clipped;
use super::error::PanelError;
use super::read::{DyadYear, read_any};
use super::report::{PanelReport, report};
use super::rows::{Rows, build_rows};
use super::write::write_whole;
use crate::alignment::hazard::{Channel, Hazards, mean_features, yearly_probability};
use crate::alignment::{Coefficients, FeatureVector};

/// Scores a panel file and, if asked, writes a prediction for every relevant dyad-year.
pub fn score(
    path: &Path,
    coefficients: &Coefficients,
    predictions: Option<&Path>,
) -> Result<PanelReport, PanelError> {
    let panel = read_any(path)?;
    let (rows, hazards) = predict_records(&panel.rows, coefficients);
    if let Some(out) = predictions {
        write_predictions(out, &rows, &hazards)?;
    }
    Ok(PanelReport {
        absent_columns: panel.absent,
        ..report(&rows, &hazards)?
    })
}

/// Scores records in memory.
pub fn score_records(records: &[DyadYear], coefficients: &Coefficients) -> Result<PanelReport, PanelError> {
    let (rows, hazards) = predict_records(records, coefficients);
    report(&rows, &hazards)
}

/// Rows and their hazards.
pub fn predict_records(records: &[DyadYear], coefficients: &Coefficients) -> (Rows, Vec<Hazards>) {
    let rows = build_rows(records);
    let hazards = row_hazards(&rows, coefficients);
    (rows, hazards)
}

/// Yearly hazards of every pair row: B + joins to the pacts of either side + founding, and exit; 0 where a channel
/// cannot act.
pub fn row_hazards(rows: &Rows, coefficients: &Coefficients) -> Vec<Hazards> {
    let features: Vec<FeatureVector> = rows
        .pairs
        .iter()
        .map(|row| clipped(&row.raw, &coefficients.ranges))
        .collect();
    let joining = coefficients.predictor(Channel::Joining);
    let joins: Vec<f64> = rows
        .joins
        .iter()
        .map(|join| {
            mean_features(join.pairs.iter().map(|k| &features[*k])).map_or(0.0, |f| joining.yearly(&f, 0.0))
        })
        .collect();
    let when = |is: bool, channel: Channel, f: &FeatureVector| {
        if is {
            coefficients.predictor(channel).yearly(f, 0.0)
        } else {
            0.0
        }
    };
    let row = |k: usize| {
        let (commit, f) = (rows.pairs[k].commit, &features[k]);
        Hazards {
            bilateral_low: when(commit < 2, Channel::BilateralLow, f),
            bilateral_defence: when(commit < 3, Channel::BilateralDefence, f),
            joining: rows.joins_of_pair[k]
                .iter()
                .fold(0.0, |sum, join| sum + joins[*join]),
            founding: when(commit < 3, Channel::Founding, f),
            exit: when(commit > 0, Channel::Exit, f),
        }
    };
    (0..rows.pairs.len()).map(row).collect()
}

/// `year,ccode1,ccode2,p_upgrade,p_new_defence,p_exit` for every relevant row, codes in the order of the file. A dyad in a defence pact cannot rise: 0.
fn write_predictions(path: &Path, rows: &Rows, hazards: &[Hazards]) -> Result<(), PanelError> {
    write_whole(path, |out| {
        writeln!(out, "year,ccode1,ccode2,p_upgrade,p_new_defence,p_exit")?;
        for (row, hazard) in rows.pairs.iter().zip(hazards) {
            let upgrade = yearly_probability(hazard.upgrade());
            let defence = yearly_probability(hazard.new_defence());
            let exit = yearly_probability(hazard.exit);
            let (first, second) = if row.is_reversed {
                (row.ccode2, row.ccode1)
            } else {
                (row.ccode1, row.ccode2)
            };
            writeln!(out, "{},{first},{second},{upgrade},{defence},{exit}", row.year)?;
        }
        Ok(())
    })
}
