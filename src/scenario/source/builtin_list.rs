// What is embedded: one line a scenario, one a world.
scenarios!();
worlds!();
const BASE_RATES: &str = "id,description,events,exposure,unit,rate_low,rate,rate_high,source,note\n";
