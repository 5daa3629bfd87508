//! What a scenario asks: outcomes as conditions on a run (docs/odd.md, outcomes).

use super::world::{Cargo, Sector};

/// How a flow is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Since the start of the run.
    Cumulative,
    /// In one month.
    Monthly,
    /// In the last twelve months.
    Yearly,
}

/// What became of a Security Council draft on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    Adopted,
    Vetoed,
    MonitoringEnded,
}

/// How a war ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Settlement,
    Collapse,
    Victory,
}

/// What one actor feels towards another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feeling {
    Hostility,
    Trust,
}

/// A flow: from any of these, to any of these, of any of these (empty = any).
#[derive(Clone, Debug, PartialEq)]
pub struct FlowSelection {
    pub from: Vec<usize>,
    pub to: Vec<usize>,
    pub cargo: Vec<Cargo>,
}

/// A condition that holds or not in a month of a run, given the months before.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every pair of the group is at or above the treaty rung.
    Treaty {
        group: Vec<usize>,
        rung: u8,
    },
    /// Every pair's behaviour index is at or above the level (0 to 1).
    Behaviour {
        group: Vec<usize>,
        level: f64,
    },
    Flow {
        flow: FlowSelection,
        measure: Measure,
        at_least: f64,
    },
    /// Value of the flow from `flow.from` at least this share of the receivers' inflow of the cargo, twelve months.
    SupplyShare {
        flow: FlowSelection,
        above: f64,
    },
    Stock {
        actor: usize,
        good: usize,
        below: Option<f64>,
        above: Option<f64>,
    },
    Resolution {
        target: usize,
        result: Resolution,
    },
    /// Bite of all regimes on the target below a value.
    Bite {
        target: usize,
        below: f64,
    },
    /// A regime by senders other than the UN is in force on the target in all these sectors at or above the stringency.
    Sanctions {
        target: usize,
        sectors: Vec<Sector>,
        at_least: f64,
    },
    SecondarySanctions {
        target: usize,
        at_least: f64,
    },
    /// The theatre is at or above the rung (index from 1).
    TheatreAt {
        theatre: usize,
        rung: usize,
    },
    /// The war of the theatre, under way at the start or begun since, has ended: in this way, with the front on
    /// this side's favour (0 aggressors, 1 defenders), where stated.
    TheatreEnded {
        theatre: usize,
        ending: Option<End>,
        winner: Option<usize>,
    },
    /// A clause of the actor's towards the ally was called this month, and kept or broken.
    Obligation {
        actor: usize,
        ally: usize,
        is_kept: bool,
    },
    /// The actor fights in the theatre (forces, not help short of them).
    Joined {
        theatre: usize,
        actor: usize,
    },
    /// The actor gives help at or above a grade to a side (0 aggressors, 1 defenders); grades: docs/odd.md.
    Help {
        theatre: usize,
        actor: usize,
        side: usize,
        grade: u8,
    },
    /// At least this many theatres are at war in the same month.
    Wars {
        at_least: usize,
    },
    Test {
        actor: usize,
    },
    Exercise {
        group: Vec<usize>,
    },
    Institution {
        actor: usize,
        institution: usize,
    },
    /// `guest` has bases or forces hosted by `host`.
    Hosting {
        host: usize,
        guest: usize,
    },
    Licence {
        actor: usize,
        good: usize,
    },
    Technology {
        actor: usize,
        domain: usize,
        above: f64,
    },
    /// Survival pressure of an actor at or above a value.
    Pressure {
        actor: usize,
        above: f64,
    },
    Crisis {
        actor: usize,
    },
    /// Hostility or trust of an actor towards another, 0 to 1.
    Feeling {
        feeling: Feeling,
        actor: usize,
        towards: usize,
        below: Option<f64>,
        above: Option<f64>,
    },
    /// Debt of an actor to another, million USD.
    Debt {
        debtor: usize,
        creditor: usize,
        at_least: f64,
    },
    /// A deal suspends part of a regime on the target.
    Relief {
        target: usize,
    },
    /// Price of a good at or above this multiple of its reference price.
    Price {
        good: usize,
        above: f64,
    },
    /// The buyer wants the good and the seller has it to spare, but the most the one would pay is less than the
    /// least the other would take; nothing moved this month.
    NoDeal {
        seller: usize,
        buyer: usize,
        good: usize,
    },
    /// The condition has held in this month or an earlier one.
    Ever(Box<Condition>),
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    /// `first` has occurred before `then`, and both have occurred.
    Before {
        first: Box<Condition>,
        then: Box<Condition>,
    },
}

/// A question and its terms.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub id: String,
    pub description: String,
    pub condition: Condition,
    /// Months the condition must hold without a break (at least 1).
    pub hold: usize,
    /// First and last month of the run that count, `from <= by < months`.
    pub from: usize,
    pub by: usize,
    /// Only runs in which this outcome (an earlier index) has occurred are counted.
    pub given: Option<usize>,
    pub is_headline: bool,
    /// Index into `Scenario::base_rates`.
    pub reference: Option<usize>,
    /// How many units of the reference class are exposed (four open pairs count four times); at least 1.
    pub exposed: usize,
    /// What happened; nothing but scoring reads it.
    pub observed: Option<bool>,
    /// When it happened, in months from the start of the run; known for some of those that did. Scoring alone reads it.
    pub observed_month: Option<usize>,
}

impl Outcome {
    /// Whether the condition ever holds in `months` months, with nothing else asked.
    pub fn plain(id: &str, description: String, condition: Condition, months: usize) -> Self {
        Outcome {
            id: id.into(),
            description,
            condition,
            hold: 1,
            from: 0,
            by: months - 1,
            given: None,
            is_headline: false,
            reference: None,
            exposed: 1,
            observed: None,
            observed_month: None,
        }
    }
}
