//! The shipped scenarios load, and what may change does not change more than it should.

mod common;

use common::{and_own, load as load_tiny, load_with, set, tiny, with};
use sim::scenario::mechanisms::MECHANISMS;
use sim::scenario::outcome::Condition;
use sim::scenario::{Files, Memory, Overrides, Scenario, builtin_names, entities};

/// Mechanisms switched off.
fn off(scenario: &Scenario) -> Vec<&'static str> {
    MECHANISMS
        .iter()
        .enumerate()
        .filter(|(index, _)| !scenario.switches.is_on_at(*index))
        .map(|(_, spec)| spec.switch)
        .collect()
}

fn load(location: &str) -> Scenario {
    match Scenario::load(location, &Files, &Overrides::default()) {
        Ok((scenario, warnings)) => {
            assert!(warnings.is_empty(), "{location}: {warnings:?}");
            scenario
        }
        Err(report) => panic!("{location}\n{report}"),
    }
}

#[test]
fn every_shipped_scenario_loads_and_asks_at_least_twelve_questions() {
    for name in builtin_names() {
        let scenario = load(name);
        assert!(
            scenario.outcomes.len() >= 12,
            "{name}: {}",
            scenario.outcomes.len()
        );
        assert!(scenario.actors.len() >= 22, "{name}");
        assert!(
            scenario.outcomes.iter().any(|outcome| outcome.is_headline),
            "{name}"
        );
        assert!(!scenario.question.is_empty(), "{name}");
        assert_eq!(entities(&scenario).actors.len(), scenario.actors.len());
    }
}

fn hash(location: &str, memory: &Memory) -> [u8; 32] {
    load_tiny(location, memory)
        .unwrap_or_else(|report| panic!("{report}"))
        .0
        .input_hash
}

#[test]
fn the_order_of_rows_reaches_nothing() {
    let mut shuffled = tiny();
    for (name, text) in &mut shuffled.0 {
        if name.ends_with(".csv") {
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            *text = lines.join("\n") + "\n";
        }
    }
    assert_eq!(hash("tiny.toml", &tiny()), hash("tiny.toml", &shuffled));
}

#[test]
fn labels_sources_and_answers_reach_no_number_but_values_do() {
    let same = [
        ("tiny/actors.csv", "Borland", "Bortopia"),
        (
            "tiny/attributes.csv",
            "assumed: invented for tests",
            "another source",
        ),
        ("tiny.toml", "A small invented world", "Another title"),
        (
            "tiny.toml",
            "headline = true",
            "headline = false\nobserved = true",
        ),
    ];
    for (file, old, new) in same {
        assert_eq!(
            hash("tiny.toml", &tiny()),
            hash("tiny.toml", &with(file, old, new)),
            "{file} {old}"
        );
    }
    let different = [
        ("tiny/attributes.csv", "BOR,gdp,27,30,33", "BOR,gdp,27,31,33"),
        ("tiny/dyads.csv", "AVA,BOR,1,0,0.3,60", "AVA,BOR,1,0,0.3,61"),
        ("tiny/ladders.csv", "0.02,0.06,0.12", "0.02,0.06,0.13"),
        (
            "tiny/use.csv",
            "border,aggressor,shells",
            "strait,aggressor,drones",
        ),
        ("tiny.toml", "at_least = 1_000_000", "at_least = 1_000_001"),
        ("tiny.toml", "factor = 0.5", "factor = 0.6"),
        ("tiny.toml", "hold = 3", "hold = 4"),
        ("tiny.toml", "months = 36", "months = 37"),
    ];
    for (file, old, new) in different {
        let mut memory = with(file, old, new);
        if file == "tiny/use.csv" {
            memory = with(file, "300000", "300001");
        }
        assert_ne!(
            hash("tiny.toml", &tiny()),
            hash("tiny.toml", &memory),
            "{file} {old}"
        );
    }
}

#[test]
fn an_id_renamed_with_its_key_kept_changes_no_bit() {
    let mut renamed = tiny();
    for text in renamed.0.values_mut() {
        *text = text.replace("BOR", "ZED");
    }
    assert_eq!(hash("tiny.toml", &tiny()), hash("tiny.toml", &renamed));
}

