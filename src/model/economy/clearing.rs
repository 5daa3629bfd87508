//! Clearing of one good (E4.1 to E4.4): running contracts first, then two simultaneous rounds in which
//! wants are shared in proportion to surplus^4. Nothing depends on an order of actors. Goods take turns (E4.2): between
//! its bargains a good's contracts run as agreed.

use super::outside::is_world_good;
use super::scratch::{Bargain, Scratch};
use super::state::{Agreed, Delivery};
use super::terms;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::maths::quantise_down;
use crate::scenario::world::{Cargo, GoodClass};

/// Offers are held a hair below stock, so that rounding never sells what is not there.
const HAIR: f64 = 1.0 - 1e-9;
/// Shortage without deliveries above which a state sells none of a civil good (assumed).
const RESALE: f64 = 0.05;
/// Million USD a month below which a contract is not worth making (assumed): bulk goods with a world price; arms, their
/// inputs and workers.
const SMALLEST_BULK: f64 = 1.0;
const SMALLEST_OTHER: f64 = 0.1;

/// The same in units of a good.
#[inline]
fn smallest(world: &World, good: usize) -> f64 {
    let value = match world.class[good] {
        GoodClass::Energy | GoodClass::Food | GoodClass::Export => SMALLEST_BULK,
        _ => SMALLEST_OTHER,
    };
    value / world.price[good].max(1e-9)
}

/// Months between two bargains over a good (assumed): in between, its contracts run as agreed.
const TURNS: usize = 3;
/// Part of a buyer's want that must be open, after a contract was not served, for the good to be bargained over
/// the month after whatever its turn (assumed).
const MISSED: f64 = 0.1;

pub fn clear(world: &World, state: &mut State, scratch: &mut Scratch, good: usize) {
    let bargains = is_its_turn(state, good);
    gather(world, state, scratch, good, bargains);
    scratch.live.clear();
    if bargains {
        if state.month == 0 {
            bear(world, state, scratch, good);
        }
        bargain(world, state, scratch, good);
    } else if !scratch.buyers.is_empty() && !scratch.sellers.is_empty() {
        call_off(world, state, scratch, good);
    }
    let is_missed = fade(world, state, scratch, good);
    state.economy.is_sought[good] = is_missed && !bargains;
}

/// Everyone bargains with everyone: contracts are renewed or end, new ones come.
fn bargain(world: &World, state: &mut State, scratch: &mut Scratch, good: usize) {
    let n = world.n;
    scratch.suitors.fill(0.0);
    scratch.rivals.fill(0.0);
    for &route in &state.economy.routes[good] {
        state.economy.agreed[good * n * n + route as usize].price = 0.0;
    }
    if !scratch.buyers.is_empty() && !scratch.sellers.is_empty() {
        for b in 0..scratch.buyers.len() {
            let buyer = scratch.buyers[b];
            scratch.most[buyer] = terms::reservation(world, state, scratch, buyer, good);
        }
        meet(world, state, scratch, good);
    }
    if !scratch.live.is_empty() {
        renew(world, state, scratch, good);
        // What would grow in the months until the next bargain grows at once.
        let rest = 1.0 - world.parameters.ramp;
        for _ in 0..2 {
            share_out(scratch, 1.0 - rest * rest * rest);
        }
        agree(world, state, scratch, good);
    }
}

/// What was agreed is called off: as much as the contract says, in proportion where it no longer fits.
fn call_off(world: &World, state: &mut State, scratch: &mut Scratch, good: usize) {
    let (n, page) = (world.n, good * world.n * world.n);
    for &route in &state.economy.routes[good] {
        let cell = route as usize;
        let (seller, buyer) = (cell / n, cell % n);
        let is_live = state.economy.agreed[page + cell].price > 0.0
            && scratch.offer[seller] > 0.0
            && scratch.want[buyer] > 0.0;
        let passes = friction(state, cell, world.sector[good]);
        if !is_live || passes <= 0.0 {
            continue;
        }
        scratch.place[cell] = scratch.live.len() as u32;
        scratch.live.push(Bargain {
            seller: seller as u32,
            buyer: buyer as u32,
            lowest: 0.0,
            most: 0.0,
            share: 0.0,
            grant: state.economy.habit[page + cell],
            passes,
        });
        let moves = state.economy.habit[page + cell] * passes;
        scratch.asked[seller] += moves;
        scratch.granted[buyer] += moves;
    }
    fit(scratch);
    let least = smallest(world, good);
    for place in 0..scratch.live.len() {
        let Bargain { grant, passes, .. } = scratch.live[place];
        if grant < least {
            continue;
        }
        let (seller, buyer) = scratch.live[place].ends();
        let habit = &mut state.economy.habit[page + seller * n + buyer];
        *habit = learnt(*habit, grant);
        deliver(
            state,
            scratch,
            (good, n),
            (seller, buyer),
            quantise_down(grant * passes),
        );
    }
}

