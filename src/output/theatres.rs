//! `theatres.csv` (monthly) and `measures.csv` (single numbers over the whole ensemble).

use super::table::Table;
use super::write::Results;
use crate::record::fixed::share;
use crate::record::series::ENDINGS;
use crate::stats;
use std::io::{self, Write};

pub fn theatres(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let (layout, series) = (&results.record.layout, &results.record.series);
    let header = [
        "theatre",
        "month",
        "war",
        "truce",
        "started",
        "front",
        "intensity",
    ];
    let rungs = (0..layout.ladder).map(|rung| format!("rung_{rung}"));
    let mut table = Table::new(out, header.into_iter().map(str::to_owned).chain(rungs))?;
    let runs = results.runs();
    let share_of = |count: u32| {
        if runs == 0 {
            0.0
        } else {
            f64::from(count) / runs as f64
        }
    };
    for (theatre, row) in results.scenario.theatres.iter().enumerate() {
        for month in 0..layout.months {
            let at = month * layout.theatres + theatre;
            table.text(&row.id)?;
            table.text(&results.month(month))?;
            for count in [series.war[at], series.truce[at], series.started[at]] {
                table.number(share_of(count))?;
            }
            table.number(share::mean(series.front[at].into(), runs))?;
            table.number(share::mean(series.intensity[at].into(), runs))?;
            for rung in 0..layout.ladder {
                if rung <= row.ladder.len() {
                    table.number(share_of(series.theatre_rung[at * layout.ladder + rung]))?;
                } else {
                    table.text("")?;
                }
            }
            table.end()?;
        }
    }
    table.finish()
}

pub fn measures(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, ["measure", "subject", "month", "value", "unit"])?;
    let mut row = |measure: &str, subject: &str, month: &str, value: f64, unit: &str| {
        for text in [measure, subject, month] {
            table.text(text)?;
        }
        table.number(value)?;
        table.text(unit)?;
        table.end()
    };
    let cast = stats::cast::cast(results.record);
    row(
        "bilateral-defence-pacts-counted",
        "cast",
        "",
        cast.per_1000_counted,
        "per-1000-dyad-years",
    )?;
    row(
        "bilateral-defence-pacts-hazard",
        "cast",
        "",
        cast.per_1000_hazard,
        "per-1000-dyad-years",
    )?;
    row("dyad-years", "cast", "", cast.dyad_years, "year")?;
    let (layout, series, runs) = (&results.record.layout, &results.record.series, results.runs());
    let share_of = |count: u32| {
        if runs == 0 {
            0.0
        } else {
            f64::from(count) / runs as f64
        }
    };
    for (theatre, spec) in results.scenario.theatres.iter().enumerate() {
        for (kind, name) in ENDINGS.iter().enumerate() {
            let count = series.endings[theatre * ENDINGS.len() + kind];
            row(
                &format!("war-ended-by-{name}"),
                &spec.id,
                "",
                share_of(count),
                "share",
            )?;
        }
    }
    for wars in 2..=layout.theatres.min(3) {
        for month in 0..layout.months {
            let at = month * (layout.theatres + 1);
            let count: u32 = series.wars_at_once[at + wars..at + layout.theatres + 1]
                .iter()
                .sum();
            let name = format!("at-least-{wars}-wars");
            row(&name, "cast", &results.month(month), share_of(count), "share")?;
        }
    }
    table.finish()
}
