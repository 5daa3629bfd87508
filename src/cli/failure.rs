//! What goes wrong on the command line: three lines (what, where, what to do), a stable code, an exit code.

use std::fmt;

/// Documented exit codes (docs/exit-codes.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Done = 0,
    CheckFailed = 1,
    Usage = 2,
    ScenarioInvalid = 3,
    OutputRefused = 5,
    Bug = 70,
    InputOutput = 74,
    Interrupted = 130,
}

/// A failure to be told to a person.
#[derive(Clone, Debug)]
pub struct Failure {
    pub exit: Exit,
    pub code: &'static str,
    pub what: String,
    pub place: String,
    pub help: String,
}

impl Failure {
    pub fn new(exit: Exit, code: &'static str, what: impl Into<String>) -> Self {
        Failure {
            exit,
            code,
            what: what.into(),
            place: String::new(),
            help: String::new(),
        }
    }

    /// A failure whose words have been said already: only the exit code is left.
    pub fn told(exit: Exit) -> Self {
        Failure::new(exit, "SIM-0001", "")
    }

    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.what)?;
        if !self.place.is_empty() {
            write!(f, "\n  where: {}", self.place)?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help:  {}", self.help)?;
        }
        Ok(())
    }
}
