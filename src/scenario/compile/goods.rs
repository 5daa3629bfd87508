//! Goods, technologies, and what each actor holds of them.

use super::actors::sorted_by;
use super::cells::{
    AMOUNT, Bounds, LARGEST, QUANTITY, RangeCells, SHARE, check_id, check_unit, choice, or_zero, range_of,
};
use super::names::Names;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::source::specs::{MEASURES, TECHNOLOGY_MEASURES, TableId, a_month, is_monthly};
use crate::scenario::source::table::Row;
use crate::scenario::source::world_files::RawWorld;
use crate::scenario::world::{Actor, Cargo, Domain, Good, GoodClass, Holding, Sector, TechnologyLevel};

/// Class of the rows that become `Domain`s.
const TECHNOLOGY: &str = "technology";

/// Goods and technologies by name.
#[derive(Clone, Debug)]
pub struct GoodNames {
    pub goods: Names,
    pub domains: Names,
    /// Both: goods first.
    pub all: Names,
    /// Units, in the order of `all`.
    units: Vec<String>,
}

impl GoodNames {
    pub fn new(world: &RawWorld, removed: &[String]) -> Self {
        let rows = sorted_by(world.table(TableId::Goods), "id");
        let of = |is_domain: bool| -> Vec<String> {
            rows.iter()
                .filter(|row| (row.text("class") == TECHNOLOGY) == is_domain)
                .map(|row| row.text("id").to_owned())
                .collect()
        };
        let with = |kind, ids| Names {
            kind,
            ids,
            removed: removed.to_vec(),
        };
        let (goods, domains) = (of(false), of(true));
        let all: Vec<String> = goods.iter().chain(&domains).cloned().collect();
        let unit_of = |id: &String| {
            let row = rows.iter().find(|row| row.text("id") == id);
            row.map_or("", |row| row.text("unit")).to_owned()
        };
        let units = all.iter().map(unit_of).collect();
        GoodNames {
            goods: with("good", goods),
            domains: with("technology", domains),
            all: with("good", all),
            units,
        }
    }

    /// The unit of the good or technology at an index of `all`.
    pub fn unit(&self, index: usize) -> &str {
        &self.units[index]
    }

    pub fn cargo(&self, index: usize) -> Cargo {
        match index.checked_sub(self.goods.ids.len()) {
            None => Cargo::Good(index),
            Some(domain) => Cargo::Technology(domain),
        }
    }
}

pub fn goods(world: &RawWorld, names: &GoodNames, problems: &mut Problems) -> (Vec<Good>, Vec<Domain>) {
    let (mut goods, mut domains) = (Vec::new(), Vec::new());
    for row in sorted_by(world.table(TableId::Goods), "id") {
        check_id(row.text("id"), row.place_of("id"), "id", problems);
        if row.text("class") == TECHNOLOGY {
            domains.push(domain(row, problems));
        } else {
            goods.push(good(row, names, problems));
        }
    }
    (goods, domains)
}

fn price(row: &Row, problems: &mut Problems) -> Ranged {
    RangeCells {
        row,
        columns: range_of!("price"),
        bounds: Bounds(1e-12, LARGEST),
        scale: Scale::Log,
        cell: &["goods", row.text("id"), "price"],
    }
    .read(problems)
}

fn sector(row: &Row, problems: &mut Problems) -> Sector {
    Sector::ALL[choice(row, "sector", &Sector::ALL.map(Sector::id), problems)]
}

fn domain(row: &Row, problems: &mut Problems) -> Domain {
    Domain {
        id: row.text("id").to_owned(),
        name: row.text("name").to_owned(),
        price: price(row, problems),
        sector: sector(row, problems),
        conspicuous: constant(row, range_of!("conspicuous"), AMOUNT, Scale::Log, problems),
    }
}

