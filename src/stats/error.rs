//! Monte Carlo error of a share when runs come in parameter draws.

use super::Draw;
use crate::random::maths::sqrt;

/// Binomial error at (hits + 1) / (runs + 2): never zero, so a share of 0 or 1 keeps an error.
pub fn binomial(hits: u64, runs: u64) -> f64 {
    if runs == 0 {
        return 0.0;
    }
    let p = (hits + 1) as f64 / (runs + 2) as f64;
    sqrt(p * (1.0 - p) / runs as f64)
}

/// Cluster-robust standard error of hits / runs (draws are the clusters), never below `binomial`.
pub fn monte_carlo(draws: &[Draw]) -> f64 {
    let hits: u64 = draws.iter().map(|draw| u64::from(draw.hits)).sum();
    let runs: u64 = draws.iter().map(|draw| u64::from(draw.runs)).sum();
    let floor = binomial(hits, runs);
    let clusters = draws.iter().filter(|draw| draw.runs > 0).count();
    if clusters < 2 {
        return floor;
    }
    let p = hits as f64 / runs as f64;
    let squares: f64 = draws
        .iter()
        .map(|draw| {
            let off = f64::from(draw.hits) - p * f64::from(draw.runs);
            off * off
        })
        .sum();
    let correction = clusters as f64 / (clusters - 1) as f64;
    sqrt(correction * squares / (runs as f64 * runs as f64)).max(floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_all_and_nothing_worked_by_hand() {
        // p = 1/2, off = +-4, squares 32, correction 2, runs 16: sqrt(64 / 256) = 1/2.
        let draws = [Draw { hits: 8, runs: 8 }, Draw { hits: 0, runs: 8 }];
        assert_eq!(monte_carlo(&draws), 0.5);
    }

    #[test]
    fn no_hits_keep_the_error_of_one_in_runs_plus_two() {
        let draws = [Draw { hits: 0, runs: 8 }; 100];
        let p: f64 = 1.0 / 802.0;
        assert!((monte_carlo(&draws) - (p * (1.0 - p) / 800.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn equal_draws_fall_back_to_the_binomial_error() {
        let draws = [Draw { hits: 4, runs: 8 }; 10];
        assert_eq!(monte_carlo(&draws), binomial(40, 80));
        assert_eq!(monte_carlo(&[]), 0.0);
    }
}
