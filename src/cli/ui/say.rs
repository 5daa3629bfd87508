//! Standard output that may be closed by its reader (`| head`): no panic, no complaint.

use std::io::Write;

/// Writes a line to standard output; a closed pipe is no error.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
