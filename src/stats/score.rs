//! Scores of probabilities against what happened.

use crate::random::maths::ln;

/// A probability and what happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub probability: f64,
    pub observed: bool,
}

/// Mean squared error (Brier 1950): 0 is best, 0.25 is what a coin earns.
pub fn brier(forecasts: &[Forecast]) -> f64 {
    mean(forecasts, brier_of)
}

/// What one forecast adds to the Brier score.
pub fn brier_of(forecast: &Forecast) -> f64 {
    let miss = forecast.probability - f64::from(u8::from(forecast.observed));
    miss * miss
}

/// Mean -ln of the probability given to what happened (Good 1952), in nats. A probability from `runs` runs
/// cannot be told from 0.5 / runs: the bounds say so, and keep a miss finite.
pub fn log_score(forecasts: &[Forecast], bound: f64) -> f64 {
    mean(forecasts, |f| log_of(f, bound))
}

/// What one forecast adds to the log score.
pub fn log_of(forecast: &Forecast, bound: f64) -> f64 {
    let p = forecast.probability.clamp(bound, 1.0 - bound);
    -ln(if forecast.observed { p } else { 1.0 - p })
}

fn mean(forecasts: &[Forecast], of: impl Fn(&Forecast) -> f64) -> f64 {
    if forecasts.is_empty() {
        return 0.0;
    }
    forecasts.iter().map(of).sum::<f64>() / forecasts.len() as f64
}

/// One bin of a reliability diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    pub from: f64,
    pub to: f64,
    pub count: usize,
    pub mean_probability: f64,
    pub share_observed: f64,
}

/// Five bins of equal width; empty ones are left out.
pub fn reliability(forecasts: &[Forecast]) -> Vec<Reliability> {
    const BINS: usize = 5;
    (0..BINS)
        .filter_map(|bin| {
            let inside: Vec<Forecast> = forecasts
                .iter()
                .copied()
                .filter(|f| ((f.probability * BINS as f64) as usize).min(BINS - 1) == bin)
                .collect();
            (!inside.is_empty()).then(|| Reliability {
                from: bin as f64 / BINS as f64,
                to: (bin + 1) as f64 / BINS as f64,
                count: inside.len(),
                mean_probability: mean(&inside, |f| f.probability),
                share_observed: mean(&inside, |f| f64::from(u8::from(f.observed))),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(probability: f64, observed: bool) -> Forecast {
        Forecast {
            probability,
            observed,
        }
    }

    #[test]
    fn scores_match_hand_worked_values() {
        let forecasts = [forecast(0.8, true), forecast(0.3, false)];
        // (0.2^2 + 0.3^2) / 2 = 0.065; -(ln 0.8 + ln 0.7) / 2 = 0.28991.
        assert!((brier(&forecasts) - 0.065).abs() < 1e-12);
        assert!((log_score(&forecasts, 1e-6) - 0.289_909).abs() < 1e-5);
    }

    #[test]
    fn a_certain_miss_costs_much_but_not_everything() {
        let score = log_score(&[forecast(0.0, true)], 0.5 / 1_000.0);
        assert!(score.is_finite() && score > 7.0);
    }

    #[test]
    fn bins_hold_every_forecast_once() {
        let forecasts = [0.0, 0.19, 0.2, 0.5, 0.99, 1.0].map(|p| forecast(p, p > 0.4));
        assert_eq!(
            reliability(&forecasts).iter().map(|bin| bin.count).sum::<usize>(),
            6
        );
    }
}
