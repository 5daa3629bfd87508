//! Plans of many ensembles: witnesses of mechanisms, panel fit and scores, hindcasts.

pub mod calibrate;
pub mod clusters;
pub mod documents;
pub mod hindcast;
pub mod ladders;
pub mod measures;
pub mod panel;
pub mod patterns;
pub mod recent;
pub mod shells;
pub mod targets;
pub mod verification;
pub mod witness;
pub mod worlds;
