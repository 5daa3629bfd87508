//! Series over time: monthly counts and sums, quarterly sketches, yearly levels.

use super::Columns;
use super::fixed::{amount, hazard, quantity, share};
use super::layout::{BINS, Layout, PRESSURES, RUNGS, SKETCHED};
use crate::model::alignment::state::TERMS;
use crate::model::economy::state::BUNDLE;
use crate::model::war::state::Ending;
use crate::model::world::SECTORS;
use crate::model::{State, World};
use crate::scenario::world::NEED_COUNT;

/// Quarterly means of a pair, in this order.
pub const TIES: [&str; 6] = [
    "shared_threat",
    "strategy_term",
    "trust_ab",
    "trust_ba",
    "hostility_ab",
    "hostility_ba",
];
/// Monthly means of an actor under sanctions, in this order: shares first, then million USD.
pub const SANCTION_SHARES: [&str; 5] = ["bite", "exposure", "suffered", "secondary", "blockade"];
/// Drafts on a target, as the model numbers them from 1.
pub const DRAFTS: [&str; 4] = ["adopted", "vetoed", "failed", "monitoring_vetoed"];
/// Ways a war ends.
pub const ENDINGS: [&str; 3] = ["settlement", "collapse", "victory"];

/// Sums over runs; month-major, so a month touches few pages.
pub struct Series {
    /// (month x RUNGS + rung) x pairs.
    pub rung: Vec<u32>,
    /// month x pairs.
    pub behaviour: Vec<i64>,
    pub pact_hazard: Vec<i64>,
    /// (quarter x TIES + measure) x pairs.
    pub ties: Vec<i64>,
    /// year x (pairs x 2 x TERMS).
    pub terms: Vec<i64>,
    /// (month x n + actor) x PRESSURES.
    pub pressure: Vec<i64>,
    /// ((quarter x n + actor) x SKETCHED + measure) x BINS.
    pub bins: Vec<u32>,
    /// month x n.
    pub crises: Vec<u32>,
    pub tests: Vec<u32>,
    pub reserves: Vec<i64>,
    pub output: Vec<i64>,
    /// (month x n + actor) x SANCTION_SHARES.
    pub sanctions: Vec<i64>,
    pub evasion: Vec<i64>,
    /// (month x n + target) x DRAFTS.
    pub drafts: Vec<u32>,
    /// month x n, by target; compliance summed over the world's regimes on it.
    pub stringency: Vec<i64>,
    pub compliance: Vec<i64>,
    /// Strictest regime by target this month.
    strictest: Vec<f64>,
    /// (month x theatres + theatre) x ladder.
    pub theatre_rung: Vec<u32>,
    /// month x theatres.
    pub war: Vec<u32>,
    pub truce: Vec<u32>,
    pub started: Vec<u32>,
    pub front: Vec<i64>,
    pub intensity: Vec<i64>,
    /// month x (theatres + 1): runs with so many wars at once.
    pub wars_at_once: Vec<u32>,
    /// theatre x ENDINGS, at the end of the run.
    pub endings: Vec<u32>,
    /// year x n x d, technology levels.
    pub levels: Vec<i64>,
    /// (year x n x n + directed) x BUNDLE, million USD moved in about twelve months; year x n x n, owed.
    pub bundles: Vec<i64>,
    pub debts: Vec<i64>,
    /// year x n x g, units held.
    pub stocks: Vec<i128>,
}

impl Series {
    pub fn sized(l: &Layout) -> Self {
        let (monthly, actors) = (l.months, l.months * l.n);
        Series {
            rung: vec![0; monthly * RUNGS * l.pairs],
            behaviour: vec![0; monthly * l.pairs],
            pact_hazard: vec![0; monthly * l.pairs],
            ties: vec![0; l.quarters * TIES.len() * l.pairs],
            terms: vec![0; l.years * l.pairs * 2 * TERMS.len()],
            pressure: vec![0; actors * PRESSURES],
            bins: vec![0; l.quarters * l.n * SKETCHED * BINS],
            crises: vec![0; actors],
            tests: vec![0; actors],
            reserves: vec![0; actors],
            output: vec![0; actors],
            sanctions: vec![0; actors * SANCTION_SHARES.len()],
            evasion: vec![0; actors],
            drafts: vec![0; actors * DRAFTS.len()],
            stringency: vec![0; actors],
            compliance: vec![0; actors],
            strictest: vec![0.0; l.n],
            theatre_rung: vec![0; monthly * l.theatres * l.ladder],
            war: vec![0; monthly * l.theatres],
            truce: vec![0; monthly * l.theatres],
            started: vec![0; monthly * l.theatres],
            front: vec![0; monthly * l.theatres],
            intensity: vec![0; monthly * l.theatres],
            wars_at_once: vec![0; monthly * (l.theatres + 1)],
            endings: vec![0; l.theatres * ENDINGS.len()],
            levels: vec![0; l.years * l.n * l.d],
            bundles: vec![0; l.years * l.n * l.n * BUNDLE],
            debts: vec![0; l.years * l.n * l.n],
            stocks: vec![0; l.years * l.n * l.g],
        }
    }

