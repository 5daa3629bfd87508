//! Scenario files: raw form -> check (every error at once) -> `Scenario`, which cannot be wrong.

pub mod compile;
pub mod describe;
mod hash;
pub use hash::uncertain_numbers;
pub mod intervention;
pub mod load;
pub mod mechanisms;
pub mod month;
pub mod outcome;
pub mod parameters;
pub mod posterior;
pub mod ranged;
pub mod source;
pub mod streams;
pub mod target;
pub mod world;

pub use describe::{Declared, declared};
use intervention::Intervention;
use mechanisms::Switches;
use month::Month;
use outcome::Outcome;
use posterior::Posterior;
use ranged::Ranged;
pub use source::builtin::{builtin_names, world_names};
use source::layers::Layer;
pub use source::problem::{Problem, Report};
pub use source::resolver::{Files, Memory, Resolver};
pub use source::settings::Overrides;
pub use streams::entities;
use target::Target;
use world::*;

/// A checked scenario: everything by index, sorted by key, nothing left to validate.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub id: String,
    pub title: String,
    /// The paragraph that says what question it answers.
    pub question: String,
    pub world: WorldInfo,
    pub start: Month,
    pub months: usize,
    pub strategies: Vec<Strategy>,
    pub actors: Vec<Actor>,
    pub goods: Vec<Good>,
    /// Index of the one good of class currency.
    pub currency: usize,
    pub domains: Vec<Domain>,
    /// actor x goods + good.
    pub holdings: Vec<Holding>,
    /// actor x domains + domain.
    pub technology: Vec<TechnologyLevel>,
    /// All unordered pairs, in the order of `pair_index`.
    pub dyads: Vec<Dyad>,
    pub treaties: Vec<Treaty>,
    pub institutions: Vec<Institution>,
    pub regimes: Vec<Regime>,
    pub theatres: Vec<Theatre>,
    pub opening_flows: Vec<OpeningFlow>,
    pub base_rates: Vec<BaseRate>,
    pub interventions: Vec<Intervention>,
    pub outcomes: Vec<Outcome>,
    /// Sizes of flows by the record; no run reads them.
    pub targets: Vec<Target>,
    /// In the order of `parameters::PARAMETERS`.
    pub parameters: Vec<Ranged>,
    /// Draws of some of them that a calibration found; the others are drawn from their ranges.
    pub posterior: Option<Posterior>,
    pub switches: Switches,
    /// The files it is read from and what each changes; no run reads them.
    pub layers: Vec<Layer>,
    /// SHA-256 of everything above that can reach a simulated number.
    pub input_hash: [u8; 32],
}

impl Scenario {
    /// Index of the unordered pair of two different actors.
    #[inline(always)]
    pub fn pair(&self, a: usize, b: usize) -> usize {
        pair_index(self.actors.len(), a, b)
    }
}

/// Index of the pair (a, b), a != b, among n(n-1)/2 in row order.
#[inline(always)]
pub fn pair_index(n: usize, a: usize, b: usize) -> usize {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    low * (2 * n - low - 1) / 2 + high - low - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_numbered_without_gaps() {
        let n = 7;
        let mut expected = 0;
        for a in 0..n {
            for b in a + 1..n {
                assert_eq!(pair_index(n, a, b), expected);
                assert_eq!(pair_index(n, b, a), expected);
                expected += 1;
            }
        }
        assert_eq!(expected, n * (n - 1) / 2);
    }
}
