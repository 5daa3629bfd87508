//! The features of a dyad, measured alike in the historical panel and in a run (model.md section 9, table).

use crate::random::maths::{ln, ln1p};

/// One feature: its id, where the panel has it, its unit and what it measures.
pub struct FeatureSpec {
    pub id: &'static str,
    pub panel_columns: &'static str,
    pub unit: &'static str,
    pub doc: &'static str,
    /// Fixed for the length of a run (the world's flags), so its part of a predictor is computed once.
    pub is_static: bool,
}

const fn fixed(
    id: &'static str,
    panel_columns: &'static str,
    unit: &'static str,
    doc: &'static str,
) -> FeatureSpec {
    FeatureSpec {
        id,
        panel_columns,
        unit,
        doc,
        is_static: true,
    }
}

const fn moving(
    id: &'static str,
    panel_columns: &'static str,
    unit: &'static str,
    doc: &'static str,
) -> FeatureSpec {
    FeatureSpec {
        id,
        panel_columns,
        unit,
        doc,
        is_static: false,
    }
}

/// Every feature, the static ones first: position in this list is position in a [`FeatureVector`].
pub const FEATURES: &[FeatureSpec] = &[
    fixed(
        "major-one",
        "maj1,maj2",
        "0/1",
        "exactly one of the two is a major power",
    ),
    fixed("major-both", "maj1,maj2", "0/1", "both are major powers"),
    fixed("contiguous-land", "contig", "0/1", "a land border (contig 1)"),
    fixed(
        "contiguous-sea",
        "contig",
        "0/1",
        "neighbours over at most 400 miles of water (contig 2 to 5)",
    ),
    fixed("ln-distance", "mindist_km", "ln(1+km)", "minimum distance"),
    fixed(
        "ideal-distance",
        "ipdist",
        "points",
        "distance of UN ideal points; absent = training mean",
    ),
    fixed(
        "ideal-missing",
        "ipdist",
        "0/1",
        "one of the two does not vote in the General Assembly",
    ),
    fixed(
        "polyarchy-mean",
        "poly1,poly2",
        "index",
        "mean electoral democracy; absent = training mean",
    ),
    fixed(
        "polyarchy-difference",
        "poly1,poly2",
        "index",
        "difference of electoral democracy; absent = training mean",
    ),
    fixed(
        "nuclear-one",
        "nuc1,nuc2",
        "0/1",
        "exactly one has nuclear weapons",
    ),
    fixed("nuclear-both", "nuc1,nuc2", "0/1", "both have nuclear weapons"),
    moving(
        "ln-power-ratio",
        "cinc1,cinc2",
        "ln",
        "ln of the larger over the smaller share of world capability",
    ),
    moving(
        "ln-power-max",
        "cinc1,cinc2",
        "ln",
        "ln of the larger share of world capability",
    ),
    moving("rung-1", "commit", "0/1", "neutrality or non-aggression in force"),
    moving("rung-2", "commit", "0/1", "consultation in force"),
    moving("rung-3", "commit", "0/1", "mutual defence or more in force"),
    moving("enemies", "enemies", "0/1", "the two are rivals"),
    moving(
        "shared-enemy",
        "shared_enemies",
        "0/1",
        "a third state is a rival of both",
    ),
    moving(
        "shared-major-enemy",
        "shared_maj_enemy",
        "0/1",
        "a major power is a rival of both",
    ),
    moving(
        "fought",
        "mid10",
        "0/1",
        "on opposing sides of a militarised dispute in ten years",
    ),
    moving(
        "shared-opponents",
        "shared_midopp10",
        "ln(1+n)",
        "third states both fought in ten years, at most 10",
    ),
    moving("war-one", "war1,war2", "0/1", "exactly one is at war"),
    moving("war-both", "war1,war2", "0/1", "both are at war"),
    moving(
        "shared-senders",
        "shared_senders",
        "0/1",
        "a common sender of sanctions",
    ),
    moving(
        "trade-max",
        "trsh1,trsh2",
        "ln(1+100 share)",
        "larger of the two shares of the pair in a state's trade",
    ),
    moving(
        "trade-min",
        "trsh1,trsh2",
        "ln(1+100 share)",
        "smaller of the two shares",
    ),
];

pub const FEATURE_COUNT: usize = 26;
/// The first `STATIC_COUNT` features are static.
pub const STATIC_COUNT: usize = 11;
pub const DYNAMIC_COUNT: usize = FEATURE_COUNT - STATIC_COUNT;

