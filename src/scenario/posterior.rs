//! A posterior: particles of parameters, all of one weight, found by a calibration (`sim calibrate`).

use super::parameters::PARAMETERS;
use crate::random::{Family, Key, entity_hash};

/// What `[parameters] posterior =` brought: draws of some parameters that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Where it was read.
    pub location: String,
    /// Places of its parameters in `PARAMETERS`, ascending.
    pub columns: Vec<usize>,
    /// particle x column.
    pub values: Vec<f64>,
}

/// Golden ratio in 64 bits: the step of the sequence below.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Posterior {
    pub fn particles(&self) -> usize {
        self.values.len() / self.columns.len().max(1)
    }

    /// E2.3: the particle of a parameter draw. One keyed start a seed, then steps of the golden ratio, so that any
    /// stretch of draws uses all particles as evenly as it can.
    pub fn particle(&self, seed: u64, draw: u64) -> &[f64] {
        use rand::Rng;
        let start = Key::new(seed, 0, Family::Parameters)
            .stream(entity_hash("posterior", &[], true))
            .next_u64();
        let position = start.wrapping_add(GOLDEN.wrapping_mul(draw));
        let particle = ((u128::from(position) * self.particles() as u128) >> 64) as usize;
        let at = particle * self.columns.len();
        &self.values[at..at + self.columns.len()]
    }

    /// The value of the parameter at `place` in a draw, if the posterior has it.
    pub fn value(&self, place: usize, seed: u64, draw: u64) -> Option<f64> {
        let column = self.columns.binary_search(&place).ok()?;
        Some(self.particle(seed, draw)[column])
    }

    /// Takes a parameter out: the scenario or the command line states it.
    pub fn take_out(&mut self, place: usize) {
        let Ok(column) = self.columns.binary_search(&place) else {
            return;
        };
        let width = self.columns.len();
        let mut at = 0;
        self.values.retain(|_| {
            at += 1;
            (at - 1) % width != column
        });
        self.columns.remove(column);
    }

    /// Ids of its parameters.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|place| PARAMETERS[*place].id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posterior() -> Posterior {
        Posterior {
            location: "p.csv".into(),
            columns: vec![2, 5],
            values: (0..8)
                .flat_map(|p| [f64::from(p), 100.0 + f64::from(p)])
                .collect(),
        }
    }

    #[test]
    fn any_stretch_of_draws_uses_all_particles_evenly() {
        let posterior = posterior();
        for (seed, first) in [(1, 0), (1, 1_000), (77, 12_345_678)] {
            let mut counts = [0; 8];
            for draw in first..first + 80 {
                let particle = posterior.particle(seed, draw);
                assert_eq!(
                    particle[1],
                    particle[0] + 100.0,
                    "values of a particle stay together"
                );
                counts[particle[0] as usize] += 1;
            }
            assert!(counts.iter().all(|count| (8..=12).contains(count)), "{counts:?}");
        }
        assert_ne!(
            (0..20)
                .map(|d| posterior.particle(1, d)[0] as i32)
                .collect::<Vec<_>>(),
            (0..20)
                .map(|d| posterior.particle(2, d)[0] as i32)
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_parameter_that_is_taken_out_leaves_the_others_as_they_were() {
        let mut posterior = posterior();
        let before = posterior.value(5, 1, 3);
        posterior.take_out(2);
        posterior.take_out(9);
        assert_eq!(
            (posterior.value(2, 1, 3), posterior.value(5, 1, 3)),
            (None, before)
        );
        assert_eq!(posterior.particles(), 8);
        posterior.take_out(5);
        assert_eq!(posterior.particles(), 0);
    }
}
