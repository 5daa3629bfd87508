//! `[parameters] posterior = "file"`: a table of particles (`sim calibrate` writes it), or of ranges.

use super::cells::{Bounds, check_order, parse_number};
use super::fields::wrong_type;
use super::parameters::{POSTERIOR, bounds};
use crate::scenario::parameters::{PARAMETERS, parameter_index};
use crate::scenario::posterior::Posterior;
use crate::scenario::ranged::Ranged;
use crate::scenario::source::node::{Node, Value};
use crate::scenario::source::overlay::report_unreadable;
use crate::scenario::source::problem::{Place, Problems, code, shorten};
use crate::scenario::source::resolver::{BUILTIN, LARGEST_TABLE, POSTERIORS, Resolver, relative_to};
use crate::scenario::source::settings::SETTING;

/// How a table of particles begins; a number follows.
pub const MAGIC: &str = "# sim posterior, format ";
const FORMAT: &str = "1";
const RANGES: [&str; 4] = ["parameter", "low", "central", "high"];
const POINTS: [&str; 3] = ["low", "central", "high"];
/// Most particles of a table.
const MOST_PARTICLES: usize = 100_000;

/// Lays a file of ranges on `ranges`, or gives the particles of a table.
pub fn read(
    node: &Node,
    ranges: &mut [Ranged],
    resolver: &dyn Resolver,
    problems: &mut Problems,
) -> Option<Posterior> {
    let Value::Text(reference) = &node.value else {
        wrong_type(node, POSTERIOR, "the path of a CSV file", problems);
        return None;
    };
    let location = located(&node.place.file, reference);
    let text = match resolver.read(&location, LARGEST_TABLE) {
        Ok(text) => text,
        Err(failure) => {
            report_unreadable(&failure, &location, &node.place, problems);
            return None;
        }
    };
    let place = Place::new(&location, 1);
    let stated = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix(MAGIC))
        .map(str::trim);
    match stated {
        Some(FORMAT) => particles(&text, &place, problems),
        Some(other) => {
            problems.add(
                code::UNKNOWN_FORMAT,
                &place,
                "format",
                format!(
                    "format {} is not known to this release, which reads format {FORMAT}",
                    shorten(other)
                ),
                "Use the release the file was made for, or calibrate anew",
            );
            None
        }
        None => {
            of_ranges(&text, &place, ranges, problems);
            None
        }
    }
}

/// A shipped posterior by its name, or a path relative to the file that names it.
fn located(file: &str, reference: &str) -> String {
    match reference.strip_prefix(BUILTIN) {
        Some(name) => format!("{POSTERIORS}{name}"),
        // What the command line names is relative to where it is typed.
        None if file.starts_with(SETTING) => reference.to_owned(),
        None => relative_to(file, reference),
    }
}

fn line_of(position: Option<&csv::Position>) -> usize {
    position.map_or(0, |position| position.line() as usize)
}

fn particles(text: &str, place: &Place, problems: &mut Problems) -> Option<Posterior> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            ragged(
                &error,
                place,
                "Write the ids of parameters, separated by commas",
                problems,
            );
            return None;
        }
    };
    // The reader counts comments to the header: its own line is the first without one.
    let comments = text.lines().take_while(|line| line.starts_with('#')).count();
    let at_header = place.at_line(comments + 1);
    let columns = columns(&header, &at_header, problems)?;
    let mut values = Vec::new();
    let mut is_whole = true;
    for record in reader.records() {
        match record {
            Ok(record) => {
                let place = place.at_line(line_of(record.position()));
                is_whole &= particle(&record, &columns, &place, &mut values, problems);
            }
            Err(error) => {
                ragged(
                    &error,
                    place,
                    "Write a value for each parameter of the header",
                    problems,
                );
                is_whole = false;
            }
        }
    }
    let count = values.len() / columns.len();
    if is_whole && !(1..=MOST_PARTICLES).contains(&count) {
        problems.add(
            code::OUT_OF_RANGE,
            place,
            "",
            format!("the table has {count} particles, outside 1 to {MOST_PARTICLES}"),
            "Write a row a particle",
        );
        return None;
    }
    is_whole.then(|| sorted(place, &columns, &values))
}

