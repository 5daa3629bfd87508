//! What recent years showed (docs/recent.md): each must occur in at least 1 % of the runs of the scenario that fits.
//! The table says what and where; the questions stand in an overlay on each scenario, and nothing else reads them.

use crate::scenario::source::resolver::{Files, ReadFailure, Resolver};
use crate::scenario::{Overrides, Report, Scenario};
use crate::stats::outcomes::Estimate;
use serde_json::{Value, json};

/// Share of runs in which each must occur.
pub const LEAST: f64 = 0.01;

const TABLE: &str = include_str!("recent.csv");
const OVERLAYS: &[(&str, &str)] = &[
    ("baseline", include_str!("baseline.toml")),
    ("gulf-war", include_str!("gulf-war.toml")),
    ("hindcast-2022", include_str!("hindcast-2022.toml")),
    ("taiwan-blockade", include_str!("taiwan-blockade.toml")),
    ("taiwan-invasion", include_str!("taiwan-invasion.toml")),
];

/// One thing that happened: id of the outcome that asks for it, and the scenario it is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phenomenon {
    pub id: &'static str,
    pub item: &'static str,
    pub scenario: &'static str,
    pub seen: &'static str,
}

/// The table, in its order.
pub fn phenomena() -> Vec<Phenomenon> {
    let row = |line: &'static str| {
        let mut cells = line.splitn(4, ',');
        let mut next = || cells.next().unwrap_or_default();
        Phenomenon {
            id: next(),
            item: next(),
            scenario: next(),
            seen: next(),
        }
    };
    TABLE.lines().skip(1).map(row).collect()
}

/// Names of the scenarios that the table asks, each once.
pub fn scenarios() -> Vec<&'static str> {
    OVERLAYS.iter().map(|(name, _)| *name).collect()
}

/// The shipped files and, by `./recent/<scenario>.toml`, the overlays.
struct Overlays;

impl Resolver for Overlays {
    fn read(&self, location: &str, limit: u64) -> Result<String, ReadFailure> {
        let overlay = OVERLAYS.iter().find(|(name, _)| place(name) == location);
        overlay.map_or_else(|| Files.read(location, limit), |(_, text)| Ok((*text).to_owned()))
    }
}

fn place(name: &str) -> String {
    format!("./recent/{name}.toml")
}

/// The scenario with the questions of the table; others are left out, so that a run costs no more.
pub fn load(name: &str) -> Result<Scenario, Report> {
    let (mut scenario, _) = Scenario::load(&place(name), &Overlays, &Overrides::default())?;
    let wanted: Vec<&str> = phenomena().iter().map(|phenomenon| phenomenon.id).collect();
    scenario
        .outcomes
        .retain(|outcome| wanted.contains(&outcome.id.as_str()) && outcome.given.is_none());
    Ok(scenario)
}

/// Share of the runs in which one phenomenon occurred.
#[derive(Clone, Debug)]
pub struct Share {
    pub phenomenon: Phenomenon,
    pub hits: u64,
    pub runs: u64,
    pub share: f64,
    pub mc_error: f64,
}

impl Share {
    pub fn is_enough(&self) -> bool {
        self.share >= LEAST
    }
}

/// The shares of one scenario's phenomena.
pub fn shares(scenario: &Scenario, name: &str, estimates: &[Estimate]) -> Vec<Share> {
    let asked = phenomena();
    let of = |phenomenon: Phenomenon| {
        let place = scenario
            .outcomes
            .iter()
            .position(|outcome| outcome.id == phenomenon.id)?;
        let estimate = estimates.get(place)?;
        Some(Share {
            phenomenon,
            hits: estimate.hits,
            runs: estimate.runs,
            share: estimate.probability?,
            mc_error: estimate.mc_error?,
        })
    };
    asked
        .into_iter()
        .filter(|phenomenon| phenomenon.scenario == name)
        .filter_map(of)
        .collect()
}

/// Contract: `least`, `runs`, `phenomena` with `id`, `item`, `scenario`, `share`, `mc_error`, `hits`, `runs`, `is_enough`.
pub fn report(shares: &[Share]) -> Value {
    json!({
        "format": 1,
        "least": LEAST,
        "phenomena": shares.iter().map(|s| json!({
            "id": s.phenomenon.id, "item": s.phenomenon.item, "scenario": s.phenomenon.scenario, "seen": s.phenomenon.seen,
            "share": s.share, "mc_error": s.mc_error, "hits": s.hits, "runs": s.runs, "is_enough": s.is_enough(),
        })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_asked_once_of_its_scenario_and_nothing_else_is() {
        let asked = phenomena();
        for name in scenarios() {
            let scenario = match load(name) {
                Ok(scenario) => scenario,
                Err(report) => panic!("{report}"),
            };
            let ids: Vec<&str> = scenario
                .outcomes
                .iter()
                .map(|outcome| outcome.id.as_str())
                .collect();
            let rows: Vec<&str> = asked
                .iter()
                .filter(|p| p.scenario == name)
                .map(|p| p.id)
                .collect();
            assert!(!rows.is_empty(), "{name} is asked nothing");
            for id in &rows {
                assert!(ids.contains(id), "{id} is no question of {name}");
            }
            assert_eq!(ids.len(), rows.len(), "{name}: {ids:?}");
        }
        assert!(asked.iter().all(|p| scenarios().contains(&p.scenario)));
        let mut ids: Vec<&str> = asked.iter().map(|p| p.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), asked.len());
    }
}
