//! The shipped worlds hang together: sums, mirror flows, balances.

use sim::scenario::source::builtin;
use sim::scenario::world::{Cargo, GoodClass};
use sim::scenario::{Files, Overrides, Scenario};
use sim::study::{shells, worlds};

fn load(name: &str) -> Scenario {
    let (scenario, warnings) = Scenario::load(&format!("builtin:{name}"), &Files, &Overrides::default())
        .expect("a shipped scenario");
    assert!(warnings.is_empty(), "{warnings:?}");
    scenario
}

fn both() -> [Scenario; 2] {
    [load("taiwan"), load("hindcast-2022")]
}

fn good(s: &Scenario, id: &str) -> usize {
    s.goods
        .iter()
        .position(|g| g.id == id)
        .unwrap_or_else(|| panic!("no good {id}"))
}

fn actor(s: &Scenario, id: &str) -> usize {
    s.actors
        .iter()
        .position(|a| a.id == id)
        .unwrap_or_else(|| panic!("no actor {id}"))
}

#[test]
fn the_cast_is_large_enough_and_has_twenty_goods() {
    for s in both() {
        assert!((22..=28).contains(&s.actors.len()), "{}", s.actors.len());
        assert!(s.goods.len() + s.domains.len() >= 20);
        assert_eq!(s.domains.len(), 7);
        assert_eq!(s.dyads.len(), s.actors.len() * (s.actors.len() - 1) / 2);
    }
}

#[test]
fn trade_with_the_cast_is_no_more_than_all_trade() {
    for s in both() {
        for (index, a) in s.actors.iter().enumerate() {
            let with_cast: f64 = s
                .dyads
                .iter()
                .filter(|d| d.first == index || d.second == index)
                .map(|d| d.trade.central)
                .sum();
            let total = a.attributes.total_trade.central * 1_000.0;
            assert!(
                with_cast <= total * 1.02,
                "{}: {with_cast:.0} of {total:.0} million USD",
                a.id
            );
        }
    }
}

#[test]
fn nobody_sends_more_energy_than_it_makes_and_holds() {
    for s in both() {
        for (g, _) in s
            .goods
            .iter()
            .enumerate()
            .filter(|(_, g)| g.class == GoodClass::Energy)
        {
            for (a, sender) in s.actors.iter().enumerate() {
                let sent: f64 = s
                    .opening_flows
                    .iter()
                    .filter(|f| f.from == a && f.cargo == Cargo::Good(g))
                    .map(|f| f.quantity.central)
                    .sum();
                let holding = &s.holdings[a * s.goods.len() + g];
                let can = holding.capacity.central + holding.stock.central;
                assert!(
                    sent <= can,
                    "{} sends {sent:.0} of {} and has {can:.0}",
                    sender.id,
                    s.goods[g].id
                );
            }
        }
    }
}

#[test]
fn energy_and_food_of_the_cast_are_roughly_in_balance() {
    for s in both() {
        for id in ["oil", "gas", "coal", "food"] {
            let g = good(&s, id);
            let sum = |pick: &dyn Fn(&sim::scenario::world::Holding) -> f64| -> f64 {
                (0..s.actors.len())
                    .map(|a| pick(&s.holdings[a * s.goods.len() + g]))
                    .sum()
            };
            let ratio = sum(&|h| h.capacity.central) / sum(&|h| h.requirement.central);
            assert!(
                (0.6..=1.4).contains(&ratio),
                "{id}: capacity over requirement {ratio:.2}"
            );
        }
    }
}

