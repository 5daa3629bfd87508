//! Measures over the whole cast: how often states commit at all, which pairs, and which should not.

use crate::random::maths::{probability_of_hazard, sqrt};
use crate::record::Record;
use crate::record::fixed::hazard;
use crate::scenario::Scenario;

/// Bilateral defence pacts a dyad-year between any two states of the record: 0.9 per 1,000 before
/// 1989, 0.2 since; centre of the prior (model design, alignment, priors).
pub const BASE_PACT_RATE: f64 = 0.000_6;
/// Range of pacts per 1,000 dyad-years outside which a run warns.
pub const PLAUSIBLE_PER_1000: (f64, f64) = (0.1, 1.5);

/// New bilateral defence pacts over the whole cast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cast {
    /// Years of pairs of states below a defence pact, over all runs.
    pub dyad_years: f64,
    /// Pacts signed by pairs, counted.
    pub pacts: u64,
    pub per_1000_counted: f64,
    /// The same from integrated hazards: less noise.
    pub per_1000_hazard: f64,
}

impl Cast {
    pub fn is_plausible(&self) -> bool {
        (PLAUSIBLE_PER_1000.0..=PLAUSIBLE_PER_1000.1).contains(&self.per_1000_hazard)
    }
}

pub fn cast(record: &Record) -> Cast {
    let (mut months, mut pacts, mut hazards) = (0i128, 0u64, 0i128);
    for (pair, is_state) in record.layout.is_state_pair.iter().enumerate() {
        if *is_state {
            months += i128::from(record.pairs.exposed_months[pair]);
            pacts += u64::from(record.pairs.bilateral_defence[pair]);
            hazards += i128::from(record.pairs.integrated_hazard[pair]);
        }
    }
    let dyad_years = months as f64 / 12.0;
    let per_1000 = |events: f64| {
        if dyad_years > 0.0 {
            1_000.0 * events / dyad_years
        } else {
            0.0
        }
    };
    Cast {
        dyad_years,
        pacts,
        per_1000_counted: per_1000(pacts as f64),
        per_1000_hazard: per_1000(hazards as f64 * hazard::UNIT),
    }
}

/// A pair's chance of a new defence tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairChance {
    pub pair: usize,
    pub a: usize,
    pub b: usize,
    /// Runs that began without a defence tie, and those of them that came to have one (any channel).
    pub runs: u64,
    pub hits: u64,
    /// Share of the former.
    pub new_defence: f64,
    /// Mean integrated hazard of a bilateral pact over the run.
    pub integrated_hazard: f64,
    /// Share of months as enemies.
    pub enemies: f64,
    /// Chance at the base rate over the same exposure.
    pub base: f64,
    /// Enemies most of the time, and likelier than the base rate: by its bilateral hazard, or counted over all channels
    /// beyond two standard errors.
    pub is_suspect: bool,
}

/// Every pair of states, likeliest first; ties in the order of pairs.
pub fn pairs(scenario: &Scenario, record: &Record) -> Vec<PairChance> {
    let runs = record.runs.len() as u64;
    let layout = &record.layout;
    let mut chances: Vec<PairChance> = scenario
        .dyads
        .iter()
        .enumerate()
        .filter(|(pair, _)| layout.is_state_pair[*pair])
        .map(|(pair, dyad)| {
            let counts = &record.pairs;
            let without = runs.saturating_sub(u64::from(counts.defence_at_start[pair]));
            let hits = u64::from(counts.new_defence[pair]);
            let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
            let new_defence = share(hits as f64, without as f64);
            let exposure = share(counts.exposed_months[pair] as f64 / 12.0, runs as f64);
            let enemies = share(
                counts.enemy_months[pair] as f64,
                (runs * layout.months as u64) as f64,
            );
            let integrated_hazard = hazard::mean(i128::from(counts.integrated_hazard[pair]), runs);
            let base = probability_of_hazard(BASE_PACT_RATE * exposure);
            // By whatever channel: joining and founding have no hazard of their own here, so two errors are allowed for.
            let error = share(new_defence * (1.0 - new_defence), without as f64);
            let is_likelier =
                integrated_hazard > BASE_PACT_RATE * exposure || new_defence - 2.0 * sqrt(error) > base;
            PairChance {
                pair,
                a: dyad.first,
                b: dyad.second,
                runs: without,
                hits,
                new_defence,
                integrated_hazard,
                enemies,
                base,
                is_suspect: enemies > 0.5 && is_likelier,
            }
        })
        .collect();
    chances.sort_by(|x, y| {
        let key = |chance: &PairChance| {
            chance
                .new_defence
                .max(probability_of_hazard(chance.integrated_hazard))
        };
        key(y).total_cmp(&key(x)).then(x.pair.cmp(&y.pair))
    });
    chances
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::testing::{ensemble, scenario};

    #[test]
    fn pacts_are_counted_per_thousand_years_of_pairs_without_one() {
        let scenario = scenario(12);
        let mut record = ensemble(&scenario, 1, 0..8, 1).records;
        let pairs = record.layout.pairs;
        record.pairs.exposed_months.fill(0);
        record.pairs.bilateral_defence.fill(0);
        record.pairs.integrated_hazard.fill(0);
        record.pairs.exposed_months[0] = 12 * 2_000;
        record.pairs.bilateral_defence[0] = 3;
        record.pairs.integrated_hazard[pairs - 1] = hazard::from(1.0);
        let cast = cast(&record);
        assert_eq!((cast.dyad_years, cast.pacts), (2_000.0, 3));
        assert_eq!((cast.per_1000_counted, cast.per_1000_hazard), (1.5, 0.5));
        assert!(cast.is_plausible());
    }

    #[test]
    fn enemies_above_the_base_rate_are_suspect() {
        let scenario = scenario(12);
        let mut record = ensemble(&scenario, 1, 0..8, 1).records;
        record.pairs.enemy_months.fill(0);
        record.pairs.enemy_months[1] = 8 * 12;
        record.pairs.exposed_months.fill(8 * 12);
        record.pairs.integrated_hazard.fill(8 * hazard::from(0.01));
        let suspects: Vec<usize> = pairs(&scenario, &record)
            .iter()
            .filter(|chance| chance.is_suspect)
            .map(|chance| chance.pair)
            .collect();
        assert_eq!(suspects, [1]);
        // No bilateral hazard, but every run ends in a common pact.
        record.pairs.integrated_hazard.fill(0);
        record.pairs.new_defence.fill(0);
        record.pairs.new_defence[1] = 8;
        let chances = pairs(&scenario, &record);
        assert!(
            chances
                .iter()
                .all(|chance| chance.is_suspect == (chance.pair == 1))
        );
    }
}
