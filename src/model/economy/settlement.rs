//! Payment (E4.5 to E4.7): flows between two states are netted, the rest is paid in money, credited, or
//! not delivered.

use super::scratch::Scratch;
use super::state::{Delivery, Economy, RING, bundle, bundle_of, kind_of_bundle};
use crate::model::state::State;
use crate::model::survival::pressure::need;
use crate::model::world::{SECTORS, World};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::{probability_of_hazard, quantise, quantise_down};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::NEED_COUNT;
use crate::scenario::world::{Cargo, GoodClass, Sector};

/// Part of its money a state without solvency pressure pays out in a month at most, and how much less
/// one under full pressure does (assumed): a pressed state pays late.
const LARGEST_OUTLAY: f64 = 0.25;
const HOARDED: f64 = 0.8;
/// Months over which debts are paid back (assumed), and part lost in a default (assumed).
const REPAY_MONTHS: f64 = 24.0;
const HAIRCUT: f64 = 0.3;

/// E4.6: what a creditor lets a debtor owe, million USD.
#[inline]
pub fn credit_limit(months: f64, budget: f64, trust: f64, rung: u8) -> f64 {
    months * budget * trust.clamp(0.0, 1.0) * (1.0 + 0.5 * f64::from(rung))
}

/// E4.7: monthly hazard of a default = rate x h_sol^2.
#[inline]
pub fn default_hazard(rate: f64, pressure: f64) -> f64 {
    rate * pressure * pressure
}

/// Pays for what was agreed; cuts what cannot be paid; then moves goods and money.
pub fn settle(world: &World, state: &mut State, scratch: &mut Scratch) {
    net(world, state, scratch);
    pay(world, state, scratch);
    deliver(world, state, scratch);
    state.economy.booked = state.economy.deliveries.len();
}

/// E4.5: what each owes each after netting; old debts the other way are set off first.
fn net(world: &World, state: &mut State, scratch: &mut Scratch) {
    let n = world.n;
    scratch.due.fill(0.0);
    scratch.due_sum.fill(0.0);
    let barters = world.on(Mechanism::Barter);
    for a in 0..n {
        let sent_by_a = &scratch.sent[a * n..][..n];
        for b in a + 1..n {
            let (ab, ba) = (a * n + b, b * n + a);
            let (sent, back) = (sent_by_a[b], scratch.sent[ba]);
            if sent == 0.0 && back == 0.0 {
                continue;
            }
            if !barters {
                // Each delivery is paid for on its own.
                scratch.due[ba] = sent;
                scratch.due[ab] = back;
            } else if sent >= back {
                scratch.due[ba] = set_off(&mut state.economy.debt[ab], sent - back);
            } else {
                scratch.due[ab] = set_off(&mut state.economy.debt[ba], back - sent);
            }
            scratch.due_sum[a] += scratch.due[ab];
            scratch.due_sum[b] += scratch.due[ba];
        }
    }
    for actor in 0..n {
        let pressure = state.survival.needs[actor * NEED_COUNT + need::SOLVENCY];
        scratch.purse[actor] = LARGEST_OUTLAY
            * (1.0 - HOARDED * pressure)
            * state.economy.stock[actor * world.g + world.currency];
    }
}

/// Deliveries first pay back what their sender owes.
fn set_off(debt: &mut f64, due: f64) -> f64 {
    let paid = quantise_down(due.min(*debt));
    *debt -= paid;
    due - paid
}

