//! Theatres, their ladders, and what their sides use.

use super::actors::sorted_by;
use super::cells::{
    AMOUNT, Bounds, QUANTITY, RangeCells, SHARE, check_id, check_order, check_unit, choice, flag, number,
    or_zero, parse_number, range_of,
};
use super::goods::GoodNames;
use super::names::Names;
use crate::random::entity_hash;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::problem::{Problems, code, shorten};
use crate::scenario::source::specs::{TableId, a_month};
use crate::scenario::source::table::Row;
use crate::scenario::source::world_files::RawWorld;
use crate::scenario::world::{Good, Pledge, Rung, Theatre, Use};

/// Name of the state below every ladder.
pub const CALM: &str = "calm";
pub const SIDES: [&str; 2] = ["aggressor", "defender"];

pub fn theatres(
    world: &RawWorld,
    actors: &Names,
    goods: &[Good],
    names: &GoodNames,
    problems: &mut Problems,
) -> Vec<Theatre> {
    let rows = sorted_by(world.table(TableId::Theatres), "id");
    let theatre_names = Names::new(
        "theatre",
        rows.iter().map(|row| row.text("id").to_owned()).collect(),
    );
    for table in [TableId::Ladders, TableId::Use] {
        for row in &world.table(table).rows {
            theatre_names.cell(row, "theatre", problems);
        }
    }
    rows.into_iter()
        .map(|row| theatre(row, world, actors, goods, names, problems))
        .collect()
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

/// A coding from 0 to 1, exact where its ends are empty, 0 where all is.
fn coded(row: &Row, columns: [&'static str; 3], cell: &[&str], problems: &mut Problems) -> Ranged {
    or_zero(
        RangeCells {
            row,
            columns,
            bounds: SHARE,
            scale: Scale::Logit,
            cell,
        }
        .read_or_exact(problems),
    )
}

fn theatre(
    row: &Row,
    world: &RawWorld,
    actors: &Names,
    goods: &[Good],
    names: &GoodNames,
    problems: &mut Problems,
) -> Theatre {
    let id = row.text("id");
    check_id(id, row.place_of("id"), "id", problems);
    let ladder = ladder(id, row, world, problems);
    let sides = ["aggressors", "defenders"].map(|column| actors.cells(row, column, problems));
    for (side, column) in ["aggressors", "defenders"].iter().enumerate() {
        if row.parts(column).is_empty() {
            problems.add(
                code::CONTRADICTION,
                &row.place,
                column,
                format!("`{id}` has no {column}"),
                "Name at least one actor on each side",
            );
        }
        if side == 1 && sides[1].iter().any(|actor| sides[0].contains(actor)) {
            problems.add(
                code::CONTRADICTION,
                row.place_of(column),
                column,
                format!("an actor stands on both sides of `{id}`"),
                "Keep it on one side",
            );
        }
    }
    Theatre {
        id: id.to_owned(),
        key: id.to_owned(),
        name: row.text("name").to_owned(),
        helpers: ["helpers_aggressor", "helpers_defender"].map(|column| actors.cells(row, column, problems)),
        pledges: pledges(row, id, &sides, actors, problems),
        sides,
        start_rung: start_rung(row, &ladder, problems),
        front: or_zero(
            RangeCells {
                row,
                columns: range_of!("front"),
                bounds: Bounds(-1.0, 1.0),
                scale: Scale::Linear,
                cell: &["theatres", id, "front"],
            }
            .read_or_exact(problems),
        ),
        attention: coded(
            row,
            range_of!("attention"),
            &["theatres", id, "attention"],
            problems,
        ),
        settle: share(row, range_of!("settle"), &["theatres", id, "settle"], problems),
        collapse: share(
            row,
            range_of!("collapse"),
            &["theatres", id, "collapse"],
            problems,
        ),
        truce: share(row, range_of!("truce"), &["theatres", id, "truce"], problems),
        ladder,
        uses: [0, 1].map(|side| uses(id, side, world, goods, names, problems)),
    }
}

/// Commitments to the defenders without a treaty: `ACTOR:low:central:high` each.
fn pledges(
    row: &Row,
    theatre: &str,
    sides: &[Vec<usize>; 2],
    actors: &Names,
    problems: &mut Problems,
) -> Vec<Pledge> {
    const COLUMN: &str = "pledges";
    let place = row.place_of(COLUMN);
    let mut pledges: Vec<Pledge> = Vec::new();
    for part in row.parts(COLUMN) {
        let fields: Vec<&str> = part.split(':').map(str::trim).collect();
        let points: Vec<f64> = fields
            .iter()
            .skip(1)
            .filter_map(|text| parse_number(text))
            .collect();
        let (&[id, ..], &[low, central, high]) = (&fields[..], &points[..]) else {
            problems.add(
                code::NOT_A_NUMBER,
                place,
                COLUMN,
                format!("`{}` is no pledge", shorten(part)),
                "Write ACTOR:low:central:high, shares from 0 to 1, pledges separated by `;`",
            );
            continue;
        };
        let Some(actor) = actors.find(id, place, COLUMN, problems) else {
            continue;
        };
        if sides.iter().flatten().any(|&side| side == actor) || pledges.iter().any(|p| p.actor == actor) {
            problems.add(
                code::CONTRADICTION,
                place,
                COLUMN,
                format!(
                    "`{}` fights in `{theatre}` already, or pledges twice",
                    shorten(id)
                ),
                "Keep one pledge of each state outside the two sides",
            );
            continue;
        }
        if [low, central, high]
            .iter()
            .all(|&point| SHARE.check(point, place, COLUMN, problems))
        {
            check_order([low, central, high], place, COLUMN, problems);
            pledges.push(Pledge {
                actor,
                honour: Ranged {
                    low,
                    central,
                    high,
                    scale: Scale::Logit,
                    stream: entity_hash("cell", &["theatres", theatre, COLUMN, id], true),
                },
            });
        }
    }
    pledges.sort_by_key(|pledge| pledge.actor);
    pledges
}

/// The rung a name means: 0 calm, k the k-th of the ladder.
pub fn rung_named(name: &str, ladder: &[Rung]) -> Option<usize> {
    if name == CALM {
        Some(0)
    } else {
        ladder
            .iter()
            .position(|rung| rung.id == name)
            .map(|index| index + 1)
    }
}

fn start_rung(row: &Row, ladder: &[Rung], problems: &mut Problems) -> usize {
    let name = row.text("start_rung");
    if name.is_empty() {
        return 0;
    }
    rung_named(name, ladder).unwrap_or_else(|| {
        let valid = ladder.iter().map(|rung| rung.id.as_str()).chain([CALM]);
        problems.add_unknown(
            code::UNKNOWN_NAME,
            row.place_of("start_rung"),
            "start_rung",
            "rung",
            name,
            valid,
        );
        0
    })
}

fn ladder(theatre: &str, owner: &Row, world: &RawWorld, problems: &mut Problems) -> Vec<Rung> {
    let mut rungs: Vec<(f64, &Row)> = Vec::new();
    for row in world
        .table(TableId::Ladders)
        .rows
        .iter()
        .filter(|row| row.text("theatre") == theatre)
    {
        rungs.push((number(row, "order", Bounds(0.0, 1_000.0), problems), row));
    }
    rungs.sort_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then_with(|| a.1.text("rung").cmp(b.1.text("rung")))
    });
    for pair in rungs.windows(2) {
        if pair[0].0 == pair[1].0 {
            problems.add(
                code::DUPLICATE,
                &pair[1].1.place,
                "order",
                format!("two rungs of `{theatre}` have the order {}", pair[1].0),
                "Number the rungs from the lowest up",
            );
        }
    }
    let is_numbered = |(place, rung): (usize, &(f64, &Row))| rung.0 == place as f64 + 1.0;
    let has_duplicate = rungs.windows(2).any(|pair| pair[0].0 == pair[1].0);
    if let Some((place, (order, row))) = rungs.iter().enumerate().find(|rung| !is_numbered(*rung))
        && !has_duplicate
    {
        problems.add(
            code::CONTRADICTION,
            row.place_of("order"),
            "order",
            format!(
                "rung {} of `{theatre}` has the order {order}: a rung is missing or out of its place",
                place + 1
            ),
            "Number the rungs 1, 2, 3 and so on, from the lowest up",
        );
    }
    if rungs.is_empty() || rungs.len() > 20 {
        problems.add(
            code::CONTRADICTION,
            &owner.place,
            "id",
            format!("the ladder of `{theatre}` has {} rungs", rungs.len()),
            "Give it 1 to 20 rows in ladders.csv",
        );
    }
    if let Some((_, lowest)) = rungs.first()
        && !matches!(lowest.text("direct"), "" | "0")
    {
        problems.add(
            code::CONTRADICTION,
            lowest.place_of("direct"),
            "direct",
            format!(
                "`{}` is the lowest rung of `{theatre}`: no rung lies between it and calm",
                shorten(lowest.text("rung"))
            ),
            "Empty direct_low, direct and direct_high: `annual` is the chance of the first step",
        );
    }
    rungs
        .into_iter()
        .map(|(_, row)| rung(theatre, row, problems))
        .collect()
}

