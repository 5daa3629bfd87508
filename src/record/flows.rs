//! Yearly flows by (from, to, cargo): only those seen in some run take memory.

use super::fixed::units;
use super::flow_watch::cargo_index;
use super::layout::Layout;
use crate::engine::codec::{damaged, read_signed, read_u64, read_unsigned, write_signed, write_unsigned};
use crate::model::State;
use std::io::{self, Read, Write};

/// One flow in one year of the run, over all runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Units (technology: levels) at 2^-20.
    pub quantity: i128,
    /// Million USD at the prices agreed, at 2^-20.
    pub value: i128,
    /// Of the quantity: leaked by firms; given as aid.
    pub leaked: i128,
    pub aid: i128,
    /// Runs with any such flow in the year.
    pub runs: u32,
}

/// A flow in the year under way of the run under way: twelve months of quantities fit 64 bits.
#[derive(Clone, Copy, Debug, Default)]
struct Page {
    quantity: i64,
    value: i64,
    leaked: i64,
    aid: i64,
}

const UNSEEN: u32 = u32::MAX;

/// Sums of every flow seen, by year.
pub struct Flows {
    n: usize,
    g: usize,
    cargos: usize,
    years: usize,
    /// Place of a cell among those seen.
    place: Vec<u32>,
    cells: Vec<u32>,
    sums: Vec<Sums>,
    /// The year under way, by place; which places it has touched.
    page: Vec<Page>,
    touched: Vec<u32>,
}

impl Flows {
    pub fn sized(layout: &Layout) -> Self {
        let cargos = layout.g + layout.d;
        Flows {
            n: layout.n,
            g: layout.g,
            cargos,
            years: layout.years,
            place: vec![UNSEEN; layout.n * layout.n * cargos],
            cells: Vec::new(),
            sums: Vec::new(),
            page: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// A run that broke off in mid-year leaves nothing behind.
    pub fn begin_run(&mut self) {
        for place in self.touched.drain(..) {
            self.page[place as usize] = Page::default();
        }
    }

    #[inline(always)]
    fn place_of(&mut self, cell: usize) -> usize {
        match self.place[cell] {
            UNSEEN => self.open(cell),
            place => place as usize,
        }
    }

    /// A place for a cell seen for the first time.
    #[cold]
    fn open(&mut self, cell: usize) -> usize {
        let place = self.cells.len();
        self.place[cell] = place as u32;
        self.cells.push(cell as u32);
        self.sums.resize(self.sums.len() + self.years, Sums::default());
        self.page.push(Page::default());
        place
    }

    pub fn observe(&mut self, layout: &Layout, state: &State) {
        for delivery in &state.economy.deliveries {
            let moved = units(delivery.quantity);
            if moved <= 0 {
                continue;
            }
            let cell =
                (delivery.from * self.n + delivery.to) * self.cargos + cargo_index(self.g, delivery.cargo);
            let place = self.place_of(cell);
            let page = &mut self.page[place];
            if page.quantity == 0 {
                self.touched.push(place as u32);
            }
            page.quantity += moved;
            page.value += units(delivery.value);
            if delivery.is_leak {
                page.leaked += moved;
            }
            if delivery.is_aid {
                page.aid += moved;
            }
        }
        if layout.ends_year(state.month) {
            self.turn(state.month / 12);
        }
    }

    /// Takes the year's page into the sums.
    fn turn(&mut self, year: usize) {
        for place in self.touched.drain(..) {
            let page = std::mem::take(&mut self.page[place as usize]);
            let sums = &mut self.sums[place as usize * self.years + year];
            sums.quantity += i128::from(page.quantity);
            sums.value += i128::from(page.value);
            sums.leaked += i128::from(page.leaked);
            sums.aid += i128::from(page.aid);
            sums.runs += 1;
        }
    }

    /// Every flow seen: from, to, cargo (goods, then technologies), sums by year; sorted.
    pub fn seen(&self) -> Vec<(usize, usize, usize, &[Sums])> {
        let mut order: Vec<u32> = (0..self.cells.len() as u32).collect();
        order.sort_unstable_by_key(|place| self.cells[*place as usize]);
        order
            .into_iter()
            .map(|place| {
                let place = place as usize;
                let cell = self.cells[place] as usize;
                let directed = cell / self.cargos;
                let years = &self.sums[place * self.years..(place + 1) * self.years];
                (directed / self.n, directed % self.n, cell % self.cargos, years)
            })
            .collect()
    }

    pub fn absorb(&mut self, other: &mut Flows) {
        for place in 0..other.cells.len() {
            let at = self.place_of(other.cells[place] as usize) * self.years;
            for year in 0..self.years {
                let (into, from) = (&mut self.sums[at + year], other.sums[place * self.years + year]);
                into.quantity += from.quantity;
                into.value += from.value;
                into.leaked += from.leaked;
                into.aid += from.aid;
                into.runs += from.runs;
            }
        }
        other.place.fill(UNSEEN);
        other.cells.clear();
        other.sums.clear();
        other.page.clear();
        other.touched.clear();
    }

    pub fn encode(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write_unsigned(out, self.place.len() as u128)?;
        write_unsigned(out, self.cells.len() as u128)?;
        for (from, to, cargo, years) in self.seen() {
            write_unsigned(out, ((from * self.n + to) * self.cargos + cargo) as u128)?;
            for sums in years {
                write_unsigned(out, u128::from(sums.runs))?;
                for sum in [sums.quantity, sums.value, sums.leaked, sums.aid] {
                    write_signed(out, sum)?;
                }
            }
        }
        Ok(())
    }

    pub fn decode(&mut self, input: &mut dyn Read) -> io::Result<()> {
        crate::engine::codec::expect(input, self.place.len(), "the table of flows")?;
        let count = read_u64(input)?;
        for _ in 0..count {
            let cell = read_unsigned(input)?;
            if cell >= self.place.len() as u128 || self.place[cell as usize] != UNSEEN {
                return Err(damaged("a flow is out of range"));
            }
            let at = self.place_of(cell as usize) * self.years;
            for year in 0..self.years {
                let runs = u32::try_from(read_unsigned(input)?).map_err(|_| damaged("too many runs"))?;
                self.sums[at + year] = Sums {
                    runs,
                    quantity: read_signed(input)?,
                    value: read_signed(input)?,
                    leaked: read_signed(input)?,
                    aid: read_signed(input)?,
                };
            }
        }
        Ok(())
    }
}
