//! Reads `dyad_year*.csv[.gz]`: columns by name, any order of rows and of the two states, empty = not known.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::error::PanelError;
use crate::alignment::DyadInputs;
use crate::alignment::features::{FEATURES, FeatureVector, raw_features};

/// One dyad in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct DyadYear {
    pub year: i32,
    /// The lower code and the higher.
    pub ccode1: u32,
    pub ccode2: u32,
    /// The file names the higher code first.
    pub is_reversed: bool,
    /// Politically relevant: the rows that base rates and fits may use.
    pub is_relevant: bool,
    /// A defence pact in force, and a two-member one.
    pub has_defence: bool,
    pub has_bilateral_defence: bool,
    /// 0 none, 1 neutrality or non-aggression, 2 consultation, 3 defence.
    pub commit: u8,
    pub commit_next: Option<u8>,
    pub inputs: DyadInputs,
    /// Features (bits, by place in `FEATURES`) that a blank cell leaves unknown though `inputs` has no room to say so.
    pub unknown: u32,
}

impl DyadYear {
    /// The features before clipping; `NaN` where the file does not say.
    pub fn raw(&self) -> FeatureVector {
        let mut raw = raw_features(&self.inputs);
        for (k, value) in raw.iter_mut().enumerate() {
            if self.unknown & (1 << k) != 0 {
                *value = f64::NAN;
            }
        }
        raw
    }
}

/// Columns whose inputs are plain flags and numbers: a blank in one is "not known", not "no".
/// The other columns are `Option` in the inputs.
const PLAIN: [&str; 12] = [
    "contig",
    "maj1",
    "maj2",
    "cinc1",
    "cinc2",
    "enemies",
    "shared_enemies",
    "shared_maj_enemy",
    "war1",
    "war2",
    "nuc1",
    "nuc2",
];

/// Years that a measure which stops (trade, disputes: 2014) is carried forward within a dyad (assumed).
const CARRY_YEARS: i32 = 5;

const COLUMNS: [&str; 27] = [
    "year",
    "ccode1",
    "ccode2",
    "prd",
    "defense",
    "def_bilat",
    "commit",
    "commit_next",
    "contig",
    "mindist_km",
    "maj1",
    "maj2",
    "cinc1",
    "cinc2",
    "enemies",
    "shared_enemies",
    "shared_maj_enemy",
    "mid10",
    "shared_midopp10",
    "war1",
    "war2",
    "shared_senders",
    "ipdist",
    "poly1",
    "poly2",
    "trsh1",
    "trsh2",
];
const NUCLEAR: [&str; 2] = ["nuc1", "nuc2"];
/// Without the first eight (who, when, which treaty) there is nothing to score; the others are features.
const INDISPENSABLE: usize = 8;
/// First bytes of a gzip stream.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A panel as read: rows sorted by year and dyad, and the features it has no column for.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    pub rows: Vec<DyadYear>,
    pub absent: Vec<&'static str>,
}

/// Reads a panel that has every column.
pub fn read_panel(path: &Path) -> Result<Vec<DyadYear>, PanelError> {
    let panel = read_any(path)?;
    match panel.absent.first() {
        Some(column) => Err(PanelError::MissingColumn {
            path: path.to_path_buf(),
            column,
        }),
        None => Ok(panel.rows),
    }
}