/// E4.2: whether a good is bargained over: in its turn, when a war starts, and in the month after a contract was not
/// served and left its buyer short.
fn is_its_turn(state: &State, good: usize) -> bool {
    state.month == 0
        || (good + state.month).is_multiple_of(TURNS)
        || state.economy.is_sought[good]
        || state.war.starts_now.contains(&true)
}

/// Bits of the sellers and of the buyers of a good who have a contract.
fn ends_of_contracts(state: &State, n: usize, good: usize) -> (u64, u64) {
    let (mut sellers, mut buyers) = (0, 0);
    for &route in &state.economy.routes[good] {
        sellers |= 1u64 << (route as usize / n);
        buyers |= 1u64 << (route as usize % n);
    }
    (sellers, buyers)
}

/// Wants and offers: of all actors for a bargain, between bargains of those with contracts, as nobody else's are read.
fn gather(world: &World, state: &State, scratch: &mut Scratch, good: usize, bargains: bool) {
    let (selling, buying) = if bargains {
        (u64::MAX, u64::MAX)
    } else {
        ends_of_contracts(state, world.n, good)
    };
    scratch.buyers.clear();
    scratch.sellers.clear();
    let least = smallest(world, good);
    sold_on(world, state, scratch, good);
    for actor in 0..world.n {
        let want = if buying >> actor & 1 == 1 {
            wanted(world, state, actor, good) + scratch.weight[actor]
        } else {
            0.0
        };
        let offer = if selling >> actor & 1 == 1 {
            offered(world, state, actor, good)
        } else {
            0.0
        };
        scratch.want[actor] = if want > least { want } else { 0.0 };
        scratch.offer[actor] = if offer > least { offer } else { 0.0 };
        if want > least {
            scratch.buyers.push(actor);
        }
        if offer > least {
            scratch.sellers.push(actor);
        }
    }
    scratch.asked.fill(0.0);
    scratch.granted.fill(0.0);
}

/// Parts that makers import to sell on, into `scratch.weight`: what they send and sell abroad, as far as
/// they imported it before the start. Other goods are used where they are bought.
fn sold_on(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
    scratch.weight.fill(0.0);
    if world.class[good] != GoodClass::DualUse {
        return;
    }
    let (n, economy) = (world.n, &state.economy);
    for &route in &economy.routes[good] {
        scratch.weight[route as usize / n] += economy.habit[good * n * n + route as usize];
    }
    for actor in 0..n {
        let cell = actor * world.g + good;
        let abroad = if state.month == 0 {
            economy.outside_demand[cell]
        } else {
            economy.outside_out[cell]
        };
        scratch.weight[actor] = (scratch.weight[actor] + abroad).min(economy.inflow_at_start[cell]);
    }
}

/// Units wanted this month: the gap over the window, closed month by month; arms faster, and only as
/// far as a unit is worth its price (the marginal value is linear in the shortage).
fn wanted(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    let cell = actor * world.g + good;
    let need = state.survival.need[cell];
    let shortage = state.survival.dry_shortage[cell];
    if need <= 0.0 || shortage <= 0.0 {
        return 0.0;
    }
    match world.class[good] {
        GoodClass::Munition | GoodClass::Drone => {
            let value = state.survival.value[cell];
            let price = world.price[good] * state.economy.price_factor[good];
            if value <= price {
                0.0
            } else {
                need * shortage * (1.0 - price / value) / world.parameters.restock_months
            }
        }
        _ => need * shortage / world.window[actor],
    }
}

