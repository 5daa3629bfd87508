//! Shards, interruptions and full disks: nothing finished is lost, nothing counts twice.

use sim::engine::journal::Journal;
use sim::engine::tally::{merge, read_header};
use sim::engine::until::Until;
use sim::engine::{self, Plan, Tally, TallyError, Watch};
use sim::model::testing::entities;
use sim::output::folder::{Decision, decide};
use sim::output::write::{Request, Written};
use sim::output::{OutputError, write};
use sim::record::Record;
use sim::record::testing::{ensemble, scenario};
use sim::scenario::Scenario;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn bytes(tally: &mut Tally<Record>) -> Vec<u8> {
    let mut out = Vec::new();
    tally.encode(&mut out).unwrap();
    out
}

fn read(bytes: &[u8], scenario: &Scenario) -> Result<Tally<Record>, TallyError> {
    Tally::decode(&mut &*bytes, scenario, Record::new(scenario))
}

fn put(
    scenario: &Scenario,
    tally: &mut Tally<Record>,
    folder: &Path,
    room: Option<u64>,
) -> Result<Written, OutputError> {
    let request = Request {
        folder,
        keep_as: None,
        is_partial: false,
        invocation: &serde_json::json!({}),
        room,
    };
    write(scenario, tally, &request)
}

#[test]
fn three_shards_merge_in_any_order_to_the_bytes_of_the_whole() {
    let scenario = scenario(24);
    let whole = bytes(&mut ensemble(&scenario, 3, 0..120, 2));
    let shards: Vec<Vec<u8>> = [0..40, 40..88, 88..120]
        .into_iter()
        .map(|runs| bytes(&mut ensemble(&scenario, 3, runs, 1)))
        .collect();
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let tallies = order
            .iter()
            .map(|shard| read(&shards[*shard], &scenario).unwrap())
            .collect();
        let mut merged = merge(tallies).unwrap();
        assert_eq!(merged.ranges, [(0, 120)]);
        assert!(bytes(&mut merged) == whole, "{order:?}");
    }
    // Merging in two steps is the same as in one.
    let two = |a: &[u8], b: &[u8]| {
        let tallies = vec![read(a, &scenario).unwrap(), read(b, &scenario).unwrap()];
        bytes(&mut merge(tallies).unwrap())
    };
    assert!(two(&two(&shards[2], &shards[0]), &shards[1]) == whole);
    assert!(two(&shards[0], &two(&shards[1], &shards[2])) == whole);
}

#[test]
fn duplicates_drop_overlaps_fail_and_gaps_are_named() {
    let scenario = scenario(6);
    let shard = |runs: std::ops::Range<u64>| ensemble(&scenario, 3, runs, 1);
    let mut twice = merge(vec![shard(0..16), shard(0..16)]).unwrap();
    assert!(bytes(&mut twice) == bytes(&mut shard(0..16)));
    assert!(matches!(
        merge(vec![shard(0..16), shard(8..24)]),
        Err(TallyError::Overlap {
            first: (0, 16),
            second: (8, 24)
        })
    ));
    let holey = merge(vec![shard(32..40), shard(8..16)]).unwrap();
    assert_eq!(holey.gaps(), [(0, 8), (16, 32)]);
    assert!(matches!(
        merge(Vec::<Tally<Record>>::new()),
        Err(TallyError::Nothing)
    ));
    let other_seed = ensemble(&scenario, 4, 8..16, 1);
    assert!(matches!(
        merge(vec![shard(0..8), other_seed]),
        Err(TallyError::OtherSeed {
            expected: 3,
            found: 4
        })
    ));
    let mut changed = scenario.clone();
    changed.input_hash = [1; 32];
    let other = ensemble(&changed, 3, 8..16, 1);
    assert!(matches!(
        merge(vec![shard(0..8), other]),
        Err(TallyError::OtherInputs { .. })
    ));
}

#[test]
fn a_damaged_tally_is_refused_at_every_byte() {
    let scenario = scenario(3);
    let whole = bytes(&mut ensemble(&scenario, 3, 0..8, 1));
    for at in (0..whole.len()).step_by(whole.len() / 200 + 1) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x11;
        assert!(read(&damaged, &scenario).is_err(), "byte {at}");
        assert!(read(&whole[..at], &scenario).is_err(), "cut at {at}");
    }
    let (header, ranges) = read_header(&mut &*whole).unwrap();
    assert_eq!((header.seed, ranges), (3, vec![(0, 8)]));
}

