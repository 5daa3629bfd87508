//! The panel as a whole, on a small world with known laws: pairs ally the sooner the closer their ideal points, small
//! states join a league, three states found one, ties end at a constant rate.

#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use sim::alignment::hazard::Channel;
use sim::alignment::{Coefficients, features::IDEAL_DISTANCE};
use sim::random::{Family, Key, entity_hash};
use sim::study::panel::cases::cases;
use sim::study::panel::{
    FitOptions, PanelError, Window, expanding_window, fit, fit_records, rank, read_panel, score,
};

const STATES: u32 = 36;
const FIRST: i32 = 1949;
const LAST: i32 = 1989;
const HEADER: &str = "year,ccode1,ccode2,prd,defense,def_bilat,commit,commit_next,contig,mindist_km,maj1,maj2,cinc1,cinc2,\
enemies,shared_enemies,shared_maj_enemy,mid10,shared_midopp10,war1,war2,shared_senders,ipdist,poly1,poly2,trsh1,trsh2,\
nuc1,nuc2";

fn uniform(what: &str, a: u32, b: u32, year: i32) -> f64 {
    let keys = [a.to_string(), b.to_string(), year.to_string()];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    Key::new(11, 0, Family::Resampling).uniform(entity_hash(what, &keys, true))
}

fn ideal(state: u32) -> f64 {
    4.0 * uniform("ideal", state, 0, 0) - 2.0
}

fn cinc(state: u32) -> f64 {
    0.0005 * 200f64.powf(uniform("size", state, 0, 0))
}

/// Neighbours on a ring: the relevant pairs.
fn is_near(a: u32, b: u32) -> bool {
    (b - a) <= 5 || (a + STATES - b) <= 5
}

fn all_pairs() -> impl Iterator<Item = (u32, u32)> {
    (1..=STATES).flat_map(|a| (a + 1..=STATES).map(move |b| (a, b)))
}

fn pairs() -> impl Iterator<Item = (u32, u32)> {
    all_pairs().filter(|(a, b)| is_near(*a, *b))
}

/// Treaties in force in each year: pairs with a bilateral one, pairs with non-aggression, members of two leagues.
#[derive(Clone, Default)]
struct Treaties {
    bilateral: BTreeSet<(u32, u32)>,
    low: BTreeSet<(u32, u32)>,
    leagues: [BTreeSet<u32>; 2],
}

impl Treaties {
    fn in_league(&self, a: u32, b: u32) -> bool {
        self.leagues
            .iter()
            .any(|league| league.contains(&a) && league.contains(&b))
    }

    fn commit(&self, a: u32, b: u32) -> u8 {
        match (
            self.bilateral.contains(&(a, b)) || self.in_league(a, b),
            self.low.contains(&(a, b)),
        ) {
            (true, _) => 3,
            (false, true) => 1,
            _ => 0,
        }
    }

    fn next(&self, year: i32) -> Treaties {
        let mut next = self.clone();
        for (a, b) in pairs() {
            let distance = (ideal(a) - ideal(b)).abs();
            if self.commit(a, b) < 3 && uniform("ally", a, b, year) < 0.12 * (-1.6 * distance).exp() {
                next.bilateral.insert((a, b));
            } else if self.commit(a, b) == 0 && uniform("low", a, b, year) < 0.012 {
                next.low.insert((a, b));
            }
            if self.commit(a, b) > 0 && uniform("end", a, b, year) < 0.06 {
                next.bilateral.remove(&(a, b));
                next.low.remove(&(a, b));
            }
        }
        for state in 1..=STATES {
            let is_close = self.leagues[0].iter().any(|member| member.abs_diff(state) <= 5);
            let chance = if cinc(state) < 0.03 { 0.15 } else { 0.002 };
            if is_close && uniform("join", state, 0, year) < chance {
                next.leagues[0].insert(state);
            }
        }
        if year == 1969 {
            next.leagues[1].extend([30, 31, 32, 33]);
        }
        // A league replaces the treaties of two among its members.
        let replaced: Vec<(u32, u32)> = next
            .bilateral
            .iter()
            .copied()
            .filter(|(a, b)| next.in_league(*a, *b))
            .collect();
        for pair in replaced {
            next.bilateral.remove(&pair);
        }
        next
    }
}

