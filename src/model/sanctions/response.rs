//! New regimes: a coalition sanctions the aggressor of a new war; a seller of arms caught in the act is punished.

use super::compliance::alignment;
use super::state::Sanctions;
use crate::model::relations::reliance;
use crate::model::state::State;
use crate::model::war::is_at_war;
use crate::model::world::{SECTORS, World};
use crate::random::maths;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Sector;

/// Resolve below which a state is no sender.
const NO_SENDER: f64 = 0.05;
/// Share of what a coalition would cover at which a sender's own regime is as wide (assumed).
const SAME_REACH: f64 = 0.9;

/// Puts a slot in force, unless it is.
pub(super) fn wake(s: &mut Sanctions, world: &World, slot: usize) {
    if s.in_force[slot] || !world.on(Mechanism::Sanctions) {
        return;
    }
    s.in_force[slot] = true;
    s.enforcement[slot] = world.parameters.new_enforcement;
    s.monitoring[slot] = world.parameters.new_monitoring;
}

/// A state resolves to sanction the target of a slot, and observes what it resolved.
fn resolve_to(s: &mut Sanctions, slot: usize, sender: usize, resolve: f64) {
    let n = s.exposure.len();
    let held = &mut s.resolve[sender * n + s.target[slot]];
    *held = held.max(resolve);
    let observed = &mut s.compliance[slot * n + sender];
    *observed = observed.max(resolve);
}

/// Puts a slot to sleep again.
pub(super) fn lapse(s: &mut Sanctions, world: &World, slot: usize) {
    let n = world.n;
    s.in_force[slot] = false;
    s.is_relieved[slot] = false;
    s.relieved_months[slot] = 0;
    s.stringency[slot] = 0.0;
    s.fatigue[slot] = 0.0;
    s.compliance[slot * n..(slot + 1) * n].fill(0.0);
    for sender in 0..n {
        s.resolve[sender * n + s.target[slot]] = 0.0;
    }
}

/// E7.3: how far a state is ready to sanction an aggressor, 0 to 1: hostility, alliance with the victim (0
/// to 1), share of own trade at stake, alignment with the aggressor.
pub fn readiness(world: &World, hostility: f64, alliance: f64, trade: f64, alignment: f64) -> f64 {
    let p = &world.parameters;
    // E7.3
    maths::logistic(
        p.coalition_base + p.coalition_hostility * hostility + p.coalition_alliance * alliance
            - p.coalition_trade * trade
            - p.compliance_alignment * alignment,
    )
}

/// Months between two reviews of who joins a coalition while the war lasts (assumed).
const REVIEW: usize = 3;

/// A coalition answers the start of a war, and widens as hostility grows and trade with the aggressor falls.
pub(super) fn answer_aggression(world: &World, state: &mut State) {
    if !world.on(Mechanism::CoalitionResponse) || !world.on(Mechanism::Sanctions) {
        return;
    }
    for t in 0..world.scenario.theatres.len() {
        let is_new = state.war.starts_now[t];
        let is_review = is_at_war(world, state, t) && (state.month + t).is_multiple_of(REVIEW);
        if !is_new && !is_review {
            continue;
        }
        for side in 0..world.scenario.theatres[t].sides[0].len() {
            let aggressor = world.scenario.theatres[t].sides[0][side];
            let slot = world.scenario.regimes.len() + aggressor;
            if is_new || state.sanctions.in_force[slot] {
                gather(world, state, t, aggressor);
            }
            if is_new {
                impose(world, state, slot);
            }
        }
    }
}

/// A coalition that somebody joined takes effect.
fn impose(world: &World, state: &mut State, slot: usize) {
    let n = world.n;
    let s = &mut state.sanctions;
    let target = s.target[slot];
    if (0..n).any(|sender| s.resolve[sender * n + target] > 0.0) {
        wake(s, world, slot);
        s.stringency[slot] = s.stringency[slot].max(world.parameters.coalition_stringency);
        s.fatigue[slot] = 0.0;
    }
}

/// E7.3 in two rounds: each by itself, then with what its allies have resolved.
fn gather(world: &World, state: &mut State, theatre: usize, aggressor: usize) {
    let n = world.n;
    for sender in 0..n {
        let alone = resolve_of(world, state, theatre, (sender, aggressor), 0.0);
        state.sanctions.scratch.strength[sender] = alone;
    }
    for sender in 0..n {
        let led = leading_ally(world, state, sender);
        let resolve = resolve_of(world, state, theatre, (sender, aggressor), led);
        if resolve >= NO_SENDER {
            let slot = world.scenario.regimes.len() + aggressor;
            resolve_to(&mut state.sanctions, slot, sender, resolve);
        }
    }
}

