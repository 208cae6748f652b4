//! Owns the cards that customers hold up. No full card number is kept here:
//! a number from a canary command is masked the moment it becomes a card.

use serde::{Deserialize, Serialize};

/// A card as the terminal and the bank see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Card {
    /// ZVT card type, BMP 8A.
    pub zvt_type: u8,
    /// Card name, BMP 8B.
    pub name: String,
    /// First six and last four digits, `*` between.
    pub masked_pan: String,
    /// The bank's name for this card; the ledger sums by it.
    pub token: String,
    /// Application id of the chip, hexadecimal.
    pub aid: String,
    /// `YYMM`
    pub expiry: String,
    pub sequence: u8,
    /// 0 magnetic stripe, 1 chip, 2 contactless (tag 1F12).
    pub technology: u8,
}

impl Default for Card {
    fn default() -> Self {
        Self::named("visa").unwrap_or_else(|| unreachable!("the first row of the table"))
    }
}

/// name, type, card name, masked number, AID, technology
const CARDS: &[(&str, u8, &str, &str, &str, u8)] = &[
    ("visa", 10, "VISA", "476173******0043", "A0000000031010", 2),
    (
        "visa-debit",
        10,
        "VISA DEBIT",
        "465901******0011",
        "A0000000031010",
        2,
    ),
    (
        "mastercard",
        6,
        "MASTERCARD",
        "541333******4111",
        "A0000000041010",
        2,
    ),
    (
        "maestro",
        46,
        "MAESTRO",
        "679999******0010",
        "A0000000043060",
        1,
    ),
    (
        "girocard",
        5,
        "girocard",
        "672642******0090",
        "A00000035944444F52",
        1,
    ),
    (
        "amex",
        8,
        "AMERICAN EXPRESS",
        "374245*****1003",
        "A00000002501",
        1,
    ),
    (
        "diners",
        12,
        "DINERS",
        "361480****2006",
        "A0000001523010",
        1,
    ),
    ("jcb", 14, "JCB", "354013******1011", "A0000000651010", 1),
    (
        "unionpay",
        198,
        "UNIONPAY",
        "624030******0019",
        "A000000333010102",
        1,
    ),
];

impl Card {
    /// One of the known cards: visa, mastercard, girocard, amex and so on.
    pub fn named(name: &str) -> Option<Self> {
        let (name, zvt_type, label, masked, aid, technology) =
            *CARDS.iter().find(|row| row.0 == name)?;
        Some(Self {
            zvt_type,
            name: label.into(),
            masked_pan: masked.into(),
            token: format!("card-{name}-1"),
            aid: aid.into(),
            expiry: "2912".into(),
            sequence: 1,
            technology,
        })
    }

    /// This card under another number, of which only the masked form is kept.
    pub fn with_number(mut self, digits: &str) -> Self {
        self.masked_pan = mask(digits);
        self.token = format!("card-canary-{}", self.masked_pan.replace('*', ""));
        self
    }
}

/// First six and last four digits stay.
pub fn mask(digits: &str) -> String {
    let len = digits.chars().count();
    let keep = |at: usize| len < 11 || at < 6 || at + 4 >= len;
    digits
        .chars()
        .enumerate()
        .map(|(at, c)| if keep(at) { c } else { '*' })
        .collect()
}

/// A card in a script: its short name, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum CardChoice {
    Named(String),
    Given(Box<Card>),
}

impl CardChoice {
    /// The card, or the name that is in no table.
    pub fn card(&self) -> Result<Card, String> {
        match self {
            Self::Given(card) => Ok((**card).clone()),
            Self::Named(name) => Card::named(name).ok_or_else(|| format!("no card {name:?}")),
        }
    }
}
