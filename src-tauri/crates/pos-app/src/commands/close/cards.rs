//! A terminal's totals by card beside ours. Terminals name groups (ZVT BMP 60: `Eurocard` for every
//! Mastercard, `others`), payments name cards.

use crate::views::close::{CardFigure, CountSum};
use pos_domain::fact::{CardTotal, Fact};
use pos_domain::journal::Header;

/// The group of what no other group takes.
const OTHERS: &str = "others";

/// Ours and theirs, one row a group of theirs; by our own names when they told none.
pub fn compare(ours: &[CardTotal], theirs: &[CardTotal]) -> Vec<CardFigure> {
    if theirs.is_empty() {
        let alone = |card: &CardTotal| CardFigure {
            card_name: card.card_name.clone(),
            ours: sum(&[card]),
            theirs: None,
        };
        return ours.iter().map(alone).collect();
    }
    let groups: Vec<String> = theirs.iter().map(|card| group(&card.card_name)).collect();
    let rest = groups.iter().position(|group| group == OTHERS);
    let place = |card: &CardTotal| {
        let own = group(&card.card_name);
        groups.iter().position(|group| *group == own).or(rest)
    };
    let mut figures: Vec<CardFigure> = Vec::new();
    for (at, told) in theirs.iter().enumerate() {
        let of_group: Vec<&CardTotal> = ours.iter().filter(|c| place(c) == Some(at)).collect();
        figures.push(CardFigure {
            card_name: match of_group.as_slice() {
                [one] => one.card_name.clone(),
                _ => told.card_name.clone(),
            },
            ours: sum(&of_group),
            theirs: Some(sum(&[told])),
        });
    }
    for card in ours.iter().filter(|card| place(card).is_none()) {
        figures.push(CardFigure {
            card_name: card.card_name.clone(),
            ours: sum(&[card]),
            theirs: Some(CountSum::default()),
        });
    }
    let nothing = CountSum::default();
    figures.retain(|f| f.ours != nothing || f.theirs.is_some_and(|theirs| theirs != nothing));
    figures
}

/// Whether every group and the whole agree. ZVT totals have no sign: what came to less than nothing
/// is told as nothing.
pub fn agree(cards: &[CardFigure], ours_minor: i64, theirs_minor: Option<i64>) -> Option<bool> {
    let told = |ours: i64, theirs: i64| ours.max(0) == theirs;
    let row = |card: &CardFigure| {
        card.theirs
            .is_none_or(|theirs| told(card.ours.amount_minor, theirs.amount_minor))
    };
    theirs_minor.map(|theirs| told(ours_minor, theirs) && cards.iter().all(row))
}

/// What payments took, by card, as the batch counts it.
pub fn taken(entries: &[(Header, Fact)]) -> Vec<CardTotal> {
    let mut totals: Vec<CardTotal> = Vec::new();
    for (_, fact) in entries {
        let Fact::AttemptMoved(moved) = fact else {
            continue;
        };
        let Some((card_name, count, amount_minor)) = moved.batch_share() else {
            continue;
        };
        match totals.iter_mut().find(|t| t.card_name == card_name) {
            Some(total) => {
                total.count += count;
                total.amount_minor += amount_minor;
            }
            None => totals.push(CardTotal {
                card_name: card_name.to_owned(),
                count,
                amount_minor,
            }),
        }
    }
    totals.sort_by(|a, b| a.card_name.cmp(&b.card_name));
    totals
}

fn sum(cards: &[&CardTotal]) -> CountSum {
    CountSum {
        count: cards.iter().map(|card| card.count).sum(),
        amount_minor: cards.iter().map(|card| card.amount_minor).sum(),
    }
}

/// One word for the names of one scheme.
fn group(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    let known = match plain.as_str() {
        "eurocard" | "mastercard" => "mastercard",
        "americanexpress" | "amex" => "amex",
        "girocard" | "eccash" | "eccard" | "ec" => "girocard",
        word if word.starts_with("visa") => "visa",
        word if word.starts_with("diners") => "diners",
        word => return word.to_owned(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(card_name: &str, count: i64, amount_minor: i64) -> CardTotal {
        CardTotal {
            card_name: card_name.into(),
            count,
            amount_minor,
        }
    }

    /// Name, our amount, their amount.
    fn rows(figures: &[CardFigure]) -> Vec<(&str, i64, Option<i64>)> {
        let row = |f: &CardFigure| f.theirs.map(|theirs| theirs.amount_minor);
        figures
            .iter()
            .map(|f| (f.card_name.as_str(), f.ours.amount_minor, row(f)))
            .collect::<Vec<_>>()
    }

    #[test]
    fn cards_find_their_group() {
        let ours = [
            total("AMERICAN EXPRESS", 1, 700),
            total("MAESTRO", 1, 50),
            total("MASTERCARD", 2, 300),
            total("UNIONPAY", 1, 20),
            total("VISA", 1, 100),
            total("VISA DEBIT", 1, 11),
        ];
        let theirs = [
            total("girocard", 0, 0),
            total("Eurocard", 2, 300),
            total("American Express", 1, 700),
            total("Visa", 2, 111),
            total("others", 2, 70),
        ];
        let figures = compare(&ours, &theirs);
        assert_eq!(
            rows(&figures),
            [
                ("MASTERCARD", 300, Some(300)),
                ("AMERICAN EXPRESS", 700, Some(700)),
                ("Visa", 111, Some(111)),
                ("others", 70, Some(70)),
            ]
        );
        assert_eq!(agree(&figures, 1181, Some(1181)), Some(true));
        assert_eq!(agree(&figures, 1181, Some(1180)), Some(false));
    }

    #[test]
    fn what_the_terminal_does_not_tell_is_not_compared() {
        let ours = [total("VISA", 1, 100), total("JCB", 1, 5)];
        let figures = compare(&ours, &[]);
        assert_eq!(rows(&figures), [("VISA", 100, None), ("JCB", 5, None)]);
        assert_eq!(agree(&figures, 105, None), None);
        assert_eq!(agree(&figures, 105, Some(105)), Some(true));
        let figures = compare(&ours, &[total("Visa", 1, 100)]);
        assert_eq!(
            rows(&figures),
            [("VISA", 100, Some(100)), ("JCB", 5, Some(0))]
        );
        assert_eq!(agree(&figures, 105, Some(105)), Some(false));
    }

    #[test]
    fn a_day_of_refunds_reads_as_nothing() {
        let figures = compare(&[total("VISA", 0, -500)], &[total("Visa", 0, 0)]);
        assert_eq!(rows(&figures), [("VISA", -500, Some(0))]);
        assert_eq!(agree(&figures, -500, Some(0)), Some(true));
    }
}
