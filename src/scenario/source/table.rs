//! A table as rows of named cells, each knowing its file and line.

use super::problem::{Place, Problems, code, shorten};
use super::specs::{TableId, TableSpec};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub place: Place,
}

/// Cells by column; empty cells are absent.
#[derive(Clone, Debug)]
pub struct Row {
    pub place: Place,
    pub cells: BTreeMap<&'static str, Cell>,
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.as_str())
    }

    pub fn place_of(&self, column: &str) -> &Place {
        self.cells.get(column).map_or(&self.place, |cell| &cell.place)
    }

    pub fn put(&mut self, column: &'static str, text: String, place: &Place) {
        self.cells.insert(
            column,
            Cell {
                text,
                place: place.clone(),
            },
        );
    }

    /// The parts of a cell separated by `;`.
    pub fn parts(&self, column: &str) -> Vec<&str> {
        self.text(column)
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

#[derive(Clone, Debug)]
pub struct Rows {
    pub id: TableId,
    pub file: Place,
    pub rows: Vec<Row>,
    /// Required columns the header lacks: already reported.
    pub absent: Vec<&'static str>,
}

impl Rows {
    pub fn empty(id: TableId, file: &str) -> Self {
        Rows {
            id,
            file: Place::new(file, 0),
            rows: Vec::new(),
            absent: Vec::new(),
        }
    }

    /// The row whose key cells are these.
    pub fn find_mut(&mut self, key: &[&str]) -> Option<&mut Row> {
        let columns = self.id.spec().key;
        self.rows.iter_mut().find(|row| {
            columns
                .iter()
                .zip(key)
                .all(|(column, text)| row.text(column) == *text)
        })
    }
}

/// Most rows of a table: 64 actors hold 30 goods in five measures in fewer.
const MOST_ROWS: usize = 20_000;

/// Most columns of a header that is worth reading.
const MOST_COLUMNS: usize = 100;

/// Reads a CSV text against its specification.
pub fn read(id: TableId, text: &str, file: &str, problems: &mut Problems) -> Rows {
    let mut table = Rows::empty(id, file);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        problems.add(
            code::BAD_CSV,
            &table.file.at_line(1),
            "",
            "the table is empty",
            format!("Begin with the header {}", id.spec().columns.join(",")),
        );
        table.absent = id.spec().columns.to_vec();
        return table;
    };
    let columns = read_header(&header, id.spec(), &mut table, problems);
    for record in records {
        if table.rows.len() >= MOST_ROWS {
            problems.add(
                code::TOO_LARGE,
                &table.file,
                "",
                format!("the table has more than {MOST_ROWS} rows"),
                "Is this the right file?",
            );
            break;
        }
        match record {
            Ok(record) => read_record(&record, &columns, &mut table, problems),
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                problems.add(
                    code::BAD_CSV,
                    &table.file.at_line(line),
                    "",
                    format!("not valid CSV: {}", shorten(&error.to_string())),
                    "Check quotes and commas",
                );
                break;
            }
        }
    }
    table
}

/// Which column of the specification stands at each position.
fn read_header(
    header: &csv::StringRecord,
    spec: &TableSpec,
    table: &mut Rows,
    problems: &mut Problems,
) -> Vec<Option<&'static str>> {
    let place = table.file.at_line(1);
    if header.len() > MOST_COLUMNS {
        problems.add(
            code::BAD_CSV,
            &place,
            "",
            format!("the header has {} columns", header.len()),
            format!("The header is {}", spec.columns.join(",")),
        );
        table.absent = spec.columns.to_vec();
        return vec![None; header.len()];
    }
    let mut found: Vec<Option<&'static str>> = Vec::new();
    for name in header.iter() {
        let column = spec
            .columns
            .iter()
            .chain(spec.optional)
            .find(|column| **column == name)
            .copied();
        match column {
            None => problems.add_unknown(
                code::UNKNOWN_COLUMN,
                &place,
                name,
                "column",
                name,
                spec.columns.iter().copied(),
            ),
            Some(column) if found.contains(&Some(column)) => {
                problems.add(
                    code::DUPLICATE,
                    &place,
                    column,
                    format!("the column `{column}` stands twice"),
                    "Keep one of them",
                );
            }
            Some(_) => {}
        }
        found.push(column);
    }
    for column in spec.columns {
        if !found.contains(&Some(column)) && !spec.optional.contains(column) {
            problems.add(
                code::MISSING_COLUMN,
                &place,
                column,
                format!("the column `{column}` is missing"),
                format!("The header is {}", spec.columns.join(",")),
            );
            table.absent.push(column);
        }
    }
    found
}

fn read_record(
    record: &csv::StringRecord,
    columns: &[Option<&'static str>],
    table: &mut Rows,
    problems: &mut Problems,
) {
    let place = table
        .file
        .at_line(record.position().map_or(0, |position| position.line() as usize));
    if record.len() != columns.len() {
        let what = format!("the row has {} cells, the header {}", record.len(), columns.len());
        problems.add(
            code::RAGGED_ROW,
            &place,
            "",
            what,
            "Count the commas; quote cells that contain one",
        );
        return;
    }
    let mut row = Row {
        place: place.clone(),
        cells: BTreeMap::new(),
    };
    for (column, text) in columns.iter().zip(record.iter()) {
        if let (Some(column), false) = (column, text.is_empty()) {
            row.put(column, text.to_owned(), &place);
        }
    }
    table.rows.push(row);
}

/// Every required cell is there, and no key twice. Run when overlays have been applied.
pub fn check_complete(table: &Rows, problems: &mut Problems) {
    let spec = table.id.spec();
    let mut seen: BTreeMap<Vec<&str>, &Place> = BTreeMap::new();
    for row in &table.rows {
        for column in spec.columns {
            let is_needed = !spec.optional.contains(column) && !table.absent.contains(column);
            if is_needed && !row.cells.contains_key(column) {
                problems.add(
                    code::MISSING_CELL,
                    &row.place,
                    column,
                    format!("`{column}` is missing"),
                    "Fill it; if it is not known, write an assumption and say so in `source`",
                );
            }
        }
        if !matches!(row.text("confidence"), "" | "H" | "M" | "L") {
            problems.add(
                code::UNKNOWN_NAME,
                row.place_of("confidence"),
                "confidence",
                format!("`confidence` is `{}`", shorten(row.text("confidence"))),
                "Write H, M or L",
            );
        }
        let mut key: Vec<&str> = spec.key.iter().map(|column| row.text(column)).collect();
        if table.id == TableId::Dyads {
            key.sort_unstable();
        }
        if key.iter().any(|part| part.is_empty()) {
            continue;
        }
        if let Some(first) = seen.get(&key) {
            let what = format!(
                "`{}` stands twice, first in {}:{}",
                shorten(&key.join(" ")),
                first.file,
                first.line
            );
            problems.add(
                code::DUPLICATE,
                &row.place,
                spec.key[0],
                what,
                "Keep one of the rows",
            );
            continue;
        }
        seen.insert(key, &row.place);
    }
}
