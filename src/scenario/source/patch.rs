//! Lays the sections of a scenario on the tables of its world: after this, everything is rows.

use super::node::{Node, Table, Value};
use super::overlay::{Merged, Removal};
use super::patch_ties::{compliance, dyad, flows, theatre};
use super::problem::{Place, Problems, code, shorten};
use super::specs::{ATTRIBUTE_SPECS, MEASURES, TECHNOLOGY_MEASURES, TableId, a_month, is_monthly};
use super::table::Row;
use super::world_files::RawWorld;
use std::collections::BTreeMap;

/// What a row of a scenario says of its source if it says nothing.
const STATED: &str = "stated by the scenario";

/// The columns of a quantity with its range.
pub(super) const QUANTITY: [&str; 3] = ["low", "central", "high"];

/// Applies removals, then every section that changes the world.
pub fn apply(merged: &mut Merged, world: &mut RawWorld, problems: &mut Problems) {
    for removal in &mut merged.removals {
        remove(removal, world, problems);
    }
    let tree = &merged.tree;
    each_table(tree, "strategies", problems, |id, table, problems| {
        named(TableId::Strategies, id, table, world, problems)
    });
    each_table(tree, "goods", problems, |id, table, problems| {
        named(TableId::Goods, id, table, world, problems)
    });
    each_table(tree, "actors", problems, |id, table, problems| {
        actor(id, table, world, problems)
    });
    each_table(tree, "holdings", problems, |id, table, problems| {
        holdings(id, table, MEASURES, world, problems)
    });
    each_table(tree, "technology", problems, |id, table, problems| {
        holdings(id, table, TECHNOLOGY_MEASURES, world, problems)
    });
    each_table(tree, "dyads", problems, |id, table, problems| {
        dyad(id, table, world, problems)
    });
    each_table(tree, "compliance", problems, |id, table, problems| {
        compliance(id, table, world, problems)
    });
    each_table(tree, "flows", problems, |id, table, problems| {
        flows(id, table, world, problems)
    });
    each_entry(tree, "treaty", problems, |id, table, problems| {
        named(TableId::Treaties, id, table, world, problems)
    });
    each_entry(tree, "institution", problems, |id, table, problems| {
        named(TableId::Institutions, id, table, world, problems)
    });
    each_entry(tree, "sanction", problems, |id, table, problems| {
        named(TableId::Sanctions, id, table, world, problems)
    });
    each_entry(tree, "theatre", problems, |id, table, problems| {
        theatre(id, table, world, problems)
    });
}

/// Calls `act` for each table under `section`.
pub fn each_table(
    tree: &Table,
    section: &str,
    problems: &mut Problems,
    mut act: impl FnMut(&str, &Table, &mut Problems),
) {
    let Some(node) = tree.get(section) else { return };
    let Value::Table(table) = &node.value else {
        problems.add(
            code::WRONG_TYPE,
            &node.place,
            section,
            format!("`{section}` is {}, not a table", node.kind()),
            format!("Write [{section}.<id>]"),
        );
        return;
    };
    for (id, node) in &table.entries {
        match &node.value {
            Value::Table(table) => act(id, table, problems),
            _ => problems.add(
                code::WRONG_TYPE,
                &node.place,
                id,
                format!("`{section}.{}` is {}, not a table", shorten(id), node.kind()),
                format!("Write [{section}.<id>] and the fields below it"),
            ),
        }
    }
}

/// Calls `act` for each entry of the array of tables under `section`, with its id.
pub fn each_entry(
    tree: &Table,
    section: &str,
    problems: &mut Problems,
    mut act: impl FnMut(&str, &Table, &mut Problems),
) {
    let Some(node) = tree.get(section) else { return };
    let Value::List(items) = &node.value else {
        problems.add(
            code::WRONG_TYPE,
            &node.place,
            section,
            format!("`{section}` is {}, not an array of tables", node.kind()),
            format!("Write [[{section}]]"),
        );
        return;
    };
    for item in items {
        match &item.value {
            Value::Table(table) => match table.text("id") {
                Some(id) => act(id, table, problems),
                None => problems.add(
                    code::MISSING_KEY,
                    &item.place,
                    "id",
                    format!("an entry of `{section}` has no id"),
                    "Add id = \"...\"",
                ),
            },
            _ => problems.add(
                code::WRONG_TYPE,
                &item.place,
                section,
                format!("an entry of `{section}` is {}", item.kind()),
                format!("Write [[{section}]]"),
            ),
        }
    }
}

