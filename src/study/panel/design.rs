//! The rows of each channel as a design for the regression: who was at risk, what happened, what is held at a prior.

use super::regress::Design;
use super::rows::{Move, PairRow, Rows};
use crate::alignment::FeatureVector;
use crate::alignment::features::{FEATURE_COUNT, FEATURES, Range, SHARED_MAJOR_ENEMY, SHARED_SENDERS};
use crate::alignment::hazard::{Channel, mean_features};
use crate::random::maths::sqrt;

/// First and last year `t` whose move from `t` to `t + 1` is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: i32,
    pub last: i32,
}

impl Window {
    pub fn contains(&self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

/// A number that the panel cannot give, as model.md section 9 states it: mean and standard deviation of the change of
/// the ln hazard when a flag goes from 0 to 1.
pub fn prior(channel: Channel, feature: usize) -> Option<(f64, f64)> {
    match (channel, feature) {
        (_, SHARED_SENDERS) => Some((0.0, 0.5)),
        (Channel::BilateralLow | Channel::BilateralDefence, SHARED_MAJOR_ENEMY) => {
            Some((std::f64::consts::LN_2, 0.7))
        }
        (Channel::Joining, SHARED_MAJOR_ENEMY) => Some((0.0, 0.5)),
        _ => None,
    }
}

/// Yearly rate of bilateral defence pacts per dyad, and the standard deviation of its ln (model.md section 9).
pub const BILATERAL_DEFENCE_RATE: (f64, f64) = (0.0006, 1.0);

/// Scale of every flag: that of an even one, so that a rare flag is not free to have a huge slope (two major powers are
/// one row in ninety: at its own deviation the prior of that slope would be ten times wider). After Gelman (2008).
const FLAG_SCALE: f64 = 0.5;

fn is_flag(feature: usize) -> bool {
    FEATURES[feature].unit == "0/1"
}

/// Mean, scale and range of each feature over the relevant rows of a window. Measured quantities are cut at the
/// half-percent points, so that nothing outside what was common in training is extrapolated.
pub fn window_ranges(rows: &Rows, window: Window) -> [Range; FEATURE_COUNT] {
    std::array::from_fn(|k| {
        let inside = rows
            .pairs
            .iter()
            .filter(|row| window.contains(row.year))
            .map(|row| row.raw[k]);
        let mut known: Vec<f64> = inside.filter(|value| !value.is_nan()).collect();
        known.sort_by(f64::total_cmp);
        if known.is_empty() {
            return Range {
                mean: 0.0,
                scale: 1.0,
                minimum: 0.0,
                maximum: 0.0,
            };
        }
        let at = |share: f64| known[((known.len() - 1) as f64 * share) as usize];
        let (minimum, maximum) = if is_flag(k) {
            (0.0, 1.0)
        } else {
            (at(0.005), at(0.995))
        };
        let clipped = known.iter().map(|value| value.clamp(minimum, maximum));
        let mean = clipped.clone().sum::<f64>() / known.len() as f64;
        let variance = clipped.map(|value| (value - mean) * (value - mean)).sum::<f64>() / known.len() as f64;
        let scale = match (is_flag(k), variance > 1e-12) {
            (true, _) => FLAG_SCALE,
            (false, true) => sqrt(variance),
            (false, false) => 1.0,
        };
        Range {
            mean,
            scale,
            minimum,
            maximum,
        }
    })
}

/// The raw features clipped, and at the mean where not known.
pub fn clipped(raw: &FeatureVector, ranges: &[Range; FEATURE_COUNT]) -> FeatureVector {
    std::array::from_fn(|k| {
        let range = &ranges[k];
        if raw[k].is_nan() {
            range.mean
        } else {
            raw[k].clamp(range.minimum, range.maximum)
        }
    })
}

pub fn fitted_features(channel: Channel) -> Vec<usize> {
    (0..FEATURE_COUNT)
        .filter(|k| channel.uses(*k) && prior(channel, *k).is_none())
        .collect()
}

/// Whether a pair's row belongs to a channel (joining has rows of its own).
pub fn is_at_risk(channel: Channel, row: &PairRow) -> bool {
    row.happened != Move::Unknown
        && match channel {
            Channel::BilateralLow => row.commit < 2,
            Channel::BilateralDefence | Channel::Founding => row.commit < 3,
            Channel::Exit => row.commit > 0,
            Channel::Joining => false,
        }
}

/// Whether a move is the channel's event.
pub fn is_event(channel: Channel, happened: Move) -> bool {
    matches!(
        (channel, happened),
        (Channel::BilateralLow, Move::RoseLow(_))
            | (Channel::BilateralDefence, Move::DefenceBilateral)
            | (Channel::Joining, Move::DefenceByJoining)
            | (Channel::Founding, Move::DefenceByFounding)
            | (Channel::Exit, Move::Fell(_))
    )
}

/// Whether a pair's row teaches the slopes of a channel, and whether by an event: those of the channel itself, but for low
/// treaties, which are few apart from two conferences. Who rises at all, on whatever channel, teaches theirs (docs/panel.md).
fn teaches(channel: Channel, row: &PairRow) -> Option<bool> {
    if channel == Channel::BilateralLow {
        let is_rise = !matches!(row.happened, Move::Stayed | Move::Fell(_));
        return (row.happened != Move::Unknown && row.commit < 3).then_some(is_rise);
    }
    is_at_risk(channel, row).then(|| is_event(channel, row.happened))
}

/// Events of a channel: joinings count states, the others dyads.
pub fn channel_events(rows: &Rows, channel: Channel, window: Window) -> usize {
    if channel == Channel::Joining {
        return rows
            .joins
            .iter()
            .filter(|join| window.contains(join.year) && join.joined == Some(true))
            .count();
    }
    rows.pairs
        .iter()
        .filter(|row| window.contains(row.year) && is_event(channel, row.happened))
        .count()
}

/// The rows of a channel in a window, standardised; terms held at their prior are in the offset. Its level comes from them.
pub fn channel_design(
    rows: &Rows,
    channel: Channel,
    ranges: &[Range; FEATURE_COUNT],
    window: Window,
) -> Design {
    let own = |row: &PairRow| is_at_risk(channel, row).then(|| is_event(channel, row.happened));
    design_of(rows, channel, ranges, window, own)
}

/// The rows that teach a channel's slopes in a window, in the form of [`channel_design`].
pub fn slopes_design(
    rows: &Rows,
    channel: Channel,
    ranges: &[Range; FEATURE_COUNT],
    window: Window,
) -> Design {
    design_of(rows, channel, ranges, window, |row| teaches(channel, row))
}

fn design_of(
    rows: &Rows,
    channel: Channel,
    ranges: &[Range; FEATURE_COUNT],
    window: Window,
    event: impl Fn(&PairRow) -> Option<bool>,
) -> Design {
    let fitted = fitted_features(channel);
    let mut design = Design::new(fitted.len() + 1);
    let mut push = |f: &FeatureVector, happened: bool, year: i32| {
        let standard = |k: usize| (f[k] - ranges[k].mean) / ranges[k].scale;
        let held = (0..FEATURE_COUNT).filter(|k| channel.uses(*k));
        let offset: f64 = held
            .filter_map(|k| prior(channel, k).map(|(slope, _)| slope * (f[k] - ranges[k].mean)))
            .sum();
        design.push(
            std::iter::once(1.0).chain(fitted.iter().map(|k| standard(*k))),
            happened,
            offset,
            year,
        );
    };
    if channel == Channel::Joining {
        for join in rows.joins.iter().filter(|join| window.contains(join.year)) {
            let vectors: Vec<_> = join
                .pairs
                .iter()
                .map(|k| clipped(&rows.pairs[*k].raw, ranges))
                .collect();
            if let (Some(joined), Some(mean)) = (join.joined, mean_features(vectors.iter())) {
                push(&mean, joined, join.year);
            }
        }
    } else {
        for row in rows.pairs.iter().filter(|row| window.contains(row.year)) {
            if let Some(happened) = event(row) {
                push(&clipped(&row.raw, ranges), happened, row.year);
            }
        }
    }
    design
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(commit: u8, happened: Move) -> PairRow {
        PairRow {
            year: 1960,
            ccode1: 1,
            ccode2: 2,
            is_reversed: false,
            commit,
            raw: [0.0; FEATURE_COUNT],
            happened,
        }
    }

    #[test]
    fn low_slopes_learn_from_every_rise_and_their_level_from_low_treaties() {
        let rows = Rows {
            cut_years: Vec::new(),
            pairs: vec![
                row(0, Move::RoseLow(1)),
                row(0, Move::DefenceByFounding),
                row(2, Move::DefenceBilateral),
                row(1, Move::Fell(0)),
                row(3, Move::Stayed),
                row(0, Move::Unknown),
            ],
            joins: Vec::new(),
            joins_of_pair: Vec::new(),
        };
        let window = Window {
            first: 1960,
            last: 1960,
        };
        let ranges = window_ranges(&rows, window);
        let teaching = slopes_design(&rows, Channel::BilateralLow, &ranges, window);
        assert_eq!((teaching.len(), teaching.events()), (4, 3));
        let own = channel_design(&rows, Channel::BilateralLow, &ranges, window);
        assert_eq!((own.len(), own.events()), (3, 1));
        // Other channels teach themselves.
        let founding = slopes_design(&rows, Channel::Founding, &ranges, window);
        assert_eq!((founding.len(), founding.events()), (4, 1));
    }
}
