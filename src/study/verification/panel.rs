//! The scores of the hazards on the historical panel, as the fit left them.

use super::{fixed, list, percent, table, text};
use serde_json::Value;

/// What `sim fit` wrote beside the shipped coefficients.
pub const FIT_SCORES: &str = include_str!("../../alignment/coefficients_scores.json");

pub(super) const OUTCOMES: [(&str, &str); 3] = [
    ("new_defence", "new defence"),
    ("upgrade", "upgrade"),
    ("exit", "exit"),
];

fn with_interval(value: &Value, show: impl Fn(&Value) -> String) -> String {
    format!("{} ({} to {})", show(&value[0]), show(&value[1]), show(&value[2]))
}

/// Treaties shown at either end.
const TREATIES: usize = 10;

fn by_treaty(treaties: &[&Value]) -> String {
    let rows: Vec<Vec<String>> = treaties
        .iter()
        .map(|treaty| {
            vec![
                text(&treaty["treaty"]).to_owned(),
                treaty["dyads"].to_string(),
                percent(&treaty["mean_predicted"], 2),
                fixed(&treaty["log_score"], 2),
                fixed(&treaty["auc_in_year"], 2),
            ]
        })
        .collect();
    table(
        &[
            "treaty",
            "dyads",
            "mean probability",
            "mean log score",
            "AUC in its year",
        ],
        &rows,
    )
}

/// Out of fold, honest windows, channels, and what one case carries.
pub fn section(fit: &Value) -> String {
    let pooled = |shown: &Value| {
        let row = |(key, name): (&str, &str)| {
            let scores = &shown[key];
            vec![
                name.to_owned(),
                scores["events"].to_string(),
                with_interval(&scores["auc"], |v| fixed(v, 3)),
                with_interval(&scores["log_loss_skill"], |v| percent(v, 1)),
                percent(&scores["log_loss_skill_by_rung"], 1),
                with_interval(&scores["predicted_over_observed"], |v| fixed(v, 2)),
            ]
        };
        let header = [
            "outcome",
            "events",
            "AUC",
            "skill over the rate of 1949-88",
            "over the rate of the rung",
            "predicted / observed",
        ];
        table(&header, &OUTCOMES.map(row))
    };
    let windows: Vec<Vec<String>> = list(&fit["windows"])
        .iter()
        .map(|window| {
            let mut cells = vec![
                window["train_last"].to_string(),
                format!("{}-{}", window["years"][0], window["years"][1]),
            ];
            cells.extend(OUTCOMES.map(|(key, _)| {
                let scores = &window[key];
                format!(
                    "{}, {}, {}",
                    fixed(&scores["auc"][0], 3),
                    percent(&scores["log_loss_skill"][0], 1),
                    fixed(&scores["predicted_over_observed"][0], 2)
                )
            }));
            cells
        })
        .collect();
    let channels: Vec<Vec<String>> = list(&fit["channels"])
        .iter()
        .map(|channel| {
            let auc = list(&fit["out_of_fold"]["channel_auc"])
                .iter()
                .find(|pair| pair[0] == channel["channel"])
                .map_or(Value::Null, |pair| pair[1].clone());
            vec![
                text(&channel["channel"]).to_owned(),
                channel["events"].to_string(),
                channel["penalty"].to_string(),
                format!(
                    "{} / {}",
                    fixed(&channel["observed"], 0),
                    fixed(&channel["predicted"], 1)
                ),
                fixed(&channel["factor"], 2),
                fixed(&auc, 2),
            ]
        })
        .collect();
    let influence: Vec<Vec<String>> = list(&fit["influence"])
        .iter()
        .take(5)
        .map(|found| {
            vec![
                text(&found["case"]).to_owned(),
                found["dyads"].to_string(),
                fixed(&found["new_defence"], 3),
                fixed(&found["upgrade"], 3),
            ]
        })
        .collect();
    let mut treaties: Vec<&Value> = list(&fit["treaties"]).iter().collect();
    let log_score = |treaty: &Value| treaty["log_score"].as_f64().unwrap_or(f64::NEG_INFINITY);
    treaties.sort_by(|a, b| log_score(a).total_cmp(&log_score(b)));
    format!(
        "Out of fold inside the training years, the level as it came (four windows that grow; 90 % intervals over resampled blocks of two years,\n\
         which leave out the error of the coefficients). Penalties, the form of the low channel and the scale of flags were chosen on these same folds: the skill\n\
         is optimistic.\n\n{}\nThe same hazards with the level of each channel set by these folds (predicted over observed is near 1 by construction):\n\n{}\n\
         Honest windows, fitted on the years before (AUC, skill over the rate of 1949-88, predicted / observed). Not from the years before: the stated prior of the\n\
         rate of bilateral defence pacts, and the form of the model, chosen on 1949-88:\n\n{}\n\
         By channel (observed and predicted dyads out of fold before recalibration, factor shipped):\n\n{}\n\
         How much one case carries, of {} (mean absolute change of the ln hazard when it is left out):\n\n{}\n\
         By treaty, out of fold, level as it came (probability in the year it came; AUC among the pairs of that year that did not rise so). The ten with the lowest\n\
         mean log score, of {}:\n\n{}\nThe ten with the highest:\n\n{}\n\
         The years after 1988 were not looked at but for one number: the prior rate of bilateral defence pacts (0.0006 a year) knows them. In the panel S = 0: this says nothing of the strategies (docs/panel.md).\n",
        pooled(&fit["out_of_fold_as_it_came"]),
        pooled(&fit["out_of_fold"]),
        table(&["train to", "test", "new defence", "upgrade", "exit"], &windows),
        table(
            &[
                "channel",
                "events",
                "penalty",
                "observed / predicted",
                "factor",
                "AUC"
            ],
            &channels
        ),
        fit["cases"],
        table(&["left out", "dyads", "new defence", "any upgrade"], &influence),
        treaties.len(),
        by_treaty(&treaties[..treaties.len().min(TREATIES)]),
        by_treaty(&treaties[treaties.len() - treaties.len().min(TREATIES)..])
    )
}
