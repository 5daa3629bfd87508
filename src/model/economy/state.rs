//! Goods, money, technology and flows.

use crate::model::world::World;
use crate::scenario::world::{Cargo, GoodClass};

/// Months kept in the rings of twelve.
pub const RING: usize = 12;

/// What a bundle between two states is made of.
pub mod bundle {
    pub const ARMS: usize = 0;
    pub const DUAL_USE: usize = 1;
    pub const ENERGY: usize = 2;
    pub const FOOD: usize = 3;
    pub const EXPORTS: usize = 4;
    pub const LABOUR: usize = 5;
    pub const TROOPS: usize = 6;
    pub const TECHNOLOGY: usize = 7;
    pub const MONEY: usize = 8;
    /// Debt run up by the first towards the second.
    pub const CREDIT: usize = 9;
}

pub const BUNDLE: usize = 10;
pub const BUNDLE_NAMES: [&str; BUNDLE] = [
    "arms",
    "dual-use",
    "energy",
    "food",
    "exports",
    "labour",
    "troops",
    "technology",
    "money",
    "credit",
];

/// A delivery of this month.
#[derive(Clone, Copy, Debug)]
pub struct Delivery {
    pub from: usize,
    pub to: usize,
    pub cargo: Cargo,
    /// Units (for technology: levels).
    pub quantity: f64,
    /// Million USD at the price agreed.
    pub value: f64,
    /// Leaked by firms, apart from the decision of their state.
    pub is_leak: bool,
    /// Given, not sold: aid, support.
    pub is_aid: bool,
}

/// What seller and buyer agreed on a unit, million USD: price, and what each gains by it over its own alternative as
/// a mean of about twelve months.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agreed {
    pub price: f64,
    pub seller_gain: f64,
    pub buyer_gain: f64,
}