/// The world's own cells: without outside supply the attacker of 2022 runs dry of shells within the war's first
/// three years; the supply of the record closes the gap for months at least.
#[test]
fn the_world_of_2022_says_of_shells_what_the_record_says() {
    let s = load("hindcast-2022");
    let shells = good(&s, "shells");
    let theatre = s.theatres.iter().find(|t| t.id == "ukraine").expect("theatre");
    for (side, name, months) in [(0, "RUS", 12.0..=40.0), (1, "UKR", 4.0..=24.0)] {
        let holding = &s.holdings[actor(&s, name) * s.goods.len() + shells];
        let used: f64 = theatre.uses[side]
            .iter()
            .filter(|u| u.good == shells)
            .map(|u| u.quantity.central)
            .sum();
        let gap = used - holding.capacity.central;
        assert!(gap > 0.0, "{name} makes what it uses");
        let alone = holding.stock.central / gap;
        assert!(
            months.contains(&alone),
            "{name} dry after {alone:.0} months alone"
        );
        let years = shells::balance(["aggressor", "defender"][side]);
        let received: f64 = years.iter().map(|y| y.received[1]).sum();
        assert!(
            received / gap >= 6.0,
            "{name}: help lasts {:.0} months",
            received / gap
        );
    }
}

/// The same of 2026: what Ukraine makes is what the record says of the year before, most of what it fires comes from
/// others, and with the flows at the start neither side runs dry within two years.
#[test]
fn the_world_of_2026_says_of_shells_what_the_record_says() {
    let s = load("taiwan");
    let shells = good(&s, "shells");
    let theatre = s.theatres.iter().find(|t| t.id == "ukraine").expect("theatre");
    for (side, name, others, months) in [
        (0, "RUS", 0.1..=0.5, 12.0..=72.0),
        (1, "UKR", 0.6..=0.95, 1.5..=12.0),
    ] {
        let me = actor(&s, name);
        let holding = &s.holdings[me * s.goods.len() + shells];
        let used: f64 = theatre.uses[side]
            .iter()
            .filter(|u| u.good == shells)
            .map(|u| u.quantity.central)
            .sum();
        let received: f64 = s
            .opening_flows
            .iter()
            .filter(|f| f.to == me && f.cargo == Cargo::Good(shells))
            .map(|f| f.quantity.central)
            .sum();
        let record = shells::balance(["aggressor", "defender"][side]);
        let [low, _, high] = record.last().expect("a year").made;
        let made = 12.0 * holding.capacity.central;
        assert!(
            (low..=high).contains(&made),
            "{name} makes {made:.0} a year of {low:.0} to {high:.0}"
        );
        let gap = used - holding.capacity.central;
        assert!(
            others.contains(&(gap / used)) && months.contains(&(holding.stock.central / gap)),
            "{name}: {:.2} from others, dry after {:.0} months alone",
            gap / used,
            holding.stock.central / gap
        );
        assert!(
            received + holding.stock.central / 24.0 >= gap,
            "{name}: {received:.0} a month received of {gap:.0}"
        );
    }
}

/// The running balance of the record (docs/worlds.md): alone both sides run dry before the end of 2023; with
/// what was sent neither does.
#[test]
fn the_war_of_2022_could_be_fed_only_with_what_others_sent() {
    for side in ["aggressor", "defender"] {
        let years = shells::balance(side);
        assert_eq!(
            years.iter().map(|y| y.year).collect::<Vec<_>>(),
            [2022, 2023, 2024, 2025]
        );
        let dry = years.iter().find(|y| y.alone < 0.0).map(|y| y.year);
        assert!(dry.is_some_and(|year| year <= 2023), "{side}: dry in {dry:?}");
        for y in &years {
            assert!(
                y.helped >= 0.0,
                "{side}: {} with help at the end of {}",
                y.helped,
                y.year
            );
            assert!(y.worst <= y.helped && y.helped <= y.best);
        }
    }
}

/// What the cast makes, buys from outside its members, uses and sends, good by good: nobody sends month after
/// month what it neither makes, nor holds for years, nor is sent itself.
#[test]
fn flows_are_covered_by_output_stock_and_what_comes_in() {
    for s in both() {
        for (g, item) in s.goods.iter().enumerate() {
            if matches!(
                item.class,
                GoodClass::Currency | GoodClass::Troops | GoodClass::Labour
            ) {
                continue;
            }
            for (a, sender) in s.actors.iter().enumerate() {
                let sum = |pick: &dyn Fn(&sim::scenario::world::OpeningFlow) -> bool| -> f64 {
                    s.opening_flows
                        .iter()
                        .filter(|f| f.cargo == Cargo::Good(g) && pick(f))
                        .map(|f| f.quantity.central)
                        .sum()
                };
                let (out, back) = (sum(&|f| f.from == a), sum(&|f| f.to == a));
                let holding = &s.holdings[a * s.goods.len() + g];
                // A store may be sold off over two years.
                let can = holding.capacity.high + holding.stock.high / 24.0 + back;
                assert!(
                    out <= can,
                    "{} sends {out:.0} {} a month of {can:.0}",
                    sender.id,
                    item.id
                );
            }
        }
    }
}

