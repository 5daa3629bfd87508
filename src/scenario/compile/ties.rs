//! Dyads, treaties, institutions, sanction regimes, opening flows.

use super::actors::sorted_by;
use super::cells::{
    AMOUNT, Bounds, QUANTITY, RangeCells, SHARE, check_id, check_unit, choice, flag, number, optional_number,
    or_zero, range_of,
};
use super::goods::GoodNames;
use super::names::Names;
use crate::scenario::month::Month;
use crate::scenario::pair_index;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::layers::{Layer, order};
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::source::specs::{TableId, a_month};
use crate::scenario::source::table::Row;
use crate::scenario::source::world_files::RawWorld;
use crate::scenario::world::*;

/// Compliance of a state with a UN regime where nothing is stated (docs/world-format.md; assumed).
const UN_COMPLIANCE: f64 = 0.3;

/// One row for every unordered pair, in the order of `pair_index`.
pub fn dyads(world: &RawWorld, actors: &Names, cast: &[Actor], problems: &mut Problems) -> Vec<Dyad> {
    let n = actors.ids.len();
    let table = world.table(TableId::Dyads);
    let mut found: Vec<Option<Dyad>> = vec![None; n * n.saturating_sub(1) / 2];
    for row in &table.rows {
        let (a, b) = (actors.cell(row, "a", problems), actors.cell(row, "b", problems));
        let (Some(a), Some(b)) = (a, b) else { continue };
        if a == b {
            problems.add(
                code::CONTRADICTION,
                &row.place,
                "b",
                format!("`{}` is paired with itself", row.text("a")),
                "Remove the row",
            );
            continue;
        }
        found[pair_index(n, a, b)] = Some(dyad(row, a, b, cast, problems));
    }
    let mut dyads = Vec::new();
    for first in 0..n {
        for second in first + 1..n {
            let dyad = found[pair_index(n, first, second)].take();
            if dyad.is_none() && table.absent.is_empty() {
                let (a, b) = (&actors.ids[first], &actors.ids[second]);
                problems.add(
                    code::MISSING_ROW,
                    &table.file,
                    "a",
                    format!("the pair {a}, {b} has no row"),
                    format!("Add a row {a},{b},... or, in a scenario, [dyads.\"{a}-{b}\"]"),
                );
            }
            dyads.extend(dyad);
        }
    }
    dyads
}

fn dyad(row: &Row, a: usize, b: usize, cast: &[Actor], problems: &mut Problems) -> Dyad {
    // Named by the two keys in their own order: neither the order of rows nor of a and b reaches the luck.
    let keys = [cast[a.min(b)].key.as_str(), cast[a.max(b)].key.as_str()];
    let mut read = |columns: [&'static str; 3], name: &str, bounds: Bounds, scale: Scale| {
        let cell = ["dyads", keys[0], keys[1], name];
        RangeCells {
            row,
            columns,
            bounds,
            scale,
            cell: &cell,
        }
        .read_or_exact(problems)
    };
    let mut coded = |columns, name: &str| or_zero(read(columns, name, SHARE, Scale::Logit));
    let (ab, ba) = (
        coded(range_of!("hostility_ab"), "hostility"),
        coded(range_of!("hostility_ba"), "hostility"),
    );
    let trust = coded(range_of!("trust"), "trust");
    let logistics = coded(range_of!("logistics"), "logistics");
    let un_distance = read(
        range_of!("un_distance"),
        "un-distance",
        Bounds(0.0, 10.0),
        Scale::Log,
    );
    let trade = or_zero(read(range_of!("trade_musd"), "trade", AMOUNT, Scale::Log));
    let exercises = or_zero(read(
        range_of!("exercises"),
        "exercises",
        Bounds(0.0, 1_000.0),
        Scale::Log,
    ));
    Dyad {
        first: a.min(b),
        second: a.max(b),
        contiguity: code_number(row, "contiguity", 0, 5, problems),
        distance_km: number(row, "distance_km", Bounds(0.0, 20_100.0), problems),
        un_distance,
        trade,
        has_fought: flag(row, "fights10", problems),
        are_rivals: flag(row, "rivalry", problems),
        hostility: if a < b { [ab, ba] } else { [ba, ab] },
        trust,
        logistics,
        exercises,
    }
}

/// A whole number from a short range.
fn code_number(row: &Row, column: &str, low: u8, high: u8, problems: &mut Problems) -> u8 {
    let value = number(row, column, Bounds(f64::from(low), f64::from(high)), problems);
    if value.fract() != 0.0 {
        problems.add(
            code::OUT_OF_RANGE,
            row.place_of(column),
            column,
            format!("`{column}` is {value}, not a whole number"),
            format!("Write one of {low} to {high}"),
        );
    }
    value as u8
}

