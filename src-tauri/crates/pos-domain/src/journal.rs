//! The chain of the journal. An entry is a header and a body; the keyed hash chains the headers, so
//! a body may later become a tombstone and the chain still holds.

use crate::ids::{RequestId, Seq, TerminalId, UserId};
use crate::time::Instant;
use hmac::{Hmac, KeyInit, Mac};
use minicbor::{Decode, Encode};
use sha2::Sha256;

/// A keyed hash: HMAC-SHA-256 cut to 128 bits (RFC 2104 section 5 allows half).
pub type Mac16 = [u8; 16];

/// Version of the body format.
pub const BODY_VERSION: u8 = 1;

/// The header of an entry, without its own hash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Header {
    #[n(0)]
    pub seq: Seq,
    #[n(1)]
    pub register: u16,
    #[n(2)]
    pub request_id: RequestId,
    /// First eight bytes of the hash of the command and its input: another body under the same
    /// request id is an error.
    #[n(3)]
    pub input_hash: i64,
    #[n(4)]
    pub kind: u16,
    #[n(5)]
    pub version: u8,
    #[n(6)]
    pub at: Instant,
    #[n(7)]
    pub actor: Option<UserId>,
    #[n(8)]
    pub approver: Option<UserId>,
    #[n(9)]
    pub device: Option<TerminalId>,
    #[n(10)]
    #[cbor(with = "minicbor::bytes")]
    pub body_hash: Mac16,
}

/// The key of the chain. Only its holder can make or check a hash.
#[derive(Clone)]
pub struct ChainKey(pub [u8; 32]);

impl ChainKey {
    /// The key itself.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn mac(&self, domain: &[u8], parts: &[&[u8]]) -> Mac16 {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key length");
        mac.update(domain);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let full = mac.finalize().into_bytes();
        let mut cut = [0; 16];
        cut.copy_from_slice(&full[..16]);
        cut
    }

    /// The hash of a body.
    pub fn body_hash(&self, body: &[u8]) -> Mac16 {
        self.mac(b"body", &[body])
    }

    /// The hash of an entry, over the one before and its own header.
    pub fn entry_hash(&self, previous: &Mac16, header: &Header) -> Mac16 {
        let bytes = minicbor::to_vec(header).expect("writing to a vector cannot fail");
        self.mac(b"entry", &[previous, &bytes])
    }

    /// The seal of an anchor: that the journal once reached `seq` with `hash`.
    pub fn anchor_seal(&self, seq: Seq, hash: &Mac16) -> Mac16 {
        self.mac(b"anchor", &[&seq.0.to_be_bytes(), hash])
    }

    /// Begins the hash of one row of a table that the journal does not tell of.
    pub fn row(&self, table: &str) -> RowMac {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key length");
        let mut row = RowMac(mac.chain_update(b"row"));
        row.add(u8::MAX, table.as_bytes());
        row
    }

    /// The seal of such a table: that it had so many rows, whose hashes add up to `sum`, when the
    /// journal stood at `seq`.
    pub fn table_seal(&self, table: &str, seq: Seq, rows: i64, sum: &Mac16) -> Mac16 {
        let (seq, rows) = (seq.0.to_be_bytes(), rows.to_be_bytes());
        self.mac(b"table", &[table.as_bytes(), &seq, &rows, sum])
    }
}

impl std::fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChainKey(…)")
    }
}

impl Drop for ChainKey {
    fn drop(&mut self) {
        // A best effort without unsafe; the vault's own copy is zeroed for certain.
        self.0 = [0; 32];
        std::hint::black_box(&self.0);
    }
}

/// The hash of a row, while it is being made.
#[derive(Debug)]
pub struct RowMac(Hmac<Sha256>);

impl RowMac {
    /// One more value: its type and its bytes, with their length, so that no two rows read alike.
    pub fn add(&mut self, kind: u8, bytes: &[u8]) {
        self.0.update(&[kind]);
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// The hash.
    pub fn end(self) -> Mac16 {
        let full = self.0.finalize().into_bytes();
        let mut cut = [0; 16];
        cut.copy_from_slice(&full[..16]);
        cut
    }
}

/// A version of the chain's key that is in use: it seals what is new.
#[derive(Clone, Copy, Debug)]
pub struct SealKey<'k>(pub &'k ChainKey);

impl SealKey<'_> {
    /// The hash of a new body.
    pub fn body(&self, body: &[u8]) -> Mac16 {
        self.0.body_hash(body)
    }

    /// The hash of a new entry, over the one before and its own header.
    pub fn entry(&self, previous: &Mac16, header: &Header) -> Mac16 {
        self.0.entry_hash(previous, header)
    }
}

/// Any version of the chain's key, retired ones too: it checks what was sealed, and seals nothing.
#[derive(Clone, Copy, Debug)]
pub struct OpenKey<'k>(pub &'k ChainKey);

impl OpenKey<'_> {
    /// Whether a body is the one that was sealed.
    pub fn holds_body(&self, body: &[u8], hash: &Mac16) -> bool {
        self.0.body_hash(body) == *hash
    }

    /// Whether an entry is the one that was sealed, in its place.
    pub fn holds_entry(&self, previous: &Mac16, header: &Header, hash: &Mac16) -> bool {
        self.0.entry_hash(previous, header) == *hash
    }
}

/// What stands before the first entry.
pub const GENESIS: Mac16 = [0; 16];

#[cfg(test)]
mod tests;
