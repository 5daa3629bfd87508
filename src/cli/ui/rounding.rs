//! Numbers for people: digits stop where the error does. Files carry full digits.

/// A probability as a percentage, with as many digits as its standard error supports.
pub fn percent(probability: f64, error: f64) -> String {
    let digits = if error >= 0.005 {
        0
    } else if error >= 0.0005 {
        1
    } else {
        2
    };
    if probability == 0.0 && error == 0.0 {
        return "0 %".into();
    }
    let smallest = [0.01, 0.001, 0.0001][digits];
    // Half of the last digit rounds to an even one, so it would read as nothing.
    if probability > 0.0 && probability <= smallest / 2.0 {
        return format!("<{:.digits$} %", smallest * 100.0);
    }
    format!("{:.digits$} %", probability * 100.0)
}

/// A standard error as percentage points.
pub fn error_points(error: f64) -> String {
    match error * 100.0 {
        e if e >= 1.0 => format!("± {e:.0}"),
        e if e >= 0.1 => format!("± {e:.1}"),
        e => format!("± {e:.2}"),
    }
}

/// A factor such as "3 x" or "1/4 x".
pub fn factor(value: f64) -> String {
    if !value.is_finite() || value <= 0.0 {
        return "-".into();
    }
    if value >= 10.0 {
        format!("{value:.0} x")
    } else if value >= 0.67 {
        format!("{value:.1} x")
    } else {
        format!("1/{:.0} x", 1.0 / value)
    }
}

/// Thousands separated, for counts.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stop_where_the_error_does() {
        assert_eq!(percent(0.1234, 0.02), "12 %");
        assert_eq!(percent(0.1234, 0.001), "12.3 %");
        assert_eq!(percent(0.1234, 0.0001), "12.34 %");
        assert_eq!(percent(0.0002, 0.001), "<0.1 %");
        assert_eq!(percent(0.0, 0.001), "0.0 %");
        // What is not nothing never reads as nothing.
        assert_eq!(percent(0.005, 0.005), "<1 %");
        assert_eq!(percent(0.0005, 0.0005), "<0.1 %");
        assert_eq!(percent(0.006, 0.005), "1 %");
    }

    #[test]
    fn factors_and_counts_read_well() {
        assert_eq!(factor(12.4), "12 x");
        assert_eq!(factor(0.25), "1/4 x");
        assert_eq!(factor(0.7), "0.7 x");
        assert_eq!(factor(f64::INFINITY), "-");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
    }
}