pub(super) fn ids(world: &RawWorld, table: TableId) -> Vec<String> {
    let column = table.spec().key[0];
    world
        .table(table)
        .rows
        .iter()
        .map(|row| row.text(column).to_owned())
        .collect()
}

fn remove(removal: &mut Removal, world: &mut RawWorld, problems: &mut Problems) {
    let table = match removal.kind.as_str() {
        "actor" => TableId::Actors,
        "good" => TableId::Goods,
        "strategy" => TableId::Strategies,
        "treaty" => TableId::Treaties,
        "institution" => TableId::Institutions,
        "sanction" => TableId::Sanctions,
        "theatre" => TableId::Theatres,
        _ => {
            if !removal.is_done {
                problems.add(
                    code::NOTHING_TO_REMOVE,
                    &removal.place,
                    "remove",
                    format!(
                        "there is no {} `{}` to remove",
                        removal.kind,
                        shorten(&removal.id)
                    ),
                    "Take the entry out, or correct its id",
                );
            }
            return;
        }
    };
    let known = ids(world, table);
    if known.contains(&removal.id) {
        removal.is_done = true;
        world
            .table_mut(table)
            .rows
            .retain(|row| row.text("id") != removal.id);
        remove_owned(table, &removal.id, world);
    } else if !removal.is_done {
        problems.add_unknown(
            code::NOTHING_TO_REMOVE,
            &removal.place,
            "remove",
            &removal.kind,
            &removal.id,
            known.iter().map(String::as_str),
        );
    }
}

/// Rows that say something only of what was removed go with it; mentions elsewhere are errors later.
fn remove_owned(table: TableId, id: &str, world: &mut RawWorld) {
    let owned: &[(TableId, &[&str])] = match table {
        TableId::Actors => &[
            (TableId::Attributes, &["actor"]),
            (TableId::Holdings, &["actor"]),
            (TableId::Compliance, &["actor"]),
            (TableId::Dyads, &["a", "b"]),
            (TableId::Flows, &["from", "to"]),
        ],
        TableId::Goods => &[
            (TableId::Holdings, &["good"]),
            (TableId::Use, &["good"]),
            (TableId::Flows, &["good"]),
        ],
        TableId::Sanctions => &[(TableId::Compliance, &["regime"])],
        TableId::Theatres => &[(TableId::Ladders, &["theatre"]), (TableId::Use, &["theatre"])],
        _ => &[],
    };
    for (table, columns) in owned {
        world
            .table_mut(*table)
            .rows
            .retain(|row| columns.iter().all(|column| row.text(column) != id));
    }
}

/// The row with this key, made if the overlay founds it, else an unknown name.
pub(super) fn row_for<'a>(
    id: TableId,
    key: &[&str],
    is_founding: bool,
    place: &Place,
    world: &'a mut RawWorld,
    problems: &mut Problems,
) -> Option<&'a mut Row> {
    let spec = id.spec();
    let exists = world.table_mut(id).find_mut(key).is_some();
    if !exists && !is_founding {
        let known = ids(world, id);
        problems.add_unknown(
            code::UNKNOWN_NAME,
            place,
            "",
            &format!("{} (a new one must state `{}`)", kind_of(id), spec.founding),
            key[0],
            known.iter().map(String::as_str),
        );
        return None;
    }
    let table = world.table_mut(id);
    if !exists {
        let mut row = Row {
            place: place.clone(),
            cells: BTreeMap::new(),
        };
        for (column, text) in spec.key.iter().zip(key) {
            row.put(column, (*text).to_owned(), place);
        }
        for (column, text) in [("source", STATED), ("confidence", "L")] {
            if spec.columns.contains(&column) {
                row.put(column, text.to_owned(), place);
            }
        }
        table.rows.push(row);
        return table.rows.last_mut();
    }
    table.find_mut(key)
}

