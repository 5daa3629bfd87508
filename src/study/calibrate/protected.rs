//! Parameters that no calibration moves: the record of a few years cannot tell them, and a posterior that
//! narrowed them would claim to know. Their priors stay as wide as they are.

use crate::scenario::Scenario;
use crate::scenario::parameters::{PARAMETERS, ParameterSpec};

/// Single parameters, and why they are protected.
pub const PROTECTED: &[(&str, &str)] = &[
    ("stigma-weight", "stigma of company"),
    ("obligation-weight", "what a treaty costs in autonomy"),
    (
        "help-treaty",
        "honouring: what a treaty is worth when the partner is at war",
    ),
    ("help-entrapment", "entrapment: what being drawn in costs"),
    ("nuclear-discount", "honouring"),
    ("joined-discount", "honouring"),
    ("honour-trust", "honouring"),
    ("forces-without-clause", "honouring"),
    ("honour-common", "honouring"),
    ("honour-lead", "honouring"),
    ("detente-rate", "wedges"),
    ("detente-depth", "wedges"),
    ("detente-failure", "wedges"),
    ("relief-rate", "wedges"),
    ("relief-depth", "wedges"),
    ("reimposition-rate", "wedges"),
    ("opportunity-attention", "attention"),
    ("hostility-sanctions", "sanctions to alignment"),
    ("hostility-endorsement", "sanctions to alignment"),
    ("compliance-alignment", "sanctions to alignment"),
];

/// Section of the equations of alignment: `kappa`, founding, dilution, exposure to sanctions, brokerage and the like.
const ALIGNMENT: &str = "E9.";

pub fn is_protected(spec: &ParameterSpec) -> bool {
    spec.equation.starts_with(ALIGNMENT) || PROTECTED.iter().any(|(id, _)| *id == spec.id)
}

/// Places of the parameters that may be moved: uncertain and not protected.
pub fn candidates(scenario: &Scenario) -> Vec<usize> {
    (0..PARAMETERS.len())
        .filter(|place| !scenario.parameters[*place].is_fixed() && !is_protected(&PARAMETERS[*place]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::parameters::parameter_index;

    #[test]
    fn what_is_protected_exists_and_is_no_candidate() {
        let candidates = candidates(&testing::scenario());
        for id in PROTECTED
            .iter()
            .map(|(id, _)| *id)
            .chain(["kappa", "dilution-weight"])
        {
            let place = parameter_index(id).unwrap_or_else(|| panic!("{id} is no parameter"));
            assert!(!candidates.contains(&place), "{id}");
        }
        assert!(candidates.len() > 80);
    }
}
