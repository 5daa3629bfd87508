//! What the regimes amount to: in effect, suffered, who sanctions whom, exposure left to lose.

use super::state::Sanctions;
use crate::model::world::{SECTORS, World, YEAR};
use crate::scenario::mechanisms::Mechanism;

/// Treaty rungs from here on bind to defence.
pub(super) const DEFENCE: u8 = 3;

/// Share of a state's trade by sector, in the order of `Sector` (assumed after the make-up of world trade:
/// fuels about a seventh, food a twelfth, machinery and electronics with a dual use a seventh).
const TRADE_BY_SECTOR: [f64; SECTORS] = [0.01, 0.15, 0.15, 0.08, 0.44, 0.02, 0.10, 0.05];

/// Share of trade in the sectors a regime covers: an arms embargo leaves nearly everything to lose.
pub(super) fn breadth(covers: &[f64; SECTORS]) -> f64 {
    covers
        .iter()
        .zip(&TRADE_BY_SECTOR)
        .map(|(c, share)| c * share)
        .sum()
}

/// What other phases know that the regimes depend on.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// Directed, n x n.
    pub hostility: &'a [f64],
    /// Treaty rung per pair.
    pub rung: &'a [u8],
    /// Rung of each theatre.
    pub theatre: &'a [usize],
    /// The war as it stands; nothing at the start of a run.
    pub war: Option<&'a crate::model::state::War>,
}

/// Stringency, enforcement and monitoring in effect: after relief, policies and the end of a panel.
pub(super) fn settle(s: &mut Sanctions, world: &World) {
    let p = &world.parameters;
    let is_on = world.on(Mechanism::Sanctions);
    for r in 0..s.count() {
        let target = s.target[r];
        // E5.1
        let relief = 1.0 - f64::from(u8::from(s.is_relieved[r])) * p.relief_depth;
        let access = 1.0 - s.policy_access[target].max(0.0);
        let stringency = (s.stringency[r] * s.policy_stringency[target]).min(1.0) * relief * access;
        s.effective[r] = if is_on && s.in_force[r] { stringency } else { 0.0 };
        s.effective_enforcement[r] = (s.enforcement[r] * s.policy_enforcement[target]).min(1.0);
        let panel = if s.is_monitoring_ended[r] {
            p.monitoring_without_un
        } else {
            1.0
        };
        s.effective_monitoring[r] = s.monitoring[r] * panel;
    }
}

/// E5.1: suffered = 1 - product over regimes of (1 - stringency in effect x share of the target's trade
/// with those who observe it); the same without shares for `listed`, with detection for `watch`.
pub(super) fn suffer(s: &mut Sanctions, world: &World) {
    let n = world.n;
    s.suffered.fill(1.0);
    s.listed.fill(1.0);
    s.watch.fill(1.0);
    s.scratch.enforced.fill(0.0);
    for r in 0..s.count() {
        let stringency = s.effective[r];
        if stringency <= 0.0 {
            continue;
        }
        let target = s.target[r];
        let observed: f64 = s.compliance[r * n..(r + 1) * n]
            .iter()
            .zip(&s.market_share[target * n..(target + 1) * n])
            .map(|(compliance, share)| compliance * share)
            .sum();
        let seen = s.effective_monitoring[r] * s.effective_enforcement[r];
        for sector in 0..SECTORS {
            let covered = s.covers[r][sector];
            let cell = target * SECTORS + sector;
            s.suffered[cell] *= 1.0 - stringency * observed.min(1.0) * covered;
            s.listed[cell] *= 1.0 - stringency * covered;
            s.watch[cell] *= 1.0 - seen * covered;
        }
        let enforced = &mut s.scratch.enforced[target];
        *enforced = enforced.max(s.effective_enforcement[r]);
    }
    for array in [&mut s.suffered, &mut s.listed, &mut s.watch] {
        for value in array.iter_mut() {
            *value = 1.0 - *value;
        }
    }
}

/// Who sanctions whom now, and who belongs to the sanctioning coalition (with allies of its members).
pub(super) fn coalition(s: &mut Sanctions, world: &World, view: &View) {
    let n = world.n;
    s.sanctioning.fill(0.0);
    s.scratch.membership.fill(0.0);
    s.scratch.cut.fill(0.0);
    let declared = world.scenario.regimes.len();
    for r in 0..s.count() {
        if !s.in_force[r] || !world.on(Mechanism::Sanctions) {
            continue;
        }
        let target = s.target[r];
        for sender in 0..n {
            let cell = sender * n + target;
            // A UN regime binds everyone: its senders count as far as they are hostile to the target.
            let membership = if r >= declared {
                s.resolve[cell]
            } else if !s.is_sender[r * n + sender] {
                0.0
            } else if s.is_un[r] {
                view.hostility[cell]
            } else {
                1.0
            };
            s.sanctioning[cell] = s.sanctioning[cell].max(membership * s.effective[r]);
            s.scratch.membership[cell] = s.scratch.membership[cell].max(membership);
            let cut = membership * s.effective[r] * s.scratch.breadth[r];
            s.scratch.cut[cell] = s.scratch.cut[cell].max(cut);
        }
    }
    weigh_coalitions(s, world);
    allies_follow(s, world, view);
}

