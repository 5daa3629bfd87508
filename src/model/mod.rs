//! The model: the world as flat arrays and the month's phases. No input or output, no clock, no
//! threads, no country names.

pub mod alignment;
pub mod economy;
pub mod interventions;
pub mod month;
pub mod relations;
pub mod sanctions;
pub mod state;
pub mod survival;
#[doc(hidden)]
pub mod testing;
pub mod war;
pub mod world;

pub use state::State;
pub use world::World;
