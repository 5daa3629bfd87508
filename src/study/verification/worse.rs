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

fn hindcast(report: &Value, found: &mut Vec<String>) {
    let mut cuts = vec![("all questions".to_owned(), report)];
    cuts.extend(["treaty", "behaviour"].map(|part| (part.to_owned(), &report[part])));
    cuts.extend(list(&report["clusters"]).iter().map(|cluster| {
        (
            format!("without {}", text(&cluster["left_out"])),
            &cluster["scores"],
        )
    }));
    for simple in ["climatology", "two-rates", "persistence"] {
        let lost: Vec<String> = cuts
            .iter()
            .filter_map(|(name, scores)| {
                let (model, other) = (
                    scores["brier"].as_f64()?,
                    scores["baselines"][simple]["brier"].as_f64()?,
                );
                (model >= other).then(|| format!("{name} {model:.3} against {other:.3}"))
            })
            .collect();
        if !lost.is_empty() {
            found.push(format!(
                "**Hindcast**, the model does not beat {simple} (Brier score): {}.",
                lost.join(", ")
            ));
        }
    }
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
    if report["timing"]["mean_absolute_months"].is_number() {
        found.push(format!(
            "**Dates** miss by {} months on average over {} questions.",
            fixed(&report["timing"]["mean_absolute_months"], 1),
            report["timing"]["outcomes"]
        ));
    }
}

fn panel(fit: &Value, found: &mut Vec<String>) {
    for (key, name) in OUTCOMES {
        let scores = &fit["out_of_fold"][key];
        if scores["log_loss_skill"][1].as_f64().is_some_and(|low| low <= 0.0) {
            found.push(format!(
                "**Panel**, {name}: skill over the training rate {} cannot be told from none (from {}); AUC {}.",
                percent(&scores["log_loss_skill"][0], 1),
                percent(&scores["log_loss_skill"][1], 1),
                fixed(&scores["auc"][0], 3)
            ));
        }
        if scores["log_loss_skill_by_rung"]
            .as_f64()
            .is_some_and(|skill| skill <= 0.0)
        {
            found.push(format!(
                "**Panel**, {name}: no better than the training rate of the rung ({}).",
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
    let weak: Vec<String> = list(&fit["out_of_fold"]["channel_auc"])
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
