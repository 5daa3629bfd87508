//! Loads a scenario for a command; problems go to standard error.

use super::arguments::ScenarioArguments;
use super::failure::{Exit, Failure};
use crate::scenario::Scenario;
use crate::scenario::source::resolver::Files;
use crate::scenario::source::settings::Overrides;

/// The checked scenario with what the command line changes; warnings are told unless quiet.
pub fn load(arguments: &ScenarioArguments, is_quiet: bool) -> Result<Scenario, Failure> {
    let overrides = overrides(arguments)?;
    match Scenario::load(&arguments.scenario, &Files, &overrides) {
        Ok((scenario, warnings)) => {
            if !is_quiet {
                for warning in warnings {
                    eprintln!("warning {warning}");
                }
            }
            Ok(scenario)
        }
        Err(report) => {
            eprintln!("{report}");
            Err(Failure::told(Exit::ScenarioInvalid))
        }
    }
}

fn overrides(arguments: &ScenarioArguments) -> Result<Overrides, Failure> {
    let mut set = Vec::new();
    for setting in &arguments.set {
        let Some((key, value)) = setting.split_once('=') else {
            return Err(Failure::new(
                Exit::Usage,
                "SIM-0002",
                format!("`{setting}` is not of the form KEY=VALUE"),
            )
            .at("--set")
            .help("for example --set kappa=8"));
        };
        set.push((key.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(Overrides {
        off: arguments.off.clone(),
        set,
        months: None,
    })
}
