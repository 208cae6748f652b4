//! What another process holds in its memory right now, as somebody would see it who may look.
//!
//! Owns: the reading. On Linux only, and only for one who may trace the process: its parent where
//! it lets itself be traced, root everywhere.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

/// Longer than any needle of `scan` in any encoding: so much of two pieces is the same.
pub const OVERLAP_BYTES: usize = 256;

/// Read at once.
const PIECE_BYTES: usize = 1 << 20;
const PAGE_BYTES: u64 = 4096;
/// A page that is in memory, or was and is swapped out (Linux, admin-guide/mm/pagemap: bits 63 and
/// 62 of its word).
const HELD: u64 = 0b11 << 62;

/// Hands every readable and writable piece of a process's memory to `each`, with what it is: the
/// heap, a stack, a part of a library. Consecutive pieces overlap by `overlap` bytes, so that
/// nothing is cut in two. What goes away meanwhile is left out, and what was never touched: a web
/// view reserves gigabytes and writes to few of them.
///
/// # Errors
/// The process is gone, or may not be looked into.
pub fn walk(pid: u32, overlap: usize, mut each: impl FnMut(&str, &[u8])) -> io::Result<u64> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let pages = File::open(format!("/proc/{pid}/pagemap"))?;
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
            if !any_held(&pages, at, length as u64) {
                at += length as u64;
                continue;
            }
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

/// Whether the process ever wrote to a page of this piece. Who cannot be told of is looked at.
fn any_held(pages: &File, from: u64, length: u64) -> bool {
    const WORD_BYTES: u64 = 8;
    let (first, last) = (from / PAGE_BYTES, (from + length).div_ceil(PAGE_BYTES));
    let mut words = vec![0; ((last - first) * WORD_BYTES) as usize];
    match pages.read_exact_at(&mut words, first * WORD_BYTES) {
        Ok(()) => words.chunks_exact(WORD_BYTES as usize).any(|word| {
            word.try_into()
                .is_ok_and(|word| u64::from_ne_bytes(word) & HELD != 0)
        }),
        Err(_) => true,
    }
}
