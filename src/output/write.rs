//! All files of a result, in one folder that appears whole.

use super::error::OutputError;
use super::manifest::{self, Manifest};
use super::staging::{FileSummary, Staging};
use super::{actors, alignment, economy, help, outcomes, parameters, theatres};
use crate::engine::{Header, Tally};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::stats::outcomes::{Estimate, estimate};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the files are made of.
pub struct Results<'r> {
    pub scenario: &'r Scenario,
    pub header: Header,
    pub ranges: Vec<(u64, u64)>,
    pub record: &'r Record,
    pub estimates: Vec<Estimate>,
}

impl Results<'_> {
    /// Runs recorded.
    pub fn runs(&self) -> u64 {
        self.record.runs.len() as u64
    }

    /// `YYYY-MM` of a month of the run.
    pub fn month(&self, month: usize) -> String {
        self.scenario.start.plus(month).to_string()
    }
}

/// How and where to write.
pub struct Request<'r> {
    pub folder: &'r Path,
    /// Keep what stands there under this name (`folder::Decision`).
    pub keep_as: Option<&'r Path>,
    pub is_partial: bool,
    /// Goes to `invocation.json`: command, version, host, threads, elapsed, paths.
    pub invocation: &'r serde_json::Value,
    /// Bytes that fit on the disk; tests only.
    pub room: Option<u64>,
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    pub folder: PathBuf,
    pub manifest: Manifest,
    pub estimates: Vec<Estimate>,
}

type Fill = fn(&Results, &mut dyn Write) -> io::Result<()>;

/// Every data file, in the order of the manifest.
pub const FILES: [(&str, Fill); 15] = [
    ("outcomes.csv", outcomes::outcomes),
    ("runs.csv", outcomes::runs),
    ("ties.csv", alignment::ties),
    ("terms.csv", alignment::terms),
    ("pairs.csv", alignment::pairs),
    ("flows.csv", economy::flows),
    ("bundles.csv", economy::bundles),
    ("stocks.csv", economy::stocks),
    ("technology.csv", economy::technology),
    ("sanctions.csv", actors::sanctions),
    ("actors.csv", actors::actors),
    ("theatres.csv", theatres::theatres),
    ("help.csv", help::help),
    ("measures.csv", theatres::measures),
    ("parameters.csv", parameters::parameters),
];

/// Writes the folder of a tally: data files, tally, manifest, invocation. All or nothing.
pub fn write(
    scenario: &Scenario,
    tally: &mut Tally<Record>,
    request: &Request,
) -> Result<Written, OutputError> {
    let estimates = estimate(scenario, &mut tally.records);
    let mut staging = Staging::begin(request.folder)?.with_room(request.room);
    let mut files: Vec<FileSummary> = Vec::new();
    let results = Results {
        scenario,
        header: tally.header.clone(),
        ranges: tally.ranges.clone(),
        record: &tally.records,
        estimates,
    };
    for (name, fill) in FILES {
        files.push(staging.file(name, |out| fill(&results, out))?);
    }
    let estimates = results.estimates;
    files.push(staging.file(manifest::TALLY, |out| tally.encode(out))?);
    let manifest = Manifest::new(scenario, &tally.header, &tally.ranges, request.is_partial, &files);
    staging.file(manifest::NAME, |out| json(out, &manifest))?;
    staging.file("invocation.json", |out| json(out, request.invocation))?;
    staging.publish(request.keep_as)?;
    Ok(Written {
        folder: request.folder.to_owned(),
        manifest,
        estimates,
    })
}

fn json(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
