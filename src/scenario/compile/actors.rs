//! Strategies, actors and their attributes.

use super::cells::{Bounds, QUANTITY, RangeCells, SHARE, check_id, choice, flag, or_zero, range_of};
use super::names::Names;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::source::specs::{ATTRIBUTE_SPECS, TableId};
use crate::scenario::source::table::{Row, Rows};
use crate::scenario::source::world_files::RawWorld;
use crate::scenario::world::{Actor, ActorKind, Attributes, NEED_COUNT, NEEDS, Strategy};

/// Most actors a scenario may have (sets of actors are 64-bit masks).
pub const MOST_ACTORS: usize = 64;

/// Tolerance on the sum of a strategy's weights.
const WEIGHT_TOLERANCE: f64 = 1e-6;

/// Rows of a table sorted by a column.
pub fn sorted_by<'a>(table: &'a Rows, column: &str) -> Vec<&'a Row> {
    let mut rows: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| !row.text(column).is_empty())
        .collect();
    rows.sort_by_key(|row| row.text(column).to_owned());
    rows.dedup_by(|a, b| a.text(column) == b.text(column));
    rows
}

pub fn strategies(world: &RawWorld, problems: &mut Problems) -> Vec<Strategy> {
    sorted_by(world.table(TableId::Strategies), "id")
        .into_iter()
        .map(|row| strategy(row, problems))
        .collect()
}

/// Columns of the weights, in the order of `NEEDS`.
const WEIGHTS: [[&str; 3]; NEED_COUNT] = [
    range_of!("security"),
    range_of!("solvency"),
    range_of!("stability"),
    range_of!("technology"),
    range_of!("autonomy"),
    range_of!("standing"),
];

fn strategy(row: &Row, problems: &mut Problems) -> Strategy {
    let id = row.text("id");
    check_id(id, row.place_of("id"), "id", problems);
    let mut read = |columns: [&'static str; 3], bounds: Bounds, scale: Scale| {
        let cell = ["strategies", id, columns[1]];
        or_zero(
            RangeCells {
                row,
                columns,
                bounds,
                scale,
                cell: &cell,
            }
            .read_or_exact(problems),
        )
    };
    let weights = WEIGHTS.map(|columns| read(columns, SHARE, Scale::Logit));
    let risk_tolerance = read(range_of!("risk_tolerance"), SHARE, Scale::Logit);
    let window_months = read(range_of!("window_months"), Bounds(1.0, 600.0), Scale::Log);
    let sum: f64 = weights.iter().map(|weight| weight.central).sum();
    let is_whole = NEEDS.iter().all(|need| row.cells.contains_key(need));
    if is_whole && (sum - 1.0).abs() > WEIGHT_TOLERANCE {
        problems.add(
            code::WEIGHTS,
            &row.place,
            "security",
            format!("the weights of `{id}` sum to {sum:.6}, not 1"),
            "Change the six weights of the needs so that they sum to 1",
        );
    }
    Strategy {
        id: id.to_owned(),
        weights,
        risk_tolerance,
        window_months,
        behaviour: row.text("behaviour").to_owned(),
    }
}

/// The key of an actor: what owns its luck.
pub fn key_of(row: &Row) -> &str {
    match row.text("key") {
        "" => row.text("id"),
        key => key,
    }
}

/// Actors sorted by key.
pub fn actors(world: &RawWorld, strategies: &Names, problems: &mut Problems) -> Vec<Actor> {
    let table = world.table(TableId::Actors);
    let mut rows = sorted_by(table, "id");
    rows.sort_by_key(|row| key_of(row).to_owned());
    for pair in rows.windows(2) {
        if key_of(pair[0]) == key_of(pair[1]) {
            let what = format!(
                "`{}` and `{}` have the same key `{}`",
                pair[0].text("id"),
                pair[1].text("id"),
                key_of(pair[1])
            );
            problems.add(
                code::COLLISION,
                &pair[1].place,
                "key",
                what,
                "Keys own the luck of an actor: give each its own",
            );
        }
    }
    if rows.len() < 2 && table.absent.is_empty() {
        let what = format!(
            "the cast has {} actor{}",
            rows.len(),
            if rows.len() == 1 { "" } else { "s" }
        );
        problems.add(code::CAST_SIZE, &table.file, "", what, "Keep at least two actors");
    }
    if rows.len() > MOST_ACTORS {
        problems.add(
            code::CAST_SIZE,
            &table.file,
            "",
            format!("the cast has {} actors", rows.len()),
            format!("Keep at most {MOST_ACTORS}; a bloc can stand for several states"),
        );
    }
    let cells = attribute_rows(world, problems);
    rows.into_iter()
        .map(|row| actor(row, world, &cells, strategies, problems))
        .collect()
}

