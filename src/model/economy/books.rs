//! The month's books: cleared at the start of the market, closed after production.

use super::outside;
use super::scratch::Scratch;
use super::state::{BUNDLE, RING, bundle, bundle_of, kind_of_bundle};
use super::terms;
use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::world::{Cargo, GoodClass};

/// Monthly fading of the bundles and gains of a year.
const YEAR_KEPT: f64 = 11.0 / 12.0;

/// Clears what belongs to a month.
pub fn turn_page(world: &World, state: &mut State) {
    book_late_deliveries(world, state);
    let economy = &mut state.economy;
    for delivery in &economy.deliveries {
        if let Cargo::Good(good) = delivery.cargo {
            economy.flow[(delivery.from * world.n + delivery.to) * world.g + good] = 0.0;
        }
    }
    economy.deliveries.clear();
    for array in [
        &mut economy.inflow,
        &mut economy.outflow,
        &mut economy.consumed,
        &mut economy.money_source,
        &mut economy.money_sink,
        &mut economy.received,
        &mut economy.paid,
        &mut economy.lost,
    ] {
        array.fill(0.0);
    }
    let ring = state.month % RING;
    let area = world.n * world.n;
    for (year, page) in [
        (&mut economy.trade_year, &mut economy.trade_ring),
        (&mut economy.arms_year, &mut economy.arms_ring),
    ] {
        for (sum, old) in year.iter_mut().zip(&mut page[ring * area..(ring + 1) * area]) {
            *sum -= *old;
            *old = 0.0;
        }
    }
    let (bundles, _) = economy.bundle.as_chunks_mut::<BUNDLE>();
    for (bundle, is_bundled) in bundles.iter_mut().zip(&economy.is_bundled) {
        if *is_bundled {
            bundle.iter_mut().for_each(|value| *value *= YEAR_KEPT);
        }
    }
    economy.gain.iter_mut().for_each(|value| *value *= YEAR_KEPT);
    economy.given.iter_mut().for_each(|units| *units *= YEAR_KEPT);
}

/// Watch, enmities and sums the bargains read.
pub fn prepare(world: &World, state: &State, scratch: &mut Scratch) {
    terms::watch(state, scratch);
    terms::stakes(world, state, scratch);
    terms::enmities(state, scratch);
    outside::open_markets(world, state, scratch);
    scratch.sent.fill(0.0);
    scratch.part.fill(1.0);
    foes(world, state, scratch);
}

/// What arming a state at war costs for its enemy's sake (E4.1): what the enemy could add to the threats the seller lives
/// under, itself and through the seller's own enemies, and how much more the seller trusts it than the buyer.
fn foes(world: &World, state: &State, scratch: &mut Scratch) {
    let n = world.n;
    let relations = &state.relations;
    scratch.foe_trust.fill(0.0);
    if !state.war.is_belligerent.contains(&true) {
        return;
    }
    menaces(world, state, &mut scratch.menace);
    for buyer in 0..n {
        if !state.war.is_belligerent[buyer] {
            continue;
        }
        for foe in 0..n {
            if foe == buyer
                || !state.war.is_belligerent[foe]
                || !relations.are_enemies[world.pair(buyer, foe)]
            {
                continue;
            }
            // The war with the buyer leaves the enemy only part of its power.
            let power = relations.power[foe];
            let left = power * power / (power + relations.power[buyer]).max(1e-9);
            let Scratch { menace, by_proxy, .. } = &mut *scratch;
            reach_by_proxy(state, menace, (foe, buyer), by_proxy);
            let own_reach = &world.projection[foe * n..][..n];
            let hostility = &relations.hostility[foe * n..][..n];
            for seller in (0..n).filter(|&seller| seller != foe && seller != buyer) {
                let (known, friend) = (seller * n + foe, seller * n + buyer);
                let reach = own_reach[seller] + scratch.by_proxy[seller];
                let feared = provocation(left * reach, hostility[seller], relations.protection[seller]);
                let trusted = relations.trust[known] - relations.trust[friend];
                let cell = &mut scratch.foe_trust[friend];
                *cell = cell.max(feared + trusted);
            }
        }
    }
}

/// Hostility of each to each x its reach there, rival x n + seller; nobody menaces itself.
fn menaces(world: &World, state: &State, menace: &mut [f64]) {
    let bears = state.relations.hostility.iter().zip(&world.projection);
    for (menace, (hostility, projection)) in menace.iter_mut().zip(bears) {
        *menace = hostility * projection;
    }
    menace.iter_mut().step_by(world.n + 1).for_each(|own| *own = 0.0);
}

