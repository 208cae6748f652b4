//! Starting the benchmarks. Owns which there are: every bench target of the workspace, found by
//! asking Cargo, so that a new one needs no line here.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{MetadataCommand, TargetKind};

use crate::paths::root;

/// Runs every benchmark, one after the other, with nothing else beside it. Words after `bench`
/// choose those whose name contains one of them.
pub fn everything(chosen: &[&str]) -> Result<()> {
    let mut failed = Vec::new();
    let targets: Vec<(String, String)> = targets()?
        .into_iter()
        .filter(|(_, name)| chosen.is_empty() || chosen.iter().any(|word| name.contains(word)))
        .collect();
    ensure!(!targets.is_empty(), "there is no such benchmark");
    for (package, name) in targets {
        println!("\n== {package}: {name}");
        let status = Command::new("cargo")
            .args(["bench", "--locked", "--package", &package, "--bench", &name])
            .current_dir(root())
            .status()?;
        if !status.success() {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

/// Package and name of each bench target.
fn targets() -> Result<Vec<(String, String)>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo metadata")?;
    let packages = metadata.workspace_packages();
    let targets = packages.iter().flat_map(|package| {
        let benches = package
            .targets
            .iter()
            .filter(|one| one.kind.contains(&TargetKind::Bench));
        benches.map(|one| (package.name.to_string(), one.name.clone()))
    });
    Ok(targets.collect())
}
