//! Numbers known within bounds (docs/odd.md, uncertainty).

use crate::random::{maths, quantile};

/// On which scale the two halves of the distribution are normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Any real number.
    Linear,
    /// Amounts: positive; falls back to linear, clipped at 0, when the low point is 0.
    Log,
    /// Shares in [0, 1]; falls back to linear, clipped to [0, 1], at the ends.
    Logit,
}

/// A two-piece distribution given by its 5, 50 and 95 % points, owning one random stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranged {
    pub low: f64,
    pub central: f64,
    pub high: f64,
    pub scale: Scale,
    /// Random stream: the hash of the cell's name, or of its `prior_group`.
    pub stream: u64,
}

impl Ranged {
    /// A number without uncertainty.
    pub fn fixed(value: f64) -> Self {
        Ranged {
            low: value,
            central: value,
            high: value,
            scale: Scale::Linear,
            stream: 0,
        }
    }

    pub fn is_fixed(&self) -> bool {
        self.low == self.high
    }

    /// The value at uniform `u` in (0, 1).
    pub fn at(&self, u: f64) -> f64 {
        if self.is_fixed() {
            return self.central;
        }
        self.at_score(quantile::normal(u))
    }

    /// The value at a standard normal score.
    pub fn at_score(&self, score: f64) -> f64 {
        if self.is_fixed() {
            return self.central;
        }
        let z = (score / quantile::Z95).clamp(-2.0, 2.0);
        let piece = |low: f64, central: f64, high: f64| {
            central + z * if z < 0.0 { central - low } else { high - central }
        };
        match self.scale {
            Scale::Linear => piece(self.low, self.central, self.high),
            Scale::Log if self.low > 0.0 => maths::exp(piece(
                maths::ln(self.low),
                maths::ln(self.central),
                maths::ln(self.high),
            )),
            Scale::Log => piece(self.low, self.central, self.high).max(0.0),
            Scale::Logit if self.low > 0.0 && self.high < 1.0 => maths::logistic(piece(
                maths::logit(self.low),
                maths::logit(self.central),
                maths::logit(self.high),
            )),
            Scale::Logit => piece(self.low, self.central, self.high).clamp(0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_points_are_the_quantiles() {
        for scale in [Scale::Linear, Scale::Log, Scale::Logit] {
            let number = Ranged {
                low: 0.1,
                central: 0.3,
                high: 0.8,
                scale,
                stream: 1,
            };
            for (u, value) in [(0.05, 0.1), (0.5, 0.3), (0.95, 0.8)] {
                assert!(
                    (number.at(u) - value).abs() < 1e-9,
                    "{scale:?} {u} {}",
                    number.at(u)
                );
            }
        }
    }

    #[test]
    fn amounts_never_turn_negative_and_shares_stay_shares() {
        for u in [1e-9, 0.001, 0.999, 1.0 - 1e-9] {
            assert!(
                Ranged {
                    low: 0.0,
                    central: 1.0,
                    high: 9.0,
                    scale: Scale::Log,
                    stream: 1
                }
                .at(u)
                    >= 0.0
            );
            let share = Ranged {
                low: 0.0,
                central: 0.5,
                high: 1.0,
                scale: Scale::Logit,
                stream: 1,
            }
            .at(u);
            assert!((0.0..=1.0).contains(&share));
        }
    }
}
