//! A secret that a person typed, on its way from the door to the vault. Zeroed when it goes; must
//! never be printed, kept or sent on.

use serde::{Deserialize, Deserializer};
use std::fmt;
use ts_rs::{Config, TS};
use zeroize::Zeroizing;

/// A password, a PIN or a code as it came in.
#[derive(Clone)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    pub fn new(text: impl Into<String>) -> SecretText {
        SecretText(Zeroizing::new(text.into()))
    }

    /// The text itself. Do not copy it into anything that is not zeroed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SecretText, D::Error> {
        String::deserialize(from).map(SecretText::new)
    }
}

/// A string, as the screens see it.
impl TS for SecretText {
    type WithoutGenerics = SecretText;
    type OptionInnerType = SecretText;

    fn name(_: &Config) -> String {
        "string".into()
    }
    fn inline(_: &Config) -> String {
        "string".into()
    }
}
