//! The historical panel of dyad-years (1946-1989, or any file of its form): reads it, fits the hazards of
//! `crate::alignment` on it, and scores them on it. In the panel the strategic term S is 0, so this validates the
//! features and the kernel, not the strategies.

pub mod cases;
pub mod design;
pub mod error;
pub mod fit;
pub mod influence;
pub mod metrics;
pub mod pacts;
pub mod read;
pub mod regress;
pub mod report;
pub mod rows;
pub mod score;
pub mod select;
pub mod shown;
pub mod terms;
pub mod treaties;
pub mod windows;
pub mod write;

pub use design::Window;
pub use error::PanelError;
pub use fit::{ChannelSummary, Fit, FitOptions, fit, fit_records};
pub use influence::{Influence, Ranking, rank};
pub use read::{DyadYear, read_panel};
pub use report::PanelReport;
pub use score::{score, score_records};
pub use shown::{FitScores, fit_scores};
pub use windows::{WindowReport, expanding_window};
