//! Clearing of one good (E4.1 to E4.4): running contracts first, then two simultaneous rounds in which
//! wants are shared in proportion to surplus^4. Nothing depends on an order of actors. Goods take turns (E4.2): between
//! its bargains a good's contracts run as agreed.

mod contracts;
mod meeting;
mod power;
mod sharing;
mod wants;

pub use power::price_gap;

use super::outside::is_world_good;
use super::scratch::{Bargain, Scratch};
use super::terms;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::maths::quantise_down;
use crate::scenario::world::GoodClass;
use contracts::{agree, deliver, fade, learnt};
use meeting::{bear, meet};
use sharing::{fit, renew, share_out};
use wants::{gather, smallest};

/// Months between two bargains over a good (assumed): in between, its contracts run as agreed.
const TURNS: usize = 3;

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

/// Part of a contract that sanctions and blockade let through; passage holds both.
#[inline]
fn friction(state: &State, cell: usize, sector: usize) -> f64 {
    state.sanctions.passage[cell * SECTORS + sector].clamp(0.0, 1.0)
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
    use super::contracts::learn;
    use super::power::power;
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
