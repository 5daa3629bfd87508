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
            "skill over the training rate",
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
    format!(
        "Out of fold inside the training years (four windows that grow; level of each channel set by these same folds; 90 % intervals over\n\
         resampled blocks of two years):\n\n{}\nThe same hazards with the level as it came:\n\n{}\n\
         Honest windows, everything from the years before (AUC, skill, predicted / observed):\n\n{}\n\
         By channel (observed and predicted dyads out of fold before recalibration, factor shipped):\n\n{}\n\
         How much one case carries, of {} (mean absolute change of the ln hazard when it is left out):\n\n{}\n\
         The years after 1988 were not looked at. In the panel S = 0: this says nothing of the strategies (docs/panel.md).\n",
        pooled(&fit["out_of_fold"]),
        pooled(&fit["out_of_fold_as_it_came"]),
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
        table(&["left out", "dyads", "new defence", "any upgrade"], &influence)
    )
}
