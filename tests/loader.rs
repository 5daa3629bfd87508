//! The shipped scenarios load, and what may change does not change more than it should.

use sim::scenario::{Files, Overrides, Scenario, builtin_names, entities};

fn load(location: &str) -> Scenario {
    match Scenario::load(location, &Files, &Overrides::default()) {
        Ok((scenario, warnings)) => {
            assert!(warnings.is_empty(), "{location}: {warnings:?}");
            scenario
        }
        Err(report) => panic!("{location}\n{report}"),
    }
}

#[test]
fn every_shipped_scenario_loads_and_asks_at_least_twelve_questions() {
    for name in builtin_names() {
        let scenario = load(name);
        assert!(
            scenario.outcomes.len() >= 12,
            "{name}: {}",
            scenario.outcomes.len()
        );
        assert!(scenario.actors.len() >= 22, "{name}");
        assert!(
            scenario.outcomes.iter().any(|outcome| outcome.is_headline),
            "{name}"
        );
        assert!(!scenario.question.is_empty(), "{name}");
        assert_eq!(entities(&scenario).actors.len(), scenario.actors.len());
    }
}
