//! What the documents say is so: commands run, files exist, exit codes are those of the program.

#[path = "common/program.rs"]
mod program;

use program::{Desk, stderr};
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WITH_COMMANDS: [&str; 3] = ["README.md", "docs/getting-started.md", "docs/calibration.md"];

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text of every fenced block in that language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_end() == format!("```{language}") {
            found.push(
                lines
                    .by_ref()
                    .take_while(|line| line.trim_end() != "```")
                    .map(|line| format!("{line}\n"))
                    .collect(),
            );
        } else if line.starts_with("```") {
            // Another language: its block is passed over.
            lines
                .by_ref()
                .take_while(|line| line.trim_end() != "```")
                .for_each(drop);
        }
    }
    found
}

/// Commands of a document: lines of `sh` blocks without comments.
fn commands(name: &str) -> Vec<String> {
    blocks(&document(name), "sh")
        .iter()
        .flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>())
        .map(|line| line.split(" #").next().unwrap_or_default().trim().to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The words after `sim`, or after `cargo run --release --`; cargo's own and `cd` are known, others are not.
fn words_of_sim(command: &str) -> Option<&str> {
    if let Some(words) = command.strip_prefix("cargo run --release -- ") {
        return Some(words);
    }
    if let Some(words) = command.strip_prefix("sim ") {
        return Some(words);
    }
    let known = [
        "cargo test",
        "cargo build",
        "cargo install --path .",
        "git clone ",
        "cd ",
    ];
    assert!(
        known.iter().any(|start| command.starts_with(start)),
        "no test knows how to run `{command}`"
    );
    None
}

/// The same command with few runs; the main one would take minutes.
fn smaller(words: &str) -> String {
    let mut short = Vec::new();
    let mut words = words.split_whitespace();
    let is_run = |word: &str| ["run", "validate", "compare"].contains(&word);
    let mut runs_wanted = false;
    while let Some(word) = words.next() {
        match word {
            // Shards keep their ranges: they are small in the documents.
            "--runs" => {
                let count = words.next().unwrap_or_default();
                short.extend(["--runs", if count.contains("..") { count } else { "8" }].map(str::to_owned));
                runs_wanted = false;
                continue;
            }
            "--budget" => {
                words.next();
                short.extend(["--budget", "520"].map(str::to_owned));
                continue;
            }
            "--until" => {
                words.next();
                continue;
            }
            "--max-runs" => {
                words.next();
                continue;
            }
            _ => {}
        }
        runs_wanted |= short.is_empty() && is_run(word);
        short.push(word.to_owned());
    }
    if runs_wanted {
        short.extend(["--runs", "8"].map(str::to_owned));
    }
    short.join(" ")
}

#[test]
fn every_command_in_the_documents_runs_in_their_order() {
    for name in WITH_COMMANDS {
        let desk = Desk::new();
        let link =
            |from: &str| std::os::unix::fs::symlink(Path::new(ROOT).join(from), desk.path(from)).unwrap();
        link("scenarios");
        // Scenarios that the document shows are written under the name it gives them in a comment of the first line.
        for block in blocks(&document(name), "toml") {
            let file = block
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("# "))
                .expect("`# name.toml` first");
            desk.write(file, &block);
        }
        let all = commands(name);
        let run = all
            .iter()
            .filter_map(|command| words_of_sim(command))
            .map(|words| {
                let line = smaller(words);
                let output = desk.sim(&line);
                assert!(
                    output.status.success(),
                    "{name}: sim {line}: {}\n{}",
                    output.status,
                    stderr(&output)
                );
            });
        assert!(run.count() > 0, "{name} has no command");
    }
}

#[test]
fn the_readme_has_the_two_commands_that_set_all_up() {
    let all = commands("README.md");
    for wanted in ["cargo run --release -- run scenarios/taiwan.toml", "cargo test"] {
        assert!(
            all.iter().any(|command| command == wanted),
            "no `{wanted}` in {all:?}"
        );
    }
}

