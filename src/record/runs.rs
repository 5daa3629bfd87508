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
            for alike in months.chunk_by(|a, b| a == b) {
                write_alike(out, alike[0], alike.len())?;
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
            let mut left = self.outcomes;
            while left > 0 {
                let (month, times) = read_alike(input, horizon)?;
                if times > left {
                    return Err(damaged("a run has more outcomes than the scenario"));
                }
                self.months.extend(std::iter::repeat_n(month, times));
                left -= times;
            }
        }
        Ok(())
    }
}

/// Outcomes in a row with the same month. Most did not occur or are not counted, side by side: those take one
/// code and how many follow; a month, which seldom stands twice, is written each time.
fn write_alike(out: &mut dyn Write, month: u16, times: usize) -> io::Result<()> {
    if month >= NOT_COUNTED {
        write_unsigned(out, code(month))?;
        return write_unsigned(out, times as u128 - 1);
    }
    (0..times).try_for_each(|_| write_unsigned(out, code(month)))
}

fn read_alike(input: &mut dyn Read, horizon: usize) -> io::Result<(u16, usize)> {
    let month = match read_u64(input)? {
        0 => NOT_OCCURRED,
        1 => NOT_COUNTED,
        coded if coded < horizon as u64 + 2 => return Ok(((coded - 2) as u16, 1)),
        _ => return Err(damaged("an outcome lies beyond the horizon")),
    };
    Ok((month, (read_u64(input)? as usize).saturating_add(1)))
}

/// 0 not occurred, 1 not counted, m + 2 month m.
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

    #[test]
    fn what_does_not_occur_takes_two_bytes_however_many() {
        let mut all = Runs::new(40);
        let mut months = [NOT_OCCURRED; 40];
        months[30..].fill(NOT_COUNTED);
        months[7..9].fill(3);
        all.push(5, &months);
        let mut bytes = Vec::new();
        all.encode(&mut bytes).unwrap();
        // Outcomes, rows, run; 7 not occurred (2), two months (2), 21 not occurred (2), 10 not counted (2).
        assert_eq!(bytes.len(), 3 + 8);
        let mut back = Runs::new(40);
        back.decode(&mut bytes.as_slice(), 60).unwrap();
        assert_eq!(back.rows().next().unwrap(), (5, &months[..]));
        // One outcome more than there are.
        bytes[10] += 1;
        assert!(Runs::new(40).decode(&mut bytes.as_slice(), 60).is_err());
    }
}
