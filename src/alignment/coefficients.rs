//! The fitted coefficients of the channels, with their errors: read, written, drawn.
//!
//! One CSV row a term. Slopes are per training standard deviation of the feature; `factor` is the term's row of the
//! lower triangular factor L of its channel's covariance, `;`-separated, so that estimate + L z is a draw.

use std::fmt;
use std::fmt::Write as _;

use super::features::{FEATURE_COUNT, FEATURES, Range, feature_index};
use super::hazard::{CHANNEL_COUNT, Channel, ChannelPredictor};

/// The coefficients shipped with the program (fit: `docs/panel.md`).
const EMBEDDED: &str = include_str!("coefficients.csv");
/// The same fit without the training case that carries most (`docs/panel.md`, how much one case carries).
const EMBEDDED_WITHOUT: &str = include_str!("coefficients_without.csv");

const HEADER: &str = "channel,term,estimate,std_error,origin,mean,scale,minimum,maximum,factor";
/// Pseudo-channel of the shares of destinations.
const SHARE: &str = "share";
/// Pseudo-channel of the case left out: its label stands where a term's name does.
const CASE: &str = "case";
const RUNGS: usize = 4;

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Estimated on the panel.
    Fitted,
    /// Stated in model.md section 9, because the panel cannot say.
    Prior,
}

impl Origin {
    fn id(self) -> &'static str {
        match self {
            Origin::Fitted => "fitted",
            Origin::Prior => "prior",
        }
    }
}

/// One term of a channel's predictor.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Feature id, or one of `intercept`, `ln-base-rate`, `ln-recalibration`, which all add to alpha.
    pub name: String,
    pub feature: Option<usize>,
    /// Slopes: change of the ln hazard per training standard deviation.
    pub estimate: f64,
    pub std_error: f64,
    pub origin: Origin,
    /// Row of L up to and including the diagonal.
    pub factor: Vec<f64>,
}

/// All channels, folded and ready to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    pub ranges: [Range; FEATURE_COUNT],
    pub terms: [Vec<Term>; CHANNEL_COUNT],
    /// `destinations[from][to]`: share of moves from rung `from`; rises by channel B-low above the diagonal, exits
    /// below it. Rows of each kind sum to 1.
    pub destinations: [[f64; RUNGS]; RUNGS],
    pub predictors: [ChannelPredictor; CHANNEL_COUNT],
    /// The training case left out of the fit, in words and with its years; `None` = fitted on all.
    pub without: Option<String>,
}

/// Why a coefficients file was refused: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoefficientError {
    pub what: String,
    pub line: u64,
}

impl fmt::Display for CoefficientError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "error[SIM-7001]: {}", self.what)?;
        writeln!(out, "  where: coefficients file, line {}", self.line)?;
        write!(out, "  help: write a fresh file with `sim fit PANEL --out FILE`")
    }
}

impl std::error::Error for CoefficientError {}

impl Coefficients {
    /// The coefficients shipped with the program.
    pub fn embedded() -> Result<Self, CoefficientError> {
        Self::parse(EMBEDDED)
    }

    /// The coefficients of the fit without its most influential case.
    pub fn embedded_without() -> Result<Self, CoefficientError> {
        Self::parse(EMBEDDED_WITHOUT)
    }

    /// Folds terms into predictors in the features' own units.
    pub fn assemble(
        ranges: [Range; FEATURE_COUNT],
        terms: [Vec<Term>; CHANNEL_COUNT],
        destinations: [[f64; RUNGS]; RUNGS],
    ) -> Self {
        let predictors = std::array::from_fn(|channel| fold(&terms[channel], &ranges));
        Coefficients {
            ranges,
            terms,
            destinations,
            predictors,
            without: None,
        }
    }

    /// Says which case these were fitted without. Commas and line ends, which the file cannot hold, become spaces.
    pub fn without_case(self, label: &str) -> Self {
        Coefficients {
            without: Some(label.replace([',', '\n', '\r'], " ")),
            ..self
        }
    }

    #[inline]
    pub fn predictor(&self, channel: Channel) -> &ChannelPredictor {
        &self.predictors[channel as usize]
    }

    /// Share of the moves of channel B-low from `from` (0 or 1) that go to `to`, or of exits from `from` to `to`.
    pub fn destination_share(&self, from: u8, to: u8) -> f64 {
        self.destinations[usize::from(from.min(3))][usize::from(to.min(3))]
    }

    /// How many standard normals [`Coefficients::draw`] takes: one a term, in the order of the file.
    pub fn normals_needed(&self) -> usize {
        self.terms.iter().map(Vec::len).sum()
    }

