//! The parameter band: how far P(outcome | parameters) ranges over the parameter draws.

use super::{Draw, beta};

/// Below this many draws the band is not told.
pub const FEWEST_DRAWS: usize = 50;

/// 5 to 95 % of P(outcome | parameters), from a beta distribution fitted by moments to the hits of the
/// draws (luck within draws taken out). Always holds the pooled share itself. With no hit at all (or
/// nothing but hits) the far end is the 95 % point of the rate that such a count still allows.
pub fn parameter_band(draws: &[Draw]) -> Option<(f64, f64)> {
    let used = draws.iter().filter(|draw| draw.runs > 0).count();
    if used < FEWEST_DRAWS {
        return None;
    }
    let runs: u64 = draws.iter().map(|draw| u64::from(draw.runs)).sum();
    let hits: u64 = draws.iter().map(|draw| u64::from(draw.hits)).sum();
    if hits == 0 {
        return Some((0.0, beta::quantile(0.95, 1.0, runs as f64 + 1.0)));
    }
    if hits == runs {
        return Some((beta::quantile(0.05, runs as f64 + 1.0, 1.0), 1.0));
    }
    let p = hits as f64 / runs as f64;
    let rho = correlation(draws, p);
    if rho <= 0.0 {
        return Some((p, p));
    }
    let size = 1.0 / rho - 1.0;
    let (a, b) = (p * size, (1.0 - p) * size);
    Some((
        beta::quantile(0.05, a, b).min(p),
        beta::quantile(0.95, a, b).max(p),
    ))
}

/// Correlation of two runs of one draw: moments of the beta-binomial with unequal numbers of runs
/// (Kleinman 1973, weights = runs). Between 0 and 0.999.
pub fn correlation(draws: &[Draw], p: f64) -> f64 {
    let used: Vec<&Draw> = draws.iter().filter(|draw| draw.runs > 0).collect();
    let runs: f64 = used.iter().map(|draw| f64::from(draw.runs)).sum();
    let squares: f64 = used
        .iter()
        .map(|draw| f64::from(draw.runs) * f64::from(draw.runs))
        .sum();
    let spread: f64 = used
        .iter()
        .map(|draw| {
            let off = f64::from(draw.hits) / f64::from(draw.runs) - p;
            f64::from(draw.runs) * off * off
        })
        .sum();
    let free = used.len() as f64 - 1.0;
    let scale = runs - squares / runs - free;
    if scale <= 0.0 || p <= 0.0 || p >= 1.0 {
        return 0.0;
    }
    ((spread / (p * (1.0 - p)) - free) / scale).clamp(0.0, 0.999)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_draws_have_no_band() {
        assert_eq!(parameter_band(&[Draw { hits: 1, runs: 8 }; 49]), None);
        assert!(parameter_band(&[Draw { hits: 1, runs: 8 }; 50]).is_some());
    }

    #[test]
    fn draws_that_agree_have_a_band_of_no_width() {
        assert_eq!(
            parameter_band(&[Draw { hits: 2, runs: 8 }; 100]),
            Some((0.25, 0.25))
        );
    }

    #[test]
    fn draws_that_are_all_or_nothing_span_everything() {
        let draws: Vec<Draw> = (0..200)
            .map(|d| Draw {
                hits: if d % 2 == 0 { 8 } else { 0 },
                runs: 8,
            })
            .collect();
        let (low, high) = parameter_band(&draws).unwrap();
        assert!(low < 0.01 && high > 0.99, "{low} {high}");
    }

    #[test]
    fn a_known_beta_is_found_again() {
        // Beta(2, 6): 5 and 95 % points 0.0534 and 0.5207 (tables).
        use crate::random::{Family, Key, entity_hash};
        let draws: Vec<Draw> = (0..20_000u64)
            .map(|d| {
                let key = Key::new(1, d, Family::Resampling);
                let p = beta::quantile(key.uniform(entity_hash("p", &[], true)), 2.0, 6.0);
                let hits = (0..8)
                    .filter(|r| key.uniform(entity_hash("r", &[&r.to_string()], true)) < p)
                    .count();
                Draw {
                    hits: hits as u32,
                    runs: 8,
                }
            })
            .collect();
        let (low, high) = parameter_band(&draws).unwrap();
        assert!(
            (low - 0.0534).abs() < 0.006 && (high - 0.5207).abs() < 0.02,
            "{low} {high}"
        );
    }

    #[test]
    fn no_hits_still_allow_a_little() {
        let (low, high) = parameter_band(&[Draw { hits: 0, runs: 8 }; 100]).unwrap();
        assert_eq!(low, 0.0);
        assert!((high - 3.0 / 800.0).abs() < 1e-4, "{high}");
    }
}
