//! Files of a run (docs/outputs.md): a folder is written whole or not at all.

pub mod actors;
pub mod alignment;
pub mod economy;
pub mod error;
pub mod folder;
pub mod help;
pub mod manifest;
pub mod outcomes;
pub mod parameters;
pub mod staging;
pub mod table;
pub mod theatres;
pub mod write;

pub use error::OutputError;
pub use write::{Results, Written, write};
