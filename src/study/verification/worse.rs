//! What the model is worse at, found in what was measured: no sentence here is written by hand about a number.

use super::kept::Part;
use super::panel::OUTCOMES;
use super::simulated::{by_miss, factor};
use super::studies::patterns_worse;
use super::{Measured, calibration, fixed, list, percent, recent, text};
use serde_json::Value;

/// Answers this many times their base rate are named.
const FAR: f64 = 5.0;
const MISSES: usize = 6;

/// A list, a point a finding.
pub fn worse(measured: &Measured, fit: &Value) -> String {
    let mut found = Vec::new();
    hindcast(measured.of(Part::Hindcast), &mut found);
    panel(fit, &mut found);
    found.extend(calibration::worse(
        measured.of(Part::Hindcast),
        measured.of(Part::Posterior),
        measured.of(Part::SelfTest),
    ));
    found.extend(recent::worse(
        measured.of(Part::Recent),
        measured.of(Part::Ladders),
    ));
    flagship(measured.of(Part::Cast), &mut found);
    let silent: Vec<&str> = list(measured.of(Part::Mechanisms))
        .iter()
        .filter(|verdict| verdict["is_shown"] == false)
        .map(|verdict| text(&verdict["id"]))
        .collect();
    if !silent.is_empty() {
        found.push(format!(
            "**Mechanisms** not shown by their witness: {}.",
            silent.join(", ")
        ));
    }
    found.extend(patterns_worse(&measured.patterns()));
    if found.is_empty() {
        found.push(
            "Nothing measured here fell short; what is not measured is listed in docs/odd.md, section 9."
                .to_owned(),
        );
    }
    found.iter().map(|point| format!("- {point}\n")).collect()
}

/// Scores of a forecaster, and what their JSON is called.
const SCORES: [(&str, &str); 2] = [("Brier score", "brier"), ("log score", "log_score")];
const SIMPLE: [&str; 5] = ["climatology", "two-rates", "persistence", "share", "half"];

/// All questions, treaties and behaviour apart, and without all questions about one pair.
fn cuts(report: &Value) -> Vec<(String, &Value)> {
    let mut cuts = vec![("all questions".to_owned(), report)];
    cuts.extend(["treaty", "behaviour"].map(|part| (format!("{part} alone"), &report[part])));
    cuts.extend(list(&report["clusters"]).iter().map(|cluster| {
        (
            format!("without {}", text(&cluster["left_out"])),
            &cluster["scores"],
        )
    }));
    cuts
}

fn hindcast(report: &Value, found: &mut Vec<String>) {
    let cuts = cuts(report);
    for (name, score) in SCORES {
        for simple in SIMPLE {
            beaten(&cuts, name, score, simple, found);
        }
    }
    for (name, score) in SCORES {
        for simple in SIMPLE {
            not_told_apart(&cuts, name, score, simple, found);
        }
    }
    one_sided(report, found);
    dates(report, found);
    let misses: Vec<String> = by_miss(report)
        .into_iter()
        .take(MISSES)
        .map(|o| {
            let what = if o["observed"] == true {
                "it happened"
            } else {
                "it did not"
            };
            format!("{} ({}; {what})", text(&o["id"]), percent(&o["probability"], 0))
        })
        .collect();
    if !misses.is_empty() {
        found.push(format!("**Hindcast**, largest misses: {}.", misses.join(", ")));
    }
}

/// Where a simple forecaster scores as well as the model or better.
fn beaten(cuts: &[(String, &Value)], name: &str, score: &str, simple: &str, found: &mut Vec<String>) {
    let lost: Vec<String> = cuts
        .iter()
        .filter_map(|(cut, scores)| {
            let (model, other) = (
                scores[score].as_f64()?,
                scores["baselines"][simple][score].as_f64()?,
            );
            (model >= other).then(|| format!("{cut} {model:.3} against {other:.3}"))
        })
        .collect();
    if !lost.is_empty() {
        found.push(format!(
            "**Hindcast**, {simple} is as good as the model or better ({name}, lower is better): {}.",
            lost.join(", ")
        ));
    }
}

/// Where the model is ahead by less than the questions can tell.
fn not_told_apart(cuts: &[(String, &Value)], name: &str, score: &str, simple: &str, found: &mut Vec<String>) {
    let level: Vec<String> = cuts
        .iter()
        .filter_map(|(cut, scores)| {
            let less = &scores["baselines"][simple]["model_less_this"][score];
            let (mean, low, high) = (
                less["mean"].as_f64()?,
                less["interval"][0].as_f64()?,
                less["interval"][1].as_f64()?,
            );
            (low <= 0.0 && high >= 0.0).then(|| format!("{cut} {mean:+.3} ({low:+.3} to {high:+.3})"))
        })
        .collect();
    if !level.is_empty() {
        found.push(format!(
            "**Hindcast**, the model cannot be told from {simple} ({name}, model less {simple}, 5 to 95 % over clusters of questions): {}.",
            level.join(", ")
        ));
    }
}

