//! A world of one's own is held to what the shipped ones are: each thing that cannot be is complained of where it
//! stands, each that hardly can be is warned of.

mod common;

use common::{and_own, load, load_with, set, tiny, with};
use sim::scenario::{Memory, Problem};

/// The complaints of the small world, which must be refused.
fn complaints(memory: &Memory) -> Vec<Problem> {
    match load("tiny.toml", memory) {
        Ok(_) => panic!("accepted"),
        Err(report) => report.problems,
    }
}

fn warnings(location: &str, memory: &Memory) -> Vec<Problem> {
    match load(location, memory) {
        Ok((_, warnings)) => warnings,
        Err(report) => panic!("{report}"),
    }
}

/// One problem, with this code in this line and field of `file`, whose text contains `words`.
fn is_one(found: &[Problem], file: &str, (code, line, field, words): (&str, usize, &str, &str)) {
    let [problem] = found else {
        panic!("one problem expected of {file}:{line}, {field}: {found:#?}");
    };
    let place = (
        problem.code,
        &*problem.place.file,
        problem.place.line,
        problem.field.as_str(),
    );
    assert_eq!(place, (code, file, line, field), "{problem}");
    assert!(problem.to_string().contains(words), "no `{words}` in\n{problem}");
    assert!(!problem.help.is_empty());
}

/// The small world with `old` replaced by `new` once in a table is refused so.
fn refused(table: &str, old: &str, new: &str, complaint: (&str, usize, &str, &str)) {
    let file = format!("tiny/{table}");
    is_one(&complaints(&with(&file, old, new)), &file, complaint);
}

#[test]
fn a_quantity_a_month_is_no_quantity() {
    let cases = [
        // What lies there.
        (
            "holdings.csv",
            "1.28571e+07,rounds,",
            "1.28571e+07,rounds/month,",
            2,
            "expected `rounds`",
        ),
        (
            "holdings.csv",
            "1.41429e+07,rounds,",
            "1.41429e+07,rounds-month,",
            5,
            "expected `rounds`",
        ),
        // What goes in a month.
        (
            "holdings.csv",
            "171429,rounds/month",
            "171429,rounds",
            3,
            "expected `rounds/month`",
        ),
        (
            "holdings.csv",
            "57142.9,rounds/month",
            "57142.9,rounds",
            4,
            "expected `rounds/month`",
        ),
        (
            "use.csv",
            "420000,rounds/month",
            "420000,rounds",
            2,
            "expected `rounds/month`",
        ),
        (
            "flows.csv",
            "90000,rounds/month",
            "90000,rounds",
            4,
            "expected `rounds/month`",
        ),
        (
            "flows.csv",
            "tenth-of-level/month",
            "level/month",
            10,
            "expected `tenth-of-level/month`",
        ),
        (
            "attributes.csv",
            "2200,bn-usd-year",
            "2200,bn-usd-year/month",
            2,
            "expected `bn-usd-year`",
        ),
    ];
    for (table, old, new, line, words) in cases {
        refused(table, old, new, ("SIM-0504", line, "unit", words));
    }
}

#[test]
fn a_scenario_that_states_no_unit_means_that_of_the_good() {
    let own = "format = 1\nextends = \"./tiny.toml\"\n[holdings.FEN.drones]\nstock = 5\ncapacity = 2\n\
        [flows.\"FEN-EST\"]\ndrones = 1\n";
    assert_eq!(warnings("own.toml", &and_own(own)), []);
}

#[test]
fn nobody_arms_both_sides_or_the_other_side() {
    refused(
        "theatres.csv",
        "0.1,BOR,DEL,",
        "0.1,BOR,DEL;AVA,",
        (
            "SIM-0603",
            2,
            "helpers_defender",
            "`AVA` stands in `helpers_defender` and in `aggressors`",
        ),
    );
    refused(
        "theatres.csv",
        "0.1,BOR,DEL,",
        "0.1,BOR;EST,DEL,",
        ("SIM-0603", 2, "helpers_aggressor", "and in `defenders`"),
    );
    refused(
        "theatres.csv",
        "0.1,BOR,DEL,",
        "0.1,BOR,DEL;BOR,",
        ("SIM-0603", 2, "helpers_defender", "and in `helpers_aggressor`"),
    );
}

/// The ladders of the small world with the three columns of a surprise: what stands in them, line by line.
fn surprises(cells: [&str; 5]) -> Memory {
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/ladders.csv").unwrap();
    let ends = ["direct_low,direct,direct_high"].into_iter().chain(cells);
    *text = text
        .lines()
        .zip(ends)
        .map(|(line, end)| format!("{line},{end}\n"))
        .collect();
    memory
}

