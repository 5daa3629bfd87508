//! One parameter draw of the world as flat arrays: what the phases read and never write.

use crate::random::{Family, Key};
use crate::scenario::Scenario;
use crate::scenario::mechanisms::{Mechanism, Switches};
use crate::scenario::parameters::Parameters;
use crate::scenario::ranged::Ranged;
use crate::scenario::world::{ActorKind, Attributes, Clause, GoodClass, NEED_COUNT, Sector, Strategy};

/// Months in a year, as a number.
pub const YEAR: f64 = 12.0;
pub const SECTORS: usize = Sector::ALL.len();

/// The world of one parameter draw. `n` actors, `g` goods, `d` domains, `pairs` = n(n-1)/2.
/// Arrays over actor and good are indexed actor x g + good, over directed pairs from x n + to.
#[derive(Clone, Debug)]
pub struct World<'s> {
    pub scenario: &'s Scenario,
    pub n: usize,
    pub g: usize,
    pub d: usize,
    pub pairs: usize,
    /// Number of a pair by its members, n x n; the diagonal means nothing.
    pair_of: Vec<u32>,
    pub currency: usize,
    pub parameters: Parameters,
    pub switches: &'s Switches,

    // Actors (units: docs/world-format.md, attributes).
    pub gdp: Vec<f64>,
    pub population: Vec<f64>,
    pub military_spending: Vec<f64>,
    pub troops: Vec<f64>,
    pub warheads: Vec<f64>,
    pub cinc: Vec<f64>,
    pub polyarchy: Vec<f64>,
    pub total_trade: Vec<f64>,
    pub reserves: Vec<f64>,
    pub budget: Vec<f64>,
    pub reach: Vec<f64>,
    pub autonomy_doctrine: Vec<f64>,
    pub regime_hazard: Vec<f64>,
    pub command_disorder: Vec<f64>,
    pub monitoring_capacity: Vec<f64>,
    pub has_veto: Vec<bool>,
    pub is_nuclear: Vec<bool>,
    pub is_major: Vec<bool>,
    pub is_bloc: Vec<bool>,
    /// actor x NEED_COUNT.
    pub weights: Vec<f64>,
    pub risk_tolerance: Vec<f64>,
    pub window: Vec<f64>,

    // Goods.
    pub class: Vec<GoodClass>,
    /// Goods that are arms; goods that are parts and machines.
    pub lethal: Vec<usize>,
    pub dual_use: Vec<usize>,
    /// Goods that the world outside trades.
    pub staples: Vec<usize>,
    /// Arms and parts, in the order of the goods: what arms makers make and what they make it of.
    pub of_makers: Vec<usize>,
    pub sector: Vec<usize>,
    /// Million USD a unit.
    pub price: Vec<f64>,
    pub strength: Vec<f64>,
    pub conspicuous: Vec<f64>,
    pub bulk: Vec<f64>,
    pub input_share: Vec<f64>,
    /// Labour share over the mean of the goods that need workers (E6.2), at most `MOST_LABOUR`.
    pub labour_intensity: Vec<f64>,
    /// Domain a good's production needs.
    pub domain: Vec<Option<usize>>,
    /// Million USD for a step of 0.1.
    pub domain_price: Vec<f64>,
    pub domain_sector: Vec<usize>,
    pub domain_conspicuous: Vec<f64>,

    // Holdings at the start, per month where a rate.
    pub stock: Vec<f64>,
    pub capacity: Vec<f64>,
    pub requirement: Vec<f64>,
    pub target: Vec<f64>,
    /// Infinite where there is no limit.
    pub reserve: Vec<f64>,
    /// actor x d + domain.
    pub level: Vec<f64>,
    pub goal: Vec<f64>,

    // Unordered pairs, by `pair_index`.
    pub contiguity: Vec<u8>,
    pub distance: Vec<f64>,
    /// Distance of UN ideal points (E9.0); none where a side has no seat in the General Assembly.
    pub ideal_distance: Vec<Option<f64>>,
    /// Share of power that bears over the pair's distance for each direction, n x n.
    pub projection: Vec<f64>,
    /// Background plus modelled trade at the start, million USD a month.
    pub trade: Vec<f64>,
    pub are_rivals: Vec<bool>,
    pub trust: Vec<f64>,
    pub logistics: Vec<f64>,
    pub exercises: Vec<f64>,
    /// Directed, n x n.
    pub hostility: Vec<f64>,
    /// Weight of shared institutions at the start, per pair.
    pub institution_tie: Vec<f64>,

    // Regimes r, and compliance r x n.
    pub stringency: Vec<f64>,
    pub enforcement: Vec<f64>,
    pub monitoring: Vec<f64>,
    pub compliance: Vec<f64>,
    /// Rung of 3 or more that a pair's treaties give it at the start without a defence clause (E7.4); 0 = none.
    pub clauseless_rung: Vec<u8>,
    /// Honour probability of each treaty's clause.
    pub honour: Vec<f64>,

    // Theatres: rung offsets into the flat ladders.
    pub ladder_offset: Vec<usize>,
    pub annual: Vec<f64>,
    pub ease: Vec<f64>,
    /// Yearly chance of coming to the rung at once from any at least two below.
    pub direct: Vec<f64>,
    pub rung_intensity: Vec<f64>,
    /// Share of the defenders' imports by sea stopped.
    pub rung_blockade: Vec<f64>,
    /// Share of the world's energy trade kept from its buyers.
    pub rung_energy: Vec<f64>,
    /// Per theatre: the front at the start, and the attention a great power gives it at full intensity.
    pub opening_front: Vec<f64>,
    pub theatre_attention: Vec<f64>,
    pub settle: Vec<f64>,
    pub collapse: Vec<f64>,
    pub truce: Vec<f64>,
    /// Chance that an actor without a treaty fights for the defenders at the top of the ladder, theatre x n + actor; 0 = no pledge.
    pub pledge: Vec<f64>,
    /// (theatre x 2 + side) x g + good: units a month at intensity 1.
    pub uses: Vec<f64>,

    /// Mean monthly flows of the year before the start: (from, to, cargo, units).
    pub opening: Vec<f64>,
    /// Standard normals that move the alignment coefficients of this draw, in their own order.
    pub coefficient_normals: Vec<f64>,
    /// Hazards of commitment of this draw, with everything static computed.
    pub commitment: super::alignment::Commitment,
}

