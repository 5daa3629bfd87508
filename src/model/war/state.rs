//! Theatres, contingencies and help.

use crate::model::world::World;

/// How a war came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    None,
    Settlement,
    Collapse,
    Victory,
}

/// Grades of help to a side; each includes those before it, except that a distraction is opened only where
/// it can be and troops do not need one.
pub mod grade {
    pub const NOTHING: u8 = 0;
    pub const WORDS: u8 = 1;
    pub const VETO: u8 = 2;
    pub const INTELLIGENCE: u8 = 3;
    pub const PARTS: u8 = 4;
    pub const MUNITIONS: u8 = 5;
    pub const DISTRACTION: u8 = 6;
    pub const TROOPS: u8 = 7;
    pub const JOINING: u8 = 8;
}

/// Running totals of a run, for witnesses and records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    pub war_starts: u32,
    pub wars_ended: u32,
    pub truce_months: u32,
    pub joinings: u32,
    pub obligations_called: u32,
    pub obligations_broken: u32,
    /// Joinings by pledge, without a treaty.
    pub pledges_kept: u32,
    /// Sum over months of wars, sides and outside states of the grade of help.
    pub help: u32,
    pub distractions: u32,
    /// Months of arming in answer to the other side's foreign troops.
    pub counter_arming: u32,
    /// Value of aid given, million USD.
    pub support_value: f64,
    /// Thousand soldiers sent.
    pub troop_flow: f64,
    /// Sum of the absolute monthly movements of fronts.
    pub front_movement: f64,
    /// Value of munitions used, million USD at reference prices.
    pub munitions_used: f64,
}

/// Written by the war phases.
#[derive(Clone, Debug)]
pub struct War {
    // Theatres t.
    /// 0 calm, k = rung k of the ladder.
    pub rung: Vec<usize>,
    /// Highest rung reached in this run.
    pub highest: Vec<usize>,
    pub months_at_rung: Vec<u32>,
    pub months_of_war: Vec<u32>,
    pub front: Vec<f64>,
    pub intensity: Vec<f64>,
    pub is_truce: Vec<bool>,
    pub ending: Vec<Ending>,
    /// Set in the month in which the war starts.
    pub starts_now: Vec<bool>,
    /// Rung declared from outside for this month (written by the shocks, obeyed by the contingencies in
    /// place of its own step, so that `starts_now`, sides and help follow as for any other step).
    pub declared_rung: Vec<Option<usize>>,
    /// A settlement is declared for this month (written by the shocks, obeyed by the contingencies).
    pub is_settlement_declared: Vec<bool>,
    /// Side of each actor: theatre x n + actor; 0 none, 1 aggressor, 2 defender (belligerents).
    pub side: Vec<u8>,
    /// Grade of help given: (theatre x 2 + side) x n + actor.
    pub help: Vec<u8>,
    /// Thousand soldiers of an actor in the theatre on a side's behalf, (theatre x 2 + side) x n + actor.
    pub forces: Vec<f64>,
    /// Perceived opportunity u now and at the start, per theatre.
    pub opportunity: Vec<f64>,
    pub opportunity_at_start: Vec<f64>,
    /// Opportunity that has become usual: hazards answer to what exceeds it.
    pub opportunity_usual: Vec<f64>,
    /// Monthly hazards at the start of each rung's step up to it, leap to it and step down from it (rows of the
    /// flat ladders).
    pub(super) step_up: Vec<f64>,
    pub(super) leap: Vec<f64>,
    pub(super) step_down: Vec<f64>,
    /// Set in the month in which a war ends; months since the last end (large if none).
    pub ends_now: Vec<bool>,
    pub months_since_end: Vec<u32>,
    /// A war was on, and its rung, at the end of last month's contingencies.
    pub was_at_war: Vec<bool>,
    pub rung_before: Vec<usize>,
    /// Fire of each side last month, theatre x 2 + side, in units of strength.
    pub fire: Vec<f64>,
    /// Share of the munitions wanted that was had last month, theatre x 2 + side, 0 to 1.
    pub cover: Vec<f64>,
    /// Strength of a distraction opened in the theatre, fading, 0 to 1; and whose it is meant to help
    /// (theatre x 2 + side of the war it serves; `usize::MAX` = none).
    pub distraction: Vec<f64>,
    pub distraction_for: Vec<usize>,
    /// The one state without a clause that may send forces in this war: an actor, `OPEN` while it is
    /// not yet known which, `usize::MAX` where none may.
    pub clauseless_sender: Vec<usize>,

