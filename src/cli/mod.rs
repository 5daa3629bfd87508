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
use clap::{CommandFactory, FromArgMatches};
use failure::{Exit, Failure};
use std::process::ExitCode;

/// Parses, dispatches, and returns the exit code (docs/exit-codes.md).
pub fn main() -> ExitCode {
    let arguments = match parsed() {
        Ok(arguments) => arguments,
        Err(error) => {
            if let Some(failure) = wrong_value(&error) {
                eprintln!("{failure}");
                return ExitCode::from(failure.exit as u8);
            }
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

/// The command line read. A value may begin with a minus, so that `--budget -1` is told to be no number of runs.
fn parsed() -> Result<Arguments, clap::Error> {
    let with_numbers = |command: clap::Command| {
        command.mut_args(|argument| {
            let takes_value = argument.get_action().takes_values() && !argument.is_positional();
            argument.allow_negative_numbers(takes_value)
        })
    };
    let mut command = Arguments::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, with_numbers);
    }
    Arguments::from_arg_matches(&command.try_get_matches()?)
}

/// A value that cannot be read, in three lines like every complaint.
fn wrong_value(error: &clap::Error) -> Option<Failure> {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    if error.kind() != ErrorKind::ValueValidation {
        return None;
    }
    let (Some(ContextValue::String(argument)), Some(ContextValue::String(value))) = (
        error.get(ContextKind::InvalidArg),
        error.get(ContextKind::InvalidValue),
    ) else {
        return None;
    };
    let source = std::error::Error::source(error)?;
    let what = if source.is::<std::num::ParseIntError>() {
        format!("`{value}` is no whole number from 0 on, or too large a one")
    } else {
        source.to_string()
    };
    Some(
        Failure::new(Exit::Usage, "SIM-0034", what)
            .at(argument.clone())
            .help("`--help` after the command lists what it takes"),
    )
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
