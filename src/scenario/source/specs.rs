//! The tables of a world: columns, keys, optional cells (docs/world-format.md).

/// What a table must look like.
#[derive(Debug)]
pub struct TableSpec {
    pub file: &'static str,
    pub columns: &'static [&'static str],
    /// Columns whose cells may be empty, and which may be absent.
    pub optional: &'static [&'static str],
    /// Columns that together name a row.
    pub key: &'static [&'static str],
    /// The column that an overlay must state for a row that the world has not.
    pub founding: &'static str,
}

macro_rules! specs {
    ($($name:ident, $file:literal, $columns:literal, $optional:expr, $key:expr, $founding:literal;)*) => {
        $(const $name: &[&str] = &columns::<{ count($columns) }>($columns);)*
        /// Every table of a world, in the order of `TableId`.
        pub const SPECS: &[TableSpec] = &[$(TableSpec {
            file: $file, columns: $name, optional: $optional, key: $key, founding: $founding,
        },)*];
    };
}

/// Index of a table in `SPECS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum TableId {
    Actors,
    Strategies,
    Attributes,
    Goods,
    Holdings,
    Dyads,
    Treaties,
    Institutions,
    Sanctions,
    Compliance,
    Theatres,
    Ladders,
    Use,
    Flows,
    BaseRates,
}

impl TableId {
    pub fn spec(self) -> &'static TableSpec {
        &SPECS[self as usize]
    }
}

specs! {
    ACTORS, "actors.csv", "id,key,name,kind,strategy,veto,nuclear,major,source,confidence,note", &["key", "confidence", "note"], &["id"], "name";
    STRATEGIES, "strategies.csv", "id,security_low,security,security_high,solvency_low,solvency,solvency_high,stability_low,stability,stability_high,technology_low,technology,technology_high,autonomy_low,autonomy,autonomy_high,standing_low,standing,standing_high,risk_tolerance_low,risk_tolerance,risk_tolerance_high,window_months_low,window_months,window_months_high,behaviour,source,confidence", &["security_low", "security_high", "solvency_low", "solvency_high", "stability_low", "stability_high", "technology_low", "technology_high", "autonomy_low", "autonomy_high", "standing_low", "standing_high", "risk_tolerance_low", "risk_tolerance_high", "window_months_low", "window_months_high", "source", "confidence"], &["id"], "behaviour";
    ATTRIBUTES, "attributes.csv", "actor,attribute,low,central,high,unit,prior_group,source,confidence,note", &["prior_group", "note"], &["actor", "attribute"], "central";
    GOODS, "goods.csv", "id,name,class,unit,price_low,price,price_high,sector,strength_low,strength,strength_high,conspicuous_low,conspicuous,conspicuous_high,bulk_low,bulk,bulk_high,input_share_low,input_share,input_share_high,labour_share_low,labour_share,labour_share_high,domain,source,confidence,note", &["strength_low", "strength_high", "conspicuous_low", "conspicuous_high", "bulk_low", "bulk_high", "input_share_low", "input_share_high", "labour_share_low", "labour_share_high", "domain", "note"], &["id"], "class";
    HOLDINGS, "holdings.csv", "actor,good,measure,low,central,high,unit,prior_group,source,confidence,note", &["prior_group", "note"], &["actor", "good", "measure"], "central";
    DYADS, "dyads.csv", "a,b,contiguity,distance_km,un_distance_low,un_distance,un_distance_high,trade_musd_low,trade_musd,trade_musd_high,fights10,rivalry,hostility_ab_low,hostility_ab,hostility_ab_high,hostility_ba_low,hostility_ba,hostility_ba_high,trust_low,trust,trust_high,logistics_low,logistics,logistics_high,exercises_low,exercises,exercises_high,source,confidence,note", &["un_distance_low", "un_distance", "un_distance_high", "trade_musd_low", "trade_musd_high", "hostility_ab_low", "hostility_ab_high", "hostility_ba_low", "hostility_ba_high", "trust_low", "trust_high", "logistics_low", "logistics_high", "exercises_low", "exercises_high", "note"], &["a", "b"], "distance_km";
    TREATIES, "treaties.csv", "id,name,members,rung,kind,clause,signed,honour_low,honour,honour_high,source,confidence,note", &["note"], &["id"], "members";
    INSTITUTIONS, "institutions.csv", "id,name,members,weight_low,weight,weight_high,source,confidence,note", &["weight_low", "weight_high", "confidence", "note"], &["id"], "members";
    SANCTIONS, "sanctions.csv", "id,name,senders,target,kind,sectors,stringency_low,stringency,stringency_high,enforcement_low,enforcement,enforcement_high,monitoring_low,monitoring,monitoring_high,since,source,confidence,note", &["since", "note"], &["id"], "target";
    COMPLIANCE, "compliance.csv", "actor,regime,low,central,high,source,confidence,note", &["note"], &["actor", "regime"], "central";
    THEATRES, "theatres.csv", "id,name,aggressors,defenders,start_rung,front_low,front,front_high,helpers_aggressor,helpers_defender,attention_low,attention,attention_high,settle_low,settle,settle_high,collapse_low,collapse,collapse_high,truce_low,truce,truce_high,source,confidence,note,pledges", &["front_low", "front_high", "helpers_aggressor", "helpers_defender", "attention_low", "attention_high", "note", "pledges"], &["id"], "aggressors";
    LADDERS, "ladders.csv", "theatre,order,rung,annual_low,annual,annual_high,ease_low,ease,ease_high,intensity_low,intensity,intensity_high,blockade_low,blockade,blockade_high,is_war,is_clash,source,confidence,note,direct_low,direct,direct_high,energy_low,energy,energy_high", &["intensity_low", "intensity_high", "blockade_low", "blockade_high", "note", "direct_low", "direct", "direct_high", "energy_low", "energy", "energy_high"], &["theatre", "rung"], "order";
    USE, "use.csv", "theatre,side,good,low,central,high,unit,prior_group,source,confidence,note", &["prior_group", "note"], &["theatre", "side", "good"], "central";
    FLOWS, "flows.csv", "from,to,good,low,central,high,unit,paid_with,source,confidence,note", &["paid_with", "note"], &["from", "to", "good"], "central";
    BASE_RATES, "base_rates.csv", "id,description,events,exposure,unit,rate_low,rate,rate_high,source,note", &["note"], &["id"], "rate";
}