    /// A draw from the coefficients' errors: estimate + L z within each channel. Missing normals count as 0.
    ///
    /// The fit calibrates mean hazards, and exp is convex: the constant and the recalibration are drawn so that the mean
    /// of the hazard at mean features, not its median, is the calibrated one (less half their variance). The stated
    /// prior of the base rate is a median and stays one. Zeros throughout are no draw: the coefficients themselves.
    pub fn draw(&self, standard_normals: &[f64]) -> Self {
        if standard_normals.iter().all(|normal| *normal == 0.0) {
            return self.clone();
        }
        let mut terms = self.terms.clone();
        let mut start = 0;
        for channel in terms.iter_mut() {
            for term in channel.iter_mut() {
                let normal = |k: usize| standard_normals.get(start + k).copied().unwrap_or(0.0);
                term.estimate += term
                    .factor
                    .iter()
                    .enumerate()
                    .map(|(k, l)| l * normal(k))
                    .sum::<f64>();
                if matches!(term.name.as_str(), "intercept" | "ln-recalibration") {
                    term.estimate -= 0.5 * term.std_error * term.std_error;
                }
            }
            start += channel.len();
        }
        Coefficients {
            without: self.without.clone(),
            ..Self::assemble(self.ranges, terms, self.destinations)
        }
    }

    /// The names of the terms in the order of `draw`'s normals: `channel.term`.
    pub fn term_names(&self) -> Vec<String> {
        let name = |channel: Channel| {
            let terms = &self.terms[channel as usize];
            terms
                .iter()
                .map(move |term| format!("{}.{}", channel.id(), term.name))
        };
        Channel::ALL.into_iter().flat_map(name).collect()
    }

    /// The file's text; `parse` reads it back to the same value.
    pub fn to_csv(&self) -> String {
        let mut text = format!("{HEADER}\n");
        if let Some(case) = &self.without {
            let _ = writeln!(text, "{CASE},{case},,,,,,,,");
        }
        for channel in Channel::ALL {
            for term in &self.terms[channel as usize] {
                let range = term.feature.map(|k| self.ranges[k]);
                let cells = range.map_or(",,,".to_string(), |r| {
                    format!("{},{},{},{}", r.mean, r.scale, r.minimum, r.maximum)
                });
                let factor: Vec<String> = term.factor.iter().map(f64::to_string).collect();
                let _ = writeln!(
                    text,
                    "{},{},{},{},{},{},{}",
                    channel.id(),
                    term.name,
                    term.estimate,
                    term.std_error,
                    term.origin.id(),
                    cells,
                    factor.join(";")
                );
            }
        }
        for (from, row) in self.destinations.iter().enumerate() {
            for (to, share) in row.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let _ = writeln!(text, "{SHARE},{from}-{to},{share},,fitted,,,,,");
            }
        }
        text
    }

    /// Reads a file written by [`Coefficients::to_csv`].
    pub fn parse(text: &str) -> Result<Self, CoefficientError> {
        let mut ranges = [None; FEATURE_COUNT];
        let mut terms: [Vec<Term>; CHANNEL_COUNT] = std::array::from_fn(|_| Vec::new());
        let mut destinations = [[0.0; RUNGS]; RUNGS];
        let mut without = None;
        let mut lines = text.lines().zip(1u64..);
        match lines.next() {
            Some((HEADER, _)) => {}
            _ => return Err(refuse(1, format!("the header is not `{HEADER}`"))),
        }
        for (line, number) in lines.filter(|(line, _)| !line.is_empty()) {
            let cells: Vec<&str> = line.split(',').collect();
            if cells.len() != 10 {
                return Err(refuse(number, format!("{} cells where 10 belong", cells.len())));
            }
            match cells[0] {
                CASE => without = Some(cells[1].to_string()),
                SHARE => read_share(&cells, number, &mut destinations)?,
                _ => read_term(&cells, number, &mut terms, &mut ranges)?,
            }
        }
        let mut known = [Range::OPEN; FEATURE_COUNT];
        for (k, range) in ranges.into_iter().enumerate() {
            known[k] = range.ok_or_else(|| refuse(1, format!("no range of feature `{}`", FEATURES[k].id)))?;
        }
        if let Some(channel) = Channel::ALL.into_iter().find(|c| terms[*c as usize].is_empty()) {
            return Err(refuse(1, format!("no term of channel `{}`", channel.id())));
        }
        Ok(Coefficients {
            without,
            ..Self::assemble(known, terms, destinations)
        })
    }
}

