//! The strategic term S: what each side gains against an ordinary world, and the consent of all
//! (E9.6). The baseline is fixed in the first month of a run: no war, no sanctions, ordinary hostility.

use super::commitment::Scales;
use super::state::TERMS;
use super::value::{EPSILON, Offer, Side, reluctance, soft_minimum, sum, terms};
use crate::model::State;
use crate::model::world::World;
use crate::scenario::world::NEED_COUNT;

/// Hostility between ordinary states, and their doctrine of non-alliance (assumed): the panel's
/// hazards are those of ordinary pairs.
pub const ORDINARY_HOSTILITY: f64 = 0.2;
pub const ORDINARY_DOCTRINE: f64 = 0.2;
/// Share of the hostility of foes at war, and of senders towards a target, that the war or the
/// sanctions brought (assumed).
const WAR_PART: f64 = 0.5;
const SANCTION_PART: f64 = 0.3;
/// Honour of a promise not yet made: the middle of the historical 22 to 75 % (model, section 7).
pub const NEW_HONOUR: f64 = 0.5;
/// Part of a promise that is kept whatever the shared threat (assumed).
const UNSHARED_CREDIT: f64 = 0.3;
/// Gain of a flow over doing without it, as a share of its value (assumed).
const GAIN_OF_FLOW: f64 = 0.3;
/// Part of a partner's own company that is seen as joined with it (assumed).
const COMPANY_PART: f64 = 0.5;
/// Dependence from which a partner is a patron (assumed).
const PATRON_FROM: f64 = 0.3;

/// Who keeps company with whom, notoriety and the visible bloc; once a month (E9.9, E9.16).
pub fn company(world: &World, state: &mut State) {
    let sanctions = &state.sanctions;
    let alignment = &mut state.alignment;
    let sectors = crate::model::world::SECTORS;
    for actor in 0..world.n {
        let suffered: f64 = sanctions.suffered[actor * sectors..(actor + 1) * sectors].iter().sum();
        alignment.notoriety[actor] = (suffered / sectors as f64).clamp(0.0, 1.0);
        alignment.company[actor] = 0.0;
        alignment.bloc[actor] = alignment.notoriety[actor];
    }
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        let (a, b) = (dyad.first, dyad.second);
        let closeness = closeness(&world.commitment.scales, state.alignment.rung[pair], state.alignment.behaviour[pair]);
        let alignment = &mut state.alignment;
        alignment.company[a] += closeness * state.relations.power[b];
        alignment.company[b] += closeness * state.relations.power[a];
        alignment.bloc[a] += closeness * alignment.notoriety[b];
        alignment.bloc[b] += closeness * alignment.notoriety[a];
    }
}

/// How near two states are seen to stand: by treaty or by deed, whichever is more.
pub fn closeness(scales: &Scales, rung: u8, behaviour: f64) -> f64 {
    scales.support[usize::from(rung)].max(behaviour)
}

/// The enemies' growth of company, in units of own power (E9.16).
// E9.16
pub fn balance(world: &World, state: &mut State) {
    let strength = world.commitment.scales.balancing;
    for actor in 0..world.n {
        let mut growth = 0.0;
        let mut enemies = state.alignment.hidden.enemies[actor];
        while enemies != 0 {
            let enemy = enemies.trailing_zeros() as usize;
            enemies &= enemies - 1;
            growth += (state.alignment.company[enemy] - state.alignment.company_at_start[enemy]).max(0.0);
        }
        let own = state.relations.power[actor] + state.alignment.company[actor] + EPSILON;
        state.alignment.balancing[actor] = (strength * growth / own).min(1.0);
    }
}

/// Each actor as it weighs treaties this month.
pub fn sides(world: &World, state: &mut State) {
    for actor in 0..world.n {
        let threat: f64 = row(&state.relations.threat, world.n, actor).iter().sum();
        let weights = &state.survival.weights[actor * NEED_COUNT..(actor + 1) * NEED_COUNT];
        state.alignment.hidden.sides[actor] = Side {
            threat: threat * (1.0 + state.alignment.balancing[actor]),
            protection: state.relations.protection[actor],
            power: state.relations.power[actor] * state.war.readiness[actor],
            security: weights[0],
            solvency: weights[1],
            autonomy: weights[4],
            standing: weights[5],
            exposure: state.sanctions.exposure[actor],
            bloc: state.alignment.bloc[actor],
            doctrine: world.autonomy_doctrine[actor],
            load: load(world, state, actor),
        };
    }
}

