//! The promises to users, kept by the program itself: one release, scenario and seed give the same bytes, whatever
//! the threads, the machine, the shards, the interruptions and the order of the rows.

#[path = "common/program.rs"]
mod program;

use program::{Desk, assert_same, stderr};
use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let desk = Desk::new();
    for threads in [1, 2, 8] {
        desk.done(&format!(
            "run tiny.toml --runs 100 -q --threads {threads} --out on-{threads}"
        ));
    }
    let one = desk.data("on-1");
    assert!(one.len() >= 15, "{:?}", one.keys());
    assert_same(&one, &desk.data("on-2"), "two threads");
    assert_same(&one, &desk.data("on-8"), "eight threads");
}

#[test]
fn a_plainer_processor_writes_the_same_bytes() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out here");
    let status = desk
        .command("run tiny.toml --runs 64 -q --out plain".split(' '))
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4")
        .status()
        .unwrap();
    assert!(status.success());
    assert_same(&desk.data("here"), &desk.data("plain"), "without AVX2 and FMA");
}

#[test]
fn shards_merged_in_any_order_are_one_run() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 96 -q --out whole");
    for (name, range) in [("a", "0..32"), ("b", "32..64"), ("c", "64..96")] {
        desk.done(&format!("run tiny.toml --runs {range} -q --out {name}"));
    }
    desk.done("merge a b c --out abc -q");
    desk.done("merge c a b --out cab -q");
    assert_same(&desk.data("whole"), &desk.data("abc"), "in order");
    assert_same(&desk.data("whole"), &desk.data("cab"), "out of order");
    desk.done("merge whole --out again -q");
    assert_same(&desk.data("whole"), &desk.data("again"), "one folder");
    fs::rename(desk.path("a"), desk.path("moved")).unwrap();
    desk.done("merge b moved c --out from-moved -q");
    assert_same(&desk.data("whole"), &desk.data("from-moved"), "a moved shard");
    let gap = desk.sim("merge moved c --out gap");
    assert!(stderr(&gap).contains("32..64"), "{}", stderr(&gap));
    assert!(desk.read("gap/manifest.json").contains("\"is_partial\": true"));
}

/// Starts a run that is far from done, and waits for its first checkpoint.
fn under_way(desk: &Desk) -> Child {
    let child = desk
        .command("run tiny.toml --runs 16000 -q --threads 1 --out cut".split(' '))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let checkpoint = desk.path("cut.unfinished/tally.bin");
    let began = Instant::now();
    while !checkpoint.exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "no checkpoint");
        sleep(Duration::from_millis(5));
    }
    child
}

/// A scenario short enough that sixteen thousand runs take a second or two.
fn shorter(desk: &Desk) {
    let text = desk.read("tiny.toml");
    let kept = text
        .split("[[policy]]")
        .next()
        .unwrap()
        .replace("months = 36", "months = 2");
    let kept = kept.replace("by = \"2031-12\"\n", "");
    desk.write("tiny.toml", &kept);
}

#[test]
fn a_run_killed_at_any_moment_is_resumed_to_the_same_bytes() {
    let desk = Desk::new();
    shorter(&desk);
    let mut child = under_way(&desk);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!desk.path("cut").exists(), "a folder appears whole or not at all");
    desk.done("resume cut -q --threads 2");
    assert!(!desk.path("cut.unfinished").exists());
    desk.done("run tiny.toml --runs 16000 -q --out whole");
    assert_same(&desk.data("whole"), &desk.data("cut"), "resumed");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_a_prefix_and_resumes_to_the_same_bytes() {
    let desk = Desk::new();
    shorter(&desk);
    let mut child = under_way(&desk);
    let told = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(told.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("cut/manifest.json")).unwrap();
    assert_eq!(manifest["is_partial"], true);
    let runs = manifest["runs"].as_u64().unwrap();
    assert!(runs > 0 && runs < 16_000 && runs.is_multiple_of(8), "{runs} runs");
    // What is kept is what a run of that length gives, but for the mark.
    desk.done(&format!("run tiny.toml --runs {runs} -q --out short"));
    assert_eq!(desk.data("cut")["runs.csv"], desk.data("short")["runs.csv"]);
    assert_eq!(desk.data("cut")["tally.bin"], desk.data("short")["tally.bin"]);
    fs::rename(desk.path("cut"), desk.path("moved")).unwrap();
    desk.done("resume moved -q");
    desk.done("run tiny.toml --runs 16000 -q --out whole");
    assert_same(&desk.data("whole"), &desk.data("moved"), "resumed elsewhere");
}

#[test]
fn the_order_of_the_rows_is_nothing() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out before");
    for entry in fs::read_dir(desk.path("tiny")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let text = fs::read_to_string(&path).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
    desk.done("run tiny.toml --runs 64 -q --out after");
    assert_same(&desk.data("before"), &desk.data("after"), "rows reversed");
}

#[test]
fn names_are_labels_and_keys_own_the_luck() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out before");
    desk.edit("tiny/actors.csv", "Borland", "The Borland Union");
    desk.done("run tiny.toml --runs 64 -q --out renamed");
    // The input is another, and says so; what was simulated is not.
    let (mut before, mut renamed) = (desk.data("before"), desk.data("renamed"));
    for files in [&mut before, &mut renamed] {
        files.remove("manifest.json");
        files.remove("tally.bin");
    }
    assert_same(&before, &renamed, "another name");
}

