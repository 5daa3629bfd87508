//! Terms of a sale (E4.1, E5.2): what it costs the seller, what the buyer would pay.

use super::outside::is_world_good;
use super::scratch::Scratch;
use crate::model::relations::ORDINARY_HOSTILITY;
use crate::model::sanctions::risk::added_stringency;
use crate::model::sanctions::watch_rate;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::GoodClass;

/// E5.2: expected punishment a unit: stake x rate / (1 + rate x quantity).
///
/// `rate` is the chance of detection a unit. 1 - e^(-x) is taken as x / (1 + x), which needs no exp and
/// is at most 0.2 away from it.
#[inline]
pub fn expected_punishment(stake: f64, rate: f64, quantity: f64) -> f64 {
    stake * rate / (1.0 + rate * quantity)
}

/// Stake of an actor in not being caught: feared stringency x not yet punished x remaining exposure x
/// trade over the window, million USD.
#[inline]
pub fn stake(world: &World, state: &State, actor: usize, sector: usize, stringency: f64) -> f64 {
    let lost = crate::model::survival::pressure::lost_markets(state, actor);
    stake_beside(world, state, (actor, sector), stringency, lost)
}

/// `stake` of an actor whose lost markets are known.
#[inline(always)]
fn stake_beside(
    world: &World,
    state: &State,
    (actor, sector): (usize, usize),
    stringency: f64,
    lost_markets: f64,
) -> f64 {
    let cell = actor * SECTORS + sector;
    let punished = state.sanctions.suffered[cell]
        .max(state.sanctions.punished[cell])
        .clamp(0.0, 1.0);
    let trade = world.total_trade[actor] * 1_000.0 / 12.0 * world.window[actor];
    // Markets lost already cannot be lost again.
    let open = 1.0 - lost_markets.clamp(0.0, 1.0);
    let weight = crate::model::sanctions::weight_of_risk(world, actor);
    (1.0 - punished) * open * stringency * state.sanctions.exposure[actor] * trade * weight
}

/// Watch on each actor by sector as the sanctions phase left it, new regimes and policies included.
pub fn watch(state: &State, scratch: &mut Scratch) {
    scratch.watch.copy_from_slice(&state.sanctions.watch);
}

/// Chance of detection a unit for a directed pair (E5.3).
#[inline]
pub fn detection_rate(
    world: &World,
    state: &State,
    (from, to): (usize, usize),
    sector: usize,
    conspicuous: f64,
) -> f64 {
    if conspicuous <= 0.0 {
        return 0.0;
    }
    watch_rate(world, state, from, to, sector) / conspicuous
}

/// Most a buyer would pay a unit (E4.3), million USD: the value to it under the cap; with access to the
/// world's market no more than the world price, and no less, for its economy buys as well as its state.
pub fn reservation(world: &World, state: &State, scratch: &Scratch, buyer: usize, good: usize) -> f64 {
    let price = world.price[good] * state.economy.price_factor[good];
    let cap = world.parameters.price_cap;
    let value = state.survival.value[buyer * world.g + good];
    match world.class[good] {
        class if is_world_good(class) => {
            // Shut out of the world's market, or short in spite of it, a buyer pays more than its price.
            let open = scratch.access[buyer * SECTORS + world.sector[good]];
            let short = state.economy.shortage[buyer * world.g + good];
            let most = price * (1.0 + (cap - 1.0) * (1.0 - open).max(short));
            value.clamp(price, most)
        }
        GoodClass::Labour => value.clamp(price, price * cap),
        _ => value.min(price * cap),
    }
}

/// Least a seller would take a unit before the partner is known, million USD: cost, or what the world
/// would pay as far as the seller reaches it.
pub fn seller_floor(world: &World, state: &State, scratch: &Scratch, seller: usize, good: usize) -> f64 {
    let price = world.price[good] * state.economy.price_factor[good];
    let cost = world.parameters.cost_share;
    let own = state.survival.value[seller * world.g + good].min(price * world.parameters.price_cap);
    let floor = if is_world_good(world.class[good]) {
        let open = scratch.access[seller * SECTORS + world.sector[good]];
        price * (cost + (1.0 - cost) * open)
    } else {
        price * cost
    };
    if world.class[good].is_lethal() {
        floor + own
    } else {
        floor
    }
}

/// What a seller on the world's market took off its price at the start already, million USD a unit.
pub fn reluctance(world: &World, state: &State, seller: usize, good: usize) -> f64 {
    let price = world.price[good] * state.economy.price_factor[good];
    let sector = world.sector[good];
    let open = super::outside::access(state, seller, sector);
    let since = super::outside::relative_access(state, seller, sector).min(1.0);
    price * (1.0 - world.parameters.cost_share) * (since - open).max(0.0)
}