#[test]
fn an_overlay_merges_tables_by_key_and_arrays_by_id() {
    let own = r#"
format = 1
extends = "./tiny.toml"
remove = ["outcome:arms-by-value"]
[actors.AVA]
gdp = { central = 1900 }
[holdings.BOR.shells]
stock = { low = 1, central = 2, high = 3 }
[technology.BOR.rocketry]
goal = 0.9
[dyads."BOR-AVA"]
hostility_ab = 0.7
[compliance.FEN]
un-bor = 0.25
[flows."DEL-EST"]
drones = 12
[[treaty]]
id = "ava-bor"
name = "New pact"
members = ["AVA", "BOR"]
rung = 1
kind = "pair"
clause = "none"
signed = "2029"
honour = 0.5
[[theatre]]
id = "strait"
attention = 0.4
[[theatre.rung]]
id = "blockade"
annual = 0.2
[theatre.use.defender]
shells = 5
[[outcome]]
id = "shells-one-million"
at_least = 2_000_000
[[outcome]]
id = "war"
kind = "wars"
at_least = 2
[parameters]
kappa = 3
[switches]
off = ["barter"]
"#;
    let (scenario, warnings) =
        load_tiny("own.toml", &and_own(own)).unwrap_or_else(|report| panic!("{report}"));
    assert!(warnings.is_empty());
    assert_eq!((scenario.id.as_str(), scenario.months), ("own", 36));
    assert_eq!(scenario.actors[0].attributes.gdp.central, 1900.0);
    assert_eq!(scenario.actors[0].attributes.gdp.low, 1800.0);
    let shells = scenario
        .goods
        .iter()
        .position(|good| good.id == "shells")
        .unwrap();
    assert_eq!(
        scenario.holdings[scenario.goods.len() + shells].stock.central,
        2.0
    );
    assert_eq!(
        scenario.dyads[scenario.pair(0, 1)]
            .hostility
            .map(|hostility| hostility.central),
        [0.1, 0.7],
        "written from BOR to AVA"
    );
    assert_eq!(scenario.treaties.len(), 4);
    let strait = &scenario.theatres[1];
    assert_eq!(
        (
            strait.attention.central,
            strait.ladder[1].annual.low,
            strait.uses[1][1].quantity.high
        ),
        (0.4, 0.2, 5.0)
    );
    let ids: Vec<&str> = scenario
        .outcomes
        .iter()
        .map(|outcome| outcome.id.as_str())
        .collect();
    assert!(ids.contains(&"war") && !ids.contains(&"arms-by-value"));
    assert!(matches!(
        scenario.outcomes[1].condition,
        Condition::Flow {
            at_least: 2_000_000.0,
            ..
        }
    ));
    assert!(
        scenario
            .parameters
            .iter()
            .any(|range| range.is_fixed() && range.central == 3.0)
    );
    assert_eq!(off(&scenario), ["barter"]);
}

#[test]
fn settings_reach_what_they_name() {
    let settings = set(&[
        ("kappa", "2"),
        ("actors.BOR.gdp", "55"),
        ("holdings.BOR.shells.stock", "7"),
        ("dyads.AVA-BOR.trust", "0.9"),
        (
            "theatre.strait.rung.blockade.annual",
            "{ low = 0.1, central = 0.2, high = 0.3 }",
        ),
        ("outcome.strait-blockade.by", "2030-12"),
        ("months", "20"),
    ]);
    let (scenario, warnings) =
        load_with("tiny.toml", &tiny(), &settings).unwrap_or_else(|report| panic!("{report}"));
    assert!(
        !warnings.is_empty(),
        "outcomes past the shorter horizon are warned about"
    );
    assert_eq!(scenario.months, 20);
    assert_eq!(scenario.actors[1].attributes.gdp.central, 55.0);
    let trust = scenario.dyads[0].trust;
    assert!(
        trust.is_fixed() && trust.central == 0.9,
        "a number without a range is exact: {trust:?}"
    );
    assert_eq!(scenario.theatres[1].ladder[1].annual.high, 0.3);
    assert_eq!(
        scenario
            .outcomes
            .iter()
            .find(|outcome| outcome.id == "strait-blockade")
            .unwrap()
            .by,
        11
    );
}

