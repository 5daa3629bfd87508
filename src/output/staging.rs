//! A folder that appears whole: files go to a temporary sibling, are flushed to the disk, and take
//! their place in one rename.

use super::error::OutputError;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that has been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSummary {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// The folder under construction. Dropped without `publish`, it leaves no trace.
pub struct Staging {
    target: PathBuf,
    folder: tempfile::TempDir,
    /// Bytes that still fit; only tests set a limit, to play a full disk.
    room: Option<u64>,
}

/// Counts, hashes and passes on.
struct Counted<'f> {
    file: &'f mut File,
    hash: Sha256,
    bytes: u64,
    room: Option<&'f mut u64>,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(room) = self.room.as_deref_mut() {
            if *room < bytes.len() as u64 {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            *room -= bytes.len() as u64;
        }
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Staging {
    /// Begins a folder that will stand at `target`; its parent is made if it is missing.
    pub fn begin(target: &Path) -> Result<Self, OutputError> {
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(|error| OutputError::io(parent, &error))?;
        let folder = tempfile::Builder::new()
            .prefix(".sim-")
            .tempdir_in(parent)
            .map_err(|error| OutputError::io(parent, &error))?;
        Ok(Staging {
            target: target.to_owned(),
            folder,
            room: None,
        })
    }

    /// Plays a disk with this many bytes left.
    pub fn with_room(mut self, room: Option<u64>) -> Self {
        self.room = room;
        self
    }

    /// Writes one file, flushes it to the disk and says what it holds.
    pub fn file(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<FileSummary, OutputError> {
        let path = self.folder.path().join(name);
        let write = || -> io::Result<FileSummary> {
            let mut file = File::create(&path)?;
            let mut counted = Counted {
                file: &mut file,
                hash: Sha256::new(),
                bytes: 0,
                room: self.room.as_mut(),
            };
            {
                let mut buffered = io::BufWriter::with_capacity(1 << 16, &mut counted);
                fill(&mut buffered)?;
                buffered.flush()?;
            }
            let (bytes, sha256) = (counted.bytes, hex(&counted.hash.finalize()));
            file.sync_all()?;
            Ok(FileSummary {
                name: name.to_owned(),
                bytes,
                sha256,
            })
        };
        write().map_err(|error| OutputError::io(&self.target.join(name), &error))
    }

    /// The folder takes its place. What stood there is moved to `keep_as`, or else aside and removed
    /// after; if the rename fails it is put back.
    pub fn publish(self, keep_as: Option<&Path>) -> Result<(), OutputError> {
        let fail = |error: io::Error| OutputError::io(&self.target, &error);
        open_to_all(self.folder.path()).map_err(fail)?;
        sync_folder(self.folder.path()).map_err(fail)?;
        let parent = self.folder.path().parent().unwrap_or(Path::new(".")).to_owned();
        let aside = tempfile::Builder::new()
            .prefix(".sim-old-")
            .tempdir_in(&parent)
            .map_err(fail)?;
        let old = match keep_as {
            Some(path) if path.symlink_metadata().is_err() => path.to_owned(),
            _ => aside.path().join("old"),
        };
        let stood = self.target.symlink_metadata().is_ok();
        if stood {
            fs::rename(&self.target, &old).map_err(fail)?;
        }
        if let Err(error) = fs::rename(self.folder.path(), &self.target) {
            if stood {
                fs::rename(&old, &self.target).map_err(fail)?;
            }
            return Err(fail(error));
        }
        // The path is taken: nothing is left to remove.
        let _ = self.folder.keep();
        sync_folder(&parent).map_err(|error| OutputError::io(&self.target, &error))
    }
}

/// A temporary folder is its owner's alone; results get the usual permissions.
#[cfg(unix)]
fn open_to_all(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_all(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
