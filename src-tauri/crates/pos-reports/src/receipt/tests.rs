use super::*;
use crate::pdf::PdfPaper;
use crate::testing::{drawn, look_at};
use pos_app::views::peripheral::PrintReceipts;
use pos_app::views::sale::{CardSlipView, LineView, TaxView, TenderView};
use pos_app::views::shift::DrawerMode;
use pos_domain::cart::{Discount, SaleState, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{LineId, SaleId, ShopId, TaxClassId, TenderId};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::shop::ShopKind;
use pos_domain::tax::TaxRounding;
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;
use uuid::Uuid;

fn shop(language: &str) -> Shop {
    Shop {
        shop_id: ShopId(Uuid::nil()),
        kind: ShopKind::Real,
        currency: "EUR".to_owned(),
        register: 2,
        register_name: "Till 2".to_owned(),
        name: "Harbour Street Grocer".to_owned(),
        address: vec!["Harbour Street 12".to_owned(), "20457 Hamburg".to_owned()],
        language: language.to_owned(),
        receipt_header: "VAT no. DE123456789\n\n".to_owned(),
        receipt_footer: "Thank you!\nGoods may be returned for 14 days.".to_owned(),
        prices_include_tax: true,
        tax_rounding: TaxRounding::PerDocument,
        tax_classes: Vec::new(),
        cash_rounding_minor: 5,
        time_zone: "Europe/Berlin".to_owned(),
        cut_off_minute: 0,
        idle_lock_s: 300,
        price_barcodes: Vec::new(),
        demo_logins: Vec::new(),
        limits: Vec::new(),
        drawer_mode: DrawerMode::Shared,
        print_receipts: PrintReceipts::Always,
        customer_screen: false,
    }
}

fn line(line_no: u32, name: &str, quantity: i64, price: i64, amount_minor: i64) -> LineView {
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

fn tax(class: u8, name: &str, rate: i64, net_minor: i64, tax_minor: i64) -> TaxView {
    TaxView {
        tax_class_id: TaxClassId(class),
        name: name.to_owned(),
        rate_percent: Percent::of(rate),
        net_minor,
        tax_minor,
        gross_minor: net_minor + tax_minor,
    }
}

fn tender(kind: TenderKind, amount_minor: i64) -> TenderView {
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
fn empty() -> SaleView {
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
        written_at: Instant(1_795_354_320_000),
        blocked: None,
    }
}

/// Everything at once: weights, both kinds of discount, two rates, card and cash, rounding.
fn full() -> SaleView {
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
fn returned() -> SaleView {
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
fn untaxed() -> SaleView {
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

fn made(sale: &SaleView, shop: &Shop, copy: bool) -> String {
    let receipt = ReceiptMaker::new().receipt(sale, shop, copy);
    assert_eq!(receipt.copy, copy);
    drawn(&receipt.language, &receipt.blocks)
}

#[test]
fn receipts_in_both_languages() {
    for language in ["en", "zh"] {
        let shop = shop(language);
        insta::assert_snapshot!(format!("full_{language}"), made(&full(), &shop, false));
        insta::assert_snapshot!(
            format!("return_{language}"),
            made(&returned(), &shop, false)
        );
    }
}

#[test]
fn the_template_decides_what_closes_a_receipt() {
    let kinds = |template: ReceiptTemplate| {
        let blocks = receipt(&full(), &shop("en"), template, false).blocks;
        let has = |wanted: fn(&ReceiptBlock) -> bool| blocks.iter().any(wanted);
        [
            has(|b| *b == ReceiptBlock::Logo),
            has(|b| matches!(b, ReceiptBlock::Barcode { text } if text == "2-0417")),
            has(|b| matches!(b, ReceiptBlock::Qr { text, .. } if text == "2-0417")),
            has(|b| matches!(b, ReceiptBlock::Item { name, .. } if name.starts_with("A  "))),
            has(|b| matches!(b, ReceiptBlock::Text { text, .. } if text.contains("saved"))),
        ]
    };
    let usual = ReceiptTemplate::default();
    assert_eq!(kinds(usual), [true, true, false, true, true]);
    let other = ReceiptTemplate {
        logo: !usual.logo,
        tax_table: !usual.tax_table,
        qr: !usual.qr,
        barcode: !usual.barcode,
        savings: !usual.savings,
    };
    assert_eq!(kinds(other), [false, false, true, false, false]);
}

#[test]
fn what_is_no_receipt_says_so() {
    let mut shop = shop("en");
    shop.kind = ShopKind::Demo;
    insta::assert_snapshot!("demo_copy_unpaid", made(&untaxed(), &shop, true));
    for (kind, mark) in [(ShopKind::Training, "Training"), (ShopKind::Test, "Test")] {
        shop.kind = kind;
        let text = made(&full(), &shop, false);
        assert_eq!(
            text.matches(&format!("{mark} - not a receipt")).count(),
            4,
            "{text}"
        );
    }
}

#[test]
fn every_text_is_there_and_filled() {
    for language in ["en", "zh"] {
        for kind in [
            ShopKind::Real,
            ShopKind::Demo,
            ShopKind::Training,
            ShopKind::Test,
        ] {
            let mut shop = shop(language);
            shop.kind = kind;
            let mut voided = full();
            voided.state = SaleState::Voided;
            let kinds = [TenderKind::Card, TenderKind::Wallet, TenderKind::Voucher];
            voided.tenders = kinds.map(|kind| tender(kind, 1)).to_vec();
            for sale in [full(), returned(), untaxed(), voided] {
                let text = made(&sale, &shop, true);
                assert!(
                    !text.contains("receipt-paper-") && !text.contains('{'),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn a_missing_zone_is_utc() {
    let mut shop = shop("en");
    shop.time_zone = "Nowhere/Land".to_owned();
    assert!(made(&full(), &shop, false).contains("22 Nov 2026, 13:32"));
}

/// Pages to look at: `COUNTERTOP_PAGES=<folder> cargo test -p pos-reports pages_to_look_at`.
#[test]
fn pages_to_look_at() {
    for language in [Language::En, Language::Zh] {
        for (name, sale) in [("full", full()), ("return", returned())] {
            let mut shop = shop(language.code());
            shop.name = "Harbour Street Grocer 港街食品店".to_owned();
            let template = ReceiptTemplate {
                qr: true,
                ..ReceiptTemplate::default()
            };
            let receipt = receipt(&sale, &shop, template, name == "return");
            look_at(
                &format!("{name}-{}", language.code()),
                language,
                &receipt.blocks,
                PdfPaper::Roll,
            );
        }
    }
}