/// Places of the header's parameters.
fn columns(header: &csv::StringRecord, place: &Place, problems: &mut Problems) -> Option<Vec<usize>> {
    let mut columns = Vec::new();
    for id in header {
        match parameter_index(id) {
            None => problems.add_unknown(
                code::UNKNOWN_NAME,
                place,
                id,
                "parameter",
                id,
                PARAMETERS.iter().map(|spec| spec.id),
            ),
            Some(index) if columns.contains(&index) => problems.add(
                code::DUPLICATE,
                place,
                id,
                format!("the column `{id}` stands twice"),
                "Keep each parameter once",
            ),
            Some(index) => columns.push(index),
        }
    }
    (columns.len() == header.len() && !columns.is_empty()).then_some(columns)
}

fn particle(
    record: &csv::StringRecord,
    columns: &[usize],
    place: &Place,
    values: &mut Vec<f64>,
    problems: &mut Problems,
) -> bool {
    let mut is_good = true;
    for (text, column) in record.iter().zip(columns) {
        let spec = &PARAMETERS[*column];
        match number(text, bounds(spec.scale), place, spec.id, problems) {
            Some(value) => values.push(value),
            None => is_good = false,
        }
    }
    is_good
}

/// The particles with their columns in the order of the table of parameters.
fn sorted(place: &Place, columns: &[usize], values: &[f64]) -> Posterior {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| columns[*at]);
    Posterior {
        location: place.file.to_string(),
        columns: order.iter().map(|at| columns[*at]).collect(),
        values: values
            .chunks_exact(columns.len())
            .flat_map(|row| order.iter().map(|at| row[*at]))
            .collect(),
    }
}

/// A CSV of `parameter,low,central,high`.
fn of_ranges(text: &str, place: &Place, ranges: &mut [Ranged], problems: &mut Problems) {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    if !reader.headers().is_ok_and(|header| header.iter().eq(RANGES)) {
        problems.add(
            code::MISSING_COLUMN,
            place,
            "",
            "the header is not `parameter,low,central,high`, and the file is no table of particles",
            format!(
                "Write that header in the first line, or take what `sim calibrate` writes ({MAGIC}{FORMAT})"
            ),
        );
        return;
    }
    for record in reader.records() {
        match record {
            Ok(record) => range(&record, place, ranges, problems),
            Err(error) => ragged(&error, place, "Write parameter,low,central,high", problems),
        }
    }
}

fn range(record: &csv::StringRecord, place: &Place, ranges: &mut [Ranged], problems: &mut Problems) {
    let place = place.at_line(line_of(record.position()));
    let id = record.get(0).unwrap_or_default();
    let Some(index) = parameter_index(id) else {
        problems.add_unknown(
            code::UNKNOWN_NAME,
            &place,
            "parameter",
            "parameter",
            id,
            PARAMETERS.iter().map(|spec| spec.id),
        );
        return;
    };
    let mut points = [0.0; 3];
    for (at, point) in points.iter_mut().enumerate() {
        let text = record.get(at + 1).unwrap_or_default();
        match number(text, bounds(ranges[index].scale), &place, POINTS[at], problems) {
            Some(value) => *point = value,
            None => return,
        }
    }
    check_order(points, &place, id, problems);
    [ranges[index].low, ranges[index].central, ranges[index].high] = points;
}

/// A number within bounds, or a report.
fn number(text: &str, bounds: Bounds, place: &Place, field: &str, problems: &mut Problems) -> Option<f64> {
    let Some(value) = parse_number(text) else {
        problems.add(
            code::NOT_A_NUMBER,
            place,
            field,
            format!("`{}` is not a finite number", shorten(text)),
            "Write a plain number",
        );
        return None;
    };
    bounds.check(value, place, field, problems).then_some(value)
}

fn ragged(error: &csv::Error, place: &Place, help: &str, problems: &mut Problems) {
    problems.add(
        code::RAGGED_ROW,
        &place.at_line(line_of(error.position())),
        "",
        shorten(&error.to_string()),
        help,
    );
}
