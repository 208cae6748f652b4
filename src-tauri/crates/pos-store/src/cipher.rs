//! Hands the raw key to SQLCipher through its C API. The only module here with `unsafe`; the key
//! never stands in SQL text, where a trace hook or an error message could show it.
#![allow(unsafe_code)]

use rusqlite::{Connection, ffi};
use std::ffi::c_int;
use zeroize::Zeroizing;

/// `x'` + 64 hexadecimal digits + `'`: the form in which SQLCipher takes a key as it is, without
/// stretching it (SQLCipher API, "Raw key data").
const RAW_KEY_BYTES: usize = 67;

/// Keys a connection. Nothing may have been read from it before.
pub fn key(connection: &Connection, key: &[u8; 32]) -> rusqlite::Result<()> {
    let text = raw_key(key);
    // SAFETY: the handle is valid as long as `connection` lives, which is longer than this call;
    // the name is NUL-terminated; SQLCipher copies the key bytes before it returns.
    let code = unsafe {
        ffi::sqlite3_key_v2(
            connection.handle(),
            c"main".as_ptr(),
            text.as_ptr().cast(),
            text.len() as c_int,
        )
    };
    checked(code)
}

/// Writes every page of the file anew under another key, in one transaction of its own.
pub fn rekey(connection: &Connection, key: &[u8; 32]) -> rusqlite::Result<()> {
    let text = raw_key(key);
    // SAFETY: as in [`key`]; SQLCipher reads the key bytes before it returns.
    let code = unsafe {
        ffi::sqlite3_rekey_v2(
            connection.handle(),
            c"main".as_ptr(),
            text.as_ptr().cast(),
            text.len() as c_int,
        )
    };
    checked(code)
}

fn checked(code: c_int) -> rusqlite::Result<()> {
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    }
}

fn raw_key(key: &[u8; 32]) -> Zeroizing<[u8; RAW_KEY_BYTES]> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = Zeroizing::new([b'\''; RAW_KEY_BYTES]);
    text[0] = b'x';
    for (pair, byte) in text[2..66].chunks_exact_mut(2).zip(key) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::raw_key;

    #[test]
    fn a_raw_key_is_hexadecimal_in_quotes() {
        let mut key = [0; 32];
        key[0] = 0xa5;
        key[31] = 0x0f;
        let text = String::from_utf8(raw_key(&key).to_vec()).unwrap();
        assert_eq!(text, format!("x'a5{}0f'", "00".repeat(30)));
    }
}
