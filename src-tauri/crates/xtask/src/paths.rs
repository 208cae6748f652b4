//! Where things are. Owns the one place that knows the layout of the checkout.

use std::path::{Path, PathBuf};

/// The root of the repository: three folders above this crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .expect("this crate lies in src-tauri/crates/xtask")
}

/// A program of this workspace, built beside this one (target folder and profile are the same).
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().unwrap_or(Path::new("."));
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    anyhow::ensure!(
        path.exists(),
        "{} is not built; `make run` builds it",
        path.display()
    );
    Ok(path)
}
