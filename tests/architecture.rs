//! Data flows one way: no module imports one to its right. The engine has no country name in it.

use std::fs;
use std::path::{Path, PathBuf};

/// Left to right, as in docs/architecture.md.
const ORDER: [&str; 11] = [
    "random",
    "alignment",
    "scenario",
    "model",
    "engine",
    "record",
    "stats",
    "output",
    "report",
    "study",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Imports of other top-level modules, read from `crate::name`.
fn imports(text: &str) -> Vec<String> {
    text.split("crate::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn no_module_imports_one_to_its_right() {
    let mut offences = Vec::new();
    for (place, module) in ORDER.iter().enumerate() {
        let folder = root().join(module);
        if !folder.exists() {
            continue;
        }
        for file in sources(&folder) {
            let text = fs::read_to_string(&file).expect("readable source");
            for import in imports(&text) {
                if let Some(other) = ORDER.iter().position(|name| *name == import)
                    && other > place
                {
                    offences.push(format!("{} imports {import}", file.display()));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn every_module_has_its_place_in_the_order() {
    for entry in fs::read_dir(root()).expect("src") {
        let path = entry.expect("entry").path();
        let name = path.file_stem().expect("name").to_string_lossy().into_owned();
        assert!(
            ["lib", "main"].contains(&name.as_str()) || ORDER.contains(&name.as_str()),
            "module {name} has no place in the order"
        );
    }
}

#[test]
fn the_import_reader_sees_imports() {
    assert_eq!(
        imports("use crate::model::World;\nlet x = crate::cli::run();"),
        ["model", "cli"]
    );
}

#[test]
fn the_engine_has_no_country_name_in_it() {
    let worlds = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/worlds/2026-07/actors.csv");
    let mut names = Vec::new();
    let mut reader = csv::Reader::from_path(worlds).expect("the shipped world");
    for row in reader.records() {
        let row = row.expect("a row");
        names.push(row[0].to_owned());
        names.push(row[2].to_owned());
    }
    assert!(names.len() > 40);
    for module in ["random", "model", "engine", "record", "stats", "alignment"] {
        for file in sources(&root().join(module)) {
            let text = fs::read_to_string(&file).expect("readable source");
            for name in &names {
                let found = text
                    .split(|c: char| !c.is_alphanumeric() && c != ' ')
                    .flat_map(|piece| piece.split(' '))
                    .any(|word| word == name)
                    || (name.len() > 3 && text.contains(name.as_str()));
                assert!(!found, "{} names {name}", file.display());
            }
        }
    }
}
