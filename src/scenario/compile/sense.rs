//! What each cell allows and a world as a whole does not: sums, sources, sides that help themselves.

use crate::scenario::Scenario;
use crate::scenario::source::problem::{Place, Problems, code, shorten};
use crate::scenario::source::specs::TableId;
use crate::scenario::source::table::Row;
use crate::scenario::source::world_files::RawWorld;
use crate::scenario::world::Cargo;
use std::collections::BTreeMap;

/// Shortest text that can name a source.
const SHORTEST_SOURCE: usize = 8;
/// What stands for a number that nobody measured; why must follow it.
const ASSUMED: &str = "assumed";
/// Most letters in which a slip differs from the name that was meant.
const SLIP: usize = 2;
/// A flow beyond this many times what all make, or use, in a month is a unit mistaken.
const MOST_OF_OUTPUT: f64 = 100.0;
/// Statistics of trade come from two books: how far a sum may lie above the total.
const TWO_BOOKS: f64 = 1.02;

/// What can be said of rows before all of them are good.
pub fn check_rows(world: &RawWorld, problems: &mut Problems) {
    sources(world, problems);
    helpers(world, problems);
    warheads(world, problems);
}

/// What can be said of numbers once all of them are read.
pub fn check_sums(scenario: &Scenario, world: &RawWorld, problems: &mut Problems) {
    power(scenario, world, problems);
    trade(scenario, world, problems);
    flows(scenario, world, problems);
}

/// Every number names where it is from, or says `assumed` and why.
fn sources(world: &RawWorld, problems: &mut Problems) {
    for row in world.tables.iter().flat_map(|table| &table.rows) {
        let text = row.text("source");
        let why = text.strip_prefix(ASSUMED).unwrap_or(text);
        let says_nothing = why.trim_matches([':', ' ', '.', ';']).is_empty();
        if !text.is_empty() && (says_nothing || text.chars().count() < SHORTEST_SOURCE) {
            problems.add(
                code::NO_SOURCE,
                row.place_of("source"),
                "source",
                format!("`source` is `{}`, which names none", shorten(text)),
                "Write title; publisher; date, or `assumed: ` and why",
            );
        }
    }
}

/// A group moves cells together: one of a single cell does nothing but say so, and is as a rule a slip in a name. Asked of the
/// world as its files stand: what a scenario removes may leave one alone.
pub fn check_groups(world: &RawWorld, problems: &mut Problems) {
    const COLUMN: &str = "prior_group";
    let mut members: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for row in world.tables.iter().flat_map(|table| &table.rows) {
        if let Some(cell) = row.cells.get(COLUMN) {
            members.entry(&cell.text).or_default().push(&cell.place);
        }
    }
    for (name, places) in &members {
        let &[place] = &places[..] else { continue };
        let near = members
            .iter()
            .filter(|(other, others)| *other != name && others.len() > 1)
            .map(|(other, _)| (strsim::osa_distance(name, other), *other))
            .filter(|(distance, _)| *distance <= SLIP)
            .min();
        let help = match near {
            Some((_, near)) => format!("did you mean `{near}`? A group of one moves nothing together"),
            None => {
                "A group of one moves nothing together: leave the cell empty, or name its fellows the same"
                    .to_owned()
            }
        };
        let what = format!("the group `{}` has one cell only", shorten(name));
        problems.warn(code::UNLIKELY, place, COLUMN, what, help);
    }
}

/// Nobody arms both sides, or the side it fights.
fn helpers(world: &RawWorld, problems: &mut Problems) {
    for row in &world.table(TableId::Theatres).rows {
        for (column, others) in [
            ("helpers_aggressor", ["defenders", "helpers_defender"]),
            ("helpers_defender", ["aggressors", "helpers_aggressor"]),
        ] {
            for id in row.parts(column) {
                for other in others.iter().filter(|other| row.parts(other).contains(&id)) {
                    // Of two lists of helpers the second is complained of, once.
                    if column == "helpers_aggressor" && *other == "helpers_defender" {
                        continue;
                    }
                    problems.add(
                        code::CONTRADICTION,
                        row.place_of(column),
                        column,
                        format!("`{}` stands in `{column}` and in `{other}`", shorten(id)),
                        "Keep it on one side",
                    );
                }
            }
        }
    }
}

/// Whoever has warheads is nuclear.
fn warheads(world: &RawWorld, problems: &mut Problems) {
    for actor in &world.table(TableId::Actors).rows {
        let count = attribute(world, actor.text("id"), "warheads")
            .and_then(|row| super::cells::parse_number(row.text("central")))
            .unwrap_or_default();
        if actor.text("nuclear") == "0" && count > 0.0 {
            problems.add(
                code::CONTRADICTION,
                actor.place_of("nuclear"),
                "nuclear",
                format!("`{}` has {count} warheads and `nuclear` is 0", actor.text("id")),
                "Write nuclear 1, or warheads 0 in attributes.csv",
            );
        }
    }
}

