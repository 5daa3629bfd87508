//! `extends`: a scenario laid over another. Tables merge by key, arrays of tables by `id`.

use super::builtin::{builtin_names, posterior_names};
use super::layers::{Layer, changes};
use super::node::{Node, Table, Value, parse};
use super::problem::{Place, Problems, code, shorten};
use super::resolver::{BUILTIN, LARGEST_SCENARIO, POSTERIORS, ReadFailure, Resolver, relative_to};

/// Longest chain of `extends`.
const LONGEST_CHAIN: usize = 16;

/// Something a file takes out of what it extends or of the world.
#[derive(Clone, Debug)]
pub struct Removal {
    pub kind: String,
    pub id: String,
    pub place: Place,
    pub is_done: bool,
}

/// A scenario with everything it extends merged into one tree.
#[derive(Clone, Debug)]
pub struct Merged {
    pub tree: Table,
    pub removals: Vec<Removal>,
    /// The files in the order they are laid, then what the command line sets, with what each changes.
    pub layers: Vec<Layer>,
    /// Location of the file that was asked for.
    pub location: String,
}

/// Kinds that `remove` takes, with the sections of a scenario in which they stand.
pub const REMOVABLE: &[(&str, &str)] = &[
    ("actor", "actors"),
    ("good", "goods"),
    ("strategy", "strategies"),
    ("treaty", "treaty"),
    ("institution", "institution"),
    ("sanction", "sanction"),
    ("theatre", "theatre"),
    ("event", "event"),
    ("policy", "policy"),
    ("outcome", "outcome"),
    ("target", "target"),
];

/// Reads the file at `location` and all it extends, and merges them from the root down.
pub fn read_merged(location: &str, resolver: &dyn Resolver, problems: &mut Problems) -> Option<Merged> {
    let chain = read_chain(location, resolver, problems)?;
    let mut tree = Table::empty(&Place::new(location, 0));
    let mut removals = Vec::new();
    let mut layers: Vec<Layer> = Vec::new();
    for mut layer in chain.into_iter().rev() {
        // A scenario does not inherit the name of what it extends.
        tree.take("id");
        layer.take("extends");
        let extends = layers.last().map(|below| below.location.clone());
        layers.push(Layer {
            location: layer.place.file.to_string(),
            asks: layer.get("question").is_some(),
            changes: match extends {
                Some(_) => changes(&tree, &layer),
                None => Vec::new(),
            },
            extends,
        });
        apply_removals(&mut tree, &mut layer, &mut removals, problems);
        merge(&mut tree, layer, problems);
    }
    Some(Merged {
        tree,
        removals,
        layers,
        location: location.to_owned(),
    })
}

fn read_chain(location: &str, resolver: &dyn Resolver, problems: &mut Problems) -> Option<Vec<Table>> {
    let mut chain = Vec::new();
    let mut seen = vec![location.to_owned()];
    let mut named_at = Place::new(location, 0);
    let mut location = location.to_owned();
    loop {
        let text = match resolver.read(&location, LARGEST_SCENARIO) {
            Ok(text) => text,
            Err(failure) => {
                report_unreadable(&failure, &location, &named_at, problems);
                return None;
            }
        };
        let tree = parse(&text, &location, problems)?;
        check_format(&tree, &location, problems)?;
        let Some(node) = tree.get("extends").cloned() else {
            chain.push(tree);
            return Some(chain);
        };
        chain.push(tree);
        let (next, place) = (extended(&node, &location, problems)?, node.place);
        if seen.contains(&next) || seen.len() >= LONGEST_CHAIN {
            let what = format!(
                "`extends` comes back to a file already in the chain, or the chain is longer than {LONGEST_CHAIN}: {}",
                shorten(&next)
            );
            problems.add(
                code::EXTENDS_CYCLE,
                &place,
                "extends",
                what,
                "Let one of the files in the chain extend nothing",
            );
            return None;
        }
        seen.push(next.clone());
        (location, named_at) = (next, place);
    }
}

/// The location a file extends.
fn extended(node: &Node, location: &str, problems: &mut Problems) -> Option<String> {
    let Value::Text(reference) = &node.value else {
        problems.add(
            code::WRONG_TYPE,
            &node.place,
            "extends",
            format!("`extends` is {}, not text", node.kind()),
            "Write extends = \"builtin:<name>\" or a path with a slash",
        );
        return None;
    };
    let is_path = reference.contains('/') || reference.ends_with(".toml");
    if !is_path && !reference.starts_with(BUILTIN) {
        let names = builtin_names();
        problems.add_unknown(
            code::UNKNOWN_NAME,
            &node.place,
            "extends",
            "scenario (write builtin:<name>, or a path with a slash)",
            reference,
            names,
        );
        return None;
    }
    Some(relative_to(location, reference))
}

/// Refuses a format of another major version.
pub fn check_format(tree: &Table, location: &str, problems: &mut Problems) -> Option<()> {
    match tree.get("format") {
        None => {
            problems.add(
                code::MISSING_KEY,
                &Place::new(location, 1),
                "format",
                "`format` is missing",
                "Write format = 1 in the first line",
            );
            Some(())
        }
        Some(Node {
            value: Value::Number(1.0),
            ..
        }) => Some(()),
        Some(node) => {
            let stated = match &node.value {
                Value::Number(number) => number.to_string(),
                Value::Text(text) => shorten(text),
                _ => node.kind().to_owned(),
            };
            problems.add(
                code::UNKNOWN_FORMAT,
                &node.place,
                "format",
                format!("format {stated} is not known to this release, which reads format 1"),
                "Write format = 1, or use the release the file was made for",
            );
            None
        }
    }
}

