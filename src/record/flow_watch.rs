//! Flows that outcomes ask about, summed as the deliveries of a month pass by.

use crate::model::{State, World};
use crate::scenario::outcome::{FlowSelection, Measure};
use crate::scenario::world::Cargo;

/// One sum over selected deliveries: this month, the last twelve, since the start.
#[derive(Clone, Debug)]
struct Watch {
    is_value: bool,
    month: f64,
    ring: [f64; 12],
    total: f64,
}

/// All sums asked for. A delivery is matched to them by two rows of bits.
#[derive(Clone, Debug)]
pub struct FlowWatch {
    n: usize,
    g: usize,
    words: usize,
    /// (from x n + to) x words.
    by_pair: Vec<u64>,
    /// cargo x words; goods first, then technologies.
    by_cargo: Vec<u64>,
    selections: Vec<FlowSelection>,
    watches: Vec<Watch>,
}

impl Default for FlowWatch {
    fn default() -> Self {
        FlowWatch::new()
    }
}

impl FlowWatch {
    pub fn new() -> Self {
        FlowWatch {
            n: 0,
            g: 0,
            words: 0,
            by_pair: Vec::new(),
            by_cargo: Vec::new(),
            selections: Vec::new(),
            watches: Vec::new(),
        }
    }

    /// Adds a sum over the selection, in units or in million USD at reference prices; its number.
    pub fn add(&mut self, selection: FlowSelection, is_value: bool) -> usize {
        self.selections.push(selection);
        self.watches.push(Watch {
            is_value,
            month: 0.0,
            ring: [0.0; 12],
            total: 0.0,
        });
        self.watches.len() - 1
    }

    /// Builds the rows of bits once every sum is known.
    pub fn compile(&mut self, n: usize, g: usize, d: usize) {
        (self.n, self.g, self.words) = (n, g, self.watches.len().div_ceil(64));
        self.by_pair = vec![0; n * n * self.words];
        self.by_cargo = vec![0; (g + d) * self.words];
        for (index, selection) in self.selections.iter().enumerate() {
            let (word, bit) = (index / 64, 1u64 << (index % 64));
            let is_in = |list: &[usize], actor: usize| list.is_empty() || list.contains(&actor);
            for from in 0..n {
                for to in 0..n {
                    if is_in(&selection.from, from) && is_in(&selection.to, to) {
                        self.by_pair[(from * n + to) * self.words + word] |= bit;
                    }
                }
            }
            for cargo in 0..g + d {
                if selection.cargo.is_empty() || selection.cargo.iter().any(|c| cargo_index(g, *c) == cargo) {
                    self.by_cargo[cargo * self.words + word] |= bit;
                }
            }
        }
    }

    /// The twelve months before the start fill the yearly sums: nothing begins from zero.
    pub fn begin_run(&mut self, world: &World) {
        for watch in &mut self.watches {
            (watch.month, watch.total, watch.ring) = (0.0, 0.0, [0.0; 12]);
        }
        for (row, &quantity) in world.scenario.opening_flows.iter().zip(&world.opening) {
            self.deliver(world, row.from, row.to, row.cargo, quantity);
        }
        for watch in &mut self.watches {
            watch.ring = [watch.month; 12];
            watch.month = 0.0;
        }
    }

    pub fn observe(&mut self, world: &World, state: &State) {
        if self.words == 0 {
            return;
        }
        for watch in &mut self.watches {
            watch.month = 0.0;
        }
        for delivery in &state.economy.deliveries {
            self.deliver(
                world,
                delivery.from,
                delivery.to,
                delivery.cargo,
                delivery.quantity,
            );
        }
        let place = state.month % 12;
        for watch in &mut self.watches {
            watch.ring[place] = watch.month;
            watch.total += watch.month;
        }
    }

    #[inline(always)]
    fn deliver(&mut self, world: &World, from: usize, to: usize, cargo: Cargo, quantity: f64) {
        let pair = (from * self.n + to) * self.words;
        let kind = cargo_index(self.g, cargo) * self.words;
        for word in 0..self.words {
            let mut hits = self.by_pair[pair + word] & self.by_cargo[kind + word];
            while hits != 0 {
                let watch = &mut self.watches[word * 64 + hits.trailing_zeros() as usize];
                hits &= hits - 1;
                watch.month += if watch.is_value {
                    quantity * reference_price(world, cargo)
                } else {
                    quantity
                };
            }
        }
    }

    pub fn sum(&self, watch: usize, measure: Measure) -> f64 {
        let watch = &self.watches[watch];
        match measure {
            Measure::Monthly => watch.month,
            Measure::Yearly => watch.ring.iter().sum(),
            Measure::Cumulative => watch.total,
        }
    }
}

pub fn cargo_index(g: usize, cargo: Cargo) -> usize {
    match cargo {
        Cargo::Good(good) => good,
        Cargo::Technology(domain) => g + domain,
    }
}

/// Million USD a unit; a technology's price is for a step of 0.1.
fn reference_price(world: &World, cargo: Cargo) -> f64 {
    match cargo {
        Cargo::Good(good) => world.price[good],
        Cargo::Technology(domain) => world.domain_price[domain] * 10.0,
    }
}
