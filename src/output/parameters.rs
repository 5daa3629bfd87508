//! `parameters.csv`: a row a draw, at most 64 factors. Values are drawn anew from their keys, so
//! nothing of them is kept in memory.

use super::table::Table;
use super::write::Results;
use crate::engine::RUNS_PER_DRAW;
use crate::random::{Family, Key};
use crate::scenario::Scenario;
use crate::scenario::parameters::{PARAMETERS, parameter_index};
use crate::scenario::source::builtin;
use std::cmp::Reverse;
use std::io::{self, Write};

/// Most factors written.
pub const MOST_FACTORS: usize = 64;

/// Parameters that vary over draws, 64 at most. First those that the record is known to feel: the scenario's posterior holds
/// them, or without one the shipped posterior, whose screening found them. Then those nearest to commitment (alignment, then
/// perception, war, sanctions, market, needs), each section in the order of the table.
pub fn factors(scenario: &Scenario) -> Vec<usize> {
    let felt = match &scenario.posterior {
        Some(posterior) => posterior.columns.clone(),
        None => screened(),
    };
    let mut factors: Vec<usize> = (0..PARAMETERS.len())
        .filter(|place| !scenario.parameters[*place].is_fixed())
        .collect();
    let section = |place: usize| PARAMETERS[place].equation.split('.').next().unwrap_or_default();
    factors.sort_by_key(|place| (!felt.contains(place), Reverse(section(*place))));
    factors.truncate(MOST_FACTORS);
    factors
}

/// The columns of the shipped posterior, which are the parameters that its screening found to move the record.
fn screened() -> Vec<usize> {
    let text = builtin::text("posteriors/hindcast-2022").unwrap_or_default();
    let header = text.lines().find(|line| !line.starts_with('#'));
    let ids = header.unwrap_or_default().split(',');
    ids.filter_map(parameter_index).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Files, Overrides};

    #[test]
    fn of_too_many_parameters_those_the_record_feels_come_first() {
        let (scenario, _) = Scenario::load("builtin:taiwan", &Files, &Overrides::default()).unwrap();
        let (felt, chosen) = (screened(), factors(&scenario));
        assert!(!felt.is_empty());
        assert_eq!(chosen.len(), MOST_FACTORS);
        assert!(chosen.iter().all(|place| !scenario.parameters[*place].is_fixed()));
        let varying = felt
            .iter()
            .filter(|place| !scenario.parameters[**place].is_fixed())
            .count();
        assert!(chosen[..varying].iter().all(|place| felt.contains(place)));
        let mut once = chosen.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), chosen.len());
    }
}
