//! Rounds of clearing (E4.2): contracts first, then wants in proportion to surplus^4.

use crate::model::economy::scratch::Scratch;
use crate::model::state::State;
use crate::model::world::World;

/// Running contracts are renewed while their surplus is positive; what no longer fits either side is
/// cut in proportion.
pub(super) fn renew(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
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

pub(super) fn fit(scratch: &mut Scratch) {
    for bargain in &mut scratch.live {
        let (from, to) = bargain.ends();
        let fits = ratio(scratch.offer[from], scratch.asked[from])
            .min(ratio(scratch.want[to] * CONTRACT_SLACK, scratch.granted[to]));
        bargain.grant *= fits;
    }
    settle_round(scratch);
}

/// A contract may run a little over what is needed before it is cut (assumed).
pub(super) const CONTRACT_SLACK: f64 = 1.1;

#[inline]
pub(super) fn ratio(have: f64, asked: f64) -> f64 {
    if asked > have { have / asked } else { 1.0 }
}

/// After a round: sums of what moves of what was granted: what friction stops is asked of others.
/// `asked` then holds what a seller has given.
pub(super) fn settle_round(scratch: &mut Scratch) {
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
pub(super) fn share_out(scratch: &mut Scratch, ramp: f64) {
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
