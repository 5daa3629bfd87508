//! Scores by treaty: what the hazards said, the year before, of the pairs that each treaty tied.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cases::cases;
use super::design::Window;
use super::metrics::Ranked;
use super::rows::Rows;
use crate::alignment::hazard::{Channel, Hazards, yearly_probability};
use crate::random::maths::ln;

/// Probabilities are kept this far from 0 before the logarithm (assumed).
const EDGE: f64 = 1e-9;

/// One treaty, accession or founding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TreatyScores {
    pub treaty: String,
    pub channel: String,
    /// It came between this year and the next.
    pub year: i32,
    /// Codes: the one that acceded, or all the parties.
    pub states: Vec<u32>,
    pub dyads: usize,
    /// Mean yearly probability of its dyads: of a new defence pact, or of any upgrade where it was less than defence.
    pub mean_predicted: f64,
    /// Mean ln of the same.
    pub log_score: f64,
    /// Share of (dyad of the treaty, pair at risk in that year that did not rise so) ranked rightly; null if no other.
    pub auc_in_year: f64,
}

/// Scores of every case of a rise that has hazards, in order of year; `hazards` by pair row.
pub fn treaty_scores(rows: &Rows, hazards: &[Option<&Hazards>]) -> Vec<TreatyScores> {
    let all = Window {
        first: i32::MIN,
        last: i32::MAX,
    };
    let mut of_year: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (k, row) in rows.pairs.iter().enumerate() {
        if row.is_scored() && hazards[k].is_some() {
            of_year.entry(row.year).or_default().push(k);
        }
    }
    let mut found = Vec::new();
    for case in cases(rows, all)
        .into_iter()
        .filter(|case| case.channel != Channel::Exit)
    {
        let is_low = case.channel == Channel::BilateralLow;
        let (mut p, mut is_of_case) = (Vec::new(), Vec::new());
        for k in of_year.get(&case.year).into_iter().flatten() {
            let row = &rows.pairs[*k];
            let inside = case.dyads.contains(&(row.year, row.ccode1, row.ccode2));
            let rose = if is_low {
                row.is_upgrade()
            } else {
                row.is_new_defence()
            };
            if let (Some(hazard), true) = (hazards[*k], inside || !rose) {
                p.push(yearly_probability(if is_low {
                    hazard.upgrade()
                } else {
                    hazard.new_defence()
                }));
                is_of_case.push(inside);
            }
        }
        let chosen: Vec<f64> = p
            .iter()
            .zip(&is_of_case)
            .filter_map(|(p, inside)| inside.then_some(*p))
            .collect();
        if chosen.is_empty() {
            continue;
        }
        let count = chosen.len() as f64;
        let has_others = chosen.len() < p.len();
        let ranked = Ranked::new(p, is_of_case.clone());
        found.push(TreatyScores {
            treaty: case.label(),
            channel: case.channel.id().to_owned(),
            year: case.year,
            states: case.states,
            dyads: chosen.len(),
            mean_predicted: chosen.iter().sum::<f64>() / count,
            log_score: chosen.iter().map(|p| ln(p.max(EDGE))).sum::<f64>() / count,
            auc_in_year: if has_others {
                ranked.scores(&vec![1.0; is_of_case.len()]).auc
            } else {
                f64::NAN
            },
        });
    }
    found.sort_by_key(|scores| scores.year);
    found
}
