//! Conditions of outcomes as a flat program: parts come before what is made of them, so one pass over
//! the nodes answers every month without recursion or allocation.

use super::flow_watch::FlowWatch;
use super::help::goes_so_far;
use crate::model::economy::clearing;
use crate::model::war::state::Ending;
use crate::model::{State, World};
use crate::scenario::outcome::{Condition, End, Feeling, FlowSelection, Measure, Resolution};

/// One node of the program. `parts` are indices of earlier nodes.
#[derive(Clone, Debug)]
pub enum Node {
    /// A condition on the state of the month.
    Leaf(Condition),
    Flow {
        watch: usize,
        measure: Measure,
        at_least: f64,
    },
    Share {
        part: usize,
        whole: usize,
        above: f64,
    },
    Any(Vec<usize>),
    All(Vec<usize>),
    Not(usize),
    Ever(usize),
    Before {
        first: usize,
        then: usize,
    },
}

/// Months since a pair last exercised stay valid this long for a group of three or more.
const EXERCISE_MONTHS: i64 = 12;
const NEVER: i64 = -1_000;

/// The nodes of every outcome and what they remember within a run.
#[derive(Clone, Debug)]
pub struct Program {
    pub nodes: Vec<Node>,
    holds: Vec<bool>,
    /// First month in which a node held; `usize::MAX` if it has not.
    first: Vec<usize>,
    /// Last month of a joint exercise, by pair.
    exercised: Vec<i64>,
    /// Regimes on each target, those a coalition made in the run included: constant in a run.
    regimes_on: Vec<Vec<usize>>,
}

impl Program {
    pub fn new(actors: usize, pairs: usize) -> Self {
        Program {
            nodes: Vec::new(),
            holds: Vec::new(),
            first: Vec::new(),
            exercised: vec![NEVER; pairs],
            regimes_on: vec![Vec::new(); actors],
        }
    }

    /// Adds a condition and its parts; the index of its node.
    pub fn add(&mut self, condition: &Condition, flows: &mut FlowWatch) -> usize {
        let node = match condition {
            Condition::Any(parts) => Node::Any(parts.iter().map(|part| self.add(part, flows)).collect()),
            Condition::All(parts) => Node::All(parts.iter().map(|part| self.add(part, flows)).collect()),
            Condition::Not(part) => Node::Not(self.add(part, flows)),
            Condition::Ever(part) => Node::Ever(self.add(part, flows)),
            Condition::Before { first, then } => Node::Before {
                first: self.add(first, flows),
                then: self.add(then, flows),
            },
            Condition::Flow {
                flow,
                measure,
                at_least,
            } => Node::Flow {
                watch: flows.add(flow.clone(), false),
                measure: *measure,
                at_least: *at_least,
            },
            Condition::SupplyShare { flow, above } => Node::Share {
                part: flows.add(flow.clone(), true),
                whole: flows.add(
                    FlowSelection {
                        from: Vec::new(),
                        ..flow.clone()
                    },
                    true,
                ),
                above: *above,
            },
            leaf => Node::Leaf(leaf.clone()),
        };
        self.nodes.push(node);
        self.holds.push(false);
        self.first.push(usize::MAX);
        self.nodes.len() - 1
    }

    pub fn begin_run(&mut self, state: &State) {
        self.first.fill(usize::MAX);
        self.exercised.fill(NEVER);
        self.regimes_on.iter_mut().for_each(Vec::clear);
        for (regime, target) in state.sanctions.target.iter().enumerate() {
            self.regimes_on[*target].push(regime);
        }
    }

    /// What outcomes remember of the month apart from their nodes.
    pub fn remember(&mut self, state: &State) {
        for (last, now) in self.exercised.iter_mut().zip(&state.alignment.exercised_now) {
            if *now {
                *last = state.month as i64;
            }
        }
    }

    /// Evaluates nodes `from..=to`; whether the last holds this month.
    pub fn evaluate(
        &mut self,
        from: usize,
        to: usize,
        world: &World,
        state: &State,
        flows: &FlowWatch,
    ) -> bool {
        for index in from..=to {
            let holds = match &self.nodes[index] {
                Node::Leaf(leaf) => holds_now(leaf, world, state, &self.exercised, &self.regimes_on),
                Node::Flow {
                    watch,
                    measure,
                    at_least,
                } => {
                    let sum = flows.sum(*watch, *measure);
                    sum > 0.0 && sum >= *at_least
                }
                Node::Share { part, whole, above } => {
                    let whole = flows.sum(*whole, Measure::Yearly);
                    whole > 0.0 && flows.sum(*part, Measure::Yearly) >= above * whole
                }
                Node::Any(parts) => parts.iter().any(|part| self.holds[*part]),
                Node::All(parts) => parts.iter().all(|part| self.holds[*part]),
                Node::Not(part) => !self.holds[*part],
                Node::Ever(part) => self.first[*part] != usize::MAX,
                Node::Before { first, then } => {
                    self.first[*then] != usize::MAX && self.first[*first] < self.first[*then]
                }
            };
            self.holds[index] = holds;
            if holds && self.first[index] == usize::MAX {
                self.first[index] = state.month;
            }
        }
        self.holds[to]
    }
}

fn every_pair(world: &World, group: &[usize], mut test: impl FnMut(usize) -> bool) -> bool {
    group
        .iter()
        .enumerate()
        .all(|(place, &a)| group[place + 1..].iter().all(|&b| test(world.pair(a, b))))
}

fn is_at_war(world: &World, state: &State, theatre: usize) -> bool {
    let rung = state.war.rung[theatre];
    rung > 0
        && world.scenario.theatres[theatre]
            .ladder
            .get(rung - 1)
            .is_some_and(|rung| rung.is_war)
}