fn lines() -> Vec<String> {
    let mut treaties = Treaties {
        leagues: [[3, 4, 5, 6].into(), BTreeSet::new()],
        ..Treaties::default()
    };
    let mut lines = Vec::new();
    for year in FIRST..=LAST {
        let next = treaties.next(year);
        // As in the record, pairs in a defence pact are kept even where they are not relevant.
        for (a, b) in all_pairs().filter(|(a, b)| is_near(*a, *b) || treaties.in_league(*a, *b)) {
            let commit = treaties.commit(a, b);
            let relevant = u8::from(is_near(a, b));
            let to = if year == LAST {
                String::new()
            } else {
                next.commit(a, b).to_string()
            };
            let bilateral = treaties.bilateral.contains(&(a, b));
            let unknown = uniform("gap", a, b, year) < 0.1;
            let distance = if unknown {
                String::new()
            } else {
                format!("{:.3}", (ideal(a) - ideal(b)).abs())
            };
            lines.push(format!(
                "{year},{a},{b},{relevant},{},{},{commit},{to},{},{},0,0,{:.6},{:.6},0,0,0,0,0,0,0,0,{distance},0.5,0.4,0.01,,0,0",
                u8::from(commit == 3),
                u8::from(bilateral),
                u8::from(b - a == 1),
                (b - a) * 100,
                cinc(a),
                cinc(b)
            ));
        }
        treaties = next;
    }
    lines
}

fn write_plain(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("{HEADER}\n{}\n", lines.join("\n"))).expect("written");
    path
}

fn options() -> FitOptions {
    FitOptions {
        window: Window {
            first: FIRST,
            last: LAST - 1,
        },
        ..FitOptions::default()
    }
}

#[test]
fn a_fit_finds_the_laws_of_the_small_world_and_scores_well_on_it() {
    let folder = tempfile::tempdir().expect("folder");
    let path = write_plain(folder.path(), "panel.csv", &lines());
    let found = fit(&path, &options()).expect("fits");
    let slope = |channel: Channel| found.coefficients.predictor(channel).slopes[IDEAL_DISTANCE];
    assert!(
        slope(Channel::BilateralDefence) < -0.8,
        "closeness brings pairs together: {}",
        slope(Channel::BilateralDefence)
    );
    let size = sim::alignment::features::feature_index("ln-power-max").expect("known");
    assert!(
        found.coefficients.predictor(Channel::Joining).slopes[size] < 0.0,
        "small states join"
    );
    assert!(
        found.events.iter().all(|events| *events > 2),
        "{:?}",
        found.events
    );

    let predictions = folder.path().join("predictions.csv");
    let report = score(&path, &found.coefficients, Some(&predictions)).expect("scores");
    assert!(report.new_defence.auc > 0.7, "{}", report.new_defence.auc);
    assert!(report.new_defence.auc_interval.low < report.new_defence.auc);
    assert!(report.exit.predicted_over_observed > 0.3 && report.exit.predicted_over_observed < 3.0);
    assert_eq!(report.upgrade.calibration.len(), 10);
    let json = serde_json::to_value(&report).expect("JSON");
    for outcome in ["new_defence", "upgrade", "exit"] {
        for score in ["auc", "brier", "log_loss", "log_loss_skill"] {
            assert!(json[outcome][score].is_f64(), "{outcome}.{score}");
        }
    }
    check_predictions(&std::fs::read_to_string(&predictions).expect("written"));
}

/// Every relevant row has a prediction, the last year too; an upgrade is at least as likely as a new defence pact.
fn check_predictions(text: &str) {
    let mut rows = text.lines();
    assert_eq!(
        rows.next(),
        Some("year,ccode1,ccode2,p_upgrade,p_new_defence,p_exit")
    );
    let rows: Vec<Vec<f64>> = rows
        .map(|row| row.split(',').map(|cell| cell.parse().expect("number")).collect())
        .collect();
    let relevant = lines()
        .iter()
        .filter(|line| line.split(',').nth(3) == Some("1"))
        .count();
    assert_eq!(rows.len(), relevant);
    assert!(rows.iter().any(|row| row[0] == f64::from(LAST) && row[4] > 0.0));
    for row in rows {
        assert!(
            row[3] >= row[4] && row[3..].iter().all(|p| (0.0..1.0).contains(p)),
            "{row:?}"
        );
    }
}

