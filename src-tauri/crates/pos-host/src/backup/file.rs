//! The file of one backup: a line that says what it is, a header, a proof of the header, and the
//! copy of the books under a key of its own. Owns its reading and writing.
//!
//! It is written under another name, flushed, and renamed: a file with its right name is whole. It
//! must never be believed before its length, its sum and its proof were checked.

use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, Seq, ShopId};
use pos_domain::time::Instant;
use pos_vault::{Secret32, VaultError, backup as seal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The ending of a backup's name.
pub const ENDING: &str = ".ctb";
/// Of a file that is being written.
pub const PART: &str = ".part";
const MAGIC: &str = "countertop-backup";
const VERSION: &str = "1";
/// A header holds a vault file and some names.
const LINE_BYTES_MAX: u64 = 1024 * 1024;
const CHUNK_BYTES: usize = 256 * 1024;

/// Why a file is not believed.
#[derive(Debug, Error)]
pub enum FileFault {
    #[error("it is not a backup")]
    NotABackup,
    #[error("it was written by a newer program (version {0})")]
    Newer(String),
    #[error("it is cut short")]
    Cut,
    #[error("it is longer than it should be")]
    TooLong,
    #[error("its header is damaged")]
    Header,
    #[error("its sum does not match")]
    Sum,
    #[error("its keys are not this shop's")]
    OtherKey,
    #[error("{}: {source}", .path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl FileFault {
    pub fn io(path: &Path) -> impl FnOnce(io::Error) -> FileFault {
        let path = path.to_path_buf();
        move |source| FileFault::Io { path, source }
    }
}

/// What stands before the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub backup_id: BackupId,
    pub shop_id: ShopId,
    pub shop_name: String,
    pub at: Instant,
    pub why: BackupWhy,
    pub seq: Seq,
    /// The journal's head in hexadecimal.
    pub hash: String,
    /// The file's format.
    pub format: i64,
    /// How often the shop had been restored.
    pub epoch: i64,
    pub program: String,
    /// Rows by table, as they were counted.
    pub rows: BTreeMap<String, i64>,
    pub body_bytes: u64,
    /// SHA-256 of the copy in hexadecimal.
    pub body_sum: String,
    /// The copy's own key under the shop's backup key.
    pub wrapped_key: String,
    /// The shop's vault file of that day: opens with the recovery phrase of that day.
    pub vault: String,
}

/// `countertop-20261123T031500Z-1200-1f2e3d4c.ctb`: sorts by time, and no two are alike.
pub fn name(header: &Header) -> String {
    let at = jiff::Timestamp::from_millisecond(header.at.0).unwrap_or_default();
    let at = at.strftime("%Y%m%dT%H%M%SZ");
    let id = header.backup_id.0.simple().to_string();
    format!("countertop-{at}-{}-{}{ENDING}", header.seq.0, &id[24..])
}

/// When a backup was made and its last entry, as its name tells.
pub fn told_by_name(name: &str) -> Option<(Instant, Seq)> {
    let mut parts = name.strip_prefix("countertop-")?.split('-');
    let at = parts.next()?.trim_end_matches('Z');
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", at).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    let seq = parts.next()?.parse().ok()?;
    Some((Instant(at.as_millisecond()), Seq(seq)))
}

/// Whether a name is a backup's.
pub fn is_name(name: &str) -> bool {
    name.starts_with("countertop-") && name.ends_with(ENDING) && !name.contains(['/', '\\'])
}

/// Opens a new private file for writing.
pub fn private(path: &Path) -> Result<File, FileFault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(FileFault::io(path)(error));
        }
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(FileFault::io(path))
}