/// How many standard normals a draw keeps for the alignment coefficients.
pub const COEFFICIENT_NORMALS: usize = 128;

/// Their random streams, named once: hashing names costs more than drawing.
static COEFFICIENT_STREAMS: std::sync::LazyLock<[u64; COEFFICIENT_NORMALS]> =
    std::sync::LazyLock::new(|| {
        std::array::from_fn(|index| crate::random::entity_hash("coefficient", &[&index.to_string()], true))
    });

impl<'s> World<'s> {
    #[inline(always)]
    pub fn on(&self, mechanism: Mechanism) -> bool {
        self.switches.on(mechanism)
    }

    #[inline(always)]
    pub fn pair(&self, a: usize, b: usize) -> usize {
        self.pair_of[a * self.n + b] as usize
    }

    /// Rungs of a theatre (0 = calm has no row): index of rung k >= 1 in the flat ladders.
    #[inline(always)]
    pub fn rung_row(&self, theatre: usize, rung: usize) -> usize {
        self.ladder_offset[theatre] + rung - 1
    }

    /// The world of parameter draw `draw` under `seed`.
    pub fn sample(scenario: &'s Scenario, seed: u64, draw: u64) -> Self {
        let given = scenario
            .posterior
            .as_ref()
            .map(|posterior| (posterior.columns.as_slice(), posterior.particle(seed, draw)));
        let key = Some(Key::new(seed, draw, Family::Parameters));
        Sampler { key, given }.world(scenario)
    }