#[test]
fn a_value_of_one_good_is_turned_into_its_unit() {
    let memory = with(
        "tiny.toml",
        "at_least = 1_000_000",
        "at_least = 90\nunit = \"value\"",
    );
    let (scenario, _) = load_tiny("tiny.toml", &memory).unwrap_or_else(|report| panic!("{report}"));
    let Condition::Flow { at_least, .. } = scenario.outcomes[1].condition else {
        panic!()
    };
    assert!(
        (at_least - 90_000.0).abs() < 1e-6,
        "{at_least}: 90 million USD at 0.001 million USD a round"
    );
}

#[test]
fn a_posterior_file_replaces_priors_and_is_checked() {
    let own = "format = 1\nextends = \"./tiny.toml\"\n[parameters]\nposterior = \"./p/post.csv\"\n";
    let mut memory = and_own(own);
    memory.0.insert(
        "p/post.csv".to_owned(),
        "parameter,low,central,high\nkappa,5,6,7\n".to_owned(),
    );
    let (scenario, _) = load_tiny("own.toml", &memory).unwrap_or_else(|report| panic!("{report}"));
    assert!(
        scenario
            .parameters
            .iter()
            .any(|range| (range.low, range.central, range.high) == (5.0, 6.0, 7.0))
    );
    memory.0.insert(
        "p/post.csv".to_owned(),
        "parameter,low,central,high\nkapa,5,6,7\nkappa,7,6,5\n".to_owned(),
    );
    let report = load_tiny("own.toml", &memory).expect_err("refused");
    assert_eq!(
        report
            .problems
            .iter()
            .map(|problem| problem.place.line)
            .collect::<Vec<_>>(),
        [2, 3],
        "{report}"
    );
}

#[test]
fn ranged_cells_of_one_prior_group_share_a_stream_and_others_do_not() {
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/attributes.csv").unwrap();
    *text = text.replace(
        "AVA,reach,0.32,0.4,0.46,share,,",
        "AVA,reach,0.32,0.4,0.46,share,together,",
    );
    *text = text.replace(
        "COR,reach,0.32,0.4,0.46,share,,",
        "COR,reach,0.32,0.4,0.46,share,together,",
    );
    let (scenario, _) = load_tiny("tiny.toml", &memory).unwrap_or_else(|report| panic!("{report}"));
    let stream = |actor: usize| scenario.actors[actor].attributes.reach.stream;
    assert_eq!(stream(0), stream(2));
    assert_ne!(stream(0), stream(1));
}

#[test]
fn the_manual_lists_every_kind_of_outcome_and_event_and_every_code() {
    use sim::scenario::compile::{conditions, interventions};
    let root = env!("CARGO_MANIFEST_DIR");
    let manual = std::fs::read_to_string(format!("{root}/docs/scenario-format.md")).unwrap();
    for (kind, _) in conditions::KINDS.iter().chain(interventions::KINDS) {
        assert!(manual.contains(&format!("`{kind}`")), "{kind}");
    }
    let source = std::fs::read_to_string(format!("{root}/src/scenario/source/problem.rs")).unwrap();
    let codes: Vec<&str> = source
        .split('"')
        .filter(|part| part.starts_with("SIM-") && part.len() == 8)
        .collect();
    assert!(codes.len() > 30);
    for code in codes {
        assert!(manual.contains(code), "{code}");
    }
}

#[test]
fn the_scenario_of_the_manual_loads_as_written() {
    let root = env!("CARGO_MANIFEST_DIR");
    let manual = std::fs::read_to_string(format!("{root}/docs/scenario-format.md")).unwrap();
    let text = manual
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let (scenario, warnings) =
        load_tiny("own.toml", &and_own(text)).unwrap_or_else(|report| panic!("{report}"));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(scenario.outcomes.last().unwrap().id, "chn-irn-defence-by-2028");
}
