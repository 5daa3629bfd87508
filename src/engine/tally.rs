//! The tally: one format for a result, a partial result, a shard and a checkpoint.
//!
//! Layout: magic, format, results version, input hash, seed, scenario id, ranges [a, b) of runs, records,
//! SHA-256 of all before. Ranges begin and end at whole draws, but for the last run of a run whose
//! number is no multiple of eight.

use super::codec::{damaged, read_u64, write_unsigned};
use super::{Accumulator, RESULTS_VERSION};
use crate::scenario::Scenario;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Read, Write};

const MAGIC: &[u8; 8] = b"SIMTALLY";
const FORMAT: u32 = 1;
/// Most ranges a tally may name; merged shards coalesce, so a real one has few.
const MOST_RANGES: u64 = 1_000_000;

/// What must agree for two tallies to be of one ensemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub scenario: String,
    pub input_hash: [u8; 32],
    pub seed: u64,
}

impl Header {
    pub fn of(scenario: &Scenario, seed: u64) -> Self {
        Header {
            scenario: scenario.id.clone(),
            input_hash: scenario.input_hash,
            seed,
        }
    }
}

/// Records of the runs in `ranges`, sorted and disjoint.
#[derive(Debug)]
pub struct Tally<A> {
    pub header: Header,
    pub ranges: Vec<(u64, u64)>,
    pub records: A,
}

/// Why tallies cannot be read or merged.
#[derive(Debug)]
pub enum TallyError {
    NotATally,
    Format(u32),
    Results(u32),
    OtherInputs { expected: String, found: String },
    OtherSeed { expected: u64, found: u64 },
    Overlap { first: (u64, u64), second: (u64, u64) },
    Nothing,
    Damaged(String),
    Io(io::Error),
}

impl fmt::Display for TallyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TallyError::NotATally => write!(
                f,
                "SIM-4001: this is not a tally\n  its first bytes are wrong\n  give the folder or tally of a run"
            ),
            TallyError::Format(found) => write!(
                f,
                "SIM-4002: tally format {found} is unknown\n  this program reads format {FORMAT}\n  use the release that wrote it"
            ),
            TallyError::Results(found) => write!(
                f,
                "SIM-4003: the tally holds results of version {found}\n  this program computes version {RESULTS_VERSION}\n  run it again, or use the release that wrote it"
            ),
            TallyError::OtherInputs { expected, found } => write!(
                f,
                "SIM-4004: the tallies have different inputs\n  scenario {expected} and scenario {found}\n  merge only shards of one scenario with the same settings"
            ),
            TallyError::OtherSeed { expected, found } => write!(
                f,
                "SIM-4005: the tallies have different seeds\n  {expected} and {found}\n  merge only shards of one seed"
            ),
            TallyError::Overlap { first, second } => write!(
                f,
                "SIM-4006: the tallies overlap\n  runs {}..{} and runs {}..{}\n  leave one of them out",
                first.0, first.1, second.0, second.1
            ),
            TallyError::Nothing => write!(
                f,
                "SIM-4007: there is nothing to merge\n  no tally was given\n  name at least one folder"
            ),
            TallyError::Damaged(what) => write!(
                f,
                "SIM-4008: the tally is damaged\n  {what}\n  run its part again"
            ),
            TallyError::Io(error) => write!(
                f,
                "SIM-4009: the tally could not be read\n  {error}\n  check the path"
            ),
        }
    }
}

impl std::error::Error for TallyError {}

impl From<io::Error> for TallyError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => TallyError::Damaged("it ends too early".into()),
            io::ErrorKind::InvalidData => TallyError::Damaged(error.to_string()),
            _ => TallyError::Io(error),
        }
    }
}

impl<A> Tally<A> {
    /// Runs recorded.
    pub fn runs(&self) -> u64 {
        self.ranges.iter().map(|(first, last)| last - first).sum()
    }

    /// Ranges of runs missing before the last one recorded; empty for a whole ensemble.
    pub fn gaps(&self) -> Vec<(u64, u64)> {
        let mut from = 0;
        let mut gaps = Vec::new();
        for &(first, last) in &self.ranges {
            if first > from {
                gaps.push((from, first));
            }
            from = last;
        }
        gaps
    }
}

/// Passes bytes on and hashes them.
struct Hashing<'o> {
    out: &'o mut dyn Write,
    hash: Sha256,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

struct HashingReader<'i> {
    input: &'i mut dyn Read,
    hash: Sha256,
}

impl Read for HashingReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(bytes)?;
        self.hash.update(&bytes[..read]);
        Ok(read)
    }
}

pub(super) fn encode_parts<A: Accumulator>(
    header: &Header,
    ranges: &[(u64, u64)],
    records: &mut A,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut hashing = Hashing {
        out,
        hash: Sha256::new(),
    };
    {
        // Small writes are gathered before they are hashed.
        let mut out = io::BufWriter::with_capacity(1 << 16, &mut hashing);
        out.write_all(MAGIC)?;
        out.write_all(&FORMAT.to_le_bytes())?;
        out.write_all(&RESULTS_VERSION.to_le_bytes())?;
        out.write_all(&header.input_hash)?;
        out.write_all(&header.seed.to_le_bytes())?;
        write_unsigned(&mut out, header.scenario.len() as u128)?;
        out.write_all(header.scenario.as_bytes())?;
        write_unsigned(&mut out, ranges.len() as u128)?;
        for &(first, last) in ranges {
            write_unsigned(&mut out, u128::from(first))?;
            write_unsigned(&mut out, u128::from(last))?;
        }
        records.encode(&mut out)?;
        out.flush()?;
    }
    let Hashing { out, hash } = hashing;
    out.write_all(&hash.finalize())?;
    out.flush()
}

