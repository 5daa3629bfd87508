//! What every answer prints (docs/odd.md, observation): the sentence with its parameter band, the Monte
//! Carlo error beneath, precedents and the factor above them, the whole cast, the likeliest pairs and
//! the suspect ones, and how the answer moves with kappa and without the most influential training case.

use super::influence::Comparison;
use super::ui::rounding::{error_points, factor, percent, thousands};
use super::ui::say::say;
use super::ui::table;
use crate::engine::{RUNS_PER_DRAW, Tally};
use crate::output::parameters::value;
use crate::output::write::Written;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::scenario::parameters::parameter_index;
use crate::stats::cast::{Cast, PairChance, cast, pairs};
use crate::stats::outcomes::{Estimate, by_draw};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// How the answer is shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub is_quiet: bool,
    pub is_json: bool,
}

/// Pairs listed.
const PAIRS_SHOWN: usize = 20;

/// `next` is the command that goes on from here.
pub fn show(
    scenario: &Scenario,
    tally: &Tally<Record>,
    written: &Written,
    next: &str,
    view: View,
    without: Option<&Comparison>,
) {
    show_estimates(
        scenario,
        tally,
        &written.estimates,
        &written.folder,
        next,
        view,
        without,
    );
}

pub fn show_estimates(
    scenario: &Scenario,
    tally: &Tally<Record>,
    estimates: &[Estimate],
    folder: &Path,
    next: &str,
    view: View,
    without: Option<&Comparison>,
) {
    if view.is_json {
        let mut answer = as_json(scenario, tally, estimates);
        answer["without_influential_case"] = without.map_or(Value::Null, |without| without.to_json(scenario));
        say(&format!("{answer:#}"));
    } else if !view.is_quiet {
        say(&as_text(scenario, tally, estimates, folder, next, without));
    }
}

/// The answer as one object.
pub fn as_json(scenario: &Scenario, tally: &Tally<Record>, estimates: &[Estimate]) -> Value {
    let outcomes: Vec<Value> = scenario
        .outcomes
        .iter()
        .zip(estimates)
        .map(|(outcome, estimate)| {
            json!({
                "id": outcome.id,
                "description": outcome.description,
                "probability": estimate.probability,
                "mc_error": estimate.mc_error,
                "band_low": estimate.band.map(|band| band.0),
                "band_high": estimate.band.map(|band| band.1),
                "runs": estimate.runs,
                "hits": estimate.hits,
                "median_month": estimate.median_month.map(|month| scenario.start.plus(month).to_string()),
                "base_rate": estimate.base_rate,
            })
        })
        .collect();
    let cast = cast(&tally.records);
    let likeliest: Vec<Value> = pairs(scenario, &tally.records)
        .iter()
        .take(PAIRS_SHOWN)
        .map(|pair| {
            json!({"a": scenario.actors[pair.a].id, "b": scenario.actors[pair.b].id, "new_defence": pair.new_defence,
                   "integrated_hazard": pair.integrated_hazard, "enemies": pair.enemies, "is_suspect": pair.is_suspect})
        })
        .collect();
    json!({
        "format": 1,
        "scenario": scenario.id,
        "input_hash": crate::output::staging::hex(&scenario.input_hash),
        "seed": tally.header.seed.to_string(),
        "runs": tally.runs(),
        "has_gaps": !tally.gaps().is_empty(),
        "draws": tally.runs().div_ceil(RUNS_PER_DRAW),
        "outcomes": outcomes,
        "cast": {"bilateral_defence_per_1000_dyad_years": cast.per_1000_hazard, "is_plausible": cast.is_plausible(),
                 "pacts": cast.pacts, "dyad_years": cast.dyad_years},
        "pairs": likeliest,
    })
}

