//! Every bad input is refused with a stable code, the file and line, and what to do; none panics.

mod common;

use common::{and_own, load, load_with, set, tiny, with};
use sim::scenario::source::specs::SPECS;
use sim::scenario::{Overrides, Report};
use std::collections::BTreeSet;

fn refused(location: &str, memory: &sim::scenario::Memory) -> Report {
    match load(location, memory) {
        Ok(_) => panic!("accepted"),
        Err(report) => report,
    }
}

/// Exactly one problem, with this code at this place, whose text contains `words`.
fn one(report: &Report, code: &str, file: &str, line: usize, words: &str) {
    let text = report.to_string();
    assert_eq!(report.count(), 1, "{text}");
    let problem = &report.problems[0];
    assert_eq!(
        (problem.code, &*problem.place.file, problem.place.line),
        (code, file, line),
        "{text}"
    );
    assert!(text.contains(words), "no `{words}` in\n{text}");
    assert_eq!(problem.to_string().lines().count(), 3, "{text}");
}

#[test]
fn one_broken_cell_in_each_file_gives_the_exact_complaint() {
    let cases = [
        (
            "tiny/actors.csv",
            "Borland,state,exporter",
            "Borland,state,exportr",
            "SIM-0401",
            3,
            "did you mean `exporter`?",
        ),
        (
            "tiny/strategies.csv",
            "revisionist,0.34",
            "revisionist,0.4",
            "SIM-0505",
            2,
            "sum to 1.06",
        ),
        (
            "tiny/attributes.csv",
            "BOR,gdp,27,30,33",
            "BOR,gdp,27,nan,33",
            "SIM-0501",
            3,
            "not a finite number",
        ),
        (
            "tiny/goods.csv",
            "shells,Shells,munition",
            "shells,Shells,munitions",
            "SIM-0401",
            2,
            "did you mean `munition`?",
        ),
        (
            "tiny/holdings.csv",
            "AVA,shells,stock,6.3e+06",
            "AVA,shells,stock,6.3e+09",
            "SIM-0502",
            2,
            "outside 0 to 4294967295",
        ),
        (
            "tiny/dyads.csv",
            "AVA,BOR,1,0",
            "AVA,BOR,7,0",
            "SIM-0502",
            2,
            "outside 0 to 5",
        ),
        (
            "tiny/treaties.csv",
            "BOR;COR",
            "BOR;CRO",
            "SIM-0401",
            2,
            "did you mean `COR`?",
        ),
        (
            "tiny/institutions.csv",
            ",0.3,",
            ",1.4,",
            "SIM-0502",
            2,
            "`weight` is 1.4, outside 0 to 1",
        ),
        (
            "tiny/sanctions.csv",
            "0.7,0.85,0.95",
            "0.9,0.85,0.95",
            "SIM-0503",
            2,
            "low 0.9, central 0.85, high 0.95",
        ),
        (
            "tiny/compliance.csv",
            "COR,un-bor",
            "COR,un-bar",
            "SIM-0401",
            2,
            "did you mean `un-bor`?",
        ),
        (
            "tiny/theatres.csv",
            "EST,war,0.1",
            "EST,wra,0.1",
            "SIM-0401",
            2,
            "did you mean `war`?",
        ),
        (
            "tiny/ladders.csv",
            "border,1,crisis,0.3,0.6",
            "border,1,crisis,0.3,",
            "SIM-0303",
            2,
            "`annual` is missing",
        ),
        (
            "tiny/ladders.csv",
            "border,2,war",
            "border,7,war",
            "SIM-0603",
            3,
            "rung 2 of `border` has the order 7",
        ),
        (
            "tiny/use.csv",
            "rounds/month",
            "drones/month",
            "SIM-0504",
            2,
            "expected `rounds/month`",
        ),
        (
            "tiny/sanctions.csv",
            "0.3,0.5,0.7,2017,assumed",
            "0.3,0.5,0.7,2017-13,assumed",
            "SIM-0506",
            2,
            "`since` is not a date",
        ),
        (
            "tiny/flows.csv",
            "thousand-barrels/month,,assumed",
            "thousand-barrels/month,shels,assumed",
            "SIM-0401",
            2,
            "did you mean `shells`?",
        ),
        (
            "tiny/flows.csv",
            "AVA,COR,oil",
            "AVA,COR,oli",
            "SIM-0401",
            2,
            "did you mean `oil`?",
        ),
        (
            "tiny/base_rates.csv",
            "0.0005,0.001",
            "0.0005,inf",
            "SIM-0501",
            2,
            "not a finite number",
        ),
        (
            "tiny/world.toml",
            "2030-01",
            "2030-13",
            "SIM-0506",
            3,
            "not a month",
        ),
    ];
    // Every file of a world is broken once, and every file that the program reads is one of them.
    let broken: BTreeSet<&str> = cases.iter().map(|case| &case.0["tiny/".len()..]).collect();
    let read: BTreeSet<&str> = SPECS.iter().map(|spec| spec.file).chain(["world.toml"]).collect();
    assert_eq!(broken, read);
    for (file, old, new, code, line, words) in cases {
        one(
            &refused("tiny.toml", &with(file, old, new)),
            code,
            file,
            line,
            words,
        );
    }
}

