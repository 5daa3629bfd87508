//! What the regimes amount to: in effect, suffered, who sanctions whom, exposure left to lose.

use super::state::{Group, Sanctions, Scratch};
use crate::model::world::{SECTORS, World, YEAR};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Sector;

/// Treaty rungs from here on bind to defence.
pub(super) const DEFENCE: u8 = 3;

/// Share of a state's trade in the sectors a regime covers: an arms embargo leaves nearly everything to
/// lose. The weights of the sectors need not add up to 1.
pub(super) fn breadth(world: &World, covers: &[f64; SECTORS]) -> f64 {
    let p = &world.parameters;
    let (mut covered, mut total) = (0.0, 0.0);
    for (sector, covers) in Sector::ALL.iter().zip(covers) {
        let weight = match sector {
            Sector::Arms => p.trade_arms,
            Sector::DualUse => p.trade_dual_use,
            Sector::Energy => p.trade_energy,
            Sector::Food => p.trade_food,
            Sector::Exports => p.trade_export,
            Sector::Labour => p.trade_labour,
            Sector::Finance => p.trade_finance,
            Sector::Technology => p.trade_technology,
        };
        covered += covers * weight;
        total += weight;
    }
    covered / total.max(1e-12)
}

/// What other phases know that the regimes depend on.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// Directed, n x n.
    pub hostility: &'a [f64],
    /// Directed; nothing at the start of a run, when it is what the world says.
    pub trust: Option<&'a [f64]>,
    /// Treaty rung per pair.
    pub rung: &'a [u8],
    /// Rung of each theatre.
    pub theatre: &'a [usize],
    /// The war as it stands; nothing at the start of a run.
    pub war: Option<&'a crate::model::state::War>,
}

/// Inverse of the share of the cast's economy at which a new coalition has its full reach (assumed).
const FULL_REACH: f64 = 2.0;

/// Lists what is in force, by target, and how far each actor sends it.
pub(super) fn list(s: &mut Sanctions, world: &World) {
    let n = world.n;
    let economy: f64 = world.gdp.iter().sum();
    let scratch = &mut s.scratch;
    scratch.live.clear();
    scratch.groups.clear();
    let declared = s.target.len() - n;
    for &r in scratch.by_target.iter().filter(|&&r| s.in_force[r]) {
        let target = s.target[r];
        let place = scratch.live.len();
        scratch.live.push(r);
        match scratch.groups.last_mut() {
            Some(group) if group.target == target => group.last = place + 1,
            _ => scratch.groups.push(Group {
                target,
                first: place,
                last: place + 1,
            }),
        }
        if r >= declared {
            let mut sending = 0.0;
            for sender in 0..n {
                let sends = s.resolve[sender * n + target];
                scratch.sends[r * n + sender] = sends;
                sending += sends * world.gdp[sender];
            }
            // E7.3: half of the cast's economy makes a regime that nobody can overlook.
            scratch.reach[r] = (FULL_REACH * sending / (economy - world.gdp[target]).max(1e-9)).min(1.0);
        }
    }
}

/// E5.16: what one sender sees all know: 1 - product over senders of (1 - how far it sends x what it can see).
#[inline]
fn own_means(world: &World, sends: &[f64]) -> f64 {
    let unseen: f64 = sends
        .iter()
        .zip(&world.monitoring_capacity)
        .map(|(sends, capacity)| 1.0 - sends * capacity)
        .product();
    1.0 - unseen
}