fn as_text(
    scenario: &Scenario,
    tally: &Tally<Record>,
    estimates: &[Estimate],
    folder: &Path,
    next: &str,
    without: Option<&Comparison>,
) -> String {
    let mark = if tally.gaps().is_empty() {
        ""
    } else {
        "  PARTIAL: runs are missing"
    };
    let mut text = format!(
        "{}: {}\n{} runs of {} months, {} parameter draws, seed {}{mark}\n",
        scenario.id,
        scenario.title,
        thousands(tally.runs()),
        scenario.months,
        thousands(tally.runs().div_ceil(RUNS_PER_DRAW)),
        tally.header.seed
    );
    for (place, outcome) in scenario.outcomes.iter().enumerate() {
        if outcome.is_headline {
            let _ = write!(text, "\n{}", sentence(scenario, tally, place, &estimates[place]));
            text += &without.map_or_else(String::new, |without| without.line(place));
        }
    }
    let _ = write!(text, "\n{}\n\n", outcome_table(scenario, estimates));
    text += &cast_text(&cast(&tally.records));
    text += &pair_table(scenario, &pairs(scenario, &tally.records));
    let _ = write!(
        text,
        "\n\nThe band is what the parameters leave open; the error is what more runs would mend. Both suppose that the model is right:\nhow wrong it has been is what `sim validate builtin:hindcast-2022` shows (docs/verification.md).\n\nfiles  {}\nnext   {next}",
        folder.display(),
    );
    text
}

/// The sentence of a headline outcome, its error, its precedents, its dependence on kappa.
fn sentence(scenario: &Scenario, tally: &Tally<Record>, place: usize, estimate: &Estimate) -> String {
    let outcome = &scenario.outcomes[place];
    let (Some(p), Some(error)) = (estimate.probability, estimate.mc_error) else {
        return format!("{}: no run counts\n", outcome.description);
    };
    let band = match estimate.band {
        None => "parameter band: at least 50 draws are needed".to_owned(),
        Some((low, high)) if low == high => "parameters: too few hits to tell them from luck".to_owned(),
        Some((low, high)) => format!("parameters: {} to {}", percent(low, error), percent(high, error)),
    };
    let mut text = format!("{}: {} ({band})\n", outcome.description, percent(p, error));
    let _ = writeln!(
        text,
        "    Monte Carlo error {} points; {} of {} runs",
        error_points(error),
        thousands(estimate.hits),
        thousands(estimate.runs)
    );
    if let (Some(base), Some(reference)) = (estimate.base_rate, outcome.reference) {
        let reference = &scenario.base_rates[reference];
        let _ = writeln!(
            text,
            "    precedents: {} of {} ({}), which gives {} over this span{}",
            reference.events,
            thousands(reference.exposure as u64),
            reference.description,
            percent(base, base / 20.0),
            compared(p, base)
        );
    }
    if let Some((low, high)) = by_kappa(scenario, tally, place) {
        let _ = writeln!(
            text,
            "    strategy (kappa): {} in the third of draws where it weighs least, {} where it weighs most",
            percent(low, 2.0 * error),
            percent(high, 2.0 * error)
        );
    }
    text
}

/// The answer beside its precedents; silent where one of them is nought and no factor means anything.
fn compared(probability: f64, base: f64) -> String {
    if probability > 0.0 && base > 0.0 {
        format!("; this answer is {} that", factor(probability / base))
    } else {
        String::new()
    }
}

/// Fewest draws for the split by kappa.
const FEWEST_FOR_THIRDS: usize = 30;

/// Probability in the lowest and the highest third of the draws by kappa.
fn by_kappa(scenario: &Scenario, tally: &Tally<Record>, place: usize) -> Option<(f64, f64)> {
    let kappa = parameter_index("kappa")?;
    let (draws, _) = by_draw(scenario, &tally.records, place);
    let whole = tally.runs().div_ceil(RUNS_PER_DRAW) as usize;
    // A given outcome counts some draws only; then rows and draws do not match and nothing is told.
    if scenario.parameters[kappa].is_fixed()
        || draws.len() != whole
        || whole < FEWEST_FOR_THIRDS
        || tally.ranges.len() != 1
    {
        return None;
    }
    let first = tally.ranges[0].0 / RUNS_PER_DRAW;
    let mut order: Vec<(f64, usize)> = (0..whole)
        .map(|i| (value(scenario, kappa, tally.header.seed, first + i as u64), i))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let share = |part: &[(f64, usize)]| {
        let (hits, runs) = part.iter().fold((0u64, 0u64), |(hits, runs), (_, i)| {
            (hits + u64::from(draws[*i].hits), runs + u64::from(draws[*i].runs))
        });
        hits as f64 / runs.max(1) as f64
    };
    let third = whole / 3;
    Some((share(&order[..third]), share(&order[whole - third..])))
}

