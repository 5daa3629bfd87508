//! Theatres, contingencies, help, obligations (model sections 6 and 7; docs/odd.md, 7.6).

mod battle;
mod demand;
mod endings;
pub mod energy;
mod help;
pub mod ladder;
mod obligations;
mod opportunity;
pub mod state;
mod support;
mod troops;

use super::state::State;
use super::world::World;
use crate::random::Luck;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{GoodClass, Rung};
use state::{Ending, NEVER, Totals};

/// Months since the last clash of a pair that fought in the ten years before the start; assumed mid-window.
const MONTHS_SINCE_OLD_FIGHT: u32 = 60;
/// Disorder of command that a change of leader leaves; assumed.
const LEADERLESS: f64 = 0.3;

impl state::War {
    pub fn reset(&mut self, world: &World) {
        let n = world.n;
        for (t, theatre) in world.scenario.theatres.iter().enumerate() {
            self.rung[t] = theatre.start_rung;
            self.highest[t] = theatre.start_rung;
            self.front[t] = world.opening_front[t];
            let is_war = theatre.start_rung > 0 && theatre.ladder[theatre.start_rung - 1].is_war;
            self.was_at_war[t] = is_war;
            self.intensity[t] = intensity_of(world, t, theatre.start_rung);
            self.rung_before[t] = theatre.start_rung;
            self.months_of_war[t] = 0;
            for a in 0..n {
                let place = principal_side(world, t, a);
                self.side[t * n + a] = if is_war { place } else { 0 };
            }
        }
        self.months_at_rung.fill(0);
        self.is_truce.fill(false);
        self.ending.fill(Ending::None);
        self.starts_now.fill(false);
        self.ends_now.fill(false);
        self.declared_rung.fill(None);
        self.is_settlement_declared.fill(false);
        self.months_since_end.fill(NEVER);
        self.fire.fill(0.0);
        self.cover.fill(1.0);
        self.distraction.fill(0.0);
        self.distraction_for.fill(usize::MAX);
        self.clauseless_sender.fill(usize::MAX);
        self.reluctance.fill(0.0);
        self.help.fill(state::grade::NOTHING);
        for array in [
            &mut self.forces,
            &mut self.opportunity,
            &mut self.opportunity_at_start,
            &mut self.opportunity_usual,
            &mut self.help_value,
            &mut self.help_offset,
            &mut self.troops_offset,
            &mut self.backed,
            &mut self.side_share,
            &mut self.temper,
            &mut self.used,
            &mut self.wanted,
            &mut self.casualties,
            &mut self.attention,
            &mut self.support_year,
        ] {
            array.fill(0.0);
        }
        self.is_counter_arming.fill(false);
        self.joined_now.fill(false);
        self.broken.fill(false);
        self.honoured.fill(false);
        self.disorder.copy_from_slice(&world.command_disorder);
        for a in 0..n {
            self.is_belligerent[a] = self.side.iter().skip(a).step_by(n).any(|&side| side != 0);
            self.months_since_war[a] = if self.is_belligerent[a] { 0 } else { NEVER };
        }
        for dyad in &world.scenario.dyads {
            self.months_since_clash[world.pair(dyad.first, dyad.second)] = if dyad.has_fought {
                MONTHS_SINCE_OLD_FIGHT
            } else {
                NEVER
            };
        }
        opportunity::list_wanted(world, self);
        opportunity::measure_readiness(self, &world.stock);
        ladder::set_hazards(world, self);
        self.totals = Totals::default();
    }
}

/// Completes the start once treaties, threats and economies stand: attention and the opportunity that
/// published estimates already contain. Called at the end of a reset, after `relations::open`.
pub fn open(world: &World, state: &mut State) {
    help::open(world, state);
    demand::share_among_sides(world, state);
    opportunity::measure(world, state);
    for t in 0..world.scenario.theatres.len() {
        state.war.opportunity_at_start[t] = state.war.opportunity[t];
        state.war.opportunity_usual[t] = state.war.opportunity[t];
    }
}

