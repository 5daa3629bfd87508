//! The command line: wires commands to the library, decides exit codes, shows results.

mod answer;
pub mod arguments;
mod calibrate;
mod check;
mod compare;
mod document;
mod ensemble;
mod export;
mod failure;
mod fit;
mod influence;
mod invocation;
mod list;
mod load;
mod merge;
mod patterns;
mod recent;
mod resume;
mod run;
mod ui;
mod validate;
mod witnesses;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::{Exit, Failure};
use std::process::ExitCode;

/// Parses, dispatches, and returns the exit code (docs/exit-codes.md).
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; writing them can only fail if nobody listens.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() {
                Exit::Usage as u8
            } else {
                Exit::Done as u8
            });
        }
    };
    match dispatch(arguments.command) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(failure) => {
            if !failure.what.is_empty() {
                eprintln!("{failure}");
            }
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn dispatch(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Export(arguments) => export::export(&arguments),
        Command::Fit(arguments) => fit::fit(&arguments),
        Command::Validate(arguments) => validate::validate(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Resume(arguments) => resume::resume(&arguments),
        Command::Merge(arguments) => merge::merge(&arguments),
    }
}
