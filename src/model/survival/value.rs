//! Marginal values of money, goods and technology (E3.8).

use super::coverage::kind_of;
use super::pressure::{monthly_outlay, need, security};
use super::state::{KINDS, kind};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths::exp;
use crate::scenario::world::NEED_COUNT;

/// E3.8: value of a million USD in units of H, between a floor and a cap.
///
/// The slope of solvency in money, w exp(-c / m0) / (m0 outlay); the floor is what else a month of
/// budget would buy.
#[inline]
pub fn value_of_money(weight: f64, cover: f64, cover_months: f64, outlay: f64, floor: f64, cap: f64) -> f64 {
    let slope = weight * exp(-cover.max(0.0) / cover_months) / (cover_months * outlay);
    slope.clamp(floor, floor * cap)
}

/// Values of all actors: money, goods, technology.
pub fn assess(world: &World, state: &mut State) {
    for actor in 0..world.n {
        money(world, state, actor);
        goods(world, state, actor);
        technologies(world, state, actor);
    }
}

fn money(world: &World, state: &mut State, actor: usize) {
    let p = &world.parameters;
    let outlay = monthly_outlay(world, state, actor);
    let held = state.economy.stock[actor * world.g + world.currency];
    let balance = state.economy.balance_mean[actor];
    let cover = ((held + world.window[actor] * balance.min(0.0)) / outlay).max(0.0);
    state.survival.cover_months[actor] = cover;
    let weight = state.survival.weights[actor * NEED_COUNT + need::SOLVENCY];
    let floor = p.money_floor / (world.budget[actor] * 1_000.0 / 12.0).max(1e-6);
    state.survival.value_of_money[actor] =
        value_of_money(weight, cover, p.cover_months, outlay, floor, p.money_cap);
}

/// Marginal value of a unit in million USD at the shortage without further deliveries.
///
/// dH = w a share x 2 s / need: linear in s, so quantities close in closed form. `slope` keeps
/// w a share, `value` the value at s.
fn goods(world: &World, state: &mut State, actor: usize) {
    let p = &world.parameters;
    let weights = &state.survival.weights[actor * NEED_COUNT..(actor + 1) * NEED_COUNT];
    let fear = security(
        state.relations.protection[actor],
        state.survival.threat[actor],
        p.security_floor,
    );
    let mut felt = [0.0; KINDS];
    felt[kind::ARMS] = weights[need::SECURITY] * p.arms_weight * (1.0 - fear);
    felt[kind::FOOD] = weights[need::STABILITY] * p.food_weight;
    felt[kind::ENERGY] = weights[need::STABILITY] * p.energy_weight;
    felt[kind::INPUTS] = weights[need::STABILITY] * p.input_weight;
    felt[kind::JOBS] = weights[need::STABILITY] * p.jobs_weight;
    let money = state.survival.value_of_money[actor].max(1e-300);
    let (g, row) = (world.g, actor * world.g);
    let class = &world.class[..g];
    let survival = &mut state.survival;
    let (need, shortage) = (&survival.need[row..][..g], &survival.dry_shortage[row..][..g]);
    let (slope, value) = (&mut survival.slope[row..][..g], &mut survival.value[row..][..g]);
    for good in 0..g {
        let kind = kind_of(class[good]);
        if kind == kind::NONE || need[good] <= 0.0 {
            slope[good] = 0.0;
            value[good] = 0.0;
            continue;
        }
        slope[good] *= felt[kind];
        value[good] = if shortage[good] > 0.0 {
            slope[good] * 2.0 * shortage[good] / (need[good] * money)
        } else {
            0.0
        };
    }
    value[world.currency] = 1.0;
}

/// A step is a tenth of the level; its value is the finite difference of H over the step.
fn technologies(world: &World, state: &mut State, actor: usize) {
    let weight = state.survival.weights[actor * NEED_COUNT + need::TECHNOLOGY];
    let money = state.survival.value_of_money[actor].max(1e-300);
    let (d, row) = (world.d, actor * world.d);
    let goal = &world.goal[row..][..d];
    let (level, absorbing) = (
        &state.economy.level[row..][..d],
        &state.economy.absorbing[row..][..d],
    );
    let value = &mut state.survival.technology_value[row..][..d];
    let wanted = goal.iter().filter(|goal| **goal > 0.0).count() as f64;
    for domain in 0..d {
        let goal = goal[domain];
        let missing = goal - (level[domain] + absorbing[domain]);
        value[domain] = if goal > 0.0 && missing > 0.0 {
            let gap = missing / goal;
            let after = (gap - STEP / goal).max(0.0);
            weight * (gap * gap - after * after) / (wanted * money)
        } else {
            0.0
        };
    }
}

/// One step of technology.
pub const STEP: f64 = 0.1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_worth_most_when_little_is_left() {
        // 0.2 x e^-1 / (6 x 1,000) = 1.2263e-5.
        let value = value_of_money(0.2, 6.0, 6.0, 1_000.0, 1e-9, 1e9);
        assert!((value - 1.226_264_8e-5).abs() < 1e-11);
        assert!(value_of_money(0.2, 1.0, 6.0, 1_000.0, 1e-9, 1e9) > value);
        assert_eq!(value_of_money(0.2, 600.0, 6.0, 1_000.0, 1e-6, 10.0), 1e-6);
        assert!((value_of_money(0.2, 0.0, 6.0, 0.001, 1e-6, 10.0) - 1e-5).abs() < 1e-15);
    }
}
