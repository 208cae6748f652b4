//! Dependencies that nobody uses, and such as are not taken from the workspace. Owns a reading of
//! the manifests and sources as text: good enough to find what is left over.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::Package;

use crate::paths::root;

/// Dependencies whose name no source file of the crate says.
pub fn in_package(package: &Package, findings: &mut Vec<String>) -> Result<()> {
    let folder = package
        .manifest_path
        .parent()
        .context("a manifest lies in a folder")?;
    let own = folder.as_std_path() == root();
    let folders: &[&str] = if own { &["src-tauri/src"] } else { &["."] };
    let mut sources = String::new();
    for part in folders {
        collect(&folder.as_std_path().join(part), &mut sources)?;
    }
    if own {
        sources.push_str(&fs::read_to_string(root().join("src-tauri/build.rs"))?);
    }
    for dependency in &package.dependencies {
        let said = dependency
            .rename
            .as_ref()
            .unwrap_or(&dependency.name)
            .replace('-', "_");
        if !sources.contains(&said) {
            findings.push(format!("{} does not use {}", package.name, dependency.name));
        }
    }
    let manifest = fs::read_to_string(&package.manifest_path)?;
    for line in dependency_lines(&manifest) {
        if !line.contains("workspace = true") {
            findings.push(format!(
                "{}: not taken from the workspace: {line}",
                package.name
            ));
        }
    }
    Ok(())
}

/// Crates the workspace names and no member takes.
pub fn in_workspace(members: &[&Package], findings: &mut Vec<String>) -> Result<()> {
    let used: BTreeSet<&str> = members
        .iter()
        .flat_map(|package| package.dependencies.iter().map(|one| one.name.as_str()))
        .collect();
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let section = manifest
        .split("[workspace.dependencies]")
        .nth(1)
        .unwrap_or_default();
    for line in section
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['))
    {
        let Some((name, _)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim();
        if !name.starts_with('#') && !used.contains(name) {
            findings.push(format!("[workspace.dependencies]: nobody uses {name}"));
        }
    }
    Ok(())
}

/// The lines under `[dependencies]`, `[dev-dependencies]` and their kin.
fn dependency_lines(manifest: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().filter(move |line| {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.starts_with("[workspace");
            return false;
        }
        inside && line.contains('=') && !line.starts_with('#')
    })
}

fn collect(folder: &Path, text: &mut String) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, text)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_of_dependencies_are_read() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\n\n\
            [lints]\nworkspace = true\n[target.'cfg(unix)'.dependencies]\nc = \"1\"\n";
        let lines: Vec<&str> = dependency_lines(manifest).collect();
        assert_eq!(lines, ["b.workspace = true", "c = \"1\""]);
    }
}
