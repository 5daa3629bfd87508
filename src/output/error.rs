//! Why output could not be written, with the exit code it means.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Output refused: a folder that exists and may not be replaced.
pub const EXIT_REFUSED: i32 = 5;
/// Input or output failed.
pub const EXIT_IO: i32 = 74;

#[derive(Debug)]
pub struct OutputError {
    pub code: &'static str,
    pub exit: i32,
    pub what: String,
    pub path: PathBuf,
    pub help: String,
}

impl OutputError {
    pub fn io(path: &Path, error: &io::Error) -> Self {
        let is_full = error.kind() == io::ErrorKind::StorageFull || error.raw_os_error() == Some(28);
        OutputError {
            code: if is_full { "SIM-5002" } else { "SIM-5003" },
            exit: EXIT_IO,
            what: format!("the output could not be written: {error}"),
            path: path.to_owned(),
            help: if is_full {
                "make room on the disk; what stood there before is untouched".to_owned()
            } else {
                "check that the folder exists and may be written".to_owned()
            },
        }
    }

    pub fn refused(path: &Path, what: &str, help: &str) -> Self {
        OutputError {
            code: "SIM-5001",
            exit: EXIT_REFUSED,
            what: what.to_owned(),
            path: path.to_owned(),
            help: help.to_owned(),
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\n  {}\n  {}",
            self.code,
            self.what,
            self.path.display(),
            self.help
        )
    }
}

impl std::error::Error for OutputError {}
