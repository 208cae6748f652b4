//! The resident index of the shop's products: what the search field looks in. Owns names and codes
//! in memory, nothing else; the file is the truth, and a product's price or stock is never here.
//!
//! Names lie folded in one sorted buffer. A text that many names begin with is answered by the
//! order alone; any other is looked for with `memmem`, which reads the names of 100,000 products
//! faster than an inverted index could merge two of its common words. Few products are enough for
//! a screen, so a common word is not followed to its last name.

mod best;
mod fold;
mod query;
mod segment;
#[cfg(test)]
mod tests;

use best::Best;
use pos_domain::barcode::gtin_key;
use pos_domain::ids::ProductId;
use query::Query;
use segment::{Folded, Segment};

/// What the index takes of a product.
#[derive(Clone, Copy, Debug)]
pub struct IndexEntry<'a> {
    pub product_id: ProductId,
    pub name: &'a str,
    pub name_zh: Option<&'a str>,
    /// As the catalogue keeps it: the GTIN's key or the shop's own code.
    pub barcode: Option<&'a str>,
}

/// Changed products are gathered beside the index until they are this many.
const CHANGED_MAX: usize = 256;
/// Names looked at for one search, at most.
const LOOK_AT_MAX: usize = 12_000;

/// The index. Reading needs no lock of its own; changes want `&mut`.
#[derive(Default)]
pub struct CatalogueIndex {
    base: Segment,
    changed: Segment,
    changed_entries: Vec<Folded>,
    count: usize,
}

/// Gathers products, one row of the file at a time.
#[derive(Default)]
pub struct IndexBuilder {
    entries: Vec<Folded>,
}

impl IndexBuilder {
    /// Takes a product in. Each product only once.
    pub fn add(&mut self, entry: IndexEntry<'_>) {
        self.entries.push(folded(entry));
    }

    /// Sorts and packs what was gathered.
    pub fn finish(self) -> CatalogueIndex {
        CatalogueIndex {
            count: self.entries.len(),
            base: Segment::build(self.entries),
            changed: Segment::build(Vec::new()),
            changed_entries: Vec::new(),
        }
    }
}

impl CatalogueIndex {
    /// An index of all these products.
    pub fn build<'a>(entries: impl IntoIterator<Item = IndexEntry<'a>>) -> CatalogueIndex {
        let mut builder = IndexBuilder::default();
        entries.into_iter().for_each(|entry| builder.add(entry));
        builder.finish()
    }

    /// How many products there are.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Products whose name, in either language, holds every word of `text`, or whose code it is;
    /// at most `limit`.
    ///
    /// Best first: the code itself · a name that begins with the text · names whose words begin
    /// with the words of the text · names that hold them · codes that begin with it. Among equals:
    /// how early in the name, how short the name, then by name.
    pub fn search(&self, text: &str, limit: usize) -> Vec<ProductId> {
        let query = Query::new(text);
        let mut best = Best::new(limit);
        let parts = [&self.changed, &self.base];
        for part in parts {
            for code in &query.codes {
                part.by_code(code, true, &mut best);
            }
            part.by_beginning(&query, &mut best);
        }
        if !best.is_full() {
            let mut budget = LOOK_AT_MAX;
            for part in parts {
                part.by_words(&query, &mut budget, &mut best);
            }
        }
        if !best.is_full() {
            for part in parts {
                for code in &query.code_beginnings {
                    part.by_code(code, false, &mut best);
                }
            }
        }
        best.into_ids()
    }

    /// Takes in a product that is new or was changed.
    pub fn upsert(&mut self, entry: IndexEntry<'_>) {
        self.remove(entry.product_id);
        self.changed_entries.push(folded(entry));
        self.count += 1;
        if self.changed_entries.len() < CHANGED_MAX {
            self.changed = Segment::build(self.changed_entries.clone());
            return;
        }
        let changed = std::mem::take(&mut self.changed_entries);
        let all = self.base.live().chain(changed).collect();
        self.base = Segment::build(all);
        self.changed = Segment::build(Vec::new());
    }

    /// Forgets a product; one that is not there is no matter.
    pub fn remove(&mut self, product_id: ProductId) {
        let was = self.changed_entries.len();
        self.changed_entries.retain(|e| e.product_id != product_id);
        let in_changed = self.changed_entries.len() < was;
        if in_changed {
            self.changed = Segment::build(self.changed_entries.clone());
        }
        if self.base.remove(product_id) || in_changed {
            self.count -= 1;
        }
    }
}

fn folded(entry: IndexEntry<'_>) -> Folded {
    let mut text = String::new();
    fold::fold(entry.name, &mut text);
    let name_length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    if let Some(zh) = entry.name_zh {
        text.push('\t');
        fold::fold(zh, &mut text);
    }
    let code = entry.barcode.map(|code| {
        let code = code.trim();
        gtin_key(code).unwrap_or_else(|| code.to_lowercase())
    });
    Folded {
        product_id: entry.product_id,
        text,
        name_length,
        code: code.filter(|c| !c.is_empty()),
    }
}