/// Written by the market and production phases; war takes munitions from `stock`.
#[derive(Clone, Debug)]
pub struct Economy {
    /// Units held, actor x g; the currency good is the money of the state. Multiples of 2^-20.
    pub stock: Vec<f64>,
    /// What can still be dug or recruited, actor x g; infinite where there is no limit.
    pub reserve: Vec<f64>,
    /// Units a month that can be made, actor x g.
    pub capacity: Vec<f64>,
    pub produced: Vec<f64>,
    /// What comes each month without a bargain: own production and the rest of the world, actor x g.
    pub supply: Vec<f64>,
    /// Of which from the rest of the world at most, and what it buys at most, actor x g, at the start.
    pub outside_supply: Vec<f64>,
    pub outside_demand: Vec<f64>,
    /// What the rest of the world can send this month, actor x g.
    pub outside_most: Vec<f64>,
    /// Units a month that the rest of the world sends and a cheaper seller of the cast could win (E4.13), actor x g.
    pub contested: Vec<f64>,
    /// Units given away as aid in about twelve months, actor x g (a sum that loses a twelfth a month).
    pub given: Vec<f64>,
    /// Bought from and sold to the rest of the world this month, actor x g.
    pub outside_in: Vec<f64>,
    pub outside_out: Vec<f64>,
    /// Consumed this month (war use is in `war.used`), actor x g.
    pub consumed: Vec<f64>,
    /// Made under licence this month, actor x g.
    pub licensed: Vec<f64>,
    /// Received in the last twelve months, actor x g.
    pub inflow_year: Vec<f64>,
    /// Habit: size of the running contract before friction, good-major: (good x n + from) x n + to, units a month.
    pub habit: Vec<f64>,
    /// Costs a unit of serving the partner that the opening flows bore, good-major, million USD.
    pub borne: Vec<f64>,
    /// Whether the pair ever traded the good, good-major: elsewhere `habit` and `borne` are 0.
    pub are_partners: Vec<bool>,
    /// Directed pairs (from x n + to) that ever traded a good, by good.
    pub routes: Vec<Vec<u32>>,
    /// Terms of the contracts since the good's last bargain, good-major; price 0 where none was agreed.
    pub agreed: Vec<Agreed>,
    /// Whether a good is bargained over next month out of turn, by good.
    pub is_sought: Vec<bool>,
    /// Own gain of the first from trade with the second, mean of about twelve months, million USD a month.
    pub gain: Vec<f64>,
    /// What moved from the first to the second in about twelve months, million USD (sums that decay by a
    /// twelfth a month): directed x BUNDLE, see `bundle`.
    pub bundle: Vec<f64>,
    /// Whether anything ever moved from the first to the second: elsewhere the bundle is 0.
    pub is_bundled: Vec<bool>,
    /// Frictions and punishments as they stood at the start: the opening flows already bore them.
    pub passage_at_start: Vec<f64>,
    pub suffered_at_start: Vec<f64>,
    pub background_at_start: Vec<f64>,
    /// Background trade at the start, both directions, by actor.
    pub background_sum_at_start: Vec<f64>,
    /// Received a month in the year before the start, actor x g.
    pub inflow_at_start: Vec<f64>,
    pub money_at_start: Vec<f64>,
    /// Availability of inputs and workers at the start, by actor.
    pub input_ratio_at_start: Vec<f64>,
    pub jobs_at_start: Vec<f64>,
    /// Domestic spending in balance at the start, and private income that balances it, million USD a month.
    pub domestic: Vec<f64>,
    pub private_income: Vec<f64>,
    /// Receipts and payments of the month so far, million USD.
    pub received: Vec<f64>,
    pub paid: Vec<f64>,
    /// Thousand km by sea from one to another; 0 over land, n x n.
    pub far: Vec<f64>,
    /// Working memory of the market.
    pub scratch: super::scratch::Scratch,
    /// Slow mean of revenue less spending, by actor, million USD a month.
    pub balance_mean: Vec<f64>,
    /// Units wanted a month, war included, actor x g.
    pub requirement: Vec<f64>,
    /// Received this month, actor x g.
    pub inflow: Vec<f64>,
    /// Sent this month, actor x g.
    pub outflow: Vec<f64>,
    /// Received in each of the last twelve months, month x (actor x g), and their mean.
    pub inflow_ring: Vec<f64>,
    pub inflow_mean: Vec<f64>,
    /// Coverage q and shortage s = max(0, 1 - q), actor x g.
    pub coverage: Vec<f64>,
    pub shortage: Vec<f64>,
    /// Deliveries of this month; capacity reserved at set-up.
    pub deliveries: Vec<Delivery>,
    /// How many of them are in the books; the rest came after the market.
    pub booked: usize,
    /// Units sent this month, from x n x g (dense): (from x n + to) x g + good.
    pub flow: Vec<f64>,
    /// Value of modelled trade in the last twelve months, directed, million USD; and of arms in it.
    pub trade_year: Vec<f64>,
    pub arms_year: Vec<f64>,
    /// Month x (from x n + to).
    pub trade_ring: Vec<f64>,
    pub arms_ring: Vec<f64>,
    /// Background trade a month, per directed pair, million USD, after sanctions.
    pub background: Vec<f64>,
    /// Debt of the first to the second, directed, million USD.
    pub debt: Vec<f64>,
    /// Value defaulted this month, directed.
    pub defaulted: Vec<f64>,
    /// Share of the receiver's supply that comes from the sender, directed to x n + from, 0 to 1.
    pub dependence: Vec<f64>,
    /// Technology level, actor x d, and what is learnt but not yet absorbed.
    pub level: Vec<f64>,
    pub absorbing: Vec<f64>,
    /// Steps sold by one to another, (from x n + to) x d.
    pub steps_sold: Vec<u8>,
    /// Share of its need of a good an actor makes under licence, actor x g; and the licensor (n = none).
    pub licence: Vec<f64>,
    pub licensor: Vec<usize>,
    /// Income relative to the start.
    pub output: Vec<f64>,
    /// Revenue and spending of the state this month, million USD.
    pub revenue: Vec<f64>,
    pub spending: Vec<f64>,
    /// World price relative to reference, by good (shocks).
    pub price_factor: Vec<f64>,
    /// Money made or lost outside the market this month (recorded sources and sinks), by actor.
    pub money_source: Vec<f64>,
    pub money_sink: Vec<f64>,
    /// Goods lost in transit or battle this month, by good.
    pub lost: Vec<f64>,
}

