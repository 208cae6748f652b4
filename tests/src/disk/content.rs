//! What is in one file: pages that copies share until one of them is written. Owns the bytes; must
//! never know whether they are durable.

use std::sync::Arc;

const PAGE_BYTES: usize = 4096;
type Page = [u8; PAGE_BYTES];

/// The bytes of a file. Cloning copies no page.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// None: zeros that take no room.
    pages: Vec<Option<Arc<Page>>>,
    len: u64,
    /// Room taken without content (see `Content::taking`), in pages.
    flat_pages: u64,
}

impl Content {
    /// A file of zeros that takes the room of all of them, without holding them in memory.
    pub fn taking(bytes: u64) -> Content {
        Content {
            pages: Vec::new(),
            len: bytes,
            flat_pages: bytes.div_ceil(PAGE_BYTES as u64),
        }
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    /// How many bytes of the disk it takes.
    pub fn room(&self) -> u64 {
        (self.pages.len() as u64).max(self.flat_pages) * PAGE_BYTES as u64
    }

    /// How many bytes more it would take if `len` bytes were written at `offset`.
    pub fn growth(&self, offset: u64, len: usize) -> u64 {
        let end = (offset + len as u64).div_ceil(PAGE_BYTES as u64) * PAGE_BYTES as u64;
        end.saturating_sub(self.room())
    }

    /// Reads from `offset` on; what lies behind the end is zero. Answers how many bytes there are.
    pub fn read(&self, offset: u64, into: &mut [u8]) -> usize {
        let there = self.len.saturating_sub(offset);
        let there = usize::try_from(there).map_or(into.len(), |there| there.min(into.len()));
        let (mut at, mut rest) = (place(offset), &mut into[..]);
        while !rest.is_empty() {
            let (page, from) = (at / PAGE_BYTES, at % PAGE_BYTES);
            let part = rest.len().min(PAGE_BYTES - from);
            let (now, later) = rest.split_at_mut(part);
            match self.pages.get(page) {
                Some(Some(bytes)) => now.copy_from_slice(&bytes[from..from + part]),
                Some(None) | None => now.fill(0),
            }
            (at, rest) = (at + part, later);
        }
        into[there..].fill(0);
        there
    }

    /// Everything in it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; place(self.len)];
        self.read(0, &mut bytes);
        bytes
    }

    pub fn write(&mut self, offset: u64, bytes: &[u8]) {
        let (mut at, mut rest) = (place(offset), bytes);
        self.len = self.len.max(offset + bytes.len() as u64);
        let pages = place(self.len).div_ceil(PAGE_BYTES);
        if self.pages.len() < pages && self.flat_pages == 0 {
            self.pages.resize(pages, None);
        }
        while !rest.is_empty() {
            let (page, from) = (at / PAGE_BYTES, at % PAGE_BYTES);
            let part = rest.len().min(PAGE_BYTES - from);
            if self.pages.len() <= page {
                self.pages.resize(page + 1, None);
            }
            let (now, later) = rest.split_at(part);
            match &mut self.pages[page] {
                Some(shared) => Arc::make_mut(shared)[from..from + part].copy_from_slice(now),
                none => {
                    let mut fresh = [0; PAGE_BYTES];
                    fresh[from..from + part].copy_from_slice(now);
                    *none = Some(Arc::new(fresh));
                }
            }
            (at, rest) = (at + part, later);
        }
    }

    pub fn set_len(&mut self, len: u64) {
        if len < self.len {
            self.pages.truncate(place(len).div_ceil(PAGE_BYTES));
            let from = place(len) % PAGE_BYTES;
            // Where it grows again there are zeros.
            if from > 0
                && let Some(Some(last)) = self.pages.get_mut(place(len) / PAGE_BYTES)
            {
                Arc::make_mut(last)[from..].fill(0);
            }
            self.flat_pages = self.flat_pages.min(len.div_ceil(PAGE_BYTES as u64));
        }
        self.len = len;
    }

    /// Takes over what another has at these pages, without copying; after that both end alike.
    pub fn share(&mut self, with: &Content, offset: u64, len: usize) {
        let first = place(offset) / PAGE_BYTES;
        let end = (place(offset) + len).div_ceil(PAGE_BYTES);
        if self.pages.len() < end.min(with.pages.len()) {
            self.pages.resize(end.min(with.pages.len()), None);
        }
        for page in first..end.min(with.pages.len()) {
            self.pages[page].clone_from(&with.pages[page]);
        }
    }
}

/// An offset as memory counts.
fn place(offset: u64) -> usize {
    usize::try_from(offset).expect("a file in memory has an offset that fits into it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_across_pages_and_holes() {
        let mut content = Content::default();
        content.write(4090, b"0123456789");
        content.write(20_000, b"x");
        let copy = content.clone();
        content.write(4095, b"!");
        let mut read = [9; 12];
        assert_eq!(content.read(4089, &mut read), 12);
        assert_eq!(&read, b"\x0001234!6789\0");
        assert_eq!(copy.read(4095, &mut read[..1]), 1);
        assert_eq!(read[0], b'5', "a copy keeps its own");
        assert_eq!(content.read(20_000, &mut read), 1, "cut at the end");
        assert_eq!((read[0], read[1]), (b'x', 0));
        assert_eq!(content.read(99_999, &mut read), 0);
        content.set_len(4092);
        content.set_len(5000);
        assert_eq!(&content.bytes()[4088..4100], b"\0\x0001\0\0\0\0\0\0\0\0");
    }

    #[test]
    fn room_is_counted_in_pages() {
        let mut content = Content::default();
        assert_eq!(content.growth(0, 1), 4096);
        content.write(4096, b"x");
        assert_eq!((content.room(), content.growth(8191, 1)), (8192, 0));
        assert_eq!(content.growth(8191, 2), 4096);
        assert_eq!(Content::taking(1 << 20).room(), 1 << 20);
    }
}
