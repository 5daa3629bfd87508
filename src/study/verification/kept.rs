//! What each part of the page gave, kept as files: slow parts are run apart, and the page is made of all without a run.

use crate::study::calibrate::write::write;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

/// Folder of the kept results in a copy of the project.
pub const FOLDER: &str = "docs/verification";

/// A part of the page that takes runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Hindcast,
    Posterior,
    Cast,
    Recent,
    Ladders,
    SideBySide,
    SelfTest,
    Mechanisms,
    Patterns,
}

impl Part {
    /// Quick ones first, patterns last.
    pub const ALL: [Part; 9] = [
        Part::Hindcast,
        Part::Posterior,
        Part::Cast,
        Part::Recent,
        Part::Ladders,
        Part::SideBySide,
        Part::SelfTest,
        Part::Mechanisms,
        Part::Patterns,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Part::Hindcast => "hindcast",
            Part::Posterior => "posterior",
            Part::Cast => "cast",
            Part::Recent => "recent",
            Part::Ladders => "ladders",
            Part::SideBySide => "side-by-side",
            Part::SelfTest => "self-test",
            Part::Mechanisms => "mechanisms",
            Part::Patterns => "patterns",
        }
    }

    /// The command that prints the same result, with so many runs (fits of the self-test, draws of the patterns).
    pub fn command(self, runs: u64, seed: u64) -> String {
        match self {
            Part::Hindcast => {
                format!("sim validate builtin:hindcast-2022 --runs {runs} --seed {seed} --json")
            }
            Part::Posterior => format!(
                "sim validate builtin:hindcast-2022 --set posterior=builtin:hindcast-2022 --runs {runs} --seed {seed} --json"
            ),
            Part::Cast => format!("sim run builtin:taiwan --runs {runs} --seed {seed} --json"),
            Part::Recent => format!("sim validate --recent --runs {runs} --seed {seed} --json"),
            Part::Ladders => format!("sim validate --ladders --seed {seed} --json"),
            Part::SideBySide => format!(
                "sim compare builtin:taiwan builtin:taiwan-posterior builtin:taiwan-posterior-without-treaty --runs {runs} --seed {seed} --json"
            ),
            Part::SelfTest => format!("sim calibrate --self-test {runs} --seed {seed} --json"),
            Part::Mechanisms => "sim validate --mechanisms --json".to_owned(),
            Part::Patterns => format!("sim validate --patterns --draws {runs} --seed {seed} --json"),
        }
    }

    pub fn file(self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.json", self.id()))
    }
}

/// The result of a part and how it was come by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub format: u32,
    pub part: String,
    pub command: String,
    pub version: String,
    pub results_version: u32,
    /// Of the scenarios run (empty where none is): another digest, and the result is of another model.
    pub inputs: String,
    /// As the command prints it.
    pub result: Value,
}

impl Kept {
    pub fn new(part: Part, command: String, inputs: String, result: Value) -> Self {
        Kept {
            format: 1,
            part: part.id().to_owned(),
            command,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            results_version: crate::engine::RESULTS_VERSION,
            inputs,
            result,
        }
    }

    /// The line above the part's numbers.
    pub fn origin(&self) -> String {
        let inputs = match self.inputs.get(..8) {
            Some(start) => format!(", inputs {start}"),
            None => String::new(),
        };
        format!("`{}` (version {}{inputs}).", self.command, self.version)
    }

    /// Writes the file whole or not at all.
    pub fn keep(&self, part: Part, folder: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        write(&part.file(folder), &(text + "\n"))
    }

    /// What is kept of a part.
    pub fn read(part: Part, folder: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(part.file(folder))?;
        let kept: Kept = serde_json::from_str(&text).map_err(io::Error::other)?;
        if kept.format == 1 && kept.part == part.id() {
            Ok(kept)
        } else {
            Err(io::Error::other(format!(
                "it holds part `{}` in format {}",
                kept.part, kept.format
            )))
        }
    }
}

/// A digest of several hashes of inputs, in their order.
pub fn digest(inputs: &[[u8; 32]]) -> String {
    use sha2::{Digest, Sha256};
    if inputs.is_empty() {
        return String::new();
    }
    let mut hasher = Sha256::new();
    for hash in inputs {
        hasher.update(hash);
    }
    crate::output::staging::hex(hasher.finalize().as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(
            Part::Recent,
            Part::Recent.command(8, 1),
            digest(&[[7; 32]]),
            serde_json::json!({"share": 0.1}),
        );
        assert!(Kept::read(Part::Recent, folder.path()).is_err());
        kept.keep(Part::Recent, folder.path()).unwrap();
        assert_eq!(Kept::read(Part::Recent, folder.path()).unwrap(), kept);
        assert!(
            kept.origin()
                .starts_with("`sim validate --recent --runs 8 --seed 1 --json` (version")
        );
        std::fs::rename(
            Part::Recent.file(folder.path()),
            Part::Ladders.file(folder.path()),
        )
        .unwrap();
        assert!(Kept::read(Part::Ladders, folder.path()).is_err());
        assert_eq!(digest(&[]), "");
    }
}
