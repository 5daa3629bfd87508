//! What can be wrong with a panel file: what, where, what to do.

use std::fmt;
use std::path::PathBuf;

#[derive(Debug)]
pub enum PanelError {
    /// The file cannot be opened, read or written.
    Io { path: PathBuf, cause: std::io::Error },
    /// The text is not CSV, or a row has too few cells.
    Csv { path: PathBuf, line: u64, cause: String },
    /// A column that the fit or the scores need is absent.
    MissingColumn { path: PathBuf, column: &'static str },
    /// A cell is not a number in range.
    Cell {
        path: PathBuf,
        line: u64,
        column: &'static str,
        cell: String,
        expected: &'static str,
    },
    /// One dyad-year stands twice.
    Duplicate {
        path: PathBuf,
        line: u64,
        year: i32,
        ccode1: u32,
        ccode2: u32,
    },
    /// Too little to fit or score.
    TooFew { what: &'static str, count: usize },
}

impl PanelError {
    /// Whether the disk, not the content, is at fault (exit 74 rather than 3).
    pub fn is_io(&self) -> bool {
        matches!(self, PanelError::Io { .. })
    }
}

impl fmt::Display for PanelError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PanelError::Io { path, cause } => {
                writeln!(out, "error[SIM-7010]: {cause}")?;
                writeln!(out, "  where: {}", path.display())?;
                write!(out, "  help: check the path, the permissions and the free space")
            }
            PanelError::Csv { path, line, cause } => {
                writeln!(out, "error[SIM-7011]: {cause}")?;
                writeln!(out, "  where: {}, line {line}", path.display())?;
                write!(
                    out,
                    "  help: the panel is CSV (or gzip of it) with one header line; see docs/panel.md"
                )
            }
            PanelError::MissingColumn { path, column } => {
                writeln!(out, "error[SIM-7012]: no column `{column}`")?;
                writeln!(out, "  where: {}, line 1", path.display())?;
                write!(out, "  help: the columns needed are listed in docs/panel.md")
            }
            PanelError::Cell {
                path,
                line,
                column,
                cell,
                expected,
            } => {
                writeln!(
                    out,
                    "error[SIM-7013]: `{}` is not {expected}",
                    cell.chars().take(40).collect::<String>()
                )?;
                writeln!(out, "  where: {}, line {line}, column {column}", path.display())?;
                write!(
                    out,
                    "  help: correct the cell; where it may be blank (docs/panel.md), leave it empty if the value is not known"
                )
            }
            PanelError::Duplicate {
                path,
                line,
                year,
                ccode1,
                ccode2,
            } => {
                writeln!(
                    out,
                    "error[SIM-7014]: the dyad {ccode1}-{ccode2} stands twice in {year}"
                )?;
                writeln!(out, "  where: {}, line {line}", path.display())?;
                write!(out, "  help: keep one row a dyad and year")
            }
            PanelError::TooFew { what, count } => {
                writeln!(out, "error[SIM-7015]: {count} {what}: too few")?;
                writeln!(out, "  where: the whole panel")?;
                write!(
                    out,
                    "  help: give a file with more years; see docs/panel.md for the rows that count"
                )
            }
        }
    }
}

impl std::error::Error for PanelError {}