    /// The same world with `values` for the parameters at `places` (ascending).
    pub fn with_parameters(
        scenario: &'s Scenario,
        seed: u64,
        draw: u64,
        places: &[usize],
        values: &[f64],
    ) -> Self {
        let key = Some(Key::new(seed, draw, Family::Parameters));
        let given = Some((places, values));
        Sampler { key, given }.world(scenario)
    }

    /// The world with every uncertain number at its central value.
    pub fn central(scenario: &'s Scenario) -> Self {
        let (key, given) = (None, None);
        Sampler { key, given }.world(scenario)
    }
}

/// Draws ranged numbers from their own streams, or takes their central values.
struct Sampler<'p> {
    key: Option<Key>,
    /// Parameters whose values are given: places (ascending) and values.
    given: Option<(&'p [usize], &'p [f64])>,
}

impl Sampler<'_> {
    fn parameter(&self, place: usize, number: &Ranged) -> f64 {
        let given = self.given.and_then(|(places, values)| {
            let column = places.binary_search(&place).ok()?;
            values.get(column).copied()
        });
        given.unwrap_or_else(|| self.at(number))
    }

    fn at(&self, number: &Ranged) -> f64 {
        match &self.key {
            Some(key) if !number.is_fixed() => number.at(key.uniform(number.stream)),
            _ => number.central,
        }
    }

    fn actors(&self, scenario: &Scenario, pick: impl Fn(&Attributes) -> &Ranged) -> Vec<f64> {
        scenario
            .actors
            .iter()
            .map(|actor| self.at(pick(&actor.attributes)))
            .collect()
    }

    /// E9.0: distance of ideal points, from the two points unless the pair states it.
    fn ideal_distance(&self, scenario: &Scenario) -> Vec<Option<f64>> {
        let points: Vec<Option<f64>> = scenario
            .actors
            .iter()
            .map(|actor| actor.attributes.ideal_point.as_ref().map(|point| self.at(point)))
            .collect();
        let between = |a: usize, b: usize| Some((points[a]? - points[b]?).abs());
        scenario
            .dyads
            .iter()
            .map(|dyad| match &dyad.un_distance {
                Some(distance) => Some(self.at(distance)),
                None => between(dyad.first, dyad.second),
            })
            .collect()
    }

    /// E2.11: weights of a draw sum to 1, as the central ones do.
    fn weights(&self, strategy: &Strategy) -> [f64; NEED_COUNT] {
        let drawn = strategy.weights.each_ref().map(|weight| self.at(weight));
        let sum: f64 = drawn.iter().sum();
        if sum > 0.0 {
            drawn.map(|weight| weight / sum)
        } else {
            drawn
        }
    }

    /// E2.12: an actor trades in all at least what it trades with the cast (`trade`: million USD a year by pair).
    fn total_trade(&self, s: &Scenario, trade: &[f64]) -> Vec<f64> {
        let mut with_cast = vec![0.0; s.actors.len()];
        for (dyad, trade) in s.dyads.iter().zip(trade) {
            with_cast[dyad.first] += trade;
            with_cast[dyad.second] += trade;
        }
        self.actors(s, |a| &a.total_trade)
            .iter()
            .zip(&with_cast)
            .map(|(total, with_cast)| total.max(with_cast / 1_000.0))
            .collect()
    }

    /// E6.2: how much harder vacancies hit a good than the mean of those that need workers.
    fn labour_intensity(&self, s: &Scenario) -> Vec<f64> {
        let shares: Vec<f64> = s.goods.iter().map(|good| self.at(&good.labour_share)).collect();
        let needing = || shares.iter().filter(|share| **share > 0.0);
        let mean = needing().sum::<f64>() / needing().count().max(1) as f64;
        let intensity = |share: &f64| {
            if mean > 0.0 {
                (share / mean).min(MOST_LABOUR)
            } else {
                0.0
            }
        };
        shares.iter().map(intensity).collect()
    }

    fn directed_hostility(&self, s: &Scenario) -> Vec<f64> {
        let n = s.actors.len();
        let mut hostility = vec![0.0; n * n];
        for dyad in &s.dyads {
            hostility[dyad.first * n + dyad.second] = self.at(&dyad.hostility[0]);
            hostility[dyad.second * n + dyad.first] = self.at(&dyad.hostility[1]);
        }
        hostility
    }

    fn institution_ties(&self, s: &Scenario) -> Vec<f64> {
        let mut ties = vec![0.0f64; s.dyads.len()];
        for institution in &s.institutions {
            let weight = self.at(&institution.weight);
            for (place, &a) in institution.members.iter().enumerate() {
                for &b in &institution.members[place + 1..] {
                    let tie = &mut ties[s.pair(a, b)];
                    *tie = 1.0 - (1.0 - *tie) * (1.0 - weight);
                }
            }
        }
        ties
    }

    fn world<'s>(&self, s: &'s Scenario) -> World<'s> {
        let (n, g, d, pairs) = (s.actors.len(), s.goods.len(), s.domains.len(), s.dyads.len());
        let parameters: Vec<f64> = s
            .parameters
            .iter()
            .enumerate()
            .map(|(place, number)| self.parameter(place, number))
            .collect();
        let parameters = Parameters::from_values(&parameters);
        let reach = self.actors(s, |a| &a.reach);
        let trade: Vec<f64> = s.dyads.iter().map(|pair| self.at(&pair.trade)).collect();
        let mut weights = Vec::with_capacity(n * NEED_COUNT);
        for actor in &s.actors {
            weights.extend_from_slice(&self.weights(&s.strategies[actor.strategy]));
        }
        let mut ladder_offset = Vec::new();
        let (mut annual, mut ease, mut direct) = (Vec::new(), Vec::new(), Vec::new());
        let (mut rung_intensity, mut rung_blockade, mut rung_energy) = (Vec::new(), Vec::new(), Vec::new());
        let mut uses = vec![0.0; s.theatres.len() * 2 * g];
        let mut pledge = vec![0.0; s.theatres.len() * n];
        for (index, theatre) in s.theatres.iter().enumerate() {
            ladder_offset.push(annual.len());
            annual.extend(theatre.ladder.iter().map(|rung| self.at(&rung.annual)));
            ease.extend(theatre.ladder.iter().map(|rung| self.at(&rung.ease)));
            direct.extend(theatre.ladder.iter().map(|rung| self.at(&rung.direct)));
            rung_intensity.extend(theatre.ladder.iter().map(|rung| self.at(&rung.intensity)));
            rung_blockade.extend(theatre.ladder.iter().map(|rung| self.at(&rung.blockade)));
            rung_energy.extend(theatre.ladder.iter().map(|rung| self.at(&rung.energy)));
            for promise in &theatre.pledges {
                pledge[index * n + promise.actor] = self.at(&promise.honour);
            }
            for side in 0..2 {
                for row in &theatre.uses[side] {
                    uses[(index * 2 + side) * g + row.good] = self.at(&row.quantity);
                }
            }
        }
        let holdings =
            |pick: &dyn Fn(&crate::scenario::world::Holding) -> f64| s.holdings.iter().map(pick).collect();
        let quantity = |number: &Ranged| crate::random::maths::quantise(self.at(number));
        let coefficient_normals = (0..COEFFICIENT_NORMALS)
            .map(|index| match &self.key {
                Some(key) => crate::random::quantile::normal(key.uniform(COEFFICIENT_STREAMS[index])),
                None => 0.0,
            })
            .collect();
        let mut world = World {
            scenario: s,
            n,
            g,
            d,
            pairs,
            pair_of: pairs_by_members(n),
            currency: s.currency,
            switches: &s.switches,
            gdp: self.actors(s, |a| &a.gdp),
            population: self.actors(s, |a| &a.population),
            military_spending: self.actors(s, |a| &a.military_spending),
            troops: self.actors(s, |a| &a.troops),
            warheads: self.actors(s, |a| &a.warheads),
            cinc: self.actors(s, |a| &a.cinc),
            polyarchy: self.actors(s, |a| &a.polyarchy),
            total_trade: self.total_trade(s, &trade),
            reserves: self.actors(s, |a| &a.reserves),
            budget: self.actors(s, |a| &a.budget),
            autonomy_doctrine: self.actors(s, |a| &a.autonomy_doctrine),
            regime_hazard: self.actors(s, |a| &a.regime_hazard),
            command_disorder: self.actors(s, |a| &a.command_disorder),
            monitoring_capacity: self.actors(s, |a| &a.monitoring_capacity),
            has_veto: s.actors.iter().map(|a| a.has_veto).collect(),
            is_nuclear: s.actors.iter().map(|a| a.is_nuclear).collect(),
            is_major: s.actors.iter().map(|a| a.is_major).collect(),
            is_bloc: s.actors.iter().map(|a| a.kind == ActorKind::Bloc).collect(),
            weights,
            risk_tolerance: s
                .actors
                .iter()
                .map(|a| self.at(&s.strategies[a.strategy].risk_tolerance))
                .collect(),
            window: s
                .actors
                .iter()
                .map(|a| self.at(&s.strategies[a.strategy].window_months))
                .collect(),
            class: s.goods.iter().map(|x| x.class).collect(),
            lethal: (0..g).filter(|&good| s.goods[good].class.is_lethal()).collect(),
            dual_use: (0..g)
                .filter(|&good| s.goods[good].class == GoodClass::DualUse)
                .collect(),
            staples: (0..g)
                .filter(|&good| super::economy::outside::is_world_good(s.goods[good].class))
                .collect(),
            of_makers: (0..g)
                .filter(|&good| s.goods[good].class.is_lethal() || s.goods[good].class == GoodClass::DualUse)
                .collect(),
            sector: s.goods.iter().map(|x| x.sector as usize).collect(),
            price: s.goods.iter().map(|x| self.at(&x.price)).collect(),
            strength: s.goods.iter().map(|x| self.at(&x.strength)).collect(),
            conspicuous: s.goods.iter().map(|x| self.at(&x.conspicuous)).collect(),
            bulk: s.goods.iter().map(|x| self.at(&x.bulk)).collect(),
            input_share: s.goods.iter().map(|x| self.at(&x.input_share)).collect(),
            labour_intensity: self.labour_intensity(s),
            domain: s.goods.iter().map(|x| x.domain).collect(),
            domain_price: s.domains.iter().map(|x| self.at(&x.price)).collect(),
            domain_sector: s.domains.iter().map(|x| x.sector as usize).collect(),
            domain_conspicuous: s.domains.iter().map(|x| self.at(&x.conspicuous)).collect(),
            stock: holdings(&|h| quantity(&h.stock)),
            capacity: holdings(&|h| quantity(&h.capacity)),
            requirement: holdings(&|h| quantity(&h.requirement)),
            target: holdings(&|h| quantity(&h.target)),
            reserve: holdings(&|h| h.reserve.as_ref().map_or(f64::INFINITY, quantity)),
            level: s.technology.iter().map(|t| self.at(&t.level)).collect(),
            goal: s.technology.iter().map(|t| self.at(&t.goal)).collect(),
            contiguity: s.dyads.iter().map(|x| x.contiguity).collect(),
            distance: s.dyads.iter().map(|x| x.distance_km).collect(),
            ideal_distance: self.ideal_distance(s),
            projection: projection(s, &reach),
            reach,
            trade: trade.iter().map(|a_year| a_year / YEAR).collect(),
            are_rivals: s.dyads.iter().map(|x| x.are_rivals).collect(),
            trust: s.dyads.iter().map(|x| self.at(&x.trust)).collect(),
            logistics: s.dyads.iter().map(|x| self.at(&x.logistics)).collect(),
            exercises: s.dyads.iter().map(|x| self.at(&x.exercises)).collect(),
            hostility: self.directed_hostility(s),
            institution_tie: self.institution_ties(s),
            stringency: s.regimes.iter().map(|r| self.at(&r.stringency)).collect(),
            enforcement: s.regimes.iter().map(|r| self.at(&r.enforcement)).collect(),
            monitoring: s.regimes.iter().map(|r| self.at(&r.monitoring)).collect(),
            compliance: s
                .regimes
                .iter()
                .flat_map(|r| r.compliance.iter().map(|c| self.at(c)))
                .collect(),
            clauseless_rung: clauseless_rungs(s),
            honour: s.treaties.iter().map(|t| self.at(&t.honour)).collect(),
            ladder_offset,
            annual,
            ease,
            direct,
            rung_intensity,
            rung_blockade,
            rung_energy,
            opening_front: s.theatres.iter().map(|t| self.at(&t.front)).collect(),
            theatre_attention: s.theatres.iter().map(|t| self.at(&t.attention)).collect(),
            settle: s.theatres.iter().map(|t| self.at(&t.settle)).collect(),
            collapse: s.theatres.iter().map(|t| self.at(&t.collapse)).collect(),
            truce: s.theatres.iter().map(|t| self.at(&t.truce)).collect(),
            pledge,
            uses,
            opening: s.opening_flows.iter().map(|f| quantity(&f.quantity)).collect(),
            coefficient_normals,
            parameters,
            commitment: super::alignment::Commitment::default(),
        };
        world.commitment = super::alignment::Commitment::of(&world);
        world
    }
}