/// Units a seller can spare this month.
fn offered(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    let cell = actor * world.g + good;
    let stock = state.economy.stock[cell];
    if stock <= 0.0 {
        return 0.0;
    }
    let spare = match world.class[good] {
        GoodClass::Munition | GoodClass::Drone => {
            let keep = (world.parameters.keep_share * world.target[cell]).max(state.survival.need[cell]);
            if stock <= keep {
                return 0.0;
            }
            // Stocks are let go slowly, what is made beyond own use at once.
            let made = (state.economy.supply[cell] - state.economy.requirement[cell]).max(0.0);
            (stock - keep) / world.parameters.release_months + made
        }
        GoodClass::Labour => stock,
        // Only parts are sold on by those who lack them: that is how evasion goes.
        GoodClass::Energy | GoodClass::Food | GoodClass::Export
            if state.survival.dry_shortage[cell] > RESALE =>
        {
            0.0
        }
        // Makers of parts sell some of their output abroad whatever their stores.
        GoodClass::DualUse => (stock - world.parameters.buffer_months * world.requirement[cell])
            .max(world.parameters.contestable * state.economy.produced[cell]),
        _ => stock - world.parameters.buffer_months * world.requirement[cell],
    };
    spare.clamp(0.0, stock) * HAIR
}

/// First month: what last year's flows cost their sellers in freight, enmity and fear they were worth.
fn bear(world: &World, state: &mut State, scratch: &Scratch, good: usize) {
    let n = world.n;
    let costs = terms::PartnerCosts::of(world, state, good);
    for route in 0..state.economy.routes[good].len() {
        let cell = state.economy.routes[good][route] as usize;
        let quantity = state.economy.habit[good * n * n + cell];
        let plain = costs.plain(
            state.economy.far[cell],
            scratch.enmity[cell],
            scratch.foe_trust[cell],
        );
        let (seller, buyer) = (cell / n, cell % n);
        let fear = costs.fear(state, scratch, (seller, buyer), cell, quantity);
        state.economy.borne[good * n * n + cell] = plain + fear;
    }
}

/// What the pairs of one good have in common this month.
struct Hall {
    good: usize,
    price: f64,
    bonus: f64,
    sector: usize,
    is_world: bool,
    costs: terms::PartnerCosts,
}

/// A seller before the partner is known.
struct Seller {
    seller: usize,
    floor: f64,
    reluctance: f64,
    offer: f64,
}

impl Hall {
    fn of(world: &World, state: &State, good: usize) -> Self {
        let price = world.price[good] * state.economy.price_factor[good];
        Hall {
            good,
            price,
            bonus: world.parameters.habit * price,
            sector: world.sector[good],
            is_world: is_world_good(world.class[good]),
            costs: terms::PartnerCosts::of(world, state, good),
        }
    }

    fn seller(&self, world: &World, state: &State, scratch: &Scratch, seller: usize) -> Seller {
        Seller {
            seller,
            floor: terms::seller_floor(world, state, scratch, seller, self.good),
            reluctance: if self.is_world {
                terms::reluctance(world, state, seller, self.good)
            } else {
                0.0
            },
            offer: scratch.offer[seller],
        }
    }

