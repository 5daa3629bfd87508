//! Codings of pairs, constants of goods, weights of strategies and clubs, and what rungs and theatres are, are drawn
//! once a parameter draw, by the name of the cell; what must hold of the central numbers holds of the drawn ones.

mod common;

use common::{load, tiny};
use sim::model::World;
use sim::scenario::source::builtin;
use sim::scenario::{Files, Overrides, Scenario};

const DRAWS: u64 = 200;

fn shipped() -> [Scenario; 2] {
    ["taiwan", "hindcast-2022"].map(|name| {
        match Scenario::load(&format!("builtin:{name}"), &Files, &Overrides::default()) {
            Ok((scenario, _)) => scenario,
            Err(report) => panic!("{report}"),
        }
    })
}

/// Numbers without a range in the shipped worlds are definitions: 0 (nothing known to be there), the intensity 1 that use.csv
/// counts at, the hostility 1 of two at war, the shell that strength is counted in. All else that was coded or assumed says how well it is known.
#[test]
fn every_coding_of_the_shipped_worlds_has_a_range() {
    let tables: [(&str, &[&str]); 6] = [
        (
            "dyads",
            &[
                "un_distance",
                "trade_musd",
                "hostility_ab",
                "hostility_ba",
                "trust",
                "logistics",
                "exercises",
            ],
        ),
        (
            "goods",
            &["strength", "conspicuous", "bulk", "input_share", "labour_share"],
        ),
        ("institutions", &["weight"]),
        ("ladders", &["intensity", "blockade", "energy"]),
        ("theatres", &["front", "attention"]),
        (
            "strategies",
            &[
                "security",
                "solvency",
                "stability",
                "technology",
                "autonomy",
                "standing",
                "risk_tolerance",
                "window_months",
            ],
        ),
    ];
    let mut count = 0;
    for world in ["2022-01", "2026-07"] {
        for (table, columns) in tables {
            let text = builtin::text(&format!("worlds/{world}/{table}.csv")).expect("a shipped table");
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header = reader.headers().expect("a header").clone();
            let at = |name: &str| header.iter().position(|column| column == name).expect("a column");
            for (line, row) in reader.records().enumerate() {
                let row = row.expect("a row");
                for column in columns {
                    let place = format!("{world}/{table}.csv:{} {column}", line + 2);
                    let number = |name: &str| row[at(name)].parse::<f64>().ok();
                    let [low, high] = ["low", "high"].map(|end| number(&format!("{column}_{end}")));
                    let is_definition = matches!(
                        (table, *column, &row[at(column)]),
                        (_, _, "" | "0")
                            | ("ladders", "intensity", "1")
                            | ("dyads", "hostility_ab" | "hostility_ba", "1")
                    ) || (table, *column, &row[0]) == ("goods", "strength", "shells");
                    let Some(central) = number(column).filter(|_| !is_definition) else {
                        assert_eq!((low, high), (None, None), "{place}");
                        continue;
                    };
                    assert!(
                        low.is_some_and(|low| low < central) && high.is_some_and(|high| central < high),
                        "{place}: {low:?} {central} {high:?}"
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 2_900, "{count}");
}

#[test]
fn what_is_drawn_keeps_its_bounds_its_sums_and_its_order() {
    for s in shipped() {
        let central = World::central(&s);
        for draw in 0..DRAWS {
            let world = World::sample(&s, 1, draw);
            for shares in [
                &world.trust,
                &world.logistics,
                &world.hostility,
                &world.input_share,
                &world.rung_intensity,
                &world.rung_blockade,
                &world.rung_energy,
                &world.theatre_attention,
                &world.risk_tolerance,
                &world.institution_tie,
            ] {
                assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
            }
            assert!(
                world
                    .opening_front
                    .iter()
                    .all(|front| (-1.0..=1.0).contains(front))
            );
            for weights in world.weights.chunks(6) {
                assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{weights:?}");
            }
            // E2.12: nobody trades more with the cast than with all the world.
            let mut with_cast = vec![0.0; world.n];
            for (dyad, trade) in s.dyads.iter().zip(&world.trade) {
                with_cast[dyad.first] += trade * 12.0;
                with_cast[dyad.second] += trade * 12.0;
            }
            for (trade, total) in with_cast.iter().zip(&world.total_trade) {
                assert!(*trade <= total * 1_000.0 * (1.0 + 1e-9), "{trade} of {total}");
            }
            // What the coder held equal both ways stays equal; what is none stays none.
            for dyad in &s.dyads {
                let (there, back) = (
                    world.hostility[dyad.first * world.n + dyad.second],
                    world.hostility[dyad.second * world.n + dyad.first],
                );
                if dyad.hostility[0] == dyad.hostility[1] {
                    assert_eq!(there, back);
                }
                if dyad.trade.central == 0.0 {
                    assert_eq!(world.trade[s.pair(dyad.first, dyad.second)], 0.0);
                }
            }
            // A rung that is fiercer than another by its central number is so in every draw.
            for (numbers, centrals) in [
                (&world.rung_intensity, &central.rung_intensity),
                (&world.rung_blockade, &central.rung_blockade),
            ] {
                for (t, theatre) in s.theatres.iter().enumerate() {
                    for rung in 1..theatre.ladder.len() {
                        let (low, high) = (world.rung_row(t, rung), world.rung_row(t, rung + 1));
                        if centrals[low] < centrals[high] {
                            assert!(numbers[low] < numbers[high], "{} {rung}", theatre.id);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn codings_are_spread_as_their_rows_say() {
    let [s, _] = shipped();
    let pair = s
        .dyads
        .iter()
        .position(|dyad| dyad.logistics.central > 0.0)
        .expect("a pair");
    let dyad = &s.dyads[pair];
    let mut drawn: [Vec<f64>; 3] = std::array::from_fn(|_| Vec::new());
    for draw in 0..2_000 {
        let world = World::sample(&s, 1, draw);
        drawn[0].push(world.trust[pair]);
        drawn[1].push(world.logistics[pair]);
        drawn[2].push(world.trade[pair] * 12.0);
    }
    for (values, range) in drawn.iter().zip([dyad.trust, dyad.logistics, dyad.trade]) {
        let below = |point: f64| values.iter().filter(|value| **value < point).count() as f64 / 2_000.0;
        for (point, share) in [(range.low, 0.05), (range.central, 0.5), (range.high, 0.95)] {
            assert!(
                (below(point) - share).abs() < 0.04,
                "{range:?}: {} below {point}",
                below(point)
            );
        }
    }
}

/// `sim check` says how many numbers of a world are drawn; one that a scenario states is no more.
#[test]
fn a_number_that_a_scenario_states_is_drawn_no_more() {
    let count = |own: &str| {
        let memory = common::and_own(&format!("format = 1\nextends = \"./tiny.toml\"\n{own}"));
        sim::scenario::uncertain_numbers(&common::loaded(&memory))
    };
    let all = count("");
    assert_eq!(
        count("[dyads.\"AVA-BOR\"]\ntrust = 0.9\nhostility_ab = 0.3\n"),
        all - 2
    );
    assert_eq!(
        count("[dyads.\"AVA-BOR\"]\nexercises = { low = 1, central = 2, high = 3 }\n"),
        all + 1
    );
}

/// The name of a row draws it: not its place in the file, nor which of a pair is written first.
#[test]
fn neither_the_order_of_rows_nor_of_a_pair_reaches_the_draw() {
    let mut memory = tiny();
    for file in [
        "tiny/dyads.csv",
        "tiny/goods.csv",
        "tiny/strategies.csv",
        "tiny/ladders.csv",
    ] {
        let text = memory.0.get_mut(file).expect("a table");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut header: Vec<String> = reader
            .headers()
            .expect("a header")
            .iter()
            .map(str::to_owned)
            .collect();
        if file == "tiny/dyads.csv" {
            for name in &mut header {
                *name = match name.as_str() {
                    "a" => "b".to_owned(),
                    "b" => "a".to_owned(),
                    other if other.starts_with("hostility_ab") => other.replace("_ab", "_ba"),
                    other => other.replace("_ba", "_ab"),
                };
            }
        }
        let mut rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        rows.reverse();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).expect("memory");
        rows.iter()
            .for_each(|row| writer.write_record(row).expect("memory"));
        *text = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
    }
    let sample = |memory| match load("tiny.toml", memory) {
        Ok((scenario, _)) => {
            let world = World::sample(&scenario, 3, 7);
            let all = [
                world.trust,
                world.trade,
                world.logistics,
                world.hostility,
                world.strength,
                world.conspicuous,
                world.weights,
                world.window,
                world.rung_intensity,
            ];
            (scenario.input_hash, all)
        }
        Err(report) => panic!("{report}"),
    };
    assert_eq!(sample(&tiny()), sample(&memory));
}
