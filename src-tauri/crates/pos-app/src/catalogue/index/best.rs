//! The best matches so far, and what makes one match better than another.

use pos_domain::ids::ProductId;

/// One match. The order of the fields is the order of what counts; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match<'a> {
    pub class: u8,
    /// Where the first word stands in the name, in bytes.
    pub position: u32,
    /// Of the name, in bytes.
    pub length: u32,
    pub name: &'a str,
    pub product_id: ProductId,
}

impl Match<'_> {
    /// The text is the product's code.
    pub(super) const CODE: u8 = 0;
    /// The name begins with the text.
    pub(super) const BEGINS: u8 = 1;
    /// Words of the name begin with the words of the text.
    pub(super) const WORDS_BEGIN: u8 = 2;
    /// The name holds the words somewhere.
    pub(super) const HOLDS: u8 = 3;
    /// The product's code begins with the text.
    pub(super) const CODE_BEGINS: u8 = 4;
}

/// At most `limit` matches, best first, each product once.
pub(super) struct Best<'a> {
    limit: usize,
    matches: Vec<Match<'a>>,
}

impl<'a> Best<'a> {
    pub(super) fn new(limit: usize) -> Best<'a> {
        let matches = Vec::with_capacity(limit.min(1000));
        Best { limit, matches }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn is_full(&self) -> bool {
        self.matches.len() >= self.limit
    }

    pub(super) fn offer(&mut self, found: Match<'a>) {
        if self.is_full() && self.matches.last().is_none_or(|worst| *worst <= found) {
            return;
        }
        let same = |m: &Match<'_>| m.product_id == found.product_id;
        if let Some(at) = self.matches.iter().position(same) {
            if self.matches[at] <= found {
                return;
            }
            self.matches.remove(at);
        }
        if self.is_full() {
            self.matches.pop();
        }
        let at = self.matches.partition_point(|m| *m < found);
        self.matches.insert(at, found);
    }

    pub(super) fn into_ids(self) -> Vec<ProductId> {
        self.matches.into_iter().map(|m| m.product_id).collect()
    }
}
