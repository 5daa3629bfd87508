//! Sanction regimes, evasion and compliance.
//!
//! Regimes: the first `world.scenario.regimes.len()` are those of the world; after them comes one
//! **slot** per actor, dormant at the start, which holds what a new coalition (or an adopted draft on a
//! target without UN regime) imposes on that actor: slot of actor `a` = regimes.len() + a.

use crate::model::world::{SECTORS, World};
use crate::scenario::world::Sector;

/// Results of a draft in the Security Council.
pub mod draft {
    pub const NONE: u8 = 0;
    pub const ADOPTED: u8 = 1;
    pub const VETOED: u8 = 2;
    pub const FAILED: u8 = 3;
    pub const MONITORING_VETOED: u8 = 4;
}

/// Written by the sanctions phase (factors of policies: by the shocks).
#[derive(Clone, Debug)]
pub struct Sanctions {
    // Regimes and slots r, count = regimes.len() + n.
    pub in_force: Vec<bool>,
    /// Stringency the senders have decided, before relief and policies, 0 to 1.
    pub stringency: Vec<f64>,
    pub enforcement: Vec<f64>,
    pub monitoring: Vec<f64>,
    /// UN monitoring of the regime's target has been ended.
    pub is_monitoring_ended: Vec<bool>,
    /// Under relief by a deal: part of the stringency is suspended.
    pub is_relieved: Vec<bool>,
    /// Months since the present relief began (0 without relief).
    pub relieved_months: Vec<u32>,
    pub fatigue: Vec<f64>,
    /// How far each actor observes the regime, r x n, 0 to 1 (senders of a regime 1; senders of a slot
    /// as far as each has decided).
    pub compliance: Vec<f64>,
    /// e^-intercept of third states' compliance, r x n: at the first month nothing moves by itself.
    pub anchor: Vec<f64>,
    /// Draft on the target this month: 0 none, 1 adopted, 2 vetoed, 3 failed for lack of votes, 4 monitoring vetoed.
    pub draft: Vec<u8>,
    /// Stringency, enforcement, monitoring in effect: after relief, policies, end of monitoring.
    pub effective: Vec<f64>,
    pub effective_enforcement: Vec<f64>,
    pub effective_monitoring: Vec<f64>,
    // Constants of the run, r: target, sectors covered (1 or 0), whether of the UN.
    pub target: Vec<usize>,
    pub covers: Vec<[f64; SECTORS]>,
    pub is_un: Vec<bool>,
    /// Senders of a regime of the world, r x n.
    pub is_sender: Vec<bool>,

    // Actors.
    /// Sector stringency already suffered from all regimes, actor x SECTORS, 0 to 1.
    pub suffered: Vec<f64>,
    /// How strongly any regime names the actor's sector, whoever observes it, actor x SECTORS, 0 to 1.
    pub listed: Vec<f64>,
    /// Monitoring x enforcement on the actor's trade in a sector, actor x SECTORS, 0 to 1.
    pub watch: Vec<f64>,
    /// Remaining exposure x: share of trade with senders' coalition not yet lost, 0 to 1.
    pub exposure: Vec<f64>,
    /// The same by partner: actor x n + member of the coalition.
    pub exposure_to: Vec<f64>,
    /// Weight in the sanctioning coalition that others fear, 0 to 1.
    pub coalition: Vec<f64>,
    /// Secondary sanctions on the actor's firms, 0 to 1.
    pub secondary: Vec<f64>,
    /// Violations detected so far (decaying), by actor: detected sales of typical size.
    pub violations: Vec<f64>,
    /// Share of imports by sea stopped by force, 0 to 1.
    pub blockade: Vec<f64>,
    /// Value of unsanctioned trade that force stops this month, million USD, by actor.
    pub blocked_value: Vec<f64>,
    /// Bite on the target: 1 - realised / unsanctioned flow, 0 to 1.
    pub bite: Vec<f64>,
    /// Coalition members in the present wave of sanctions: n x n, sender x target strength, 0 to 1.
    pub sanctioning: Vec<f64>,
    /// The same by target: target x n + sender.
    pub(in crate::model) sanctioned_by: Vec<f64>,
    /// How far a state has decided to sanction an aggressor in its slot: sender x n + target, 0 to 1.
    pub resolve: Vec<f64>,

