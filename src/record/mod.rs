//! What is kept of a run (docs/outputs.md): the month of each outcome, sums of whole numbers, nothing
//! that depends on the order of runs.

pub mod chances;
pub mod condition;
pub mod fixed;
pub mod flow_watch;
pub mod flows;
pub mod help;
pub mod layout;
pub mod monitor;
pub mod pairs;
pub mod runs;
pub mod series;
pub mod targets;
#[doc(hidden)]
pub mod testing;

use crate::engine::Accumulator;
use crate::engine::codec;
use crate::model::{State, World};
use crate::scenario::Scenario;
use layout::Layout;
use std::io::{self, Read, Write};

/// The record of an ensemble: an `Accumulator` for the engine, read by `stats` and `output`.
pub struct Record {
    pub layout: Layout,
    /// Months of the outcomes, run by run.
    pub runs: runs::Runs,
    pub series: series::Series,
    pub pairs: pairs::Pairs,
    pub flows: flows::Flows,
    pub help: help::Help,
    monitor: monitor::Monitor,
    run: u64,
}

impl Record {
    pub fn new(scenario: &Scenario) -> Self {
        let layout = Layout::of(scenario);
        Record {
            runs: runs::Runs::new(scenario.outcomes.len()),
            series: series::Series::sized(&layout),
            pairs: pairs::Pairs::sized(&layout),
            flows: flows::Flows::sized(&layout),
            help: help::Help::sized(&layout),
            monitor: monitor::Monitor::compile(scenario),
            layout,
            run: 0,
        }
    }
}

impl Accumulator for Record {
    fn begin_run(&mut self, world: &World, state: &State, run: u64) {
        self.run = run;
        self.monitor.begin_run(world, state);
        self.pairs.begin_run(state);
        self.flows.begin_run();
        self.help.begin_run();
    }

    fn observe(&mut self, world: &World, state: &State) {
        if state.month >= self.layout.months {
            return;
        }
        self.monitor.observe(world, state);
        self.series.observe(&self.layout, world, state);
        self.pairs.observe(&self.layout, state);
        self.flows.observe(&self.layout, state);
        self.help.observe(world, state);
    }

    fn end_run(&mut self, _world: &World, state: &State) {
        self.monitor.end_run();
        self.runs.push(self.run, self.monitor.months());
        self.pairs.end_run(state);
        self.series.end_run(&self.layout, state);
        self.help.end_run();
    }

    fn absorb(&mut self, other: &mut Self) {
        self.runs.absorb(&mut other.runs);
        self.series.columns().absorb(other.series.columns());
        self.pairs.columns().absorb(other.pairs.columns());
        self.flows.absorb(&mut other.flows);
        self.help.columns().absorb(other.help.columns());
    }

    fn encode(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.runs.encode(out)?;
        self.series.columns().encode(out)?;
        self.pairs.columns().encode(out)?;
        self.flows.encode(out)?;
        self.help.columns().encode(out)
    }

    fn decode(&mut self, input: &mut dyn Read) -> io::Result<()> {
        self.runs.decode(input, self.layout.months)?;
        self.series.columns().decode(input)?;
        self.pairs.columns().decode(input)?;
        self.flows.decode(input)?;
        self.help.columns().decode(input)
    }
}

/// The columns of one part of the record, by width, in the order they are written.
pub struct Columns<'c> {
    pub counts: Vec<&'c mut Vec<u32>>,
    pub sums: Vec<&'c mut Vec<i64>>,
    pub wide: Vec<&'c mut Vec<i128>>,
}

impl Columns<'_> {
    fn absorb(self, other: Columns<'_>) {
        for (into, from) in self.counts.into_iter().zip(other.counts) {
            codec::absorb(into, from);
        }
        for (into, from) in self.sums.into_iter().zip(other.sums) {
            codec::absorb(into, from);
        }
        for (into, from) in self.wide.into_iter().zip(other.wide) {
            codec::absorb(into, from);
        }
    }

    fn encode(self, out: &mut dyn Write) -> io::Result<()> {
        for column in self.counts {
            codec::write_column(out, column)?;
        }
        for column in self.sums {
            codec::write_column(out, column)?;
        }
        for column in self.wide {
            codec::write_column(out, column)?;
        }
        Ok(())
    }

    fn decode(self, input: &mut dyn Read) -> io::Result<()> {
        for column in self.counts {
            codec::read_column(input, column, "a column of counts")?;
        }
        for column in self.sums {
            codec::read_column(input, column, "a column of sums")?;
        }
        for column in self.wide {
            codec::read_column(input, column, "a column of sums")?;
        }
        Ok(())
    }
}
