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
    // Exposure and its punishment.
    market_gravity, "market-gravity", "share", 0.2, 0.5, 0.8, Logit, "E5.1", "assumed; trade already under sanctions understates the market lost", "Weight of economic size over distance, against trade observed at the start, in the share a partner could have of an actor's trade";
    ally_punishes, "ally-punishes", "share", 0.1, 0.3, 0.6, Logit, "E5.1", "assumed", "How far a defence ally of a sender counts among those who may punish";
    punishment_arms, "punishment-arms", "share", 0.04, 0.15, 0.4, Log, "E5.2", "assumed", "Stringency that a detected sale of weapons or troops would bring on the trade still open";
    punishment_technology, "punishment-technology", "share", 0.005, 0.03, 0.12, Log, "E5.2", "assumed", "The same for a detected transfer of military technology";
    punishment_dual_use, "punishment-dual-use", "share", 0.0002, 0.001, 0.004, Log, "E5.2", "assumed; listings of a few dozen firms a year cost far less than a thousandth of the trade of a large economy", "The same for detected dual-use goods";
    punishment_other, "punishment-other", "share", 0.0001, 0.0005, 0.002, Log, "E5.2", "assumed", "The same for energy, food, other exports, labour and finance";
    punishment_step, "punishment-step", "share", 0.05, 0.15, 0.4, Logit, "E5.2", "assumed", "Share of the punishment for a class of sale that one detected sale of typical size uses up";
    punishment_fading, "punishment-fading", "per-month", 0.01, 0.03, 0.06, Log, "E5.2", "assumed", "How fast a punishment for one sale is forgotten";
    detection_scale, "detection-scale", "million-usd", 5.0, 20.0, 80.0, Log, "E5.3", "assumed", "Detected value at which a violation counts half";
    monitoring_without_un, "monitoring-without-un", "share", 0.2, 0.45, 0.8, Logit, "E5.3", "assumed; national monitoring went on after the UN panel on one target ended in 2024", "Monitoring that is left of a UN regime when its panel has ended";
    // Evasion.
    logistics_learning, "logistics-learning", "per-month", 0.02, 0.06, 0.15, Log, "E5.4", "assumed", "Growth of hidden logistics at full activity";
    logistics_scale, "logistics-scale", "million-usd-month", 5.0, 20.0, 80.0, Log, "E5.4", "assumed", "Sanctioned trade of a pair at which learning is half its full speed";
    logistics_decay, "logistics-decay", "per-month", 0.005, 0.015, 0.04, Log, "E5.4", "assumed", "Decay of hidden logistics under full enforcement (half of it under none)";
    logistics_passage, "logistics-passage", "per-unit", 0.3, 0.8, 1.6, Log, "E5.4", "assumed", "How much a unit of hidden logistics loosens a sanction on a pair";
    logistics_sharing, "logistics-sharing", "per-month", 0.05, 0.15, 0.4, Log, "E5.5", "assumed", "How fast a pair catches up with the logistics of a partner it shares them with";
    // Compliance of third states.
    compliance_speed, "compliance-speed", "per-month", 0.03, 0.08, 0.2, Log, "E5.6", "assumed", "Speed at which third states adapt their compliance";
    compliance_base, "compliance-base", "logit", -4.0, -2.5, -1.0, Linear, "E5.6", "assumed", "Compliance with a new autonomous regime without exposure, gain or alignment";
    compliance_exposure, "compliance-exposure", "logit", 2.0, 6.0, 12.0, Log, "E5.6", "assumed", "Weight of exposure to the senders";
    compliance_gain, "compliance-gain", "logit", 2.0, 6.0, 15.0, Log, "E5.6", "assumed", "Weight of the share of own trade that is with the target";
    compliance_alignment, "compliance-alignment", "logit", 1.5, 4.0, 8.0, Log, "E5.6", "assumed", "Weight of alignment with the target";
    compliance_secondary, "compliance-secondary", "logit", 0.5, 1.5, 4.0, Log, "E5.6", "assumed", "Weight of secondary sanctions on own firms";
    // Security Council.
    draft_rate, "draft-rate", "per-year", 0.03, 0.1, 0.3, Log, "E5.7", "assumed", "Drafts tabled on a target under UN sanctions in a quiet year";
    draft_response, "draft-response", "logit", 0.5, 1.2, 2.5, Log, "E5.7", "assumed", "How detected violations, tests and wars raise the hazard of a draft (log scale)";
    draft_step, "draft-step", "share", 0.02, 0.06, 0.15, Log, "E5.7", "assumed", "Share of what is still open that an adopted draft closes";
    veto_base, "veto-base", "logit", -5.0, -3.5, -2.0, Linear, "E5.7", "assumed", "Veto of a permanent member without any stake in the target";
    veto_commitment, "veto-commitment", "logit", 1.5, 3.0, 5.0, Log, "E5.7", "assumed", "Weight of commitment (treaty rung and behaviour) to the target";
    veto_trade, "veto-trade", "logit", 2.0, 6.0, 15.0, Log, "E5.7", "assumed", "Weight of trade with the target";
    veto_stake, "veto-stake", "logit", 1.0, 2.5, 5.0, Log, "E5.7", "assumed", "Weight of own stake: arms received, own sales at risk of being watched";
    renewal_restraint, "renewal-restraint", "logit", 0.5, 1.5, 3.0, Log, "E5.7", "assumed; a renewal of monitoring was vetoed once in about fifteen yearly renewals", "How much more it takes to veto a yearly renewal of monitoring than a new draft";
    council_support, "council-support", "logit", 0.3, 1.0, 2.0, Linear, "E5.7", "assumed; drafts on the two targets of 2006-2022 passed 15-0 or 13-2", "Readiness of elected members to vote for a draft";
    // Senders.
    tighten_detection, "tighten-detection", "share", 0.002, 0.008, 0.02, Log, "E5.8", "assumed", "Share of what is still open closed in a month with a detected violation of a typical size";
    tighten_war, "tighten-war", "share", 0.1, 0.25, 0.5, Log, "E5.8", "assumed", "The same in the month in which the target starts a war";
    tighten_test, "tighten-test", "share", 0.01, 0.03, 0.08, Log, "E5.8", "assumed", "The same in a month with a weapon test";
    fatigue_speed, "fatigue-speed", "per-month", 0.004, 0.01, 0.025, Log, "E5.9", "assumed", "Growth of fatigue";
    loosening, "loosening", "per-month", 0.001, 0.003, 0.01, Log, "E5.9", "assumed", "Stringency lost a month at full fatigue";
    loosening_energy, "loosening-energy", "per-month", 0.01, 0.04, 0.12, Log, "E5.9", "assumed; licences for oil at sea in spring 2026", "Stringency lost a month when energy is short or dear for the senders";
    secondary_rate, "secondary-rate", "per-month", 0.05, 0.15, 0.4, Log, "E5.10", "assumed", "Hazard of secondary sanctions per detected sale of typical size to a target at war, at full exposure";
    secondary_step, "secondary-step", "share", 0.03, 0.08, 0.2, Log, "E5.10", "assumed", "Share of firms' access closed by one round of secondary sanctions";
    secondary_fading, "secondary-fading", "per-month", 0.005, 0.015, 0.04, Log, "E5.10", "assumed", "How fast secondary sanctions lose their grip";
    interdiction, "interdiction", "share", 0.1, 0.4, 0.8, Logit, "E5.11", "assumed", "Share of an aggressor's trade by sea that opposing forces stop when they outweigh it wholly";
    blockade_exports, "blockade-exports", "share", 0.3, 0.7, 0.95, Logit, "E5.11", "assumed", "Exports stopped by a blockade relative to imports";
    relief_rate, "relief-rate", "per-year", 0.01, 0.04, 0.12, Log, "E5.12", "assumed", "Chance a year of a relief deal with a quiet target";
    relief_depth, "relief-depth", "share", 0.2, 0.5, 0.8, Logit, "E5.12", "assumed", "Share of stringency suspended by a deal";
    reimposition_rate, "reimposition-rate", "per-year", 0.2, 0.5, 1.2, Log, "E5.12", "assumed; the best known deal lasted 28 months, another was partly suspended within months", "Chance a year that a deal fails without any provocation";
    // A new coalition.
    coalition_base, "coalition-base", "logit", -4.5, -3.0, -1.5, Linear, "E7.3", "assumed", "Readiness of a state without hostility or alliance to sanction an aggressor";
    coalition_hostility, "coalition-hostility", "logit", 2.0, 5.0, 9.0, Log, "E7.3", "assumed", "Weight of hostility to the aggressor";
    coalition_alliance, "coalition-alliance", "logit", 1.0, 3.0, 5.0, Log, "E7.3", "assumed", "Weight of alliance with the victim or with its allies";
    coalition_trade, "coalition-trade", "logit", 3.0, 10.0, 30.0, Log, "E7.3", "assumed", "Weight of the share of own trade that is with the aggressor";
    coalition_stringency, "coalition-stringency", "share", 0.35, 0.6, 0.85, Logit, "E7.3", "assumed", "Stringency of a new coalition regime";

    // ---- war and theatres ----

    // ---- perception ----

    // ---- alignment ----
    kappa, "kappa", "factor", 4.0, 12.0, 30.0, Log, "E9.6", "model design: the strategy term alone moves a pair's hazard by a factor with a 90 % interval of about 0.2 to 10", "How strongly a change of survival pressure moves the hazard of commitment";
}
