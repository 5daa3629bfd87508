//! `sim calibrate` and the posteriors it writes, on the small invented world.

mod common;
#[path = "common/program.rs"]
mod program;

use common::{and_own, assert_refused, load, load_with, loaded, refused, set};
use program::Desk;
use sim::model::World;
use sim::scenario::Memory;
use sim::scenario::parameters::parameter_index;

const RECORD: &str = r#"format = 1
extends = "./tiny.toml"
months = 12
[[target]]
id = "shells"
kind = "flow"
sender = "BOR"
receiver = "AVA"
goods = "shells"
low = 100_000
central = 200_000
high = 400_000
source = "made up"
[[outcome]]
id = "strait-blockade"
observed = false
[[outcome]]
id = "veto-for-borland"
observed = true
"#;

const PARTICLES: &str =
    "# sim posterior, format 1\n# made up\nhabit,kappa,cover-months\n0.2,30,5\n0.3,60,7\n";

fn with_posterior(text: &str) -> Memory {
    let mut memory =
        and_own("format = 1\nextends = \"./tiny.toml\"\n[parameters]\nposterior = \"./p/post.csv\"\n");
    memory.0.insert("p/post.csv".to_owned(), text.to_owned());
    memory
}

#[test]
fn a_calibration_is_the_same_on_any_threads_and_any_scenario_reads_it() {
    let desk = Desk::new();
    desk.write("record.toml", RECORD);
    let printed = desk.done("calibrate record.toml --budget 1200 --seed 3 --threads 1 --out one.csv");
    assert!(
        printed.contains("learnt from 1 flows and 2 outcomes"),
        "{printed}"
    );
    desk.done("calibrate record.toml --budget 1200 --seed 3 --threads 3 --out three.csv -q");
    let read = |name: &str| std::fs::read_to_string(desk.path(name)).expect("a posterior");
    assert_eq!(read("one.csv"), read("three.csv"));
    assert!(read("one.csv").starts_with("# sim posterior, format 1\n# scenario: record\n"));
    let again = desk.sim("calibrate record.toml --budget 1200 --out one.csv");
    assert_eq!(
        again.status.code(),
        Some(5),
        "a file that is there is not overwritten"
    );
    desk.done("run tiny.toml --set posterior=one.csv --runs 16 -q --out after");
    desk.done("run tiny.toml --runs 16 -q --out before");
    let inputs = |folder: &str| desk.rows(&format!("{folder}/parameters.csv"));
    let (after, before) = (inputs("after"), inputs("before"));
    assert_eq!(
        after[0]["kappa"], before[0]["kappa"],
        "what is protected keeps its prior"
    );
    // Not every parameter has a column (at most 64 do), but one that has been moved shows in the runs.
    let lives = |folder: &str| desk.rows(&format!("{folder}/actors.csv"));
    assert!(
        lives("after").iter().zip(&lives("before")).any(|(a, b)| a != b),
        "what was learnt is used"
    );
}

#[test]
fn what_cannot_be_calibrated_is_told() {
    let desk = Desk::new();
    desk.write("record.toml", RECORD);
    let cases = [
        ("calibrate tiny.toml --budget 1000", 3, "nothing to learn from"),
        ("calibrate record.toml --budget 10", 2, "at least 512 runs"),
        (
            "calibrate record.toml --budget 1000 --without shell",
            2,
            "did you mean `shells`?",
        ),
        (
            "calibrate record.toml --budget 1000 --set posterior=p.csv",
            3,
            "has a posterior already",
        ),
        ("calibrate", 2, "SCENARIO"),
    ];
    desk.write("p.csv", PARTICLES);
    for (line, exit, words) in cases {
        let output = desk.sim(line);
        let told = program::stderr(&output);
        assert_eq!(output.status.code(), Some(exit), "{line}\n{told}");
        assert!(
            told.to_lowercase().contains(&words.to_lowercase()),
            "{line}\n{told}"
        );
    }
    assert!(!desk.path("output").exists(), "nothing was written");
}

