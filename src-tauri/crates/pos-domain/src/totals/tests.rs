use super::*;
use crate::currency::UnitPrice;
use crate::testing::{any_cart, any_pricing, cart, line, pricing};
use proptest::prelude::*;

const PER_LINE: TaxRounding = TaxRounding::PerLine;
const PER_DOCUMENT: TaxRounding = TaxRounding::PerDocument;

fn percent(text: &str) -> Option<Discount> {
    let percent = Percent::parse(text).unwrap();
    Some(Discount::Percent { percent })
}

fn amount(amount_minor: i64) -> Option<Discount> {
    Some(Discount::Amount { amount_minor })
}

fn amounts(totals: &Totals) -> Vec<i64> {
    totals.lines.iter().map(|l| l.amount_minor).collect()
}

#[test]
fn a_line_is_price_times_quantity_rounded_once() {
    let rules = pricing(true, PER_LINE);
    for (price, quantity, expected) in [
        ("2.35", "3", 705),
        ("0.1175", "100", 1175),
        ("0.125", "1", 13),
        ("0.1249", "1", 12),
        ("2.95", "0.642", 189),
        ("0.07", "0.5", 4), // 0.035: half up
        ("999999", "1000000", 99_999_900_000_000),
    ] {
        let mut line = line(1, 0, Quantity::parse(quantity).unwrap().0, 1);
        line.unit_price = UnitPrice::parse(price).unwrap();
        let totals = rules.totals(&cart(vec![line])).map(|t| t.total_minor);
        let expected = if expected > AMOUNT_MAX_MINOR {
            Err(TotalsError::TooLarge(LineId(uuid::Uuid::from_u128(1))))
        } else {
            Ok(expected)
        };
        assert_eq!(totals, expected, "{quantity} at {price}");
    }
}

#[test]
fn tax_is_rounded_where_the_shop_says() {
    let three = || cart((1..=3).map(|n| line(n, 99, 1000, 1)).collect());
    for (include, rounding, net, tax, total) in [
        (true, PER_LINE, 249, 48, 297),      // 3 × round(15.806)
        (true, PER_DOCUMENT, 250, 47, 297),  // round(47.42)
        (false, PER_LINE, 297, 57, 354),     // 3 × round(18.81)
        (false, PER_DOCUMENT, 297, 56, 353), // round(56.43)
    ] {
        let totals = pricing(include, rounding).totals(&three()).unwrap();
        let found = (totals.net_minor, totals.tax_minor, totals.total_minor);
        assert_eq!(found, (net, tax, total), "{include} {rounding:?}");
    }
}

#[test]
fn several_rates_on_one_sale() {
    let lines = vec![
        line(1, 1190, 1000, 1),
        line(2, 535, 2000, 2),
        line(3, 400, 1000, 3),
        line(4, 119, 1000, 1),
    ];
    let totals = pricing(true, PER_DOCUMENT).totals(&cart(lines)).unwrap();
    let found: Vec<_> = totals
        .taxes
        .iter()
        .map(|t| (t.class.0, t.net_minor, t.tax_minor))
        .collect();
    assert_eq!(found, [(1, 1100, 209), (2, 1000, 70), (3, 400, 0)]);
    assert_eq!(totals.total_minor, 2779);
}

#[test]
fn discounts_on_line_and_document() {
    let rules = pricing(true, PER_DOCUMENT);
    let mut lines: Vec<_> = (1..=3).map(|n| line(n, 1000, 1000, 1)).collect();
    let mut thirds = cart(lines.clone());
    thirds.head.discount = amount(500);
    let totals = rules.totals(&thirds).unwrap();
    assert_eq!(amounts(&totals), [833, 833, 834]);
    assert_eq!((totals.total_minor, totals.savings_minor), (2500, 500));

    lines[0].discount = percent("10");
    lines[1].discount = amount(250);
    lines[2].voided = true;
    let mut mixed = cart(lines);
    mixed.head.discount = percent("3.5");
    let totals = rules.totals(&mixed).unwrap();
    // 900 + 750 = 1650, of which 57.75 go off: 31.6 and 26.4.
    assert_eq!(amounts(&totals), [868, 724]);
    assert_eq!((totals.total_minor, totals.savings_minor), (1592, 408));

    let mut free = mixed.clone();
    free.head.discount = percent("100");
    assert_eq!(rules.totals(&free).unwrap().total_minor, 0);
}

