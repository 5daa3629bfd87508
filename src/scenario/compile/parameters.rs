//! Parameters and switches.

use super::cells::{Bounds, SHARE, check_order, parse_number};
use super::fields::wrong_type;
use crate::random::entity_hash;
use crate::scenario::mechanisms::{MECHANISMS, Switches, mechanism_index};
use crate::scenario::parameters::{PARAMETERS, ParameterSpec, parameter_index};
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::node::{Node, Table, Value};
use crate::scenario::source::overlay::report_unreadable;
use crate::scenario::source::problem::{Place, Problems, code, shorten};
use crate::scenario::source::resolver::{LARGEST_TABLE, Resolver, relative_to};

/// Key under `[parameters]` that names a file of posterior ranges.
const POSTERIOR: &str = "posterior";
const POINTS: [&str; 3] = ["low", "central", "high"];

/// Ranges in the order of `PARAMETERS`: prior, then posterior file, then the scenario's own.
pub fn parameters(tree: &Table, resolver: &dyn Resolver, problems: &mut Problems) -> Vec<Ranged> {
    let mut ranges: Vec<Ranged> = PARAMETERS.iter().map(prior).collect();
    let Some(node) = tree.get("parameters") else {
        return ranges;
    };
    let Value::Table(table) = &node.value else {
        wrong_type(
            node,
            "parameters",
            "[parameters] and below it id = number",
            problems,
        );
        return ranges;
    };
    if let Some(node) = table.get(POSTERIOR) {
        posterior(node, &mut ranges, resolver, problems);
    }
    for (id, node) in table.entries.iter().filter(|(id, _)| id != POSTERIOR) {
        match parameter_index(id) {
            Some(index) => override_one(id, node, &mut ranges[index], problems),
            None => problems.add_unknown(
                code::UNKNOWN_NAME,
                &node.place,
                id,
                "parameter",
                id,
                PARAMETERS.iter().map(|spec| spec.id).chain([POSTERIOR]),
            ),
        }
    }
    ranges
}

fn prior(spec: &ParameterSpec) -> Ranged {
    Ranged {
        low: spec.low,
        central: spec.central,
        high: spec.high,
        scale: spec.scale,
        stream: stream(spec.id),
    }
}

/// The random stream of a parameter.
pub fn stream(id: &str) -> u64 {
    entity_hash("parameter", &[id], true)
}

fn bounds(scale: Scale) -> Bounds {
    match scale {
        Scale::Linear => Bounds(-1e12, 1e12),
        Scale::Log => Bounds(0.0, 1e12),
        Scale::Logit => SHARE,
    }
}

fn override_one(id: &str, node: &Node, range: &mut Ranged, problems: &mut Problems) {
    let bounds = bounds(range.scale);
    match &node.value {
        Value::Number(value) => {
            if bounds.check(*value, &node.place, id, problems) {
                (range.low, range.central, range.high) = (*value, *value, *value);
            }
        }
        Value::Table(points) => {
            for (part, node) in &points.entries {
                let slot = match part.as_str() {
                    "low" => &mut range.low,
                    "central" => &mut range.central,
                    "high" => &mut range.high,
                    _ => {
                        problems.add_unknown(
                            code::UNKNOWN_KEY,
                            &node.place,
                            id,
                            "part of a range",
                            part,
                            POINTS,
                        );
                        continue;
                    }
                };
                if let Some(value) = super::fields::number_of(node, id, bounds, problems) {
                    *slot = value;
                }
            }
            check_order([range.low, range.central, range.high], &node.place, id, problems);
        }
        _ => wrong_type(
            node,
            id,
            "a number, or { low = ..., central = ..., high = ... }",
            problems,
        ),
    }
}

/// A CSV of `parameter,low,central,high`.
fn posterior(node: &Node, ranges: &mut [Ranged], resolver: &dyn Resolver, problems: &mut Problems) {
    let Value::Text(reference) = &node.value else {
        wrong_type(node, POSTERIOR, "the path of a CSV file", problems);
        return;
    };
    let location = relative_to(&node.place.file, reference);
    let text = match resolver.read(&location, LARGEST_TABLE) {
        Ok(text) => text,
        Err(failure) => return report_unreadable(&failure, &location, &node.place, problems),
    };
    let place = Place::new(&location, 1);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header_ok = reader
        .headers()
        .is_ok_and(|header| header.iter().eq(["parameter", "low", "central", "high"]));
    if !header_ok {
        problems.add(
            code::MISSING_COLUMN,
            &place,
            "",
            "the header is not `parameter,low,central,high`",
            "Write that header in the first line",
        );
        return;
    }
    for record in reader.records() {
        match record {
            Ok(record) => posterior_row(&record, &place, ranges, problems),
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                problems.add(
                    code::RAGGED_ROW,
                    &place.at_line(line),
                    "",
                    shorten(&error.to_string()),
                    "Write parameter,low,central,high",
                );
            }
        }
    }
}

fn posterior_row(record: &csv::StringRecord, place: &Place, ranges: &mut [Ranged], problems: &mut Problems) {
    let place = place.at_line(record.position().map_or(0, |position| position.line() as usize));
    let id = record.get(0).unwrap_or_default();
    let Some(index) = parameter_index(id) else {
        problems.add_unknown(
            code::UNKNOWN_NAME,
            &place,
            "parameter",
            "parameter",
            id,
            PARAMETERS.iter().map(|spec| spec.id),
        );
        return;
    };
    let mut points = [0.0; 3];
    for (at, point) in points.iter_mut().enumerate() {
        let text = record.get(at + 1).unwrap_or_default();
        match parse_number(text) {
            Some(value) if bounds(ranges[index].scale).check(value, &place, POINTS[at], problems) => {
                *point = value
            }
            Some(_) => return,
            None => {
                problems.add(
                    code::NOT_A_NUMBER,
                    &place,
                    POINTS[at],
                    format!("`{}` is not a finite number", shorten(text)),
                    "Write a plain number",
                );
                return;
            }
        }
    }
    check_order(points, &place, id, problems);
    [ranges[index].low, ranges[index].central, ranges[index].high] = points;
}

/// Mechanisms switched off by the scenario and by the command line.
pub fn switches(tree: &Table, off: &[String], problems: &mut Problems) -> Switches {
    let mut switches = Switches::default();
    let mut turn_off = |name: &str, place: &Place, problems: &mut Problems| match mechanism_index(name) {
        Some(index) => switches.turn_off(index),
        None => problems.add_unknown(
            code::UNKNOWN_NAME,
            place,
            "off",
            "mechanism",
            name,
            MECHANISMS.iter().map(|spec| spec.switch),
        ),
    };
    for name in off {
        turn_off(
            name,
            &Place::new(&format!("--off {}", shorten(name)), 0),
            problems,
        );
    }
    if let Some(node) = tree.get("switches") {
        if let Value::Table(table) = &node.value {
            let mut fields = super::fields::Fields::new(table);
            for (name, place) in fields.texts("off", problems) {
                turn_off(name, place, problems);
            }
            fields.finish(problems);
        } else {
            wrong_type(
                node,
                "switches",
                "[switches] and below it off = [\"...\"]",
                problems,
            );
        }
    }
    switches
}