#[test]
fn a_surprise_has_a_whole_range_and_skips_a_rung() {
    let good = surprises([",,", ",,", ",,", ",,", "0.01,0.02,0.04"]);
    assert_eq!(warnings("tiny.toml", &good), []);
    let half = surprises([",,", ",,", ",,", ",,", "0.01,,"]);
    is_one(
        &complaints(&half),
        "tiny/ladders.csv",
        ("SIM-0303", 6, "direct", "`direct` has a range, but"),
    );
    let lowest = surprises([",,", ",,", "0.01,0.02,0.04", ",,", ",,"]);
    is_one(
        &complaints(&lowest),
        "tiny/ladders.csv",
        (
            "SIM-0603",
            4,
            "direct",
            "`quarantine` is the lowest rung of `strait`",
        ),
    );
}

#[test]
fn nothing_is_in_force_before_it_was_signed() {
    for late in ["2030-02", "2031"] {
        let words = "after the start of the world, 2030-01";
        refused(
            "treaties.csv",
            "defence,2024,",
            &format!("defence,{late},"),
            ("SIM-0506", 4, "signed", words),
        );
        refused(
            "sanctions.csv",
            "0.7,2029,",
            &format!("0.7,{late},"),
            ("SIM-0506", 3, "since", words),
        );
    }
    for early in ["2030-01", "2030"] {
        let memory = with("tiny/treaties.csv", "defence,2024,", &format!("defence,{early},"));
        assert_eq!(warnings("tiny.toml", &memory), []);
    }
}

#[test]
fn cells_that_contradict_another_are_complained_of() {
    refused(
        "actors.csv",
        "exporter,0,1,0",
        "exporter,0,0,0",
        ("SIM-0603", 3, "nuclear", "`BOR` has 40 warheads"),
    );
    refused(
        "compliance.csv",
        "COR,un-bor",
        "DEL,un-bor",
        ("SIM-0603", 2, "actor", "`DEL` is itself a sender of `un-bor`"),
    );
    refused(
        "institutions.csv",
        "AVA;COR;FEN",
        "AVA",
        ("SIM-0603", 2, "members", "`east` has one member"),
    );
    refused(
        "flows.csv",
        "rounds/month,,",
        "rounds/month,oil;shells,",
        ("SIM-0603", 4, "paid_with", "`shells` is paid with itself"),
    );
    refused(
        "base_rates.csv",
        ",10,10000,",
        ",10,0,",
        ("SIM-0502", 2, "exposure", "`exposure` is 0"),
    );
}

#[test]
fn a_source_names_one_or_says_why_it_was_assumed() {
    for nothing in ["x", "assumed", "assumed:", "assumed: ", "SIPRI"] {
        refused(
            "attributes.csv",
            "bn-usd-year,,assumed: invented for tests",
            &format!("bn-usd-year,,{nothing}"),
            ("SIM-0307", 2, "source", "which names none"),
        );
    }
}

#[test]
fn shares_of_the_world_and_trade_of_a_pair_are_parts_of_a_whole() {
    refused(
        "attributes.csv",
        "COR,cinc,0.176,0.22,0.253",
        "COR,cinc,0.176,0.9,0.953",
        ("SIM-0603", 34, "central", "sums to 1.106"),
    );
    let total = "BOR,total-trade,2.7,3,3.3";
    is_one(
        &complaints(&with("tiny/attributes.csv", total, "BOR,total-trade,1,1.5,2")),
        "tiny/dyads.csv",
        (
            "SIM-0603",
            7,
            "trade_musd",
            "BOR and COR trade 2000 million USD a year",
        ),
    );
    // Each pair is possible, all together are not.
    let memory = with("tiny/attributes.csv", total, "BOR,total-trade,2,2.05,2.2");
    is_one(
        &warnings("tiny.toml", &memory),
        "tiny/attributes.csv",
        (
            "SIM-0704",
            51,
            "central",
            "`BOR` trades 2115 million USD a year with the cast",
        ),
    );
}

#[test]
fn who_is_made_a_sender_is_no_longer_asked_how_it_complies() {
    // The world says how COR observes the regime; a scenario makes it a sender.
    let joins = "format = 1\nextends = \"./tiny.toml\"\n[[sanction]]\nid = \"un-bor\"\nsenders = [\"DEL\", \"COR\"]\n";
    assert_eq!(warnings("own.toml", &and_own(joins)), []);
    // A scenario that says both contradicts itself, wherever the sender is from.
    let both = format!("{joins}[compliance.COR]\nun-bor = 0.5\n");
    let Err(report) = load("own.toml", &and_own(&both)) else {
        panic!("accepted");
    };
    is_one(
        &report.problems,
        "own.toml",
        ("SIM-0603", 7, "actor", "`COR` is itself a sender of `un-bor`"),
    );
    let of_sender = "format = 1\nextends = \"./tiny.toml\"\n[compliance.DEL]\nun-bor = 0.5\n";
    assert!(load("own.toml", &and_own(of_sender)).is_err());
    // What a file says of compliance lapses when a later one makes the state a sender.
    let mut memory = and_own(&joins.replace("./tiny.toml", "./below.toml"));
    let below = "format = 1\nextends = \"./tiny.toml\"\n[compliance.COR]\nun-bor = 0.5\n";
    memory.0.insert("below.toml".to_owned(), below.to_owned());
    assert_eq!(warnings("own.toml", &memory), []);
}