#[test]
fn compression_and_the_order_of_rows_change_no_bit_of_the_coefficients() {
    let folder = tempfile::tempdir().expect("folder");
    let mut rows = lines();
    let plain = write_plain(folder.path(), "panel.csv", &rows);
    rows.sort_by_key(|row| row.chars().rev().collect::<String>());
    let shuffled = write_plain(folder.path(), "shuffled.csv", &rows);
    let packed = folder.path().join("panel.csv.gz");
    let mut writer = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).expect("file"),
        flate2::Compression::fast(),
    );
    writer
        .write_all(&std::fs::read(&plain).expect("read"))
        .and_then(|()| writer.try_finish())
        .expect("packed");
    let penalties = Some([100.0, 30.0, 10.0, 30.0, 30.0]);
    let text = |path: &Path| {
        let found = fit(
            path,
            &FitOptions {
                penalties,
                ..options()
            },
        )
        .expect("fits");
        found.coefficients.to_csv()
    };
    let reference = text(&plain);
    assert_eq!(text(&shuffled), reference);
    assert_eq!(text(&packed), reference);
    let written = folder.path().join("coefficients.csv");
    fit(
        &plain,
        &FitOptions {
            penalties,
            ..options()
        },
    )
    .and_then(|found| found.write(&written))
    .expect("written");
    let read = Coefficients::parse(&std::fs::read_to_string(&written).expect("read")).expect("parses");
    assert_eq!(read.to_csv(), reference);
}

#[test]
fn a_fit_of_the_past_does_not_know_the_future() {
    let folder = tempfile::tempdir().expect("folder");
    let records = read_panel(&write_plain(folder.path(), "panel.csv", &lines())).expect("read");
    let mut changed = records.clone();
    changed
        .iter_mut()
        .filter(|row| row.year > 1976)
        .for_each(|row| row.inputs.ideal_distance = Some(3.0));
    let early = FitOptions {
        window: Window {
            first: FIRST,
            last: 1975,
        },
        ..FitOptions::default()
    };
    let fit_of = |rows: &[_]| fit_records(rows, &early).expect("fits").coefficients.to_csv();
    assert_eq!(fit_of(&records), fit_of(&changed));
    let window = expanding_window(&records, FIRST, 1975, 1985).expect("scores");
    assert!(
        window
            .report
            .years
            .iter()
            .all(|year| (1976..=1985).contains(&year.year))
    );
    let bilateral = window
        .report
        .channels
        .iter()
        .find(|scores| scores.channel == "bilateral-defence")
        .expect("listed");
    assert!(bilateral.observed > 5 && bilateral.auc > 0.6, "{bilateral:?}");
}

#[test]
fn leaving_a_case_out_changes_the_fit() {
    let folder = tempfile::tempdir().expect("folder");
    let records = read_panel(&write_plain(folder.path(), "panel.csv", &lines())).expect("read");
    let event = records
        .iter()
        .find(|row| row.commit == 0 && row.commit_next == Some(3))
        .expect("an event");
    let penalties = Some([100.0, 30.0, 10.0, 30.0, 30.0]);
    let without = vec![(event.year, event.ccode1, event.ccode2)];
    let whole = fit_records(
        &records,
        &FitOptions {
            penalties,
            ..options()
        },
    )
    .expect("fits");
    let less = fit_records(
        &records,
        &FitOptions {
            penalties,
            without,
            ..options()
        },
    )
    .expect("fits");
    assert_ne!(whole.coefficients, less.coefficients);
    let total = |found: &sim::study::panel::Fit| found.events.iter().sum::<usize>();
    assert!(total(&less) <= total(&whole));
}