#[test]
fn fixed_amounts_and_whole_currencies() {
    let mut weighed = line(1, 500, 1000, 2);
    weighed.fixed_minor = Some(499);
    let rules = pricing(true, PER_DOCUMENT);
    assert_eq!(rules.totals(&cart(vec![weighed])).unwrap().total_minor, 499);

    let yen = Pricing {
        currency: Currency::by_code("JPY").unwrap(),
        ..pricing(false, PER_LINE)
    };
    // 118.50 yen a piece: 355.5 → 356, and 19 % of that: 67.64.
    let totals = yen.totals(&cart(vec![line(1, 11_850, 3000, 1)])).unwrap();
    assert_eq!((totals.net_minor, totals.tax_minor), (356, 68));
}

#[test]
fn what_cannot_be_added_up() {
    let rules = pricing(true, PER_DOCUMENT);
    let id = LineId(uuid::Uuid::from_u128(1));
    let one = |change: &dyn Fn(&mut CartLine)| {
        let mut line = line(1, 1000, 1000, 1);
        change(&mut line);
        rules.totals(&cart(vec![line]))
    };
    let off = Err(TotalsError::LineDiscountTooLarge(id));
    assert_eq!(one(&|l| l.discount = amount(1001)), off);
    assert_eq!(one(&|l| l.discount = amount(-1)), off);
    assert_eq!(one(&|l| l.discount = percent("100.1")), off);
    assert_eq!(one(&|l| l.discount = percent("-5")), off);
    assert_eq!(one(&|l| l.fixed_minor = Some(-5)), off);
    let large = Err(TotalsError::TooLarge(id));
    assert_eq!(one(&|l| l.unit_price = UnitPrice(i64::MAX)), large);
    assert_eq!(one(&|l| l.fixed_minor = Some(i64::MIN)), large);
    let class = TaxClassId(9);
    assert_eq!(
        one(&|l| l.tax_class = class),
        Err(TotalsError::NoSuchTaxClass(class))
    );

    let mut whole = cart(vec![line(1, 1000, 1000, 1)]);
    for discount in [amount(1001), amount(-1), percent("101")] {
        whole.head.discount = discount;
        assert_eq!(
            rules.totals(&whole),
            Err(TotalsError::DocumentDiscountTooLarge)
        );
    }
    let mut many = cart((1..=2).map(|n| line(n, 0, 1000, 1)).collect());
    for line in &mut many.lines {
        line.fixed_minor = Some(AMOUNT_MAX_MINOR);
    }
    assert_eq!(rules.totals(&many), Err(TotalsError::DocumentTooLarge));
    let nothing = rules.totals(&cart(Vec::new())).unwrap();
    assert_eq!((nothing.total_minor, nothing.taxes.len()), (0, 0));
}

proptest! {
    #[test]
    fn nothing_is_lost_on_the_way(cart in any_cart(), rules in any_pricing()) {
        let totals = rules.totals(&cart).unwrap();
        let full: i64 = totals.lines.iter().map(|l| l.full_minor).sum();
        let left: i64 = totals.lines.iter().map(|l| l.amount_minor).sum();
        prop_assert_eq!(full - left, totals.savings_minor);
        prop_assert_eq!(totals.net_minor + totals.tax_minor, totals.total_minor);
        let priced = if rules.prices_include_tax { totals.total_minor } else { totals.net_minor };
        prop_assert_eq!(left, priced);
        prop_assert_eq!(totals.lines.len(), cart.live().count());
        for line in &totals.lines {
            prop_assert!(line.amount_minor >= 0);
            let off = line.discount_minor + line.document_discount_minor;
            prop_assert_eq!(line.full_minor - off, line.amount_minor);
        }
        for tax in &totals.taxes {
            prop_assert!(tax.tax_minor >= 0 && tax.net_minor >= 0);
        }
    }

    #[test]
    fn the_order_of_lines_changes_nothing(mut cart in any_cart(), rules in any_pricing()) {
        cart.head.discount = None;
        let before = rules.totals(&cart).unwrap();
        cart.lines.reverse();
        let after = rules.totals(&cart).unwrap();
        prop_assert_eq!((before.taxes, before.total_minor), (after.taxes, after.total_minor));
    }
}