    /// Unit surplus of a pair and the weight it gives, with the size of the contract between them and what its
    /// opening flow bore of the costs (0 where there is none).
    #[inline(always)]
    fn weigh(
        &self,
        world: &World,
        state: &State,
        scratch: &Scratch,
        seller: &Seller,
        buyer: usize,
        (habit, borne): (f64, f64),
    ) -> Option<Bargain> {
        let cell = seller.seller * world.n + buyer;
        let bonus = if habit > 0.0 { self.bonus } else { 0.0 };
        let open = scratch.most[buyer] + bonus - seller.floor;
        // Bounds, cheapest first: no cost is below zero, so most pairs stop here.
        if open <= 0.0 || seller.seller == buyer {
            return None;
        }
        let plain = self.costs.plain(
            state.economy.far[cell],
            scratch.enmity[cell],
            scratch.foe_trust[cell],
        );
        if open <= plain - borne {
            return None;
        }
        let quantity = scratch.want[buyer].min(seller.offer).max(habit);
        let fear = self
            .costs
            .fear(state, scratch, (seller.seller, buyer), cell, quantity);
        let cost = (plain + fear - borne).max(0.0);
        let surplus = open - cost;
        if surplus <= 0.0 {
            return None;
        }
        // A route that lets little through is asked for little.
        let passes = friction(state, cell, self.sector);
        if passes <= 0.0 {
            return None;
        }
        // Where there is a world price the bonus keeps a contract and does not enlarge it, and a discount of
        // the opening year has won already what it could win.
        let gain = if self.is_world {
            let overland = self
                .costs
                .overland(world, state.economy.far[cell], habit * self.price);
            surplus - bonus - seller.reluctance - overland
        } else {
            surplus
        };
        let relative = gain.max(0.0) / self.price;
        let square = relative * relative;
        Some(Bargain {
            seller: seller.seller as u32,
            buyer: buyer as u32,
            lowest: seller.floor + cost,
            most: scratch.most[buyer],
            share: square * square * seller.offer * passes,
            grant: 0.0,
            passes,
        })
    }
}

/// Unit surplus of every seller and buyer, the weights it gives and what they ask of each other.
fn meet(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
    let n = world.n;
    let hall = Hall::of(world, state, good);
    for s in 0..scratch.sellers.len() {
        let seller = hall.seller(world, state, scratch, scratch.sellers[s]);
        let page = good * n * n + seller.seller * n;
        let are_partners = &state.economy.are_partners[page..][..n];
        for b in 0..scratch.buyers.len() {
            let buyer = scratch.buyers[b];
            // Few pairs ever traded the good: of the others there is neither a contract nor a cost borne.
            let past = if are_partners[buyer] {
                (
                    state.economy.habit[page + buyer],
                    state.economy.borne[page + buyer],
                )
            } else {
                (0.0, 0.0)
            };
            if let Some(bargain) = hall.weigh(world, state, scratch, &seller, buyer, past) {
                scratch.place[seller.seller * n + buyer] = scratch.live.len() as u32;
                scratch.live.push(bargain);
                scratch.suitors[seller.seller] += scratch.want[buyer];
                scratch.rivals[buyer] += seller.offer;
            }
        }
    }
}

/// Place in `live` of a pair that gains by a bargain.
#[inline(always)]
fn bargain_of(scratch: &Scratch, n: usize, cell: usize) -> Option<usize> {
    let place = scratch.place[cell] as usize;
    let (seller, buyer) = scratch.live.get(place)?.ends();
    (seller * n + buyer == cell).then_some(place)
}

/// Running contracts are renewed while their surplus is positive; what no longer fits either side is
/// cut in proportion.
fn renew(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
    let (n, page) = (world.n, good * world.n * world.n);
    for bargain in &mut scratch.live {
        let (from, to) = bargain.ends();
        let cell = page + from * n + to;
        let quantity = state.economy.habit[cell];
        if quantity <= 0.0 {
            continue;
        }
        bargain.grant = quantity;
        // What friction stops neither leaves the seller nor serves the buyer.
        let moves = quantity * bargain.passes;
        scratch.asked[from] += moves;
        scratch.granted[to] += moves;
    }
    fit(scratch);
}

fn fit(scratch: &mut Scratch) {
    for bargain in &mut scratch.live {
        let (from, to) = bargain.ends();
        let fits = ratio(scratch.offer[from], scratch.asked[from])
            .min(ratio(scratch.want[to] * CONTRACT_SLACK, scratch.granted[to]));
        bargain.grant *= fits;
    }
    settle_round(scratch);
}

/// Part of a contract that sanctions and blockade let through; passage holds both.
#[inline]
fn friction(state: &State, cell: usize, sector: usize) -> f64 {
    state.sanctions.passage[cell * SECTORS + sector].clamp(0.0, 1.0)
}

/// A contract may run a little over what is needed before it is cut (assumed).
const CONTRACT_SLACK: f64 = 1.1;

#[inline]
fn ratio(have: f64, asked: f64) -> f64 {
    if asked > have { have / asked } else { 1.0 }
}

