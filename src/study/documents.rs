//! Pages of the documentation that are generated, so that they cannot lag behind.

use crate::scenario::parameters::PARAMETERS;
use crate::scenario::ranged::Scale;
use std::fmt::Write;

/// docs/parameters.md.
pub fn parameters() -> String {
    let assumed = PARAMETERS
        .iter()
        .filter(|p| p.source.starts_with("assumed"))
        .count();
    let mut page = format!(
        "# Parameters\n\nGenerated: `sim list parameters-page > docs/parameters.md`. low, central and high are the 5, 50 and 95 % points of the prior. {} of {} are `assumed`.\n\n\
         | parameter | unit | low | central | high | scale | equation | source | meaning |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        assumed,
        PARAMETERS.len()
    );
    for p in PARAMETERS {
        let scale = match p.scale {
            Scale::Linear => "linear",
            Scale::Log => "log",
            Scale::Logit => "logit",
        };
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {scale} | {} | {} | {} |",
            p.id, p.unit, p.low, p.central, p.high, p.equation, p.source, p.meaning
        );
    }
    page
}
