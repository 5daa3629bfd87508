//! Production and consumption (E6.1 to E6.3, E4.9): capacity, inputs, workers, orders, reserves.

use crate::model::state::State;
use crate::model::survival::state::{KINDS, kind};
use crate::model::world::World;
use crate::random::maths::quantise_down;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::GoodClass;

/// Arms makers idle at this part of capacity when stores are full and nobody buys (assumed).
const IDLE: f64 = 0.3;
/// Capacity never grows past this multiple of the start (assumed).
const LARGEST_GROWTH: f64 = 6.0;
/// Extra capacity that rusts a month without orders (assumed).
const RUST: f64 = 0.005;
/// Months of use that stores of civil goods hold at most (assumed).
const STORE_MONTHS: f64 = 6.0;

/// A state that had next to no inputs at the start made its arms without (assumed).
const LEAST_RATIO: f64 = 0.02;

/// E6.1: part of arms output that inputs allow, relative to the start.
#[inline]
pub fn input_factor(ratio: f64, ratio_at_start: f64) -> f64 {
    if ratio_at_start < LEAST_RATIO {
        return 1.0;
    }
    (ratio / ratio_at_start).clamp(0.0, 1.0)
}

/// Share of the people who work (the world's labour force is a little under half of its population; assumed).
const WORKING: f64 = 0.5;

/// E6.2: part of output that workers allow, relative to the start.
#[inline]
pub fn labour_factor(drag: f64, shortage: f64, shortage_at_start: f64) -> f64 {
    if shortage == shortage_at_start {
        return 1.0;
    }
    ((1.0 - drag * shortage) / (1.0 - drag * shortage_at_start).max(0.1)).clamp(0.0, 1.5)
}

/// E6.2: part of the workforce that the war has left; `casualties` in thousand, `population` in million.
#[inline]
pub fn workforce_left(casualties: f64, population: f64) -> f64 {
    (1.0 - casualties / (1_000.0 * WORKING * population).max(1e-9)).clamp(0.0, 1.0)
}

/// What holds production of an actor back this month.
#[derive(Clone, Copy)]
struct Bounds {
    inputs: f64,
    /// Drag of vacancies on a good of mean labour intensity; 0 without the mechanism.
    drag: f64,
    vacancies: f64,
    vacancies_at_start: f64,
    workforce: f64,
}

impl Bounds {
    fn of(world: &World, state: &State, actor: usize) -> Self {
        let inputs = if world.on(Mechanism::InputConstraint) {
            input_factor(
                input_ratio(world, state, actor),
                state.economy.input_ratio_at_start[actor],
            )
        } else {
            1.0
        };
        let is_labour_bound = world.on(Mechanism::LabourConstraint);
        Bounds {
            inputs,
            drag: if is_labour_bound {
                world.parameters.labour_drag
            } else {
                0.0
            },
            vacancies: state.survival.gap[actor * KINDS + kind::JOBS],
            vacancies_at_start: state.economy.jobs_at_start[actor],
            workforce: if is_labour_bound {
                workforce_left(state.war.casualties[actor], world.population[actor])
            } else {
                1.0
            },
        }
    }

    /// E6.2
    fn workers(&self, labour_intensity: f64) -> f64 {
        let drag = self.drag * labour_intensity;
        labour_factor(drag, self.vacancies, self.vacancies_at_start) * self.workforce
    }
}

/// First month: how well off industry is for inputs and workers.
pub fn open(world: &World, state: &mut State) {
    for actor in 0..world.n {
        state.economy.input_ratio_at_start[actor] = input_ratio(world, state, actor);
        state.economy.jobs_at_start[actor] = jobs_shortage(world, state, actor);
    }
}

/// Mean squared shortage of workers, as `survival` sees it.
fn jobs_shortage(world: &World, state: &State, actor: usize) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for good in 0..world.g {
        let cell = actor * world.g + good;
        if world.class[good] == GoodClass::Labour && world.requirement[cell] > 0.0 {
            let shortage = (1.0 - state.economy.inflow_mean[cell] / world.requirement[cell]).max(0.0);
            sum += shortage * shortage;
            total += 1.0;
        }
    }
    if total > 0.0 { sum / total } else { 0.0 }
}