fn holds_now(
    condition: &Condition,
    world: &World,
    state: &State,
    exercised: &[i64],
    regimes_on: &[Vec<usize>],
) -> bool {
    let (n, g, d) = (world.n, world.g, world.d);
    let State {
        survival,
        economy,
        sanctions,
        war,
        alignment,
        relations,
        ..
    } = state;
    match condition {
        Condition::Treaty { group, rung } => every_pair(world, group, |pair| alignment.rung[pair] >= *rung),
        Condition::Behaviour { group, level } => {
            every_pair(world, group, |pair| alignment.behaviour[pair] >= *level)
        }
        Condition::Stock {
            actor,
            good,
            below,
            above,
        } => {
            let stock = economy.stock[actor * g + good];
            below.is_none_or(|bound| stock < bound) && above.is_none_or(|bound| stock >= bound)
        }
        Condition::Resolution { target, result } => regimes_on[*target].iter().any(|&regime| match result {
            Resolution::Adopted => sanctions.draft[regime] == 1,
            Resolution::Vetoed => matches!(sanctions.draft[regime], 2 | 4),
            Resolution::MonitoringEnded => sanctions.is_monitoring_ended[regime],
        }),
        Condition::Bite { target, below } => sanctions.bite[*target] < *below,
        Condition::Sanctions {
            target,
            sectors,
            at_least,
        } => regimes_on[*target].iter().any(|&regime| {
            !sanctions.is_un[regime]
                && sanctions.in_force[regime]
                && sanctions.effective[regime] > 0.0
                && sanctions.effective[regime] >= *at_least
                && sectors
                    .iter()
                    .all(|sector| sanctions.covers[regime][*sector as usize] > 0.0)
        }),
        Condition::SecondarySanctions { target, at_least } => {
            sanctions.secondary[*target] > 0.0 && sanctions.secondary[*target] >= *at_least
        }
        Condition::TheatreAt { theatre, rung } => war.rung[*theatre] >= *rung,
        Condition::TheatreEnded {
            theatre,
            ending,
            winner,
        } => {
            let is_so = match ending {
                None => war.ending[*theatre] != Ending::None,
                Some(End::Settlement) => war.ending[*theatre] == Ending::Settlement,
                Some(End::Collapse) => war.ending[*theatre] == Ending::Collapse,
                Some(End::Victory) => war.ending[*theatre] == Ending::Victory,
            };
            let leads = usize::from(war.front[*theatre] < 0.0);
            is_so && winner.is_none_or(|side| side == leads) && !is_at_war(world, state, *theatre)
        }
        Condition::Obligation { actor, ally, is_kept } => {
            let called = if *is_kept { &war.honoured } else { &war.broken };
            called[actor * n + ally]
        }
        Condition::Joined { theatre, actor } => {
            let side = theatre * 2;
            (war.side[theatre * n + actor] != 0 && is_at_war(world, state, *theatre))
                || war.forces[side * n + actor] > 0.0
                || war.forces[(side + 1) * n + actor] > 0.0
        }
        Condition::Help {
            theatre,
            actor,
            side,
            grade,
        } => goes_so_far(war.help[(theatre * 2 + side) * n + actor], *grade),
        Condition::Wars { at_least } => {
            (0..war.rung.len())
                .filter(|&theatre| is_at_war(world, state, theatre) && !war.is_truce[theatre])
                .count()
                >= *at_least
        }
        Condition::Test { actor } => alignment.tested_now[*actor],
        Condition::Exercise { group } => {
            let within = if group.len() > 2 { EXERCISE_MONTHS } else { 1 };
            every_pair(world, group, |pair| state.month as i64 - exercised[pair] < within)
        }
        Condition::Institution { actor, institution } => {
            alignment.institutions[*institution] >> actor & 1 == 1
        }
        Condition::Hosting { host, guest } => alignment.hosting[host * n + guest] > 0.0,
        Condition::Licence { actor, good } => economy.licence[actor * g + good] > 0.0,
        Condition::Technology { actor, domain, above } => economy.level[actor * d + domain] >= *above,
        Condition::Pressure { actor, above } => survival.pressure[*actor] >= *above,
        Condition::Crisis { actor } => survival.in_crisis[*actor],
        Condition::Feeling {
            feeling,
            actor,
            towards,
            below,
            above,
        } => {
            let felt = match feeling {
                Feeling::Hostility => relations.hostility[actor * n + towards],
                Feeling::Trust => relations.trust[actor * n + towards],
            };
            below.is_none_or(|bound| felt < bound) && above.is_none_or(|bound| felt >= bound)
        }
        Condition::Debt {
            debtor,
            creditor,
            at_least,
        } => {
            let debt = economy.debt[debtor * n + creditor];
            debt > 0.0 && debt >= *at_least
        }
        Condition::Relief { target } => regimes_on[*target]
            .iter()
            .any(|&regime| sanctions.in_force[regime] && sanctions.is_relieved[regime]),
        Condition::Price { good, above } => economy.price_factor[*good] >= *above,
        Condition::NoDeal { seller, buyer, good } => {
            economy.flow[(seller * n + buyer) * g + good] <= 0.0
                && clearing::price_gap(world, state, *seller, *buyer, *good).is_some_and(|gap| gap > 0.0)
        }
        // Made of parts or of flows: nodes of their own.
        Condition::Flow { .. }
        | Condition::SupplyShare { .. }
        | Condition::Any(_)
        | Condition::All(_)
        | Condition::Not(_)
        | Condition::Ever(_)
        | Condition::Before { .. } => false,
    }
}
