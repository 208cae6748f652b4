//! Looks for card numbers and other secrets in all the ways in which bytes can carry them.
//!
//! Owns: the numbers, the encodings and the places. Must never: decide what may be where; that is
//! each proof's own.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use base64ct::{Base64, Base64Unpadded, Base64Url, Encoding};
use std::fs;
use std::path::Path;

/// A made-up number with a right check digit, in no issuer's range.
pub const PAN: &str = "9999990123456788";

/// Twenty of them, of the lengths that cards have: 16, 19 and 13 to 15 digits (ISO/IEC 7812-1
/// section 4). Each ends in its check digit.
pub fn pans() -> Vec<String> {
    let mut all = vec![PAN.to_owned()];
    for number in 1..20_u64 {
        let length = [16, 19, 15, 16, 14, 13][number as usize % 6];
        let body = format!(
            "99999{:0>width$}",
            number * 7_919_317 % 100_000_000,
            width = length - 6
        );
        all.push(with_check_digit(&body));
    }
    all
}

/// The digits with the one after them that makes a card number of them (ISO/IEC 7812-1 annex B).
fn with_check_digit(body: &str) -> String {
    let digit = |byte: u8| u32::from(byte - b'0');
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| match (at % 2, digit(byte) * 2) {
            (0, twice) => twice / 10 + twice % 10,
            _ => digit(byte),
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Where to look: a name for each, and its bytes.
pub type Places = Vec<(String, Vec<u8>)>;

/// Something to look for: what it is, how it is written, and the bytes of it.
struct Needle {
    what: String,
    encoding: &'static str,
    bytes: Vec<u8>,
}

/// What is looked for.
pub struct Search {
    needles: Vec<Needle>,
    /// Finds all of them in one pass: a web view holds hundreds of megabytes.
    all: AhoCorasick,
}

impl Search {
    /// Looks for card numbers, each in every encoding, and for other secrets as text, UTF-16,
    /// hexadecimal and base64.
    pub fn new(pans: &[&str], secrets: &[(&str, &[u8])]) -> Search {
        let mut needles = Vec::new();
        for pan in pans {
            let what = format!("card …{}", &pan[pan.len() - 4..]);
            let ways = of_digits(pan).into_iter().chain(of_bytes(pan.as_bytes()));
            needles.extend(named(&what, ways));
        }
        for (what, bytes) in secrets {
            needles.extend(named(what, of_bytes(bytes).into_iter()));
        }
        // One look a byte. What it would look ahead with is not compiled, and optimised, with the
        // library.
        let all = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(needles.iter().map(|needle| &needle.bytes))
            .expect("a few hundred needles");
        Search { needles, all }
    }

    /// Looks for one card number.
    pub fn pan() -> Search {
        Search::new(&[PAN], &[])
    }

    /// What is found in these bytes, each thing once: what it is and how it is written.
    pub fn find(&self, bytes: &[u8]) -> Vec<String> {
        let mut seen = vec![false; self.needles.len()];
        // Overlapping: one needle may lie in another, or end where the next has begun.
        for hit in self.all.find_overlapping_iter(bytes) {
            seen[hit.pattern().as_usize()] = true;
        }
        let found = self.needles.iter().zip(seen).filter(|(_, seen)| *seen);
        found
            .map(|(needle, _)| format!("{}: {}", needle.what, needle.encoding))
            .collect()
    }

    /// Every place with everything found in it.
    pub fn hits(&self, places: &Places) -> Vec<String> {
        let of = |(name, bytes): &(String, Vec<u8>)| {
            let found = self.find(bytes).into_iter();
            found
                .map(|what| format!("{name}: {what}"))
                .collect::<Vec<_>>()
        };
        places.iter().flat_map(of).collect()
    }

    /// The ways of writing that are looked for: a name and the bytes, for planting.
    pub fn ways(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.needles.iter().map(|n| (n.encoding, &*n.bytes))
    }
}

fn named(
    what: &str,
    ways: impl Iterator<Item = (&'static str, Vec<u8>)>,
) -> impl Iterator<Item = Needle> {
    ways.map(move |(encoding, bytes)| Needle {
        what: what.to_owned(),
        encoding,
        bytes,
    })
}

/// The ways to write the digits of a card number that are not just its bytes.
fn of_digits(pan: &str) -> Vec<(&'static str, Vec<u8>)> {
    let ascii = pan.as_bytes();
    // Two digits a byte; an odd number of them is filled up at the end (ISO 8583, `F`).
    let nibble = |digit: u8| if digit == b'F' { 15 } else { digit - b'0' };
    let mut even = ascii.to_vec();
    if !even.len().is_multiple_of(2) {
        even.push(b'F');
    }
    let bcd: Vec<u8> = even
        .chunks(2)
        .map(|pair| nibble(pair[0]) << 4 | nibble(pair[1]))
        .collect();
    let grouped = |gap: &str| {
        let groups: Vec<&[u8]> = ascii.chunks(4).collect();
        groups.join(gap.as_bytes())
    };
    let mut all = vec![
        ("bcd", bcd.clone()),
        ("reversed", ascii.iter().rev().copied().collect()),
        ("reversed bcd", bcd.iter().rev().copied().collect()),
        ("spaced", grouped(" ")),
        ("dashed", grouped("-")),
        ("url of a space", grouped("%20")),
        ("url", percent(ascii)),
    ];
    all.extend(base64("base64 of bcd", &bcd));
    all
}

/// The ways to write any bytes. Base64 depends on where they begin: their inner part is looked for
/// at each of the three places.
fn of_bytes(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("plain", bytes.to_vec()),
        ("hex", hex(bytes).into_bytes()),
        ("hex, capital", hex(bytes).to_uppercase().into_bytes()),
    ];
    if let Ok(text) = std::str::from_utf8(bytes) {
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        all.push(("utf-16le", wide(u16::to_le_bytes)));
        all.push(("utf-16be", wide(u16::to_be_bytes)));
    }
    all.extend(base64("base64", bytes));
    all
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    let each = bytes.iter().map(|byte| format!("%{byte:02X}"));
    each.collect::<String>().into_bytes()
}

fn base64(name: &'static str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    for shift in 0..3 {
        all.push((name, base64_inner::<Base64>(bytes, shift)));
        let url = base64_inner::<Base64Url>(bytes, shift);
        if all.last().is_some_and(|(_, plain)| *plain != url) {
            all.push((name, url));
        }
    }
    all
}

/// The characters that do not depend on what stands before and after.
fn base64_inner<E: Encoding>(bytes: &[u8], shift: usize) -> Vec<u8> {
    let padded = [vec![0; shift], bytes.to_vec()].concat();
    let text = E::encode_string(&padded);
    let whole = Base64Unpadded::encode_string(&padded).len();
    let head = [0, 2, 3][shift];
    let tail = if padded.len().is_multiple_of(3) {
        whole
    } else {
        whole - 1
    };
    text.as_bytes()[head..tail].to_vec()
}

/// Every file of a folder and its folders.
pub fn add_files(places: &mut Places, folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(places, &path);
        } else if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            if !is_nothing(&bytes) {
                places.push((path.display().to_string(), bytes));
            }
        }
    }
}

/// Nothing but zeros, such as the reserve on the disk: it is long, and there is nothing to find.
fn is_nothing(bytes: &[u8]) -> bool {
    static ZEROS: [u8; 4096] = [0; 4096];
    bytes
        .chunks(ZEROS.len())
        .all(|piece| *piece == ZEROS[..piece.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_is_found_each() {
        let search = Search::new(
            &[],
            &[("first", b"quarry"), ("other", b"rye"), ("in", b"arr")],
        );
        let found = search.find(b"a quarrye");
        assert_eq!(found, ["first: plain", "other: plain", "in: plain"]);
        assert_eq!(search.find(b"a quarr"), ["in: plain"]);
    }

    #[test]
    fn card_numbers_end_in_their_check_digit() {
        let all = pans();
        assert!(
            all.iter()
                .all(|pan| with_check_digit(&pan[..pan.len() - 1]) == *pan)
        );
        assert_eq!(all.len(), 20);
    }
}