/// Money as far as the purse goes, credit as far as trust goes; `part` is what can be delivered.
fn pay(world: &World, state: &mut State, scratch: &mut Scratch) {
    let n = world.n;
    for debtor in 0..n {
        let sum = scratch.due_sum[debtor];
        if sum <= 0.0 {
            continue;
        }
        let able = (scratch.purse[debtor] / sum).min(1.0);
        for creditor in 0..n {
            let cell = debtor * n + creditor;
            let due = scratch.due[cell];
            if due <= 0.0 {
                continue;
            }
            let unpaid = due * (1.0 - able);
            let room = if unpaid > 0.0 && world.on(Mechanism::Credit) {
                credit_room(world, state, debtor, creditor)
            } else {
                0.0
            };
            let credit = quantise_down(unpaid.min(room));
            if credit > 0.0 {
                state.economy.debt[cell] += credit;
                let bundle = bundle_of(&mut state.economy, cell);
                bundle[bundle::CREDIT] += credit;
            }
            let cut = unpaid - credit;
            let sent = scratch.sent[creditor * n + debtor];
            if cut > 0.0 && sent > 0.0 {
                scratch.part[creditor * n + debtor] = (1.0 - cut / sent).clamp(0.0, 1.0);
            }
            transfer(world, state, debtor, creditor, quantise_down(due * able));
        }
    }
}

fn credit_room(world: &World, state: &State, debtor: usize, creditor: usize) -> f64 {
    let budget = super::finance::monthly_budget(world, debtor)
        .min(0.1 * state.economy.stock[creditor * world.g + world.currency]);
    let limit = credit_limit(
        world.parameters.credit_months,
        budget,
        state.relations.trust[creditor * world.n + debtor],
        state.alignment.rung[world.pair(debtor, creditor)],
    );
    (limit - state.economy.debt[debtor * world.n + creditor]).max(0.0)
}

/// Moves money; a part is lost on the way where finance is stopped (E4.5). No money is made.
pub fn transfer(world: &World, state: &mut State, from: usize, to: usize, money: f64) {
    let currency = world.currency;
    let directed = from * world.n + to;
    let economy = &mut state.economy;
    let money = money.min(economy.stock[from * world.g + currency]);
    let passage = state.sanctions.passage[directed * SECTORS + Sector::Finance as usize].clamp(0.0, 1.0);
    let fee = if passage < 1.0 {
        quantise_down(money * world.parameters.payment_fee * (1.0 - passage))
    } else {
        0.0
    };
    economy.stock[from * world.g + currency] -= money;
    economy.stock[to * world.g + currency] += money - fee;
    economy.money_sink[to] += fee;
    economy.outflow[from * world.g + currency] += money;
    economy.inflow[to * world.g + currency] += money;
    economy.paid[from] += money;
    economy.received[to] += money - fee;
    bundle_of(economy, directed)[bundle::MONEY] += money;
}

/// Goods move; workers and technology are not used up where they come from.
fn deliver(world: &World, state: &mut State, scratch: &Scratch) {
    let mut deliveries = std::mem::take(&mut state.economy.deliveries);
    let economy = &mut state.economy;
    let area = world.n * world.n;
    let page = (state.month % RING) * area;
    for delivery in &mut deliveries {
        let directed = delivery.from * world.n + delivery.to;
        let part = scratch.part[directed];
        if !delivery.is_leak && part < 1.0 {
            delivery.quantity *= part;
            delivery.value *= part;
        }
        if !delivery.is_leak {
            delivery.quantity = quantise_down(delivery.quantity);
            delivery.value = quantise(delivery.value);
        }
        economy.trade_ring[page + directed] += delivery.value;
        match delivery.cargo {
            Cargo::Good(good) => {
                move_good(world, economy, delivery, good);
                if world.class[good].is_lethal() {
                    economy.arms_ring[page + directed] += delivery.value;
                }
                if part < 1.0 {
                    economy.habit[good * area + directed] *= part;
                }
            }
            Cargo::Technology(domain) => teach(world, economy, delivery, domain),
        }
    }
    economy.deliveries = deliveries;
}

