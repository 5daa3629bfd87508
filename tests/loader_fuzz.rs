//! No input makes the loader panic: random bytes, and valid files with something changed.

mod common;

use common::{TABLES, load, load_with, tiny};
use proptest::prelude::*;
use sim::scenario::Overrides;
use sim::scenario::source::resolver::decode;

/// Pieces that break numbers, lists, tables, names and text.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "nan",
            "-inf",
            "1e999",
            "-1",
            "1.4",
            ",",
            ";",
            "\n",
            "\"",
            "'''",
            "[",
            "]]",
            "{",
            "}",
            "=",
            ".",
            "-",
            "AVA",
            "calm",
            "currency",
            "9999-12",
            "0000-01",
            "\u{0}",
            "\u{feff}",
            "é",
            "0x10",
            "1_0",
            "true",
            "[[outcome]]\n",
            "extends = \"./tiny.toml\"\n",
            "id = \"x\"\n",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        any::<f64>().prop_map(|number| number.to_string()),
    ]
}

/// `text` with a stretch of characters replaced.
fn mutated(text: &str, at: f64, length: usize, new: &str) -> String {
    let count = text.chars().count();
    let start = (at * count as f64) as usize;
    text.chars()
        .take(start)
        .chain(new.chars())
        .chain(text.chars().skip(start + length))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), file in 0..TABLES.len() + 1) {
        if let Ok(text) = decode(bytes) {
            let mut memory = tiny();
            let name = if file == TABLES.len() { "tiny.toml".to_owned() } else { format!("tiny/{}", TABLES[file]) };
            memory.0.insert(name, text);
            prop_assert!(load("tiny.toml", &memory).is_err());
        }
    }

    #[test]
    fn mutated_files_never_panic(changes in prop::collection::vec((0..TABLES.len() + 1, 0.0..1.0f64, 0..9usize, piece()), 1..5)) {
        let mut memory = tiny();
        for (file, at, length, new) in changes {
            let name = if file == TABLES.len() { "tiny.toml".to_owned() } else { format!("tiny/{}", TABLES[file]) };
            let text = mutated(&memory.0[&name], at, length, &new);
            memory.0.insert(name, text);
        }
        match load("tiny.toml", &memory) {
            Ok((scenario, _)) => {
                prop_assert!(scenario.actors.len() >= 2 && scenario.months >= 1);
                prop_assert_eq!(scenario.dyads.len(), scenario.actors.len() * (scenario.actors.len() - 1) / 2);
            }
            Err(report) => prop_assert!(report.count() > 0 && report.problems.iter().all(|problem| problem.to_string().lines().count() == 3)),
        }
    }

    #[test]
    fn random_settings_never_panic(key in "[a-zA-Z.-]{0,20}|(actors|holdings|dyads|theatre|outcome|parameters)\\.\\PC{0,12}", value in piece(), off in "\\PC{0,8}") {
        let overrides = Overrides { off: vec![off], set: vec![(key, value)], months: None };
        prop_assert!(load_with("tiny.toml", &tiny(), &overrides).is_err());
    }
}
