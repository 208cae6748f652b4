//! What is sought in the bodies of entries. Most of them do not hold it, and of most of those that
//! is plain from their letters alone, without taking them apart.

use super::{JournalSearch, fields};
use memchr::memmem::{self, Finder};
use pos_domain::fact::Fact;
use pos_domain::journal::Header;
use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Map, Value};
use std::io::{self, Write};
use uuid::Uuid;

/// As many hexadecimal digits as the shortest body of bytes has, which is written as numbers.
const HEX_MIN: usize = 32;

/// Made once for a search.
pub struct Needle {
    text: Option<Text>,
    amount: Option<Amount>,
    /// The letters of the body at hand.
    written: Vec<u8>,
}

struct Text {
    small: String,
    /// What it is as an id, written as ids are.
    id: Option<Uuid>,
    /// What of it stands in a body as it is; None: nothing for certain.
    letters: Option<Finder<'static>>,
}

struct Amount {
    minor: i64,
    letters: Finder<'static>,
}

impl Needle {
    pub fn of(input: &JournalSearch) -> Needle {
        let text = input.text.as_deref().map(|text| text.trim().to_lowercase());
        Needle {
            text: text.filter(|small| !small.is_empty()).map(Text::of),
            amount: input.amount_minor.map(Amount::of),
            written: Vec::new(),
        }
    }

    /// Whether the entry holds it: the text in a field, or as the id of the call or of somebody
    /// whom it names; the amount in a field that holds money.
    pub fn is_in(&mut self, header: &Header, fact: Option<&Fact>) -> bool {
        let text = self.text.as_ref().filter(|text| !text.names(header));
        let amount = self.amount.as_ref();
        if text.is_none() && amount.is_none() {
            return true;
        }
        let Some(fact) = fact else { return false };
        let text_letters = text.and_then(|text| text.letters.as_ref());
        let mut letters = text_letters.into_iter().chain(amount.map(|a| &a.letters));
        write_small(fact, &mut self.written);
        if !letters.all(|letters| letters.find(&self.written).is_some()) {
            return false;
        }
        let body = fields::body(fact);
        amount.is_none_or(|amount| has_amount(&body, amount.minor))
            && text.is_none_or(|text| body.values().any(|value| has_text(value, &text.small)))
    }
}

impl Text {
    fn of(small: String) -> Text {
        let id = Uuid::try_parse(&small).ok();
        Text {
            id: id.filter(|id| id.to_string() == small),
            letters: certain(&small).map(|letters| Finder::new(letters).into_owned()),
            small,
        }
    }

    fn names(&self, header: &Header) -> bool {
        self.id.is_some_and(|id| {
            header.request_id.0 == id
                || header.actor.is_some_and(|user| user.0 == id)
                || header.approver.is_some_and(|user| user.0 == id)
                || header.device.is_some_and(|device| device.0 == id)
        })
    }
}

impl Amount {
    fn of(minor: i64) -> Amount {
        Amount {
            minor,
            letters: Finder::new(&minor.to_string()).into_owned(),
        }
    }
}

/// The only two letters that are small letters of another alphabet, in part: the sign of Kelvin and
/// the dotted I.
const STRANGE: [&str; 2] = ["\u{212A}", "\u{130}"];

/// The letters of a body's values, those of ASCII in small.
fn write_small(fact: &Fact, written: &mut Vec<u8>) {
    written.clear();
    let mut writer = serde_json::Serializer::with_formatter(&mut *written, Values::default());
    // Into memory, of a type that has a text for each of its values: it does not fail.
    let _written = fact.serialize(&mut writer);
    let strange = |one: &&str| memmem::find(written, one.as_bytes()).is_some();
    match std::str::from_utf8(written) {
        Ok(words) if STRANGE.iter().any(strange) => *written = words.to_lowercase().into_bytes(),
        Ok(_) | Err(_) => written.make_ascii_lowercase(),
    }
}

/// JSON without the names of its fields: nobody seeks them, and they are half of a body.
#[derive(Default)]
struct Values {
    in_name: bool,
}

impl Formatter for Values {
    fn begin_object_key<W: Write + ?Sized>(&mut self, _: &mut W, _first: bool) -> io::Result<()> {
        self.in_name = true;
        Ok(())
    }

    fn end_object_key<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_name = false;
        Ok(())
    }

    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        match self.in_name {
            true => Ok(()),
            false => writer.write_all(fragment.as_bytes()),
        }
    }
}