/// Cost of civil trade with a state one is wholly hostile to, share of price (assumed).
const CIVIL_ENMITY: f64 = 0.4;

/// What each actor fears in each sector this month, into `scratch.stake` (million USD); 0 without the fear
/// of sanctions. Nothing that bears on it changes while goods are cleared.
pub fn stakes(world: &World, state: &State, scratch: &mut Scratch) {
    let is_feared = world.on(Mechanism::SanctionRisk);
    for actor in 0..world.n {
        let lost = crate::model::survival::pressure::lost_markets(state, actor);
        for sector in 0..SECTORS {
            let fear = if is_feared {
                added_stringency(world, sector)
            } else {
                0.0
            };
            scratch.stake[actor * SECTORS + sector] = stake_beside(world, state, (actor, sector), fear, lost);
        }
    }
}

/// Hostility that costs trade, of each pair.
pub fn enmities(state: &State, scratch: &mut Scratch) {
    for (enmity, hostility) in scratch.enmity.iter_mut().zip(&state.relations.hostility) {
        *enmity = (hostility - ORDINARY_HOSTILITY).max(0.0);
    }
}

/// Extra costs of serving one partner, million USD a unit: transport, enmity, fear of punishment. Holds
/// what does not change over the pairs of one good.
pub struct PartnerCosts {
    transport: f64,
    hostility: f64,
    foe: f64,
    sight: f64,
    sector: usize,
}

impl PartnerCosts {
    pub fn of(world: &World, state: &State, good: usize) -> Self {
        let price = world.price[good] * state.economy.price_factor[good];
        let p = &world.parameters;
        let (hostility, foe) = match world.class[good] {
            GoodClass::Munition | GoodClass::Drone => (p.arms_hostility, p.foe_trust),
            GoodClass::DualUse => (2.0, 0.0),
            _ => (CIVIL_ENMITY, 0.0),
        };
        PartnerCosts {
            transport: price * world.bulk[good],
            hostility: price * hostility,
            foe: price * foe,
            sight: 1.0 / world.conspicuous[good].max(1e-9),
            sector: world.sector[good],
        }
    }

    /// Transport and enmity, from the distance to the partner, the enmity to it and the trust in its foe.
    #[inline(always)]
    pub fn plain(&self, far: f64, enmity: f64, foe_trust: f64) -> f64 {
        self.transport * far + self.hostility * enmity + self.foe * foe_trust
    }

    /// Transport and enmity between the two alone.
    #[inline]
    pub fn partner(&self, state: &State, cell: usize) -> f64 {
        self.transport * state.economy.far[cell]
            + self.hostility * (state.relations.hostility[cell] - ORDINARY_HOSTILITY).max(0.0)
    }

    /// A land border carries cheaply what its pipelines and railways carry; more goes the long way round.
    #[inline]
    pub fn overland(&self, world: &World, far: f64, value: f64) -> f64 {
        if far > 0.0 {
            0.0
        } else {
            self.transport * super::outside::way_round(world.parameters.long_way, value)
        }
    }