    // Theatre x side x actor, (theatre x 2 + side) x n + actor.
    /// Value of the side's survival to the actor, and what must be added to it so that the choice at the
    /// start is the one observed.
    pub help_value: Vec<f64>,
    pub help_offset: Vec<f64>,
    /// The same for soldiers: at most 0, for those who send none to a war that is on at the start.
    pub troops_offset: Vec<f64>,
    /// Share of the actor's power that outside states see behind the side, 0 to 1.
    pub(super) backed: Vec<f64>,
    /// Arms the side at the start by the data of the theatre; the same in every run.
    pub(super) is_supplier: Vec<bool>,
    /// Share of the side's use of munitions that falls on the actor.
    pub side_share: Vec<f64>,
    /// Arms the side only because of foreign troops on the other.
    pub is_counter_arming: Vec<bool>,
    // Theatre x actor.
    /// Attention taken by the theatre.
    pub(super) attention_in: Vec<f64>,
    /// Side by the data of the theatre: 1 aggressor, 2 defender, 0 neither; the same in every run.
    pub(super) principal: Vec<u8>,
    /// What the model cannot see in the actor's choice, a standard normal for the whole run.
    pub temper: Vec<f64>,
    /// Standard normal that settles, for the whole of this war, whether an actor keeps its clause and at which
    /// rung its pledge: part common to all allies in the war, part its own.
    pub reluctance: Vec<f64>,
    /// Joined the war this month.
    pub joined_now: Vec<bool>,

    // Actors.
    /// Units used in war this month and wanted, actor x g.
    pub used: Vec<f64>,
    pub wanted: Vec<f64>,
    /// Thousand casualties so far.
    pub casualties: Vec<f64>,
    /// Share of attention taken by theatres, 0 to 1.
    pub attention: Vec<f64>,
    /// Weapons wanted, for readiness, of this draw; who wants any.
    pub(super) wanted_weapons: Vec<super::opportunity::Wanted>,
    pub(super) wants_weapons: Vec<bool>,
    /// Munition readiness m in [0, 1].
    pub readiness: Vec<f64>,
    /// Belligerent now; months since last a belligerent (large if never).
    pub is_belligerent: Vec<bool>,
    pub months_since_war: Vec<u32>,
    /// Command in disorder, 0 to 1, healing.
    pub disorder: Vec<f64>,
    /// Obligations called and broken this month, directed: breaker x n + ally.
    pub broken: Vec<bool>,
    pub honoured: Vec<bool>,

    // Pairs.
    /// Months since the pair last clashed on opposing sides (large if never).
    pub months_since_clash: Vec<u32>,
    /// Value of aid and support given in the last twelve months, directed.
    pub support_year: Vec<f64>,

    pub totals: Totals,
}

/// Stands for "never" in counts of months.
pub const NEVER: u32 = 100_000;
/// A place for one actor that nobody has taken yet.
pub const OPEN: usize = usize::MAX - 1;

impl War {
    pub fn sized(world: &World) -> Self {
        let (n, g, t) = (world.n, world.g, world.scenario.theatres.len());
        let sides = t * 2 * n;
        War {
            rung: vec![0; t],
            highest: vec![0; t],
            months_at_rung: vec![0; t],
            months_of_war: vec![0; t],
            front: vec![0.0; t],
            intensity: vec![0.0; t],
            is_truce: vec![false; t],
            ending: vec![Ending::None; t],
            starts_now: vec![false; t],
            declared_rung: vec![None; t],
            is_settlement_declared: vec![false; t],
            side: vec![0; t * n],
            help: vec![0; sides],
            forces: vec![0.0; sides],
            opportunity: vec![0.0; t],
            opportunity_at_start: vec![0.0; t],
            opportunity_usual: vec![0.0; t],
            step_up: vec![0.0; world.annual.len()],
            leap: vec![0.0; world.annual.len()],
            step_down: vec![0.0; world.annual.len()],
            ends_now: vec![false; t],
            months_since_end: vec![NEVER; t],
            was_at_war: vec![false; t],
            rung_before: vec![0; t],
            fire: vec![0.0; t * 2],
            cover: vec![1.0; t * 2],
            distraction: vec![0.0; t],
            distraction_for: vec![usize::MAX; t],
            clauseless_sender: vec![usize::MAX; t],
            help_value: vec![0.0; sides],
            help_offset: vec![0.0; sides],
            troops_offset: vec![0.0; sides],
            backed: vec![0.0; sides],
            is_supplier: (0..sides)
                .map(|place| {
                    let helpers = &world.scenario.theatres[place / n / 2].helpers[place / n % 2];
                    helpers.contains(&(place % n))
                })
                .collect(),
            side_share: vec![0.0; sides],
            is_counter_arming: vec![false; sides],
            attention_in: vec![0.0; t * n],
            principal: (0..t * n)
                .map(|place| super::principal_side(world, place / n, place % n))
                .collect(),
            temper: vec![0.0; t * n],
            reluctance: vec![0.0; t * n],
            joined_now: vec![false; t * n],
            used: vec![0.0; n * g],
            wanted: vec![0.0; n * g],
            casualties: vec![0.0; n],
            attention: vec![0.0; n],
            wanted_weapons: Vec::with_capacity(n * g),
            wants_weapons: vec![false; n],
            readiness: vec![1.0; n],
            is_belligerent: vec![false; n],
            months_since_war: vec![NEVER; n],
            disorder: vec![0.0; n],
            broken: vec![false; n * n],
            honoured: vec![false; n * n],
            months_since_clash: vec![NEVER; world.pairs],
            support_year: vec![0.0; n * n],
            totals: Totals::default(),
        }
    }
}