fn share(row: &Row, columns: [&'static str; 3], cell: &[&str], problems: &mut Problems) -> Ranged {
    RangeCells {
        row,
        columns,
        bounds: SHARE,
        scale: Scale::Logit,
        cell,
    }
    .read(problems)
}

pub fn treaties(world: &RawWorld, actors: &Names, problems: &mut Problems) -> Vec<Treaty> {
    sorted_by(world.table(TableId::Treaties), "id")
        .into_iter()
        .map(|row| treaty(row, actors, world.info.start, problems))
        .collect()
}

fn treaty(row: &Row, actors: &Names, start: Month, problems: &mut Problems) -> Treaty {
    let id = row.text("id");
    check_id(id, row.place_of("id"), "id", problems);
    let members = actors.cells(row, "members", problems);
    let is_pact = choice(row, "kind", &["pair", "pact"], problems) == 1;
    let stated = row.parts("members").len();
    if !is_pact && stated != 2 {
        problems.add(
            code::CONTRADICTION,
            row.place_of("members"),
            "members",
            format!("a treaty of kind `pair` has {stated} members"),
            "Name two members, or write kind `pact`",
        );
    }
    if is_pact && stated < 2 {
        problems.add(
            code::CONTRADICTION,
            row.place_of("members"),
            "members",
            format!("a pact has {stated} member of the cast"),
            "Name at least two members of the cast",
        );
    }
    check_date(row, "signed", start, problems);
    Treaty {
        id: id.to_owned(),
        name: row.text("name").to_owned(),
        members,
        rung: code_number(row, "rung", 1, 4, problems),
        is_pact,
        clause: [Clause::None, Clause::Consultation, Clause::Defence]
            [choice(row, "clause", &["none", "consultation", "defence"], problems)],
        honour: share(row, range_of!("honour"), &["treaties", id, "honour"], problems),
    }
}

/// `YYYY` or `YYYY-MM`, not after the start of the world; nothing simulated reads it.
fn check_date(row: &Row, column: &str, start: Month, problems: &mut Problems) {
    let text = row.text(column);
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    // A year alone counts as its January.
    let month = if is_year {
        Month::parse(&format!("{text}-01"))
    } else {
        Month::parse(text)
    };
    if month.is_some_and(|month| month > start) {
        problems.add(
            code::BAD_MONTH,
            row.place_of(column),
            column,
            format!("`{column}` is {text}, after the start of the world, {start}"),
            "A world holds what is in force at its start: take the row out, or correct the date",
        );
    }
    if !text.is_empty() && !is_year && month.is_none() {
        problems.add(
            code::BAD_MONTH,
            row.place_of(column),
            column,
            format!("`{column}` is not a date"),
            "Write YYYY or YYYY-MM",
        );
    }
}

pub fn institutions(world: &RawWorld, actors: &Names, problems: &mut Problems) -> Vec<Institution> {
    let rows = sorted_by(world.table(TableId::Institutions), "id");
    rows.into_iter()
        .map(|row| {
            check_id(row.text("id"), row.place_of("id"), "id", problems);
            if row.parts("members").len() == 1 {
                problems.add(
                    code::CONTRADICTION,
                    row.place_of("members"),
                    "members",
                    format!("`{}` has one member of the cast", row.text("id")),
                    "A club ties its members to each other: name two or more, or remove it",
                );
            }
            Institution {
                id: row.text("id").to_owned(),
                name: row.text("name").to_owned(),
                members: actors.cells(row, "members", problems),
                weight: or_zero(
                    RangeCells {
                        row,
                        columns: range_of!("weight"),
                        bounds: SHARE,
                        scale: Scale::Logit,
                        cell: &["institutions", row.text("id"), "weight"],
                    }
                    .read_or_exact(problems),
                ),
            }
        })
        .collect()
}

pub fn regimes(
    world: &RawWorld,
    actors: &Names,
    cast: &[Actor],
    layers: &[Layer],
    problems: &mut Problems,
) -> Vec<Regime> {
    let rows = sorted_by(world.table(TableId::Sanctions), "id");
    let mut regimes: Vec<Regime> = rows
        .iter()
        .map(|row| regime(row, actors, world.info.start, problems))
        .collect();
    let names = Names::new(
        "sanction regime",
        regimes.iter().map(|regime| regime.id.clone()).collect(),
    );
    for row in &world.table(TableId::Compliance).rows {
        let (actor, regime) = (
            actors.cell(row, "actor", problems),
            names.cell(row, "regime", problems),
        );
        let (Some(actor), Some(regime)) = (actor, regime) else {
            continue;
        };
        let cell = ["compliance", cast[actor].key.as_str(), row.text("regime")];
        if regimes[regime].senders.contains(&actor) {
            // Whoever makes a state a sender later says with it that its compliance is no longer the question.
            let (joined, stated) = (rows[regime].place_of("senders"), row.place_of("central"));
            if order(layers, joined) > order(layers, stated) {
                continue;
            }
            problems.add(
                code::CONTRADICTION,
                stated,
                "actor",
                format!(
                    "`{}` is itself a sender of `{}`",
                    row.text("actor"),
                    row.text("regime")
                ),
                "Compliance is stated of states that are no senders: remove the row, or the sender",
            );
        }
        regimes[regime].compliance[actor] = share(row, QUANTITY, &cell, problems);
    }
    regimes
}

fn regime(row: &Row, actors: &Names, start: Month, problems: &mut Problems) -> Regime {
    let id = row.text("id");
    check_id(id, row.place_of("id"), "id", problems);
    check_date(row, "since", start, problems);
    let senders = actors.cells(row, "senders", problems);
    let target = actors.cell(row, "target", problems).unwrap_or_default();
    if senders.contains(&target) {
        problems.add(
            code::CONTRADICTION,
            row.place_of("senders"),
            "senders",
            format!("the target of `{id}` is one of its senders"),
            "Take it out of the senders",
        );
    }
    let is_un = choice(row, "kind", &["un", "autonomous"], problems) == 0;
    if !is_un && row.parts("senders").is_empty() {
        problems.add(
            code::CONTRADICTION,
            &row.place,
            "senders",
            format!("`{id}` has no senders"),
            "Name who imposes it",
        );
    }
    let mut covers = [false; Sector::ALL.len()];
    let sectors = Names::new(
        "sector",
        Sector::ALL.iter().map(|sector| sector.id().to_owned()).collect(),
    );
    for index in sectors.cells(row, "sectors", problems) {
        covers[index] = true;
    }
    let usual = Ranged::fixed(if is_un { UN_COMPLIANCE } else { 0.0 });
    Regime {
        id: id.to_owned(),
        name: row.text("name").to_owned(),
        senders,
        target,
        is_un,
        covers,
        stringency: share(
            row,
            range_of!("stringency"),
            &["sanctions", id, "stringency"],
            problems,
        ),
        enforcement: share(
            row,
            range_of!("enforcement"),
            &["sanctions", id, "enforcement"],
            problems,
        ),
        monitoring: share(
            row,
            range_of!("monitoring"),
            &["sanctions", id, "monitoring"],
            problems,
        ),
        compliance: vec![usual; actors.ids.len()],
    }
}

/// Opening flows, sorted by seller, buyer, cargo.
pub fn opening_flows(
    world: &RawWorld,
    actors: &Names,
    cast: &[Actor],
    names: &GoodNames,
    problems: &mut Problems,
) -> Vec<OpeningFlow> {
    let mut flows = Vec::new();
    for row in &world.table(TableId::Flows).rows {
        let (from, to) = (
            actors.cell(row, "from", problems),
            actors.cell(row, "to", problems),
        );
        let (Some(from), Some(to), Some(good)) = (from, to, names.all.cell(row, "good", problems)) else {
            continue;
        };
        if from == to {
            problems.add(
                code::CONTRADICTION,
                &row.place,
                "to",
                format!("`{}` sends to itself", row.text("from")),
                "Remove the row",
            );
        }
        // What it was paid with is for readers; a name that is none misleads them.
        names.all.cells(row, "paid_with", problems);
        if row.parts("paid_with").contains(&row.text("good")) {
            problems.add(
                code::CONTRADICTION,
                row.place_of("paid_with"),
                "paid_with",
                format!("`{}` is paid with itself", row.text("good")),
                "Name what came back for it, or leave the cell empty",
            );
        }
        let cargo = names.cargo(good);
        check_unit(row, &a_month(names.unit(good)), problems);
        let cell = [
            "flows",
            cast[from].key.as_str(),
            cast[to].key.as_str(),
            row.text("good"),
        ];
        let quantity = RangeCells {
            row,
            columns: QUANTITY,
            bounds: AMOUNT,
            scale: Scale::Log,
            cell: &cell,
        }
        .read(problems);
        flows.push(OpeningFlow {
            from,
            to,
            cargo,
            quantity,
        });
    }
    flows.sort_by_key(|flow| (flow.from, flow.to, flow.cargo));
    flows
}

/// Reference classes, sorted by id.
pub fn base_rates(world: &RawWorld, problems: &mut Problems) -> Vec<BaseRate> {
    let rows = sorted_by(world.table(TableId::BaseRates), "id");
    rows.into_iter()
        .map(|row| {
            let rate =
                range_of!("rate").map(|column| optional_number(row, column, Bounds(0.0, 1_000.0), problems));
            let rate = match rate {
                [Some(low), Some(central), Some(high)] => [low, central, high],
                _ => [0.0; 3],
            };
            let exposure = number(row, "exposure", AMOUNT, problems);
            if row.cells.contains_key("exposure") && exposure == 0.0 {
                problems.add(
                    code::OUT_OF_RANGE,
                    row.place_of("exposure"),
                    "exposure",
                    "`exposure` is 0: a rate needs something that it happened to",
                    "Write how many units (such as dyad-years) were watched",
                );
            }
            super::cells::check_order(rate, &row.place, "rate", problems);
            BaseRate {
                id: row.text("id").to_owned(),
                description: row.text("description").to_owned(),
                events: number(row, "events", AMOUNT, problems),
                exposure,
                rate,
                source: row.text("source").to_owned(),
            }
        })
        .collect()
}
