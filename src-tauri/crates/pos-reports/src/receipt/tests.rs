use super::*;
use crate::Language;
use crate::pdf::PdfPaper;
use crate::testing::sales::{full, returned, tender, untaxed};
use crate::testing::{drawn, look_at, shop};
use pos_app::views::receipt::ReceiptBlock;
use pos_domain::cart::SaleState;
use pos_domain::shop::ShopKind;
use pos_domain::tender::TenderKind;

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

/// The loaf comes back and the full basket is taken instead: the loaf's price meets a part of it.
fn halves() -> [SaleView; 2] {
    let mut back = returned();
    back.tenders = vec![tender(TenderKind::Exchange, 420)];
    back.number_text = Some("2-0418".to_owned());
    let mut taken = full();
    taken.tenders[0] = tender(TenderKind::Exchange, 420);
    taken.tenders[1].amount_minor = 3790;
    taken.tenders[1].change_minor = 1210;
    taken.number_text = Some("2-0419".to_owned());
    [back, taken]
}

#[test]
fn exchanges_and_gifts() {
    for language in ["en", "zh"] {
        let shop = shop(language);
        let [back, taken] = halves();
        let template = ReceiptTemplate::default();
        let ticket = exchange(&back, &taken, &shop, template, false);
        assert_eq!(ticket.sale_id, taken.sale_id);
        let drawn_ticket = drawn(language, &ticket.blocks);
        insta::assert_snapshot!(format!("exchange_{language}"), drawn_ticket);
        let gift = drawn(language, &gift(&full(), &shop, template, false).blocks);
        assert!(
            !gift.contains('€'),
            "a present that tells its price: {gift}"
        );
        insta::assert_snapshot!(format!("gift_{language}"), gift);
    }
}

#[test]
fn an_exchange_says_which_way_the_difference_goes() {
    let shop = shop("en");
    let [mut back, taken] = halves();
    for (total_minor, words) in [
        (4210, "Nothing to pay"),
        (5000, "To pay back"),
        (100, "To pay "),
    ] {
        back.total_minor = total_minor;
        let ticket = exchange(&back, &taken, &shop, ReceiptTemplate::default(), false);
        let text = drawn("en", &ticket.blocks);
        assert!(text.contains(words), "{text}");
    }
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