#[test]
fn the_second_file_is_the_fit_without_the_case_that_carries_most() {
    let folder = tempfile::tempdir().expect("folder");
    let records = read_panel(&write_plain(folder.path(), "panel.csv", &lines())).expect("read");
    let with = FitOptions {
        penalties: Some([100.0, 30.0, 10.0, 30.0, 30.0]),
        window: Window {
            first: 1960,
            last: 1975,
        },
        ..FitOptions::default()
    };
    let whole = fit_records(&records, &with).expect("fits");
    let all = cases(&whole.rows, with.window);
    let ranking = rank(&whole, &with).expect("ranks").expect("there are cases");
    assert_eq!(ranking.cases, all.len());
    let order: Vec<f64> = ranking.first.iter().map(|found| found.new_defence).collect();
    assert!(order.len() > 2 && order[0] > 0.0, "{order:?}");
    assert!(order.windows(2).all(|pair| pair[0] >= pair[1]), "{order:?}");

    let path = ranking.write(&folder.path().join("c.csv")).expect("written");
    assert_eq!(path, folder.path().join("c_without.csv"));
    let read = Coefficients::parse(&std::fs::read_to_string(&path).expect("read")).expect("parses");
    let top = all
        .iter()
        .find(|case| Some(case.label()) == read.without)
        .expect("the file names a case");
    assert_eq!(read.without.as_ref(), Some(&ranking.first[0].case));
    let by_hand = FitOptions {
        without: top.dyads.clone(),
        ..with
    };
    let by_hand = fit_records(&records, &by_hand).expect("fits").coefficients;
    assert_eq!(by_hand.terms, ranking.without.terms);
    assert_ne!(by_hand.terms, whole.coefficients.terms);
}

#[test]
fn an_accession_left_out_is_an_event_less() {
    let folder = tempfile::tempdir().expect("folder");
    let records = read_panel(&write_plain(folder.path(), "panel.csv", &lines())).expect("read");
    let with = FitOptions {
        penalties: Some([100.0, 30.0, 10.0, 30.0, 30.0]),
        ..options()
    };
    let whole = fit_records(&records, &with).expect("fits");
    let all = cases(&whole.rows, with.window);
    let accession = all
        .iter()
        .find(|case| case.channel == Channel::Joining)
        .expect("a state acceded");
    let without = accession.dyads.clone();
    let less = fit_records(&records, &FitOptions { without, ..with }).expect("fits");
    let joined = |found: &sim::study::panel::Fit| found.events[Channel::Joining as usize];
    assert!(
        joined(&less) < joined(&whole),
        "{} {}",
        joined(&less),
        joined(&whole)
    );
}

/// What the contract says of files: any order of rows, columns and states, packed or not whatever the name, features that
/// nobody has, years that nothing came before.
#[test]
fn a_file_of_another_shape_gives_the_same_predictions() {
    let folder = tempfile::tempdir().expect("folder");
    let coefficients = Coefficients::embedded().expect("embedded");
    let late: Vec<String> = lines().into_iter().filter(|line| &line[..4] >= "1980").collect();
    let predicted = |path: &Path| -> BTreeSet<String> {
        let out = folder.path().join("predictions.csv");
        let report = score(path, &coefficients, Some(&out)).expect("scores");
        assert!(report.absent_columns.is_empty());
        let taught = report.years.iter().filter(|year| year.year <= 1988).count();
        assert!(taught > 0 && report.in_sample_years == taught, "{taught}");
        assert!(report.upgrade.events > 0 && report.years.iter().all(|year| year.year >= 1980));
        let text = std::fs::read_to_string(&out).expect("written");
        text.lines().map(str::to_owned).collect()
    };
    let plain = predicted(&write_plain(folder.path(), "plain.csv", &late));

    // Columns backwards, an unknown one among them, rows backwards, gzip under the name of a CSV.
    let backwards = |line: &str| format!("{},x", line.split(',').rev().collect::<Vec<_>>().join(","));
    let mut text = backwards(HEADER) + "\n";
    late.iter()
        .rev()
        .for_each(|line| text += &(backwards(line) + "\n"));
    let packed = folder.path().join("packed.csv");
    let mut writer = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).expect("file"),
        flate2::Compression::fast(),
    );
    writer
        .write_all(text.as_bytes())
        .and_then(|()| writer.try_finish())
        .expect("packed");
    assert_eq!(predicted(&packed), plain);

    // The two states the other way round in every second row: the same numbers, codes as the file has them.
    let swapped_line = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        let columns: Vec<&str> = HEADER.split(',').collect();
        for k in 0..columns.len() - 1 {
            if columns[k].ends_with('1') && columns[k + 1].strip_suffix('2') == columns[k].strip_suffix('1') {
                cells.swap(k, k + 1);
            }
        }
        cells.join(",")
    };
    let mut reversed: Vec<String> = late.clone();
    for line in reversed.iter_mut().step_by(2) {
        *line = swapped_line(line);
    }
    assert_ne!(reversed, late);
    let ordered = |row: &String| {
        let mut cells: Vec<&str> = row.split(',').collect();
        if cells[1].parse::<u32>().ok() > cells[2].parse().ok() {
            cells.swap(1, 2);
        }
        cells.join(",")
    };
    let found = predicted(&write_plain(folder.path(), "reversed.csv", &reversed));
    assert!(
        found.iter().any(|row| !plain.contains(row)),
        "codes stand as in the file"
    );
    assert_eq!(found.iter().map(ordered).collect::<BTreeSet<_>>(), plain);
}

