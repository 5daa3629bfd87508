//! The strategic term S: what each side gains against an ordinary world, and the consent of all
//! (E9.6).

use super::commitment::Scales;
use super::company::closeness;
use super::state::TERMS;
use super::value::{Offer, Side, reluctance, sums, terms_at, worth};
use crate::model::State;
use crate::model::economy::state::{BUNDLE, bundle};
use crate::model::relations::{ORDINARY_HOSTILITY, enmity_share};
use crate::model::world::World;

/// Doctrine of non-alliance of ordinary states (assumed): the panel's hazards are those of ordinary pairs.
pub const ORDINARY_DOCTRINE: f64 = 0.4;
/// Honour of a promise not yet made: the middle of the historical 22 to 75 % (model, section 7).
pub const NEW_HONOUR: f64 = 0.5;
/// Part of a promise that is believed whatever the shared threat (assumed; 0.3 until pattern 8 was tried with it and failed:
/// no independent number).
const UNSHARED_CREDIT: f64 = 0.1;
/// Gain of a flow over doing without it, as a share of its value (assumed).
const GAIN_OF_FLOW: f64 = 0.3;
/// Threats of a war the partner is fighting count so many times those it only might have to (assumed).
const WAR_UNDER_WAY: f64 = 3.0;
/// Part of a partner's own company that is seen as joined with it (assumed).
const COMPANY_PART: f64 = 0.5;

/// Facts of a pair that both its offers need.
pub struct Facts {
    /// Shared threat as a share of what makes help count in full, 0 to 1.
    pub shared: f64,
    /// A common ally vouches for both: 0 or 1.
    pub broker: f64,
    pub honour: f64,
}

pub fn facts(world: &World, state: &State, pair: usize, a: usize, b: usize, shared: f64) -> Facts {
    let hidden = &state.alignment.hidden;
    let held = state.alignment.honour[pair];
    Facts {
        shared: (shared / world.commitment.scales.threat_scale).min(1.0),
        broker: f64::from(u8::from(hidden.allies[a] & hidden.allies[b] != 0)),
        honour: if state.alignment.rung[pair] >= 2 && held > 0.0 {
            held
        } else {
            NEW_HONOUR
        },
    }
}

/// What each state fears from each foe, beyond the hostility that is usual among states, as a share of what it faces;
/// once a month for all, as every pair that is weighed reads two rows (victim x n + foe).
// E9.7
pub fn gather_fears(world: &World, state: &mut State) {
    let (n, relations) = (world.n, &state.relations);
    let fears = state.alignment.hidden.fears.chunks_exact_mut(n);
    let shares = relations.threat_share.chunks_exact(n);
    for (victim, (fears, shares)) in fears.zip(shares).enumerate() {
        let hostilities = relations.hostility[victim..].iter().step_by(n);
        for ((fear, share), hostility) in fears.iter_mut().zip(shares).zip(hostilities) {
            *fear = share * enmity_share(*hostility);
        }
    }
}

/// Overlap of what two states fear from foes: the shared threat of E8.3 without the hostility that is usual among
/// states, which even the mildest of great powers would make a bond (E9.7). Nobody is a threat to itself, so the two
/// themselves add nothing.
// E9.7
fn shared_foes(fears: &[f64], n: usize, a: usize, b: usize) -> f64 {
    let (first, second) = (&fears[a * n..][..n], &fears[b * n..][..n]);
    let mut shared = 0.0;
    for (first, second) in first.iter().zip(second) {
        shared += if first < second { first } else { second };
    }
    shared
}

/// What an offer has in common now and in the baseline.
pub struct Common<'a> {
    pub other: &'a Side,
    pub facts: &'a Facts,
    pub suspicion: f64,
}

impl Common<'_> {
    // E9.7 E9.15
    pub fn offer(&self, scales: &Scales, reach: f64) -> Offer {
        let promised = self.facts.honour * self.other.power * reach;
        let credit = UNSHARED_CREDIT + (1.0 - UNSHARED_CREDIT) * self.facts.shared;
        let vouched = 1.0 + scales.brokerage * self.facts.broker;
        Offer {
            count: 1.0,
            promised,
            // Honour is a promise kept; nobody expects an enemy to keep it, nor the help to be given gladly.
            support: self.facts.honour
                * self.other.lasting
                * reach
                * (credit * vouched).min(1.0)
                * (1.0 - self.suspicion)
                * (1.0 - self.suspicion),
            rivalry: (self.suspicion - ORDINARY_HOSTILITY).max(0.0),
            breach: self.suspicion * self.other.power * reach,
            spill: scales.free_riding * self.facts.shared,
            ..Offer::default()
        }
    }
}

