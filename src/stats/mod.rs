//! Estimates with their errors, from what was recorded.

pub mod band;
pub mod beta;
pub mod cast;
pub mod clustered;
pub mod error;
pub mod outcomes;
pub mod paired;
pub mod score;
pub mod sketch;
pub mod wilson;

/// Hits among the runs of one parameter draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    pub hits: u32,
    pub runs: u32,
}
