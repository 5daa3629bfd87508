//! Names of one kind of thing, and where each stands in compiled order.

use crate::scenario::source::problem::{Place, Problems, code};
use crate::scenario::source::table::Row;

/// Ids in compiled order.
#[derive(Clone, Debug)]
pub struct Names {
    pub kind: &'static str,
    pub ids: Vec<String>,
    /// Ids a `remove` took out.
    pub removed: Vec<String>,
}

impl Names {
    pub fn new(kind: &'static str, ids: Vec<String>) -> Self {
        Names {
            kind,
            ids,
            removed: Vec::new(),
        }
    }

    pub fn index(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    /// The index of a name, or a report of the nearest one.
    pub fn find(&self, id: &str, place: &Place, field: &str, problems: &mut Problems) -> Option<usize> {
        let found = self.index(id);
        if found.is_none() && self.removed.iter().any(|removed| removed == id) {
            problems.add(
                code::REMOVED_NAME,
                place,
                field,
                format!("the {} `{id}` was removed but is still named here", self.kind),
                "Remove or change what names it as well",
            );
        } else if found.is_none() {
            problems.add_unknown(
                code::UNKNOWN_NAME,
                place,
                field,
                self.kind,
                id,
                self.ids.iter().map(String::as_str),
            );
        }
        found
    }

    /// The index named by a cell; an empty cell was reported already.
    pub fn cell(&self, row: &Row, column: &str, problems: &mut Problems) -> Option<usize> {
        let text = row.text(column);
        if text.is_empty() {
            None
        } else {
            self.find(text, row.place_of(column), column, problems)
        }
    }

    /// The sorted indices named by a cell with a list; a name twice is reported.
    pub fn cells(&self, row: &Row, column: &str, problems: &mut Problems) -> Vec<usize> {
        let place = row.place_of(column);
        let mut found: Vec<usize> = row
            .parts(column)
            .iter()
            .filter_map(|id| self.find(id, place, column, problems))
            .collect();
        found.sort_unstable();
        let count = found.len();
        found.dedup();
        if found.len() < count {
            problems.add(
                code::DUPLICATE,
                place,
                column,
                format!("`{column}` names one {} twice", self.kind),
                "Keep each name once",
            );
        }
        found
    }
}
