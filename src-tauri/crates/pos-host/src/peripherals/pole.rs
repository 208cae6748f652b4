//! The pole display: two rows for the customer, written from what the customer sees.

use super::{Peripherals, map};
use pos_app::ports::records::Peripheral;
use pos_app::views::peripheral::{CustomerLine, CustomerState, CustomerView};
use pos_devices::PeripheralLink;
use pos_devices::displays::{COLUMNS, Display, DisplayCharset, DisplayListener, DisplaySettings};
use pos_domain::currency::Currency;
use pos_domain::ids::PeripheralId;
use pos_domain::quantity::Quantity;
use pos_reports::words::Words;
use pos_reports::{Formats, Language};
use std::sync::{Arc, Weak};

struct Ear {
    id: PeripheralId,
    links: Weak<Peripherals>,
}

/// Drives a display.
pub fn open(paired: &Peripheral, links: Weak<Peripherals>) -> Option<Display> {
    let driver = pos_devices::PeripheralDriver::named(&paired.driver)?;
    let protocol = driver.display_protocol()?;
    let settings = DisplaySettings {
        charset: match paired.options.encoding.as_str() {
            "gb18030" => DisplayCharset::Gb18030,
            "pc858" => DisplayCharset::Pc858,
            _ => DisplayCharset::Pc437,
        },
        ..DisplaySettings::new(protocol)
    };
    let ear = Ear {
        id: paired.peripheral_id,
        links,
    };
    let address = crate::links::address(&paired.address);
    Some(Display::start(address, settings, Arc::new(ear)))
}

impl DisplayListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        if let Some(links) = self.links.upgrade() {
            links.note(self.id, |status| status.health = map::health(&link));
        }
    }
}

/// What a display shows of a view; `before` is what it showed.
pub fn rows(view: &CustomerView, before: Option<&CustomerView>, chinese: bool) -> (String, String) {
    let language = match chinese {
        true => Language::of(&view.language),
        false => Language::En,
    };
    let words = Words::of(language);
    let word = |key: &str| words.say(key).to_uppercase();
    let amount = |minor: i64| amount(view, minor);
    match view.state {
        CustomerState::Idle => (cut(&view.shop_name, COLUMNS), String::new()),
        CustomerState::Ringing | CustomerState::Paying => {
            let line = changed(view, before);
            let upper = line.map_or_else(String::new, |line| {
                let sign = if line.back { -1 } else { 1 };
                pair(&named(line, language), &amount(sign * line.amount_minor))
            });
            let total = pair(&word("receipt-paper-total"), &amount(view.total_minor));
            (upper, total)
        }
        CustomerState::Done => (
            pair(&word("receipt-paper-total"), &amount(view.total_minor)),
            pair(&word("receipt-paper-change"), &amount(view.change_minor)),
        ),
    }
}

/// The line that was rung or changed last.
fn changed<'v>(view: &'v CustomerView, before: Option<&CustomerView>) -> Option<&'v CustomerLine> {
    let old = |at: usize| before.and_then(|view| view.lines.get(at));
    let lines = || view.lines.iter().enumerate();
    let news = lines().rfind(|(at, line)| old(*at) != Some(*line));
    news.map(|(_, line)| line).or(view.lines.last())
}

fn named(line: &CustomerLine, language: Language) -> String {
    let name = match (&line.name_zh, language) {
        (Some(name), Language::Zh) => name,
        (Some(_) | None, Language::Zh | Language::En) => &line.name,
    };
    match line.quantity {
        Quantity::ONE => name.clone(),
        other => format!("{other} x {name}"),
    }
}

fn amount(view: &CustomerView, minor: i64) -> String {
    let Some(currency) = Currency::by_code(&view.currency) else {
        return minor.to_string();
    };
    let formats = Formats::new(Language::En, currency, jiff::tz::TimeZone::UTC);
    // Displays have no minus but the hyphen.
    formats.bare(minor).replace('\u{2212}', "-")
}

/// Columns of a character: those of East Asian scripts take two.
fn width(character: char) -> usize {
    if character >= '\u{2e80}' { 2 } else { 1 }
}

fn cut(text: &str, columns: usize) -> String {
    let mut left = columns;
    text.chars()
        .take_while(|c| {
            let fits = width(*c) <= left;
            left = left.saturating_sub(width(*c));
            fits
        })
        .collect()
}

/// A name on the left, cut before it meets the amount on the right.
fn pair(left: &str, right: &str) -> String {
    let left = cut(left, COLUMNS.saturating_sub(right.len() + 1));
    let taken: usize = left.chars().map(width).sum();
    let gap = COLUMNS.saturating_sub(taken + right.len());
    format!("{left}{}{right}", " ".repeat(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(state: CustomerState, lines: &[(&str, i64, i64)]) -> CustomerView {
        CustomerView {
            state,
            shop_name: "Harbour Street Corner Shop".into(),
            language: "zh".into(),
            currency: "EUR".into(),
            exponent: 2,
            lines: lines
                .iter()
                .map(|(name, thousandths, minor)| CustomerLine {
                    name: (*name).into(),
                    name_zh: Some("圆珠笔（蓝色）中号加长版".into()),
                    quantity: Quantity(*thousandths),
                    amount_minor: *minor,
                    back: false,
                })
                .collect(),
            total_minor: lines.iter().map(|(_, _, minor)| minor).sum(),
            change_minor: 151,
            ..CustomerView::default()
        }
    }

    #[test]
    fn two_rows_for_each_state() {
        use CustomerState::{Done, Idle, Ringing};
        let first = view(Ringing, &[("Ballpoint pen, blue, medium", 1000, 249)]);
        let mut second = view(Ringing, &[("Ballpoint pen, blue, medium", 2000, 498)]);
        for (now, before, chinese, upper, lower) in [
            (view(Idle, &[]), None, false, "Harbour Street Corne", ""),
            (
                first.clone(),
                None,
                false,
                "Ballpoint pen,  2.49",
                "TOTAL           2.49",
            ),
            (
                first.clone(),
                None,
                true,
                "圆珠笔（蓝色）  2.49",
                "合计            2.49",
            ),
            (
                second.clone(),
                Some(first.clone()),
                false,
                "2 x Ballpoint p 4.98",
                "TOTAL           4.98",
            ),
            (
                view(Done, &[("Pen", 1000, 249)]),
                None,
                false,
                "TOTAL           2.49",
                "CHANGE          1.51",
            ),
        ] {
            let shown = rows(&now, before.as_ref(), chinese);
            assert_eq!(shown, (upper.to_owned(), lower.to_owned()));
        }
        // A line before the last one was changed.
        second.lines.push(first.lines[0].clone());
        let mut third = second.clone();
        third.lines[0].quantity = Quantity(3000);
        assert!(rows(&third, Some(&second), false).0.starts_with("3 x"));
        third.lines[0].back = true;
        assert!(rows(&third, Some(&second), false).0.ends_with("-4.98"));
    }
}
