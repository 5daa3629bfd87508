//! From the prior to the posterior by tempering: weigh, resample, move.

use super::kernel::{Draws, Kernel, Proposal};
use super::likelihood::Likelihood;
use super::report::{Checks, check};
use super::screen::Screened;
use super::simulate::{Runs, Simulator};
use super::{Effort, Failure};
use crate::random::maths::{exp, ln};
use crate::scenario::Scenario;

/// What is calibrated, and how much may be spent.
#[derive(Clone, Copy)]
pub struct Plan<'s> {
    pub scenario: &'s Scenario,
    pub seed: u64,
    pub effort: Effort,
    /// How many times the likelihood counts: once. Any other number is a fault, made to see that the self-test finds it.
    pub times: f64,
}

/// Share of the particles that a step of tempering keeps effective.
const EFFECTIVE: f64 = 0.5;

/// One generation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Weight of the likelihood, 0 the prior, 1 the posterior.
    pub temper: f64,
    /// Effective number of particles when they were weighed, before resampling.
    pub effective: f64,
    /// Share of proposals taken: walks, and fresh draws from the prior.
    pub taken: [f64; 2],
    /// Different particles of the first population that still have descendants.
    pub ancestors: usize,
}

#[derive(Clone, Debug)]
pub struct Particle {
    pub scores: Vec<f64>,
    pub runs: Runs,
    pub log: f64,
    pub ancestor: usize,
}

/// The posterior and how it was come by.
#[derive(Clone, Debug)]
pub struct Calibration {
    pub effort: Effort,
    pub screened: Screened,
    /// particle x moved parameter, values.
    pub particles: Vec<Vec<f64>>,
    /// The same as normal scores of the prior.
    pub scores: Vec<Vec<f64>>,
    pub stages: Vec<Stage>,
    pub likelihood: Likelihood,
    pub checks: Checks,
    pub runs: u64,
    pub covered: Vec<String>,
    pub without: Vec<String>,
    pub outcomes: usize,
    pub flows: usize,
}

/// E2.7, E2.8: the whole way from prior to posterior.
pub fn run(simulator: &mut Simulator, screened: Screened) -> Result<Calibration, Failure> {
    let plan = simulator.plan;
    let dimensions = screened.moved.len();
    let first: Vec<Vec<f64>> = (0..plan.effort.particles)
        .map(|particle| {
            let mut draws = Draws::new(plan.seed, 0, "prior", particle);
            (0..dimensions).map(|_| draws.normal()).collect()
        })
        .collect();
    let mut sampler = Sampler::begin(simulator, &screened, first)?;
    let prior: Vec<Runs> = sampler.particles.iter().map(|p| p.runs.clone()).collect();
    let mut left = plan.effort.moves;
    while sampler.temper < 1.0 {
        // The last move is kept for the posterior itself.
        sampler.weigh(left <= 1);
        if left == 0 {
            sampler.stand_still();
            break;
        }
        sampler.advance()?;
        left -= 1;
    }
    for _ in 0..left {
        sampler.advance()?;
    }
    Ok(sampler.finish(&prior))
}

struct Sampler<'a, 's> {
    simulator: &'a Simulator<'s>,
    screened: &'a Screened,
    likelihood: Likelihood,
    kernel: Kernel,
    particles: Vec<Particle>,
    temper: f64,
    effective: f64,
    generation: u64,
    stages: Vec<Stage>,
}

impl<'a, 's> Sampler<'a, 's> {
    fn begin(
        simulator: &'a Simulator<'s>,
        screened: &'a Screened,
        scores: Vec<Vec<f64>>,
    ) -> Result<Self, Failure> {
        let values: Vec<Vec<f64>> = scores
            .iter()
            .map(|scores| values(simulator.plan.scenario, &screened.moved, scores))
            .collect();
        let runs = simulator.particles(&screened.moved, &values, "the prior")?;
        let likelihood = Likelihood::learn(
            &simulator.evidence,
            simulator.plan.effort.runs,
            &runs,
            simulator.plan.times,
        );
        let particles: Vec<Particle> = scores
            .into_iter()
            .zip(runs)
            .enumerate()
            .map(|(ancestor, (scores, runs))| Particle {
                log: likelihood.log(&runs),
                scores,
                runs,
                ancestor,
            })
            .collect();
        Ok(Sampler {
            simulator,
            screened,
            likelihood,
            kernel: Kernel::new(screened.moved.len()),
            effective: particles.len() as f64,
            particles,
            temper: 0.0,
            generation: 1,
            stages: Vec::new(),
        })
    }

    /// Raises the temper as far as enough particles stay effective, and resamples.
    fn weigh(&mut self, is_last: bool) {
        let logs: Vec<f64> = self.particles.iter().map(|particle| particle.log).collect();
        let next = if is_last {
            1.0
        } else {
            next_temper(&logs, self.temper)
        };
        let weights = weights(&logs, next - self.temper);
        self.effective = effective(&weights);
        let uniform = Draws::new(self.simulator.plan.seed, self.generation, "resample", 0).uniform();
        let chosen = systematic(&weights, uniform);
        self.particles = chosen.iter().map(|at| self.particles[*at].clone()).collect();
        self.temper = next;
    }