    // Directed pairs.
    /// Probability-weighted friction on a flow from one to another by sector: (from x n + to) x SECTORS,
    /// 1 = untouched, 0 = stopped.
    pub passage: Vec<f64>,
    /// Something noticeable happened to passages since the market last looked.
    pub is_stirred: bool,
    /// Mean passage over sectors, now and at the start: background trade moves with their ratio.
    pub mean_passage: Vec<f64>,
    pub mean_passage_at_start: Vec<f64>,
    /// Value detected this month, directed, million USD.
    pub detected: Vec<f64>,
    /// Hidden logistics K, undirected (stored in both directions), 0 to 3.
    pub logistics: Vec<f64>,
    /// Share of the second in the first's trade now (twelve months, all trade), actor x n + partner.
    pub trade_share: Vec<f64>,
    /// Share the second could have of the first's trade without sanctions, actor x n + partner.
    pub market_share: Vec<f64>,
    /// Evasion revenue this month, by actor, million USD.
    pub evasion_revenue: Vec<f64>,
    /// Sanctions imposed on an actor as punishment for sales of a sector, actor x SECTORS.
    pub punished: Vec<f64>,

    // Policies in force this month (interventions), by target: recomputed every month.
    pub policy_stringency: Vec<f64>,
    pub policy_enforcement: Vec<f64>,
    /// Share of its trade restored (above 0) or closed (below 0) by the senders, -1 to 1.
    pub policy_access: Vec<f64>,
    pub policy_secondary: Vec<f64>,

    // Working space of the phase, so that nothing is allocated in the month.
    pub(super) scratch: Scratch,
}

/// Working space of the sanctions phase; nothing in it outlives the month but the opening arrays.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    /// Directed: hazard of detection, value in listed sectors, value in controlled sectors (arms,
    /// dual-use, technology), bits of the sectors sold by states, value detected as a size in [0, 1).
    pub hazard: Vec<f64>,
    pub watched: Vec<f64>,
    pub controlled: Vec<f64>,
    pub sectors: Vec<u8>,
    pub size: Vec<f64>,
    /// Directed pairs with trade under sanctions this month, and the pairs among them that were seen.
    pub traffic: Vec<usize>,
    pub is_traffic: Vec<bool>,
    pub caught: Vec<usize>,
    /// Actors: sum of the sizes seen this month of what they sold or bought.
    pub seen: Vec<f64>,
    /// Actors: size of the controlled trade with targets seen this month.
    pub sales: Vec<f64>,
    /// Targets: weight of those who sanction them; not a number until somebody asks.
    pub force: Vec<f64>,
    /// Pairs (first x n + second, first < second) with hidden logistics or trade under sanctions.
    pub evading: Vec<usize>,
    /// 1 / conspicuous quantity of each good, then of each domain.
    pub sight: Vec<f64>,
    /// All regimes and slots sorted by target; those in force among them; per live target its actor and
    /// its part of `live`. Nothing but these lists is looped over, so dormant slots cost nothing.
    pub by_target: Vec<usize>,
    pub live: Vec<usize>,
    /// The same regimes, as passages read them.
    pub packed: Vec<Packed>,
    pub groups: Vec<Group>,
    /// How many regimes were in force, and their weight on each target, when the coalition was last looked at.
    pub live_before: usize,
    pub weight_before: Vec<f64>,
    pub group_of: Vec<Option<Group>>,
    /// How far each actor is a sender, r x n, 0 to 1 (slots: by resolve).
    pub sends: Vec<f64>,
    /// How far third states take notice of a regime, 0 to 1: 1 for those of the world; slots by the economy
    /// of their senders.
    pub reach: Vec<f64>,
    /// Actors whose flows any regime, closure or blockade touches; and whether each is one.
    pub touched: Vec<usize>,
    pub is_touched: Vec<bool>,
    /// Months of the run so far; actors whose passages are computed now; what bore on them when last they were.
    pub turn: usize,
    pub is_due: Vec<bool>,
    pub marked: Vec<f64>,
    /// Actors: best logistics an actor has, and can learn from partners.
    pub skill: Vec<f64>,
    pub offered: Vec<f64>,
    /// Actors: what partners could teach them.
    pub teaching: Vec<super::logistics::Teacher>,
    /// Actors: highest enforcement on the actor; energy short or dear; starts a war now.
    pub enforced: Vec<f64>,
    pub energy: Vec<f64>,
    pub is_energy_short: bool,
    pub attacks_now: Vec<bool>,
    /// Target x n + sender: membership of regimes; share of their trade that the sender has cut.
    pub membership: Vec<f64>,
    pub cut: Vec<f64>,
    /// Actors: strength of the sanctions of each on the target at hand; what speaks for observing them.
    pub strength: Vec<f64>,
    pub inclination: Vec<f64>,
    /// Share of its capacity for energy that an actor does not need itself, 0 to 1.
    pub spare_energy: Vec<f64>,
    /// Share of trade in the sectors that each regime covers.
    pub breadth: Vec<f64>,
    /// Trust of the second in the first as last perceived, actor x n + truster.
    pub trusted_by: Vec<f64>,
    /// Pairs bound to defence.
    pub allies: Vec<(usize, usize)>,
    /// Directed: background trade of the start as it would be without the sanctions of the start.
    pub unsanctioned_at_start: Vec<f64>,
    /// Actors: realised and unsanctioned trade.
    pub realised: Vec<f64>,
    pub unsanctioned: Vec<f64>,
    /// Treaty rung per pair and rung per theatre at the start of the world.
    pub opening_rung: Vec<u8>,
    pub opening_theatre: Vec<usize>,
}

