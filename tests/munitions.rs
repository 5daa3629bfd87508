//! What the worlds say that makers of arms can make in a year, beside what has been announced or published
//! (shells have a running balance of their own). Only figures that somebody has published stand in the table.

use sim::scenario::source::builtin;
use std::collections::BTreeMap;

/// How far the world's central number may lie outside what was published.
const FACTOR: f64 = 2.0;
const MONTHS: f64 = 12.0;

#[test]
fn what_is_made_in_a_year_is_within_a_factor_of_two_of_what_was_published() {
    let table = include_str!("munitions.csv");
    let mut capacity = BTreeMap::new();
    for world in ["2022-01", "2026-07"] {
        let text = builtin::text(&format!("worlds/{world}/holdings.csv")).expect("a shipped table");
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: BTreeMap<String, String> = row.expect("a row");
            if row["measure"] == "capacity" {
                let central: f64 = row["central"].parse().expect("a number");
                capacity.insert(
                    (world.to_owned(), row["actor"].clone(), row["good"].clone()),
                    central,
                );
            }
        }
    }
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let row: BTreeMap<String, String> = row.expect("a row");
        let key = (row["world"].clone(), row["actor"].clone(), row["good"].clone());
        let year = MONTHS * capacity[&key];
        let bound = |column: &str| row[column].parse::<f64>().expect("a number");
        assert!(
            (bound("low") / FACTOR..=bound("high") * FACTOR).contains(&year),
            "{key:?}: {year} a year in the world; {}",
            row["source"]
        );
    }
}
