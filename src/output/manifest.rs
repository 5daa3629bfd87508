//! `manifest.json`: what a folder holds. No time, host, threads, path or elapsed.

use super::staging::FileSummary;
use crate::engine::{Header, RESULTS_VERSION};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const NAME: &str = "manifest.json";
/// The tally of the folder: what `merge` and `resume` read.
pub const TALLY: &str = "tally.bin";
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub results_version: u32,
    pub scenario: String,
    pub title: String,
    pub world: String,
    pub start: String,
    pub months: usize,
    pub input_hash: String,
    /// As text: JSON readers lose digits of large numbers.
    pub seed: String,
    pub runs: u64,
    pub draws: u64,
    /// Ranges [a, b) of runs.
    pub ranges: Vec<(u64, u64)>,
    /// Interrupted before the runs asked for.
    pub is_partial: bool,
    pub files: Vec<FileEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    pub fn new(
        scenario: &Scenario,
        header: &Header,
        ranges: &[(u64, u64)],
        is_partial: bool,
        files: &[FileSummary],
    ) -> Self {
        let per_draw = crate::engine::RUNS_PER_DRAW;
        Manifest {
            format: FORMAT,
            results_version: RESULTS_VERSION,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            world: scenario.world.name(),
            start: scenario.start.to_string(),
            months: scenario.months,
            input_hash: super::staging::hex(&header.input_hash),
            seed: header.seed.to_string(),
            runs: ranges.iter().map(|(first, last)| last - first).sum(),
            draws: ranges
                .iter()
                .map(|(first, last)| last.div_ceil(per_draw) - first / per_draw)
                .sum(),
            ranges: ranges.to_vec(),
            is_partial,
            files: files
                .iter()
                .map(|file| FileEntry {
                    name: file.name.clone(),
                    bytes: file.bytes,
                    sha256: file.sha256.clone(),
                })
                .collect(),
        }
    }

    /// The manifest of a folder, if it has one that can be read.
    pub fn read(folder: &Path) -> Option<Manifest> {
        let text = std::fs::read_to_string(folder.join(NAME)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Complete, and of exactly these runs of these inputs.
    pub fn is_of(&self, header: &Header, ranges: &[(u64, u64)]) -> bool {
        self.format == FORMAT
            && self.results_version == RESULTS_VERSION
            && self.input_hash == super::staging::hex(&header.input_hash)
            && self.seed == header.seed.to_string()
            && self.ranges == ranges
            && !self.is_partial
    }
}
