//! What a person sees: progress, tables, rounding by error.

pub mod progress;
pub mod rounding;
pub mod say;
pub mod table;
