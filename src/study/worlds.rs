//! docs/worlds.md: what is known of each shipped world, how well, and from where. Generated from the
//! worlds' own tables.

use crate::scenario::source::builtin;
use std::collections::BTreeMap;
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

/// What a table's rows say of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub rows: usize,
    pub assumed: usize,
    /// Rows of confidence H, M, L.
    pub confidence: [usize; 3],
    /// Rows by source.
    pub sources: BTreeMap<String, usize>,
}

/// Reads the sources and confidences of a table; columns that are not there count nothing.
pub fn summary(table: &str) -> Summary {
    let mut summary = Summary::default();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let column = |name: &str, headers: &csv::StringRecord| headers.iter().position(|h| h == name);
    let (source, confidence) = match reader.headers() {
        Ok(headers) => (column("source", headers), column("confidence", headers)),
        Err(_) => return summary,
    };
    for row in reader.records().flatten() {
        summary.rows += 1;
        if let Some(text) = source.and_then(|at| row.get(at)) {
            if text.starts_with("assumed") {
                summary.assumed += 1;
            } else {
                *summary.sources.entry(text.to_owned()).or_default() += 1;
            }
        }
        match confidence.and_then(|at| row.get(at)) {
            Some("H") => summary.confidence[0] += 1,
            Some("M") => summary.confidence[1] += 1,
            Some("L") => summary.confidence[2] += 1,
            _ => {}
        }
    }
    summary
}

/// The page.
pub fn page() -> String {
    let mut page = String::from(
        "# Worlds\n\nGenerated: `sim list worlds-page > docs/worlds.md`. Each world is a folder of tables with a source a row (`docs/world-format.md`); \
         `assumed` rows are recalled or judged, with wide bounds, and say why. Confidence is H, M or L as coded in the row.\n",
    );
    for world in builtin::world_names() {
        write_world(&mut page, world);
    }
    page
}

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
    page.push_str("| table | rows | assumed | H | M | L |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for table in TABLES {
        let Some(text) = builtin::text(&format!("worlds/{world}/{table}")) else {
            continue;
        };
        let found = summary(text);
        let [high, medium, low] = found.confidence;
        let _ = writeln!(
            page,
            "| {table} | {} | {} | {high} | {medium} | {low} |",
            found.rows, found.assumed
        );
        for (source, rows) in found.sources {
            *all.entry(source).or_default() += rows;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_counted_by_what_its_rows_say() {
        let table = "a,source,confidence\n1,assumed: guess,L\n2,Book; House; 2020,H\n3,Book; House; 2020,M\n";
        let found = summary(table);
        assert_eq!((found.rows, found.assumed, found.confidence), (3, 1, [1, 1, 1]));
        assert_eq!(found.sources.get("Book; House; 2020"), Some(&2));
    }
}
