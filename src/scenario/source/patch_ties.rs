//! Sections of a scenario that speak of pairs and theatres.

use super::node::Table;
use super::patch::{
    QUANTITY, each_entry, each_table, ids, is_known, lay_known, lay_range, row_for, unit_of, with_default,
};
use super::problem::{Place, Problems, code, shorten};
use super::specs::{TableId, a_month};
use super::world_files::RawWorld;

/// The two actors of a key `A-B` (ids may themselves contain dashes).
fn split_pair(
    key: &str,
    place: &Place,
    world: &RawWorld,
    problems: &mut Problems,
) -> Option<(String, String)> {
    let known = ids(world, TableId::Actors);
    let has = |name: &str| known.iter().any(|candidate| candidate == name);
    let cuts: Vec<usize> = key.match_indices('-').map(|(at, _)| at).collect();
    let pair = cuts
        .iter()
        .map(|at| (&key[..*at], &key[at + 1..]))
        .find(|(a, b)| has(a) && has(b));
    if let Some((a, b)) = pair {
        return Some((a.to_owned(), b.to_owned()));
    }
    match key.split_once('-') {
        None => problems.add(
            code::BAD_NAME,
            place,
            "",
            format!("`{}` is no pair of actors", shorten(key)),
            "Write \"A-B\" with two ids of actors",
        ),
        Some((a, b)) => {
            for part in [a, b].into_iter().filter(|part| !has(part)) {
                problems.add_unknown(
                    code::UNKNOWN_NAME,
                    place,
                    "",
                    "actor",
                    part,
                    known.iter().map(String::as_str),
                );
            }
        }
    }
    None
}

pub(super) fn dyad(key: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    let Some((a, b)) = split_pair(key, &table.place, world, problems) else {
        return;
    };
    let is_reversed = world.table_mut(TableId::Dyads).find_mut(&[&b, &a]).is_some();
    let (first, second) = if is_reversed { (b, a) } else { (a, b) };
    let Some(row) = row_for(
        TableId::Dyads,
        &[&first, &second],
        true,
        &table.place,
        world,
        problems,
    ) else {
        return;
    };
    for (field, node) in &table.entries {
        // Hostility is directed: the overlay's order of names decides, not the row's.
        let field = match (field.as_str(), is_reversed) {
            ("hostility_ab", true) => "hostility_ba",
            ("hostility_ba", true) => "hostility_ab",
            (other, _) => other,
        };
        lay_known(TableId::Dyads, row, field, node, &[], problems);
    }
}

pub(super) fn compliance(actor: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    if !is_known(TableId::Actors, "actor", actor, &table.place, world, problems) {
        return;
    }
    for (regime, node) in &table.entries {
        if let Some(row) = row_for(
            TableId::Compliance,
            &[actor, regime],
            true,
            &node.place,
            world,
            problems,
        ) {
            lay_range(row, QUANTITY, regime, node, problems);
        }
    }
}

/// `[flows."A-B"]`, from A to B.
pub(super) fn flows(key: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    let Some((from, to)) = split_pair(key, &table.place, world, problems) else {
        return;
    };
    for (good, node) in &table.entries {
        let unit = a_month(&unit_of(good, world));
        if let Some(row) = row_for(
            TableId::Flows,
            &[&from, &to, good],
            true,
            &node.place,
            world,
            problems,
        ) {
            with_default(row, "unit", &unit, &node.place);
            lay_range(row, QUANTITY, good, node, problems);
        }
    }
}

pub(super) fn theatre(id: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    let is_founding = table.get("aggressors").is_some();
    let Some(row) = row_for(
        TableId::Theatres,
        &[id],
        is_founding,
        &table.place,
        world,
        problems,
    ) else {
        return;
    };
    for (field, node) in &table.entries {
        if !matches!(field.as_str(), "id" | "rung" | "use") {
            lay_known(TableId::Theatres, row, field, node, &["rung", "use"], problems);
        }
    }
    each_entry(table, "rung", problems, |rung, table, problems| {
        let is_founding = table.get("order").is_some();
        let Some(row) = row_for(
            TableId::Ladders,
            &[id, rung],
            is_founding,
            &table.place,
            world,
            problems,
        ) else {
            return;
        };
        for (field, node) in table.entries.iter().filter(|(field, _)| field != "id") {
            lay_known(TableId::Ladders, row, field, node, &[], problems);
        }
    });
    uses(id, table, world, problems);
}

/// `[theatre.use.<side>]`: good = units a month at intensity 1.
fn uses(theatre: &str, table: &Table, world: &mut RawWorld, problems: &mut Problems) {
    each_table(table, "use", problems, |side, goods, problems| {
        for (good, node) in &goods.entries {
            let unit = a_month(&unit_of(good, world));
            if let Some(row) = row_for(
                TableId::Use,
                &[theatre, side, good],
                true,
                &node.place,
                world,
                problems,
            ) {
                with_default(row, "unit", &unit, &node.place);
                lay_range(row, QUANTITY, good, node, problems);
            }
        }
    });
}
