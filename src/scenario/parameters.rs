//! Every tunable number of the model: one table with unit, range, source.

use super::ranged::Scale;

/// One row of the table of parameters.
pub struct ParameterSpec {
    pub id: &'static str,
    pub unit: &'static str,
    pub low: f64,
    pub central: f64,
    pub high: f64,
    pub scale: Scale,
    /// The equation it stands in (tag of docs/odd.md).
    pub equation: &'static str,
    pub source: &'static str,
    pub meaning: &'static str,
}

macro_rules! parameters {
    ($($field:ident, $id:literal, $unit:literal, $low:literal, $central:literal, $high:literal, $scale:ident, $equation:literal, $source:literal, $meaning:literal;)*) => {
        /// Every parameter, in a fixed order: low, central, high are 5, 50, 95 % of the prior.
        pub const PARAMETERS: &[ParameterSpec] = &[$(ParameterSpec {
            id: $id, unit: $unit, low: $low, central: $central, high: $high, scale: Scale::$scale,
            equation: $equation, source: $source, meaning: $meaning,
        },)*];

        /// One draw of the parameters; units and meanings in `PARAMETERS`.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Parameters { $(#[doc = $meaning] pub $field: f64,)* }

        impl Parameters {
            /// From values in the order of `PARAMETERS`.
            pub fn from_values(values: &[f64]) -> Self {
                let mut values = values.iter().copied();
                Parameters { $($field: values.next().unwrap_or($central),)* }
            }

            /// Values in the order of `PARAMETERS`.
            pub fn to_values(&self) -> Vec<f64> {
                vec![$(self.$field,)*]
            }
        }
    };
}

include!("parameters_table.rs");

/// Index of a parameter by id.
pub fn parameter_index(id: &str) -> Option<usize> {
    PARAMETERS.iter().position(|p| p.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_is_ordered_named_once_and_sourced() {
        for (index, row) in PARAMETERS.iter().enumerate() {
            assert!(row.low <= row.central && row.central <= row.high, "{}", row.id);
            assert!(
                !row.source.is_empty() && !row.unit.is_empty() && !row.meaning.is_empty(),
                "{}",
                row.id
            );
            assert_eq!(parameter_index(row.id), Some(index), "{} twice", row.id);
            if row.scale == Scale::Log {
                assert!(row.low > 0.0, "{}", row.id);
            }
        }
        let values: Vec<f64> = PARAMETERS.iter().map(|p| p.central).collect();
        assert_eq!(Parameters::from_values(&values).to_values(), values);
    }
}
