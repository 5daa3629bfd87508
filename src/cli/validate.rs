//! `sim validate`: how wrong the model has been.

use super::arguments::ValidateArguments;
use super::failure::{Exit, Failure};
use crate::study::panel::PanelError;

pub fn validate(_arguments: &ValidateArguments) -> Result<Exit, Failure> {
    Err(Failure::new(Exit::Usage, "SIM-0009", "not yet"))
}

pub fn panel_failure(error: &PanelError) -> Failure {
    let exit = if error.is_io() {
        Exit::InputOutput
    } else {
        Exit::ScenarioInvalid
    };
    let text = error.to_string();
    Failure::new(exit, "SIM-7000", text)
}
