use sim::model::{State, World, month};
use sim::random::Luck;
use sim::scenario::{Files, Overrides, Scenario, entities};
use sim::scenario::world::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (s, _) = Scenario::load(&a[1], &Files, &Overrides::default()).map_err(|e| eprintln!("{e}")).unwrap();
    let runs: u64 = a.get(2).and_then(|x| x.parse().ok()).unwrap_or(8);
    let e = entities(&s);
    let mut luck = Luck::sized(&e, s.months);
    let n = s.actors.len();
    let g = s.goods.len();
    let t0 = std::time::Instant::now();
    let mut flow = vec![0.0; n * n * g];
    let mut pacts = 0usize;
    let mut hz = vec![0.0; s.dyads.len()];
    let mut wars = vec![0usize; s.theatres.len()];
    let mut hi = vec![vec![0usize; 8]; s.theatres.len()];
    let mut first = None;
    let mut st = None;
    for r in 0..runs {
        let w = World::sample(&s, 1, r / 8);
        let mut state = st.take().unwrap_or_else(|| State::sized(&w));
        luck.fill(&e, 1, r);
        state.reset(&w);
        for m in 0..s.months {
            state.month = m;
            month::simulate(&w, &mut state, &luck);
            for (x, y) in flow.iter_mut().zip(&state.economy.flow) { *x += y; }
            if r == 0 && (m % 12 == 0 || m + 1 == s.months) {
                println!("-- month {m}");
                for i in 0..n {
                    let nd = &state.survival.needs[i * 6..i * 6 + 6];
                    println!("{:4} H {:.2} [{}] cover {:6.1} cash {:9.0} out {:.2} rev {:8.0} spend {:8.0} exp {:.2} bite {:.2} ready {:.2} attn {:.2} crisis {}", s.actors[i].id, state.survival.pressure[i],
                        nd.iter().map(|x| format!("{x:.2}")).collect::<Vec<_>>().join(" "), state.survival.cover_months[i], state.economy.stock[i * g + s.currency], state.economy.output[i], state.economy.revenue[i], state.economy.spending[i], state.sanctions.exposure[i], state.sanctions.bite[i], state.war.readiness[i], state.war.attention[i], state.survival.months_since_crisis[i]);
                }
                for (t, th) in s.theatres.iter().enumerate() { println!("  {} rung {} front {:.2} int {:.2} truce {} end {:?}", th.id, state.war.rung[t], state.war.front[t], state.war.intensity[t], state.war.is_truce[t], state.war.ending[t]); }
            }
        }
        for p in 0..s.dyads.len() { hz[p] += state.alignment.integrated_hazard[p]; }
        pacts += state.alignment.rung.iter().filter(|x| **x >= 3).count();
        for t in 0..s.theatres.len() { hi[t][state.war.highest[t].min(7)] += 1; if state.war.ending[t] != sim::model::war::state::Ending::None { wars[t] += 1; } }
        if first.is_none() { first = Some(()); }
        st = Some(state);
    }
    println!("runs {runs} months {} time {:?} => {:.1} runs/s", s.months, t0.elapsed(), runs as f64 / t0.elapsed().as_secs_f64());
    println!("pairs at defence per run {:.2}", pacts as f64 / runs as f64);
    for t in 0..s.theatres.len() { println!("{} highest {:?} ended {}", s.theatres[t].id, hi[t], wars[t]); }
    let mut ix: Vec<usize> = (0..hz.len()).collect();
    ix.sort_by(|a, b| hz[*b].total_cmp(&hz[*a]));
    let tot: f64 = hz.iter().sum::<f64>() / runs as f64;
    println!("bilateral defence hazard per 1000 dyad-years {:.3}", 1000.0 * tot / (s.dyads.len() as f64 * s.months as f64 / 12.0));
    for p in ix.iter().take(20) { let d = &s.dyads[*p]; println!("  {}-{} {:.4}", s.actors[d.first].id, s.actors[d.second].id, hz[*p] / runs as f64); }
    let mut fl: Vec<(f64, usize)> = flow.iter().enumerate().map(|(i, q)| (q * s.goods[i % g].price.central, i)).collect();
    fl.sort_by(|a, b| b.0.total_cmp(&a.0));
    let only = ["RUS", "PRK", "IRN", "CHN"];
    let mut shown = 0;
    for (v, i) in &fl { let (d, k) = (i / g, i % g); let (f, t) = (&s.actors[d / n].id, &s.actors[d % n].id);
        if *v <= 0.0 || shown > 70 { break; }
        if only.contains(&f.as_str()) && (only.contains(&t.as_str()) || t == "IND") || (s.goods[k].class.is_lethal() && *v > 1000.0) { shown += 1;
        let open: f64 = s.opening_flows.iter().filter(|o| o.from == d / n && o.to == d % n && o.cargo == Cargo::Good(k)).map(|o| o.quantity.central).sum();
        println!("{f}->{t} {} {:.1}/month (open {:.1}) value {:.0}", s.goods[k].id, flow[*i] / runs as f64 / s.months as f64, open, v / runs as f64 / s.months as f64); } }
}
