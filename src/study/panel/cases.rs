//! The training cases of a panel: one treaty, accession, founding or collapse with all the ties it made or ended.

use std::collections::{BTreeMap, BTreeSet};

use super::design::{Window, is_event};
use super::rows::Rows;
use crate::alignment::hazard::Channel;

/// One thing that happened, which may be many dyad-years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub channel: Channel,
    /// It came between this year and the next.
    pub year: i32,
    /// Who: the one that acceded, or all the parties, in rising order of code.
    pub states: Vec<u32>,
    /// Year, lower code, higher code.
    pub dyads: Vec<(i32, u32, u32)>,
}

/// Parties named in a label; of more, the number only.
const NAMED: usize = 8;

impl Case {
    /// In words, with its years. States are codes of the Correlates of War. No commas.
    pub fn label(&self) -> String {
        let codes: Vec<String> = self.states.iter().map(u32::to_string).collect();
        let who = if codes.len() > NAMED {
            format!("{} states", codes.len())
        } else {
            format!("states {}", codes.join(" "))
        };
        let when = format!("{}-{:02}", self.year, (self.year + 1) % 100);
        match self.channel {
            Channel::BilateralLow => {
                format!("the treaty of non-aggression or consultation of {when} among {who}")
            }
            Channel::BilateralDefence => format!("the bilateral defence treaty of {when} between {who}"),
            Channel::Joining => format!("the accession of state {} in {when}", codes.join(" ")),
            Channel::Founding => format!("the defence pact founded in {when} by {who}"),
            Channel::Exit => format!("the end of treaties in {when} among {who}"),
        }
    }
}

/// Every case of the window: bilateral defence by dyad and year, accessions by state and year, all else by year and by
/// chain of states (events of one channel and year that share a state are taken for one treaty).
pub fn cases(rows: &Rows, window: Window) -> Vec<Case> {
    let mut found = accessions(rows, window);
    for channel in Channel::ALL
        .into_iter()
        .filter(|channel| *channel != Channel::Joining)
    {
        let mut of_year: BTreeMap<i32, Vec<(u32, u32)>> = BTreeMap::new();
        for row in rows.pairs.iter().filter(|row| window.contains(row.year)) {
            if is_event(channel, row.happened) {
                of_year
                    .entry(row.year)
                    .or_default()
                    .push((row.ccode1, row.ccode2));
            }
        }
        for (year, ties) in of_year {
            let groups = if channel == Channel::BilateralDefence {
                ties.into_iter().map(|tie| vec![tie]).collect()
            } else {
                chains(ties)
            };
            found.extend(groups.into_iter().map(|ties| case(channel, year, &ties)));
        }
    }
    found
}

fn case(channel: Channel, year: i32, ties: &[(u32, u32)]) -> Case {
    let states: BTreeSet<u32> = ties.iter().flat_map(|(a, b)| [*a, *b]).collect();
    Case {
        channel,
        year,
        states: states.into_iter().collect(),
        dyads: ties.iter().map(|(a, b)| (year, *a, *b)).collect(),
    }
}

fn accessions(rows: &Rows, window: Window) -> Vec<Case> {
    let mut found: BTreeMap<(i32, u32), BTreeSet<(i32, u32, u32)>> = BTreeMap::new();
    for join in &rows.joins {
        if join.joined == Some(true) && window.contains(join.year) {
            let open = join
                .pairs
                .iter()
                .map(|k| &rows.pairs[*k])
                .filter(|row| row.commit < 3);
            let ties = open.map(|row| (row.year, row.ccode1, row.ccode2));
            found.entry((join.year, join.candidate)).or_default().extend(ties);
        }
    }
    let case = |((year, state), dyads): ((i32, u32), BTreeSet<_>)| Case {
        channel: Channel::Joining,
        year,
        states: vec![state],
        dyads: dyads.into_iter().collect(),
    };
    found.into_iter().map(case).collect()
}

/// Ties grouped by chains of shared states, in order of their first tie.
fn chains(ties: Vec<(u32, u32)>) -> Vec<Vec<(u32, u32)>> {
    let mut groups: Vec<Vec<(u32, u32)>> = Vec::new();
    for tie in ties {
        let touches = |group: &Vec<(u32, u32)>| {
            group
                .iter()
                .any(|(a, b)| [tie.0, tie.1].contains(a) || [tie.0, tie.1].contains(b))
        };
        let (mut near, far): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        near.push(vec![tie]);
        groups = far;
        groups.push(near.into_iter().flatten().collect());
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_that_share_states_by_a_chain_are_one_treaty() {
        let groups = chains(vec![(1, 2), (5, 6), (3, 4), (2, 3), (6, 9)]);
        assert_eq!(groups, vec![vec![(1, 2), (2, 3), (3, 4)], vec![(5, 6), (6, 9)]]);
    }

    #[test]
    fn a_label_says_who_and_when_and_fits_in_a_cell() {
        let pact = case(Channel::Founding, 1949, &[(1, 2), (1, 3), (2, 3)]);
        assert_eq!(
            pact.label(),
            "the defence pact founded in 1949-50 by states 1 2 3"
        );
        let wide: Vec<(u32, u32)> = (2..40).map(|k| (1, k)).collect();
        let label = case(Channel::BilateralLow, 1974, &wide).label();
        assert!(
            label.ends_with("of 1974-75 among 39 states") && !label.contains(','),
            "{label}"
        );
    }
}
