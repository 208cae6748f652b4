//! The peppers of the PINs: the newest hashes, the older ones check what they once hashed. Must
//! never tell by the time it takes whether a person has a PIN.

use pos_vault::{KeyName, KeyRing, OtherKey, Secret, Secret32, VaultError, pin};

/// The pepper in its versions: the newest hashes, each checks what it once hashed.
pub struct Peppers {
    version: u32,
    newest: Secret32,
    before: Vec<(u32, Secret32)>,
}

impl Peppers {
    /// Of a shop that has had one only.
    pub fn first(pepper: Secret32) -> Peppers {
        Peppers {
            version: 1,
            newest: pepper,
            before: Vec::new(),
        }
    }

    /// Of a shop that has ended: it hashes and checks nothing that anybody has.
    pub fn none() -> Peppers {
        Peppers::first(Secret32::take(&mut [0; 32]))
    }

    /// Takes every version out of an opened ring.
    pub(super) fn of(ring: &mut KeyRing) -> Peppers {
        let version = ring.version(KeyName::PinPepper);
        let is_pepper = |one: &OtherKey| one.name == KeyName::PinPepper;
        let before = ring.others.extract_if(.., |one| is_pepper(one));
        let before = before.map(|one| (one.version, one.key)).collect();
        Peppers {
            version,
            newest: std::mem::replace(&mut ring.pin_pepper, Secret32::take(&mut [0; 32])),
            before,
        }
    }

    /// Hashes a PIN with the newest version, and writes down which it was.
    pub fn hash_pin(&self, user: &str, pin: &Secret) -> Result<String, VaultError> {
        let hash = pin::hash(&self.newest, user, pin)?;
        Ok(match self.version {
            1 => hash,
            version => format!("p{version}{hash}"),
        })
    }

    /// Whether a PIN is the one behind a stored hash. Costs the same whichever version it has, and
    /// where there is no hash.
    pub fn verify_pin(&self, user: &str, pin: &Secret, stored: Option<&str>) -> bool {
        let verified = match stored.map(split) {
            None => pin::verify_absent(&self.newest, user, pin),
            Some((version, hash)) => match self.version(version) {
                Some(pepper) => pin::verify(pepper, user, pin, hash),
                None => pin::verify_absent(&self.newest, user, pin),
            },
        };
        verified.unwrap_or(false)
    }

    /// Whether a stored hash should be made anew when its PIN is typed next.
    pub fn is_old(&self, stored: &str) -> bool {
        split(stored).0 != self.version
    }

    /// The one that seals what is new.
    pub fn newest(&self) -> &Secret32 {
        &self.newest
    }

    /// Every version, the newest first: what was sealed under an older one opens still.
    pub fn all(&self) -> impl Iterator<Item = &Secret32> {
        std::iter::once(&self.newest).chain(self.before.iter().map(|(_, key)| key))
    }

    /// The key of a version.
    fn version(&self, version: u32) -> Option<&Secret32> {
        if version == self.version {
            return Some(&self.newest);
        }
        let found = self.before.iter().find(|(one, _)| *one == version);
        found.map(|(_, key)| key)
    }
}

/// The version of the pepper in a stored hash, and the hash: `p2$argon2id$…`; without a version it
/// is of the first.
fn split(stored: &str) -> (u32, &str) {
    let told = stored.strip_prefix('p').and_then(|rest| {
        let (version, _) = rest.split_once('$')?;
        Some((version.parse().ok()?, &rest[version.len()..]))
    });
    told.unwrap_or((1, stored))
}