#[test]
fn one_broken_key_in_a_scenario_gives_the_exact_complaint() {
    let cases = [
        ("months = 36", "months = 0", "SIM-0502", 0, "outside 1 to 600"),
        ("months = 36", "months = 601", "SIM-0502", 0, "outside 1 to 600"),
        (
            "months = 36",
            "month = 36",
            "SIM-0201",
            0,
            "did you mean `months`?",
        ),
        ("months = 36", "months = nan", "SIM-0501", 0, "no finite number"),
        (
            "months = 36",
            "months = \"36\"",
            "SIM-0203",
            0,
            "`months` is text",
        ),
        ("format = 1", "format = 2", "SIM-0106", 0, "format 2 is not known"),
        (
            "world = \"./tiny\"",
            "world = \"2026-70\"",
            "SIM-0108",
            0,
            "did you mean `2026-07`?",
        ),
        (
            "world = \"./tiny\"",
            "world = \"./tyni\"",
            "SIM-0108",
            0,
            "no world at `tyni`",
        ),
        (
            "kind = \"resolution\"",
            "kind = \"resolutoin\"",
            "SIM-0401",
            0,
            "did you mean `resolution`?",
        ),
        (
            "goods = \"shells\"",
            "goods = \"shels\"",
            "SIM-0401",
            0,
            "did you mean `shells`?",
        ),
        (
            "factor = 0.5",
            "factor = 0.5\nstrength = 1",
            "SIM-0201",
            1,
            "unknown key `strength`",
        ),
        (
            "until = \"2031-12\"",
            "until = \"2030-12\"",
            "SIM-0507",
            0,
            "`until` lies before `from`",
        ),
        (
            "from = \"2031-01\"",
            "from = \"2029-01\"",
            "SIM-0507",
            0,
            "before the start, 2030-01",
        ),
        ("hold = 3", "hold = 2.5", "SIM-0502", 0, "not a whole number"),
        (
            "given = \"strait-blockade\"",
            "given = \"pact-given-blockade\"",
            "SIM-0603",
            0,
            "this outcome or a later one",
        ),
        (
            "rung = \"blockade\"",
            "rung = \"blokade\"",
            "SIM-0401",
            0,
            "did you mean `blockade`?",
        ),
        (
            "reference = \"new-defence\"",
            "reference = \"new-defense\"",
            "SIM-0401",
            0,
            "did you mean `new-defence`?",
        ),
        ("unit = \"value\"", "", "SIM-0504", 1, "more than one good"),
        (
            "id = \"veto-for-borland\"",
            "id = \"strait-blockade\"",
            "SIM-0305",
            -1,
            "twice in one file",
        ),
        (
            "id = \"veto-for-borland\"",
            "id = \"Veto\"",
            "SIM-0404",
            0,
            "lower-case",
        ),
    ];
    for (old, new, code, after, words) in cases {
        // The complaint names the line of the change, or one so many lines after it.
        let text = &tiny().0["tiny.toml"];
        let line = text[..text.find(old).unwrap()].lines().count() + 1;
        let line = line.checked_add_signed(after).unwrap();
        one(
            &refused("tiny.toml", &with("tiny.toml", old, new)),
            code,
            "tiny.toml",
            line,
            words,
        );
    }
}