#[test]
fn another_id_with_its_key_kept_changes_no_probability() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out before");
    for (file, _) in desk
        .all()
        .iter()
        .filter(|(file, _)| file.starts_with("tiny") && !file.ends_with("world.toml"))
    {
        let text = desk.read(file);
        desk.write(file, &text.replace("BOR", "ZOR"));
    }
    desk.done("run tiny.toml --runs 64 -q --out after");
    assert_eq!(desk.data("before")["runs.csv"], desk.data("after")["runs.csv"]);
    assert_eq!(
        desk.data("before")["outcomes.csv"],
        desk.data("after")["outcomes.csv"]
    );
}

#[test]
fn another_seed_is_other_luck() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --seed 1 --out one");
    desk.done("run tiny.toml --runs 64 -q --seed 2 --out two");
    let (one, two) = (desk.data("one"), desk.data("two"));
    for file in ["runs.csv", "ties.csv", "parameters.csv"] {
        assert_ne!(one[file], two[file], "{file}");
    }
}

#[test]
fn a_single_run_has_every_file() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 1 -q --out one");
    assert_eq!(desk.rows("one/runs.csv").len(), 1);
    desk.done("run tiny.toml --runs 64 -q --out many");
    assert_eq!(
        desk.data("one").keys().collect::<Vec<_>>(),
        desk.data("many").keys().collect::<Vec<_>>()
    );
}

#[test]
fn until_stops_when_the_error_is_small_and_is_a_run_of_that_length() {
    let desk = Desk::new();
    desk.done("run tiny.toml --until 0.4 --max-runs 4096 -q --out enough");
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("enough/manifest.json")).unwrap();
    let runs = manifest["runs"].as_u64().unwrap();
    assert!(runs < 4_096, "{runs}");
    assert_eq!(manifest["is_partial"], false);
    desk.done(&format!("run tiny.toml --runs {runs} -q --out plain"));
    assert_same(&desk.data("enough"), &desk.data("plain"), "until");
}

#[test]
fn switches_and_settings_change_the_results() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --out plain");
    desk.done("run tiny.toml --runs 64 -q --off market --out off");
    desk.done("run tiny.toml --runs 64 -q --set holdings.BOR.shells.stock=0 --out set");
    let plain = desk.data("plain");
    assert_ne!(plain["flows.csv"], desk.data("off")["flows.csv"]);
    assert_ne!(plain["stocks.csv"], desk.data("set")["stocks.csv"]);
    assert!(
        desk.rows("off/flows.csv")
            .iter()
            .all(|row| row["from"] != "BOR" || row["good"] != "oil")
    );
}

/// Rows of a table by month, up to and without `month`.
fn before(desk: &Desk, file: &str, month: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = desk.rows(file);
    rows.retain(|row| row["month"].as_str() < month);
    assert!(!rows.is_empty());
    rows
}

#[test]
fn a_policy_leaves_the_months_before_it_as_they_were() {
    let desk = Desk::new();
    desk.edit("tiny.toml", "factor = 0.5", "factor = 1");
    desk.done("run tiny.toml --runs 64 -q --out without");
    desk.edit("tiny.toml", "factor = 1", "factor = 0.1");
    desk.done("run tiny.toml --runs 64 -q --out with");
    for file in ["actors.csv", "ties.csv", "theatres.csv", "sanctions.csv"] {
        let (without, with) = (format!("without/{file}"), format!("with/{file}"));
        assert_eq!(
            before(&desk, &without, "2031-01"),
            before(&desk, &with, "2031-01"),
            "{file}"
        );
    }
    assert_ne!(
        desk.rows("without/sanctions.csv"),
        desk.rows("with/sanctions.csv"),
        "the policy acts"
    );
}

#[test]
fn a_longer_horizon_keeps_what_came_first() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 64 -q --set months=24 --out short");
    desk.done("run tiny.toml --runs 64 -q --set months=36 --out long");
    for file in ["actors.csv", "ties.csv", "theatres.csv", "sanctions.csv"] {
        let (short, long) = (format!("short/{file}"), format!("long/{file}"));
        assert_eq!(
            before(&desk, &short, "2032-01"),
            before(&desk, &long, "2032-01"),
            "{file}"
        );
    }
}

#[test]
fn the_same_run_again_is_already_done_and_another_is_kept_beside() {
    let desk = Desk::new();
    desk.done("run tiny.toml --runs 16");
    let first = desk.data("output/tiny");
    let again = desk.sim("run tiny.toml --runs 16");
    assert!(
        again.status.success() && stderr(&again).contains("already done"),
        "{}",
        stderr(&again)
    );
    let other = desk.sim("run tiny.toml --runs 16 --seed 2");
    assert!(
        other.status.success() && stderr(&other).contains("is kept as"),
        "{}",
        stderr(&other)
    );
    let kept = fs::read_dir(desk.path("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("tiny."))
        .unwrap();
    assert_same(&first, &desk.data(&format!("output/{kept}")), "kept");
}

#[test]
fn an_unfinished_run_of_other_inputs_is_not_overwritten() {
    let desk = Desk::new();
    shorter(&desk);
    let mut child = under_way(&desk);
    child.kill().unwrap();
    child.wait().unwrap();
    let left = desk.all();
    let refused = desk.sim("run tiny.toml --runs 8 --seed 2 --out cut");
    assert_eq!(refused.status.code(), Some(5), "{}", stderr(&refused));
    assert!(
        stderr(&refused).contains("sim resume cut"),
        "{}",
        stderr(&refused)
    );
    assert_same(&left, &desk.all(), "refused");
    fs::rename(desk.path("cut.unfinished"), desk.path("away.unfinished")).unwrap();
    desk.done("resume away.unfinished -q");
    assert!(desk.path("away/manifest.json").exists() && !desk.path("away.unfinished").exists());
}
