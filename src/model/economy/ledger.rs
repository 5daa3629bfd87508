//! Conservation: every unit is accounted for, exactly (pattern 13).

use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::world::GoodClass;

/// Units of each good held by the cast.
pub fn totals(world: &World, state: &State) -> Vec<f64> {
    (0..world.g)
        .map(|good| {
            (0..world.n)
                .map(|actor| state.economy.stock[actor * world.g + good])
                .sum()
        })
        .collect()
}

/// Stock now less (stock before + made + bought outside - sold outside - consumed - used in war - lost);
/// for money + sources - sinks. Exactly 0 where the books are right.
pub fn imbalance(world: &World, before: &[f64], state: &State, good: usize) -> f64 {
    let sum = |values: &[f64]| -> f64 { (0..world.n).map(|actor| values[actor * world.g + good]).sum() };
    let economy = &state.economy;
    let now = sum(&economy.stock);
    if good == world.currency {
        let sources: f64 = economy.money_source.iter().sum();
        let sinks: f64 = economy.money_sink.iter().sum();
        return now - (before[good] + sources - sinks);
    }
    if matches!(world.class[good], GoodClass::Labour | GoodClass::Troops) {
        return 0.0;
    }
    let made = sum(&economy.produced) + sum(&economy.outside_in);
    let gone = sum(&economy.outside_out) + sum(&economy.consumed) + sum(&state.war.used) + economy.lost[good];
    now - (before[good] + made - gone)
}
