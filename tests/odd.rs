//! The document and the code carry the same equations.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn tags(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    let mut found = BTreeSet::new();
    for start in 0..bytes.len() {
        let is_start = bytes[start] == b'E' && (start == 0 || !bytes[start - 1].is_ascii_alphanumeric());
        if !is_start {
            continue;
        }
        let rest: String = text[start + 1..]
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let rest = rest.trim_end_matches('.');
        if let Some((section, number)) = rest.split_once('.')
            && section.len() == 1
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
        {
            found.insert(format!("E{rest}"));
        }
    }
    found
}

fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|e| e == "rs") {
            *text += &fs::read_to_string(&path).expect("readable");
        }
    }
}

#[test]
fn every_equation_of_the_document_is_in_the_code_and_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = tags(&fs::read_to_string(root.join("docs/odd.md")).expect("docs/odd.md"));
    let mut text = String::new();
    sources(&root.join("src/model"), &mut text);
    sources(&root.join("src/alignment"), &mut text);
    sources(&root.join("src/study/calibrate"), &mut text);
    text += &fs::read_to_string(root.join("src/scenario/posterior.rs")).expect("readable");
    let code = tags(&text);
    let missing_in_code: Vec<_> = document.difference(&code).collect();
    let missing_in_document: Vec<_> = code.difference(&document).collect();
    assert!(
        missing_in_code.is_empty(),
        "in docs/odd.md but not in the code: {missing_in_code:?}"
    );
    assert!(
        missing_in_document.is_empty(),
        "in the code but not in docs/odd.md: {missing_in_document:?}"
    );
    assert!(document.len() > 60);
}

#[test]
fn every_mechanism_names_an_equation_of_the_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = tags(&fs::read_to_string(root.join("docs/odd.md")).expect("docs/odd.md"));
    for mechanism in sim::scenario::mechanisms::MECHANISMS {
        assert!(
            document.contains(mechanism.equation),
            "{} names {}",
            mechanism.id,
            mechanism.equation
        );
    }
}

/// Rows of the appendix: id, state, where.
fn seed_mechanisms(document: &str) -> Vec<(String, String, String)> {
    let appendix = document.split("## Appendix A").nth(1).expect("the appendix");
    let cells = |line: &str| -> Vec<String> {
        line.split(" | ")
            .map(|cell| cell.trim_matches(['|', ' ']).to_owned())
            .collect()
    };
    let is_row = |row: &Vec<String>| row.len() == 4 && row[0].starts_with('M') && row[0].len() == 3;
    let rows = appendix.lines().map(cells).filter(is_row);
    rows.map(|row| (row[0].clone(), row[2].clone(), row[3].clone()))
        .collect()
}

#[test]
fn every_mechanism_that_the_question_came_with_is_accounted_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/odd.md")).expect("docs/odd.md");
    let (model, _) = document.split_once("## Appendix A").expect("the appendix");
    let equations = tags(model);
    let rows = seed_mechanisms(&document);
    let ids: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
    assert_eq!(ids, (1..=77).map(|k| format!("M{k:02}")).collect::<Vec<_>>());
    for (id, state, place) in &rows {
        assert!(
            ["modelled", "covered", "left out"].contains(&state.as_str()),
            "{id}: {state}"
        );
        let named = tags(place);
        assert!(named.is_subset(&equations), "{id} names {named:?}");
        let switches: Vec<&str> = place.split('`').skip(1).step_by(2).collect();
        for switch in &switches {
            let is_mechanism = sim::scenario::mechanisms::MECHANISMS
                .iter()
                .any(|m| m.id == *switch);
            let is_scenario = root.join(format!("scenarios/{switch}.toml")).exists();
            assert!(is_mechanism || is_scenario, "{id} names `{switch}`");
        }
        let others = place
            .split([' ', ','])
            .filter(|word| word.len() == 3 && word.starts_with('M'));
        assert!(
            others
                .into_iter()
                .all(|other| ids.iter().any(|known| known == other)),
            "{id}: {place}"
        );
        let is_placed = !named.is_empty() || !switches.is_empty() || place.contains("(7.1)");
        assert!(
            *state != "modelled" || is_placed,
            "{id} is said to be modelled and names no place"
        );
    }
    for claim in 1..=6 {
        assert!(document.contains(&format!("\n| C{claim} | ")), "claim {claim}");
    }
}

#[test]
fn the_document_has_the_seven_elements_of_odd() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/odd.md")).expect("docs/odd.md");
    let elements = [
        "1. Purpose and patterns",
        "2. Entities, state variables and scales",
        "3. Process overview and scheduling",
        "4. Design concepts",
        "5. Initialization",
        "6. Input data",
        "7. Submodels",
    ];
    let places: Vec<usize> = elements
        .iter()
        .map(|element| {
            document
                .find(&format!("\n## {element}"))
                .unwrap_or_else(|| panic!("{element}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// A parameter says what equation it belongs to; that equation is in the document, and its numbers can be drawn from.
#[test]
fn every_parameter_has_an_equation_a_unit_a_source_and_a_range_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = tags(&fs::read_to_string(root.join("docs/odd.md")).expect("docs/odd.md"));
    for parameter in sim::scenario::parameters::PARAMETERS {
        let id = parameter.id;
        assert!(
            !parameter.unit.is_empty() && !parameter.source.is_empty() && !parameter.meaning.is_empty(),
            "{id}"
        );
        assert!(
            parameter.low <= parameter.central && parameter.central <= parameter.high,
            "{id}"
        );
        let named = tags(parameter.equation);
        assert!(named.is_subset(&document), "{id} names {}", parameter.equation);
    }
}

#[test]
fn every_parameter_is_in_the_generated_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("docs/parameters.md")).expect("docs/parameters.md");
    assert_eq!(
        table,
        sim::study::documents::parameters(),
        "docs/parameters.md is generated: run `sim list parameters-page > docs/parameters.md`"
    );
}

#[test]
fn the_page_of_worlds_is_the_worlds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/worlds.md")).expect("docs/worlds.md");
    assert_eq!(
        page,
        sim::study::worlds::page(),
        "docs/worlds.md is generated: run `sim list worlds-page > docs/worlds.md`"
    );
}

#[test]
fn the_reader_of_tags_reads_tags() {
    let found = tags("E3.1 and (E4.10), not TE5.1 nor E12 nor E3.x; E9.6.");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["E3.1", "E4.10", "E9.6"]);
}
