//! `help.csv`: who helps which side of a war or blockade, and how far.

use super::table::Table;
use super::write::Results;
use crate::record::help::GRADES;
use crate::scenario::compile::conditions::GRADES as GRADE_NAMES;
use std::io::{self, Write};

const SIDES: [&str; 2] = ["aggressors", "defenders"];

pub fn help(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let (help, n) = (&results.record.help, results.record.layout.n);
    let header = ["theatre", "side", "actor", "runs"].into_iter();
    let header = header.chain(GRADE_NAMES.into_iter().skip(1)).chain(["months"]);
    let mut table = Table::new(out, header)?;
    for (theatre, spec) in results.scenario.theatres.iter().enumerate() {
        let runs = help.contingencies[theatre];
        for (side, name) in SIDES.iter().enumerate() {
            for (actor, state) in results.scenario.actors.iter().enumerate() {
                let place = (theatre * 2 + side) * n + actor;
                if help.months[place] == 0 || runs == 0 {
                    continue;
                }
                for text in [&spec.id, *name, &state.id] {
                    table.text(text)?;
                }
                table.count(runs.into())?;
                for reached in &help.reached[place * GRADES..][..GRADES] {
                    table.number(f64::from(*reached) / f64::from(runs))?;
                }
                table.number(help.months[place] as f64 / f64::from(runs))?;
                table.end()?;
            }
        }
    }
    table.finish()
}
