//! How well a particle's runs agree with the record.

use super::evidence::Evidence;
use super::linear::{factorise, log_density, moments};
use super::simulate::{NOT_ASKED, Runs, YES};
use crate::random::maths::{ln, sqrt};

/// Runs added to those that gave the rarer answer, so that a few runs never say never (after Jeffreys).
pub const SMOOTHING: f64 = 0.5;
/// A treaty that no run has in store is taken for this unlikely, not for impossible (assumed).
pub const LEAST_CHANCE: f64 = 1e-6;
/// Weight of the pooled correlation of flows; the rest is independence.
const CORRELATED: f64 = 0.8;

/// The likelihood of parameters by a particle's runs. What is common to all particles is learnt from the first
/// population, drawn from the prior, and then kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Likelihood {
    evidence: Evidence,
    /// Runs of a particle.
    runs: usize,
    /// Variance within particles of each ln(1 + flow).
    pooled: Vec<f64>,
    /// flow x flow, shrunk towards independence.
    correlation: Vec<f64>,
    /// Sum of the correlation matrix of the outcomes, R.
    pub sum_of_r: f64,
    /// Weight of the composite score of the outcomes.
    pub omega: f64,
    /// How often each outcome occurs in the first population.
    usual: Vec<f64>,
    /// How many times it counts (`Plan`).
    times: f64,
}

impl Likelihood {
    pub fn learn(evidence: &Evidence, runs: usize, population: &[Runs], times: f64) -> Self {
        let (flows, outcomes) = (evidence.flows.len(), evidence.outcomes.len());
        let covariance = within(population, runs, flows, |particle, run, flow| {
            particle.flows[run * flows + flow]
        });
        let mut correlation = correlated(&covariance, flows);
        for row in 0..flows {
            for column in (0..flows).filter(|column| *column != row) {
                correlation[row * flows + column] *= CORRELATED;
            }
        }
        let occurred = within(population, runs, outcomes, |particle, run, outcome| {
            f64::from(u8::from(particle.outcomes[run * outcomes + outcome] == YES))
        });
        let sum_of_r: f64 = correlated(&occurred, outcomes).iter().sum();
        Likelihood {
            evidence: evidence.clone(),
            runs,
            pooled: (0..flows).map(|flow| covariance[flow * flows + flow]).collect(),
            correlation,
            sum_of_r,
            omega: omega(outcomes, sum_of_r),
            usual: (0..outcomes)
                .map(|outcome| usual(population, outcomes, outcome))
                .collect(),
            times,
        }
    }

    /// Log likelihood of a particle's runs.
    pub fn log(&self, runs: &Runs) -> f64 {
        self.times * (self.flows(runs) + self.omega * self.outcomes(runs))
    }

    /// E2.4: normal density of the record around the mean of ln(1 + flow).
    fn flows(&self, runs: &Runs) -> f64 {
        let n = self.evidence.flows.len();
        let count = self.runs as f64;
        let spread: Vec<(f64, f64)> = (0..n).map(|flow| self.moments(runs, flow)).collect();
        let mut matrix = vec![0.0; n * n];
        for row in 0..n {
            for column in 0..n {
                let scale = sqrt(spread[row].1 * spread[column].1) * (1.0 + 1.0 / count);
                matrix[row * n + column] = scale * self.correlation[row * n + column];
            }
            matrix[row * n + row] += self.evidence.flows[row].variance;
        }
        let distance: Vec<f64> = (0..n)
            .map(|flow| self.evidence.flows[flow].size - spread[flow].0)
            .collect();
        if factorise(&mut matrix, n) {
            log_density(&matrix, &distance)
        } else {
            f64::NEG_INFINITY
        }
    }

    /// Mean, and variance shrunk half-way towards the pooled one.
    fn moments(&self, runs: &Runs, flow: usize) -> (f64, f64) {
        let n = self.evidence.flows.len();
        let (mean, variance) = moments((0..self.runs).map(|run| runs.flows[run * n + flow]));
        let (own, prior) = (self.runs as f64 - 1.0, self.runs as f64);
        (mean, (own * variance + prior * self.pooled[flow]) / (own + prior))
    }

    /// Log density of each flow by itself: what pulls where.
    pub fn flow_terms(&self, runs: &Runs) -> Vec<f64> {
        (0..self.evidence.flows.len())
            .map(|flow| {
                let (mean, variance) = self.moments(runs, flow);
                let datum = &self.evidence.flows[flow];
                let variance = variance * (1.0 + 1.0 / self.runs as f64) + datum.variance;
                let distance = datum.size - mean;
                -0.5 * (distance * distance / variance + ln(variance))
            })
            .collect()
    }

