//! A new password or PIN: checked against the rules and against what it was before, hashed outside
//! a transaction, kept with the old one's hash.

use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::flow::Flow;
use crate::ports::records::User;
use crate::ports::sign_in::SecretKind;
use crate::tx::Tx;
use pos_domain::fact::Fact;

/// With the one that stands, the last four do not come again (PCI DSS 4.0.1, 8.3.7).
const FORMER_KEPT: u32 = 3;

/// Checks a new secret of a person and hashes it. `field` is where it stands in the input.
///
/// # Errors
/// `pin_rule`, `password_rule`, each with the reason's name.
pub fn hash_of(
    flow: &Flow,
    user: &User,
    kind: SecretKind,
    new: &SecretText,
    field: &str,
) -> AppResult<String> {
    let context = flow.context()?;
    let secrets = flow.world().secrets();
    let text = new.expose();
    let (flaw, code) = match kind {
        SecretKind::Pin => (secrets.pin_flaw(text), ErrorCode::PinRule),
        SecretKind::Password => {
            let names = [user.name.as_str(), context.shop.name.as_str()];
            let mixed = context.shop.sign_in.letters_and_digits;
            let flaw = secrets.password_flaw(text, mixed, &names);
            (flaw, ErrorCode::PasswordRule)
        }
    };
    let broken = |reason: &str| AppError::new(code).field(field).with("reason", reason);
    if let Some(flaw) = flaw {
        return Err(broken(&flaw));
    }
    let former = flow.read(|tx| Ok(tx.store.former_secrets(user.user_id, kind)?))?;
    let now = match kind {
        SecretKind::Pin => &user.pin_hash,
        SecretKind::Password => &user.password_hash,
    };
    for hash in now.iter().chain(&former) {
        let same = match kind {
            SecretKind::Pin => secrets.verify_pin(user.user_id, text, Some(hash)),
            SecretKind::Password => secrets.verify_password(text, Some(hash)),
        };
        if same {
            return Err(broken("used_before"));
        }
    }
    match kind {
        SecretKind::Pin => secrets.hash_pin(user.user_id, text),
        SecretKind::Password => secrets.hash_password(text),
    }
}

/// Puts a new hash in its place, in the caller's transaction. `given`: somebody else knows it.
pub fn put(
    tx: &mut Tx,
    user: &mut User,
    kind: SecretKind,
    hash: &str,
    given: bool,
) -> AppResult<()> {
    let (place, mark) = match kind {
        SecretKind::Pin => (&mut user.pin_hash, &mut user.pin_given),
        SecretKind::Password => (&mut user.password_hash, &mut user.password_given),
    };
    let old = place.replace(hash.to_owned());
    *mark = given;
    if let Some(old) = old {
        let id = user.user_id;
        tx.store.former_secret_put(id, kind, &old, FORMER_KEPT)?;
    }
    tx.store.user_put(user)?;
    tx.record(&Fact::SecretSet(user.user_id)).map(|_| ())
}
