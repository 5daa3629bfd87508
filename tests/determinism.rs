//! One release, one scenario, one seed: every data file identical byte for byte.

use sim::engine::Tally;
use sim::output::write::Request;
use sim::record::Record;
use sim::record::testing::{ensemble, scenario};
use sim::scenario::Scenario;
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of a result but the invocation.
fn files(scenario: &Scenario, tally: &mut Tally<Record>, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let request = Request {
        folder,
        keep_as: None,
        is_partial: false,
        invocation: &serde_json::json!({"command": "test"}),
        room: None,
    };
    sim::output::write(scenario, tally, &request).unwrap();
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .filter(|(name, _)| name != "invocation.json")
        .collect()
}

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let scenario = scenario(24);
    let folder = tempfile::tempdir().unwrap();
    let write = |threads: usize| {
        let mut tally = ensemble(&scenario, 7, 0..100, threads);
        files(
            &scenario,
            &mut tally,
            &folder.path().join(format!("on-{threads}")),
        )
    };
    let first = write(1);
    assert_eq!(
        first.len(),
        sim::output::write::FILES.len() + 2,
        "{:?}",
        first.keys()
    );
    assert_eq!(first, write(2));
    assert_eq!(first, write(8));
}

#[test]
fn another_seed_writes_other_parameters() {
    let scenario = scenario(12);
    let folder = tempfile::tempdir().unwrap();
    let write = |seed: u64| {
        let mut tally = ensemble(&scenario, seed, 0..16, 1);
        files(&scenario, &mut tally, &folder.path().join(format!("seed-{seed}")))
    };
    assert_ne!(write(1)["parameters.csv"], write(2)["parameters.csv"]);
}

#[test]
fn a_single_run_has_every_file_and_no_number_that_is_none() {
    let scenario = scenario(13);
    let folder = tempfile::tempdir().unwrap();
    let mut tally = ensemble(&scenario, 1, 0..1, 2);
    let files = files(&scenario, &mut tally, &folder.path().join("one"));
    let runs = String::from_utf8(files["runs.csv"].clone()).unwrap();
    assert_eq!(runs.lines().count(), 2);
    assert!(runs.starts_with("run,draw,pair-treaty,"));
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let text = String::from_utf8(bytes.clone()).unwrap().to_lowercase();
        let header = text.lines().next().unwrap().split(',').count();
        for line in text.lines().skip(1) {
            assert!(
                line.split(',').all(|cell| cell != "nan" && cell != "inf"),
                "{name}: {line}"
            );
            assert!(line.split(',').count() >= header, "{name}: {line}");
        }
    }
}
