//! `sim fit`: alignment hazards from a panel of dyad-years.

use super::arguments::FitArguments;
use super::failure::{Exit, Failure};
use super::ui::{say::say, table};
use super::validate::panel_failure;
use crate::study::panel::{self, Fit, FitOptions, Ranking};

pub fn fit(arguments: &FitArguments) -> Result<Exit, Failure> {
    let failed = |error: panel::PanelError| panel_failure(&error);
    let options = FitOptions::default();
    let records = panel::read_panel(&arguments.panel).map_err(failed)?;
    let fit = panel::fit_records(&records, &options).map_err(failed)?;
    fit.write(&arguments.out).map_err(failed)?;
    say(&summary(&fit));
    say(&format!("coefficients  {}", arguments.out.display()));
    let ranking = panel::rank(&fit, &options).map_err(failed)?;
    if let Some(ranking) = &ranking {
        let beside = ranking.write(&arguments.out).map_err(failed)?;
        say(&influence(ranking));
        say(&format!("without the first case  {}", beside.display()));
    }
    let scores = panel::fit_scores(&records, &fit, &options, ranking.as_ref()).map_err(failed)?;
    let beside = scores.write(&arguments.out).map_err(failed)?;
    say(&format!("scores  {}", beside.display()));
    Ok(Exit::Done)
}

fn summary(fit: &Fit) -> String {
    let row = |row: &panel::ChannelSummary| {
        vec![
            row.channel.clone(),
            row.events.to_string(),
            row.penalty.to_string(),
            format!("{:.0}", row.observed),
            format!("{:.1}", row.predicted),
            format!("{:.2}", row.factor),
        ]
    };
    let rows: Vec<Vec<String>> = fit.summary().iter().map(row).collect();
    let header = [
        "channel",
        "events",
        "penalty",
        "observed out of fold",
        "predicted",
        "factor applied",
    ];
    table::numbers(&header, &rows, 1)
}

/// The cases that carry most: change of ln hazard over the open pairs of the last training years.
fn influence(ranking: &Ranking) -> String {
    let row = |found: &panel::Influence| {
        vec![
            found.case.clone(),
            found.dyads.to_string(),
            format!("{:.3}", found.new_defence),
            format!("{:+.3}", found.level),
            format!("{:.3}", found.upgrade),
        ]
    };
    let rows: Vec<Vec<String>> = ranking
        .first
        .iter()
        .chain([&ranking.most_for_upgrade])
        .map(row)
        .collect();
    let header = ["without", "dyads", "|ln new defence|", "its mean", "|ln upgrade|"];
    format!(
        "{} training cases; those that carry most for new defence, and for upgrades (last):\n{}",
        ranking.cases,
        table::numbers(&header, &rows, 1)
    )
}
