//! The shop's keys while it is open: changed one at a time, each so that a cut at any moment leaves
//! a shop that opens. The order is always: the new key stands in the vault, then something is
//! closed with it, then the old one goes. Must never drop a key before what it closed was opened
//! with the new one.

use crate::files::{Files, open_error, vault_error};
use crate::shop::OpenShop;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::keys::{KeyRecord, KeyRegister, ShopKeys, SlotRecord};
use pos_app::ports::store::{NewEntry, StoreError};
use pos_app::views::keys::{KeyStep, SlotSecret};
use pos_domain::fact::{Fact, KeyKind, KeyRotated, SlotKind};
use pos_domain::ids::RequestId;
use pos_domain::time::Instant;
use pos_store::{Durability, Keys, Writer};
use pos_vault::{
    Before, Generation, Kek, KeyName, KeyRing, NewSlot, Secret, SlotId, Standing, Unlock, Vault,
    VaultError, VaultView,
};

use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

mod peppers;

pub use peppers::Peppers;

/// A passphrase for a key slot is not shorter.
pub const PASSPHRASE_CHARS_MIN: usize = 12;

/// The ring as the store takes it: every version that something on the disk may be closed with.
pub fn store_keys(ring: &KeyRing) -> Keys {
    let mut journal = vec![(ring.version(KeyName::Journal), &ring.journal)];
    journal.extend(
        ring.others(KeyName::Journal)
            .map(|one| (one.version, &one.key)),
    );
    let first = journal.iter().find(|(version, _)| *version == 1);
    let (_, first) = first.unwrap_or(&journal[0]);
    let mut keys = Keys::new(ring.database.expose(), first.expose(), ring.anchor.expose());
    for (version, chain) in &journal {
        keys = keys.and_chain(*version, chain.expose());
    }
    for other in ring.others(KeyName::Database) {
        keys = keys.or_database(other.key.expose());
    }
    for other in ring.others(KeyName::Anchor) {
        keys = keys.and_anchor_before(other.key.expose());
    }
    keys
}

/// What a ring brings to an open shop.
pub struct Unlocked {
    pub ring: KeyRing,
    pub kek: Kek,
}

impl Unlocked {
    pub fn peppers(&mut self) -> Peppers {
        Peppers::of(&mut self.ring)
    }
}

/// Ends what a rotation left when it was cut off: the file has told by now which key it has.
pub fn end_rotations(
    vault: &Vault,
    unlocked: &Unlocked,
    shop: &OpenShop,
) -> Result<(), VaultError> {
    let held = || Unlock::Held(unlocked.kek.clone());
    let ring = &unlocked.ring;
    let coming = |name| {
        let mut of_it = ring.others(name);
        of_it.find(|one| one.standing == Standing::Coming)
    };
    if let Some(coming) = coming(KeyName::Database) {
        if shop.database().is_keyed_with(coming.key.expose()) {
            tracing::warn!("the file has its new key already: the old one is dropped");
            vault.take_coming(&held(), KeyName::Database, Before::Dropped)?;
        } else {
            vault.drop_others(&held(), KeyName::Database, Standing::Coming)?;
        }
        shop.forget_other_key();
    }
    if coming(KeyName::Anchor).is_some() {
        // Sealed anew with the key in use, wherever it stands; then nothing needs the other one.
        shop.change_anchor_key(ring.anchor.expose())
            .map_err(|error| VaultError::Unfinished(error.to_string()))?;
        vault.put_anchor(&shop.anchor())?;
        vault.drop_others(&held(), KeyName::Anchor, Standing::Coming)?;
    }
    for name in [KeyName::Journal, KeyName::Backup, KeyName::PinPepper] {
        // It was never the current one, so nothing was closed with it.
        vault.drop_others(&held(), name, Standing::Coming)?;
    }
    Ok(())
}

/// A journal seals with the newest version of its key: a cut between the new key and the entry that
/// tells of it, or a restore from before both, left it on a retired one.
pub fn onto_newest_key(writer: &mut Writer, ring: &KeyRing) {
    let version = ring.version(KeyName::Journal);
    if writer.epoch().is_none_or(|epoch| epoch >= version) {
        return;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let entry = NewEntry {
        request_id: RequestId(Uuid::now_v7()),
        input_hash: 0,
        at: Instant(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))),
        actor: None,
        approver: None,
        device: None,
    };
    let key = KeyKind::Journal;
    let told: Result<_, StoreError> = writer.act(Durability::Full, |store| {
        store.journal_append(entry, &Fact::KeyRotated(KeyRotated { key, version }))
    });
    match told {
        Ok(_) => tracing::warn!(version, "the journal goes on with the newest of its keys"),
        Err(error) => tracing::error!("the journal goes on with a retired key: {error}"),
    }
}

