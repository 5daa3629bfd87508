//! `sim validate`: how wrong the model has been.

use super::arguments::{ScenarioArguments, ValidateArguments};
use super::ensemble::{Whole, whole};
use super::failure::{Exit, Failure};
use super::load::load;
use super::ui::rounding::percent;
use super::ui::{say::say, table};
use crate::alignment::coefficients::Coefficients;
use crate::engine::{Accumulator, Tally};
use crate::scenario::source::resolver::LARGEST_TABLE;
use crate::scenario::{Files, Resolver, Scenario};
use crate::stats::outcomes::estimate;
use crate::study::targets::{self, WithTargets};
use crate::study::{hindcast, panel};
use serde_json::Value;
use std::path::Path;

/// Runs of a scenario that is scored, unless stated.
pub const RUNS: u64 = 2_000;

pub fn validate(arguments: &ValidateArguments) -> Result<Exit, Failure> {
    // The parser lets it pass beside a scenario, because a scenario and a panel exclude each other.
    if arguments.predictions.is_some() && arguments.panel.is_none() {
        return Err(Failure::new(
            Exit::Usage,
            "SIM-0032",
            "predictions are of the rows of a panel, and none is named",
        )
        .at("--predictions")
        .help("sim validate --panel FILE --predictions OUT.csv; of a scenario's questions: --json"));
    }
    if let Some(named) = &arguments.mechanisms {
        return super::witnesses::witnesses(named, arguments.json);
    }
    if let Some(named) = &arguments.patterns {
        return super::patterns::patterns(named, arguments);
    }
    if let Some(parts) = &arguments.document {
        return super::document::document(parts, arguments);
    }
    if arguments.recent {
        return super::recent::recent(arguments);
    }
    if arguments.ladders {
        return super::recent::ladders(arguments);
    }
    match (&arguments.panel, &arguments.scenario) {
        (Some(path), _) => of_panel(path, arguments),
        (None, Some(scenario)) => of_scenario(scenario, arguments),
        (None, None) => Err(Failure::new(
            Exit::Usage,
            "SIM-0010",
            "name a scenario, or a panel with --panel",
        )),
    }
}

