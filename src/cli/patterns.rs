//! `sim validate --patterns`: does the model show what it is judged by?

use super::arguments::ValidateArguments;
use super::failure::{Exit, Failure};
use super::run::threads;
use super::ui::progress::Progress;
use super::ui::{say::say, table};
use crate::study::patterns::page::{figure, page};
use crate::study::patterns::parts::PARTS;
use crate::study::patterns::{PATTERNS, Part, PartResult, PatternResult, run_parts};
use crate::study::verification::{self, kept::Kept};
use std::sync::Mutex;

pub fn patterns(named: &[String], arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let results = if arguments.kept {
        kept(arguments)?
    } else {
        tried(&chosen(named)?, arguments)?
    };
    if arguments.json {
        say(&format!("{:#}", serde_json::json!(results)));
    } else if arguments.markdown {
        let draws = results
            .first()
            .and_then(|pattern| pattern.parts.first())
            .map_or(arguments.draws, |part| part.draws);
        say(page(&results, draws, arguments.seed).trim_end());
    } else {
        say(&as_text(&results));
    }
    tell_failures(&results);
    let is_borne = |part: &PartResult| part.holds || (arguments.allow_known && part.known_failure.is_some());
    Ok(
        if results.iter().flat_map(|pattern| &pattern.parts).all(is_borne) {
            Exit::Done
        } else {
            Exit::CheckFailed
        },
    )
}

/// The results that `--document patterns` kept.
fn kept(arguments: &ValidateArguments) -> Result<Vec<PatternResult>, Failure> {
    let found = Kept::read(verification::kept::Part::Patterns, &arguments.results)
        .and_then(|kept| serde_json::from_value(kept.result).map_err(std::io::Error::other));
    found.map_err(|error| {
        super::document::absent(verification::kept::Part::Patterns, &arguments.results, &error)
    })
}

/// Tries parts over draws of the prior.
pub fn tried(chosen: &[&Part], arguments: &ValidateArguments) -> Result<Vec<PatternResult>, Failure> {
    if arguments.draws < 2 {
        return Err(Failure::new(
            Exit::Usage,
            "SIM-0015",
            format!("{} draws: an interval needs two at least", arguments.draws),
        )
        .at("--draws")
        .help("100 is what docs/patterns.md reports"));
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads(arguments.threads)?)
        .build()
        .map_err(|error| Failure::new(Exit::Bug, "SIM-0008", error.to_string()))?;
    let is_quiet = arguments.json;
    let bar: Mutex<Option<Progress>> = Mutex::new(None);
    let on_progress = |done: u64, planned: u64| {
        if let Ok(mut bar) = bar.lock() {
            bar.get_or_insert_with(|| Progress::new(planned, is_quiet))
                .show(done, "");
        }
    };
    let results = pool
        .install(|| run_parts(chosen, arguments.draws, arguments.seed, &on_progress))
        .map_err(|report| {
            eprintln!("{report}");
            Failure::told(Exit::ScenarioInvalid)
        })?;
    if let Ok(Some(bar)) = bar.into_inner() {
        bar.finish();
    }
    Ok(results)
}

/// Parts by number of the pattern or by their own id; all without a name.
fn chosen(named: &[String]) -> Result<Vec<&'static Part>, Failure> {
    if named.is_empty() {
        return Ok(PARTS.to_vec());
    }
    let is_meant =
        |name: &String, part: &Part| part.id == name.as_str() || part.pattern.to_string() == name.as_str();
    for name in named {
        if PARTS.iter().any(|part| is_meant(name, part)) {
            continue;
        }
        let help = if matches!(name.as_str(), "13" | "14") {
            "13 (conservation) and 14 (order of rows, names) are exact and run with `cargo test`".to_owned()
        } else {
            let nearest = PARTS
                .iter()
                .map(|part| part.id)
                .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)))
                .unwrap_or_default();
            format!(
                "patterns are {} to {}, or parts such as `{nearest}`",
                PATTERNS.start(),
                PATTERNS.end()
            )
        };
        return Err(
            Failure::new(Exit::Usage, "SIM-0016", format!("`{name}` is no pattern"))
                .at("--patterns")
                .help(help),
        );
    }
    Ok(PARTS
        .iter()
        .copied()
        .filter(|part| named.iter().any(|name| is_meant(name, part)))
        .collect())
}

fn verdict(part: &PartResult) -> String {
    match (part.holds, &part.known_failure) {
        (true, None) => "holds".into(),
        (true, Some(_)) => "holds (was known to fail)".into(),
        (false, None) => "FAILS".into(),
        (false, Some(_)) => "FAILS (known)".into(),
    }
}

fn as_text(results: &[PatternResult]) -> String {
    let rows: Vec<Vec<String>> = results
        .iter()
        .flat_map(|pattern| &pattern.parts)
        .map(|part| {
            let interval = |shown: &crate::study::patterns::rule::Shown| {
                let d = &shown.difference;
                format!("{} to {}", figure(d.low), figure(d.high))
            };
            vec![
                part.id.clone(),
                part.scenario.clone(),
                verdict(part),
                format!("{}/{}", part.result.shown, part.result.decided),
                figure(part.result.first),
                part.result.second.map_or_else(String::new, figure),
                interval(&part.result),
                part.control_result.as_ref().map_or_else(String::new, interval),
            ]
        })
        .collect();
    table::mixed(
        &[
            "part",
            "scenario",
            "verdict",
            "draws",
            "first",
            "second",
            "difference, 99.9 %",
            "in the control",
        ],
        &rows,
        &[0, 1, 2],
    )
}

/// What does not hold is said in words as well.
fn tell_failures(results: &[PatternResult]) {
    for part in results
        .iter()
        .flat_map(|pattern| &pattern.parts)
        .filter(|p| !p.holds)
    {
        let known = match part.known_failure {
            Some(_) => "known before",
            None => "not known before",
        };
        eprintln!(
            "pattern {} fails: {}\n  {}\n  {known}",
            part.id,
            part.claim,
            part.reasons()
        );
    }
}
