//! The progress bar: runs done, time left, the headline as it stands. Silent when nobody watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar on standard error, hidden when quiet or not a terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(runs: u64, is_quiet: bool) -> Self {
        Self::of(runs, is_quiet, "runs")
    }

    /// A bar that counts something else.
    pub fn of(count: u64, is_quiet: bool, what: &str) -> Self {
        let is_shown = !is_quiet && std::io::stderr().is_terminal();
        let target = if is_shown {
            ProgressDrawTarget::stderr_with_hz(5)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(count), target);
        let template =
            format!("{{bar:24}} {{human_pos}}/{{human_len}} {what}  {{per_sec}}  {{eta}} left  {{wide_msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress { bar }
    }

    /// Runs done so far, and the running headline.
    pub fn show(&self, done: u64, headline: &str) {
        self.bar.set_position(done);
        if !headline.is_empty() {
            self.bar.set_message(headline.to_owned());
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