    pub fn columns(&mut self) -> Columns<'_> {
        Columns {
            counts: vec![
                &mut self.rung,
                &mut self.bins,
                &mut self.crises,
                &mut self.tests,
                &mut self.drafts,
                &mut self.theatre_rung,
                &mut self.war,
                &mut self.truce,
                &mut self.started,
                &mut self.wars_at_once,
                &mut self.endings,
            ],
            sums: vec![
                &mut self.behaviour,
                &mut self.pact_hazard,
                &mut self.ties,
                &mut self.terms,
                &mut self.pressure,
                &mut self.reserves,
                &mut self.output,
                &mut self.sanctions,
                &mut self.evasion,
                &mut self.stringency,
                &mut self.compliance,
                &mut self.front,
                &mut self.intensity,
                &mut self.levels,
                &mut self.bundles,
                &mut self.debts,
            ],
            wide: vec![&mut self.stocks],
        }
    }

    pub fn observe(&mut self, l: &Layout, world: &World, state: &State) {
        self.pairs(l, state);
        self.actors(l, world, state);
        self.regimes(l, state);
        self.theatres(l, world, state);
        if l.ends_quarter(state.month) {
            self.quarter(l, state);
        }
        if l.ends_year(state.month) {
            self.year(l, state);
        }
    }

    fn pairs(&mut self, l: &Layout, state: &State) {
        let (month, pairs, alignment) = (state.month, l.pairs, &state.alignment);
        for rung in 0..RUNGS {
            let at = (month * RUNGS + rung) * pairs;
            for (count, now) in self.rung[at..at + pairs].iter_mut().zip(&alignment.rung) {
                *count += u32::from(usize::from(*now) == rung);
            }
        }
        let row = month * pairs..(month + 1) * pairs;
        share::add_row(&mut self.behaviour[row.clone()], &alignment.behaviour);
        hazard::add_row(&mut self.pact_hazard[row], &alignment.pact_hazard);
    }

    fn actors(&mut self, l: &Layout, world: &World, state: &State) {
        let (n, month) = (l.n, state.month);
        let (survival, sanctions) = (&state.survival, &state.sanctions);
        let row = month * n..(month + 1) * n;
        let pressures = &mut self.pressure[month * n * PRESSURES..(month + 1) * n * PRESSURES];
        for (actor, sums) in pressures.chunks_exact_mut(PRESSURES).enumerate() {
            sums[0] += share::from(survival.pressure[actor]);
            share::add_row(
                &mut sums[1..],
                &survival.needs[actor * NEED_COUNT..(actor + 1) * NEED_COUNT],
            );
        }
        let width = SANCTION_SHARES.len();
        let sums = &mut self.sanctions[month * n * width..(month + 1) * n * width];
        for (actor, sums) in sums.chunks_exact_mut(width).enumerate() {
            let suffered: f64 = sanctions.suffered[actor * SECTORS..(actor + 1) * SECTORS]
                .iter()
                .sum();
            sums[0] += share::from(sanctions.bite[actor]);
            sums[1] += share::from(sanctions.exposure[actor]);
            sums[2] += share::from(suffered / SECTORS as f64);
            sums[3] += share::from(sanctions.secondary[actor]);
            sums[4] += share::from(sanctions.blockade[actor]);
        }
        amount::add_row(&mut self.evasion[row.clone()], &sanctions.evasion_revenue);
        share::add_row(&mut self.output[row.clone()], &state.economy.output);
        for actor in 0..n {
            self.reserves[month * n + actor] +=
                amount::from(state.economy.stock[actor * l.g + world.currency]);
            self.crises[month * n + actor] += u32::from(survival.in_crisis[actor]);
            self.tests[month * n + actor] += u32::from(state.alignment.tested_now[actor]);
        }
    }

    /// By target: the strictest regime in force; how far others observe the world's regimes on it.
    fn regimes(&mut self, l: &Layout, state: &State) {
        let sanctions = &state.sanctions;
        let row = state.month * l.n;
        self.strictest.fill(0.0);
        for (regime, &target) in sanctions.target.iter().enumerate() {
            if sanctions.in_force[regime] {
                self.strictest[target] = self.strictest[target].max(sanctions.effective[regime]);
            }
            let draft = usize::from(sanctions.draft[regime]);
            if (1..=DRAFTS.len()).contains(&draft) {
                self.drafts[(row + target) * DRAFTS.len() + draft - 1] += 1;
            }
        }
        share::add_row(&mut self.stringency[row..row + l.n], &self.strictest);
        let by_regime = sanctions.compliance.chunks_exact(l.n.max(1));
        for (&target, observed) in l.target_of.iter().zip(by_regime) {
            self.compliance[row + target] += share::from(mean(observed));
        }
    }

    fn theatres(&mut self, l: &Layout, world: &World, state: &State) {
        let war = &state.war;
        let mut wars = 0;
        for theatre in 0..l.theatres {
            let at = state.month * l.theatres + theatre;
            let rung = war.rung[theatre].min(l.ladder - 1);
            let ladder = &world.scenario.theatres[theatre].ladder;
            let is_war = rung > 0 && ladder.get(rung - 1).is_some_and(|rung| rung.is_war);
            wars += usize::from(is_war && !war.is_truce[theatre]);
            self.theatre_rung[at * l.ladder + rung] += 1;
            self.war[at] += u32::from(is_war);
            self.truce[at] += u32::from(war.is_truce[theatre]);
            self.started[at] += u32::from(war.starts_now[theatre]);
            self.front[at] += share::from(war.front[theatre]);
            self.intensity[at] += share::from(war.intensity[theatre]);
        }
        self.wars_at_once[state.month * (l.theatres + 1) + wars] += 1;
    }

    fn quarter(&mut self, l: &Layout, state: &State) {
        let (n, quarter) = (l.n, state.month / 3);
        let relations = &state.relations;
        let row = |measure: usize| {
            let at = (quarter * TIES.len() + measure) * l.pairs;
            at..at + l.pairs
        };
        share::add_row(&mut self.ties[row(0)], &relations.shared_threat);
        share::add_row(&mut self.ties[row(1)], &state.alignment.strategy_term);
        // The pairs of an actor with those after it lie side by side, as do its own feelings for them.
        for (measure, directed) in [(2, &relations.trust), (4, &relations.hostility)] {
            let (ab, ba) = (row(measure), row(measure + 1));
            let mut from = 0;
            for a in 0..n {
                let count = n - a - 1;
                let (own, theirs) = (ab.start + from, ba.start + from);
                share::add_row(
                    &mut self.ties[own..own + count],
                    &directed[a * n + a + 1..(a + 1) * n],
                );
                for (sum, b) in self.ties[theirs..theirs + count].iter_mut().zip(a + 1..n) {
                    *sum += share::from(directed[b * n + a]);
                }
                from += count;
            }
        }
        for actor in 0..n {
            let at = (quarter * n + actor) * SKETCHED * BINS;
            let sketches = &mut self.bins[at..at + SKETCHED * BINS];
            sketches[bin(state.survival.pressure[actor])] += 1;
            for need in 0..NEED_COUNT {
                sketches[(1 + need) * BINS + bin(state.survival.needs[actor * NEED_COUNT + need])] += 1;
            }
            sketches[(SKETCHED - 1) * BINS + bin(state.sanctions.bite[actor])] += 1;
        }
    }

    fn year(&mut self, l: &Layout, state: &State) {
        let year = state.month / 12;
        let width = l.pairs * 2 * TERMS.len();
        share::add_row(
            &mut self.terms[year * width..(year + 1) * width],
            &state.alignment.terms,
        );
        share::add_row(
            &mut self.levels[year * l.n * l.d..(year + 1) * l.n * l.d],
            &state.economy.level,
        );
        let area = l.n * l.n;
        amount::add_row(
            &mut self.bundles[year * area * BUNDLE..(year + 1) * area * BUNDLE],
            &state.economy.bundle,
        );
        amount::add_row(
            &mut self.debts[year * area..(year + 1) * area],
            &state.economy.debt,
        );
        let stocks = &mut self.stocks[year * l.n * l.g..(year + 1) * l.n * l.g];
        for (sum, stock) in stocks.iter_mut().zip(&state.economy.stock) {
            *sum += quantity(*stock);
        }
    }

    pub fn end_run(&mut self, l: &Layout, state: &State) {
        for theatre in 0..l.theatres {
            let kind = match state.war.ending[theatre] {
                Ending::None => continue,
                Ending::Settlement => 0,
                Ending::Collapse => 1,
                Ending::Victory => 2,
            };
            self.endings[theatre * ENDINGS.len() + kind] += 1;
        }
    }
}

/// Mean of a row in four strands: a single strand waits for each addition.
#[inline(always)]
fn mean(row: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let fours = row.chunks_exact(4);
    let rest: f64 = fours.remainder().iter().sum();
    for four in fours {
        for (strand, x) in strands.iter_mut().zip(four) {
            *strand += x;
        }
    }
    ((strands[0] + strands[1]) + (strands[2] + strands[3]) + rest) / row.len().max(1) as f64
}

/// Bin of a number in [0, 1]; what lies outside falls into the outer bins.
#[inline(always)]
fn bin(x: f64) -> usize {
    // Casts saturate, and not-a-number becomes 0.
    ((x * BINS as f64) as usize).min(BINS - 1)
}
