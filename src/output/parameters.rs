//! `parameters.csv`: a row a draw, at most 64 factors. Values are drawn anew from their keys, so
//! nothing of them is kept in memory.

use super::table::Table;
use super::write::Results;
use crate::engine::RUNS_PER_DRAW;
use crate::random::{Family, Key};
use crate::scenario::Scenario;
use crate::scenario::parameters::PARAMETERS;
use crate::scenario::ranged::Ranged;
use std::io::{self, Write};

/// Most factors written.
pub const MOST_FACTORS: usize = 64;

/// Parameters that vary over draws: 64 at most, those nearest to commitment first (alignment, then
/// perception, war, sanctions, market, needs), each section in the order of the table.
pub fn factors(scenario: &Scenario) -> Vec<(&'static str, Ranged)> {
    let mut factors: Vec<(&'static str, &'static str, Ranged)> = PARAMETERS
        .iter()
        .zip(&scenario.parameters)
        .filter(|(_, number)| !number.is_fixed())
        .map(|(spec, number)| {
            (
                spec.equation.split('.').next().unwrap_or_default(),
                spec.id,
                *number,
            )
        })
        .collect();
    factors.sort_by(|a, b| b.0.cmp(a.0));
    factors
        .into_iter()
        .map(|(_, id, number)| (id, number))
        .take(MOST_FACTORS)
        .collect()
}

/// The value of a factor in a draw: the same bits as in the world of that draw.
pub fn value(number: &Ranged, seed: u64, draw: u64) -> f64 {
    number.at(Key::new(seed, draw, Family::Parameters).uniform(number.stream))
}

pub fn parameters(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let factors = factors(results.scenario);
    let ids = factors.iter().map(|(id, _)| *id);
    let mut table = Table::new(out, ["draw"].into_iter().chain(ids))?;
    for &(first, last) in &results.ranges {
        for draw in first / RUNS_PER_DRAW..last.div_ceil(RUNS_PER_DRAW) {
            table.count(draw)?;
            for (_, number) in &factors {
                table.number(value(number, results.header.seed, draw))?;
            }
            table.end()?;
        }
    }
    table.finish()
}