#[test]
fn links_of_the_readme_lead_somewhere() {
    let text = document("README.md");
    let targets: Vec<&str> = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(targets.len() > 4);
    for target in targets.iter().filter(|target| !target.starts_with("http")) {
        let path = target.split('#').next().unwrap_or_default();
        assert!(
            Path::new(ROOT).join(path).exists(),
            "README.md points to {target}"
        );
    }
}

#[test]
fn every_file_of_a_result_is_described_and_every_one_described_is_there() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 8 -q --out r");
    let text = document("docs/outputs.md");
    let mut described: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .flat_map(|heading| heading.split(" — ").next().unwrap_or_default().split(", "))
        .filter(|name| name.contains('.'))
        .collect();
    described.sort_unstable();
    let mut there: Vec<String> = fs::read_dir(desk.path("r"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort_unstable();
    assert_eq!(described, there);
}

#[test]
fn every_column_of_a_result_is_described() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 8 -q --out r");
    let text = document("docs/outputs.md");
    for name in [
        "outcomes.csv",
        "ties.csv",
        "flows.csv",
        "pairs.csv",
        "sanctions.csv",
        "stocks.csv",
        "technology.csv",
        "terms.csv",
        "measures.csv",
    ] {
        let (_, rest) = text
            .split_once(name)
            .unwrap_or_else(|| panic!("{name} is not described"));
        for column in desk.header(&format!("r/{name}")) {
            // Rungs and quantiles are described as `rung_0` … `rung_4`.
            if column.starts_with("rung_") {
                continue;
            }
            assert!(
                rest.contains(&column),
                "docs/outputs.md does not describe `{column}` of {name}"
            );
        }
    }
}

#[test]
fn exit_codes_of_the_document_are_those_of_the_help() {
    let desk = Desk::new();
    let help = desk.done("--help");
    let line = help
        .lines()
        .find(|line| line.starts_with("Exit codes:"))
        .expect("exit codes");
    let text = document("docs/exit-codes.md");
    let codes: Vec<&str> = text
        .lines()
        .filter_map(|row| row.strip_prefix("| ")?.split(' ').next())
        .filter(|code| code.parse::<u8>().is_ok())
        .collect();
    assert_eq!(codes, ["0", "1", "2", "3", "5", "70", "74", "130"]);
    let told: Vec<&str> = line
        .trim_start_matches("Exit codes:")
        .split(", ")
        .filter_map(|part| part.split_whitespace().next())
        .collect();
    assert_eq!(told, codes);
}

/// The answer printed in the README. To put in another (the first lines of its list of pairs are kept):
/// `sim run scenarios/taiwan.toml > answer.txt`, then `UPDATE_README=answer.txt cargo test --test documentation`.
#[test]
fn the_answer_in_the_readme_is_to_the_questions_of_the_scenario() {
    const BEGIN: &str = "```text\ntaiwan: ";
    let readme = document("README.md");
    let at = readme.find(BEGIN).expect("the answer") + "```text\n".len();
    let end = at + readme[at..].find("```\n").expect("its end");
    if let Some(answer) = std::env::var_os("UPDATE_README") {
        let answer = fs::read_to_string(answer).expect("the file named");
        let text = format!("{}{}\n{}", &readme[..at], shortened(&answer), &readme[end..]);
        fs::write(Path::new(ROOT).join("README.md"), text).expect("README.md may be written");
        return;
    }
    let check = Desk::new().json("check builtin:taiwan --json");
    for id in check["outcomes"].as_array().expect("outcomes") {
        let id = id.as_str().expect("an id");
        let is_told = readme[at..end]
            .lines()
            .any(|line| line.split(' ').next() == Some(id));
        assert!(is_told, "the answer in README.md has no `{id}`: fill it in anew");
    }
}

/// The answer with the first six of its pairs.
fn shortened(answer: &str) -> String {
    let mut lines: Vec<&str> = answer.trim_end().lines().collect();
    if let Some(at) = lines
        .iter()
        .position(|line| line.starts_with("Likeliest new defence"))
    {
        let end = lines[at..]
            .iter()
            .position(|line| line.is_empty())
            .map_or(lines.len(), |blanks| at + blanks);
        if end > at + 8 {
            lines.splice(at + 8..end, ["..."]);
        }
    }
    lines.join("\n")
}
