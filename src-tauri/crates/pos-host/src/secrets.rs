//! Passwords, PINs and handles, by the vault. At most two hashes at once: each takes 64 MiB.

use crate::files::Files;
use pos_app::AppResult;
use pos_app::api::AppError;
use pos_app::ports::world::Secrets;
use pos_domain::ids::UserId;
use pos_vault::{Secret, password, pin, random_token};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The vault's hashing behind the use cases' trait.
pub struct VaultSecrets {
    files: Arc<Files>,
    running: Mutex<u32>,
    free: Condvar,
}

const HASHES_AT_ONCE_MAX: u32 = 2;

impl VaultSecrets {
    pub fn new(files: Arc<Files>) -> VaultSecrets {
        VaultSecrets {
            files,
            running: Mutex::new(0),
            free: Condvar::new(),
        }
    }

    /// Waits for a place, works, gives it back.
    fn slowly<T>(&self, work: impl FnOnce() -> T) -> T {
        let lock = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = self
            .free
            .wait_while(lock, |n| *n >= HASHES_AT_ONCE_MAX)
            .unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        drop(running);
        let done = work();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.free.notify_one();
        done
    }
}

/// The name of a broken rule, as the screens know it: the error's variant in snake case.
fn rule_name(flaw: &impl std::fmt::Debug) -> String {
    let variant = format!("{flaw:?}");
    let mut name = String::new();
    for (i, c) in variant.chars().enumerate() {
        if c.is_ascii_uppercase() && i > 0 {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

impl Secrets for VaultSecrets {
    fn password_flaw(&self, text: &str) -> Option<String> {
        let rules = password::PasswordRules::default();
        password::check(&Secret::new(text), rules, &[])
            .err()
            .map(|flaw| rule_name(&flaw))
    }

    fn pin_flaw(&self, text: &str) -> Option<String> {
        pin::check(&Secret::new(text))
            .err()
            .map(|flaw| rule_name(&flaw))
    }

    fn hash_password(&self, text: &str) -> AppResult<String> {
        self.slowly(|| password::hash(&Secret::new(text)))
            .map_err(AppError::internal)
    }

    fn hash_pin(&self, user: UserId, text: &str) -> AppResult<String> {
        let peppers = self.files.peppers()?;
        self.slowly(|| peppers.hash_pin(&user.to_string(), &Secret::new(text)))
            .map_err(AppError::internal)
    }

    fn verify_password(&self, text: &str, hash: Option<&str>) -> bool {
        let secret = Secret::new(text);
        self.slowly(|| match hash {
            Some(hash) => password::verify(&secret, hash),
            None => password::verify_absent(&secret),
        })
        .unwrap_or(false)
    }

    fn verify_pin(&self, user: UserId, text: &str, hash: Option<&str>) -> bool {
        let Ok(peppers) = self.files.peppers() else {
            return false;
        };
        let (user, secret) = (user.to_string(), Secret::new(text));
        self.slowly(|| peppers.verify_pin(&user, &secret, hash))
    }

    fn token(&self) -> String {
        // Without randomness there can be no session; an empty handle matches nothing.
        random_token()
            .map(|t| t.expose().to_owned())
            .unwrap_or_default()
    }
}