/// A regime in force: its row in arrays r x n, what it stops and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed {
    pub row: usize,
    pub stringency: f64,
    pub enforcement: f64,
    pub covers: [f64; SECTORS],
}

/// The regimes in force on one target: `live[first..last]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub target: usize,
    pub first: usize,
    pub last: usize,
}

/// Indices of `targets` sorted by target.
fn sorted_by_target(targets: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..targets.len()).collect();
    order.sort_by_key(|&r| targets[r]);
    order
}

impl Scratch {
    fn sized(world: &World, targets: &[usize], is_sender: &[bool]) -> Self {
        let (n, r) = (world.n, targets.len());
        let mut opening_rung = vec![0u8; world.pairs];
        for treaty in &world.scenario.treaties {
            for (place, &a) in treaty.members.iter().enumerate() {
                for &b in &treaty.members[place + 1..] {
                    let rung = &mut opening_rung[world.pair(a, b)];
                    *rung = (*rung).max(treaty.rung);
                }
            }
        }
        Scratch {
            hazard: vec![0.0; n * n],
            watched: vec![0.0; n * n],
            controlled: vec![0.0; n * n],
            sectors: vec![0; n * n],
            size: vec![0.0; n * n],
            traffic: Vec::with_capacity(n * n),
            is_traffic: vec![false; n * n],
            caught: Vec::with_capacity(n * n),
            seen: vec![0.0; n],
            sales: vec![0.0; n],
            force: vec![f64::NAN; n],
            evading: Vec::with_capacity(n * n),
            sight: vec![0.0; world.g + world.d],
            by_target: sorted_by_target(targets),
            live: Vec::with_capacity(r),
            packed: Vec::with_capacity(r),
            groups: Vec::with_capacity(n),
            live_before: 0,
            weight_before: vec![0.0; n],
            group_of: vec![None; n],
            sends: is_sender
                .iter()
                .map(|sends| f64::from(u8::from(*sends)))
                .collect(),
            reach: vec![1.0; r],
            touched: Vec::with_capacity(n),
            is_touched: vec![false; n],
            turn: 0,
            is_due: vec![false; n],
            marked: vec![f64::NAN; n],
            skill: vec![0.0; n],
            offered: vec![0.0; n],
            teaching: vec![Default::default(); n],
            enforced: vec![0.0; n],
            energy: vec![0.0; n],
            is_energy_short: false,
            attacks_now: vec![false; n],
            membership: vec![0.0; n * n],
            cut: vec![0.0; n * n],
            strength: vec![0.0; n],
            inclination: vec![0.0; n],
            spare_energy: vec![0.0; n],
            breadth: vec![0.0; r],
            trusted_by: vec![0.0; n * n],
            allies: Vec::with_capacity(world.pairs),
            unsanctioned_at_start: vec![0.0; n * n],
            realised: vec![0.0; n],
            unsanctioned: vec![0.0; n],
            opening_rung,
            opening_theatre: world.scenario.theatres.iter().map(|t| t.start_rung).collect(),
        }
    }
}

