//! The hash of all that reaches a simulated number: labels, sources, questions and observed answers do not.

use super::Scenario;
use super::intervention::{Effect, Intervention};
use super::mechanisms::MECHANISMS;
use super::outcome::{Condition, FlowSelection, Outcome};
use super::parameters::PARAMETERS;
use super::ranged::Ranged;
use super::world::*;
use sha2::{Digest, Sha256};

/// Version of the canonical form below.
const CANONICAL_FORM: &str = "sim scenario 2";

/// SHA-256 of the canonical form.
pub fn input_hash(scenario: &Scenario) -> [u8; 32] {
    form_of(scenario).hash.finalize().into()
}

/// Numbers of the world that are drawn within a range, parameters apart.
pub fn uncertain_numbers(scenario: &Scenario) -> usize {
    let parameters = scenario.parameters.iter().filter(|range| !range.is_fixed());
    form_of(scenario).ranged - parameters.count()
}

fn form_of(scenario: &Scenario) -> Form {
    let mut form = Form {
        hash: Sha256::new(),
        ranged: 0,
    };
    form.text(CANONICAL_FORM);
    form.number(f64::from(scenario.start.0));
    form.count(scenario.months);
    form.all(&scenario.strategies, Form::strategy);
    form.all(&scenario.actors, Form::actor);
    form.all(&scenario.goods, Form::good);
    form.count(scenario.currency);
    form.all(&scenario.domains, Form::domain);
    form.all(&scenario.holdings, Form::holding);
    form.all(&scenario.technology, |form, level| {
        form.ranges(&[level.level, level.goal])
    });
    form.all(&scenario.dyads, Form::dyad);
    form.all(&scenario.treaties, Form::treaty);
    form.all(&scenario.institutions, |form, club| {
        form.text(&club.id);
        form.indices(&club.members);
        form.range(&club.weight);
    });
    form.all(&scenario.regimes, Form::regime);
    form.all(&scenario.theatres, Form::theatre);
    form.all(&scenario.opening_flows, |form, flow| {
        form.indices(&[flow.from, flow.to]);
        form.cargo(flow.cargo);
        form.range(&flow.quantity);
    });
    form.all(&scenario.interventions, Form::intervention);
    form.all(&scenario.outcomes, Form::outcome);
    for (spec, range) in PARAMETERS.iter().zip(&scenario.parameters) {
        form.text(spec.id);
        form.range(range);
    }
    // Without one nothing is written, so that the hashes of scenarios without a posterior stay.
    if let Some(posterior) = &scenario.posterior {
        form.text("posterior");
        form.all(&posterior.columns, |form, place| form.text(PARAMETERS[*place].id));
        form.all(&posterior.values, |form, value| form.number(*value));
    }
    for (index, spec) in MECHANISMS.iter().enumerate() {
        form.text(spec.switch);
        form.flag(scenario.switches.is_on_at(index));
    }
    form
}

/// Writes values without ambiguity: texts and lists with their length.
struct Form {
    hash: Sha256,
    /// Ranges written so far that are none of one number.
    ranged: usize,
}

impl Form {
    fn count(&mut self, count: usize) {
        self.hash.update((count as u64).to_le_bytes());
    }

    fn number(&mut self, number: f64) {
        // -0 and 0 are the same number.
        self.hash.update((number + 0.0).to_bits().to_le_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.hash.update([u8::from(flag)]);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.hash.update(text.as_bytes());
    }

    fn indices(&mut self, indices: &[usize]) {
        self.count(indices.len());
        indices.iter().for_each(|index| self.count(*index));
    }

    fn all<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.count(items.len());
        items.iter().for_each(|item| write(self, item));
    }

    fn range(&mut self, range: &Ranged) {
        self.ranged += usize::from(!range.is_fixed());
        [range.low, range.central, range.high]
            .into_iter()
            .for_each(|point| self.number(point));
        self.count(range.scale as usize);
        self.hash.update(range.stream.to_le_bytes());
    }

    fn ranges(&mut self, ranges: &[Ranged]) {
        ranges.iter().for_each(|range| self.range(range));
    }

    fn cargo(&mut self, cargo: Cargo) {
        match cargo {
            Cargo::Good(index) => self.indices(&[0, index]),
            Cargo::Technology(index) => self.indices(&[1, index]),
        }
    }

    fn strategy(&mut self, strategy: &Strategy) {
        self.text(&strategy.id);
        self.ranges(&strategy.weights);
        self.ranges(&[strategy.risk_tolerance, strategy.window_months]);
    }