pub const MAJOR_ONE: usize = 0;
pub const MAJOR_BOTH: usize = 1;
pub const CONTIGUOUS_LAND: usize = 2;
pub const CONTIGUOUS_SEA: usize = 3;
pub const LN_DISTANCE: usize = 4;
pub const IDEAL_DISTANCE: usize = 5;
pub const LN_POWER_RATIO: usize = 11;
pub const LN_POWER_MAX: usize = 12;
pub const RUNG_1: usize = 13;
pub const RUNG_2: usize = 14;
pub const RUNG_3: usize = 15;
pub const SHARED_MAJOR_ENEMY: usize = 18;
pub const SHARED_SENDERS: usize = 23;

/// Features in the order of [`FEATURES`], in their own units, clipped to the training range.
pub type FeatureVector = [f64; FEATURE_COUNT];

/// Raw measures of a dyad. `None` = not known; shares are 0 to 1; `cinc` is a share of the world, above 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DyadInputs {
    /// Treaty rung 0 to 4.
    pub rung: u8,
    pub major1: bool,
    pub major2: bool,
    /// 1 land, 2 to 5 sea within 12, 24, 150, 400 miles, 0 none.
    pub contiguity: u8,
    pub distance_km: Option<f64>,
    pub cinc1: f64,
    pub cinc2: f64,
    pub are_enemies: bool,
    /// Third states that are rivals of both.
    pub shared_enemies: u32,
    pub is_major_enemy_shared: bool,
    /// Opposing sides of a militarised dispute in the last ten years.
    pub fought: Option<bool>,
    /// Third states that both fought in the last ten years.
    pub shared_opponents: Option<f64>,
    pub is_at_war1: bool,
    pub is_at_war2: bool,
    /// Distinct sanction senders common to both.
    pub shared_senders: Option<f64>,
    pub ideal_distance: Option<f64>,
    pub polyarchy1: Option<f64>,
    pub polyarchy2: Option<f64>,
    /// The pair's trade over each state's total trade.
    pub trade_share1: Option<f64>,
    pub trade_share2: Option<f64>,
    pub is_nuclear1: bool,
    pub is_nuclear2: bool,
}

/// Mean, scale and range of a feature over the training rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub mean: f64,
    /// Standard deviation, above 0.
    pub scale: f64,
    pub minimum: f64,
    pub maximum: f64,
}

impl Range {
    /// No clipping, no scaling: used while the ranges are being measured.
    pub const OPEN: Range = Range {
        mean: f64::NAN,
        scale: 1.0,
        minimum: f64::MIN,
        maximum: f64::MAX,
    };
}

/// Smallest capability share told apart (assumed; the panel's smallest is 1e-6).
const CINC_FLOOR: f64 = 1e-6;
/// Cap on shared opponents, model.md section 9 ("capped").
const OPPONENTS_CAP: f64 = 10.0;

/// The features before clipping; `NaN` where the input is absent.
pub fn raw_features(d: &DyadInputs) -> FeatureVector {
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let one = |a: bool, b: bool| flag(a != b);
    let both = |a: bool, b: bool| flag(a && b);
    let (large, small) = (
        d.cinc1.max(d.cinc2).max(CINC_FLOOR),
        d.cinc1.min(d.cinc2).max(CINC_FLOOR),
    );
    let pair = |a: Option<f64>, b: Option<f64>| a.zip(b);
    let polyarchy = pair(d.polyarchy1, d.polyarchy2);
    let trade = pair(d.trade_share1, d.trade_share2);
    let share = |s: f64| ln1p(100.0 * s.clamp(0.0, 1.0));
    [
        one(d.major1, d.major2),
        both(d.major1, d.major2),
        flag(d.contiguity == 1),
        flag((2..=5).contains(&d.contiguity)),
        known(d.distance_km.map(|km| ln1p(km.max(0.0)))),
        known(d.ideal_distance),
        flag(d.ideal_distance.is_none()),
        known(polyarchy.map(|(a, b)| 0.5 * (a + b))),
        known(polyarchy.map(|(a, b)| (a - b).abs())),
        one(d.is_nuclear1, d.is_nuclear2),
        both(d.is_nuclear1, d.is_nuclear2),
        ln(large / small),
        ln(large),
        flag(d.rung == 1),
        flag(d.rung == 2),
        flag(d.rung >= 3),
        flag(d.are_enemies),
        flag(d.shared_enemies > 0),
        flag(d.is_major_enemy_shared),
        known(d.fought.map(flag)),
        known(d.shared_opponents.map(|n| ln1p(n.clamp(0.0, OPPONENTS_CAP)))),
        one(d.is_at_war1, d.is_at_war2),
        both(d.is_at_war1, d.is_at_war2),
        known(d.shared_senders.map(|n| flag(n > 0.0))),
        known(trade.map(|(a, b)| share(a.max(b)))),
        known(trade.map(|(a, b)| share(a.min(b)))),
    ]
}

