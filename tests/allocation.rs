//! A month allocates nothing: all working memory is sized before the run.
#![allow(unsafe_code)]

use sim::model::{State, World, month, testing};
use sim::random::Luck;
use sim::scenario::{Files, Overrides, Scenario, entities};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const YEAR: usize = 12;

/// Calls of the allocator in each of the 24 months after a first year.
fn allocations(scenario: &Scenario) -> Vec<usize> {
    let world = World::sample(scenario, 7, 0);
    let mut luck = Luck::sized(&entities(scenario), 3 * YEAR);
    luck.fill(&entities(scenario), 7, 0);
    let mut state = State::sized(&world);
    state.reset(&world);
    let mut counts = Vec::with_capacity(2 * YEAR);
    for now in 0..3 * YEAR {
        state.month = now;
        let before = CALLS.with(Cell::get);
        month::simulate(&world, &mut state, &luck);
        if now >= YEAR {
            counts.push(CALLS.with(Cell::get) - before);
        }
    }
    counts
}

#[test]
fn no_month_of_a_small_world_allocates() {
    assert_eq!(allocations(&testing::scenario()), vec![0; 2 * YEAR]);
}

#[test]
fn no_month_of_the_shipped_world_allocates() {
    let (scenario, _) =
        Scenario::load("builtin:taiwan", &Files, &Overrides::default()).expect("the shipped scenario loads");
    assert_eq!(allocations(&scenario), vec![0; 2 * YEAR]);
}

#[test]
fn the_counter_counts() {
    let before = CALLS.with(Cell::get);
    let memory: Vec<u8> = Vec::with_capacity(std::hint::black_box(64));
    assert!(CALLS.with(Cell::get) > before, "{memory:?}");
}
