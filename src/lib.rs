//! `sim`: how likely is loose alignment between states to harden into an alliance?
//!
//! Data flows one way: scenario -> model -> engine -> record -> stats -> output; see docs/architecture.md.

#![deny(unsafe_code)]

pub mod alignment;
pub mod cli;
pub mod model;
pub mod random;
pub mod scenario;
pub mod study;
