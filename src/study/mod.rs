//! Plans of many ensembles: witnesses of mechanisms, scores, fits.

pub mod measures;
pub mod witness;