/// How far a power reaches each state by arming the enemy it lives beside: the largest, over rivals other than the two at
/// war, of the rival's `menace` as far as the power is not hostile to it itself. Row by row, so that sellers lie side by side.
fn reach_by_proxy(state: &State, menace: &[f64], (foe, buyer): (usize, usize), reach: &mut [f64]) {
    let n = reach.len();
    reach.fill(0.0);
    let hostility = &state.relations.hostility[foe * n..][..n];
    for (rival, (row, hostility)) in menace.chunks_exact(n).zip(hostility).enumerate() {
        if rival == foe || rival == buyer {
            continue;
        }
        let willing = 1.0 - hostility;
        for (most, menace) in reach.iter_mut().zip(row) {
            let here = menace * willing;
            *most = if here > *most { here } else { *most };
        }
    }
}

/// E4.1: threat that an enemy made for good would add, over all the power that then bears: power of the foe at the
/// seller's place that its war leaves it, its hostility, the seller's protection.
#[inline]
pub fn provocation(power: f64, hostility: f64, protection: f64) -> f64 {
    (1.0 - hostility).max(0.0) * power / (power + protection).max(1e-9)
}

/// Rings, yearly sums, dependence.
pub fn close(world: &World, state: &mut State) {
    let ring = state.month % RING;
    let economy = &mut state.economy;
    let (cells, area) = (world.n * world.g, world.n * world.n);
    let page = &mut economy.inflow_ring[ring * cells..][..cells];
    let (inflow, year) = (&economy.inflow[..cells], &mut economy.inflow_year[..cells]);
    let mean = &mut economy.inflow_mean[..cells];
    for cell in 0..cells {
        let sum = year[cell] + (inflow[cell] - page[cell]);
        page[cell] = inflow[cell];
        year[cell] = sum;
        mean[cell] = sum * (1.0 / RING as f64);
    }
    for (year, page) in [
        (&mut economy.trade_year, &economy.trade_ring),
        (&mut economy.arms_year, &economy.arms_ring),
    ] {
        for (sum, new) in year.iter_mut().zip(&page[ring * area..][..area]) {
            *sum += new;
        }
    }
    depend(world, state);
}

/// Months in which the dependence of all is looked at once (assumed).
const ROUND: usize = 3;

/// Share of an actor's supply that comes from another: half civil trade, half arms (E4.16).
fn depend(world: &World, state: &mut State) {
    let n = world.n;
    let economy = &mut state.economy;
    let year = RING as f64;
    let area = n * n;
    let (trade_year, arms_year) = (&economy.trade_year[..area], &economy.arms_year[..area]);
    let background = &economy.background[..area];
    for to in 0..n {
        // Sums of twelve months: a third of the receivers is looked at a month.
        if state.month != 0 && !(to + state.month).is_multiple_of(ROUND) {
            continue;
        }
        let (mut civil, mut arms) = (0.0, 0.0);
        let column = trade_year[to..].iter().step_by(n);
        let column = column.zip(arms_year[to..].iter().step_by(n));
        let column = column.zip(background[to..].iter().step_by(n));
        for ((trade, lethal), background) in column.clone() {
            civil += trade - lethal + year * background;
            arms += lethal;
        }
        let civil_weight = 0.5 / civil.max(world.total_trade[to] * 500.0).max(1e-9);
        if arms > 0.0 {
            for &good in &world.lethal {
                arms += year * economy.produced[to * world.g + good] * world.price[good];
            }
        }
        let arms_weight = if arms > 0.0 { 0.5 / arms } else { 0.0 };
        let dependence = economy.dependence[to * n..][..n].iter_mut();
        for (dependence, ((trade, lethal), background)) in dependence.zip(column) {
            let trade = trade - lethal + year * background;
            let share = civil_weight * trade + arms_weight * lethal;
            *dependence = share.clamp(0.0, 1.0);
        }
    }
}

