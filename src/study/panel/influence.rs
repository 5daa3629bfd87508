//! How much one training case carries: cases ranked by how far the hazards move when they are left out, and the fit
//! without the first of them (model.md section 15: what every answer prints).

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::cases::{Case, cases};
use super::design::Window;
use super::error::PanelError;
use super::fit::{Fit, FitOptions, final_terms, fit_rows, leave_out};
use super::rows::Rows;
use super::score::row_hazards;
use crate::alignment::Coefficients;
use crate::alignment::hazard::Hazards;
use crate::random::maths::ln;

/// Years at the end of the training window whose open pairs the hazards are compared on.
const RECENT_YEARS: i32 = 5;
/// Cases refitted in full.
const REFITTED: usize = 10;
/// Smallest hazard a year a logarithm is taken of.
const LEAST: f64 = 1e-12;

/// What leaving a case out moves: mean absolute change of the ln hazard over the open pairs of the last years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Influence {
    pub case: String,
    pub dyads: usize,
    /// New defence by any channel: what the cases are ranked by.
    pub new_defence: f64,
    /// The same with its sign: the level.
    pub level: f64,
    /// Any rise.
    pub upgrade: f64,
}

/// The first cases, and the fit without the first.
#[derive(Clone, Debug)]
pub struct Ranking {
    pub cases: usize,
    pub first: Vec<Influence>,
    /// The case that moves rises of any kind most, by the quick measure.
    pub most_for_upgrade: Influence,
    pub without: Coefficients,
}

impl Ranking {
    /// Writes the coefficients without the first case beside `path`.
    pub fn write(&self, path: &Path) -> Result<PathBuf, PanelError> {
        let beside = beside(path);
        let text = self.without.to_csv();
        super::write::write_whole(&beside, |out| out.write_all(text.as_bytes()))?;
        Ok(beside)
    }
}

/// `a/b.csv` -> `a/b_without.csv`.
pub fn beside(path: &Path) -> PathBuf {
    let part =
        |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let end = path
        .extension()
        .map_or_else(String::new, |end| format!(".{}", end.to_string_lossy()));
    path.with_file_name(format!("{}_without{end}", part(path.file_stem())))
}

/// Ranks the cases of a fit, penalties fixed. First all, quickly: the case's own channel is refitted, its
/// recalibration held. Then the first ten in full. `None` where the panel has no case.
pub fn rank(fit: &Fit, options: &FitOptions) -> Result<Option<Ranking>, PanelError> {
    let options = FitOptions {
        penalties: Some(fit.penalties),
        ..options.clone()
    };
    let all = cases(&fit.rows, options.window);
    let before = open_hazards(&fit.rows, &fit.coefficients, options.window);
    let quick: Vec<Influence> = all
        .par_iter()
        .map(|case| {
            influence(
                case,
                &before,
                &fit.rows,
                &quick_fit(fit, case, options.window),
                options.window,
            )
        })
        .collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| {
        quick[*b]
            .new_defence
            .total_cmp(&quick[*a].new_defence)
            .then(a.cmp(b))
    });
    let refit = |k: &usize| {
        let case = &all[*k];
        let mut rows = fit.rows.clone();
        leave_out(&mut rows, &case.dyads);
        let less = fit_rows(rows, &options)?.coefficients;
        let found = influence(case, &before, &fit.rows, &less, options.window);
        Ok((found, less))
    };
    let refitted: Result<Vec<_>, PanelError> = order.par_iter().take(REFITTED).map(refit).collect();
    let mut refitted = refitted?;
    refitted.sort_by(|a, b| b.0.new_defence.total_cmp(&a.0.new_defence));
    let most_for_upgrade = quick
        .iter()
        .max_by(|a, b| a.upgrade.total_cmp(&b.upgrade))
        .cloned();
    let (Some((top, less)), Some(most_for_upgrade)) = (refitted.first(), most_for_upgrade) else {
        return Ok(None);
    };
    let without = less.clone().without_case(&top.case);
    Ok(Some(Ranking {
        cases: all.len(),
        first: refitted.into_iter().map(|(found, _)| found).collect(),
        most_for_upgrade,
        without,
    }))
}

/// The fit with the case's own channel refitted without it.
fn quick_fit(fit: &Fit, case: &Case, window: Window) -> Coefficients {
    let mut rows = fit.rows.clone();
    leave_out(&mut rows, &case.dyads);
    let (place, whole) = (case.channel as usize, &fit.coefficients);
    let mut terms = whole.terms.clone();
    let (penalty, ratio) = (fit.penalties[place], &fit.ratios[place]);
    terms[place] = final_terms(&rows, window, case.channel, &whole.ranges, penalty, ratio);
    Coefficients::assemble(whole.ranges, terms, whole.destinations)
}

/// Hazards of the pairs not in a defence pact in the last years of the window.
fn open_hazards(rows: &Rows, coefficients: &Coefficients, window: Window) -> Vec<Hazards> {
    let is_open = |k: usize| {
        let row = &rows.pairs[k];
        row.commit < 3 && row.year > window.last - RECENT_YEARS && row.year <= window.last
    };
    let hazards = row_hazards(rows, coefficients).into_iter().enumerate();
    hazards
        .filter(|(k, _)| is_open(*k))
        .map(|(_, hazards)| hazards)
        .collect()
}

fn influence(case: &Case, before: &[Hazards], rows: &Rows, less: &Coefficients, window: Window) -> Influence {
    let after = open_hazards(rows, less, window);
    let count = before.len().max(1) as f64;
    let change = |of: fn(&Hazards) -> f64| -> (f64, f64) {
        let changes = before
            .iter()
            .zip(&after)
            .map(|(was, is)| ln(of(is).max(LEAST)) - ln(of(was).max(LEAST)));
        let (sum, size) = changes.fold((0.0, 0.0), |(sum, size), d| (sum + d, size + d.abs()));
        (sum / count, size / count)
    };
    let (level, new_defence) = change(Hazards::new_defence);
    let (_, upgrade) = change(Hazards::upgrade);
    Influence {
        case: case.label(),
        dyads: case.dyads.len(),
        new_defence,
        level,
        upgrade,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_file_lies_beside_the_first() {
        assert_eq!(beside(Path::new("a/b.csv")), Path::new("a/b_without.csv"));
        assert_eq!(beside(Path::new("b")), Path::new("b_without"));
    }
}
