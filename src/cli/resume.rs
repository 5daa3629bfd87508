//! `sim resume`: goes on with an interrupted run, to the same bytes as one that was not.

use super::answer::View;
use super::arguments::ResumeArguments;
use super::ensemble::{self, Task};
use super::failure::{Exit, Failure};
use super::invocation::Invocation;
use super::load::load;
use super::run::{finish, threads};
use crate::output::folder::{checkpoint_of, kept_name};
use crate::output::manifest::Manifest;
use crate::scenario::entities;
use std::path::{Path, PathBuf};

/// The folder of the result, also where its `.unfinished` sibling with the checkpoint was named.
fn named_target(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    match name.as_deref().and_then(|name| name.strip_suffix(".unfinished")) {
        Some(target) if Manifest::read(folder).is_none() => folder.with_file_name(target),
        _ => folder.to_owned(),
    }
}

pub fn resume(arguments: &ResumeArguments) -> Result<Exit, Failure> {
    let folder = &named_target(&arguments.folder);
    let Some(checkpoint) = checkpoint_of(folder) else {
        return Err(
            Failure::new(Exit::InputOutput, "SIM-0006", "there is nothing to go on from")
                .at(folder.display().to_string())
                .help("give the folder that `sim run` was writing to"),
        );
    };
    let source = checkpoint.parent().unwrap_or(folder);
    if source == folder && Manifest::read(folder).is_some_and(|manifest| !manifest.is_partial) {
        if !arguments.quiet {
            eprintln!("already done: {} is complete", folder.display());
        }
        return Ok(Exit::Done);
    }
    let mut invocation = Invocation::read(source)?;
    invocation.threads = threads(arguments.threads)?;
    let scenario = load(&invocation.scenario_arguments(), arguments.quiet)?;
    let entities = entities(&scenario);
    let task = Task {
        scenario: &scenario,
        entities: &entities,
        invocation,
        target: folder.clone(),
        is_quiet: arguments.quiet,
    };
    let Some(begun) = ensemble::checkpoint(&task, &checkpoint)? else {
        return Err(Failure::new(
            Exit::OutputRefused,
            "SIM-4004",
            "the scenario has changed since the run began",
        )
        .at(checkpoint.display().to_string())
        .help("undo the change, or run it anew with --force"));
    };
    // A finished result that stood there while the unfinished one was begun is kept, not replaced.
    let keep_as =
        (source != folder && Manifest::read(folder).is_some()).then(|| kept_name(folder, &scenario.id));
    if let (Some(kept), false) = (&keep_as, arguments.quiet) {
        eprintln!(
            "{} holds another result: it is kept as {}",
            folder.display(),
            kept.display()
        );
    }
    finish(
        &task,
        Some(begun),
        keep_as.as_deref(),
        View {
            is_quiet: arguments.quiet,
            is_json: arguments.json,
        },
    )
}
