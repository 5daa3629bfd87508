//! Differences between two ensembles that share their luck: run r of one against run r of the other.

use crate::engine::RUNS_PER_DRAW;
use crate::random::maths::sqrt;
use crate::random::quantile::normal;
use crate::record::runs::{NOT_COUNTED, NOT_OCCURRED, Runs};

/// Mean difference and its error, clustered by parameter draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub mean: f64,
    pub error: f64,
    /// Pairs of runs.
    pub pairs: u64,
    pub draws: u64,
}

impl Difference {
    /// Two-sided interval at `level` (0.99 = 99 %).
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let z = normal(0.5 + level / 2.0);
        (self.mean - z * self.error, self.mean + z * self.error)
    }
}

/// How much likelier an outcome is in `second` than in `first`, over the runs both hold and count.
/// `outcomes` are its indices in the two scenarios. Both tables must be sorted (`stats::outcomes::estimate`
/// sorts them).
pub fn outcome_difference(first: &Runs, second: &Runs, outcomes: (usize, usize)) -> Difference {
    let mut others = second.rows().peekable();
    let pairs = first.rows().filter_map(|(run, row)| {
        while others.next_if(|(other, _)| *other < run).is_some() {}
        let (_, other) = others.next_if(|(other, _)| *other == run)?;
        let (before, after) = (row[outcomes.0], other[outcomes.1]);
        let occurred = |month: u16| if month == NOT_OCCURRED { 0.0 } else { 1.0 };
        (before != NOT_COUNTED && after != NOT_COUNTED)
            .then(|| (run / RUNS_PER_DRAW, occurred(after) - occurred(before)))
    });
    difference(pairs)
}

/// From the difference of each pair of runs and its draw, in the order of draws.
pub fn difference(values: impl Iterator<Item = (u64, f64)>) -> Difference {
    // Sums by draw; draws come in order.
    let mut clusters: Vec<(u64, u64, f64)> = Vec::new();
    for (draw, value) in values {
        match clusters.last_mut() {
            Some((last, count, sum)) if *last == draw => {
                *count += 1;
                *sum += value;
            }
            _ => clusters.push((draw, 1, value)),
        }
    }
    let pairs: u64 = clusters.iter().map(|cluster| cluster.1).sum();
    if pairs == 0 {
        return Difference {
            mean: 0.0,
            error: 0.0,
            pairs: 0,
            draws: 0,
        };
    }
    let mean = clusters.iter().map(|cluster| cluster.2).sum::<f64>() / pairs as f64;
    let squares: f64 = clusters
        .iter()
        .map(|&(_, count, sum)| {
            let off = sum - mean * count as f64;
            off * off
        })
        .sum();
    let draws = clusters.len() as f64;
    let error = if clusters.len() < 2 {
        0.0
    } else {
        sqrt(draws / (draws - 1.0) * squares) / pairs as f64
    };
    Difference {
        mean,
        error,
        pairs,
        draws: clusters.len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_pairs_in_two_draws_worked_by_hand() {
        // Sums 2 and 0 of two pairs each: mean 1/2, off +-1, error = sqrt(2 x 2) / 4 = 1/2.
        let values = [(0, 1.0), (0, 1.0), (1, 1.0), (1, -1.0)];
        let difference = difference(values.into_iter());
        assert_eq!((difference.mean, difference.error), (0.5, 0.5));
        assert_eq!((difference.pairs, difference.draws), (4, 2));
    }

    #[test]
    fn outcomes_are_compared_run_by_run_where_both_have_them() {
        let (mut first, mut second) = (Runs::new(1), Runs::new(1));
        for run in 0..16 {
            first.push(run, &[NOT_OCCURRED]);
        }
        // Runs 4 to 15; the outcome occurs in 8 to 13, and is not counted in 15.
        for run in 4..16 {
            second.push(
                run,
                &[match run {
                    8..=13 => 3,
                    15 => NOT_COUNTED,
                    _ => NOT_OCCURRED,
                }],
            );
        }
        let difference = outcome_difference(&first, &second, (0, 0));
        assert_eq!((difference.pairs, difference.draws), (11, 2));
        assert!((difference.mean - 6.0 / 11.0).abs() < 1e-15);
    }
}
