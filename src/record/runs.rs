//! A row a run: the month of each outcome, two bytes each.

use crate::engine::codec::{damaged, expect, read_u64, write_unsigned};
use std::io::{self, Read, Write};

/// The outcome did not occur in the run.
pub const NOT_OCCURRED: u16 = u16::MAX;
/// The outcome is not counted in the run: what it is given did not occur.
pub const NOT_COUNTED: u16 = u16::MAX - 1;

/// The table of runs. Rows are sorted by run whenever they are read.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    pub outcomes: usize,
    runs: Vec<u64>,
    months: Vec<u16>,
    is_unsorted: bool,
}

impl Runs {
    pub fn new(outcomes: usize) -> Self {
        Runs {
            outcomes,
            ..Runs::default()
        }
    }

    pub fn len(&self) -> usize {
        self.runs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub fn push(&mut self, run: u64, months: &[u16]) {
        self.is_unsorted |= self.runs.last().is_some_and(|last| *last >= run);
        self.runs.push(run);
        self.months.extend_from_slice(&months[..self.outcomes]);
    }

    pub fn absorb(&mut self, other: &mut Runs) {
        if let (Some(last), Some(first)) = (self.runs.last(), other.runs.first()) {
            self.is_unsorted |= last >= first;
        }
        self.is_unsorted |= other.is_unsorted;
        self.runs.append(&mut other.runs);
        self.months.append(&mut other.months);
        other.is_unsorted = false;
    }

    /// Puts the rows in the order of runs.
    pub fn sort(&mut self) {
        if !self.is_unsorted {
            return;
        }
        let mut order: Vec<u32> = (0..self.runs.len() as u32).collect();
        order.sort_unstable_by_key(|row| self.runs[*row as usize]);
        let mut months = Vec::with_capacity(self.months.len());
        for &row in &order {
            let at = row as usize * self.outcomes;
            months.extend_from_slice(&self.months[at..at + self.outcomes]);
        }
        self.months = months;
        self.runs.sort_unstable();
        self.is_unsorted = false;
    }

    /// Rows in the order they are held: call `sort` first where order matters.
    pub fn rows(&self) -> impl Iterator<Item = (u64, &[u16])> {
        self.runs
            .iter()
            .enumerate()
            .map(|(row, run)| (*run, &self.months[row * self.outcomes..(row + 1) * self.outcomes]))
    }

    pub fn encode(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.sort();
        write_unsigned(out, self.outcomes as u128)?;
        write_unsigned(out, self.runs.len() as u128)?;
        let mut before = 0;
        for (run, months) in self.rows() {
            write_unsigned(out, u128::from(run - before))?;
            before = run;
            for month in months {
                // 0 not occurred, 1 not counted, m + 2 month m.
                write_unsigned(out, code(*month))?;
            }
        }
        Ok(())
    }

    pub fn decode(&mut self, input: &mut dyn Read, horizon: usize) -> io::Result<()> {
        expect(input, self.outcomes, "the table of runs")?;
        let rows = read_u64(input)?;
        let mut run = 0u64;
        for row in 0..rows {
            let step = read_u64(input)?;
            if row > 0 && step == 0 {
                return Err(damaged("a run stands twice"));
            }
            run = run
                .checked_add(step)
                .ok_or_else(|| damaged("a run is out of range"))?;
            self.runs.push(run);
            for _ in 0..self.outcomes {
                self.months.push(match read_u64(input)? {
                    0 => NOT_OCCURRED,
                    1 => NOT_COUNTED,
                    coded if coded < horizon as u64 + 2 => (coded - 2) as u16,
                    _ => return Err(damaged("an outcome lies beyond the horizon")),
                });
            }
        }
        Ok(())
    }
}

fn code(month: u16) -> u128 {
    match month {
        NOT_OCCURRED => 0,
        NOT_COUNTED => 1,
        month => u128::from(month) + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_merge_in_any_order_to_the_same_bytes() {
        let rows = [(3u64, [1u16, NOT_OCCURRED]), (1, [NOT_COUNTED, 5]), (2, [0, 7])];
        let mut bytes = Vec::new();
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut all = Runs::new(2);
            for row in order {
                let mut one = Runs::new(2);
                one.push(rows[row].0, &rows[row].1);
                all.absorb(&mut one);
            }
            let mut out = Vec::new();
            all.encode(&mut out).unwrap();
            bytes.push(out);
        }
        assert_eq!(bytes[0], bytes[1]);
        assert_eq!(bytes[0], bytes[2]);
        let mut back = Runs::new(2);
        back.decode(&mut bytes[0].as_slice(), 60).unwrap();
        let held: Vec<_> = back.rows().map(|(run, months)| (run, months.to_vec())).collect();
        assert_eq!(
            held,
            [
                (1, vec![NOT_COUNTED, 5]),
                (2, vec![0, 7]),
                (3, vec![1, NOT_OCCURRED])
            ]
        );
    }
}