fn of_panel(path: &Path, arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let coefficients = Coefficients::embedded().map_err(|error| {
        Failure::new(
            Exit::Bug,
            "SIM-0070",
            format!("the embedded coefficients: {error}"),
        )
    })?;
    let report = panel::score(path, &coefficients, arguments.predictions.as_deref())
        .map_err(|error| panel_failure(&error))?;
    if !report.absent_columns.is_empty() {
        eprintln!(
            "warning[SIM-7016]: the panel has no column {}\n  where: {}, line 1\n  help: taken as not known in every row; scores are worse for it",
            report.absent_columns.join(", "),
            path.display()
        );
    }
    if let (Some(first), count) = (report.cut_years.first(), report.cut_years.len()) {
        eprintln!(
            "warning[SIM-7019]: {count} years, the first {first}, have more cliques of defence ties than are looked for\n  where: {}\n  help: pacts may be missing, and joinings with them; check the columns defense and def_bilat",
            path.display()
        );
    }
    if report.in_sample_years > 0 {
        eprintln!(
            "warning[SIM-7017]: {} of {} years taught the hazards\n  where: {}\n  help: scores on them are in sample; what the hazards are worth on years they have not seen: docs/verification.md, Panel",
            report.in_sample_years,
            report.years.len(),
            path.display()
        );
    }
    if arguments.json {
        say(&format!("{:#}", serde_json::json!(report)));
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = [
        ("new defence pact", &report.new_defence),
        ("upgrade", &report.upgrade),
        ("exit", &report.exit),
    ]
    .into_iter()
    .map(|(name, scores)| {
        vec![
            name.into(),
            scores.rows.to_string(),
            scores.events.to_string(),
            known(scores.auc, 3),
            known(scores.brier, 5),
            known(scores.log_loss, 5),
            if scores.log_loss_skill.is_nan() {
                known(f64::NAN, 0)
            } else {
                percent(scores.log_loss_skill, 0.001)
            },
            known(scores.predicted_over_observed, 2),
        ]
    })
    .collect();
    say(&table::numbers(
        &[
            "outcome",
            "rows",
            "events",
            "AUC",
            "Brier",
            "log loss",
            "skill over the rate of 1949-88",
            "predicted/observed",
        ],
        &rows,
        1,
    ));
    Ok(Exit::Done)
}

fn of_scenario(location: &str, arguments: &ValidateArguments) -> Result<Exit, Failure> {
    let scenario = load(
        &ScenarioArguments {
            scenario: location.to_owned(),
            off: arguments.off.clone(),
            set: arguments.set.clone(),
        },
        arguments.json,
    )?;
    if scenario.targets.is_empty() && scenario.outcomes.iter().all(|outcome| outcome.observed.is_none()) {
        return Err(Failure::new(
            Exit::ScenarioInvalid,
            "SIM-0011",
            "no outcome says what was observed, and no flow has a target",
        )
        .at(location)
        .help("add `observed = true` or `observed = false` to outcomes, or a [[target]], or try builtin:hindcast-2022"));
    }
    let report = report_of(&scenario, arguments)?;
    if report["in_sample"] == true {
        eprintln!(
            "warning[SIM-7018]: the posterior was learnt from this scenario's own record\n  where: {}\n  help: scores of what taught it are in sample and say nothing of what it is worth elsewhere: docs/calibration.md",
            scenario
                .posterior
                .as_ref()
                .map_or("", |posterior| &posterior.location)
        );
    }
    if arguments.json {
        say(&format!("{report:#}"));
    } else {
        say(&as_text(&report));
    }
    Ok(Exit::Done)
}

/// Scores and flows of a scenario, as `--json` prints them.
pub fn report_of(scenario: &Scenario, arguments: &ValidateArguments) -> Result<Value, Failure> {
    let runs = arguments.runs_or(RUNS);
    let mut tally = simulate(scenario, arguments, runs, || WithTargets::new(scenario))?;
    let estimates = estimate(scenario, &mut tally.records.record);
    let mut report = hindcast::report(scenario, &estimates, &tally.records.stood(), runs);
    report["in_sample"] = is_in_sample(scenario).into();
    report["flows"] = targets::report(scenario, &tally.records).into();
    Ok(report)
}

/// Whether the scenario's posterior says that it was learnt from a scenario of the same name.
fn is_in_sample(scenario: &Scenario) -> bool {
    let Some(posterior) = &scenario.posterior else {
        return false;
    };
    // It was read when the scenario was: what cannot be read again has no lines.
    let text = Files.read(&posterior.location, LARGEST_TABLE).unwrap_or_default();
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .filter_map(|line| line.strip_prefix("# scenario:"))
        .any(|taught| taught.trim() == scenario.id)
}

/// All runs of a scenario, or a failure: a score of some of them would be another number.
pub fn simulate<A: Accumulator>(
    scenario: &Scenario,
    arguments: &ValidateArguments,
    runs: u64,
    make: impl Fn() -> A,
) -> Result<Tally<A>, Failure> {
    whole(
        scenario,
        &Whole {
            seed: arguments.seed,
            runs,
            threads: arguments.threads,
            is_quiet: arguments.json,
        },
        make,
    )
}

/// Parts of the questions with their scores: all, by sort, without all questions about one pair.
fn cuts(report: &Value) -> Vec<(String, Value)> {
    let mut whole = report.clone();
    whole["outcomes"] = report["outcomes"].as_array().map_or(0, Vec::len).into();
    let mut cuts = vec![("all".to_owned(), whole)];
    cuts.extend(["treaty", "behaviour"].map(|part| (format!("{part} alone"), report[part].clone())));
    for cluster in report["clusters"].as_array().into_iter().flatten() {
        let name = format!("without {}", cluster["left_out"].as_str().unwrap_or_default());
        cuts.push((name, cluster["scores"].clone()));
    }
    cuts
}

/// A row a forecaster and cut: scores, their intervals, the model's less it.
fn score_table(report: &Value) -> String {
    let number = |value: &Value| value.as_f64().map_or_else(String::new, |x| format!("{x:.3}"));
    let between = |interval: &Value| match (interval[0].as_f64(), interval[1].as_f64()) {
        (Some(low), Some(high)) => format!("{low:.3} to {high:.3}"),
        _ => String::new(),
    };
    let less = |difference: &Value| {
        let mean = difference["mean"].as_f64();
        let mean = mean.map_or_else(String::new, |mean| format!("{mean:+.3}"));
        match (
            difference["interval"][0].as_f64(),
            difference["interval"][1].as_f64(),
        ) {
            (Some(low), Some(high)) => format!("{mean} ({low:+.3} to {high:+.3})"),
            _ => mean,
        }
    };
    let mut rows = Vec::new();
    for (cut, scores) in cuts(report) {
        let row = |name: String, scores: &Value, keys: [&Value; 2]| {
            let tell = |key: &Value| {
                if key["mean"].is_number() {
                    less(key)
                } else {
                    between(key)
                }
            };
            vec![
                name,
                scores["outcomes"].to_string(),
                number(&scores["brier"]),
                tell(keys[0]),
                number(&scores["log_score"]),
                tell(keys[1]),
            ]
        };
        rows.push(row(
            format!("model, {cut}"),
            &scores,
            [&scores["brier_interval"], &scores["log_score_interval"]],
        ));
        for (name, simple) in scores["baselines"].as_object().into_iter().flatten() {
            let less = &simple["model_less_this"];
            rows.push(row(
                format!("  {name}"),
                simple,
                [&less["brier"], &less["log_score"]],
            ));
        }
    }
    table::numbers(
        &[
            "forecaster",
            "outcomes",
            "Brier",
            "5 to 95 %; model less it",
            "log score",
            "5 to 95 %; model less it",
        ],
        &rows,
        1,
    )
}

/// What the intervals are, and that they are no wider than they should be.
fn of_intervals(report: &Value) -> String {
    format!(
        "Intervals: {} samples of {} clusters of outcomes about the same pair, actor or theatre, drawn anew; none below {}. Few clusters make them rather too narrow.\nModel less it: below 0 the model is better.",
        report["intervals"]["resamples"],
        report["intervals"]["clusters"].as_array().map_or(0, Vec::len),
        report["intervals"]["least_clusters"]
    )
}

/// How far dates miss, and to which side.
fn dates(timing: &Value) -> String {
    let (Some(absolute), Some(late)) = (
        timing["mean_absolute_months"].as_f64(),
        timing["mean_months_late"].as_f64(),
    ) else {
        return String::new();
    };
    let side = if late < 0.0 { "early" } else { "late" };
    format!(
        "\nDates miss by {absolute:.1} months on average, and are {:.1} months too {side} ({} outcomes that happened in a known month).\n",
        late.abs(),
        timing["outcomes"]
    )
}

fn as_text(report: &Value) -> String {
    let mut outcomes: Vec<&Value> = report["outcomes"].as_array().into_iter().flatten().collect();
    // The largest misses first: what the model is worse at.
    let miss = |o: &Value| {
        (o["probability"].as_f64().unwrap_or(0.0) - f64::from(u8::from(o["observed"] == true))).abs()
    };
    outcomes.sort_by(|a, b| miss(b).total_cmp(&miss(a)));
    let misses: Vec<Vec<String>> = outcomes
        .iter()
        .map(|o| {
            vec![
                o["id"].as_str().unwrap_or_default().to_owned(),
                percent(o["probability"].as_f64().unwrap_or(0.0), 0.005),
                if o["observed"] == true {
                    "yes".into()
                } else {
                    "no".into()
                },
            ]
        })
        .collect();
    let mut flows: Vec<&Value> = report["flows"].as_array().into_iter().flatten().collect();
    // What fits comes last.
    let rank = |row: &Value| {
        ["too low", "too high", "overlaps"]
            .iter()
            .position(|v| row["verdict"] == *v)
    };
    flows.sort_by_key(|row| rank(row).unwrap_or(usize::MAX));
    let flows: Vec<Vec<String>> = flows.into_iter().map(flow_row).collect();
    let flows = if flows.is_empty() {
        String::new()
    } else {
        format!(
            "\n\nFlows against the record (5, 50, 95 % of runs beside low, central, high):\n{}",
            table::mixed(
                &["flow", "record", "model", "unit", "verdict"],
                &flows,
                &[0, 3, 4]
            )
        )
    };
    if outcomes.is_empty() {
        return format!(
            "{}: no outcome has a known answer, so nothing is scored; {} runs{flows}",
            report["scenario"].as_str().unwrap_or_default(),
            report["runs"]
        );
    }
    format!(
        "{}: {} outcomes with a known answer, {} runs\n\n{}\n\n{}\n{}\nReliability:\n{}\n\nLower is better. Largest misses first:\n{}{flows}",
        report["scenario"].as_str().unwrap_or_default(),
        outcomes.len(),
        report["runs"],
        score_table(report),
        of_intervals(report),
        dates(&report["timing"]),
        reliability(report),
        table::numbers(&["outcome", "probability", "happened"], &misses, 1)
    )
}

/// What was said beside what came true.
fn reliability(report: &Value) -> String {
    let share = |value: &Value| percent(value.as_f64().unwrap_or(0.0), 0.005);
    let rows: Vec<Vec<String>> = report["reliability"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|bin| {
            vec![
                format!("{} to {}", share(&bin["from"]), share(&bin["to"])),
                bin["count"].to_string(),
                share(&bin["mean_probability"]),
                share(&bin["share_observed"]),
            ]
        })
        .collect();
    table::numbers(&["said", "outcomes", "mean said", "came true"], &rows, 1)
}

/// A target's flow: the record and the runs.
fn flow_row(row: &Value) -> Vec<String> {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let three = |keys: [&str; 3]| {
        keys.map(|key| row[key].as_f64().map_or_else(String::new, amount))
            .join(" / ")
    };
    vec![
        text("id"),
        three(["low", "central", "high"]),
        three(["model_5", "model_50", "model_95"]),
        text("unit"),
        text("verdict"),
    ]
}

/// An amount in three digits, large ones with a letter.
fn amount(value: f64) -> String {
    let (scaled, letter) = match value {
        v if v >= 1e6 => (v / 1e6, " m"),
        v if v >= 1e4 => (v / 1e3, " k"),
        v => (v, ""),
    };
    let digits = match scaled {
        v if v >= 99.95 || v == 0.0 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    format!("{scaled:.digits$}{letter}")
}

/// A number, or "-" where the rows cannot say.
fn known(value: f64, places: usize) -> String {
    if value.is_finite() {
        format!("{value:.places$}")
    } else {
        "-".to_owned()
    }
}

/// A panel that cannot be read or written.
pub fn panel_failure(error: &panel::PanelError) -> Failure {
    let exit = if error.is_io() {
        Exit::InputOutput
    } else {
        Exit::ScenarioInvalid
    };
    Failure::new(exit, "SIM-7000", format!("the panel cannot be used\n{error}"))
}
