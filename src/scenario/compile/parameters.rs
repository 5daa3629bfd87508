//! Parameters and switches.

use super::cells::{Bounds, SHARE, check_order};
use super::fields::wrong_type;
use super::posterior;
use crate::random::entity_hash;
use crate::scenario::mechanisms::{MECHANISMS, Switches, mechanism_index};
use crate::scenario::parameters::{PARAMETERS, ParameterSpec, parameter_index};
use crate::scenario::posterior::Posterior;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::node::{Node, Table, Value};
use crate::scenario::source::problem::{Place, Problems, code, shorten};
use crate::scenario::source::resolver::Resolver;

/// Key under `[parameters]` that names a file of particles or of ranges.
pub const POSTERIOR: &str = "posterior";
const POINTS: [&str; 3] = ["low", "central", "high"];

/// Ranges in the order of `PARAMETERS`: prior, then posterior file, then the scenario's own; and the particles of
/// what the scenario does not state itself.
pub fn parameters(
    tree: &Table,
    resolver: &dyn Resolver,
    problems: &mut Problems,
) -> (Vec<Ranged>, Option<Posterior>) {
    let mut ranges: Vec<Ranged> = PARAMETERS.iter().map(prior).collect();
    let Some(node) = tree.get("parameters") else {
        return (ranges, None);
    };
    let Value::Table(table) = &node.value else {
        wrong_type(
            node,
            "parameters",
            "[parameters] and below it id = number",
            problems,
        );
        return (ranges, None);
    };
    let mut posterior = table
        .get(POSTERIOR)
        .and_then(|node| posterior::read(node, &mut ranges, resolver, problems));
    for (id, node) in table.entries.iter().filter(|(id, _)| id != POSTERIOR) {
        match parameter_index(id) {
            Some(index) => {
                override_one(id, node, &mut ranges[index], problems);
                if let Some(posterior) = &mut posterior {
                    posterior.take_out(index);
                }
            }
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
    (
        ranges,
        posterior.filter(|posterior| !posterior.columns.is_empty()),
    )
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

pub fn bounds(scale: Scale) -> Bounds {
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
