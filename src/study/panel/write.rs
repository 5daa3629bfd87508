//! Files written whole or not at all.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::error::PanelError;

/// Writes a file through a temporary one beside it.
pub fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), PanelError> {
    let io = |cause| PanelError::Io {
        path: path.to_path_buf(),
        cause,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    let mut out = BufWriter::new(file.as_file_mut());
    fill(&mut out).and_then(|()| out.flush()).map_err(io)?;
    drop(out);
    file.as_file().sync_all().map_err(io)?;
    file.persist(path).map_err(|failed| io(failed.error))?;
    Ok(())
}
