//! One side of a comparison: a shipped scenario and what is changed in it, as a scenario file would say it.

use crate::scenario::{Memory, Overrides, Report, Scenario};
use std::collections::BTreeMap;

/// A shipped scenario with changes laid over it.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// In a word or two, for tables.
    pub name: &'static str,
    /// Shipped scenario.
    pub scenario: &'static str,
    /// Horizon; 0 = that of the scenario.
    pub months: usize,
    /// What goes out, as in `remove`.
    pub remove: &'static [&'static str],
    /// Sections of a scenario file.
    pub text: &'static str,
    /// Mechanisms switched off.
    pub off: &'static [&'static str],
}

impl Arm {
    pub const fn of(name: &'static str, scenario: &'static str) -> Self {
        Arm {
            name,
            scenario,
            months: 0,
            remove: &[],
            text: "",
            off: &[],
        }
    }

    pub const fn months(mut self, months: usize) -> Self {
        self.months = months;
        self
    }

    pub const fn without(mut self, remove: &'static [&'static str]) -> Self {
        self.remove = remove;
        self
    }

    pub const fn with(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }

    pub const fn off(mut self, off: &'static [&'static str]) -> Self {
        self.off = off;
        self
    }

    /// The same arm with more mechanisms off, as a file would say it.
    pub fn file(&self) -> String {
        let mut file = format!("format = 1\nextends = \"builtin:{}\"\n", self.scenario);
        if self.months > 0 {
            file += &format!("months = {}\n", self.months);
        }
        if !self.remove.is_empty() {
            file += &format!("remove = {:?}\n", self.remove);
        }
        file + self.text
    }

    /// Reads the arm with the mechanisms in `off` switched off as well.
    pub fn load(&self, off: &[&str]) -> Result<Scenario, Report> {
        const PLACE: &str = "./pattern.toml";
        let files = Memory(BTreeMap::from([(PLACE.to_owned(), self.file())]));
        let overrides = Overrides {
            off: self.off.iter().chain(off).map(|id| (*id).to_owned()).collect(),
            ..Overrides::default()
        };
        Scenario::load(PLACE, &files, &overrides).map(|(scenario, _)| scenario)
    }

    /// Arms with the same key give the same runs.
    pub fn key(&self, off: &[&str], runs: u64) -> String {
        let mut switched: Vec<&str> = self.off.iter().chain(off).copied().collect();
        switched.sort_unstable();
        switched.dedup();
        format!("{}\u{0}{}\u{0}{runs}", self.file(), switched.join(" "))
    }
}
