//! What others may hold the program to: listings and answers as JSON, columns of the files, silence when asked.

#[path = "common/program.rs"]
mod program;

use program::{Desk, stderr, stdout};
use serde_json::Value;

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().expect("an array")
}

#[test]
fn the_ledger_lists_every_mechanism_with_its_switch_and_witness() {
    let desk = Desk::new();
    let list = desk.json("list mechanisms --json");
    assert!(array(&list).len() >= 30);
    for mechanism in array(&list) {
        for field in ["id", "equation", "phase", "switch", "meaning"] {
            assert!(
                mechanism[field].as_str().is_some_and(|text| !text.is_empty()),
                "{field}: {mechanism}"
            );
        }
        let witness = &mechanism["witness"];
        for field in ["scenario", "measure", "seed"] {
            assert!(
                witness[field].as_str().is_some_and(|text| !text.is_empty()),
                "{field}: {mechanism}"
            );
        }
        assert!(
            ["raises", "lowers"].contains(&witness["sign"].as_str().unwrap()),
            "{mechanism}"
        );
        assert!(
            witness["runs"].as_u64().is_some_and(|runs| runs > 0),
            "{mechanism}"
        );
    }
}

#[test]
fn every_listing_is_json_with_ids() {
    let desk = Desk::new();
    for what in [
        "mechanisms",
        "actors",
        "goods",
        "outcome-kinds",
        "parameters",
        "scenarios",
        "worlds",
    ] {
        let list = desk.json(&format!("list {what} --json"));
        assert!(!array(&list).is_empty(), "{what}");
        for item in array(&list) {
            assert!(
                item["id"].as_str().is_some_and(|id| !id.is_empty()),
                "{what}: {item}"
            );
        }
        assert!(
            desk.done(&format!("list {what}")).lines().count() > array(&list).len(),
            "{what}"
        );
    }
    let actors = desk.json("list actors --json --scenario tiny.toml");
    let ids: Vec<&str> = array(&actors)
        .iter()
        .map(|actor| actor["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["AVA", "BOR", "COR", "DEL", "EST", "FEN"]);
}

#[test]
fn check_says_what_would_run_and_writes_nothing() {
    let desk = Desk::new();
    let before = desk.all();
    let check = desk.json("check tiny.toml --json");
    assert_eq!(check["scenario"], "tiny");
    assert_eq!(check["months"], 36);
    assert_eq!(array(&check["actors"]).len(), 6);
    assert_eq!(array(&check["outcomes"]).len(), 7);
    let text = desk.done("check tiny.toml --off market");
    assert!(
        text.contains("off       market") && text.contains("2030-01 to 2032-12"),
        "{text}"
    );
    assert_eq!(before, desk.all());
}

#[test]
fn the_answer_as_json_has_the_agreed_shape() {
    let desk = Desk::new();
    let answer = desk.json("run tiny.toml --runs 64 --json --out result");
    let outcomes = array(&answer["outcomes"]);
    assert_eq!(outcomes.len(), 7);
    for outcome in outcomes {
        assert!(outcome["id"].is_string());
        for field in ["runs", "hits"] {
            assert!(outcome[field].is_u64(), "{field}: {outcome}");
        }
        for field in ["probability", "mc_error", "band_low", "band_high"] {
            assert!(
                outcome[field].is_f64() || outcome[field].is_null(),
                "{field}: {outcome}"
            );
        }
    }
    assert_eq!(outcomes[0]["runs"], 64);
    assert!(answer["seed"].is_string(), "seeds in JSON are text");
    // The same numbers as in the table.
    let rows = desk.rows("result/outcomes.csv");
    for (row, outcome) in rows.iter().zip(outcomes) {
        assert_eq!(row["outcome"], outcome["id"].as_str().unwrap());
        assert_eq!(row["hits"], outcome["hits"].to_string());
        if let Some(probability) = outcome["probability"].as_f64() {
            assert_eq!(row["probability"].parse::<f64>().unwrap(), probability);
        }
    }
}

#[test]
fn columns_of_the_files_are_the_agreed_ones() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out r");
    let leading = |file: &str, columns: &str| {
        let columns: Vec<&str> = columns.split(',').collect();
        assert_eq!(
            desk.header(&format!("r/{file}"))[..columns.len()],
            columns,
            "{file}"
        );
    };
    leading(
        "outcomes.csv",
        "outcome,description,probability,mc_error,band_low,band_high,runs,hits,median_month,base_rate",
    );
    leading("ties.csv", "a,b,month");
    leading("flows.csv", "from,to,good,month");
    leading("sanctions.csv", "target,month");
    leading("actors.csv", "actor,month");
    leading("theatres.csv", "theatre,month");
    leading("parameters.csv", "draw");
    leading("runs.csv", "run,draw");
    let ids: Vec<String> = desk
        .rows("r/outcomes.csv")
        .iter()
        .map(|row| row["outcome"].clone())
        .collect();
    assert_eq!(desk.header("r/runs.csv")[2..], ids);
    assert!(desk.header("r/parameters.csv").len() <= 65);
    assert!(desk.read("r/manifest.json").contains("\"seed\": \"1\""));
}

#[test]
fn runs_hold_the_month_of_each_outcome_or_nothing() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out r");
    let rows = desk.rows("r/runs.csv");
    assert_eq!(rows.len(), 64);
    for outcome in desk.rows("r/outcomes.csv") {
        let cells: Vec<&str> = rows.iter().map(|row| row[&outcome["outcome"]].as_str()).collect();
        let months: Vec<&&str> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        assert_eq!(
            months.len().to_string(),
            outcome["hits"],
            "{}",
            outcome["outcome"]
        );
        for month in months {
            assert!(
                month.len() == 7 && ("2030-01"..="2032-12").contains(month),
                "{month}"
            );
        }
    }
}

