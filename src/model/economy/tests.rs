//! Patterns of the market in miniature on the made-up world (model section 12).

use super::ledger;
use crate::model::testing::*;
use crate::model::world::SECTORS;
use crate::model::{State, World, month};
use crate::random::Luck;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::mechanism_index;
use crate::scenario::world::{Cargo, Sector};

/// One run in which relations, sanctions and war stand as the test sets them each month.
struct Stage {
    scenario: Scenario,
    is_war: bool,
    exposure: [f64; 6],
    months: usize,
}

impl Stage {
    fn new(is_war: bool) -> Self {
        Stage {
            scenario: scenario(),
            is_war,
            exposure: [0.1, 0.1, 0.6, 0.5, 0.5, 0.6],
            months: 24,
        }
    }

    fn off(mut self, id: &str) -> Self {
        self.scenario
            .switches
            .turn_off(mechanism_index(id).unwrap_or(usize::MAX));
        self
    }

    fn set(&self, world: &World, state: &mut State) {
        let n = world.n;
        let suffered = [0.7, 0.7, 0.0, 0.0, 0.0, 0.0];
        for actor in 0..n {
            for sector in 0..SECTORS {
                let punished = sector != Sector::Food as usize;
                state.sanctions.suffered[actor * SECTORS + sector] =
                    if punished { suffered[actor] } else { 0.0 };
            }
            state.sanctions.exposure[actor] = self.exposure[actor];
            state.relations.protection[actor] = world.cinc[actor];
            for other in 0..n {
                if other != actor {
                    let pair = world.pair(actor, other);
                    state.relations.trust[actor * n + other] = world.trust[pair];
                    state.relations.threat[actor * n + other] =
                        state.relations.hostility[actor * n + other] * world.cinc[other] * 0.5;
                }
            }
        }
        if self.is_war {
            state.war.wanted[BEAR * world.g + SHELLS] = 4.0e5;
            state.war.wanted[WOLF * world.g + SHELLS] = 1.5e5;
            state.war.is_belligerent[BEAR] = true;
            state.war.is_belligerent[WOLF] = true;
        }
    }

    fn run(&self, mut look: impl FnMut(&World, &State)) {
        let world = World::central(&self.scenario);
        let entities = entities(&self.scenario);
        let mut luck = Luck::sized(&entities, self.months);
        luck.fill(&entities, 7, 0);
        let mut state = State::sized(&world);
        state.reset(&world);
        for month in 0..self.months {
            state.month = month;
            self.set(&world, &mut state);
            // The war uses what it wants, as far as there is any.
            crate::model::survival::needs(&world, &mut state, &luck);
            super::market(&world, &mut state, &luck);
            super::production(&world, &mut state, &luck);
            state.war.used.fill(0.0);
            if self.is_war {
                for actor in [BEAR, WOLF] {
                    let cell = actor * world.g + SHELLS;
                    let used = state.war.wanted[cell].min(state.economy.stock[cell]);
                    state.economy.stock[cell] -= used;
                    state.war.used[cell] = used;
                }
            }
            look(&world, &state);
        }
        let _ = month::simulate;
    }

    /// Units of a good sent by one to another over the run.
    fn sent(&self, from: usize, to: usize, good: usize) -> f64 {
        let mut sum = 0.0;
        self.run(|world, state| sum += state.economy.flow[(from * world.n + to) * world.g + good]);
        sum
    }
}