fn kind_of(id: TableId) -> &'static str {
    match id {
        TableId::Actors => "actor",
        TableId::Strategies => "strategy",
        TableId::Goods => "good",
        TableId::Treaties => "treaty",
        TableId::Institutions => "institution",
        TableId::Sanctions => "sanction regime",
        TableId::Theatres => "theatre",
        TableId::Ladders => "rung",
        _ => "row",
    }
}

/// Entries whose fields are the columns of one table.
fn named(id: TableId, name: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    let is_founding = table.get(id.spec().founding).is_some();
    let Some(row) = row_for(id, &[name], is_founding, &table.place, world, problems) else {
        return;
    };
    for (field, node) in table.entries.iter().filter(|(field, _)| field != "id") {
        lay_known(id, row, field, node, &[], problems);
    }
}

/// Names of fields an overlay may write: columns without the ends of ranges.
fn fields(id: TableId) -> Vec<&'static str> {
    let columns = id.spec().columns;
    let is_end = |column: &str| {
        column
            .strip_suffix("_low")
            .or(column.strip_suffix("_high"))
            .is_some_and(|stem| columns.contains(&stem))
    };
    columns
        .iter()
        .filter(|column| !is_end(column) && !id.spec().key.contains(column))
        .copied()
        .collect()
}

pub(super) fn lay_known(
    id: TableId,
    row: &mut Row,
    field: &str,
    node: &Node,
    also: &[&'static str],
    problems: &mut Problems,
) {
    let valid = fields(id);
    let Some(column) = valid.iter().find(|column| **column == field).copied() else {
        problems.add_unknown(
            code::UNKNOWN_KEY,
            &node.place,
            field,
            "key",
            field,
            valid.iter().chain(also).copied(),
        );
        return;
    };
    let columns = id.spec().columns;
    let end = |suffix: &str| {
        columns
            .iter()
            .find(|name| name.strip_suffix(suffix) == Some(column))
            .copied()
    };
    let is_emptied = matches!(&node.value, Value::Text(text) if text.is_empty());
    match (end("_low"), end("_high")) {
        (Some(low), Some(high)) if is_emptied && id.spec().optional.contains(&low) => {
            for column in [low, column, high] {
                row.cells.remove(column);
            }
        }
        (Some(low), Some(high)) => lay_range(row, [low, column, high], field, node, problems),
        _ => lay_cell(row, column, node, problems),
    }
}

fn lay_cell(row: &mut Row, column: &'static str, node: &Node, problems: &mut Problems) {
    let text = match &node.value {
        Value::List(items) => items
            .iter()
            .map(plain)
            .collect::<Option<Vec<_>>>()
            .map(|parts| parts.join(";")),
        _ => plain(node),
    };
    match text {
        Some(text) if text.is_empty() => {
            row.cells.remove(column);
        }
        Some(text) => row.put(column, text, &node.place),
        None => problems.add(
            code::WRONG_TYPE,
            &node.place,
            column,
            format!("`{column}` is {}", node.kind()),
            "Write one number or text, or a list of texts",
        ),
    }
}

fn plain(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Flag(flag) => Some(if *flag { "1" } else { "0" }.to_owned()),
        _ => None,
    }
}

