//! Amounts, prices, quantities, rates and moments as text. Digits are placed, never divided: no
//! float and no rounding comes near money here.

use crate::language::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pos_domain::currency::{Currency, UnitPrice};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::time::{Day, Instant};

/// U+2212: as wide as a figure, unlike the hyphen.
const MINUS: char = '\u{2212}';
/// Keeps a symbol made of letters and its amount on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// How one shop's documents are written.
#[derive(Clone, Debug)]
pub struct Formats {
    language: Language,
    currency: &'static Currency,
    zone: TimeZone,
}

impl Formats {
    pub fn new(language: Language, currency: &'static Currency, zone: TimeZone) -> Formats {
        Formats {
            language,
            currency,
            zone,
        }
    }

    /// Minor units with the currency's symbol: 341260 is `€3,412.60`, −565 is `−€5.65`.
    pub fn money(&self, amount_minor: i64) -> String {
        let digits = usize::from(self.currency.exponent);
        self.with_symbol(&places(amount_minor, digits, digits))
    }

    /// Minor units without the symbol, for columns that name the currency in their head.
    pub fn bare(&self, amount_minor: i64) -> String {
        let digits = usize::from(self.currency.exponent);
        places(amount_minor, digits, digits)
    }

    /// A unit price with at least the currency's digits and up to four: `€2.35`, `€0.1175`.
    pub fn unit_price(&self, price: UnitPrice) -> String {
        self.with_symbol(&places(price.0, 4, usize::from(self.currency.exponent)))
    }

    /// `2`, `0.642`, `1,200`.
    pub fn quantity(&self, quantity: Quantity) -> String {
        places(quantity.0, 3, 0)
    }

    /// `19%`, `8.875%`; Chinese and English both set no space.
    pub fn percent(&self, percent: Percent) -> String {
        format!("{}%", places(percent.0, 3, 0))
    }

    /// Date and time in the shop's zone: `22 Nov 2026, 14:32` or `2026年11月22日 14:32`.
    pub fn moment(&self, at: Instant) -> String {
        let pattern = match self.language {
            Language::En => "%-d %b %Y, %H:%M",
            Language::Zh => "%Y年%-m月%-d日 %H:%M",
        };
        let moment = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
        moment
            .to_zoned(self.zone.clone())
            .strftime(pattern)
            .to_string()
    }

    /// A business day: `22 Nov 2026` or `2026年11月22日`.
    pub fn day(&self, day: Day) -> String {
        let pattern = match self.language {
            Language::En => "%-d %b %Y",
            Language::Zh => "%Y年%-m月%-d日",
        };
        day.date().strftime(pattern).to_string()
    }

    /// The sign goes before the symbol, and the symbol before the digits in both languages.
    fn with_symbol(&self, digits: &str) -> String {
        let symbol = self.currency.symbol;
        let (sign, digits) = match digits.strip_prefix(MINUS) {
            Some(rest) => ("\u{2212}", rest),
            None => ("", digits),
        };
        if symbol.ends_with(char::is_alphabetic) {
            format!("{sign}{symbol}{NO_BREAK_SPACE}{digits}")
        } else {
            format!("{sign}{symbol}{digits}")
        }
    }
}

/// Writes an integer of `scale` decimals, thousands parted by commas, with at least `least` digits
/// after the point and further ones only while they are not zero.
fn places(value: i64, scale: usize, least: usize) -> String {
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let mut end = fraction.len();
    while end > least && fraction.as_bytes()[end - 1] == b'0' {
        end -= 1;
    }
    let mut text = String::with_capacity(digits.len() + 8);
    if value < 0 {
        text.push(MINUS);
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if end > 0 {
        text.push('.');
        text.push_str(&fraction[..end]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn formats(language: Language, currency: &str) -> Formats {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Formats::new(language, Currency::by_code(currency).unwrap(), zone)
    }

    #[test]
    fn amounts() {
        for (currency, amount_minor, text) in [
            ("EUR", 4792, "€47.92"),
            ("EUR", -565, "−€5.65"),
            ("EUR", 0, "€0.00"),
            ("EUR", 7, "€0.07"),
            ("EUR", 341_260, "€3,412.60"),
            ("EUR", 100_000_000, "€1,000,000.00"),
            ("EUR", i64::MIN, "−€92,233,720,368,547,758.08"),
            ("JPY", 1250, "¥1,250"),
            ("JPY", -3, "−¥3"),
            ("CHF", 1205, "CHF\u{a0}12.05"),
            ("SEK", -99_900, "−kr\u{a0}999.00"),
            ("HKD", 100, "HK$1.00"),
        ] {
            for language in Language::ALL {
                assert_eq!(formats(language, currency).money(amount_minor), text);
            }
        }
        assert_eq!(formats(Language::En, "EUR").bare(-123_456), "−1,234.56");
    }

    #[test]
    fn prices_quantities_rates() {
        let euro = formats(Language::En, "EUR");
        let prices = [23_500, 1175, 125, 230_000].map(|p| euro.unit_price(UnitPrice(p)));
        assert_eq!(prices, ["€2.35", "€0.1175", "€0.0125", "€23.00"]);
        let yen = formats(Language::Zh, "JPY");
        assert_eq!(yen.unit_price(UnitPrice(1_205_000)), "¥120.5");
        let quantities = [642, 3000, -1500, 1_200_000].map(|q| euro.quantity(Quantity(q)));
        assert_eq!(quantities, ["0.642", "3", "−1.5", "1,200"]);
        let rates = [19_000, 8875, 0].map(|r| euro.percent(Percent(r)));
        assert_eq!(rates, ["19%", "8.875%", "0%"]);
    }

    #[test]
    fn moments_are_in_the_zone_of_the_shop() {
        let at = Instant(1_795_354_320_000);
        let texts = Language::ALL.map(|language| formats(language, "EUR").moment(at));
        assert_eq!(texts, ["22 Nov 2026, 14:32", "2026年11月22日 14:32"]);
        let day = Day::parse("2026-11-22").unwrap();
        let texts = Language::ALL.map(|language| formats(language, "EUR").day(day));
        assert_eq!(texts, ["22 Nov 2026", "2026年11月22日"]);
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(amount_minor in any::<i64>()) {
            let text = formats(Language::En, "EUR").bare(amount_minor);
            let plain = text.replace([',', '.'], "").replace(MINUS, "-");
            prop_assert_eq!(plain.parse::<i64>().ok(), Some(amount_minor));
        }
    }
}
