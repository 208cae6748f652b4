//! What is measured, each as a closure that does it once.

use crate::kit::goods;
use crate::kit::shop::{self, Register};
use pos_app::catalogue::index::{CatalogueIndex, IndexEntry};
use pos_app::commands::sale::complete::sold_lines;
use pos_app::commands::sale::view;
use pos_app::ports::store::StoreError;
use pos_app::tx::Actor;
use pos_app::views::sale::SaleView;
use pos_devices::readers::zvt::messages::{Asked, decode};
use pos_domain::barcode::gtin_key;
use pos_domain::cart::{Cart, CartLine, SaleKind, Unit};
use pos_domain::currency::{Currency, UnitPrice};
use pos_domain::fact::{Fact, SaleCompleted, SoldTax, SoldTender};
use pos_domain::ids::{LineId, ProductId, SaleId, TaxClassId, TenderId, UserId};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::staff::Role;
use pos_domain::tax::{TaxClass, TaxRounding};
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use pos_domain::totals::Pricing;
use pos_tests::dice::Dice;
use std::hint::black_box;
use std::path::Path;
use uuid::Uuid;

pub const NAMES: [&str; 9] = [
    "look up a barcode",
    "search the catalogue",
    "totals of 5 lines",
    "totals of 50 lines",
    "totals of 500 lines",
    "encode a sale",
    "decode a sale",
    "decode a card result",
    "a sale as JSON",
];

/// Words that people type: common and rare, beginnings and several at once.
pub const TEXTS: [&str; 8] = [
    "choc",
    "lait",
    "coca col",
    "bio",
    "organic oat milk",
    "jambon",
    "qui",
    "thé vert menthe",
];

/// Approved, 12.95 EUR, with trace, receipt number, masked card, card name and time.
const RESULT: [u8; 57] = [
    0x04, 0x0f, 0x36, 0x27, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x12, 0x95, 0x49, 0x09, 0x78, 0x0b,
    0x00, 0x09, 0x75, 0x0c, 0x17, 0x01, 0x25, 0x0d, 0x11, 0x22, 0x17, 0x00, 0x01, 0x87, 0x02, 0x31,
    0x29, 0x29, 0x00, 0x00, 0x01, 0x22, 0xf0, 0xf8, 0x54, 0x13, 0x33, 0xee, 0xee, 0xee, 0x00, 0x19,
    0x8b, 0xf0, 0xf6, 0x47, 0x49, 0x52, 0x4f, 0x43, 0x41,
];

/// One part, ready to be done again and again.
pub fn make(name: &str, folder: &Path) -> Box<dyn FnMut()> {
    match name {
        "look up a barcode" => look_up(folder),
        "search the catalogue" => search(folder),
        "totals of 5 lines" => totals(5),
        "totals of 50 lines" => totals(50),
        "totals of 500 lines" => totals(500),
        "encode a sale" => {
            let fact = sale();
            Box::new(move || drop(black_box(black_box(&fact).encode())))
        }
        "decode a sale" => {
            let bytes = sale().encode();
            Box::new(move || drop(black_box(Fact::decode(black_box(&bytes)))))
        }
        "decode a card result" => {
            let read = decode(&RESULT, Asked::Other);
            assert!(read.is_some(), "the message can be read");
            Box::new(|| drop(black_box(decode(black_box(&RESULT), Asked::Other))))
        }
        "a sale as JSON" => {
            let sale = sale_view(folder);
            Box::new(move || drop(black_box(serde_json::to_string(black_box(&sale)))))
        }
        other => panic!("there is no part {other}"),
    }
}

/// Few codes, so that their pages stay in memory; `look` takes all of them.
fn look_up(folder: &Path) -> Box<dyn FnMut()> {
    let mut reader = shop::database(folder).reader().expect("the file opens");
    let mut codes = keys();
    codes.truncate(64);
    let mut series = Dice(2);
    Box::new(move || {
        let code = &codes[series.place(codes.len())];
        let found = reader.look(|store| store.product_by_code(code));
        assert!(matches!(black_box(found), Ok::<_, StoreError>(Some(_))));
    })
}

/// Codes as the catalogue keeps them.
pub fn keys() -> Vec<String> {
    goods::goods(crate::ITEMS)
        .codes
        .iter()
        .filter_map(|code| gtin_key(code))
        .collect()
}

