//! Quantiles from counts in equal bins over [0, 1].

/// The value below which a share `p` lies, linear within a bin; `None` without counts.
pub fn quantile(bins: &[u32], p: f64) -> Option<f64> {
    let total: u64 = bins.iter().map(|count| u64::from(*count)).sum();
    if total == 0 {
        return None;
    }
    let wanted = p * total as f64;
    let mut below = 0.0;
    for (bin, &count) in bins.iter().enumerate() {
        let count = f64::from(count);
        if count > 0.0 && below + count >= wanted {
            let inside = ((wanted - below) / count).clamp(0.0, 1.0);
            return Some((bin as f64 + inside) / bins.len() as f64);
        }
        below += count;
    }
    Some(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_two_full_bins() {
        assert_eq!(quantile(&[10, 10], 0.5), Some(0.5));
        assert_eq!(quantile(&[10, 10], 0.25), Some(0.25));
        assert_eq!(quantile(&[0, 10, 0, 0], 1.0), Some(0.5));
        assert_eq!(quantile(&[0, 0], 0.5), None);
    }
}