/// Dual-use stock over what industry and arms makers take of it a month, both by value; at most 1.
fn input_ratio(world: &World, state: &State, actor: usize) -> f64 {
    let (mut have, mut taken) = (0.0, 0.0);
    let (g, row) = (world.g, actor * world.g);
    let (stock, capacity) = (
        &state.economy.stock[row..][..g],
        &state.economy.capacity[row..][..g],
    );
    let (class, price) = (&world.class[..g], &world.price[..g]);
    let (requirement, input_share) = (&world.requirement[row..][..g], &world.input_share[..g]);
    for &good in &world.of_makers {
        if class[good] == GoodClass::DualUse {
            have += stock[good] * price[good];
            taken += requirement[good] * price[good];
        } else {
            taken += capacity[good] * price[good] * input_share[good];
        }
    }
    if taken > 0.0 { (have / taken).min(1.0) } else { 1.0 }
}

/// All production, then all consumption.
pub fn advance(world: &World, state: &mut State) {
    let has_licences = world.on(Mechanism::LicensedProduction);
    let grows = world.on(Mechanism::CapacityGrowth);
    for actor in 0..world.n {
        let bounds = Bounds::of(world, state, actor);
        let mut maker = Maker::of(world, state, actor);
        maker.stand_idle();
        for good in 0..world.g {
            maker.make(world, good, bounds, has_licences, grows);
        }
        if world.on(Mechanism::InputConstraint) {
            use_inputs(world, state, actor);
        }
    }
}

/// The goods of one actor while it produces: a row of each array, all of one length.
struct Maker<'a> {
    start: &'a [f64],
    requirement: &'a [f64],
    target: &'a [f64],
    need: &'a [f64],
    shortage: &'a [f64],
    outflow: &'a [f64],
    outside_out: &'a [f64],
    licence: &'a [f64],
    wanted: &'a [f64],
    stock: &'a mut [f64],
    reserve: &'a mut [f64],
    capacity: &'a mut [f64],
    produced: &'a mut [f64],
    licensed: &'a mut [f64],
    supply: &'a mut [f64],
    /// What the rest of the world can send, on entry.
    outside: &'a [f64],
    level: &'a [f64],
    level_at_start: &'a [f64],
}

impl<'a> Maker<'a> {
    fn of(world: &'a World, state: &'a mut State, actor: usize) -> Self {
        super::outside::supplies(world, state, actor);
        let (g, d) = (world.g, world.d);
        let (row, domains) = (actor * g, actor * d);
        let economy = &mut state.economy;
        Maker {
            start: &world.capacity[row..][..g],
            requirement: &world.requirement[row..][..g],
            target: &world.target[row..][..g],
            need: &state.survival.need[row..][..g],
            shortage: &economy.shortage[row..][..g],
            outflow: &economy.outflow[row..][..g],
            outside_out: &economy.outside_out[row..][..g],
            licence: &economy.licence[row..][..g],
            wanted: &economy.requirement[row..][..g],
            stock: &mut economy.stock[row..][..g],
            reserve: &mut economy.reserve[row..][..g],
            capacity: &mut economy.capacity[row..][..g],
            produced: &mut economy.produced[row..][..g],
            licensed: &mut economy.licensed[row..][..g],
            supply: &mut economy.supply[row..][..g],
            outside: &economy.outside_most[row..][..g],
            level: &economy.level[domains..][..d],
            level_at_start: &world.level[domains..][..d],
        }
    }

    /// What holds where nothing is made: all that comes is from outside.
    fn stand_idle(&mut self) {
        self.produced.fill(0.0);
        self.licensed.fill(0.0);
        self.supply.copy_from_slice(self.outside);
    }

    #[inline(always)]
    fn make(&mut self, world: &World, good: usize, bounds: Bounds, has_licences: bool, grows: bool) {
        let class = world.class[good];
        let capacity = self.capacity[good];
        // E4.9: units a month that licences add.
        let licence = if has_licences {
            self.licence[good] * self.wanted[good]
        } else {
            0.0
        };
        if capacity + licence <= 0.0 || matches!(class, GoodClass::Currency | GoodClass::Labour) {
            return;
        }
        let is_arms = class.is_lethal();
        let workers = bounds.workers(world.labour_intensity[good]);
        let (bound, used) = if is_arms {
            (bounds.inputs * workers, self.orders(good))
        } else {
            (workers.min(1.0), self.storage(good))
        };
        let skill = world.domain[good].map_or(1.0, |domain| self.skill(domain));
        let own = capacity * bound * skill * used;
        let under_licence = licence * bound;
        let made = quantise_down((own + under_licence).min(self.reserve[good]));
        self.reserve[good] -= made;
        self.stock[good] += made;
        self.produced[good] = made;
        self.licensed[good] = under_licence.min(made);
        self.supply[good] = capacity * bound * skill + under_licence + self.outside[good];
        if is_arms && grows {
            self.grow(world.parameters.arms_growth, good);
        }
    }

