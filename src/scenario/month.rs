//! Calendar months.

use std::fmt;

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// Reads `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4
            || month.len() != 2
            || !(year.to_owned() + month).bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
        (1..=12).contains(&month).then_some(Month(year * 12 + month - 1))
    }

    pub fn plus(self, months: usize) -> Month {
        Month(self.0 + months as i32)
    }

    /// Months from `start` to this month; negative if before.
    pub fn since(self, start: Month) -> i32 {
        self.0 - start.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_back_as_written() {
        for text in ["2026-07", "1999-12", "2030-01"] {
            assert_eq!(Month::parse(text).map(|m| m.to_string()).as_deref(), Some(text));
        }
        for text in ["2026-13", "2026-00", "26-01", "2026-7", "2026", "+026-01"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