/// Stringency, enforcement and monitoring in effect: after relief, policies and the end of a panel.
pub(super) fn settle(s: &mut Sanctions, world: &World) {
    let p = &world.parameters;
    for array in [
        &mut s.effective,
        &mut s.effective_enforcement,
        &mut s.effective_monitoring,
    ] {
        array.fill(0.0);
    }
    if !world.on(Mechanism::Sanctions) {
        return;
    }
    let declared = s.target.len() - world.n;
    for &r in &s.scratch.live {
        let target = s.target[r];
        // E5.1
        let relief = 1.0 - f64::from(u8::from(s.is_relieved[r])) * p.relief_depth;
        let access = 1.0 - s.policy_access[target].max(0.0);
        s.effective[r] = (s.stringency[r] * s.policy_stringency[target]).min(1.0) * relief * access;
        s.effective_enforcement[r] = (s.enforcement[r] * s.policy_enforcement[target]).min(1.0);
        // E5.16: a regime of the world is monitored as its data say; a new one, or one whose panel has
        // ended, as its senders can by their own means.
        let panel = match (s.is_monitoring_ended[r], r >= declared) {
            (false, false) => 1.0,
            (false, true) => own_means(world, &s.scratch.sends[r * world.n..]),
            (true, _) => p.monitoring_without_un * own_means(world, &s.scratch.sends[r * world.n..]),
        };
        s.effective_monitoring[r] = s.monitoring[r] * panel;
    }
}

/// E5.1: suffered = 1 - product over regimes of (1 - stringency in effect x share of the target's trade
/// with those who observe it); the same without shares for `listed`, with detection for `watch`.
pub(super) fn suffer(s: &mut Sanctions) {
    let n = s.exposure.len();
    s.suffered.fill(0.0);
    s.listed.fill(0.0);
    s.watch.fill(0.0);
    s.scratch.enforced.fill(0.0);
    for group in &s.scratch.groups {
        let (mut suffered, mut listed, mut watch) = ([1.0; SECTORS], [1.0; SECTORS], [1.0; SECTORS]);
        let market = &s.market_share[group.target * n..(group.target + 1) * n];
        let mut enforced = 0.0f64;
        for &r in &s.scratch.live[group.first..group.last] {
            let stringency = s.effective[r];
            if stringency <= 0.0 {
                continue;
            }
            let observed: f64 = s.compliance[r * n..(r + 1) * n]
                .iter()
                .zip(market)
                .map(|(compliance, share)| compliance * share)
                .sum();
            let felt = stringency * observed.min(1.0);
            let reach = s.scratch.reach[r];
            let (named, seen) = (
                stringency * reach,
                s.effective_monitoring[r] * s.effective_enforcement[r] * reach,
            );
            for (sector, covered) in s.covers[r].iter().enumerate() {
                suffered[sector] *= 1.0 - felt * covered;
                listed[sector] *= 1.0 - named * covered;
                watch[sector] *= 1.0 - seen * covered;
            }
            enforced = enforced.max(s.effective_enforcement[r]);
        }
        s.scratch.enforced[group.target] = enforced;
        let row = group.target * SECTORS;
        for sector in 0..SECTORS {
            s.suffered[row + sector] = 1.0 - suffered[sector];
            s.listed[row + sector] = 1.0 - listed[sector];
            s.watch[row + sector] = 1.0 - watch[sector];
        }
    }
}

