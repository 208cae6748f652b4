//! Passwords, PINs and handles, by the vault. At most two hashes at once: each takes 64 MiB.

use crate::files::Files;
use pos_app::AppResult;
use pos_app::api::AppError;
use pos_app::ports::sign_in::{NewRecoveryCode, SeedOffer};
use pos_app::ports::world::Secrets;
use pos_domain::ids::UserId;
use pos_domain::time::Instant;
use pos_vault::totp::{self, Seed};
use pos_vault::{Secret, password, pin, random_token, recovery_code};
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
    fn password_flaw(
        &self,
        text: &str,
        letters_and_digits: bool,
        names: &[&str],
    ) -> Option<String> {
        let rules = password::PasswordRules { letters_and_digits };
        password::check(&Secret::new(text), rules, names)
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

    fn renewed_pin(&self, user: UserId, text: &str, hash: &str) -> Option<String> {
        let peppers = self.files.peppers().ok()?;
        if !peppers.is_old(hash) {
            return None;
        }
        let renewed = self.slowly(|| peppers.hash_pin(&user.to_string(), &Secret::new(text)));
        renewed
            .inspect_err(|error| tracing::error!(%user, "a PIN is not hashed anew: {error}"))
            .ok()
    }

    fn seed(&self, user: UserId, issuer: &str, account: &str) -> AppResult<SeedOffer> {
        let peppers = self.files.peppers()?;
        let seed = Seed::make().map_err(AppError::internal)?;
        Ok(SeedOffer {
            sealed: seed
                .seal(peppers.newest(), &user.to_string())
                .map_err(AppError::internal)?,
            uri: seed.uri(issuer, account).expose().to_owned(),
            base32: seed.base32().expose().to_owned(),
        })
    }

    fn is_code(&self, typed: &str) -> bool {
        totp::is_code(&Secret::new(typed))
    }

    fn code_step(
        &self,
        user: UserId,
        sealed: Option<&[u8]>,
        code: &str,
        now: Instant,
    ) -> Option<i64> {
        let peppers = self.files.peppers().ok()?;
        let id = user.to_string();
        let own = sealed.and_then(|sealed| {
            let opened = peppers
                .all()
                .find_map(|pepper| Seed::open(pepper, &id, sealed).ok());
            if opened.is_none() {
                tracing::error!(%user, "a second factor does not open");
            }
            opened
        });
        let known = own.is_some();
        // Who has none costs the same: a seed of the moment fits no code on purpose.
        let seed = own.map_or_else(Seed::make, Ok).ok()?;
        let step = seed.matching_step(&Secret::new(code), now.0.div_euclid(1000));
        step.filter(|_| known)
    }

    fn renewed_seed(&self, user: UserId, sealed: &[u8]) -> Option<Vec<u8>> {
        let (peppers, id) = (self.files.peppers().ok()?, user.to_string());
        if Seed::open(peppers.newest(), &id, sealed).is_ok() {
            return None;
        }
        let seed = peppers
            .all()
            .find_map(|one| Seed::open(one, &id, sealed).ok())?;
        seed.seal(peppers.newest(), &id)
            .inspect_err(|error| tracing::error!(%user, "a seed is not sealed anew: {error}"))
            .ok()
    }

    fn recovery_codes(&self, user: UserId) -> AppResult<Vec<NewRecoveryCode>> {
        let (peppers, user) = (self.files.peppers()?, user.to_string());
        let codes = recovery_code::make().map_err(AppError::internal)?;
        let kept = |code: Secret| {
            let mac = recovery_code::keyed(peppers.newest(), &user, &code);
            Ok(NewRecoveryCode {
                mac: mac.ok_or_else(|| AppError::internal("a recovery code is none"))?,
                text: code.expose().to_owned(),
            })
        };
        codes.into_iter().map(kept).collect()
    }

    fn recovery_macs(&self, user: UserId, typed: &str) -> Vec<[u8; 32]> {
        let Ok(peppers) = self.files.peppers() else {
            return Vec::new();
        };
        let (user, typed) = (user.to_string(), Secret::new(typed));
        let keyed = |pepper| recovery_code::keyed(pepper, &user, &typed);
        peppers.all().filter_map(keyed).collect()
    }

    fn token(&self) -> String {
        // Without randomness there can be no session; an empty handle matches nothing.
        random_token()
            .map(|t| t.expose().to_owned())
            .unwrap_or_default()
    }
}