/// Makes the names in a folder durable.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Gives a flushed file its name.
pub fn commit(part: &Path, path: &Path) -> Result<(), FileFault> {
    fs::rename(part, path).map_err(FileFault::io(path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    sync_folder(folder).map_err(FileFault::io(folder))
}

/// Length and sum of a file.
pub fn sum(path: &Path) -> Result<(u64, String), FileFault> {
    let mut file = File::open(path).map_err(FileFault::io(path))?;
    let mut hash = Sha256::new();
    let bytes = pour(
        &mut file,
        &mut Hashing(&mut hash, &mut io::sink()),
        &mut |_| {},
    )
    .map_err(FileFault::io(path))?;
    Ok((bytes, hex(&hash.finalize())))
}

/// Writes a backup: `copy` is the encrypted copy that `header` speaks of, `key` its key. `told`
/// gets the bytes written.
pub fn pack(
    header: &Header,
    key: &Secret32,
    copy: &Path,
    to: &Path,
    told: &mut dyn FnMut(u64),
) -> Result<u64, FileFault> {
    let text = serde_json::to_string(header).map_err(|_| FileFault::Header)?;
    let proof = seal::prove(key, "header", &text)?;
    let mut part = to.as_os_str().to_owned();
    part.push(PART);
    let part = PathBuf::from(part);
    let mut file = private(&part)?;
    let head = format!("{MAGIC} {VERSION}\n{text}\n{proof}\n");
    let mut write = || -> io::Result<u64> {
        file.write_all(head.as_bytes())?;
        let body = pour(&mut File::open(copy)?, &mut file, told)?;
        file.sync_all()?;
        Ok(body)
    };
    let body = write().map_err(FileFault::io(&part))?;
    if body != header.body_bytes {
        return Err(FileFault::Sum);
    }
    commit(&part, to)?;
    Ok(body + u64::try_from(head.len()).unwrap_or(0))
}

/// The header of a file, not believed yet, and what follows it.
fn begin(file: File, path: &Path) -> Result<(Header, String, String, BufReader<File>), FileFault> {
    let mut reader = BufReader::with_capacity(CHUNK_BYTES, file);
    let first = line(&mut reader, path)?;
    match first.split_once(' ') {
        Some((MAGIC, VERSION)) => {}
        Some((MAGIC, other)) => return Err(FileFault::Newer(other.chars().take(20).collect())),
        Some(_) | None => return Err(FileFault::NotABackup),
    }
    let text = line(&mut reader, path)?;
    let proof = line(&mut reader, path)?;
    let header = serde_json::from_str(&text).map_err(|_| FileFault::Header)?;
    Ok((header, text, proof, reader))
}

fn line(reader: &mut impl BufRead, path: &Path) -> Result<String, FileFault> {
    let mut bytes = Vec::new();
    let mut limited = reader.take(LINE_BYTES_MAX);
    limited
        .read_until(b'\n', &mut bytes)
        .map_err(FileFault::io(path))?;
    if bytes.pop() != Some(b'\n') {
        return Err(
            match bytes.starts_with(MAGIC.as_bytes()) || bytes.first() == Some(&b'{') {
                true => FileFault::Cut,
                false => FileFault::NotABackup,
            },
        );
    }
    String::from_utf8(bytes).map_err(|_| FileFault::Header)
}

/// The header of a file as it stands there: for lists. Nobody has checked it.
pub fn peek(path: &Path) -> Result<Header, FileFault> {
    let file = File::open(path).map_err(FileFault::io(path))?;
    begin(file, path).map(|(header, ..)| header)
}

/// Takes a file apart: its copy goes to `to`, once its length, its sum and its proof are right.
/// `keys` are the shop's backup keys, the newest first.
pub fn unpack(
    path: &Path,
    keys: &[&Secret32],
    to: &Path,
    told: &mut dyn FnMut(u64),
) -> Result<(Header, Secret32), FileFault> {
    let file = File::open(path).map_err(FileFault::io(path))?;
    let (header, text, proof, mut body) = begin(file, path)?;
    let id = header.backup_id.to_string();
    let mut found = keys
        .iter()
        .filter_map(|key| seal::unwrap_key(key, &header.wrapped_key, &id));
    let key = found.next().ok_or(FileFault::OtherKey)?;
    if !seal::proves(&key, "header", &text, &proof) {
        return Err(FileFault::Header);
    }
    let mut copy = private(to)?;
    let mut hash = Sha256::new();
    let mut limited = (&mut body).take(header.body_bytes);
    let bytes =
        pour(&mut limited, &mut Hashing(&mut hash, &mut copy), told).map_err(FileFault::io(to))?;
    if bytes < header.body_bytes {
        return Err(FileFault::Cut);
    }
    if body.fill_buf().map_err(FileFault::io(path))? != b"" {
        return Err(FileFault::TooLong);
    }
    if hex(&hash.finalize()) != header.body_sum {
        return Err(FileFault::Sum);
    }
    copy.sync_all().map_err(FileFault::io(to))?;
    Ok((header, key))
}

/// Moves everything; tells how much was moved so far.
pub fn pour(
    from: &mut impl Read,
    to: &mut impl Write,
    told: &mut dyn FnMut(u64),
) -> io::Result<u64> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut done = 0;
    loop {
        let got = from.read(&mut chunk)?;
        if got == 0 {
            return Ok(done);
        }
        to.write_all(&chunk[..got])?;
        done += u64::try_from(got).unwrap_or(0);
        told(done);
    }
}

struct Hashing<'a, W>(&'a mut Sha256, &'a mut W);

impl<W: Write> Write for Hashing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.1.write(bytes)?;
        self.0.update(&bytes[..written]);
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
