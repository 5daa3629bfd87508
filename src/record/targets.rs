//! Sizes of the flows that targets name, run by run.

use super::flow_watch::FlowWatch;
use crate::model::{State, World};
use crate::scenario::outcome::Measure;
use crate::scenario::target::{Summary, Target};
use std::ops::RangeInclusive;

/// Follows the targets of a scenario through a run. Nothing is allocated after `compile`.
#[derive(Clone, Debug)]
pub struct TargetWatch {
    flows: FlowWatch,
    windows: Vec<RangeInclusive<usize>>,
    weights: Vec<f64>,
    sizes: Vec<f64>,
}

impl TargetWatch {
    /// `actors`, `goods`, `domains`: how many there are.
    pub fn compile(targets: &[Target], actors: usize, goods: usize, domains: usize) -> Self {
        let mut flows = FlowWatch::new();
        for target in targets {
            flows.add(target.flow.clone(), target.is_value);
        }
        flows.compile(actors, goods, domains);
        let weight = |target: &Target| match target.summary {
            Summary::Total => 1.0,
            Summary::Mean => 1.0 / (target.by - target.from + 1) as f64,
        };
        TargetWatch {
            flows,
            windows: targets.iter().map(|target| target.from..=target.by).collect(),
            weights: targets.iter().map(weight).collect(),
            sizes: vec![0.0; targets.len()],
        }
    }

    pub fn begin_run(&mut self, world: &World) {
        self.flows.begin_run(world);
        self.sizes.fill(0.0);
    }

    pub fn observe(&mut self, world: &World, state: &State) {
        if self.sizes.is_empty() {
            return;
        }
        self.flows.observe(world, state);
        for (watch, size) in self.sizes.iter_mut().enumerate() {
            if self.windows[watch].contains(&state.month) {
                *size += self.weights[watch] * self.flows.sum(watch, Measure::Monthly);
            }
        }
    }

    /// Size of each target's flow in the run so far, in its unit.
    pub fn sizes(&self) -> &[f64] {
        &self.sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::outcome::FlowSelection;
    use crate::scenario::world::Cargo;

    fn target(summary: Summary, from: usize, by: usize) -> Target {
        Target {
            id: "t".into(),
            description: "t".into(),
            flow: FlowSelection {
                from: vec![],
                to: vec![],
                cargo: vec![Cargo::Good(testing::OIL)],
            },
            is_value: false,
            unit: "unit".into(),
            summary,
            from,
            by,
            low: 0.0,
            central: 1.0,
            high: 2.0,
            source: "made up".into(),
            is_learned: true,
        }
    }

    #[test]
    fn windows_part_the_whole_and_a_mean_is_the_total_by_months() {
        let scenario = testing::scenario();
        let entities = crate::scenario::entities(&scenario);
        let targets = [
            target(Summary::Total, 0, 11),
            target(Summary::Total, 0, 4),
            target(Summary::Total, 5, 11),
            target(Summary::Mean, 0, 11),
        ];
        let world = World::central(&scenario);
        let mut state = State::sized(&world);
        state.reset(&world);
        let mut luck = crate::random::Luck::sized(&entities, 12);
        luck.fill(&entities, 1, 0);
        let mut watch = TargetWatch::compile(
            &targets,
            scenario.actors.len(),
            scenario.goods.len(),
            scenario.domains.len(),
        );
        watch.begin_run(&world);
        let mut delivered = 0.0;
        for month in 0..12 {
            state.month = month;
            crate::model::month::simulate(&world, &mut state, &luck);
            watch.observe(&world, &state);
            delivered += state
                .economy
                .deliveries
                .iter()
                .filter(|delivery| delivery.cargo == Cargo::Good(testing::OIL))
                .map(|delivery| delivery.quantity)
                .sum::<f64>();
        }
        let sizes = watch.sizes();
        assert!(delivered > 0.0, "the small world moves oil");
        assert_eq!(sizes[0], delivered);
        assert!((sizes[1] + sizes[2] - sizes[0]).abs() < 1e-9);
        assert!((sizes[3] * 12.0 - sizes[0]).abs() < 1e-9);
        watch.begin_run(&world);
        assert_eq!(watch.sizes()[0], 0.0);
    }
}
