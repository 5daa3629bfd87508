//! From rows and trees to the checked `Scenario`: names become indices, everything is sorted by key.

pub mod actors;
pub mod cells;
pub mod conditions;
pub mod fields;
pub mod goods;
pub mod interventions;
pub mod names;
pub mod outcomes;
pub mod parameters;
pub mod posterior;
pub(super) mod sense;
pub mod targets;
pub mod theatres;
pub mod ties;

use super::Scenario;
use super::month::Month;
use super::source::overlay::Merged;
use super::source::problem::{Place, Problems, code};
use super::source::resolver::Resolver;
use super::source::settings::Overrides;
use super::source::table::check_complete;
use super::source::world_files::RawWorld;
use super::streams;
use cells::{Bounds, check_id};
use conditions::Lookup;
use fields::{Calendar, Fields};
use goods::GoodNames;
use names::Names;

/// Longest horizon, months.
pub const MOST_MONTHS: usize = 600;
/// Horizon where a scenario states none, months.
const USUAL_MONTHS: usize = 60;

/// Sections of a scenario that other files read.
const SECTIONS: &[&str] = &[
    "actors",
    "strategies",
    "goods",
    "holdings",
    "technology",
    "dyads",
    "compliance",
    "flows",
    "treaty",
    "institution",
    "sanction",
    "theatre",
    "parameters",
    "switches",
    "event",
    "policy",
    "outcome",
    "target",
];

/// The terms at the top of a scenario.
struct Terms {
    id: String,
    title: String,
    question: String,
    calendar: Calendar,
}

/// Compiles; what is wrong goes to `problems`, and then the result means nothing.
pub fn compile(
    merged: &Merged,
    world: &RawWorld,
    overrides: &Overrides,
    resolver: &dyn Resolver,
    problems: &mut Problems,
) -> Option<Scenario> {
    world
        .tables
        .iter()
        .for_each(|table| check_complete(table, problems));
    let tree = &merged.tree;
    let terms = terms(merged, world, problems);
    let removed = |kind: &str| -> Vec<String> {
        merged
            .removals
            .iter()
            .filter(|removal| removal.kind == kind)
            .map(|removal| removal.id.clone())
            .collect()
    };
    let strategies = actors::strategies(world, problems);
    let strategy_names = Names::new(
        "strategy",
        strategies.iter().map(|strategy| strategy.id.clone()).collect(),
    );
    let cast = actors::actors(world, &strategy_names, problems);
    let actor_names = Names {
        kind: "actor",
        ids: cast.iter().map(|actor| actor.id.clone()).collect(),
        removed: removed("actor"),
    };
    let good_names = GoodNames::new(world, &removed("good"));
    let (goods, domains) = goods::goods(world, &good_names, problems);
    let currency = goods::currency(&goods, world, problems);
    let (holdings, technology) = goods::holdings(world, &cast, &actor_names, &goods, &good_names, problems);
    let institutions = ties::institutions(world, &actor_names, problems);
    let theatres = theatres::theatres(world, &actor_names, &goods, &good_names, problems);
    let base_rates = ties::base_rates(world, problems);
    let lookup = Lookup::new(&actor_names, &good_names, &goods, &theatres, &institutions);
    let interventions = interventions::interventions(tree, &lookup, terms.calendar, problems);
    let outcomes = outcomes::outcomes(tree, &lookup, &base_rates, terms.calendar, problems);
    let targets = targets::targets(tree, &lookup, terms.calendar, problems);
    let (parameters, posterior) = parameters::parameters(tree, resolver, problems);
    let mut scenario = Scenario {
        dyads: ties::dyads(world, &actor_names, &cast, problems),
        treaties: ties::treaties(world, &actor_names, problems),
        regimes: ties::regimes(world, &actor_names, &cast, &merged.layers, problems),
        opening_flows: ties::opening_flows(world, &actor_names, &cast, &good_names, problems),
        parameters,
        posterior,
        switches: parameters::switches(tree, &overrides.off, problems),
        id: terms.id,
        title: terms.title,
        question: terms.question,
        world: world.info.clone(),
        start: terms.calendar.start,
        months: terms.calendar.months,
        strategies,
        actors: cast,
        goods,
        currency,
        domains,
        holdings,
        technology,
        institutions,
        theatres,
        base_rates,
        interventions,
        outcomes,
        targets,
        layers: merged.layers.clone(),
        input_hash: [0; 32],
    };
    sense::check_rows(world, problems);
    if problems.has_errors() {
        return None;
    }
    sense::check_sums(&scenario, world, problems);
    if problems.has_errors() {
        return None;
    }
    if streams::has_collision(&streams::entities(&scenario)) {
        problems.add(
            code::COLLISION,
            &Place::new(&merged.location, 0),
            "key",
            "two entities would share one stream of random numbers",
            "Give one of the actors another `key`",
        );
        return None;
    }
    scenario.input_hash = super::hash::input_hash(&scenario);
    Some(scenario)
}

fn terms(merged: &Merged, world: &RawWorld, problems: &mut Problems) -> Terms {
    let mut fields = Fields::new(&merged.tree);
    for known in SECTIONS.iter().chain(&["format", "world", "extends", "remove"]) {
        fields.node(known);
    }
    let stem = stem(&merged.location);
    let id = fields.text("id", problems).unwrap_or(&stem).to_owned();
    check_id(&id, fields.place_of("id"), "id", problems);
    if id.is_empty() {
        problems.add(
            code::BAD_NAME,
            fields.place_of("id"),
            "id",
            "the id is empty",
            "Write for example id = \"my-scenario\"",
        );
    }
    let title = fields.text("title", problems).unwrap_or(&id).to_owned();
    let question = fields.text("question", problems).unwrap_or_default().to_owned();
    let start = start(&mut fields, world, problems);
    let most = MOST_MONTHS as f64;
    let months = fields
        .count("months", Bounds(1.0, most), problems)
        .unwrap_or(USUAL_MONTHS);
    fields.finish(problems);
    Terms {
        id,
        title,
        question,
        calendar: Calendar { start, months },
    }
}

fn start(fields: &mut Fields, world: &RawWorld, problems: &mut Problems) -> Month {
    let Some(text) = fields.text("start", problems) else {
        return world.info.start;
    };
    let place = fields.place_of("start");
    match Month::parse(text) {
        None => problems.add(
            code::BAD_MONTH,
            place,
            "start",
            "`start` is not a month",
            "Write YYYY-MM in quotes",
        ),
        Some(start) if start != world.info.start => {
            problems.warn(
                code::UNUSUAL_START,
                place,
                "start",
                format!(
                    "the scenario starts in {start}, its world describes {}",
                    world.info.start
                ),
                "Leave `start` out unless this is meant",
            );
            return start;
        }
        Some(_) => {}
    }
    world.info.start
}

/// Name of a file without folder and extension.
fn stem(location: &str) -> String {
    let name = location.rsplit(['/', ':']).next().unwrap_or(location);
    let name = name.strip_suffix(".toml").unwrap_or(name);
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}