/// After a round: sums of what moves of what was granted: what friction stops is asked of others.
/// `asked` then holds what a seller has given.
fn settle_round(scratch: &mut Scratch) {
    let (asked, granted) = (&mut scratch.asked[..], &mut scratch.granted[..]);
    asked.fill(0.0);
    granted.fill(0.0);
    for bargain in &scratch.live {
        let (seller, buyer) = bargain.ends();
        let moves = bargain.grant * bargain.passes;
        asked[seller] += moves;
        granted[buyer] += moves;
    }
}

/// E4.2, one round: what a buyer still wants is asked in proportion to surplus^4 x offer of the sellers that
/// still have something; a seller asked for more than it has serves all in proportion.
fn share_out(scratch: &mut Scratch, ramp: f64) {
    let (weight, asking) = (&mut scratch.weight[..], &mut scratch.asking[..]);
    let (offer, asked) = (&scratch.offer[..], &scratch.asked[..]);
    weight.fill(0.0);
    asking.fill(0.0);
    for bargain in &scratch.live {
        let (seller, buyer) = bargain.ends();
        if offer[seller] > asked[seller] {
            weight[buyer] += bargain.share;
        }
    }
    // From here `weight` holds units asked per weight of a seller.
    let mut is_any_left = false;
    for &buyer in &scratch.buyers {
        let left = (scratch.want[buyer] - scratch.granted[buyer]).max(0.0);
        let weight = &mut weight[buyer];
        *weight = if *weight > 0.0 { left / *weight } else { 0.0 };
        is_any_left |= *weight > 0.0;
    }
    if !is_any_left {
        return;
    }
    for bargain in &scratch.live {
        let (seller, buyer) = bargain.ends();
        asking[seller] += weight[buyer] * bargain.share;
    }
    for &seller in &scratch.sellers {
        let left = (offer[seller] - asked[seller]).max(0.0);
        asking[seller] = ratio(left, asking[seller]) * ramp;
    }
    for bargain in &mut scratch.live {
        let (seller, buyer) = bargain.ends();
        if offer[seller] > asked[seller] {
            bargain.grant += asking[seller] * weight[buyer] * bargain.share;
        }
    }
    settle_round(scratch);
}

/// Prices (E4.4) and deliveries; contracts learn what was agreed.
fn agree(world: &World, state: &mut State, scratch: &mut Scratch, good: usize) {
    let n = world.n;
    let least = smallest(world, good);
    for place in 0..scratch.live.len() {
        let Bargain {
            lowest,
            most,
            grant,
            passes,
            ..
        } = scratch.live[place];
        let (seller, buyer) = scratch.live[place].ends();
        if grant < least {
            continue;
        }
        let cell = seller * n + buyer;
        learn(state, good * n * n, cell, good, grant);
        let price = if lowest < most {
            lowest + bargaining_power(scratch, seller, buyer) * (most - lowest)
        } else {
            most
        };
        let own = state.survival.value[buyer * world.g + good].min(2.0 * most);
        state.economy.agreed[good * n * n + cell] = Agreed {
            price,
            seller_gain: GAIN_RATE * (price - lowest.min(price)),
            buyer_gain: GAIN_RATE * (own.max(most) - price),
        };
        deliver(
            state,
            scratch,
            (good, n),
            (seller, buyer),
            quantise_down(grant * passes),
        );
    }
}

/// Goods leave under a contract at the price agreed.
fn deliver(
    state: &mut State,
    scratch: &mut Scratch,
    (good, n): (usize, usize),
    (from, to): (usize, usize),
    quantity: f64,
) {
    if quantity <= 0.0 {
        return;
    }
    let (out, back) = (from * n + to, to * n + from);
    let agreed = state.economy.agreed[good * n * n + out];
    let value = quantity * agreed.price;
    state.economy.deliveries.push(Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity,
        value,
        is_leak: false,
        is_aid: false,
    });
    scratch.sent[out] += value;
    state.economy.gain[out] += quantity * agreed.seller_gain;
    state.economy.gain[back] += quantity * agreed.buyer_gain;
}

