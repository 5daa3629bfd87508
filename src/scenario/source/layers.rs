//! What each file of a chain of `extends` changes in what it extends: for `sim check`; no run reads it.

use super::node::{Node, Table, Value};
use super::overlay::id_of;
use super::problem::{Place, shorten};
use super::settings::SETTING;

/// Where a change is made: `actors.RUS.reserves`, `outcome.my-own`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Key at the top of the file, such as `outcome` or `parameters`.
    pub section: String,
    /// What of the section: an id, or keys joined by dots; empty for a key at the top itself.
    pub subject: String,
    pub kind: ChangeKind,
    /// The value it is given, or the fields that change; empty for what is added or removed.
    pub to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Added,
    Changed,
    Removed,
}

/// A file (or the settings of the command line) and what it changes in what stood before it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Layer {
    pub location: String,
    /// What it is laid on; none for the first, which changes nothing.
    pub extends: Option<String>,
    /// It states the question it answers.
    pub asks: bool,
    pub changes: Vec<Change>,
}

/// Keys that say what a file is, not what it changes.
const ABOUT: [&str; 5] = ["format", "id", "title", "question", "remove"];

/// Which of the layers wrote a place: 0 the world, then the files in the order they are laid, then the command line.
pub fn order(layers: &[Layer], place: &Place) -> usize {
    if place.file.starts_with(SETTING) {
        return usize::MAX;
    }
    let found = layers.iter().position(|layer| *layer.location == *place.file);
    found.map_or(0, |index| index + 1)
}

/// What `layer` changes when it is laid on `base`.
pub fn changes(base: &Table, layer: &Table) -> Vec<Change> {
    let mut found = removals(layer);
    for (section, node) in &layer.entries {
        if ABOUT.contains(&section.as_str()) {
            continue;
        }
        let old = base.get(section);
        match &node.value {
            Value::Table(table) => leaves(section, "", old, table, &mut found),
            Value::List(items) if items.iter().any(|item| id_of(item).is_some()) => {
                entries(section, old, items, &mut found);
            }
            _ => found.extend(changed(section, "", old, node)),
        }
    }
    found
}

fn removals(layer: &Table) -> Vec<Change> {
    let Some(Node {
        value: Value::List(items),
        ..
    }) = layer.get("remove")
    else {
        return Vec::new();
    };
    let texts = items.iter().filter_map(|item| match &item.value {
        Value::Text(text) => text.split_once(':'),
        _ => None,
    });
    texts
        .map(|(section, id)| Change {
            section: shorten(section),
            subject: shorten(id),
            kind: ChangeKind::Removed,
            to: String::new(),
        })
        .collect()
}

/// Entries of an array of tables, by id.
fn entries(section: &str, old: Option<&Node>, items: &[Node], found: &mut Vec<Change>) {
    let known: &[Node] = match old.map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    };
    for item in items {
        let (Some(id), Value::Table(table)) = (id_of(item), &item.value) else {
            continue;
        };
        let before = known.iter().find(|node| id_of(node) == Some(id));
        let Some(Node {
            value: Value::Table(before),
            ..
        }) = before
        else {
            found.push(Change {
                section: section.to_owned(),
                subject: shorten(id),
                kind: ChangeKind::Added,
                to: String::new(),
            });
            continue;
        };
        let fields: Vec<String> = table
            .entries
            .iter()
            .filter(|(key, node)| before.get(key).is_none_or(|old| !is_same(old, node)))
            .map(|(key, node)| format!("{} = {}", shorten(key), shown(node)))
            .collect();
        if !fields.is_empty() {
            found.push(Change {
                section: section.to_owned(),
                subject: shorten(id),
                kind: ChangeKind::Changed,
                to: fields.join(", "),
            });
        }
    }
}

/// Every value below a table; ranges (`low`, `central`, `high`) are values.
fn leaves(section: &str, path: &str, old: Option<&Node>, table: &Table, found: &mut Vec<Change>) {
    for (key, node) in &table.entries {
        let subject = if path.is_empty() {
            shorten(key)
        } else {
            format!("{path}.{}", shorten(key))
        };
        let before = match old.map(|node| &node.value) {
            Some(Value::Table(old)) => old.get(key),
            _ => None,
        };
        match &node.value {
            Value::Table(table) if !is_range(table) => leaves(section, &subject, before, table, found),
            _ => found.extend(changed(section, &subject, before, node)),
        }
    }
}

fn is_range(table: &Table) -> bool {
    let mut keys = table.entries.iter().map(|(key, _)| key.as_str());
    keys.all(|key| matches!(key, "low" | "central" | "high"))
}

fn changed(section: &str, subject: &str, old: Option<&Node>, node: &Node) -> Option<Change> {
    if old.is_some_and(|old| is_same(old, node)) {
        return None;
    }
    Some(Change {
        section: shorten(section),
        subject: subject.to_owned(),
        kind: ChangeKind::Changed,
        to: shown(node),
    })
}

/// The same value, wherever it is written.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Table(a), Value::Table(b)) => {
            let is_in_b = |(key, node): &(String, Node)| b.get(key).is_some_and(|b| is_same(node, b));
            a.entries.len() == b.entries.len() && a.entries.iter().all(is_in_b)
        }
        (a, b) => a == b,
    }
}

/// A value as TOML writes it, in one line.
fn shown(node: &Node) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    match &node.value {
        Value::Text(text) => format!("\"{}\"", shorten(text)),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => format!("[{}]", join(items.iter().map(shown).collect())),
        Value::Table(table) => {
            let parts = table.entries.iter();
            let parts = parts.map(|(key, node)| format!("{} = {}", shorten(key), shown(node)));
            format!("{{ {} }}", join(parts.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::parse;
    use super::super::problem::Problems;
    use super::*;

    fn table(text: &str) -> Table {
        parse(text, "f.toml", &mut Problems::default()).expect("TOML")
    }

    #[test]
    fn what_is_said_again_is_no_change() {
        let base = table(
            "months = 54\n[parameters]\nkappa = { low = 1, central = 2, high = 3 }\n[[outcome]]\nid = \"a\"\nlevel = 1\n",
        );
        assert_eq!(changes(&base, &base), []);
        let layer = table(
            "title = \"t\"\nmonths = 60\nremove = [\"outcome:b\"]\n[parameters]\nkappa = 8\n[actors.X]\ngdp = { central = 5 }\n[[outcome]]\nid = \"a\"\nlevel = 1\nhold = 3\n[[outcome]]\nid = \"c\"\n",
        );
        let told: Vec<String> = changes(&base, &layer)
            .iter()
            .map(|c| format!("{} {} {:?} {}", c.section, c.subject, c.kind, c.to))
            .collect();
        assert_eq!(
            told,
            [
                "outcome b Removed ",
                "months  Changed 60",
                "parameters kappa Changed 8",
                "actors X.gdp Changed { central = 5 }",
                "outcome a Changed hold = 3",
                "outcome c Added ",
            ]
        );
    }
}