/// A number, or `{ low, central, high }`; parts not stated stay as they are.
pub fn lay_range(
    row: &mut Row,
    columns: [&'static str; 3],
    field: &str,
    node: &Node,
    problems: &mut Problems,
) {
    match &node.value {
        Value::Number(number) => {
            for column in columns {
                row.put(column, number.to_string(), &node.place);
            }
        }
        Value::Table(table) => {
            for (part, node) in &table.entries {
                let column = QUANTITY
                    .iter()
                    .position(|name| name == part)
                    .map(|index| columns[index]);
                match (column, &node.value) {
                    (Some(column), Value::Number(number)) => row.put(column, number.to_string(), &node.place),
                    (Some(_), _) => problems.add(
                        code::WRONG_TYPE,
                        &node.place,
                        field,
                        format!("`{field}.{part}` is {}, not a number", node.kind()),
                        "Write a number without quotes",
                    ),
                    (None, _) => problems.add_unknown(
                        code::UNKNOWN_KEY,
                        &node.place,
                        field,
                        "part of a range",
                        part,
                        QUANTITY,
                    ),
                }
            }
        }
        _ => problems.add(
            code::WRONG_TYPE,
            &node.place,
            field,
            format!("`{}` is {}, not a number", shorten(field), node.kind()),
            "Write a number, or { low = ..., central = ..., high = ... }",
        ),
    }
}

fn actor(id: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    let is_founding = table.get("name").is_some();
    if row_for(TableId::Actors, &[id], is_founding, &table.place, world, problems).is_none() {
        return;
    }
    let attributes: Vec<&'static str> = ATTRIBUTE_SPECS.iter().map(|spec| spec.0).collect();
    for (field, node) in &table.entries {
        if let Some(spec) = ATTRIBUTE_SPECS.iter().find(|spec| spec.0 == field) {
            let row = row_for(
                TableId::Attributes,
                &[id, field],
                true,
                &node.place,
                world,
                problems,
            );
            if let Some(row) = row {
                with_default(row, "unit", spec.1, &node.place);
                lay_range(row, QUANTITY, field, node, problems);
            }
        } else if let Some(row) = world.table_mut(TableId::Actors).find_mut(&[id]) {
            lay_known(TableId::Actors, row, field, node, &attributes, problems);
        }
    }
}

pub(super) fn with_default(row: &mut Row, column: &'static str, text: &str, place: &Place) {
    if !row.cells.contains_key(column) {
        row.put(column, text.to_owned(), place);
    }
}

pub(super) fn is_known(
    id: TableId,
    kind: &str,
    name: &str,
    place: &Place,
    world: &RawWorld,
    problems: &mut Problems,
) -> bool {
    let known = ids(world, id);
    let found = known.iter().any(|candidate| candidate == name);
    if !found {
        problems.add_unknown(
            code::UNKNOWN_NAME,
            place,
            "",
            kind,
            name,
            known.iter().map(String::as_str),
        );
    }
    found
}

pub(super) fn unit_of(good: &str, world: &mut RawWorld) -> String {
    world
        .table_mut(TableId::Goods)
        .find_mut(&[good])
        .map(|row| row.text("unit").to_owned())
        .unwrap_or_default()
}

/// `[holdings.X.good]` and `[technology.X.domain]`.
fn holdings(
    actor: &str,
    table: &Table,
    measures: &[&'static str],
    world: &mut RawWorld,
    problems: &mut Problems,
) {
    if !is_known(TableId::Actors, "actor", actor, &table.place, world, problems) {
        return;
    }
    for (good, node) in &table.entries {
        if !is_known(TableId::Goods, "good", good, &node.place, world, problems) {
            continue;
        }
        let Value::Table(cells) = &node.value else {
            problems.add(
                code::WRONG_TYPE,
                &node.place,
                good,
                format!("`{good}` is {}, not a table", node.kind()),
                format!("Write [holdings.{actor}.{good}] and the measures below it"),
            );
            continue;
        };
        let unit = if measures == TECHNOLOGY_MEASURES {
            "level".to_owned()
        } else {
            unit_of(good, world)
        };
        for (measure, node) in &cells.entries {
            if !measures.contains(&measure.as_str()) {
                problems.add_unknown(
                    code::UNKNOWN_KEY,
                    &node.place,
                    measure,
                    "measure",
                    measure,
                    measures.iter().copied(),
                );
                continue;
            }
            if let Some(row) = row_for(
                TableId::Holdings,
                &[actor, good, measure],
                true,
                &node.place,
                world,
                problems,
            ) {
                let unit = match is_monthly(measure) {
                    true => a_month(&unit),
                    false => unit.clone(),
                };
                with_default(row, "unit", &unit, &node.place);
                lay_range(row, QUANTITY, measure, node, problems);
            }
        }
    }
}
