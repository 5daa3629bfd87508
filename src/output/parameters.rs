//! `parameters.csv`: a row a draw, at most 64 factors. Values are drawn anew from their keys, so
//! nothing of them is kept in memory.

use super::table::Table;
use super::write::Results;
use crate::engine::RUNS_PER_DRAW;
use crate::random::{Family, Key};
use crate::scenario::Scenario;
use crate::scenario::parameters::PARAMETERS;
use std::io::{self, Write};

/// Most factors written.
pub const MOST_FACTORS: usize = 64;

/// Parameters that vary over draws: 64 at most, those nearest to commitment first (alignment, then
/// perception, war, sanctions, market, needs), each section in the order of the table.
pub fn factors(scenario: &Scenario) -> Vec<usize> {
    let mut factors: Vec<usize> = (0..PARAMETERS.len())
        .filter(|place| !scenario.parameters[*place].is_fixed())
        .collect();
    let section = |place: usize| PARAMETERS[place].equation.split('.').next().unwrap_or_default();
    factors.sort_by(|a, b| section(*b).cmp(section(*a)));
    factors.truncate(MOST_FACTORS);
    factors
}

/// The value of the parameter at `place` in a draw: the same bits as in the world of that draw.
pub fn value(scenario: &Scenario, place: usize, seed: u64, draw: u64) -> f64 {
    let given = scenario
        .posterior
        .as_ref()
        .and_then(|p| p.value(place, seed, draw));
    given.unwrap_or_else(|| {
        let number = &scenario.parameters[place];
        number.at(Key::new(seed, draw, Family::Parameters).uniform(number.stream))
    })
}

pub fn parameters(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let factors = factors(results.scenario);
    let ids = factors.iter().map(|place| PARAMETERS[*place].id);
    let mut table = Table::new(out, ["draw"].into_iter().chain(ids))?;
    for &(first, last) in &results.ranges {
        for draw in first / RUNS_PER_DRAW..last.div_ceil(RUNS_PER_DRAW) {
            table.count(draw)?;
            for place in &factors {
                table.number(value(results.scenario, *place, results.header.seed, draw))?;
            }
            table.end()?;
        }
    }
    table.finish()
}
