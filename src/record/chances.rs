//! The compensator of a pair's treaty (E2.10): its chances month by month, summed up to the month it comes about or
//! its window ends. Its mean over runs is the probability of the outcome, as that of the count is, and where the
//! treaty is rare it varies far less from run to run.

use super::monitor::Monitor;
use super::runs::NOT_OCCURRED;
use crate::model::State;
use crate::model::alignment::chances::Watched;
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, Outcome};

#[derive(Clone, Copy, Debug)]
struct Term {
    outcome: usize,
    watched: Watched,
    from: usize,
    by: usize,
}

/// Sums of a run. Nothing is allocated after `compile`.
#[derive(Clone, Debug)]
pub struct Chances {
    terms: Vec<Term>,
    sums: Vec<f64>,
}

/// Whether an outcome is a treaty of one pair, at any time in its window, whatever else happens.
pub fn is_weighed(outcome: &Outcome) -> bool {
    let is_of_a_pair =
        matches!(&outcome.condition, Condition::Treaty { group, rung } if group.len() == 2 && *rung > 0);
    is_of_a_pair && outcome.hold <= 1 && outcome.given.is_none()
}

impl Chances {
    pub fn compile(scenario: &Scenario) -> Self {
        let terms: Vec<Term> = scenario
            .outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| is_weighed(outcome))
            .filter_map(|(place, outcome)| {
                let Condition::Treaty { group, rung } = &outcome.condition else {
                    return None;
                };
                Some(Term {
                    outcome: place,
                    watched: Watched::new(scenario.pair(group[0], group[1]), *rung),
                    from: outcome.from,
                    by: outcome.by,
                })
            })
            .collect();
        Chances {
            sums: vec![0.0; terms.len()],
            terms,
        }
    }

    /// Has the pairs watched in every run of `state`.
    pub fn watch(&self, state: &mut State) {
        state.alignment.watched = self.terms.iter().map(|term| term.watched).collect();
    }

    pub fn begin_run(&mut self) {
        self.sums.fill(0.0);
    }

    /// Of the month just simulated, which the monitor has observed.
    // E2.10
    pub fn observe(&mut self, state: &State, monitor: &Monitor) {
        let month = state.month;
        let months = monitor.months();
        for ((term, sum), watched) in self
            .terms
            .iter()
            .zip(&mut self.sums)
            .zip(&state.alignment.watched)
        {
            let occurred = months[term.outcome];
            let is_asked = occurred == NOT_OCCURRED || usize::from(occurred) == month;
            if is_asked && (term.from..=term.by).contains(&month) {
                *sum += watched.chance;
            }
        }
    }

    /// The compensator of an outcome after a run, if it has one.
    pub fn of(&self, outcome: usize) -> Option<f64> {
        let place = self.terms.iter().position(|term| term.outcome == outcome)?;
        Some(self.sums[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{World, month, testing};
    use crate::random::Luck;
    use crate::record::runs::NOT_COUNTED;
    use crate::scenario::entities;

    const MONTHS: usize = 36;
    const RUNS: u64 = 2_000;

    /// Every pair and rung over the whole run, and over a year that begins late.
    fn asked() -> Scenario {
        let mut scenario = testing::scenario();
        scenario.months = MONTHS;
        scenario.outcomes.clear();
        let n = scenario.actors.len();
        let pairs: Vec<[usize; 2]> = (0..n).flat_map(|a| (a + 1..n).map(move |b| [a, b])).collect();
        for (group, rung) in pairs
            .iter()
            .flat_map(|group| (1..=4).map(move |rung| (group, rung)))
        {
            for (from, by) in [(0, MONTHS - 1), (12, 23)] {
                scenario.outcomes.push(Outcome {
                    id: format!("{group:?} {rung} {from}"),
                    description: String::new(),
                    condition: Condition::Treaty {
                        group: group.to_vec(),
                        rung,
                    },
                    hold: 1,
                    from,
                    by,
                    given: None,
                    is_headline: false,
                    reference: None,
                    exposed: 1,
                    observed: Some(false),
                    observed_month: None,
                });
            }
        }
        // A pact that others can join, so that every channel has its part.
        scenario.treaties.push(crate::scenario::world::Treaty {
            members: vec![testing::EAGLE, testing::DRAGON, testing::LION],
            is_pact: true,
            ..scenario.treaties[0].clone()
        });
        scenario
    }

    /// Whether each outcome occurred, and its compensator, run by run.
    fn simulate(scenario: &Scenario, mut each: impl FnMut(usize, f64, f64)) {
        let entities = entities(scenario);
        let mut luck = Luck::sized(&entities, scenario.months);
        let (mut monitor, mut chances) = (Monitor::compile(scenario), Chances::compile(scenario));
        let mut state = State::sized(&World::sample(scenario, 7, 0));
        chances.watch(&mut state);
        for run in 0..RUNS {
            luck.fill(&entities, 7, run);
            let world = World::sample(scenario, 7, run / 8);
            state.reset(&world);
            monitor.begin_run(&world, &state);
            chances.begin_run();
            for month in 0..scenario.months {
                state.month = month;
                month::simulate(&world, &mut state, &luck);
                monitor.observe(&world, &state);
                chances.observe(&state, &monitor);
            }
            monitor.end_run();
            for (outcome, month) in monitor.months().iter().enumerate() {
                let hit = f64::from(u8::from(*month < NOT_COUNTED));
                each(outcome, hit, chances.of(outcome).expect("a treaty of a pair"));
            }
        }
    }

    #[test]
    fn the_compensator_has_the_mean_of_the_count_and_less_noise() {
        let scenario = asked();
        let outcomes = scenario.outcomes.len();
        let (mut hits, mut sums, mut squares) =
            (vec![0.0; outcomes], vec![0.0; outcomes], vec![0.0; outcomes]);
        let mut of_runs: Vec<f64> = Vec::new();
        let is_pact = |outcome: &Outcome| outcome.id.ends_with("3 0");
        simulate(&scenario, |outcome, hit, chance| {
            if outcome == 0 {
                of_runs.push(0.0);
            }
            if let Some(of_run) = of_runs
                .last_mut()
                .filter(|_| is_pact(&scenario.outcomes[outcome]))
            {
                *of_run += hit - chance;
            }
            hits[outcome] += hit;
            sums[outcome] += chance;
            squares[outcome] += chance * chance;
        });
        let (mut tested, mut far) = (0, Vec::new());
        for outcome in 0..outcomes {
            // Count less compensator is a martingale: its variance is at most the sum of the chances.
            let z = (hits[outcome] - sums[outcome]) / sums[outcome].max(1.0).sqrt();
            let rate = sums[outcome] / RUNS as f64;
            tested += usize::from(rate > 0.001);
            // Of 120 such z, one beyond 4.5 comes by chance in a thousand tests; counts of few are further off than normal ones.
            let few = 1.0 / sums[outcome].max(1.0).sqrt();
            if z.abs() > 4.5 + few {
                far.push((
                    scenario.outcomes[outcome].id.clone(),
                    hits[outcome],
                    sums[outcome],
                ));
            }
            // A treaty from before the window is counted, so only whole runs gain that much.
            if (0.001..0.03).contains(&rate) && scenario.outcomes[outcome].from == 0 {
                let variance = squares[outcome] / RUNS as f64 - rate * rate;
                assert!(
                    variance < 0.5 * rate * (1.0 - rate),
                    "{}: {variance} against {}",
                    scenario.outcomes[outcome].id,
                    rate * (1.0 - rate)
                );
            }
        }
        assert!(tested > 80, "{tested}");
        assert!(far.is_empty(), "{far:?}");
        // All pacts of mutual defence together, to see a bias too small for each: runs are independent, pairs are not.
        let (sum, squares) = of_runs.iter().fold((0.0, 0.0), |(sum, squares), run: &f64| {
            (sum + run, squares + run * run)
        });
        assert!(sum.abs() < 4.0 * f64::sqrt(squares), "{sum} {squares}");
    }

    #[test]
    fn only_a_pairs_treaty_without_conditions_is_weighed() {
        let scenario = asked();
        let plain = &scenario.outcomes[0];
        assert!(is_weighed(plain));
        let mut held = plain.clone();
        held.hold = 3;
        let mut given = plain.clone();
        given.given = Some(0);
        let mut three = plain.clone();
        three.condition = Condition::Treaty {
            group: vec![0, 1, 2],
            rung: 3,
        };
        assert!(![held, given, three].iter().any(is_weighed));
    }
}
