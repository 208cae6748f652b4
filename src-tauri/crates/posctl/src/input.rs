//! Input files: plain or packed with gzip, told apart by their first bytes.

use anyhow::{Context, ensure};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// Unpacked, no input is larger: a small file can unpack to more than the disk holds.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A file's bytes, unpacked, and its name without `.gz`.
pub fn read(path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    let whole = || format!("reading {}", path.display());
    let bytes = std::fs::read(path).with_context(whole)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok((name.into_owned(), bytes));
    }
    let mut plain = Vec::new();
    let most = MultiGzDecoder::new(&bytes[..])
        .take(BYTES_MAX + 1)
        .read_to_end(&mut plain)
        .with_context(whole)?;
    ensure!(
        most as u64 <= BYTES_MAX,
        "{} unpacks to more than {} MiB",
        path.display(),
        BYTES_MAX >> 20
    );
    Ok((name.trim_end_matches(".gz").to_owned(), plain))
}
