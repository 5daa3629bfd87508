//! Typed readings of cells. A cell that does not read is reported and replaced, so that reading goes on
//! and everything wrong is found at once.

use crate::random::entity_hash;
use crate::scenario::ranged::{Ranged, Scale};
use crate::scenario::source::problem::{Place, Problems, code, shorten};
use crate::scenario::source::table::{Cell, Row};

/// Largest quantity of anything, in its unit: sums stay exact at 2^-20.
pub const LARGEST: f64 = 4_294_967_295.0;

/// Lowest and highest value that make sense.
#[derive(Clone, Copy, Debug)]
pub struct Bounds(pub f64, pub f64);

pub const SHARE: Bounds = Bounds(0.0, 1.0);
pub const AMOUNT: Bounds = Bounds(0.0, LARGEST);

impl Bounds {
    /// Reports `value` if it is outside, or no number.
    pub fn check(self, value: f64, place: &Place, field: &str, problems: &mut Problems) -> bool {
        if !value.is_finite() {
            problems.add(
                code::NOT_A_NUMBER,
                place,
                field,
                format!("`{field}` is {value}, which is no finite number"),
                "Write a plain number such as 0.35 or 1.2e6",
            );
            return false;
        }
        if value < self.0 || value > self.1 {
            problems.add(
                code::OUT_OF_RANGE,
                place,
                field,
                format!("`{field}` is {value}, outside {} to {}", self.0, self.1),
                "Correct the number, or its unit",
            );
            return false;
        }
        true
    }
}

/// A plain finite number.
pub fn parse_number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The number in a cell; nothing (and no complaint) if the cell is empty.
pub fn optional_number(row: &Row, column: &str, bounds: Bounds, problems: &mut Problems) -> Option<f64> {
    let cell = row.cells.get(column)?;
    match parse_number(&cell.text) {
        Some(number) => bounds
            .check(number, &cell.place, column, problems)
            .then_some(number),
        None => {
            problems.add(
                code::NOT_A_NUMBER,
                &cell.place,
                column,
                format!("`{column}` is `{}`, not a finite number", shorten(&cell.text)),
                "Write a plain number such as 1200000, 0.35 or 1.2e6",
            );
            None
        }
    }
}

/// The number in a cell, 0 if it does not read.
pub fn number(row: &Row, column: &str, bounds: Bounds, problems: &mut Problems) -> f64 {
    optional_number(row, column, bounds, problems).unwrap_or_default()
}

/// A 0 or 1.
pub fn flag(row: &Row, column: &str, problems: &mut Problems) -> bool {
    match row.text(column) {
        "1" => true,
        "0" | "" => false,
        other => {
            problems.add(
                code::NOT_A_NUMBER,
                row.place_of(column),
                column,
                format!("`{column}` is `{}`, not 0 or 1", shorten(other)),
                "Write 0 or 1",
            );
            false
        }
    }
}

/// Which of the named values stands in a cell.
pub fn choice(row: &Row, column: &str, valid: &[&str], problems: &mut Problems) -> usize {
    let text = row.text(column);
    if text.is_empty() {
        return 0;
    }
    valid.iter().position(|name| *name == text).unwrap_or_else(|| {
        problems.add_unknown(
            code::UNKNOWN_NAME,
            row.place_of(column),
            column,
            column,
            text,
            valid.iter().copied(),
        );
        0
    })
}

/// The three points of a range and the stream that draws it.
pub struct RangeCells<'a> {
    pub row: &'a Row,
    /// Columns of low, central and high.
    pub columns: [&'static str; 3],
    pub bounds: Bounds,
    pub scale: Scale,
    /// Names the cell: table, keys, attribute.
    pub cell: &'a [&'a str],
}

/// Columns of the range of the column `$stem`.
macro_rules! range_of {
    ($stem:literal) => {
        [concat!($stem, "_low"), $stem, concat!($stem, "_high")]
    };
}
pub(crate) use range_of;

pub const QUANTITY: [&str; 3] = ["low", "central", "high"];

