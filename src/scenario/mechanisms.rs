//! The ledger of mechanisms (docs/odd.md, ledger): what can be switched off by name, where it stands,
//! and the witness that shows it matters.

/// Direction in which the witness measure moves when the mechanism is on rather than off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    Raises,
    Lowers,
}

/// A paired experiment in which the mechanism is on, then off.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Witness {
    /// Name of a shipped scenario.
    pub scenario: &'static str,
    /// Measure by name (docs/odd.md, witnesses).
    pub measure: &'static str,
    pub sign: Sign,
    #[serde(serialize_with = "seed_as_text")]
    pub seed: u64,
    pub runs: u64,
}

fn seed_as_text<S: serde::Serializer>(seed: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&seed.to_string())
}

/// One row of the ledger.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct MechanismSpec {
    pub id: &'static str,
    /// Tag of its equation in docs/odd.md.
    pub equation: &'static str,
    /// The phase of the month it acts in.
    pub phase: &'static str,
    /// Name given to `--off`.
    pub switch: &'static str,
    pub meaning: &'static str,
    pub witness: Witness,
}

macro_rules! mechanisms {
    ($($variant:ident, $id:literal, $equation:literal, $phase:literal, $meaning:literal, $scenario:literal, $measure:literal, $sign:ident, $seed:literal, $runs:literal;)*) => {
        /// Every mechanism that can be switched off. Ids are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Mechanism { $(#[doc = $meaning] $variant,)* }

        /// The ledger, in the order of `Mechanism`.
        pub const MECHANISMS: &[MechanismSpec] = &[$(MechanismSpec {
            id: $id, equation: $equation, phase: $phase, switch: $id, meaning: $meaning,
            witness: Witness { scenario: $scenario, measure: $measure, sign: Sign::$sign, seed: $seed, runs: $runs },
        },)*];
    };
}

include!("mechanisms_table.rs");

/// Which mechanisms act. All by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switches(Vec<bool>);

impl Default for Switches {
    fn default() -> Self {
        Switches(vec![true; MECHANISMS.len()])
    }
}

impl Switches {
    #[inline(always)]
    pub fn on(&self, mechanism: Mechanism) -> bool {
        self.0[mechanism as usize]
    }

    /// Switches a mechanism off by its index in `MECHANISMS`.
    pub fn turn_off(&mut self, index: usize) {
        if let Some(switch) = self.0.get_mut(index) {
            *switch = false;
        }
    }

    pub fn is_on_at(&self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(false)
    }
}

/// Index of a mechanism by its switch.
pub fn mechanism_index(id: &str) -> Option<usize> {
    MECHANISMS.iter().position(|m| m.switch == id)
}
