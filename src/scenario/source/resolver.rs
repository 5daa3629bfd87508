//! Where texts come from: embedded files and the file system. Nothing here writes.

use super::builtin;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Largest scenario file read, bytes.
pub const LARGEST_SCENARIO: u64 = 1 << 20;
/// Largest table of a world read, bytes.
pub const LARGEST_TABLE: u64 = 8 << 20;

/// Prefix of the locations of embedded files.
pub const BUILTIN: &str = "builtin:";
/// Prefix of the locations of embedded posteriors.
pub const POSTERIORS: &str = "builtin:posteriors/";

/// Why a text could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    Missing,
    TooLarge { limit: u64 },
    NotUtf8 { line: usize },
    Other(String),
}

/// Reads the text at a location: `builtin:<name>`, `builtin:worlds/<date>/<table>`, or a path.
pub trait Resolver {
    fn read(&self, location: &str, limit: u64) -> Result<String, ReadFailure>;
}

/// Embedded files and, for everything else, the file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files;

impl Resolver for Files {
    fn read(&self, location: &str, limit: u64) -> Result<String, ReadFailure> {
        match location.strip_prefix(BUILTIN) {
            Some(name) => read_builtin(name),
            None => read_file(Path::new(location), limit),
        }
    }
}

/// Embedded files and texts held in memory: for tests and for callers without a disk.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, String>);

impl Resolver for Memory {
    fn read(&self, location: &str, limit: u64) -> Result<String, ReadFailure> {
        if let Some(name) = location.strip_prefix(BUILTIN) {
            return read_builtin(name);
        }
        let text = self.0.get(location).ok_or(ReadFailure::Missing)?;
        if text.len() as u64 > limit {
            return Err(ReadFailure::TooLarge { limit });
        }
        Ok(text.clone())
    }
}

fn read_builtin(name: &str) -> Result<String, ReadFailure> {
    builtin::text(name).map(str::to_owned).ok_or(ReadFailure::Missing)
}

fn read_file(path: &Path, limit: u64) -> Result<String, ReadFailure> {
    let failure = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ReadFailure::Missing,
        _ => ReadFailure::Other(error.to_string()),
    };
    let file = std::fs::File::open(path).map_err(failure)?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failure)?;
    if bytes.len() as u64 > limit {
        return Err(ReadFailure::TooLarge { limit });
    }
    decode(bytes)
}

/// Bytes as text, or the line that is not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadFailure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        ReadFailure::NotUtf8 { line }
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The location that `reference` means in the file at `base`: a path is relative to the file that names it.
pub fn relative_to(base: &str, reference: &str) -> String {
    let path = Path::new(reference);
    if reference.starts_with(BUILTIN) || path.is_absolute() || base.starts_with(BUILTIN) {
        return reference.to_owned();
    }
    let folder = Path::new(base).parent().unwrap_or(Path::new(""));
    tidy(&folder.join(path))
}

/// Takes `.` and what `..` cancels out of a path, so that one file has one name.
fn tidy(path: &Path) -> String {
    use std::path::Component;
    let mut parts = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.components().next_back(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_that_names_them() {
        assert_eq!(relative_to("a/b/c.toml", "./d.toml"), "a/b/d.toml");
        assert_eq!(relative_to("a/b/c.toml", "../d.toml"), "a/d.toml");
        assert_eq!(relative_to("c.toml", "../d.toml"), "../d.toml");
        assert_eq!(relative_to("c.toml", "/d.toml"), "/d.toml");
        assert_eq!(relative_to("c.toml", "builtin:taiwan"), "builtin:taiwan");
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_line() {
        assert_eq!(
            decode(b"ok\nok\n\xff\xfe".to_vec()),
            Err(ReadFailure::NotUtf8 { line: 3 })
        );
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read_whole() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), vec![b'x'; 5_000]).unwrap();
        let location = file.path().to_string_lossy().into_owned();
        assert_eq!(
            Files.read(&location, 100),
            Err(ReadFailure::TooLarge { limit: 100 })
        );
    }
}