fn row(matrix: &[f64], n: usize, actor: usize) -> &[f64] {
    &matrix[actor * n..(actor + 1) * n]
}

/// Obligations carried: sum of phi over the actor's treaties of mutual defence.
fn load(world: &World, state: &State, actor: usize) -> f64 {
    f64::from(state.alignment.hidden.allies[actor].count_ones()) * world.commitment.scales.support[3] * 0.25
}

/// Facts of a pair that both its offers need.
struct Facts {
    /// Shared threat as a share of what makes help count in full.
    shared: f64,
    /// Common allies that vouch: 0 or 1.
    broker: f64,
    honour: f64,
}

fn facts(world: &World, state: &State, pair: usize, a: usize, b: usize, shared: f64) -> Facts {
    let hidden = &state.alignment.hidden;
    let common = hidden.allies[a] & hidden.allies[b];
    let held = state.alignment.honour[pair];
    Facts {
        shared: (shared / world.commitment.scales.threat_scale).min(1.0),
        broker: f64::from(u8::from(common != 0)),
        honour: if state.alignment.rung[pair] >= 2 && held > 0.0 { held } else { NEW_HONOUR },
    }
}

/// What `partner` offers `actor` this month.
// E9.7 E9.8 E9.15
fn offer(world: &World, state: &State, pair: usize, actor: usize, partner: usize, facts: &Facts) -> Offer {
    let (n, scales) = (world.n, &world.commitment.scales);
    let hidden = &state.alignment.hidden;
    let (me, other) = (&hidden.sides[actor], &hidden.sides[partner]);
    let (out, back) = (actor * n + partner, partner * n + actor);
    let suspicion = state.relations.hostility[out].max(state.relations.hostility[back]);
    let arms = state.economy.arms_year[out] + state.economy.arms_year[back];
    let closeness = closeness(scales, state.alignment.rung[pair], state.alignment.behaviour[pair]);
    let joined = (state.alignment.bloc[partner] - closeness * state.alignment.notoriety[actor]).max(0.0);
    let common = Common { me, other, facts, suspicion, dependence: state.economy.dependence[out] };
    let unshared = (other.threat - state.relations.threat[back]).max(0.0);
    let fighting = 1.0 + f64::from(u8::from(state.war.is_belligerent[partner]));
    Offer {
        entrapment: scales.entrapment * facts.honour * (1.0 - facts.shared) * fighting * unshared * world.projection[out],
        association: (1.0 - COMPANY_PART) * state.alignment.notoriety[partner] + COMPANY_PART * joined,
        notoriety: state.alignment.notoriety[partner],
        money: GAIN_OF_FLOW * state.survival.value_of_money[actor] * arms,
        dilution: jealousy(world, state, actor, partner),
        ..common.offer(scales, world.projection[back])
    }
}

/// What an offer has in common now and in the baseline.
struct Common<'a> {
    me: &'a Side,
    other: &'a Side,
    facts: &'a Facts,
    suspicion: f64,
    dependence: f64,
}

impl Common<'_> {
    fn offer(&self, scales: &Scales, reach: f64) -> Offer {
        let promised = self.facts.honour * self.other.power * reach;
        let credit = UNSHARED_CREDIT + (1.0 - UNSHARED_CREDIT) * self.facts.shared;
        let vouched = 1.0 + scales.brokerage * self.facts.broker;
        Offer {
            promised,
            support: promised * credit * vouched * (1.0 - self.suspicion),
            breach: self.suspicion * self.other.power * reach,
            obligation: self.other.power / (self.me.power + self.other.power + EPSILON) + self.dependence,
            spill: scales.free_riding * self.facts.shared,
            ..Offer::default()
        }
    }
}

