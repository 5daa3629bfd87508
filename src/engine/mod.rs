//! One replicate, the ensemble, partial results. What is kept of a run is the caller's: the engine
//! sees only an `Accumulator`, whose sums must not depend on order.

pub mod accumulator;
pub mod codec;
pub mod ensemble;
pub mod journal;
pub mod replicate;
pub mod tally;
pub mod until;

pub use accumulator::Accumulator;
pub use ensemble::{Ensemble, Plan, Watch, run};
pub use tally::{Header, Tally, TallyError};

/// Runs that share one parameter draw: run r uses draw r / 8 and its own luck.
pub const RUNS_PER_DRAW: u64 = 8;

/// Version of the simulated numbers: raised whenever a result of the same inputs changes.
pub const RESULTS_VERSION: u32 = 2;