impl ShopKeys for Files {
    fn register(&self) -> AppResult<KeyRegister> {
        let view = self.vault().view().map_err(vault_error)?;
        Ok(KeyRegister {
            keys: KeyKind::ALL.map(|key| record(&view, key)).to_vec(),
            slots: view.slots.iter().map(slot_record).collect(),
            from_older_copy: view.source == Generation::Previous,
            has_tpm: self.vault().has_tpm(),
        })
    }

    fn rotate(
        &self,
        key: KeyKind,
        secrets: &[SlotSecret],
        tell: &dyn Fn(KeyStep),
    ) -> AppResult<u32> {
        let shop = self.shop()?;
        let _one_at_a_time = shop.one_change_of_keys()?;
        match key {
            KeyKind::Kek => self.rotate_kek(&shop, secrets, tell),
            KeyKind::Database => self.rotate_database(&shop, tell),
            KeyKind::Anchor => self.rotate_anchor(&shop, tell),
            KeyKind::Journal => self.rotate_kept(&shop, KeyName::Journal, tell),
            KeyKind::Backup => self.rotate_kept(&shop, KeyName::Backup, tell),
            KeyKind::Pepper => self.rotate_kept(&shop, KeyName::PinPepper, tell),
        }
    }

    fn slot_add(
        &self,
        kind: SlotKind,
        passphrase: Option<&str>,
    ) -> AppResult<(u32, Option<Vec<String>>)> {
        let shop = self.shop()?;
        let _one_at_a_time = shop.one_change_of_keys()?;
        let new = match kind {
            SlotKind::Keychain => NewSlot::Keychain,
            SlotKind::Tpm => NewSlot::Tpm,
            SlotKind::RecoveryPhrase => NewSlot::RecoveryPhrase,
            SlotKind::KeyFile => NewSlot::KeyFile(None),
            SlotKind::Passphrase => NewSlot::Passphrase(strong(passphrase)?),
        };
        let (id, phrase) = self
            .vault()
            .add_slot(&shop.held_unlock(), &new)
            .map_err(|error| vault_error(error).field("kind"))?;
        let words = phrase.map(|phrase| phrase.words().map(str::to_owned).collect());
        Ok((id.0, words))
    }

    fn slot_test(&self, slot_id: u32, secret: Option<&str>) -> AppResult<()> {
        let typed = secret.map(Secret::new);
        self.vault()
            .test_slot(SlotId(slot_id), typed.as_ref())
            .map_err(vault_error)
    }

    fn slot_remove(&self, slot_id: u32) -> AppResult<()> {
        let shop = self.shop()?;
        let _one_at_a_time = shop.one_change_of_keys()?;
        self.vault()
            .remove_slot(&shop.held_unlock(), SlotId(slot_id))
            .map_err(vault_error)
    }

    fn check_phrase(&self, phrase: &str) -> AppResult<()> {
        self.vault()
            .open(&Unlock::Recovery(Secret::new(phrase)))
            .map(drop)
            .map_err(vault_error)
    }

    fn destroy(&self) -> AppResult<()> {
        let shop = self.shop()?;
        let _one_at_a_time = shop.one_change_of_keys()?;
        self.end_shop()
    }
}

impl Files {
    /// Keys whose older versions are kept, to read and check: the journal's chain, backups, PINs.
    fn rotate_kept(
        &self,
        shop: &OpenShop,
        name: KeyName,
        tell: &dyn Fn(KeyStep),
    ) -> AppResult<u32> {
        let (vault, held) = (self.vault(), shop.held_unlock());
        let (version, key) = vault.make_coming(&held, name).map_err(vault_error)?;
        tell(KeyStep::Made);
        vault
            .take_coming(&held, name, Before::Retired)
            .map_err(vault_error)?;
        tell(KeyStep::Carried);
        match name {
            KeyName::Journal => {
                shop.database().add_chain(version, key.expose());
                self.sign_by(&key);
            }
            KeyName::PinPepper => {
                let mut ring = vault.open(&held).map_err(vault_error)?;
                shop.change_peppers(Peppers::of(&mut ring));
            }
            KeyName::Backup | KeyName::Database | KeyName::Anchor => {}
        }
        let ring = vault.open(&held).map_err(vault_error)?;
        if ring.version(name) != version {
            return Err(AppError::internal("the new key is not the one in use"));
        }
        tell(KeyStep::Verified);
        Ok(version)
    }

