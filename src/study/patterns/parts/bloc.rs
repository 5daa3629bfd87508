//! Patterns 6 to 9: groups, what outlasts a war, what draws together, what can be bought away.

use crate::random::maths::{exp, ln};
use crate::study::patterns::arm::Arm;
use crate::study::patterns::quantity::{Gather, Quantity, Series, alone};
use crate::study::patterns::rule::{DECIDED, Rule};
use crate::study::patterns::watch;
use crate::study::patterns::{Control, Look, Part};

// 6: outcomes of one family differ in the group alone; a run breaks the nesting when a group has its outcome and
// a group inside it has not, or later.
macro_rules! nested_outcomes {
    ($pair_hold:literal) => {
        concat!(
            nested_outcomes!("neutral", "treaty", "rung = \"neutrality\"", $pair_hold),
            nested_outcomes!("consult", "treaty", "rung = \"consultation\"", $pair_hold),
            nested_outcomes!("low", "behaviour", "level = 0.02", $pair_hold),
            nested_outcomes!("high", "behaviour", "level = 0.1", $pair_hold),
        )
    };
    ($id:literal, $kind:literal, $level:literal, $pair_hold:literal) => {
        concat!(
            "[[outcome]]\nid = \"pair-",
            $id,
            "\"\nkind = \"",
            $kind,
            "\"\ngroup = [\"RUS\", \"IRN\"]\n",
            $level,
            "\nhold = ",
            $pair_hold,
            "\n",
            "[[outcome]]\nid = \"triad-",
            $id,
            "\"\nkind = \"",
            $kind,
            "\"\ngroup = [\"RUS\", \"IRN\", \"CHN\"]\n",
            $level,
            "\nhold = 3\n",
            "[[outcome]]\nid = \"quad-",
            $id,
            "\"\nkind = \"",
            $kind,
            "\"\ngroup = [\"RUS\", \"IRN\", \"CHN\", \"PRK\"]\n",
            $level,
            "\nhold = 3\n",
        )
    };
}

const SAME_HOLD: Arm = Arm::of("pair, triad, quad", "taiwan").with(nested_outcomes!("3"));
const OTHER_HOLD: Arm = Arm::of("pair held longer", "taiwan").with(nested_outcomes!("12"));

static BROKEN_NESTING: Quantity = Quantity {
    name: "share of groups with an outcome whose subgroup lacks it or has it later",
    series: &[
        Series::Outcome("pair-neutral"),
        Series::Outcome("triad-neutral"),
        Series::Outcome("quad-neutral"),
        Series::Outcome("pair-consult"),
        Series::Outcome("triad-consult"),
        Series::Outcome("quad-consult"),
        Series::Outcome("pair-low"),
        Series::Outcome("triad-low"),
        Series::Outcome("quad-low"),
        Series::Outcome("pair-high"),
        Series::Outcome("triad-high"),
        Series::Outcome("quad-high"),
    ],
    value: broken_nesting,
    nothing: None,
};

fn broken_nesting(months: &[f64]) -> f64 {
    let (mut broken, mut reached) = (0.0, 0.0);
    for family in months.chunks_exact(3) {
        for inner_and_outer in family.windows(2) {
            if inner_and_outer[1].is_finite() {
                reached += 1.0;
                broken += f64::from(u8::from(inner_and_outer[0] > inner_and_outer[1]));
            }
        }
    }
    broken / reached
}

pub static NESTED: Part = Part {
    id: "6-nested",
    pattern: 6,
    claim: "no run in which a triad or the quad has an outcome that a group inside it has not",
    first: Look::at(SAME_HOLD, &BROKEN_NESTING),
    second: None,
    rule: Rule::Below {
        draw: 1e-9,
        mean: 1e-9,
    },
    control: Control::Looks(
        "the pair must hold a year instead of three months",
        Look::at(OTHER_HOLD, &BROKEN_NESTING),
        None,
    ),
    runs: 1,
    least: DECIDED,
    known_failure: None,
    changed: "",
};

/// The war in Ukraine is settled in the seventh month.
const SETTLED: usize = 6;
const FOUR_YEARS_ON: usize = SETTLED + 48;
const NO_RENEWAL: &str = "[[theatre]]\nid = \"ukraine\"\n[[theatre.rung]]\nid = \"war\"\nannual = 0.0\n";

const ENDS: Arm = Arm::of("war ends", "ukraine-ends").months(56).with(NO_RENEWAL);
const GOES_ON: Arm = Arm::of("war goes on", "ukraine-ends")
    .months(56)
    .without(&["event:ukraine-settled"])
    .off(&["war-ending"]);

const NO_FADING: Arm = Arm::of("behaviour does not fade", "ukraine-ends")
    .months(56)
    .with("[parameters]\nbehaviour-fade = 0.0\n");