/// Ladders climb or ease; wars start, pause and end; help is chosen.
pub fn contingencies(world: &World, state: &mut State, luck: &Luck) {
    begin_month(world, state);
    opportunity::measure(world, state);
    for t in 0..world.scenario.theatres.len() {
        if !obey(world, state, t) && world.on(Mechanism::Contingencies) {
            ladder::step(world, state, luck, t);
        }
        endings::advance(world, state, luck, t);
        begin_or_close(world, state, luck, t);
    }
    opportunity::get_used(world, state);
    help::choose(world, state, luck);
    opportunity::open_distractions(world, state, luck);
    demand::count(world, state);
    count_months(world, state);
}

/// Munitions are used, fronts move, soldiers fall; supporters send aid and soldiers.
pub fn fight(world: &World, state: &mut State, luck: &Luck) {
    battle::advance(world, state, luck);
    support::send(world, state);
    troops::send(world, state, luck);
    opportunity::measure_readiness(&mut state.war, &state.economy.stock);
}

/// Takes over what the shocks declared for this month; true if they did.
fn obey(world: &World, state: &mut State, t: usize) -> bool {
    if std::mem::take(&mut state.war.is_settlement_declared[t]) && is_at_war(world, state, t) {
        state.war.rung[t] = 0;
        state.war.ending[t] = Ending::Settlement;
        return true;
    }
    match state.war.declared_rung[t].take() {
        Some(rung) => {
            state.war.rung[t] = rung.min(world.scenario.theatres[t].ladder.len());
            true
        }
        None => false,
    }
}

fn begin_month(world: &World, state: &mut State) {
    let war = &mut state.war;
    war.starts_now.fill(false);
    war.ends_now.fill(false);
    war.joined_now.fill(false);
    war.broken.fill(false);
    war.honoured.fill(false);
    let healing = 1.0 - 1.0 / world.parameters.command_healing.max(1.0);
    for a in 0..world.n {
        war.disorder[a] *= healing;
        // The crisis of last month's needs: a state that has lost its leader fights on, in disorder.
        if state.survival.in_crisis[a] {
            war.disorder[a] = war.disorder[a].max(LEADERLESS);
        }
    }
}

/// What follows from a theatre's having come into war or out of it, by itself or declared.
fn begin_or_close(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let is_war = is_at_war(world, state, t);
    let was_blockaded = is_blockade(world, t, state.war.rung_before[t]);
    if !is_war && was_blockaded && !is_blockade(world, t, state.war.rung[t]) {
        endings::clear(world, state, t);
    }
    if is_war && !state.war.was_at_war[t] {
        if !was_blockaded {
            endings::clear(world, state, t);
        }
        state.war.starts_now[t] = true;
        state.war.months_of_war[t] = 0;
        state.war.ending[t] = Ending::None;
        state.war.totals.war_starts += 1;
        for a in 0..world.n {
            state.war.side[t * world.n + a] = principal_side(world, t, a);
        }
        obligations::call(world, state, luck, t);
    } else if !is_war && state.war.was_at_war[t] {
        if state.war.ending[t] == Ending::None {
            // Eased down its own ladder.
            state.war.ending[t] = Ending::Settlement;
        }
        state.war.ends_now[t] = true;
        state.war.months_since_end[t] = 0;
        state.war.totals.wars_ended += 1;
        endings::clear(world, state, t);
    }
    if state.month == 0 && is_war && !state.war.starts_now[t] {
        obligations::license_clauseless_forces(world, state, luck, t);
    }
    if is_war && state.war.rung[t] > state.war.rung_before[t] {
        obligations::keep_pledges(world, state, t);
    }
    if is_war {
        obligations::follow_patrons(world, state, t);
    }
    let war = &mut state.war;
    war.was_at_war[t] = is_war;
    if war.rung[t] != war.rung_before[t] {
        war.months_at_rung[t] = 0;
    }
    war.rung_before[t] = war.rung[t];
    war.highest[t] = war.highest[t].max(war.rung[t]);
}