fn attribute<'a>(world: &'a RawWorld, actor: &str, name: &str) -> Option<&'a Row> {
    let rows = &world.table(TableId::Attributes).rows;
    rows.iter()
        .find(|row| row.text("actor") == actor && row.text("attribute") == name)
}

/// Where an attribute of an actor stands.
fn place_of_attribute<'a>(world: &'a RawWorld, actor: &str, name: &str) -> &'a Place {
    attribute(world, actor, name).map_or(&world.table(TableId::Attributes).file, |row| {
        row.place_of("central")
    })
}

/// Shares of one world are at most the whole of it.
fn power(scenario: &Scenario, world: &RawWorld, problems: &mut Problems) {
    let share = |index: usize| scenario.actors[index].attributes.cinc.central;
    let sum: f64 = (0..scenario.actors.len()).map(share).sum();
    let largest = (0..scenario.actors.len()).max_by(|a, b| share(*a).total_cmp(&share(*b)));
    if let (Some(largest), true) = (largest, sum > 1.0) {
        problems.add(
            code::CONTRADICTION,
            place_of_attribute(world, &scenario.actors[largest].id, "cinc"),
            "central",
            format!("`cinc` of all actors sums to {sum:.3}: shares of the world are at most 1 together"),
            "Correct the shares; this is the largest of them",
        );
    }
}

/// What a pair trades is part of what each of the two trades with the world.
fn trade(scenario: &Scenario, world: &RawWorld, problems: &mut Problems) {
    for (index, actor) in scenario.actors.iter().enumerate() {
        let total = actor.attributes.total_trade.central * 1_000.0;
        let mut sum = 0.0;
        for dyad in &scenario.dyads {
            if dyad.first != index && dyad.second != index {
                continue;
            }
            sum += dyad.trade.central;
            if dyad.trade.central > total * TWO_BOOKS {
                let pair = [dyad.first, dyad.second].map(|at| scenario.actors[at].id.as_str());
                problems.add(
                    code::CONTRADICTION,
                    place_of_trade(world, pair),
                    "trade_musd",
                    format!(
                        "{} and {} trade {:.0} million USD a year, `{}` with the whole world {total:.0}",
                        pair[0], pair[1], dyad.trade.central, actor.id
                    ),
                    "Correct `trade_musd`, or `total-trade` in attributes.csv (billion USD)",
                );
            }
        }
        if sum > total * TWO_BOOKS {
            problems.warn(
                code::UNLIKELY,
                place_of_attribute(world, &actor.id, "total-trade"),
                "central",
                format!(
                    "`{}` trades {sum:.0} million USD a year with the cast, {total:.0} with the whole world",
                    actor.id
                ),
                "Correct `total-trade` (billion USD), or `trade_musd` in dyads.csv",
            );
        }
    }
}

fn place_of_trade<'a>(world: &'a RawWorld, pair: [&str; 2]) -> &'a Place {
    let table = world.table(TableId::Dyads);
    let is_pair = |row: &&Row| {
        let stated = [row.text("a"), row.text("b")];
        stated == pair || stated == [pair[1], pair[0]]
    };
    table
        .rows
        .iter()
        .find(is_pair)
        .map_or(&table.file, |row| row.place_of("trade_musd"))
}

/// No flow is a multiple of what there is.
fn flows(scenario: &Scenario, world: &RawWorld, problems: &mut Problems) {
    let count = scenario.goods.len();
    for flow in &scenario.opening_flows {
        let Cargo::Good(good) = flow.cargo else {
            continue;
        };
        let of_all = |pick: &dyn Fn(&crate::scenario::world::Holding) -> f64| -> f64 {
            let held = scenario.holdings.iter().skip(good).step_by(count);
            held.map(pick).sum()
        };
        let most = of_all(&|held| held.capacity.central).max(of_all(&|held| held.requirement.central));
        // What nobody makes or uses in peace (money, soldiers lent) has no such measure.
        if most > 0.0 && flow.quantity.central > MOST_OF_OUTPUT * most {
            let item = &scenario.goods[good];
            let ends = [flow.from, flow.to].map(|at| scenario.actors[at].id.as_str());
            problems.warn(
                code::UNLIKELY,
                place_of_flow(world, [ends[0], ends[1], &item.id]),
                "central",
                format!(
                    "{} sends {} {:.0} {} of {} a month; all actors make or use {most:.0}",
                    ends[0], ends[1], flow.quantity.central, item.unit, item.id
                ),
                "Is the number in the unit of the good, and for one month?",
            );
        }
    }
}

fn place_of_flow<'a>(world: &'a RawWorld, key: [&str; 3]) -> &'a Place {
    let table = world.table(TableId::Flows);
    table
        .rows
        .iter()
        .find(|row| ["from", "to", "good"].map(|column| row.text(column)) == key)
        .map_or(&table.file, |row| row.place_of("central"))
}