#[test]
fn no_file_holds_a_number_that_is_none_and_rows_are_as_long_as_the_header() {
    let desk = Desk::new();
    for runs in [1, 64] {
        desk.done(&format!("run tiny.toml --runs {runs} -q --out r{runs}"));
        for (name, bytes) in desk.data(&format!("r{runs}")) {
            if name.ends_with(".bin") {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap().to_lowercase();
            if name.ends_with(".csv") {
                // Rows of another length are errors of the reader.
                desk.rows(&format!("r{runs}/{name}"));
            }
            for cell in text.split([',', '\n', ':', ' ', '"']) {
                assert!(
                    !["nan", "inf", "-inf", "infinity", "-nan"].contains(&cell),
                    "{name} holds {cell}"
                );
            }
        }
    }
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 8 -q --out r");
    let manifest: Value = serde_json::from_str(&desk.read("r/manifest.json")).unwrap();
    let files = desk.data("r");
    let listed = array(&manifest["files"]);
    assert_eq!(listed.len(), files.len() - 1, "all but the manifest itself");
    for file in listed {
        let bytes = &files[file["name"].as_str().unwrap()];
        let hash: String = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(file["sha256"], hash, "{file}");
        assert_eq!(file["bytes"], bytes.len());
    }
}

#[test]
fn a_scenario_of_ones_own_extends_a_shipped_one() {
    let desk = Desk::new();
    desk.write(
        "mine.toml",
        "format = 1\nextends = \"builtin:taiwan\"\ntitle = \"Mine\"\n\n[[outcome]]\nid = \"my-own\"\ndescription = \"Iran and North Korea agree on neutrality\"\nkind = \"treaty\"\ngroup = [\"IRN\", \"PRK\"]\nrung = \"neutrality\"\nby = \"2027-06\"\n",
    );
    let answer = desk.json("run mine.toml --runs 8 --json");
    let outcomes = array(&answer["outcomes"]);
    assert_eq!(outcomes.last().unwrap()["id"], "my-own");
    assert!(outcomes.len() > 12, "those of the shipped one are kept");
    assert!(
        desk.path("output/mine/outcomes.csv").exists(),
        "the id is the name of the file"
    );
}

#[test]
fn a_world_of_ones_own_is_found_beside_its_scenario_from_any_folder() {
    let desk = Desk::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let output = desk
        .command(["run", "--runs", "8", "-q", "--out", "r"])
        .arg(desk.path("tiny.toml"))
        .current_dir(elsewhere.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(elsewhere.path().join("r/outcomes.csv").exists());
}

#[test]
fn quiet_is_quiet_and_json_is_only_json() {
    let desk = Desk::new();
    let quiet = desk.sim("run tiny.toml --runs 64 --quiet --out a");
    assert_eq!((stdout(&quiet), stderr(&quiet)), (String::new(), String::new()));
    let json = desk.sim("run tiny.toml --runs 64 --json --out b");
    assert!(serde_json::from_str::<Value>(&stdout(&json)).is_ok());
    assert_eq!(stderr(&json), "");
}

#[test]
fn without_a_terminal_there_is_no_bar_and_no_colour() {
    let desk = Desk::new();
    let output = desk.sim("run tiny.toml --runs 400 --out result");
    let (text, talk) = (stdout(&output), stderr(&output));
    assert_eq!(talk, "", "nobody watches");
    assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text}");
    for part in [
        "tiny: A small invented world",
        "400 runs of 36 months, 50 parameter draws, seed 1",
        "Avaria signs a defence pact with Borland or Corvia:",
        "(parameters: ",
        "Monte Carlo error ±",
        "precedents: ",
        "strategy (kappa): ",
        "outcome",
        "Whole cast: ",
        "Likeliest new defence ties",
        "files  result",
        "next   sim run tiny.toml --runs 4000 --out result --force",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
    assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
    assert!(
        text.lines().all(|line| line == line.trim_end()),
        "no blanks at the end of lines"
    );
}

#[test]
fn the_next_command_that_is_printed_runs() {
    let desk = Desk::new();
    let text = desk.done("run tiny.toml --runs 8 --seed 3 --off market --set kappa=8");
    let next = text
        .lines()
        .find_map(|line| line.strip_prefix("next   sim "))
        .expect("a next command");
    assert_eq!(
        next,
        "run tiny.toml --off market --set kappa=8 --seed 3 --runs 80"
    );
    desk.done(next);
    assert_eq!(desk.rows("output/tiny/runs.csv").len(), 80);
}

#[test]
fn help_names_every_command_and_the_first_one_to_try() {
    let desk = Desk::new();
    let help = desk.done("--help");
    for word in [
        "run",
        "resume",
        "merge",
        "check",
        "list",
        "fit",
        "validate",
        "sim run scenarios/taiwan.toml",
        "Exit codes",
    ] {
        assert!(help.contains(word), "no `{word}` in\n{help}");
    }
    assert!(desk.done("--version").starts_with("sim "));
}

#[test]
fn an_exported_world_is_the_shipped_one_and_nothing_is_overwritten() {
    let desk = Desk::new();
    desk.done("export 2026-07 mine");
    desk.write(
        "mine.toml",
        "format = 1\nextends = \"builtin:taiwan\"\nid = \"taiwan\"\nworld = \"./mine\"\n",
    );
    let hash = |line: &str| desk.json(line)["input_hash"].clone();
    assert_eq!(
        hash("check mine.toml --json"),
        hash("check builtin:taiwan --json")
    );
    desk.edit("mine/attributes.csv", "RUS,gdp,2400,2588", "RUS,gdp,2400,2600");
    assert_ne!(
        hash("check mine.toml --json"),
        hash("check builtin:taiwan --json")
    );
    let again = desk.sim("export 2026-07 mine");
    assert_eq!(again.status.code(), Some(5), "{}", stderr(&again));
    assert!(desk.read("mine/attributes.csv").contains("RUS,gdp,2400,2600"));
    desk.done("export baseline own.toml");
    desk.done("check own.toml");
    assert_eq!(desk.sim("export baseline own.toml").status.code(), Some(5));
    let unknown = desk.sim("export 2026-70 other");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        stderr(&unknown).contains("did you mean `2026-07`?"),
        "{}",
        stderr(&unknown)
    );
}

/// What has longer to happen happens more often: a comparison of unequal horizons says so, and one of equal ones does not.
#[test]
fn a_comparison_of_unequal_horizons_says_so() {
    let desk = Desk::new();
    let unequal = desk.done("compare builtin:baseline builtin:max-pressure --runs 8");
    assert!(
        unequal.contains("They end in different months (baseline 2031-06, max-pressure 2030-12)"),
        "{unequal}"
    );
    let equal = desk.done("compare builtin:baseline builtin:max-pressure --runs 8 --set months=54");
    assert!(!equal.contains("different months"), "{equal}");
}

/// `help.csv`: a state that joins has gone through every grade but the distraction, and no share exceeds one.
#[test]
fn who_helps_whom_is_told_by_grades_that_nest() {
    let desk = Desk::new();
    desk.done("run builtin:taiwan-invasion --runs 64 --out helped");
    let rows = desk.rows("helped/help.csv");
    assert!(
        rows.iter()
            .any(|row| row["actor"] == "USA" && row["side"] == "defenders" && row["joining"] != "0")
    );
    let nested = [
        "words",
        "veto",
        "intelligence",
        "parts",
        "munitions",
        "troops",
        "joining",
    ];
    for row in &rows {
        let share = |grade: &str| row[grade].parse::<f64>().expect("a share");
        assert!(
            (0.0..=1.0).contains(&share("words")) && share("words") > 0.0,
            "{row:?}"
        );
        for pair in nested.windows(2) {
            assert!(share(pair[0]) >= share(pair[1]), "{row:?}");
        }
        assert!(share("distraction") <= share("munitions"), "{row:?}");
    }
}
