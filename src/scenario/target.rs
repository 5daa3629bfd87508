//! What the record says of a flow: the size a calibrated or validated model should give.

use super::outcome::FlowSelection;

/// How the flow of the window is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// The sum over the window.
    Total,
    /// The mean of its months: for what is counted as present (workers abroad).
    Mean,
}

/// The size of a flow over a window of the run, by the record. Nothing in a run reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub id: String,
    pub description: String,
    pub flow: FlowSelection,
    /// In million USD at reference prices; else in the unit of its one good.
    pub is_value: bool,
    pub unit: String,
    pub summary: Summary,
    /// First and last month of the window, `from <= by < months`.
    pub from: usize,
    pub by: usize,
    /// 5, 50 and 95 % of what the record allows.
    pub low: f64,
    pub central: f64,
    pub high: f64,
    pub source: String,
    /// `sim calibrate` learns from it; else it is only compared.
    pub is_learned: bool,
}
