//! `sim check`: reads a scenario and says what would run.

use super::arguments::{CheckArguments, DEFAULT_RUNS};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::rounding::thousands;
use super::ui::say::say;
use crate::engine::RUNS_PER_DRAW;
use crate::scenario::load::COMMAND_LINE;
use crate::scenario::mechanisms::MECHANISMS;
use crate::scenario::outcome::Outcome;
use crate::scenario::source::layers::{Change, ChangeKind, Layer};
use crate::scenario::{Scenario, declared, uncertain_numbers};
use serde_json::{Value, json};

/// Longest line of prose and of lists.
const WIDTH: usize = 110;
/// Blanks before what stands beneath a heading.
const INDENT: &str = "    ";

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
    let mut text = format!("{}: {}\n", s.id, s.title);
    if !s.question.trim().is_empty() {
        text += &format!("\n{}\n", wrapped(&words(&s.question), INDENT));
        text += &whose_question(s);
    }
    text += "\n";
    for (name, what) in terms(s) {
        let hanging = " ".repeat(10);
        text += &format!("{name:<10}{}\n", wrapped(&words(&what), &hanging).trim_start());
    }
    text += &outside(s);
    for layer in &s.layers {
        text += &differences(layer);
    }
    text += &questions(s);
    text + &format!("\nready; start it with: sim run {location}")
}

/// Says so when the question is that of a file below: what is changed may not answer it.
fn whose_question(s: &Scenario) -> String {
    let files = s
        .layers
        .iter()
        .rev()
        .skip_while(|layer| layer.location == COMMAND_LINE);
    match files.clone().position(|layer| layer.asks) {
        Some(0) | None => String::new(),
        Some(below) => {
            let location = files
                .clone()
                .nth(below)
                .map_or("", |layer| layer.location.as_str());
            format!("{INDENT}(the question of {location}; this scenario states none of its own)\n")
        }
    }
}

/// The world, the time, the cast and the size of it, by name.
fn terms(s: &Scenario) -> Vec<(&'static str, String)> {
    let end = s.start.plus(s.months - 1);
    let ids = |ids: Vec<&str>| ids.join(" ");
    let runs: u64 = DEFAULT_RUNS.parse().unwrap_or_default();
    let mut terms = vec![
        (
            "world",
            format!("{}: {} ({})", s.world.name(), s.world.title, s.world.provenance()),
        ),
        ("months", format!("{} ({} to {end})", s.months, s.start)),
        (
            "actors",
            format!(
                "{}: {}",
                s.actors.len(),
                ids(s.actors.iter().map(|a| a.id.as_str()).collect())
            ),
        ),
        (
            "theatres",
            format!(
                "{}: {}",
                s.theatres.len(),
                ids(s.theatres.iter().map(|t| t.id.as_str()).collect())
            ),
        ),
        (
            "holds",
            format!(
                "{} goods, {} technologies, {} treaties, {} sanction regimes",
                s.goods.len(),
                s.domains.len(),
                s.treaties.len(),
                s.regimes.len()
            ),
        ),
        (
            "draws",
            format!(
                "{} of {} parameters and {} numbers of the world are drawn from their ranges; `sim run` makes {} draws and {RUNS_PER_DRAW} runs of each, {} runs, unless --runs says otherwise",
                uncertain(s),
                s.parameters.len(),
                thousands(uncertain_numbers(s) as u64),
                thousands(runs.div_ceil(RUNS_PER_DRAW)),
                thousands(runs),
            ),
        ),
    ];
    if s.posterior.is_some() {
        terms.push((
            "posterior",
            "some parameters come from a calibration, not from their ranges".to_owned(),
        ));
    }
    let off = off(s);
    if !off.is_empty() {
        terms.push(("off", off.join(", ")));
    }
    terms.push(("input", hex(&s.input_hash[..4])));
    terms
}

/// What is declared from outside, with its months.
fn outside(s: &Scenario) -> String {
    let declared = declared(s);
    if declared.is_empty() {
        return "\nNothing is forced from outside: no events, no policies.\n".to_owned();
    }
    let last = s.start.plus(s.months - 1).to_string();
    let mut text = format!(
        "\nForced from outside ({}):\n",
        counted(declared.len(), "event or policy", "events and policies")
    );
    for one in declared {
        let span = if one.first == one.last {
            one.first
        } else if one.last == last {
            format!("{} on", one.first)
        } else {
            format!("{} to {}", one.first, one.last)
        };
        text += &format!("{INDENT}{span:<20}{:<30} {}\n", one.id, one.what);
    }
    text
}

/// Sections of a scenario as a reader calls one and many of them, in the order told.
const SECTIONS: [(&str, &str, &str); 6] = [
    ("parameters", "parameter", "parameters"),
    ("switches", "switch", "switches"),
    ("event", "event", "events"),
    ("policy", "policy", "policies"),
    ("outcome", "outcome", "outcomes"),
    ("target", "target", "targets"),
];