/// Deliveries of the war phase (aid, support, soldiers) come after the books are closed: they are
/// entered in the page of their month before it is turned.
fn book_late_deliveries(world: &World, state: &mut State) {
    let (n, g) = (world.n, world.g);
    let ring = (state.month + RING - 1) % RING;
    let economy = &mut state.economy;
    for late in economy.booked..economy.deliveries.len() {
        let delivery = economy.deliveries[late];
        let directed = delivery.from * n + delivery.to;
        economy.trade_ring[ring * n * n + directed] += delivery.value;
        economy.trade_year[directed] += delivery.value;
        let Cargo::Good(good) = delivery.cargo else {
            bundle_of(economy, directed)[bundle::TECHNOLOGY] += delivery.value;
            continue;
        };
        let cell = delivery.to * g + good;
        economy.inflow_ring[ring * n * g + cell] += delivery.quantity;
        economy.inflow_year[cell] += delivery.quantity;
        let class = world.class[good];
        if class.is_lethal() || class == GoodClass::Troops {
            economy.arms_ring[ring * n * n + directed] += delivery.value;
            economy.arms_year[directed] += delivery.value;
        }
        bundle_of(economy, directed)[kind_of_bundle(class)] += delivery.value;
    }
    economy.booked = 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_that_is_an_enemy_anyway_cannot_be_provoked() {
        // 0.75 x 0.01 / (0.01 + 0.09) = 0.075.
        assert!((provocation(0.01, 0.25, 0.09) - 0.075).abs() < 1e-12);
        assert_eq!(provocation(0.01, 1.0, 0.09), 0.0);
        assert_eq!(provocation(0.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn dependence_is_half_of_the_share_in_trade_and_half_of_that_in_arms() {
        use crate::model::testing::*;
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let n = world.n;
        let economy = &mut state.economy;
        for array in [
            &mut economy.trade_year,
            &mut economy.arms_year,
            &mut economy.background,
            &mut economy.produced,
        ] {
            array.fill(0.0);
        }
        // Civil imports of CRANE: from BEAR 100 - 40 arms = 60, from DRAGON 20 a month of background = 240.
        let (bear, dragon) = (BEAR * n + CRANE, DRAGON * n + CRANE);
        economy.trade_year[bear] = 100.0;
        economy.arms_year[bear] = 40.0;
        economy.background[dragon] = 20.0;
        // Own arms: 10,000 shells a month at 0.001 = 120 a year. Total trade is small enough not to bind.
        economy.produced[CRANE * world.g + SHELLS] = 10_000.0;
        world.total_trade[CRANE] = 0.2;
        depend(&world, &mut state);
        // E4.16: BEAR 60 / 300 / 2 + 40 / 160 / 2 = 0.1 + 0.125; DRAGON 240 / 300 / 2 = 0.4.
        let on = |state: &State, other: usize| state.economy.dependence[CRANE * n + other];
        assert!((on(&state, BEAR) - 0.225).abs() < 1e-12);
        assert!((on(&state, DRAGON) - 0.4).abs() < 1e-12);
        // The denominator is at least half of total trade: of 1.2 bn a year 600; 60 / 600 / 2 + 0.125.
        world.total_trade[CRANE] = 1.2;
        depend(&world, &mut state);
        assert!((on(&state, BEAR) - 0.175).abs() < 1e-12);
    }

    #[test]
    fn a_power_can_pay_back_by_arming_the_sellers_enemy() {
        use crate::model::testing::*;
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let n = world.n;
        let mut scratch = Scratch::sized(n);
        world.projection.fill(0.0);
        state.relations.hostility.fill(0.0);
        state.relations.trust.fill(0.3);
        state.relations.are_enemies.fill(false);
        state.relations.are_enemies[world.pair(BEAR, WOLF)] = true;
        (state.war.is_belligerent[BEAR], state.war.is_belligerent[WOLF]) = (true, true);
        (state.relations.power[BEAR], state.relations.power[WOLF]) = (0.04, 0.01);
        state.relations.protection[LION] = 0.048;
        world.projection[BEAR * n + LION] = 0.5;
        let mut cost = |world: &World, state: &State| {
            foes(world, state, &mut scratch);
            scratch.foe_trust[LION * n + WOLF]
        };
        // E4.1: the war leaves BEAR 0.04^2 / 0.05 = 0.032; 0.016 of it reaches LION: 0.016 / 0.064 = 0.25.
        assert!((cost(&world, &state) - 0.25).abs() < 1e-12);
        // CRANE next door hates LION by 0.8, and BEAR dislikes CRANE by 0.375: 0.8 x 1 x 0.625 = 0.5 more reach:
        // 0.032 / 0.08 = 0.4.
        world.projection[CRANE * n + LION] = 1.0;
        state.relations.hostility[CRANE * n + LION] = 0.8;
        state.relations.hostility[BEAR * n + CRANE] = 0.375;
        assert!((cost(&world, &state) - 0.4).abs() < 1e-12);
        // Trust in WOLF of 0.5 more than in BEAR outweighs it, a quarter does not: 0.4 - 0.25.
        state.relations.trust[LION * n + WOLF] = 0.8;
        assert_eq!(cost(&world, &state), 0.0);
        state.relations.trust[LION * n + WOLF] = 0.55;
        assert!((cost(&world, &state) - 0.15).abs() < 1e-12);
    }
}