#[test]
fn a_cancelled_ensemble_keeps_a_prefix_and_resumes_to_the_same_bytes() {
    let scenario = scenario(12);
    let entities = entities(&scenario);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tally.bin");
    let plan = Plan {
        scenario: &scenario,
        entities: &entities,
        seed: 9,
        runs: 0..2_000,
        threads: 2,
    };
    let cancel = AtomicBool::new(false);
    let mut journal = Journal::at(&path).every(Duration::ZERO);
    // Stopped from outside while it runs, as by Ctrl-C.
    let stopped = std::thread::scope(|threads| {
        threads.spawn(|| {
            std::thread::sleep(Duration::from_millis(60));
            cancel.store(true, Ordering::Relaxed);
        });
        let mut watch = Watch {
            on_progress: &mut |_, _| {},
            cancel: &cancel,
            journal: Some(&mut journal),
            until: None,
        };
        engine::run(plan.clone(), || Record::new(&scenario), None, &mut watch).unwrap()
    });
    let done = stopped.runs();
    assert!(done < 2_000, "too quick to be stopped");
    assert_eq!(done % 8, 0);
    let checkpoint = std::fs::read(&path).unwrap();
    let mut prefix = ensemble(&scenario, 9, 0..done, 1);
    assert!(
        done == 0 || checkpoint == bytes(&mut prefix),
        "the checkpoint is a run of {done} runs"
    );
    let begun = read(&checkpoint, &scenario).unwrap();
    let go_on = AtomicBool::new(false);
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel: &go_on,
        journal: None,
        until: None,
    };
    let mut resumed = engine::run(plan, || Record::new(&scenario), Some(begun), &mut watch).unwrap();
    assert!(bytes(&mut resumed) == bytes(&mut ensemble(&scenario, 9, 0..2_000, 2)));
}

#[test]
fn a_full_disk_is_exit_74_and_leaves_the_earlier_output_intact() {
    let scenario = scenario(6);
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("out");
    let mut tally = ensemble(&scenario, 3, 0..16, 1);
    let written = put(&scenario, &mut tally, &folder, None).unwrap();
    let total: u64 = written.manifest.files.iter().map(|file| file.bytes).sum();
    let before = std::fs::read(folder.join("manifest.json")).unwrap();
    let mut other = ensemble(&scenario, 4, 0..16, 1);
    for room in [0, 10, total / 2, total] {
        let error = put(&scenario, &mut other, &folder, Some(room)).unwrap_err();
        assert_eq!((error.exit, error.code), (74, "SIM-5002"), "{error}");
        assert_eq!(std::fs::read(folder.join("manifest.json")).unwrap(), before);
        let left: Vec<_> = std::fs::read_dir(parent.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(left, ["out"], "nothing half-written stays");
    }
}

#[test]
fn the_default_folder_keeps_other_results_and_knows_its_own() {
    let scenario = scenario(6);
    let base = tempfile::tempdir().unwrap();
    let mut first = ensemble(&scenario, 3, 0..8, 1);
    let path = base.path().join("test");
    put(&scenario, &mut first, &path, None).unwrap();
    let again = decide(None, base.path(), &first.header, &first.ranges, false).unwrap();
    assert_eq!(again, Decision::AlreadyDone(path.clone()));
    let mut other = ensemble(&scenario, 4, 0..8, 1);
    let Decision::Write {
        path: target,
        keep_as,
    } = decide(None, base.path(), &other.header, &other.ranges, false).unwrap()
    else {
        panic!("another seed is another result");
    };
    let keep_as = keep_as.unwrap();
    assert!(
        keep_as
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("test.")
    );
    let request = Request {
        folder: &target,
        keep_as: Some(&keep_as),
        is_partial: false,
        invocation: &serde_json::json!({}),
        room: None,
    };
    write(&scenario, &mut other, &request).unwrap();
    let seed = |folder: &Path| sim::output::manifest::Manifest::read(folder).unwrap().seed;
    assert_eq!((seed(&path).as_str(), seed(&keep_as).as_str()), ("4", "3"));
}

#[test]
fn a_precision_is_tested_at_doublings_and_ends_the_run_there() {
    let scenario = scenario(3);
    let entities = entities(&scenario);
    let plan = Plan {
        scenario: &scenario,
        entities: &entities,
        seed: 1,
        runs: 0..100_000,
        threads: 2,
    };
    let cancel = AtomicBool::new(false);
    let mut tests = Vec::new();
    let mut is_enough = |record: &mut Record| {
        tests.push(record.runs.len());
        tests.len() == 2
    };
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel: &cancel,
        journal: None,
        until: Some(Until {
            is_enough: &mut is_enough,
        }),
    };
    let tally = engine::run(plan, || Record::new(&scenario), None, &mut watch).unwrap();
    assert_eq!(tally.runs(), 2_048);
    assert_eq!(tests, [1_024, 2_048]);
}
