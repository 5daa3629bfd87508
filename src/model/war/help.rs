//! Outside states choose among grades of help by what the side's survival is worth to them and what
//! each grade costs.

use super::opportunity::backing;
use super::state::grade;
use super::{is_at_war, is_contingency, principal_side};
use crate::model::relations::{enmity_share, reliance, trade_share};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::helper_slot;
use crate::random::quantile;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{Cargo, GoodClass, OpeningFlow, Sector};

/// Value at which each grade is worth its trouble, before what it risks; assumed. A distraction is chosen apart.
const THRESHOLDS: [f64; 9] = [0.0, 0.08, 0.16, 0.26, 0.36, 0.46, 0.46, 0.80, 1.10];
/// Trust that is neither for nor against; assumed.
const INDIFFERENT_TRUST: f64 = 0.3;
/// Hostility from which no help is given, enemies by the hysteresis apart; assumed.
const HOSTILE: f64 = 0.6;
/// Room by which a choice observed at the start is preferred to the next grade; assumed.
const REVEALED_MARGIN: f64 = 0.1;

/// Suppliers at the start of a war that goes on already give munitions; soldiers lent in the year before
/// the start stand in the field (beyond the stock that can still be sent).
pub(super) fn open(world: &World, state: &mut State) {
    for (t, theatre) in world.scenario.theatres.iter().enumerate() {
        if !is_at_war(world, state, t) {
            continue;
        }
        for side in 0..2 {
            for (row, &quantity) in world.scenario.opening_flows.iter().zip(&world.opening) {
                if sends_troops(world, t, side, row) && state.war.side[t * world.n + row.from] == 0 {
                    state.war.forces[(t * 2 + side) * world.n + row.from] = quantity;
                }
            }
            for &helper in &theatre.helpers[side] {
                if state.war.side[t * world.n + helper] == 0 {
                    state.war.help[(t * 2 + side) * world.n + helper] = grade::MUNITIONS;
                }
            }
        }
    }
}

/// E7.5: V = weight_T sum_o beta_o e_oc min(tau_co, tau_bo) + weight_c phi(rung) + weight_x trade share + weight_K (trust - 0.3) -
/// weight_X hostility, the largest over those b who fight on the side; o over all who stand behind the other side with the
/// share beta of their power, e their enmity to the actor beyond that of ordinary states; a positive V
/// grows by (1 + weight_L ground lost).
pub(super) fn value(world: &World, state: &State, t: usize, side: usize, actor: usize) -> f64 {
    let (n, p, relations) = (world.n, &world.parameters, &state.relations);
    let opponents = &state.war.backed[(t * 2 + 1 - side) * n..][..n];
    let mut best = f64::NEG_INFINITY;
    for b in (0..n).filter(|&b| stands_on(state, n, t, side, b)) {
        let mut shared = 0.0;
        for (o, backed) in opponents.iter().enumerate() {
            if *backed > 0.0 && o != actor {
                let both = relations.threat_share[actor * n + o].min(relations.threat_share[b * n + o]);
                shared += backed * enmity_share(relations.hostility[o * n + actor]) * both;
            }
        }
        let value = p.help_threat * shared
            + p.help_treaty * reliance(world, state.alignment.rung[world.pair(actor, b)])
            + p.help_trade * trade_share(world, state, actor, b)
            + p.help_trust * (relations.trust[actor * n + b] - INDIFFERENT_TRUST)
            - p.help_hostility * relations.hostility[actor * n + b];
        best = best.max(value);
    }
    let lost = if side == 0 {
        -state.war.front[t]
    } else {
        state.war.front[t]
    };
    if best > 0.0 {
        best * (1.0 + p.help_losing * lost.max(0.0))
    } else {
        best
    }
}

/// Does the actor fight on the side, by the data of the theatre or because it has joined?
pub(super) fn stands_on(state: &State, n: usize, t: usize, side: usize, actor: usize) -> bool {
    let place = t * n + actor;
    usize::from(state.war.principal[place].max(state.war.side[place])) == side + 1
}

/// E6.9: the value of arming a side rises with hostility to those whose soldiers fight for the other.
pub(super) fn counter_arming(world: &World, state: &State, t: usize, side: usize, actor: usize) -> f64 {
    if !world.on(Mechanism::CounterArming) {
        return 0.0;
    }
    let n = world.n;
    let senders = &state.war.forces[(t * 2 + 1 - side) * n..(t * 2 + 2 - side) * n];
    let hostility = senders
        .iter()
        .enumerate()
        .filter(|(sender, forces)| **forces > 0.0 && *sender != actor)
        .map(|(sender, _)| state.relations.hostility[actor * n + sender])
        .fold(0.0, f64::max);
    world.parameters.counter_arming * hostility
}

