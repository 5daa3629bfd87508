//! `sim fit`: alignment hazards from a panel of dyad-years.

use super::arguments::FitArguments;
use super::failure::{Exit, Failure};
use super::ui::say::say;
use super::validate::panel_failure;
use crate::study::panel;

pub fn fit(arguments: &FitArguments) -> Result<Exit, Failure> {
    let fit =
        panel::fit(&arguments.panel, &panel::FitOptions::default()).map_err(|error| panel_failure(&error))?;
    fit.write(&arguments.out).map_err(|error| panel_failure(&error))?;
    say(&fit.summary().to_string());
    say(&format!("coefficients  {}", arguments.out.display()));
    Ok(Exit::Done)
}
