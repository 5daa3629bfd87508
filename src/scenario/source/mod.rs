//! From files to rows: reading, overlays, tables, and what is wrong with them.

pub mod builtin;
pub mod layers;
pub mod node;
pub mod overlay;
pub mod patch;
mod patch_ties;
pub mod problem;
pub mod resolver;
pub mod settings;
pub mod specs;
pub mod table;
pub mod world_files;
