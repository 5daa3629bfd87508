//! A small made-up world for unit tests of the phases: six states, ten goods, two technologies, two
//! regimes, two theatres. Everything is central; tests change what they need.

use crate::random::entity_hash;
use crate::random::luck::Entities;
use crate::scenario::Scenario;
use crate::scenario::mechanisms::Switches;
use crate::scenario::month::Month;
use crate::scenario::parameters::PARAMETERS;
use crate::scenario::ranged::Ranged;
use crate::scenario::world::*;

pub const BEAR: usize = 0;
pub const CRANE: usize = 1;
pub const DRAGON: usize = 2;
pub const EAGLE: usize = 3;
pub const LION: usize = 4;
pub const WOLF: usize = 5;
pub const ACTORS: [&str; 6] = ["bear", "crane", "dragon", "eagle", "lion", "wolf"];

pub const CURRENCY: usize = 0;
pub const SHELLS: usize = 1;
pub const MISSILES: usize = 2;
pub const DRONES: usize = 3;
pub const CHIPS: usize = 4;
pub const OIL: usize = 5;
pub const FOOD: usize = 6;
pub const COAL: usize = 7;
pub const LABOUR: usize = 8;
pub const TROOPS: usize = 9;

pub fn fixed(value: f64) -> Ranged {
    Ranged::fixed(value)
}

fn good(id: &str, class: GoodClass, sector: Sector, price: f64, strength: f64, input_share: f64) -> Good {
    Good {
        id: id.into(),
        name: id.into(),
        class,
        unit: "unit".into(),
        price: fixed(price),
        sector,
        strength: fixed(strength),
        conspicuous: fixed(1.0e5),
        bulk: fixed(0.02),
        input_share: fixed(input_share),
        labour_share: fixed(0.001),
        domain: match id {
            "missiles" => Some(0),
            "drones" => Some(1),
            _ => None,
        },
    }
}

fn attributes(gdp: f64, military: f64, cinc: f64) -> Attributes {
    Attributes {
        gdp: fixed(gdp),
        population: fixed(50.0),
        military_spending: fixed(military),
        troops: fixed(500.0),
        warheads: fixed(200.0),
        cinc: fixed(cinc),
        polyarchy: fixed(0.4),
        ideal_point: Some(fixed(0.0)),
        total_trade: fixed(gdp * 0.4),
        reserves: fixed(gdp * 0.1),
        budget: fixed(gdp * 0.2),
        reach: fixed(0.3),
        autonomy_doctrine: fixed(0.2),
        regime_hazard: fixed(0.02),
        command_disorder: fixed(0.0),
        monitoring_capacity: fixed(0.5),
    }
}

