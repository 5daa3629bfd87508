//! Sections of the other studies, and what they found wanting.

use super::table;
use crate::study::patterns::PatternResult;

/// The patterns the model is judged by.
pub fn patterns(results: &[PatternResult]) -> String {
    let rows: Vec<Vec<String>> = results
        .iter()
        .flat_map(|pattern| {
            pattern.parts.iter().map(|part| {
                let verdict = match (part.holds, &part.known_failure) {
                    (true, _) => "shown".to_owned(),
                    (false, Some(_)) => format!("**not shown**, known: {}", part.reasons()),
                    (false, None) => format!("**not shown**: {}", part.reasons()),
                };
                vec![
                    pattern.pattern.to_string(),
                    part.claim.clone(),
                    part.scenario.clone(),
                    format!("{:.0} %", 100.0 * part.result.share()),
                    verdict,
                ]
            })
        })
        .collect();
    let holding = results.iter().filter(|pattern| pattern.holds).count();
    let draws = results
        .first()
        .and_then(|pattern| pattern.parts.first())
        .map_or(0, |part| part.draws);
    format!(
        "Each part over {draws} draws of the prior, with the same luck in both arms and a control with its mechanism off (measures, thresholds and intervals in docs/patterns.md). {holding} of {} patterns hold in every part. Patterns 13 and 14 are exact and tested elsewhere.\n\n{}",
        results.len(),
        table(
            &["pattern", "claim", "scenario", "draws that show it", "verdict"],
            &rows
        )
    )
}

/// A sentence a pattern that does not hold.
pub fn patterns_worse(results: &[PatternResult]) -> Vec<String> {
    results
        .iter()
        .filter(|pattern| !pattern.holds)
        .map(|pattern| {
            let parts: Vec<String> = pattern
                .parts
                .iter()
                .filter(|part| !part.holds)
                .map(|part| format!("{} ({:.0} % of draws)", part.claim, 100.0 * part.result.share()))
                .collect();
            format!(
                "**Pattern** {}, {}: not shown: {}.",
                pattern.pattern,
                pattern.title,
                parts.join("; ")
            )
        })
        .collect()
}
