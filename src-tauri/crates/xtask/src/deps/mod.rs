//! Who may use whom. Owns the check of the manifests against `table`; Cargo itself proves that
//! there is no circle.

mod table;
mod unused;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::paths::root;
use table::{CLOSED, OURS, PROVING, ROOMS};

/// Compares `cargo metadata` with the table; prints what is wrong and fails if anything is.
pub fn check() -> Result<()> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .context("cargo metadata")?;
    let members: Vec<&Package> = metadata.workspace_packages();
    let names: BTreeSet<&str> = members.iter().map(|one| one.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in &members {
        of(package, &names, &mut findings);
        unused::in_package(package, &mut findings)?;
    }
    unused::in_workspace(&members, &mut findings)?;
    for finding in &findings {
        eprintln!("deps: {finding}");
    }
    if !findings.is_empty() {
        bail!(
            "deps: {} findings in {} crates",
            findings.len(),
            members.len()
        );
    }
    println!("deps: {} crates keep to the table", members.len());
    Ok(())
}

/// What one crate uses that it must not.
fn of(package: &Package, members: &BTreeSet<&str>, findings: &mut Vec<String>) {
    let room = package.name.as_str();
    let Some((_, may_use)) = OURS.iter().find(|(name, _)| *name == room) else {
        findings.push(format!("{room} is not in xtask's table"));
        return;
    };
    for dependency in &package.dependencies {
        let used = dependency.name.as_str();
        if members.contains(used) {
            if !may_use.contains(&used) {
                findings.push(format!("{room} must not use {used}"));
            }
            continue;
        }
        let proving = dependency.kind == DependencyKind::Development;
        if let Some(reason) = refused(room, used, proving) {
            findings.push(format!("{room} must not use {used}: {reason}"));
        }
    }
}

/// Why a foreign crate has no place in a room, if it has none.
fn refused(room: &str, used: &str, proving: bool) -> Option<String> {
    if PROVING.contains(&used) {
        return (!proving && room != "pos-tests").then(|| "for tests only".to_owned());
    }
    if let Some((_, rooms)) = ROOMS.iter().find(|(names, _)| named(names, used)) {
        return (!rooms.contains(&room)).then(|| format!("its rooms are {}", rooms.join(", ")));
    }
    let (_, list) = CLOSED.iter().find(|(name, _)| *name == room)?;
    (!proving && !list.contains(&used)).then(|| "this room's list is closed".to_owned())
}

/// A name, or a family of names ending in `*`.
fn named(names: &[&str], used: &str) -> bool {
    names.iter().any(|name| match name.strip_suffix('*') {
        Some(family) => used.starts_with(family),
        None => used == *name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_has_its_rooms() {
        let cases = [
            ("pos-store", "rusqlite", false, true),
            ("pos-app", "rusqlite", false, false),
            ("pos-domain", "tokio", false, false),
            ("pos-domain", "serde", false, true),
            ("pos-domain", "libc", false, false),
            ("pos-domain", "proptest", true, true),
            ("pos-domain", "proptest", false, false),
            ("countertop", "tauri-plugin-single-instance", false, true),
            ("pos-http", "tauri", false, false),
            ("pos-sim", "serialport", false, false),
        ];
        for (room, used, proving, may) in cases {
            assert_eq!(refused(room, used, proving).is_none(), may, "{room} {used}");
        }
    }

    #[test]
    fn the_table_goes_downward_only() {
        for (room, uses) in OURS {
            for used in *uses {
                let (_, back) = OURS
                    .iter()
                    .find(|(name, _)| name == used)
                    .expect("is a room");
                assert!(!back.contains(room), "{room} and {used} use each other");
            }
        }
    }
}
