//! `--set KEY=VALUE`: a one-line overlay from the command line.

use super::node::{Node, Table, Value, parse};
use super::problem::{Place, Problems, code, shorten};

/// What the command line changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Mechanisms switched off.
    pub off: Vec<String>,
    /// Keys and values of `--set`.
    pub set: Vec<(String, String)>,
    /// Horizon in months.
    pub months: Option<usize>,
}

/// Start of the name of the place of a setting, in reports.
pub const SETTING: &str = "--set ";

/// Keys of a scenario under which entries are arrays of tables, addressed by id.
const BY_ID: &[&str] = &[
    "treaty",
    "institution",
    "sanction",
    "theatre",
    "rung",
    "event",
    "policy",
    "outcome",
    "target",
];
/// Most parts of a key.
const DEEPEST_KEY: usize = 6;
const SECTIONS: &[&str] = &[
    "actors",
    "strategies",
    "goods",
    "holdings",
    "technology",
    "dyads",
    "parameters",
];

/// The overlay of one setting.
pub fn overlay(key: &str, value: &str, problems: &mut Problems) -> Option<Table> {
    let place = Place::new(&format!("{SETTING}{}={}", shorten(key), shorten(value)), 0);
    let mut path: Vec<&str> = key.split('.').collect();
    if path.len() == 1 && !matches!(key, "months" | "start" | "title") {
        path.insert(0, "parameters");
    }
    let first = path.first().copied().unwrap_or_default();
    let is_known = SECTIONS.contains(&first) || BY_ID.contains(&first) || path.len() == 1;
    if !is_known || path.len() > DEEPEST_KEY || path.iter().any(|part| part.is_empty()) {
        problems.add_unknown(
            code::BAD_SET,
            &place,
            "",
            "key",
            key,
            SECTIONS.iter().chain(BY_ID).copied().chain(["months"]),
        );
        return None;
    }
    Some(table_of(&path, value_of(value, &place), &place))
}

/// A number, list or table as TOML writes it; anything else is text.
fn value_of(value: &str, place: &Place) -> Value {
    let mut ignored = Problems::default();
    let parsed = parse(&format!("v = {value}"), &place.file, &mut ignored);
    match parsed.and_then(|mut table| {
        if table.entries.len() == 1 {
            table.take("v")
        } else {
            None
        }
    }) {
        Some(node) => replaced(node, place).value,
        None => Value::Text(value.to_owned()),
    }
}

/// Lines of a setting mean nothing.
fn replaced(node: Node, place: &Place) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| replaced(item, place)).collect()),
        Value::Table(table) => Value::Table(Table {
            place: place.clone(),
            entries: table
                .entries
                .into_iter()
                .map(|(key, node)| (key, replaced(node, place)))
                .collect(),
        }),
        other => other,
    };
    Node {
        value,
        place: place.clone(),
    }
}

fn table_of(path: &[&str], value: Value, place: &Place) -> Table {
    let mut table = Table::empty(place);
    let Some((first, rest)) = path.split_first() else {
        return table;
    };
    let value = match rest.split_first() {
        None => value,
        Some((id, rest)) if BY_ID.contains(first) => {
            let mut entry = table_of(rest, value, place);
            entry.put(
                "id",
                Node {
                    value: Value::Text((*id).to_owned()),
                    place: place.clone(),
                },
            );
            Value::List(vec![Node {
                value: Value::Table(entry),
                place: place.clone(),
            }])
        }
        Some(_) => Value::Table(table_of(rest, value, place)),
    };
    table.put(
        first,
        Node {
            value,
            place: place.clone(),
        },
    );
    table
}
