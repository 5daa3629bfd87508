// field, id, unit, low, central, high, scale, equation, source, meaning;
parameters! {
    // ---- needs (survival pressure) ----
    security_floor, "security-floor", "share of power", 0.003, 0.01, 0.03, Log, "E3.1", "assumed", "Power that any state has against any threat; keeps security pressure finite";
    arms_weight, "arms-weight", "share", 0.3, 0.5, 0.75, Logit, "E3.1", "assumed", "Security pressure of having no arms at all for a war under way";
    cover_months, "cover-months", "months", 3.0, 6.0, 10.0, Log, "E3.2", "assumed; three months of imports is the usual rule of thumb for reserves", "Months of spending in hand at which solvency pressure falls by e";
    food_weight, "food-weight", "share", 0.6, 0.9, 1.0, Linear, "E3.3", "assumed", "Stability pressure of having no food at all";
    energy_weight, "energy-weight", "share", 0.4, 0.6, 0.8, Logit, "E3.3", "assumed", "Stability pressure of having no energy at all";
    input_weight, "input-weight", "share", 0.1, 0.2, 0.35, Logit, "E3.3", "assumed", "Stability pressure of having no dual-use inputs at all";
    jobs_weight, "jobs-weight", "share", 0.02, 0.05, 0.15, Log, "E3.3", "assumed", "Stability pressure of all vacancies unfilled";
    income_weight, "income-weight", "per unit of income", 0.7, 1.5, 3.0, Log, "E3.3", "assumed; an income fall of a third is a depression", "Stability pressure of a unit fall of income";
    obligation_weight, "obligation-weight", "share", 0.1, 0.25, 0.5, Logit, "E3.5", "assumed", "Autonomy pressure of one obligation of full integration";
    market_loss_weight, "market-loss-weight", "share", 0.3, 0.5, 0.8, Logit, "E3.6", "assumed", "Standing pressure of losing all coalition markets";
    stigma_weight, "stigma-weight", "share", 0.1, 0.3, 0.6, Logit, "E3.6", "assumed", "Standing pressure of keeping company with one fully sanctioned state";
    peace_target, "peace-target", "share", 0.05, 0.15, 0.3, Logit, "E3.7", "assumed", "Share of the wanted arms stock that counts as need in peace under full threat";
    buffer_months, "buffer-months", "months", 0.5, 1.0, 2.0, Log, "E3.7", "assumed; strategic stocks are of one to three months", "Months of consumption a state keeps in store";
    money_floor, "money-floor", "pressure per month of budget", 0.0008, 0.002, 0.005, Log, "E3.8", "assumed", "Least value of money: what else a month of budget would buy";
    money_cap, "money-cap", "multiple", 10.0, 25.0, 60.0, Log, "E3.8", "assumed", "Most value of money, as a multiple of the least";
    crisis_slope, "crisis-slope", "per unit of pressure", 2.0, 6.0, 10.0, Log, "E3.9", "assumed", "Log of the hazard of a regime crisis per unit of long strain above the start";
    crisis_shift, "crisis-shift", "share", 0.1, 0.25, 0.5, Logit, "E3.9", "assumed", "Mean part of the strategy drawn anew in a crisis";

    // ---- market and production ----
    price_cap, "price-cap", "multiple", 2.0, 4.0, 8.0, Log, "E4.3", "assumed", "Highest price as a multiple of the reference price";

    // ---- sanctions ----

    // ---- war and theatres ----

    // ---- perception ----

    // ---- alignment ----
    kappa, "kappa", "factor", 4.0, 12.0, 30.0, Log, "E9.6", "model design: the strategy term alone moves a pair's hazard by a factor with a 90 % interval of about 0.2 to 10", "How strongly a change of survival pressure moves the hazard of commitment";
}
