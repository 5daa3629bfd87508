//! The state of one run: flat arrays, sized once, reset per run. Each part has one phase that writes
//! it (named in its file); every other phase only reads it.

use super::world::World;

pub use super::alignment::state::Alignment;
pub use super::economy::state::Economy;
pub use super::relations::state::Relations;
pub use super::sanctions::state::Sanctions;
pub use super::survival::state::Survival;
pub use super::war::state::War;

/// Everything that changes from month to month.
#[derive(Clone, Debug)]
pub struct State {
    /// Months since the start; the month being simulated.
    pub month: usize,
    pub survival: Survival,
    pub economy: Economy,
    pub sanctions: Sanctions,
    pub war: War,
    pub relations: Relations,
    pub alignment: Alignment,
}

impl State {
    /// Allocates every array for worlds of this shape. The only place where a run's memory is taken.
    pub fn sized(world: &World) -> Self {
        State {
            month: 0,
            survival: Survival::sized(world),
            economy: Economy::sized(world),
            sanctions: Sanctions::sized(world),
            war: War::sized(world),
            relations: Relations::sized(world),
            alignment: Alignment::sized(world),
        }
    }

    /// Back to the start of the world; allocates nothing.
    pub fn reset(&mut self, world: &World) {
        self.month = 0;
        self.relations.reset(world);
        self.sanctions.reset(world);
        self.war.reset(world);
        self.alignment.reset(world);
        self.economy.reset(world);
        self.survival.reset(world);
        super::relations::open(world, self);
        super::war::open(world, self);
    }
}
