//! `sim check` says what would run: its words, kept; and what a world of one's own is called.

#[path = "common/program.rs"]
mod program;

use program::Desk;

const CHILD: &str = "format = 1
extends = \"./tiny.toml\"
title = \"The blockade comes, and half of the sanctions go\"
question = \"\"\"
What if the strait is closed in the second year
and Borland is let off?\"\"\"
months = 30
remove = [\"outcome:veto-for-borland\"]
[parameters]
kappa = { low = 1, central = 2, high = 3 }
[switches]
off = [\"barter\"]
[actors.BOR]
reserves = 40
[[event]]
id = \"blockade\"
month = \"2031-01\"
kind = \"theatre-rung\"
theatre = \"strait\"
rung = \"blockade\"
[[policy]]
id = \"relief\"
from = \"2030-06\"
until = \"2030-12\"
kind = \"stringency\"
target = \"BOR\"
factor = 0.5
[[outcome]]
id = \"strait-blockade\"
headline = true
[[outcome]]
id = \"my-own\"
description = \"Avaria and Corvia agree on neutrality\"
kind = \"treaty\"
group = [\"AVA\", \"COR\"]
rung = \"neutrality\"
by = \"2031-06\"
";

/// Hashes change with every touch of the small world, and tell a reader of this nothing.
fn without_hashes(text: &str) -> String {
    let is_hash = |word: &str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    text.lines()
        .map(|line| {
            let words: Vec<String> = line
                .split(' ')
                .map(|word| match word.split_once('@') {
                    Some((name, rest)) if is_hash(rest.trim_end_matches(':')) => format!("{name}@[hash]:"),
                    _ if is_hash(word) => "[hash]".to_owned(),
                    _ => word.to_owned(),
                })
                .collect();
            words.join(" ") + "\n"
        })
        .collect()
}

#[test]
fn it_says_what_a_child_would_run_and_what_it_changes() {
    let desk = Desk::new();
    desk.write("child.toml", CHILD);
    let text = desk.done("check child.toml --set outcome.my-own.hold=3");
    insta::assert_snapshot!("child", without_hashes(&text));
    let told = desk.json("check child.toml --json");
    assert_eq!(
        told["question"],
        "What if the strait is closed in the second year\nand Borland is let off?"
    );
    assert_eq!(told["declared"][1]["what"], "theatre strait is put at blockade");
    assert_eq!(told["layers"][1]["changes"][0]["kind"], "removed");
}

#[test]
fn it_says_what_a_scenario_that_extends_nothing_would_run() {
    let text = Desk::new().done("check tiny.toml");
    insta::assert_snapshot!("tiny", without_hashes(&text));
}

#[test]
fn a_question_of_a_file_below_is_said_to_be_one() {
    let desk = Desk::new();
    desk.write(
        "mine.toml",
        "format = 1\nextends = \"builtin:max-pressure\"\ntitle = \"Mine\"\n",
    );
    let text = desk.done("check mine.toml");
    for words in [
        "(the question of builtin:max-pressure; this scenario states none of its own)",
        "mine.toml changes nothing in builtin:max-pressure.",
        "stringency of every regime on RUS x 1.25",
        "(as shipped)",
    ] {
        assert!(text.contains(words), "no `{words}` in\n{text}");
    }
}

#[test]
fn a_changed_copy_of_a_world_is_not_taken_for_the_shipped_one() {
    let desk = Desk::new();
    desk.done("export 2026-07 mine");
    desk.write(
        "mine.toml",
        "format = 1\nextends = \"builtin:taiwan\"\nworld = \"./mine\"\n",
    );
    let told = |desk: &Desk| {
        let check = desk.json("check mine.toml --json");
        let text = |key: &str| check[key].as_str().expect("text").to_owned();
        (text("world"), text("world_is"))
    };
    assert_eq!(
        told(&desk),
        (
            "2026-07".to_owned(),
            "folder mine, the same as the shipped 2026-07".to_owned()
        )
    );
    // Another order of the rows is no other world.
    let text = desk.read("mine/flows.csv");
    let (header, rows) = text.split_once('\n').expect("a header");
    let backwards: Vec<&str> = rows.lines().rev().collect();
    desk.write("mine/flows.csv", &format!("{header}\n{}\n", backwards.join("\n")));
    assert_eq!(told(&desk).0, "2026-07");
    desk.edit("mine/attributes.csv", "RUS,gdp,2400,2588", "RUS,gdp,2400,2600");
    let (name, is) = told(&desk);
    assert!(
        name.starts_with("mine@") && name.len() == "mine@".len() + 8,
        "{name}"
    );
    assert_eq!(
        is,
        "folder mine, differs from the shipped 2026-07 in attributes.csv (1 row)"
    );
    desk.done("run mine.toml --runs 8 --quiet --out result");
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("result/manifest.json")).expect("JSON");
    assert_eq!(manifest["world"], name.as_str());
    // An id of its own is its name; a folder called like a shipped world does not make it one.
    desk.edit("mine/world.toml", "id = \"2026-07\"", "id = \"brighter\"");
    assert!(told(&desk).0.starts_with("brighter@"));
    desk.edit("mine/world.toml", "id = \"brighter\"", "id = \"2026-07\"");
    std::fs::rename(desk.path("mine"), desk.path("2026-07")).expect("a folder");
    desk.edit("mine.toml", "./mine", "./2026-07");
    assert!(told(&desk).0.starts_with("2026-07@"));
}
