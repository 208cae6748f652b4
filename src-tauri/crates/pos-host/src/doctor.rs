//! A look after a shop's folder: what opens it, who can read it, what it is made of. Changes
//! nothing and needs no key.

use pos_app::AppResult;
use pos_app::api::AppError;
use pos_store::{ANCHOR_FILE, DATABASE_FILE, LOCK_FILE, RESERVE_FILE, versions};
use pos_vault::{SlotKind, Vault};
use std::path::Path;

use crate::files::vault_error;
use crate::mark::MARK_FILE;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    pub sqlite_version: String,
    pub sqlcipher_version: String,
    /// Kinds of key slots by name, in the order they were made.
    pub slots: Vec<String>,
    pub files: Vec<FileFound>,
    pub warnings: Vec<String>,
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFound {
    pub name: String,
    pub bytes: u64,
    /// Unix mode bits; None on other systems.
    pub mode: Option<u32>,
}

/// Looks a folder over.
///
/// # Errors
/// The vault file cannot be read.
pub fn examine(dir: &Path) -> AppResult<Checkup> {
    let (sqlite_version, sqlcipher_version) = versions().map_err(AppError::internal)?;
    let mut warnings = Vec::new();
    let vault = Vault::at(dir);
    let slots = if vault.exists() {
        vault.slots().map_err(vault_error)?
    } else {
        warnings.push(format!("there is no shop in {}", dir.display()));
        Vec::new()
    };
    if slots.iter().any(|s| s.kind == SlotKind::KeyFile) {
        warnings.push(
            "a key file opens this shop for whoever can read it: fit for a demo and for tests"
                .into(),
        );
    }
    if !slots.is_empty() && slots.iter().all(|s| s.kind != SlotKind::RecoveryPhrase) {
        warnings.push("there is no recovery phrase: a lost key loses the shop".into());
    }
    let mut files = found(dir);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in files.iter().filter(|f| ours(&f.name)) {
        if let Some(mode) = file.mode.filter(|mode| mode & 0o077 != 0) {
            warnings.push(format!("{} is open to others (mode {mode:04o})", file.name));
        }
    }
    Ok(Checkup {
        sqlite_version,
        sqlcipher_version,
        slots: slots.iter().map(|s| s.kind.name().to_owned()).collect(),
        files,
        warnings,
    })
}

/// The files that hold the shop and its keys; others in the folder are not ours to judge.
fn ours(name: &str) -> bool {
    let stem = |file: &str| file.split('.').next().unwrap_or(file).to_owned();
    let beside = [
        DATABASE_FILE,
        LOCK_FILE,
        ANCHOR_FILE,
        MARK_FILE,
        RESERVE_FILE,
        "keys.ctk",
        "kek.key",
    ];
    beside.iter().any(|known| stem(known) == stem(name))
}

fn found(dir: &Path) -> Vec<FileFound> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(FileFound {
            name: entry.file_name().to_string_lossy().into_owned(),
            bytes: facts.len(),
            mode: mode(&facts),
        })
    });
    files.collect()
}

#[cfg(unix)]
fn mode(facts: &std::fs::Metadata) -> Option<u32> {
    Some(std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o777)
}

#[cfg(not(unix))]
fn mode(_facts: &std::fs::Metadata) -> Option<u32> {
    None
}
