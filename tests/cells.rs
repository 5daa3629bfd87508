//! No cell without a use: changing any column of any table of a world moves the simulation, except the columns
//! that docs/world-format.md lists as information; and nothing else is declared.

use sha2::{Digest, Sha256};
use sim::model::{State, World, month};
use sim::random::Luck;
use sim::scenario::source::builtin;
use sim::scenario::source::specs::{ATTRIBUTE_SPECS, MEASURES, SPECS, TECHNOLOGY_MEASURES};
use sim::scenario::{Memory, Overrides, Scenario, entities};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const WORLD: &str = "2026-07";
/// A war in the first month and a coalition that answers it, so that all parts of the model have work.
const OWN: &str = "format = 1\nextends = \"builtin:taiwan\"\nworld = \"./w\"\n\
    [[event]]\nid = \"invasion\"\nmonth = \"2026-08\"\nkind = \"theatre-rung\"\ntheatre = \"taiwan\"\nrung = \"invasion\"\n\
    [[event]]\nid = \"gulf\"\nmonth = \"2026-08\"\nkind = \"theatre-rung\"\ntheatre = \"gulf\"\nrung = \"war\"\n\
    [[event]]\nid = \"korea\"\nmonth = \"2026-09\"\nkind = \"theatre-rung\"\ntheatre = \"korea\"\nrung = \"war\"\n";
const MONTHS: usize = 30;
const DRAWS: u64 = 3;

/// Nothing in the model reads these; docs/world-format.md says so.
const INFORMATION: [&str; 9] = [
    "name",
    "source",
    "confidence",
    "note",
    "behaviour",
    "description",
    "signed",
    "since",
    "paid_with",
];
/// They name the row, the good's unit, or group cells: changing one makes another row, or an error (tests/bad_input.rs).
const NAMES: [&str; 3] = ["id", "unit", "attribute"];

type Row = BTreeMap<String, String>;

fn text(file: &str) -> &'static str {
    builtin::text(&format!("worlds/{WORLD}/{file}"))
        .or_else(|| builtin::text(file))
        .unwrap_or_else(|| panic!("no {file}"))
}

fn shipped() -> Memory {
    let mut memory = Memory::default();
    memory.0.insert("own.toml".to_owned(), OWN.to_owned());
    for file in std::iter::once("world.toml").chain(SPECS.iter().map(|spec| spec.file)) {
        memory.0.insert(format!("w/{file}"), text(file).to_owned());
    }
    memory
}

/// The world with every row of a table passed through `change`, which says whether it touched it.
fn with(file: &str, change: &dyn Fn(&mut Row) -> bool) -> Memory {
    let mut reader = csv::Reader::from_reader(text(file).as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    let mut touched = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let mut row: Row = header
            .iter()
            .cloned()
            .zip(record.iter().map(str::to_owned))
            .collect();
        touched += usize::from(change(&mut row));
        writer
            .write_record(header.iter().map(|column| &row[column]))
            .unwrap();
    }
    assert!(touched > 0, "no row of {file} was touched");
    let mut memory = shipped();
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    memory.0.insert(format!("w/{file}"), text);
    memory
}

/// Everything that moves in a few runs, as one number.
fn fingerprint(memory: &Memory) -> String {
    fingerprint_of(memory, DRAWS)
}

fn fingerprint_of(memory: &Memory, draws: u64) -> String {
    let (scenario, _) =
        Scenario::load("own.toml", memory, &Overrides::default()).unwrap_or_else(|report| panic!("{report}"));
    let mut hash = Sha256::new();
    for draw in 0..draws {
        let world = World::sample(&scenario, 5, draw);
        let mut luck = Luck::sized(&entities(&scenario), MONTHS);
        luck.fill(&entities(&scenario), 5, draw);
        let mut state = State::sized(&world);
        state.reset(&world);
        for now in 0..MONTHS {
            state.month = now;
            month::simulate(&world, &mut state, &luck);
        }
        hash.update(format!("{:?}", state.economy.stock));
        hash.update(format!("{:?}", state.survival.pressure));
        hash.update(format!("{:?}", state.war.opportunity));
        hash.update(format!("{:?}", state.war.front));
        hash.update(format!("{:?}", state.alignment));
        hash.update(format!("{:?}", state.relations));
    }
    format!("{:x?}", hash.finalize())
}

static BASE: LazyLock<String> = LazyLock::new(|| fingerprint(&shipped()));

