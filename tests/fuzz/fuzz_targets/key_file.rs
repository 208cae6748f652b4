//! Any bytes as the file of key slots, and any text as a recovery phrase: refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_vault::{RecoveryPhrase, Secret, Vault};
use std::cell::OnceCell;

thread_local! {
    static FOLDER: OnceCell<tempfile::TempDir> = const { OnceCell::new() };
}

fuzz_target!(|bytes: &[u8]| {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| tempfile::tempdir().expect("a folder to write into"));
        let file = folder.path().join("keys.ctk");
        std::fs::write(&file, bytes).expect("a file to write into");
        if let Ok(view) = Vault::at(folder.path()).view() {
            assert!(view.shop_id.len() <= bytes.len());
        }
    });
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = RecoveryPhrase::parse(&Secret::new(text));
    }
});