/// A contract grows at once to what is agreed and shrinks by a sixth of the difference a month. It is
/// counted before friction, which may change from month to month.
#[inline]
fn learnt(habit: f64, grant: f64) -> f64 {
    if grant > habit {
        grant
    } else {
        habit + (grant - habit) / 6.0
    }
}

fn learn(state: &mut State, page: usize, cell: usize, good: usize, grant: f64) {
    let habit = &mut state.economy.habit[page + cell];
    // A contract cut to nothing when it could not be paid is still listed until it fades.
    if *habit == 0.0 && !state.economy.routes[good].contains(&(cell as u32)) {
        state.economy.routes[good].push(cell as u32);
        state.economy.are_partners[page + cell] = true;
    }
    *habit = learnt(*habit, grant);
}

/// Contracts whose ends did not meet this month fade; the smallest are forgotten. True where that left a buyer short.
fn fade(world: &World, state: &mut State, scratch: &Scratch, good: usize) -> bool {
    let n = world.n;
    let page = good * n * n;
    let least = smallest(world, good);
    let (habits, routes) = (
        &mut state.economy.habit[page..][..n * n],
        &mut state.economy.routes[good],
    );
    let mut is_missed = false;
    routes.retain(|&route| {
        let cell = route as usize;
        let met = bargain_of(scratch, n, cell).is_some_and(|place| scratch.live[place].grant >= least);
        let habit = &mut habits[cell];
        if !met {
            let want = scratch.want[cell % n];
            is_missed |= want - scratch.granted[cell % n] > MISSED * want;
            *habit *= 5.0 / 6.0;
            if *habit < least {
                *habit = 0.0;
            }
        }
        *habit > 0.0
    });
    is_missed
}

/// Weight of a month in the mean gain of a year.
const GAIN_RATE: f64 = 1.0 / 12.0;

/// E4.4: the seller's share of the surplus, from what either could do without the other.
///
/// theta = (1/2 + o_i) / (1 + o_i + o_j), with o_i the part of the seller's offer that others ask for and
/// o_j the part of the buyer's want that others could serve, both at most 1.
fn bargaining_power(scratch: &Scratch, seller: usize, buyer: usize) -> f64 {
    let others_ask = scratch.suitors[seller] - scratch.want[buyer];
    let others_offer = scratch.rivals[buyer] - scratch.offer[seller];
    power(
        others_ask.max(0.0) / scratch.offer[seller].max(1e-12),
        others_offer.max(0.0) / scratch.want[buyer].max(1e-12),
    )
}

#[inline]
fn power(others_ask: f64, others_offer: f64) -> f64 {
    let (seller, buyer) = (others_ask.min(1.0), others_offer.min(1.0));
    (0.5 + seller) / (1.0 + seller + buyer)
}

/// What is missing between a seller that can spare a good and a buyer that wants it, million USD a unit: least the
/// seller would take (floor, freight, enmity) less most the buyer would pay (E4.1, E4.3); positive where a
/// deal fails on price. Fear of punishment is no part of it. `None` where either side has no interest.
pub fn price_gap(world: &World, state: &State, seller: usize, buyer: usize, good: usize) -> Option<f64> {
    let (want, offer) = (
        wanted(world, state, buyer, good),
        offered(world, state, seller, good),
    );
    let least = smallest(world, good);
    if seller == buyer || want <= least || offer <= least {
        return None;
    }
    let cell = seller * world.n + buyer;
    let price = world.price[good] * state.economy.price_factor[good];
    let costs = terms::PartnerCosts::of(world, state, good);
    let partner =
        (costs.partner(state, cell) - state.economy.borne[good * world.n * world.n + cell]).max(0.0);
    let habit = if state.economy.habit[good * world.n * world.n + cell] > 0.0 {
        world.parameters.habit * price
    } else {
        0.0
    };
    let ask = terms::seller_floor(world, state, &state.economy.scratch, seller, good) + partner;
    Some(ask - terms::reservation(world, state, &state.economy.scratch, buyer, good) - habit)
}