/// BEAR fights WOLF; CRANE is a poor garrison with shells; DRAGON a rich exposed trader;
/// EAGLE and LION sanction BEAR and CRANE.
pub fn scenario() -> Scenario {
    let goods = vec![
        good("cash", GoodClass::Currency, Sector::Finance, 1.0, 0.0, 0.0),
        good("shells", GoodClass::Munition, Sector::Arms, 0.001, 1.0, 0.1),
        good("missiles", GoodClass::Munition, Sector::Arms, 2.0, 500.0, 0.3),
        good("drones", GoodClass::Drone, Sector::Arms, 0.05, 20.0, 0.4),
        good("chips", GoodClass::DualUse, Sector::DualUse, 1.0, 0.0, 0.0),
        good("oil", GoodClass::Energy, Sector::Energy, 0.07, 0.0, 0.0),
        good("food", GoodClass::Food, Sector::Food, 0.3, 0.0, 0.0),
        good("coal", GoodClass::Export, Sector::Exports, 0.1, 0.0, 0.0),
        good("labour", GoodClass::Labour, Sector::Labour, 0.8, 0.0, 0.0),
        good("troops", GoodClass::Troops, Sector::Arms, 2.0, 2.0e4, 0.0),
    ];
    let strategies = vec![Strategy {
        id: "plain".into(),
        weights: [0.3, 0.2, 0.2, 0.1, 0.1, 0.1].map(fixed),
        risk_tolerance: fixed(0.5),
        window_months: fixed(12.0),
        behaviour: "even".into(),
    }];
    let sizes = [
        (1_800.0, 70.0, 0.04),
        (28.0, 5.0, 0.012),
        (17_000.0, 300.0, 0.22),
        (23_000.0, 800.0, 0.14),
        (5_000.0, 60.0, 0.03),
        (200.0, 20.0, 0.01),
    ];
    let actors: Vec<Actor> = ACTORS
        .iter()
        .zip(sizes)
        .enumerate()
        .map(|(index, (id, (gdp, military, cinc)))| Actor {
            id: (*id).into(),
            key: (*id).into(),
            name: (*id).into(),
            kind: ActorKind::State,
            strategy: 0,
            has_veto: matches!(index, BEAR | DRAGON | EAGLE),
            is_nuclear: matches!(index, BEAR | CRANE | DRAGON | EAGLE),
            is_major: matches!(index, BEAR | DRAGON | EAGLE),
            attributes: attributes(gdp, military, cinc),
        })
        .collect();
    let empty = Holding {
        stock: fixed(0.0),
        capacity: fixed(0.0),
        requirement: fixed(0.0),
        target: fixed(0.0),
        reserve: None,
    };
    let g = goods.len();
    let mut holdings = vec![empty; actors.len() * g];
    let mut set = |actor: usize, good: usize, stock: f64, capacity: f64, requirement: f64, target: f64| {
        holdings[actor * g + good] = Holding {
            stock: fixed(stock),
            capacity: fixed(capacity),
            requirement: fixed(requirement),
            target: fixed(target),
            reserve: None,
        };
    };
    set(BEAR, SHELLS, 2.0e6, 1.0e5, 1.0e4, 4.0e6);
    set(BEAR, MISSILES, 900.0, 30.0, 2.0, 1_000.0);
    set(BEAR, OIL, 1.0e5, 3.0e5, 1.0e5, 0.0);
    set(BEAR, FOOD, 1.0e4, 8.0e3, 6.0e3, 0.0);
    set(BEAR, LABOUR, 0.0, 0.0, 300.0, 0.0);
    set(BEAR, CHIPS, 500.0, 100.0, 600.0, 0.0);
    set(CRANE, SHELLS, 1.2e7, 6.0e4, 2.0e3, 4.0e6);
    set(CRANE, MISSILES, 800.0, 8.0, 0.5, 300.0);
    set(CRANE, COAL, 1.0e3, 2.0e3, 500.0, 0.0);
    set(CRANE, OIL, 50.0, 0.0, 900.0, 0.0);
    set(CRANE, FOOD, 200.0, 380.0, 450.0, 0.0);
    set(CRANE, LABOUR, 200.0, 0.0, 0.0, 0.0);
    set(CRANE, TROOPS, 50.0, 0.0, 0.0, 0.0);
    set(DRAGON, CHIPS, 2.0e4, 3.0e4, 2.0e4, 0.0);
    set(DRAGON, OIL, 1.0e5, 1.2e5, 4.5e5, 0.0);
    set(DRAGON, COAL, 1.0e5, 3.0e5, 3.1e5, 0.0);
    set(DRAGON, FOOD, 5.0e4, 5.0e4, 5.2e4, 0.0);
    set(DRAGON, SHELLS, 2.0e7, 3.0e5, 1.0e4, 1.0e7);
    set(EAGLE, CHIPS, 2.0e4, 2.0e4, 1.5e4, 0.0);
    set(EAGLE, SHELLS, 2.0e6, 4.0e4, 5.0e3, 2.0e6);
    set(EAGLE, OIL, 3.0e5, 4.0e5, 3.9e5, 0.0);
    set(EAGLE, FOOD, 3.0e4, 3.0e4, 2.0e4, 0.0);
    set(LION, OIL, 1.0e5, 0.0, 1.0e5, 0.0);
    set(LION, SHELLS, 1.0e6, 3.0e4, 1.0e3, 5.0e5);
    set(LION, FOOD, 5.0e3, 3.0e3, 3.5e3, 0.0);
    set(WOLF, SHELLS, 1.0e6, 1.0e4, 5.0e3, 1.0e6);
    set(WOLF, OIL, 5.0e3, 1.0e3, 8.0e3, 0.0);
    set(WOLF, FOOD, 2.0e4, 6.0e3, 2.0e3, 0.0);
    let domains = ["missile", "drone"]
        .iter()
        .map(|id| Domain {
            id: (*id).into(),
            name: (*id).into(),
            price: fixed(300.0),
            sector: Sector::Technology,
            conspicuous: fixed(0.5),
        })
        .collect();
    let levels = [
        (0.8, 0.9),
        (0.4, 0.8),
        (0.8, 0.9),
        (0.95, 1.0),
        (0.6, 0.7),
        (0.3, 0.6),
    ];
    let technology = levels
        .iter()
        .flat_map(|&(level, goal)| {
            [TechnologyLevel {
                level: fixed(level),
                goal: fixed(goal),
            }; 2]
        })
        .collect();
    let mut dyads = Vec::new();
    for a in 0..actors.len() {
        for b in a + 1..actors.len() {
            let are_rivals = matches!(
                (a, b),
                (BEAR, EAGLE) | (CRANE, EAGLE) | (DRAGON, EAGLE) | (BEAR, WOLF) | (CRANE, LION)
            );
            let hostility = if are_rivals { 0.8 } else { 0.1 };
            dyads.push(Dyad {
                first: a,
                second: b,
                contiguity: u8::from(matches!(
                    (a, b),
                    (BEAR, CRANE) | (BEAR, DRAGON) | (BEAR, WOLF) | (CRANE, DRAGON)
                )),
                distance_km: if b == EAGLE { 8_000.0 } else { 1_500.0 },
                un_distance: Some(fixed(1.0)),
                trade: fixed(2_000.0),
                has_fought: are_rivals,
                are_rivals,
                hostility: [fixed(hostility); 2],
                trust: fixed(if are_rivals { 0.1 } else { 0.4 }),
                logistics: fixed(0.1),
                exercises: fixed(0.0),
            });
        }
    }
    let regime = |id: &str, target: usize, is_un: bool| Regime {
        id: id.into(),
        name: id.into(),
        senders: vec![EAGLE, LION],
        target,
        is_un,
        covers: [true, true, true, false, true, true, true, true],
        stringency: fixed(0.7),
        enforcement: fixed(0.6),
        monitoring: fixed(0.5),
        compliance: vec![fixed(if is_un { 0.4 } else { 0.1 }); actors.len()],
    };
    let regimes = vec![regime("on-bear", BEAR, false), regime("on-crane", CRANE, true)];
    let rung = |id: &str, annual: f64, intensity: f64, is_war: bool| Rung {
        id: id.into(),
        annual: fixed(annual),
        direct: fixed(0.0),
        ease: fixed(0.3),
        intensity: fixed(intensity),
        blockade: fixed(if is_war { 0.5 } else { 0.0 }),
        energy: fixed(0.0),
        is_war,
        is_clash: is_war,
    };
    let theatre = |id: &str, aggressor: usize, defender: usize, start_rung: usize| Theatre {
        id: id.into(),
        key: id.into(),
        name: id.into(),
        sides: [vec![aggressor], vec![defender]],
        helpers: [vec![], vec![]],
        pledges: Vec::new(),
        start_rung,
        front: fixed(0.0),
        attention: fixed(0.5),
        settle: fixed(0.15),
        collapse: fixed(0.03),
        truce: fixed(0.2),
        ladder: vec![rung("crisis", 0.2, 0.1, false), rung("war", 0.1, 1.0, true)],
        uses: [
            vec![Use {
                good: SHELLS,
                quantity: fixed(4.0e5),
            }],
            vec![Use {
                good: SHELLS,
                quantity: fixed(1.5e5),
            }],
        ],
    };
    let theatres = vec![
        theatre("plain", BEAR, WOLF, 2),
        theatre("strait", DRAGON, LION, 0),
    ];
    let treaties = vec![
        Treaty {
            id: "crane-dragon".into(),
            name: "crane-dragon".into(),
            members: vec![CRANE, DRAGON],
            rung: 3,
            is_pact: false,
            clause: Clause::Defence,
            honour: fixed(0.5),
        },
        Treaty {
            id: "eagle-pact".into(),
            name: "eagle-pact".into(),
            members: vec![EAGLE, LION],
            rung: 4,
            is_pact: true,
            clause: Clause::Defence,
            honour: fixed(0.6),
        },
    ];
    Scenario {
        id: "test".into(),
        title: "test".into(),
        question: String::new(),
        world: WorldInfo {
            id: "test".into(),
            start: Month::parse("2026-07").unwrap_or(Month(0)),
            title: "test".into(),
            origin: WorldOrigin::default(),
        },
        start: Month::parse("2026-07").unwrap_or(Month(0)),
        months: 60,
        strategies,
        actors,
        goods,
        currency: CURRENCY,
        domains,
        holdings,
        technology,
        dyads,
        treaties,
        institutions: vec![Institution {
            id: "club".into(),
            name: "club".into(),
            members: vec![BEAR, DRAGON],
            weight: fixed(0.3),
        }],
        regimes,
        theatres,
        opening_flows: vec![OpeningFlow {
            from: BEAR,
            to: DRAGON,
            cargo: Cargo::Good(OIL),
            quantity: fixed(6.0e4),
        }],
        base_rates: Vec::new(),
        interventions: Vec::new(),
        outcomes: Vec::new(),
        parameters: PARAMETERS
            .iter()
            .map(|p| Ranged {
                low: p.low,
                central: p.central,
                high: p.high,
                scale: p.scale,
                stream: entity_hash("parameter", &[p.id], true),
            })
            .collect(),
        switches: Switches::default(),
        targets: Vec::new(),
        layers: Vec::new(),
        posterior: None,
        input_hash: [0; 32],
    }
}

