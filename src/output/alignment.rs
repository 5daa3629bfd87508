//! `ties.csv`, `terms.csv`, `pairs.csv`: treaties, behaviour and what moved them.

use super::table::Table;
use super::write::Results;
use crate::model::alignment::state::TERMS;
use crate::record::fixed::{hazard, share};
use crate::record::layout::RUNGS;
use crate::record::pairs::CHANNELS;
use crate::record::series::TIES;
use crate::stats;
use std::io::{self, Write};

/// A row a pair and month; the last six columns at the end of each quarter.
pub fn ties(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "a",
        "b",
        "month",
        "rung_0",
        "rung_1",
        "rung_2",
        "rung_3",
        "rung_4",
        "behaviour",
        "pact_hazard",
    ];
    let mut table = Table::new(out, header.into_iter().chain(TIES))?;
    let (scenario, layout, series) = (results.scenario, &results.record.layout, &results.record.series);
    let runs = results.runs();
    let share_of = |count: u32| {
        if runs == 0 {
            0.0
        } else {
            f64::from(count) / runs as f64
        }
    };
    let months: Vec<String> = (0..layout.months).map(|month| results.month(month)).collect();
    for (pair, dyad) in scenario.dyads.iter().enumerate() {
        for (month, name) in months.iter().enumerate() {
            table.text(&scenario.actors[dyad.first].id)?;
            table.text(&scenario.actors[dyad.second].id)?;
            table.text(name)?;
            for rung in 0..RUNGS {
                table.number(share_of(
                    series.rung[(month * RUNGS + rung) * layout.pairs + pair],
                ))?;
            }
            let at = month * layout.pairs + pair;
            table.number(share::mean(series.behaviour[at].into(), runs))?;
            table.number(hazard::mean(series.pact_hazard[at].into(), runs))?;
            for measure in 0..TIES.len() {
                if layout.ends_quarter(month) {
                    let at = (month / 3 * TIES.len() + measure) * layout.pairs + pair;
                    table.number(share::mean(series.ties[at].into(), runs))?;
                } else {
                    table.text("")?;
                }
            }
            table.end()?;
        }
    }
    table.finish()
}

/// Terms of each side's decision at the end of each year; pairs whose terms are all zero are left out.
pub fn terms(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, ["a", "b", "side", "month"].into_iter().chain(TERMS))?;
    let (scenario, layout, series) = (results.scenario, &results.record.layout, &results.record.series);
    let width = TERMS.len();
    for (pair, dyad) in scenario.dyads.iter().enumerate() {
        for year in 0..layout.years {
            for (side, actor) in [dyad.first, dyad.second].into_iter().enumerate() {
                let at = ((year * layout.pairs + pair) * 2 + side) * width;
                let sums = &series.terms[at..at + width];
                if sums.iter().all(|sum| *sum == 0) {
                    continue;
                }
                table.text(&scenario.actors[dyad.first].id)?;
                table.text(&scenario.actors[dyad.second].id)?;
                table.text(&scenario.actors[actor].id)?;
                table.text(&results.month((year * 12 + 11).min(layout.months - 1)))?;
                for sum in sums {
                    table.number(share::mean((*sum).into(), results.runs()))?;
                }
                table.end()?;
            }
        }
    }
    table.finish()
}

/// Every pair of states, likeliest new defence tie first.
pub fn pairs(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "a",
        "b",
        "runs",
        "hits",
        "new_defence",
        "integrated_hazard",
        "base",
        "enemies",
        "suspect",
    ];
    let mut table = Table::new(out, header.into_iter().chain(CHANNELS))?;
    let scenario = results.scenario;
    let pairs = results.record.layout.pairs;
    for chance in stats::cast::pairs(scenario, results.record) {
        table.text(&scenario.actors[chance.a].id)?;
        table.text(&scenario.actors[chance.b].id)?;
        table.count(chance.runs)?;
        table.count(chance.hits)?;
        for number in [
            chance.new_defence,
            chance.integrated_hazard,
            chance.base,
            chance.enemies,
        ] {
            table.number(number)?;
        }
        table.count(u64::from(chance.is_suspect))?;
        for channel in 0..CHANNELS.len() {
            let changes = results.record.pairs.changes[channel * pairs + chance.pair];
            let runs = results.runs();
            table.number(if runs == 0 {
                0.0
            } else {
                f64::from(changes) / runs as f64
            })?;
        }
        table.end()?;
    }
    table.finish()
}
