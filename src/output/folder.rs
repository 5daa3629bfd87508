//! Where a result goes and what may be replaced.

use super::error::OutputError;
use super::manifest::{self, Manifest};
use super::staging::hex;
use crate::engine::Header;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What to do about the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Write {
        path: PathBuf,
        /// Another result stands there: it will be kept under this name, and the user told.
        keep_as: Option<PathBuf>,
    },
    /// The same inputs gave this folder already: nothing to do, exit 0.
    AlreadyDone(PathBuf),
}

/// `explicit` is `--out`; without it the folder is `<base>/<scenario>`.
pub fn decide(
    explicit: Option<&Path>,
    base: &Path,
    header: &Header,
    ranges: &[(u64, u64)],
    may_replace: bool,
) -> Result<Decision, OutputError> {
    let path = explicit.map_or_else(|| base.join(&header.scenario), Path::to_owned);
    let write = |keep_as| Decision::Write {
        path: path.clone(),
        keep_as,
    };
    if is_free(&path) {
        return refuse_file(&path).map(|()| write(None));
    }
    if may_replace {
        refuse_file(&path)?;
        if is_result(&path) {
            return Ok(write(None));
        }
        // Forced or not, files of others are not deleted: the folder is moved aside.
        let mut aside = path.file_name().unwrap_or_default().to_owned();
        aside.push(".kept");
        let aside = path.with_file_name(aside);
        return if aside.exists() {
            Err(OutputError::refused(
                &path,
                "the folder holds something else than a result, and the name it would be kept under is taken",
                "choose another --out, or move the folder away",
            ))
        } else {
            Ok(write(Some(aside)))
        };
    }
    if explicit.is_some() {
        return Err(OutputError::refused(
            &path,
            "the folder exists",
            "choose another --out, or replace it with --force",
        ));
    }
    match Manifest::read(&path) {
        Some(manifest) if manifest.is_of(header, ranges) => Ok(Decision::AlreadyDone(path)),
        Some(_) => Ok(write(Some(kept_name(&path, &header.scenario)))),
        None => Err(OutputError::refused(
            &path,
            "the folder exists and is not a result of this program",
            "choose a folder with --out, or replace it with --force",
        )),
    }
}

/// What this program wrote: a manifest or a tally stands in it.
fn is_result(path: &Path) -> bool {
    path.join(manifest::NAME).is_file() || path.join(manifest::TALLY).is_file()
}

/// Name under which a result that is in the way is kept.
pub fn kept_name(path: &Path, scenario: &str) -> PathBuf {
    path.with_file_name(format!("{scenario}.{}", fingerprint(path)))
}

/// Missing, or an empty folder. A path below a file is missing too: that it cannot be made is found when it is tried.
fn is_free(path: &Path) -> bool {
    match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => path.symlink_metadata().is_err(),
    }
}

/// A file is never replaced by a folder, not even when forced.
fn refuse_file(path: &Path) -> Result<(), OutputError> {
    if path.is_file() {
        return Err(OutputError::refused(
            path,
            "a file stands there",
            "choose another --out",
        ));
    }
    Ok(())
}

/// Eight hexadecimal digits of the manifest: the same result gets the same name.
fn fingerprint(folder: &Path) -> String {
    let bytes = std::fs::read(folder.join(manifest::NAME)).unwrap_or_default();
    hex(&Sha256::digest(&bytes)[..4])
}

/// Where checkpoints of a folder under way are kept: a sibling, so the folder itself appears whole.
pub fn unfinished(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    target.with_file_name(name)
}

/// The checkpoint that `resume DIR` goes on from: beside the folder after a kill, in it after Ctrl-C.
pub fn checkpoint_of(target: &Path) -> Option<PathBuf> {
    [
        unfinished(target).join(manifest::TALLY),
        target.join(manifest::TALLY),
    ]
    .into_iter()
    .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn header() -> Header {
        Header {
            scenario: "made-up".into(),
            input_hash: [7; 32],
            seed: 1,
        }
    }

    #[test]
    fn an_explicit_folder_that_exists_is_refused_unless_forced_or_empty() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let decide = |may_replace| decide(Some(&out), folder.path(), &header(), &[(0, 8)], may_replace);
        assert!(decide(false).is_ok());
        fs::create_dir(&out).unwrap();
        assert!(decide(false).is_ok());
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert_eq!(decide(false).unwrap_err().exit, 5);
        let kept = match decide(true).unwrap() {
            Decision::Write { keep_as, .. } => keep_as,
            Decision::AlreadyDone(_) => None,
        };
        assert_eq!(
            kept,
            Some(folder.path().join("out.kept")),
            "files of others are moved, not deleted"
        );
        fs::write(out.join(manifest::NAME), "{}").unwrap();
        assert_eq!(decide(false).unwrap_err().exit, 5);
        assert!(decide(true).is_ok());
    }

    #[test]
    fn a_default_folder_with_foreign_files_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("made-up");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        let error = decide(None, folder.path(), &header(), &[(0, 8)], false).unwrap_err();
        assert_eq!(error.exit, 5);
    }

    #[test]
    fn a_file_is_never_replaced_by_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::write(&out, "x").unwrap();
        assert_eq!(
            decide(Some(&out), folder.path(), &header(), &[(0, 8)], true)
                .unwrap_err()
                .exit,
            5
        );
    }
}