/// What a file changes in what it extends.
fn differences(layer: &Layer) -> String {
    let Some(below) = &layer.extends else {
        return String::new();
    };
    if layer.changes.is_empty() {
        return format!("\n{} changes nothing in {below}.\n", layer.location);
    }
    let mut text = format!("\nChanged by {} in {below}:\n", layer.location);
    let is_known = |change: &&Change| SECTIONS.iter().any(|(section, ..)| *section == change.section);
    for change in layer.changes.iter().filter(|change| !is_known(change)) {
        let name = if change.subject.is_empty() {
            change.section.clone()
        } else {
            format!("{} {}", change.section, change.subject)
        };
        let line = match change.kind {
            ChangeKind::Added => format!("{name}: new"),
            ChangeKind::Removed => format!("{name}: removed"),
            ChangeKind::Changed => format!("{name}: {}", change.to),
        };
        text += &format!("{}\n", wrapped(&words(&line), INDENT));
    }
    for (section, one, many) in SECTIONS {
        let of = |kind| {
            let found = layer.changes.iter();
            found.filter(move |change| change.section == section && change.kind == kind)
        };
        for (kind, what) in [(ChangeKind::Added, "new"), (ChangeKind::Removed, "removed")] {
            let ids: Vec<&str> = of(kind).map(|change| change.subject.as_str()).collect();
            if !ids.is_empty() {
                let line = format!("{many} {what} ({}): {}", ids.len(), ids.join(", "));
                text += &format!("{}\n", wrapped(&words(&line), INDENT));
            }
        }
        for change in of(ChangeKind::Changed) {
            let line = format!("{one} {}: {}", change.subject, change.to);
            text += &format!("{}\n", wrapped(&words(&line), INDENT));
        }
    }
    text
}

/// The outcomes: headlines first, with their precedents.
fn questions(s: &Scenario) -> String {
    let (headlines, others): (Vec<&Outcome>, Vec<&Outcome>) =
        s.outcomes.iter().partition(|outcome| outcome.is_headline);
    let mut text = format!(
        "\nHeadlines ({} of {} outcomes):\n",
        headlines.len(),
        s.outcomes.len()
    );
    for outcome in &headlines {
        let line = format!("{}: {}", outcome.id, outcome.description);
        text += &format!("{}\n", wrapped(&words(&line), INDENT));
        text += &format!(
            "{}\n",
            wrapped(&words(&precedents(s, outcome)), &INDENT.repeat(2))
        );
    }
    if !others.is_empty() {
        text += "\nOther outcomes:\n";
    }
    let end = s.months - 1;
    for outcome in &others {
        let by = if outcome.by < end && !outcome.description.contains(" by ") {
            format!(" (by {})", s.start.plus(outcome.by))
        } else {
            String::new()
        };
        text += &format!("{INDENT}{:<34} {}{by}\n", outcome.id, outcome.description);
    }
    text
}

fn precedents(s: &Scenario, outcome: &Outcome) -> String {
    let Some(rate) = outcome.reference.map(|at| &s.base_rates[at]) else {
        return "reference class: none".to_owned();
    };
    let exposed = if outcome.exposed > 1 {
        format!(", {} of its units exposed", outcome.exposed)
    } else {
        String::new()
    };
    format!(
        "reference class: {} ({}; {} of {}{exposed})",
        rate.id,
        rate.description,
        rate.events,
        thousands(rate.exposure.round() as u64)
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Words in lines of at most `WIDTH`, each after `indent`.
fn wrapped(words: &[&str], indent: &str) -> String {
    let mut lines = vec![indent.to_owned()];
    for word in words {
        let line = lines.last_mut().map_or(0, |line| line.chars().count());
        let is_first = line == indent.len();
        if !is_first && line + 1 + word.chars().count() > WIDTH {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if !is_first {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

fn summary_json(s: &Scenario) -> Value {
    let headline = |outcome: &&Outcome| {
        json!({
            "id": outcome.id,
            "description": outcome.description,
            "reference": outcome.reference.map(|at| &s.base_rates[at].id),
        })
    };
    json!({
        "format": 1,
        "scenario": s.id,
        "title": s.title,
        "question": s.question.trim(),
        "world": s.world.name(),
        "world_is": s.world.provenance(),
        "start": s.start.to_string(),
        "months": s.months,
        "actors": s.actors.iter().map(|a| &a.id).collect::<Vec<_>>(),
        "goods": s.goods.len(),
        "technologies": s.domains.len(),
        "theatres": s.theatres.iter().map(|t| &t.id).collect::<Vec<_>>(),
        "uncertain_parameters": uncertain(s),
        "uncertain_numbers": uncertain_numbers(s),
        "declared": declared(s),
        "layers": s.layers,
        "outcomes": s.outcomes.iter().map(|o| &o.id).collect::<Vec<_>>(),
        "headlines": s.outcomes.iter().filter(|o| o.is_headline).map(|o| headline(&o)).collect::<Vec<_>>(),
        "off": off(s),
        "input_hash": hex(&s.input_hash),
    })
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
