//! Wilson's interval for a share of independent trials (Wilson 1927).

use crate::random::maths::sqrt;

/// Normal quantile of a two-sided 95 % interval.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Lower and upper end at normal quantile `z`.
pub fn interval(hits: u64, trials: u64, z: f64) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (trials as f64, hits as f64 / trials as f64);
    let scale = 1.0 + z * z / n;
    let centre = p + z * z / (2.0 * n);
    let half = z * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    let low = if hits == 0 { 0.0 } else { (centre - half) / scale };
    let high = if hits == trials {
        1.0
    } else {
        (centre + half) / scale
    };
    (low.max(0.0), high.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_thirty_five_as_published_tables_give_it() {
        let (low, high) = interval(4, 35, Z_95);
        assert!(
            (low - 0.0454).abs() < 1e-4 && (high - 0.2595).abs() < 1e-4,
            "{low} {high}"
        );
        assert_eq!(interval(0, 0, Z_95), (0.0, 1.0));
        assert_eq!(interval(0, 10, Z_95).0, 0.0);
    }
}
