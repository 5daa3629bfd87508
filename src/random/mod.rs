//! Keyed random numbers and the only door to transcendental functions.
//!
//! Random numbers are *keyed, not ordered*: a draw is named by (seed, run or parameter draw, family,
//! entity, month, slot), never by how many draws came before it. Reordering rows, changing the number
//! of threads or lengthening the horizon therefore changes no bit of what was drawn already.

pub mod key;
pub mod luck;
pub mod maths;
pub mod quantile;

pub use key::{Family, Key, entity_hash};
pub use luck::Luck;
