//! Conditions of outcomes: from `kind` and its fields to indices.

use super::cells::{AMOUNT, Bounds, LARGEST, SHARE};
use super::fields::{Fields, wrong_type};
use super::goods::GoodNames;
use super::names::Names;
use super::theatres::{SIDES, rung_named};
use crate::scenario::outcome::{Condition, End, Feeling, FlowSelection, Measure, Resolution};
use crate::scenario::source::node::{Node, Table, Value};
use crate::scenario::source::problem::{Problems, code};
use crate::scenario::world::{Cargo, Good, GoodClass, Institution, Sector, Theatre};

/// Every kind of condition, as written in a scenario, with its fields.
pub const KINDS: &[(&str, &str)] = &[
    ("treaty", "group, rung"),
    ("behaviour", "group, level"),
    (
        "flow",
        "sender, receiver, goods, classes, measure, at_least, unit",
    ),
    ("supply-share", "sender, receiver, goods, classes, above"),
    ("stock", "actor, good, below or above"),
    ("resolution", "target, result"),
    ("bite", "target, below"),
    ("sanctions", "target, sectors, at_least"),
    ("secondary-sanctions", "target, at_least"),
    ("theatre-at", "theatre, rung"),
    ("theatre-ended", "theatre, ending, winner"),
    ("joined", "theatre, actor"),
    ("help", "theatre, actor, side, grade"),
    ("wars", "at_least"),
    ("test", "actor"),
    ("exercise", "group"),
    ("institution", "actor, institution"),
    ("hosting", "host, guest"),
    ("licence", "actor, good"),
    ("technology", "actor, technology, above"),
    ("pressure", "actor, above"),
    ("crisis", "actor"),
    ("obligation", "actor, ally, result"),
    ("hostility", "actor, towards, below or above"),
    ("trust", "actor, towards, below or above"),
    ("debt", "debtor, creditor, at_least"),
    ("relief", "target"),
    ("price", "good, above"),
    ("no-deal", "seller, buyer, good"),
    ("any", "conditions"),
    ("all", "conditions"),
    ("not", "condition"),
    ("before", "first, then"),
    ("ever", "condition"),
];

/// Names of the treaty rungs 1 to 4.
pub const RUNGS: [&str; 4] = ["neutrality", "consultation", "defence", "integrated"];

/// Grades of help, 0 to 8, in the order of `model::war::state::grade` (docs/odd.md, E7.5).
pub const GRADES: [&str; 9] = [
    "nothing",
    "words",
    "veto",
    "intelligence",
    "parts",
    "munitions",
    "distraction",
    "troops",
    "joining",
];

/// Deepest nesting of conditions.
const DEEPEST: usize = 16;

/// The smallest quantity the model counts, 2^-20 of a unit: any flow at all.
const SMALLEST: f64 = 1.0 / 1_048_576.0;

/// What conditions may name.
pub struct Lookup<'a> {
    pub actors: &'a Names,
    pub goods: &'a GoodNames,
    pub good_list: &'a [Good],
    pub theatres: &'a [Theatre],
    pub theatre_names: Names,
    pub institution_names: Names,
    pub sectors: Names,
}

impl<'a> Lookup<'a> {
    pub fn new(
        actors: &'a Names,
        goods: &'a GoodNames,
        good_list: &'a [Good],
        theatres: &'a [Theatre],
        institutions: &[Institution],
    ) -> Self {
        Lookup {
            actors,
            goods,
            good_list,
            theatres,
            theatre_names: Names::new(
                "theatre",
                theatres.iter().map(|theatre| theatre.id.clone()).collect(),
            ),
            institution_names: Names::new(
                "institution",
                institutions.iter().map(|club| club.id.clone()).collect(),
            ),
            sectors: Names::new(
                "sector",
                Sector::ALL.iter().map(|sector| sector.id().to_owned()).collect(),
            ),
        }
    }
}

