//! The checked world of a scenario: what `docs/world-format.md` describes, compiled to indices.
//!
//! Everything is sorted by `key`, so the order of rows in the files reaches no result.

use super::month::Month;
use super::ranged::Ranged;

/// The six needs, in the order of every array of needs.
pub const NEEDS: [&str; 6] = [
    "security",
    "solvency",
    "stability",
    "technology",
    "autonomy",
    "standing",
];
pub const NEED_COUNT: usize = NEEDS.len();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    State,
    /// A bloc trades and sanctions; it enters no treaty hazard of its own.
    Bloc,
}

#[derive(Clone, Debug)]
pub struct Strategy {
    pub id: String,
    /// Weights of the needs; the central values sum to 1, those of a draw are made to (E2.11).
    pub weights: [Ranged; NEED_COUNT],
    pub risk_tolerance: Ranged,
    pub window_months: Ranged,
    pub behaviour: String,
}

#[derive(Clone, Debug)]
pub struct Actor {
    pub id: String,
    pub key: String,
    pub name: String,
    pub kind: ActorKind,
    /// Index into `Scenario::strategies`.
    pub strategy: usize,
    pub has_veto: bool,
    pub is_nuclear: bool,
    pub is_major: bool,
    pub attributes: Attributes,
}

/// Units and meanings: docs/world-format.md, attributes.csv.
#[derive(Clone, Debug)]
pub struct Attributes {
    pub gdp: Ranged,
    pub population: Ranged,
    pub military_spending: Ranged,
    pub troops: Ranged,
    pub warheads: Ranged,
    pub cinc: Ranged,
    pub polyarchy: Ranged,
    /// None without a seat in the General Assembly.
    pub ideal_point: Option<Ranged>,
    pub total_trade: Ranged,
    pub reserves: Ranged,
    pub budget: Ranged,
    pub reach: Ranged,
    pub autonomy_doctrine: Ranged,
    pub regime_hazard: Ranged,
    pub command_disorder: Ranged,
    pub monitoring_capacity: Ranged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoodClass {
    Munition,
    Drone,
    DualUse,
    Energy,
    Food,
    Export,
    Labour,
    Troops,
    Currency,
}

impl GoodClass {
    pub const ALL: [GoodClass; 9] = [
        GoodClass::Munition,
        GoodClass::Drone,
        GoodClass::DualUse,
        GoodClass::Energy,
        GoodClass::Food,
        GoodClass::Export,
        GoodClass::Labour,
        GoodClass::Troops,
        GoodClass::Currency,
    ];

    pub fn id(self) -> &'static str {
        match self {
            GoodClass::Munition => "munition",
            GoodClass::Drone => "drone",
            GoodClass::DualUse => "dual-use",
            GoodClass::Energy => "energy",
            GoodClass::Food => "food",
            GoodClass::Export => "export",
            GoodClass::Labour => "labour",
            GoodClass::Troops => "troops",
            GoodClass::Currency => "currency",
        }
    }

    /// Weapons that kill: what an exposed trader does not sell.
    pub fn is_lethal(self) -> bool {
        matches!(self, GoodClass::Munition | GoodClass::Drone)
    }
}

/// What a sanction names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sector {
    Arms,
    DualUse,
    Energy,
    Food,
    Exports,
    Labour,
    Finance,
    Technology,
}

impl Sector {
    pub const ALL: [Sector; 8] = [
        Sector::Arms,
        Sector::DualUse,
        Sector::Energy,
        Sector::Food,
        Sector::Exports,
        Sector::Labour,
        Sector::Finance,
        Sector::Technology,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Sector::Arms => "arms",
            Sector::DualUse => "dual-use",
            Sector::Energy => "energy",
            Sector::Food => "food",
            Sector::Exports => "exports",
            Sector::Labour => "labour",
            Sector::Finance => "finance",
            Sector::Technology => "technology",
        }
    }
}