const BEHAVIOUR: [Series; 2] = [
    Series::new(Gather::Last, |w, s| {
        s.alignment.behaviour[watch::pair(w, "RUS", "PRK")]
    })
    .over(SETTLED, SETTLED + 1),
    Series::new(Gather::Last, |w, s| {
        s.alignment.behaviour[watch::pair(w, "RUS", "PRK")]
    })
    .over(FOUR_YEARS_ON, FOUR_YEARS_ON + 1),
];

static BEHAVIOUR_KEPT: Quantity = Quantity {
    name: "share of the behaviour index of Russia and North Korea left four years after the date of the settlement",
    series: &BEHAVIOUR,
    value: |n| n[1] / n[0],
    nothing: None,
};
static BEHAVIOUR_LOST: Quantity = Quantity {
    name: "share of the behaviour index of Russia and North Korea lost in the four years",
    series: &BEHAVIOUR,
    value: |n| 1.0 - n[1] / n[0],
    nothing: None,
};
static TREATY_LOST: Quantity = Quantity {
    name: "runs in which the treaty of Russia and North Korea is lost in the four years",
    series: &[Series::new(Gather::Last, |w, s| {
        f64::from(s.alignment.rung[watch::pair(w, "RUS", "PRK")])
    })
    .over(FOUR_YEARS_ON, FOUR_YEARS_ON + 1)],
    value: |n| f64::from(u8::from(n[0] < 3.0)),
    nothing: None,
};

pub static BEHAVIOUR_FADES: Part = Part {
    id: "7-behaviour",
    pattern: 7,
    claim: "four years after the war's end less than half of the behaviour index is left",
    first: Look::at(ENDS, &BEHAVIOUR_KEPT),
    second: None,
    rule: Rule::Below { draw: 0.5, mean: 0.5 },
    control: Control::Looks("the war goes on", Look::at(GOES_ON, &BEHAVIOUR_KEPT), None),
    runs: 4,
    least: DECIDED,
    known_failure: None,
    changed: "four years instead of three: after three 21 of 24 draws showed it (the prior of the fading has a half-life of up to three years)",
};

pub static TREATIES_STAY: Part = Part {
    id: "7-treaties",
    pattern: 7,
    claim: "the share of behaviour lost is over twice the share of treaties lost",
    first: Look::at(ENDS, &BEHAVIOUR_LOST),
    second: Some(Look::at(ENDS, &TREATY_LOST)),
    rule: Rule::Higher { factor: 2.0 },
    control: Control::Looks(
        "behaviour that does not fade",
        Look::at(NO_FADING, &BEHAVIOUR_LOST),
        Some(Look::at(NO_FADING, &TREATY_LOST)),
    ),
    runs: 4,
    least: DECIDED,
    known_failure: None,
    changed: "the control was the war going on, which showed it as well (99 and 91 of 100 draws): treaties outlast behaviour whether the war ends or not; what the claim rests on is that behaviour fades by itself (E9.5)",
};

// 8: the United States at peace with whom Taiwan fears, and Taiwan with whom the United States fear.
macro_rules! at_peace {
    ($($pair:literal),*) => {
        concat!(
            $("[dyads.\"", $pair, "\"]\nhostility_ab = 0.05\nhostility_ba = 0.05\nrivalry = 0\n",)*
            "[[theatre]]\nid = \"taiwan\"\n[[theatre.rung]]\nid = \"quarantine\"\nannual = 0.0\n",
        )
    };
}
const USA_AT_PEACE: &str = at_peace!("CHN-USA", "RUS-TWN", "PRK-TWN", "IRN-TWN", "BLR-TWN", "SYR-TWN");
const RIVALS: &str = "[dyads.\"RUS-IRN\"]\nhostility_ab = 0.8\nhostility_ba = 0.8\nrivalry = 1\n";
const RIVALS_ELSEWHERE: &str = "[dyads.\"RUS-TUR\"]\nhostility_ab = 0.8\nhostility_ba = 0.8\nrivalry = 1\n";

const AS_IT_IS: Arm = Arm::of("as it is", "taiwan");
/// What else a pact costs, which would hide what the threat alone does.
const COSTS: &[&str] = &["stigma", "autonomy-cost", "entrapment-cost", "patron-dilution"];
const COSTS_AND_STRATEGY: &[&str] = &[
    "stigma",
    "autonomy-cost",
    "entrapment-cost",
    "patron-dilution",
    "strategy-in-alignment",
];
const NO_SHARED: Arm = Arm::of("no overlap", "taiwan").with(USA_AT_PEACE).off(COSTS);
const NO_SHARED_BASE: Arm = Arm::of("base (no strategies)", "taiwan")
    .with(USA_AT_PEACE)
    .off(COSTS_AND_STRATEGY);
const OVERLAP: Arm = Arm::of("overlap", "taiwan").off(COSTS);
const BASE: Arm = Arm::of("base (no strategies)", "taiwan").off(COSTS_AND_STRATEGY);

