use super::*;
use crate::model::testing::*;
use crate::scenario::Scenario;

fn with(effects: &[(usize, usize, Effect)]) -> Scenario {
    let mut s = scenario();
    s.interventions = effects
        .iter()
        .map(|(first, last, effect)| Intervention {
            id: "test".into(),
            first: *first,
            last: *last,
            effect: effect.clone(),
        })
        .collect();
    s
}

/// Months 0 to `months` of the shocks alone; the state after the last.
fn shocks(s: &Scenario, months: usize) -> State {
    let world = World::central(s);
    let mut state = State::sized(&world);
    state.reset(&world);
    for month in 0..=months {
        state.month = month;
        apply(&world, &mut state);
        arm(&world, &mut state);
    }
    state
}

#[test]
fn factors_do_not_pile_up_and_end_without_a_trace() {
    let half = |target| Effect::Stringency { target, factor: 0.5 };
    let s = with(&[(1, 4, half(BEAR))]);
    assert_eq!(shocks(&s, 0).sanctions.effective[0], 0.7);
    assert_eq!(shocks(&s, 1).sanctions.effective[0], 0.35);
    assert_eq!(shocks(&s, 4).sanctions.effective[0], 0.35);
    assert_eq!(shocks(&s, 5).sanctions.effective[0], 0.7);
    let passage = |months| shocks(&s, months).sanctions.passage.clone();
    assert_eq!(passage(0), passage(5));
    assert_ne!(passage(0), passage(1));
}

#[test]
fn market_access_restores_passage_and_leaves_something_to_lose() {
    let s = with(&[(
        0,
        9,
        Effect::MarketAccess {
            target: CRANE,
            share: 0.5,
        },
    )]);
    let (before, after) = (shocks(&scenario(), 0), shocks(&s, 0));
    let lane = CRANE * 6 + EAGLE;
    assert!(after.sanctions.mean_passage[lane] > before.sanctions.mean_passage[lane]);
    assert!(after.sanctions.exposure[CRANE] > before.sanctions.exposure[CRANE]);
}

#[test]
fn closed_markets_hit_a_state_without_a_regime() {
    let s = with(&[(
        0,
        9,
        Effect::MarketAccess {
            target: DRAGON,
            share: -0.5,
        },
    )]);
    let state = shocks(&s, 0);
    assert!(state.sanctions.mean_passage[DRAGON * 6 + EAGLE] < 1.0);
    assert_eq!(
        state.sanctions.mean_passage[DRAGON * 6 + CRANE],
        shocks(&scenario(), 0).sanctions.mean_passage[DRAGON * 6 + CRANE]
    );
}

#[test]
fn arms_move_exactly_and_never_more_than_there_are() {
    let send = |quantity| {
        with(&[(
            0,
            1,
            Effect::Arming {
                from: CRANE,
                to: BEAR,
                good: SHELLS,
                quantity,
            },
        )])
    };
    let state = shocks(&send(0.1), 1);
    let total = 2.0e6 + 1.2e7;
    let held = |state: &State| {
        (
            state.economy.stock[BEAR * 10 + SHELLS],
            state.economy.stock[CRANE * 10 + SHELLS],
        )
    };
    assert_eq!(held(&state).0 + held(&state).1, total);
    assert_eq!(held(&state).0, 2.0e6 + 2.0 * maths::quantise(0.1));
    let everything = shocks(&send(1e12), 1);
    assert_eq!(held(&everything), (total, 0.0));
    assert_eq!(everything.economy.deliveries.len(), 1);
    assert!(everything.economy.deliveries[0].is_aid);
}

#[test]
fn arms_sent_are_booked_in_their_month_and_pair() {
    let send = Effect::Arming {
        from: CRANE,
        to: BEAR,
        good: SHELLS,
        quantity: 1_000.0,
    };
    let s = with(&[(1, 1, send)]);
    let (sent, quiet) = (shocks(&s, 1), shocks(&scenario(), 1));
    let value = maths::quantise(1_000.0 * World::central(&s).price[SHELLS]);
    assert!(value > 0.0);
    for (sent, quiet) in [
        (&sent.economy.trade_ring, &quiet.economy.trade_ring),
        (&sent.economy.arms_ring, &quiet.economy.arms_ring),
    ] {
        let mut expected = quiet.clone();
        // Pages are months: the second page of 6 x 6 pairs.
        expected[36 + CRANE * 6 + BEAR] += value;
        assert_eq!(sent, &expected);
    }
}

#[test]
fn capacity_changes_once_and_prices_return() {
    let s = with(&[
        (
            1,
            3,
            Effect::Capacity {
                actor: BEAR,
                good: SHELLS,
                factor: 0.5,
            },
        ),
        (
            1,
            3,
            Effect::Price {
                good: OIL,
                factor: 2.0,
            },
        ),
    ]);
    assert_eq!(shocks(&s, 3).economy.capacity[BEAR * 10 + SHELLS], 5.0e4);
    assert_eq!(shocks(&s, 3).economy.price_factor[OIL], 2.0);
    assert_eq!(shocks(&s, 4).economy.price_factor[OIL], 1.0);
}

#[test]
fn declared_theatres_leaders_and_threats_are_flagged_in_their_months_only() {
    let s = with(&[
        (1, 1, Effect::TheatreRung { theatre: 1, rung: 2 }),
        (2, 2, Effect::TheatreSettles { theatre: 0 }),
        (1, 2, Effect::LeaderChange { actor: CRANE }),
        (
            1,
            1,
            Effect::Threat {
                by: EAGLE,
                target: CRANE,
                strength: 0.1,
            },
        ),
        (
            1,
            1,
            Effect::SecondarySanctions {
                target: DRAGON,
                strength: 0.4,
            },
        ),
    ]);
    let first = shocks(&s, 1);
    assert_eq!(first.war.declared_rung, [None, Some(2)]);
    assert!(first.survival.leader_removed[CRANE] && !first.war.is_settlement_declared[0]);
    assert!((first.relations.hostility[EAGLE * 6 + CRANE] - 0.9).abs() < 1e-12);
    assert_eq!(first.sanctions.secondary[DRAGON], 0.4);
    let second = shocks(&s, 2);
    assert_eq!(second.war.declared_rung, [None, None]);
    assert!(second.war.is_settlement_declared[0] && !second.survival.leader_removed[CRANE]);
}
