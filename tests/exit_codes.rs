//! Exit codes and complaints of the program (docs/exit-codes.md): a bad scenario is told by file, line and
//! nearest name, and nothing on the disk is touched.

#[path = "common/program.rs"]
mod program;

use program::{Desk, assert_same, stderr, stdout};
use std::fs;
use std::process::{Command, Stdio};

/// The line must be refused with exit code 3, naming all `words`; the folder must stay as it was.
fn refused(desk: &Desk, line: &str, words: &[&str]) {
    let before = desk.all();
    let output = desk.sim(line);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{line}: {told}");
    for word in words {
        assert!(told.contains(word), "{line}: no `{word}` in\n{told}");
    }
    assert!(!told.contains("panicked"), "{told}");
    assert_eq!(stdout(&output), "", "a complaint is no data");
    assert_same(&before, &desk.all(), line);
}

#[test]
fn one_broken_thing_is_three_lines_with_file_line_and_nearest_name() {
    let cases = [
        (
            "tiny.toml",
            "months = 36",
            "month = 36",
            "SIM-0201",
            "tiny.toml:",
            "did you mean `months`?",
        ),
        (
            "tiny.toml",
            "months = 36",
            "months = nan",
            "SIM-0501",
            "tiny.toml:",
            "no finite number",
        ),
        (
            "tiny.toml",
            "theatre = \"strait\"",
            "theatre = \"strat\"",
            "SIM-0401",
            "tiny.toml:",
            "did you mean `strait`?",
        ),
        (
            "tiny.toml",
            "until = \"2031-12\"",
            "until = \"2030-12\"",
            "SIM-0507",
            "tiny.toml:",
            "lies before `from`",
        ),
        (
            "tiny.toml",
            "world = \"./tiny\"",
            "world = \"2026-70\"",
            "SIM-0108",
            "tiny.toml:5",
            "did you mean `2026-07`?",
        ),
        (
            "tiny/institutions.csv",
            ",0.3,",
            ",1.4,",
            "SIM-0502",
            "tiny/institutions.csv:2",
            "outside 0 to 1",
        ),
        (
            "tiny/treaties.csv",
            "BOR;COR",
            "BOR;CRO",
            "SIM-0401",
            "tiny/treaties.csv:2",
            "did you mean `COR`?",
        ),
        (
            "tiny/ladders.csv",
            "border,1,crisis,0.3,0.6",
            "border,1,crisis,0.3,",
            "SIM-0303",
            "tiny/ladders.csv:2",
            "missing",
        ),
        (
            "tiny/base_rates.csv",
            "0.0005,0.001",
            "0.0005,inf",
            "SIM-0501",
            "tiny/base_rates.csv:2",
            "not a finite number",
        ),
    ];
    for (file, old, new, code, place, help) in cases {
        let desk = Desk::new();
        desk.edit(file, old, new);
        refused(&desk, "run tiny.toml --runs 8 --out result", &[code, place, help]);
        let told = stderr(&desk.sim("run tiny.toml --runs 8 --out result"));
        assert_eq!(
            told.lines().count(),
            4,
            "what, where, what to do, and the count:\n{told}"
        );
        assert!(told.contains("1 problem found; nothing was written"), "{told}");
    }
}

#[test]
fn files_that_are_missing_or_no_text_are_told() {
    let desk = Desk::new();
    refused(&desk, "run nowhere.toml", &["SIM-0101", "nowhere.toml"]);
    refused(&desk, "run taiwn", &["did you mean `taiwan`?"]);
    refused(&desk, "check builtin:taiwn", &["did you mean `taiwan`?"]);
    desk.write("not.toml", "format = = 1\n");
    refused(&desk, "run not.toml", &["SIM-0104", "not.toml:1"]);
    fs::write(desk.path("bytes.toml"), [0xff, 0xfe, 0x00, 0x80].repeat(100)).unwrap();
    refused(&desk, "run bytes.toml", &["SIM-0103"]);
    fs::write(desk.path("garbage.toml"), b"x[]=\"{\n".repeat(1_500_000)).unwrap();
    refused(&desk, "run garbage.toml", &["SIM-0102"]);
    desk.write("empty.toml", "");
    refused(&desk, "run empty.toml", &["empty.toml"]);
    refused(&desk, "run tiny", &["SIM-0101"]);
}

