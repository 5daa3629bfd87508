//! `sim validate --patterns`: what it prints and how it fails. The patterns themselves take minutes and are
//! tried by .ci/run through the release build (docs/patterns.md).

#[path = "common/program.rs"]
mod program;

use program::{Desk, stderr, stdout};
use sim::study::patterns::page::page;
use sim::study::patterns::parts::PARTS;
use sim::study::patterns::{DRAWS, PATTERNS, PatternResult, run};

#[test]
fn nested_groups_hold_and_are_told_as_json() {
    let told = Desk::new().json("validate --patterns 6 --draws 6 --json");
    let part = &told[0]["parts"][0];
    assert_eq!(part["id"], "6-nested");
    assert_eq!(part["draws"], 6);
    assert_eq!(part["holds"], true);
    assert_eq!(part["result"]["first"], 0.0);
    // The control breaks the nesting on purpose: a test that could not fail would be none.
    assert!(part["control_result"]["first"].as_f64().unwrap() > 0.0);
    assert_eq!(part["is_control_silent"], true);
}

#[test]
fn the_same_draws_give_the_same_words_on_any_number_of_threads() {
    let desk = Desk::new();
    let line =
        |threads: u32| format!("validate --patterns 12 --draws 3 --allow-known --json --threads {threads}");
    assert_eq!(desk.done(&line(1)), desk.done(&line(2)));
}

#[test]
fn a_pattern_that_fails_is_told_and_counts() {
    // Two draws decide less than any part asks for.
    let output = Desk::new().sim("validate --patterns 12-forces --draws 2");
    assert!(stdout(&output).contains("12-forces"));
    let is_failing = stdout(&output).contains("FAILS");
    assert_eq!(
        output.status.code(),
        Some(i32::from(is_failing)),
        "{}",
        stderr(&output)
    );
    assert_eq!(stderr(&output).contains("pattern 12-forces fails"), is_failing);
}

#[test]
fn an_unknown_pattern_is_refused_with_the_nearest() {
    let desk = Desk::new();
    for (line, word) in [
        ("validate --patterns 7-treatise", "7-treaties"),
        ("validate --patterns 14", "exact"),
        ("validate --patterns 6 --draws 1", "--draws"),
    ] {
        let output = desk.sim(line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(stderr(&output).contains(word), "{line}: {}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn every_part_that_fails_is_said_on_the_page_and_the_page_knows_all_parts() {
    let page = include_str!("../docs/patterns.md");
    for part in PARTS {
        assert!(page.contains(&format!("### {}\n", part.id)), "{}", part.id);
        if let Some(known) = part.known_failure {
            assert!(page.contains(known.seen), "{}: {}", part.id, known.seen);
            let guess = known
                .conjecture
                .map(|guess| format!("Untested conjecture: {guess}"));
            assert!(
                guess.iter().all(|guess| page.contains(guess)),
                "{}: {guess:?}",
                part.id
            );
        }
    }
}

#[test]
fn results_that_were_kept_give_the_same_page() {
    let results = run(&[12], 2, 1, &|_, _| {}).expect("arms are scenarios");
    let kept: Vec<PatternResult> =
        serde_json::from_value(serde_json::json!(results)).expect("what is written is read");
    assert_eq!(page(&kept, 2, 1), page(&results, 2, 1));
    for part in &results[0].parts {
        assert_eq!(part.shortfall().is_empty(), part.holds, "{:?}", part.shortfall());
    }
}

#[test]
#[ignore = "minutes: .ci/run does the same through the release build"]
fn every_pattern_holds_or_is_known_to_fail() {
    let all: Vec<u8> = PATTERNS.collect();
    let results = run(&all, DRAWS, 1, &|_, _| {}).expect("arms are scenarios");
    assert_eq!(results.len(), all.len());
    let surprises: Vec<&str> = results
        .iter()
        .flat_map(|pattern| &pattern.parts)
        .filter(|part| !part.holds && part.known_failure.is_none())
        .map(|part| part.id.as_str())
        .collect();
    assert!(surprises.is_empty(), "{surprises:?}");
}
