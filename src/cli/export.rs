//! `sim export`: the files of a shipped world or scenario, to be changed.

use super::arguments::ExportArguments;
use super::failure::{Exit, Failure};
use super::run::output_failure;
use super::ui::say::say;
use crate::output::OutputError;
use crate::output::staging::Staging;
use crate::scenario::source::builtin;
use crate::scenario::source::problem::nearest_name;
use crate::scenario::source::specs::SPECS;
use crate::scenario::{builtin_names, world_names};

pub fn export(arguments: &ExportArguments) -> Result<Exit, Failure> {
    let (name, target) = (arguments.name.as_str(), &arguments.to);
    if target.symlink_metadata().is_ok() {
        let refused = OutputError::refused(target, "something stands there", "choose another name");
        return Err(output_failure(refused));
    }
    if world_names().contains(&name) {
        world(name, target)
    } else if let (true, Some(text)) = (builtin_names().contains(&name), builtin::text(name)) {
        scenario(name, text, target)
    } else {
        let known: Vec<&str> = world_names().iter().copied().chain(builtin_names()).collect();
        let mut help = format!(
            "the worlds are {}; `sim list scenarios` has the rest",
            world_names().join(", ")
        );
        if let Some(nearest) = nearest_name(name, &known) {
            help = format!("did you mean `{nearest}`? {help}");
        }
        let what = format!("there is no shipped world or scenario `{name}`");
        Err(Failure::new(Exit::Usage, "SIM-0014", what)
            .at("sim export")
            .help(help))
    }
}

fn world(name: &str, target: &std::path::Path) -> Result<Exit, Failure> {
    let mut staging = Staging::begin(target).map_err(output_failure)?;
    let tables = SPECS.iter().map(|spec| spec.file);
    for file in std::iter::once("world.toml").chain(tables) {
        let own = builtin::text(&format!("worlds/{name}/{file}"));
        let Some(text) = own.or_else(|| builtin::text(file)) else {
            continue;
        };
        staging
            .file(file, |out| out.write_all(text.as_bytes()))
            .map_err(output_failure)?;
    }
    staging.publish(None).map_err(output_failure)?;
    let shown = target.display();
    say(&format!(
        "{shown}: the world {name}\nuse it in a scenario beside it: world = \"./{shown}\" (a path with a slash, from the scenario's own folder)"
    ));
    Ok(Exit::Done)
}

fn scenario(name: &str, text: &str, target: &std::path::Path) -> Result<Exit, Failure> {
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => std::path::Path::new("."),
    };
    let write = || -> std::io::Result<()> {
        use std::io::Write;
        let mut file = tempfile::NamedTempFile::new_in(parent)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(target)?;
        Ok(())
    };
    write().map_err(|error| output_failure(OutputError::io(target, &error)))?;
    say(&format!(
        "{}: the scenario {name}\nlook at it with: sim check {}",
        target.display(),
        target.display()
    ));
    Ok(Exit::Done)
}
