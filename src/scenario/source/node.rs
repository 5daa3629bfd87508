//! A scenario file as a tree in which every value knows its file and line.

use super::problem::{Place, Problems, code, shorten};
use toml::de::{DeTable, DeValue};

/// Syntax errors reported of one file: one slip makes the parser stumble many times.
const MOST_SYNTAX_ERRORS: usize = 5;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Table),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub value: Value,
    pub place: Place,
}

/// Entries in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub place: Place,
    pub entries: Vec<(String, Node)>,
}

impl Table {
    pub fn empty(place: &Place) -> Self {
        Table {
            place: place.clone(),
            entries: Vec::new(),
        }
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub fn put(&mut self, key: &str, node: Node) {
        match self.get_mut(key) {
            Some(slot) => *slot = node,
            None => self.entries.push((key.to_owned(), node)),
        }
    }

    pub fn take(&mut self, key: &str) -> Option<Node> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(index).1)
    }

    /// The text under `key`, without complaint if it is absent or no text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Node {
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "text",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Most values of a file: what merges keys looks each up among the others.
const MOST_VALUES: usize = 10_000;

fn count_values(value: &DeValue<'_>) -> usize {
    1 + match value {
        DeValue::Array(items) => items.iter().map(|item| count_values(item.get_ref())).sum(),
        DeValue::Table(table) => count_in(table),
        _ => 0,
    }
}

fn count_in(table: &DeTable<'_>) -> usize {
    table.iter().map(|(_, value)| count_values(value.get_ref())).sum()
}

/// Parses a TOML text; reports syntax errors and returns nothing if there are any.
pub fn parse(text: &str, file: &str, problems: &mut Problems) -> Option<Table> {
    let place = Place::new(file, 0);
    let lines = LineIndex::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MOST_SYNTAX_ERRORS) {
        let line = error.span().map_or(0, |span| lines.line(span.start));
        let what = format!(
            "not valid TOML: {}",
            shorten(&error.message().replace('\n', "; "))
        );
        problems.add(
            code::BAD_TOML,
            &place.at_line(line),
            "",
            what,
            "Correct the syntax; see docs/scenario-format.md",
        );
    }
    if !errors.is_empty() {
        return None;
    }
    if count_in(table.get_ref()) > MOST_VALUES {
        problems.add(
            code::TOO_LARGE,
            &place,
            "",
            format!("the file has more than {MOST_VALUES} values"),
            "Is this the right file? Put tables into a world of your own",
        );
        return None;
    }
    let reader = Reader { place, lines };
    Some(reader.table(table.get_ref(), 0))
}

struct Reader {
    place: Place,
    lines: LineIndex,
}

impl Reader {
    fn table(&self, table: &DeTable<'_>, start: usize) -> Table {
        let place = self.place.at_line(self.lines.line(start));
        let mut entries: Vec<(usize, String, Node)> = table
            .iter()
            .map(|(key, value)| {
                let at = key.span().start;
                (at, key.get_ref().to_string(), self.node(value.get_ref(), at))
            })
            .collect();
        entries.sort_by_key(|(at, _, _)| *at);
        Table {
            place,
            entries: entries.into_iter().map(|(_, key, node)| (key, node)).collect(),
        }
    }

    fn node(&self, value: &DeValue<'_>, start: usize) -> Node {
        let value = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => Value::Number(integer(number.as_str(), number.radix())),
            DeValue::Float(number) => {
                Value::Number(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
            }
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Text(date.to_string()),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| self.node(item.get_ref(), item.span().start))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table, start)),
        };
        Node {
            value,
            place: self.place.at_line(self.lines.line(start)),
        }
    }
}

fn integer(text: &str, radix: u32) -> f64 {
    let digits = text.replace('_', "");
    i64::from_str_radix(&digits, radix).map_or(f64::NAN, |number| number as f64)
}

/// Byte offsets at which lines begin.
struct LineIndex(Vec<usize>);

impl LineIndex {
    fn new(text: &str) -> Self {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        LineIndex(std::iter::once(0).chain(breaks).collect())
    }

    /// Line of a byte offset, from 1.
    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_line() {
        let mut problems = Problems::default();
        let text = "a = 1\n[b]\nc = [\n 2,\n \"x\"]\n[[d]]\nid = 'k'\n[[d]]\nid = 'm'\n";
        let table = parse(text, "f.toml", &mut problems).unwrap();
        let Value::Table(b) = &table.get("b").unwrap().value else {
            panic!()
        };
        let Value::List(c) = &b.get("c").unwrap().value else {
            panic!()
        };
        assert_eq!((b.place.line, c[0].place.line, c[1].place.line), (2, 4, 5));
        let Value::List(d) = &table.get("d").unwrap().value else {
            panic!()
        };
        assert_eq!((d[0].place.line, d[1].place.line), (6, 8));
    }

    #[test]
    fn broken_syntax_is_reported_by_line_and_gives_nothing() {
        let mut problems = Problems::default();
        assert!(parse("a = 1\nb = = 2\n", "f.toml", &mut problems).is_none());
        assert_eq!(problems.finish().unwrap_err().problems[0].place.line, 2);
    }
}
