//! Who helped a side of a contingency, and how far: the furthest grade of each outside state, run by run.

use super::Columns;
use super::layout::Layout;
use crate::model::war::is_contingency;
use crate::model::war::state::grade;
use crate::model::{State, World};

/// Grades of help that are told apart: words to joining.
pub const GRADES: usize = grade::JOINING as usize;

pub struct Help {
    /// Runs in which the state went at least so far: ((theatre x 2 + side) x n + actor) x GRADES. A distraction counts
    /// for the grades below it and, apart from them, as itself: troops and joining do not need one.
    pub reached: Vec<u32>,
    /// Months of any help, summed over runs: (theatre x 2 + side) x n + actor.
    pub months: Vec<i64>,
    /// Runs with a war or blockade in the theatre.
    pub contingencies: Vec<u32>,
    /// Grades of the run under way, a bit each.
    seen: Vec<u8>,
    is_contingency: Vec<bool>,
}

impl Help {
    pub fn sized(layout: &Layout) -> Self {
        let cells = layout.theatres * 2 * layout.n;
        Help {
            reached: vec![0; cells * GRADES],
            months: vec![0; cells],
            contingencies: vec![0; layout.theatres],
            seen: vec![0; cells],
            is_contingency: vec![false; layout.theatres],
        }
    }

    pub fn columns(&mut self) -> Columns<'_> {
        Columns {
            counts: vec![&mut self.reached, &mut self.contingencies],
            sums: vec![&mut self.months],
            wide: Vec::new(),
        }
    }

    pub fn begin_run(&mut self) {
        self.seen.fill(0);
        self.is_contingency.fill(false);
    }

    pub fn observe(&mut self, world: &World, state: &State) {
        for (theatre, is_one) in self.is_contingency.iter_mut().enumerate() {
            *is_one |= is_contingency(world, state, theatre);
        }
        for (seen, grade) in self.seen.iter_mut().zip(&state.war.help) {
            *seen |= bit(*grade);
        }
        for (months, grade) in self.months.iter_mut().zip(&state.war.help) {
            *months += i64::from(*grade != grade::NOTHING);
        }
    }

    pub fn end_run(&mut self) {
        for (count, is_one) in self.contingencies.iter_mut().zip(&self.is_contingency) {
            *count += u32::from(*is_one);
        }
        for (reached, seen) in self.reached.chunks_exact_mut(GRADES).zip(&self.seen) {
            if *seen != 0 {
                for (place, count) in reached.iter_mut().enumerate() {
                    *count += u32::from(went_so_far(*seen, place as u8 + 1));
                }
            }
        }
    }
}

/// The bit of a grade; none for no help.
fn bit(grade: u8) -> u8 {
    ((1u16 << grade) >> 1) as u8
}

/// Does a state that now shows `shown` go as far as `wanted`? Soldiers are no distraction elsewhere.
pub fn goes_so_far(shown: u8, wanted: u8) -> bool {
    went_so_far(bit(shown), wanted)
}

/// Did a state that showed the grades `seen` reach `wanted`?
fn went_so_far(seen: u8, wanted: u8) -> bool {
    if wanted == grade::DISTRACTION {
        seen & bit(wanted) != 0
    } else {
        u16::from(seen) >= u16::from(bit(wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::testing;

    #[test]
    fn a_grade_includes_those_below_but_a_distraction_stands_apart() {
        let munitions = bit(grade::WORDS) | bit(grade::MUNITIONS);
        assert!(went_so_far(munitions, grade::VETO) && went_so_far(munitions, grade::MUNITIONS));
        assert!(!went_so_far(munitions, grade::TROOPS) && !went_so_far(munitions, grade::DISTRACTION));
        let troops = bit(grade::TROOPS);
        assert!(went_so_far(troops, grade::MUNITIONS) && !went_so_far(troops, grade::DISTRACTION));
        assert!(went_so_far(bit(grade::DISTRACTION), grade::MUNITIONS));
        // An outcome judges the month by the same rule.
        assert!(!goes_so_far(grade::TROOPS, grade::DISTRACTION));
        assert!(goes_so_far(grade::DISTRACTION, grade::DISTRACTION));
        assert!(goes_so_far(grade::TROOPS, grade::MUNITIONS));
        assert!(!goes_so_far(grade::NOTHING, grade::WORDS));
        assert_eq!(bit(grade::NOTHING), 0);
        assert!(went_so_far(bit(grade::JOINING), grade::JOINING));
    }

    #[test]
    fn help_is_counted_once_a_run_and_month_by_month() {
        let scenario = testing::scenario(4);
        let world = World::central(&scenario);
        let mut state = State::sized(&world);
        state.reset(&world);
        state.war.help.fill(grade::NOTHING);
        state.war.rung.fill(0);
        let mut help = Help::sized(&Layout::of(&scenario));
        for run in 0..2 {
            help.begin_run();
            for month in 0..3u8 {
                state.month = month.into();
                state.war.rung[0] = if run == 1 {
                    scenario.theatres[0].ladder.len()
                } else {
                    0
                };
                // Nothing, words, veto in the first run; nothing in the second.
                state.war.help[1] = if run == 0 { month } else { grade::NOTHING };
                help.observe(&world, &state);
            }
            help.end_run();
        }
        assert_eq!(help.reached[GRADES..GRADES + 3], [1, 1, 0]);
        assert_eq!(help.months[1], 2);
        assert_eq!(help.reached.iter().sum::<u32>(), 2);
        assert_eq!(help.contingencies[0], 1);
    }
}