    /// E5.2. A buyer under watch is judged already; a third state that buys from one is not.
    #[inline]
    pub fn fear(
        &self,
        state: &State,
        scratch: &Scratch,
        (seller, buyer): (usize, usize),
        cell: usize,
        quantity: f64,
    ) -> f64 {
        let (seller, buyer) = (seller * SECTORS + self.sector, buyer * SECTORS + self.sector);
        let (seen, known) = (scratch.watch[seller], scratch.watch[buyer]);
        if seen + known == 0.0 {
            return 0.0;
        }
        let watch = 1.0 - (1.0 - seen) * (1.0 - known);
        let rate = watch * self.sight / (1.0 + state.sanctions.logistics[cell]);
        let buyers = if known > 0.0 { 0.0 } else { scratch.stake[buyer] };
        expected_punishment(scratch.stake[seller] + buyers, rate, quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_punishment_is_stake_times_chance_spread_over_the_units() {
        // Stake 1,000, rate 1e-3: the first unit risks 1; at 1,000 units the mean is 0.5.
        assert!((expected_punishment(1_000.0, 1e-3, 0.0) - 1.0).abs() < 1e-12);
        assert!((expected_punishment(1_000.0, 1e-3, 1_000.0) - 0.5).abs() < 1e-12);
    }

    use crate::model::testing::*;
    use crate::scenario::Scenario;

    /// The made-up world before its first month.
    fn opened(s: &Scenario) -> (World<'_>, State, Scratch) {
        let world = World::central(s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let scratch = Scratch::sized(world.n);
        (world, state, scratch)
    }

    #[test]
    fn a_partner_costs_its_freight_its_enmity_and_its_foe() {
        let s = scenario();
        let (world, state, _) = opened(&s);
        let shells = PartnerCosts::of(&world, &state, SHELLS);
        // E4.1, a shell at 0.001 with bulk 0.02 over 1.5 thousand km: 0.00003; enmity 0.1 x 8 prices: 0.0008;
        // a foe of 0.25 x 8 prices: 0.002.
        assert!((shells.plain(1.5, 0.1, 0.25) - 0.002_83).abs() < 1e-12);
        // Parts at 1.0: freight 0.03, enmity 0.1 x 2; the buyer's foe costs nothing.
        let chips = PartnerCosts::of(&world, &state, CHIPS);
        assert!((chips.plain(1.5, 0.1, 0.25) - 0.23).abs() < 1e-12);
        // Oil at 0.07: freight 0.0021, enmity 0.1 x 0.4 x 0.07 = 0.0028.
        let oil = PartnerCosts::of(&world, &state, OIL);
        assert!((oil.plain(1.5, 0.1, 0.25) - 0.004_9).abs() < 1e-12);
    }

    #[test]
    fn a_seller_shut_out_of_half_the_market_takes_half_of_what_is_above_cost() {
        let s = scenario();
        let (world, mut state, mut scratch) = opened(&s);
        scratch.access.fill(0.5);
        // E4.1: 0.07 x (0.55 + 0.45 x 0.5) = 0.05425; at full access the world price, 0.07.
        let floor = |scratch: &Scratch, state: &State, good| seller_floor(&world, state, scratch, BEAR, good);
        assert!((floor(&scratch, &state, OIL) - 0.054_25).abs() < 1e-12);
        scratch.access.fill(1.0);
        assert!((floor(&scratch, &state, OIL) - 0.07).abs() < 1e-12);
        // Arms: cost 0.00055 and what a shell is worth to its owner, 0.0003.
        state.survival.value[BEAR * world.g + SHELLS] = 0.000_3;
        assert!((floor(&scratch, &state, SHELLS) - 0.000_85).abs() < 1e-12);
    }

    #[test]
    fn a_buyer_pays_more_than_the_world_price_as_far_as_it_is_shut_out_or_short() {
        let s = scenario();
        let (world, mut state, mut scratch) = opened(&s);
        let (oil, shells) = (LION * world.g + OIL, LION * world.g + SHELLS);
        scratch.access.fill(0.5);
        state.economy.shortage[oil] = 0.2;
        let most = |state: &State, scratch: &Scratch, good| reservation(&world, state, scratch, LION, good);
        // E4.3: a value above all bounds is cut at 0.07 x (1 + 3 x max(0.5, 0.2)) = 0.175.
        state.survival.value[oil] = 1.0;
        assert!((most(&state, &scratch, OIL) - 0.175).abs() < 1e-12);
        // With access 0.9 the shortage counts: 0.07 x (1 + 3 x 0.2) = 0.112.
        scratch.access.fill(0.9);
        assert!((most(&state, &scratch, OIL) - 0.112).abs() < 1e-12);
        // Its economy pays the world price even if the state sees no value in it.
        state.survival.value[oil] = 0.0;
        assert!((most(&state, &scratch, OIL) - 0.07).abs() < 1e-12);
        // Arms: the value, at most four prices; nothing for what is worth nothing.
        state.survival.value[shells] = 0.003;
        assert!((most(&state, &scratch, SHELLS) - 0.003).abs() < 1e-12);
        state.survival.value[shells] = 1.0;
        assert!((most(&state, &scratch, SHELLS) - 0.004).abs() < 1e-12);
    }

    #[test]
    fn more_oil_than_a_border_has_room_for_goes_the_long_way() {
        let s = scenario();
        let (mut world, state, _) = opened(&s);
        world.parameters.long_way = 10.0;
        let oil = PartnerCosts::of(&world, &state, OIL);
        // E4.2: 300 million a month, three times the room: 10 x 9 / 10 = 9 thousand km at 0.07 x 0.02 = 0.0126.
        assert!((oil.overland(&world, 0.0, 300.0) - 0.012_6).abs() < 1e-12);
        // A tenth of the room: 10 x 0.01 / 1.01 = 0.099 thousand km. By sea the distance is paid already.
        assert!((oil.overland(&world, 0.0, 10.0) - 0.001_4 * 0.1 / 1.01).abs() < 1e-12);
        assert_eq!(oil.overland(&world, 1.5, 300.0), 0.0);
    }
}
