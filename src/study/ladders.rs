//! First passage up the ladders against published estimates (E7.1).

use crate::model::World;
use crate::model::war::ladder::first_passage;
use crate::scenario::Scenario;
use serde_json::{Value, json};

const TABLE: &str = include_str!("estimates.csv");
/// Start that the shipped estimates speak of.
pub const START: &str = "2026-07";
/// Horizons shown for every rung, months.
pub const HORIZONS: [usize; 3] = [12, 36, 60];

/// A published chance that a theatre comes to a rung or higher within some months of the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub theatre: String,
    pub rung: String,
    pub months: usize,
    pub low: f64,
    pub central: f64,
    pub high: f64,
    pub source: String,
}

/// The table of published estimates for a start (`YYYY-MM`).
pub fn published(start: &str) -> Vec<Published> {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.splitn(8, ',').collect();
            let &[of, theatre, rung, months, low, central, high, source] = cells.as_slice() else {
                return None;
            };
            let number = |text: &str| text.parse::<f64>().ok();
            (of == start).then_some(Published {
                theatre: theatre.to_owned(),
                rung: rung.to_owned(),
                months: months.parse().ok()?,
                low: number(low)?,
                central: number(central)?,
                high: number(high)?,
                source: source.to_owned(),
            })
        })
        .collect()
}

/// Chance of first passage within some months: the ladder's own, a mean over parameter draws, wars not ending.
#[derive(Clone, Debug)]
pub struct Passage {
    pub theatre: String,
    pub rung: String,
    pub months: usize,
    pub chance: f64,
    /// What is published for the same, where something is.
    pub published: Option<Published>,
}

impl Passage {
    pub fn is_near(&self) -> bool {
        self.published
            .as_ref()
            .is_none_or(|p| (p.low..=p.high).contains(&self.chance))
    }
}

/// Every rung above the start of every theatre at the usual horizons, and what is published.
pub fn passages(scenario: &Scenario, start: &str, seed: u64, draws: u64) -> Vec<Passage> {
    let published = published(start);
    let mut passages = Vec::new();
    for theatre in &scenario.theatres {
        for rung in &theatre.ladder[theatre.start_rung..] {
            for months in HORIZONS {
                passages.push(Passage {
                    theatre: theatre.id.clone(),
                    rung: rung.id.clone(),
                    months,
                    chance: 0.0,
                    published: None,
                });
            }
        }
    }
    for estimate in published {
        passages.push(Passage {
            theatre: estimate.theatre.clone(),
            rung: estimate.rung.clone(),
            months: estimate.months,
            chance: 0.0,
            published: Some(estimate),
        });
    }
    for draw in 0..draws {
        let world = World::sample(scenario, seed, draw);
        for passage in &mut passages {
            let t = scenario
                .theatres
                .iter()
                .position(|theatre| theatre.id == passage.theatre);
            let Some((t, theatre)) = t.map(|t| (t, &scenario.theatres[t])) else {
                continue;
            };
            let Some(rung) = theatre.ladder.iter().position(|rung| rung.id == passage.rung) else {
                continue;
            };
            let chance = first_passage(&world, t, theatre.start_rung, rung + 1, passage.months);
            passage.chance += chance / draws as f64;
        }
    }
    passages
}

/// Contract: `passages` with `theatre`, `rung`, `months`, `chance`, and `low`, `central`, `high`, `source`, `is_near`
/// where something is published.
pub fn report(passages: &[Passage]) -> Value {
    let row = |passage: &Passage| match &passage.published {
        None => {
            json!({"theatre": passage.theatre, "rung": passage.rung, "months": passage.months, "chance": passage.chance})
        }
        Some(p) => {
            json!({"theatre": passage.theatre, "rung": passage.rung, "months": passage.months, "chance": passage.chance,
                          "low": p.low, "central": p.central, "high": p.high, "source": p.source, "is_near": passage.is_near()})
        }
    };
    json!({"format": 1, "passages": passages.iter().map(row).collect::<Vec<_>>()})
}
