//! The file of a posterior: what it is, how it was come by, and the particles. Whole or not at all.

use super::Calibration;
use super::report::Checks;
use crate::output::staging::hex;
use crate::scenario::Scenario;
use crate::scenario::compile::posterior::MAGIC;
use crate::scenario::parameters::PARAMETERS;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

/// Digits of a value: more would claim more than a posterior knows.
const DIGITS: usize = 5;

/// The text of the file.
pub fn text(scenario: &Scenario, calibration: &Calibration, options: &super::Options) -> String {
    let mut text = format!("{MAGIC}1\n");
    head(&mut text, scenario, calibration, options);
    checks(&mut text, &calibration.checks);
    let ids: Vec<&str> = calibration
        .screened
        .moved
        .iter()
        .map(|place| PARAMETERS[*place].id)
        .collect();
    let _ = writeln!(text, "{}", ids.join(","));
    for particle in &calibration.particles {
        let row: Vec<String> = particle.iter().map(|value| short(*value)).collect();
        let _ = writeln!(text, "{}", row.join(","));
    }
    text
}

fn head(text: &mut String, scenario: &Scenario, calibration: &Calibration, options: &super::Options) {
    let effort = calibration.effort;
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "# {key}: {value}");
    };
    line("scenario", scenario.id.clone());
    line("inputs", hex(&scenario.input_hash));
    line("budget", options.budget.to_string());
    line("seed", options.seed.to_string());
    line("runs", calibration.runs.to_string());
    line("left out", or_nothing(&calibration.without));
    line("covered by a target", or_nothing(&calibration.covered));
    line(
        "evidence",
        format!("{} flows, {} outcomes", calibration.flows, calibration.outcomes),
    );
    line(
        "weight of outcomes",
        format!(
            "{:.4} (sum of R {:.2})",
            calibration.likelihood.omega, calibration.likelihood.sum_of_r
        ),
    );
    line("moved", calibration.screened.told(effort.screening));
    line(
        "particles",
        format!("{}, {} runs each", effort.particles, effort.runs),
    );
    for stage in &calibration.stages {
        line(
            "stage",
            format!(
                "temper {:.4}, effective {:.1}, walks taken {:.2}, fresh draws taken {:.2}, ancestors {}",
                stage.temper, stage.effective, stage.taken[0], stage.taken[1], stage.ancestors
            ),
        );
    }
}

fn checks(text: &mut String, checks: &Checks) {
    for row in &checks.shifts {
        let [p5, p50, p95] = row.prior.map(short);
        let [q5, q50, q95] = row.posterior.map(short);
        let _ = writeln!(
            text,
            "# parameter: {}: prior {p5} {p50} {p95}, posterior {q5} {q50} {q95}, shift {:.2}, shrinkage {:.2}",
            row.id, row.shift, row.shrinkage
        );
    }
    for flow in checks.flows.iter().filter(|flow| flow.is_in_conflict()) {
        let _ = writeln!(text, "# conflict: flow {}: z {:.1}", flow.id, flow.z);
    }
    for outcome in checks.outcomes.iter().filter(|outcome| outcome.is_in_conflict()) {
        let _ = writeln!(
            text,
            "# conflict: outcome {}: observed {}, probability {:.3}",
            outcome.id, outcome.observed, outcome.posterior
        );
    }
    for (a, b, correlation) in &checks.apart {
        let _ = writeln!(text, "# pull apart: {a}, {b}: {correlation:.2}");
    }
}

fn or_nothing(ids: &[String]) -> String {
    if ids.is_empty() {
        "nothing".to_owned()
    } else {
        ids.join(" ")
    }
}

/// A number in few digits, as short as it can be read back.
pub fn short(value: f64) -> String {
    format!("{value:.*e}", DIGITS - 1)
        .parse::<f64>()
        .map_or_else(|_| value.to_string(), |rounded| rounded.to_string())
}

/// Writes the file beside its place, flushes it, and moves it there.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".sim-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    open_to_all(file.path())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is its owner's alone; results get the usual permissions.
#[cfg(unix)]
fn open_to_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short_and_read_back() {
        for (value, text) in [
            (0.123456789, "0.12346"),
            (40.0, "40"),
            (1.23456e-7, "0.00000012346"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(short(value), text);
        }
    }
}
