//! Could the war of 2022 be fed? The running balance of artillery shells of its two sides, year by year, with
//! and without what others sent. From a record of its own (`shells.csv`): later than the world it checks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const RECORD: &str = include_str!("shells.csv");

/// Low, central, high, in rounds.
type Range = [f64; 3];

/// One side at the end of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Year {
    pub year: u32,
    pub made: Range,
    pub used: Range,
    pub received: Range,
    /// Stock at the end of the year from central values, had nothing been received; below 0: missing.
    pub alone: f64,
    /// The same with what was received.
    pub helped: f64,
    /// The same at the high use and low supply of every year, and at the low use and high supply.
    pub worst: f64,
    pub best: f64,
}

/// A row of the record.
struct Row {
    side: String,
    year: u32,
    item: String,
    amount: Range,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(RECORD.as_bytes());
    let number = |row: &csv::StringRecord, at: usize| row[at].parse::<f64>().unwrap_or(f64::NAN);
    reader
        .records()
        .flatten()
        .map(|row| Row {
            side: row[0].to_owned(),
            year: row[1].parse().unwrap_or_default(),
            item: row[2].to_owned(),
            amount: [4, 5, 6].map(|at| number(&row, at)),
        })
        .collect()
}

/// The balance of a side (`aggressor`, `defender`), year by year.
pub fn balance(side: &str) -> Vec<Year> {
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.side == side).collect();
    let sum = |year: u32, item: &str| -> Range {
        rows.iter()
            .filter(|row| row.year == year && row.item == item)
            .fold([0.0; 3], |sum, row| {
                std::array::from_fn(|k| sum[k] + row.amount[k])
            })
    };
    let years: BTreeSet<u32> = rows.iter().map(|row| row.year).collect();
    let mut last = Year::default();
    years
        .into_iter()
        .map(|year| {
            let opening = sum(year, "stock");
            let (made, used, received) = (sum(year, "made"), sum(year, "used"), sum(year, "received"));
            last = Year {
                year,
                made,
                used,
                received,
                alone: last.alone + opening[1] + made[1] - used[1],
                helped: last.helped + opening[1] + made[1] - used[1] + received[1],
                worst: last.worst + opening[0] + made[0] - used[2] + received[0],
                best: last.best + opening[2] + made[2] - used[0] + received[2],
            };
            last
        })
        .collect()
}

/// Rows and sources of the record, for the page: how many rest on each.
pub fn sources() -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in csv::Reader::from_reader(RECORD.as_bytes()).records().flatten() {
        *found.entry(row[7].to_owned()).or_default() += 1;
    }
    found
}

/// The section of docs/worlds.md.
pub fn section() -> String {
    let mut text = String::from(
        "\n## Could the war be fed? Shells, 2022 to 2025\n\n\
         Artillery shells of the two sides of the war in Ukraine, million rounds (`src/study/shells.csv`: low, central, high and source of each number; \
         the central ones here). `alone` is the stock left at the end of the year had nobody sent any, `helped` with what was sent; below 0 means \
         that the use of the record was not possible. `from`, `to`: the same with help at the least and the most favourable end of every range.\n\n\
         | side | year | made | used | received | alone | helped | from | to |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for side in ["aggressor", "defender"] {
        for y in balance(side) {
            let cells = [
                y.made[1],
                y.used[1],
                y.received[1],
                y.alone,
                y.helped,
                y.worst,
                y.best,
            ]
            .map(|rounds| format!("{:.1}", rounds / 1e6))
            .join(" | ");
            let _ = writeln!(text, "| {side} | {} | {cells} |", y.year);
        }
    }
    for side in ["aggressor", "defender"] {
        let years = balance(side);
        let dry = years.iter().find(|y| y.alone < 0.0).map(|y| y.year);
        let help: f64 = years.iter().map(|y| y.received[1]).sum();
        let use_all: f64 = years.iter().map(|y| y.used[1]).sum();
        let _ = match dry {
            Some(year) => writeln!(
                text,
                "\nAlone the {side} runs dry in {year}; {:.0} % of what it used in the four years came from others.",
                100.0 * help / use_all
            ),
            None => writeln!(text, "\nAlone the {side} does not run dry."),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_whole_and_ordered() {
        let rows = rows();
        assert_eq!(rows.len(), RECORD.lines().count() - 1);
        for row in &rows {
            let [low, central, high] = row.amount;
            assert!(
                0.0 < low && low <= central && central <= high,
                "{} {}",
                row.year,
                row.item
            );
            assert!(["stock", "made", "used", "received"].contains(&row.item.as_str()));
        }
        assert!(sources().keys().all(|source| source.len() > 10));
    }

    #[test]
    fn the_balance_adds_up_by_hand() {
        let years = balance("aggressor");
        // 14 + 1 - 12 = 3 million; then 3 + 2 - 6 = -1 alone, + 2.5 + 1.55 with help.
        assert_eq!(years[0].alone, 3e6);
        assert_eq!(years[1].alone, -1e6);
        assert_eq!(years[0].helped, 5.5e6);
        assert_eq!(years[1].helped, 3.05e6);
        assert_eq!(years[0].worst, 7e6 + 0.4e6 - 16e6 + 2e6);
        assert_eq!(years[0].best, 20e6 + 2e6 - 9e6 + 3e6);
    }
}