type AttributeRows<'a> = std::collections::BTreeMap<(&'a str, &'a str), &'a Row>;

fn attribute_rows<'a>(world: &'a RawWorld, problems: &mut Problems) -> AttributeRows<'a> {
    let actors = Names::new(
        "actor",
        world
            .table(TableId::Actors)
            .rows
            .iter()
            .map(|row| row.text("id").to_owned())
            .collect(),
    );
    let attributes = Names::new(
        "attribute",
        ATTRIBUTE_SPECS.iter().map(|spec| spec.0.to_owned()).collect(),
    );
    let mut found = AttributeRows::new();
    for row in &world.table(TableId::Attributes).rows {
        let actor = actors.cell(row, "actor", problems);
        let attribute = attributes.cell(row, "attribute", problems);
        if actor.is_some() && attribute.is_some() {
            found.insert((row.text("actor"), row.text("attribute")), row);
        }
    }
    found
}

fn actor(
    row: &Row,
    world: &RawWorld,
    cells: &AttributeRows,
    strategies: &Names,
    problems: &mut Problems,
) -> Actor {
    check_id(row.text("id"), row.place_of("id"), "id", problems);
    check_id(row.text("key"), row.place_of("key"), "key", problems);
    Actor {
        id: row.text("id").to_owned(),
        key: key_of(row).to_owned(),
        name: row.text("name").to_owned(),
        kind: [ActorKind::State, ActorKind::Bloc][choice(row, "kind", &["state", "bloc"], problems)],
        strategy: strategies.cell(row, "strategy", problems).unwrap_or_default(),
        has_veto: flag(row, "veto", problems),
        is_nuclear: flag(row, "nuclear", problems),
        is_major: flag(row, "major", problems),
        attributes: attributes(row, world, cells, problems),
    }
}

/// The one attribute an actor may lack: a state without a seat in the General Assembly has no ideal point.
const OPTIONAL_ATTRIBUTE: &str = "ideal-point";

fn attributes(actor: &Row, world: &RawWorld, cells: &AttributeRows, problems: &mut Problems) -> Attributes {
    let mut read = |name: &str| attribute(actor, name, world, cells, problems);
    Attributes {
        gdp: read("gdp"),
        population: read("population"),
        military_spending: read("military-spending"),
        troops: read("troops"),
        warheads: read("warheads"),
        cinc: read("cinc"),
        polyarchy: read("polyarchy"),
        ideal_point: cells
            .contains_key(&(actor.text("id"), OPTIONAL_ATTRIBUTE))
            .then(|| read(OPTIONAL_ATTRIBUTE)),
        total_trade: read("total-trade"),
        reserves: read("reserves"),
        budget: read("budget"),
        reach: read("reach"),
        autonomy_doctrine: read("autonomy-doctrine"),
        regime_hazard: read("regime-hazard"),
        command_disorder: read("command-disorder"),
        monitoring_capacity: read("monitoring-capacity"),
    }
}

fn attribute(
    actor: &Row,
    name: &str,
    world: &RawWorld,
    cells: &AttributeRows,
    problems: &mut Problems,
) -> Ranged {
    let table = world.table(TableId::Attributes);
    let id = actor.text("id");
    let Some(row) = cells.get(&(id, name)) else {
        if table.absent.is_empty() {
            problems.add(
                code::MISSING_ROW,
                &table.file,
                "attribute",
                format!("`{id}` has no `{name}`"),
                format!("Add a row {id},{name},..."),
            );
        }
        return Ranged::fixed(0.0);
    };
    let Some((_, unit, low, high, scale)) = ATTRIBUTE_SPECS.iter().find(|spec| spec.0 == name) else {
        return Ranged::fixed(0.0);
    };
    super::cells::check_unit(row, unit, problems);
    RangeCells {
        row,
        columns: QUANTITY,
        bounds: Bounds(*low, *high),
        scale: *scale,
        cell: &["attributes", key_of(actor), name],
    }
    .read(problems)
}