/// How far a treaty makes another's quarrel one's own: by what one may rely on under it (E8.2), full integration 1. Friendship
/// and consultation, which half of the world has with both sides, bind to little.
// E7.3
fn bond(world: &World, rung: u8) -> f64 {
    (reliance(world, rung) / world.parameters.reliance_integrated.max(1e-9)).min(1.0)
}

/// Largest of bond x resolve over the allies of a state.
fn leading_ally(world: &World, state: &State, sender: usize) -> f64 {
    let mut led = 0.0f64;
    for ally in (0..world.n).filter(|&ally| ally != sender) {
        let bond = bond(world, state.alignment.rung[world.pair(sender, ally)]);
        led = led.max(bond * state.sanctions.scratch.strength[ally]);
    }
    led
}

/// Resolve of a state against an aggressor, given how far its allies lead; 0 where it takes no part.
fn resolve_of(
    world: &World,
    state: &State,
    theatre: usize,
    (sender, aggressor): (usize, usize),
    led: f64,
) -> f64 {
    let n = world.n;
    let declared = world.scenario.regimes.len();
    let stands_with = world.scenario.theatres[theatre].sides[0].contains(&sender)
        || state.alignment_binds(world, sender, aggressor);
    let s = &state.sanctions;
    // Who sanctions it in all but everything tightens; narrower regimes are widened by the coalition's.
    let wide = SAME_REACH * s.scratch.breadth[declared + aggressor];
    let sends_already = (0..declared).any(|r| {
        let is_own = s.target[r] == aggressor && !s.is_un[r] && s.is_sender[r * n + sender];
        is_own && s.in_force[r] && s.scratch.breadth[r] >= wide
    });
    if stands_with || sends_already {
        return 0.0;
    }
    readiness(
        world,
        state.relations.hostility[sender * n + aggressor],
        alliance_with_victims(world, state, theatre, sender).max(led),
        s.trade_share[sender * n + aggressor],
        alignment(world, state, sender, aggressor),
    )
}

fn alliance_with_victims(world: &World, state: &State, theatre: usize, sender: usize) -> f64 {
    world.scenario.theatres[theatre].sides[1]
        .iter()
        .map(|&victim| {
            if victim == sender {
                1.0
            } else {
                bond(world, state.alignment.rung[world.pair(sender, victim)])
            }
        })
        .fold(0.0, f64::max)
}

impl State {
    /// A treaty of mutual defence binds the two.
    fn alignment_binds(&self, world: &World, first: usize, second: usize) -> bool {
        first == second || self.alignment.rung[world.pair(first, second)] >= super::in_effect::DEFENCE
    }
}

/// E5.8: a detected sale of arms or military technology by a state is punished by the coalition, as
/// E5.2 let the seller expect; states already under an autonomous regime are reached through that one.
pub(super) fn punish(world: &World, state: &mut State) {
    if !world.on(Mechanism::Tightening) || !world.on(Mechanism::Sanctions) {
        return;
    }
    const GRAVE: u8 = (1 << Sector::Arms as u8) | (1 << Sector::Technology as u8);
    let n = world.n;
    let declared = world.scenario.regimes.len();
    for place in 0..state.sanctions.scratch.caught.len() {
        let directed = state.sanctions.scratch.caught[place];
        let grave = state.sanctions.scratch.sectors[directed] & GRAVE;
        let size = state.sanctions.scratch.size[directed];
        if grave == 0 || size <= 0.0 {
            continue;
        }
        let (seller, buyer) = (directed / n, directed % n);
        let s = &state.sanctions;
        // Only those who sanction the buyer punish; sales of a target are for its own regimes (E5.8).
        if s.scratch.group_of[buyer].is_none() {
            continue;
        }
        if (0..declared).any(|r| s.target[r] == seller && !s.is_un[r]) {
            continue;
        }
        let mut weight = 0.0;
        for sender in (0..n).filter(|&sender| sender != seller) {
            let binds = state.alignment_binds(world, sender, seller);
            let doubt = 1.0 - state.relations.trust[sender * n + seller];
            let sanctions_buyer = state.sanctions.scratch.membership[buyer * n + sender];
            let membership = if binds {
                0.0
            } else {
                state.sanctions.coalition[sender].min(sanctions_buyer) * doubt
            };
            if membership >= NO_SENDER {
                resolve_to(&mut state.sanctions, declared + seller, sender, membership);
                weight += membership;
            }
        }
        if weight > 0.0 {
            let slot = declared + seller;
            let s = &mut state.sanctions;
            wake(s, world, slot);
            for sector in (0..SECTORS).filter(|sector| grave & (1 << sector) != 0) {
                let added = super::risk::added_stringency(world, sector);
                s.stringency[slot] =
                    super::senders::tightened(s.stringency[slot], added * size, s.fatigue[slot]);
            }
        }
    }
}