fn fold(terms: &[Term], ranges: &[Range; FEATURE_COUNT]) -> ChannelPredictor {
    let mut alpha = 0.0;
    let mut slopes = [0.0; FEATURE_COUNT];
    for term in terms {
        match term.feature {
            None => alpha += term.estimate,
            Some(k) => {
                slopes[k] = term.estimate / ranges[k].scale;
                alpha -= slopes[k] * ranges[k].mean;
            }
        }
    }
    ChannelPredictor { alpha, slopes }
}

fn refuse(line: u64, what: String) -> CoefficientError {
    CoefficientError { what, line }
}

fn number(cell: &str, line: u64, column: &str) -> Result<f64, CoefficientError> {
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(refuse(
            line,
            format!("`{cell}` in column {column} is not a number"),
        )),
    }
}

fn read_share(cells: &[&str], line: u64, shares: &mut [[f64; RUNGS]; RUNGS]) -> Result<(), CoefficientError> {
    let rung = |text: &str| text.parse::<usize>().ok().filter(|rung| *rung < RUNGS);
    let ends = cells[1]
        .split_once('-')
        .and_then(|(from, to)| rung(from).zip(rung(to)));
    let (from, to) =
        ends.ok_or_else(|| refuse(line, format!("`{}` is not FROM-TO of rungs 0 to 3", cells[1])))?;
    let share = number(cells[2], line, "estimate")?;
    if !(0.0..=1.0).contains(&share) {
        return Err(refuse(line, format!("share {share} is not between 0 and 1")));
    }
    shares[from][to] = share;
    Ok(())
}

fn read_term(
    cells: &[&str],
    line: u64,
    terms: &mut [Vec<Term>; CHANNEL_COUNT],
    ranges: &mut [Option<Range>; FEATURE_COUNT],
) -> Result<(), CoefficientError> {
    let channel = Channel::ALL.into_iter().find(|channel| channel.id() == cells[0]);
    let channel = channel.ok_or_else(|| refuse(line, format!("unknown channel `{}`", cells[0])))?;
    let feature = feature_index(cells[1]);
    if feature.is_none() && !matches!(cells[1], "intercept" | "ln-base-rate" | "ln-recalibration") {
        return Err(refuse(line, format!("unknown term `{}`", cells[1])));
    }
    if let Some(k) = feature {
        ranges[k] = Some(read_range(cells, line)?);
    }
    let origin = match cells[4] {
        "fitted" => Origin::Fitted,
        "prior" => Origin::Prior,
        other => return Err(refuse(line, format!("unknown origin `{other}`"))),
    };
    let list = &mut terms[channel as usize];
    let factor = cells[9]
        .split(';')
        .map(|cell| number(cell, line, "factor"))
        .collect::<Result<Vec<_>, _>>()?;
    if factor.len() != list.len() + 1 {
        return Err(refuse(
            line,
            format!("{} cells of factor where {} belong", factor.len(), list.len() + 1),
        ));
    }
    list.push(Term {
        name: cells[1].to_string(),
        feature,
        estimate: number(cells[2], line, "estimate")?,
        std_error: number(cells[3], line, "std_error")?,
        origin,
        factor,
    });
    Ok(())
}

