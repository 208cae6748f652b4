//! What another process holds in its memory right now, as somebody would see it who may look.
//!
//! Owns: the reading. On Linux only, and only for one who may trace the process: its parent where
//! it lets itself be traced, root everywhere.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

/// Read at once.
const PIECE_BYTES: usize = 1 << 20;

/// Hands every readable and writable piece of a process's memory to `each`, with what it is: the
/// heap, a stack, a part of a library. Consecutive pieces overlap by `overlap` bytes, so that
/// nothing is cut in two. What goes away meanwhile is left out.
///
/// # Errors
/// The process is gone, or may not be looked into.
pub fn walk(pid: u32, overlap: usize, mut each: impl FnMut(&str, &[u8])) -> io::Result<u64> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut seen = 0;
    for line in maps.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (Some(range), Some(rights)) = (words.first(), words.get(1)) else {
            continue;
        };
        // What cannot be written holds the program itself.
        if !rights.starts_with("rw") {
            continue;
        }
        let Some((from, to)) = range.split_once('-') else {
            continue;
        };
        let number = |text| u64::from_str_radix(text, 16).map_err(io::Error::other);
        let (mut at, end) = (number(from)?, number(to)?);
        let what = words.get(5).copied().unwrap_or("memory");
        while at < end {
            let length = PIECE_BYTES.min((end - at) as usize);
            let Ok(read @ 1..) = memory.read_at(&mut piece[..length], at) else {
                break;
            };
            each(what, &piece[..read]);
            seen += read as u64;
            let step = if at + (read as u64) < end {
                read.saturating_sub(overlap).max(1)
            } else {
                read
            };
            at += step as u64;
        }
    }
    Ok(seen)
}
