//! What the file of a posterior says of itself, read back from its comments.

use crate::scenario::compile::posterior::MAGIC;

/// The comments of a posterior's file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    lines: Vec<(String, String)>,
}

/// One moved parameter, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub id: String,
    pub prior: String,
    pub posterior: String,
    pub shift: String,
    pub shrinkage: String,
}

impl Said {
    pub fn read(text: &str) -> Self {
        let comments = text.lines().filter(|line| !line.starts_with(MAGIC));
        let lines = comments
            .map_while(|line| line.strip_prefix("# "))
            .filter_map(|line| line.split_once(": "))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        Said { lines }
    }

    /// The value of a key that stands once; nothing where it does not stand.
    pub fn one(&self, key: &str) -> &str {
        let found = self.lines.iter().find(|(known, _)| known == key);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub fn all<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s str> {
        let of_key = self.lines.iter().filter(move |(known, _)| known == key);
        of_key.map(|(_, value)| value.as_str())
    }

    /// Parameters, most moved first.
    pub fn moved(&self) -> Vec<Moved> {
        let mut moved: Vec<Moved> = self.all("parameter").filter_map(parse).collect();
        let size = |m: &Moved| m.shift.parse::<f64>().unwrap_or(0.0).abs();
        moved.sort_by(|a, b| size(b).total_cmp(&size(a)));
        moved
    }
}

/// `id: prior a b c, posterior d e f, shift x, shrinkage y`.
fn parse(value: &str) -> Option<Moved> {
    let (id, rest) = value.split_once(": ")?;
    let mut cells = ["prior ", "posterior ", "shift ", "shrinkage "]
        .into_iter()
        .zip(rest.split(", "))
        .map(|(name, cell)| cell.strip_prefix(name));
    let mut next = || cells.next().flatten();
    let three = |cell: &str| cell.replace(' ', " / ");
    Some(Moved {
        id: id.to_owned(),
        prior: three(next()?),
        posterior: three(next()?),
        shift: next()?.to_owned(),
        shrinkage: next()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comments_of_a_posterior_are_read_back() {
        let said = Said::read(
            "# sim posterior, format 1\n# budget: 4000\n# parameter: a: prior 1 2 3, posterior 1.5 2 2.5, shift 0.05, shrinkage 0.10\n\
             # parameter: b: prior 1 2 3, posterior 2 3 4, shift -0.40, shrinkage 0.00\n# conflict: flow x: z 3.1\na,b\n1,2\n",
        );
        assert_eq!(said.one("budget"), "4000");
        assert_eq!(said.one("seed"), "");
        assert_eq!(said.all("conflict").collect::<Vec<_>>(), ["flow x: z 3.1"]);
        let moved = said.moved();
        assert_eq!(
            moved.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(),
            ["b", "a"]
        );
        assert_eq!(
            (moved[1].posterior.as_str(), moved[1].shift.as_str()),
            ("1.5 / 2 / 2.5", "0.05")
        );
    }
}
