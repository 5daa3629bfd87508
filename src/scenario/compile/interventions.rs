//! Events (one month) and policies (a span of months).

use super::cells::{AMOUNT, Bounds, SHARE, check_id};
use super::conditions::{Lookup, theatre_rung};
use super::fields::{Calendar, Fields};
use crate::scenario::intervention::{Effect, Intervention};
use crate::scenario::source::node::Table;
use crate::scenario::source::patch::each_entry;
use crate::scenario::source::problem::{Problems, code};

/// Every kind of event or policy, with its fields.
pub const KINDS: &[(&str, &str)] = &[
    ("theatre-rung", "theatre, rung"),
    ("theatre-settles", "theatre"),
    ("stringency", "target, factor"),
    ("enforcement", "target, factor"),
    ("market-access", "target, share"),
    ("secondary-sanctions", "target, strength"),
    ("threat", "by, target, strength"),
    ("price", "good, factor"),
    ("capacity", "actor, good, factor"),
    ("leader-change", "actor"),
    ("arming", "sender, receiver, good, quantity"),
];

/// Largest factor of an event or policy.
const FACTOR: Bounds = Bounds(0.0, 100.0);

/// Sorted by first month, then id.
pub fn interventions(
    tree: &Table,
    lookup: &Lookup,
    calendar: Calendar,
    problems: &mut Problems,
) -> Vec<Intervention> {
    let mut found: Vec<Intervention> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for section in ["event", "policy"] {
        each_entry(tree, section, problems, |id, table, problems| {
            check_id(id, &table.place, "id", problems);
            if ids.iter().any(|known| known == id) {
                problems.add(
                    code::DUPLICATE,
                    &table.place,
                    "id",
                    format!("`{id}` is an event and a policy"),
                    "Give each its own id",
                );
            }
            ids.push(id.to_owned());
            found.extend(intervention(
                id,
                table,
                section == "event",
                lookup,
                calendar,
                problems,
            ));
        });
    }
    found.sort_by(|a, b| (a.first, &a.id).cmp(&(b.first, &b.id)));
    found
}

fn intervention(
    id: &str,
    table: &Table,
    is_event: bool,
    lookup: &Lookup,
    calendar: Calendar,
    problems: &mut Problems,
) -> Option<Intervention> {
    let mut fields = Fields::new(table);
    fields.text("description", problems);
    let span = span(&mut fields, is_event, calendar, problems);
    let effect = effect(&mut fields, lookup, problems);
    if let Some((_, listed)) = fields
        .table
        .text("kind")
        .and_then(|kind| KINDS.iter().find(|(known, _)| *known == kind))
    {
        fields.ask_all(listed);
        fields.ask_all("month from until");
        fields.finish(problems);
    }
    let ((first, last), effect) = (span?, effect?);
    let end = calendar.months.saturating_sub(1);
    if first > end {
        problems.warn(
            code::BEYOND_HORIZON,
            fields_place(table),
            "month",
            format!("`{id}` begins after the last month and has no effect"),
            "Lengthen `months`, or take it out",
        );
        return None;
    }
    Some(Intervention {
        id: id.to_owned(),
        first,
        last: last.min(end),
        effect,
    })
}

fn fields_place(table: &Table) -> &crate::scenario::source::problem::Place {
    &table.place
}

fn span(
    fields: &mut Fields,
    is_event: bool,
    calendar: Calendar,
    problems: &mut Problems,
) -> Option<(usize, usize)> {
    let key = if is_event { "month" } else { "from" };
    if fields.table.get(key).is_none() {
        problems.add(
            code::MISSING_KEY,
            fields.place(),
            key,
            format!("`{key}` is missing"),
            format!("Add {key} = \"YYYY-MM\""),
        );
    }
    let first = fields.month(key, calendar, problems);
    if is_event {
        return first.map(|first| (first, first));
    }
    let last = fields.month("until", calendar, problems);
    if fields.table.get("until").is_some() && last.is_none() {
        return None;
    }
    let (first, last) = (first?, last.unwrap_or(usize::MAX));
    if last < first {
        problems.add(
            code::END_BEFORE_START,
            fields.place_of("until"),
            "until",
            "`until` lies before `from`",
            "Let the policy end after it begins",
        );
    }
    Some((first, last))
}

fn effect(fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Effect> {
    let kind = fields.needed_text("kind", problems)?;
    match kind {
        "theatre-rung" | "theatre-settles" => on_theatre(kind, fields, lookup, problems),
        "stringency" | "enforcement" | "market-access" | "secondary-sanctions" | "threat" => {
            on_target(kind, fields, lookup, problems)
        }
        "price" | "capacity" | "arming" => on_good(kind, fields, lookup, problems),
        "leader-change" => Some(Effect::LeaderChange {
            actor: fields.name("actor", lookup.actors, problems)?,
        }),
        _ => {
            problems.add_unknown(
                code::UNKNOWN_NAME,
                fields.place_of("kind"),
                "kind",
                "kind of event or policy",
                kind,
                KINDS.iter().map(|(kind, _)| *kind),
            );
            None
        }
    }
}

fn on_theatre(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Effect> {
    let theatre = fields.name("theatre", &lookup.theatre_names, problems)?;
    if kind == "theatre-settles" {
        return Some(Effect::TheatreSettles { theatre });
    }
    Some(Effect::TheatreRung {
        theatre,
        rung: theatre_rung(fields, theatre, lookup, true, problems)?,
    })
}

fn on_target(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Effect> {
    let target = fields.name("target", lookup.actors, problems);
    match kind {
        "stringency" => {
            let factor = fields.needed_number("factor", FACTOR, problems);
            Some(Effect::Stringency {
                target: target?,
                factor: factor?,
            })
        }
        "enforcement" => {
            let factor = fields.needed_number("factor", FACTOR, problems);
            Some(Effect::Enforcement {
                target: target?,
                factor: factor?,
            })
        }
        "market-access" => {
            let share = fields.needed_number("share", SHARE, problems);
            Some(Effect::MarketAccess {
                target: target?,
                share: share?,
            })
        }
        "secondary-sanctions" => {
            let strength = fields.needed_number("strength", SHARE, problems);
            Some(Effect::SecondarySanctions {
                target: target?,
                strength: strength?,
            })
        }
        _ => {
            let by = fields.name("by", lookup.actors, problems);
            let strength = fields.needed_number("strength", SHARE, problems);
            Some(Effect::Threat {
                by: by?,
                target: target?,
                strength: strength?,
            })
        }
    }
}

fn on_good(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Effect> {
    let good = fields.name("good", &lookup.goods.goods, problems);
    match kind {
        "price" => {
            let factor = fields.needed_number("factor", FACTOR, problems);
            Some(Effect::Price {
                good: good?,
                factor: factor?,
            })
        }
        "capacity" => {
            let actor = fields.name("actor", lookup.actors, problems);
            let factor = fields.needed_number("factor", FACTOR, problems);
            Some(Effect::Capacity {
                actor: actor?,
                good: good?,
                factor: factor?,
            })
        }
        _ => {
            let from = fields.name("sender", lookup.actors, problems);
            let to = fields.name("receiver", lookup.actors, problems);
            let quantity = fields.needed_number("quantity", AMOUNT, problems);
            Some(Effect::Arming {
                from: from?,
                to: to?,
                good: good?,
                quantity: quantity?,
            })
        }
    }
}
