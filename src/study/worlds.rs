//! docs/worlds.md: what is known of each shipped world, how well, and from where. Generated from the
//! worlds' own tables.

use super::shells;
use crate::scenario::source::builtin;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Tables with a source a row.
const TABLES: [&str; 14] = [
    "actors.csv",
    "attributes.csv",
    "goods.csv",
    "holdings.csv",
    "dyads.csv",
    "treaties.csv",
    "institutions.csv",
    "sanctions.csv",
    "compliance.csv",
    "theatres.csv",
    "ladders.csv",
    "use.csv",
    "flows.csv",
    "strategies.csv",
];

/// How a row's number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Sourced,
    /// A source carries part of it; the rest is recalled.
    InPart,
    Assumed,
}

/// What a source cell says of its row.
pub fn basis(source: &str) -> Basis {
    if source.starts_with("assumed") {
        Basis::Assumed
    } else if source.contains("recalled") || source.contains("assumed") {
        Basis::InPart
    } else {
        Basis::Sourced
    }
}

/// What a table's rows say of themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub rows: usize,
    pub sourced: usize,
    pub in_part: usize,
    pub assumed: usize,
    /// Rows of confidence H, M, L.
    pub confidence: [usize; 3],
    /// High over low of every row with a range of amounts above 0.
    pub widths: Vec<f64>,
    /// Rows by source.
    pub sources: BTreeMap<String, usize>,
}

impl Summary {
    /// Median of high over low.
    pub fn width(&self) -> Option<f64> {
        let mut widths = self.widths.clone();
        widths.sort_by(f64::total_cmp);
        widths.get(widths.len() / 2).copied()
    }

    fn count(&mut self, source: &str) {
        match basis(source) {
            Basis::Sourced => self.sourced += 1,
            Basis::InPart => self.in_part += 1,
            Basis::Assumed => self.assumed += 1,
        }
        if basis(source) != Basis::Assumed {
            for part in parts(source) {
                *self.sources.entry(part.to_owned()).or_default() += 1;
            }
        }
    }
}

/// Pairs take their numbers from several sources: geography, trade, ties.
fn parts(source: &str) -> Vec<&str> {
    const JOINTS: [&str; 6] = [
        "; trade: ",
        "; UN distance",
        "; tie: ",
        "; tie values",
        "; honour assumed",
        "; strength assumed",
    ];
    let mut cuts = vec![0];
    cuts.extend(JOINTS.iter().filter_map(|joint| source.find(joint)));
    cuts.sort_unstable();
    let ends = cuts.iter().skip(1).copied().chain([source.len()]);
    cuts.iter()
        .zip(ends)
        .map(|(start, end)| source[*start..end].trim_start_matches("; "))
        .filter(|part| !part.contains("assumed"))
        .collect()
}

/// Reads the sources and confidences of the rows of a table that are kept; columns that are not there count nothing.
pub fn summary(table: &str, is_kept: impl Fn(&csv::StringRecord) -> bool) -> Summary {
    let mut summary = Summary::default();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let Ok(headers) = reader.headers().cloned() else {
        return summary;
    };
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (source, confidence) = (column("source"), column("confidence"));
    let (low, high) = (column("low"), column("high"));
    for row in reader.records().flatten().filter(|row| is_kept(row)) {
        summary.rows += 1;
        if let Some(text) = source.and_then(|at| row.get(at)) {
            summary.count(text);
        }
        match confidence.and_then(|at| row.get(at)) {
            Some("H") => summary.confidence[0] += 1,
            Some("M") => summary.confidence[1] += 1,
            Some("L") => summary.confidence[2] += 1,
            _ => {}
        }
        let number = |at: Option<usize>| at.and_then(|at| row.get(at)?.parse::<f64>().ok());
        if let (Some(low), Some(high)) = (number(low), number(high))
            && low > 0.0
        {
            summary.widths.push(high / low);
        }
    }
    summary
}

/// The page.
pub fn page() -> String {
    let mut page = String::from(
        "# Worlds\n\nGenerated: `sim list worlds-page > docs/worlds.md`. Each world is a folder of tables with a source a row (`docs/world-format.md`). `sourced`: a document \
         carries the number; `in part`: a document carries part of it (another year, a component, a bound), the rest is recalled; `assumed`: recalled or judged, with wide bounds, \
         and the row says how. `width`: median of high over low (a number known to a tenth has 1.2, one known to a factor of two either way 4). H, M, L: confidence as coded \
         in the row.\n",
    );
    for world in builtin::world_names() {
        write_world(&mut page, world);
    }
    page + &shells::section()
}

fn write_row(page: &mut String, name: &str, found: &Summary) {
    let [high, medium, low] = found.confidence;
    let width = found.width().map_or(String::new(), |width| format!("{width:.1}"));
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} | {} | {width} | {high} | {medium} | {low} |",
        found.rows, found.sourced, found.in_part, found.assumed
    );
}

const HEADER: &str = "rows | sourced | in part | assumed | width | H | M | L |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

