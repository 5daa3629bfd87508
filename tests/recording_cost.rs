//! Measurements, not checks: `cargo test --release --test recording_cost -- --ignored --nocapture`.

use sim::engine::{self, Accumulator, Plan, Watch};
use sim::model::{State, World};
use sim::output::write::Request;
use sim::record::Record;
use sim::record::flows::Flows;
use sim::record::layout::Layout;
use sim::record::monitor::Monitor;
use sim::record::pairs::Pairs;
use sim::record::series::Series;
use sim::scenario::{Files, Overrides, Scenario, entities};
use std::io::{self, Read, Write};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Seconds this thread has spent on a processor (elsewhere than on Linux: 0), so that a busy machine
/// does not distort what is measured.
fn processor_seconds() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok())
        .map_or(0.0, |nanoseconds| nanoseconds * 1e-9)
}

/// Keeps nothing.
struct Nothing;

impl Accumulator for Nothing {
    fn begin_run(&mut self, _: &World, _: &State, _: u64) {}
    fn observe(&mut self, _: &World, _: &State) {}
    fn end_run(&mut self, _: &World, _: &State) {}
    fn absorb(&mut self, _: &mut Self) {}
    fn encode(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
    fn decode(&mut self, _: &mut dyn Read) -> io::Result<()> {
        Ok(())
    }
}

fn taiwan() -> Scenario {
    match Scenario::load("builtin:taiwan", &Files, &Overrides::default()) {
        Ok((scenario, _)) => scenario,
        Err(report) => panic!("{report}"),
    }
}

fn timed<A: Accumulator>(scenario: &Scenario, runs: u64, make: impl Fn() -> A) -> (f64, engine::Tally<A>) {
    let entities = entities(scenario);
    let plan = Plan {
        scenario,
        entities: &entities,
        seed: 1,
        runs: 0..runs,
        threads: 1,
    };
    let cancel = AtomicBool::new(false);
    let mut watch = Watch {
        on_progress: &mut |_, _| {},
        cancel: &cancel,
        journal: None,
        until: None,
    };
    let begun = Instant::now();
    let tally = engine::run(plan, make, None, &mut watch).unwrap();
    (begun.elapsed().as_secs_f64(), tally)
}

/// Microseconds of processor time a month of each part of the record.
fn parts(scenario: &Scenario, world: &World, state: &mut State, layout: &Layout) {
    let mut monitor = Monitor::compile(scenario);
    let mut series = Series::sized(layout);
    let mut pairs = Pairs::sized(layout);
    let mut flows = Flows::sized(layout);
    let mut told = |name: &str, observe: &mut dyn FnMut(&State)| {
        let repeats = 200 * scenario.months;
        let begun = processor_seconds();
        for month in 0..repeats {
            state.month = month % scenario.months;
            observe(state);
        }
        let each = (processor_seconds() - begun) / repeats as f64;
        println!("of it, {name} {:.2} us", 1e6 * each);
    };
    told("outcomes", &mut |state| {
        if state.month == 0 {
            monitor.begin_run(world, state);
        }
        monitor.observe(world, state);
    });
    told("series", &mut |state| series.observe(layout, world, state));
    told("pairs", &mut |state| pairs.observe(layout, state));
    told("flows", &mut |state| flows.observe(layout, state));
}

#[test]
#[ignore = "a measurement"]
fn recording_costs_a_few_microseconds_a_month() {
    let scenario = taiwan();
    let runs = 64;
    let months = (runs as usize * scenario.months) as f64;
    let (bare, _) = timed(&scenario, runs, || Nothing);
    let (full, mut tally) = timed(&scenario, runs, || Record::new(&scenario));
    // The recording alone: the same state observed again and again.
    let world = World::sample(&scenario, 1, 0);
    let mut state = State::sized(&world);
    let mut luck = sim::random::Luck::sized(&entities(&scenario), scenario.months);
    luck.fill(&entities(&scenario), 1, 0);
    state.reset(&world);
    for month in 0..24 {
        state.month = month;
        sim::model::month::simulate(&world, &mut state, &luck);
    }
    let mut record = Record::new(&scenario);
    let begun = processor_seconds();
    let repeats = 200;
    for run in 0..repeats {
        record.begin_run(&world, &state, run);
        for month in 0..scenario.months {
            state.month = month;
            record.observe(&world, &state);
        }
        record.end_run(&world, &state);
    }
    let alone = (processor_seconds() - begun) / (repeats as usize * scenario.months) as f64;
    parts(&scenario, &world, &mut state, &record.layout);
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let written = sim::output::write(
        &scenario,
        &mut tally,
        &Request {
            folder: &folder.path().join("out"),
            keep_as: None,
            is_partial: false,
            invocation: &serde_json::json!({}),
            room: None,
        },
    )
    .unwrap();
    println!(
        "actors {} pairs {} goods {} outcomes {} deliveries {}",
        world.n,
        world.pairs,
        world.g,
        scenario.outcomes.len(),
        state.economy.deliveries.len()
    );
    println!(
        "a month: bare {:.1} us, recorded {:.1} us; recording alone {:.2} us",
        1e6 * bare / months,
        1e6 * full / months,
        1e6 * alone
    );
    println!("writing {:.2} s", begun.elapsed().as_secs_f64());
    for file in written.manifest.files {
        println!("{:>10} {}", file.bytes, file.name);
    }
}