/// A rival good: what one has another has not. Technologies are `Domain`s.
#[derive(Clone, Debug)]
pub struct Good {
    pub id: String,
    pub name: String,
    pub class: GoodClass,
    pub unit: String,
    /// Million USD a unit.
    pub price: Ranged,
    pub sector: Sector,
    /// Combat power of one unit used.
    pub strength: Ranged,
    /// Units moved in a month at which detection becomes likely.
    pub conspicuous: Ranged,
    /// Transport without a land border, share of price per 1,000 km.
    pub bulk: Ranged,
    /// Dual-use inputs, share of price.
    pub input_share: Ranged,
    /// Thousand workers per million USD a month of output.
    pub labour_share: Ranged,
    /// Technology its production needs, index into `Scenario::domains`.
    pub domain: Option<usize>,
}

/// A technology: non-rival; a transfer raises the receiver and costs the donor its lead.
#[derive(Clone, Debug)]
pub struct Domain {
    pub id: String,
    pub name: String,
    /// Million USD for a step of 0.1 of the level.
    pub price: Ranged,
    pub sector: Sector,
    pub conspicuous: Ranged,
}

/// What one actor holds of one good; absent rows are zero, `reserve` without a row is unlimited.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    pub stock: Ranged,
    pub capacity: Ranged,
    pub requirement: Ranged,
    pub target: Ranged,
    pub reserve: Option<Ranged>,
}

#[derive(Clone, Copy, Debug)]
pub struct TechnologyLevel {
    pub level: Ranged,
    pub goal: Ranged,
}

/// An unordered pair at the start; `first < second` in compiled order.
#[derive(Clone, Debug)]
pub struct Dyad {
    pub first: usize,
    pub second: usize,
    /// 1 land, 2-5 sea, 0 none (Correlates of War).
    pub contiguity: u8,
    pub distance_km: f64,
    /// Distance of ideal points where it is known better than from the two points.
    pub un_distance: Option<Ranged>,
    /// Million USD a year, both ways.
    pub trade: Ranged,
    pub has_fought: bool,
    pub are_rivals: bool,
    /// Hostility of first towards second, and back: one stream, the error of coding a pair is one.
    pub hostility: [Ranged; 2],
    pub trust: Ranged,
    pub logistics: Ranged,
    pub exercises: Ranged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    None,
    Consultation,
    Defence,
}

#[derive(Clone, Debug)]
pub struct Treaty {
    pub id: String,
    pub name: String,
    /// Sorted actor indices.
    pub members: Vec<usize>,
    /// 1 neutrality or non-aggression, 2 consultation, 3 mutual defence, 4 integrated.
    pub rung: u8,
    /// A coalition that others may join.
    pub is_pact: bool,
    pub clause: Clause,
    pub honour: Ranged,
}

#[derive(Clone, Debug)]
pub struct Institution {
    pub id: String,
    pub name: String,
    pub members: Vec<usize>,
    pub weight: Ranged,
}

#[derive(Clone, Debug)]
pub struct Regime {
    pub id: String,
    pub name: String,
    pub senders: Vec<usize>,
    pub target: usize,
    pub is_un: bool,
    /// By `Sector as usize`.
    pub covers: [bool; Sector::ALL.len()],
    pub stringency: Ranged,
    pub enforcement: Ranged,
    pub monitoring: Ranged,
    /// Compliance of each actor at the start, 0 to 1.
    pub compliance: Vec<Ranged>,
}

#[derive(Clone, Debug)]
pub struct Rung {
    pub id: String,
    /// Yearly chance of stepping here from the rung below, at the start's state.
    pub annual: Ranged,
    /// Yearly chance of coming here at once from any rung at least two below, at the start's state; 0 = never.
    pub direct: Ranged,
    /// Yearly chance of stepping down from here.
    pub ease: Ranged,
    /// The rungs of a ladder share one stream for each of the next three, so that they keep their order.
    pub intensity: Ranged,
    /// Share of the defenders' imports by sea stopped.
    pub blockade: Ranged,
    /// Share of the world's energy trade that force at this rung keeps from its buyers, whoever sells it.
    pub energy: Ranged,
    pub is_war: bool,
    pub is_clash: bool,
}