#[inline(always)]
fn move_good(world: &World, economy: &mut Economy, delivery: &mut Delivery, good: usize) {
    let g = world.g;
    let (source, sink) = (delivery.from * g + good, delivery.to * g + good);
    let directed = delivery.from * world.n + delivery.to;
    let class = world.class[good];
    if class != GoodClass::Labour {
        delivery.quantity = delivery.quantity.min(economy.stock[source]);
        economy.stock[source] -= delivery.quantity;
        economy.stock[sink] += delivery.quantity;
    }
    economy.outflow[source] += delivery.quantity;
    economy.inflow[sink] += delivery.quantity;
    economy.flow[directed * g + good] += delivery.quantity;
    bundle_of(economy, directed)[kind_of_bundle(class)] += delivery.value;
}

/// A step is sold: the receiver has it to absorb, and a licensor for what needs the domain.
fn teach(world: &World, economy: &mut Economy, delivery: &Delivery, domain: usize) {
    let directed = delivery.from * world.n + delivery.to;
    economy.absorbing[delivery.to * world.d + domain] += delivery.quantity;
    let steps = &mut economy.steps_sold[directed * world.d + domain];
    *steps = steps.saturating_add(1);
    for good in 0..world.g {
        if world.domain[good] == Some(domain) {
            economy.licensor[delivery.to * world.g + good] = delivery.from;
        }
    }
    bundle_of(economy, directed)[bundle::TECHNOLOGY] += delivery.value;
}