impl Economy {
    pub fn sized(world: &World) -> Self {
        let (n, g, d) = (world.n, world.g, world.d);
        let goods = || vec![0.0; n * g];
        let directed = || vec![0.0; n * n];
        Economy {
            stock: goods(),
            reserve: goods(),
            capacity: goods(),
            produced: goods(),
            supply: goods(),
            balance_mean: vec![0.0; n],
            outside_supply: goods(),
            outside_demand: goods(),
            outside_most: goods(),
            contested: goods(),
            given: goods(),
            outside_in: goods(),
            outside_out: goods(),
            consumed: goods(),
            licensed: goods(),
            inflow_year: goods(),
            habit: vec![0.0; n * n * g],
            borne: vec![0.0; n * n * g],
            are_partners: vec![false; n * n * g],
            routes: (0..g).map(|_| Vec::with_capacity(n * n)).collect(),
            agreed: vec![Agreed::default(); n * n * g],
            is_sought: vec![false; g],
            gain: directed(),
            bundle: vec![0.0; n * n * BUNDLE],
            is_bundled: vec![false; n * n],
            passage_at_start: vec![1.0; n * n * crate::model::world::SECTORS],
            suffered_at_start: vec![0.0; n * crate::model::world::SECTORS],
            background_at_start: directed(),
            background_sum_at_start: vec![0.0; n],
            inflow_at_start: goods(),
            money_at_start: vec![0.0; n],
            input_ratio_at_start: vec![1.0; n],
            jobs_at_start: vec![0.0; n],
            domestic: vec![0.0; n],
            private_income: vec![0.0; n],
            received: vec![0.0; n],
            paid: vec![0.0; n],
            far: sea_distances(world),
            scratch: super::scratch::Scratch::sized(n),
            requirement: goods(),
            inflow: goods(),
            outflow: goods(),
            inflow_ring: vec![0.0; n * g * RING],
            inflow_mean: goods(),
            coverage: goods(),
            shortage: goods(),
            deliveries: Vec::with_capacity(n * n * (g + d) / 2),
            booked: 0,
            flow: vec![0.0; n * n * g],
            trade_year: directed(),
            arms_year: directed(),
            trade_ring: vec![0.0; n * n * RING],
            arms_ring: vec![0.0; n * n * RING],
            background: directed(),
            debt: directed(),
            defaulted: directed(),
            dependence: directed(),
            level: vec![0.0; n * d],
            absorbing: vec![0.0; n * d],
            steps_sold: vec![0; n * n * d],
            licence: goods(),
            licensor: vec![n; n * g],
            output: vec![1.0; n],
            revenue: vec![0.0; n],
            spending: vec![0.0; n],
            price_factor: vec![1.0; g],
            money_source: vec![0.0; n],
            money_sink: vec![0.0; n],
            lost: vec![0.0; g],
        }
    }

    pub fn reset(&mut self, world: &World) {
        let (n, g) = (world.n, world.g);
        self.stock.copy_from_slice(&world.stock);
        for actor in 0..n {
            self.stock[actor * g + world.currency] =
                crate::random::maths::quantise(world.reserves[actor] * 1_000.0);
        }
        self.reserve.copy_from_slice(&world.reserve);
        self.capacity.copy_from_slice(&world.capacity);
        self.supply.copy_from_slice(&world.capacity);
        self.requirement.copy_from_slice(&world.requirement);
        self.level.copy_from_slice(&world.level);
        for array in [
            &mut self.produced,
            &mut self.balance_mean,
            &mut self.outside_supply,
            &mut self.outside_demand,
            &mut self.outside_most,
            &mut self.contested,
            &mut self.given,
            &mut self.outside_in,
            &mut self.outside_out,
            &mut self.consumed,
            &mut self.licensed,
            &mut self.inflow_year,
            &mut self.habit,
            &mut self.borne,
            &mut self.gain,
            &mut self.bundle,
            &mut self.domestic,
            &mut self.private_income,
            &mut self.received,
            &mut self.paid,
            &mut self.inflow,
            &mut self.outflow,
            &mut self.inflow_ring,
            &mut self.inflow_mean,
            &mut self.shortage,
            &mut self.flow,
            &mut self.trade_year,
            &mut self.arms_year,
            &mut self.trade_ring,
            &mut self.arms_ring,
            &mut self.debt,
            &mut self.defaulted,
            &mut self.dependence,
            &mut self.absorbing,
            &mut self.licence,
            &mut self.revenue,
            &mut self.spending,
            &mut self.money_source,
            &mut self.money_sink,
            &mut self.lost,
        ] {
            array.fill(0.0);
        }
        self.coverage.fill(1.0);
        self.output.fill(1.0);
        self.price_factor.fill(1.0);
        self.steps_sold.fill(0);
        self.are_partners.fill(false);
        self.is_bundled.fill(false);
        self.is_sought.fill(false);
        self.agreed.fill(Agreed::default());
        self.licensor.fill(n);
        self.deliveries.clear();
        self.booked = 0;
        self.routes.iter_mut().for_each(Vec::clear);
        for dyad in &world.scenario.dyads {
            let pair = world.pair(dyad.first, dyad.second);
            let half = world.trade[pair] / 2.0;
            self.background[dyad.first * n + dyad.second] = half;
            self.background[dyad.second * n + dyad.first] = half;
        }
        self.open_with_last_years_flows(world);
    }

