//! Patterns of the market in miniature on the made-up world (model section 12).

use super::ledger;
use crate::model::testing::*;
use crate::model::world::SECTORS;
use crate::model::{State, World};
use crate::random::Luck;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::mechanism_index;
use crate::scenario::ranged::Ranged;
use crate::scenario::world::{Cargo, Sector};
use proptest::prelude::*;

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

#[test]
fn the_less_a_state_has_to_lose_the_more_shells_it_sells() {
    let mut sold = Vec::new();
    for exposure in [0.6, 0.02, 0.0] {
        let mut stage = Stage::new(true);
        stage.exposure[DRAGON] = exposure;
        sold.push(stage.sent(DRAGON, BEAR, SHELLS));
    }
    assert!(
        sold[0] <= sold[1] && sold[1] <= sold[2] && sold[0] < sold[2],
        "{sold:?}"
    );
}

#[test]
fn a_second_sanctioned_seller_takes_part_of_the_first_ones_sales() {
    let alone = Stage::new(true).sent(CRANE, BEAR, SHELLS);
    let mut rivalled = Stage::new(true);
    // A state with nothing to lose sells as well; a sender of the sanctions could not deliver.
    rivalled.exposure[DRAGON] = 0.0;
    assert!(rivalled.sent(CRANE, BEAR, SHELLS) < alone);
}

/// Monthly missiles WOLF buys when it may learn to make them, late in the run.
fn late_missiles(licensed: bool) -> (f64, f64) {
    let mut stage = Stage::new(false);
    stage.months = 60;
    let g = stage.scenario.goods.len();
    let wants = &mut stage.scenario.holdings[WOLF * g + MISSILES];
    wants.requirement = Ranged::fixed(10.0);
    stage.scenario.holdings[EAGLE * g + MISSILES].stock = Ranged::fixed(1.0e4);
    if !licensed {
        stage = stage.off("licensed-production");
    }
    let (mut bought, mut made, mut month) = (0.0, 0.0, 0);
    stage.run(|world, state| {
        let cell = WOLF * world.g + MISSILES;
        if month >= 36 {
            bought += state.economy.inflow[cell];
        }
        made += state.economy.licensed[cell];
        month += 1;
    });
    (bought, made)
}

#[test]
fn who_learnt_to_make_a_good_buys_less_of_it() {
    let (bought, made) = late_missiles(true);
    let (bought_without, made_without) = late_missiles(false);
    assert!(made > 0.0 && made_without == 0.0);
    assert!(bought < bought_without, "{bought} {bought_without}");
}

#[test]
fn the_value_of_a_unit_is_the_finite_difference_of_pressure() {
    let stage = Stage::new(true);
    let mut seen = false;
    stage.run(|world, state| {
        if seen {
            return;
        }
        seen = true;
        // A lot of `units` moves the shortage without deliveries by units / need; H moves by slope x s^2.
        for cell in [
            BEAR * world.g + SHELLS,
            LION * world.g + OIL,
            CRANE * world.g + FOOD,
        ] {
            let actor = cell / world.g;
            let (need, slope) = (state.survival.need[cell], state.survival.slope[cell]);
            let shortage = state.survival.dry_shortage[cell];
            let units = 1e-5 * need;
            let after = shortage - units / need;
            let fall = slope * (shortage * shortage - after * after);
            let value = fall / units / state.survival.value_of_money[actor];
            let ratio = value / state.survival.value[cell];
            assert!((ratio - 1.0).abs() < 1e-3, "{cell} {ratio}");
        }
        // Security: the arms term of H itself, through `pressure_with`.
        use crate::model::survival::{Change, pressure_with};
        let relief = |arms: f64| {
            pressure_with(
                world,
                state,
                BEAR,
                &Change {
                    arms,
                    ..Change::default()
                },
            )
        };
        let slope = (relief(0.0) - relief(1e-4)) / 1e-4;
        let security = crate::model::survival::security(
            state.relations.protection[BEAR],
            crate::model::survival::pressure::threat_sum(world, state, BEAR),
            world.parameters.security_floor,
        );
        let expected = 0.3 * world.parameters.arms_weight * (1.0 - security);
        assert!((slope / expected - 1.0).abs() < 1e-6, "{slope} {expected}");
    });
}

