//! Patterns 2 and 5: what a seller has to lose, and what the most exposed sells.

use crate::scenario::world::GoodClass::{Drone, DualUse, Energy, Munition};
use crate::study::patterns::arm::Arm;
use crate::study::patterns::quantity::{Gather, Quantity, Series, alone};
use crate::study::patterns::rule::Rule;
use crate::study::patterns::watch;
use crate::study::patterns::{Control, Look, Part};

/// What the coalition imposes on China where it is shut out: everything but food.
const SHUT_OUT: &str = "[[sanction]]\nid = \"coalition-chn\"\nname = \"The coalition shuts China out\"\n\
    senders = [\"USA\", \"GBR\", \"FRA\", \"DEU\", \"POL\", \"EUR\", \"JPN\", \"KOR\", \"AUS\", \"TWN\"]\ntarget = \"CHN\"\n\
    kind = \"autonomous\"\nsectors = [\"arms\", \"dual-use\", \"energy\", \"exports\", \"labour\", \"finance\", \"technology\"]\n\
    stringency = 0.9\nenforcement = 0.8\nmonitoring = 0.5\n";
const ACCESS_BACK: &str = "[[policy]]\nid = \"access-irn\"\nfrom = \"2022-03\"\nkind = \"market-access\"\ntarget = \"IRN\"\nshare = 0.9\n\
    [[policy]]\nid = \"access-prk\"\nfrom = \"2022-03\"\nkind = \"market-access\"\ntarget = \"PRK\"\nshare = 0.9\n";

const AS_IT_IS: Arm = Arm::of("as it is", "taiwan");
const CLOSED: Arm = Arm::of("China shut out", "taiwan").with(SHUT_OUT);
const WAR: Arm = Arm::of("as it is", "hindcast-2022");
const OPENED: Arm = Arm::of("markets open again", "hindcast-2022").with(ACCESS_BACK);
const INVASION: Arm = Arm::of("invasion", "taiwan-invasion");
const NO_INVASION: Arm = Arm::of("no invasion", "taiwan-invasion").without(&["event:invasion-declared"]);

const HORIZON: f64 = 54.0;
const LETHAL: &[crate::scenario::world::GoodClass] = &[Munition, Drone];
const CUSTOMERS: &[&str] = &["RUS", "IRN", "PRK"];

static FIRST_ARMS: Quantity = Quantity {
    name: "month in which China's sales of arms to Russia, Iran, North Korea reach 10 million USD (54 if never)",
    series: &[Series::new(Gather::Reaches(10.0), |w, s| {
        watch::sold(w, s, "CHN", CUSTOMERS, LETHAL)
    })],
    value: |n| n[0].min(HORIZON),
};

static ARMS_SOLD: Quantity = Quantity {
    name: "arms sold by China to Russia, Iran, North Korea, million USD",
    series: &[Series::new(Gather::Sum, |w, s| {
        watch::sold(w, s, "CHN", CUSTOMERS, LETHAL)
    })],
    value: alone,
};

static PARIAHS_SELL: Quantity = Quantity {
    name: "arms sold by Iran and North Korea to Russia, million USD",
    series: &[Series::new(Gather::Sum, |w, s| {
        watch::sold(w, s, "IRN", &["RUS"], LETHAL) + watch::sold(w, s, "PRK", &["RUS"], LETHAL)
    })],
    value: alone,
};

pub static SHUT_OUT_SELLS_SOONER: Part = Part {
    id: "2-sooner",
    pattern: 2,
    claim: "a great power with less left to lose sells arms sooner",
    first: Look::at(CLOSED, &FIRST_ARMS),
    second: Some(Look::at(AS_IT_IS, &FIRST_ARMS)),
    rule: Rule::Lower { factor: 1.0 },
    control: Control::Off(&["sanction-risk"]),
    runs: 2,
    known_failure: None,
    changed: "",
};