#[test]
fn a_share_of_one_point_four_is_refused_wherever_it_is_written() {
    let own = "format = 1\nextends = \"./tiny.toml\"\n[dyads.\"AVA-BOR\"]\ntrust = 1.4\n[actors.AVA]\nreach = 1.4\n";
    let report = refused("own.toml", &and_own(own));
    let lines: Vec<usize> = report
        .problems
        .iter()
        .filter(|p| p.code == "SIM-0502")
        .map(|p| p.place.line)
        .collect();
    assert!(lines.contains(&4) && lines.contains(&6), "{report}");
}

#[test]
fn everything_wrong_is_said_at_once_names_first_then_by_file_and_line() {
    let mut memory = with("tiny/dyads.csv", "AVA,BOR,1", "AVA,BOX,1");
    for (old, new) in [("months = 36", "months = 3600"), ("factor = 0.5", "factor = -1")] {
        let text = memory.0.get_mut("tiny.toml").unwrap();
        *text = text.replacen(old, new, 1);
    }
    let report = refused("tiny.toml", &memory);
    let found: Vec<(&str, usize)> = report
        .problems
        .iter()
        .map(|p| (&*p.place.file, p.place.line))
        .collect();
    assert_eq!(
        found,
        [
            ("tiny/dyads.csv", 2),
            ("tiny.toml", 6),
            ("tiny.toml", 77),
            ("tiny/dyads.csv", 0)
        ],
        "{report}"
    );
}

#[test]
fn missing_files_are_named_with_the_nearest_shipped_scenario() {
    let memory = tiny();
    assert_eq!(refused("nowhere/none.toml", &memory).problems[0].code, "SIM-0101");
    let report = refused("taiwn", &memory);
    assert_eq!(report.problems[0].nearest.as_deref(), Some("taiwan"), "{report}");
    let report = refused(
        "own.toml",
        &and_own("format = 1\nextends = \"builtin:taiwann\"\n"),
    );
    one(&report, "SIM-0101", "own.toml", 2, "did you mean `taiwan`?");
    let report = refused("own.toml", &and_own("format = 1\nextends = \"taiwan\"\n"));
    one(&report, "SIM-0401", "own.toml", 2, "write builtin:<name>");
    let mut memory = tiny();
    memory.0.remove("tiny/use.csv");
    assert!(
        refused("tiny.toml", &memory)
            .to_string()
            .contains("there is no file `tiny/use.csv`")
    );
}

#[test]
fn a_cycle_of_extends_is_refused() {
    let mut memory = and_own("format = 1\nextends = \"./other.toml\"\n");
    memory.0.insert(
        "other.toml".to_owned(),
        "format = 1\nextends = \"./own.toml\"\n".to_owned(),
    );
    one(
        &refused("own.toml", &memory),
        "SIM-0107",
        "other.toml",
        2,
        "comes back",
    );
    one(
        &refused("self.toml", &{
            let mut memory = tiny();
            memory.0.insert(
                "self.toml".to_owned(),
                "format = 1\nextends = \"./x/../self.toml\"\n".to_owned(),
            );
            memory
        }),
        "SIM-0107",
        "self.toml",
        2,
        "comes back",
    );
}

