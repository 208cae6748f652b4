//! The text of the vault file, version 2. Four lines, each ending in a newline:
//!
//! 1. header: format, version, shop id, generation, next slot number, slots (JSON)
//! 2. the wrapped working keys, in versions (JSON)
//! 3. a proof by the KEK over lines 1 and 2 (JSON): who does not hold it cannot add, drop or
//!    change a slot
//! 4. SHA-256 of lines 1 to 3 in hexadecimal: damage is told apart from a wrong secret
//!
//! Version 2 adds versions of keys, and when a key or a slot was made and tested. Files of every
//! released version stay readable for ever; `tests/vectors` holds one of each.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::encoding::hex;
use crate::envelope::{self, Envelope};
use crate::error::{Result, VaultError};
use crate::ring::WrappedKey;
use crate::secret::Secret32;
use crate::slot::{Slot, SlotId};

const FORMAT: &str = "countertop-vault";
const VERSION: u64 = 2;

/// Which of the two copies was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// `keys.ctk`, as it should be.
    Current,
    /// `keys.ctk.old`, because the current one is missing or damaged. `doctor` should say so.
    Previous,
}

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    format: String,
    version: u64,
    /// Thirty-two hexadecimal digits, random; names the shop in the keychain.
    pub shop_id: String,
    /// Counts the writes.
    pub generation: u64,
    /// The number that the next slot gets.
    pub next_slot: SlotId,
    /// How often the KEK was made, and when it was last.
    #[serde(default)]
    pub kek: KekRecord,
    pub slots: Vec<Slot>,
}

/// What may be known of the KEK.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KekRecord {
    pub version: u32,
    /// Milliseconds since 1970.
    pub made_at_ms: Option<i64>,
}

impl Default for KekRecord {
    fn default() -> Self {
        Self {
            version: 1,
            made_at_ms: None,
        }
    }
}

impl Header {
    pub fn new(shop_id: String, at_ms: i64) -> Self {
        let format = FORMAT.to_owned();
        let (generation, next_slot) = (1, SlotId(1));
        Self {
            format,
            version: VERSION,
            shop_id,
            generation,
            next_slot,
            kek: KekRecord {
                version: 1,
                made_at_ms: Some(at_ms),
            },
            slots: Vec::new(),
        }
    }
}

/// A vault file as read.
#[derive(Clone, Debug)]
pub(crate) struct VaultFile {
    pub header: Header,
    pub keys: Vec<WrappedKey>,
    /// The exact text, which is what the proof covers.
    text: String,
}

impl VaultFile {
    /// Writes the text anew and signs it with the KEK.
    pub fn sign(mut header: Header, keys: Vec<WrappedKey>, kek: &Secret32) -> Result<Self> {
        header.version = VERSION;
        let mut text = line(&header)?;
        text.push_str(&line(&keys)?);
        let proof = envelope::sign(kek, &proof_context(&text))?;
        text.push_str(&line(&proof)?);
        let sum = hex(&Sha256::digest(text.as_bytes()));
        text.push_str(&sum);
        text.push('\n');
        Ok(Self { header, keys, text })
    }

    /// Reads a text. Says nothing yet about who wrote it; see [`VaultFile::check_proof`].
    pub fn parse(text: String) -> Result<Self> {
        let first = text.split('\n').next().unwrap_or_default();
        let kind: Kind = json(first)?;
        if kind.format != FORMAT {
            return Err(VaultError::Damaged("not a vault file"));
        }
        if kind.version > VERSION {
            return Err(VaultError::Newer(kind.version));
        }
        let lines = Lines::split(&text)?;
        if hex(&Sha256::digest(lines.summed.as_bytes())) != lines.sum {
            return Err(VaultError::Damaged("the checksum does not match"));
        }
        let header = json(lines.header)?;
        let keys = json(lines.keys)?;
        Ok(Self { header, keys, text })
    }

    /// Damage unless the file was written by a holder of `kek`, as it stands.
    pub fn check_proof(&self, kek: &Secret32) -> Result<()> {
        let lines = Lines::split(&self.text)?;
        let proof: Envelope = json(lines.proof)?;
        if envelope::proves(kek, &proof, &proof_context(lines.proven)) {
            return Ok(());
        }
        Err(VaultError::Damaged("it was changed without the key"))
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Read before all else, so that a newer file is named as such whatever else has changed.
#[derive(Deserialize)]
struct Kind {
    format: String,
    version: u64,
}

struct Lines<'a> {
    header: &'a str,
    keys: &'a str,
    proof: &'a str,
    sum: &'a str,
    /// Lines 1 and 2 with their newlines.
    proven: &'a str,
    /// Lines 1 to 3 with their newlines.
    summed: &'a str,
}

impl<'a> Lines<'a> {
    fn split(text: &'a str) -> Result<Self> {
        let mut lines = text.split('\n');
        let mut next = || lines.next().ok_or(VaultError::Damaged("it is cut short"));
        let (header, keys, proof, sum, rest) = (next()?, next()?, next()?, next()?, next()?);
        if !rest.is_empty() || lines.next().is_some() {
            return Err(VaultError::Damaged("it is too long"));
        }
        let proven = &text[..header.len() + keys.len() + 2];
        let summed = &text[..proven.len() + proof.len() + 1];
        Ok(Self {
            header,
            keys,
            proof,
            sum,
            proven,
            summed,
        })
    }
}

fn proof_context(lines: &str) -> Vec<u8> {
    envelope::context(&[b"countertop vault", lines.as_bytes()])
}

fn line(value: &impl Serialize) -> Result<String> {
    let mut text = serde_json::to_string(value)
        .map_err(|_| VaultError::Damaged("a path is not valid Unicode"))?;
    text.push('\n');
    Ok(text)
}

fn json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| VaultError::Damaged("a line is not readable"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::make_key;
    use crate::ring::KeyRing;

    #[test]
    fn every_bit_flip_is_refused() {
        let kek = make_key().unwrap();
        let header = Header::new("ab".repeat(16), 1);
        let keys = KeyRing::make()
            .unwrap()
            .wrap(&kek, &header.shop_id, 1)
            .unwrap();
        let file = VaultFile::sign(header, keys, &kek).unwrap();
        VaultFile::parse(file.text.clone())
            .unwrap()
            .check_proof(&kek)
            .unwrap();
        assert!(file.check_proof(&make_key().unwrap()).is_err());
        let good = file.text.into_bytes();
        for bit in 0..good.len() * 8 {
            let mut bent = good.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            // Bytes that are no text are refused before they come here.
            let Ok(text) = String::from_utf8(bent) else {
                continue;
            };
            let outcome = VaultFile::parse(text);
            let refused = matches!(outcome, Err(VaultError::Damaged(_) | VaultError::Newer(_)));
            assert!(refused, "bit {bit}");
        }
    }
}