/// What `partner` offers `actor` this month.
// E9.8 E9.9 E9.11
fn offer(world: &World, state: &State, pair: usize, actor: usize, partner: usize, facts: &Facts) -> Offer {
    let (n, scales) = (world.n, &world.commitment.scales);
    let (alignment, hidden) = (&state.alignment, &state.alignment.hidden);
    let other = &hidden.sides[partner];
    let (out, back) = (actor * n + partner, partner * n + actor);
    let suspicion = state.relations.hostility[out].max(state.relations.hostility[back]);
    let economy = &state.economy;
    let learnt = |directed: usize| economy.bundle[directed * BUNDLE + bundle::TECHNOLOGY];
    let arms = economy.arms_year[out] + economy.arms_year[back] + learnt(out) + learnt(back);
    let near = closeness(alignment.rung[pair], alignment.behaviour[pair]);
    let joined = (alignment.bloc[partner] - near * alignment.notoriety[actor]).max(0.0);
    let association = alignment.notoriety[partner] + COMPANY_PART * joined;
    let supply = if state.war.is_belligerent[actor] {
        state.economy.dependence[out]
    } else {
        0.0
    };
    let arms_need = hidden.sides[actor].security * world.parameters.arms_weight * supply;
    // Of the quarrels it would be drawn into: the dangers of an ordinary world are nobody's.
    let unshared = other.aimed * (other.threat - state.relations.threat[back]).max(0.0);
    // A war under way is no risk but a certainty, and no news to who fights in it already.
    let is_in_it = state.war.is_belligerent[actor] || hidden.troops[pair] > 0.0;
    let war = if is_in_it {
        0.0
    } else {
        WAR_UNDER_WAY * other.war_threat
    };
    let common = Common {
        other,
        facts,
        suspicion,
    };
    Offer {
        entrapment: scales.entrapment
            * facts.honour
            * ((1.0 - facts.shared) * unshared + war)
            * world.projection[out],
        association,
        shown: association * alignment.behaviour[pair],
        at_stake: at_stake(state, n, actor, partner),
        money: GAIN_OF_FLOW * (state.survival.value_of_money[actor] * arms + arms_need),
        dilution: jealousy(world, state, actor, partner),
        ..common.offer(scales, world.projection[back])
    }
}

/// Share of an actor's trade that is with those who sanction the partner, as strongly as they do.
// E9.9
fn at_stake(state: &State, n: usize, actor: usize, partner: usize) -> f64 {
    // Most partners are under no regime.
    if !state.sanctions.is_target(partner) {
        return 0.0;
    }
    let to_senders = &state.sanctions.exposure_to[actor * n..(actor + 1) * n];
    let strengths = &state.sanctions.sanctioned_by[partner * n..(partner + 1) * n];
    let mut stake = 0.0;
    for (share, strength) in to_senders.iter().zip(strengths) {
        stake += share * strength;
    }
    stake.min(1.0)
}

/// Supply at risk when a dependent state takes a partner its patron is no friend of.
// E9.11
fn jealousy(world: &World, state: &State, actor: usize, partner: usize) -> f64 {
    let (alignment, hidden) = (&state.alignment, &state.alignment.hidden);
    let patron = hidden.patron[actor];
    if patron >= world.n || patron == partner {
        return 0.0;
    }
    let pair = world.pair(patron, partner);
    hidden.dependence[actor] * (1.0 - closeness(alignment.rung[pair], alignment.behaviour[pair]))
}

/// Mean of exp(-s) over the two sides, by decision; hazards are divided by it (exits multiplied).
#[derive(Clone, Copy, Debug, Default)]
pub struct Reluctance {
    pub consultation: f64,
    pub defence: f64,
    pub integrated: f64,
    pub keep: f64,
}