#[test]
fn particles_stay_together_and_what_a_scenario_states_goes_before() {
    let memory = with_posterior(PARTICLES);
    let scenario = loaded(&memory);
    for draw in 0..40 {
        let p = World::sample(&scenario, 9, draw).parameters;
        let is_one = (p.habit, p.kappa, p.cover_months) == (0.2, 30.0, 5.0);
        let is_other = (p.habit, p.kappa, p.cover_months) == (0.3, 60.0, 7.0);
        assert!(is_one || is_other, "draw {draw}");
    }
    let (stated, _) = load_with("own.toml", &memory, &set(&[("kappa", "44")])).expect("good");
    let p = World::sample(&stated, 9, 0).parameters;
    assert!(p.kappa == 44.0 && [0.2, 0.3].contains(&p.habit));
    let plain = loaded(&and_own("format = 1\nextends = \"./tiny.toml\"\n"));
    assert_ne!(scenario.input_hash, plain.input_hash);
    // What the posterior does not hold is drawn as before.
    let (a, b) = (World::sample(&scenario, 9, 3), World::sample(&plain, 9, 3));
    assert_eq!(a.parameters.ramp, b.parameters.ramp);
    assert_eq!(a.gdp, b.gdp);
}

#[test]
fn one_broken_cell_of_a_posterior_gives_the_exact_complaint() {
    let cases = [
        ("kappa,", "kapa,", "SIM-0401", 3, "did you mean `kappa`?"),
        ("kappa,", "habit,", "SIM-0305", 3, "`habit` stands twice"),
        ("30,5", "thirty,5", "SIM-0501", 4, "not a finite number"),
        ("30,5", "-30,5", "SIM-0502", 4, "outside 0"),
        ("0.2,", "1.2e13,", "SIM-0502", 4, "outside 0"),
        ("0.3,60,7", "0.3,60", "SIM-0304", 5, "found record with 2"),
        ("format 1", "format 2", "SIM-0106", 1, "format 2 is not known"),
        (
            "# sim posterior, format 1\n",
            "",
            "SIM-0302",
            1,
            "no table of particles",
        ),
        ("0.2,30,5\n0.3,60,7\n", "", "SIM-0502", 1, "0 particles"),
    ];
    for (old, new, code, line, words) in cases {
        assert!(PARTICLES.contains(old), "{old}");
        let changed = with_posterior(&PARTICLES.replacen(old, new, 1));
        assert_refused(&changed, "p/post.csv", (code, line, words));
    }
    let mut memory = with_posterior(PARTICLES);
    let own = memory.0.get_mut("own.toml").expect("own");
    *own = own.replace("./p/post.csv", "builtin:hindcast-2002");
    assert!(
        refused(&memory)
            .to_string()
            .contains("did you mean `hindcast-2022`?")
    );
}

#[test]
fn shipped_posteriors_are_of_this_release_and_move_nothing_protected() {
    for name in ["taiwan-posterior", "taiwan-posterior-without-treaty"] {
        let (scenario, _) = load(&format!("builtin:{name}"), &Memory::default()).expect("a shipped scenario");
        let posterior = scenario.posterior.expect("a posterior");
        assert!(posterior.particles() >= 32, "{name}");
        assert!(
            !posterior
                .columns
                .contains(&parameter_index("kappa").expect("known")),
            "{name}"
        );
        for particle in posterior.values.chunks_exact(posterior.columns.len()) {
            for (place, value) in posterior.columns.iter().zip(particle) {
                let number = &scenario.parameters[*place];
                let (least, most) = (number.at_score(-9.0), number.at_score(9.0));
                let slack = 1e-3 * (most - least).abs();
                assert!(
                    (least - slack..=most + slack).contains(value),
                    "{name}: a value of parameter {place} is outside its prior: calibrate anew (docs/calibration.md)"
                );
            }
        }
    }
}

#[test]
fn scenarios_are_compared_under_the_same_luck() {
    let desk = Desk::new();
    desk.write("same.toml", "format = 1\nextends = \"./tiny.toml\"\n");
    let both = desk.json("compare tiny.toml same.toml --runs 24 --json");
    let outcomes = |place: usize| both["scenarios"][place]["outcomes"].clone();
    assert_eq!(outcomes(0), outcomes(1));
    assert!(!outcomes(0).as_array().expect("rows").is_empty());
    let page = desk.done("compare tiny.toml same.toml --runs 24 --markdown --all");
    assert!(page.contains("| outcome | `tiny` | `same` |"), "{page}");
    assert!(page.lines().filter(|line| line.starts_with("| ")).count() > 5);
}