    fn rotate_database(&self, shop: &OpenShop, tell: &dyn Fn(KeyStep)) -> AppResult<u32> {
        let (vault, held, name) = (self.vault(), shop.held_unlock(), KeyName::Database);
        let (version, key) = vault.make_coming(&held, name).map_err(vault_error)?;
        tell(KeyStep::Made);
        if let Err(error) = shop.rekey(key.expose()) {
            if !shop.database().is_keyed_with(key.expose()) {
                // Nothing is closed with it; if this fails too, the next start does it.
                let dropped = vault.drop_others(&held, name, Standing::Coming);
                dropped.unwrap_or_else(|error| tracing::warn!("the unused key stays: {error}"));
            }
            return Err(open_error(error));
        }
        tell(KeyStep::Carried);
        shop.database().check_pages().map_err(open_error)?;
        tell(KeyStep::Verified);
        shop.database().forget_copies().map_err(open_error)?;
        vault
            .take_coming(&held, name, Before::Dropped)
            .map_err(vault_error)?;
        shop.forget_other_key();
        Ok(version)
    }

    fn rotate_anchor(&self, shop: &OpenShop, tell: &dyn Fn(KeyStep)) -> AppResult<u32> {
        let (vault, held, name) = (self.vault(), shop.held_unlock(), KeyName::Anchor);
        let (version, key) = vault.make_coming(&held, name).map_err(vault_error)?;
        tell(KeyStep::Made);
        shop.change_anchor_key(key.expose()).map_err(open_error)?;
        vault.put_anchor(&shop.anchor()).map_err(vault_error)?;
        tell(KeyStep::Carried);
        vault
            .take_coming(&held, name, Before::Dropped)
            .map_err(vault_error)?;
        tell(KeyStep::Verified);
        Ok(version)
    }

    fn rotate_kek(
        &self,
        shop: &OpenShop,
        secrets: &[SlotSecret],
        tell: &dyn Fn(KeyStep),
    ) -> AppResult<u32> {
        let typed: Vec<(SlotId, Secret)> = secrets
            .iter()
            .map(|one| (SlotId(one.slot_id), Secret::new(one.secret.as_str())))
            .collect();
        let done = self.vault().rotate_kek(&shop.held_unlock(), &typed);
        let (version, kek) = done.map_err(|error| vault_error(error).field("secrets"))?;
        tell(KeyStep::Carried);
        shop.change_kek(kek);
        self.vault()
            .open(&shop.held_unlock())
            .map_err(vault_error)?;
        tell(KeyStep::Verified);
        Ok(version)
    }
}

/// A passphrase that may become a slot.
pub fn strong(passphrase: Option<&str>) -> AppResult<Secret> {
    let text = passphrase.unwrap_or_default();
    if text.chars().count() < PASSPHRASE_CHARS_MIN {
        return Err(AppError::invalid("passphrase", "too_short"));
    }
    Ok(Secret::new(text))
}

fn record(view: &VaultView, key: KeyKind) -> KeyRecord {
    let name = match key {
        KeyKind::Database => KeyName::Database,
        KeyKind::Journal => KeyName::Journal,
        KeyKind::Anchor => KeyName::Anchor,
        KeyKind::Backup => KeyName::Backup,
        KeyKind::Pepper => KeyName::PinPepper,
        KeyKind::Kek => {
            return KeyRecord {
                key,
                version: view.kek_version,
                made_at: view.kek_made_at_ms.map(Instant),
                retired: 0,
            };
        }
    };
    let of_it = || view.keys.iter().filter(|one| one.name == name);
    let current = of_it().find(|one| one.standing == Standing::Current);
    let retired = of_it()
        .filter(|one| one.standing == Standing::Retired)
        .count();
    KeyRecord {
        key,
        version: current.map_or(0, |one| one.version),
        made_at: current.and_then(|one| one.made_at_ms).map(Instant),
        retired: u32::try_from(retired).unwrap_or(u32::MAX),
    }
}

fn slot_record(slot: &pos_vault::SlotView) -> SlotRecord {
    SlotRecord {
        slot_id: slot.id.0,
        kind: match slot.kind {
            pos_vault::SlotKind::Keychain => SlotKind::Keychain,
            pos_vault::SlotKind::Tpm => SlotKind::Tpm,
            pos_vault::SlotKind::Passphrase => SlotKind::Passphrase,
            pos_vault::SlotKind::RecoveryPhrase => SlotKind::RecoveryPhrase,
            pos_vault::SlotKind::KeyFile => SlotKind::KeyFile,
        },
        made_at: slot.made_at_ms.map(Instant),
        tested_at: slot.tested_at_ms.map(Instant),
    }
}

/// Another change of keys is under way.
pub fn busy() -> AppError {
    AppError::new(ErrorCode::FileLocked).with("reason", "a key is being changed")
}
