//! Market and production (model sections 4 and 6).

pub mod books;
pub mod clearing;
pub mod finance;
pub mod leakage;
pub mod ledger;
pub mod outside;
pub mod production;
pub mod scratch;
pub mod settlement;
pub mod state;
pub mod technology;
pub mod terms;

use super::state::State;
use super::world::World;
use crate::random::Luck;
use crate::scenario::mechanisms::Mechanism;

/// Bargains of the month: goods, technology, leaks; then payment and delivery.
pub fn market(world: &World, state: &mut State, luck: &Luck) {
    let mut scratch = std::mem::take(&mut state.economy.scratch);
    books::turn_page(world, state);
    outside::background(world, state);
    settlement::serve_debts(world, state, luck);
    books::prepare(world, state, &mut scratch);
    if world.on(Mechanism::Market) {
        for good in 0..world.g {
            if clearing::is_traded(world, good) {
                clearing::clear(world, state, &mut scratch, good);
            }
        }
        if world.on(Mechanism::TechnologyTransfer) {
            technology::trade(world, state, &mut scratch);
        }
    }
    leakage::leak(world, state, &mut scratch, luck);
    settlement::settle(world, state, &mut scratch);
    state.economy.scratch = scratch;
}

/// Output, use, trade with the rest of the world, budgets; then the books of the month are closed.
pub fn production(world: &World, state: &mut State, _luck: &Luck) {
    technology::absorb(world, state);
    production::advance(world, state);
    production::consume(world, state);
    outside::trade(world, state);
    outside::contest(world, state);
    finance::settle(world, state);
    books::close(world, state);
}

#[cfg(test)]
mod tests;
