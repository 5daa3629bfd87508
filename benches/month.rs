//! Microseconds a month by phase, whole runs, and how cost grows; `docs/speed.md` says what they gave.
//!
//! `cargo bench --bench month`, or a part: `cargo bench --bench month -- growth`. Times are printed for
//! people and tested nowhere.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sim::engine::{Accumulator, RUNS_PER_DRAW, replicate::Workspace};
use sim::model::testing::tiled;
use sim::model::{State, World, month};
use sim::random::Luck;
use sim::random::luck::Entities;
use sim::record::Record;
use sim::scenario::{Files, Overrides, Scenario, entities};
use std::hint::black_box;
use std::time::{Duration, Instant};

const SEED: u64 = 1;

/// Runs of one world one after the other, month by month: memory as warm as in an ensemble.
struct Stage<'s> {
    world: World<'s>,
    entities: Entities,
    luck: Luck,
    state: State,
    record: Record,
    run: u64,
}

impl<'s> Stage<'s> {
    fn new(scenario: &'s Scenario) -> Self {
        let world = World::sample(scenario, SEED, 0);
        let entities = entities(scenario);
        let mut stage = Stage {
            luck: Luck::sized(&entities, scenario.months),
            state: State::sized(&world),
            record: Record::new(scenario),
            world,
            entities,
            run: 0,
        };
        stage.begin();
        stage
    }

    fn begin(&mut self) {
        self.luck.fill(&self.entities, SEED, self.run);
        self.state.reset(&self.world);
        self.record.begin_run(&self.world, &self.state, self.run);
    }

    /// One month; time spent in the phase of this place, recording coming last.
    fn month(&mut self, timed: usize) -> Duration {
        let mut spent = Duration::ZERO;
        for (place, (_, phase)) in month::PHASES.iter().enumerate() {
            let begun = Instant::now();
            phase(&self.world, &mut self.state, &self.luck);
            if place == timed {
                spent = begun.elapsed();
            }
        }
        let begun = Instant::now();
        self.record.observe(&self.world, &self.state);
        if timed == month::PHASES.len() {
            spent = begun.elapsed();
        }
        self.state.month += 1;
        if self.state.month == self.world.scenario.months {
            self.record.end_run(&self.world, &self.state);
            self.run += 1;
            self.begin();
        }
        spent
    }
}

fn shipped() -> Scenario {
    let (scenario, _) =
        Scenario::load("builtin:taiwan", &Files, &Overrides::default()).expect("the shipped scenario loads");
    scenario
}

/// A month of the shipped scenario, phase by phase.
fn phases(criterion: &mut Criterion) {
    let scenario = shipped();
    let mut group = criterion.benchmark_group("phase");
    let names = month::PHASES.iter().map(|(name, _)| *name).chain(["record"]);
    for (place, name) in names.enumerate() {
        let mut stage = Stage::new(&scenario);
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|months| (0..months).map(|_| stage.month(place)).sum());
        });
    }
    group.finish();
}

/// Whole draws of eight runs: sampling, set-up, months, recording.
fn draw(criterion: &mut Criterion, group: &str, name: BenchmarkId, scenario: &Scenario) {
    let entities = entities(scenario);
    let mut workspace = Workspace::sized(scenario, &entities);
    let mut record = Record::new(scenario);
    let mut begin = 0;
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements(RUNS_PER_DRAW));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let runs = begin..begin + RUNS_PER_DRAW;
            begin = runs.end;
            workspace.simulate(scenario, &entities, SEED, runs, &mut record);
            black_box(&record);
        });
    });
    group.finish();
}

fn runs(criterion: &mut Criterion) {
    draw(
        criterion,
        "draw",
        BenchmarkId::from_parameter("taiwan"),
        &shipped(),
    );
}

/// The made-up world tiled: twice the actors, twice the goods, twice the months.
fn growth(criterion: &mut Criterion) {
    for actors in [13, 26, 52] {
        let name = BenchmarkId::new("actors", actors);
        draw(criterion, "growth", name, &tiled(actors, 20, 7));
    }
    for goods in [10, 20, 40] {
        let name = BenchmarkId::new("goods", goods);
        draw(criterion, "growth", name, &tiled(26, goods, 7));
    }
    for months in [12, 24, 48] {
        let mut scenario = tiled(26, 20, 7);
        scenario.months = months;
        draw(criterion, "growth", BenchmarkId::new("months", months), &scenario);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(2));
    targets = phases, runs, growth
}
criterion_main!(benches);
