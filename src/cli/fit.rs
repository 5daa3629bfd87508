//! `sim fit`: alignment hazards from a panel of dyad-years.

use super::arguments::FitArguments;
use super::failure::{Exit, Failure};
use super::ui::say::say;
use crate::study::panel;

pub fn fit(arguments: &FitArguments) -> Result<Exit, Failure> {
    let fit = panel::fit(&arguments.panel, &panel::FitOptions::default()).map_err(|error| super::validate::panel_failure(&error))?;
    let text = fit.to_csv();
    crate::output::write_file(&arguments.out, text.as_bytes())
        .map_err(|error| Failure::new(Exit::InputOutput, "SIM-0005", error.to_string()).at(arguments.out.display().to_string()))?;
    say(&fit.summary().to_string());
    Ok(Exit::Done)
}
