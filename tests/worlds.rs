//! The shipped worlds hang together: sums, mirror flows, balances.

use sim::scenario::world::{Cargo, GoodClass};
use sim::scenario::{Files, Overrides, Scenario};

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
                .map(|d| d.trade)
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

/// Without outside supply the belligerent of 2022 runs dry of shells within the war's first three years; the
/// supply that came in 2023-2025 (5 to 8 million rounds in all) closes the gap for a year at least.
#[test]
fn the_running_balance_of_shells_is_plausible_with_and_without_outside_supply() {
    let s = load("hindcast-2022");
    let (shells, belligerent) = (good(&s, "shells"), actor(&s, "RUS"));
    let holding = &s.holdings[belligerent * s.goods.len() + shells];
    let theatre = s.theatres.iter().find(|t| t.id == "ukraine").expect("theatre");
    let used: f64 = theatre.uses[0]
        .iter()
        .filter(|u| u.good == shells)
        .map(|u| u.quantity.central)
        .sum();
    let gap = used - holding.capacity.central;
    let months_alone = holding.stock.central / gap;
    assert!(
        (12.0..=40.0).contains(&months_alone),
        "dry after {months_alone:.0} months alone"
    );
    let months_helped = (holding.stock.central + 6.0e6) / gap;
    assert!(
        months_helped >= months_alone + 9.0,
        "{months_helped:.0} with help, {months_alone:.0} alone"
    );
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
        assert!(s.outcomes.iter().any(|o| o.is_headline), "{name} has no headline");
    }
}

fn load_any(name: &str) -> Scenario {
    Scenario::load(&format!("builtin:{name}"), &Files, &Overrides::default())
        .expect("a shipped scenario")
        .0
}