fn write_world(page: &mut String, world: &str) {
    let _ = write!(page, "\n## {world}\n\n");
    if let Some(note) = builtin::text(&format!("worlds/{world}/world.toml")) {
        for line in note
            .lines()
            .filter(|line| line.starts_with("title") || line.starts_with("note"))
        {
            let _ = writeln!(page, "> {}\n", line.replace('"', ""));
        }
    }
    let _ = write!(page, "| table | {HEADER}");
    let table = |name: &str| builtin::text(&format!("worlds/{world}/{name}"));
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for name in TABLES {
        let Some(text) = table(name) else {
            continue;
        };
        let found = summary(text, |_| true);
        write_row(page, name, &found);
        for (source, rows) in found.sources {
            *all.entry(source).or_default() += rows;
        }
    }
    write_codings(page, &table);
    if let Some(text) = table("attributes.csv") {
        write_kinds(page, "attribute", text, 1);
    }
    if let Some(text) = table("holdings.csv") {
        write_kinds(page, "holdings of", text, 1);
    }
    let mut sources: Vec<(String, usize)> = all.into_iter().collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let _ = write!(
        page,
        "\nSources, by rows that rest on them ({} in all):\n\n",
        sources.len()
    );
    for (source, rows) in sources {
        let _ = writeln!(page, "- {rows}: {source}");
    }
}

/// Numbers of one column of a table that has ends of its own (`X_low`, `X_high`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    pub column: String,
    pub numbers: usize,
    pub ranged: usize,
    /// High over low of the ranged ones above 0.
    pub widths: Vec<f64>,
}

/// Every column of a table with ends of its own, in the order of the file.
pub fn codings(table: &str) -> Vec<Coding> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let Ok(headers) = reader.headers().cloned() else {
        return Vec::new();
    };
    let at = |name: &str| headers.iter().position(|header| header == name);
    let stems = headers.iter().filter_map(|name| {
        let stem = name.strip_suffix("_low")?;
        Some((stem, [at(name)?, at(stem)?, at(&format!("{stem}_high"))?]))
    });
    let stems: Vec<(&str, [usize; 3])> = stems.collect();
    let mut found: Vec<Coding> = stems
        .iter()
        .map(|(stem, _)| Coding {
            column: (*stem).to_owned(),
            ..Coding::default()
        })
        .collect();
    for row in reader.records().flatten() {
        for (coding, (_, places)) in found.iter_mut().zip(&stems) {
            let [low, central, high] =
                places.map(|place| row.get(place).and_then(|text| text.parse::<f64>().ok()));
            coding.numbers += usize::from(central.is_some());
            let (Some(low), Some(high)) = (low, high) else {
                continue;
            };
            coding.ranged += usize::from(low < high);
            if low > 0.0 && low < high {
                coding.widths.push(high / low);
            }
        }
    }
    found
}

/// Columns with ends of their own: how many numbers have a range, and how wide it is.
fn write_codings<'t>(page: &mut String, table: &impl Fn(&str) -> Option<&'t str>) {
    let _ = write!(
        page,
        "\nNumbers with ends of their own (`X_low`, `X_high`); what has none is exact (`docs/world-format.md`, codings):\n\n\
         | table | column | numbers | with a range | exact | width |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    );
    for name in TABLES {
        for mut coding in codings(table(name).unwrap_or_default()) {
            coding.widths.sort_by(f64::total_cmp);
            let width = coding.widths.get(coding.widths.len() / 2);
            let _ = writeln!(
                page,
                "| {name} | `{}` | {} | {} | {} | {} |",
                coding.column,
                coding.numbers,
                coding.ranged,
                coding.numbers - coding.ranged,
                width.map_or(String::new(), |width| format!("{width:.1}"))
            );
        }
    }
}

/// The rows of a table by what stands in one column.
fn write_kinds(page: &mut String, title: &str, text: &str, column: usize) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let kinds: BTreeSet<String> = reader
        .records()
        .flatten()
        .filter_map(|row| row.get(column).map(str::to_owned))
        .collect();
    let _ = write!(page, "\n| {title} | {HEADER}");
    for kind in kinds {
        write_row(page, &kind, &summary(text, |row| row.get(column) == Some(&kind)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_counted_by_what_its_rows_say() {
        let table = "a,low,high,source,confidence\n1,1,4,assumed: guess,L\n2,2,4,Book; House; 2020,H\n3,0,9,Book; House; 2020,M\n\
                     4,1,3,Paper; 2021 (in part recalled),L\n";
        let found = summary(table, |_| true);
        assert_eq!(
            (found.rows, found.sourced, found.in_part, found.assumed),
            (4, 2, 1, 1)
        );
        assert_eq!(found.confidence, [1, 1, 2]);
        assert_eq!(found.sources.get("Book; House; 2020"), Some(&2));
        // 4, 2 and 3; the row with a low of 0 has no ratio.
        assert_eq!(found.width(), Some(3.0));
        assert_eq!(summary(table, |row| row.get(0) == Some("2")).rows, 1);
    }

    #[test]
    fn columns_with_ends_of_their_own_are_counted() {
        let table = "a,trust_low,trust,trust_high,exercises\nx,0.2,0.4,0.8,1\ny,,0,,2\nz,0.1,0.1,0.1,3\n";
        let expected = Coding {
            column: "trust".to_owned(),
            numbers: 3,
            ranged: 1,
            widths: vec![4.0],
        };
        assert_eq!(codings(table), [expected]);
    }

    #[test]
    fn a_pair_rests_on_each_of_its_sources() {
        let source = "Contiguity 3; House; trade: Trade 4; House; 2014; tie values assumed";
        assert_eq!(
            parts(source),
            ["Contiguity 3; House", "trade: Trade 4; House; 2014"]
        );
        assert_eq!(parts("Book; 2020"), ["Book; 2020"]);
        assert_eq!(parts("Treaties; House; honour assumed"), ["Treaties; House"]);
        assert_eq!(basis("Treaties; House; honour assumed"), Basis::InPart);
        assert_eq!(basis(source), Basis::InPart);
    }
}
