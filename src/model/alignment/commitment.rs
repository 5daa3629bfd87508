//! What a draw fixes: coefficients, static parts of the predictors, scales of the terms of value.

use std::sync::LazyLock;

use super::errors::{Deviation, FOUNDING, JOINING, MOST_TERMS};
use crate::alignment::features::{FEATURE_COUNT, Range};
use crate::alignment::hazard::{CHANNEL_COUNT, ChannelPredictor};
use crate::alignment::{Channel, Coefficients, DyadInputs, STATIC_COUNT, features};
use crate::model::world::World;
use crate::random::maths::ln1p;
use crate::scenario::mechanisms::Mechanism;

/// Fitted on the panel and frozen; a broken file yields hazards of zero, and a test refuses it.
static FITTED: LazyLock<Option<Coefficients>> = LazyLock::new(|| Coefficients::embedded().ok());
/// The same without the training case that carries most (E9.3, `influential-case` = 0).
static FITTED_WITHOUT: LazyLock<Option<Coefficients>> =
    LazyLock::new(|| Coefficients::embedded_without().ok());

/// The whole fit, whatever the draw asks for: its errors serve both.
pub fn whole() -> Option<&'static Coefficients> {
    FITTED.as_ref()
}

/// The fit of this draw.
pub fn fitted(world: &World) -> Option<&'static Coefficients> {
    let is_whole = world.parameters.influential_case >= 0.5;
    if is_whole {
        FITTED.as_ref()
    } else {
        FITTED_WITHOUT.as_ref()
    }
}

/// Weights of the terms of value; zero where the mechanism is off.
#[derive(Clone, Debug, Default)]
pub struct Scales {
    pub kappa: f64,
    /// Reliance phi by rung (E8.2).
    pub support: [f64; 5],
    /// The needs' own numbers: floor of security, weight of obligations, of stigma.
    pub floor: f64,
    pub obligation: f64,
    pub stigma: f64,
    pub threat_scale: f64,
    pub free_riding: f64,
    pub entrapment: f64,
    pub exposure: f64,
    pub doctrine: f64,
    pub dilution: f64,
    pub brokerage: f64,
    pub balancing: f64,
}

/// Places of the features that move and are no flags.
pub mod place {
    pub const POWER_RATIO: usize = 11;
    pub const POWER_MAXIMUM: usize = 12;
    pub const OPPONENTS: usize = 20;
    pub const TRADE_MAXIMUM: usize = 24;
    pub const TRADE_MINIMUM: usize = 25;
}
const NO_FLAGS: [usize; 5] = [
    place::POWER_RATIO,
    place::POWER_MAXIMUM,
    place::OPPONENTS,
    place::TRADE_MAXIMUM,
    place::TRADE_MINIMUM,
];

/// Slopes by feature, so that one feature moves all channels at once.
#[derive(Clone, Debug)]
pub struct Moving {
    pub slopes: [[f64; CHANNEL_COUNT]; FEATURE_COUNT],
    /// What a flag adds when it is up.
    pub flags: [[f64; CHANNEL_COUNT]; FEATURE_COUNT],
    /// ln(1 + n) of shared opponents.
    pub counts: [f64; 11],
}

impl Default for Moving {
    fn default() -> Self {
        Moving {
            slopes: [[0.0; CHANNEL_COUNT]; FEATURE_COUNT],
            flags: [[0.0; CHANNEL_COUNT]; FEATURE_COUNT],
            counts: std::array::from_fn(|n| ln1p(n as f64)),
        }
    }
}

/// The hazards of one parameter draw.
#[derive(Clone, Debug, Default)]
pub struct Commitment {
    pub ranges: Vec<Range>,
    pub destinations: [[f64; 4]; 4],
    /// Part of each predictor that does not move, per pair: static features, and flags that are down.
    pub statics: Vec<[f64; CHANNEL_COUNT]>,
    pub moving: Moving,
    /// How the draw's errors move joining, per pair; empty without a draw.
    pub joining_errors: Vec<Deviation>,
    pub scales: Scales,
    /// Bits of major powers and of states (blocs sign nothing of their own).
    pub majors: u64,
    pub states: u64,
    /// Pairs of two states.
    pub is_state_pair: Vec<bool>,
    /// Host x n + guest of each pair: the weaker hosts the stronger.
    pub hosting_place: Vec<usize>,
    /// Senders of each regime of the world, as bits.
    pub senders: Vec<u64>,
}