fn count_months(world: &World, state: &mut State) {
    let n = world.n;
    let war = &mut state.war;
    war.is_belligerent.fill(false);
    for (t, &is_war) in war.was_at_war.iter().enumerate() {
        war.months_at_rung[t] += 1;
        if is_war {
            war.months_of_war[t] += 1;
            war.totals.truce_months += u32::from(war.is_truce[t]);
        } else if !war.ends_now[t] {
            war.months_since_end[t] = (war.months_since_end[t] + 1).min(NEVER);
        }
        for a in 0..n {
            war.is_belligerent[a] |= war.side[t * n + a] != 0;
        }
    }
    for a in 0..n {
        let since = (war.months_since_war[a] + 1).min(NEVER);
        war.months_since_war[a] = if war.is_belligerent[a] { 0 } else { since };
    }
    for since in &mut war.months_since_clash {
        *since = (*since + 1).min(NEVER);
    }
    for t in 0..world.scenario.theatres.len() {
        if !is_fighting(world, state, t) {
            continue;
        }
        for a in 0..n {
            let side = sides_in_clash(&state.war, t)[a];
            if side == 0 {
                continue;
            }
            for b in a + 1..n {
                let other = sides_in_clash(&state.war, t)[b];
                if other != 0 && side != other {
                    state.war.months_since_clash[world.pair(a, b)] = 0;
                }
            }
        }
    }
}

fn rung_of<'w>(world: &World<'w>, t: usize, rung: usize) -> Option<&'w Rung> {
    rung.checked_sub(1)
        .and_then(|row| world.scenario.theatres[t].ladder.get(row))
}

/// Intensity of a rung; 0 where it is calm.
fn intensity_of(world: &World, t: usize, rung: usize) -> f64 {
    if rung == 0 {
        return 0.0;
    }
    world.rung_intensity[world.rung_row(t, rung)]
}

/// Is the theatre at a rung that is war, truces included?
pub fn is_at_war(world: &World, state: &State, t: usize) -> bool {
    rung_of(world, t, state.war.rung[t]).is_some_and(|rung| rung.is_war)
}

/// Share of imports stopped from which a rung short of war is a contingency in which partners choose their help.
const BLOCKADE: f64 = 0.5;

/// Is the rung a blockade, at war or short of it? What a rung is does not change from draw to draw: by the central value.
fn is_blockade(world: &World, t: usize, rung: usize) -> bool {
    rung_of(world, t, rung).is_some_and(|rung| rung.blockade.central >= BLOCKADE)
}

/// Is there something in the theatre that partners must choose about: a war, or a blockade short of it?
pub fn is_contingency(world: &World, state: &State, t: usize) -> bool {
    is_at_war(world, state, t) || is_blockade(world, t, state.war.rung[t])
}

/// Is force used in the theatre: war or clash, and no truce?
pub fn is_fighting(world: &World, state: &State, t: usize) -> bool {
    !state.war.is_truce[t]
        && rung_of(world, t, state.war.rung[t]).is_some_and(|rung| rung.is_war || rung.is_clash)
}

/// Wars going on now, truces not counted.
pub fn simultaneous_wars(world: &World, state: &State) -> usize {
    (0..world.scenario.theatres.len())
        .filter(|&t| is_at_war(world, state, t) && !state.war.is_truce[t])
        .count()
}

/// 1 aggressor, 2 defender by the data of the theatre, 0 neither.
pub fn principal_side(world: &World, t: usize, actor: usize) -> u8 {
    let sides = &world.scenario.theatres[t].sides;
    if sides[0].contains(&actor) {
        1
    } else if sides[1].contains(&actor) {
        2
    } else {
        0
    }
}

/// Side on which an actor uses force in the theatre: belligerents of a war, principals of a clash.
pub fn side_in_clash(world: &World, state: &State, t: usize, actor: usize) -> u8 {
    if state.war.was_at_war[t] {
        state.war.side[t * world.n + actor]
    } else {
        principal_side(world, t, actor)
    }
}

/// The same for all actors.
pub fn sides_in_clash(war: &state::War, t: usize) -> &[u8] {
    let n = war.side.len() / war.rung.len();
    let sides = if war.was_at_war[t] {
        &war.side
    } else {
        &war.principal
    };
    &sides[t * n..(t + 1) * n]
}

/// The first good of class troops.
fn troops_good(world: &World) -> Option<usize> {
    world.class.iter().position(|class| *class == GoodClass::Troops)
}

#[cfg(test)]
mod tests;
