//! The six pressures and their weighted sum H (E3.1 to E3.6), as small pure functions.

use super::state::{KINDS, kind};
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::maths::{exp, sqrt};
use crate::scenario::world::{NEED_COUNT, Sector};

/// Order of `scenario::world::NEEDS`.
pub mod need {
    pub const SECURITY: usize = 0;
    pub const SOLVENCY: usize = 1;
    pub const STABILITY: usize = 2;
    pub const TECHNOLOGY: usize = 3;
    pub const AUTONOMY: usize = 4;
    pub const STANDING: usize = 5;
}

/// A hypothetical change of an actor's situation; the default changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// Extra allied power A (share of the cast's power; may be negative).
    pub protection: f64,
    /// Extra threat T from all sources.
    pub threat: f64,
    /// Money gained a month, million USD, over the planning window (negative: paid).
    pub money: f64,
    /// Trade lost a month, million USD: income and revenue fall with it.
    pub lost_trade: f64,
    /// Fall of the mean squared arms shortage, in [0, 1].
    pub arms: f64,
    /// Technology gained, levels averaged over the domains wanted.
    pub technology: f64,
    /// Extra obligations, in units of a full integration (`obligation_of_rung`).
    pub obligations: f64,
    /// Extra dependence on the partner it depends on most, in [-1, 1].
    pub concentration: f64,
    /// Extra company kept (sum over partners of closeness x notoriety).
    pub company: f64,
    /// Extra coalition markets lost, share in [-1, 1].
    pub lost_markets: f64,
}

/// E3.1: share of threat that nothing answers, in [0, 1].
#[inline]
pub fn security(protection: f64, threat: f64, floor: f64) -> f64 {
    let threat = threat.max(0.0);
    threat / (threat + protection.max(0.0) + floor)
}

/// Two independent ways to be under pressure: 1 - (1 - a)(1 - b).
#[inline]
pub fn either(a: f64, b: f64) -> f64 {
    1.0 - (1.0 - a.clamp(0.0, 1.0)) * (1.0 - b.clamp(0.0, 1.0))
}

/// E3.2: pressure at `cover` months of spending in hand.
#[inline]
pub fn solvency(cover: f64, cover_months: f64) -> f64 {
    exp(-cover.max(0.0) / cover_months)
}

/// E3.4: mean squared gap of technology, relative to the goal.
#[inline]
pub fn technology(gap_mean: f64, gap_square: f64, gained: f64) -> f64 {
    if gained == 0.0 {
        return gap_square.clamp(0.0, 1.0);
    }
    let after = (gap_mean - gained).max(0.0);
    let scale = if gap_mean > 0.0 {
        (after / gap_mean) * (after / gap_mean)
    } else {
        1.0
    };
    (gap_square * scale).clamp(0.0, 1.0)
}

/// Obligation carried at a treaty rung, in units of a full integration (assumed).
#[inline]
pub fn obligation_of_rung(rung: u8) -> f64 {
    [0.0, 0.05, 0.15, 0.6, 1.0][usize::from(rung.min(4))]
}

/// E3.6, stigma: company kept counts more than in proportion.
#[inline]
pub fn stigma(company: f64, weight: f64) -> f64 {
    let company = company.max(0.0);
    (weight * company * sqrt(company)).min(1.0)
}

/// Threat to an actor from all sources.
#[inline]
pub fn threat_sum(world: &World, state: &State, actor: usize) -> f64 {
    let row = &state.relations.threat[actor * world.n..(actor + 1) * world.n];
    row.iter().sum()
}

/// All others of an actor and the places of its pairs with them, in the order of the actors.
#[inline(always)]
fn partners(n: usize, actor: usize) -> impl Iterator<Item = (usize, usize)> {
    // `crate::scenario::pair_index`, walked: from one `other` below to the next its row grows shorter by one.
    let below = (0..actor).scan(actor.wrapping_sub(1), move |pair, other| {
        let now = *pair;
        *pair += n - other - 2;
        Some((other, now))
    });
    let first = actor * (2 * n - actor - 1) / 2;
    below.chain((actor + 1..n).zip(first..))
}

/// Company kept: closeness (treaty or behaviour) times the other's notoriety.
pub fn company(world: &World, state: &State, actor: usize) -> f64 {
    let mut sum = 0.0;
    partners(world.n, actor).for_each(|(other, pair)| {
        let notoriety = state.sanctions.suffered[other * SECTORS + Sector::Arms as usize];
        if notoriety > 0.0 {
            let treaty = f64::from(state.alignment.rung[pair]) / 4.0;
            sum += treaty.max(state.alignment.behaviour[pair]) * notoriety;
        }
    });
    sum
}

/// What an actor's ties and those who threaten it amount to.
pub(super) struct Ties {
    /// Threat from all sources.
    pub threat: f64,
    pub obligations: f64,
    pub company: f64,
}