/// E7.4: the highest rung of the opening treaties of a pair, if it is 3 or more and none there has a defence clause.
fn clauseless_rungs(s: &Scenario) -> Vec<u8> {
    let mut rungs = vec![0u8; s.dyads.len()];
    let mut has_clause = vec![false; s.dyads.len()];
    for treaty in s.treaties.iter().filter(|treaty| treaty.rung >= 3) {
        for (place, &a) in treaty.members.iter().enumerate() {
            for &b in &treaty.members[place + 1..] {
                let pair = s.pair(a, b);
                rungs[pair] = rungs[pair].max(treaty.rung);
                has_clause[pair] |= treaty.clause == Clause::Defence;
            }
        }
    }
    for (rung, has_clause) in rungs.iter_mut().zip(has_clause) {
        if has_clause {
            *rung = 0;
        }
    }
    rungs
}

/// A good loses at most this many times the mean part of its output to vacancies (assumed).
const MOST_LABOUR: f64 = 2.0;

fn pairs_by_members(n: usize) -> Vec<u32> {
    let mut pair_of = vec![0; n * n];
    let mut pair = 0u32;
    for a in 0..n {
        // No pair, but a number that exists.
        pair_of[a * n + a] = pair.saturating_sub(1);
        for b in a + 1..n {
            (pair_of[a * n + b], pair_of[b * n + a]) = (pair, pair);
            pair += 1;
        }
    }
    pair_of
}

/// Share of its power an actor brings to bear on another: 1 on a shared border, `reach` at 5,000 km,
/// falling off with distance (loss-of-strength gradient, Boulding 1962).
fn projection(s: &Scenario, reach: &[f64]) -> Vec<f64> {
    let n = s.actors.len();
    let mut share = vec![1.0; n * n];
    for dyad in &s.dyads {
        for (from, to) in [(dyad.first, dyad.second), (dyad.second, dyad.first)] {
            let at_five_thousand = reach[from].clamp(0.01, 1.0);
            let distance = if dyad.contiguity == 1 {
                0.0
            } else {
                dyad.distance_km
            };
            share[from * n + to] =
                crate::random::maths::exp(crate::random::maths::ln(at_five_thousand) * distance / 5_000.0);
        }
    }
    share
}
