//! Intervals of means over few values that hang together: clusters are drawn anew, whole.

use crate::random::{Family, Key, entity_hash};
use rand::Rng;

/// Resamples of an interval.
pub const RESAMPLES: u64 = 2_000;
/// Fewer clusters say nothing of how far their mean might be off (assumed).
pub const LEAST_CLUSTERS: usize = 5;
/// Shares of the resampled means below and above the interval.
pub const TAIL: f64 = 0.05;

/// 5 and 95 % points of the mean of `values` when the clusters they belong to are drawn with replacement; nothing with too few
/// clusters. The draws depend on the number of clusters alone, so values of the same clusters are resampled alike.
pub fn interval(values: &[f64], cluster_of: &[usize]) -> Option<[f64; 2]> {
    let mut names: Vec<usize> = cluster_of.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < LEAST_CLUSTERS {
        return None;
    }
    let mut sums = vec![(0.0, 0.0); names.len()];
    for (value, cluster) in values.iter().zip(cluster_of) {
        let (sum, count) = &mut sums[names.partition_point(|name| name < cluster)];
        *sum += value;
        *count += 1.0;
    }
    let stream = entity_hash("clustered-bootstrap", &[], true);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|index| {
            let mut generator = Key::new(0, index, Family::Resampling).stream(stream);
            let (mut sum, mut count) = (0.0, 0.0);
            for _ in 0..sums.len() {
                let chosen = (u64::from(generator.next_u32()) * sums.len() as u64) >> 32;
                sum += sums[chosen as usize].0;
                count += sums[chosen as usize].1;
            }
            sum / count
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means[((means.len() - 1) as f64 * share) as usize];
    Some([at(TAIL), at(1.0 - TAIL)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_single_values_is_that_of_the_mean() {
        // 40 values of variance 1/4: the mean has a standard error of 0.079, 5 and 95 % lie 1.645 of them away.
        let values: Vec<f64> = (0..40).map(|i| f64::from(i % 2)).collect();
        let alone: Vec<usize> = (0..40).collect();
        let [low, high] = interval(&values, &alone).expect("enough");
        assert!(
            (low - 0.37).abs() < 0.03 && (high - 0.63).abs() < 0.03,
            "{low} {high}"
        );
    }

    #[test]
    fn values_that_hang_together_say_less() {
        let values: Vec<f64> = (0..40).map(|i| f64::from(i / 4) / 9.0).collect();
        let fours: Vec<usize> = (0..40).map(|i| i / 4).collect();
        let alone: Vec<usize> = (0..40).collect();
        let width = |clusters: &[usize]| {
            let [low, high] = interval(&values, clusters).expect("enough");
            high - low
        };
        // Ten clusters instead of forty values: twice as wide.
        let ratio = width(&fours) / width(&alone);
        assert!((1.7..2.4).contains(&ratio), "{ratio}");
    }

    #[test]
    fn what_every_resample_shares_has_no_width_and_few_clusters_no_interval() {
        let clusters = [9, 9, 4, 2, 7, 5];
        assert_eq!(interval(&[0.25; 6], &clusters), Some([0.25, 0.25]));
        assert_eq!(interval(&[1.0, 0.0, 1.0, 0.0], &[0, 1, 2, 3]), None);
    }
}