/// Obligations carried over all partners.
fn obligations(world: &World, state: &State, actor: usize) -> f64 {
    let mut sum = 0.0;
    partners(world.n, actor).for_each(|(_, pair)| sum += obligation_of_rung(state.alignment.rung[pair]));
    sum
}

/// Obligations and company of all actors at once, each pair looked at once for both: the pairs of an actor with
/// those after it lie side by side, so that each sum is taken in the order of the partners.
pub(super) fn measure_ties(world: &World, state: &mut State) {
    let survival = &mut state.survival;
    survival.company.fill(0.0);
    survival.obligations.fill(0.0);
    let notoriety = state.sanctions.suffered[Sector::Arms as usize..]
        .iter()
        .step_by(SECTORS);
    survival
        .notoriety
        .iter_mut()
        .zip(notoriety)
        .for_each(|(copy, value)| *copy = *value);
    let mut ties = state.alignment.rung.iter().zip(&state.alignment.behaviour);
    for a in 0..world.n {
        let own = survival.notoriety[a];
        let (mut company, mut obligations) = (survival.company[a], survival.obligations[a]);
        let others = survival.notoriety[a + 1..].iter();
        let others = others.zip(&mut survival.company[a + 1..]).enumerate();
        for ((place, (notoriety, theirs)), (&rung, &behaviour)) in others.zip(&mut ties) {
            let treaty = f64::from(rung) * 0.25;
            let near = if behaviour > treaty { behaviour } else { treaty };
            company += near * notoriety;
            *theirs += near * own;
            if rung > 0 {
                obligations += obligation_of_rung(rung);
                survival.obligations[a + 1 + place] += obligation_of_rung(rung);
            }
        }
        (survival.company[a], survival.obligations[a]) = (company, obligations);
    }
}

/// The largest dependence on one partner.
fn concentration(world: &World, state: &State, actor: usize) -> f64 {
    let dependence = &state.economy.dependence[actor * world.n..][..world.n];
    dependence.iter().fold(0.0, |most, share| most.max(*share))
}

/// Coalition markets lost: mean of what is suffered in the civil sectors.
pub(crate) fn lost_markets(state: &State, actor: usize) -> f64 {
    let row = actor * SECTORS;
    let sectors = [Sector::DualUse, Sector::Energy, Sector::Exports, Sector::Finance];
    let sum: f64 = sectors
        .iter()
        .map(|s| state.sanctions.suffered[row + *s as usize])
        .sum();
    sum / sectors.len() as f64
}

/// Mean gap and mean squared gap of technology to the goals, relative to them.
fn technology_gap(world: &World, state: &State, actor: usize) -> (f64, f64) {
    let (mut mean, mut square, mut wanted) = (0.0, 0.0, 0.0);
    let (d, row) = (world.d, actor * world.d);
    let (goals, levels) = (&world.goal[row..][..d], &state.economy.level[row..][..d]);
    for (goal, level) in goals.iter().zip(levels) {
        if *goal > 0.0 {
            wanted += 1.0;
            if goal > level {
                let gap = (goal - level) / goal;
                mean += gap;
                square += gap * gap;
            }
        }
    }
    if wanted > 0.0 {
        (mean / wanted, square / wanted)
    } else {
        (0.0, 0.0)
    }
}

/// The six pressures under a change. No allocation; a few hundred nanoseconds.
pub fn needs_with(world: &World, state: &State, actor: usize, change: &Change) -> [f64; NEED_COUNT] {
    let ties = Ties {
        threat: threat_sum(world, state, actor),
        obligations: obligations(world, state, actor),
        company: company(world, state, actor),
    };
    needs_under(world, state, actor, &ties, change)
}

/// The six pressures under a change, where threats and ties are known.
pub(super) fn needs_under(
    world: &World,
    state: &State,
    actor: usize,
    ties: &Ties,
    change: &Change,
) -> [f64; NEED_COUNT] {
    let p = &world.parameters;
    let gap = &state.survival.gap[actor * KINDS..(actor + 1) * KINDS];
    let monthly_gdp = (world.gdp[actor] * 1_000.0 / 12.0).max(1e-9);
    let window = world.window[actor];

    let threat = ties.threat + change.threat;
    let protection = state.relations.protection[actor] + change.protection;
    let arms = p.arms_weight * (gap[kind::ARMS] - change.arms).max(0.0);

    let spending = monthly_outlay(world, state, actor);
    let margin = change.money - TRADE_MARGIN * change.lost_trade;
    let cover = state.survival.cover_months[actor] + window * margin / spending;

    let income_lost = (1.0 - state.economy.output[actor]) + change.lost_trade / monthly_gdp;
    let unrest = p.food_weight * gap[kind::FOOD]
        + p.energy_weight * gap[kind::ENERGY]
        + p.input_weight * gap[kind::INPUTS]
        + p.jobs_weight * gap[kind::JOBS]
        + p.income_weight * income_lost.max(0.0);

    let (gap_mean, gap_square) = technology_gap(world, state, actor);
    let concentration = concentration(world, state, actor);
    let carried = p.obligation_weight * (ties.obligations + change.obligations).max(0.0);
    let lost = p.market_loss_weight * (lost_markets(state, actor) + change.lost_markets).clamp(0.0, 1.0);

    [
        either(security(protection, threat, p.security_floor), arms), // E3.1
        solvency(cover, p.cover_months),                              // E3.2
        unrest.clamp(0.0, 1.0),                                       // E3.3
        technology(gap_mean, gap_square, change.technology),          // E3.4
        either(concentration + change.concentration, saturating(carried)), // E3.5
        either(lost, stigma(ties.company + change.company, p.stigma_weight)), // E3.6
    ]
}