impl Commitment {
    pub fn of(world: &World) -> Self {
        let mut commitment = Commitment {
            scales: scales(world),
            ..Commitment::default()
        };
        for actor in 0..world.n.min(64) {
            commitment.majors |= u64::from(world.is_major[actor]) << actor;
            commitment.states |= u64::from(!world.is_bloc[actor]) << actor;
        }
        let is_state = |actor: usize| !world.is_bloc[actor];
        let dyads = world.scenario.dyads.iter();
        commitment.is_state_pair = dyads
            .map(|dyad| is_state(dyad.first) && is_state(dyad.second))
            .collect();
        let dyads = world.scenario.dyads.iter();
        commitment.hosting_place = dyads
            .map(|dyad| {
                let (a, b) = (dyad.first, dyad.second);
                let is_first_weaker = world.cinc[a] < world.cinc[b];
                let (host, guest) = if is_first_weaker { (a, b) } else { (b, a) };
                host * world.n + guest
            })
            .collect();
        let regimes = world.scenario.regimes.iter();
        commitment.senders = regimes
            .map(|regime| regime.senders.iter().fold(0, |bits, sender| bits | 1 << sender))
            .collect();
        if let Some(fitted) = fitted(world) {
            commitment.fix(world, fitted);
        }
        commitment
    }

    fn fix(&mut self, world: &World, fitted: &Coefficients) {
        let predictors = fitted.draw_predictors(&world.coefficient_normals);
        let is_drawn = world.coefficient_normals.iter().any(|normal| *normal != 0.0);
        self.ranges = fitted.ranges.to_vec();
        self.destinations = fitted.destinations;
        let down = self.moving.fix(&predictors, &fitted.ranges);
        let opening = Opening::of(world);
        for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
            let inputs = opening.inputs(world, pair, dyad.first, dyad.second);
            let f = features(&inputs, &fitted.ranges);
            let mut part: [f64; CHANNEL_COUNT] =
                std::array::from_fn(|c| predictors[c].static_part(&f) + down[c]);
            if is_drawn {
                self.joining_errors.push(JOINING.deviation(&f));
                part[Channel::Founding as usize] += FOUNDING.shift(&FOUNDING.deviation(&f));
            }
            self.statics.push(part);
        }
    }

    /// What joining a pact gets for its errors: the pairs are the candidate's with its members.
    pub fn shift_of_joining(&self, pairs: impl Iterator<Item = usize>) -> f64 {
        let (mut mean, mut count) = ([0.0; MOST_TERMS], 0.0);
        for deviation in pairs.filter_map(|pair| self.joining_errors.get(pair)) {
            count += 1.0;
            for (sum, weight) in mean.iter_mut().zip(deviation) {
                *sum += weight;
            }
        }
        if count == 0.0 {
            return 0.0;
        }
        JOINING.shift(&mean.map(|sum| sum / count))
    }

    pub fn ranges(&self) -> Option<&[Range; FEATURE_COUNT]> {
        self.ranges.as_slice().try_into().ok()
    }
}

impl Moving {
    /// Sets the slopes; returns what flags that are down add.
    fn fix(
        &mut self,
        predictors: &[ChannelPredictor; CHANNEL_COUNT],
        ranges: &[Range; FEATURE_COUNT],
    ) -> [f64; CHANNEL_COUNT] {
        let mut down = [0.0; CHANNEL_COUNT];
        for feature in STATIC_COUNT..FEATURE_COUNT {
            let range = &ranges[feature];
            let at = |value: f64| value.clamp(range.minimum, range.maximum);
            for (channel, predictor) in predictors.iter().enumerate() {
                let slope = predictor.slopes[feature];
                self.slopes[feature][channel] = slope;
                if !NO_FLAGS.contains(&feature) {
                    down[channel] += slope * at(0.0);
                    self.flags[feature][channel] = slope * (at(1.0) - at(0.0));
                }
            }
        }
        down
    }
}