/// E5.1: weight of a sender = max over its targets of membership x (weight of the economies that sanction
/// the target, relative to the widest coalition)^2: a lone sender is not the coalition that others fear.
fn weigh_coalitions(s: &mut Sanctions, world: &World) {
    let n = world.n;
    let weights = &mut s.scratch.offered;
    weights.fill(0.0);
    for sender in 0..n {
        for target in 0..n {
            weights[target] += s.scratch.membership[sender * n + target] * world.gdp[sender];
        }
    }
    let widest = weights
        .iter()
        .fold(1e-12, |widest: f64, weight| widest.max(*weight));
    for sender in 0..n {
        s.coalition[sender] = (0..n).fold(0.0, |most: f64, target| {
            let width = weights[target] / widest;
            most.max(s.scratch.membership[sender * n + target] * width * width)
        });
    }
}

fn allies_follow(s: &mut Sanctions, world: &World, view: &View) {
    let n = world.n;
    let half = &mut s.scratch.offered;
    half.copy_from_slice(&s.coalition);
    for actor in 0..n {
        for ally in actor + 1..n {
            if view.rung[world.pair(actor, ally)] >= DEFENCE {
                let follows = world.parameters.ally_punishes;
                s.coalition[actor] = s.coalition[actor].max(follows * half[ally]);
                s.coalition[ally] = s.coalition[ally].max(follows * half[actor]);
            }
        }
    }
}

/// E5.1: remaining exposure x_i = sum over the coalition of weight x (1 - trust in i) x share of trade x
/// (1 - share of it they have cut already); its own defence allies do not count. Access granted by a policy is something to lose, too.
pub(super) fn expose(s: &mut Sanctions, world: &World, view: &View) {
    let n = world.n;
    for actor in 0..n {
        let mut exposure = 0.0;
        let access = s.policy_access[actor].max(0.0);
        for sender in 0..n {
            if sender == actor || s.coalition[sender] <= 0.0 {
                continue;
            }
            let ally = view.rung[world.pair(actor, sender)] >= DEFENCE;
            let doubt = 1.0 - s.scratch.trust[sender * n + actor];
            let membership = if ally { 0.0 } else { s.coalition[sender] * doubt };
            let now = s.trade_share[actor * n + sender];
            let restored = access * (s.market_share[actor * n + sender] - now).max(0.0);
            exposure += membership * (now * (1.0 - s.scratch.cut[sender * n + actor]) + restored);
        }
        s.exposure[actor] = exposure.min(1.0);
    }
}

/// Shares of each partner in an actor's trade at the start of the world.
pub(super) fn open_shares(s: &mut Sanctions, world: &World) {
    let n = world.n;
    let gravity = world.parameters.market_gravity;
    for actor in 0..n {
        let total = (world.total_trade[actor] * 1_000.0).max(1.0);
        let (mut cast, mut pull) = (0.0, 0.0);
        for partner in (0..n).filter(|&partner| partner != actor) {
            let pair = world.pair(actor, partner);
            let share = (world.trade[pair] * YEAR / total).min(1.0);
            s.trade_share[actor * n + partner] = share;
            cast += share;
            pull += gravity_of(world, pair, partner);
        }
        // What the cast does not hold of its trade is with states outside; sanctions hide part of it.
        let reach = cast.clamp(0.5, 1.0);
        for partner in (0..n).filter(|&partner| partner != actor) {
            let observed = s.trade_share[actor * n + partner] / cast.max(1e-12);
            let drawn = gravity_of(world, world.pair(actor, partner), partner) / pull.max(1e-12);
            // E5.1
            s.market_share[actor * n + partner] = reach * ((1.0 - gravity) * observed + gravity * drawn);
        }
    }
}

fn gravity_of(world: &World, pair: usize, partner: usize) -> f64 {
    world.gdp[partner] / (1.0 + world.distance[pair] / 1_000.0)
}

/// Shares of each partner in an actor's trade over the last twelve months.
pub(super) fn update_shares(s: &mut Sanctions, world: &World, background: &[f64], trade_year: &[f64]) {
    let n = world.n;
    for actor in 0..n {
        let share = 1.0 / (world.total_trade[actor] * 1_000.0).max(1.0);
        for partner in 0..n {
            let (out, back) = (actor * n + partner, partner * n + actor);
            let flow = YEAR * (background[out] + background[back]) + trade_year[out] + trade_year[back];
            s.trade_share[out] = (flow * share).min(1.0);
        }
    }
}
