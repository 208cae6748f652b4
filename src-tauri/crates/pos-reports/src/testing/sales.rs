//! Sales to be printed.

use pos_app::views::sale::{CardSlipView, LineView, SaleView, TaxView, TenderView};
use pos_domain::cart::{Discount, SaleKind, SaleState, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{LineId, SaleId, TaxClassId, TenderId};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;
use uuid::Uuid;

pub fn line(line_no: u32, name: &str, quantity: i64, price: i64, amount_minor: i64) -> LineView {
    LineView {
        line_id: LineId(Uuid::from_u128(u128::from(line_no))),
        line_no,
        product_id: None,
        name: name.to_owned(),
        name_zh: None,
        barcode: None,
        quantity: Quantity(quantity),
        unit: Unit::Each,
        unit_price: UnitPrice(price),
        list_price: UnitPrice(price),
        amount_minor,
        discount: None,
        discount_minor: 0,
        document_discount_minor: 0,
        note: None,
        tax_class_id: TaxClassId(2),
        voided: false,
        returned: Quantity::default(),
        approved_by: None,
        written_off: false,
    }
}

pub fn tax(class: u8, name: &str, rate: i64, net_minor: i64, tax_minor: i64) -> TaxView {
    TaxView {
        tax_class_id: TaxClassId(class),
        name: name.to_owned(),
        rate_percent: Percent::of(rate),
        net_minor,
        tax_minor,
        gross_minor: net_minor + tax_minor,
    }
}

pub fn tender(kind: TenderKind, amount_minor: i64) -> TenderView {
    TenderView {
        tender_id: TenderId(Uuid::nil()),
        kind,
        amount_minor,
        given_minor: None,
        change_minor: 0,
        card: None,
    }
}

/// Nothing on it yet: completed on 22 November 2026 at 14:32 in Berlin.
pub fn empty() -> SaleView {
    SaleView {
        sale_id: SaleId(Uuid::nil()),
        kind: SaleKind::Sale,
        state: SaleState::Completed,
        number: Some(417),
        number_text: Some("2-0417".to_owned()),
        label: None,
        cashier_name: "Jonas".to_owned(),
        opened_at: Instant(1_795_354_200_000),
        completed_at: Some(Instant(1_795_354_320_000)),
        lines: Vec::new(),
        discount: None,
        note: None,
        item_count: Quantity::default(),
        savings_minor: 0,
        net_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        taxes: Vec::new(),
        prices_include_tax: true,
        cash_total_minor: 0,
        rounding_minor: 0,
        paid_minor: 0,
        due_minor: 0,
        due_cash_minor: 0,
        change_minor: 0,
        tenders: Vec::new(),
        attempts: Vec::new(),
        original_sale_id: None,
        original_number_text: None,
        refund_plan: Vec::new(),
        exchange: None,
        written_at: Instant(1_795_354_320_000),
        blocked: None,
    }
}

/// Everything at once: weights, both kinds of discount, two rates, card and cash, rounding.
pub fn full() -> SaleView {
    let mut milk = line(1, "Oat milk, barista", 2000, 23_500, 470);
    milk.name_zh = Some("燕麦奶（咖啡师）".to_owned());
    let mut cheese = line(2, "Comté, 18 months", 642, 230_000, 1477);
    cheese.unit = Unit::Kg;
    let mut beans = line(3, "Espresso beans 1 kg", 1000, 185_000, 1665);
    beans.discount = Some(Discount::Percent {
        percent: Percent::of(10),
    });
    beans.discount_minor = 185;
    beans.note = Some("ground".to_owned());
    let mut towel = line(4, "Linen tea towel", 1000, 70_000, 700);
    towel.list_price = UnitPrice(90_000);
    towel.tax_class_id = TaxClassId(1);
    towel.document_discount_minor = 100;
    let mut struck = line(5, "Rye crispbread", 1000, 26_000, 260);
    struck.voided = true;
    let mut card = tender(TenderKind::Card, 2000);
    card.card = Some(CardSlipView {
        masked_pan: Some("************1234".to_owned()),
        card_name: Some("Visa".to_owned()),
        receipt_no: Some("0042".to_owned()),
        trace: Some("000123".to_owned()),
        terminal_id: Some("52500038".to_owned()),
        auth: None,
        lines: Vec::new(),
    });
    let mut cash = tender(TenderKind::Cash, 2210);
    cash.given_minor = Some(5000);
    cash.change_minor = 2790;
    SaleView {
        lines: vec![milk, cheese, beans, towel, struck],
        discount: Some(Discount::Amount { amount_minor: 100 }),
        savings_minor: 285,
        net_minor: 3880,
        tax_minor: 332,
        total_minor: 4212,
        taxes: vec![
            tax(1, "Standard", 19, 504, 96),
            tax(2, "Reduced", 7, 3376, 236),
        ],
        rounding_minor: -2,
        paid_minor: 4210,
        change_minor: 2790,
        tenders: vec![card, cash],
        ..empty()
    }
}

/// One loaf brought back, paid back to the card by a terminal that sends its own lines.
pub fn returned() -> SaleView {
    let mut card = tender(TenderKind::Card, 420);
    card.card = Some(CardSlipView {
        masked_pan: None,
        card_name: Some("girocard".to_owned()),
        receipt_no: None,
        trace: None,
        terminal_id: None,
        auth: None,
        lines: vec!["** CREDIT **".to_owned(), "EUR 4,20".to_owned()],
    });
    SaleView {
        kind: SaleKind::Return,
        lines: vec![line(1, "Sourdough loaf 750 g", 1000, 42_000, 420)],
        net_minor: 393,
        tax_minor: 27,
        total_minor: 420,
        taxes: vec![tax(2, "Reduced", 7, 393, 27)],
        tenders: vec![card],
        original_number_text: Some("2-0398".to_owned()),
        ..empty()
    }
}

/// Prices without tax, not paid yet.
pub fn untaxed() -> SaleView {
    SaleView {
        state: SaleState::Tendering,
        number: None,
        number_text: None,
        completed_at: None,
        lines: vec![line(1, "Mug", 3000, 41_150, 1235)],
        net_minor: 1235,
        tax_minor: 110,
        total_minor: 1345,
        taxes: vec![tax(2, "Sales tax", 9, 1235, 110)],
        prices_include_tax: false,
        ..empty()
    }
}
