//! Differences between two ensembles that share their luck: run r of one against run r of the other.

use crate::random::maths::sqrt;
use crate::random::quantile::normal;

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

/// From the difference of each pair of runs, in the order of runs, `per_draw` runs a draw.
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
}