    fn actor(&mut self, actor: &Actor) {
        self.text(&actor.key);
        self.count(actor.kind as usize);
        self.count(actor.strategy);
        [actor.has_veto, actor.is_nuclear, actor.is_major]
            .into_iter()
            .for_each(|flag| self.flag(flag));
        let a = &actor.attributes;
        self.ranges(&[
            a.gdp,
            a.population,
            a.military_spending,
            a.troops,
            a.warheads,
            a.cinc,
            a.polyarchy,
        ]);
        self.flag(a.ideal_point.is_some());
        self.ranges(a.ideal_point.as_slice());
        self.ranges(&[
            a.total_trade,
            a.reserves,
            a.budget,
            a.reach,
            a.autonomy_doctrine,
            a.regime_hazard,
        ]);
        self.ranges(&[a.command_disorder, a.monitoring_capacity]);
    }

    fn good(&mut self, good: &Good) {
        self.text(&good.id);
        self.count(good.class as usize);
        self.range(&good.price);
        self.count(good.sector as usize);
        self.ranges(&[
            good.strength,
            good.conspicuous,
            good.bulk,
            good.input_share,
            good.labour_share,
        ]);
        self.indices(good.domain.as_slice());
    }

    fn domain(&mut self, domain: &Domain) {
        self.text(&domain.id);
        self.range(&domain.price);
        self.count(domain.sector as usize);
        self.range(&domain.conspicuous);
    }

    fn holding(&mut self, holding: &Holding) {
        self.ranges(&[
            holding.stock,
            holding.capacity,
            holding.requirement,
            holding.target,
        ]);
        self.flag(holding.reserve.is_some());
        self.ranges(holding.reserve.as_slice());
    }

    fn dyad(&mut self, dyad: &Dyad) {
        self.indices(&[dyad.first, dyad.second, usize::from(dyad.contiguity)]);
        self.number(dyad.distance_km);
        self.flag(dyad.un_distance.is_some());
        self.ranges(dyad.un_distance.as_slice());
        self.ranges(&dyad.hostility);
        self.ranges(&[dyad.trade, dyad.trust, dyad.logistics, dyad.exercises]);
        self.flag(dyad.has_fought);
        self.flag(dyad.are_rivals);
    }

    fn treaty(&mut self, treaty: &Treaty) {
        self.text(&treaty.id);
        self.indices(&treaty.members);
        self.indices(&[
            usize::from(treaty.rung),
            usize::from(treaty.is_pact),
            treaty.clause as usize,
        ]);
        self.range(&treaty.honour);
    }

    fn regime(&mut self, regime: &Regime) {
        self.text(&regime.id);
        self.indices(&regime.senders);
        self.count(regime.target);
        self.flag(regime.is_un);
        regime.covers.iter().for_each(|is_covered| self.flag(*is_covered));
        self.ranges(&[regime.stringency, regime.enforcement, regime.monitoring]);
        self.ranges(&regime.compliance);
    }

    fn theatre(&mut self, theatre: &Theatre) {
        self.text(&theatre.key);
        for side in 0..2 {
            self.indices(&theatre.sides[side]);
            self.indices(&theatre.helpers[side]);
            self.all(&theatre.uses[side], |form, used| {
                form.count(used.good);
                form.range(&used.quantity);
            });
        }
        self.all(&theatre.pledges, |form, pledge| {
            form.count(pledge.actor);
            form.range(&pledge.honour);
        });
        self.count(theatre.start_rung);
        self.ranges(&[theatre.front, theatre.attention]);
        self.ranges(&[theatre.settle, theatre.collapse, theatre.truce]);
        self.all(&theatre.ladder, |form, rung| {
            form.ranges(&[rung.annual, rung.ease, rung.direct]);
            form.ranges(&[rung.intensity, rung.blockade, rung.energy]);
            form.flag(rung.is_war);
            form.flag(rung.is_clash);
        });
    }

    fn intervention(&mut self, intervention: &Intervention) {
        self.indices(&[intervention.first, intervention.last]);
        match &intervention.effect {
            Effect::TheatreRung { theatre, rung } => self.indices(&[0, *theatre, *rung]),
            Effect::TheatreSettles { theatre } => self.indices(&[1, *theatre]),
            Effect::Stringency { target, factor } => self.effect(&[2, *target], *factor),
            Effect::Enforcement { target, factor } => self.effect(&[3, *target], *factor),
            Effect::MarketAccess { target, share } => self.effect(&[4, *target], *share),
            Effect::SecondarySanctions { target, strength } => self.effect(&[5, *target], *strength),
            Effect::Threat { by, target, strength } => self.effect(&[6, *by, *target], *strength),
            Effect::Price { good, factor } => self.effect(&[7, *good], *factor),
            Effect::Capacity { actor, good, factor } => self.effect(&[8, *actor, *good], *factor),
            Effect::LeaderChange { actor } => self.indices(&[9, *actor]),
            Effect::Arming {
                from,
                to,
                good,
                quantity,
            } => self.effect(&[10, *from, *to, *good], *quantity),
        }
    }