/// Reads the condition whose fields stand in `fields`; the caller reports unknown keys.
pub fn condition(
    fields: &mut Fields,
    lookup: &Lookup,
    depth: usize,
    problems: &mut Problems,
) -> Option<Condition> {
    let kind = fields.needed_text("kind", problems)?;
    match kind {
        "any" | "all" | "not" | "before" | "ever" => composed(kind, fields, lookup, depth, problems),
        "treaty" | "behaviour" | "exercise" => of_group(kind, fields, lookup, problems),
        "flow" | "supply-share" | "stock" | "price" | "no-deal" => of_goods(kind, fields, lookup, problems),
        "resolution" | "bite" | "sanctions" | "secondary-sanctions" | "relief" => {
            of_sanctions(kind, fields, lookup, problems)
        }
        "theatre-at" | "theatre-ended" | "joined" | "help" | "wars" => {
            of_wars(kind, fields, lookup, problems)
        }
        "test" | "institution" | "hosting" | "licence" | "technology" | "pressure" | "crisis" => {
            of_actor(kind, fields, lookup, problems)
        }
        "obligation" | "hostility" | "trust" | "debt" => of_two(kind, fields, lookup, problems),
        _ => {
            problems.add_unknown(
                code::UNKNOWN_NAME,
                fields.place_of("kind"),
                "kind",
                "kind of outcome",
                kind,
                KINDS.iter().map(|(kind, _)| *kind),
            );
            None
        }
    }
}

fn nested(
    node: &Node,
    key: &'static str,
    lookup: &Lookup,
    depth: usize,
    problems: &mut Problems,
) -> Option<Condition> {
    let Value::Table(table) = &node.value else {
        wrong_type(node, key, "{ kind = \"...\", ... }", problems);
        return None;
    };
    if depth >= DEEPEST {
        problems.add(
            code::CONTRADICTION,
            &node.place,
            key,
            format!("conditions are nested more than {DEEPEST} deep"),
            "Split the outcome",
        );
        return None;
    }
    inner(table, lookup, depth + 1, problems)
}

fn inner(table: &Table, lookup: &Lookup, depth: usize, problems: &mut Problems) -> Option<Condition> {
    let mut fields = Fields::new(table);
    let found = condition(&mut fields, lookup, depth, problems);
    if found.is_some() {
        fields.finish(problems);
    }
    found
}

fn composed(
    kind: &str,
    fields: &mut Fields,
    lookup: &Lookup,
    depth: usize,
    problems: &mut Problems,
) -> Option<Condition> {
    let mut one = |key: &'static str, problems: &mut Problems| {
        let node = fields.node(key);
        if node.is_none() {
            problems.add(
                code::MISSING_KEY,
                fields.place(),
                key,
                format!("`{key}` is missing"),
                format!("Add {key} = {{ kind = \"...\", ... }}"),
            );
        }
        nested(node?, key, lookup, depth, problems)
    };
    match kind {
        "not" => Some(Condition::Not(Box::new(one("condition", problems)?))),
        "ever" => Some(Condition::Ever(Box::new(one("condition", problems)?))),
        "before" => {
            let (first, then) = (one("first", problems), one("then", problems));
            Some(Condition::Before {
                first: Box::new(first?),
                then: Box::new(then?),
            })
        }
        _ => {
            let Some(Node {
                value: Value::List(items),
                ..
            }) = fields.node("conditions")
            else {
                problems.add(
                    code::MISSING_KEY,
                    fields.place(),
                    "conditions",
                    "`conditions` is missing or no list",
                    "Add conditions = [{ kind = \"...\", ... }, ...]",
                );
                return None;
            };
            if items.is_empty() {
                problems.add(
                    code::CONTRADICTION,
                    fields.place_of("conditions"),
                    "conditions",
                    "`conditions` is empty",
                    "Name at least one condition",
                );
            }
            let found: Vec<Option<Condition>> = items
                .iter()
                .map(|node| nested(node, "conditions", lookup, depth, problems))
                .collect();
            let found: Option<Vec<Condition>> = found.into_iter().collect();
            found.map(if kind == "any" {
                Condition::Any
            } else {
                Condition::All
            })
        }
    }
}