/// Supply at risk when a dependent state takes a partner its patron is no friend of (E9.11).
// E9.11
fn jealousy(world: &World, state: &State, actor: usize, partner: usize) -> f64 {
    let n = world.n;
    let mut most = 0.0f64;
    for (patron, &share) in row(&state.economy.dependence, n, actor).iter().enumerate() {
        if share > PATRON_FROM && patron != partner && patron != actor {
            let pair = world.pair(patron, partner);
            let near =
                closeness(&world.commitment.scales, state.alignment.rung[pair], state.alignment.behaviour[pair]);
            most = most.max((share - PATRON_FROM) * (1.0 - near));
        }
    }
    most
}

/// Fixes the baseline of a run: no war, no sanctions, ordinary hostility and doctrine (E9.6).
pub fn open(world: &World, state: &mut State) {
    let n = world.n;
    for actor in 0..n {
        let now = state.alignment.hidden.sides[actor];
        let threat = (0..n).map(|other| threat_at_base(world, state, actor, other)).sum();
        let power = if state.war.is_belligerent[actor] { state.relations.power[actor] } else { now.power };
        state.alignment.hidden.sides_at_base[actor] = Side {
            threat,
            protection: now.protection + power - now.power,
            power,
            exposure: 0.0,
            bloc: 0.0,
            doctrine: ORDINARY_DOCTRINE.min(now.doctrine),
            ..now
        };
    }
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        open_pair(world, state, pair, dyad.first, dyad.second);
    }
    state.alignment.hidden.is_open = true;
}

fn open_pair(world: &World, state: &mut State, pair: usize, a: usize, b: usize) {
    let n = world.n;
    let facts = facts(world, state, pair, a, b, shared_at_base(world, state, a, b));
    let current = usize::from(state.alignment.rung[pair]);
    for (side, (actor, partner)) in [(a, b), (b, a)].into_iter().enumerate() {
        let (out, back) = (actor * n + partner, partner * n + actor);
        let hidden = &state.alignment.hidden;
        let (me, other) = (&hidden.sides_at_base[actor], &hidden.sides_at_base[partner]);
        let suspicion = state.relations.hostility[out].max(state.relations.hostility[back]);
        let dependence = state.economy.dependence[out];
        let common = Common { me, other, facts: &facts, suspicion: suspicion.min(ORDINARY_HOSTILITY), dependence };
        let scales = &world.commitment.scales;
        let unshared = (other.threat - threat_at_base(world, state, partner, actor)).max(0.0);
        let offer = Offer {
            entrapment: scales.entrapment * facts.honour * (1.0 - facts.shared) * unshared * world.projection[out],
            ..common.offer(scales, world.projection[back])
        };
        let values = [0, 1, 2, 3, 4].map(|rung| terms(scales, me, &offer, current, rung));
        let hidden = &mut state.alignment.hidden;
        hidden.base_values[pair * 2 + side] = [0, 1, 2, 3, 4].map(|rung: usize| sum(&values[rung]));
        hidden.base_terms[pair * 2 + side] = difference(&values[3], &values[0]);
        hidden.offers_at_base[out] = offer;
    }
}

fn difference(after: &[f64; TERMS.len()], before: &[f64; TERMS.len()]) -> [f64; TERMS.len()] {
    std::array::from_fn(|term| after[term] - before[term])
}

/// Threat of `other` to `actor` without the hostility that wars and sanctions brought.
fn threat_at_base(world: &World, state: &State, actor: usize, other: usize) -> f64 {
    if actor == other {
        return 0.0;
    }
    let n = world.n;
    // T grows with the hostility of the one who threatens (E8.2).
    let mut part = 1.0;
    if are_at_war(world, state, actor, other) {
        part *= 1.0 - WAR_PART;
    }
    let punished = state.sanctions.sanctioning[other * n + actor].clamp(0.0, 1.0);
    part *= 1.0 - SANCTION_PART * punished;
    state.relations.threat[actor * n + other] * part
}

fn are_at_war(world: &World, state: &State, a: usize, b: usize) -> bool {
    (0..world.scenario.theatres.len()).any(|theatre| {
        let side = |actor: usize| state.war.side[theatre * world.n + actor];
        side(a) != 0 && side(b) != 0 && side(a) != side(b)
    })
}

