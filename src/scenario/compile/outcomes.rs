//! Outcomes: a condition and its terms.

use super::cells::{Bounds, check_id};
use super::conditions::{KINDS, Lookup, condition};
use super::fields::{Calendar, Fields};
use super::names::Names;
use crate::scenario::outcome::Outcome;
use crate::scenario::source::node::Table;
use crate::scenario::source::patch::each_entry;
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::world::BaseRate;

/// Outcomes in the order of the file.
pub fn outcomes(
    tree: &Table,
    lookup: &Lookup,
    base_rates: &[BaseRate],
    calendar: Calendar,
    problems: &mut Problems,
) -> Vec<Outcome> {
    let rates = Names::new(
        "base rate",
        base_rates.iter().map(|rate| rate.id.clone()).collect(),
    );
    let mut stated = Vec::new();
    each_entry(tree, "outcome", &mut Problems::default(), |id, _, _| {
        stated.push(id.to_owned())
    });
    let names = Names::new("outcome", stated);
    let mut outcomes: Vec<Outcome> = Vec::new();
    // Places in the file of the outcomes that could be read: `given` speaks of the file.
    let mut read: Vec<usize> = Vec::new();
    let mut place = 0;
    each_entry(tree, "outcome", problems, |id, table, problems| {
        check_outcome_id(id, table, problems);
        if let Some(outcome) = outcome(id, table, lookup, &rates, &names, place, calendar, problems) {
            read.push(place);
            outcomes.push(outcome);
        }
        place += 1;
    });
    for outcome in &mut outcomes {
        outcome.given = outcome
            .given
            .and_then(|given| read.iter().position(|place| *place == given));
    }
    if outcomes.is_empty() && tree.get("outcome").is_none() {
        problems.warn(
            code::EMPTY_SCENARIO,
            &tree.place,
            "outcome",
            "the scenario asks nothing: it has no [[outcome]]",
            "Add an [[outcome]], or extend a scenario that has some",
        );
    }
    outcomes
}

/// Columns of runs.csv beside those of the outcomes.
const RESERVED: [&str; 2] = ["run", "draw"];

fn check_outcome_id(id: &str, table: &Table, problems: &mut Problems) {
    let place = table.get("id").map_or(&table.place, |node| &node.place);
    check_id(id, place, "id", problems);
    if RESERVED.contains(&id) {
        problems.add(
            code::BAD_NAME,
            place,
            "id",
            format!("`{id}` is the name of a column of runs.csv"),
            "Choose another id",
        );
    }
    if id.is_empty() || id.chars().any(|c| c.is_ascii_uppercase()) {
        problems.add(
            code::BAD_NAME,
            place,
            "id",
            "the id of an outcome is lower-case words joined by dashes",
            "Write for example id = \"any-new-pact\"",
        );
    }
}

#[allow(clippy::too_many_arguments)]
fn outcome(
    id: &str,
    table: &Table,
    lookup: &Lookup,
    rates: &Names,
    names: &Names,
    index: usize,
    calendar: Calendar,
    problems: &mut Problems,
) -> Option<Outcome> {
    let mut fields = Fields::new(table);
    let description = fields.text("description", problems).unwrap_or(id).to_owned();
    let hold = fields
        .node("hold")
        .map(|_| fields.count("hold", Bounds(1.0, 600.0), problems).unwrap_or(1))
        .unwrap_or(1);
    let (from, by) = window(&mut fields, calendar, BeyondHorizon::IsNotReached, problems);
    let is_headline = fields.flag("headline", problems).unwrap_or_default();
    let observed = fields.flag("observed", problems);
    let (observed, observed_month) = observed_month(&mut fields, calendar, observed, by, problems);
    let reference = fields
        .node("reference")
        .and_then(|_| fields.name("reference", rates, problems));
    let exposed = fields
        .count("exposed", Bounds(1.0, 10_000.0), problems)
        .unwrap_or(1);
    let given = fields
        .node("given")
        .and_then(|_| fields.name("given", names, problems));
    if given.is_some_and(|given| given >= index) {
        problems.add(
            code::CONTRADICTION,
            fields.place_of("given"),
            "given",
            "`given` names this outcome or a later one",
            "Move the outcome it names above this one",
        );
    }
    let condition = condition(&mut fields, lookup, 0, problems);
    let listed = fields
        .table
        .text("kind")
        .and_then(|kind| KINDS.iter().find(|(known, _)| *known == kind));
    match (&condition, listed) {
        (Some(_), _) => fields.finish(problems),
        (None, Some((_, listed))) => {
            fields.ask_all(listed);
            fields.finish(problems);
        }
        // Of an unknown kind nothing can be said about its keys.
        (None, None) => {}
    }
    Some(Outcome {
        id: id.to_owned(),
        description,
        condition: condition?,
        hold,
        from,
        by,
        given,
        is_headline,
        reference,
        exposed,
        observed,
        observed_month,
    })
}

