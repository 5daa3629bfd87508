//! Keys of random streams: 256 bits from (format, seed, run or draw, family), 64 bits from the entity.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Version of the mapping from keys to numbers; part of every key.
pub const RANDOM_FORMAT: u64 = 1;

/// What a stream is for. Families never share a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Family {
    /// Luck of one run: decisions, detections, contingencies.
    Luck = 1,
    /// One parameter draw: parameters and ranged cells of the world.
    Parameters = 2,
    /// Resampling in statistics (bootstrap, simulation-based calibration).
    Resampling = 3,
}

/// The 256-bit key of one run or one parameter draw.
#[derive(Clone, Copy, Debug)]
pub struct Key([u8; 32]);

impl Key {
    pub fn new(seed: u64, index: u64, family: Family) -> Self {
        let mut bytes = [0u8; 32];
        for (chunk, word) in bytes
            .chunks_exact_mut(8)
            .zip([RANDOM_FORMAT, seed, index, family as u64])
        {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Key(bytes)
    }

    /// A generator at the start of the entity's stream.
    pub fn stream(&self, entity: u64) -> ChaCha8Rng {
        let mut generator = ChaCha8Rng::from_seed(self.0);
        generator.set_stream(entity);
        generator
    }

    /// The first uniform of the entity's stream, in the open interval (0, 1).
    pub fn uniform(&self, entity: u64) -> f64 {
        use rand::Rng;
        uniform_from_word(self.stream(entity).next_u32())
    }
}

/// A word becomes a uniform strictly between 0 and 1, with a resolution of 2^-32.
#[inline(always)]
pub fn uniform_from_word(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// Stable 64-bit name of an entity: its kind and the `key`s of its members, sorted where the
/// entity is undirected or a group.
pub fn entity_hash(kind: &str, keys: &[&str], is_ordered: bool) -> u64 {
    let mut keys = keys.to_vec();
    if !is_ordered {
        keys.sort_unstable();
    }
    let mut hasher = Sha256::new();
    hasher.update(kind.as_bytes());
    for key in keys {
        hasher.update([0u8]);
        hasher.update(key.as_bytes());
    }
    let digest = hasher.finalize();
    let mut word = [0u8; 8];
    word.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undirected_entities_ignore_the_order_of_their_members() {
        assert_eq!(
            entity_hash("pair", &["b", "a"], false),
            entity_hash("pair", &["a", "b"], false)
        );
        assert_ne!(
            entity_hash("directed", &["b", "a"], true),
            entity_hash("directed", &["a", "b"], true)
        );
    }

    #[test]
    fn families_seeds_and_indices_differ() {
        let first = Key::new(1, 0, Family::Luck).uniform(7);
        for other in [
            Key::new(1, 0, Family::Parameters),
            Key::new(2, 0, Family::Luck),
            Key::new(1, 1, Family::Luck),
        ] {
            assert_ne!(first.to_bits(), other.uniform(7).to_bits());
        }
    }

    #[test]
    fn uniforms_are_inside_the_open_interval() {
        assert!(uniform_from_word(0) > 0.0);
        assert!(uniform_from_word(u32::MAX) < 1.0);
    }
}