/// E7.5: what the value must exceed for a grade: trouble, exposure to the partner's sanctioners from parts
/// upwards, own empty stocks from munitions upwards, entrapment from troops upwards.
pub(super) fn cost(world: &World, state: &State, t: usize, side: usize, actor: usize, wanted: u8) -> f64 {
    let p = &world.parameters;
    let sides = &world.scenario.theatres[t].sides;
    let mut cost = p.help_threshold * THRESHOLDS[wanted as usize];
    if wanted >= grade::PARTS {
        let suffered = sides[side]
            .iter()
            .map(|&b| state.sanctions.suffered[b * Sector::ALL.len() + Sector::Arms as usize])
            .fold(0.0, f64::max);
        cost += p.help_exposure * state.sanctions.exposure[actor] * suffered;
    }
    if wanted >= grade::MUNITIONS {
        cost += p.help_stocks * (1.0 - state.war.readiness[actor]);
    }
    if wanted >= grade::TROOPS {
        let own = state.relations.power[actor];
        let foe: f64 = sides[1 - side].iter().map(|&o| state.relations.power[o]).sum();
        let is_nuclear = sides[1 - side].iter().any(|&o| world.is_nuclear[o]);
        let risk = if foe + own > 0.0 { foe / (foe + own) } else { 0.0 };
        cost += p.help_entrapment * (risk + f64::from(u8::from(is_nuclear)));
    }
    cost
}

/// No help to an enemy, nor to one's enemy's war against a friend: enmity with any principal forbids it.
pub(super) fn is_enemy_of_side(world: &World, state: &State, t: usize, side: usize, actor: usize) -> bool {
    world.scenario.theatres[t].sides[side].iter().any(|&b| {
        b != actor
            && (state.relations.are_enemies[world.pair(actor, b)]
                || state.relations.hostility[actor * world.n + b] >= HOSTILE)
    })
}

/// Highest grade whose cost the value covers; a bloc gives arms but sends nobody.
fn wanted_grade(world: &World, state: &State, t: usize, side: usize, actor: usize, value: f64) -> u8 {
    let mut wanted = grade::NOTHING;
    for step in grade::WORDS..=grade::MUNITIONS {
        if value >= cost(world, state, t, side, actor, step) {
            wanted = step;
        } else {
            break;
        }
    }
    wanted
}

/// Every outside state's help moves at most one grade a month towards what it wants for the side it values most.
pub(super) fn choose(world: &World, state: &mut State, luck: &Luck) {
    let n = world.n;
    for t in 0..world.scenario.theatres.len() {
        let is_asked = is_contingency(world, state, t);
        if is_asked || state.month == 0 {
            look_behind(world, state, t);
        }
        if state.month == 0 {
            draw_tempers(world, state, luck, t);
        }
        if !is_asked {
            continue;
        }
        for actor in 0..n {
            if state.war.side[t * n + actor] != 0 || state.war.principal[t * n + actor] != 0 {
                continue;
            }
            if world.on(Mechanism::GradedHelp) {
                choose_one(world, state, luck, t, actor);
            } else {
                keep_suppliers(world, state, t, actor);
            }
        }
    }
    state.war.totals.help += state.war.help.iter().map(|&help| u32::from(help)).sum::<u32>();
}

/// Who stands behind each side (E7.2), as all outside states see it.
pub(super) fn look_behind(world: &World, state: &mut State, t: usize) {
    for side in 0..2 {
        for actor in 0..world.n {
            state.war.backed[(t * 2 + side) * world.n + actor] = backing(world, state, t, side, actor);
        }
    }
}

/// What cannot be seen in a choice is drawn once a run; the choices observed at the start then say what
/// must be added so that they would have been made.
fn draw_tempers(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let n = world.n;
    let theatre = &world.scenario.theatres[t];
    let is_war_at_start = theatre.start_rung > 0 && theatre.ladder[theatre.start_rung - 1].is_war;
    for actor in 0..n {
        let uniform = luck.helper(t * n + actor, 0, helper_slot::HELP);
        state.war.temper[t * n + actor] = world.parameters.help_temper * quantile::normal(uniform);
        for side in 0..2 {
            let is_supplier = theatre.helpers[side].contains(&actor);
            if principal_side(world, t, actor) != 0 || !(is_supplier || is_war_at_start) {
                continue;
            }
            let place = (t * 2 + side) * n + actor;
            let seen = value(world, state, t, side, actor);
            let plain = seen + state.war.temper[t * n + actor];
            let value = plain + counter_arming(world, state, t, side, actor);
            let munitions = cost(world, state, t, side, actor, grade::MUNITIONS);
            state.war.help_offset[place] = match (is_supplier, is_war_at_start) {
                // Suppliers gave before foreign soldiers came: they need no such reason.
                (true, true) => (munitions + REVEALED_MARGIN - plain).max(0.0),
                // Who arms a side in peace is as likely as not to do so in a war that has not come yet.
                (true, false) => (munitions - seen).max(0.0),
                (false, _) => (munitions - REVEALED_MARGIN - value).min(0.0),
            };
            if is_war_at_start && !sends_troops_at_start(world, t, side, actor) {
                let troops = cost(world, state, t, side, actor, grade::TROOPS);
                let most = value + world.parameters.troops_money;
                state.war.troops_offset[place] = (troops - REVEALED_MARGIN - most).min(0.0);
            }
        }
    }
}