#[test]
#[ignore = "prints a run for people"]
fn show() {
    for is_war in [false, true] {
        let stage = Stage::new(is_war);
        let mut month = 0;
        stage.run(|world, state| {
            if month % 6 == 0 || month == 23 {
                println!("== war {is_war} month {month}");
                for d in &state.economy.deliveries {
                    println!(
                        "{} -> {} {:?} {:.1} units {:.2} musd leak {}",
                        ACTORS[d.from], ACTORS[d.to], d.cargo, d.quantity, d.value, d.is_leak
                    );
                }
                for a in 0..world.n {
                    println!(
                        "{} money {:.0} cover {:.1} out {:.3} H {:.3} h {:.2?} shells {:.0} oil {:.0} rev {:.0} spend {:.0} debt {:.0} in {:?} ouside in {:?} out {:?}",
                        ACTORS[a],
                        state.economy.stock[a * world.g],
                        state.survival.cover_months[a],
                        state.economy.output[a],
                        state.survival.pressure[a],
                        &state.survival.needs[a * 6..a * 6 + 6],
                        state.economy.stock[a * world.g + SHELLS],
                        state.economy.stock[a * world.g + OIL],
                        state.economy.revenue[a],
                        state.economy.spending[a],
                        state.economy.debt[a * world.n..(a + 1) * world.n].iter().sum::<f64>(),
                        &state.economy.coverage[a * world.g..(a + 1) * world.g].iter().map(|x| (x * 100.0).round()).collect::<Vec<_>>(),
                        &state.economy.outside_in[a * world.g..(a + 1) * world.g].iter().map(|x| x.round()).collect::<Vec<_>>(),
                        &state.economy.outside_out[a * world.g..(a + 1) * world.g].iter().map(|x| x.round()).collect::<Vec<_>>(),
                    );
                }
            }
            month += 1;
        });
    }
}

#[test]
fn goods_and_money_are_conserved_to_the_last_bit() {
    let stage = Stage::new(true);
    let mut before: Option<Vec<f64>> = None;
    stage.run(|world, state| {
        if let Some(before) = &before {
            for good in 0..world.g {
                assert_eq!(
                    ledger::imbalance(world, before, state, good),
                    0.0,
                    "{}",
                    world.scenario.goods[good].id
                );
            }
        }
        assert!(state.economy.stock.iter().all(|s| *s >= 0.0));
        before = Some(ledger::totals(world, state));
    });
}

#[test]
fn no_war_no_shells() {
    assert_eq!(Stage::new(false).sent(CRANE, BEAR, SHELLS), 0.0);
    assert!(Stage::new(true).sent(CRANE, BEAR, SHELLS) > 1.0e5);
}

#[test]
fn the_exposed_trader_sells_parts_and_no_shells() {
    let stage = Stage::new(true);
    assert_eq!(stage.sent(DRAGON, BEAR, SHELLS), 0.0);
    assert!(stage.sent(DRAGON, BEAR, CHIPS) > 1_000.0);
    let mut shunned = Stage::new(true);
    shunned.exposure[DRAGON] = 0.0;
    assert!(shunned.sent(DRAGON, BEAR, SHELLS) > 0.0);
}

#[test]
fn last_years_oil_flows_on_from_the_first_month() {
    let stage = Stage::new(true);
    let mut first = None;
    stage.run(|world, state| {
        let flow = state.economy.flow[(BEAR * world.n + DRAGON) * world.g + OIL];
        first.get_or_insert(flow);
    });
    let first = first.unwrap_or(0.0);
    assert!((4.0e4..9.0e4).contains(&first), "{first}");
}

#[test]
fn shells_come_before_technology() {
    let mut stage = Stage::new(true);
    stage.months = 48;
    let (mut shells, mut technology, mut month) = (None, None, 0);
    stage.run(|_, state| {
        for d in &state.economy.deliveries {
            match d.cargo {
                Cargo::Good(SHELLS) if d.from == CRANE && d.to == BEAR => {
                    shells.get_or_insert(month);
                }
                Cargo::Technology(_) if d.from == BEAR && d.to == CRANE => {
                    technology.get_or_insert(month);
                }
                _ => {}
            }
        }
        month += 1;
    });
    assert!(shells.is_some());
    assert!(
        technology.is_none_or(|t| Some(t) >= shells),
        "{shells:?} {technology:?}"
    );
}

#[test]
fn without_a_market_nothing_is_sold() {
    let stage = Stage::new(true).off("market").off("firm-leakage");
    stage.run(|_, state| assert!(state.economy.deliveries.is_empty()));
}