#[test]
fn people_sent_abroad_are_there_to_be_sent() {
    for s in both() {
        for (g, _) in s
            .goods
            .iter()
            .enumerate()
            .filter(|(_, g)| matches!(g.class, GoodClass::Labour | GoodClass::Troops))
        {
            for (a, sender) in s.actors.iter().enumerate() {
                let out: f64 = s
                    .opening_flows
                    .iter()
                    .filter(|f| f.from == a && f.cargo == Cargo::Good(g))
                    .map(|f| f.quantity.central)
                    .sum();
                let holding = &s.holdings[a * s.goods.len() + g];
                assert!(
                    out <= holding.stock.central + 1e-9,
                    "{}: {out} of {}",
                    sender.id,
                    holding.stock.central
                );
            }
        }
    }
}

/// A flow stands once, as what the one sends and the other receives: no second row, none to itself, and trade of a
/// pair (both ways, a mirror by construction) is at least the civil goods the flows name.
#[test]
fn mirror_flows_agree_with_the_trade_of_the_pair() {
    for s in both() {
        let mut worth = vec![0.0; s.dyads.len()];
        for f in &s.opening_flows {
            assert_ne!(f.from, f.to);
            if let Cargo::Good(g) = f.cargo {
                let is_civil = matches!(
                    s.goods[g].class,
                    GoodClass::Energy | GoodClass::Food | GoodClass::Export | GoodClass::DualUse
                );
                if is_civil {
                    worth[s.pair(f.from, f.to)] += 12.0 * f.quantity.central * s.goods[g].price.low;
                }
            }
        }
        for (pair, worth) in worth.iter().enumerate().filter(|(_, worth)| **worth > 0.0) {
            let dyad = &s.dyads[pair];
            // Smuggled goods are in no statistics: the two under UN embargo are left out.
            let is_hidden = [dyad.first, dyad.second]
                .iter()
                .any(|a| s.regimes.iter().any(|r| r.target == *a));
            assert!(
                is_hidden || *worth <= 1.1 * dyad.trade.central,
                "{}-{}: flows of {worth:.0} in trade of {:.0} million USD",
                s.actors[dyad.first].id,
                s.actors[dyad.second].id,
                dyad.trade.central
            );
        }
    }
}

/// Every range is ordered and every sum of shares is at most 1; compliance and honour are shares.
#[test]
fn ranges_are_ordered_and_shares_are_shares() {
    for s in both() {
        let ordered = |r: &sim::scenario::ranged::Ranged| r.low <= r.central && r.central <= r.high;
        for holding in &s.holdings {
            for r in [
                holding.stock,
                holding.capacity,
                holding.requirement,
                holding.target,
            ] {
                assert!(ordered(&r) && r.low >= 0.0);
            }
        }
        let power: f64 = s.actors.iter().map(|a| a.attributes.cinc.central).sum();
        assert!(power <= 1.0, "capability shares of the cast sum to {power}");
        for regime in &s.regimes {
            for r in
                regime
                    .compliance
                    .iter()
                    .chain([&regime.stringency, &regime.enforcement, &regime.monitoring])
            {
                assert!(ordered(r) && (0.0..=1.0).contains(&r.high), "{}", regime.id);
            }
        }
        for a in &s.actors {
            assert_eq!(
                a.is_nuclear,
                a.attributes.warheads.central > 0.0,
                "{}: nuclear status and warheads disagree",
                a.id
            );
        }
        for item in &s.goods {
            assert!((0.0..=1.0).contains(&item.input_share.central), "{}", item.id);
        }
    }
}