#[test]
fn a_feature_without_a_column_is_not_known_in_any_row_and_is_named() {
    let folder = tempfile::tempdir().expect("folder");
    let coefficients = Coefficients::embedded().expect("embedded");
    let path = folder.path().join("less.csv");
    let text = format!("{HEADER}\n{}\n", lines().join("\n"));
    let text = text
        .replacen("ipdist", "unknown1", 1)
        .replacen("nuc2", "unknown2", 1);
    std::fs::write(&path, text).expect("written");
    let report = score(&path, &coefficients, None).expect("scores");
    assert_eq!(report.absent_columns, ["ipdist", "nuc2"]);
    assert!(report.new_defence.auc.is_finite() && report.new_defence.events > 0);
    assert!(read_panel(&path).is_err(), "a fit wants every column");
}

/// The whole small world with every `one_in`-th cell of a column blank.
fn blanked(column: &str, one_in: usize) -> String {
    let place = HEADER
        .split(',')
        .position(|name| name == column)
        .expect("a column");
    let mut text = format!("{HEADER}\n");
    for (k, line) in lines().iter().enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if uniform("blank", k as u32, 0, 0) * one_in as f64 <= 1.0 {
            cells[place] = "";
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

#[test]
fn a_blank_in_ten_is_not_known_and_hardly_moves_what_is_predicted() {
    let folder = tempfile::tempdir().expect("folder");
    let coefficients = Coefficients::embedded().expect("embedded");
    let path = folder.path().join("blank.csv");
    let ratios = |text: &str| {
        std::fs::write(&path, text).expect("written");
        let report = score(&path, &coefficients, None).expect("scores");
        [&report.new_defence, &report.upgrade, &report.exit].map(|scores| scores.predicted_over_observed)
    };
    let whole = ratios(&format!("{HEADER}\n{}\n", lines().join("\n")));
    for column in HEADER.split(',').skip(8) {
        let found = ratios(&blanked(column, 10));
        for (a, b) in whole.iter().zip(found) {
            assert!((b / a - 1.0).abs() <= 0.2, "{column}: {b} of {a}");
        }
    }
}

#[test]
fn a_blank_in_any_feature_column_is_the_training_mean() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("blank.csv");
    for column in [
        "maj1",
        "contig",
        "cinc2",
        "enemies",
        "shared_enemies",
        "shared_maj_enemy",
        "war1",
        "nuc2",
    ] {
        std::fs::write(&path, blanked(column, 1)).expect("written");
        let records = read_panel(&path).expect("reads");
        let unknown = |id: &str| {
            let place = sim::alignment::features::feature_index(id).expect("a feature");
            records.iter().all(|record| record.raw()[place].is_nan())
        };
        let touched = sim::alignment::features::FEATURES
            .iter()
            .filter(|spec| spec.panel_columns.split(',').any(|name| name == column));
        for spec in touched {
            assert!(unknown(spec.id), "{column}: {}", spec.id);
        }
        assert!(!unknown("polyarchy-mean"), "{column}: the rest is known");
    }
}

#[test]
fn a_damaged_line_has_its_number_whatever_ends_the_lines() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("damaged.csv");
    let mut lines = lines();
    lines[3] = lines[3].replacen(',', ",x", 1);
    for end in ["\n", "\r\n"] {
        std::fs::write(&path, format!("{HEADER}{end}{}{end}", lines.join(end))).expect("written");
        let message = read_panel(&path).expect_err("refused").to_string();
        assert!(message.contains("line 5"), "{end:?}: {message}");
    }
}