    /// Technology since the start shows in output.
    #[inline(always)]
    fn skill(&self, domain: usize) -> f64 {
        let start = self.level_at_start[domain];
        if start > 0.0 {
            (self.level[domain] / start).clamp(0.5, 1.5)
        } else {
            1.0
        }
    }

    /// Part of capacity that orders use: all while stores are short or partners buy.
    #[inline(always)]
    fn orders(&self, good: usize) -> f64 {
        let wanted = self.target[good].max(self.need[good]);
        if self.stock[good] < wanted {
            return 1.0;
        }
        let sold = self.outflow[good] / self.capacity[good].max(1e-9);
        sold.clamp(IDLE, 1.0)
    }

    /// Civil goods are made while there is room to store them.
    #[inline(always)]
    fn storage(&self, good: usize) -> f64 {
        let capacity = self.capacity[good];
        let use_a_month = self.requirement[good] + self.outflow[good] + self.outside_out[good];
        let room = STORE_MONTHS * use_a_month.max(0.1 * capacity) - self.stock[good];
        if room >= capacity.max(1e-9) {
            return 1.0;
        }
        (room / capacity.max(1e-9)).clamp(0.0, 1.0)
    }

    /// E6.3: capacity grows with the shortage its makers are asked to close, or with sales abroad.
    #[inline(always)]
    fn grow(&mut self, arms_growth: f64, good: usize) {
        let start = self.start[good];
        let capacity = self.capacity[good];
        let pull = self.shortage[good].max(if self.outflow[good] > capacity { 0.3 } else { 0.0 });
        self.capacity[good] = if pull > 0.0 {
            (capacity * (1.0 + arms_growth * pull)).min(start * LARGEST_GROWTH)
        } else {
            capacity - RUST * (capacity - start).max(0.0)
        };
    }
}

/// Arms makers draw their inputs from the dual-use stock, in proportion to its parts.
fn use_inputs(world: &World, state: &mut State, actor: usize) {
    let (mut taken, mut have) = (0.0, 0.0);
    let (g, row) = (world.g, actor * world.g);
    let (stock, produced) = (
        &state.economy.stock[row..][..g],
        &state.economy.produced[row..][..g],
    );
    let (price, input_share) = (&world.price[..g], &world.input_share[..g]);
    for &good in &world.lethal {
        taken += produced[good] * price[good] * input_share[good];
    }
    for &good in &world.dual_use {
        have += stock[good] * price[good];
    }
    if taken <= 0.0 || have <= 0.0 {
        return;
    }
    let part = (taken / have).min(1.0);
    for &good in &world.dual_use {
        let cell = actor * world.g + good;
        let used = quantise_down(part * state.economy.stock[cell]);
        state.economy.stock[cell] -= used;
        state.economy.consumed[cell] += used;
    }
}

/// Arms makers' use of dual-use goods at present orders over that of industry, by value.
pub fn arms_over_industry(world: &World, state: &State, actor: usize) -> f64 {
    if !world.on(Mechanism::InputConstraint) {
        return 0.0;
    }
    let (mut taken, mut civil) = (0.0, 0.0);
    let (g, row) = (world.g, actor * world.g);
    let price = &world.price[..g];
    let capacity = &state.economy.capacity[row..][..g];
    let requirement = &world.requirement[row..][..g];
    for &good in &world.dual_use {
        civil += requirement[good] * price[good];
    }
    if civil <= 0.0 {
        return 0.0;
    }
    for &good in &world.lethal {
        if capacity[good] > 0.0 {
            let made = capacity[good] * orders_of(world, state, row + good);
            taken += made * price[good] * world.input_share[good];
        }
    }
    taken / civil
}

/// E6.1: units a month of a dual-use good that arms makers take at present orders; the parts of what they take
/// follow the parts of what industry uses.
pub fn inputs_of_arms(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    if world.class[good] == GoodClass::DualUse {
        arms_over_industry(world, state, actor) * world.requirement[actor * world.g + good]
    } else {
        0.0
    }
}