/// Stream names of the entities of a scenario whose keys are unique.
pub fn entities(s: &Scenario) -> Entities {
    let n = s.actors.len();
    let key = |a: usize| s.actors[a].key.as_str();
    let mut entities = Entities {
        actors: (0..n).map(|a| entity_hash("actor", &[key(a)], true)).collect(),
        ..Entities::default()
    };
    for dyad in &s.dyads {
        entities
            .pairs
            .push(entity_hash("pair", &[key(dyad.first), key(dyad.second)], false));
    }
    for from in 0..n {
        for to in 0..n {
            entities
                .directed
                .push(entity_hash("directed", &[key(from), key(to)], true));
        }
    }
    for theatre in &s.theatres {
        entities
            .theatres
            .push(entity_hash("theatre", &[&theatre.key], true));
        for a in 0..n {
            entities
                .helpers
                .push(entity_hash("helper", &[&theatre.key, key(a)], true));
        }
    }
    for regime in &s.regimes {
        entities.regimes.push(entity_hash("regime", &[&regime.id], true));
    }
    entities
}

/// Runs `months` months of the scenario with the luck of one run; calls `look` after each month.
pub fn simulate(
    s: &Scenario,
    seed: u64,
    run: u64,
    months: usize,
    mut look: impl FnMut(&super::World, &super::State),
) {
    let world = super::World::central(s);
    let entities = entities(s);
    let mut luck = crate::random::Luck::sized(&entities, months);
    luck.fill(&entities, seed, run);
    let mut state = super::State::sized(&world);
    state.reset(&world);
    for month in 0..months {
        state.month = month;
        super::month::simulate(&world, &mut state, &luck);
        look(&world, &state);
    }
}

