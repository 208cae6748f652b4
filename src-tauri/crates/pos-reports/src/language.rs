//! The languages of documents. A further one is a variant here and a file in `assets/locales`.

/// A language with its own file of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    En,
    Zh,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::Zh];

    /// The language with this code; English when it is not known here.
    pub fn of(code: &str) -> Language {
        match code.split(['-', '_']).next() {
            Some("zh") => Language::Zh,
            Some(_) | None => Language::En,
        }
    }

    /// `en` or `zh`, as the shop's record has it.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
        }
    }

    /// The Fluent source.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Language::En => include_str!("../../../../assets/locales/en.ftl"),
            Language::Zh => include_str!("../../../../assets/locales/zh.ftl"),
        }
    }
}
