//! A search text, taken apart once.

use super::fold::fold;
use memchr::memmem::Finder;
use pos_domain::barcode::gtin_key;

/// More words than this say nothing more.
const WORDS_MAX: usize = 8;
/// Nobody types longer names than this.
const TEXT_MAX: usize = 100;
/// Fewer characters of a code are the beginning of too many.
const CODE_BEGINNING_MIN: usize = 3;

pub(super) struct Query {
    /// The words with one space between them.
    pub whole: String,
    pub words: Vec<Word>,
    /// What it may be as a code, most likely first.
    pub codes: Vec<String>,
    /// What a code may begin with.
    pub code_beginnings: Vec<String>,
}

pub(super) struct Word {
    pub text: String,
    pub finder: Finder<'static>,
}

impl Query {
    pub(super) fn new(text: &str) -> Query {
        let text: String = text.trim().chars().take(TEXT_MAX).collect();
        let mut whole = String::new();
        fold(&text, &mut whole);
        let word = |text: &str| Word {
            text: text.to_owned(),
            finder: Finder::new(text).into_owned(),
        };
        let words = whole.split(' ').filter(|w| !w.is_empty());
        let words = words.take(WORDS_MAX).map(word).collect();
        let typed = text.to_lowercase();
        let mut code_beginnings = Vec::new();
        let digits = typed.bytes().filter(u8::is_ascii_digit).count();
        if digits > 0 && typed.len() >= CODE_BEGINNING_MIN && !typed.contains(' ') {
            // The catalogue keeps a UPC-A with the zero of its long form.
            if digits == typed.len() && digits < 12 {
                code_beginnings.push(format!("0{typed}"));
            }
            code_beginnings.push(typed.clone());
        }
        let codes = gtin_key(&typed).into_iter().chain([typed]).collect();
        Query {
            whole,
            words,
            codes,
            code_beginnings,
        }
    }
}