/// Whether and when it happened: a month only of what did, and inside the window.
fn observed_month(
    fields: &mut Fields,
    calendar: Calendar,
    observed: Option<bool>,
    by: usize,
    problems: &mut Problems,
) -> (Option<bool>, Option<usize>) {
    let Some(month) = fields.month("observed_in", calendar, problems) else {
        return (observed, None);
    };
    if observed == Some(true) && month <= by {
        return (observed, Some(month));
    }
    if observed == Some(true) && month >= calendar.months {
        problems.warn(
            code::BEYOND_HORIZON,
            fields.place_of("observed_in"),
            "observed_in",
            "`observed_in` lies after the last month: the outcome is not scored",
            "Lengthen `months` to score it",
        );
        return (None, None);
    }
    problems.add(
        code::CONTRADICTION,
        fields.place_of("observed_in"),
        "observed_in",
        if observed == Some(true) {
            "`observed_in` lies after `by`"
        } else {
            "`observed_in` says when, but `observed = true` is missing"
        },
        "Give the month in which it happened, of an outcome with `observed = true`",
    );
    (observed, None)
}

/// What to do with a window that begins after the last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeyondHorizon {
    /// A question may outlast a shortened run: its answer is no.
    IsNotReached,
    /// A flow of no month has no size.
    IsRefused,
}

/// First and last month that count; the first is the one after the last where none does.
pub fn window(
    fields: &mut Fields,
    calendar: Calendar,
    beyond: BeyondHorizon,
    problems: &mut Problems,
) -> (usize, usize) {
    let last = calendar.months.saturating_sub(1);
    let from = fields.month("from", calendar, problems).unwrap_or(0);
    let mut by = fields.month("by", calendar, problems).unwrap_or(last);
    if by < from && fields.table.get("by").is_some() {
        problems.add(
            code::END_BEFORE_START,
            fields.place_of("by"),
            "by",
            "`by` lies before `from`",
            "Let the window end after it begins",
        );
    } else if from > last && beyond == BeyondHorizon::IsNotReached {
        problems.warn(
            code::BEYOND_HORIZON,
            fields.place_of("from"),
            "from",
            format!(
                "`from` lies after the last month, {}: the outcome counts as not reached",
                calendar.start.plus(last)
            ),
            "Lengthen `months` if the later date is meant",
        );
        return (last + 1, last);
    } else if from > last {
        problems.add(
            code::BEYOND_HORIZON,
            fields.place_of("from"),
            "from",
            format!("`from` lies after the last month, {}", calendar.start.plus(last)),
            "Lengthen `months`, or move the window",
        );
    } else if by > last {
        problems.warn(
            code::BEYOND_HORIZON,
            fields.place_of("by"),
            "by",
            format!(
                "`by` lies after the last month, {}: the outcome is asked by then",
                calendar.start.plus(last)
            ),
            "Lengthen `months` if the later date is meant",
        );
        by = last;
    }
    (from, by)
}