    /// Moves every particle once.
    fn advance(&mut self) -> Result<(), Failure> {
        let plan = self.simulator.plan;
        let scores: Vec<&[f64]> = self.particles.iter().map(|p| p.scores.as_slice()).collect();
        self.kernel.learn(&scores);
        let mut draws: Vec<Draws> = (0..scores.len())
            .map(|particle| Draws::new(plan.seed, self.generation, "move", particle))
            .collect();
        let proposals: Vec<Proposal> = scores
            .iter()
            .zip(&mut draws)
            .map(|(scores, draws)| self.kernel.propose(scores, draws))
            .collect();
        let moved = &self.screened.moved;
        let values: Vec<Vec<f64>> = proposals
            .iter()
            .map(|proposal| values(plan.scenario, moved, &proposal.scores))
            .collect();
        let what = format!("temper {:.3}, {} effective", self.temper, self.effective.round());
        let runs = self.simulator.particles(moved, &values, &what)?;
        let (mut taken, mut proposed) = ([0u64; 2], [0u64; 2]);
        for (((particle, proposal), runs), draws) in
            self.particles.iter_mut().zip(proposals).zip(runs).zip(&mut draws)
        {
            let kind = usize::from(!proposal.is_walk);
            let log = self.likelihood.log(&runs);
            let ratio = self.temper * (log - particle.log) + proposal.log_prior_ratio;
            proposed[kind] += 1;
            if ln(draws.uniform()) < ratio {
                taken[kind] += 1;
                (particle.scores, particle.runs, particle.log) = (proposal.scores, runs, log);
            }
        }
        self.kernel.adapt(taken[0], proposed[0]);
        let share = |kind: usize| taken[kind] as f64 / proposed[kind].max(1) as f64;
        self.note([share(0), share(1)]);
        // Without another change of temper all particles count alike.
        self.effective = self.particles.len() as f64;
        Ok(())
    }

    /// Resampled, but nothing is left to move with.
    fn stand_still(&mut self) {
        self.note([0.0, 0.0]);
    }

    fn note(&mut self, taken: [f64; 2]) {
        let mut ancestors: Vec<usize> = self.particles.iter().map(|p| p.ancestor).collect();
        ancestors.sort_unstable();
        ancestors.dedup();
        self.stages.push(Stage {
            temper: self.temper,
            effective: self.effective,
            taken,
            ancestors: ancestors.len(),
        });
        self.generation += 1;
    }

    fn finish(self, prior: &[Runs]) -> Calibration {
        let plan = self.simulator.plan;
        let scores: Vec<Vec<f64>> = self.particles.iter().map(|p| p.scores.clone()).collect();
        let posterior: Vec<&Runs> = self.particles.iter().map(|p| &p.runs).collect();
        let prior: Vec<&Runs> = prior.iter().collect();
        let evidence = &self.simulator.evidence;
        Calibration {
            effort: plan.effort,
            checks: check(
                plan,
                evidence,
                &self.likelihood,
                &self.screened.moved,
                &scores,
                [&prior, &posterior],
            ),
            particles: scores
                .iter()
                .map(|scores| values(plan.scenario, &self.screened.moved, scores))
                .collect(),
            scores,
            screened: self.screened.clone(),
            stages: self.stages,
            likelihood: self.likelihood,
            runs: self.simulator.done(),
            covered: evidence.covered.clone(),
            without: evidence.without.clone(),
            outcomes: evidence.outcomes.len(),
            flows: evidence.flows.len(),
        }
    }
}

/// Values of the moved parameters at their scores.
pub fn values(scenario: &Scenario, moved: &[usize], scores: &[f64]) -> Vec<f64> {
    moved
        .iter()
        .zip(scores)
        .map(|(place, score)| scenario.parameters[*place].at_score(*score))
        .collect()
}

/// The largest temper that keeps enough particles effective: by bisection.
fn next_temper(logs: &[f64], temper: f64) -> f64 {
    let wanted = EFFECTIVE * logs.len() as f64;
    let keeps = |next: f64| effective(&weights(logs, next - temper)) >= wanted;
    if keeps(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (temper, 1.0);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if keeps(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Even the least step may cost more than that: then it is taken.
    if low > temper { low } else { high }
}

/// Weights that sum to 1.
fn weights(logs: &[f64], power: f64) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        return vec![1.0 / logs.len() as f64; logs.len()];
    }
    let raw: Vec<f64> = logs.iter().map(|log| exp(power * (log - most))).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

fn effective(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// Systematic resampling: as many as there are, at equal distances from one uniform on.
fn systematic(weights: &[f64], uniform: f64) -> Vec<usize> {
    let count = weights.len();
    let mut chosen = Vec::with_capacity(count);
    let (mut at, mut sum) = (0, weights[0]);
    for place in 0..count {
        let wanted = (place as f64 + uniform) / count as f64;
        while sum < wanted && at + 1 < count {
            at += 1;
            sum += weights[at];
        }
        chosen.push(at);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resampling_gives_each_its_share_up_to_one() {
        let weights = [0.5, 0.1, 0.0, 0.4];
        let chosen = systematic(&weights, 0.5);
        assert_eq!(chosen, [0, 0, 3, 3]);
        let many: Vec<f64> = (0..100).map(|i| f64::from(i) / 4_950.0).collect();
        let chosen = systematic(&many, 0.3);
        for (place, weight) in many.iter().enumerate() {
            let count = chosen.iter().filter(|at| **at == place).count() as f64;
            assert!((count - weight * 100.0).abs() < 1.0 + 1e-9, "{place}: {count}");
        }
    }

    #[test]
    fn tempering_keeps_half_of_the_particles_effective() {
        let logs: Vec<f64> = (0..64).map(|i| -f64::from(i * i) / 50.0).collect();
        let next = next_temper(&logs, 0.0);
        assert!(next > 0.0 && next < 1.0);
        assert!((effective(&weights(&logs, next)) - 32.0).abs() < 0.1);
        assert_eq!(next_temper(&[1.0, 1.0], 0.2), 1.0);
        assert!(next_temper(&[0.0, f64::NEG_INFINITY, f64::NEG_INFINITY], 0.0) > 0.0);
    }
}