pub fn report_unreadable(failure: &ReadFailure, location: &str, named_at: &Place, problems: &mut Problems) {
    let shown = shorten(location);
    match failure {
        ReadFailure::Missing if location.starts_with(POSTERIORS) => {
            let name = location.trim_start_matches(POSTERIORS);
            problems.add_unknown(
                code::UNREADABLE,
                named_at,
                "posterior",
                "shipped posterior",
                name,
                posterior_names(),
            );
        }
        ReadFailure::Missing if location.starts_with(BUILTIN) => {
            let name = location.trim_start_matches(BUILTIN);
            problems.add_unknown(
                code::UNREADABLE,
                named_at,
                "",
                "shipped scenario",
                name,
                builtin_names(),
            );
        }
        ReadFailure::Missing => problems.add(
            code::UNREADABLE,
            named_at,
            "",
            format!("there is no file `{shown}`"),
            "Check the path; one without a slash is looked for among the shipped files",
        ),
        ReadFailure::TooLarge { limit } => problems.add(
            code::TOO_LARGE,
            &Place::new(location, 0),
            "",
            format!("`{shown}` is larger than {limit} bytes"),
            "Is this the right file? Scenarios and worlds are small",
        ),
        ReadFailure::NotUtf8 { line } => problems.add(
            code::NOT_UTF8,
            &Place::new(location, *line),
            "",
            format!("`{shown}` is not UTF-8 text"),
            "Save the file as UTF-8",
        ),
        ReadFailure::Other(error) => problems.add(
            code::UNREADABLE,
            named_at,
            "",
            format!("`{shown}` cannot be read: {}", shorten(error)),
            "Check that it is a file and that you may read it",
        ),
    }
}

fn apply_removals(tree: &mut Table, layer: &mut Table, removals: &mut Vec<Removal>, problems: &mut Problems) {
    let Some(node) = layer.take("remove") else { return };
    let Value::List(items) = node.value else {
        problems.add(
            code::WRONG_TYPE,
            &node.place,
            "remove",
            "`remove` is not a list",
            "Write remove = [\"outcome:<id>\", \"actor:<id>\"]",
        );
        return;
    };
    for item in items {
        let Value::Text(text) = &item.value else {
            problems.add(
                code::WRONG_TYPE,
                &item.place,
                "remove",
                format!("an entry of `remove` is {}", item.kind()),
                "Write \"<kind>:<id>\"",
            );
            continue;
        };
        let (kind, id) = text.split_once(':').unwrap_or((text, ""));
        let Some((_, section)) = REMOVABLE.iter().find(|(name, _)| *name == kind) else {
            problems.add_unknown(
                code::UNKNOWN_NAME,
                &item.place,
                "remove",
                "kind of thing to remove",
                kind,
                REMOVABLE.iter().map(|(name, _)| *name),
            );
            continue;
        };
        let is_done = remove_from(tree, section, id);
        removals.push(Removal {
            kind: kind.to_owned(),
            id: id.to_owned(),
            place: item.place.clone(),
            is_done,
        });
    }
}

fn remove_from(tree: &mut Table, section: &str, id: &str) -> bool {
    if section == "actors" {
        for owned in ["holdings", "technology"] {
            if let Some(Node {
                value: Value::Table(table),
                ..
            }) = tree.get_mut(owned)
            {
                table.take(id);
            }
        }
    }
    match tree.get_mut(section).map(|node| &mut node.value) {
        Some(Value::Table(table)) => table.take(id).is_some(),
        Some(Value::List(items)) => {
            let before = items.len();
            items.retain(|item| id_of(item) != Some(id));
            items.len() < before
        }
        _ => false,
    }
}

/// The `id` of an entry of an array of tables.
pub fn id_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Table(table) => table.text("id"),
        _ => None,
    }
}

/// Lays `over` on `base`.
pub fn merge(base: &mut Table, over: Table, problems: &mut Problems) {
    for (key, node) in over.entries {
        let Node { value, place } = node;
        match (base.get_mut(&key), value) {
            (
                Some(Node {
                    value: Value::Table(old),
                    ..
                }),
                Value::Table(new),
            ) => merge(old, new, problems),
            (
                Some(Node {
                    value: Value::List(old),
                    ..
                }),
                Value::List(new),
            ) if has_ids(&new) => {
                merge_by_id(old, new, problems);
            }
            (_, Value::List(new)) if has_ids(&new) => {
                let mut list = Vec::new();
                merge_by_id(&mut list, new, problems);
                base.put(
                    &key,
                    Node {
                        value: Value::List(list),
                        place,
                    },
                );
            }
            (_, value) => base.put(&key, Node { value, place }),
        }
    }
}

fn has_ids(items: &[Node]) -> bool {
    !items.is_empty() && items.iter().all(|item| id_of(item).is_some())
}

fn merge_by_id(old: &mut Vec<Node>, new: Vec<Node>, problems: &mut Problems) {
    let mut seen: Vec<String> = Vec::new();
    for item in new {
        let id = id_of(&item).unwrap_or_default().to_owned();
        if seen.contains(&id) {
            problems.add(
                code::DUPLICATE,
                &item.place,
                "id",
                format!("`{}` stands twice in one file", shorten(&id)),
                "Give each entry its own id",
            );
            continue;
        }
        seen.push(id.clone());
        let Value::Table(over) = item.value else { continue };
        let existing = old.iter_mut().find(|node| id_of(node) == Some(&id));
        match existing.map(|node| &mut node.value) {
            // A new kind brings its own fields: nothing of the old entry stays.
            Some(Value::Table(base)) if over.get("kind").is_none() => merge(base, over, problems),
            Some(slot) => *slot = Value::Table(over),
            None => old.push(Node {
                value: Value::Table(over),
                place: item.place,
            }),
        }
    }
}