/// Who sanctions whom now, and who belongs to the sanctioning coalition (with allies of its members).
pub(super) fn coalition(s: &mut Sanctions, world: &World, view: &View) {
    let n = world.n;
    s.sanctioning.fill(0.0);
    s.sanctioned_by.fill(0.0);
    s.coalition.fill(0.0);
    s.scratch.cut.fill(0.0);
    if !world.on(Mechanism::Sanctions) {
        return;
    }
    let scratch = &mut s.scratch;
    for group in &scratch.groups {
        let target = group.target;
        let membership = &mut scratch.membership[target * n..(target + 1) * n];
        let cut = &mut scratch.cut[target * n..(target + 1) * n];
        membership.fill(0.0);
        scratch.strength.fill(0.0);
        for &r in &scratch.live[group.first..group.last] {
            let sends = &scratch.sends[r * n..(r + 1) * n];
            let (effective, breadth) = (s.effective[r], scratch.breadth[r]);
            let rows = membership.iter_mut().zip(&mut scratch.strength).zip(&mut *cut);
            let senders = sends.iter().zip(rows);
            if s.is_un[r] {
                // A UN regime binds everyone: its senders count as far as they are hostile to the target.
                let hostility = view.hostility[target..].iter().step_by(n);
                for ((sends, ((member, strength), cut)), hostility) in senders.zip(hostility) {
                    let part = sends * hostility;
                    raise(member, part);
                    raise(strength, part * effective);
                    raise(cut, part * effective * breadth);
                }
            } else {
                for (&part, ((member, strength), cut)) in senders {
                    raise(member, part);
                    raise(strength, part * effective);
                    raise(cut, part * effective * breadth);
                }
            }
        }
        s.sanctioned_by[target * n..(target + 1) * n].copy_from_slice(&scratch.strength);
        let cells = s.sanctioning[target..].iter_mut().step_by(n);
        for (cell, strength) in cells.zip(&scratch.strength) {
            *cell = *strength;
        }
    }
    weigh_coalitions(s, world);
    allies_follow(s, world, view);
}

/// Months in which it is looked at who sanctions whom, and what is left to lose to them (assumed): fatigue, trust and
/// shares of twelve months drift by a percent or two a month.
pub(super) const ROUND: usize = 3;
/// Change of the stringency on a target, summed over its regimes, from which all of it is looked at at once (assumed).
const NOTICEABLE: f64 = 0.1;

/// Stringency in effect on a target, of new coalitions as far as they reach.
fn weight_on(s: &Sanctions, group: &Group) -> f64 {
    let live = s.scratch.live[group.first..group.last].iter();
    live.map(|&r| s.effective[r] * s.scratch.reach[r]).sum()
}

/// Whether regimes came, went or moved noticeably since it was last looked at.
pub(super) fn are_moved(s: &Sanctions) -> bool {
    s.scratch.live_before != s.scratch.live.len()
        || s.scratch
            .groups
            .iter()
            .any(|group| (weight_on(s, group) - s.scratch.weight_before[group.target]).abs() > NOTICEABLE)
}

/// Remembers what was looked at.
pub(super) fn note(s: &mut Sanctions) {
    s.scratch.live_before = s.scratch.live.len();
    s.scratch.weight_before.fill(0.0);
    for place in 0..s.scratch.groups.len() {
        let group = s.scratch.groups[place];
        s.scratch.weight_before[group.target] = weight_on(s, &group);
    }
}

/// How far each actor is trusted by each other.
pub(super) fn see_trust(s: &mut Sanctions, view: &View, n: usize) {
    let Some(trust) = view.trust else {
        return;
    };
    for (actor, row) in s.scratch.trusted_by.chunks_exact_mut(n).enumerate() {
        for (trusted, trust) in row.iter_mut().zip(trust[actor..].iter().step_by(n)) {
            *trusted = *trust;
        }
    }
}

/// The larger of the two; one instruction, which `f64::max` with its care for NaN is not.
#[inline(always)]
fn raise(most: &mut f64, now: f64) {
    *most = if now > *most { now } else { *most };
}

/// E5.1: weight of a sender = max over its targets of membership x (weight of the economies that sanction
/// the target, relative to the widest coalition)^2: a lone sender is not the coalition that others fear.
fn weigh_coalitions(s: &mut Sanctions, world: &World) {
    let n = world.n;
    let scratch = &mut s.scratch;
    let mut widest = 1e-12f64;
    for group in &scratch.groups {
        let membership = &scratch.membership[group.target * n..(group.target + 1) * n];
        let weight: f64 = membership.iter().zip(&world.gdp).map(|(m, gdp)| m * gdp).sum();
        scratch.offered[group.target] = weight;
        widest = widest.max(weight);
    }
    for group in &scratch.groups {
        let membership = &scratch.membership[group.target * n..(group.target + 1) * n];
        let width = scratch.offered[group.target] / widest;
        for (coalition, member) in s.coalition.iter_mut().zip(membership) {
            *coalition = coalition.max(member * width * width);
        }
    }
}

