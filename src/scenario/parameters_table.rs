// field, id, unit, low, central, high, scale, equation, source, meaning;
parameters! {
    // ---- needs (survival pressure) ----

    // ---- market and production ----
    price_cap, "price-cap", "multiple", 2.0, 4.0, 8.0, Log, "E4.3", "assumed", "Highest price as a multiple of the reference price";

    // ---- sanctions ----

    // ---- war and theatres ----

    // ---- perception ----

    // ---- alignment ----
    kappa, "kappa", "factor", 4.0, 12.0, 30.0, Log, "E9.6", "model design: the strategy term alone moves a pair's hazard by a factor with a 90 % interval of about 0.2 to 10", "How strongly a change of survival pressure moves the hazard of commitment";
}