#[test]
fn a_removed_actor_that_is_still_named_is_an_error() {
    let report = refused(
        "own.toml",
        &and_own("format = 1\nextends = \"./tiny.toml\"\nremove = [\"actor:FEN\"]\n"),
    );
    assert!(
        report
            .problems
            .iter()
            .all(|problem| problem.code == "SIM-0402" || problem.code == "SIM-0603"),
        "{report}"
    );
    assert!(
        report
            .to_string()
            .contains("`FEN` was removed but is still named here"),
        "{report}"
    );
    let own = "format = 1\nextends = \"./tiny.toml\"\nremove = [\"actor:FEN\", \"institution:east\", \"theatre:strait\", \"outcome:strait-blockade\", \"outcome:pact-given-blockade\"]\n";
    let (scenario, _) = load("own.toml", &and_own(own)).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(scenario.actors.len(), 5);
    let report = refused(
        "own.toml",
        &and_own("format = 1\nextends = \"./tiny.toml\"\nremove = [\"actor:FEM\"]\n"),
    );
    one(&report, "SIM-0403", "own.toml", 3, "did you mean `FEN`?");
}

#[test]
fn an_empty_cast_and_a_crowd_are_refused() {
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/actors.csv").unwrap();
    *text = text.lines().next().unwrap().to_owned() + "\n";
    let report = refused("tiny.toml", &memory);
    assert!(report.to_string().contains("the cast has 0 actors"), "{report}");
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/actors.csv").unwrap();
    for index in 0..60 {
        text.push_str(&format!("X{index},,Extra,state,hedger,0,0,0,assumed,\n"));
    }
    let report = refused("tiny.toml", &memory);
    assert!(
        report.problems.iter().any(|problem| problem.code == "SIM-0601"),
        "{report}"
    );
    assert!(
        report.to_string().lines().count() < 160,
        "the report itself is short"
    );
}

/// Both ends of a coding may be empty (the number is exact), but not one alone; and the three stand in order.
#[test]
fn a_coding_with_half_a_range_or_one_out_of_order_is_refused() {
    let cases = [
        (
            "dyads",
            "0.338,0.567",
            "0.338,",
            "SIM-0303",
            2,
            "`trust` has a range, but `trust_high` is empty",
        ),
        (
            "dyads",
            "0.338,0.567",
            "0.5,0.567",
            "SIM-0503",
            2,
            "low 0.5, central 0.45, high 0.567",
        ),
        (
            "dyads",
            "0.338,0.567",
            "0.338,1.2",
            "SIM-0502",
            2,
            "`trust_high` is 1.2, outside 0 to 1",
        ),
        (
            "strategies",
            "0.269,0.419",
            ",0.419",
            "SIM-0303",
            2,
            "`security` has a range, but `security_low` is empty",
        ),
        (
            "strategies",
            "16,36",
            "16,20",
            "SIM-0503",
            2,
            "low 16, central 24, high 20",
        ),
        (
            "goods",
            "188,480",
            "188,none",
            "SIM-0501",
            3,
            "`conspicuous_high` is `none`",
        ),
        (
            "institutions",
            "0.222,0.391",
            "0.391,0.391",
            "SIM-0503",
            2,
            "`weight` is not ordered",
        ),
        (
            "ladders",
            "0.0254,0.0625",
            "0.0254,",
            "SIM-0303",
            2,
            "`intensity` has a range, but `intensity_high` is empty",
        ),
        (
            "theatres",
            "0.264,0.447",
            "-0.1,0.447",
            "SIM-0502",
            2,
            "`attention_low` is -0.1",
        ),
    ];
    for (table, old, new, code, line, words) in cases {
        let file = format!("tiny/{table}.csv");
        one(
            &refused("tiny.toml", &with(&file, old, new)),
            code,
            &file,
            line,
            words,
        );
    }
}

#[test]
fn half_a_range_laid_on_an_exact_number_is_refused_where_it_was_written() {
    let own =
        "format = 1\nextends = \"./tiny.toml\"\n[dyads.\"AVA-COR\"]\nexercises = { low = 1, central = 2 }\n";
    one(
        &refused("own.toml", &and_own(own)),
        "SIM-0303",
        "own.toml",
        4,
        "`exercises` has a range, but `exercises_high` is empty",
    );
}