/// True where the cast trades the good in the market: money is not a good, soldiers go by the war phases.
pub fn is_traded(world: &World, good: usize) -> bool {
    match world.class[good] {
        GoodClass::Currency | GoodClass::Troops => false,
        GoodClass::Labour => world.on(crate::scenario::mechanisms::Mechanism::Labour),
        class => class.is_lethal() || is_world_good(class),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{DRAGON, LION, SHELLS, scenario};
    use crate::scenario::Scenario;

    #[test]
    fn who_has_other_partners_gets_the_larger_share() {
        assert_eq!(power(0.0, 0.0), 0.5);
        assert_eq!(power(1.0, 0.0), 0.75);
        assert_eq!(power(0.0, 9.0), 0.25);
        assert_eq!(power(3.0, 3.0), 0.5);
    }

    #[test]
    fn a_contract_cut_to_nothing_is_listed_once_when_it_returns() {
        let s = crate::model::testing::scenario();
        let world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let (good, cell) = (crate::model::testing::SHELLS, world.n + 2);
        state.economy.routes[good].clear();
        let page = good * world.n * world.n;
        state.economy.habit[page + cell] = 0.0;
        learn(&mut state, page, cell, good, 10.0);
        // Nothing of it could be paid.
        state.economy.habit[page + cell] = 0.0;
        learn(&mut state, page, cell, good, 6.0);
        assert_eq!(state.economy.routes[good], [cell as u32]);
        assert_eq!(state.economy.habit[page + cell], 6.0);
    }

    /// Two sellers (0, 1) and two buyers (2, 3) of one good.
    fn table(
        s: &Scenario,
        offers: [f64; 2],
        wants: [f64; 2],
        shares: [f64; 4],
        passes: f64,
    ) -> (World<'_>, State, Scratch) {
        let world = World::central(s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let mut scratch = Scratch::sized(world.n);
        scratch.offer[..2].copy_from_slice(&offers);
        scratch.want[2..4].copy_from_slice(&wants);
        scratch.sellers.extend([0, 1]);
        scratch.buyers.extend([2, 3]);
        for (place, share) in shares.into_iter().enumerate() {
            let (seller, buyer) = (place / 2, 2 + place % 2);
            scratch.place[seller * world.n + buyer] = place as u32;
            scratch.live.push(Bargain {
                seller: seller as u32,
                buyer: buyer as u32,
                lowest: 0.0,
                most: 1.0,
                share,
                grant: 0.0,
                passes,
            });
        }
        (world, state, scratch)
    }

    fn grants(scratch: &Scratch) -> Vec<f64> {
        scratch.live.iter().map(|bargain| bargain.grant).collect()
    }

    #[test]
    fn a_seller_asked_for_more_than_it_has_serves_all_in_proportion() {
        // E4.2: both buyers give the sellers the weights 2 to 1. Of 60 and 30 wanted the first seller is asked for
        // 40 + 20 = 60 and has 30: it serves half, the second serves all of 20 + 10; a quarter (`ramp`) comes at once.
        let s = scenario();
        let (world, _, mut scratch) = table(&s, [30.0, 90.0], [60.0, 30.0], [2.0, 2.0, 1.0, 1.0], 1.0);
        share_out(&mut scratch, world.parameters.ramp);
        let expected = [5.0, 2.5, 5.0, 2.5];
        for (grant, expected) in grants(&scratch).into_iter().zip(expected) {
            assert!((grant - expected).abs() < 1e-12, "{grant} {expected}");
        }
        // Second round: 50 and 25 are left; the first seller has 22.5 and is asked for 2/3 of 75 = 50: 0.45 x 0.25 of
        // 33.33 is 3.75, and half as much; the second gives a quarter of 16.67 and of 8.33.
        share_out(&mut scratch, world.parameters.ramp);
        let expected = [8.75, 4.375, 5.0 + 50.0 / 12.0, 2.5 + 25.0 / 12.0];
        for (grant, expected) in grants(&scratch).into_iter().zip(expected) {
            assert!((grant - expected).abs() < 1e-12, "{grant} {expected}");
        }
    }

    #[test]
    fn what_friction_stops_is_asked_of_others_and_a_contract_is_cut_in_proportion() {
        // E4.2: a contract of 40 at a passage of 0.5 moves 20 of the 30 on offer: nothing is cut, 10 are left to the
        // seller, and its buyer still wants 60 - 20 = 40.
        let s = scenario();
        let (world, mut state, mut scratch) = table(&s, [30.0, 0.0], [60.0, 0.0], [0.0; 4], 0.5);
        let page = SHELLS * world.n * world.n;
        state.economy.routes[SHELLS] = vec![2];
        state.economy.habit[page + 2] = 40.0;
        renew(&world, &state, &mut scratch, SHELLS);
        assert_eq!(grants(&scratch)[0], 40.0);
        assert_eq!((scratch.asked[0], scratch.granted[2]), (20.0, 20.0));
        // A contract of 80 would move 40 of 30: it is cut to three quarters.
        state.economy.habit[page + 2] = 80.0;
        (scratch.asked[0], scratch.granted[2]) = (0.0, 0.0);
        renew(&world, &state, &mut scratch, SHELLS);
        assert_eq!(grants(&scratch)[0], 60.0);
        assert_eq!(scratch.asked[0], 30.0);
    }

    #[test]
    fn a_contract_grows_at_once_and_shrinks_by_a_sixth_of_the_difference() {
        let s = scenario();
        let (world, mut state, scratch) = table(&s, [0.0; 2], [0.0; 2], [0.0; 4], 1.0);
        let page = SHELLS * world.n * world.n;
        state.economy.routes[SHELLS].clear();
        state.economy.habit[page + 2] = 0.0;
        let agreed = |state: &mut State, grant| {
            learn(state, page, 2, SHELLS, grant);
            state.economy.habit[page + 2]
        };
        // E4.2: 0 to 1.2e5 at once; then 1.2e5 + (6e4 - 1.2e5) / 6 = 1.1e5.
        assert_eq!(agreed(&mut state, 1.2e5), 1.2e5);
        assert!((agreed(&mut state, 6.0e4) - 1.1e5).abs() < 1e-6);
        // Ends that did not meet: 5/6 of it, 91,667; below the smallest contract (10 shells) it is forgotten.
        fade(&world, &mut state, &scratch, SHELLS);
        assert!((state.economy.habit[page + 2] - 1.1e5 * 5.0 / 6.0).abs() < 1e-6);
        state.economy.habit[page + 2] = 11.0;
        fade(&world, &mut state, &scratch, SHELLS);
        assert_eq!(state.economy.habit[page + 2], 0.0);
        assert!(state.economy.routes[SHELLS].is_empty());
    }

    #[test]
    fn the_weight_of_a_seller_is_the_fourth_power_of_the_surplus() {
        // E4.1, E4.2: LION values a shell at 0.002, DRAGON takes its cost 0.00055 and freight over 1.5 thousand km,
        // 0.00003: surplus 0.00142, 1.42 prices; weight 1.42^4 x the offer. Nobody is watched or hated.
        let s = scenario();
        let (world, mut state, mut scratch) = table(&s, [0.0; 2], [0.0; 2], [0.0; 4], 1.0);
        let n = world.n;
        scratch.live.clear();
        (scratch.buyers, scratch.sellers) = (vec![LION], vec![DRAGON]);
        (scratch.want[LION], scratch.offer[DRAGON], scratch.most[LION]) = (100.0, 1_000.0, 0.002);
        state.survival.value[DRAGON * world.g + SHELLS] = 0.0;
        state.sanctions.passage.fill(1.0);
        meet(&world, &state, &mut scratch, SHELLS);
        let bargain = scratch.live[0];
        assert_eq!(bargain.ends(), (DRAGON, LION));
        assert!((bargain.lowest - 0.000_58).abs() < 1e-12);
        assert!((bargain.share - 1.42f64.powi(4) * 1_000.0).abs() < 1e-6);
        // Half of it stopped on the way, half the weight; enmity of 0.2 x 8 prices = 0.0016 leaves no gain.
        state.sanctions.passage.fill(0.5);
        scratch.live.clear();
        meet(&world, &state, &mut scratch, SHELLS);
        assert!((scratch.live[0].share - 1.42f64.powi(4) * 500.0).abs() < 1e-6);
        scratch.enmity[DRAGON * n + LION] = 0.2;
        scratch.live.clear();
        meet(&world, &state, &mut scratch, SHELLS);
        assert!(scratch.live.is_empty());
    }
}
