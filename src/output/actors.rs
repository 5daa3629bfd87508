//! `actors.csv` and `sanctions.csv`: monthly means by actor, quantiles at the end of each quarter.

use super::table::Table;
use super::write::Results;
use crate::record::fixed::{amount, share};
use crate::record::layout::{BINS, PRESSURES, SKETCHED};
use crate::record::series::{DRAFTS, SANCTION_SHARES};
use crate::scenario::world::NEEDS;
use crate::stats::sketch;
use std::io::{self, Write};

const QUANTILES: [(&str, f64); 3] = [("p05", 0.05), ("p50", 0.5), ("p95", 0.95)];

fn quantile_names(measures: &[&str]) -> Vec<String> {
    measures
        .iter()
        .flat_map(|measure| QUANTILES.iter().map(move |(name, _)| format!("{measure}_{name}")))
        .collect()
}

/// Quantiles of sketched measures at the end of a quarter, empty cells in other months.
fn quantiles(
    table: &mut Table,
    results: &Results,
    month: usize,
    actor: usize,
    measures: std::ops::Range<usize>,
) -> io::Result<()> {
    let layout = &results.record.layout;
    for measure in measures {
        let at = ((month / 3 * layout.n + actor) * SKETCHED + measure) * BINS;
        for (_, p) in QUANTILES {
            let known = layout.ends_quarter(month);
            table.optional(
                known
                    .then(|| sketch::quantile(&results.record.series.bins[at..at + BINS], p))
                    .flatten(),
            )?;
        }
    }
    Ok(())
}

fn share_of(count: u32, runs: u64) -> f64 {
    if runs == 0 {
        0.0
    } else {
        f64::from(count) / runs as f64
    }
}

pub fn actors(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut measures = vec!["pressure"];
    measures.extend(NEEDS);
    let header = ["actor", "month"].into_iter().chain(measures.iter().copied());
    let header = header
        .chain(["crisis", "test", "reserves_musd", "output"])
        .map(str::to_owned);
    let mut table = Table::new(out, header.chain(quantile_names(&measures)))?;
    let (layout, series, runs) = (&results.record.layout, &results.record.series, results.runs());
    for (actor, row) in results.scenario.actors.iter().enumerate() {
        for month in 0..layout.months {
            let at = month * layout.n + actor;
            table.text(&row.id)?;
            table.text(&results.month(month))?;
            for sum in &series.pressure[at * PRESSURES..(at + 1) * PRESSURES] {
                table.number(share::mean((*sum).into(), runs))?;
            }
            table.number(share_of(series.crises[at], runs))?;
            table.number(share_of(series.tests[at], runs))?;
            table.number(amount::mean(series.reserves[at].into(), runs))?;
            table.number(share::mean(series.output[at].into(), runs))?;
            quantiles(&mut table, results, month, actor, 0..PRESSURES)?;
            table.end()?;
        }
    }
    table.finish()
}

/// Actors that a regime targets at the start or that suffered under one in some run.
pub fn sanctions(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let header = ["target", "month"].into_iter().chain(SANCTION_SHARES);
    let header = header
        .chain(["evasion_revenue_musd", "stringency", "compliance"])
        .chain(DRAFTS);
    let mut table = Table::new(out, header.map(str::to_owned).chain(quantile_names(&["bite"])))?;
    let (layout, series, runs) = (&results.record.layout, &results.record.series, results.runs());
    let width = SANCTION_SHARES.len();
    for (target, row) in results.scenario.actors.iter().enumerate() {
        let suffered = |month: usize| series.sanctions[(month * layout.n + target) * width + 2];
        if !layout.target_of.contains(&target) && (0..layout.months).all(|month| suffered(month) == 0) {
            continue;
        }
        for month in 0..layout.months {
            let at = month * layout.n + target;
            table.text(&row.id)?;
            table.text(&results.month(month))?;
            for sum in &series.sanctions[at * width..(at + 1) * width] {
                table.number(share::mean((*sum).into(), runs))?;
            }
            table.number(amount::mean(series.evasion[at].into(), runs))?;
            table.number(share::mean(series.stringency[at].into(), runs))?;
            let regimes = layout.target_of.iter().filter(|on| **on == target).count() as u64;
            table
                .optional((regimes > 0).then(|| share::mean(series.compliance[at].into(), runs * regimes)))?;
            for draft in 0..DRAFTS.len() {
                table.number(share_of(series.drafts[at * DRAFTS.len() + draft], runs))?;
            }
            quantiles(&mut table, results, month, target, PRESSURES..SKETCHED)?;
            table.end()?;
        }
    }
    table.finish()
}
