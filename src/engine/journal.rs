//! Checkpoints: the tally of what is done, replaced whole, so that a run killed at any moment goes on.

use super::Accumulator;
use super::tally::{Header, encode_parts};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Time between checkpoints. It decides only what is lost to a kill, never a result.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(5);

/// Where checkpoints go and when the last one was written.
pub struct Journal {
    path: PathBuf,
    every: Duration,
    last: Option<Instant>,
}

impl Journal {
    pub fn at(path: &Path) -> Self {
        Journal {
            path: path.to_owned(),
            every: CHECKPOINT_EVERY,
            last: None,
        }
    }

    /// With another time between checkpoints (tests).
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    pub fn is_due(&self) -> bool {
        self.last.is_none_or(|last| last.elapsed() >= self.every)
    }

    /// Written beside the old one, flushed to the disk, then renamed over it.
    pub fn write<A: Accumulator>(
        &mut self,
        header: &Header,
        ranges: &[(u64, u64)],
        records: &mut A,
    ) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        {
            let mut out = io::BufWriter::new(file.as_file_mut());
            encode_parts(header, ranges, records, &mut out)?;
            out.flush()?;
        }
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        self.last = Some(Instant::now());
        Ok(())
    }
}