/// Part of capacity that orders would use now.
fn orders_of(world: &World, state: &State, cell: usize) -> f64 {
    let economy = &state.economy;
    if economy.stock[cell] < world.target[cell].max(state.survival.need[cell]) {
        return 1.0;
    }
    let sold = economy.outflow[cell] / economy.capacity[cell].max(1e-9);
    sold.clamp(IDLE, 1.0)
}

/// E4.9: a receiver that absorbed `steps` of a domain makes part of its need of goods of that domain.
pub fn license(world: &World, state: &mut State, actor: usize, domain: usize, steps: f64) {
    for good in 0..world.g {
        if world.domain[good] != Some(domain) {
            continue;
        }
        let cell = actor * world.g + good;
        if state.economy.licensor[cell] < world.n {
            let licence = &mut state.economy.licence[cell];
            *licence = (*licence + world.parameters.licence_share * steps).min(1.0);
        }
    }
}

/// What people, industry and training use; war use is the war phase's.
pub fn consume(world: &World, state: &mut State) {
    let g = world.g;
    let class = &world.class[..g];
    for actor in 0..world.n {
        let requirement = &world.requirement[actor * g..][..g];
        let stock = &mut state.economy.stock[actor * g..][..g];
        let consumed = &mut state.economy.consumed[actor * g..][..g];
        for good in 0..g {
            if matches!(
                class[good],
                GoodClass::Labour | GoodClass::Troops | GoodClass::Currency
            ) || requirement[good] <= 0.0
            {
                continue;
            }
            let used = quantise_down(requirement[good].min(stock[good]));
            stock[good] -= used;
            consumed[good] += used;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_inputs_make_half_the_arms() {
        assert_eq!(input_factor(0.4, 0.8), 0.5);
        assert_eq!(input_factor(0.9, 0.8), 1.0);
    }

    #[test]
    fn filled_vacancies_raise_output() {
        // (1 - 0.25 x 0.2) / (1 - 0.25 x 1) = 0.95 / 0.75 = 1.2667.
        assert!((labour_factor(0.25, 0.2, 1.0) - 1.266_666_667).abs() < 1e-8);
        assert_eq!(labour_factor(0.25, 0.3, 0.3), 1.0);
    }

    #[test]
    fn a_small_people_loses_more_of_its_workforce_to_the_same_casualties() {
        // 500 thousand of 0.5 x 40 million = 2.5 %.
        assert!((workforce_left(500.0, 40.0) - 0.975).abs() < 1e-12);
        assert!(workforce_left(500.0, 140.0) > 0.99);
        assert_eq!(workforce_left(500.0, 0.1), 0.0);
    }

    #[test]
    fn capacity_grows_with_shortage_and_a_licence_by_steps() {
        use crate::model::testing::*;
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let cell = CRANE * world.g + SHELLS;
        world.parameters.arms_growth = 0.02;
        let mut grown = |shortage: f64, outflow: f64, capacity: f64| {
            (state.economy.shortage[cell], state.economy.outflow[cell]) = (shortage, outflow);
            state.economy.capacity[cell] = capacity;
            Maker::of(&world, &mut state, CRANE).grow(0.02, SHELLS);
            state.economy.capacity[cell]
        };
        // E6.3: 60,000 x (1 + 0.02 x 0.5) = 60,600; sales above capacity pull like a shortage of 0.3: 60,360.
        assert!((grown(0.5, 0.0, 6.0e4) - 60_600.0).abs() < 1e-6);
        assert!((grown(0.0, 7.0e4, 6.0e4) - 60_360.0).abs() < 1e-6);
        // Six times the start at most; without orders half a per cent of what was added rusts: 80,000 - 100.
        assert!((grown(1.0, 0.0, 3.6e5) - 3.6e5).abs() < 1e-6);
        assert!((grown(0.0, 0.0, 8.0e4) - 79_900.0).abs() < 1e-6);
        // E4.9: 1.5 steps at a licence share of 0.2 let it make 0.3 of its need; never more than all.
        let missiles = CRANE * world.g + MISSILES;
        world.parameters.licence_share = 0.2;
        state.economy.licensor[missiles] = BEAR;
        license(&world, &mut state, CRANE, 0, 1.5);
        assert!((state.economy.licence[missiles] - 0.3).abs() < 1e-12);
        license(&world, &mut state, CRANE, 0, 9.0);
        assert_eq!(state.economy.licence[missiles], 1.0);
    }
}