/// Monthly use of a good by a side at intensity 1.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    pub good: usize,
    pub quantity: Ranged,
}

/// A commitment without a treaty: the chance that the actor fights for the defenders at the top of the ladder.
#[derive(Clone, Copy, Debug)]
pub struct Pledge {
    pub actor: usize,
    pub honour: Ranged,
}

#[derive(Clone, Debug)]
pub struct Theatre {
    pub id: String,
    /// Owner of its luck (the id).
    pub key: String,
    pub name: String,
    /// Sides: 0 aggressors, 1 defenders. Sorted actor indices.
    pub sides: [Vec<usize>; 2],
    /// Who arms each side at the start.
    pub helpers: [Vec<usize>; 2],
    /// Commitments to the defenders without a treaty, sorted by actor.
    pub pledges: Vec<Pledge>,
    /// 0 = calm, k = `ladder[k - 1]`.
    pub start_rung: usize,
    pub front: Ranged,
    pub attention: Ranged,
    pub settle: Ranged,
    pub collapse: Ranged,
    pub truce: Ranged,
    pub ladder: Vec<Rung>,
    /// What each side uses at intensity 1, for the whole side.
    pub uses: [Vec<Use>; 2],
}

/// Mean flow a month in the twelve months before the start.
#[derive(Clone, Copy, Debug)]
pub struct OpeningFlow {
    pub from: usize,
    pub to: usize,
    pub cargo: Cargo,
    pub quantity: Ranged,
}

/// A rival good or a technology, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cargo {
    Good(usize),
    Technology(usize),
}

/// A reference class: yearly rate with its 95 % interval.
#[derive(Clone, Debug)]
pub struct BaseRate {
    pub id: String,
    pub description: String,
    pub events: f64,
    pub exposure: f64,
    pub rate: [f64; 3],
    pub source: String,
}

/// First simulated month of a world and what it is called.
#[derive(Clone, Debug)]
pub struct WorldInfo {
    pub id: String,
    pub start: Month,
    pub title: String,
    pub origin: WorldOrigin,
}

/// Where a world was read from, so that a changed copy is not taken for the one it was copied from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorldOrigin {
    /// Its folder as named; none for a shipped one.
    pub folder: Option<String>,
    /// First 8 hexadecimal digits of the SHA-256 of its files.
    pub digest: String,
    /// With the `id` of a shipped world: its files that are not as shipped, and how many of their rows are not.
    pub differs: Option<Vec<(String, usize)>>,
}

impl WorldInfo {
    /// The id of a shipped world, as shipped; else its own name and what tells it from others: `my-world@1f2e3d4c`.
    pub fn name(&self) -> String {
        let origin = &self.origin;
        let Some(folder) = &origin.folder else {
            return self.id.clone();
        };
        if origin.differs.as_ref().is_some_and(Vec::is_empty) {
            return self.id.clone();
        }
        // An id taken over from a shipped world is not its own name; that of its folder is.
        let own = std::path::Path::new(folder)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = match (&origin.differs, own) {
            (Some(_), Some(own)) => own,
            _ => self.id.clone(),
        };
        format!("{name}@{}", origin.digest)
    }

    /// Where it is from and what it is a copy of, in words.
    pub fn provenance(&self) -> String {
        let origin = &self.origin;
        let Some(folder) = &origin.folder else {
            return "as shipped".to_owned();
        };
        match &origin.differs {
            None => format!("folder {folder}"),
            Some(files) if files.is_empty() => {
                format!("folder {folder}, the same as the shipped {}", self.id)
            }
            Some(files) => {
                let rows = |count: &usize| if *count == 1 { "row" } else { "rows" };
                let files: Vec<String> = files
                    .iter()
                    .map(|(file, count)| format!("{file} ({count} {})", rows(count)))
                    .collect();
                format!(
                    "folder {folder}, differs from the shipped {} in {}",
                    self.id,
                    files.join(", ")
                )
            }
        }
    }
}
