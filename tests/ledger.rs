//! Every mechanism of the ledger does what its witness says: on and off, with the same draws and luck.

use sim::scenario::mechanisms::MECHANISMS;
use sim::scenario::{Files, Overrides, Scenario};
use sim::study::witness::verify;

#[test]
fn every_mechanism_shows_in_its_witness() {
    let all: Vec<usize> = (0..MECHANISMS.len()).collect();
    let verdicts = verify(&all, |name| {
        Scenario::load(&format!("builtin:{name}"), &Files, &Overrides::default())
            .map(|(scenario, _)| scenario)
    })
    .expect("witness scenarios load");
    assert_eq!(verdicts.len(), MECHANISMS.len());
    let silent: Vec<String> = verdicts
        .iter()
        .filter(|verdict| !verdict.is_shown)
        .map(|v| {
            format!(
                "{}: {} changes {} by {:+.4} ({:+.4} to {:+.4})",
                v.mechanism.id,
                v.mechanism.witness.scenario,
                v.mechanism.witness.measure,
                v.difference.mean,
                v.difference.low,
                v.difference.high
            )
        })
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}