thread_local! {
    /// Cells of this test that move nothing: all are told at its end.
    static IDLE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn moves(file: &str, what: &str, change: &dyn Fn(&mut Row) -> bool) {
    if fingerprint(&with(file, change)) == *BASE {
        IDLE.with(|idle| idle.borrow_mut().push(format!("{file}: {what}")));
    }
}

fn nothing_is_idle() {
    let idle = IDLE.with(|idle| idle.borrow_mut().split_off(0));
    assert!(idle.is_empty(), "these move nothing: {idle:?}");
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn put(row: &mut Row, column: &str, value: f64) -> bool {
    let text = value.to_string();
    let is_new = number(row, column) != Some(value);
    row.insert(column.to_owned(), text);
    is_new
}

/// The three points of a range, or those named after a stem.
fn range_of(stem: &str) -> [String; 3] {
    if stem == "central" {
        ["low", "central", "high"].map(str::to_owned)
    } else {
        [format!("{stem}_low"), stem.to_owned(), format!("{stem}_high")]
    }
}

/// Moves one point of a range within what its neighbours and bounds allow.
fn shift(row: &mut Row, stem: &str, point: usize) -> bool {
    let names = range_of(stem);
    let [Some(low), Some(central), Some(high)] = [0, 1, 2].map(|k| number(row, &names[k])) else {
        return false;
    };
    let value = match point {
        0 => low - 0.5 * (central - low) - if low < 0.0 { 0.1 } else { 0.0 },
        1 if high > low => low + 0.2 * (high - low),
        1 => return false,
        // Shares stay below 1.
        _ if high <= 1.0 => high + 0.5 * (1.0 - high),
        _ => high + 0.5 * (high - central),
    };
    let value = match (point, low) {
        (0, 0.0) => 0.0,
        // Prices stay above 0.
        (0, low) if low > 0.0 => value.max(0.2 * low),
        _ => value,
    };
    put(row, &names[point], value)
}

fn shift_all(file: &str, stem: &str) {
    for point in 0..3 {
        moves(file, &range_of(stem)[point], &|row| shift(row, stem, point));
    }
}

/// Replaces the cell of the row whose first column is `id`.
fn replaced(file: &str, id: &'static str, column: &'static str, new: &'static str) {
    let key = SPECS.iter().find(|spec| spec.file == file).unwrap().columns[0];
    moves(file, column, &|row| {
        let is_it = row[key] == id;
        if is_it {
            assert_ne!(row[column], new);
            row.insert(column.to_owned(), new.to_owned());
        }
        is_it
    });
}

/// Scales a number with its ends, where it has any.
fn scaled(file: &str, column: &str, factor: f64) {
    moves(file, column, &|row| {
        let mut is_moved = false;
        for point in range_of(column) {
            if let Some(value) = row.get(&point).and_then(|text| text.parse::<f64>().ok()) {
                is_moved |= value != 0.0 && put(row, &point, value * factor);
            }
        }
        is_moved
    });
}

/// `shift_all` of ends that few cells have: over as many draws as it takes for both to be drawn.
fn shift_ends(file: &str, stem: &str) {
    const MANY: u64 = 6;
    let base = fingerprint_of(&shipped(), MANY);
    for point in [0, 2] {
        let changed = with(file, &|row| shift(row, stem, point));
        if fingerprint_of(&changed, MANY) == base {
            IDLE.with(|idle| {
                idle.borrow_mut()
                    .push(format!("{file}: {}", range_of(stem)[point]))
            });
        }
    }
}

#[test]
fn every_column_is_tested_or_listed_as_information() {
    let tested: BTreeMap<&str, &str> = BTreeMap::from([
        ("actors.csv", "key kind strategy veto nuclear major"),
        (
            "strategies.csv",
            "security_low security security_high solvency_low solvency solvency_high stability_low stability stability_high technology_low technology technology_high autonomy_low autonomy autonomy_high standing_low standing standing_high risk_tolerance_low risk_tolerance risk_tolerance_high window_months_low window_months window_months_high",
        ),
        ("attributes.csv", "actor low central high prior_group"),
        (
            "goods.csv",
            "class price_low price price_high sector strength_low strength strength_high conspicuous_low conspicuous conspicuous_high bulk_low bulk bulk_high input_share_low input_share input_share_high labour_share_low labour_share labour_share_high domain",
        ),
        ("holdings.csv", "actor good measure low central high prior_group"),
        (
            "dyads.csv",
            "a b contiguity distance_km un_distance_low un_distance un_distance_high trade_musd_low trade_musd trade_musd_high fights10 rivalry hostility_ab_low hostility_ab hostility_ab_high hostility_ba_low hostility_ba hostility_ba_high trust_low trust trust_high logistics_low logistics logistics_high exercises_low exercises exercises_high",
        ),
        (
            "treaties.csv",
            "members rung kind clause honour_low honour honour_high",
        ),
        ("institutions.csv", "members weight_low weight weight_high"),
        (
            "sanctions.csv",
            "senders target kind sectors stringency_low stringency stringency_high enforcement_low enforcement enforcement_high monitoring_low monitoring monitoring_high",
        ),
        ("compliance.csv", "actor regime low central high"),
        (
            "theatres.csv",
            "aggressors defenders start_rung front_low front front_high helpers_aggressor helpers_defender attention_low attention attention_high settle_low settle settle_high collapse_low collapse collapse_high truce_low truce truce_high pledges",
        ),
        (
            "ladders.csv",
            "theatre order rung annual_low annual annual_high ease_low ease ease_high intensity_low intensity intensity_high blockade_low blockade blockade_high is_war is_clash direct_low direct direct_high energy_low energy energy_high",
        ),
        ("use.csv", "theatre side good low central high prior_group"),
        ("flows.csv", "from to good low central high"),
        // Not read by the model but by what is printed beside it (docs/outputs.md, `base rate`).
        ("base_rates.csv", "events exposure rate_low rate rate_high"),
    ]);
    for spec in SPECS {
        let tested: Vec<&str> = tested[spec.file].split(' ').collect();
        for column in spec.columns {
            let is_known = tested.contains(column) || INFORMATION.contains(column) || NAMES.contains(column);
            assert!(is_known, "{}: nothing tests the use of `{column}`", spec.file);
        }
        for column in &tested {
            assert!(
                spec.columns.contains(column),
                "{}: no column `{column}`",
                spec.file
            );
        }
    }
    let page = include_str!("../docs/world-format.md");
    for column in INFORMATION {
        assert!(
            page.contains(&format!("`{column}`")),
            "{column} is not said to be information"
        );
    }
}

#[test]
fn information_moves_nothing() {
    for (file, column, new) in [
        ("treaties.csv", "signed", "1950"),
        ("sanctions.csv", "since", "2001"),
        ("flows.csv", "paid_with", "gas"),
        ("actors.csv", "name", "Somewhere"),
        ("holdings.csv", "source", "assumed: test"),
        ("holdings.csv", "confidence", "H"),
        ("holdings.csv", "note", "test"),
        ("strategies.csv", "behaviour", "test"),
    ] {
        let changed = with(file, &|row| {
            // Gas is not paid with gas.
            row.get("good").is_none_or(|good| good != new)
                && row.insert(column.to_owned(), new.to_owned()).is_some()
        });
        assert_eq!(fingerprint(&changed), *BASE, "{file}: {column} moves something");
    }
}

#[test]
fn every_column_of_actors_and_strategies_is_used() {
    for (id, column, new) in [
        ("BLR", "key", "zzz"),
        ("BLR", "kind", "bloc"),
        ("BLR", "strategy", "coalition-leader"),
        ("IND", "veto", "1"),
        ("SAU", "nuclear", "1"),
        ("IND", "major", "1"),
    ] {
        replaced("actors.csv", id, column, new);
    }
    let needs = [
        "security",
        "solvency",
        "stability",
        "technology",
        "autonomy",
        "standing",
    ];
    for (place, need) in needs.iter().enumerate() {
        let other = needs[(place + 1) % needs.len()];
        moves("strategies.csv", need, &|row| {
            let (give, take) = (number(row, need).unwrap(), number(row, other).unwrap());
            put(row, need, give - 0.01) && put(row, other, take + 0.01)
        });
    }
    scaled("strategies.csv", "risk_tolerance", 0.5);
    scaled("strategies.csv", "window_months", 0.5);
    for stem in needs.iter().chain(&["risk_tolerance", "window_months"]) {
        shift_ends("strategies.csv", stem);
    }
    nothing_is_idle();
}

#[test]
fn every_attribute_is_used() {
    for (attribute, ..) in ATTRIBUTE_SPECS {
        moves("attributes.csv", attribute, &|row| {
            row["attribute"] == *attribute && shift(row, "central", 1)
        });
    }
    shift_all("attributes.csv", "central");
    moves("attributes.csv", "prior_group", &|row| {
        row.insert("prior_group".to_owned(), "all".to_owned()).is_some()
    });
    nothing_is_idle();
}

#[test]
fn every_measure_of_holdings_is_used() {
    for measure in MEASURES.iter().chain(TECHNOLOGY_MEASURES) {
        moves("holdings.csv", measure, &|row| {
            // What is in the ground lasts for decades: it shows when next to nothing is left.
            let is_it = row["measure"] == *measure;
            if is_it && *measure == "reserve" {
                return put(row, "low", 1.0) && put(row, "central", 1.0) && put(row, "high", 1.0);
            }
            is_it && shift(row, "central", 1)
        });
    }
    shift_all("holdings.csv", "central");
    moves("holdings.csv", "prior_group", &|row| {
        row.insert("prior_group".to_owned(), "all".to_owned()).is_some()
    });
    nothing_is_idle();
}

#[test]
fn every_good_is_held_and_every_holding_counts() {
    let mut goods: Vec<String> = csv::Reader::from_reader(text("goods.csv").as_bytes())
        .records()
        .map(|row| row.unwrap()[0].to_owned())
        .filter(|good| good != "hard-currency")
        .collect();
    goods.sort();
    for good in goods {
        moves("holdings.csv", &good, &|row| {
            row["good"] == good && shift(row, "central", 1)
        });
    }
    nothing_is_idle();
}

#[test]
fn every_column_of_goods_is_used() {
    shift_all("goods.csv", "price");
    for column in ["conspicuous", "bulk", "input_share"] {
        scaled("goods.csv", column, 0.5);
        shift_ends("goods.csv", column);
    }
    for column in ["strength", "labour_share"] {
        shift_ends("goods.csv", column);
    }
    // Twice the fire of all weapons is no advantage: one of them must change.
    replaced("goods.csv", "shells", "strength", "2");
    // All together would leave the goods' ratio, and so the model, as it was.
    moves("goods.csv", "labour_share", &|row| {
        row["class"] == "munition" && range_of("labour_share").iter().all(|point| put(row, point, 0.9))
    });
    replaced("goods.csv", "fish", "class", "food");
    replaced("goods.csv", "fish", "sector", "energy");
    replaced("goods.csv", "cruise-missiles", "domain", "drone");
    nothing_is_idle();
}

#[test]
fn every_column_of_dyads_is_used() {
    for column in [
        "distance_km",
        "trade_musd",
        "hostility_ab",
        "hostility_ba",
        "trust",
        "logistics",
        "exercises",
    ] {
        scaled("dyads.csv", column, 0.5);
        if column != "distance_km" {
            shift_ends("dyads.csv", column);
        }
    }
    moves("dyads.csv", "un_distance", &|row| {
        let mut is_moved = false;
        for point in range_of("un_distance") {
            is_moved |= put(row, &point, 1.5);
        }
        is_moved
    });
    shift_ends("dyads.csv", "un_distance");
    moves("dyads.csv", "contiguity", &|row| {
        row["contiguity"] == "0" && put(row, "contiguity", 1.0)
    });
    for column in ["fights10", "rivalry"] {
        moves("dyads.csv", column, &|row| {
            row[column] == "0" && put(row, column, 1.0)
        });
    }
    nothing_is_idle();
}

#[test]
fn every_column_of_treaties_and_institutions_is_used() {
    replaced("treaties.csv", "rus-prk-2024", "members", "RUS;IRN");
    replaced("treaties.csv", "rus-chn-2001", "rung", "3");
    replaced("treaties.csv", "gcc-defence", "kind", "pair");
    replaced("treaties.csv", "usa-kor-1953", "clause", "none");
    shift_all("treaties.csv", "honour");
    replaced("institutions.csv", "sco", "members", "RUS;CHN");
    scaled("institutions.csv", "weight", 0.5);
    shift_ends("institutions.csv", "weight");
    nothing_is_idle();
}

#[test]
fn every_column_of_sanctions_and_compliance_is_used() {
    replaced("sanctions.csv", "rus-usa", "senders", "JPN");
    replaced("sanctions.csv", "rus-usa", "target", "BLR");
    replaced("sanctions.csv", "rus-usa", "kind", "un");
    replaced("sanctions.csv", "rus-usa", "sectors", "arms");
    for stem in ["stringency", "enforcement", "monitoring"] {
        shift_all("sanctions.csv", stem);
    }
    shift_all("compliance.csv", "central");
    moves("compliance.csv", "regime", &|row| {
        let is_it = row["actor"] == "IND" && row["regime"] == "rus-eu";
        if is_it {
            row.insert("regime".to_owned(), "chn-usa".to_owned());
        }
        is_it
    });
    nothing_is_idle();
}

#[test]
fn every_column_of_theatres_and_ladders_is_used() {
    replaced("theatres.csv", "korea", "aggressors", "CHN");
    replaced("theatres.csv", "korea", "defenders", "JPN");
    replaced("theatres.csv", "korea", "start_rung", "limited-strikes");
    moves("theatres.csv", "front", &|row| {
        row["id"] == "ukraine" && range_of("front").iter().all(|point| put(row, point, 0.6))
    });
    shift_ends("theatres.csv", "front");
    shift_ends("theatres.csv", "attention");
    replaced("theatres.csv", "ukraine", "helpers_aggressor", "");
    replaced("theatres.csv", "ukraine", "helpers_defender", "USA");
    scaled("theatres.csv", "attention", 0.5);
    // Ends of wars are rare: it takes more runs, and larger changes, for each of the three points to show.
    let base = fingerprint_of(&shipped(), 16);
    for stem in ["settle", "collapse", "truce"] {
        for (point, column) in range_of(stem).iter().enumerate() {
            let changed = with("theatres.csv", &|row| {
                let high = number(row, &range_of(stem)[2]).unwrap();
                put(row, column, [0.0001, 0.99 * high, 0.97][point])
            });
            if fingerprint_of(&changed, 16) == base {
                IDLE.with(|idle| idle.borrow_mut().push(format!("theatres.csv: {column}")));
            }
        }
    }
    replaced("theatres.csv", "taiwan", "pledges", "");
    for stem in ["annual", "ease"] {
        for (point, column) in range_of(stem).iter().enumerate() {
            let changed = with("ladders.csv", &|row| {
                let high = number(row, &range_of(stem)[2]).unwrap();
                put(row, column, [0.0001, 0.99 * high, 0.97_f64.max(high)][point])
            });
            if fingerprint_of(&changed, 16) == base {
                IDLE.with(|idle| idle.borrow_mut().push(format!("ladders.csv: {column}")));
            }
        }
    }
    scaled("ladders.csv", "energy", 0.5);
    scaled("ladders.csv", "intensity", 0.5);
    scaled("ladders.csv", "blockade", 0.5);
    for stem in ["energy", "intensity", "blockade"] {
        shift_ends("ladders.csv", stem);
    }
    for column in ["is_war", "is_clash"] {
        moves("ladders.csv", column, &|row| {
            row[column] == "1" && put(row, column, 0.0)
        });
    }
    moves("ladders.csv", "order", &|row| {
        let swapped = match (row["theatre"].as_str(), row["order"].as_str()) {
            ("taiwan", "4") => 5.0,
            ("taiwan", "5") => 4.0,
            _ => return false,
        };
        put(row, "order", swapped)
    });
    nothing_is_idle();
}

/// Leaps over rungs are rare and none is open where the war is declared: they are made likely, in a quiet strait.
#[test]
fn every_point_of_a_leap_is_used() {
    let leaps = |points: [f64; 3]| {
        let mut memory = with("ladders.csv", &|row| {
            let columns = range_of("direct");
            number(row, "direct").is_some() && (0..3).all(|point| put(row, &columns[point], points[point]))
        });
        let quiet = "format = 1\nextends = \"builtin:taiwan\"\nworld = \"./w\"\n";
        memory.0.insert("own.toml".to_owned(), quiet.to_owned());
        fingerprint_of(&memory, 16)
    };
    let base = leaps([0.1, 0.3, 0.6]);
    for points in [[0.001, 0.3, 0.6], [0.1, 0.59, 0.6], [0.1, 0.3, 0.97]] {
        assert_ne!(leaps(points), base, "{points:?}");
    }
}

#[test]
fn every_column_of_use_and_flows_is_used() {
    shift_all("use.csv", "central");
    moves("use.csv", "prior_group", &|row| {
        row.insert("prior_group".to_owned(), "all".to_owned()).is_some()
    });
    moves("use.csv", "side", &|row| {
        let side = if row["side"] == "aggressor" {
            "defender"
        } else {
            "aggressor"
        };
        row.insert("side".to_owned(), side.to_owned()).is_some()
    });
    shift_all("flows.csv", "central");
    moves("flows.csv", "from", &|row| {
        let is_it = row["from"] == "PRK" && row["good"] == "shells";
        if is_it {
            row.insert("from".to_owned(), "IRN".to_owned());
        }
        is_it
    });
    nothing_is_idle();
}