/// The scenario with actor k of the result being actor `order[k]` of the original.
fn permuted(s: &Scenario, order: &[usize]) -> Scenario {
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let (n, g, d) = (s.actors.len(), s.goods.len(), s.domains.len());
    let mut p = s.clone();
    p.actors = order.iter().map(|&old| s.actors[old].clone()).collect();
    p.holdings = (0..n * g)
        .map(|cell| s.holdings[order[cell / g] * g + cell % g])
        .collect();
    p.technology = (0..n * d)
        .map(|cell| s.technology[order[cell / d] * d + cell % d])
        .collect();
    for a in 0..n {
        for b in a + 1..n {
            let mut dyad = s.dyads[s.pair(order[a], order[b])].clone();
            if order[a] > order[b] {
                dyad.hostility.swap(0, 1);
            }
            (dyad.first, dyad.second) = (a, b);
            p.dyads[s.pair(a, b)] = dyad;
        }
    }
    let moved = |members: &[usize]| {
        let mut places: Vec<usize> = members.iter().map(|&old| place[old]).collect();
        places.sort_unstable();
        places
    };
    for regime in &mut p.regimes {
        regime.target = place[regime.target];
        regime.senders = moved(&regime.senders);
        regime.compliance = order.iter().map(|&old| regime.compliance[old]).collect();
    }
    for treaty in &mut p.treaties {
        treaty.members = moved(&treaty.members);
    }
    for institution in &mut p.institutions {
        institution.members = moved(&institution.members);
    }
    for theatre in &mut p.theatres {
        for side in 0..2 {
            theatre.sides[side] = moved(&theatre.sides[side]);
            theatre.helpers[side] = moved(&theatre.helpers[side]);
        }
    }
    for flow in &mut p.opening_flows {
        (flow.from, flow.to) = (place[flow.from], place[flow.to]);
    }
    p
}

#[test]
fn nothing_depends_on_the_order_of_actors() {
    let order = [3, 5, 0, 4, 2, 1];
    let base = scenario();
    let run = |s: &Scenario| -> Vec<f64> {
        let world = World::central(s);
        let mut luck = Luck::sized(&entities(s), 12);
        luck.fill(&entities(s), 7, 0);
        let mut state = State::sized(&world);
        state.reset(&world);
        for month in 0..12 {
            state.month = month;
            for actor in 0..world.n {
                let index = ACTORS
                    .iter()
                    .position(|id| *id == s.actors[actor].id)
                    .unwrap_or(0);
                state.sanctions.exposure[actor] = [0.1, 0.1, 0.6, 0.5, 0.5, 0.6][index];
                state.relations.protection[actor] = world.cinc[actor];
                if index == BEAR || index == WOLF {
                    state.war.is_belligerent[actor] = true;
                    state.war.wanted[actor * world.g + SHELLS] = 2.0e5;
                }
            }
            crate::model::survival::needs(&world, &mut state, &luck);
            super::market(&world, &mut state, &luck);
            super::production(&world, &mut state, &luck);
        }
        state.economy.stock.clone()
    };
    let (forward, mixed) = (run(&base), run(&permuted(&base, &order)));
    let g = base.goods.len();
    for (new, &old) in order.iter().enumerate() {
        for good in 0..g {
            let (a, b) = (forward[old * g + good], mixed[new * g + good]);
            assert!((a - b).abs() <= 1e-6 * (1.0 + a.abs()), "{old} {good}: {a} {b}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn random_worlds_conserve_goods_and_money(
        factors in proptest::collection::vec(0.0f64..3.0, 60 * 4),
        exposure in 0.0f64..1.0,
        off in 0usize..20,
    ) {
        let mut stage = Stage::new(true);
        stage.months = 14;
        stage.exposure = [exposure; 6];
        stage.scenario.switches.turn_off(off);
        for (cell, holding) in stage.scenario.holdings.iter_mut().enumerate() {
            let f = &factors[cell * 4..cell * 4 + 4];
            for (number, factor) in [
                (&mut holding.stock, f[0]),
                (&mut holding.capacity, f[1]),
                (&mut holding.requirement, f[2]),
                (&mut holding.target, f[3]),
            ] {
                *number = Ranged::fixed(number.central * factor);
            }
        }
        let mut before: Option<Vec<f64>> = None;
        stage.run(|world, state| {
            if let Some(before) = &before {
                for good in 0..world.g {
                    assert_eq!(ledger::imbalance(world, before, state, good), 0.0);
                }
            }
            assert!(state.economy.stock.iter().all(|s| *s >= 0.0 && s.is_finite()));
            before = Some(ledger::totals(world, state));
        });
    }
}

#[test]
#[ignore = "prints a run of the whole month for people"]
fn show_whole() {
    let mut month = 0;
    simulate(&scenario(), 3, 1, 48, |world, state| {
        if month % 6 == 0 {
            println!("== month {month}");
            for d in &state.economy.deliveries {
                println!(
                    "{} -> {} {:?} {:.1} units {:.2} musd leak {} aid {}",
                    ACTORS[d.from], ACTORS[d.to], d.cargo, d.quantity, d.value, d.is_leak, d.is_aid
                );
            }
            for a in 0..world.n {
                println!(
                    "{} money {:.0} out {:.3} H {:.3} h {:.2?} shells {:.0} exposure {:.2} debt {:.0}",
                    ACTORS[a],
                    state.economy.stock[a * world.g],
                    state.economy.output[a],
                    state.survival.pressure[a],
                    &state.survival.needs[a * 6..a * 6 + 6],
                    state.economy.stock[a * world.g + SHELLS],
                    state.sanctions.exposure[a],
                    state.economy.debt[a * world.n..(a + 1) * world.n]
                        .iter()
                        .sum::<f64>(),
                );
            }
        }
        month += 1;
    });
}
