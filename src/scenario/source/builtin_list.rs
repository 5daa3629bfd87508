// What is embedded: scenarios and worlds by name.
scenarios!("hindcast-2022", "taiwan");
worlds!("2022-01", "2026-07");
const BASE_RATES: &str = include_str!("../../../scenarios/base_rates.csv");
