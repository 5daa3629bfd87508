//! Names of the random streams of a scenario's entities: owned by keys, whatever the order of rows.

use super::Scenario;
use crate::random::entity_hash;
use crate::random::luck::Entities;

/// Streams of everything that draws, in compiled order.
pub fn entities(scenario: &Scenario) -> Entities {
    let keys: Vec<&str> = scenario.actors.iter().map(|actor| actor.key.as_str()).collect();
    let mut entities = Entities::default();
    for (first, a) in keys.iter().enumerate() {
        entities.actors.push(entity_hash("actor", &[a], true));
        entities.pairs.extend(
            keys[first + 1..]
                .iter()
                .map(|b| entity_hash("pair", &[a, b], false)),
        );
        entities
            .directed
            .extend(keys.iter().map(|b| entity_hash("directed", &[a, b], true)));
    }
    for theatre in &scenario.theatres {
        entities
            .theatres
            .push(entity_hash("theatre", &[&theatre.key], true));
        entities.helpers.extend(
            keys.iter()
                .map(|actor| entity_hash("helper", &[&theatre.key, actor], true)),
        );
    }
    entities.regimes = scenario
        .regimes
        .iter()
        .map(|regime| entity_hash("regime", &[&regime.id], true))
        .collect();
    entities
}

/// Whether two entities share a stream (the unused diagonal of the directed pairs apart).
pub fn has_collision(entities: &Entities) -> bool {
    let n = entities.actors.len();
    let directed = entities
        .directed
        .iter()
        .enumerate()
        .filter(|(at, _)| n == 0 || at / n != at % n)
        .map(|(_, stream)| *stream);
    let mut all: Vec<u64> = [
        &entities.actors,
        &entities.pairs,
        &entities.theatres,
        &entities.helpers,
        &entities.regimes,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(directed)
    .collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() < count
}
