//! What a program that was killed left half done in the shop's own folder of backups: scratch, and
//! files that never got their name. Owns taking it away; must never touch a file with its name.

use crate::backup::file::{ENDING, PART};
use crate::backup::make::{SCRATCH, own_folder};
use crate::files::Files;
use pos_app::ports::world::{FileState, ShopFiles};
use std::io;
use std::path::Path;

/// Called before anybody works at the desk. Does nothing while another program is at work in the
/// folder: what is there may be its work.
pub fn clear(files: &Files) {
    let own = own_folder(files.dir());
    if !own.exists() {
        return;
    }
    let lock = match files.state() {
        FileState::Open => None,
        FileState::None | FileState::Locked(_) => {
            let Ok(lock) = files.alone() else { return };
            Some(lock)
        }
    };
    gone(std::fs::remove_dir_all(own.join(SCRATCH)), &own);
    let unnamed = format!("{ENDING}{PART}");
    for entry in std::fs::read_dir(&own).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().ends_with(&unnamed) {
            gone(std::fs::remove_file(entry.path()), &entry.path());
        }
    }
    drop(lock);
}

fn gone(done: io::Result<()>, path: &Path) {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(
                "what was left half done in {} stays: {error}",
                path.display()
            );
        }
        Ok(()) | Err(_) => {}
    }
}
