//! Reads all tables of a world, embedded or from a folder.

use super::builtin::{self, world_names};
use super::node::{Value, parse};
use super::overlay::{check_format, report_unreadable};
use super::problem::{Place, Problems, code};
use super::resolver::{BUILTIN, LARGEST_SCENARIO, LARGEST_TABLE, ReadFailure, Resolver, relative_to};
use super::specs::{SPECS, TableId};
use super::table::{Rows, read};
use crate::scenario::month::Month;
use crate::scenario::world::{WorldInfo, WorldOrigin};
use sha2::{Digest, Sha256};

const ALL: [TableId; 15] = [
    TableId::Actors,
    TableId::Strategies,
    TableId::Attributes,
    TableId::Goods,
    TableId::Holdings,
    TableId::Dyads,
    TableId::Treaties,
    TableId::Institutions,
    TableId::Sanctions,
    TableId::Compliance,
    TableId::Theatres,
    TableId::Ladders,
    TableId::Use,
    TableId::Flows,
    TableId::BaseRates,
];

/// A world as rows, in the order of `SPECS`.
#[derive(Clone, Debug)]
pub struct RawWorld {
    pub info: WorldInfo,
    pub tables: Vec<Rows>,
}

impl RawWorld {
    pub fn table(&self, id: TableId) -> &Rows {
        &self.tables[id as usize]
    }

    pub fn table_mut(&mut self, id: TableId) -> &mut Rows {
        &mut self.tables[id as usize]
    }
}

/// Reads the world that `reference`, written at `place`, means.
pub fn read_world(
    reference: &str,
    place: &Place,
    resolver: &dyn Resolver,
    problems: &mut Problems,
) -> Option<RawWorld> {
    let folder = folder_of(reference, place, problems)?;
    let about = format!("{folder}/world.toml");
    let text = match resolver.read(&about, LARGEST_SCENARIO) {
        Ok(text) => text,
        Err(ReadFailure::Missing) => {
            problems.add(
                code::NO_WORLD,
                place,
                "world",
                format!("there is no world at `{folder}`: world.toml is missing"),
                "Name a shipped world, or a folder with a slash in its path",
            );
            return None;
        }
        Err(failure) => {
            report_unreadable(&failure, &about, place, problems);
            return None;
        }
    };
    let mut info = read_info(&text, &about, problems);
    let mut texts = vec![("world.toml", text)];
    let mut tables = Vec::new();
    for id in ALL {
        let (rows, text) = read_table(id, &folder, place, resolver, problems);
        tables.push(rows);
        texts.push((id.spec().file, text));
    }
    if let Some(info) = &mut info {
        info.origin = origin(&folder, &info.id, &texts);
    }
    info.map(|info| RawWorld { info, tables })
}

/// What a world is to the shipped one whose id it bears.
fn origin(folder: &str, id: &str, texts: &[(&'static str, String)]) -> WorldOrigin {
    let mut hash = Sha256::new();
    for (file, text) in texts {
        // Neither the order of rows nor how lines end reaches a result, nor this.
        let rows = sorted_rows(text);
        for part in std::iter::once(*file).chain(rows) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    let digest = hash.finalize()[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let own = (!folder.starts_with(BUILTIN)).then(|| folder.to_owned());
    let is_namesake = own.is_some() && world_names().contains(&id);
    let differs = is_namesake.then(|| {
        let rows = texts
            .iter()
            .map(|(file, text)| (*file, rows_apart(text, shipped(id, file))));
        rows.filter(|(_, count)| *count > 0)
            .map(|(file, count)| (file.to_owned(), count))
            .collect()
    });
    WorldOrigin {
        folder: own,
        digest,
        differs,
    }
}

fn shipped(world: &str, file: &str) -> &'static str {
    builtin::text(&format!("worlds/{world}/{file}"))
        .or_else(|| builtin::text(file))
        .unwrap_or_default()
}

fn sorted_rows(text: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = text.lines().collect();
    rows.sort_unstable();
    rows
}

/// Rows of the one that the other has not, or the other way round if that is more: a changed row counts once.
fn rows_apart(a: &str, b: &str) -> usize {
    let (a, b) = (sorted_rows(a), sorted_rows(b));
    let missing = |from: &[&str], of: &[&str]| {
        let mut rest = from.iter().peekable();
        let mut count = 0;
        for row in of {
            while rest.next_if(|other| *other < row).is_some() {}
            count += usize::from(rest.next_if_eq(&row).is_none());
        }
        count
    };
    missing(&a, &b).max(missing(&b, &a))
}

fn folder_of(reference: &str, place: &Place, problems: &mut Problems) -> Option<String> {
    if reference.contains('/') {
        return Some(relative_to(&place.file, reference.trim_end_matches('/')));
    }
    if !world_names().contains(&reference) {
        problems.add_unknown(
            code::NO_WORLD,
            place,
            "world",
            "world (a folder of your own needs a slash in its path)",
            reference,
            world_names().iter().copied(),
        );
        return None;
    }
    Some(format!("{BUILTIN}worlds/{reference}"))
}

fn read_table(
    id: TableId,
    folder: &str,
    place: &Place,
    resolver: &dyn Resolver,
    problems: &mut Problems,
) -> (Rows, String) {
    let file = SPECS[id as usize].file;
    let own = format!("{folder}/{file}");
    let shared = format!("{BUILTIN}{file}");
    let is_shared = id == TableId::BaseRates;
    let (location, found) = match resolver.read(&own, LARGEST_TABLE) {
        // A world of one's own may bring its own base rates; else the shipped ones serve.
        Err(ReadFailure::Missing) if is_shared => (shared.clone(), resolver.read(&shared, LARGEST_TABLE)),
        other => (own, other),
    };
    match found {
        Ok(text) => (read(id, &text, &location, problems), text),
        Err(failure) => {
            report_unreadable(&failure, &location, place, problems);
            let mut table = Rows::empty(id, &location);
            table.absent = id.spec().columns.to_vec();
            (table, String::new())
        }
    }
}

fn read_info(text: &str, file: &str, problems: &mut Problems) -> Option<WorldInfo> {
    let tree = parse(text, file, problems)?;
    check_format(&tree, file, problems)?;
    let known = ["format", "id", "start", "title", "note"];
    for (key, node) in &tree.entries {
        if !known.contains(&key.as_str()) {
            problems.add_unknown(code::UNKNOWN_KEY, &node.place, key, "key", key, known);
        }
    }
    let mut text_of = |key: &str| match tree.get(key).map(|node| (&node.value, &node.place)) {
        Some((Value::Text(text), place)) => Some((text.clone(), place.clone())),
        Some((_, place)) => {
            problems.add(
                code::WRONG_TYPE,
                place,
                key,
                format!("`{key}` is not text"),
                "Write it in quotes",
            );
            None
        }
        None => {
            problems.add(
                code::MISSING_KEY,
                &Place::new(file, 0),
                key,
                format!("`{key}` is missing"),
                "Add it",
            );
            None
        }
    };
    let (id, start, title) = (text_of("id"), text_of("start"), text_of("title"));
    let (start, place) = start?;
    let Some(start) = Month::parse(&start) else {
        problems.add(
            code::BAD_MONTH,
            &place,
            "start",
            "`start` is not a month",
            "Write YYYY-MM in quotes",
        );
        return None;
    };
    Some(WorldInfo {
        id: id?.0,
        start,
        title: title?.0,
        origin: WorldOrigin::default(),
    })
}