/// Did soldiers go to a principal of the side in the year before the start?
fn sends_troops_at_start(world: &World, t: usize, side: usize, actor: usize) -> bool {
    let mut flows = world.scenario.opening_flows.iter();
    flows.any(|flow| flow.from == actor && sends_troops(world, t, side, flow))
}

fn sends_troops(world: &World, t: usize, side: usize, flow: &OpeningFlow) -> bool {
    let is_troops = matches!(flow.cargo, Cargo::Good(good) if world.class[good] == GoodClass::Troops);
    is_troops && world.scenario.theatres[t].sides[side].contains(&flow.to)
}

fn choose_one(world: &World, state: &mut State, luck: &Luck, t: usize, actor: usize) {
    let n = world.n;
    let moves = luck.helper(t * n + actor, state.month, helper_slot::HELP) < world.parameters.help_speed;
    let is_first = state.month == 0 || state.war.starts_now[t];
    if !moves && !is_first {
        return stand(world, state, t, actor);
    }
    let mut values = [f64::NEG_INFINITY; 2];
    let mut counters = [0.0; 2];
    for side in 0..2 {
        let place = (t * 2 + side) * n + actor;
        if !is_enemy_of_side(world, state, t, side, actor) {
            counters[side] = counter_arming(world, state, t, side, actor);
            values[side] = value(world, state, t, side, actor)
                + counters[side]
                + state.war.help_offset[place]
                + state.war.temper[t * n + actor];
        }
        state.war.help_value[place] = values[side].max(-1.0);
    }
    let chosen = usize::from(values[1] > values[0]);
    for side in 0..2 {
        let place = (t * 2 + side) * n + actor;
        let wanted = if side == chosen && values[side] > 0.0 {
            wanted_grade(world, state, t, side, actor, values[side])
        } else {
            grade::NOTHING
        };
        let now = state.war.help[place].min(grade::MUNITIONS);
        let next = next_grade(world, state, t, side, actor, now, wanted, moves);
        let without = values[side] - counters[side];
        let is_counter = next >= grade::MUNITIONS
            && counters[side] > 0.0
            && wanted_grade(world, state, t, side, actor, without) < grade::MUNITIONS;
        state.war.is_counter_arming[place] = is_counter;
        state.war.totals.counter_arming += u32::from(is_counter);
        state.war.help[place] = raised(world, state, place, next);
    }
}

/// In a month in which an actor does not think again, all stays as it was; help to an enemy stops at once.
fn stand(world: &World, state: &mut State, t: usize, actor: usize) {
    for side in 0..2 {
        let place = (t * 2 + side) * world.n + actor;
        let now = state.war.help[place];
        if now == grade::NOTHING && state.war.forces[place] <= 0.0 {
            continue;
        }
        let base = if is_enemy_of_side(world, state, t, side, actor) {
            state.war.is_counter_arming[place] = false;
            grade::NOTHING
        } else {
            now.min(grade::MUNITIONS)
        };
        state.war.totals.counter_arming += u32::from(state.war.is_counter_arming[place]);
        state.war.help[place] = raised(world, state, place, base);
    }
}

/// In its first month a war finds standing suppliers at their post, and at the start of a run what is observed;
/// help to an enemy stops at once; else one grade a month.
#[allow(clippy::too_many_arguments)]
fn next_grade(
    world: &World,
    state: &State,
    t: usize,
    side: usize,
    actor: usize,
    now: u8,
    wanted: u8,
    moves: bool,
) -> u8 {
    let is_supplier = world.scenario.theatres[t].helpers[side].contains(&actor);
    if is_enemy_of_side(world, state, t, side, actor) {
        grade::NOTHING
    } else if state.month == 0 || (state.war.starts_now[t] && is_supplier) {
        wanted
    } else if !moves || wanted == now {
        now
    } else if wanted > now {
        now + 1
    } else {
        now - 1
    }
}

/// The grade shown: soldiers in the field and a distraction that is still felt stand above munitions.
fn raised(world: &World, state: &State, place: usize, base: u8) -> u8 {
    if state.war.forces[place] > 0.0 {
        return grade::TROOPS;
    }
    let war = &state.war;
    let mut distractions = war.distraction_for.iter().zip(&war.distraction);
    let has_open = war.help[place] == grade::DISTRACTION
        && distractions.any(|(cause, strength)| *cause == place / world.n && *strength > 0.2);
    if has_open { grade::DISTRACTION } else { base }
}

/// Without the choice, suppliers of the data stay suppliers and nobody else helps.
fn keep_suppliers(world: &World, state: &mut State, t: usize, actor: usize) {
    for side in 0..2 {
        let place = (t * 2 + side) * world.n + actor;
        let is_supplier = world.scenario.theatres[t].helpers[side].contains(&actor);
        let may = is_supplier && !is_enemy_of_side(world, state, t, side, actor);
        let base = if may { grade::MUNITIONS } else { grade::NOTHING };
        state.war.help[place] = raised(world, state, place, base);
    }
}
