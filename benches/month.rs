//! Microseconds of a month, whole and by phase, on worlds of 6 and 26 actors.
//!
//! `cargo bench --bench month`. Times are printed for people and tested nowhere.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sim::model::testing::{entities, scenario, tiled};
use sim::model::{State, World, economy, month, survival};
use sim::random::Luck;
use sim::scenario::Scenario;
use std::hint::black_box;

const MONTHS: usize = 24;

fn bench_world(criterion: &mut Criterion, name: &str, scenario: &Scenario) {
    let world = World::central(scenario);
    let mut luck = Luck::sized(&entities(scenario), MONTHS + 1);
    luck.fill(&entities(scenario), 1, 0);
    let mut state = State::sized(&world);
    state.reset(&world);
    for now in 0..MONTHS {
        state.month = now;
        month::simulate(&world, &mut state, &luck);
    }
    state.month = MONTHS;
    let mut group = criterion.benchmark_group(name);
    let mut phase = |label: &str, run: &dyn Fn(&mut State)| {
        group.bench_function(label, |bencher| {
            bencher.iter_batched_ref(
                || state.clone(),
                |state| run(black_box(state)),
                BatchSize::LargeInput,
            );
        });
    };
    phase("needs", &|state| survival::needs(&world, state, &luck));
    phase("market", &|state| economy::market(&world, state, &luck));
    phase("production", &|state| economy::production(&world, state, &luck));
    phase("month", &|state| month::simulate(&world, state, &luck));
    group.finish();

    // A whole run from the start: the number that counts, caches warm as in an ensemble.
    let mut state = State::sized(&world);
    criterion.bench_function(&format!("{name}/run-of-{MONTHS}-months"), |bencher| {
        bencher.iter(|| {
            state.reset(&world);
            for now in 0..MONTHS {
                state.month = now;
                month::simulate(&world, &mut state, &luck);
            }
            black_box(state.survival.pressure[0])
        });
    });
}

fn months(criterion: &mut Criterion) {
    bench_world(criterion, "six", &scenario());
    bench_world(criterion, "twenty-six", &tiled(26, 20, 7));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(std::time::Duration::from_secs(2));
    targets = months
}
criterion_main!(benches);
