//! What kind of thing a name speaks of. Owns the words that put a product on a shelf and the
//! span of prices found there. The first kind that fits wins, so the narrow ones stand first.

use super::names::folded;

/// Where a product belongs and what it may cost.
pub struct Kind {
    pub category: &'static str,
    pub tax: &'static str,
    /// Cents, tax included.
    pub price_from: u64,
    pub price_to: u64,
    /// The word that decided was English.
    pub english: bool,
}

/// Rows of category, tax, price span, English words, words of other languages.
const ROWS: &str = include_str!("kinds.tsv");

/// The kind a name speaks of, if it says it clearly.
pub fn of(name: &str) -> Option<Kind> {
    let name = format!(" {} ", folded(name));
    let rows = ROWS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = rows
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .find_map(|row| {
            let [category, tax, from, to, english, other] = row[..] else {
                return None;
            };
            let english = fits(&name, english);
            (english || fits(&name, other)).then_some((category, tax, from, to, english))
        });
    let (category, tax, from, to, english) = row?;
    let (price_from, price_to) = (from.parse().ok()?, to.parse().ok()?);
    (category != "none").then_some(Kind {
        category,
        tax,
        price_from,
        price_to,
        english,
    })
}

fn fits(name: &str, words: &str) -> bool {
    words
        .split('|')
        .any(|word| name.contains(&format!(" {}", word.replace('_', " "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrow_kind_comes_first() {
        let cases = [
            ("Chocolate Ice Cream", Some("frozen")),
            ("Dark Chocolate Almonds", Some("sweets")),
            ("Chicken Noodle Soup", Some("pantry")),
            ("Pain au chocolat", Some("sweets")),
            ("Pain de campagne", Some("bakery")),
            ("Lait entier bio", Some("dairy")),
            ("Baby Food Carrots", None),
            ("Something unheard of", None),
        ];
        for (name, wanted) in cases {
            assert_eq!(of(name).map(|kind| kind.category), wanted, "{name}");
        }
    }
}
