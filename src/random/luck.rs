//! The luck of one run: a table of uniforms, drawn once, read by (entity, month, slot).
//!
//! Position in an entity's stream = month x slots + slot, so an unused slot is skipped, never shifted,
//! and a longer horizon keeps the prefix of a shorter one.

use super::key::{Family, Key, uniform_from_word};
use rand::Rng;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Slots of an actor's month. Append only: a slot's number is part of every result.
pub mod actor_slot {
    pub const CRISIS: usize = 0;
    pub const LEADER: usize = 1;
    pub const WEIGHTS: usize = 2;
    pub const TEST: usize = 3;
    pub const JOIN_PACT: usize = 4;
    pub const FIRM_LEAKAGE: usize = 5;
    pub const DEFAULT: usize = 6;
    pub const INSTITUTION: usize = 7;
    pub const RELIEF: usize = 8;
    pub const SECONDARY: usize = 9;
    pub const TROOPS: usize = 10;
    pub const DISTRACTION: usize = 11;
    /// A detente is opened (low end) or fails (high end).
    pub const DETENTE: usize = 12;
    pub const SPARE_B: usize = 13;
    /// A permanent member's mood in the Security Council this month.
    pub const VETO: usize = 14;
    /// A draft on the actor as aggressor is tabled.
    pub const DRAFT: usize = 15;
    pub const SLOTS: usize = 16;
}

/// Slots of an undirected pair's month.
pub mod pair_slot {
    /// One uniform serves a step up (low end) and an exit (high end).
    pub const TREATY: usize = 0;
    pub const FOUNDING: usize = 1;
    pub const BEHAVIOUR: usize = 2;
    pub const SLOTS: usize = 3;
}

/// Slots of a directed pair's month.
pub mod directed_slot {
    pub const DETECTION: usize = 0;
    pub const SLOTS: usize = 1;
}

/// Slots of a theatre's month.
pub mod theatre_slot {
    pub const ESCALATE: usize = 0;
    pub const EASE: usize = 1;
    pub const FRONT: usize = 2;
    pub const END: usize = 3;
    pub const TRUCE: usize = 4;
    pub const HONOUR: usize = 5;
    /// What all allies of the defenders see alike in a war.
    pub const RESOLVE: usize = 6;
    pub const SPARE_B: usize = 7;
    pub const SLOTS: usize = 8;
}

/// Slots of (theatre, actor): whether and how an outside state helps, each its own luck.
pub mod helper_slot {
    pub const HELP: usize = 0;
    pub const HONOUR: usize = 1;
    pub const SLOTS: usize = 2;
}

/// Slots of a sanction regime's month.
pub mod regime_slot {
    pub const DRAFT: usize = 0;
    pub const VETO: usize = 1;
    pub const TIGHTEN: usize = 2;
    pub const RELIEF: usize = 3;
    pub const MONITORING: usize = 4;
    pub const SPARE: usize = 5;
    pub const SLOTS: usize = 6;
}

/// Stream names of every entity that draws, in compiled order.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    pub actors: Vec<u64>,
    /// Pairs in the order of `Scenario::pair`.
    pub pairs: Vec<u64>,
    /// Directed pairs, index from x n + to (the diagonal is present and unused).
    pub directed: Vec<u64>,
    pub theatres: Vec<u64>,
    /// theatre x n + actor.
    pub helpers: Vec<u64>,
    pub regimes: Vec<u64>,
}

/// One family of entities and its table of words, as their streams give them.
#[derive(Clone, Debug, Default)]
struct Table {
    slots: usize,
    months: usize,
    words: Vec<u32>,
}

impl Table {
    fn sized(count: usize, slots: usize, months: usize) -> Self {
        Table {
            slots,
            months,
            words: vec![0; count * slots * months],
        }
    }

    fn fill(&mut self, key: &Key, streams: &[u64]) {
        let span = self.slots * self.months;
        for (stream, words) in streams.iter().zip(self.words.chunks_exact_mut(span)) {
            // A fresh generator: one that has drawn would compute blocks only to throw them away.
            let mut generator = key.stream(*stream);
            for word in words {
                *word = generator.next_u32();
            }
        }
    }

    #[inline(always)]
    fn uniform(&self, entity: usize, month: usize, slot: usize) -> f64 {
        debug_assert!(slot < self.slots && month < self.months);
        uniform_from_word(self.words[(entity * self.months + month) * self.slots + slot])
    }
}

/// A table of which few entities draw in a run: each is drawn when it is first asked. Whoever asks at the same time
/// draws the same words.
#[derive(Debug, Default)]
struct RareTable {
    slots: usize,
    months: usize,
    words: Vec<AtomicU32>,
    is_drawn: Vec<AtomicBool>,
    streams: Vec<u64>,
    key: Option<Key>,
}