/// The features of a dyad: absent measures at the training mean, the rest clipped to the training range.
pub fn features(inputs: &DyadInputs, ranges: &[Range; FEATURE_COUNT]) -> FeatureVector {
    let mut vector = raw_features(inputs);
    for (value, range) in vector.iter_mut().zip(ranges) {
        *value = if value.is_nan() {
            range.mean
        } else {
            value.clamp(range.minimum, range.maximum)
        };
    }
    vector
}

/// Position of a feature by id.
pub fn feature_index(id: &str) -> Option<usize> {
    FEATURES.iter().position(|spec| spec.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_static_features_come_first_and_ids_are_unique() {
        assert_eq!(FEATURES.len(), FEATURE_COUNT);
        for (position, spec) in FEATURES.iter().enumerate() {
            assert_eq!(spec.is_static, position < STATIC_COUNT, "{}", spec.id);
            assert_eq!(feature_index(spec.id), Some(position));
        }
        for (position, id) in [
            (MAJOR_ONE, "major-one"),
            (MAJOR_BOTH, "major-both"),
            (CONTIGUOUS_LAND, "contiguous-land"),
            (CONTIGUOUS_SEA, "contiguous-sea"),
            (LN_DISTANCE, "ln-distance"),
            (LN_POWER_RATIO, "ln-power-ratio"),
            (LN_POWER_MAX, "ln-power-max"),
            (IDEAL_DISTANCE, "ideal-distance"),
            (RUNG_1, "rung-1"),
            (RUNG_2, "rung-2"),
            (RUNG_3, "rung-3"),
            (SHARED_MAJOR_ENEMY, "shared-major-enemy"),
            (SHARED_SENDERS, "shared-senders"),
        ] {
            assert_eq!(FEATURES[position].id, id);
        }
    }

    #[test]
    fn an_input_outside_the_training_range_is_clipped_and_an_absent_one_is_the_mean() {
        let mut ranges = [Range {
            mean: 0.5,
            scale: 1.0,
            minimum: 0.0,
            maximum: 1.0,
        }; FEATURE_COUNT];
        ranges[4] = Range {
            mean: 6.0,
            scale: 1.0,
            minimum: 0.0,
            maximum: 9.0,
        };
        let far = DyadInputs {
            distance_km: Some(1e6),
            cinc1: 0.1,
            cinc2: 0.1,
            ..Default::default()
        };
        let vector = features(&far, &ranges);
        assert_eq!(vector[4], 9.0);
        assert_eq!(vector[IDEAL_DISTANCE], 0.5, "absent = training mean");
        assert_eq!(vector[IDEAL_DISTANCE + 1], 1.0, "and a flag");
        let unknown = features(
            &DyadInputs {
                cinc1: 0.1,
                cinc2: 0.1,
                ..Default::default()
            },
            &ranges,
        );
        assert_eq!(unknown[4], 6.0);
    }

    #[test]
    fn features_do_not_depend_on_the_order_of_the_two_states() {
        let ab = DyadInputs {
            major1: true,
            cinc1: 0.2,
            cinc2: 0.01,
            is_at_war2: true,
            polyarchy1: Some(0.8),
            polyarchy2: Some(0.1),
            trade_share1: Some(0.01),
            trade_share2: Some(0.3),
            ideal_distance: Some(1.0),
            distance_km: Some(10.0),
            fought: Some(false),
            shared_opponents: Some(1.0),
            shared_senders: Some(0.0),
            is_nuclear1: true,
            ..Default::default()
        };
        let ba = DyadInputs {
            major1: false,
            major2: true,
            cinc1: 0.01,
            cinc2: 0.2,
            is_at_war1: true,
            is_at_war2: false,
            polyarchy1: Some(0.1),
            polyarchy2: Some(0.8),
            trade_share1: Some(0.3),
            trade_share2: Some(0.01),
            is_nuclear1: false,
            is_nuclear2: true,
            ..ab.clone()
        };
        assert_eq!(raw_features(&ab), raw_features(&ba));
    }
}
