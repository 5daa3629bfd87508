//! What the historical panel and a run share: the features of a dyad and the treaty hazards fitted on them
//! (model.md section 9). Imports `random` only, so that the panel scorer and the simulation use one kernel.

pub mod coefficients;
pub mod features;
pub mod hazard;

pub use coefficients::{CoefficientError, Coefficients};
pub use features::{
    DyadInputs, FEATURE_COUNT, FEATURES, FeatureSpec, FeatureVector, Range, STATIC_COUNT, features,
};
pub use hazard::{Channel, ChannelPredictor, Hazards};
