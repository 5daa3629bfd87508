//! Little linear algebra: dense and small, sums in a fixed order.

use crate::random::maths::{ln, sqrt};

/// Lower triangle L of a symmetric positive matrix, L L' = A, in place; false if it is not positive.
pub fn factorise(matrix: &mut [f64], n: usize) -> bool {
    for row in 0..n {
        for column in 0..=row {
            let mut sum = matrix[row * n + column];
            for k in 0..column {
                sum -= matrix[row * n + k] * matrix[column * n + k];
            }
            if row == column {
                if sum <= 0.0 {
                    return false;
                }
                matrix[row * n + row] = sqrt(sum);
            } else {
                matrix[row * n + column] = sum / matrix[column * n + column];
            }
        }
    }
    true
}

/// Log density of a normal vector with covariance L L' at a distance from its mean, without the constant.
pub fn log_density(triangle: &[f64], distance: &[f64]) -> f64 {
    let n = distance.len();
    let mut solved = vec![0.0; n];
    let mut log = 0.0;
    for row in 0..n {
        let mut rest = distance[row];
        for k in 0..row {
            rest -= triangle[row * n + k] * solved[k];
        }
        solved[row] = rest / triangle[row * n + row];
        log -= 0.5 * solved[row] * solved[row] + ln(triangle[row * n + row]);
    }
    log
}

/// Mean and unbiased variance.
pub fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (mut count, mut sum) = (0.0, 0.0);
    for value in values.clone() {
        count += 1.0;
        sum += value;
    }
    if count == 0.0 {
        return (0.0, 0.0);
    }
    let mean = sum / count;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (mean, if count > 1.0 { squares / (count - 1.0) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_density_is_that_of_the_formula() {
        // Covariance [[4, 2], [2, 3]]: determinant 8, inverse [[3, -2], [-2, 4]] / 8; at (1, 2): form (3 - 8 + 16) / 8.
        let mut matrix = vec![4.0, 2.0, 2.0, 3.0];
        assert!(factorise(&mut matrix, 2));
        let expected = -0.5 * 11.0 / 8.0 - 0.5 * ln(8.0);
        assert!((log_density(&matrix, &[1.0, 2.0]) - expected).abs() < 1e-12);
        assert!(!factorise(&mut [1.0, 2.0, 2.0, 1.0], 2));
    }

    #[test]
    fn moments_are_mean_and_unbiased_variance() {
        assert_eq!(moments([1.0, 2.0, 6.0].into_iter()), (3.0, 7.0));
        assert_eq!(moments(std::iter::once(5.0)), (5.0, 0.0));
    }
}
