// What is embedded: scenarios and worlds by name.
scenarios!(
    "baseline",
    "gulf-war",
    "hindcast-2022",
    "inducement",
    "korea-crisis",
    "max-pressure",
    "sanctions-relief",
    "second-front",
    "taiwan",
    "taiwan-blockade",
    "taiwan-invasion",
    "taiwan-posterior",
    "taiwan-posterior-without-treaty",
    "ukraine-ends",
);
posteriors!("hindcast-2022", "hindcast-2022-without-treaty");
worlds!("2022-01", "2026-07");
const BASE_RATES: &str = include_str!("../../../scenarios/base_rates.csv");
