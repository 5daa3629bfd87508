//! What a binomial count keeps within.

use crate::random::maths::pow;

/// Counts that a binomial variable of `fits` trials and chance `p` keeps within, but for `alarm` in all.
pub fn bound(fits: u64, p: f64, alarm: f64) -> [u64; 2] {
    let n = fits as f64;
    let mut mass = pow(1.0 - p, n);
    let (mut below, mut least, mut most) = (0.0, None, fits);
    for count in 0..=fits {
        below += mass;
        if least.is_none() && below > alarm / 2.0 {
            least = Some(count);
        }
        if below >= 1.0 - alarm / 2.0 {
            most = count;
            break;
        }
        mass *= (n - count as f64) / (count as f64 + 1.0) * p / (1.0 - p);
    }
    [least.unwrap_or(0), most]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_that_of_the_binomial() {
        // 20 fits, chance 1/4: P(X <= 0) = 0.0032, P(X <= 1) = 0.0243; P(X <= 9) = 0.9861, P(X <= 8) = 0.9591.
        assert_eq!(bound(20, 0.25, 0.04), [1, 9]);
        let [least, most] = bound(1_000, 0.25, 0.001);
        assert!(
            least > 200 && least < 215 && most > 285 && most < 300,
            "{least} {most}"
        );
    }
}
