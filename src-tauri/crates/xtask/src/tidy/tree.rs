//! Finding the sources. Owns which folders are ours; never follows a link.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Source;

/// Folders that hold nothing we wrote.
const FOREIGN: [&str; 7] = [
    "target",
    "node_modules",
    "dist",
    "gen",
    ".git",
    "out",
    "api",
];

/// Every Rust, TypeScript and Svelte file of the repository, in the order of their paths.
/// `ui/src/api` is generated and has its own check.
pub fn sources(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in ["src-tauri", "tests", "ui"] {
        walk(&root.join(folder), folder, &mut sources)?;
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn walk(folder: &Path, name: &str, sources: &mut Vec<Source>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("reading {name}"))? {
        let entry = entry?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{name}/{own}");
        let kind = entry.file_type()?;
        let generated = own == "api" && name != "ui/src";
        if kind.is_dir() && (generated || !FOREIGN.contains(&own.as_str())) {
            walk(&entry.path(), &path, sources)?;
        } else if kind.is_file()
            && [".rs", ".ts", ".svelte"]
                .iter()
                .any(|end| own.ends_with(end))
        {
            let text = fs::read_to_string(entry.path()).with_context(|| path.clone())?;
            sources.push(Source { path, text });
        }
    }
    Ok(())
}