#[test]
fn rows_that_are_short_missing_or_double_are_refused() {
    one(
        &refused(
            "tiny.toml",
            &with("tiny/compliance.csv", "COR,un-bor,0.3,", "COR,un-bor,"),
        ),
        "SIM-0304",
        "tiny/compliance.csv",
        2,
        "has 7 cells, the header 8",
    );
    let double = "AVA,gdp,1800,2000,2200,bn-usd-year,,assumed: a test,L,\nBOR,gdp";
    one(
        &refused("tiny.toml", &with("tiny/attributes.csv", "BOR,gdp", double)),
        "SIM-0305",
        "tiny/attributes.csv",
        3,
        "first in tiny/attributes.csv:2",
    );
    let reversed = "BOR,AVA,1,0,0.3,60,0,0,0.1,0.1,0.45,0.1,0,assumed: a test,L,,,,,,,,,,,\nAVA,COR,1";
    one(
        &refused("tiny.toml", &with("tiny/dyads.csv", "AVA,COR,1", reversed)),
        "SIM-0305",
        "tiny/dyads.csv",
        3,
        "stands twice",
    );
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/dyads.csv").unwrap();
    *text = text
        .lines()
        .filter(|line| !line.starts_with("AVA,COR"))
        .collect::<Vec<_>>()
        .join("\n");
    one(
        &refused("tiny.toml", &memory),
        "SIM-0306",
        "tiny/dyads.csv",
        0,
        "the pair AVA, COR has no row",
    );
    let mut memory = tiny();
    let text = memory.0.get_mut("tiny/attributes.csv").unwrap();
    *text = text
        .lines()
        .filter(|line| !line.starts_with("COR,reach"))
        .collect::<Vec<_>>()
        .join("\n");
    one(
        &refused("tiny.toml", &memory),
        "SIM-0306",
        "tiny/attributes.csv",
        0,
        "`COR` has no `reach`",
    );
}

#[test]
fn columns_unknown_or_missing_are_refused_once() {
    one(
        &refused("tiny.toml", &with("tiny/use.csv", ",unit,", ",unti,")).only("SIM-0301"),
        "SIM-0301",
        "tiny/use.csv",
        1,
        "did you mean `unit`?",
    );
    one(
        &refused("tiny.toml", &with("tiny/use.csv", ",unit,", ",unti,")).only("SIM-0302"),
        "SIM-0302",
        "tiny/use.csv",
        1,
        "`unit` is missing",
    );
}

trait Only {
    fn only(self, code: &str) -> Report;
}

impl Only for Report {
    fn only(mut self, code: &str) -> Report {
        self.problems.retain(|problem| problem.code == code);
        self
    }
}

#[test]
fn two_actors_with_one_key_are_refused() {
    let report = refused("tiny.toml", &with("tiny/actors.csv", "BOR,bor", "BOR,ava"));
    assert_eq!(report.problems[0].code, "SIM-0602", "{report}");
}

