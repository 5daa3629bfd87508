//! From dyad-years to the rows of the channels: what was at risk, and what happened within the next year.

use std::collections::{BTreeMap, BTreeSet};

use super::pacts::{Pact, pacts_of_year, successor};
use super::read::DyadYear;
use crate::alignment::FeatureVector;

/// What happened to a dyad from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next year is not known.
    Unknown,
    Stayed,
    /// To non-aggression or consultation.
    RoseLow(u8),
    /// To defence by a treaty of the two.
    DefenceBilateral,
    /// To defence because one side joined a pact of the other.
    DefenceByJoining,
    /// To defence in a pact that was not there before.
    DefenceByFounding,
    Fell(u8),
}

/// A relevant dyad-year.
#[derive(Clone, Debug)]
pub struct PairRow {
    pub year: i32,
    pub ccode1: u32,
    pub ccode2: u32,
    /// The file names the higher code first.
    pub is_reversed: bool,
    pub commit: u8,
    /// Unclipped; `NaN` where not known.
    pub raw: FeatureVector,
    pub happened: Move,
}

impl PairRow {
    /// At risk of rising, with a known next year.
    pub fn is_scored(&self) -> bool {
        self.commit < 3 && self.happened != Move::Unknown
    }

    pub fn is_new_defence(&self) -> bool {
        use Move::{DefenceBilateral, DefenceByFounding, DefenceByJoining};
        matches!(
            self.happened,
            DefenceBilateral | DefenceByJoining | DefenceByFounding
        )
    }

    pub fn is_upgrade(&self) -> bool {
        self.is_new_defence() || matches!(self.happened, Move::RoseLow(_))
    }

    pub fn is_exit(&self) -> bool {
        matches!(self.happened, Move::Fell(_))
    }
}

/// A pact and a state outside it, in one year.
#[derive(Clone, Debug)]
pub struct JoinRow {
    pub year: i32,
    pub candidate: u32,
    pub members: usize,
    /// Rows of the candidate's relevant pairs with members.
    pub pairs: Vec<usize>,
    /// `None` = the next year is not known.
    pub joined: Option<bool>,
}

/// The panel, arranged for fitting and scoring.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub pairs: Vec<PairRow>,
    pub joins: Vec<JoinRow>,
    /// For each pair row, the join rows whose success would tie the two.
    pub joins_of_pair: Vec<Vec<usize>>,
    /// Years with more cliques of defence ties than are looked for: pacts may be missing.
    pub cut_years: Vec<i32>,
}

/// Arranges records sorted by year and dyad.
pub fn build_rows(records: &[DyadYear]) -> Rows {
    let mut by_year: BTreeMap<i32, Vec<&DyadYear>> = BTreeMap::new();
    for record in records {
        by_year.entry(record.year).or_default().push(record);
    }
    let mut rows = Rows::default();
    let mut pacts: BTreeMap<i32, Vec<Pact>> = BTreeMap::new();
    for (year, records) in &by_year {
        let (found, is_cut) = pacts_of_year(records.iter().copied());
        pacts.insert(*year, found);
        if is_cut {
            rows.cut_years.push(*year);
        }
    }
    for (year, records) in &by_year {
        let next = by_year.get(&(year + 1)).map_or(&[][..], Vec::as_slice);
        let pacts_next = pacts.get(&(year + 1)).map(Vec::as_slice);
        add_year(&mut rows, *year, records, next, &pacts[year], pacts_next);
    }
    rows
}

fn add_year(
    rows: &mut Rows,
    year: i32,
    records: &[&DyadYear],
    next: &[&DyadYear],
    pacts: &[Pact],
    pacts_next: Option<&[Pact]>,
) {
    let first = rows.pairs.len();
    let relevant: Vec<&DyadYear> = records
        .iter()
        .copied()
        .filter(|record| record.is_relevant)
        .collect();
    let pair_rows = relevant.iter().map(|record| PairRow {
        year,
        ccode1: record.ccode1,
        ccode2: record.ccode2,
        is_reversed: record.is_reversed,
        commit: record.commit,
        raw: record.raw(),
        happened: Move::Unknown,
    });
    rows.pairs.extend(pair_rows);
    rows.joins_of_pair.resize(rows.pairs.len(), Vec::new());
    let mut tied_by_joining = BTreeSet::new();
    for pact in pacts {
        let continued = pacts_next.map(|next| successor(pact, next));
        for (candidate, pairs) in candidates(pact, &rows.pairs[first..]) {
            let is_outside = |k: &&usize| rows.pairs[first + **k].commit < 3;
            let targets: Vec<usize> = pairs.iter().filter(is_outside).map(|k| first + k).collect();
            if targets.is_empty() {
                continue;
            }
            let joined = continued.map(|next| next.is_some_and(|next| next.contains(candidate)));
            let join = rows.joins.len();
            for target in &targets {
                rows.joins_of_pair[*target].push(join);
                if joined == Some(true) {
                    tied_by_joining.insert(*target);
                }
            }
            let pairs = pairs.into_iter().map(|k| first + k).collect();
            rows.joins.push(JoinRow {
                year,
                candidate,
                members: pact.members.len(),
                pairs,
                joined,
            });
        }
    }
    for (k, record) in relevant.iter().enumerate() {
        rows.pairs[first + k].happened = what_happened(record, next, tied_by_joining.contains(&(first + k)));
    }
}

/// States outside the pact, with the positions of their pairs with members.
fn candidates(pact: &Pact, pairs: &[PairRow]) -> BTreeMap<u32, Vec<usize>> {
    let mut found: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (k, pair) in pairs.iter().enumerate() {
        match (pact.contains(pair.ccode1), pact.contains(pair.ccode2)) {
            (true, false) => found.entry(pair.ccode2).or_default().push(k),
            (false, true) => found.entry(pair.ccode1).or_default().push(k),
            _ => {}
        }
    }
    found
}

fn what_happened(record: &DyadYear, next: &[&DyadYear], is_tied_by_joining: bool) -> Move {
    let Some(to) = record.commit_next else {
        return Move::Unknown;
    };
    if to == record.commit {
        return Move::Stayed;
    }
    if to < record.commit {
        return Move::Fell(to);
    }
    if to < 3 {
        return Move::RoseLow(to);
    }
    let same = next.binary_search_by_key(&(record.ccode1, record.ccode2), |row| (row.ccode1, row.ccode2));
    let later = same.ok().map(|k| next[k]);
    // A defence tie without a multilateral clause in force (an offensive pact, a dropped row) is the pair's own.
    let is_multilateral = later.is_some_and(|row| row.has_defence && !row.has_bilateral_defence);
    match (is_multilateral, is_tied_by_joining) {
        (false, _) => Move::DefenceBilateral,
        (true, true) => Move::DefenceByJoining,
        (true, false) => Move::DefenceByFounding,
    }
}
