//! The parts of the patterns, in their order.

mod bloc;
mod exposure;
mod goods;
mod sanctions;
mod theatres;

use super::Part;

/// Every part, in the order of the patterns.
pub static PARTS: [&Part; 30] = [
    &goods::NO_WAR_NO_SHELLS,
    &goods::NO_WAR_NO_HARDENING,
    &goods::WAR_HARDENS,
    &exposure::SHUT_OUT_SELLS_SOONER,
    &exposure::SHUT_OUT_SELLS_MORE,
    &exposure::ACCESS_BACK_SELLS_LESS,
    &sanctions::SHARED_BY_RUS,
    &sanctions::SHARED_BY_IRN,
    &sanctions::SHARED_BY_PRK,
    &sanctions::COMPETITION,
    &sanctions::ONLY_BY_THE_SWITCH,
    &goods::MUNITIONS_FIRST,
    &goods::LONGER_WAR_MORE_TECHNOLOGY,
    &goods::HIGHER_RUNG_MORE_TECHNOLOGY,
    &goods::TROOPS_LATER,
    &exposure::PARTS_NOT_ARMS,
    &exposure::LESS_COMPLIANCE,
    &exposure::OTHER_CLASS,
    &bloc::NESTED,
    &bloc::BEHAVIOUR_FADES,
    &bloc::TREATIES_STAY,
    &bloc::NO_OVERLAP,
    &bloc::RIVALRY_INSIDE,
    &bloc::QUAD_COOLS,
    &bloc::QUAD_MORE_THAN_PAIR,
    &theatres::WAR_ELSEWHERE,
    &theatres::STOCKS_ALONE,
    &goods::MADE_AT_HOME,
    &goods::LEVERAGE_LOST,
    &theatres::NO_CLAUSE_NO_FORCES,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::patterns::{Control, PATTERNS};

    #[test]
    fn every_pattern_has_parts_and_ids_are_its_own() {
        let mut ids: Vec<&str> = PARTS.iter().map(|part| part.id).collect();
        for pattern in PATTERNS {
            assert!(PARTS.iter().any(|part| part.pattern == pattern), "{pattern}");
        }
        for part in PARTS {
            let (number, _) = part.id.split_once('-').unwrap();
            assert_eq!(number, part.pattern.to_string(), "{}", part.id);
            assert!((1..=32).contains(&part.runs), "{}", part.id);
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), PARTS.len());
    }

    #[test]
    fn every_arm_is_a_scenario_without_a_complaint() {
        for part in PARTS {
            for (look, off) in part.looks() {
                if let Err(report) = look.arm.load(off) {
                    panic!("{}: {}\n{report}", part.id, look.arm.file());
                }
            }
        }
    }

    #[test]
    fn quantities_of_one_name_are_the_same() {
        let mut seen: std::collections::BTreeMap<&str, *const crate::study::patterns::Quantity> =
            std::collections::BTreeMap::new();
        for part in PARTS {
            for (look, _) in part.looks() {
                let place = *seen.entry(look.quantity.name).or_insert(look.quantity);
                assert!(std::ptr::eq(place, look.quantity), "{}", look.quantity.name);
            }
            if let Control::None(why) = part.control {
                assert!(!why.is_empty(), "{}", part.id);
            }
        }
    }
}