    /// The share of the runs counted, smoothed towards what is usual: half a run is added to those that gave the rarer answer, and
    /// as many to the others as leave the usual share where it is. Smoothed towards one half, a rare answer that came would count for less
    /// than its absence, and the posterior would lie too low (the self-test found it).
    fn share(&self, runs: &Runs, place: usize) -> f64 {
        let (hits, asked) = count(runs, self.evidence.outcomes.len(), place);
        let usual = self.usual[place];
        let added = SMOOTHING / usual.min(1.0 - usual);
        (hits + added * usual) / (asked + added)
    }

    /// E2.5: composite score of the outcomes.
    fn outcomes(&self, runs: &Runs) -> f64 {
        let n = self.evidence.outcomes.len();
        let mut log = 0.0;
        for (place, (_, observed)) in self.evidence.outcomes.iter().enumerate() {
            let p = if self.evidence.is_weighed[place] {
                let chances = (0..self.runs).map(|run| runs.chances[run * n + place]);
                weighed(chances.sum(), self.runs as f64)
            } else {
                self.share(runs, place)
            };
            log += ln(if *observed { p } else { 1.0 - p });
        }
        log
    }
}

/// Runs in which an outcome occurred, and in which it was asked.
fn count(runs: &Runs, outcomes: usize, place: usize) -> (f64, f64) {
    let answers = runs.outcomes.iter().skip(place).step_by(outcomes);
    let (mut hits, mut asked) = (0.0, 0.0);
    for answer in answers {
        asked += f64::from(u8::from(*answer != NOT_ASKED));
        hits += f64::from(u8::from(*answer == YES));
    }
    (hits, asked)
}

/// The share of a population's runs in which an outcome occurred, never 0 or 1.
fn usual(population: &[Runs], outcomes: usize, place: usize) -> f64 {
    let (mut hits, mut asked) = (SMOOTHING, 2.0 * SMOOTHING);
    for runs in population {
        let (more, of) = count(runs, outcomes, place);
        hits += more;
        asked += of;
    }
    hits / asked
}

/// E2.10: the mean of the compensators. It may exceed 1, and where the treaty is likely it varies like the count: no surer
/// than as many runs can tell. Small values are trusted.
pub fn weighed(sum: f64, runs: f64) -> f64 {
    let surest = (runs + SMOOTHING) / (runs + 2.0 * SMOOTHING);
    (sum / runs).clamp(LEAST_CHANCE, surest)
}

/// E2.6: the weight of N outcomes whose correlation matrix sums to `sum_of_r`.
pub fn omega(n: usize, sum_of_r: f64) -> f64 {
    if n == 0 || sum_of_r <= n as f64 {
        1.0
    } else {
        n as f64 / sum_of_r
    }
}

/// Covariance of columns over runs within particles, pooled over particles.
fn within(
    population: &[Runs],
    runs: usize,
    columns: usize,
    value: impl Fn(&Runs, usize, usize) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; columns * columns];
    for particle in population {
        let means: Vec<f64> = (0..columns)
            .map(|column| moments((0..runs).map(|run| value(particle, run, column))).0)
            .collect();
        for run in 0..runs {
            let off: Vec<f64> = (0..columns)
                .map(|column| value(particle, run, column) - means[column])
                .collect();
            for row in 0..columns {
                for column in 0..columns {
                    sums[row * columns + column] += off[row] * off[column];
                }
            }
        }
    }
    let free = (population.len() * runs.saturating_sub(1)).max(1) as f64;
    sums.iter().map(|sum| sum / free).collect()
}