fn shared_at_base(world: &World, state: &State, a: usize, b: usize) -> f64 {
    let sides = &state.alignment.hidden.sides_at_base;
    let share = |actor: usize, third: usize| {
        threat_at_base(world, state, actor, third) / (sides[actor].threat + sides[actor].protection + EPSILON)
    };
    (0..world.n).filter(|third| *third != a && *third != b).map(|third| share(a, third).min(share(b, third))).sum()
}

/// S of a pair for each rung it may take, and for keeping the one it has.
#[derive(Clone, Copy, Debug, Default)]
pub struct PairStrategy {
    pub consultation: f64,
    pub defence: f64,
    pub integrated: f64,
    pub keep: f64,
}

/// Values all rungs of a pair for both sides; leaves the terms and the consent of each side behind.
// E9.6
pub fn evaluate(world: &World, state: &mut State, pair: usize) -> PairStrategy {
    let dyad = &world.scenario.dyads[pair];
    let (a, b) = (dyad.first, dyad.second);
    let scales = &world.commitment.scales;
    let current = usize::from(state.alignment.rung[pair]);
    let facts = facts(world, state, pair, a, b, state.relations.shared_threat[pair]);
    let mut reluctances = [0.0; 4];
    for (side, (actor, partner)) in [(a, b), (b, a)].into_iter().enumerate() {
        let offer = offer(world, state, pair, actor, partner, &facts);
        let hidden = &mut state.alignment.hidden;
        hidden.offers[actor * world.n + partner] = offer;
        let me = &hidden.sides[actor];
        let base = &hidden.base_values[pair * 2 + side];
        let none = terms(scales, me, &offer, current, 0);
        let defence = terms(scales, me, &offer, current, 3);
        let excess = |rung: usize, value: f64| value - base[rung];
        let at_none = excess(0, sum(&none));
        let at_defence = excess(3, sum(&defence));
        let other = |rung: usize| match rung {
            0 => at_none,
            3 => at_defence,
            _ => excess(rung, sum(&terms(scales, me, &offer, current, rung))),
        };
        let here = other(current);
        let gains = [other(2) - here, at_defence - here, other(4) - here, here - at_none];
        for (total, gain) in reluctances.iter_mut().zip(gains) {
            *total += reluctance(scales.kappa * gain);
        }
        hidden.consent[pair][side] = scales.kappa * (at_defence - at_none);
        let at = (pair * 2 + side) * TERMS.len();
        let moved = difference(&difference(&defence, &none), &hidden.base_terms[pair * 2 + side]);
        state.alignment.terms[at..at + TERMS.len()].copy_from_slice(&moved);
    }
    let [consultation, defence, integrated, keep] = reluctances.map(|total| soft_minimum(total, 2.0));
    PairStrategy { consultation, defence, integrated, keep }
}

/// s of an actor that takes all `members` (bits) as allies at once, at mutual defence.
pub fn gain_of_joining(world: &World, state: &State, actor: usize, members: u64) -> f64 {
    let (n, scales, hidden) = (world.n, &world.commitment.scales, &state.alignment.hidden);
    if scales.kappa == 0.0 {
        return 0.0;
    }
    let (mut now, mut base) = (Offer::default(), Offer::default());
    // Those already bound to it bring nothing new.
    let mut left = members & !hidden.allies[actor] & !(1 << actor);
    while left != 0 {
        let member = left.trailing_zeros() as usize;
        left &= left - 1;
        let directed = actor * n + member;
        now = now.plus(&without_promise(&hidden.offers[directed]));
        base = base.plus(&without_promise(&hidden.offers_at_base[directed]));
    }
    let worth = |side: &Side, offer: &Offer| {
        sum(&terms(scales, side, offer, 0, 3)) - sum(&terms(scales, side, offer, 0, 0))
    };
    scales.kappa * (worth(&hidden.sides[actor], &now) - worth(&hidden.sides_at_base[actor], &base))
}

fn without_promise(offer: &Offer) -> Offer {
    Offer { promised: 0.0, ..*offer }
}