impl RangeCells<'_> {
    /// An overlay that states one number writes it into all three cells: what is wrong with it is said once.
    fn is_one_number(&self) -> bool {
        let [low, central, high] = self.columns.map(|column| self.row.cells.get(column));
        let is_same = |end: Option<&Cell>| match (end, central) {
            (Some(end), Some(central)) => end.text == central.text && end.place == central.place,
            _ => false,
        };
        // Cells of a file stand in one line too, but each with its own ends to correct.
        is_same(low) && is_same(high) && central.is_some_and(|cell| cell.place != self.row.place)
    }

    pub fn read(&self, problems: &mut Problems) -> Ranged {
        if self.is_one_number() {
            let number = optional_number(self.row, self.columns[1], self.bounds, problems);
            return Ranged::fixed(number.unwrap_or_default());
        }
        let points = self
            .columns
            .map(|column| optional_number(self.row, column, self.bounds, problems));
        let [Some(low), Some(central), Some(high)] = points else {
            return Ranged::fixed(0.0);
        };
        let place = self.row.place_of(self.columns[1]);
        check_order([low, central, high], place, self.columns[1], problems);
        Ranged {
            low,
            central,
            high,
            scale: self.scale,
            stream: self.stream(),
        }
    }

    /// As `read`, but both ends may be empty: the number is a definition, or exact for the model's purpose.
    /// Nothing if the central cell is empty too.
    pub fn read_or_exact(&self, problems: &mut Problems) -> Option<Ranged> {
        let [low, central, high] = self.columns.map(|column| self.row.cells.get(column));
        match (low, central, high) {
            (None, None, None) => None,
            (None, Some(_), None) => {
                optional_number(self.row, self.columns[1], self.bounds, problems).map(Ranged::fixed)
            }
            (Some(_), Some(_), Some(_)) => Some(self.read(problems)),
            _ => {
                let is_empty = |column: &&&str| !self.row.cells.contains_key(**column);
                let empty: Vec<&str> = self.columns.iter().filter(is_empty).copied().collect();
                // Where the one end was written: in a file of the world, or in a scenario that laid it on.
                let place = low.or(high).map_or(&self.row.place, |end| &end.place);
                problems.add(
                    code::MISSING_CELL,
                    place,
                    empty[0],
                    format!(
                        "`{}` has a range, but `{}` is empty",
                        self.columns[1],
                        empty.join("` and `")
                    ),
                    format!(
                        "Fill `{}`, `{}` and `{}` (in a scenario: low, central, high), or empty the two ends: then the number is exact",
                        self.columns[0], self.columns[1], self.columns[2]
                    ),
                );
                optional_number(self.row, self.columns[1], self.bounds, problems).map(Ranged::fixed)
            }
        }
    }

    fn stream(&self) -> u64 {
        match self.row.text("prior_group") {
            "" => entity_hash("cell", self.cell, true),
            group => entity_hash("prior-group", &[group], true),
        }
    }
}

/// A cell that did not read is told elsewhere; reading goes on with 0.
pub fn or_zero(number: Option<Ranged>) -> Ranged {
    number.unwrap_or(Ranged::fixed(0.0))
}

/// low <= central <= high.
pub fn check_order(points: [f64; 3], place: &Place, field: &str, problems: &mut Problems) {
    let [low, central, high] = points;
    if !(low <= central && central <= high) {
        problems.add(
            code::NOT_ORDERED,
            place,
            field,
            format!("`{field}` is not ordered: low {low}, central {central}, high {high}"),
            "low <= central <= high, the 5, 50 and 95 % points: who changes one looks at the other two",
        );
    }
}

/// A cell in another unit than the one expected: a quantity a month is no quantity.
pub fn check_unit(row: &Row, unit: &str, problems: &mut Problems) {
    let stated = row.text("unit");
    if !stated.is_empty() && stated != unit {
        problems.add(
            code::WRONG_UNIT,
            row.place_of("unit"),
            "unit",
            format!("the unit is `{}`, expected `{unit}`", shorten(stated)),
            "Convert the numbers, or correct the unit",
        );
    }
}

/// Ids are letters, digits and dashes.
pub fn check_id(id: &str, place: &Place, field: &str, problems: &mut Problems) {
    let starts_well = id.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_valid = starts_well && is_plain && id.len() <= 64;
    if !is_valid && !id.is_empty() {
        problems.add(
            code::BAD_NAME,
            place,
            field,
            format!("`{}` is not a valid id", shorten(id)),
            "At most 64 letters, digits and dashes, not starting with a dash",
        );
    }
}