    fn effect(&mut self, indices: &[usize], number: f64) {
        self.indices(indices);
        self.number(number);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.text(&outcome.id);
        self.condition(&outcome.condition);
        self.indices(&[outcome.hold, outcome.from, outcome.by]);
        self.indices(outcome.given.as_slice());
    }

    fn selection(&mut self, flow: &FlowSelection) {
        self.indices(&flow.from);
        self.indices(&flow.to);
        self.all(&flow.cargo, |form, cargo| form.cargo(*cargo));
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Treaty { group, rung } => {
                self.indices(&[0, usize::from(*rung)]);
                self.indices(group);
            }
            Condition::Behaviour { group, level } => {
                self.effect(&[1], *level);
                self.indices(group);
            }
            Condition::Flow {
                flow,
                measure,
                at_least,
            } => {
                self.effect(&[2, *measure as usize], *at_least);
                self.selection(flow);
            }
            Condition::SupplyShare { flow, above } => {
                self.effect(&[3], *above);
                self.selection(flow);
            }
            Condition::Stock {
                actor,
                good,
                below,
                above,
            } => {
                self.indices(&[4, *actor, *good]);
                for bound in [below, above] {
                    self.flag(bound.is_some());
                    self.number(bound.unwrap_or_default());
                }
            }
            Condition::Resolution { target, result } => self.indices(&[5, *target, *result as usize]),
            Condition::Bite { target, below } => self.effect(&[6, *target], *below),
            Condition::Sanctions {
                target,
                sectors,
                at_least,
            } => {
                self.effect(&[7, *target], *at_least);
                self.all(sectors, |form, sector| form.count(*sector as usize));
            }
            Condition::SecondarySanctions { target, at_least } => self.effect(&[8, *target], *at_least),
            Condition::TheatreAt { theatre, rung } => self.indices(&[9, *theatre, *rung]),
            Condition::TheatreEnded {
                theatre,
                ending,
                winner,
            } => {
                self.indices(&[10, *theatre]);
                let stated = [ending.map(|end| end as usize), *winner];
                if stated != [None, None] {
                    self.indices(&stated.map(|choice| choice.map_or(0, |index| index + 1)));
                }
            }
            Condition::Joined { theatre, actor } => self.indices(&[11, *theatre, *actor]),
            Condition::Help {
                theatre,
                actor,
                side,
                grade,
            } => self.indices(&[12, *theatre, *actor, *side, usize::from(*grade)]),
            Condition::Wars { at_least } => self.indices(&[13, *at_least]),
            Condition::Test { actor } => self.indices(&[14, *actor]),
            Condition::Exercise { group } => {
                self.count(15);
                self.indices(group);
            }
            Condition::Institution { actor, institution } => self.indices(&[16, *actor, *institution]),
            Condition::Hosting { host, guest } => self.indices(&[17, *host, *guest]),
            Condition::Licence { actor, good } => self.indices(&[18, *actor, *good]),
            Condition::Technology { actor, domain, above } => self.effect(&[19, *actor, *domain], *above),
            Condition::Pressure { actor, above } => self.effect(&[20, *actor], *above),
            Condition::Crisis { actor } => self.indices(&[21, *actor]),
            Condition::Any(parts) => {
                self.count(22);
                self.all(parts, Form::condition);
            }
            Condition::All(parts) => {
                self.count(23);
                self.all(parts, Form::condition);
            }
            Condition::Not(part) => {
                self.count(24);
                self.condition(part);
            }
            Condition::Before { first, then } => {
                self.count(25);
                self.condition(first);
                self.condition(then);
            }
            Condition::Obligation { actor, ally, is_kept } => {
                self.indices(&[26, *actor, *ally, usize::from(*is_kept)]);
            }
            Condition::Feeling {
                feeling,
                actor,
                towards,
                below,
                above,
            } => {
                self.indices(&[27, *feeling as usize, *actor, *towards]);
                for bound in [below, above] {
                    self.flag(bound.is_some());
                    self.number(bound.unwrap_or_default());
                }
            }
            Condition::Debt {
                debtor,
                creditor,
                at_least,
            } => self.effect(&[28, *debtor, *creditor], *at_least),
            Condition::Relief { target } => self.indices(&[29, *target]),
            Condition::Price { good, above } => self.effect(&[30, *good], *above),
            Condition::NoDeal { seller, buyer, good } => self.indices(&[31, *seller, *buyer, *good]),
            Condition::Ever(part) => {
                self.count(32);
                self.condition(part);
            }
        }
    }
}
