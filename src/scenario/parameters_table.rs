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
    front_speed, "front-speed", "share/month", 0.004, 0.012, 0.04, Log, "E6.5", "assumed: order of the monthly share of contested ground taken in 2023-2025 (Institute for the Study of War maps)", "Movement of the front a month when one side fires far more";
    front_noise, "front-noise", "share/month", 0.003, 0.01, 0.03, Log, "E6.5", "assumed", "Standard deviation of the monthly movement of the front at full intensity";
    front_floor, "front-floor", "share", 0.05, 0.15, 0.4, Log, "E6.5", "assumed", "Fire that needs no counted munition, as a share of the mean fire both sides want";
    defence_advantage, "defence-advantage", "factor", 1.0, 1.6, 3.0, Log, "E6.5", "Biddle, Military Power (Princeton, 2004) on the 3:1 rule; range assumed", "How much more a round counts for the defender";
    victory_front, "victory-front", "share", 0.9, 0.95, 0.99, Linear, "E6.6", "assumed", "Front at which a war is won";
    truce_intensity, "truce-intensity", "share", 0.02, 0.1, 0.3, Log, "E6.7", "assumed", "Intensity that goes on in a truce";
    truce_break, "truce-break", "1/month", 0.08, 0.25, 0.6, Log, "E6.7", "assumed", "Hazard that a truce breaks";
    truce_settles, "truce-settles", "factor", 1.2, 2.5, 6.0, Log, "E6.6", "assumed", "Factor of a truce on the hazard of settlement";
    exhaustion_settles, "exhaustion-settles", "factor", 0.3, 1.0, 2.5, Linear, "E6.6", "assumed", "How lack of munitions on both sides raises the hazard of settlement (log)";
    exhaustion_collapses, "exhaustion-collapses", "factor", 0.5, 1.5, 3.0, Linear, "E6.6", "assumed", "How lack of munitions and a lost front raise a side's hazard of collapse (log)";
    crisis_collapses, "crisis-collapses", "factor", 1.0, 2.0, 5.0, Log, "E6.6", "assumed", "Factor of a regime crisis on the hazard of collapse: removal of a leader need not end a war";
    casualty_rate, "casualty-rate", "1/month", 0.02, 0.06, 0.12, Log, "E6.5", "assumed: about a third of the first contingent sent in 2024 in some five months (press reports of allied intelligence)", "Share of soldiers in the field lost a month at full intensity";
    own_casualty_rate, "own-casualty-rate", "1/month", 0.005, 0.02, 0.05, Log, "E6.5", "assumed", "Share of a belligerent's active forces lost a month at full intensity";
    support_rate, "support-rate", "1/month", 0.02, 0.06, 0.15, Log, "E6.8", "assumed", "Share of the stock above its own floor a supporter gives a month";
    support_keep, "support-keep", "share", 0.3, 0.5, 0.8, Linear, "E6.8", "assumed", "Share of the stock it wants that a supporter keeps for itself";
    support_months, "support-months", "month", 1.0, 2.0, 4.0, Log, "E6.8", "assumed", "Months of use that supporters want a belligerent to hold";
    counter_arming, "counter-arming", "value", 0.05, 0.2, 0.5, Log, "E6.9", "assumed", "Value of arming a side when a hostile state has sent troops to the other";
    troops_hazard, "troops-hazard", "1/month", 0.01, 0.04, 0.12, Log, "E4.11", "assumed", "Hazard that a willing partner sends soldiers";
    troops_share, "troops-share", "share", 0.1, 0.25, 0.5, Log, "E4.11", "assumed", "Share of the soldiers that could be sent that goes at one time";
    troops_money, "troops-money", "value", 0.05, 0.2, 0.5, Log, "E4.11", "assumed", "How much the pay for soldiers weighs against the value of the partner's not losing";
    opportunity_gamma, "opportunity-gamma", "factor", 0.5, 1.5, 3.0, Log, "E7.1", "assumed", "How strongly perceived opportunity moves the hazard of a step up (log)";
    post_war_calm, "post-war-calm", "factor", 0.3, 1.0, 2.0, Linear, "E7.1", "assumed: risk of renewed war falls with time since the last (Fortna, Peace Time, Princeton, 2004)", "How far a war just over lowers the hazard of a step up (log), fading with a half-life of two years";
    opportunity_depletion, "opportunity-depletion", "value", 0.3, 1.0, 2.0, Linear, "E7.2", "assumed", "Weight of the adversaries' depleted stocks";
    opportunity_attention, "opportunity-attention", "value", 0.2, 0.8, 1.6, Linear, "E7.2", "assumed", "Weight of the adversaries' attention taken elsewhere";
    opportunity_readiness, "opportunity-readiness", "value", 0.2, 0.7, 1.5, Linear, "E7.2", "assumed", "Weight of the aggressors' own readiness";
    opportunity_help, "opportunity-help", "value", 0.0, 0.4, 1.0, Linear, "E7.2", "assumed", "Weight of the help the aggressors expect";
    opportunity_deterrence, "opportunity-deterrence", "value", 0.5, 1.2, 2.5, Linear, "E7.2", "assumed", "Weight of the power expected on the defenders' side";
    opportunity_nuclear, "opportunity-nuclear", "value", 0.0, 0.5, 1.2, Linear, "E7.2", "assumed", "Weight of a nuclear guarantee of the defenders";
    opportunity_disorder, "opportunity-disorder", "value", 0.3, 1.0, 2.0, Linear, "E7.2", "assumed", "Weight of disorder in the aggressors' command";
    opportunity_hostility, "opportunity-hostility", "value", 0.2, 0.8, 1.6, Linear, "E7.2", "assumed", "Weight of hostility to the defenders: detente lowers it";
    helper_backing, "helper-backing", "share", 0.1, 0.35, 0.7, Linear, "E7.2", "assumed", "Share of the power of an arms supplier without a treaty that a side is expected to have behind it";
    command_healing, "command-healing", "month", 12.0, 30.0, 60.0, Log, "E7.2", "assumed", "Months in which disorder of command falls by a factor e";
    nuclear_discount, "nuclear-discount", "factor", 0.3, 0.6, 1.0, Log, "E7.4", "assumed", "Factor on the odds of honouring a clause against a nuclear striker";
    honour_trust, "honour-trust", "factor", 0.0, 1.0, 2.0, Linear, "E7.4", "assumed", "How trust gained or lost since the start moves the odds of honouring a clause (log)";
    forces_without_clause, "forces-without-clause", "share", 0.005, 0.02, 0.04, Log, "E7.4", "model design: at most a few percent (Leeds, Long and Mitchell, Journal of Conflict Resolution 44, 2000, on non-allies)", "Chance a war that some state without a clause is free to send forces";
    help_threat, "help-threat", "value", 0.5, 1.5, 3.0, Log, "E7.5", "assumed", "Weight of the threat shared with the partner in the value of its survival";
    help_treaty, "help-treaty", "value", 0.15, 0.35, 0.7, Log, "E7.5", "assumed", "Weight of the treaty in the value of a partner's survival";
    help_trade, "help-trade", "value", 0.3, 1.0, 2.0, Log, "E7.5", "assumed", "Weight of the share of trade with the partner";
    help_trust, "help-trust", "value", 0.1, 0.35, 0.8, Log, "E7.5", "assumed", "Weight of trust in the partner";
    help_hostility, "help-hostility", "value", 0.3, 0.8, 1.5, Log, "E7.5", "assumed", "Weight of hostility to the partner";
    help_losing, "help-losing", "factor", 0.0, 0.5, 1.2, Linear, "E7.5", "assumed", "How far the value grows as the partner loses ground";
    help_stocks, "help-stocks", "value", 0.1, 0.3, 0.7, Log, "E7.5", "assumed", "Cost of giving munitions when one's own stocks are empty";
    help_exposure, "help-exposure", "value", 0.1, 0.5, 1.2, Log, "E7.5", "assumed", "Cost of arming a sanctioned partner at full exposure to the senders";
    help_entrapment, "help-entrapment", "value", 0.1, 0.3, 0.8, Log, "E7.5", "assumed", "Cost of being drawn in against a strong or nuclear opponent";
    help_temper, "help-temper", "value", 0.08, 0.15, 0.3, Log, "E7.5", "assumed", "Standard deviation of what the model cannot see in the choice of help";
    help_threshold, "help-threshold", "factor", 0.7, 1.0, 1.4, Log, "E7.5", "assumed", "Scale of the value at which each grade of help is worth its trouble";
    help_speed, "help-speed", "1/month", 0.1, 0.3, 0.7, Log, "E7.5", "assumed", "Chance a month that help moves one grade towards the wanted one";
    intelligence_gain, "intelligence-gain", "share", 0.05, 0.2, 0.5, Log, "E7.5", "assumed", "Gain of effect from the intelligence of a power equal to the whole cast's largest";
    distraction_hazard, "distraction-hazard", "1/month", 0.002, 0.008, 0.03, Log, "E7.6", "assumed", "Hazard that a committed partner opens a distraction in a theatre of its own";
    distraction_boost, "distraction-boost", "value", 0.05, 0.25, 0.6, Log, "E7.6", "assumed", "Rise of perceived opportunity in the theatre of the distraction";
    distraction_effect, "distraction-effect", "share", -0.1, 0.02, 0.15, Linear, "E7.6", "assumed: sign unknown, it may be unwanted", "Effect of a distraction on the fire of the side it is meant to help";

    // ---- perception ----
    threat_floor, "threat-floor", "share", 0.0005, 0.002, 0.008, Log, "E8.2", "assumed", "Power below which threats count for little";
    reliance_consultation, "reliance-consultation", "share", 0.0, 0.1, 0.25, Linear, "E8.2", "assumed", "Share of an ally's power counted on under a consultation treaty, before honour";
    reliance_defence, "reliance-defence", "share", 0.4, 0.7, 0.95, Linear, "E8.2", "assumed", "The same under a mutual defence treaty";
    reliance_integrated, "reliance-integrated", "share", 0.8, 0.95, 1.0, Linear, "E8.2", "assumed", "The same with joint command, basing, forces";
    hostility_decay, "hostility-decay", "month", 30.0, 60.0, 150.0, Log, "E8.1", "assumed", "Months in which a change of hostility fades by a factor e";
    hostility_war, "hostility-war", "1/month", 0.05, 0.15, 0.35, Log, "E8.1", "assumed", "Rise of hostility between those who fight, at full intensity";
    hostility_alarm, "hostility-alarm", "1", 0.1, 0.3, 0.6, Log, "E8.1", "assumed", "Rise of hostility of a fully trusting friend of the attacked, once";
    hostility_troops, "hostility-troops", "1/month", 0.02, 0.06, 0.15, Log, "E8.1", "assumed", "Rise of hostility to a state whose soldiers fight for the enemy";
    hostility_support, "hostility-support", "1/month", 0.005, 0.02, 0.06, Log, "E8.1", "assumed", "Rise of hostility to a state that is newly known to arm an enemy";
    hostility_sanctions, "hostility-sanctions", "1", 0.05, 0.2, 0.5, Log, "E8.1", "assumed", "Rise of hostility to the sender of new sanctions of full strength, once";
    hostility_test, "hostility-test", "1/month", 0.005, 0.02, 0.06, Log, "E8.1", "assumed", "Rise of hostility of an enemy after a weapon test";
    hostility_endorsement, "hostility-endorsement", "1/month", 0.01, 0.05, 0.15, Log, "E8.6", "assumed", "Rise of a sender's hostility to a state that keeps the whole lifeline of its target";
    news_lag, "news-lag", "month", 1.5, 3.0, 8.0, Log, "E8.5", "assumed", "Mean delay before support is known";
    news_habit, "news-habit", "month", 12.0, 30.0, 60.0, Log, "E8.5", "assumed", "Months in which others get used to known support";
    denial, "denial", "share", 0.05, 0.25, 0.6, Linear, "E8.5", "assumed", "Share of what is detected that denials keep from being believed";
    support_scale, "support-scale", "million-usd/month", 20.0, 60.0, 200.0, Log, "E8.1", "assumed", "Value a month at which support or trade has half its effect on hostility or trust";
    trust_decay, "trust-decay", "month", 24.0, 48.0, 120.0, Log, "E8.4", "assumed", "Months in which a change of trust fades by a factor e";
    trust_delivery, "trust-delivery", "1/month", 0.002, 0.006, 0.015, Log, "E8.4", "assumed", "Rise of trust in a large supplier";
    trust_default, "trust-default", "1/month", 0.03, 0.1, 0.25, Log, "E8.4", "assumed", "Loss of trust in a debtor that fails a large payment";
    trust_exercise, "trust-exercise", "1/month", 0.005, 0.015, 0.04, Log, "E8.4", "assumed", "Rise of trust by a joint exercise";
    trust_troops, "trust-troops", "1/month", 0.01, 0.03, 0.08, Log, "E8.4", "assumed", "Rise of trust in a state whose soldiers fight for one";
    trust_honoured, "trust-honoured", "1", 0.1, 0.25, 0.5, Log, "E8.4", "assumed", "Rise of trust when a clause is honoured";
    trust_broken, "trust-broken", "1", 0.2, 0.4, 0.5, Linear, "E8.4", "assumed", "Loss of trust when a clause that applied is broken";
    trust_audience, "trust-audience", "share", 0.05, 0.25, 0.6, Log, "E8.4", "assumed", "Share of that loss among the breaker's other allies";
    enemy_on, "enemy-on", "share", 0.5, 0.6, 0.75, Linear, "E8.7", "assumed", "Hostility at which two states become enemies";
    enemy_off, "enemy-off", "share", 0.25, 0.35, 0.45, Linear, "E8.7", "assumed", "Hostility below which they stop being enemies";
    enemy_margin, "enemy-margin", "share", 0.05, 0.15, 0.25, Linear, "E8.7", "assumed", "Least change of hostility from the start that makes or ends enmity";

    // ---- alignment ----
    kappa, "kappa", "factor", 15.0, 40.0, 110.0, Log, "E9.6", "model design: the strategy term alone moves a pair's hazard by a factor with a 90 % interval of about 0.2 to 10", "How strongly a change of survival pressure moves the hazard of commitment";
    threat_scale, "shared-threat-scale", "share", 0.1, 0.25, 0.5, Logit, "E9.7", "assumed", "Shared threat at which a partner's help counts in full";
    free_riding, "free-riding", "share", 0.02, 0.08, 0.2, Logit, "E9.7", "assumed; Olson and Zeckhauser, An Economic Theory of Alliances, 1966", "Share of a partner's power that shared threat brings without any treaty";
    entrapment_weight, "entrapment-weight", "factor", 0.1, 0.3, 0.8, Log, "E9.8", "assumed; Snyder, The Security Dilemma in Alliance Politics, 1984", "Share of an ally's unshared threats taken on under a full clause";
    exposure_risk, "exposure-risk", "share", 0.1, 0.3, 0.6, Logit, "E9.9", "assumed", "Share of remaining coalition trade at risk from a full treaty with a fully sanctioned state";
    doctrine_weight, "doctrine-weight", "factor", 0.1, 0.3, 0.6, Log, "E9.10", "assumed", "Loss of autonomy from a defence treaty against a full doctrine of non-alliance";
    dilution_weight, "dilution-weight", "factor", 0.05, 0.25, 0.6, Log, "E9.11", "assumed", "Share of a dependent client's supply its patron withholds over a new patron";
    brokerage_strength, "brokerage-strength", "factor", 0.1, 0.4, 1.0, Log, "E9.15", "assumed", "How far a common ally raises the credit given to a promise";
    balancing_strength, "balancing-strength", "factor", 0.2, 0.6, 1.5, Log, "E9.16", "assumed", "Rise of felt threat per unit of own power by which enemies' company grew";
    integration_share, "integration-share", "share", 0.05, 0.1, 0.2, Logit, "E9.1", "assumed: the panel does not tell integrated from mutual defence", "Share of defence steps that go to integrated commands";
    behaviour_fade, "behaviour-fade", "per-month", 0.02, 0.05, 0.1, Logit, "E9.5", "assumed: half-life of seven months to three years", "Monthly decay of behaviour no longer fed by flows";
    exercise_rate, "exercise-rate", "per-year", 0.2, 0.5, 1.2, Log, "E9.12", "assumed", "Joint exercises a year at full benefit, beside those already customary";
    club_rate, "club-rate", "per-year", 0.003, 0.01, 0.03, Log, "E9.13", "assumed", "Admissions a year to an institution at full benefit";
    test_rate, "test-rate", "per-year", 0.3, 1.0, 3.0, Log, "E9.14", "assumed", "Weapon tests a year of a capable state under full pressure with nothing to lose";
}