/// A constant of a good, exact where its ends are empty.
fn constant(
    row: &Row,
    columns: [&'static str; 3],
    bounds: Bounds,
    scale: Scale,
    problems: &mut Problems,
) -> Ranged {
    let cell = ["goods", row.text("id"), columns[1]];
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
}

fn good(row: &Row, names: &GoodNames, problems: &mut Problems) -> Good {
    let classes: Vec<&str> = GoodClass::ALL
        .iter()
        .map(|class| class.id())
        .chain([TECHNOLOGY])
        .collect();
    let class = choice(row, "class", &classes, problems);
    Good {
        id: row.text("id").to_owned(),
        name: row.text("name").to_owned(),
        class: GoodClass::ALL.get(class).copied().unwrap_or(GoodClass::Munition),
        unit: row.text("unit").to_owned(),
        price: price(row, problems),
        sector: sector(row, problems),
        strength: constant(row, range_of!("strength"), AMOUNT, Scale::Log, problems),
        conspicuous: constant(row, range_of!("conspicuous"), AMOUNT, Scale::Log, problems),
        bulk: constant(row, range_of!("bulk"), Bounds(0.0, 10.0), Scale::Log, problems),
        input_share: constant(row, range_of!("input_share"), SHARE, Scale::Logit, problems),
        labour_share: constant(row, range_of!("labour_share"), AMOUNT, Scale::Log, problems),
        domain: names.domains.cell(row, "domain", problems),
    }
}

/// The one good of class currency, at price 1.
pub fn currency(goods: &[Good], world: &RawWorld, problems: &mut Problems) -> usize {
    let found: Vec<usize> = (0..goods.len())
        .filter(|index| goods[*index].class == GoodClass::Currency)
        .collect();
    let table = world.table(TableId::Goods);
    if found.len() != 1 && table.absent.is_empty() {
        problems.add(
            code::CONTRADICTION,
            &table.file,
            "class",
            format!("{} goods are of class `currency`", found.len()),
            "Exactly one good is, in million USD, at price 1",
        );
    }
    let index = found.first().copied().unwrap_or_default();
    if let (Some(good), true) = (goods.get(index), found.len() == 1) {
        let is_one = [good.price.low, good.price.central, good.price.high]
            .iter()
            .all(|price| *price == 1.0);
        if let (Some(row), false) = (table.rows.iter().find(|row| row.text("id") == good.id), is_one) {
            problems.add(
                code::CONTRADICTION,
                &row.place,
                "price",
                "the price of the currency is not 1",
                "Write 1 for price_low, price and price_high",
            );
        }
    }
    index
}

/// Holdings (actor x goods + good) and technology levels (actor x domains + domain).
pub fn holdings(
    world: &RawWorld,
    actors: &[Actor],
    actor_names: &Names,
    goods: &[Good],
    names: &GoodNames,
    problems: &mut Problems,
) -> (Vec<Holding>, Vec<TechnologyLevel>) {
    let zero = Ranged::fixed(0.0);
    let nothing = Holding {
        stock: zero,
        capacity: zero,
        requirement: zero,
        target: zero,
        reserve: None,
    };
    let mut held = vec![nothing; actors.len() * goods.len()];
    let domains = names.domains.ids.len();
    let mut levels = vec![
        TechnologyLevel {
            level: zero,
            goal: zero
        };
        actors.len() * domains
    ];
    for row in &world.table(TableId::Holdings).rows {
        let (actor, good) = (
            actor_names.cell(row, "actor", problems),
            names.all.cell(row, "good", problems),
        );
        let (Some(actor), Some(good)) = (actor, good) else {
            continue;
        };
        let cell = [
            "holdings",
            actors[actor].key.as_str(),
            row.text("good"),
            row.text("measure"),
        ];
        match names.cargo(good) {
            Cargo::Good(good) => {
                let unit = &goods[good].unit;
                match is_monthly(row.text("measure")) {
                    true => check_unit(row, &a_month(unit), problems),
                    false => check_unit(row, unit, problems),
                }
                let range = RangeCells {
                    row,
                    columns: QUANTITY,
                    bounds: AMOUNT,
                    scale: Scale::Log,
                    cell: &cell,
                }
                .read(problems);
                let holding = &mut held[actor * goods.len() + good];
                match choice(row, "measure", MEASURES, problems) {
                    0 => holding.stock = range,
                    1 => holding.capacity = range,
                    2 => holding.requirement = range,
                    3 => holding.target = range,
                    _ => holding.reserve = Some(range),
                }
            }
            Cargo::Technology(domain) => {
                check_unit(row, "level", problems);
                let range = RangeCells {
                    row,
                    columns: QUANTITY,
                    bounds: SHARE,
                    scale: Scale::Logit,
                    cell: &cell,
                }
                .read(problems);
                let technology = &mut levels[actor * domains + domain];
                match choice(row, "measure", TECHNOLOGY_MEASURES, problems) {
                    0 => technology.level = range,
                    _ => technology.goal = range,
                }
            }
        }
    }
    (held, levels)
}
