//! A part of the index: folded names in one sorted buffer, codes in another. Never changed after it
//! is built, but for marking a product as gone.

use super::best::{Best, Match};
use super::query::Query;
use memchr::memmem::Finder;
use pos_domain::ids::ProductId;
use std::ops::Range;

/// A product, folded, on its way into a segment. The name may be followed by a tab and the Chinese
/// name.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    pub product_id: ProductId,
    pub text: String,
    pub name_length: u32,
    pub code: Option<String>,
}

#[derive(Default)]
pub(super) struct Segment {
    /// Sorted texts with a newline after each.
    text: String,
    /// Where each text begins, and the end of the buffer.
    starts: Vec<u32>,
    name_lengths: Vec<u32>,
    ids: Vec<ProductId>,
    gone: Vec<bool>,
    codes: String,
    /// Sorted by code: where the code lies in `codes`, and whose it is.
    by_code: Vec<Code>,
}

struct Code {
    start: u32,
    end: u32,
    entry: u32,
}

impl Segment {
    pub(super) fn build(mut entries: Vec<Folded>) -> Segment {
        entries.sort_by(|a, b| (&a.text, a.product_id).cmp(&(&b.text, b.product_id)));
        let mut segment = Segment::default();
        for (entry, folded) in (0..).zip(entries) {
            segment.starts.push(offset(segment.text.len()));
            segment.text.push_str(&folded.text);
            segment.text.push('\n');
            segment.name_lengths.push(folded.name_length);
            segment.ids.push(folded.product_id);
            segment.gone.push(false);
            if let Some(code) = folded.code {
                let start = offset(segment.codes.len());
                segment.codes.push_str(&code);
                let end = offset(segment.codes.len());
                segment.by_code.push(Code { start, end, entry });
            }
        }
        segment.starts.push(offset(segment.text.len()));
        let codes = &segment.codes;
        let code = |c: &Code| &codes[c.start as usize..c.end as usize];
        segment.by_code.sort_by(|a, b| code(a).cmp(code(b)));
        segment.text.shrink_to_fit();
        segment.codes.shrink_to_fit();
        segment
    }

    /// What is still in it, to be built into another.
    pub(super) fn live(&self) -> impl Iterator<Item = Folded> {
        let mut codes: Vec<Option<String>> = vec![None; self.ids.len()];
        for code in &self.by_code {
            codes[code.entry as usize] = Some(self.code(code).to_owned());
        }
        let entries = codes.into_iter().enumerate();
        entries
            .filter(|(at, _)| !self.gone[*at])
            .map(|(at, code)| Folded {
                product_id: self.ids[at],
                text: self.entry(at).to_owned(),
                name_length: self.name_lengths[at],
                code,
            })
    }

    /// Marks a product as gone; false when it is not here.
    pub(super) fn remove(&mut self, product_id: ProductId) -> bool {
        let live = |at: &usize| !self.gone[*at] && self.ids[*at] == product_id;
        let found = (0..self.ids.len()).find(live);
        if let Some(at) = found {
            self.gone[at] = true;
        }
        found.is_some()
    }

    fn entry(&self, at: usize) -> &str {
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    fn code(&self, code: &Code) -> &str {
        &self.codes[code.start as usize..code.end as usize]
    }

    fn found(&self, at: usize, class: u8, position: u32) -> Match<'_> {
        Match {
            class,
            position,
            length: self.name_lengths[at],
            name: self.entry(at),
            product_id: self.ids[at],
        }
    }

    /// Products whose code is the query, or begins with it.
    pub(super) fn by_code<'a>(&'a self, code: &str, whole: bool, best: &mut Best<'a>) {
        let from = self.by_code.partition_point(|c| self.code(c) < code);
        let mut left = best.limit();
        for found in &self.by_code[from..] {
            let text = self.code(found);
            let fits = if whole {
                text == code
            } else {
                text.starts_with(code)
            };
            if !fits || left == 0 {
                break;
            }
            let at = found.entry as usize;
            if !self.gone[at] {
                let class = if whole {
                    Match::CODE
                } else {
                    Match::CODE_BEGINS
                };
                best.offer(self.found(at, class, 0));
                left -= 1;
            }
        }
    }

    /// Products whose name begins with the query: they lie side by side.
    pub(super) fn by_beginning<'a>(&'a self, query: &Query, best: &mut Best<'a>) {
        for at in self.beginning_with(&query.whole) {
            if !self.gone[at] {
                best.offer(self.found(at, Match::BEGINS, 0));
            }
        }
    }

    fn beginning_with(&self, whole: &str) -> Range<usize> {
        let count = self.ids.len();
        if whole.is_empty() {
            return 0..0;
        }
        let from = partition_point(0..count, |at| self.entry(at) < whole);
        let to = partition_point(from..count, |at| self.entry(at).starts_with(whole));
        from..to
    }

    /// Products that hold every word of the query, in the order of their names. Looks at most at
    /// `budget` of those that hold the longest word, and takes them off it.
    pub(super) fn by_words<'a>(&'a self, query: &Query, budget: &mut usize, best: &mut Best<'a>) {
        let Some(longest) = query.words.iter().max_by_key(|w| w.text.len()) else {
            return;
        };
        let mut entry = 0;
        let mut from = 0;
        while *budget > 0 {
            let Some(hit) = longest.finder.find(&self.text.as_bytes()[from..]) else {
                return;
            };
            *budget -= 1;
            entry = self.entry_at(entry, from + hit);
            from = self.starts[entry + 1] as usize;
            if !self.gone[entry]
                && let Some((class, position)) = place(query, self.entry(entry))
            {
                best.offer(self.found(entry, class, position));
            }
        }
    }

    /// The entry that holds a place of the text, not before `from`. Hits come close together, so it
    /// looks in growing steps.
    fn entry_at(&self, from: usize, place: usize) -> usize {
        let behind = |at: usize| self.starts[at + 1] as usize <= place;
        let mut step = 1;
        let mut low = from;
        while low + step < self.ids.len() && behind(low + step) {
            low += step;
            step *= 2;
        }
        partition_point(low..(low + step).min(self.ids.len()), behind)
    }
}

/// How a name holds the words of a query: its class and the position of the first word.
fn place(query: &Query, entry: &str) -> Option<(u8, u32)> {
    let second = entry.find('\t').map_or(entry.len(), |tab| tab + 1);
    if entry[second..].starts_with(&query.whole) {
        return Some((Match::BEGINS, 0));
    }
    let mut class = Match::WORDS_BEGIN;
    let mut position = 0;
    for (n, word) in query.words.iter().enumerate() {
        let (at, begins) = word_in(&word.finder, entry.as_bytes())?;
        if !begins {
            class = Match::HOLDS;
        }
        if n == 0 {
            position = offset(if at < second { at } else { at - second });
        }
    }
    Some((class, position))
}

/// The first place where a word of the entry begins with the text, or else where it stands at all.
fn word_in(finder: &Finder<'_>, entry: &[u8]) -> Option<(usize, bool)> {
    let mut first = None;
    for at in finder.find_iter(entry) {
        if at == 0 || !(entry[at - 1].is_ascii_alphanumeric() || entry[at - 1] >= 0x80) {
            return Some((at, true));
        }
        first.get_or_insert((at, false));
    }
    first
}

/// Like the one of slices, over numbers.
fn partition_point(range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).expect("all names of a shop are below 4 GiB")
}