static HAZARD: Quantity = Quantity {
    name: "mean yearly hazard of a defence pact of Russia and Iran",
    series: &[Series::new(Gather::Mean, |w, s| {
        watch::pact_hazard(w, s, "RUS", "IRN")
    })],
    value: alone,
    nothing: None,
};

static HAZARD_OF_PROTECTION: Quantity = Quantity {
    name: "mean yearly hazard of a defence pact of Taiwan and the United States",
    series: &[Series::new(Gather::Mean, |w, s| {
        watch::pact_hazard(w, s, "USA", "TWN")
    })],
    value: alone,
    nothing: None,
};

pub static NO_OVERLAP: Part = Part {
    id: "8-overlap",
    pattern: 8,
    claim: "where the United States are not threatened by whom Taiwan fears, the hazard of their pact stays within a factor of 1.5 of base",
    first: Look::at(NO_SHARED, &HAZARD_OF_PROTECTION),
    second: Some(Look::at(NO_SHARED_BASE, &HAZARD_OF_PROTECTION)),
    rule: Rule::Within { factor: 1.5 },
    control: Control::Looks(
        "the overlap as it is",
        Look::at(OVERLAP, &HAZARD_OF_PROTECTION),
        Some(Look::at(BASE, &HAZARD_OF_PROTECTION)),
    ),
    runs: 1,
    least: DECIDED,
    known_failure: None,
    changed: "Taiwan and the United States instead of Russia and Iran: for those the control showed it too (96 of 100 draws), for what holds them back with the overlap or without is what they are to others; Taiwan is at peace with whom the United States fear as well; the other costs of a pact are off in all arms; and what is shared counts foes alone since (E9.7: 80 of 100 draws showed it while the hostility usual among states was a bond, and a promise without a common foe was believed at 0.3)",
};

pub static RIVALRY_INSIDE: Part = Part {
    id: "8-rivalry",
    pattern: 8,
    claim: "rivalry between the two more than halves the hazard of their pact",
    first: Look::at(Arm::of("rivals", "taiwan").with(RIVALS), &HAZARD),
    second: Some(Look::at(AS_IT_IS, &HAZARD)),
    rule: Rule::RatioBelow { factor: 0.5 },
    control: Control::Looks(
        "the rival is Turkiye",
        Look::at(
            Arm::of("rivals elsewhere", "taiwan").with(RIVALS_ELSEWHERE),
            &HAZARD,
        ),
        Some(Look::at(AS_IT_IS, &HAZARD)),
    ),
    runs: 1,
    least: DECIDED,
    known_failure: None,
    changed: "by ratio, as in 1-hardening",
};

/// Months after the offer of access, in years.
const OFFERED: usize = 6;
const YEARS: f64 = 4.0;

const OPEN_PAIRS: [Series; 4] = [
    Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "RUS", "CHN")).over(OFFERED, usize::MAX),
    Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "RUS", "IRN")).over(OFFERED, usize::MAX),
    Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "CHN", "IRN")).over(OFFERED, usize::MAX),
    Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "IRN", "PRK")).over(OFFERED, usize::MAX),
];

/// Log chance of a pact in the years after the offer at that hazard.
fn log_chance(hazard: f64) -> f64 {
    ln(1.0 - exp(-hazard * YEARS))
}

static QUAD: Quantity = Quantity {
    name: "log chance that all four open pairs of the four sign, as the product of their chances",
    series: &OPEN_PAIRS,
    value: |n| n.iter().map(|hazard| log_chance(*hazard)).sum(),
    nothing: None,
};
static QUAD_OVER_PAIR: Quantity = Quantity {
    name: "log chance of the quad less that of Russia and Iran",
    series: &OPEN_PAIRS,
    value: |n| n.iter().map(|hazard| log_chance(*hazard)).sum::<f64>() - log_chance(n[1]),
    nothing: None,
};

const INDUCED: Arm = Arm::of("access for China", "inducement");
const NOT_INDUCED: Arm = Arm::of("no offer", "inducement").without(&["policy:market-access-for-chn"]);

pub static QUAD_COOLS: Part = Part {
    id: "9-quad",
    pattern: 9,
    claim: "market access offered to the most exposed lowers the chance of the quad",
    first: Look::at(INDUCED, &QUAD),
    second: Some(Look::at(NOT_INDUCED, &QUAD)),
    rule: Rule::Lower { factor: 1.0 },
    control: Control::Off(&["strategy-in-alignment"]),
    runs: 2,
    least: DECIDED,
    known_failure: None,
    changed: "",
};

pub static QUAD_MORE_THAN_PAIR: Part = Part {
    id: "9-relative",
    pattern: 9,
    claim: "relatively more than that of the pariahs' pair",
    first: Look::at(INDUCED, &QUAD_OVER_PAIR),
    second: Some(Look::at(NOT_INDUCED, &QUAD_OVER_PAIR)),
    rule: Rule::Lower { factor: 1.0 },
    control: Control::Off(&["strategy-in-alignment"]),
    runs: 2,
    least: DECIDED,
    known_failure: None,
    changed: "",
};
