//! What the engine asks of whoever keeps results.

use crate::model::{State, World};
use std::io::{self, Read, Write};

/// Keeps what is recorded of many runs. Whatever it sums must be exact and order-free (integers), so
/// that the same runs give the same bytes on any number of threads and in any shards.
pub trait Accumulator: Send {
    /// A parameter draw begins; up to eight runs follow.
    fn begin_draw(&mut self, _world: &World, _draw: u64) {}
    /// A run begins; `state` is the state before its first month.
    fn begin_run(&mut self, world: &World, state: &State, run: u64);
    /// The month `state.month` has been simulated. Must not allocate.
    fn observe(&mut self, world: &World, state: &State);
    fn end_run(&mut self, world: &World, state: &State);
    /// Takes over everything `other` holds and leaves it empty.
    fn absorb(&mut self, other: &mut Self);
    /// Writes everything held; the same runs give the same bytes.
    fn encode(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Reads into an empty accumulator of the same scenario what `encode` wrote.
    fn decode(&mut self, input: &mut dyn Read) -> io::Result<()>;
}