/// Debts are served while there is cover; a state under solvency pressure may default (E4.7).
pub fn serve_debts(world: &World, state: &mut State, luck: &Luck) {
    let n = world.n;
    state.economy.defaulted.fill(0.0);
    for debtor in 0..n {
        let row = debtor * n;
        let owed: f64 = state.economy.debt[row..row + n].iter().sum();
        if owed <= 0.0 {
            continue;
        }
        let pressure = state.survival.needs[debtor * NEED_COUNT + need::SOLVENCY];
        let hazard = default_hazard(world.parameters.default_rate, pressure);
        let defaults = world.on(Mechanism::Default)
            && luck.actor(debtor, state.month, actor_slot::DEFAULT) < probability_of_hazard(hazard);
        let purse = 0.1 * state.economy.stock[debtor * world.g + world.currency];
        let able = (purse / (owed / REPAY_MONTHS)).min(1.0);
        for creditor in 0..n {
            let debt = state.economy.debt[row + creditor];
            if debt <= 0.0 {
                continue;
            }
            if defaults {
                let lost = quantise_down(HAIRCUT * debt);
                state.economy.debt[row + creditor] -= lost;
                state.economy.defaulted[row + creditor] = lost;
            } else if state.survival.cover_months[debtor] > 1.0 || !world.on(Mechanism::Default) {
                let paid = quantise_down((able * debt / REPAY_MONTHS).max(able * debt.min(0.1)));
                state.economy.debt[row + creditor] -= paid;
                transfer(world, state, debtor, creditor, paid);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_grows_with_trust_and_rung() {
        // 0.4 months x 500 x 0.5 x (1 + 0.5 x 2) = 200.
        assert!((credit_limit(0.4, 500.0, 0.5, 2) - 200.0).abs() < 1e-12);
        assert_eq!(credit_limit(0.4, 500.0, 0.0, 4), 0.0);
    }

    use crate::model::testing::*;
    use crate::scenario::Scenario;

    /// The made-up world before its first month, with money for two and no debts.
    fn opened(s: &Scenario) -> (World<'_>, State, Scratch) {
        let world = World::central(s);
        let mut state = State::sized(&world);
        state.reset(&world);
        state.economy.debt.fill(0.0);
        state.sanctions.passage.fill(1.0);
        for actor in [BEAR, CRANE] {
            state.economy.stock[actor * world.g + world.currency] = 1_000.0;
            state.survival.needs[actor * NEED_COUNT + need::SOLVENCY] = 0.5;
        }
        let scratch = Scratch::sized(world.n);
        (world, state, scratch)
    }

    #[test]
    fn flows_both_ways_are_netted_and_old_debts_set_off_first() {
        let s = scenario();
        let (mut world, mut state, mut scratch) = opened(&s);
        let (out, back) = (CRANE * world.n + BEAR, BEAR * world.n + CRANE);
        (scratch.sent[out], scratch.sent[back]) = (100.0, 30.0);
        state.economy.debt[out] = 20.0;
        net(&world, &mut state, &mut scratch);
        // E4.5: 100 - 30 = 70 to be paid; CRANE owed 20 from before: 50 are left, and it owes nothing more.
        assert_eq!((scratch.due[back], scratch.due[out]), (50.0, 0.0));
        assert_eq!(state.economy.debt[out], 0.0);
        // A quarter of the money a month, less 0.8 x 0.5 of it under half of full pressure: 0.25 x 0.6 x 1,000.
        assert!((scratch.purse[BEAR] - 150.0).abs() < 1e-12);
        // Without barter each pays for what it got.
        let barter = crate::scenario::mechanisms::mechanism_index("barter").unwrap_or(usize::MAX);
        let mut plain = scenario();
        plain.switches.turn_off(barter);
        world = World::central(&plain);
        net(&world, &mut state, &mut scratch);
        assert_eq!((scratch.due[back], scratch.due[out]), (100.0, 30.0));
    }

    #[test]
    fn what_is_neither_paid_nor_credited_is_not_delivered() {
        let s = scenario();
        let (mut world, mut state, mut scratch) = opened(&s);
        let (out, back) = (CRANE * world.n + BEAR, BEAR * world.n + CRANE);
        scratch.part.fill(1.0);
        scratch.sent[out] = 400.0;
        (scratch.due[back], scratch.due_sum[BEAR], scratch.purse[BEAR]) = (300.0, 300.0, 150.0);
        // E4.6: credit for 2 months of a budget of 20 at a trust of 1 without treaty: 40 (less than a tenth of 1,000).
        world.budget[BEAR] = 0.24;
        world.parameters.credit_months = 2.0;
        state.relations.trust[out] = 1.0;
        state.alignment.rung[world.pair(BEAR, CRANE)] = 0;
        pay(&world, &mut state, &mut scratch);
        // Half of 300 is paid, 40 credited, 110 of the 400 sent are not delivered: 0.725 is.
        assert!((state.economy.debt[back] - 40.0).abs() < 1e-6);
        assert!((scratch.part[out] - 0.725).abs() < 1e-6);
        assert!((state.economy.stock[CRANE * world.g + world.currency] - 1_150.0).abs() < 1e-6);
    }

    #[test]
    fn a_default_comes_by_the_square_of_pressure_and_takes_three_tenths() {
        // E4.7: 0.01 x 0.5^2 = 0.0025 a month.
        assert!((default_hazard(0.01, 0.5) - 0.002_5).abs() < 1e-15);
        let s = scenario();
        let (mut world, mut state, _) = opened(&s);
        let entities = entities(&scenario());
        let mut luck = Luck::sized(&entities, 1);
        luck.fill(&entities, 7, 0);
        let debt = BEAR * world.n + CRANE;
        state.economy.debt[debt] = 240.0;
        state.survival.cover_months[BEAR] = 2.0;
        // Without a default a twenty-fourth of 240 is paid.
        world.parameters.default_rate = 0.0;
        serve_debts(&world, &mut state, &luck);
        assert!((state.economy.debt[debt] - 230.0).abs() < 1e-6);
        // With one for sure 30 % of 230 are lost, 69, and nothing is paid.
        world.parameters.default_rate = 1e6;
        serve_debts(&world, &mut state, &luck);
        assert!((state.economy.debt[debt] - 161.0).abs() < 1e-6);
        assert!((state.economy.defaulted[debt] - 69.0).abs() < 1e-6);
        assert!((state.economy.stock[BEAR * world.g + world.currency] - 990.0).abs() < 1e-6);
    }
}
