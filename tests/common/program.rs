//! The binary as a person runs it, on the small invented world, in a folder of its own.
#![allow(dead_code)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Names of the tables of the small world.
const WORLDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/worlds");

/// A folder with a copy of the small world, in which the program runs.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(Path::new(WORLDS), folder.path());
        Desk { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these arguments, working in the folder.
    pub fn command<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sim"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs a line such as `run tiny.toml --runs 8`; words are parted by blanks.
    pub fn sim(&self, line: &str) -> Output {
        self.command(line.split_whitespace())
            .output()
            .expect("the program starts")
    }

    /// The same, which must succeed; what it printed.
    pub fn done(&self, line: &str) -> String {
        let output = self.sim(line);
        assert!(
            output.status.success(),
            "sim {line}: {}\n{}",
            output.status,
            stderr(&output)
        );
        stdout(&output)
    }

    /// The object that `--json` prints.
    pub fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(line)).expect("JSON on standard output")
    }

    /// Replaces `old` by `new` once in a file.
    pub fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "{file} has no `{old}`");
        self.write(file, &text.replacen(old, new, 1));
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).expect("the folder may be written");
    }

    /// Every data file of a result: all but the invocation, which says when and where.
    pub fn data(&self, result: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = contents(&self.path(result));
        files
            .remove("invocation.json")
            .expect("a result has an invocation");
        files
    }

    /// The rows of a table of a result, by column.
    pub fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path(file)).expect(file);
        reader.deserialize().map(|row| row.expect(file)).collect()
    }

    pub fn header(&self, file: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_path(self.path(file)).expect(file);
        reader.headers().expect(file).iter().map(str::to_owned).collect()
    }

    /// Every file below the folder, with its bytes.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        contents(self.folder.path())
    }
}

/// Says which files differ; their bytes would fill the screen.
pub fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(a), names(b), "{what}");
    let differing: Vec<&String> = a.keys().filter(|name| a[*name] != b[*name]).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ");
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").display().to_string();
                found.insert(name, fs::read(&path).expect("a readable file"));
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the small world") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
