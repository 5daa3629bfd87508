//! Pacts of a year: maximal cliques of at least three among the multilateral defence ties, near-duplicates merged.

use std::collections::BTreeMap;

use super::read::DyadYear;

/// Members in rising order of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pact {
    pub members: Vec<u32>,
}

impl Pact {
    pub fn contains(&self, state: u32) -> bool {
        self.members.binary_search(&state).is_ok()
    }
}

/// Share of members in common at which two cliques are one league with a missing tie (model.md section 9).
const NEAR_DUPLICATE: f64 = 0.5;
/// Cliques beyond this many in a year are not enumerated (assumed; the record has under a hundred).
const CLIQUE_LIMIT: usize = 5_000;

/// The pacts in force in one year, and whether there were more cliques than are looked for.
pub fn pacts_of_year<'a>(rows: impl Iterator<Item = &'a DyadYear>) -> (Vec<Pact>, bool) {
    let ties: Vec<(u32, u32)> = rows
        .filter(|row| row.has_defence && !row.has_bilateral_defence)
        .map(|row| (row.ccode1, row.ccode2))
        .collect();
    pacts_of_ties(&ties)
}

fn pacts_of_ties(ties: &[(u32, u32)]) -> (Vec<Pact>, bool) {
    let cliques = maximal_cliques(ties);
    let is_cut = cliques.len() >= CLIQUE_LIMIT;
    (merge_near_duplicates(cliques), is_cut)
}

/// Members in common over members in all.
pub fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let common = a.iter().filter(|state| b.binary_search(state).is_ok()).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// Maximal cliques of three or more, by Bron and Kerbosch (1973) with a pivot.
pub fn maximal_cliques(ties: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut states: Vec<u32> = ties.iter().flat_map(|(a, b)| [*a, *b]).collect();
    states.sort_unstable();
    states.dedup();
    let position: BTreeMap<u32, usize> = states.iter().copied().zip(0..).collect();
    let mut neighbours = vec![vec![false; states.len()]; states.len()];
    for (a, b) in ties {
        let (a, b) = (position[a], position[b]);
        neighbours[a][b] = a != b;
        neighbours[b][a] = a != b;
    }
    let mut found = Vec::new();
    let all: Vec<usize> = (0..states.len()).collect();
    extend(&neighbours, &mut Vec::new(), all, Vec::new(), &mut found);
    let mut cliques: Vec<Vec<u32>> = found
        .into_iter()
        .map(|clique| {
            let mut members: Vec<u32> = clique.into_iter().map(|k| states[k]).collect();
            members.sort_unstable();
            members
        })
        .collect();
    cliques.sort();
    cliques
}

fn extend(
    neighbours: &[Vec<bool>],
    clique: &mut Vec<usize>,
    mut candidates: Vec<usize>,
    mut excluded: Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) {
    if found.len() >= CLIQUE_LIMIT {
        return;
    }
    if candidates.is_empty() {
        if excluded.is_empty() && clique.len() >= 3 {
            found.push(clique.clone());
        }
        return;
    }
    let degree = |v: usize| candidates.iter().filter(|u| neighbours[v][**u]).count();
    let Some(pivot) = candidates
        .iter()
        .chain(&excluded)
        .copied()
        .max_by_key(|v| degree(*v))
    else {
        return;
    };
    let branches: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|v| !neighbours[pivot][*v])
        .collect();
    for v in branches {
        let near = |list: &[usize]| {
            list.iter()
                .copied()
                .filter(|u| neighbours[v][*u])
                .collect::<Vec<_>>()
        };
        let (next, out) = (near(&candidates), near(&excluded));
        clique.push(v);
        extend(neighbours, clique, next, out, found);
        clique.pop();
        candidates.retain(|u| *u != v);
        excluded.push(v);
    }
}

/// Cliques joined by a chain of near-duplicates become one pact with all their members.
pub fn merge_near_duplicates(cliques: Vec<Vec<u32>>) -> Vec<Pact> {
    let mut group: Vec<usize> = (0..cliques.len()).collect();
    for a in 0..cliques.len() {
        for b in 0..a {
            if group[a] != group[b] && jaccard(&cliques[a], &cliques[b]) >= NEAR_DUPLICATE {
                let (keep, drop) = (group[a].min(group[b]), group[a].max(group[b]));
                group.iter_mut().filter(|g| **g == drop).for_each(|g| *g = keep);
            }
        }
    }
    let mut merged: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (clique, label) in cliques.into_iter().zip(group) {
        merged.entry(label).or_default().extend(clique);
    }
    let tidy = |mut members: Vec<u32>| {
        members.sort_unstable();
        members.dedup();
        Pact { members }
    };
    merged.into_values().map(tidy).collect()
}

/// The pact that continues `pact` in the next year, if at least half of the two together is common.
pub fn successor<'a>(pact: &Pact, next: &'a [Pact]) -> Option<&'a Pact> {
    let mut best: Option<(&Pact, f64)> = None;
    for candidate in next {
        let overlap = jaccard(&pact.members, &candidate.members);
        if overlap >= NEAR_DUPLICATE && best.is_none_or(|(_, most)| overlap > most) {
            best = Some((candidate, overlap));
        }
    }
    best.map(|(pact, _)| pact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_league_with_one_missing_tie_is_one_pact() {
        // Five states all tied but 1-2 (which have a bilateral treaty instead): two cliques of four, one league.
        let ties = [
            (1, 3),
            (1, 4),
            (1, 5),
            (2, 3),
            (2, 4),
            (2, 5),
            (3, 4),
            (3, 5),
            (4, 5),
            (8, 9),
            (9, 10),
            (8, 10),
        ];
        let cliques = maximal_cliques(&ties);
        assert_eq!(cliques, vec![vec![1, 3, 4, 5], vec![2, 3, 4, 5], vec![8, 9, 10]]);
        let pacts = merge_near_duplicates(cliques);
        assert_eq!(pacts.len(), 2);
        assert_eq!(pacts[0].members, vec![1, 2, 3, 4, 5]);
    }

    #[test]
    fn two_leagues_that_share_one_member_stay_two_and_pairs_are_no_pact() {
        let ties = [(1, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5), (6, 7)];
        let pacts = merge_near_duplicates(maximal_cliques(&ties));
        assert_eq!(pacts.len(), 2);
        assert!(pacts.iter().all(|pact| pact.contains(3) && !pact.contains(6)));
    }

    #[test]
    fn more_cliques_than_are_looked_for_are_said_to_be_cut() {
        // Eight groups of three without ties inside, all others tied: 3^8 = 6,561 maximal cliques, one of each group.
        let ties = |groups: u32| -> Vec<(u32, u32)> {
            let states = 3 * groups;
            let pairs = (0..states).flat_map(|a| (a + 1..states).map(move |b| (a, b)));
            pairs.filter(|(a, b)| a / 3 != b / 3).collect()
        };
        assert!(pacts_of_ties(&ties(8)).1);
        assert!(!pacts_of_ties(&ties(4)).1);
    }

    #[test]
    fn a_pact_with_a_newcomer_is_its_own_successor() {
        let now = Pact {
            members: vec![1, 2, 3],
        };
        let next = [
            Pact {
                members: vec![1, 7, 8],
            },
            Pact {
                members: vec![1, 2, 3, 4],
            },
        ];
        assert_eq!(successor(&now, &next), Some(&next[1]));
        assert_eq!(successor(&now, &next[..1]), None);
    }
}
