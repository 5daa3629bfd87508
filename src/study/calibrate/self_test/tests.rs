//! The self-test passes the machinery as it is, and fails samplers with a fault.

use super::*;
use std::sync::atomic::AtomicBool;

const FITS: u64 = 200;

fn tested(times: f64, fits: u64) -> SelfTest {
    let watch = Watch {
        on_progress: &|_, _| {},
        cancel: &AtomicBool::new(false),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    fit(&Small::new(), times, fits, 1, threads, &watch).expect("fits")
}

#[test]
fn two_hundred_fits_find_the_truth_anywhere_among_narrow_particles() {
    let found = tested(1.0, FITS);
    assert!(found.is_uniform(), "{found:?}");
    assert!(found.is_taught(), "{found:?}");
}

#[test]
fn a_sampler_that_ignores_the_data_fails() {
    let found = tested(0.0, 40);
    // Its ranks are those of a right one: nothing but the width tells.
    assert!(found.is_uniform() && !found.is_passed(), "{found:?}");
    assert!(
        found.parameters.iter().all(|tested| tested.width > 0.9),
        "{found:?}"
    );
}

#[test]
fn a_sampler_that_counts_the_data_twice_fails() {
    let found = tested(2.0, FITS);
    assert!(found.is_taught() && !found.is_uniform(), "{found:?}");
    let too_many = |tested: &&Tested| tested.outside > found.bound_outside[1];
    assert!(found.parameters.iter().filter(too_many).count() >= 2, "{found:?}");
}

fn counted(ranks: &[f64], width: f64) -> SelfTest {
    let fits = ranks.len() as u64;
    SelfTest {
        fits,
        parameters: vec![Tested::of("x", ranks.iter().map(|&rank| Fitted { rank, width }))],
        bound: bound::bound(fits, 0.25, 0.001),
        bound_outside: bound::bound(fits, 2.0 * TAIL, 0.001),
        runs: 0,
    }
}

#[test]
fn every_fault_of_the_ranks_and_of_the_width_is_one() {
    let even: Vec<f64> = (0..200).map(|fit| (f64::from(fit) + 0.5) / 200.0).collect();
    let right = counted(&even, 0.5);
    assert_eq!(right.parameters[0].counts, [50; PARTS]);
    assert_eq!(
        (right.parameters[0].outside, right.parameters[0].width),
        (40, 0.5)
    );
    assert!(right.is_passed());
    assert!(!counted(&even, 0.8).is_passed());
    let bent = |bend: fn(f64) -> f64| {
        let ranks: Vec<f64> = even.iter().map(|rank| bend(*rank)).collect();
        counted(&ranks, 0.5).is_uniform()
    };
    assert!(!bent(|rank| rank * rank), "too high");
    // All quarters as they should be, but the tails too full, or empty.
    assert!(!bent(
        |rank| 0.25 * (4.0 * rank).floor() + if rank < 0.5 { 0.05 } else { 0.2 }
    ));
    assert!(!bent(|rank| 0.25 * (4.0 * rank).floor() + 0.12));
}

#[test]
fn the_unknown_are_known_to_the_table_and_wide() {
    let small = Small::new();
    assert_eq!(small.moved.len(), 3);
    assert!(small.moved.is_sorted());
    let scenario = &small.scenario;
    let wide = (0..scenario.parameters.len()).filter(|place| !scenario.parameters[*place].is_fixed());
    assert_eq!(wide.collect::<Vec<_>>(), small.moved);
}

#[test]
fn fits_come_in_their_order_and_a_failure_ends_them() {
    let squares = each(100, 3, &|fit| Ok(fit * fit)).expect("no failure");
    assert_eq!(squares, (0..100).map(|fit| fit * fit).collect::<Vec<u64>>());
    let failed = each(100, 3, &|fit| {
        if fit == 7 {
            Err(Failure::Interrupted)
        } else {
            Ok(fit)
        }
    });
    assert_eq!(failed, Err(Failure::Interrupted));
}

#[test]
fn threads_wait_for_their_fit_and_begin_no_other_meanwhile() {
    thread_local!(static DEPTH: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    let deepest = each(64, 2, &|_| {
        let depth = DEPTH.get() + 1;
        DEPTH.set(depth);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .expect("a thread");
        pool.install(|| std::thread::sleep(std::time::Duration::from_millis(1)));
        DEPTH.set(depth - 1);
        Ok(depth)
    });
    assert!(deepest.expect("no failure").iter().all(|depth| *depth == 1));
}