fn group(fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Vec<usize>> {
    let stated = fields.texts("group", &mut Problems::default()).len();
    let group = fields.names("group", lookup.actors, problems);
    if stated < 2 {
        problems.add(
            code::CONTRADICTION,
            fields.place_of("group"),
            "group",
            format!("the group has {stated} members"),
            "Name at least two actors: group = [\"A\", \"B\"]",
        );
        return None;
    }
    (group.len() >= 2).then_some(group)
}

fn of_group(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    let group = group(fields, lookup, problems);
    match kind {
        "treaty" => {
            let rung = treaty_rung(fields, problems);
            Some(Condition::Treaty {
                group: group?,
                rung: rung?,
            })
        }
        "behaviour" => {
            let level = fields.needed_number("level", SHARE, problems);
            Some(Condition::Behaviour {
                group: group?,
                level: level?,
            })
        }
        _ => Some(Condition::Exercise { group: group? }),
    }
}

fn treaty_rung(fields: &mut Fields, problems: &mut Problems) -> Option<u8> {
    match fields.node("rung").map(|node| &node.value) {
        Some(Value::Number(_)) => fields
            .count("rung", Bounds(1.0, 4.0), problems)
            .map(|rung| rung as u8),
        _ => {
            fields.needed_text("rung", problems)?;
            fields
                .choice("rung", &RUNGS, problems)
                .map(|index| index as u8 + 1)
        }
    }
}

/// Senders, receivers and cargo of a flow; empty lists stand for any.
pub fn selection(fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> FlowSelection {
    let from = fields.names("sender", lookup.actors, problems);
    let to = fields.names("receiver", lookup.actors, problems);
    let mut cargo: Vec<Cargo> = fields
        .names("goods", &lookup.goods.all, problems)
        .into_iter()
        .map(|good| lookup.goods.cargo(good))
        .collect();
    let classes = Names::new(
        "class",
        GoodClass::ALL.iter().map(|class| class.id().to_owned()).collect(),
    );
    for class in fields.names("classes", &classes, problems) {
        let members =
            (0..lookup.good_list.len()).filter(|good| lookup.good_list[*good].class == GoodClass::ALL[class]);
        cargo.extend(members.map(Cargo::Good));
    }
    cargo.sort_unstable();
    cargo.dedup();
    FlowSelection { from, to, cargo }
}

fn of_goods(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    match kind {
        "flow" => flow(fields, lookup, problems),
        "supply-share" => {
            let flow = selection(fields, lookup, problems);
            let above = fields.needed_number("above", SHARE, problems);
            Some(Condition::SupplyShare { flow, above: above? })
        }
        "price" => {
            let good = fields.name("good", &lookup.goods.goods, problems);
            let above = fields.needed_number("above", AMOUNT, problems);
            Some(Condition::Price {
                good: good?,
                above: above?,
            })
        }
        "no-deal" => {
            let seller = fields.name("seller", lookup.actors, problems);
            let buyer = fields.name("buyer", lookup.actors, problems);
            let good = fields.name("good", &lookup.goods.goods, problems);
            Some(Condition::NoDeal {
                seller: seller?,
                buyer: buyer?,
                good: good?,
            })
        }
        _ => {
            let actor = fields.name("actor", lookup.actors, problems);
            let good = fields.name("good", &lookup.goods.goods, problems);
            let (below, above) = bounds(fields, AMOUNT, ", in the unit of the good", problems);
            Some(Condition::Stock {
                actor: actor?,
                good: good?,
                below,
                above,
            })
        }
    }
}

/// `below` and `above`, of which one at least must stand.
fn bounds(
    fields: &mut Fields,
    range: Bounds,
    unit: &str,
    problems: &mut Problems,
) -> (Option<f64>, Option<f64>) {
    let (below, above) = (
        fields.number("below", range, problems),
        fields.number("above", range, problems),
    );
    if fields.table.get("below").is_none() && fields.table.get("above").is_none() {
        problems.add(
            code::MISSING_KEY,
            fields.place(),
            "below",
            "neither `below` nor `above` is stated",
            format!("Add below = ... or above = ...{unit}"),
        );
    }
    (below, above)
}

/// Conditions on one actor and what it owes or feels towards another.
fn of_two(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    if kind == "debt" {
        let debtor = fields.name("debtor", lookup.actors, problems);
        let creditor = fields.name("creditor", lookup.actors, problems);
        let at_least = fields.needed_number("at_least", AMOUNT, problems);
        return Some(Condition::Debt {
            debtor: debtor?,
            creditor: creditor?,
            at_least: at_least?,
        });
    }
    let actor = fields.name("actor", lookup.actors, problems);
    if kind == "obligation" {
        let ally = fields.name("ally", lookup.actors, problems);
        fields.needed_text("result", problems)?;
        let result = fields.choice("result", &["kept", "broken"], problems)?;
        return Some(Condition::Obligation {
            actor: actor?,
            ally: ally?,
            is_kept: result == 0,
        });
    }
    let towards = fields.name("towards", lookup.actors, problems);
    let (below, above) = bounds(fields, SHARE, ", from 0 to 1", problems);
    Some(Condition::Feeling {
        feeling: if kind == "trust" {
            Feeling::Trust
        } else {
            Feeling::Hostility
        },
        actor: actor?,
        towards: towards?,
        below,
        above,
    })
}

fn flow(fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    let flow = selection(fields, lookup, problems);
    let measures = [Measure::Cumulative, Measure::Monthly, Measure::Yearly];
    let measure = match fields.node("measure") {
        Some(_) => measures[fields.choice("measure", &["cumulative", "monthly", "yearly"], problems)?],
        None => Measure::Cumulative,
    };
    let unit = match fields.node("unit") {
        Some(_) => fields.choice("unit", &["good", "value"], problems),
        None => Some(0),
    };
    let stated = fields.number("at_least", Bounds(SMALLEST, LARGEST), problems);
    let stated_goods = fields.texts("goods", &mut Problems::default()).len();
    let is_single = flow.cargo.len() == 1 || (stated_goods == 1 && fields.table.get("classes").is_none());
    if fields.table.get("at_least").is_some() && !is_single && unit == Some(0) {
        problems.add(
            code::WRONG_UNIT,
            fields.place_of("at_least"),
            "unit",
            "`at_least` speaks of more than one good, which have no common unit",
            "Add unit = \"value\" (million USD at reference prices), or name one good",
        );
    }
    // One good is counted in its unit, several in million USD: a value of one good is turned into units here.
    let at_least = match (stated, flow.cargo.as_slice(), unit) {
        (Some(value), [Cargo::Good(good)], Some(1)) => {
            value / lookup.good_list[*good].price.central.max(1e-12)
        }
        (Some(amount), _, _) => amount,
        (None, _, _) => SMALLEST,
    };
    Some(Condition::Flow {
        flow,
        measure,
        at_least,
    })
}

fn of_sanctions(
    kind: &str,
    fields: &mut Fields,
    lookup: &Lookup,
    problems: &mut Problems,
) -> Option<Condition> {
    let target = fields.name("target", lookup.actors, problems);
    match kind {
        "resolution" => {
            let results = [
                Resolution::Adopted,
                Resolution::Vetoed,
                Resolution::MonitoringEnded,
            ];
            fields.needed_text("result", problems)?;
            let result = fields.choice("result", &["adopted", "vetoed", "monitoring-ended"], problems)?;
            Some(Condition::Resolution {
                target: target?,
                result: results[result],
            })
        }
        "relief" => Some(Condition::Relief { target: target? }),
        "bite" => {
            let below = fields.needed_number("below", SHARE, problems);
            Some(Condition::Bite {
                target: target?,
                below: below?,
            })
        }
        "sanctions" => {
            let sectors = fields
                .names("sectors", &lookup.sectors, problems)
                .into_iter()
                .map(|index| Sector::ALL[index])
                .collect();
            let at_least = fields.needed_number("at_least", SHARE, problems);
            Some(Condition::Sanctions {
                target: target?,
                sectors,
                at_least: at_least?,
            })
        }
        _ => {
            let at_least = fields.needed_number("at_least", SHARE, problems);
            Some(Condition::SecondarySanctions {
                target: target?,
                at_least: at_least?,
            })
        }
    }
}

/// The rung of a theatre that a key names; `calm` only where `may_be_calm`.
pub fn theatre_rung(
    fields: &mut Fields,
    theatre: usize,
    lookup: &Lookup,
    may_be_calm: bool,
    problems: &mut Problems,
) -> Option<usize> {
    let name = fields.needed_text("rung", problems)?;
    let ladder = &lookup.theatres[theatre].ladder;
    let found = rung_named(name, ladder).filter(|rung| *rung > 0 || may_be_calm);
    if found.is_none() {
        let valid = ladder
            .iter()
            .map(|rung| rung.id.as_str())
            .chain(may_be_calm.then_some(super::theatres::CALM));
        problems.add_unknown(
            code::UNKNOWN_NAME,
            fields.place_of("rung"),
            "rung",
            "rung",
            name,
            valid,
        );
    }
    found
}

fn of_wars(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    if kind == "wars" {
        fields.needed_number("at_least", Bounds(1.0, 1_000.0), problems)?;
        return Some(Condition::Wars {
            at_least: fields.count("at_least", Bounds(1.0, 1_000.0), problems)?,
        });
    }
    let theatre = fields.name("theatre", &lookup.theatre_names, problems);
    match kind {
        "theatre-at" => {
            fields.node("rung");
            let theatre = theatre?;
            Some(Condition::TheatreAt {
                theatre,
                rung: theatre_rung(fields, theatre, lookup, false, problems)?,
            })
        }
        "theatre-ended" => {
            let ends = [End::Settlement, End::Collapse, End::Victory];
            let ending = match fields.node("ending") {
                Some(_) => {
                    Some(ends[fields.choice("ending", &["settlement", "collapse", "victory"], problems)?])
                }
                None => None,
            };
            let winner = match fields.node("winner") {
                Some(_) => Some(fields.choice("winner", &SIDES, problems)?),
                None => None,
            };
            Some(Condition::TheatreEnded {
                theatre: theatre?,
                ending,
                winner,
            })
        }
        "joined" => {
            let actor = fields.name("actor", lookup.actors, problems);
            Some(Condition::Joined {
                theatre: theatre?,
                actor: actor?,
            })
        }
        _ => {
            let actor = fields.name("actor", lookup.actors, problems);
            fields.needed_text("side", problems)?;
            let side = fields.choice("side", &SIDES, problems);
            fields.needed_text("grade", problems)?;
            let grade = fields.choice("grade", &GRADES, problems).map(|grade| grade as u8);
            Some(Condition::Help {
                theatre: theatre?,
                actor: actor?,
                side: side?,
                grade: grade?,
            })
        }
    }
}

fn of_actor(kind: &str, fields: &mut Fields, lookup: &Lookup, problems: &mut Problems) -> Option<Condition> {
    if kind == "hosting" {
        let (host, guest) = (
            fields.name("host", lookup.actors, problems),
            fields.name("guest", lookup.actors, problems),
        );
        return Some(Condition::Hosting {
            host: host?,
            guest: guest?,
        });
    }
    let actor = fields.name("actor", lookup.actors, problems);
    match kind {
        "test" => Some(Condition::Test { actor: actor? }),
        "crisis" => Some(Condition::Crisis { actor: actor? }),
        "institution" => {
            let institution = fields.name("institution", &lookup.institution_names, problems);
            Some(Condition::Institution {
                actor: actor?,
                institution: institution?,
            })
        }
        "licence" => {
            let good = fields.name("good", &lookup.goods.goods, problems);
            Some(Condition::Licence {
                actor: actor?,
                good: good?,
            })
        }
        "technology" => {
            let domain = fields.name("technology", &lookup.goods.domains, problems);
            let above = fields.needed_number("above", SHARE, problems);
            Some(Condition::Technology {
                actor: actor?,
                domain: domain?,
                above: above?,
            })
        }
        _ => {
            let above = fields.needed_number("above", SHARE, problems);
            Some(Condition::Pressure {
                actor: actor?,
                above: above?,
            })
        }
    }
}
