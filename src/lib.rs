//! `sim`: how likely is loose alignment between states to harden into an alliance?
//!
//! Data flows one way: scenario -> model -> engine -> record -> stats -> output; see docs/architecture.md.

#![deny(unsafe_code)]

pub mod alignment;
pub mod cli;
pub mod engine;
pub mod model;
pub mod output;
pub mod random;
pub mod record;
pub mod scenario;
pub mod stats;
pub mod study;