fn allies_follow(s: &mut Sanctions, world: &World, view: &View) {
    let n = world.n;
    let follows = world.parameters.ally_punishes;
    let Scratch {
        offered: alone,
        allies,
        ..
    } = &mut s.scratch;
    alone.copy_from_slice(&s.coalition);
    allies.clear();
    let mut pair = 0;
    for actor in 0..n {
        for ally in actor + 1..n {
            if view.rung[pair] >= DEFENCE {
                raise(&mut s.coalition[actor], follows * alone[ally]);
                raise(&mut s.coalition[ally], follows * alone[actor]);
                allies.push((actor, ally));
            }
            pair += 1;
        }
    }
}

/// E5.1: remaining exposure x_i = sum over the coalition of weight x (1 - trust in i) x share of trade x
/// (1 - share of it they have cut already); its own defence allies do not count. Access granted by a policy is something to lose, too.
pub(super) fn expose(s: &mut Sanctions, n: usize) {
    let exposed = &mut s.exposure_to;
    let Scratch {
        trusted_by,
        cut,
        allies,
        ..
    } = &mut s.scratch;
    for actor in 0..n {
        let row = actor * n..(actor + 1) * n;
        let (terms, shares) = (&mut exposed[row.clone()], &s.trade_share[row.clone()]);
        let closed = cut[row.clone()].iter().zip(&s.market_share[row.clone()]);
        let senders = s.coalition.iter().zip(&trusted_by[row]);
        let access = s.policy_access[actor];
        let flows = shares.iter().zip(closed).zip(senders);
        if access > 0.0 {
            for (term, ((now, (cut, market)), (weight, trust))) in terms.iter_mut().zip(flows) {
                let restored = access * (market - now).max(0.0);
                *term = weight * (1.0 - trust) * (now * (1.0 - cut) + restored);
            }
        } else {
            for (term, ((now, (cut, _)), (weight, trust))) in terms.iter_mut().zip(flows) {
                *term = weight * (1.0 - trust) * (now * (1.0 - cut));
            }
        }
        terms[actor] = 0.0;
    }
    for &(actor, ally) in &*allies {
        exposed[actor * n + ally] = 0.0;
        exposed[ally * n + actor] = 0.0;
    }
    for (exposure, terms) in s.exposure.iter_mut().zip(exposed.chunks_exact(n)) {
        *exposure = terms.iter().fold(0.0, |sum, term| sum + term);
        *exposure = exposure.min(1.0);
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
    let shares = &mut s.scratch.skill;
    for (share, total) in shares.iter_mut().zip(&world.total_trade) {
        *share = 1.0 / (total * 1_000.0).max(1.0);
    }
    for actor in 0..n {
        for partner in actor + 1..n {
            let (out, back) = (actor * n + partner, partner * n + actor);
            let flow = YEAR * (background[out] + background[back]) + trade_year[out] + trade_year[back];
            let at_most_all = |share: f64| if share < 1.0 { share } else { 1.0 };
            s.trade_share[out] = at_most_all(flow * shares[actor]);
            s.trade_share[back] = at_most_all(flow * shares[partner]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::*;

    #[test]
    fn what_one_sender_sees_all_know() {
        let s = scenario();
        let mut world = World::central(&s);
        world.monitoring_capacity.fill(0.0);
        (world.monitoring_capacity[EAGLE], world.monitoring_capacity[LION]) = (0.8, 0.5);
        let mut sends = vec![0.0; world.n];
        (sends[EAGLE], sends[LION]) = (1.0, 0.4);
        // E5.16: 1 - (1 - 1 x 0.8)(1 - 0.4 x 0.5) = 1 - 0.2 x 0.8 = 0.84.
        assert!((own_means(&world, &sends) - 0.84).abs() < 1e-12);
    }
}