/// The world at its start, as far as the features of pairs need it.
struct Opening {
    rung: Vec<u8>,
    rivals: Vec<u64>,
    at_war: u64,
}

impl Opening {
    fn of(world: &World) -> Self {
        let mut opening = Opening {
            rung: vec![0; world.pairs],
            rivals: vec![0; world.n],
            at_war: 0,
        };
        for treaty in &world.scenario.treaties {
            for (place, &a) in treaty.members.iter().enumerate() {
                for &b in &treaty.members[place + 1..] {
                    let rung = &mut opening.rung[world.pair(a, b)];
                    *rung = treaty.rung.max(*rung);
                }
            }
        }
        for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
            if world.are_rivals[pair] {
                opening.rivals[dyad.first] |= 1 << dyad.second;
                opening.rivals[dyad.second] |= 1 << dyad.first;
            }
        }
        for theatre in world.scenario.theatres.iter().filter(|t| t.start_rung > 0) {
            if theatre.ladder[theatre.start_rung - 1].is_war {
                for &actor in theatre.sides.iter().flatten() {
                    opening.at_war |= 1 << actor;
                }
            }
        }
        opening
    }

    fn inputs(&self, world: &World, pair: usize, a: usize, b: usize) -> DyadInputs {
        let share = |actor: usize| {
            Some(
                world.trade[pair] * crate::model::world::YEAR / (world.total_trade[actor] * 1_000.0).max(1.0),
            )
        };
        let shared = self.rivals[a] & self.rivals[b] & !((1u64 << a) | (1u64 << b));
        DyadInputs {
            rung: self.rung[pair],
            are_enemies: world.are_rivals[pair],
            shared_enemies: shared.count_ones(),
            is_at_war1: self.at_war >> a & 1 == 1,
            is_at_war2: self.at_war >> b & 1 == 1,
            trade_share1: share(a),
            trade_share2: share(b),
            ..static_inputs(world, pair, a, b)
        }
    }
}

/// What is known of a pair from the world alone.
pub fn static_inputs(world: &World, pair: usize, a: usize, b: usize) -> DyadInputs {
    let dyad = &world.scenario.dyads[pair];
    DyadInputs {
        major1: world.is_major[a],
        major2: world.is_major[b],
        contiguity: dyad.contiguity,
        distance_km: Some(dyad.distance_km),
        cinc1: world.cinc[a],
        cinc2: world.cinc[b],
        ideal_distance: world.ideal_distance[pair],
        polyarchy1: Some(world.polyarchy[a]),
        polyarchy2: Some(world.polyarchy[b]),
        is_nuclear1: world.is_nuclear[a],
        is_nuclear2: world.is_nuclear[b],
        ..DyadInputs::default()
    }
}

fn scales(world: &World) -> Scales {
    let p = &world.parameters;
    let if_on = |mechanism, value| if world.on(mechanism) { value } else { 0.0 };
    Scales {
        kappa: if_on(Mechanism::StrategyInAlignment, p.kappa),
        support: [0, 1, 2, 3, 4].map(|rung| crate::model::relations::reliance(world, rung)),
        floor: p.security_floor,
        obligation: if_on(Mechanism::AutonomyCost, p.obligation_weight),
        stigma: if_on(Mechanism::Stigma, p.stigma_weight),
        threat_scale: p.threat_scale,
        free_riding: p.free_riding,
        entrapment: if_on(Mechanism::EntrapmentCost, p.entrapment_weight),
        exposure: if_on(Mechanism::Stigma, p.exposure_risk),
        doctrine: if_on(Mechanism::AutonomyCost, p.doctrine_weight),
        dilution: if_on(Mechanism::PatronDilution, p.dilution_weight),
        brokerage: if_on(Mechanism::Brokerage, p.brokerage_strength),
        balancing: if_on(Mechanism::Balancing, p.balancing_strength),
    }
}
