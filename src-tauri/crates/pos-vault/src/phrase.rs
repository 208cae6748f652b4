//! The recovery phrase: 128 random bits as twelve English words of BIP-39, with its checksum.
//!
//! Shown once and never kept. A slip in writing it down (a wrong count, an unknown word, a bad
//! checksum) is told apart from a sound phrase of another shop.

use std::fmt;

use bip39::{Language, Mnemonic};
use zeroize::Zeroizing;

use crate::error::Result;
use crate::random::random_bytes;
use crate::secret::Secret;

const WORDS: usize = 12;
const ENTROPY_BYTES: usize = 16;

/// Why a text is not a recovery phrase. Positions count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Not twelve words.
    #[error("a recovery phrase has {WORDS} words, this has {0}")]
    WordCount(usize),
    /// A word that is not in the list.
    #[error("word {0} is not a word of a recovery phrase")]
    UnknownWord(usize),
    /// Every word is known, but together they are not a phrase: one is wrong or out of place.
    #[error("a word is wrong or out of place")]
    Checksum,
}

/// A shop's recovery phrase. Show it once; it cannot be asked for again.
pub struct RecoveryPhrase(Mnemonic);

impl RecoveryPhrase {
    pub(crate) fn make() -> Result<Self> {
        let entropy = Zeroizing::new(random_bytes::<ENTROPY_BYTES>()?);
        let phrase = Mnemonic::from_entropy_in(Language::English, &*entropy)
            .expect("sixteen bytes are a length that BIP-39 takes");
        Ok(Self(phrase))
    }

    /// Reads what a person typed: any case, any white space, words numbered or with commas.
    pub fn parse(typed: &Secret) -> Result<Self, PhraseError> {
        let lower = Zeroizing::new(typed.normalised().to_lowercase());
        let clean: Zeroizing<String> = Zeroizing::new(
            lower
                .chars()
                .map(|c| {
                    if c.is_ascii_lowercase() || !c.is_ascii() {
                        c
                    } else {
                        ' '
                    }
                })
                .collect(),
        );
        let count = clean.split_whitespace().count();
        if count != WORDS {
            return Err(PhraseError::WordCount(count));
        }
        match Mnemonic::parse_in_normalized(Language::English, &clean) {
            Ok(phrase) => Ok(Self(phrase)),
            Err(bip39::Error::UnknownWord(index)) => Err(PhraseError::UnknownWord(index + 1)),
            Err(bip39::Error::BadWordCount(count)) => Err(PhraseError::WordCount(count)),
            // The rest cannot come from parsing twelve words in one language.
            Err(
                bip39::Error::InvalidChecksum
                | bip39::Error::BadEntropyBitCount(_)
                | bip39::Error::AmbiguousLanguages(_),
            ) => Err(PhraseError::Checksum),
        }
    }

    /// The twelve words in order, for the one screen or sheet that shows them.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.words()
    }

    /// The words with a space between: the form that [`RecoveryPhrase::parse`] reads.
    pub fn text(&self) -> Secret {
        // Twelve words of at most eight letters.
        let mut text = String::with_capacity(WORDS * 9);
        for word in self.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        Secret::new(text)
    }

    /// The random bits themselves, the input of the slot's key.
    pub(crate) fn entropy(&self) -> Zeroizing<[u8; ENTROPY_BYTES]> {
        let (all, _) = self.0.to_entropy_array();
        let all = Zeroizing::new(all);
        let mut entropy = Zeroizing::new([0_u8; ENTROPY_BYTES]);
        entropy.copy_from_slice(&all[..ENTROPY_BYTES]);
        entropy
    }
}

impl Drop for RecoveryPhrase {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl fmt::Debug for RecoveryPhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryPhrase(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::hex;

    fn parse(text: &str) -> Result<RecoveryPhrase, PhraseError> {
        RecoveryPhrase::parse(&Secret::new(text))
    }

    /// The first and a middle one of the vectors of the BIP-39 reference implementation.
    #[test]
    fn published_vectors() {
        let zero = format!("{}about", "abandon ".repeat(11));
        assert_eq!(*parse(&zero).unwrap().entropy(), [0; 16]);
        let cat = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        assert_eq!(*parse(cat).unwrap().entropy(), [0x7f; 16]);
    }

    #[test]
    fn typing_is_forgiven_but_slips_are_named() {
        let phrase = RecoveryPhrase::make().unwrap();
        let words: Vec<_> = phrase.words().collect();
        let shouted = words.join(" \n\t").to_uppercase();
        assert_eq!(*parse(&shouted).unwrap().entropy(), *phrase.entropy());
        let numbered: String = words
            .iter()
            .enumerate()
            .map(|(i, w)| format!("{}. {w}, ", i + 1))
            .collect();
        assert_eq!(*parse(&numbered).unwrap().entropy(), *phrase.entropy());
        assert_eq!(hex(&*phrase.entropy()).len(), 32);

        assert_eq!(parse("").unwrap_err(), PhraseError::WordCount(0));
        assert_eq!(
            parse(&words[..11].join(" ")).unwrap_err(),
            PhraseError::WordCount(11)
        );
        let mut unknown = words.clone();
        unknown[4] = "kassenbon";
        assert_eq!(
            parse(&unknown.join(" ")).unwrap_err(),
            PhraseError::UnknownWord(5)
        );
        let twelve_equal = "zoo ".repeat(12);
        assert_eq!(parse(&twelve_equal).unwrap_err(), PhraseError::Checksum);
        assert_eq!(format!("{phrase:?}"), "RecoveryPhrase(..)");
    }
}