#[test]
fn what_a_short_panel_cannot_say_is_null_and_a_dash() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("short.csv");
    // One year in which nothing happened: commit_next is commit.
    let first = format!("{FIRST},");
    let still: Vec<String> = lines()
        .iter()
        .filter(|line| line.starts_with(&first))
        .map(|line| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            cells[7] = cells[6].clone();
            cells.join(",")
        })
        .collect();
    std::fs::write(&path, format!("{HEADER}\n{}\n", still.join("\n"))).expect("written");
    let run = |more: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_sim"))
            .args(["validate", "--panel"])
            .arg(&path)
            .args(more)
            .output()
            .expect("runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).expect("text")
    };
    let report: serde_json::Value = serde_json::from_str(&run(&["--json"])).expect("json");
    for outcome in ["new_defence", "upgrade", "exit"] {
        let scores = &report[outcome];
        assert_eq!(scores["events"], 0, "{outcome}");
        for key in ["auc", "predicted_over_observed"] {
            assert!(
                scores[key].is_null() && scores.get(key).is_some(),
                "{outcome} {key}"
            );
        }
        assert!(scores["auc_interval"]["low"].is_null(), "{outcome}");
        assert!(
            scores["brier"].is_number() && scores["log_loss"].is_number(),
            "{outcome}"
        );
    }
    let table = run(&[]);
    let row = table
        .lines()
        .find(|line| line.contains("upgrade"))
        .expect("a row");
    assert!(
        row.split_whitespace().filter(|cell| *cell == "-").count() == 2,
        "{row}"
    );
}

#[test]
fn every_treaty_of_the_file_has_its_scores() {
    let folder = tempfile::tempdir().expect("folder");
    let path = write_plain(folder.path(), "panel.csv", &lines());
    let coefficients = Coefficients::embedded().expect("embedded");
    let report = score(&path, &coefficients, None).expect("scores");
    let dyads = |channel: &str| -> usize {
        let of = report.treaties.iter().filter(|treaty| treaty.channel == channel);
        of.map(|treaty| treaty.dyads).sum()
    };
    let observed = |channel: &str| {
        let found = report.channels.iter().find(|scores| scores.channel == channel);
        found.expect("a channel").observed
    };
    for channel in ["bilateral-low", "bilateral-defence", "founding"] {
        assert_eq!(dyads(channel), observed(channel), "{channel}");
    }
    assert!(dyads("joining") > 0);
    for treaty in &report.treaties {
        assert!(
            treaty.mean_predicted > 0.0 && treaty.mean_predicted < 1.0,
            "{treaty:?}"
        );
        assert!(
            treaty.log_score <= treaty.mean_predicted.ln() + 1e-9,
            "{treaty:?}"
        );
        assert!((0.0..=1.0).contains(&treaty.auc_in_year), "{treaty:?}");
    }
}