#[test]
fn what_hardly_can_be_is_warned_of() {
    // A slip in the name of a group leaves one cell alone.
    let slip = with(
        "tiny/attributes.csv",
        "0.345,share,doctrine",
        "0.345,share,doctrin",
    );
    is_one(
        &warnings("tiny.toml", &slip),
        "tiny/attributes.csv",
        ("SIM-0704", 74, "prior_group", "did you mean `doctrine`?"),
    );
    // One that is like no other is alone as well.
    let alone = with(
        "tiny/attributes.csv",
        "0.345,share,doctrine",
        "0.345,share,quite-another",
    );
    is_one(
        &warnings("tiny.toml", &alone),
        "tiny/attributes.csv",
        ("SIM-0704", 74, "prior_group", "leave the cell empty"),
    );
    // Rounds a month written in thousandths.
    let flow = with(
        "tiny/flows.csv",
        "BOR,AVA,shells,36000,60000,90000",
        "BOR,AVA,shells,36000000,60000000,90000000",
    );
    is_one(
        &warnings("tiny.toml", &flow),
        "tiny/flows.csv",
        ("SIM-0704", 4, "central", "all actors make or use"),
    );
}

#[test]
fn the_cause_stands_before_what_follows_and_follow_ups_are_counted() {
    // One slip in the cast: every row that names the actor rightly is of an unknown actor.
    let Err(report) = load("tiny.toml", &with("tiny/actors.csv", "BOR,bor", "BRO,bor")) else {
        panic!("accepted");
    };
    let first_missing = report
        .problems
        .iter()
        .position(|problem| problem.code == "SIM-0306")
        .expect("rows of BRO are missing");
    let last_name = report
        .problems
        .iter()
        .rposition(|problem| problem.code == "SIM-0401")
        .expect("BOR is not known");
    assert!(last_name < first_missing);
    let text = report.to_string();
    assert!(report.count() > 60, "{}", report.count());
    assert!(text.starts_with("SIM-0401: unknown actor `BOR`"), "{text}");
    assert_eq!(text.matches("unknown actor `BOR`").count(), 5, "{text}");
    assert_eq!(text.matches("SIM-0306: ").count(), 20, "{text}");
    let names = report.problems.iter().filter(|p| p.code == "SIM-0401").count();
    let more = format!("and {} more of this kind: SIM-0401", names - 5);
    assert!(text.contains(&more), "no `{more}` in\n{text}");
    let all = format!("{} problems found", report.count());
    assert!(text.contains(&all), "{text}");
}

#[test]
fn a_cell_with_a_bad_name_is_told_before_the_row_that_is_missing_for_it() {
    let Err(report) = load("tiny.toml", &with("tiny/attributes.csv", "BOR,gdp", "BRO,gdp")) else {
        panic!("accepted");
    };
    let text = report.to_string();
    let place = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("no `{words}` in\n{text}"))
    };
    assert!(
        place("unknown actor `BRO`") < place("`BOR` has no `gdp`"),
        "{text}"
    );
}

#[test]
fn an_outcome_that_begins_after_a_shortened_horizon_counts_as_not_reached() {
    let own = "format = 1\nextends = \"./tiny.toml\"\n[[outcome]]\nid = \"late\"\nkind = \"flow\"\n\
        sender = \"BOR\"\nreceiver = \"AVA\"\ngoods = \"shells\"\nat_least = 1\nfrom = \"2032-01\"\n\
        observed = true\nobserved_in = \"2032-03\"\n";
    let memory = and_own(own);
    assert_eq!(warnings("own.toml", &memory), []);
    let Ok((scenario, warned)) = load_with("own.toml", &memory, &set(&[("months", "12")])) else {
        panic!("refused");
    };
    let late: Vec<&Problem> = warned.iter().filter(|p| &*p.place.file == "own.toml").collect();
    assert_eq!(late.len(), 2, "{warned:?}");
    assert!(late.iter().all(|problem| problem.code == "SIM-0701"));
    assert!(late[0].what.contains("counts as not reached"), "{late:?}");
    let outcome = scenario
        .outcomes
        .iter()
        .find(|outcome| outcome.id == "late")
        .unwrap();
    // No month of the run is in its window, and nothing says that it happened in one.
    assert!(outcome.from > outcome.by && outcome.by == 11);
    assert_eq!((outcome.observed, outcome.observed_month), (None, None));
}