impl RareTable {
    fn sized(streams: &[u64], slots: usize, months: usize) -> Self {
        let words = streams.len() * slots * months;
        RareTable {
            slots,
            months,
            words: (0..words).map(|_| AtomicU32::new(0)).collect(),
            is_drawn: streams.iter().map(|_| AtomicBool::new(false)).collect(),
            streams: streams.to_vec(),
            key: None,
        }
    }

    fn forget(&mut self, key: &Key, streams: &[u64]) {
        self.key = Some(*key);
        self.streams.copy_from_slice(streams);
        for is_drawn in &mut self.is_drawn {
            *is_drawn.get_mut() = false;
        }
    }

    fn uniform(&self, entity: usize, month: usize, slot: usize) -> f64 {
        debug_assert!(slot < self.slots && month < self.months);
        if !self.is_drawn[entity].load(Ordering::Acquire) {
            self.draw(entity);
        }
        let place = (entity * self.months + month) * self.slots + slot;
        uniform_from_word(self.words[place].load(Ordering::Relaxed))
    }

    #[cold]
    fn draw(&self, entity: usize) {
        let Some(key) = &self.key else {
            return;
        };
        let span = self.slots * self.months;
        let mut generator = key.stream(self.streams[entity]);
        for word in &self.words[entity * span..][..span] {
            word.store(generator.next_u32(), Ordering::Relaxed);
        }
        self.is_drawn[entity].store(true, Ordering::Release);
    }
}

/// All uniforms of one run. Allocated once per thread, refilled per run.
#[derive(Debug, Default)]
pub struct Luck {
    actors: Table,
    pairs: Table,
    directed: RareTable,
    theatres: Table,
    helpers: RareTable,
    regimes: Table,
}

impl Luck {
    pub fn sized(entities: &Entities, months: usize) -> Self {
        Luck {
            actors: Table::sized(entities.actors.len(), actor_slot::SLOTS, months),
            pairs: Table::sized(entities.pairs.len(), pair_slot::SLOTS, months),
            directed: RareTable::sized(&entities.directed, directed_slot::SLOTS, months),
            theatres: Table::sized(entities.theatres.len(), theatre_slot::SLOTS, months),
            helpers: RareTable::sized(&entities.helpers, helper_slot::SLOTS, months),
            regimes: Table::sized(entities.regimes.len(), regime_slot::SLOTS, months),
        }
    }

    /// Draws the luck of run `run` under `seed`.
    pub fn fill(&mut self, entities: &Entities, seed: u64, run: u64) {
        let key = Key::new(seed, run, Family::Luck);
        self.actors.fill(&key, &entities.actors);
        self.pairs.fill(&key, &entities.pairs);
        self.directed.forget(&key, &entities.directed);
        self.theatres.fill(&key, &entities.theatres);
        self.helpers.forget(&key, &entities.helpers);
        self.regimes.fill(&key, &entities.regimes);
    }

    #[inline(always)]
    pub fn actor(&self, actor: usize, month: usize, slot: usize) -> f64 {
        self.actors.uniform(actor, month, slot)
    }
    #[inline(always)]
    pub fn pair(&self, pair: usize, month: usize, slot: usize) -> f64 {
        self.pairs.uniform(pair, month, slot)
    }
    /// `directed` = from x n + to.
    #[inline(always)]
    pub fn directed(&self, directed: usize, month: usize, slot: usize) -> f64 {
        self.directed.uniform(directed, month, slot)
    }
    #[inline(always)]
    pub fn theatre(&self, theatre: usize, month: usize, slot: usize) -> f64 {
        self.theatres.uniform(theatre, month, slot)
    }
    /// `helper` = theatre x n + actor.
    #[inline(always)]
    pub fn helper(&self, helper: usize, month: usize, slot: usize) -> f64 {
        self.helpers.uniform(helper, month, slot)
    }
    #[inline(always)]
    pub fn regime(&self, regime: usize, month: usize, slot: usize) -> f64 {
        self.regimes.uniform(regime, month, slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_horizon_keeps_the_prefix() {
        let entities = Entities {
            actors: vec![11, 12],
            ..Entities::default()
        };
        let mut short = Luck::sized(&entities, 12);
        let mut long = Luck::sized(&entities, 40);
        short.fill(&entities, 5, 9);
        long.fill(&entities, 5, 9);
        for month in 0..12 {
            for slot in 0..actor_slot::SLOTS {
                assert_eq!(
                    short.actor(1, month, slot).to_bits(),
                    long.actor(1, month, slot).to_bits()
                );
            }
        }
    }

    #[test]
    fn an_entity_owns_its_luck_whatever_its_place() {
        let forward = Entities {
            actors: vec![11, 12],
            ..Entities::default()
        };
        let backward = Entities {
            actors: vec![12, 11],
            ..Entities::default()
        };
        let mut first = Luck::sized(&forward, 3);
        let mut second = Luck::sized(&backward, 3);
        first.fill(&forward, 5, 9);
        second.fill(&backward, 5, 9);
        assert_eq!(first.actor(0, 2, 3).to_bits(), second.actor(1, 2, 3).to_bits());
    }
}
