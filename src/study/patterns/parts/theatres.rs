//! Patterns 10 and 12: one theatre's stocks and another's hazard; who fights for whom.

use crate::study::patterns::arm::Arm;
use crate::study::patterns::quantity::{Gather, Quantity, Series, alone};
use crate::study::patterns::rule::{DECIDED, Rule};
use crate::study::patterns::watch;
use crate::study::patterns::{Control, Look, Part};

const NO_GULF_WAR: &str = "[[theatre]]\nid = \"gulf\"\n[[theatre.rung]]\nid = \"war\"\nannual = 0.0\n";
const EVENTS: &[&str] = &["event:gulf-war-resumes", "event:interceptors-lost"];
const NO_ATTENTION: &str = "[parameters]\nopportunity-attention = 0.0\n";
const NO_ATTENTION_NO_WAR: &str = "[parameters]\nopportunity-attention = 0.0\n[[theatre]]\nid = \"gulf\"\n[[theatre.rung]]\nid = \"war\"\nannual = 0.0\n";
const NO_STOCKS: &str =
    "[parameters]\nopportunity-attention = 0.0\nopportunity-depletion = 0.0\nopportunity-deterrence = 0.0\n";
const NO_STOCKS_NO_WAR: &str = "[parameters]\nopportunity-attention = 0.0\nopportunity-depletion = 0.0\nopportunity-deterrence = 0.0\n\
    [[theatre]]\nid = \"gulf\"\n[[theatre.rung]]\nid = \"war\"\nannual = 0.0\n";
const CLAUSE: &str = "[[treaty]]\nid = \"rus-irn-2025\"\nrung = 3\nclause = \"defence\"\nhonour = 0.7\n";

/// The war in the Gulf is declared for the third month; hazards answer for about a year.
static FIRST_STEP: Quantity = Quantity {
    name: "mean monthly hazard of a first step over Taiwan in the year after the Gulf war began",
    series: &[Series::new(Gather::Mean, |w, s| watch::first_step(w, s, "taiwan")).over(3, 15)],
    value: alone,
    nothing: None,
};

const GULF_WAR: Arm = Arm::of("war in the Gulf", "second-front").months(15);
const CALM: Arm = Arm::of("no war in the Gulf", "second-front")
    .months(15)
    .without(EVENTS)
    .with(NO_GULF_WAR);

pub static WAR_ELSEWHERE: Part = Part {
    id: "10-war",
    pattern: 10,
    claim: "a war in the Gulf raises the hazard over Taiwan",
    first: Look::at(GULF_WAR, &FIRST_STEP),
    second: Some(Look::at(CALM, &FIRST_STEP)),
    rule: Rule::Higher { factor: 1.0 },
    control: Control::Off(&["opportunity"]),
    runs: 2,
    least: DECIDED,
    known_failure: None,
    changed: "",
};

pub static STOCKS_ALONE: Part = Part {
    id: "10-stocks",
    pattern: 10,
    claim: "and does so by the stocks it spends alone, attention apart",
    first: Look::at(GULF_WAR.with(NO_ATTENTION), &FIRST_STEP),
    second: Some(Look::at(CALM.with(NO_ATTENTION_NO_WAR), &FIRST_STEP)),
    rule: Rule::Higher { factor: 1.0 },
    control: Control::Looks(
        "stocks carry no weight",
        Look::at(GULF_WAR.with(NO_STOCKS), &FIRST_STEP),
        Some(Look::at(CALM.with(NO_STOCKS_NO_WAR), &FIRST_STEP)),
    ),
    runs: 2,
    least: DECIDED,
    known_failure: None,
    changed: "",
};

const STRUCK: Arm = Arm::of("no clause", "gulf-war");
const BOUND: Arm = Arm::of("Russia bound by a clause", "gulf-war").with(CLAUSE);

static UNBOUND_FORCES: Quantity = Quantity {
    name: "runs in which an outsider without a defence treaty sends forces to Iran's side",
    series: &[Series::new(Gather::Largest, |w, s| {
        watch::outside_forces(w, s, "gulf", true)
    })],
    value: alone,
    nothing: None,
};
static ANY_FORCES: Quantity = Quantity {
    name: "runs in which an outsider sends forces to Iran's side",
    series: &[Series::new(Gather::Largest, |w, s| {
        watch::outside_forces(w, s, "gulf", false)
    })],
    value: alone,
    nothing: None,
};

pub static NO_CLAUSE_NO_FORCES: Part = Part {
    id: "12-forces",
    pattern: 12,
    claim: "a struck partner without a clause gets no forces in over 95 % of runs (in a draw: at most one run of eight)",
    first: Look::at(STRUCK, &UNBOUND_FORCES),
    second: None,
    rule: Rule::Below {
        draw: 0.13,
        mean: 0.05,
    },
    control: Control::Looks("Russia bound by a clause", Look::at(BOUND, &ANY_FORCES), None),
    runs: 8,
    least: DECIDED,
    known_failure: None,
    changed: "",
};