impl Sanctions {
    /// Whether any regime against the actor is in force.
    #[inline(always)]
    pub fn is_target(&self, actor: usize) -> bool {
        self.scratch.group_of[actor].is_some()
    }

    pub fn sized(world: &World) -> Self {
        let n = world.n;
        let regimes = &world.scenario.regimes;
        let r = regimes.len() + n;
        let mut covers_slot = [1.0; SECTORS];
        covers_slot[Sector::Food as usize] = 0.0;
        let mut is_sender = vec![false; r * n];
        for (index, regime) in regimes.iter().enumerate() {
            for &sender in &regime.senders {
                is_sender[index * n + sender] = true;
            }
        }
        let directed = || vec![0.0; n * n];
        let sectors = || vec![0.0; n * SECTORS];
        let actors = || vec![0.0; n];
        let each = || vec![0.0; r];
        let target: Vec<usize> = regimes.iter().map(|x| x.target).chain(0..n).collect();
        let scratch = Scratch::sized(world, &target, &is_sender);
        Sanctions {
            in_force: vec![false; r],
            stringency: each(),
            enforcement: each(),
            monitoring: each(),
            is_monitoring_ended: vec![false; r],
            is_relieved: vec![false; r],
            relieved_months: vec![0; r],
            fatigue: each(),
            compliance: vec![0.0; r * n],
            anchor: vec![0.0; r * n],
            draft: vec![draft::NONE; r],
            effective: each(),
            effective_enforcement: each(),
            effective_monitoring: each(),
            target,
            covers: regimes
                .iter()
                .map(|x| x.covers.map(|is_covered| f64::from(u8::from(is_covered))))
                .chain((0..n).map(|_| covers_slot))
                .collect(),
            is_un: regimes
                .iter()
                .map(|x| x.is_un)
                .chain((0..n).map(|_| false))
                .collect(),
            is_sender,
            suffered: sectors(),
            listed: sectors(),
            watch: sectors(),
            exposure: actors(),
            exposure_to: directed(),
            coalition: actors(),
            secondary: actors(),
            violations: actors(),
            blockade: actors(),
            blocked_value: actors(),
            bite: actors(),
            sanctioning: directed(),
            sanctioned_by: directed(),
            resolve: directed(),
            passage: vec![1.0; n * n * SECTORS],
            is_stirred: true,
            mean_passage: vec![1.0; n * n],
            mean_passage_at_start: vec![1.0; n * n],
            detected: directed(),
            logistics: directed(),
            trade_share: directed(),
            market_share: directed(),
            evasion_revenue: actors(),
            punished: sectors(),
            policy_stringency: vec![1.0; n],
            policy_enforcement: vec![1.0; n],
            policy_access: actors(),
            policy_secondary: actors(),
            scratch,
        }
    }

    /// How many regimes and slots there are.
    pub fn count(&self) -> usize {
        self.target.len()
    }
}
