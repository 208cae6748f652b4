//! Where a shop's folder lies.

use std::path::PathBuf;

/// The platform's folder for this program's data: `~/.local/share/countertop` on Linux,
/// `~/Library/Application Support/…` on macOS, `%APPDATA%` on Windows. `COUNTERTOP_DATA` wins.
pub fn platform_data_dir() -> PathBuf {
    if let Some(dir) = std::env::var_os("COUNTERTOP_DATA") {
        return PathBuf::from(dir);
    }
    match directories::ProjectDirs::from("shop", "", "countertop") {
        Some(dirs) => dirs.data_dir().to_path_buf(),
        None => PathBuf::from("countertop-data"),
    }
}