/// Values the rungs a pair may take for both sides; leaves the terms and the consent of each behind.
// E9.6
pub fn evaluate(world: &World, state: &mut State, pair: usize) -> Reluctance {
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let scales = &world.commitment.scales;
    let current = usize::from(state.alignment.rung[pair]);
    let facts = facts(
        world,
        state,
        pair,
        a,
        b,
        shared_foes(&state.alignment.hidden.fears, world.n, a, b),
    );
    let mut mean = Reluctance::default();
    for (side, (actor, partner)) in [(a, b), (b, a)].into_iter().enumerate() {
        let offer = offer(world, state, pair, actor, partner, &facts);
        let hidden = &mut state.alignment.hidden;
        hidden.offers[actor * world.n + partner] = offer;
        let me = &hidden.sides[actor];
        let base = &hidden.base_values[pair * 2 + side];
        let place = (pair * 2 + side) * TERMS.len();
        let moved = &mut state.alignment.terms[place..place + TERMS.len()];
        let base_terms = &hidden.base_terms[pair * 2 + side];
        // From most rungs no fourth is in question.
        let fourth = if current == 1 { 1 } else { 4 };
        let [none, consultation, defence, last] = if current == 0 || current == 2 {
            let terms = terms_at(scales, me, &offer, current, [0, 2, 3]);
            move_terms(&terms, base_terms, moved);
            let [none, consultation, defence] = sums(&terms);
            [none, consultation, defence, 0.0]
        } else {
            let terms = terms_at(scales, me, &offer, current, [0, 2, 3, fourth]);
            move_terms(&terms, base_terms, moved);
            sums(&terms)
        };
        let (none, consultation) = (none - base[0], consultation - base[2]);
        let (defence, last) = (defence - base[3], last - base[fourth]);
        let here = [none, last, consultation, defence, last][current];
        let half = |gain: f64| 0.5 * reluctance(scales.kappa * gain);
        let refusal = half(defence - none);
        mean.defence += if current == 0 {
            refusal
        } else {
            half(defence - here)
        };
        mean.consultation += if current < 2 {
            half(consultation - here)
        } else {
            0.5
        };
        mean.integrated += if current == 3 { half(last - here) } else { 0.5 };
        mean.keep += if current > 0 { half(here - none) } else { 0.5 };
        hidden.consent[pair][side] = scales.kappa * (defence - none);
        hidden.refusal[pair][side] = 2.0 * refusal;
    }
    mean
}

/// What mutual defence (third of the rungs) adds to each term against no treaty (first), beyond the baseline.
#[inline(always)]
fn move_terms<const K: usize>(
    terms: &[[f64; K]; TERMS.len()],
    base_terms: &[f64; TERMS.len()],
    moved: &mut [f64],
) {
    for ((moved, term), base) in moved.iter_mut().zip(terms).zip(base_terms) {
        *moved = term[2] - term[0] - base;
    }
}

/// s of an actor that takes all `members` (bits) as allies at once, at mutual defence.
pub fn gain_of_joining(world: &World, state: &State, actor: usize, members: u64) -> f64 {
    let (n, scales, hidden) = (world.n, &world.commitment.scales, &state.alignment.hidden);
    if scales.kappa == 0.0 {
        return 0.0;
    }
    let (mut now, mut base) = (Offer::default(), Offer::default());
    // Those already bound to it bring nothing new.
    for member in super::pacts::members(members & !hidden.allies[actor] & !(1 << actor)) {
        now = now.plus(&hidden.offers[actor * n + member]);
        base = base.plus(&hidden.offers_at_base[actor * n + member]);
    }
    scales.kappa
        * (worth(scales, &hidden.sides[actor], &now) - worth(scales, &hidden.sides_at_base[actor], &base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::*;

    #[test]
    fn only_what_is_more_than_ordinary_hostility_is_shared() {
        let s = scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let n = world.n;
        state.relations.threat_share.fill(0.0);
        for victim in [LION, CRANE] {
            state.relations.threat_share[victim * n + BEAR] = 0.5;
            state.relations.threat_share[victim * n + EAGLE] = 0.3;
            state.relations.hostility[EAGLE * n + victim] = ORDINARY_HOSTILITY;
        }
        state.relations.hostility[BEAR * n + LION] = 0.6;
        state.relations.hostility[BEAR * n + CRANE] = 0.4;
        // The lesser of 0.5 x 0.4 / (0.8 x 0.6) and 0.5 x 0.2 / (0.8 x 0.4); nothing of the eagle.
        gather_fears(&world, &mut state);
        assert!(
            (shared_foes(&state.alignment.hidden.fears, n, LION, CRANE) - 0.5 * 0.2 / 0.32).abs() < 1e-12
        );
    }
}
