//! `sim fit`: alignment hazards from a panel of dyad-years.

use super::arguments::FitArguments;
use super::failure::{Exit, Failure};
use super::ui::{say::say, table};
use super::validate::panel_failure;
use crate::study::panel;

pub fn fit(arguments: &FitArguments) -> Result<Exit, Failure> {
    let fit =
        panel::fit(&arguments.panel, &panel::FitOptions::default()).map_err(|error| panel_failure(&error))?;
    fit.write(&arguments.out).map_err(|error| panel_failure(&error))?;
    let rows: Vec<Vec<String>> = fit
        .summary()
        .iter()
        .map(|row| {
            vec![
                row.channel.clone(),
                row.events.to_string(),
                row.penalty.to_string(),
                format!("{:.0}", row.observed),
                format!("{:.1}", row.predicted),
                format!("{:.2}", row.factor),
            ]
        })
        .collect();
    let header = ["channel", "events", "penalty", "observed out of fold", "predicted", "factor applied"];
    say(&table::numbers(&header, &rows, 1));
    say(&format!("coefficients  {}", arguments.out.display()));
    Ok(Exit::Done)
}
