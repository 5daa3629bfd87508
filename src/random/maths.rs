//! Portable transcendental functions: the same bits on every machine.
//!
//! `exp` is our own polynomial (relative error below 1e-9, no fused multiply-add, vectorisable);
//! the rest comes from the `libm` crate, which is plain software. Nothing else in the project may call
//! the methods of `f64` for these (clippy forbids it).

const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 split in two parts so that the reduction is exact to the last bits.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and taking away 1.5 x 2^52 rounds to the nearest whole number.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// e^x. Arguments are clipped to [-708, 708], so the result is always finite and positive.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-708.0, 708.0);
    let k = x * LOG2_E + ROUND - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Taylor to degree 11 on |r| <= 0.35, grouped after Estrin; truncation error below 1e-14.
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let p01 = 1.0 + r;
    let p23 = 0.5 + r * (1.0 / 6.0);
    let p45 = 1.0 / 24.0 + r * (1.0 / 120.0);
    let p67 = 1.0 / 720.0 + r * (1.0 / 5_040.0);
    let p89 = 1.0 / 40_320.0 + r * (1.0 / 362_880.0);
    let pab = 1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0);
    let polynomial = (p01 + p23 * r2) + (p45 + p67 * r2) * r4 + (p89 + pab * r2) * r8;
    let scale = f64::from_bits(((k as i64 + 1023) as u64) << 52);
    polynomial * scale
}

#[inline(always)]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

#[inline(always)]
pub fn ln1p(x: f64) -> f64 {
    libm::log1p(x)
}

#[inline(always)]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let e = exp(-2.0 * x.abs());
    ((1.0 - e) / (1.0 + e)).copysign(x)
}

/// Probability of at least one event at hazard `h` over one unit of time: 1 - e^-h, exact for small h.
#[inline(always)]
pub fn probability_of_hazard(h: f64) -> f64 {
    if h < 1e-5 { h - 0.5 * h * h } else { 1.0 - exp(-h) }
}

/// Square root is correctly rounded by IEEE 754 and therefore portable as it is.
#[inline(always)]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// 2^32; quantities stay below it, so a sum of rounded quantities is exact in an f64.
pub const QUANTITY_LIMIT: f64 = 4_294_967_296.0;

/// Rounds a quantity in [0, 2^32) to the nearest multiple of 2^-20 of its unit.
#[inline(always)]
pub fn quantise(quantity: f64) -> f64 {
    let clipped = quantity.clamp(0.0, QUANTITY_LIMIT - 1.0);
    (clipped + QUANTITY_LIMIT) - QUANTITY_LIMIT
}

/// Rounds a quantity in [0, 2^32) down to a multiple of 2^-20: never more than there is.
#[inline(always)]
pub fn quantise_down(quantity: f64) -> f64 {
    let rounded = quantise(quantity);
    if rounded > quantity {
        (rounded - 1.0 / 1_048_576.0).max(0.0)
    } else {
        rounded
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exp_is_within_one_in_a_billion(x in -700.0f64..700.0) {
            let reference = x.exp();
            prop_assert!(((exp(x) - reference) / reference).abs() < 1e-9);
        }

        #[test]
        fn tanh_and_logistic_match(x in -30.0f64..30.0) {
            prop_assert!((tanh(x) - x.tanh()).abs() < 1e-9);
            prop_assert!((logistic(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-9);
        }

        #[test]
        fn quantised_sums_are_exact(values in proptest::collection::vec(0.0f64..1e6, 2..60)) {
            let rounded: Vec<f64> = values.iter().map(|v| quantise(*v)).collect();
            let forward: f64 = rounded.iter().sum();
            let backward: f64 = rounded.iter().rev().sum();
            prop_assert_eq!(forward.to_bits(), backward.to_bits());
            for (value, down) in values.iter().map(|v| (*v, quantise_down(*v))) {
                prop_assert!(down <= value && value - down < 2.0 / 1_048_576.0);
            }
        }
    }

    #[test]
    fn exp_is_exact_at_zero_and_finite_far_out() {
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(1e9).is_finite() && exp(-1e9) > 0.0);
    }
}