pub static SHUT_OUT_SELLS_MORE: Part = Part {
    id: "2-more",
    pattern: 2,
    claim: "and more of them",
    first: Look::at(CLOSED, &ARMS_SOLD),
    second: Some(Look::at(AS_IT_IS, &ARMS_SOLD)),
    rule: Rule::Higher { factor: 1.0 },
    control: Control::Off(&["sanction-risk"]),
    runs: 2,
    known_failure: None,
    changed: "",
};

pub static ACCESS_BACK_SELLS_LESS: Part = Part {
    id: "2-back",
    pattern: 2,
    claim: "sellers whose markets are opened again sell fewer arms",
    first: Look::at(OPENED, &PARIAHS_SELL),
    second: Some(Look::at(WAR, &PARIAHS_SELL)),
    rule: Rule::Lower { factor: 1.0 },
    control: Control::Off(&["sanction-risk"]),
    runs: 2,
    known_failure: None,
    changed: "",
};

static GREY_GOODS: Quantity = Quantity {
    name: "dual-use goods and energy sold by China to Russia, Iran, North Korea, million USD",
    series: &[Series::new(Gather::Sum, |w, s| {
        watch::sold(w, s, "CHN", CUSTOMERS, &[DualUse, Energy])
    })],
    value: alone,
};

pub static PARTS_NOT_ARMS: Part = Part {
    id: "5-class",
    pattern: 5,
    claim: "the exposed great power sells dual-use goods and energy, and under a twentieth as much in arms",
    first: Look::at(WAR, &ARMS_SOLD),
    second: Some(Look::at(WAR, &GREY_GOODS)),
    rule: Rule::Lower { factor: 0.05 },
    control: Control::Looks(
        "without sanction-risk (arms at least a twentieth)",
        Look::at(UNAFRAID, &ARMS_SOLD),
        Some(Look::at(UNAFRAID, &GREY_GOODS)),
    ),
    runs: 2,
    known_failure: None,
    changed: "",
};

const UNAFRAID: Arm = Arm::of("without fear", "hindcast-2022").off(&["sanction-risk"]);

/// The invasion is declared for the seventh month; a year later sanctions have done their work.
const AFTER: usize = 18;

static UN_COMPLIANCE: Quantity = Quantity {
    name: "China's mean compliance with UN sanctions on Iran and North Korea from a year after the date of the invasion",
    series: &[Series::new(Gather::Mean, |w, s| {
        watch::un_compliance(w, s, "CHN", &["IRN", "PRK"])
    })
    .over(AFTER, usize::MAX)],
    value: alone,
};

static LETHAL_SHARE: Quantity = Quantity {
    name: "share of arms in China's sales of arms and dual-use goods to Russia, Iran, North Korea since the date of the invasion",
    series: &[
        Series::new(Gather::Sum, |w, s| watch::sold(w, s, "CHN", CUSTOMERS, LETHAL)).over(6, usize::MAX),
        Series::new(Gather::Sum, |w, s| {
            watch::sold(w, s, "CHN", CUSTOMERS, &[DualUse])
        })
        .over(6, usize::MAX),
    ],
    value: |n| n[0] / (n[0] + n[1]),
};

pub static LESS_COMPLIANCE: Part = Part {
    id: "5-compliance",
    pattern: 5,
    claim: "once itself under sanctions, it complies less with UN sanctions on others",
    first: Look::at(INVASION, &UN_COMPLIANCE),
    second: Some(Look::at(NO_INVASION, &UN_COMPLIANCE)),
    rule: Rule::Lower { factor: 1.0 },
    control: Control::Off(&["coalition-response"]),
    runs: 2,
    known_failure: None,
    changed: "",
};

pub static OTHER_CLASS: Part = Part {
    id: "5-change",
    pattern: 5,
    claim: "and the class of its sales changes towards arms",
    first: Look::at(INVASION, &LETHAL_SHARE),
    second: Some(Look::at(NO_INVASION, &LETHAL_SHARE)),
    rule: Rule::Higher { factor: 1.0 },
    control: Control::Off(&["coalition-response"]),
    runs: 2,
    known_failure: None,
    changed: "",
};
