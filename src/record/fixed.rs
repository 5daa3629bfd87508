//! Numbers as whole multiples of a power of two: sums of them are exact and order-free.
//!
//! The conversion adds 1.5 x 2^(52 - bits), whose last place is 2^-bits, and reads the mantissa: a
//! rounding to nearest without a branch, which vectorises.

macro_rules! fixed_point {
    ($(#[$doc:meta])* $name:ident, $bits:literal, $limit:expr) => {
        $(#[$doc])*
        pub mod $name {
            const MAGIC: f64 = 6_755_399_441_055_744.0 / (1u64 << $bits) as f64;
            /// Largest size kept; beyond it a number is clipped. Not a number counts as it, so that it shows.
            pub const LIMIT: f64 = $limit;
            pub const UNIT: f64 = 1.0 / (1u64 << $bits) as f64;

            #[inline(always)]
            pub fn from(x: f64) -> i64 {
                // One instruction each, in this order of operands.
                let clipped = if x < LIMIT { x } else { LIMIT };
                let clipped = if clipped > -LIMIT { clipped } else { -LIMIT };
                (clipped + MAGIC).to_bits() as i64 - MAGIC.to_bits() as i64
            }

            /// Mean of `count` numbers.
            pub fn mean(sum: i128, count: u64) -> f64 {
                if count == 0 { 0.0 } else { sum as f64 * UNIT / count as f64 }
            }

            /// Adds a row of numbers to a row of sums.
            #[inline(always)]
            pub fn add_row(sums: &mut [i64], values: &[f64]) {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += from(*value);
                }
            }
        }
    };
}

fixed_point!(
    /// Shares, pressures and other numbers of the order of 1: steps of 2^-20.
    share, 20, 4_096.0
);
fixed_point!(
    /// Yearly hazards: steps of 2^-36.
    hazard, 36, 64.0
);
fixed_point!(
    /// Money and quantities a month, by actor: steps of 2^-8.
    amount, 8, 4_294_967_296.0
);

/// A quantity that is a multiple of 2^-20 and below 2^32, exactly, in those steps.
#[inline(always)]
pub fn units(x: f64) -> i64 {
    (x * 1_048_576.0) as i64
}

/// The same for sums over runs.
#[inline(always)]
pub fn quantity(x: f64) -> i128 {
    // By way of i64, which holds it: a direct cast to i128 is a slow call.
    i128::from(units(x))
}

/// Back from a sum of `quantity`.
pub fn quantity_mean(sum: i128, count: u64) -> f64 {
    share::mean(sum, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_are_rounded_to_the_nearest_step(x in -4000.0f64..4000.0) {
            let back = share::from(x) as f64 * share::UNIT;
            prop_assert!((back - x).abs() <= 0.5 * share::UNIT + 1e-12);
        }

        #[test]
        fn hazards_and_amounts_come_back(h in 0.0f64..60.0, a in 0.0f64..4e9) {
            prop_assert!((hazard::from(h) as f64 * hazard::UNIT - h).abs() <= hazard::UNIT);
            prop_assert!((amount::from(a) as f64 * amount::UNIT - a).abs() <= amount::UNIT);
        }
    }

    #[test]
    fn nothing_poisons_a_sum_unseen() {
        assert_eq!(share::from(f64::NAN), 4_096 << 20);
        assert_eq!(share::from(f64::INFINITY), 4_096 << 20);
        assert_eq!(share::from(f64::NEG_INFINITY), -(4_096 << 20));
        assert_eq!(hazard::mean(0, 0), 0.0);
    }
}