/// Reads a panel; a feature without a column is not known in any row.
pub fn read_any(path: &Path) -> Result<Panel, PanelError> {
    let io = |cause| PanelError::Io {
        path: path.to_path_buf(),
        cause,
    };
    let mut file = BufReader::new(File::open(path).map_err(io)?);
    let is_gzip = file.fill_buf().map_err(io)?.starts_with(&GZIP);
    let input: Box<dyn Read> = if is_gzip {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    read_from(input, path)
}

/// Turns every line ending (`\r\n`, `\r`, `\n`) into `\n`: the CSV reader counts lines one short where two bytes end them.
struct Newlines<R> {
    input: R,
    is_after_return: bool,
}

impl<R: Read> Read for Newlines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let count = self.input.read(buffer)?;
            let mut kept = 0;
            for k in 0..count {
                let byte = buffer[k];
                if !(byte == b'\n' && self.is_after_return) {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
                self.is_after_return = byte == b'\r';
            }
            // Nothing left of what was read is not the end of the file.
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}

/// Reads a panel from any source; `path` is for messages.
pub fn read_from(input: impl Read, path: &Path) -> Result<Panel, PanelError> {
    let mut reader = csv::ReaderBuilder::new().from_reader(Newlines {
        input,
        is_after_return: false,
    });
    let header = reader.headers().map_err(|cause| csv_error(path, cause))?.clone();
    let mut at = [None; 29];
    let mut absent = Vec::new();
    for (k, column) in COLUMNS.into_iter().chain(NUCLEAR).enumerate() {
        at[k] = header
            .iter()
            .position(|name| name.trim_start_matches('\u{feff}') == column);
        match at[k] {
            None if k < INDISPENSABLE => {
                return Err(PanelError::MissingColumn {
                    path: path.to_path_buf(),
                    column,
                });
            }
            None => absent.push(column),
            Some(_) => {}
        }
    }
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|cause| csv_error(path, cause))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((
            line,
            Cells {
                path,
                line,
                record: &record,
                at: &at,
            }
            .dyad_year()?,
        ));
    }
    rows.sort_by_key(|(_, row)| (row.year, row.ccode1, row.ccode2));
    for pair in rows.windows(2) {
        let ((_, a), (line, b)) = (&pair[0], &pair[1]);
        if (a.year, a.ccode1, a.ccode2) == (b.year, b.ccode1, b.ccode2) {
            let (year, ccode1, ccode2) = (b.year, b.ccode1, b.ccode2);
            return Err(PanelError::Duplicate {
                path: path.to_path_buf(),
                line: *line,
                year,
                ccode1,
                ccode2,
            });
        }
    }
    let mut rows: Vec<DyadYear> = rows.into_iter().map(|(_, row)| row).collect();
    carry_forward(&mut rows);
    Ok(Panel { rows, absent })
}

fn csv_error(path: &Path, cause: csv::Error) -> PanelError {
    let line = cause.position().map_or(0, csv::Position::line);
    match cause.into_kind() {
        csv::ErrorKind::Io(cause) => PanelError::Io {
            path: path.to_path_buf(),
            cause,
        },
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            let cause = format!("{len} cells where the header has {expected_len}");
            PanelError::Csv {
                path: path.to_path_buf(),
                line,
                cause,
            }
        }
        other => PanelError::Csv {
            path: path.to_path_buf(),
            line,
            cause: format!("not readable as CSV ({other:?})"),
        },
    }
}

/// The cells of one row.
struct Cells<'a> {
    path: &'a Path,
    line: u64,
    record: &'a csv::StringRecord,
    at: &'a [Option<usize>; 29],
}

