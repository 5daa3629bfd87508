#![deny(unsafe_code)]
pub mod alignment;
pub mod random;
pub mod study;