/// Bins of reliability that err to one side.
fn one_sided(report: &Value, found: &mut Vec<String>) {
    let bins = list(&report["reliability"]);
    let off = |bin: &Value| Some(bin["mean_probability"].as_f64()? - bin["share_observed"].as_f64()?);
    let err = |side: f64| -> Vec<String> {
        bins.iter()
            .filter(|bin| off(bin).is_some_and(|off| off * side > 0.0))
            .map(|bin| {
                format!(
                    "{} said, {} came true ({} questions)",
                    percent(&bin["mean_probability"], 0),
                    percent(&bin["share_observed"], 0),
                    bin["count"]
                )
            })
            .collect()
    };
    for (side, words) in [(-1.0, "too low"), (1.0, "too high")] {
        let named = err(side);
        if named.len() > 1 {
            let how_many = if named.len() == bins.len() {
                format!("all {} bins are", bins.len())
            } else {
                format!("{} of {} bins are", named.len(), bins.len())
            };
            found.push(format!(
                "**Reliability**, {how_many} {words}: {}.",
                named.join("; ")
            ));
        }
    }
}

/// How far dates miss, and to which side.
fn dates(report: &Value, found: &mut Vec<String>) {
    let timing = &report["timing"];
    let Some(late) = timing["mean_months_late"].as_f64() else {
        return;
    };
    let side = if late < 0.0 { "early" } else { "late" };
    let interval = match (
        timing["mean_months_late_interval"][0].as_f64(),
        timing["mean_months_late_interval"][1].as_f64(),
    ) {
        (Some(low), Some(high)) => format!(" ({low:+.1} to {high:+.1})"),
        _ => String::new(),
    };
    found.push(format!(
        "**Dates** are {:.1} months too {side} on average (mean error {late:+.1} months{interval}; mean absolute error {}; {} questions).",
        late.abs(),
        fixed(&timing["mean_absolute_months"], 1),
        timing["outcomes"]
    ));
}

fn panel(fit: &Value, found: &mut Vec<String>) {
    for (key, name) in OUTCOMES {
        let scores = &fit["out_of_fold_as_it_came"][key];
        if scores["log_loss_skill"][1].as_f64().is_some_and(|low| low <= 0.0) {
            found.push(format!(
                "**Panel**, {name}: skill over the rate of 1949-88 {} cannot be told from none (from {}); AUC {}.",
                percent(&scores["log_loss_skill"][0], 1),
                percent(&scores["log_loss_skill"][1], 1),
                fixed(&scores["auc"][0], 3)
            ));
        }
        if let Some(ratio) = scores["predicted_over_observed"][0].as_f64()
            && !(0.5..=1.6).contains(&ratio)
        {
            found.push(format!(
                "**Panel**, {name}: predicted over observed {ratio:.2} out of fold, level as it came."
            ));
        }
        if scores["log_loss_skill_by_rung"]
            .as_f64()
            .is_some_and(|skill| skill <= 0.0)
        {
            found.push(format!(
                "**Panel**, {name}: no better than the rate of 1949-88 of the rung ({}).",
                percent(&scores["log_loss_skill_by_rung"], 1)
            ));
        }
        let off: Vec<String> = list(&fit["windows"])
            .iter()
            .filter_map(|window| {
                let ratio = window[key]["predicted_over_observed"][0].as_f64()?;
                (!(0.5..=1.6).contains(&ratio))
                    .then(|| format!("{ratio:.2} in {}-{}", window["years"][0], window["years"][1]))
            })
            .collect();
        if !off.is_empty() {
            found.push(format!(
                "**Panel**, {name}: predicted over observed {}.",
                off.join(", ")
            ));
        }
    }
    let weak: Vec<String> = list(&fit["out_of_fold_as_it_came"]["channel_auc"])
        .iter()
        .filter(|pair| pair[1].as_f64().is_some_and(|auc| auc < 0.6))
        .map(|pair| format!("{} (AUC {})", text(&pair[0]), fixed(&pair[1], 2)))
        .collect();
    if !weak.is_empty() {
        found.push(format!(
            "**Panel**, channels hardly ranked better than by chance: {}.",
            weak.join(", ")
        ));
    }
}

fn flagship(answer: &Value, found: &mut Vec<String>) {
    if answer["cast"]["is_plausible"] == false {
        found.push(format!(
            "**Whole cast**: {} bilateral defence pacts per 1,000 dyad-years lie outside the record.",
            fixed(&answer["cast"]["bilateral_defence_per_1000_dyad_years"], 2)
        ));
    }
    let far: Vec<String> = list(&answer["outcomes"])
        .iter()
        .filter_map(|outcome| {
            let factor = factor(outcome)?;
            (factor >= FAR).then(|| format!("{} ({factor:.0} x)", text(&outcome["id"])))
        })
        .collect();
    if !far.is_empty() {
        found.push(format!(
            "**Answers** far above their base rate, to be believed as far as their reasons are: {}.",
            far.join(", ")
        ));
    }
    let suspect: Vec<String> = list(&answer["pairs"])
        .iter()
        .filter(|pair| pair["is_suspect"] == true)
        .map(|pair| format!("{}-{}", text(&pair["a"]), text(&pair["b"])))
        .collect();
    if !suspect.is_empty() {
        found.push(format!(
            "**Enemies** above their base rate among the likeliest pairs: {}.",
            suspect.join(", ")
        ));
    }
}
