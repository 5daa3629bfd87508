//! A treaty too rare to happen in any run teaches all the same.

use super::evidence::Evidence;
use super::screen::Screened;
use super::self_test::asked;
use super::simulate::Simulator;
use super::smc::{self, Plan};
use super::{Calibration, Effort, Watch};
use crate::model::testing::{self, CRANE, DRAGON, WOLF};
use crate::scenario::Scenario;
use crate::scenario::outcome::Condition;
use crate::scenario::parameters::{PARAMETERS, parameter_index};
use std::sync::atomic::AtomicBool;

/// The share of new pacts that are integrated: the chance of an integrated treaty is proportional to it.
const UNKNOWN: &str = "integration-share";
const MONTHS: usize = 10;
const EFFORT: Effort = Effort {
    screening: 0,
    particles: 128,
    runs: 8,
    moves: 3,
};

fn scenario() -> Scenario {
    let mut scenario = testing::scenario();
    scenario.months = MONTHS;
    for (place, number) in scenario.parameters.iter_mut().enumerate() {
        if PARAMETERS[place].id != UNKNOWN {
            (number.low, number.high) = (number.central, number.central);
        }
    }
    let group = vec![DRAGON, WOLF];
    scenario.outcomes = vec![
        asked("integrated", Condition::Treaty { group, rung: 4 }, MONTHS, true),
        asked("test", Condition::Test { actor: CRANE }, MONTHS, true),
    ];
    scenario
}

fn fit(scenario: &Scenario, without: &[String]) -> Calibration {
    let plan = Plan {
        scenario,
        seed: 5,
        effort: EFFORT,
        times: 1.0,
    };
    let evidence = Evidence::of(scenario, without).expect("evidence");
    let watch = Watch {
        on_progress: &|_, _| {},
        cancel: &AtomicBool::new(false),
    };
    let mut simulator = Simulator::new(plan, 2, evidence, &watch).expect("threads");
    let screened = Screened {
        moved: vec![parameter_index(UNKNOWN).expect("a parameter")],
        strength: vec![1.0],
        candidates: 1,
        threshold: 0.0,
    };
    smc::run(&mut simulator, screened).expect("a fit")
}

#[test]
fn a_rare_treaty_that_happened_moves_the_posterior() {
    let scenario = scenario();
    let with = fit(&scenario, &[]);
    let treaty = &with.checks.outcomes[0];
    assert!(treaty.posterior < 0.01 && treaty.posterior > 1e-5, "{treaty:?}");
    // The likelihood is proportional to the share p, whose logit has a prior deviation s of 0.45 to 0.49: the mean moves by about
    // s (1 - p) = 0.42 prior deviations, with an error of about 1 / sqrt(128) = 0.09.
    let shift = with.checks.shifts[0].shift;
    assert!((0.15..0.7).contains(&shift), "{shift}");
    let without = fit(&scenario, &["integrated".to_owned()]);
    let still = without.checks.shifts[0].shift;
    assert!(still.abs() < 0.3, "{still}");
    assert!(shift > still + 0.15, "{shift} {still}");
}