#[test]
fn settings_of_the_command_line_are_checked_like_files() {
    let memory = tiny();
    let refused = |overrides: &Overrides| load_with("tiny.toml", &memory, overrides).expect_err("refused");
    for (key, value, code, words) in [
        ("kapa", "2", "SIM-0401", "did you mean `kappa`?"),
        ("parameters.kappa", "nan", "SIM-0501", "no finite number"),
        ("parameters.kappa", "much", "SIM-0203", "`kappa` is text"),
        ("actors.AVAA.gdp", "5", "SIM-0401", "did you mean `AVA`?"),
        ("actors.AVA.gpd", "5", "SIM-0201", "did you mean `gdp`?"),
        (
            "holdings.AVA.shels.stock",
            "5",
            "SIM-0401",
            "did you mean `shells`?",
        ),
        (
            "holdings.AVA.shells.stok",
            "5",
            "SIM-0201",
            "did you mean `stock`?",
        ),
        ("dyads.AVA-BAR.trust", "0.5", "SIM-0401", "did you mean `BOR`?"),
        ("dyads.AVA-BOR.trust", "1.4", "SIM-0502", "outside 0 to 1"),
        ("months", "0", "SIM-0502", "outside 1 to 600"),
        ("theatre.strat.front", "0", "SIM-0401", "did you mean `strait`?"),
        (
            "outcome.strait-blokade.by",
            "2031-01",
            "SIM-0401",
            "did you mean `strait-blockade`?",
        ),
        ("actor.AVA.gdp", "5", "SIM-0204", "did you mean `actors`?"),
        ("", "5", "SIM-0204", "unknown key"),
        ("a.b.c.d.e.f.g.h", "5", "SIM-0204", "unknown key"),
    ] {
        let report = refused(&set(&[(key, value)]));
        assert_eq!(report.count(), 1, "{key}={value}\n{report}");
        assert_eq!(report.problems[0].code, code, "{report}");
        assert!(
            report.to_string().contains(words) && report.to_string().contains("in --set "),
            "{report}"
        );
    }
    let report = refused(&Overrides {
        off: vec!["markt".to_owned()],
        ..Overrides::default()
    });
    assert!(report.to_string().contains("did you mean `market`?"), "{report}");
    let report = refused(&Overrides {
        months: Some(601),
        ..Overrides::default()
    });
    assert!(report.to_string().contains("--months 601"), "{report}");
}

#[test]
fn ten_megabytes_of_garbage_give_a_short_error_quickly() {
    let begun = std::time::Instant::now();
    let garbage = "#;\u{1}[[x=\"".repeat(1_300_000);
    let mut memory = and_own(&garbage);
    assert_eq!(refused("own.toml", &memory).problems[0].code, "SIM-0102");
    memory.0.insert("tiny/dyads.csv".to_owned(), garbage.clone());
    assert_eq!(refused("tiny.toml", &memory).problems[0].code, "SIM-0102");
    for text in [
        &garbage[..1_000_000],
        &"[".repeat(1_000_000),
        &"a.".repeat(500_000),
        &"x={".repeat(300_000),
        &"[[a]]\n".repeat(150_000),
        &"'".repeat(1_000_000),
    ] {
        let report = refused("own.toml", &and_own(text)).to_string();
        assert!(report.len() < 20_000, "{} bytes of report", report.len());
    }
    for text in [
        ",".repeat(4_000_000),
        "\n".repeat(4_000_000),
        "a,b\n".repeat(1_000_000),
        "\"".repeat(4_000_001),
    ] {
        let mut memory = tiny();
        memory.0.insert("tiny/dyads.csv".to_owned(), text);
        let report = refused("tiny.toml", &memory).to_string();
        assert!(report.len() < 60_000, "{} bytes of report", report.len());
    }
    let many: String = (0..90_000).map(|index| format!("k{index}=1\n")).collect();
    refused("own.toml", &and_own(&many));
    let some: String = (0..9_000).map(|index| format!("k{index}=1\n")).collect();
    assert!(refused("own.toml", &and_own(&some)).to_string().len() < 20_000);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn deep_keys_and_deep_conditions_are_refused_without_overflow() {
    let keys = format!("format = 1\n{}a = 1\n", "a.".repeat(400_000));
    refused("own.toml", &and_own(&keys));
    let header = format!("format = 1\n[{}a]\n", "a.".repeat(400_000));
    refused("own.toml", &and_own(&header));
    let nested = format!(
        "{}{{ kind = \"wars\", at_least = 1 }}{}",
        "{ kind = \"not\", condition = ".repeat(40),
        " }".repeat(40)
    );
    let own = format!(
        "format = 1\nextends = \"./tiny.toml\"\n[[outcome]]\nid = \"deep\"\nkind = \"not\"\ncondition = {nested}\n"
    );
    let report = refused("own.toml", &and_own(&own));
    assert!(report.to_string().contains("nested more than"), "{report}");
}