impl Cells<'_> {
    fn cell(&self, k: usize) -> &str {
        self.at[k].and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    fn optional(
        &self,
        k: usize,
        low: f64,
        high: f64,
        expected: &'static str,
    ) -> Result<Option<f64>, PanelError> {
        let cell = self.cell(k);
        if cell.is_empty() || cell == "NA" {
            return Ok(None);
        }
        match cell.parse::<f64>() {
            Ok(value) if value >= low && value <= high => Ok(Some(value)),
            _ => Err(self.wrong(k, expected)),
        }
    }

    fn wrong(&self, k: usize, expected: &'static str) -> PanelError {
        let cell = self.cell(k).to_string();
        let column = COLUMNS.into_iter().chain(NUCLEAR).nth(k).unwrap_or("?");
        PanelError::Cell {
            path: self.path.to_path_buf(),
            line: self.line,
            column,
            cell,
            expected,
        }
    }

    fn whole(&self, k: usize, low: f64, high: f64, expected: &'static str) -> Result<f64, PanelError> {
        let value = self.optional(k, low, high, expected)?;
        value
            .filter(|v| v.fract() == 0.0)
            .ok_or_else(|| self.wrong(k, expected))
    }

    /// Bits of the features that a blank in a plain column leaves unknown.
    fn unknown(&self) -> u32 {
        let mut bits = 0;
        for (k, column) in COLUMNS.into_iter().chain(NUCLEAR).enumerate() {
            if PLAIN.contains(&column) && matches!(self.cell(k), "" | "NA") {
                for (place, feature) in FEATURES.iter().enumerate() {
                    if feature.panel_columns.split(',').any(|name| name == column) {
                        bits |= 1 << place;
                    }
                }
            }
        }
        bits
    }

    fn flag(&self, k: usize) -> Result<bool, PanelError> {
        Ok(self.optional(k, 0.0, 1.0, "0 or 1")?.unwrap_or(0.0) > 0.5)
    }

    /// Whether a defence pact is in force, or a two-member one: below rung 3 there is none; at rung 3 the cell decides whether the
    /// dyad is one of a pact of three and more, and a blank is refused, for every value would be a guess.
    fn pact(&self, k: usize, commit: u8) -> Result<bool, PanelError> {
        let known = self.optional(k, 0.0, 1.0, "0 or 1")?;
        match known {
            None if commit == 3 => Err(self.wrong(k, "0 or 1, and where commit = 3 it has to be known")),
            _ => Ok(known.unwrap_or(0.0) > 0.5),
        }
    }

    fn share(&self, k: usize) -> Result<Option<f64>, PanelError> {
        // Trade files disagree now and then and give shares above 1.
        Ok(self
            .optional(k, 0.0, f64::MAX, "a share, 0 or more")?
            .map(|s| s.min(1.0)))
    }

    fn count(&self, k: usize) -> Result<Option<f64>, PanelError> {
        self.optional(k, 0.0, 1e6, "a count, 0 or more")
    }

    fn dyad_year(&self) -> Result<DyadYear, PanelError> {
        let rung = "a rung, 0 to 3";
        let commit = self.whole(6, 0.0, 3.0, rung)? as u8;
        let next = self.optional(7, 0.0, 3.0, rung)?.map(|c| c as u8);
        let code = "a state's code, 1 to 9999";
        let inputs = DyadInputs {
            rung: commit,
            major1: self.flag(10)?,
            major2: self.flag(11)?,
            contiguity: self.optional(8, 0.0, 5.0, "0 to 5")?.unwrap_or(0.0) as u8,
            distance_km: self.optional(9, 0.0, 21_000.0, "a distance in km, 0 to 21000")?,
            cinc1: self.optional(12, 0.0, 1.0, "a share, 0 to 1")?.unwrap_or(0.0),
            cinc2: self.optional(13, 0.0, 1.0, "a share, 0 to 1")?.unwrap_or(0.0),
            are_enemies: self.flag(14)?,
            shared_enemies: self.count(15)?.unwrap_or(0.0) as u32,
            is_major_enemy_shared: self.flag(16)?,
            fought: self.count(17)?.map(|n| n > 0.0),
            shared_opponents: self.count(18)?,
            is_at_war1: self.count(19)?.unwrap_or(0.0) > 0.0,
            is_at_war2: self.count(20)?.unwrap_or(0.0) > 0.0,
            shared_senders: self.count(21)?,
            ideal_distance: self.optional(22, 0.0, 20.0, "a distance of ideal points, 0 to 20")?,
            polyarchy1: self.optional(23, 0.0, 1.0, "an index, 0 to 1")?,
            polyarchy2: self.optional(24, 0.0, 1.0, "an index, 0 to 1")?,
            trade_share1: self.share(25)?,
            trade_share2: self.share(26)?,
            is_nuclear1: self.flag(27)?,
            is_nuclear2: self.flag(28)?,
        };
        let first = self.whole(1, 1.0, 9999.0, code)? as u32;
        let second = self.whole(2, 1.0, 9999.0, code)? as u32;
        Ok(DyadYear {
            year: self.whole(0, 1800.0, 2200.0, "a year")? as i32,
            // Every feature is the same from both sides, so the codes alone are put in order.
            ccode1: first.min(second),
            ccode2: first.max(second),
            is_reversed: first > second,
            // Not known to be relevant: no row at risk.
            is_relevant: self.flag(3)?,
            has_defence: self.pact(4, commit)?,
            has_bilateral_defence: self.pact(5, commit)?,
            commit,
            commit_next: next,
            inputs,
            unknown: self.unknown(),
        })
    }
}

/// Fills trade and disputes that are not known with the dyad's last known value of the five years before.
fn carry_forward(rows: &mut [DyadYear]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|k| (rows[*k].ccode1, rows[*k].ccode2, rows[*k].year));
    let mut dyad = (0, 0);
    let mut last = (i32::MIN, None, None);
    let mut fights = (i32::MIN, None, None);
    for k in order {
        let row = &mut rows[k];
        if dyad != (row.ccode1, row.ccode2) {
            dyad = (row.ccode1, row.ccode2);
            (last, fights) = ((i32::MIN, None, None), (i32::MIN, None, None));
        }
        let (year, inputs) = (row.year, &mut row.inputs);
        if inputs.trade_share1.is_some() && inputs.trade_share2.is_some() {
            last = (year, inputs.trade_share1, inputs.trade_share2);
        } else if year <= last.0.saturating_add(CARRY_YEARS) {
            (inputs.trade_share1, inputs.trade_share2) = (last.1, last.2);
        }
        if inputs.fought.is_some() && inputs.shared_opponents.is_some() {
            fights = (year, inputs.fought, inputs.shared_opponents);
        } else if year <= fights.0.saturating_add(CARRY_YEARS) {
            (inputs.fought, inputs.shared_opponents) = (fights.1, fights.2);
        }
    }
}
