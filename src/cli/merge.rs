//! `sim merge`: shards in any order to the same bytes as one run.

use super::answer::{self, View};
use super::arguments::MergeArguments;
use super::ensemble::tally_failure;
use super::failure::{Exit, Failure};
use super::invocation::Invocation;
use super::load::load;
use super::run::output_failure;
use crate::engine::{Tally, tally};
use crate::output::folder::{Decision, decide};
use crate::output::{manifest, write};
use crate::record::Record;
use std::path::Path;

pub fn merge(arguments: &MergeArguments) -> Result<Exit, Failure> {
    let mut invocation = Invocation::read(&arguments.folders[0])?;
    let scenario = load(&invocation.scenario_arguments(), arguments.quiet)?;
    let mut tallies = Vec::with_capacity(arguments.folders.len());
    for folder in &arguments.folders {
        let path = folder.join(manifest::TALLY);
        let mut file = std::fs::File::open(&path).map_err(|error| tally_failure(&path, &error.into()))?;
        let read = Tally::decode(&mut file, &scenario, Record::new(&scenario));
        tallies.push(read.map_err(|error| tally_failure(&path, &error))?);
    }
    let mut merged = tally::merge(tallies).map_err(|error| tally_failure(&arguments.out, &error))?;
    let gaps = merged.gaps();
    if !gaps.is_empty() && !arguments.quiet {
        let named: Vec<String> = gaps
            .iter()
            .map(|(first, end)| format!("{first}..{end}"))
            .collect();
        eprintln!(
            "warning SIM-4020: runs {} are missing; the result is marked partial",
            named.join(", ")
        );
    }
    let (first, end) = (merged.ranges[0].0, merged.ranges[merged.ranges.len() - 1].1);
    let decision = decide(
        Some(&arguments.out),
        Path::new("."),
        &merged.header,
        &merged.ranges,
        arguments.force,
    )
    .map_err(output_failure)?;
    let Decision::Write { path, keep_as } = decision else {
        return Ok(Exit::Done);
    };
    invocation.command = std::env::args().collect();
    (invocation.first_run, invocation.end_run) = (first, end);
    let request = write::Request {
        folder: &path,
        keep_as: keep_as.as_deref(),
        is_partial: !gaps.is_empty(),
        invocation: &invocation.to_json(),
        room: None,
    };
    let written = write::write(&scenario, &mut merged, &request).map_err(output_failure)?;
    let next = invocation.again(&path, end.saturating_mul(10));
    let view = View {
        is_quiet: arguments.quiet,
        is_json: arguments.json,
    };
    answer::show(&scenario, &merged, &written, &next, view, None);
    Ok(Exit::Done)
}