#[test]
fn damaged_panels_are_refused_with_file_line_and_column() {
    let folder = tempfile::tempdir().expect("folder");
    let good = lines();
    let refused = |name: &str, header: &str, rows: &[String]| -> PanelError {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).expect("written");
        read_panel(&path).expect_err(name)
    };
    let few = &good[..5];
    let changed = |from: &str, to: &str| -> Vec<String> {
        let mut rows = few.to_vec();
        rows[2] = rows[2].replacen(from, to, 1);
        rows
    };
    let cases = [
        (
            "no column",
            refused("a.csv", &HEADER.replace("ipdist", "other"), few),
            "ipdist",
        ),
        (
            "not a year",
            refused("b.csv", HEADER, &changed("1949", "19x9")),
            "line 4, column year",
        ),
        (
            "nan",
            refused("c.csv", HEADER, &changed("0.5,0.4", "nan,0.4")),
            "line 4, column poly1",
        ),
        (
            "short row",
            refused("d.csv", HEADER, &changed(",0,0", "")),
            "line 4",
        ),
        ("twice", refused("e.csv", HEADER, &[few, few].concat()), "twice"),
        (
            "absent",
            read_panel(&folder.path().join("none.csv")).expect_err("absent"),
            "none.csv",
        ),
    ];
    for (what, error, expected) in cases {
        let text = error.to_string();
        assert_eq!(text.lines().count(), 3, "{what}: {text}");
        assert!(
            text.contains(expected) && text.contains("help:"),
            "{what}: {text}"
        );
    }
    let empty = write_plain(folder.path(), "empty.csv", &[]);
    assert!(matches!(fit(&empty, &options()), Err(PanelError::TooFew { .. })));
    std::fs::write(folder.path().join("bad.csv.gz"), b"not gzip").expect("written");
    assert!(read_panel(&folder.path().join("bad.csv.gz")).is_err());
}

/// The small world with one cell of the first row of a rung changed.
fn with_cell(rung: &str, column: &str, cell: &str) -> (String, usize) {
    let place = |name: &str| {
        HEADER
            .split(',')
            .position(|other| other == name)
            .expect("a column")
    };
    let (commit, changed) = (place("commit"), place(column));
    let mut lines = lines();
    let at = lines
        .iter()
        .position(|line| line.split(',').nth(commit) == Some(rung))
        .expect("a row of the rung");
    let mut cells: Vec<&str> = lines[at].split(',').collect();
    cells[changed] = cell;
    lines[at] = cells.join(",");
    // The header is line 1.
    (format!("{HEADER}\n{}\n", lines.join("\n")), at + 2)
}

#[test]
fn a_blank_that_would_have_to_be_guessed_is_refused_with_file_line_and_column() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("blank.csv");
    let read = |text: &str| {
        std::fs::write(&path, text).expect("written");
        read_panel(&path)
    };
    for column in ["defense", "def_bilat"] {
        for cell in ["", "NA"] {
            let (text, line) = with_cell("3", column, cell);
            let error = read(&text).expect_err("refused").to_string();
            assert!(
                error.contains("SIM-7013") && error.contains("commit = 3"),
                "{error}"
            );
            assert!(
                error.contains(&format!("blank.csv, line {line}, column {column}")),
                "{error}"
            );
        }
        // Below rung 3 there is no defence pact to know of.
        let no = read(&with_cell("1", column, "0").0).expect("reads");
        assert_eq!(read(&with_cell("1", column, "").0).expect("reads"), no);
    }
    // Not known to be relevant is not at risk.
    let no = read(&with_cell("1", "prd", "0").0).expect("reads");
    assert_eq!(read(&with_cell("1", "prd", "").0).expect("reads"), no);
}

#[test]
fn where_no_row_is_at_risk_of_an_exit_its_scores_are_null() {
    let folder = tempfile::tempdir().expect("folder");
    let coefficients = Coefficients::embedded().expect("embedded");
    let path = folder.path().join("unaligned.csv");
    let commit = HEADER
        .split(',')
        .position(|name| name == "commit")
        .expect("a column");
    let unaligned: Vec<String> = lines()
        .into_iter()
        .filter(|line| line.split(',').nth(commit) == Some("0"))
        .collect();
    std::fs::write(&path, format!("{HEADER}\n{}\n", unaligned.join("\n"))).expect("written");
    let report = score(&path, &coefficients, None).expect("scores");
    assert_eq!(report.exit.rows, 0);
    let json = serde_json::to_value(&report.exit).expect("json");
    for key in [
        "auc",
        "brier",
        "brier_skill",
        "log_loss",
        "log_loss_skill",
        "log_loss_skill_by_rung",
    ] {
        assert!(json[key].is_null(), "{key}: {json}");
    }
    assert!(report.upgrade.log_loss > 0.0);
}
