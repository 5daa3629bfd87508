//! The beta distribution in portable arithmetic: the same bits on every machine.

use crate::random::maths::{exp, ln, ln1p};

/// ln of the beta function.
fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// Regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Numerical Recipes,
/// third edition, 6.4).
pub fn cumulative(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(a * ln(x) + b * ln1p(-x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..2_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-14 {
            break;
        }
    }
    h
}

/// The x at which I_x(a, b) = p, by bisection.
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if cumulative(middle, a, b) < p {
            low = middle
        } else {
            high = middle
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_match_closed_forms() {
        // Beta(1, b): 1 - (1 - p)^(1/b). Beta(a, 1): p^(1/a). Beta(1/2, 1/2): sin^2(pi p / 2).
        assert!((quantile(0.95, 1.0, 20.0) - (1.0 - 0.05f64.powf(1.0 / 20.0))).abs() < 1e-9);
        assert!((quantile(0.05, 3.0, 1.0) - 0.05f64.powf(1.0 / 3.0)).abs() < 1e-9);
        assert!((quantile(0.5, 0.5, 0.5) - 0.5).abs() < 1e-9);
        assert!((quantile(0.05, 0.5, 0.5) - (0.05 * std::f64::consts::FRAC_PI_2).sin().powi(2)).abs() < 1e-9);
    }

    #[test]
    fn extreme_shapes_stay_inside() {
        for (a, b) in [(1e-4, 1.0), (1e6, 1e6), (0.01, 50.0), (50.0, 0.01)] {
            for p in [0.05, 0.95] {
                let x = quantile(p, a, b);
                assert!((0.0..=1.0).contains(&x), "{a} {b} {p}: {x}");
            }
        }
    }
}
