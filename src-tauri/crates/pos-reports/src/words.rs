//! The texts of documents, from the same Fluent files as the screens. Owns their parsing, once per
//! language and program; never makes up a text.

use crate::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// The texts of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The texts of a language; parsed at the first use.
    pub fn of(language: Language) -> &'static Words {
        static EN: OnceLock<Words> = OnceLock::new();
        static ZH: OnceLock<Words> = OnceLock::new();
        let cell = match language {
            Language::En => &EN,
            Language::Zh => &ZH,
        };
        cell.get_or_init(|| Words::parse(language))
    }

    fn parse(language: Language) -> Words {
        let id: LanguageIdentifier = language
            .code()
            .parse()
            .expect("a two-letter code is a language identifier");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // A receipt is not mixed-direction text; printers would print the isolating marks.
        bundle.set_use_isolating(false);
        // Broken lines leave their keys out; a test holds the files to being whole.
        let resource = FluentResource::try_new(language.source().to_owned())
            .unwrap_or_else(|(partial, _)| partial);
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language = language.code(), ?errors, "texts are named twice");
        }
        Words { bundle }
    }

    /// The text of a key without values.
    pub fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// The text of a key without values, if the file has it.
    pub fn find(&self, key: &str) -> Option<String> {
        self.bundle.has_message(key).then(|| self.say(key))
    }

    /// The text of a key with its values, which come formatted. A key that the file does not have
    /// is said as it is: a receipt with one strange word is better than none.
    pub fn tell(&self, key: &str, values: &[(&str, &str)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|m| m.value());
        let Some(pattern) = pattern else {
            tracing::error!(key, "no such text");
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a text lacks a value");
        }
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_whole() {
        for language in Language::ALL {
            let parsed = FluentResource::try_new(language.source().to_owned());
            assert!(
                parsed.is_ok(),
                "{language:?}: {:?}",
                parsed.err().map(|e| e.1)
            );
        }
    }

    #[test]
    fn a_key_that_is_missing_is_said_as_it_is() {
        assert_eq!(Words::of(Language::En).say("no-such-key"), "no-such-key");
    }
}
