//! `[[target]]`: sizes of flows by the record.

use super::cells::{AMOUNT, check_id, check_order};
use super::conditions::{Lookup, selection};
use super::fields::{Calendar, Fields};
use super::outcomes::{BeyondHorizon, window};
use crate::scenario::outcome::FlowSelection;
use crate::scenario::source::node::Table;
use crate::scenario::source::patch::each_entry;
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::target::{Summary, Target};
use crate::scenario::world::Cargo;

/// Kinds of targets; one so far.
const KINDS: [&str; 1] = ["flow"];

/// Targets in the order of the file.
pub fn targets(tree: &Table, lookup: &Lookup, calendar: Calendar, problems: &mut Problems) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    each_entry(tree, "target", problems, |id, table, problems| {
        let place = table.get("id").map_or(&table.place, |node| &node.place);
        check_id(id, place, "id", problems);
        targets.extend(target(id, table, lookup, calendar, problems));
    });
    targets
}

fn target(
    id: &str,
    table: &Table,
    lookup: &Lookup,
    calendar: Calendar,
    problems: &mut Problems,
) -> Option<Target> {
    let mut fields = Fields::new(table);
    let kind = fields
        .needed_text("kind", problems)
        .and_then(|_| fields.choice("kind", &KINDS, problems));
    let description = fields.text("description", problems).unwrap_or(id).to_owned();
    let flow = selection(&mut fields, lookup, problems);
    let unit = unit(&mut fields, &flow, lookup, problems);
    let summary = match fields.node("measure") {
        Some(_) => fields
            .choice("measure", &["total", "mean"], problems)
            .map(|choice| [Summary::Total, Summary::Mean][choice]),
        None => Some(Summary::Total),
    };
    let (from, by) = window(&mut fields, calendar, BeyondHorizon::IsRefused, problems);
    let low = fields.needed_number("low", AMOUNT, problems);
    let central = fields.needed_number("central", AMOUNT, problems);
    let high = fields.needed_number("high", AMOUNT, problems);
    let source = fields
        .needed_text("source", problems)
        .unwrap_or_default()
        .to_owned();
    let is_learned = fields.flag("learned", problems).unwrap_or(true);
    if let (Some(low), Some(central), Some(high)) = (low, central, high) {
        check_order([low, central, high], fields.place_of("central"), id, problems);
    }
    fields.finish(problems);
    let (is_value, unit) = unit?;
    kind?;
    Some(Target {
        id: id.to_owned(),
        description,
        flow,
        is_value,
        unit,
        summary: summary?,
        from,
        by,
        low: low?,
        central: central?,
        high: high?,
        source,
        is_learned,
    })
}

/// Whether amounts are values, and what a unit is called.
fn unit(
    fields: &mut Fields,
    flow: &FlowSelection,
    lookup: &Lookup,
    problems: &mut Problems,
) -> Option<(bool, String)> {
    let is_value = match fields.node("unit") {
        Some(_) => fields.choice("unit", &["good", "value"], problems)? == 1,
        None => false,
    };
    if is_value {
        return Some((true, "million USD".to_owned()));
    }
    match flow.cargo.as_slice() {
        [Cargo::Good(good)] => Some((false, lookup.good_list[*good].unit.clone())),
        [Cargo::Technology(_)] => Some((false, "level".to_owned())),
        // Goods that are not known were reported where they are named.
        [] if fields.table.get("goods").is_some() || fields.table.get("classes").is_some() => None,
        _ => {
            problems.add(
                code::WRONG_UNIT,
                fields.place_of("goods"),
                "unit",
                "the target speaks of more than one good, which have no common unit",
                "Add unit = \"value\" (million USD at reference prices), or name one good",
            );
            None
        }
    }
}
