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
/// A word for each page (Linux, admin-guide/mm/pagemap), so many asked for at once.
const WORD_BYTES: usize = 8;
const WORDS_AT_ONCE: usize = 1 << 14;
/// In the highest byte of the word: the page is in memory, or was and is swapped out (bits 63, 62).
const HELD: u8 = 0b11 << 6;
const HIGHEST: usize = if cfg!(target_endian = "little") { 7 } else { 0 };

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
        let what = words.get(5).copied().unwrap_or("memory");
        for (mut at, end) in held(&pages, number(from)?, number(to)?) {
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
    }
    Ok(seen)
}

/// How much memory of its own a process can write to and holds at this moment (proc(5), smaps,
/// Anonymous): a walk sees as much, or looked past something.
///
/// # Errors
/// The process is gone, or may not be looked into.
pub fn held_bytes(pid: u32) -> io::Result<u64> {
    let maps = fs::read_to_string(format!("/proc/{pid}/smaps"))?;
    let (mut writable, mut kilobytes) = (false, 0);
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next());
        match first.strip_suffix(':') {
            None => writable = second.is_some_and(|rights| rights.starts_with("rw")),
            Some("Anonymous") if writable => {
                let number = second.and_then(|number| number.parse::<u64>().ok());
                kilobytes += number.unwrap_or_default();
            }
            Some(_) => {}
        }
    }
    Ok(kilobytes * 1024)
}

/// From where to where the process ever touched its pages. What cannot be told of is looked at.
fn held(pages: &File, from: u64, end: u64) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    let mut words = vec![0; WORD_BYTES * WORDS_AT_ONCE];
    let (mut page, last) = (from / PAGE_BYTES, end.div_ceil(PAGE_BYTES));
    while page < last {
        let count = WORDS_AT_ONCE.min((last - page) as usize);
        let words = &mut words[..count * WORD_BYTES];
        if pages
            .read_exact_at(words, page * WORD_BYTES as u64)
            .is_err()
        {
            runs.push((page * PAGE_BYTES, end));
            break;
        }
        // Most are like the first: never touched. One comparison tells.
        let alike = words[WORD_BYTES..] == words[..words.len() - WORD_BYTES];
        let looked_at = if alike { 1 } else { count };
        for (at, word) in words.chunks_exact(WORD_BYTES).take(looked_at).enumerate() {
            if word[HIGHEST] & HELD == 0 {
                continue;
            }
            let begin = (page + at as u64) * PAGE_BYTES;
            match runs.last_mut() {
                Some((_, end)) if *end == begin => *end += PAGE_BYTES,
                Some(_) | None => runs.push((begin, begin + PAGE_BYTES)),
            }
        }
        if alike && words[HIGHEST] & HELD != 0 {
            let whole = (page + count as u64) * PAGE_BYTES;
            runs.last_mut().expect("its first page was held").1 = whole;
        }
        page += count as u64;
    }
    runs
}