fn search(folder: &Path) -> Box<dyn FnMut()> {
    let index = index(folder);
    let mut at = 0;
    Box::new(move || {
        at += 1;
        drop(black_box(index.search(TEXTS[at % TEXTS.len()], 20)));
    })
}

fn index(folder: &Path) -> CatalogueIndex {
    let mut products = Vec::new();
    let mut reader = shop::database(folder).reader().expect("the file opens");
    reader
        .look(|store| store.product_walk(&mut |product| products.push(product.clone())))
        .expect("the file answers");
    CatalogueIndex::build(products.iter().map(|product| IndexEntry {
        product_id: product.product_id,
        name: &product.name,
        name_zh: product.name_zh.as_deref(),
        barcode: product.barcode.as_deref(),
    }))
}

fn pricing() -> Pricing {
    let class = |id, percent| TaxClass {
        id: TaxClassId(id),
        name: format!("{percent}%"),
        rate: Percent::of(percent),
    };
    Pricing {
        currency: Currency::by_code("EUR").expect("a currency"),
        prices_include_tax: true,
        tax_rounding: TaxRounding::PerDocument,
        classes: vec![class(1, 19), class(2, 7)],
        cash_step_minor: 1,
    }
}

fn cart(lines: u32) -> Cart {
    let id = |n: u32| Uuid::from_u128(u128::from(n));
    let mut cart = Cart::open(SaleId(id(1)), SaleKind::Sale, UserId(id(2)), Instant(0));
    cart.lines = (1..=lines)
        .map(|line_no| CartLine {
            line_id: LineId(id(100 + line_no)),
            line_no,
            product_id: Some(ProductId(i64::from(line_no) * 7)),
            name: format!("Acorn organic chocolate {line_no} g"),
            name_zh: None,
            barcode: None,
            quantity: Quantity::of(i64::from(line_no % 3) + 1),
            unit: Unit::Each,
            unit_price: UnitPrice(9_900 + i64::from(line_no) * 1_300),
            list_price: UnitPrice(9_900 + i64::from(line_no) * 1_300),
            fixed_minor: None,
            fixed_tax_minor: None,
            discount: None,
            note: None,
            tax_class: TaxClassId(1 + (line_no % 2) as u8),
            voided: false,
            approved_by: None,
            original_line_no: None,
            written_off: false,
        })
        .collect();
    cart
}

fn totals(lines: u32) -> Box<dyn FnMut()> {
    let (pricing, cart) = (pricing(), cart(lines));
    Box::new(move || {
        let totals = black_box(&pricing).totals(black_box(&cart));
        assert!(black_box(totals).is_ok());
    })
}

fn sale() -> Fact {
    let (pricing, cart) = (pricing(), cart(5));
    let totals = pricing.totals(&cart).expect("a sale adds up");
    let taxes = totals.taxes.iter().map(|tax| SoldTax {
        class: tax.class,
        rate: tax.rate,
        net_minor: tax.net_minor,
        tax_minor: tax.tax_minor,
    });
    Fact::SaleCompleted(SaleCompleted {
        sale_id: cart.head.sale_id,
        kind: SaleKind::Sale,
        number: 417,
        day: Day(20_780),
        hour: 17,
        opened_at: Instant(1_795_000_000_000),
        lines: sold_lines(&cart, &totals),
        taxes: taxes.collect(),
        tenders: vec![SoldTender {
            tender_id: TenderId(Uuid::from_u128(9)),
            kind: TenderKind::Cash,
            amount_minor: totals.total_minor,
            attempt_id: None,
            given_minor: Some(5_000),
            change_minor: 5_000 - totals.total_minor,
        }],
        total_minor: totals.total_minor,
        prices_include_tax: true,
        rounding_minor: 0,
        original: None,
        discount: None,
        note: None,
        shift_no: Some(1),
        exchange_with: None,
        discount_approved_by: None,
    })
}

/// A sale of five lines as it is being rung, as the screens see it.
fn sale_view(folder: &Path) -> SaleView {
    let host = shop::start(folder, false);
    let register = Register::sign_in(&host, 1);
    let codes = goods::goods(2_000).codes;
    let basket: Vec<&str> = codes.iter().take(5).map(String::as_str).collect();
    let (sale_id, _) = register.ring(&basket);
    let till = Actor {
        user_id: None,
        name: String::new(),
        role: Role::Auditor,
        stepped_up: false,
    };
    let sale = host.app().read(till, |tx| view::of(tx, SaleId(sale_id)));
    host.stop();
    sale.expect("the sale is there")
}
