//! `status`: what opens the shop, who can read it, how far its journal has come.

use crate::cli::Place;
use crate::say::Say;
use pos_host::doctor;
use pos_host::proof::{Books, BooksError};
use serde_json::json;

pub fn run(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let folder = place.folder();
    let checkup = doctor::examine(&folder)?;
    let mut warnings = checkup.warnings.clone();
    let (mut head, mut anchor, mut shop) = (None, None, None);
    if !checkup.slots.is_empty() {
        match Books::open(&folder, place.passphrase()?.as_deref()) {
            Ok(mut books) => {
                anchor = books.anchored.seq();
                let seen = books.look(|store| Ok((store.shop()?, store.journal_head()?)))?;
                shop = seen.0.map(|s| (s.name, s.kind, s.currency));
                head = seen.1.map(|(seq, _)| seq.0);
            }
            Err(error @ (BooksError::App(_) | BooksError::Lost { .. })) => {
                warnings.push(error.to_string());
            }
        }
    }
    let version = env!("CARGO_PKG_VERSION");
    let number = |n: Option<i64>| n.map_or("unknown".to_owned(), |n| n.to_string());
    let mut text = format!(
        "posctl {version} · SQLite {} · SQLCipher {}\nfolder   {}\n",
        checkup.sqlite_version,
        checkup.sqlcipher_version,
        folder.display()
    );
    if let Some((name, kind, currency)) = &shop {
        text += &format!("shop     {name}, {kind:?}, {currency}\n");
    }
    text += &format!("keys     {}\n", checkup.slots.join(", "));
    text += &format!(
        "journal  entry {}; anchor {}\n",
        number(head),
        number(anchor)
    );
    for file in &checkup.files {
        let mode = file.mode.map_or(String::new(), |m| format!("{m:04o}"));
        text += &format!("file     {mode} {:>12} {}\n", file.bytes, file.name);
    }
    for warning in &warnings {
        text += &format!("warning  {warning}\n");
    }
    let octal = |mode: Option<u32>| mode.map(|m| format!("{m:04o}"));
    let files: Vec<_> = checkup
        .files
        .iter()
        .map(|f| json!({ "name": f.name, "bytes": f.bytes, "mode": octal(f.mode) }))
        .collect();
    let json = json!({
        "version": version,
        "sqlite_version": checkup.sqlite_version,
        "sqlcipher_version": checkup.sqlcipher_version,
        "folder": folder,
        "shop": shop.map(|(name, kind, currency)| {
            json!({ "name": name, "kind": kind, "currency": currency })
        }),
        "slots": checkup.slots,
        "journal_seq": head,
        "anchor_seq": anchor,
        "files": files,
        "warnings": warnings,
    });
    say.answer(&text, &json);
    Ok(true)
}