const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut index, mut found) = (0, 1);
    while index < bytes.len() {
        if bytes[index] == b',' {
            found += 1;
        }
        index += 1;
    }
    found
}

/// The parts of a header, split when the program is compiled.
const fn columns<const N: usize>(text: &'static str) -> [&'static str; N] {
    let bytes = text.as_bytes();
    let mut parts = [""; N];
    let (mut index, mut start, mut part) = (0, 0, 0);
    while index <= bytes.len() {
        if index == bytes.len() || bytes[index] == b',' {
            let (_, tail) = text.split_at(start);
            let (head, _) = tail.split_at(index - start);
            parts[part] = head;
            part += 1;
            start = index + 1;
        }
        index += 1;
    }
    parts
}

/// Attributes of an actor: name, unit, lowest and highest value, scale, and whether it is an amount or a share.
pub const ATTRIBUTE_SPECS: &[(&str, &str, f64, f64, crate::scenario::ranged::Scale)] = {
    use crate::scenario::ranged::Scale::{Linear, Log, Logit};
    const MOST: f64 = 1e9;
    &[
        ("gdp", "bn-usd-year", 1e-6, MOST, Log),
        ("population", "million", 1e-6, MOST, Log),
        ("military-spending", "bn-usd-year", 0.0, MOST, Log),
        ("troops", "thousand", 0.0, MOST, Log),
        ("warheads", "count", 0.0, MOST, Log),
        ("cinc", "share", 0.0, 1.0, Logit),
        ("polyarchy", "index", 0.0, 1.0, Logit),
        ("ideal-point", "index", -5.0, 5.0, Linear),
        ("total-trade", "bn-usd-year", 1e-6, MOST, Log),
        ("reserves", "bn-usd", 0.0, MOST, Log),
        ("budget", "bn-usd-year", 0.0, MOST, Log),
        ("reach", "share", 0.0, 1.0, Logit),
        ("autonomy-doctrine", "share", 0.0, 1.0, Logit),
        ("regime-hazard", "per-year", 0.0, 1.0, Logit),
        ("command-disorder", "share", 0.0, 1.0, Logit),
        ("monitoring-capacity", "share", 0.0, 1.0, Logit),
    ]
};

/// Measures of a holding of a rival good, and of a technology.
pub const MEASURES: &[&str] = &["stock", "capacity", "requirement", "target", "reserve"];
/// Measures of what goes in a month; the others are what lies there.
pub fn is_monthly(measure: &str) -> bool {
    matches!(measure, "capacity" | "requirement")
}

/// The unit of what is made, used or sent in a month, of a good counted in `unit`.
pub fn a_month(unit: &str) -> String {
    format!("{unit}/month")
}

pub const TECHNOLOGY_MEASURES: &[&str] = &["level", "goal"];
