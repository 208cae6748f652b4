//! Carts and facts for the tests, from plain numbers. What comes out is consistent: its amounts are
//! those that the rules give.

use crate::cart::{Cart, CartLine, Discount, SaleKind, SaleState, Unit};
use crate::currency::{Currency, UnitPrice};
use crate::fact::{SaleCompleted, SoldLine, SoldTax, SoldTender};
use crate::ids::{AttemptId, LineId, ProductId, SaleId, TaxClassId, TenderId, UserId};
use crate::quantity::{Percent, Quantity};
use crate::tax::{TaxClass, TaxRounding};
use crate::tender::{TenderKind, lay_cash};
use crate::time::{Day, Instant};
use crate::totals::Pricing;
use proptest::prelude::*;
use uuid::Uuid;

/// Euro; tax classes 1 = 19 %, 2 = 7 %, 3 = 0 %.
pub(crate) fn pricing(prices_include_tax: bool, tax_rounding: TaxRounding) -> Pricing {
    let class = |(id, name, percent)| TaxClass {
        id: TaxClassId(id),
        name: str::to_owned(name),
        rate: Percent::of(percent),
    };
    Pricing {
        currency: Currency::by_code("EUR").unwrap(),
        prices_include_tax,
        tax_rounding,
        classes: [(1, "normal", 19), (2, "reduced", 7), (3, "none", 0)]
            .map(class)
            .to_vec(),
        cash_step_minor: 1,
    }
}

/// A line with its unit price in cents and its quantity in thousandths.
pub(crate) fn line(line_no: u32, cents: i64, quantity: i64, class: u8) -> CartLine {
    CartLine {
        line_id: LineId(Uuid::from_u128(u128::from(line_no))),
        line_no,
        product_id: Some(ProductId(i64::from(line_no) * 300)),
        name: format!("Product number {line_no:010}"),
        name_zh: None,
        barcode: None,
        quantity: Quantity(quantity),
        unit: Unit::Each,
        unit_price: UnitPrice(cents * 100),
        list_price: UnitPrice(cents * 100),
        fixed_minor: None,
        discount: None,
        note: None,
        tax_class: TaxClassId(class),
        voided: false,
        approved_by: None,
        original_line_no: None,
        written_off: false,
        fixed_tax_minor: None,
    }
}

/// An open sale with these lines.
pub(crate) fn cart(lines: Vec<CartLine>) -> Cart {
    let by = UserId(Uuid::from_u128(7));
    let mut cart = Cart::open(SaleId(Uuid::from_u128(1)), SaleKind::Sale, by, Instant(0));
    cart.lines = lines;
    cart
}

/// The fact of a cart that is paid with `card_minor` by card and the rest in cash.
pub(crate) fn settle(cart: &Cart, pricing: &Pricing, card_minor: i64) -> SaleCompleted {
    let totals = pricing.totals(cart).unwrap();
    let card_minor = card_minor.clamp(0, totals.total_minor);
    let due = totals.total_minor - card_minor;
    let laid = lay_cash(due, due + 100, pricing.cash_step_minor);
    let mut tenders = vec![SoldTender {
        tender_id: TenderId(Uuid::from_u128(0x0199_c0de)),
        kind: TenderKind::Cash,
        amount_minor: laid.applied_minor,
        attempt_id: None,
        given_minor: Some(due + 100),
        change_minor: laid.change_minor,
    }];
    if card_minor > 0 {
        tenders.push(SoldTender {
            tender_id: TenderId(Uuid::from_u128(0x0199_c0df)),
            kind: TenderKind::Card,
            amount_minor: card_minor,
            attempt_id: Some(AttemptId(Uuid::from_u128(0x0199_c0e0))),
            given_minor: None,
            change_minor: 0,
        });
    }
    SaleCompleted {
        sale_id: cart.head.sale_id,
        kind: cart.head.kind,
        number: 10_042,
        day: Day(20_779),
        hour: 17,
        opened_at: Instant(1_795_369_748_123),
        lines: cart.live().zip(&totals.lines).map(sold).collect(),
        taxes: totals.taxes.iter().map(sold_tax).collect(),
        tenders,
        total_minor: totals.total_minor,
        prices_include_tax: pricing.prices_include_tax,
        rounding_minor: laid.rounding_minor,
        original: None,
        shift_no: None,
        exchange_with: None,
        discount_approved_by: None,
        discount: cart.head.discount,
        note: None,
    }
}

fn sold((line, total): (&CartLine, &crate::totals::LineTotal)) -> SoldLine {
    SoldLine {
        line_no: line.line_no,
        product_id: line.product_id,
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        amount_minor: total.amount_minor,
        tax_class: line.tax_class,
        unit: line.unit,
        name_zh: None,
        discount_minor: total.discount_minor,
        discount: line.discount,
        list_price: None,
        document_discount_minor: total.document_discount_minor,
        approved_by: None,
        original_line_no: None,
        written_off: false,
        note: None,
        voided: false,
    }
}

fn sold_tax(tax: &crate::totals::TaxTotal) -> SoldTax {
    SoldTax {
        class: tax.class,
        rate: tax.rate,
        net_minor: tax.net_minor,
        tax_minor: tax.tax_minor,
    }
}

fn percent() -> impl Strategy<Value = Option<Discount>> {
    let percent = |thousandths| Discount::Percent {
        percent: Percent(thousandths),
    };
    proptest::option::weighted(0.3, (0..=100_000_i64).prop_map(percent))
}

prop_compose! {
    fn any_line()(
        unit_price in 0..5_000_000_i64,
        quantity in 1..40_000_i64,
        class in 1..=3_u8,
        discount in percent(),
        voided in proptest::bool::weighted(0.1),
    ) -> CartLine {
        let mut line = line(1, 0, quantity, class);
        line.unit_price = UnitPrice(unit_price);
        line.discount = discount;
        line.voided = voided;
        line
    }
}

prop_compose! {
    /// Any cart that can be added up, a sale or a return.
    pub(crate) fn any_cart()(
        lines in proptest::collection::vec(any_line(), 1..30),
        discount in percent(),
        back in any::<bool>(),
    ) -> Cart {
        let mut cart = cart(lines);
        for (n, line) in (1_u32..).zip(&mut cart.lines) {
            line.line_no = n;
            line.line_id = LineId(Uuid::from_u128(u128::from(n)));
        }
        cart.head.discount = discount;
        cart.head.state = SaleState::Tendering;
        if back {
            cart.head.kind = SaleKind::Return;
        }
        cart
    }
}

prop_compose! {
    /// Any way a shop may price.
    pub(crate) fn any_pricing()(
        include in any::<bool>(),
        per_line in any::<bool>(),
        cash_step_minor in prop_oneof![Just(1_i64), Just(5), Just(10), Just(100)],
    ) -> Pricing {
        let rounding = if per_line { TaxRounding::PerLine } else { TaxRounding::PerDocument };
        Pricing { cash_step_minor, ..pricing(include, rounding) }
    }
}