/// Part of the value of trade that reaches the treasury (assumed).
pub const TRADE_MARGIN: f64 = 0.2;

/// x / (1 + x): obligations add up, and never past 1.
#[inline]
pub(crate) fn saturating(x: f64) -> f64 {
    x / (1.0 + x)
}

/// What a state spends a month, million USD: never below a tenth of its budget.
#[inline]
pub fn monthly_outlay(world: &World, state: &State, actor: usize) -> f64 {
    state.economy.spending[actor]
        .max(world.budget[actor] * 1_000.0 / 120.0)
        .max(1e-6)
}

/// H of the actor now under a hypothetical change: the weighted sum of the six pressures.
pub fn pressure_with(world: &World, state: &State, actor: usize, change: &Change) -> f64 {
    let needs = needs_with(world, state, actor, change);
    weigh(
        &state.survival.weights[actor * NEED_COUNT..(actor + 1) * NEED_COUNT],
        &needs,
    )
}

#[inline]
pub fn weigh(weights: &[f64], needs: &[f64; NEED_COUNT]) -> f64 {
    weights.iter().zip(needs).map(|(w, h)| w * h).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn security_is_the_unanswered_share_of_threat() {
        // 0.06 / (0.06 + 0.03 + 0.01) = 0.6.
        assert!((security(0.03, 0.06, 0.01) - 0.6).abs() < 1e-12);
        assert_eq!(security(0.0, 0.0, 0.01), 0.0);
    }

    #[test]
    fn six_months_of_cover_leave_a_pressure_of_one_over_e() {
        assert!((solvency(6.0, 6.0) - 0.367_879_441).abs() < 1e-8);
        assert_eq!(solvency(-3.0, 6.0), 1.0);
    }

    #[test]
    fn stigma_of_two_partners_is_more_than_twice_that_of_one() {
        assert!(stigma(2.0, 0.1) > 2.0 * stigma(1.0, 0.1));
        // 0.1 x 2 x sqrt 2 = 0.2828.
        assert!((stigma(2.0, 0.1) - 0.282_842_712).abs() < 1e-8);
    }

    #[test]
    fn technology_gained_closes_the_gap_quadratically() {
        // Half the gap closed leaves a quarter of the pressure.
        assert!((technology(0.4, 0.2, 0.2) - 0.05).abs() < 1e-12);
        assert_eq!(technology(0.4, 0.2, 0.4), 0.0);
    }

    #[test]
    fn shortages_and_obligations_are_felt_as_written() {
        use crate::model::testing::*;
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let p = &mut world.parameters;
        (p.food_weight, p.energy_weight, p.input_weight) = (0.9, 0.6, 0.2);
        (p.jobs_weight, p.income_weight, p.obligation_weight) = (0.05, 1.5, 0.25);
        let gap = &mut state.survival.gap[CRANE * KINDS..][..KINDS];
        gap[kind::FOOD] = 0.1;
        gap[kind::ENERGY] = 0.2;
        gap[kind::INPUTS] = 0.5;
        gap[kind::JOBS] = 0.4;
        state.economy.output[CRANE] = 0.9;
        state.economy.dependence[CRANE * world.n + DRAGON] = 0.4;
        state.alignment.rung.fill(0);
        state.alignment.rung[world.pair(CRANE, DRAGON)] = 3;
        state.alignment.rung[world.pair(CRANE, BEAR)] = 2;
        let needs = needs_with(&world, &state, CRANE, &Change::default());
        // E3.3: 0.9 x 0.1 + 0.6 x 0.2 + 0.2 x 0.5 + 0.05 x 0.4 + 1.5 x 0.1 = 0.48.
        assert!((needs[need::STABILITY] - 0.48).abs() < 1e-12);
        // E3.5: o = 0.25 x (0.6 + 0.15) = 0.1875, o / (1 + o) = 0.157895; 1 - 0.6 x 0.842105 = 0.494737.
        assert!((needs[need::AUTONOMY] - 0.494_736_842).abs() < 1e-8);
    }
}
