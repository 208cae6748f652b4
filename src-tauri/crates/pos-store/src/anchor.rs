//! The anchor: the newest `(seq, hash)` of the journal, sealed, outside the database. A chain
//! cannot see its own tail cut off, and SQLite does not notice a lost or rolled-back log; the file
//! may be ahead of its anchor, never behind. It holds no secret and protects no secret.

use crate::disk::{DiskFile, Opening};
use crate::error::OpenError;
use crate::folder::Folder;
use crate::head::Head;
use crate::keys::Keys;
use pos_domain::ids::{Seq, ShopId};
use pos_domain::journal::{ChainKey, Mac16};
use std::io;

/// Length of one sealed anchor: magic 8, shop 16, seq 8 (big-endian), hash 16, seal 16.
pub const ANCHOR_BYTES: usize = 64;
const MAGIC: &[u8; 8] = b"CTANCH01";
/// The two slots are written in turn, a page apart: a torn write never loses both.
const SLOT_OFFSETS: [u64; 2] = [0, 4096];
const FILE_BYTES: usize = 4096 + ANCHOR_BYTES;

/// That the journal of a shop once reached `seq` with `hash`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub shop_id: ShopId,
    pub seq: Seq,
    pub hash: Mac16,
}

impl Anchor {
    pub(crate) fn of(head: &Head) -> Anchor {
        Anchor {
            shop_id: head.shop_id,
            seq: Seq(head.seq),
            hash: head.hash,
        }
    }

    /// The bytes for the sidecar and the keychain.
    pub fn seal(&self, key: &ChainKey) -> [u8; ANCHOR_BYTES] {
        let mut bytes = [0; ANCHOR_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..24].copy_from_slice(self.shop_id.bytes());
        bytes[24..32].copy_from_slice(&self.seq.0.to_be_bytes());
        bytes[32..48].copy_from_slice(&self.hash);
        bytes[48..].copy_from_slice(&key.anchor_seal(self.seq, &self.hash));
        bytes
    }

    /// Reads bytes sealed with the anchor's key or one before it.
    pub(crate) fn unseal_any(bytes: &[u8], keys: &Keys) -> Option<Anchor> {
        keys.anchors().find_map(|key| Anchor::unseal(bytes, key))
    }

    /// Reads sealed bytes; None when they are cut, changed or sealed with another key.
    pub fn unseal(bytes: &[u8], key: &ChainKey) -> Option<Anchor> {
        let bytes: &[u8; ANCHOR_BYTES] = bytes.try_into().ok()?;
        let (magic, rest) = bytes.split_first_chunk::<8>()?;
        let (shop, rest) = rest.split_first_chunk::<16>()?;
        let (seq, rest) = rest.split_first_chunk::<8>()?;
        let (hash, seal) = rest.split_first_chunk::<16>()?;
        let anchor = Anchor {
            shop_id: ShopId::from_bytes(*shop),
            seq: Seq(i64::from_be_bytes(*seq)),
            hash: *hash,
        };
        let genuine = magic == MAGIC && seal == key.anchor_seal(anchor.seq, &anchor.hash);
        genuine.then_some(anchor)
    }
}

/// The anchor's file, held open by the writer.
#[derive(Debug)]
pub struct Sidecar {
    file: Box<dyn DiskFile>,
    next_slot: usize,
}

impl Sidecar {
    /// Opens or makes the file. Its newest anchor is in [`newest`]; writing starts in the other
    /// slot.
    pub fn open(folder: &Folder, keys: &Keys) -> Result<Sidecar, OpenError> {
        let path = folder.anchor();
        let mut file = folder.open(&path, Opening::OrNew)?;
        let mut bytes = file.read().map_err(OpenError::io(&path))?;
        if bytes.len() != FILE_BYTES {
            bytes.resize(FILE_BYTES, 0);
            file.set_len(FILE_BYTES as u64)
                .and_then(|()| file.sync())
                .map_err(OpenError::io(&path))?;
        }
        let newest_slot = slots(&bytes, keys).max_by_key(|(_, anchor)| anchor.seq);
        let next_slot = newest_slot.map_or(0, |(slot, _)| 1 - slot);
        Ok(Sidecar { file, next_slot })
    }

    /// Makes what was written durable: at opening, so that there is always some anchor.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync()
    }

    /// Writes over the older slot. Not flushed: after a power cut the file may be ahead.
    pub fn write(&mut self, sealed: &[u8; ANCHOR_BYTES]) -> io::Result<()> {
        self.file.write_at(SLOT_OFFSETS[self.next_slot], sealed)?;
        self.next_slot = 1 - self.next_slot;
        Ok(())
    }
}

fn slots(bytes: &[u8], keys: &Keys) -> impl Iterator<Item = (usize, Anchor)> {
    SLOT_OFFSETS
        .iter()
        .enumerate()
        .filter_map(|(slot, offset)| {
            let start = usize::try_from(*offset).ok()?;
            let sealed = bytes.get(start..start + ANCHOR_BYTES)?;
            Some((slot, Anchor::unseal_any(sealed, keys)?))
        })
}

/// Removes the file: after a loss that a person took note of, older anchors must not speak again.
pub fn forget(folder: &Folder) -> Result<(), OpenError> {
    let path = folder.anchor();
    match folder.disk.remove(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OpenError::io(&path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The newest anchor in the sidecar; None when there is none that holds.
pub fn newest(folder: &Folder, keys: &Keys) -> Result<Option<Anchor>, OpenError> {
    let path = folder.anchor();
    let opened = folder.disk.open(&path, Opening::Existing);
    let bytes = match opened.and_then(|mut file| file.read()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(OpenError::Io { path, source }),
    };
    Ok(slots(&bytes, keys)
        .map(|(_, anchor)| anchor)
        .max_by_key(|anchor| anchor.seq))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use std::sync::Arc;

    fn anchor(seq: i64) -> Anchor {
        Anchor {
            shop_id: ShopId::from_bytes([7; 16]),
            seq: Seq(seq),
            hash: [9; 16],
        }
    }

    #[test]
    fn a_seal_holds_for_its_own_bytes_and_key_only() {
        let key = ChainKey([1; 32]);
        let sealed = anchor(20).seal(&key);
        assert_eq!(Anchor::unseal(&sealed, &key), Some(anchor(20)));
        assert_eq!(Anchor::unseal(&sealed, &ChainKey([2; 32])), None);
        assert_eq!(Anchor::unseal(&sealed[1..], &key), None);
        for at in (0..8).chain(24..ANCHOR_BYTES) {
            let mut changed = sealed;
            changed[at] ^= 1;
            assert_eq!(Anchor::unseal(&changed, &key), None, "byte {at}");
        }
    }

    #[test]
    fn a_torn_write_leaves_the_anchor_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, keys) = (
            Folder {
                path: dir.path().to_path_buf(),
                disk: Arc::new(RealDisk),
            },
            Keys::new(&[3; 32], &[2; 32], &[1; 32]),
        );
        let key = &keys.anchor;
        assert_eq!(newest(&folder, &keys).unwrap(), None);
        for seq in 1..=5 {
            Sidecar::open(&folder, &keys)
                .unwrap()
                .write(&anchor(seq).seal(key))
                .unwrap();
            assert_eq!(newest(&folder, &keys).unwrap(), Some(anchor(seq)));
        }
        let mut torn = anchor(6).seal(key);
        torn[60..].fill(0);
        Sidecar::open(&folder, &keys).unwrap().write(&torn).unwrap();
        assert_eq!(newest(&folder, &keys).unwrap(), Some(anchor(5)));
    }
}