/// The longest part of a text that a body has in the same letters, if it has the text: those that
/// `write_small` makes small, and those that know no case. Bytes stand there as a list of numbers,
/// and some letters are escaped.
fn certain(small: &str) -> Option<&str> {
    if small.len() >= HEX_MIN && small.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let is_plain = |c: char| c.is_ascii() || !(c.is_lowercase() || c.is_uppercase());
    let breaks = |c: char| c.is_control() || matches!(c, '"' | '\\') || !is_plain(c);
    let longest = small.split(breaks).max_by_key(|part| part.len());
    longest.filter(|part| !part.is_empty())
}

fn has_amount(body: &Map<String, Value>, minor: i64) -> bool {
    body.iter().any(|(name, value)| match value {
        Value::Number(number) => name.ends_with("_minor") && number.as_i64() == Some(minor),
        Value::Object(inner) => has_amount(inner, minor),
        Value::Array(all) => all.iter().any(|one| {
            one.as_object()
                .is_some_and(|inner| has_amount(inner, minor))
        }),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    })
}

fn has_text(value: &Value, text: &str) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(number) => number.to_string() == text,
        Value::String(words) => words.to_lowercase().contains(text),
        Value::Array(all) => match fields::bytes(all) {
            Some(hex) => hex == text,
            None => all.iter().any(|one| has_text(one, text)),
        },
        Value::Object(inner) => inner.values().any(|one| has_text(one, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pos_domain::fact::{CashMoveKind, CashMoved};
    use pos_domain::ids::{RequestId, Seq};
    use pos_domain::time::Instant;

    fn header() -> Header {
        Header {
            seq: Seq(7),
            register: 1,
            request_id: RequestId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0007)),
            input_hash: 0,
            kind: 0,
            version: 1,
            at: Instant(0),
            actor: None,
            approver: None,
            device: None,
            body_hash: [0; 16],
        }
    }

    fn is_found(fact: &Fact, text: Option<&str>, amount_minor: Option<i64>) -> bool {
        let input = JournalSearch {
            from: None,
            to: None,
            actor: None,
            kind: None,
            text: text.map(str::to_owned),
            amount_minor,
            before: None,
            limit: 1,
        };
        Needle::of(&input).is_in(&header(), Some(fact))
    }

    /// What a body writes in another way than people do is found as people write it.
    #[test]
    fn what_stands_in_a_field_is_found() {
        let moved = Fact::CashMoved(CashMoved {
            shift_no: 12,
            kind: CashMoveKind::PaidOut,
            amount_minor: 4250,
            reason: "Wechselgeld \"GRÖSSE\" \\ ΟΔΟΣ\nzweite Zeile 北京".to_owned(),
        });
        let strange = Fact::CashMoved(CashMoved {
            shift_no: 12,
            kind: CashMoveKind::PaidIn,
            amount_minor: 1,
            reason: "273 \u{212A} \u{130}Z".to_owned(),
        });
        assert!(is_found(&strange, Some("273 k"), None));
        assert!(is_found(&strange, Some("\u{307}z"), None));
        for text in [
            "wechselgeld",
            "ÖSSE",
            "\"größe\"",
            "grösse\" \\",
            "οδος",
            "zeile 北京",
            "ς\nzw",
            "4250",
            "12",
            "paid_out",
            " PAID ",
            "01900000-0000-7000-8000-000000000007",
        ] {
            let stands = text != "\"größe\"";
            assert_eq!(is_found(&moved, Some(text), None), stands, "{text:?}");
            assert_eq!(is_found(&moved, Some(text), Some(4250)), stands, "{text:?}");
            assert!(!is_found(&moved, Some(text), Some(425)), "{text:?}");
        }
        // Names of fields, a part of a number, a number that is no money.
        for text in ["reason", "425", "cash_moved", "1"] {
            assert!(!is_found(&moved, Some(text), None), "{text:?}");
        }
        assert!(!is_found(&moved, None, Some(12)));
        let saved = Fact::SettingsSaved(vec![0xab; 32]);
        assert!(is_found(&saved, Some(&"AB".repeat(32)), None));
        assert!(!is_found(&saved, Some(&"ab".repeat(31)), None));
    }
    /// Whatever a letter becomes in small is small itself, or is one of the two strange ones.
    #[test]
    fn no_letter_becomes_one_that_is_taken_for_certain() {
        for from in '\u{80}'..=char::MAX {
            let known = STRANGE.iter().any(|one| one.starts_with(from));
            for to in from.to_lowercase().filter(|to| *to != from) {
                assert_eq!(certain(&to.to_string()).is_some(), known, "{from:?} {to:?}");
            }
        }
    }
}
