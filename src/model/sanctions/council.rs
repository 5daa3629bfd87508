//! The Security Council: drafts, votes, vetoes, the yearly renewal of monitoring.

use super::compliance::alignment;
use super::state::draft;
use crate::model::state::State;
use crate::model::world::World;
use crate::random::luck::{actor_slot, regime_slot};
use crate::random::{Luck, maths};
use crate::scenario::mechanisms::Mechanism;

/// Seats, and affirmative votes a draft needs (Charter of the United Nations, articles 23 and 27).
const SEATS: usize = 15;
const VOTES_NEEDED: f64 = 9.0;
/// Months between renewals of monitoring (panels of experts are renewed yearly).
const RENEWAL: usize = 12;
/// Compliance that a resolution brings where there was none (docs/world-format.md, compliance.csv).
const RESOLUTION_COMPLIANCE: f64 = 0.3;

/// Probability that a permanent member vetoes, from commitment, share of trade and stake, 0 to 1 each.
pub fn veto_probability(
    world: &World,
    commitment: f64,
    trade: f64,
    stake: f64,
    hostility: f64,
    restraint: f64,
) -> f64 {
    let p = &world.parameters;
    // E5.7
    maths::logistic(
        p.veto_base
            + p.veto_commitment * (commitment - hostility)
            + p.veto_trade * trade
            + p.veto_stake * stake
            - restraint,
    )
}

/// Probability that `member` vetoes a draft on `target` now; certain on itself.
pub fn veto_of(world: &World, state: &State, member: usize, target: usize, restraint: f64) -> f64 {
    if member == target {
        return 1.0;
    }
    let n = world.n;
    let (pair, out, back) = (
        world.pair(member, target),
        member * n + target,
        target * n + member,
    );
    let rung = f64::from(state.alignment.rung[pair]) / 4.0;
    let commitment = rung.max(state.alignment.behaviour[pair]);
    let arms = state.economy.arms_year[out] + state.economy.arms_year[back];
    let suffered = &state.sanctions.suffered;
    let sectors = crate::model::world::SECTORS;
    let own: f64 = suffered[member * sectors..(member + 1) * sectors]
        .iter()
        .sum::<f64>()
        / sectors as f64;
    // Who buys the target's arms would be watched himself; who is under sanctions has less to defend.
    let stake = 1.0 - (1.0 - arms / (arms + world.parameters.arms_stake)) * (1.0 - own);
    let trade = state.sanctions.trade_share[out];
    let hostility = state.relations.hostility[out];
    veto_probability(world, commitment, trade, stake, hostility, restraint)
}

/// Votes of the whole council; each veto holder decides by its own luck.
fn vote(world: &World, state: &State, luck: &Luck, target: usize, restraint: f64, swing: f64) -> u8 {
    let n = world.n;
    let (mut permanent, mut yes, mut is_vetoed) = (0usize, 0.0, false);
    let (mut support, mut others) = (0.0, 0.0);
    for member in 0..n {
        if world.has_veto[member] {
            permanent += 1;
            let p = veto_of(world, state, member, target, restraint);
            let u = luck.actor(member, state.month, actor_slot::VETO);
            is_vetoed |= u < p;
            // As likely to abstain as to veto.
            yes += f64::from(u8::from(u >= (2.0 * p).min(1.0)));
        } else if member != target && !world.is_bloc[member] {
            let leaning = 2.0 * state.relations.hostility[member * n + target]
                - 4.0 * alignment(world, state, member, target);
            support += maths::logistic(world.parameters.council_support + leaning);
            others += 1.0;
        }
    }
    let elected = SEATS.saturating_sub(permanent) as f64;
    let share = if others > 0.0 { support / others } else { 0.6 };
    yes += elected * (share + 0.3 * (swing - 0.5)).clamp(0.0, 1.0);
    if is_vetoed {
        draft::VETOED
    } else if yes + 1e-9 >= VOTES_NEEDED {
        draft::ADOPTED
    } else {
        draft::FAILED
    }
}

pub(super) fn meet(world: &World, state: &mut State, luck: &Luck) {
    state.sanctions.draft.fill(draft::NONE);
    if !world.on(Mechanism::SecurityCouncil) || !world.on(Mechanism::Sanctions) {
        return;
    }
    let declared = world.scenario.regimes.len();
    for r in 0..declared {
        if state.sanctions.is_un[r] && state.sanctions.in_force[r] {
            tighten(world, state, luck, r);
            renew(world, state, luck, r);
        }
    }
    for attacker in 0..world.n {
        if state.sanctions.scratch.attacks_now[attacker] {
            condemn(world, state, luck, attacker);
        }
    }
}

/// E5.7: a draft is tabled with a hazard that grows with what the target is seen to do.
fn tighten(world: &World, state: &mut State, luck: &Luck, r: usize) {
    let p = &world.parameters;
    let target = state.sanctions.target[r];
    let provocation = maths::ln1p(state.sanctions.violations[target])
        + f64::from(u8::from(state.alignment.tested_now[target]))
        + 2.0 * f64::from(u8::from(state.sanctions.scratch.attacks_now[target]));
    let hazard = p.draft_rate / 12.0 * maths::exp(p.draft_response * provocation);
    if luck.regime(r, state.month, regime_slot::DRAFT) >= maths::probability_of_hazard(hazard) {
        return;
    }
    let swing = luck.regime(r, state.month, regime_slot::SPARE);
    let result = vote(world, state, luck, target, 0.0, swing);
    state.sanctions.draft[r] = result;
    if result == draft::ADOPTED {
        let stringency = &mut state.sanctions.stringency[r];
        *stringency += p.draft_step * (1.0 - *stringency);
    }
}

/// Monitoring ends when its yearly renewal is vetoed or fails; for good.
fn renew(world: &World, state: &mut State, luck: &Luck, r: usize) {
    if state.sanctions.is_monitoring_ended[r] || state.month % RENEWAL != RENEWAL - 1 {
        return;
    }
    let target = state.sanctions.target[r];
    let swing = luck.regime(r, state.month, regime_slot::MONITORING);
    let restraint = world.parameters.renewal_restraint;
    // A renewal asks less of members than a new draft: it fails only where it is vetoed or most are against.
    let result = vote(world, state, luck, target, restraint, swing.max(0.5));
    if result == draft::ADOPTED {
        return;
    }
    state.sanctions.is_monitoring_ended[r] = true;
    state.sanctions.draft[r] = if result == draft::VETOED {
        draft::MONITORING_VETOED
    } else {
        draft::FAILED
    };
}

/// A draft on a state that starts a war: recorded in its slot; if adopted, all are bound to a first regime.
fn condemn(world: &World, state: &mut State, luck: &Luck, attacker: usize) {
    let u = luck.actor(attacker, state.month, actor_slot::DRAFT);
    let tabled = world.parameters.war_draft;
    if u >= tabled {
        return;
    }
    let slot = world.scenario.regimes.len() + attacker;
    let result = vote(world, state, luck, attacker, 0.0, u / tabled);
    state.sanctions.draft[slot] = result;
    if result != draft::ADOPTED {
        return;
    }
    let n = world.n;
    let s = &mut state.sanctions;
    super::response::wake(s, world, slot);
    s.stringency[slot] += world.parameters.draft_step * (1.0 - s.stringency[slot]);
    for compliance in &mut s.compliance[slot * n..(slot + 1) * n] {
        *compliance = compliance.max(RESOLUTION_COMPLIANCE);
    }
}