    /// The twelve months before the start fill the rings, so that nothing begins from zero.
    fn open_with_last_years_flows(&mut self, world: &World) {
        let (n, g) = (world.n, world.g);
        for (row, &quantity) in world.scenario.opening_flows.iter().zip(&world.opening) {
            let Cargo::Good(good) = row.cargo else {
                continue;
            };
            let directed = row.from * n + row.to;
            let value = crate::random::maths::quantise(quantity * world.price[good]);
            let is_arms = world.class[good].is_lethal() || world.class[good] == GoodClass::Troops;
            let cell = row.to * g + good;
            for month in 0..RING {
                self.inflow_ring[month * n * g + cell] += quantity;
                self.trade_ring[month * n * n + directed] += value;
                if is_arms {
                    self.arms_ring[month * n * n + directed] += value;
                }
            }
            self.inflow_year[cell] += quantity * RING as f64;
            self.inflow_mean[cell] += quantity;
            self.outflow[row.from * g + good] += quantity;
            self.trade_year[directed] += value * RING as f64;
            bundle_of(self, directed)[kind_of_bundle(world.class[good])] += value * RING as f64;
            if is_arms {
                self.arms_year[directed] += value * RING as f64;
            }
            self.background[directed] = (self.background[directed] - value).max(0.0);
            if good != world.currency && world.class[good] != GoodClass::Troops {
                let habit = &mut self.habit[(good * n + row.from) * n + row.to];
                if *habit == 0.0 && quantity > 0.0 {
                    self.routes[good].push(directed as u32);
                    self.are_partners[good * n * n + directed] = true;
                }
                *habit += quantity;
            }
        }
        self.background_at_start.copy_from_slice(&self.background);
        for actor in 0..n {
            self.background_sum_at_start[actor] = both_ways(&self.background, n, actor);
        }
    }
}

/// Sum over the partners of an actor of what goes either way, of a directed array.
#[inline]
pub fn both_ways(directed: &[f64], n: usize, actor: usize) -> f64 {
    let row = &directed[actor * n..][..n];
    let column = directed[actor..].iter().step_by(n);
    let mut sum = 0.0;
    for (out, back) in row.iter().zip(column) {
        sum += out;
        sum += back;
    }
    sum
}

/// Thousand km between actors, 0 where a land border makes transport cheap.
fn sea_distances(world: &World) -> Vec<f64> {
    let n = world.n;
    let mut far = vec![0.0; n * n];
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        let distance = if world.contiguity[pair] == 1 {
            0.0
        } else {
            world.distance[pair].max(1.0) / 1_000.0
        };
        far[dyad.first * n + dyad.second] = distance;
        far[dyad.second * n + dyad.first] = distance;
    }
    far
}

/// The bundle of a directed pair, about to be added to.
#[inline(always)]
pub fn bundle_of(economy: &mut Economy, directed: usize) -> &mut [f64] {
    economy.is_bundled[directed] = true;
    &mut economy.bundle[directed * BUNDLE..][..BUNDLE]
}

/// Place of a class of goods in a bundle.
#[inline]
pub fn kind_of_bundle(class: GoodClass) -> usize {
    match class {
        GoodClass::Munition | GoodClass::Drone => bundle::ARMS,
        GoodClass::DualUse => bundle::DUAL_USE,
        GoodClass::Energy => bundle::ENERGY,
        GoodClass::Food => bundle::FOOD,
        GoodClass::Export => bundle::EXPORTS,
        GoodClass::Labour => bundle::LABOUR,
        GoodClass::Troops => bundle::TROOPS,
        GoodClass::Currency => bundle::MONEY,
    }
}
