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
