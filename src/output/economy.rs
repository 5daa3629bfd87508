//! `flows.csv`, `bundles.csv`, `stocks.csv`, `technology.csv`: yearly, means over runs.

use super::table::Table;
use super::write::Results;
use crate::model::economy::state::{BUNDLE, BUNDLE_NAMES};
use crate::record::fixed::{amount, quantity_mean, share};
use std::io::{self, Write};

/// A row a flow and year in which some run had it; `month` is the first of the year.
pub fn flows(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "from",
        "to",
        "good",
        "month",
        "unit",
        "mean",
        "runs_share",
        "mean_where_seen",
        "value_musd",
        "leaked",
        "aid",
    ];
    let mut table = Table::new(out, header)?;
    let (scenario, runs) = (results.scenario, results.runs());
    for (from, to, cargo, years) in results.record.flows.seen() {
        let (good, unit) = match scenario.goods.get(cargo) {
            Some(good) => (good.id.as_str(), good.unit.as_str()),
            None => match scenario.domains.get(cargo - scenario.goods.len()) {
                Some(domain) => (domain.id.as_str(), "level"),
                None => continue,
            },
        };
        for (year, sums) in years.iter().enumerate().filter(|(_, sums)| sums.runs > 0) {
            table.text(&scenario.actors[from].id)?;
            table.text(&scenario.actors[to].id)?;
            table.text(good)?;
            table.text(&results.month(year * 12))?;
            table.text(unit)?;
            table.number(quantity_mean(sums.quantity, runs))?;
            table.number(f64::from(sums.runs) / runs.max(1) as f64)?;
            table.number(quantity_mean(sums.quantity, sums.runs.into()))?;
            table.number(quantity_mean(sums.value, runs))?;
            table.number(quantity_mean(sums.leaked, runs))?;
            table.number(quantity_mean(sums.aid, runs))?;
            table.end()?;
        }
    }
    table.finish()
}

/// What moved against what between two actors, at the end of each year: a row a direction, where any
/// run had anything to show.
pub fn bundles(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let classes = BUNDLE_NAMES.iter().map(|name| name.replace('-', "_"));
    let header = ["from", "to", "month"].into_iter().map(str::to_owned);
    let mut table = Table::new(out, header.chain(classes).chain(["debt".to_owned()]))?;
    let (scenario, layout, series) = (results.scenario, &results.record.layout, &results.record.series);
    for (from, sender) in scenario.actors.iter().enumerate() {
        for (to, receiver) in scenario.actors.iter().enumerate() {
            for year in 0..layout.years {
                let at = (year * layout.n + from) * layout.n + to;
                let sums = &series.bundles[at * BUNDLE..(at + 1) * BUNDLE];
                let sums = sums.iter().chain(&series.debts[at..=at]);
                if sums.clone().all(|sum| *sum == 0) {
                    continue;
                }
                table.text(&sender.id)?;
                table.text(&receiver.id)?;
                table.text(&results.month((year * 12 + 11).min(layout.months - 1)))?;
                for sum in sums {
                    table.number(amount::mean((*sum).into(), results.runs()))?;
                }
                table.end()?;
            }
        }
    }
    table.finish()
}

/// Units held at the end of each year; what nobody ever holds is left out.
pub fn stocks(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, ["actor", "good", "month", "unit", "mean"])?;
    let (scenario, layout) = (results.scenario, &results.record.layout);
    for (actor, row) in scenario.actors.iter().enumerate() {
        for (good, spec) in scenario.goods.iter().enumerate() {
            let at = |year: usize| (year * layout.n + actor) * layout.g + good;
            if (0..layout.years).all(|year| results.record.series.stocks[at(year)] == 0) {
                continue;
            }
            for year in 0..layout.years {
                table.text(&row.id)?;
                table.text(&spec.id)?;
                table.text(&results.month((year * 12 + 11).min(layout.months - 1)))?;
                table.text(&spec.unit)?;
                table.number(quantity_mean(
                    results.record.series.stocks[at(year)],
                    results.runs(),
                ))?;
                table.end()?;
            }
        }
    }
    table.finish()
}

/// Technology levels (0 to 1) at the end of each year.
pub fn technology(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, ["actor", "domain", "month", "level"])?;
    let (scenario, layout) = (results.scenario, &results.record.layout);
    for (actor, row) in scenario.actors.iter().enumerate() {
        for (domain, spec) in scenario.domains.iter().enumerate() {
            for year in 0..layout.years {
                let at = (year * layout.n + actor) * layout.d + domain;
                table.text(&row.id)?;
                table.text(&spec.id)?;
                table.text(&results.month((year * 12 + 11).min(layout.months - 1)))?;
                table.number(share::mean(
                    results.record.series.levels[at].into(),
                    results.runs(),
                ))?;
                table.end()?;
            }
        }
    }
    table.finish()
}
