//! The journal's anchor in the keychain: a small blob that survives when the shop folder is
//! rolled back. The vault keeps the bytes; what they say and prove is the journal's business.

use base64ct::{Base64, Encoding};

use crate::error::{Result, VaultError};
use crate::keychain::KeychainError;
use crate::slot::SlotKind;
use crate::vault::{Vault, VaultView};

/// The longest anchor. Windows takes 2,560 bytes of UTF-16, base64 a third more than the blob.
pub const ANCHOR_MAX_BYTES: usize = 512;

/// What the keychain says about the anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The blob last put there.
    Kept(Vec<u8>),
    /// The keychain works and holds none for this shop.
    Missing,
    /// This shop has no keychain slot, so there is nothing to ask.
    NotHere,
}

/// What became of an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorWrite {
    /// It is in the keychain.
    Kept,
    /// This shop has no keychain slot; only the sidecar holds it.
    NotHere,
}

impl Vault {
    /// Keeps `blob` in the keychain in place of the one before. May take as long as the
    /// keychain's limit: call it off the selling path.
    pub fn put_anchor(&self, blob: &[u8]) -> Result<AnchorWrite> {
        if blob.len() > ANCHOR_MAX_BYTES {
            return Err(VaultError::AnchorTooLarge);
        }
        let view = self.view()?;
        if !has_keychain(&view) {
            return Ok(AnchorWrite::NotHere);
        }
        self.keychain()
            .put(&account(&view), &Base64::encode_string(blob))?;
        Ok(AnchorWrite::Kept)
    }

    /// Takes the blob away, when the shop has ended. Failing is no harm: it opens nothing.
    pub(crate) fn forget_anchor(&self, shop_id: &str) {
        if let Err(error) = self.keychain().delete(&place(shop_id)) {
            tracing::warn!(%error, "the anchor stays in the keychain");
        }
    }

    /// The blob last kept. A keychain that is locked or gone is an error, not "missing".
    pub fn get_anchor(&self) -> Result<Anchor> {
        let view = self.view()?;
        if !has_keychain(&view) {
            return Ok(Anchor::NotHere);
        }
        match self.keychain().get(&account(&view)) {
            Ok(text) => Base64::decode_vec(&text)
                .map(Anchor::Kept)
                .map_err(|_| KeychainError::WrongValue.into()),
            Err(KeychainError::Empty) => Ok(Anchor::Missing),
            Err(error) => Err(error.into()),
        }
    }
}

fn place(shop_id: &str) -> String {
    format!("shop {shop_id} anchor")
}

fn has_keychain(view: &VaultView) -> bool {
    view.slots
        .iter()
        .any(|slot| slot.kind == SlotKind::Keychain)
}

fn account(view: &VaultView) -> String {
    place(&view.shop_id)
}
