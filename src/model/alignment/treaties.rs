//! Treaties in force: bilateral rungs and pacts, and what follows from both for each pair.

use super::state::{Alignment, PACTS};
use super::strategy::NEW_HONOUR;
use crate::model::war::state::NEVER;
use crate::model::world::World;

/// Codes of `Alignment::change`.
pub mod change {
    pub const NOTHING: u8 = 0;
    pub const BILATERAL: u8 = 1;
    pub const JOINED: u8 = 2;
    pub const FOUNDED: u8 = 3;
    pub const EXIT: u8 = 4;
}

/// Months in which a lost rung still counts as in force in the year (table of features).
const YEAR_OF_MEMORY: u32 = 12;

impl Alignment {
    /// Treaties of the world: a coalition takes a place among the pacts, the rest are bilateral.
    pub(super) fn open_treaties(&mut self, world: &World) {
        for array in [&mut self.rung, &mut self.bilateral, &mut self.pact_rung] {
            array.fill(0);
        }
        self.pacts.fill(0);
        self.pact_honour.fill(0.0);
        self.hidden.bilateral_honour.fill(0.0);
        for (treaty, &honour) in world.scenario.treaties.iter().zip(&world.honour) {
            let place = self.pacts.iter().position(|members| *members == 0);
            match place.filter(|_| treaty.is_pact) {
                Some(place) => {
                    self.pacts[place] = treaty.members.iter().fold(0, |bits, member| bits | 1 << member);
                    self.pact_rung[place] = treaty.rung;
                    self.pact_honour[place] = honour;
                }
                None => self.open_bilateral(world, &treaty.members, treaty.rung, honour),
            }
        }
        for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
            self.settle(pair, dyad.first, dyad.second);
        }
        self.rung_year.copy_from_slice(&self.rung);
        self.hidden.fell_from.fill(0);
        self.hidden.months_since_fall.fill(NEVER);
        self.months_at_rung.fill(NEVER);
    }

    fn open_bilateral(&mut self, world: &World, members: &[usize], rung: u8, honour: f64) {
        for (place, &a) in members.iter().enumerate() {
            for &b in &members[place + 1..] {
                let pair = world.pair(a, b);
                if rung > self.bilateral[pair] {
                    self.bilateral[pair] = rung;
                    self.hidden.bilateral_honour[pair] = honour;
                }
            }
        }
    }

    /// The rung in force is the highest of the pair's own treaty and its common pacts.
    pub(super) fn settle(&mut self, pair: usize, a: usize, b: usize) {
        let both = (1u64 << a) | (1u64 << b);
        let (mut rung, mut honour) = (self.bilateral[pair], self.hidden.bilateral_honour[pair]);
        for place in 0..PACTS {
            if self.pacts[place] & both == both && self.pact_rung[place] >= rung {
                let is_higher = self.pact_rung[place] > rung;
                honour = if is_higher {
                    self.pact_honour[place]
                } else {
                    honour.max(self.pact_honour[place])
                };
                rung = self.pact_rung[place];
            }
        }
        if rung < self.rung[pair] {
            self.hidden.fell_from[pair] = self.rung[pair];
            self.hidden.months_since_fall[pair] = 0;
        }
        if rung != self.rung[pair] {
            self.months_at_rung[pair] = 0;
            self.hidden.changed |= (1u64 << a) | (1u64 << b);
        }
        self.rung[pair] = rung;
        self.honour[pair] = if rung == 0 { 0.0 } else { honour };
    }

    pub(super) fn settle_actor(&mut self, world: &World, actor: usize, code: u8) {
        for other in (0..world.n).filter(|other| *other != actor) {
            let pair = world.pair(actor, other);
            let before = self.rung[pair];
            self.settle(pair, actor, other);
            if self.rung[pair] != before {
                self.change[pair] = code;
            }
        }
    }

    /// A bilateral treaty at `rung`, of unproven honour.
    pub(super) fn sign(&mut self, pair: usize, a: usize, b: usize, rung: u8, code: u8) {
        self.bilateral[pair] = rung;
        if self.hidden.bilateral_honour[pair] == 0.0 {
            self.hidden.bilateral_honour[pair] = NEW_HONOUR;
        }
        self.settle(pair, a, b);
        self.change[pair] = code;
    }

    /// One month older; the highest rung of the year follows.
    pub(super) fn age(&mut self) {
        for months in [&mut self.months_at_rung, &mut self.hidden.months_since_fall] {
            for since in months {
                *since = (*since).min(NEVER - 1) + 1;
            }
        }
        let falls = self.hidden.fell_from.iter().zip(&self.hidden.months_since_fall);
        for ((of_year, rung), (from, since)) in self.rung_year.iter_mut().zip(&self.rung).zip(falls) {
            let recent = if *since <= YEAR_OF_MEMORY { *from } else { 0 };
            *of_year = recent.max(*rung);
        }
    }
}
