//! What is wrong with a vault or a file, as the screens know it. Owns the two lists; decides
//! nothing.

use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::store::StoreError;
use pos_store::OpenError;
use pos_vault::VaultError;

/// The vault's errors as the screens know them.
pub fn vault_error(error: VaultError) -> AppError {
    let code = match &error {
        VaultError::WrongPassphrase | VaultError::WrongPhrase | VaultError::Phrase(_) => {
            ErrorCode::KeyWrong
        }
        VaultError::Keychain(_)
        | VaultError::Tpm(_)
        | VaultError::KeyFileMissing { .. }
        | VaultError::KeyFileWrong { .. }
        | VaultError::NoSuchSlot
        | VaultError::NoVault { .. } => ErrorCode::KeyUnavailable,
        VaultError::VaultExists { .. } => ErrorCode::ShopExists,
        VaultError::Damaged(_) | VaultError::BadHash => ErrorCode::FileDamaged,
        VaultError::Newer(_) => ErrorCode::FileTooNew,
        VaultError::Busy => ErrorCode::FileLocked,
        VaultError::Io { .. } => ErrorCode::FileUnwritable,
        VaultError::SlotRefused(_)
        | VaultError::LastSlot
        | VaultError::LastPhrase
        | VaultError::SecretNeeded(_) => ErrorCode::FieldInvalid,
        VaultError::NoSlots
        | VaultError::NoSuchVersion
        | VaultError::Unfinished(_)
        | VaultError::Stretching
        | VaultError::AnchorTooLarge
        | VaultError::NoRandomness => ErrorCode::Internal,
    };
    AppError::new(code).with("reason", error)
}

/// The store's opening errors as the screens know them.
pub fn open_error(error: OpenError) -> AppError {
    let code = match &error {
        OpenError::NoShop(_) => ErrorCode::ShopMissing,
        OpenError::ShopExists(_) => ErrorCode::ShopExists,
        OpenError::Held(_) => ErrorCode::FileLocked,
        OpenError::WrongKey => ErrorCode::KeyWrong,
        OpenError::Newer { .. } => ErrorCode::FileTooNew,
        OpenError::RolledBack { .. } | OpenError::NoAnchor | OpenError::OtherShop => {
            ErrorCode::FileRolledBack
        }
        OpenError::Changed { .. } => ErrorCode::FileDamaged,
        OpenError::Io { .. } | OpenError::NoLog(_) => ErrorCode::FileUnwritable,
        OpenError::Older { .. } | OpenError::OldSqlite(_) => ErrorCode::Internal,
        OpenError::Store(StoreError::DiskFull) => ErrorCode::DiskFull,
        OpenError::Store(StoreError::ReadOnly(_)) => ErrorCode::FileUnwritable,
        OpenError::Store(StoreError::Locked) => ErrorCode::FileLocked,
        OpenError::Store(StoreError::Damaged(_) | StoreError::Failed(_)) => ErrorCode::FileDamaged,
    };
    AppError::new(code).with("reason", error)
}
