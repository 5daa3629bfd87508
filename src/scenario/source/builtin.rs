//! Scenarios and worlds inside the binary, so that it works anywhere.

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        const SCENARIOS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../scenarios/", $name, ".toml")))),*];
    };
}

macro_rules! posteriors {
    ($($name:literal),* $(,)?) => {
        const POSTERIORS: &[(&str, &str)] = &[$(
            (concat!("posteriors/", $name), include_str!(concat!("../../../scenarios/posteriors/", $name, ".csv")))
        ),*];
    };
}

macro_rules! worlds {
    ($($world:literal),* $(,)?) => {
        const TABLES: &[(&str, &str)] = &[$(
            (concat!("worlds/", $world, "/world.toml"), include_str!(concat!("../../../scenarios/worlds/", $world, "/world.toml"))),
            (concat!("worlds/", $world, "/actors.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/actors.csv"))),
            (concat!("worlds/", $world, "/strategies.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/strategies.csv"))),
            (concat!("worlds/", $world, "/attributes.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/attributes.csv"))),
            (concat!("worlds/", $world, "/goods.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/goods.csv"))),
            (concat!("worlds/", $world, "/holdings.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/holdings.csv"))),
            (concat!("worlds/", $world, "/dyads.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/dyads.csv"))),
            (concat!("worlds/", $world, "/treaties.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/treaties.csv"))),
            (concat!("worlds/", $world, "/institutions.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/institutions.csv"))),
            (concat!("worlds/", $world, "/sanctions.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/sanctions.csv"))),
            (concat!("worlds/", $world, "/compliance.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/compliance.csv"))),
            (concat!("worlds/", $world, "/theatres.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/theatres.csv"))),
            (concat!("worlds/", $world, "/ladders.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/ladders.csv"))),
            (concat!("worlds/", $world, "/use.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/use.csv"))),
            (concat!("worlds/", $world, "/flows.csv"), include_str!(concat!("../../../scenarios/worlds/", $world, "/flows.csv"))),
        )*];
        const WORLDS: &[&str] = &[$($world),*];
    };
}

include!("builtin_list.rs");

/// Names of the shipped scenarios (`builtin:<name>`).
pub fn builtin_names() -> Vec<&'static str> {
    SCENARIOS.iter().map(|(name, _)| *name).collect()
}

/// Names of the shipped worlds.
pub fn world_names() -> &'static [&'static str] {
    WORLDS
}

/// Names of the shipped posteriors.
pub fn posterior_names() -> Vec<&'static str> {
    POSTERIORS
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("posteriors/"))
        .collect()
}

/// The text of a shipped scenario (`<name>`), posterior (`posteriors/<name>`), world table (`worlds/<date>/<table>`) or `base_rates.csv`.
pub fn text(name: &str) -> Option<&'static str> {
    if name == "base_rates.csv" {
        return Some(BASE_RATES);
    }
    SCENARIOS
        .iter()
        .chain(TABLES)
        .chain(POSTERIORS)
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