/// Nothing in a world is dated after its start, except what its source says of sizes known only later.
#[test]
fn treaties_are_signed_before_the_start_and_among_members_of_the_cast() {
    for (world, start) in [("2022-01", "2022-01"), ("2026-07", "2026-07")] {
        let table = |file: &str| builtin::text(&format!("worlds/{world}/{file}")).expect("a table");
        let cast: Vec<String> = csv::Reader::from_reader(table("actors.csv").as_bytes())
            .records()
            .map(|row| row.unwrap()[0].to_owned())
            .collect();
        for (file, date, members) in [
            ("treaties.csv", "signed", &["members"][..]),
            ("sanctions.csv", "since", &["senders", "target"][..]),
        ] {
            let mut reader = csv::Reader::from_reader(table(file).as_bytes());
            let header = reader.headers().unwrap().clone();
            let at = |name: &str| header.iter().position(|h| h == name).expect("a column");
            for row in reader.records() {
                let row = row.unwrap();
                let stated = &row[at(date)];
                assert!(
                    stated.is_empty() || *stated < *start,
                    "{world} {file}: {} is later",
                    &row[0]
                );
                for column in members {
                    for member in row[at(column)].split(';') {
                        assert!(
                            cast.iter().any(|id| id == member),
                            "{world} {file}: {member} is absent"
                        );
                    }
                }
            }
        }
    }
}

/// Every number names where it is from, or says `assumed` and why; what is known does not become less.
#[test]
fn every_row_has_a_source_and_a_share_is_sourced() {
    for (world, least) in [("2022-01", [150, 80]), ("2026-07", [180, 165])] {
        for (file, least) in ["attributes.csv", "holdings.csv"].iter().zip(least) {
            let text = builtin::text(&format!("worlds/{world}/{file}")).expect("a table");
            let found = worlds::summary(text, |_| true);
            assert_eq!(found.sourced + found.in_part + found.assumed, found.rows);
            assert!(
                found.sourced + found.in_part >= least,
                "{world} {file}: {} sourced, {} in part",
                found.sourced,
                found.in_part
            );
        }
        for file in [
            "attributes.csv",
            "holdings.csv",
            "flows.csv",
            "use.csv",
            "dyads.csv",
            "actors.csv",
            "strategies.csv",
            "institutions.csv",
            "treaties.csv",
            "sanctions.csv",
            "ladders.csv",
            "theatres.csv",
            "compliance.csv",
            "goods.csv",
        ] {
            let text = builtin::text(&format!("worlds/{world}/{file}")).expect("a table");
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let at = reader
                .headers()
                .unwrap()
                .iter()
                .position(|h| h == "source")
                .expect("source");
            for row in reader.records() {
                let row = row.unwrap();
                // From memory of what, or a guess from what: the word alone says neither.
                let is_bare = matches!(
                    &row[at],
                    "assumed" | "assumed: recalled" | "assumed: recalled; no document found"
                );
                assert!(
                    row[at].len() > 8 && !is_bare,
                    "{world} {file}: {:?} does not say why",
                    row.iter().take(3).collect::<Vec<_>>()
                );
            }
        }
    }
}

#[test]
fn every_scenario_asks_at_least_twelve_questions_and_says_why() {
    for name in sim::scenario::builtin_names() {
        let s = load_any(name);
        assert!(s.outcomes.len() >= 12, "{name}: {}", s.outcomes.len());
        assert!(
            s.question.len() > 100,
            "{name} does not say what question it answers"
        );
        let mut headlines = s.outcomes.iter().filter(|o| o.is_headline).peekable();
        assert!(headlines.peek().is_some(), "{name} has no headline");
        for outcome in headlines {
            assert!(
                outcome.reference.is_some(),
                "{name}: {} has no reference class",
                outcome.id
            );
        }
    }
}

fn load_any(name: &str) -> Scenario {
    Scenario::load(&format!("builtin:{name}"), &Files, &Overrides::default())
        .expect("a shipped scenario")
        .0
}
