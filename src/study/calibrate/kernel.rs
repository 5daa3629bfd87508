//! How particles are moved, in the space of normal scores: a walk scaled by the population, or a fresh draw from
//! the prior, of a few coordinates at a time.

use super::linear::moments;
use crate::random::key::uniform_from_word;
use crate::random::maths::sqrt;
use crate::random::{Family, Key, entity_hash, quantile};
use rand::Rng;

/// Coordinates a walk moves, and a fresh draw renews, on average.
const WALKED: f64 = 8.0;
const RENEWED: f64 = 3.0;
/// Share of proposals that are walks.
const WALKS: f64 = 0.7;
/// Shares of walks taken below which steps shorten, above which they lengthen.
const TAKEN: [f64; 2] = [0.15, 0.35];

/// Uniforms of one decision, keyed by (seed, generation, name, particle).
pub struct Draws(rand_chacha::ChaCha8Rng);

impl Draws {
    pub fn new(seed: u64, generation: u64, name: &str, particle: usize) -> Self {
        let key = Key::new(seed, generation, Family::Resampling);
        Draws(key.stream(entity_hash("calibrate", &[name, &particle.to_string()], true)))
    }

    pub fn uniform(&mut self) -> f64 {
        uniform_from_word(self.0.next_u32())
    }

    pub fn normal(&mut self) -> f64 {
        quantile::normal(self.uniform())
    }
}

/// A proposed particle.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub scores: Vec<f64>,
    pub is_walk: bool,
    /// Log of prior x proposal back over prior x proposal there.
    pub log_prior_ratio: f64,
}

/// Spread of the population and the length of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    pub step: f64,
    deviations: Vec<f64>,
}

impl Kernel {
    pub fn new(dimensions: usize) -> Self {
        Kernel {
            step: 0.8,
            deviations: vec![1.0; dimensions],
        }
    }

    /// Learns the spread of each coordinate over the population.
    pub fn learn(&mut self, population: &[&[f64]]) {
        for (place, deviation) in self.deviations.iter_mut().enumerate() {
            let (_, variance) = moments(population.iter().map(|scores| scores[place]));
            *deviation = sqrt(variance).max(0.05);
        }
    }

    /// Shortens or lengthens the steps by the share of walks taken.
    pub fn adapt(&mut self, taken: u64, proposed: u64) {
        if proposed == 0 {
            return;
        }
        let share = taken as f64 / proposed as f64;
        if share < TAKEN[0] {
            self.step = (self.step * 0.6).max(0.05);
        } else if share > TAKEN[1] {
            self.step = (self.step * 1.5).min(2.0);
        }
    }

    pub fn propose(&self, scores: &[f64], draws: &mut Draws) -> Proposal {
        let is_walk = draws.uniform() < WALKS;
        let wanted = if is_walk { WALKED } else { RENEWED };
        let chance = (wanted / scores.len() as f64).min(1.0);
        let forced = (draws.uniform() * scores.len() as f64) as usize;
        let mut proposed = scores.to_vec();
        let mut log_prior_ratio = 0.0;
        for (place, score) in proposed.iter_mut().enumerate() {
            let (is_moved, normal) = (draws.uniform() < chance || place == forced, draws.normal());
            if !is_moved {
                continue;
            }
            if is_walk {
                let new = *score + self.step * self.deviations[place] * normal;
                log_prior_ratio += 0.5 * (*score * *score - new * new);
                *score = new;
            } else {
                *score = normal;
            }
        }
        Proposal {
            scores: proposed,
            is_walk,
            log_prior_ratio,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_data_the_kernels_keep_the_prior() {
        // One chain over a likelihood of 1: mean 0 and variance 1 in every coordinate.
        let mut kernel = Kernel::new(5);
        kernel.step = 1.0;
        let mut scores = vec![3.0; 5];
        let mut draws = Draws::new(1, 0, "chain", 0);
        let mut kept: Vec<Vec<f64>> = Vec::new();
        for _ in 0..40_000 {
            let proposal = kernel.propose(&scores, &mut draws);
            if crate::random::maths::ln(draws.uniform()) < proposal.log_prior_ratio {
                scores = proposal.scores;
            }
            kept.push(scores.clone());
        }
        for place in 0..5 {
            let (mean, variance) = moments(kept[1_000..].iter().map(|scores| scores[place]));
            assert!(
                mean.abs() < 0.08 && (variance - 1.0).abs() < 0.1,
                "{mean} {variance}"
            );
        }
    }

    #[test]
    fn steps_follow_what_is_taken() {
        let mut kernel = Kernel::new(2);
        kernel.adapt(1, 100);
        assert!(kernel.step < 0.8);
        kernel.adapt(90, 100);
        kernel.adapt(90, 100);
        assert!(kernel.step > 0.8);
        kernel.learn(&[&[0.0, 1.0], &[2.0, 1.0]]);
        assert_eq!(kernel.deviations, [2.0f64.sqrt(), 0.05]);
    }
}