fn rung(theatre: &str, row: &Row, problems: &mut Problems) -> Rung {
    let id = row.text("rung");
    check_id(id, row.place_of("rung"), "rung", problems);
    if id == CALM {
        problems.add(
            code::BAD_NAME,
            row.place_of("rung"),
            "rung",
            "`calm` is the name of the state below the ladder",
            "Name the rung otherwise",
        );
    }
    Rung {
        id: id.to_owned(),
        annual: share(
            row,
            range_of!("annual"),
            &["ladders", theatre, id, "annual"],
            problems,
        ),
        direct: coded(
            row,
            range_of!("direct"),
            &["ladders", theatre, id, "direct"],
            problems,
        ),
        ease: share(
            row,
            range_of!("ease"),
            &["ladders", theatre, id, "ease"],
            problems,
        ),
        // Named by the ladder and not by the rung: the rungs move together and keep their order.
        intensity: coded(
            row,
            range_of!("intensity"),
            &["ladders", theatre, "intensity"],
            problems,
        ),
        blockade: coded(
            row,
            range_of!("blockade"),
            &["ladders", theatre, "blockade"],
            problems,
        ),
        energy: coded(
            row,
            range_of!("energy"),
            &["ladders", theatre, "energy"],
            problems,
        ),
        is_war: flag(row, "is_war", problems),
        is_clash: flag(row, "is_clash", problems),
    }
}

