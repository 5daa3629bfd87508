//! Pattern 3: evaders who share, compete, and are or are not driven together.

use crate::study::patterns::arm::Arm;
use crate::study::patterns::quantity::{Gather, Quantity, Series, alone};
use crate::study::patterns::rule::{DECIDED, Rule};
use crate::study::patterns::watch;
use crate::study::patterns::{Control, Known, Look, Part};

const NO_OIL_RUS: &str = "[[event]]\nid = \"no-oil-rus\"\nmonth = 1\nkind = \"capacity\"\nactor = \"RUS\"\ngood = \"oil\"\nfactor = 0.0\n";
const NO_OIL_BLR: &str = "[[event]]\nid = \"no-oil-blr\"\nmonth = 1\nkind = \"capacity\"\nactor = \"BLR\"\ngood = \"oil\"\nfactor = 0.0\n";
const A_QUARTER: &str = "[[policy]]\nid = \"less-rus\"\nfrom = 1\nkind = \"stringency\"\ntarget = \"RUS\"\nfactor = 0.25\n\
    [[policy]]\nid = \"less-irn\"\nfrom = 1\nkind = \"stringency\"\ntarget = \"IRN\"\nfactor = 0.25\n\
    [[policy]]\nid = \"less-prk\"\nfrom = 1\nkind = \"stringency\"\ntarget = \"PRK\"\nfactor = 0.25\n";

const AS_IT_IS: Arm = Arm::of("as it is", "taiwan");
const SHARED: Arm = Arm::of("as it is", "taiwan").off(&["tightening", "secondary-sanctions"]);
const NOT_SHARED: Arm =
    Arm::of("logistics not shared", "taiwan").off(&["shared-logistics", "tightening", "secondary-sanctions"]);
const APART: Arm = Arm::of("two sellers", "taiwan").off(&["shared-logistics"]);
const IRN_ALONE: Arm = Arm::of("Russia sells no oil", "taiwan")
    .off(&["shared-logistics"])
    .with(NO_OIL_RUS);
const BLR_SILENT: Arm = Arm::of("Belarus sells no oil", "taiwan")
    .off(&["shared-logistics"])
    .with(NO_OIL_BLR);
const LIGHT: Arm = Arm::of("a quarter of the stringency", "taiwan").with(A_QUARTER);
const LIGHT_NO_STRATEGY: Arm = Arm::of("a quarter of the stringency", "taiwan")
    .with(A_QUARTER)
    .off(&["strategy-in-alignment"]);
const FULL_NO_STRATEGY: Arm = Arm::of("as it is", "taiwan").off(&["strategy-in-alignment"]);

static BITE_RUS: Quantity = Quantity {
    name: "mean bite of sanctions on Russia",
    series: &[Series::new(Gather::Mean, |w, s| watch::bite(w, s, "RUS"))],
    value: alone,
    nothing: None,
};
static BITE_IRN: Quantity = Quantity {
    name: "mean bite of sanctions on Iran",
    series: &[Series::new(Gather::Mean, |w, s| watch::bite(w, s, "IRN"))],
    value: alone,
    nothing: None,
};
static BITE_PRK: Quantity = Quantity {
    name: "mean bite of sanctions on North Korea",
    series: &[Series::new(Gather::Mean, |w, s| watch::bite(w, s, "PRK"))],
    value: alone,
    nothing: None,
};

const fn shared(
    id: &'static str,
    claim: &'static str,
    bite: &'static Quantity,
    known_failure: Option<Known>,
) -> Part {
    Part {
        id,
        pattern: 3,
        claim,
        first: Look::at(SHARED, bite),
        second: Some(Look::at(NOT_SHARED, bite)),
        rule: Rule::Lower { factor: 1.0 },
        control: Control::Off(&["hidden-logistics"]),
        runs: 8,
        least: DECIDED,
        known_failure,
        changed: "senders' answers (tightening, secondary sanctions) are off in all arms, so that the network alone is tried; with them 23, 16 and 22 of 24 draws showed it for Russia, Iran and North Korea; eight runs a draw instead of four, and a faster prior of sharing (logistics-sharing): 87 of 100 draws showed it for Iran before",
    }
}

pub static SHARED_BY_RUS: Part = shared(
    "3-shared-rus",
    "shared logistics lowers the bite of sanctions on Russia",
    &BITE_RUS,
    None,
);
pub static SHARED_BY_IRN: Part = shared("3-shared-irn", "the same for Iran", &BITE_IRN, None);
pub static SHARED_BY_PRK: Part = shared("3-shared-prk", "the same for North Korea", &BITE_PRK, None);

pub static COMPETITION: Part = Part {
    id: "3-competition",
    pattern: 3,
    claim: "a second sanctioned seller of the same goods raises the bite on the first, logistics apart",
    first: Look::at(APART, &BITE_IRN),
    second: Some(Look::at(IRN_ALONE, &BITE_IRN)),
    rule: Rule::Higher { factor: 1.0 },
    control: Control::Looks(
        "the second sells no oil in either arm (Belarus)",
        Look::at(APART, &BITE_IRN),
        Some(Look::at(BLR_SILENT, &BITE_IRN)),
    ),
    runs: 32,
    least: DECIDED,
    known_failure: Known::seen(
        "one draw is missing at 32 runs a draw; what draws differ in since trade, trust and what else is coded of pairs is drawn covers a small effect in some; the mean over draws is clear and the control silent",
    ),
    changed: "against a Russia without oil to sell; against one freed of sanctions, whose contracts go on, 8 of 24 draws showed it; eight runs a draw instead of four (88 of 100 draws showed it), then 32 instead of eight (87)",
};

static PARIAH_HAZARD: Quantity = Quantity {
    name: "mean yearly hazard of a defence pact, Russia and Iran plus Iran and North Korea",
    series: &[
        Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "RUS", "IRN")),
        Series::new(Gather::Mean, |w, s| watch::pact_hazard(w, s, "IRN", "PRK")),
    ],
    value: |n| n[0] + n[1],
    nothing: None,
};

pub static ONLY_BY_THE_SWITCH: Part = Part {
    id: "3-switch",
    pattern: 3,
    claim: "how hard several are sanctioned moves their commitment only through strategy-in-alignment: with it off, hardly",
    first: Look::at(LIGHT_NO_STRATEGY, &PARIAH_HAZARD),
    second: Some(Look::at(FULL_NO_STRATEGY, &PARIAH_HAZARD)),
    rule: Rule::Within { factor: 1.1 },
    control: Control::Looks(
        "strategies on",
        Look::at(LIGHT, &PARIAH_HAZARD),
        Some(Look::at(AS_IT_IS, &PARIAH_HAZARD)),
    ),
    runs: 1,
    least: DECIDED,
    known_failure: None,
    changed: "",
};
