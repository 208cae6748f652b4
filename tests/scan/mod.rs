//! Looks for one card number in all the ways in which bytes can carry it.

use base64ct::{Base64, Base64Unpadded, Base64Url, Encoding};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// A made-up number with a right check digit, in no issuer's range.
pub const PAN: &str = "9999990123456788";

/// Where to look: a name for each, and its bytes.
pub type Places = Vec<(String, Vec<u8>)>;

/// The ways to write the number that are told apart by name. Base64 depends on where the number
/// begins: its inner part is looked for at each of the three places.
pub fn encodings() -> Vec<(&'static str, Vec<u8>)> {
    let ascii = PAN.as_bytes();
    let bcd: Vec<u8> = ascii
        .chunks(2)
        .map(|p| (p[0] - b'0') << 4 | (p[1] - b'0'))
        .collect();
    let hex_of = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let utf16 = |order: fn(u16) -> [u8; 2]| PAN.encode_utf16().flat_map(order).collect();
    let spaced = |gap: &str| {
        let groups: Vec<&str> = (0..4).map(|n| &PAN[n * 4..n * 4 + 4]).collect();
        groups.join(gap).into_bytes()
    };
    let url = ascii
        .iter()
        .map(|b| format!("%{b:02X}"))
        .collect::<String>();
    let mut all = vec![
        ("ascii", ascii.to_vec()),
        ("utf-16le", utf16(u16::to_le_bytes)),
        ("utf-16be", utf16(u16::to_be_bytes)),
        ("bcd", bcd.clone()),
        ("hex of ascii", hex_of(ascii).into_bytes()),
        ("reversed", ascii.iter().rev().copied().collect()),
        ("reversed bcd", bcd.iter().rev().copied().collect()),
        ("spaced", spaced(" ")),
        ("dashed", spaced("-")),
        ("url of a space", spaced("%20")),
        ("url", url.into_bytes()),
    ];
    for shift in 0..3 {
        all.push(("base64", base64_inner::<Base64>(ascii, shift)));
        all.push(("base64 of bcd", base64_inner::<Base64>(&bcd, shift)));
        all.push(("base64 url of bcd", base64_inner::<Base64Url>(&bcd, shift)));
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

/// Every place with every encoding found in it.
pub fn hits(places: &Places) -> Vec<String> {
    let encodings = encodings();
    let mut found = Vec::new();
    for (name, bytes) in places {
        let lower = bytes.to_ascii_lowercase();
        for (encoding, needle) in &encodings {
            let text = encoding.starts_with("hex") || *encoding == "url";
            let hit = match text {
                true => has(&lower, &needle.to_ascii_lowercase()),
                false => has(bytes, needle),
            };
            if hit {
                found.push(format!("{name}: {encoding}"));
            }
        }
    }
    found
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Every file of a folder and its folders.
pub fn add_files(places: &mut Places, folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(places, &path);
        } else {
            let bytes = fs::read(&path).unwrap();
            if !is_known_reserve(&path, &bytes) {
                places.push((path.display().to_string(), bytes));
            }
        }
    }
}

/// The reserve on the disk holds the same 32 MiB in every shop: they are searched once, for to
/// search them at each look takes longer than a seat stays unlocked.
fn is_known_reserve(path: &Path, bytes: &[u8]) -> bool {
    static KNOWN: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    if path.file_name().is_none_or(|name| name != "reserve") {
        return false;
    }
    let mut known = KNOWN.lock().unwrap();
    if *known == bytes {
        return true;
    }
    *known = bytes.to_vec();
    false
}