#[test]
fn tables_that_are_missing_garbled_or_empty_are_told() {
    let desk = Desk::new();
    fs::remove_file(desk.path("tiny/use.csv")).unwrap();
    refused(&desk, "run tiny.toml", &["tiny/use.csv"]);
    let desk = Desk::new();
    fs::write(desk.path("tiny/dyads.csv"), b"a,b\n\"x".repeat(2_000_000)).unwrap();
    refused(&desk, "run tiny.toml", &["tiny/dyads.csv"]);
    let desk = Desk::new();
    let header = desk.read("tiny/actors.csv").lines().next().unwrap().to_owned();
    desk.write("tiny/actors.csv", &(header + "\n"));
    refused(&desk, "run tiny.toml", &["the cast has 0 actors"]);
}

#[test]
fn a_circle_of_extends_is_told() {
    let desk = Desk::new();
    desk.write("a.toml", "format = 1\nextends = \"./b.toml\"\n");
    desk.write("b.toml", "format = 1\nextends = \"./a.toml\"\n");
    refused(&desk, "run a.toml", &["SIM-0107", "b.toml:2"]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let desk = Desk::new();
    desk.edit("tiny.toml", "factor = 0.5", "factor = -1");
    desk.edit("tiny/treaties.csv", "BOR;COR", "BOR;CRO");
    desk.edit("tiny/institutions.csv", ",0.3,", ",1.4,");
    refused(
        &desk,
        "check tiny.toml",
        &[
            "tiny.toml:",
            "tiny/treaties.csv:2",
            "tiny/institutions.csv:2",
            "3 problems",
        ],
    );
}

#[test]
fn changes_from_the_command_line_are_checked_like_files() {
    let desk = Desk::new();
    refused(&desk, "run tiny.toml --set kapa=3", &["did you mean `kappa`?"]);
    refused(
        &desk,
        "run tiny.toml --set dyads.AVA-BOR.trust=1.4",
        &["SIM-0502"],
    );
    refused(&desk, "run tiny.toml --set kappa=nan", &["SIM-0501"]);
    refused(&desk, "run tiny.toml --off markt", &["did you mean `market`?"]);
}

#[test]
fn wrong_usage_is_exit_2_and_touches_nothing() {
    let desk = Desk::new();
    let before = desk.all();
    for line in [
        "",
        "rum tiny.toml",
        "run",
        "run tiny.toml --runs 0",
        "run tiny.toml --runs 3..9",
        "run tiny.toml --runs many",
        "run tiny.toml --seed -1",
        "run tiny.toml --threads 0",
        "run tiny.toml --until 2",
        "run tiny.toml --until nan",
        "run tiny.toml --max-runs 8",
        "run tiny.toml --set nonsense",
        "run tiny.toml --no-such-option",
        "merge --out there",
        "list everything",
        "validate",
    ] {
        let output = desk.sim(line);
        assert_eq!(output.status.code(), Some(2), "sim {line}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "sim {line}");
    }
    assert_same(&before, &desk.all(), "usage");
}

#[test]
fn values_and_combinations_that_make_no_sense_are_told_in_three_lines() {
    let desk = Desk::new();
    let before = desk.all();
    for (line, exit, words) in [
        ("calibrate tiny.toml --budget -1", 2, "SIM-0034 `-1` --budget"),
        ("calibrate tiny.toml --budget=-1", 2, "SIM-0034 `-1` --budget"),
        ("run tiny.toml --runs -1", 2, "SIM-0034 `-1` --runs"),
        ("run tiny.toml --seed 99999999999999999999", 2, "SIM-0034 --seed"),
        (
            "validate tiny.toml --predictions p.csv",
            2,
            "SIM-0032 --predictions --panel",
        ),
        // Nothing is kept here, and nothing is run or made for it.
        ("validate --document", 74, "SIM-0033 docs/verification --results"),
        (
            "validate --document ladders",
            74,
            "SIM-0033 docs/verification --results",
        ),
    ] {
        let output = desk.sim(line);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(exit), "sim {line}: {told}");
        assert_eq!(
            (stdout(&output).as_str(), told.lines().count()),
            ("", 3),
            "sim {line}: {told}"
        );
        for word in words.split(' ') {
            assert!(told.contains(word), "sim {line}: {word}: {told}");
        }
    }
    assert_same(&before, &desk.all(), "no sense");
}

#[test]
fn a_folder_that_exists_is_exit_5_unless_forced() {
    let desk = Desk::new();
    fs::create_dir(desk.path("mine")).unwrap();
    desk.write("mine/letter.txt", "dear");
    let output = desk.sim("run tiny.toml --runs 8 --out mine");
    assert_eq!(output.status.code(), Some(5));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(desk.read("mine/letter.txt"), "dear");
    desk.done("run tiny.toml --runs 8 -q --out mine --force");
    assert!(desk.path("mine/outcomes.csv").exists());
    let file = desk.sim("run tiny.toml --runs 8 --out tiny.toml --force");
    assert_eq!(file.status.code(), Some(5), "a file is never replaced");
}

#[test]
fn folders_that_are_no_results_are_told() {
    let desk = Desk::new();
    for line in ["merge nowhere --out there", "resume nowhere", "resume tiny"] {
        let output = desk.sim(line);
        assert_eq!(output.status.code(), Some(74), "sim {line}: {}", stderr(&output));
    }
    desk.done("run tiny.toml --runs 8 -q --out one");
    desk.done("run tiny.toml --runs 8 -q --seed 2 --out two");
    let output = desk.sim("merge one two --out both");
    assert_eq!(output.status.code(), Some(5), "other seeds: {}", stderr(&output));
    let mut bytes = fs::read(desk.path("one/tally.bin")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.path("one/tally.bin"), bytes).unwrap();
    let output = desk.sim("merge one --out broken");
    assert_eq!(output.status.code(), Some(5), "{}", stderr(&output));
    assert!(!desk.path("broken").exists() && !desk.path("both").exists());
}

#[test]
fn a_place_that_cannot_be_written_is_exit_74() {
    let desk = Desk::new();
    desk.write("file", "");
    let output = desk.sim("run tiny.toml --runs 8 --out file/below");
    assert_eq!(output.status.code(), Some(74), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_is_exit_74_and_the_earlier_result_is_intact() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 8 -q --out result");
    let before = desk.data("result");
    // Files may grow to 64 blocks; the signal is ignored, so that writing fails as on a full disk.
    let line = "trap '' XFSZ; ulimit -f 64; exec \"$0\" run tiny.toml --runs 160 -q --out result --force";
    let output = Command::new("bash")
        .args(["-c", line, env!("CARGO_BIN_EXE_sim")])
        .current_dir(desk.folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(74), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    assert_same(&before, &desk.data("result"), "after a full disk");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let desk = Desk::new();
    for arguments in [
        "list parameters",
        "list mechanisms --json",
        "run tiny.toml --runs 8 --out r",
    ] {
        let mut child = desk
            .command(arguments.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}

#[test]
fn unknown_keys_are_told_even_beside_other_errors() {
    let desk = Desk::new();
    let added = "\n[[outcome]]\nid = \"broken\"\nkind = \"treaty\"\ngroup = [\"NOBODY\", \"NEITHER\"]\nrung = 3\nbogus = 1\n\n\
                 [[event]]\nid = \"broken-event\"\nmonth = \"2031-01\"\nkind = \"stringency\"\ntarget = \"NOBODY\"\nfactor = 0.5\nnonsense = 2\n";
    let text = desk.read("tiny.toml") + added;
    desk.write("tiny.toml", &text);
    refused(
        &desk,
        "check tiny.toml",
        &["NOBODY", "NEITHER", "`bogus`", "`nonsense`"],
    );
}

#[test]
fn outcomes_may_not_take_the_names_of_columns() {
    let desk = Desk::new();
    for id in ["run", "draw"] {
        let text = desk.read("tiny.toml")
            + &format!("\n[[outcome]]\nid = \"{id}\"\nkind = \"wars\"\nat_least = 1\n");
        desk.write("named.toml", &text);
        refused(&desk, "check named.toml", &["SIM-0404", "runs.csv"]);
    }
}

#[test]
fn force_replaces_results_and_moves_anything_else_aside() {
    let desk = Desk::new();
    fs::create_dir(desk.path("mine")).unwrap();
    desk.write("mine/thesis.txt", "years of work");
    desk.done("run tiny.toml --runs 8 -q --out mine --force");
    assert_eq!(desk.read("mine.kept/thesis.txt"), "years of work");
    assert!(desk.path("mine/outcomes.csv").exists());
    desk.done("run tiny.toml --runs 16 -q --out mine --force");
    assert_eq!(desk.rows("mine/runs.csv").len(), 16, "a result is replaced");
}
