//! `sim list`: what a scenario can name.

use super::arguments::{ListArguments, Listing, ScenarioArguments};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::say::say;
use super::ui::table;
use crate::scenario::Scenario;
use crate::scenario::compile::conditions::KINDS;
use crate::scenario::mechanisms::MECHANISMS;
use crate::scenario::parameters::PARAMETERS;
use crate::scenario::source::builtin;
use crate::study::{documents, worlds};
use serde_json::{Value, json};

/// A listing: what goes to a person, and the same as JSON.
struct List {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    json: Value,
}

pub fn list(arguments: &ListArguments) -> Result<Exit, Failure> {
    let page = match arguments.what {
        Listing::ParametersPage => Some(documents::parameters()),
        Listing::WorldsPage => Some(worlds::page()),
        _ => None,
    };
    if let Some(page) = page {
        say(page.trim_end());
        return Ok(Exit::Done);
    }
    let list = match arguments.what {
        Listing::Mechanisms => mechanisms(),
        Listing::Parameters => parameters(),
        Listing::OutcomeKinds => outcome_kinds(),
        Listing::Scenarios => scenarios()?,
        Listing::Worlds => worlds(),
        Listing::Actors | Listing::Goods | Listing::ParametersPage | Listing::WorldsPage => cast(arguments)?,
    };
    if arguments.json {
        say(&format!("{:#}", list.json));
    } else {
        say(&table::numbers(&list.header, &list.rows, list.header.len()).to_string());
    }
    Ok(Exit::Done)
}

fn mechanisms() -> List {
    List {
        header: vec!["switch", "equation", "phase", "meaning"],
        rows: MECHANISMS
            .iter()
            .map(|m| {
                vec![
                    m.switch.into(),
                    m.equation.into(),
                    m.phase.into(),
                    m.meaning.into(),
                ]
            })
            .collect(),
        json: json!(MECHANISMS),
    }
}

fn parameters() -> List {
    List {
        header: vec![
            "parameter",
            "unit",
            "low",
            "central",
            "high",
            "equation",
            "source",
            "meaning",
        ],
        rows: PARAMETERS
            .iter()
            .map(|p| {
                let mut row = vec![p.id.to_owned(), p.unit.to_owned()];
                row.extend([p.low, p.central, p.high].map(|x| x.to_string()));
                row.extend([p.equation, p.source, p.meaning].map(str::to_owned));
                row
            })
            .collect(),
        json: PARAMETERS
            .iter()
            .map(|p| {
                json!({"id": p.id, "unit": p.unit, "low": p.low, "central": p.central, "high": p.high,
                       "scale": format!("{:?}", p.scale).to_lowercase(), "equation": p.equation,
                       "source": p.source, "meaning": p.meaning})
            })
            .collect(),
    }
}

fn outcome_kinds() -> List {
    List {
        header: vec!["kind", "fields"],
        rows: KINDS
            .iter()
            .map(|(id, fields)| vec![(*id).into(), (*fields).into()])
            .collect(),
        json: KINDS
            .iter()
            .map(|(id, fields)| json!({"id": id, "fields": fields}))
            .collect(),
    }
}

fn worlds() -> List {
    let names = builtin::world_names();
    List {
        header: vec!["world"],
        rows: names.iter().map(|name| vec![(*name).to_owned()]).collect(),
        json: names.iter().map(|name| json!({"id": name})).collect(),
    }
}

/// The shipped scenarios and the question that each answers.
fn scenarios() -> Result<List, Failure> {
    let mut rows = Vec::new();
    let mut objects = Vec::new();
    for name in builtin::builtin_names() {
        let id = format!("builtin:{name}");
        let scenario = load_quietly(&id)?;
        objects.push(
            json!({"id": id, "title": scenario.title, "world": scenario.world.name(),
                            "months": scenario.months, "outcomes": scenario.outcomes.len()}),
        );
        rows.push(vec![id, scenario.title]);
    }
    Ok(List {
        header: vec!["scenario", "title"],
        rows,
        json: objects.into(),
    })
}

fn load_quietly(location: &str) -> Result<Scenario, Failure> {
    let arguments = ScenarioArguments {
        scenario: location.to_owned(),
        ..ScenarioArguments::default()
    };
    load(&arguments, true)
}

fn cast(arguments: &ListArguments) -> Result<List, Failure> {
    let scenario = load_quietly(&arguments.scenario)?;
    if arguments.what == Listing::Actors {
        return Ok(List {
            header: vec!["id", "name", "strategy"],
            rows: scenario
                .actors
                .iter()
                .map(|a| vec![a.id.clone(), a.name.clone(), scenario.strategies[a.strategy].id.clone()])
                .collect(),
            json: scenario
                .actors
                .iter()
                .map(|a| {
                    json!({"id": a.id, "key": a.key, "name": a.name, "strategy": scenario.strategies[a.strategy].id,
                           "veto": a.has_veto, "nuclear": a.is_nuclear, "major": a.is_major})
                })
                .collect(),
        });
    }
    let goods = scenario
        .goods
        .iter()
        .map(|g| (&g.id, &g.name, g.class.id(), g.unit.as_str(), g.price.central));
    let domains = scenario
        .domains
        .iter()
        .map(|d| (&d.id, &d.name, "technology", "step of 0.1", d.price.central));
    let all: Vec<_> = goods.chain(domains).collect();
    Ok(List {
        header: vec!["id", "name", "class", "unit", "million USD a unit"],
        rows: all
            .iter()
            .map(|(id, name, class, unit, price)| {
                vec![(*id).clone(), (*name).clone(), (*class).into(), (*unit).into(), price.to_string()]
            })
            .collect(),
        json: all
            .iter()
            .map(|(id, name, class, unit, price)| {
                json!({"id": id, "name": name, "class": class, "unit": unit, "price_musd": price})
            })
            .collect(),
    })
}
