//! What a draw fixes: coefficients, static parts of the predictors, scales of the terms of value.

use std::sync::LazyLock;

use crate::alignment::features::{FEATURE_COUNT, Range};
use crate::alignment::hazard::{CHANNEL_COUNT, ChannelPredictor};
use crate::alignment::{Channel, Coefficients, DyadInputs, features};
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;

/// Fitted on the panel and frozen; a broken file yields hazards of zero, and a test refuses it.
static FITTED: LazyLock<Option<Coefficients>> = LazyLock::new(|| Coefficients::embedded().ok());
/// The same without the training case that carries most (`influential-case` = 0).
static FITTED_WITHOUT: LazyLock<Option<Coefficients>> = LazyLock::new(|| Coefficients::embedded_without().ok());

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

/// The hazards of one parameter draw.
#[derive(Clone, Debug, Default)]
pub struct Commitment {
    pub predictors: Vec<ChannelPredictor>,
    pub ranges: Vec<Range>,
    pub destinations: [[f64; 4]; 4],
    /// Static part of each predictor, per pair.
    pub statics: Vec<[f64; CHANNEL_COUNT]>,
    pub scales: Scales,
    /// Bits of major powers and of states (blocs sign nothing of their own).
    pub majors: u64,
    pub states: u64,
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
        let is_whole = world.parameters.influential_case >= 0.5;
        if let Some(fitted) = if is_whole { FITTED.as_ref() } else { FITTED_WITHOUT.as_ref() } {
            let drawn = fitted.draw(&world.coefficient_normals);
            commitment.predictors = drawn.predictors.to_vec();
            commitment.ranges = drawn.ranges.to_vec();
            commitment.destinations = drawn.destinations;
            for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
                let f = features(
                    &static_inputs(world, pair, dyad.first, dyad.second),
                    &drawn.ranges,
                );
                let part = |channel: Channel| drawn.predictor(channel).static_part(&f);
                commitment.statics.push(Channel::ALL.map(part));
            }
        }
        commitment
    }

    pub fn ranges(&self) -> Option<&[Range; FEATURE_COUNT]> {
        self.ranges.as_slice().try_into().ok()
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
        ideal_distance: dyad.un_distance,
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
