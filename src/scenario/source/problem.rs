//! What is wrong with an input, where, and what to do about it. Codes are never reused.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Most problems a report prints; the rest are counted.
const MOST_PRINTED: usize = 50;
/// Most problems of one kind it prints: one bad id brings about a hundred of them.
const MOST_OF_A_KIND: usize = 20;
/// Most problems with the same words it prints: the places differ, what to do does not.
const MOST_ALIKE: usize = 5;
/// Most problems a report keeps.
const MOST_KEPT: usize = 1_000;
/// Longest piece of the user's text repeated in a message, in characters.
const LONGEST_QUOTE: usize = 60;

/// Stable codes of problems (docs/scenario-format.md lists them).
pub mod code {
    pub const UNREADABLE: &str = "SIM-0101";
    pub const TOO_LARGE: &str = "SIM-0102";
    pub const NOT_UTF8: &str = "SIM-0103";
    pub const BAD_TOML: &str = "SIM-0104";
    pub const BAD_CSV: &str = "SIM-0105";
    pub const UNKNOWN_FORMAT: &str = "SIM-0106";
    pub const EXTENDS_CYCLE: &str = "SIM-0107";
    pub const NO_WORLD: &str = "SIM-0108";
    pub const UNKNOWN_KEY: &str = "SIM-0201";
    pub const MISSING_KEY: &str = "SIM-0202";
    pub const WRONG_TYPE: &str = "SIM-0203";
    pub const BAD_SET: &str = "SIM-0204";
    pub const UNKNOWN_COLUMN: &str = "SIM-0301";
    pub const MISSING_COLUMN: &str = "SIM-0302";
    pub const MISSING_CELL: &str = "SIM-0303";
    pub const RAGGED_ROW: &str = "SIM-0304";
    pub const DUPLICATE: &str = "SIM-0305";
    pub const MISSING_ROW: &str = "SIM-0306";
    pub const NO_SOURCE: &str = "SIM-0307";
    pub const UNKNOWN_NAME: &str = "SIM-0401";
    pub const REMOVED_NAME: &str = "SIM-0402";
    pub const NOTHING_TO_REMOVE: &str = "SIM-0403";
    pub const BAD_NAME: &str = "SIM-0404";
    pub const NOT_A_NUMBER: &str = "SIM-0501";
    pub const OUT_OF_RANGE: &str = "SIM-0502";
    pub const NOT_ORDERED: &str = "SIM-0503";
    pub const WRONG_UNIT: &str = "SIM-0504";
    pub const WEIGHTS: &str = "SIM-0505";
    pub const BAD_MONTH: &str = "SIM-0506";
    pub const END_BEFORE_START: &str = "SIM-0507";
    pub const CAST_SIZE: &str = "SIM-0601";
    pub const COLLISION: &str = "SIM-0602";
    pub const CONTRADICTION: &str = "SIM-0603";
    pub const BEYOND_HORIZON: &str = "SIM-0701";
    pub const EMPTY_SCENARIO: &str = "SIM-0702";
    pub const UNUSUAL_START: &str = "SIM-0703";
    pub const UNLIKELY: &str = "SIM-0704";
}

/// A line of a named input. Line 0 stands for the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: Arc<str>,
    pub line: usize,
}

impl Place {
    pub fn new(file: &str, line: usize) -> Self {
        Place {
            file: Arc::from(file),
            line,
        }
    }

    /// Another line of the same file.
    pub fn at_line(&self, line: usize) -> Self {
        Place {
            file: self.file.clone(),
            line,
        }
    }
}

/// One thing that is wrong (or, as a warning, odd).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: &'static str,
    pub place: Place,
    /// Key or column; may be empty.
    pub field: String,
    pub what: String,
    /// What to do about it.
    pub help: String,
    /// The nearest valid name, if a name was wrong.
    pub nearest: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.code, self.what)?;
        write!(f, "  in {}", self.place.file)?;
        if self.place.line > 0 {
            write!(f, ":{}", self.place.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        match &self.nearest {
            Some(name) => write!(f, "\n  did you mean `{name}`? {}", self.help),
            None => write!(f, "\n  {}", self.help),
        }
    }
}

/// Causes before what follows from them: names, then cells, then what is missing because its name was not known.
fn rank(code: &str) -> u8 {
    match code {
        code::UNKNOWN_NAME
        | code::REMOVED_NAME
        | code::NOTHING_TO_REMOVE
        | code::UNKNOWN_KEY
        | code::UNKNOWN_COLUMN => 0,
        code::MISSING_ROW => 2,
        _ => 1,
    }
}

/// Every problem of an input: unknown names first and missing rows last, each sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub problems: Vec<Problem>,
    /// Problems beyond those kept.
    pub uncounted: usize,
}

