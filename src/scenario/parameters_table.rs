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
    cost_share, "cost-share", "share of price", 0.4, 0.55, 0.7, Logit, "E4.1", "assumed", "Cost of production of a good, share of its reference price";
    habit, "habit", "share of price", 0.1, 0.25, 0.5, Log, "E4.2", "assumed; sunk costs of contracts, pipelines, routes", "Extra surplus of renewing an existing flow";
    ramp, "ramp", "share a month", 0.1, 0.25, 0.5, Logit, "E4.2", "assumed", "Part of a newly agreed quantity that is reached in its first month";
    contestable, "contestable", "share", 0.03, 0.1, 0.3, Logit, "E4.13", "assumed", "Part of trade with the rest of the world that the cast can win over";
    restock_months, "restock-months", "months", 3.0, 6.0, 12.0, Log, "E4.1", "assumed", "Months in which a state tries to close a gap in its arms";
    release_months, "release-months", "months", 6.0, 12.0, 24.0, Log, "E4.1", "assumed; 2023-24 shell deliveries drew down stocks over about two years", "Months over which a state would sell the arms it can spare";
    keep_share, "keep-share", "share", 0.4, 0.7, 1.0, Linear, "E4.1", "assumed", "Part of the wanted arms stock a seller never goes below";
    arms_hostility, "arms-hostility", "multiple of price", 4.0, 8.0, 16.0, Log, "E4.1", "assumed", "Cost of arming a state one is wholly hostile to";
    foe_trust, "foe-trust", "multiple of price", 4.0, 8.0, 16.0, Log, "E4.1", "assumed", "Cost of arming the enemy of a wholly trusted state";
    punish_lethal, "punish-lethal", "share of coalition trade", 0.03, 0.1, 0.3, Log, "E5.2", "assumed", "Stringency feared for detected sales of lethal goods";
    punish_dual_use, "punish-dual-use", "share of coalition trade", 0.0002, 0.001, 0.004, Log, "E5.2", "assumed; few third-state firms were listed for dual-use sales in 2022-24", "Stringency feared for detected sales of dual-use goods";
    punish_civil, "punish-civil", "share of coalition trade", 0.00003, 0.0002, 0.001, Log, "E5.2", "assumed; buyers of sanctioned oil were hardly punished in 2022-24", "Stringency feared for detected civil trade";
    punish_technology, "punish-technology", "share of coalition trade", 0.01, 0.05, 0.2, Log, "E5.2", "assumed", "Stringency feared for detected transfer of technology";
    credit_months, "credit-months", "months", 0.1, 0.4, 1.5, Log, "E4.6", "assumed", "Debt a wholly trusting partner without treaty allows, months of the debtor's budget";
    payment_fee, "payment-fee", "share", 0.05, 0.15, 0.3, Logit, "E4.5", "assumed; intermediaries took about 5 to 20 % in 2024", "Part of a payment lost on the way where finance is wholly stopped";
    default_rate, "default-rate", "per month", 0.002, 0.01, 0.03, Log, "E4.7", "assumed", "Monthly hazard of a default of a state under full solvency pressure";
    donor_fear, "donor-fear", "share of price per step of lead", 0.2, 0.5, 1.0, Log, "E4.8", "assumed", "Price of a step that a donor without trust sees in each step of its lead";
    absorption_months, "absorption-months", "months", 9.0, 18.0, 36.0, Log, "E4.8", "assumed", "Months in which a receiver absorbs a step of technology";
    licence_share, "licence-share", "share", 0.1, 0.2, 0.4, Logit, "E4.9", "assumed; drone production under licence covered most need within two years", "Share of need made at home for each step absorbed";
    labour_gain, "labour-gain", "share", 0.002, 0.01, 0.03, Log, "E4.10", "assumed", "Rise of output when all vacancies are filled by foreign workers";
    leak_chance, "leak-chance", "per month", 0.1, 0.3, 0.6, Logit, "E4.12", "assumed", "Chance that firms of a state leak controlled goods in a month";
    leak_share, "leak-share", "share", 0.0005, 0.002, 0.006, Log, "E4.12", "assumed; coalition parts were found in most weapons examined in 2022-24", "Mean part of a month's controlled output leaked when firms leak";
    trade_multiplier, "trade-multiplier", "factor", 0.2, 0.5, 1.0, Log, "E4.14", "assumed", "Fall of income per unit of trade lost";
    arms_growth, "arms-growth", "per month", 0.01, 0.02, 0.04, Log, "E6.3", "assumed; shell output of belligerents doubled to trebled in two years", "Fastest growth of arms capacity under orders";
    labour_drag, "labour-drag", "share", 0.1, 0.25, 0.5, Logit, "E6.2", "assumed", "Part of output lost when no vacancy is filled";

    // ---- sanctions ----

    // ---- war and theatres ----

    // ---- perception ----

    // ---- alignment ----
    kappa, "kappa", "factor", 4.0, 12.0, 30.0, Log, "E9.6", "model design: the strategy term alone moves a pair's hazard by a factor with a 90 % interval of about 0.2 to 10", "How strongly a change of survival pressure moves the hazard of commitment";
}
