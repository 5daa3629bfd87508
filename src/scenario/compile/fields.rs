//! Typed readings of the keys of one table of a scenario; what nobody asked for is an unknown key.

use super::cells::Bounds;
use super::names::Names;
use crate::scenario::month::Month;
use crate::scenario::source::node::{Node, Table, Value};
use crate::scenario::source::problem::{Place, Problems, code, shorten};

pub struct Fields<'a> {
    pub table: &'a Table,
    asked: Vec<&'static str>,
}

/// The months of the run, for reading dates.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    pub start: Month,
    pub months: usize,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table) -> Self {
        Fields {
            table,
            asked: vec!["id"],
        }
    }

    pub fn place(&self) -> &'a Place {
        &self.table.place
    }

    pub fn place_of(&self, key: &str) -> &'a Place {
        self.table.get(key).map_or(&self.table.place, |node| &node.place)
    }

    /// The node under a key, if it is there.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn needed(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'a Node> {
        let node = self.node(key);
        if node.is_none() {
            problems.add(
                code::MISSING_KEY,
                &self.table.place,
                key,
                format!("`{key}` is missing"),
                format!("Add {key} = ..."),
            );
        }
        node
    }

    pub fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'a str> {
        let node = self.node(key)?;
        match &node.value {
            Value::Text(text) => Some(text),
            _ => {
                wrong_type(node, key, "text in quotes", problems);
                None
            }
        }
    }

    pub fn needed_text(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'a str> {
        self.needed(key, problems)?;
        self.text(key, problems)
    }

    pub fn flag(&mut self, key: &'static str, problems: &mut Problems) -> Option<bool> {
        let node = self.node(key)?;
        match &node.value {
            Value::Flag(flag) => Some(*flag),
            _ => {
                wrong_type(node, key, "true or false", problems);
                None
            }
        }
    }

    pub fn number(&mut self, key: &'static str, bounds: Bounds, problems: &mut Problems) -> Option<f64> {
        let node = self.node(key)?;
        number_of(node, key, bounds, problems)
    }

    pub fn needed_number(
        &mut self,
        key: &'static str,
        bounds: Bounds,
        problems: &mut Problems,
    ) -> Option<f64> {
        let node = self.needed(key, problems)?;
        number_of(node, key, bounds, problems)
    }

    /// A whole number.
    pub fn count(&mut self, key: &'static str, bounds: Bounds, problems: &mut Problems) -> Option<usize> {
        let number = self.number(key, bounds, problems)?;
        if number.fract() != 0.0 {
            problems.add(
                code::OUT_OF_RANGE,
                self.place_of(key),
                key,
                format!("`{key}` is {number}, not a whole number"),
                "Write a whole number",
            );
            return None;
        }
        Some(number as usize)
    }

    /// One text or a list of texts.
    pub fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<(&'a str, &'a Place)> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push((text.as_str(), &item.place)),
                _ => wrong_type(item, key, "an id in quotes, or a list of them", problems),
            }
        }
        texts
    }

    /// Index of the one thing a key names.
    pub fn name(&mut self, key: &'static str, names: &Names, problems: &mut Problems) -> Option<usize> {
        let text = self.needed_text(key, problems)?;
        names.find(text, self.place_of(key), key, problems)
    }

    /// Indices of the things a key names; empty if the key is absent.
    pub fn names(&mut self, key: &'static str, names: &Names, problems: &mut Problems) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for (text, place) in self.texts(key, problems) {
            let Some(index) = names.find(text, place, key, problems) else {
                continue;
            };
            if found.contains(&index) {
                problems.add(
                    code::DUPLICATE,
                    place,
                    key,
                    format!("`{key}` names `{}` twice", shorten(text)),
                    "Keep each name once",
                );
            } else {
                found.push(index);
            }
        }
        found.sort_unstable();
        found
    }

    /// Which of these words stands under a key.
    pub fn choice(&mut self, key: &'static str, valid: &[&str], problems: &mut Problems) -> Option<usize> {
        let text = self.text(key, problems)?;
        let found = valid.iter().position(|name| *name == text);
        if found.is_none() {
            problems.add_unknown(
                code::UNKNOWN_NAME,
                self.place_of(key),
                key,
                key,
                text,
                valid.iter().copied(),
            );
        }
        found
    }

    /// A month as `YYYY-MM`, or as a number counted from 1; in months from the start (may be past the end).
    pub fn month(&mut self, key: &'static str, calendar: Calendar, problems: &mut Problems) -> Option<usize> {
        let node = self.node(key)?;
        let index = match &node.value {
            Value::Text(text) => Month::parse(text).map(|month| i64::from(month.since(calendar.start))),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e6 => Some(*number as i64 - 1),
            _ => None,
        };
        let Some(index) = index else {
            problems.add(
                code::BAD_MONTH,
                &node.place,
                key,
                format!("`{key}` is not a month"),
                "Write \"YYYY-MM\", or the number of a month of the run, the first being 1",
            );
            return None;
        };
        usize::try_from(index).ok().or_else(|| {
            problems.add(
                code::END_BEFORE_START,
                &node.place,
                key,
                format!("`{key}` lies before the start, {}", calendar.start),
                "Move it, or let the scenario start earlier",
            );
            None
        })
    }

    /// Marks the fields of a kind as asked for, so that an entry given up half-way still tells which of its
    /// keys are unknown. `listed` is a row of a table of kinds.
    pub fn ask_all(&mut self, listed: &'static str) {
        let words = listed
            .split([',', ' '])
            .filter(|word| !word.is_empty() && *word != "or");
        self.asked.extend(words);
    }

    /// Reports keys that nothing asked for.
    pub fn finish(self, problems: &mut Problems) {
        for (key, node) in &self.table.entries {
            if !self.asked.contains(&key.as_str()) {
                problems.add_unknown(
                    code::UNKNOWN_KEY,
                    &node.place,
                    key,
                    "key",
                    key,
                    self.asked.iter().copied(),
                );
            }
        }
    }
}

pub fn number_of(node: &Node, key: &str, bounds: Bounds, problems: &mut Problems) -> Option<f64> {
    match &node.value {
        Value::Number(number) => bounds
            .check(*number, &node.place, key, problems)
            .then_some(*number),
        _ => {
            wrong_type(node, key, "a number without quotes", problems);
            None
        }
    }
}

pub fn wrong_type(node: &Node, key: &str, expected: &str, problems: &mut Problems) {
    problems.add(
        code::WRONG_TYPE,
        &node.place,
        key,
        format!("`{}` is {}", shorten(key), node.kind()),
        format!("Write {expected}"),
    );
}
