//! Plans of many runs and confrontations with the record.

pub mod panel;