fn read_range(cells: &[&str], line: u64) -> Result<Range, CoefficientError> {
    let range = Range {
        mean: number(cells[5], line, "mean")?,
        scale: number(cells[6], line, "scale")?,
        minimum: number(cells[7], line, "minimum")?,
        maximum: number(cells[8], line, "maximum")?,
    };
    if range.scale <= 0.0 || range.minimum > range.maximum {
        return Err(refuse(
            line,
            "the range is empty or its scale is not above 0".to_string(),
        ));
    }
    Ok(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Coefficients {
        let ranges = [Range {
            mean: 0.5,
            scale: 2.0,
            minimum: 0.0,
            maximum: 3.0,
        }; FEATURE_COUNT];
        let terms = Channel::ALL.map(|channel| {
            let mut list = vec![term("intercept", None, -5.0, vec![0.3])];
            for k in (0..FEATURE_COUNT).filter(|k| channel.uses(*k)) {
                let mut factor = vec![0.0; list.len() + 1];
                factor[0] = 0.1;
                *factor.last_mut().unwrap() = 0.2;
                list.push(term(FEATURES[k].id, Some(k), 0.25, factor));
            }
            list
        });
        let mut shares = [[0.0; RUNGS]; RUNGS];
        shares[0][1] = 0.7;
        shares[0][2] = 0.3;
        shares[3][0] = 1.0;
        Coefficients::assemble(ranges, terms, shares)
    }

    fn term(name: &str, feature: Option<usize>, estimate: f64, factor: Vec<f64>) -> Term {
        Term {
            name: name.to_string(),
            feature,
            estimate,
            std_error: 0.1,
            origin: Origin::Fitted,
            factor,
        }
    }

    #[test]
    fn a_written_file_reads_back_to_the_same_value() {
        let original = example();
        assert_eq!(Coefficients::parse(&original.to_csv()), Ok(original));
    }

    #[test]
    fn folding_undoes_the_standardisation() {
        let coefficients = example();
        let f = [2.5; FEATURE_COUNT];
        let used = (0..FEATURE_COUNT).filter(|k| Channel::Founding.uses(*k)).count() as f64;
        let expected = -5.0 + used * 0.25 * (2.5 - 0.5) / 2.0;
        assert!((coefficients.predictor(Channel::Founding).predictor(&f) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_draw_moves_terms_by_the_factor_and_channels_apart() {
        let coefficients = example();
        let mut normals = vec![0.0; coefficients.normals_needed()];
        assert_eq!(coefficients.draw(&normals), coefficients, "no draw");
        *normals.last_mut().unwrap() = 1e-30;
        let still = coefficients.draw(&normals);
        assert_eq!(still.terms[0][1..], coefficients.terms[0][1..]);
        normals[0] = 1.0;
        let drawn = coefficients.draw(&normals);
        assert!((drawn.terms[0][0].estimate - still.terms[0][0].estimate - 0.3).abs() < 1e-12);
        assert!((drawn.terms[0][1].estimate - 0.35).abs() < 1e-12);
        assert_eq!(drawn.terms[1], still.terms[1], "channels are drawn apart");
    }

    #[test]
    fn the_mean_over_draws_of_the_hazard_at_mean_features_is_the_calibrated_one() {
        let coefficients = example();
        let at_mean = [0.5; FEATURE_COUNT];
        let hazard = |c: &Coefficients| c.predictor(Channel::Exit).yearly(&at_mean, 0.0);
        let mut normals = vec![0.0; coefficients.normals_needed()];
        let exit = coefficients.normals_needed() - coefficients.terms[Channel::Exit as usize].len();
        let quantile = |k: usize| crate::random::quantile::normal((k as f64 + 0.5) / 2_000.0);
        let draws = (0..2_000).map(|k| {
            normals[exit] = quantile(k);
            hazard(&coefficients.draw(&normals))
        });
        // The example's intercept has a factor of 0.3 and a stated error of 0.1: centre with the stated one.
        let mean = draws.sum::<f64>() / 2_000.0;
        let expected = hazard(&coefficients) * crate::random::maths::exp(0.5 * (0.3 * 0.3 - 0.1 * 0.1));
        assert!((mean / expected - 1.0).abs() < 0.01, "{mean} {expected}");
    }

    #[test]
    fn damaged_files_are_refused_with_their_line() {
        let good = example().to_csv();
        for (from, to) in [
            ("-5", "nan"),
            ("founding,intercept", "founder,intercept"),
            ("0.7", "1.7"),
            ("fitted", "x"),
        ] {
            let bad = good.replacen(from, to, 1);
            let error = Coefficients::parse(&bad).expect_err(to);
            assert!(
                error.line > 1 && error.to_string().lines().count() == 3,
                "{error}"
            );
        }
        assert!(Coefficients::parse("").is_err());
        assert!(Coefficients::parse(good.lines().next().unwrap_or("")).is_err());
    }

    #[test]
    fn the_embedded_file_is_whole_and_its_errors_are_positive() {
        let coefficients = Coefficients::embedded().expect("the shipped file parses");
        for channel in Channel::ALL {
            let terms = &coefficients.terms[channel as usize];
            assert!(terms.iter().all(|t| t.std_error > 0.0 && t.std_error < 5.0));
            assert!(terms.iter().all(|t| {
                let variance: f64 = t.factor.iter().map(|l| l * l).sum();
                (variance - t.std_error * t.std_error).abs() < 1e-6
            }));
        }
        let from_defence: f64 = (0..3).map(|to| coefficients.destination_share(3, to)).sum();
        assert!((from_defence - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_second_file_is_of_the_same_terms_and_names_the_case_it_lacks() {
        let whole = Coefficients::embedded().expect("the shipped file parses");
        let less = Coefficients::embedded_without().expect("the second file parses");
        assert_eq!(whole.without, None);
        let case = less.without.clone().expect("a case");
        assert!(case.chars().any(|c| c.is_ascii_digit()), "its years: {case}");
        assert_eq!(less.term_names(), whole.term_names(), "a draw moves both alike");
        assert_eq!(less.ranges, whole.ranges);
        assert_ne!(less.predictors, whole.predictors);
        assert_eq!(less.draw(&[1.0; 8]).without, Some(case));
        assert_eq!(Coefficients::parse(&less.to_csv()), Ok(less));
    }
}