/// Reads the header and ranges alone: what a tally is of.
pub fn read_header(input: &mut dyn Read) -> Result<(Header, Vec<(u64, u64)>), TallyError> {
    let mut magic = [0u8; 8];
    input.read_exact(&mut magic).map_err(|_| TallyError::NotATally)?;
    if &magic != MAGIC {
        return Err(TallyError::NotATally);
    }
    let mut word = [0u8; 4];
    input.read_exact(&mut word)?;
    match u32::from_le_bytes(word) {
        FORMAT => {}
        other => return Err(TallyError::Format(other)),
    }
    input.read_exact(&mut word)?;
    match u32::from_le_bytes(word) {
        RESULTS_VERSION => {}
        other => return Err(TallyError::Results(other)),
    }
    let mut input_hash = [0u8; 32];
    input.read_exact(&mut input_hash)?;
    let mut seed = [0u8; 8];
    input.read_exact(&mut seed)?;
    let length = read_u64(input)?;
    if length > 4_096 {
        return Err(TallyError::Damaged("the scenario's id is too long".into()));
    }
    let mut name = vec![0u8; length as usize];
    input.read_exact(&mut name)?;
    let scenario = String::from_utf8(name).map_err(|_| damaged("the scenario's id is no text"))?;
    let count = read_u64(input)?;
    if count > MOST_RANGES {
        return Err(TallyError::Damaged("too many ranges".into()));
    }
    let mut ranges = Vec::new();
    for _ in 0..count {
        let (first, last) = (read_u64(input)?, read_u64(input)?);
        if first >= last || ranges.last().is_some_and(|&(_, before)| first <= before) {
            return Err(TallyError::Damaged("the ranges of runs are not in order".into()));
        }
        ranges.push((first, last));
    }
    let header = Header {
        scenario,
        input_hash,
        seed: u64::from_le_bytes(seed),
    };
    Ok((header, ranges))
}

impl<A: Accumulator> Tally<A> {
    pub fn encode(&mut self, out: &mut dyn Write) -> io::Result<()> {
        encode_parts(&self.header, &self.ranges, &mut self.records, out)
    }

    /// Reads a tally of the scenario; `empty` is an empty accumulator of it.
    pub fn decode(input: &mut dyn Read, scenario: &Scenario, empty: A) -> Result<Self, TallyError> {
        // Hash what is used, not what a buffer read ahead: the buffer lies beneath.
        let mut buffered = io::BufReader::with_capacity(1 << 16, input);
        let mut reader = HashingReader {
            input: &mut buffered,
            hash: Sha256::new(),
        };
        let (header, ranges) = read_header(&mut reader)?;
        if header.input_hash != scenario.input_hash {
            return Err(TallyError::OtherInputs {
                expected: scenario.id.clone(),
                found: header.scenario,
            });
        }
        let mut records = empty;
        records.decode(&mut reader)?;
        let HashingReader { input, hash } = reader;
        let mut expected = [0u8; 32];
        input.read_exact(&mut expected)?;
        let mut rest = [0u8; 1];
        if hash.finalize().as_slice() != expected || input.read(&mut rest)? != 0 {
            return Err(TallyError::Damaged("its checksum does not match".into()));
        }
        Ok(Tally {
            header,
            ranges,
            records,
        })
    }
}

/// Merges tallies in any order to the same bits. The same ranges twice count once; other overlaps are
/// errors; gaps are left to `Tally::gaps`.
pub fn merge<A: Accumulator>(tallies: Vec<Tally<A>>) -> Result<Tally<A>, TallyError> {
    let mut kept: Vec<Tally<A>> = Vec::new();
    for tally in tallies {
        if let Some(first) = kept.first() {
            agree(&first.header, &tally.header)?;
        }
        if kept.iter().any(|other| other.ranges == tally.ranges) {
            continue;
        }
        for other in &kept {
            no_overlap(&other.ranges, &tally.ranges)?;
        }
        kept.push(tally);
    }
    let mut kept = kept.into_iter();
    let mut whole = kept.next().ok_or(TallyError::Nothing)?;
    for mut tally in kept {
        whole.records.absorb(&mut tally.records);
        whole.ranges.append(&mut tally.ranges);
    }
    whole.ranges.sort_unstable();
    whole.ranges.dedup_by(|next, before| {
        let touches = before.1 == next.0;
        if touches {
            before.1 = next.1;
        }
        touches
    });
    Ok(whole)
}

fn agree(expected: &Header, found: &Header) -> Result<(), TallyError> {
    if expected.input_hash != found.input_hash {
        return Err(TallyError::OtherInputs {
            expected: expected.scenario.clone(),
            found: found.scenario.clone(),
        });
    }
    if expected.seed != found.seed {
        return Err(TallyError::OtherSeed {
            expected: expected.seed,
            found: found.seed,
        });
    }
    Ok(())
}

fn no_overlap(ours: &[(u64, u64)], theirs: &[(u64, u64)]) -> Result<(), TallyError> {
    for &first in ours {
        for &second in theirs {
            if first.0 < second.1 && second.0 < first.1 {
                return Err(TallyError::Overlap { first, second });
            }
        }
    }
    Ok(())
}