/// The correlation matrix of a covariance; what does not vary is correlated with nothing but itself.
fn correlated(covariance: &[f64], n: usize) -> Vec<f64> {
    let mut correlation = vec![0.0; n * n];
    for row in 0..n {
        for column in 0..n {
            let scale = covariance[row * n + row] * covariance[column * n + column];
            correlation[row * n + column] = match (row == column, scale > 0.0) {
                (true, _) => 1.0,
                (false, true) => (covariance[row * n + column] / sqrt(scale)).clamp(-1.0, 1.0),
                (false, false) => 0.0,
            };
        }
    }
    correlation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::calibrate::evidence::Flow;

    fn evidence(flows: usize, outcomes: &[bool]) -> Evidence {
        Evidence {
            flows: (0..flows)
                .map(|target| Flow {
                    target,
                    size: 2.0,
                    variance: 0.5,
                })
                .collect(),
            outcomes: outcomes.iter().copied().enumerate().collect(),
            is_weighed: vec![false; outcomes.len()],
            ..Evidence::default()
        }
    }

    #[test]
    fn omega_counts_outcomes_that_always_come_together_once() {
        // Three outcomes, two of them always together: R sums to 5.
        let runs = Runs {
            flows: vec![],
            outcomes: vec![1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1],
            ..Runs::default()
        };
        let learnt = Likelihood::learn(&evidence(0, &[true, true, false]), 4, &[runs], 1.0);
        assert!((learnt.sum_of_r - 5.0).abs() < 1e-9, "{}", learnt.sum_of_r);
        assert!((learnt.omega - 0.6).abs() < 1e-9);
        assert_eq!((omega(4, 2.0), omega(0, 0.0)), (1.0, 1.0));
    }

    #[test]
    fn the_score_of_outcomes_is_the_smoothed_share() {
        let learnt = Likelihood::learn(&evidence(0, &[true, false]), 4, &[], 1.0);
        let runs = Runs {
            flows: vec![],
            outcomes: vec![1, 0, 1, 2, 0, 0, 0, 1],
            ..Runs::default()
        };
        // The first: 2 of 4 runs; the second: 1 of 3 asked.
        let expected = ln(2.5 / 5.0) + ln(1.0 - 1.5 / 4.0);
        assert!((learnt.log(&runs) - expected).abs() < 1e-9);
    }

    #[test]
    fn a_share_is_smoothed_towards_what_is_usual() {
        let runs = |hits: usize| Runs {
            outcomes: (0..16).map(|run| u8::from(run < hits)).collect(),
            ..Runs::default()
        };
        // 1 run of 16, by chance: (1 + 1/2) / (160 + 1).
        let population: Vec<Runs> = (0..10).map(|particle| runs(usize::from(particle == 0))).collect();
        let scores = |observed: bool| {
            let learnt = Likelihood::learn(&evidence(0, &[observed]), 16, &population, 1.0);
            [0, 1, 2].map(|hits| learnt.log(&runs(hits)))
        };
        let usual = 1.5 / 161.0;
        let added = 0.5 / usual;
        let [none, one, two] = scores(true);
        assert!((none - ln(0.5 / (16.0 + added))).abs() < 1e-9);
        assert!((one - ln(1.5 / (16.0 + added))).abs() < 1e-9);
        assert!((two - one - ln(2.5 / 1.5)).abs() < 1e-9);
        // As often as usual is as likely as usual, and the two answers weigh alike: the expected pull is none.
        let share = |hits: f64| (hits + added * usual) / (16.0 + added);
        assert!((share(16.0 * usual) - usual).abs() < 1e-12);
        let [without, with, _] = scores(false);
        assert!((without - ln(1.0 - share(0.0))).abs() < 1e-9);
        let pull = usual * (one - none) + (1.0 - usual) * (with - without);
        assert!(pull.abs() < 0.01 * (one - none), "{pull}");
    }

    #[test]
    fn a_pairs_treaty_is_scored_by_the_mean_of_its_chances() {
        let mut evidence = evidence(0, &[true, false]);
        evidence.is_weighed = vec![true, true];
        let learnt = Likelihood::learn(&evidence, 2, &[], 1.0);
        let runs = |chances: [f64; 4]| Runs {
            outcomes: vec![0; 4],
            chances: chances.to_vec(),
            ..Runs::default()
        };
        let rare = learnt.log(&runs([0.01, 0.2, 0.03, 0.4]));
        assert!((rare - (ln(0.02) + ln(0.7))).abs() < 1e-9);
        // In store in no run; more than certain, of which two runs can tell 2.5 / 3.
        let edges = learnt.log(&runs([0.0, 1.5, 0.0, 1.1]));
        assert!((edges - (ln(LEAST_CHANCE) + ln(0.5 / 3.0))).abs() < 1e-9);
    }

    #[test]
    fn one_flow_is_scored_by_mean_variance_and_record_error() {
        let runs = Runs {
            flows: vec![1.0, 3.0],
            outcomes: vec![],
            ..Runs::default()
        };
        let learnt = Likelihood::learn(&evidence(1, &[]), 2, std::slice::from_ref(&runs), 1.0);
        // Own and pooled variance are 2; with the error of the mean 3, with the record's 3.5; the mean is the record.
        let expected = -0.5 * ln(3.5);
        assert!((learnt.log(&runs) - expected).abs() < 1e-9);
        assert!((learnt.flow_terms(&runs)[0] - expected).abs() < 1e-9);
        let far = Runs {
            flows: vec![5.0, 7.0],
            outcomes: vec![],
            ..Runs::default()
        };
        assert!((learnt.log(&far) - (expected - 0.5 * 16.0 / 3.5)).abs() < 1e-9);
    }
}