fn outcome_table(scenario: &Scenario, estimates: &[Estimate]) -> String {
    let rows: Vec<Vec<String>> = scenario
        .outcomes
        .iter()
        .zip(estimates)
        .map(|(outcome, estimate)| {
            let (Some(p), Some(error)) = (estimate.probability, estimate.mc_error) else {
                return vec![outcome.id.clone(), "no run counts".into()];
            };
            vec![
                outcome.id.clone(),
                percent(p, error),
                error_points(error),
                match estimate.band {
                    None => String::new(),
                    // No variation beyond luck can be seen: a band of no width would claim there is none.
                    Some((low, high)) if low == high => "too few hits".to_owned(),
                    Some((low, high)) => format!("{} to {}", percent(low, error), percent(high, error)),
                },
                estimate
                    .median_month
                    .map_or_else(String::new, |month| scenario.start.plus(month).to_string()),
                estimate
                    .base_rate
                    .map_or_else(String::new, |base| percent(base, base / 20.0)),
                estimate
                    .base_rate
                    .map_or_else(String::new, |base| factor(p / base)),
            ]
        })
        .collect();
    table::mixed(
        &[
            "outcome",
            "probability",
            "error",
            "parameters 5-95 %",
            "median",
            "base rate",
            "factor",
        ],
        &rows,
        &[0],
    )
}

fn cast_text(cast: &Cast) -> String {
    let mut text = format!(
        "Whole cast: {:.2} bilateral defence pacts per 1,000 dyad-years (record: 1.2 in 1947-1989, 0.2 in 1990-2018).\n",
        cast.per_1000_hazard
    );
    if !cast.is_plausible() {
        text += "warning SIM-6001: outside 0.1 to 1.5 per 1,000: more or fewer pacts than the record bears out\n  the whole cast\n  read every probability of a treaty with that in mind\n";
    }
    text
}

/// Binomial standard error of a pair's chance, never nought: digits stop where it does.
fn pair_error(pair: &PairChance) -> f64 {
    let runs = pair.runs.max(1) as f64;
    let share = (pair.hits as f64 + 1.0) / (runs + 2.0);
    (share * (1.0 - share) / runs).sqrt()
}

fn pair_table(scenario: &Scenario, chances: &[PairChance]) -> String {
    let row = |pair: &PairChance| {
        vec![
            format!("{}-{}", scenario.actors[pair.a].id, scenario.actors[pair.b].id),
            percent(pair.new_defence, pair_error(pair)),
            format!("{:.4}", pair.integrated_hazard),
            percent(pair.base, 0.0001),
            if pair.is_suspect {
                "ENEMIES, hazard above base rate".into()
            } else if pair.enemies > 0.5 {
                "enemies".into()
            } else {
                String::new()
            },
        ]
    };
    let mut rows: Vec<Vec<String>> = chances.iter().take(PAIRS_SHOWN).map(row).collect();
    rows.extend(
        chances
            .iter()
            .skip(PAIRS_SHOWN)
            .filter(|pair| pair.is_suspect)
            .map(row),
    );
    format!(
        "\nLikeliest new defence ties (any channel), and every pair of enemies above its base rate:\n{}",
        table::mixed(
            &["pair", "chance", "bilateral hazard", "base rate", "enmity"],
            &rows,
            &[0, 4]
        )
    )
}