fn uses(
    theatre: &str,
    side: usize,
    world: &RawWorld,
    goods: &[Good],
    names: &GoodNames,
    problems: &mut Problems,
) -> Vec<Use> {
    let mut uses = Vec::new();
    for row in world
        .table(TableId::Use)
        .rows
        .iter()
        .filter(|row| row.text("theatre") == theatre)
    {
        if choice(row, "side", &SIDES, problems) != side {
            continue;
        }
        let Some(good) = names.goods.cell(row, "good", problems) else {
            continue;
        };
        check_unit(row, &a_month(&goods[good].unit), problems);
        let cell = ["use", theatre, SIDES[side], row.text("good")];
        let quantity = RangeCells {
            row,
            columns: QUANTITY,
            bounds: AMOUNT,
            scale: Scale::Log,
            cell: &cell,
        }
        .read(problems);
        uses.push(Use { good, quantity });
    }
    uses.sort_by_key(|used| used.good);
    uses
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Files, Overrides, Scenario};

    #[test]
    fn pledges_of_the_shipped_world_are_read_in_order_and_from_outside_the_sides() {
        let Ok((scenario, _)) = Scenario::load("taiwan", &Files, &Overrides::default()) else {
            panic!("the shipped scenario loads");
        };
        let mut count = 0;
        for theatre in &scenario.theatres {
            for pledge in &theatre.pledges {
                let honour = pledge.honour;
                assert!(0.0 < honour.low && honour.low < honour.central && honour.central < honour.high);
                assert!(theatre.sides.iter().flatten().all(|&side| side != pledge.actor));
                count += 1;
            }
            assert!(theatre.pledges.is_sorted_by_key(|pledge| pledge.actor));
        }
        assert_eq!(count, 2);
    }
}
