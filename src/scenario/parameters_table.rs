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
    support_defence, "support-defence", "share", 0.4, 0.6, 0.8, Logit, "E9.7", "assumed: part of an ally's power that a defence clause is expected to bring, before honour", "Expected share of an ally's power under mutual defence";
    threat_scale, "shared-threat-scale", "share", 0.1, 0.25, 0.5, Logit, "E9.7", "assumed", "Shared threat at which a partner's help counts in full";
    free_riding, "free-riding", "share", 0.02, 0.08, 0.2, Logit, "E9.7", "assumed; Olson and Zeckhauser, An Economic Theory of Alliances, 1966", "Share of a partner's power that shared threat brings without any treaty";
    entrapment_weight, "entrapment-weight", "factor", 0.1, 0.3, 0.8, Log, "E9.8", "assumed; Snyder, The Security Dilemma in Alliance Politics, 1984", "Share of an ally's unshared threats taken on under a full clause";
    stigma_weight, "stigma-weight", "factor", 0.2, 0.5, 1.2, Log, "E9.9", "assumed", "Loss of standing per squared unit of visible bloc at full coalition exposure";
    exposure_risk, "exposure-risk", "share", 0.1, 0.3, 0.6, Logit, "E9.9", "assumed", "Share of remaining coalition trade at risk from a full treaty with a fully sanctioned state";
    autonomy_weight, "autonomy-weight", "factor", 0.1, 0.3, 0.8, Log, "E9.10", "assumed; Morrow, Alliances and Asymmetry, 1991", "Loss of autonomy from a full obligation to a much stronger partner";
    doctrine_weight, "doctrine-weight", "factor", 0.3, 0.6, 1.2, Log, "E9.10", "assumed", "Loss of autonomy from a defence treaty against a full doctrine of non-alliance";
    dilution_weight, "dilution-weight", "factor", 0.05, 0.25, 0.6, Log, "E9.11", "assumed", "Share of a dependent client's supply its patron withholds over a new patron";
    brokerage_strength, "brokerage-strength", "factor", 0.1, 0.4, 1.0, Log, "E9.15", "assumed", "How far a common ally raises the credit given to a promise";
    balancing_strength, "balancing-strength", "factor", 0.2, 0.6, 1.5, Log, "E9.16", "assumed", "Rise of felt threat per unit of own power by which enemies' company grew";
    integration_share, "integration-share", "share", 0.05, 0.1, 0.2, Logit, "E9.1", "assumed: the panel does not tell integrated from mutual defence", "Share of defence steps that go to integrated commands";
    behaviour_fade, "behaviour-fade", "per-month", 0.02, 0.05, 0.1, Logit, "E9.5", "assumed: half-life of seven months to three years", "Monthly decay of behaviour no longer fed by flows";
    exercise_rate, "exercise-rate", "per-year", 0.2, 0.5, 1.2, Log, "E9.12", "assumed", "Joint exercises a year at full benefit, beside those already customary";
    club_rate, "club-rate", "per-year", 0.02, 0.05, 0.12, Log, "E9.13", "assumed", "Admissions a year to an institution at full benefit";
    test_rate, "test-rate", "per-year", 0.3, 1.0, 3.0, Log, "E9.14", "assumed", "Weapon tests a year of a capable state under full pressure with nothing to lose";
}
