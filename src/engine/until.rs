//! Stopping by precision: tests at 1,024 x 2^k runs only, so that looking often buys nothing.

use super::{Accumulator, Ensemble};

/// Runs at the first test.
pub const FIRST_TEST: u64 = 1_024;

/// A rule asked at each test: has the precision wanted been reached?
pub struct Until<'w, A> {
    pub is_enough: &'w mut dyn FnMut(&mut A) -> bool,
}

impl<A: Accumulator> Until<'_, A> {
    /// The first test after `done` runs.
    pub fn next_test(&self, done: u64) -> u64 {
        let mut test = FIRST_TEST;
        while test <= done {
            test *= 2;
        }
        test
    }

    pub fn is_reached(&mut self, done: u64, ensemble: &mut Ensemble<'_, A>) -> bool {
        is_test(done) && (self.is_enough)(ensemble.gather())
    }
}

fn is_test(done: u64) -> bool {
    done >= FIRST_TEST && (done / FIRST_TEST).is_power_of_two() && done.is_multiple_of(FIRST_TEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_fall_on_doublings_of_1024() {
        let tests: Vec<u64> = (0..10_000).filter(|done| is_test(*done)).collect();
        assert_eq!(tests, [1_024, 2_048, 4_096, 8_192]);
    }
}