/// The made-up world repeated until it has `n` actors, `g` goods and `d` technologies: for measuring cost.
pub fn tiled(n: usize, g: usize, d: usize) -> Scenario {
    let base = scenario();
    let (n0, g0, d0) = (base.actors.len(), base.goods.len(), base.domains.len());
    let mut wide = base.clone();
    // Extra goods copy goods 1.. (the currency stays the only one), extra actors copy actors in turn.
    let good_of = |good: usize| {
        if good < g0 {
            good
        } else {
            1 + (good - g0) % (g0 - 1)
        }
    };
    wide.goods = (0..g).map(|good| base.goods[good_of(good)].clone()).collect();
    wide.domains = (0..d).map(|domain| base.domains[domain % d0].clone()).collect();
    wide.actors = (0..n)
        .map(|actor| {
            let mut copy = base.actors[actor % n0].clone();
            copy.id = format!("{}-{actor}", copy.id);
            copy.key = copy.id.clone();
            copy
        })
        .collect();
    wide.holdings = (0..n)
        .flat_map(|actor| {
            let base = &base;
            (0..g).map(move |good| base.holdings[(actor % n0) * g0 + good_of(good)])
        })
        .collect();
    wide.technology = (0..n)
        .flat_map(|actor| {
            let base = &base;
            (0..d).map(move |domain| base.technology[(actor % n0) * d0 + domain % d0])
        })
        .collect();
    wide.dyads.clear();
    for a in 0..n {
        for b in a + 1..n {
            let mut dyad = base.dyads[match (a % n0, b % n0) {
                (x, y) if x == y => 0,
                (x, y) => base.pair(x, y),
            }]
            .clone();
            (dyad.first, dyad.second) = (a, b);
            wide.dyads.push(dyad);
        }
    }
    for regime in &mut wide.regimes {
        regime.compliance = (0..n).map(|_| fixed(0.2)).collect();
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_world_runs() {
        let mut months = 0;
        simulate(&scenario(), 1, 0, 24, |_, state| {
            months += 1;
            assert!(state.economy.stock.iter().all(|s| *s >= 0.0 && s.is_finite()));
        });
        assert_eq!(months, 24);
    }
}
