//! docs/patterns.md: what was tried, how, and what it showed.

use super::rule::{DECIDED, DECIDED_IF_RARE, MUCH_SMALLER, SHARE, Shown};
use super::{PartResult, PatternResult};
use std::fmt::Write;

/// A number to three figures, without an exponent where people would not write one.
pub fn figure(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "-".into()
    } else if size == 0.0 {
        "0".into()
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 0.1 {
        format!("{value:.2}")
    } else if size >= 0.001 {
        format!("{value:.4}")
    } else {
        format!("{value:.1e}")
    }
}

/// The page.
pub fn page(results: &[PatternResult], draws: u64, seed: u64) -> String {
    let parts: Vec<&PartResult> = results.iter().flat_map(|pattern| &pattern.parts).collect();
    let failing = parts.iter().filter(|part| !part.holds).count();
    let mut page = format!(
        "# Patterns\n\nGenerated: `sim validate --patterns --markdown > docs/patterns.md` ({draws} draws of the prior, seed {seed}).\n\n\
         The model is judged by patterns that must come out of it (docs/odd.md, 1), none of which is written into it. Each is tried on a shipped scenario: two \
         arms with the same parameter draws and the same luck that differ in what the pattern speaks of. {} parts of 12 patterns; **{failing} fail**. \
         Patterns 13 (conservation) and 14 (order of rows, names) are exact: goods and money are counted to the last bit on random worlds (`model::economy::tests`, `model::war::tests`), and rows reversed or names changed give the same bytes (`tests/promises.rs`).\n\n",
        parts.len()
    );
    let _ = write!(
        page,
        "**How to read it.** A part holds when at least {:.0} % of the draws show it and the paired {:.1} % interval over draws agrees, and when the control, the same comparison without \
         the mechanism held responsible, does not show it: its interval includes 0, or its difference turns round or is at most a third ({:.2}) of the pattern's; for rules without a difference, \
         when the control does not show the rule. Ties count as not shown. A draw in which the question does not arise (nothing sold in either arm, no such event) is left out and counted; with fewer than \
         {} of a hundred draws left a part fails ({} where it asks of something rare). Thresholds were set before results were seen; arms, measures, controls and runs were in many parts changed afterwards, which is said at the part. \
         Values are means over draws.\n\n",
        100.0 * SHARE,
        100.0 * super::rule::CONFIDENCE,
        MUCH_SMALLER,
        DECIDED,
        DECIDED_IF_RARE,
    );
    page.push_str("| part | claim | draws showing it | verdict |\n| --- | --- | ---: | --- |\n");
    for part in &parts {
        let _ = writeln!(
            page,
            "| {} | {} | {} of {} | {} |",
            part.id,
            part.claim,
            part.result.shown,
            part.result.decided,
            verdict(part)
        );
    }
    for pattern in results {
        let _ = write!(page, "\n## {}. {}\n", pattern.pattern, pattern.title);
        for part in &pattern.parts {
            write_part(&mut page, part);
        }
    }
    page
}

fn verdict(part: &PartResult) -> &'static str {
    match (part.holds, part.result.is_shown) {
        (true, _) => "holds",
        (false, true) => "**fails**: the control shows it too",
        (false, false) => "**fails**",
    }
}

fn write_part(page: &mut String, part: &PartResult) {
    let _ = write!(
        page,
        "\n### {}\n\n{}. Scenario `{}`, {} runs a draw. Measure: {}. Arms: {}. Asked: {}. **{}**\n\n\
         | | first | second | difference, 99.9 % | draws showing it | ties | no answer |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        part.id,
        capitalised(&part.claim),
        part.scenario,
        part.runs_per_draw,
        part.measure,
        part.arms.join(" against "),
        part.rule,
        verdict(part).replace("**", "")
    );
    write_row(page, "pattern", &part.result, part.draws);
    match &part.control_result {
        Some(control) => write_row(page, &format!("control: {}", part.control), control, part.draws),
        None => {
            let _ = writeln!(page, "\nControl: {}.", part.control);
        }
    }
    match (part.holds, &part.known_failure) {
        (false, None) => {
            let _ = write!(page, "\nFails: {}\n", part.reasons());
        }
        (false, Some(_)) => {
            let _ = write!(page, "\nKnown to fail: {}\n", part.reasons());
        }
        (true, Some(_)) => page.push_str("\nKnown to fail when it was last looked at; it holds now.\n"),
        (true, None) => {}
    }
    if !part.changed.is_empty() {
        let _ = write!(page, "\nChanged after a first look: {}\n", part.changed);
    }
}

fn write_row(page: &mut String, name: &str, shown: &Shown, draws: u64) {
    let d = &shown.difference;
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} ({} to {}) | {} of {} | {} | {} |",
        figure(shown.first),
        shown.second.map_or_else(String::new, figure),
        figure(d.mean),
        figure(d.low),
        figure(d.high),
        shown.shown,
        shown.decided,
        shown.ties,
        draws as usize - shown.decided
    );
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_to_three_figures() {
        let told: Vec<String> = [0.0, 1234.5, 45.67, 0.5, 0.0123, 0.00001, f64::NAN]
            .iter()
            .map(|value| figure(*value))
            .collect();
        assert_eq!(told, ["0", "1234", "45.7", "0.50", "0.0123", "1.0e-5", "-"]);
    }
}
