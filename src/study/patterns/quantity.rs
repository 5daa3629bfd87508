//! What is measured of a run: numbers a month, gathered over a window, put together at the end.

use crate::model::{State, World};
use crate::record::monitor::Monitor;
use crate::record::runs::NOT_COUNTED;
use crate::scenario::Scenario;

/// How the months of a window become one number. Months that are no number are passed over.
#[derive(Clone, Copy, Debug)]
pub enum Gather {
    Sum,
    /// No number if there is no month.
    Mean,
    /// The last month's.
    Last,
    Largest,
    /// First month (counted from the start) at which the sum so far reaches the level; infinite if never.
    Reaches(f64),
}

/// One number of a run.
#[derive(Clone, Copy)]
pub enum Series {
    /// A number of each month in `[from, to)`.
    Months {
        monthly: fn(&World, &State) -> f64,
        gather: Gather,
        from: usize,
        to: usize,
    },
    /// Month in which an outcome of the arm occurred; infinite if it did not.
    Outcome(&'static str),
}

impl Series {
    pub const fn new(gather: Gather, monthly: fn(&World, &State) -> f64) -> Self {
        Series::Months {
            monthly,
            gather,
            from: 0,
            to: usize::MAX,
        }
    }

    /// The same over `[first, last)` alone.
    pub const fn over(self, first: usize, last: usize) -> Self {
        match self {
            Series::Months { monthly, gather, .. } => Series::Months {
                monthly,
                gather,
                from: first,
                to: last,
            },
            other => other,
        }
    }
}

/// A measure of a run; its value is no number where the question does not arise in the run.
#[derive(Clone, Copy)]
pub struct Quantity {
    /// Names it: two quantities of one name are the same.
    pub name: &'static str,
    pub series: &'static [Series],
    /// Puts the numbers of the series together.
    pub value: fn(&[f64]) -> f64,
    /// The value where nothing of the sort happened; where both arms have it, the draw decides nothing.
    pub nothing: Option<f64>,
}

/// The value of a quantity of one series.
pub fn alone(numbers: &[f64]) -> f64 {
    numbers.first().copied().unwrap_or(f64::NAN)
}

/// Follows quantities through a run.
pub struct Follower<'q> {
    quantities: &'q [&'static Quantity],
    /// Sum, months counted and running result of each series, in order.
    cells: Vec<(f64, u32, f64)>,
    /// The arm's own outcomes, where a quantity asks for one.
    monitor: Option<Monitor>,
    /// Place of each series' outcome.
    places: Vec<Option<usize>>,
}

impl<'q> Follower<'q> {
    pub fn new(quantities: &'q [&'static Quantity], scenario: &Scenario) -> Self {
        let places: Vec<Option<usize>> = series(quantities)
            .map(|series| match series {
                Series::Outcome(id) => scenario.outcomes.iter().position(|outcome| outcome.id == *id),
                Series::Months { .. } => None,
            })
            .collect();
        Follower {
            quantities,
            cells: vec![(0.0, 0, f64::NAN); places.len()],
            monitor: places
                .iter()
                .any(Option::is_some)
                .then(|| Monitor::compile(scenario)),
            places,
        }
    }

    pub fn begin(&mut self, world: &World, state: &State) {
        for (cell, series) in self.cells.iter_mut().zip(series(self.quantities)) {
            let nothing = match series {
                Series::Months {
                    gather: Gather::Sum, ..
                } => 0.0,
                Series::Months {
                    gather: Gather::Reaches(_),
                    ..
                }
                | Series::Outcome(_) => f64::INFINITY,
                Series::Months { .. } => f64::NAN,
            };
            *cell = (0.0, 0, nothing);
        }
        if let Some(monitor) = &mut self.monitor {
            monitor.begin_run(world, state);
        }
    }

    pub fn observe(&mut self, world: &World, state: &State) {
        for (cell, series) in self.cells.iter_mut().zip(series(self.quantities)) {
            if let Series::Months {
                monthly,
                gather,
                from,
                to,
            } = series
                && (*from..*to).contains(&state.month)
            {
                add(cell, *gather, monthly(world, state), state.month);
            }
        }
        if let Some(monitor) = &mut self.monitor {
            monitor.observe(world, state);
        }
    }

    /// Values of the quantities in this run.
    pub fn values(&mut self) -> impl Iterator<Item = f64> + '_ {
        if let Some(monitor) = &mut self.monitor {
            monitor.end_run();
            for (cell, place) in self.cells.iter_mut().zip(&self.places) {
                if let Some(month) = place.and_then(|at| monitor.months().get(at).copied())
                    && month < NOT_COUNTED
                {
                    cell.2 = f64::from(month);
                }
            }
        }
        let numbers: Vec<f64> = self.cells.iter().map(|cell| cell.2).collect();
        let mut next = 0;
        self.quantities.iter().map(move |quantity| {
            let own = &numbers[next..next + quantity.series.len()];
            next += quantity.series.len();
            (quantity.value)(own)
        })
    }
}

fn series<'q>(quantities: &'q [&'static Quantity]) -> impl Iterator<Item = &'static Series> + 'q {
    quantities.iter().flat_map(|quantity| quantity.series)
}

fn add(cell: &mut (f64, u32, f64), gather: Gather, value: f64, month: usize) {
    if value.is_nan() {
        return;
    }
    cell.0 += value;
    cell.1 += 1;
    match gather {
        Gather::Sum => cell.2 = cell.0,
        Gather::Mean => cell.2 = cell.0 / f64::from(cell.1),
        Gather::Last => cell.2 = value,
        Gather::Largest => cell.2 = cell.2.max(value),
        Gather::Reaches(level) => {
            if cell.0 >= level && cell.2.is_infinite() {
                cell.2 = month as f64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(gather: Gather, nothing: f64, values: &[f64]) -> f64 {
        let mut cell = (0.0, 0, nothing);
        for (month, value) in values.iter().enumerate() {
            add(&mut cell, gather, *value, month);
        }
        cell.2
    }

    #[test]
    fn months_are_gathered_and_those_that_are_no_number_passed_over() {
        let months = [1.0, f64::NAN, 4.0, 1.0];
        assert_eq!(gathered(Gather::Sum, 0.0, &months), 6.0);
        assert_eq!(gathered(Gather::Mean, f64::NAN, &months), 2.0);
        assert_eq!(gathered(Gather::Last, f64::NAN, &months), 1.0);
        assert_eq!(gathered(Gather::Largest, f64::NAN, &months), 4.0);
        assert_eq!(gathered(Gather::Reaches(5.0), f64::INFINITY, &months), 2.0);
        assert!(gathered(Gather::Reaches(7.0), f64::INFINITY, &months).is_infinite());
        assert!(gathered(Gather::Mean, f64::NAN, &[f64::NAN]).is_nan());
    }
}