impl Report {
    pub fn count(&self) -> usize {
        self.problems.len() + self.uncounted
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = 0;
        let (mut of_kind, mut alike) = (BTreeMap::new(), BTreeMap::new());
        let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in &self.problems {
            let kind = of_kind.entry(problem.code).or_insert(0);
            let same = alike.entry((problem.code, problem.what.as_str())).or_insert(0);
            if printed < MOST_PRINTED && *kind < MOST_OF_A_KIND && *same < MOST_ALIKE {
                writeln!(f, "{problem}")?;
                (printed, *kind, *same) = (printed + 1, *kind + 1, *same + 1);
            } else {
                *left_out.entry(problem.code).or_default() += 1;
            }
        }
        for (code, count) in left_out {
            writeln!(f, "and {count} more of this kind: {code}")?;
        }
        let count = self.count();
        if self.uncounted > 0 {
            writeln!(f, "and {} more", self.uncounted)?;
        }
        write!(
            f,
            "{count} problem{} found; nothing was written",
            if count == 1 { "" } else { "s" }
        )
    }
}

impl std::error::Error for Report {}

/// Collects problems and warnings while an input is read.
#[derive(Debug, Default)]
pub struct Problems {
    errors: Report,
    warnings: Vec<Problem>,
}

impl Problems {
    pub fn add(
        &mut self,
        code: &'static str,
        place: &Place,
        field: &str,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Problem {
            code,
            place: place.clone(),
            field: shorten(field),
            what: what.into(),
            help: help.into(),
            nearest: None,
        });
    }

    /// A name that is none of the valid ones.
    pub fn add_unknown<'a>(
        &mut self,
        code: &'static str,
        place: &Place,
        field: &str,
        kind: &str,
        name: &str,
        valid: impl IntoIterator<Item = &'a str>,
    ) {
        if self.errors.problems.len() >= MOST_KEPT {
            self.errors.uncounted += 1;
            return;
        }
        let mut valid: Vec<&str> = valid.into_iter().collect();
        valid.sort_unstable();
        valid.dedup();
        let nearest = nearest_name(name, &valid);
        let shown = valid.iter().take(30).copied().collect::<Vec<_>>().join(", ");
        let rest = if valid.len() > 30 {
            format!(" and {} more", valid.len() - 30)
        } else {
            String::new()
        };
        let help = match valid.len() {
            0 => format!("there is no {kind} here at all"),
            _ => format!("Valid: {shown}{rest}"),
        };
        let what = format!("unknown {kind} `{}`", shorten(name));
        self.push(Problem {
            code,
            place: place.clone(),
            field: shorten(field),
            what,
            help,
            nearest,
        });
    }

    pub fn warn(
        &mut self,
        code: &'static str,
        place: &Place,
        field: &str,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.warnings.len() < MOST_KEPT {
            self.warnings.push(Problem {
                code,
                place: place.clone(),
                field: shorten(field),
                what: what.into(),
                help: help.into(),
                nearest: None,
            });
        }
    }

    fn push(&mut self, problem: Problem) {
        if self.errors.problems.len() < MOST_KEPT {
            self.errors.problems.push(problem);
        } else {
            self.errors.uncounted += 1;
        }
    }

    pub fn has_errors(&self) -> bool {
        !self.errors.problems.is_empty()
    }

    /// The warnings if nothing was wrong, else the report.
    pub fn finish(mut self) -> Result<Vec<Problem>, Report> {
        let order = |p: &Problem| (rank(p.code), p.place.clone(), p.field.clone(), p.code);
        if self.has_errors() {
            self.errors.problems.sort_by_key(order);
            self.errors.problems.dedup();
            return Err(self.errors);
        }
        self.warnings.sort_by_key(order);
        self.warnings.dedup();
        Ok(self.warnings)
    }
}

/// The valid name most like `name`, if any is like it at all.
pub fn nearest_name(name: &str, valid: &[&str]) -> Option<String> {
    let name: String = name
        .chars()
        .take(LONGEST_QUOTE)
        .collect::<String>()
        .to_lowercase();
    let likeness = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        let is_slip = strsim::osa_distance(&name, &candidate) <= 1;
        let winkler = strsim::jaro_winkler(&name, &candidate);
        (is_slip || winkler >= 0.7)
            .then(|| winkler + strsim::normalized_damerau_levenshtein(&name, &candidate))
    };
    valid
        .iter()
        .filter_map(|candidate| Some((likeness(candidate)?, *candidate)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate.to_owned())
}

/// The user's text, short enough to print and without control characters.
pub fn shorten(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(LONGEST_QUOTE)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(LONGEST_QUOTE).is_some() {
        short.push_str("...");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_three_lines_what_where_and_what_to_do() {
        let mut problems = Problems::default();
        problems.add_unknown(
            code::UNKNOWN_NAME,
            &Place::new("a.toml", 7),
            "group",
            "actor",
            "AXX",
            ["AXE", "BOX"],
        );
        let report = problems.finish().unwrap_err();
        let text = report.problems[0].to_string();
        assert_eq!(
            text,
            "SIM-0401: unknown actor `AXX`\n  in a.toml:7, group\n  did you mean `AXE`? Valid: AXE, BOX"
        );
    }

    #[test]
    fn a_report_is_sorted_by_file_and_line_and_stops_printing_at_fifty() {
        let mut problems = Problems::default();
        for line in (1..=5_000).rev() {
            problems.add(code::BAD_CSV, &Place::new("a.csv", line), "", "x", "y");
        }
        let report = problems.finish().unwrap_err();
        assert_eq!(report.count(), 5_000);
        assert!(
            report
                .problems
                .windows(2)
                .all(|pair| pair[0].place <= pair[1].place)
        );
        assert!(report.to_string().lines().count() < 160);
    }
}
