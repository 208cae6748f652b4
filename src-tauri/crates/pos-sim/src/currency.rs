//! Owns the currency codes a terminal knows: ISO 4217 letters and numbers.

const TABLE: &[(&str, u16)] = &[
    ("AUD", 36),
    ("CAD", 124),
    ("CHF", 756),
    ("CNY", 156),
    ("CZK", 203),
    ("DKK", 208),
    ("EUR", 978),
    ("GBP", 826),
    ("HKD", 344),
    ("HUF", 348),
    ("JPY", 392),
    ("NOK", 578),
    ("PLN", 985),
    ("SEK", 752),
    ("SGD", 702),
    ("USD", 840),
];

/// The number of a code in letters.
pub fn number(letters: &str) -> Option<u16> {
    TABLE.iter().find(|row| row.0 == letters).map(|row| row.1)
}

/// The letters of a number; the number itself when it is unknown.
pub fn letters(number: u16) -> String {
    match TABLE.iter().find(|row| row.1 == number) {
        Some(row) => row.0.to_owned(),
        None => format!("{number:03}"),
    }
}

/// Every code in letters.
pub fn all() -> Vec<String> {
    TABLE.iter().map(|row| row.0.to_owned()).collect()
}
