//! `sim check`: reads a scenario and says what would run.

use super::arguments::CheckArguments;
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::say::say;
use crate::scenario::mechanisms::MECHANISMS;
use crate::scenario::{Scenario, uncertain_numbers};

pub fn check(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let scenario = load(&arguments.scenario, false)?;
    if arguments.json {
        say(&summary_json(&scenario).to_string());
    } else {
        say(&summary(&scenario, &arguments.scenario.scenario));
    }
    Ok(Exit::Done)
}

fn off(scenario: &Scenario) -> Vec<&'static str> {
    (0..MECHANISMS.len())
        .filter(|i| !scenario.switches.is_on_at(*i))
        .map(|i| MECHANISMS[i].switch)
        .collect()
}

fn uncertain(scenario: &Scenario) -> usize {
    scenario.parameters.iter().filter(|p| !p.is_fixed()).count()
}

fn summary(s: &Scenario, location: &str) -> String {
    let end = s.start.plus(s.months - 1);
    let mut text = format!(
        "{}: {}\n  world     {} ({})\n  months    {} ({} to {end})\n  actors    {}\n  goods     {} and {} technologies\n  theatres  {}\n  treaties  {}, sanction regimes {}\n  changes   {} events and policies\n  uncertain {} of {} parameters, {} numbers of the world\n  outcomes  {}",
        s.id,
        s.title,
        s.world.id,
        s.world.title,
        s.months,
        s.start,
        s.actors.len(),
        s.goods.len(),
        s.domains.len(),
        s.theatres.len(),
        s.treaties.len(),
        s.regimes.len(),
        s.interventions.len(),
        uncertain(s),
        s.parameters.len(),
        uncertain_numbers(s),
        s.outcomes.len(),
    );
    for outcome in &s.outcomes {
        let mark = if outcome.is_headline { "*" } else { " " };
        text += &format!("\n   {mark} {:<34} {}", outcome.id, outcome.description);
    }
    let off = off(s);
    if !off.is_empty() {
        text += &format!("\n  off       {}", off.join(", "));
    }
    text + &format!(
        "\n  input     {}\nready; start it with: sim run {location}",
        hex(&s.input_hash[..4])
    )
}

fn summary_json(s: &Scenario) -> serde_json::Value {
    serde_json::json!({
        "format": 1,
        "scenario": s.id,
        "title": s.title,
        "world": s.world.id,
        "start": s.start.to_string(),
        "months": s.months,
        "actors": s.actors.iter().map(|a| &a.id).collect::<Vec<_>>(),
        "goods": s.goods.len(),
        "technologies": s.domains.len(),
        "theatres": s.theatres.iter().map(|t| &t.id).collect::<Vec<_>>(),
        "uncertain_parameters": uncertain(s),
        "uncertain_numbers": uncertain_numbers(s),
        "outcomes": s.outcomes.iter().map(|o| &o.id).collect::<Vec<_>>(),
        "off": off(s),
        "input_hash": hex(&s.input_hash),
    })
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
