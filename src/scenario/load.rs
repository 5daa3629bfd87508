//! The way in: a path or name, what the command line changes, and out comes a checked scenario or a report.

use super::Scenario;
use super::compile::compile;
use super::compile::sense::check_groups;
use super::source::builtin::builtin_names;
use super::source::layers::{Layer, changes};
use super::source::node::{Node, Table, Value};
use super::source::overlay::{Merged, id_of, merge, read_merged};
use super::source::patch;
use super::source::problem::{Place, Problem, Problems, Report, code, shorten};
use super::source::resolver::{BUILTIN, Resolver};
use super::source::settings::{Overrides, overlay};
use super::source::world_files::{RawWorld, read_world};

/// Name of the layer of `--set`.
pub const COMMAND_LINE: &str = "--set";

impl Scenario {
    /// Reads, checks and compiles. `location` is a path, `builtin:<name>`, or the name of a shipped scenario.
    /// On success: the scenario and warnings; else everything that is wrong, sorted by file and line.
    pub fn load(
        location: &str,
        resolver: &dyn Resolver,
        overrides: &Overrides,
    ) -> Result<(Scenario, Vec<Problem>), Report> {
        let mut problems = Problems::default();
        let scenario = read(location, resolver, overrides, &mut problems);
        let warnings = problems.finish()?;
        match scenario {
            Some(scenario) => Ok((scenario, warnings)),
            // Unreachable as long as whoever gives up says why; an error beats a panic.
            None => Err(Report::default()),
        }
    }
}

fn read(
    location: &str,
    resolver: &dyn Resolver,
    overrides: &Overrides,
    problems: &mut Problems,
) -> Option<Scenario> {
    let location = named(location, problems)?;
    let mut merged = read_merged(&location, resolver, problems)?;
    apply_overrides(&mut merged, overrides, problems);
    let mut world = world_of(&merged, resolver, problems)?;
    check_groups(&world, problems);
    patch::apply(&mut merged, &mut world, problems);
    compile(&merged, &world, overrides, resolver, problems)
}

/// A bare name is a shipped scenario; anything with a slash or `.toml` is a path.
fn named(location: &str, problems: &mut Problems) -> Option<String> {
    if location.starts_with(BUILTIN) || location.contains('/') || location.ends_with(".toml") {
        return Some(location.to_owned());
    }
    let names = builtin_names();
    if names.contains(&location) {
        return Some(format!("{BUILTIN}{location}"));
    }
    let place = Place::new(&shorten(location), 0);
    problems.add_unknown(
        code::UNREADABLE,
        &place,
        "",
        "shipped scenario (a file of your own ends in .toml)",
        location,
        names,
    );
    None
}

fn apply_overrides(merged: &mut Merged, overrides: &Overrides, problems: &mut Problems) {
    let mut changed = Vec::new();
    for (key, value) in &overrides.set {
        let Some(layer) = overlay(key, value, problems) else {
            continue;
        };
        if addresses_known_entry(&merged.tree, &layer, problems) {
            changed.extend(changes(&merged.tree, &layer));
            merge(&mut merged.tree, layer, problems);
        }
    }
    if !changed.is_empty() {
        merged.layers.push(Layer {
            location: COMMAND_LINE.to_owned(),
            extends: Some(merged.location.clone()),
            asks: false,
            changes: changed,
        });
    }
    if let Some(months) = overrides.months {
        let place = Place::new(&format!("--months {months}"), 0);
        merged.tree.put(
            "months",
            Node {
                value: Value::Number(months as f64),
                place,
            },
        );
    }
}

fn world_of(merged: &Merged, resolver: &dyn Resolver, problems: &mut Problems) -> Option<RawWorld> {
    match merged.tree.get("world") {
        Some(Node {
            value: Value::Text(reference),
            place,
        }) => read_world(reference, place, resolver, problems),
        Some(node) => {
            problems.add(
                code::WRONG_TYPE,
                &node.place,
                "world",
                format!("`world` is {}", node.kind()),
                "Write the name of a world in quotes, or the path of a folder",
            );
            None
        }
        None => {
            problems.add(
                code::NO_WORLD,
                &Place::new(&merged.location, 1),
                "world",
                "the scenario names no world and extends none that does",
                "Add world = \"2026-07\", or extends = \"builtin:taiwan\"",
            );
            None
        }
    }
}

/// A setting changes outcomes, events and policies; it cannot found one.
fn addresses_known_entry(tree: &Table, layer: &Table, problems: &mut Problems) -> bool {
    for section in ["outcome", "target", "event", "policy"] {
        let Some(Node {
            value: Value::List(entries),
            place,
        }) = layer.get(section)
        else {
            continue;
        };
        let known: Vec<&str> = match tree.get(section).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter().filter_map(id_of).collect(),
            _ => Vec::new(),
        };
        let id = entries.first().and_then(id_of).unwrap_or_default();
        if !known.contains(&id) {
            problems.add_unknown(code::UNKNOWN_NAME, place, "", section, id, known);
            return false;
        }
    }
    true
}
