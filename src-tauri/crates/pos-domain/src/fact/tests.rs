mod backups;
mod day;
mod older;
mod register;
mod words;

use super::*;
use crate::cart::{Discount, SaleKind, Unit};
use crate::currency::UnitPrice;
use crate::ids::{AttemptId, ProductId, Seq, ShopId, TaxClassId};
use crate::payment::{AttemptAct, AttemptState, LastReceipt, Means};
use crate::quantity::{Percent, Quantity};
use crate::shop::ShopKind;
use crate::staff::{Grant, Limit, Permission, Role};
use crate::tax::TaxRounding;
use crate::testing::{any_cart, any_pricing, cart, line, pricing, settle};
use crate::time::{Day, Instant};
use proptest::prelude::*;
use uuid::Uuid;

/// Bodies as they stand in journals since version 1; they must be read for ever. One of each kind,
/// in the order of the kinds. Add a line for a new kind or field, never change one.
const VECTORS: &str = include_str!("vectors.txt");

fn full_line() -> SoldLine {
    SoldLine {
        line_no: 3,
        product_id: None,
        name: "Gouda".to_owned(),
        quantity: Quantity(642),
        unit_price: UnitPrice(129_900),
        amount_minor: 600,
        tax_class: TaxClassId(2),
        unit: Unit::Kg,
        name_zh: Some("干酪".to_owned()),
        discount_minor: 134,
        discount: Some(Discount::Percent {
            percent: Percent(16_000),
        }),
        list_price: Some(UnitPrice(139_900)),
        document_discount_minor: 100,
        approved_by: Some(UserId(Uuid::from_u128(8))),
        original_line_no: Some(2),
        note: Some("cut".to_owned()),
        voided: true,
        written_off: false,
    }
}

fn full_slip() -> CardSlip {
    CardSlip {
        masked_pan: Some("************1234".to_owned()),
        card_name: Some("girocard".to_owned()),
        receipt_no: Some(42),
        trace: Some(142),
        turnover_no: Some(9),
        terminal_number: Some("52000001".to_owned()),
        auth: Some("123456".to_owned()),
        aid: Some("A0000003591010028001".to_owned()),
        lines: vec!["** Kundenbeleg **".to_owned()],
        signature: true,
    }
}

fn full_sale() -> SaleCompleted {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut sale = settle(&cart(vec![line(1, 1190, 1000, 1)]), &rules, 1000);
    sale.lines.push(full_line());
    sale.kind = SaleKind::Return;
    sale.rounding_minor = -2;
    sale.tenders[0].amount_minor -= 2;
    sale.original = Some(Seq(41));
    sale.discount = Some(Discount::Amount { amount_minor: 100 });
    sale.note = Some("gift".to_owned());
    sale
}

fn full_void() -> SaleVoided {
    SaleVoided {
        sale_id: SaleId(Uuid::from_u128(1)),
        kind: SaleKind::Sale,
        day: Day(20_779),
        opened_at: Instant(1_795_369_748_123),
        lines: vec![full_line()],
        total_minor: 600,
        reason: "left".to_owned(),
    }
}

fn attempts() -> (Fact, Fact) {
    let attempt_id = AttemptId(Uuid::from_u128(3));
    let baseline = LastReceipt {
        receipt_no: Some(41),
        trace: Some(141),
        turnover_no: None,
        amount_minor: Some(500),
        approved: true,
        terminal_number: Some("52000001".to_owned()),
        date: Some(1122),
        time: Some(170_000),
    };
    let sent = AttemptSent {
        attempt_id,
        sale_id: SaleId(Uuid::from_u128(1)),
        terminal_id: TerminalId(Uuid::from_u128(4)),
        act: AttemptAct::Charge,
        amount_minor: 1999,
        baseline: Some(baseline),
        reverses: None,
        means: Means::Card,
    };
    let moved = AttemptMoved {
        attempt_id,
        state: AttemptState::ResolvedPaid,
        act: AttemptAct::Charge,
        amount_minor: 1999,
        money: MoneyMoved::In,
        slip: Some(full_slip()),
        code: Some("00".to_owned()),
        seen: None,
        paper: None,
        means: Means::Card,
    };
    (Fact::AttemptSent(sent), Fact::AttemptMoved(moved))
}

/// One fact of each kind, every field filled, in the order of the kinds.
pub(crate) fn one_of_each() -> Vec<Fact> {
    let user = UserId(Uuid::from_u128(7));
    let terminal_id = TerminalId(Uuid::from_u128(4));
    let sale_id = SaleId(Uuid::from_u128(1));
    let (sent, moved) = attempts();
    let stock = StockMove {
        product_id: ProductId(300),
        quantity: Quantity(-2000),
    };
    vec![
        Fact::ShopOpened(ShopOpened {
            shop_id: ShopId(Uuid::from_u128(9)),
            kind: ShopKind::Test,
            currency: "GBP".to_owned(),
            register: 1,
            first_user: user,
        }),
        Fact::SaleCompleted(full_sale()),
        Fact::SaleVoided(full_void()),
        sent,
        moved,
        Fact::ReceiptReprinted(sale_id),
        Fact::UserSaved(UserSaved {
            user_id: user,
            role: Role::Manager,
            active: true,
        }),
        Fact::SecretSet(user),
        Fact::SettingsSaved(vec![0xa1, 0x01, 0x02]),
        Fact::TerminalPaired(TerminalPaired {
            terminal_id,
            driver: "zvt".to_owned(),
            terminal_number: "52000001".to_owned(),
            serial_number: Some("1234".to_owned()),
        }),
        Fact::TerminalUnpaired(terminal_id),
        Fact::TerminalAlarmed(TerminalAlarmed {
            terminal_id,
            reason: "other_terminal".to_owned(),
        }),
        Fact::AlarmCleared(terminal_id),
        Fact::CatalogueImported(CatalogueImported {
            file_hash: vec![0xab; 32],
            new_count: 99_000,
            changed_count: 1,
            refused_count: 1_000,
        }),
        Fact::StockAdjusted(StockAdjusted {
            moves: vec![stock],
            reason: "count".to_owned(),
            reference: Some("536589".to_owned()),
        }),
        Fact::SignedIn(user),
        Fact::LockedOut(user),
        Fact::TerminalTested(TerminalTested {
            terminal_id,
            test: "status".to_owned(),
            ok: true,
        }),
        Fact::SlipTaken(SlipTaken {
            attempt_id: AttemptId(Uuid::from_u128(3)),
            lines: vec!["** Card slip **".to_owned()],
        }),
    ]
    .into_iter()
    .chain(end_of_day())
    .collect()
}

/// The facts from kind 20 on: of drawers, of the end of a day, and what came after.
fn end_of_day() -> Vec<Fact> {
    let user = UserId(Uuid::from_u128(7));
    let terminal_id = TerminalId(Uuid::from_u128(4));
    let total = CardTotal {
        card_name: "girocard".to_owned(),
        count: 3,
        amount_minor: 5997,
    };
    let mut facts = vec![
        Fact::ShiftOpened(ShiftOpened {
            shift_no: 12,
            drawer_no: 2,
            holder: Some(user),
            float_minor: 10_000,
            day: Day(20_779),
        }),
        Fact::CashMoved(CashMoved {
            shift_no: 12,
            kind: CashMoveKind::PaidOut,
            amount_minor: 1500,
            reason: "windows".to_owned(),
        }),
        Fact::DrawerOpened(DrawerOpened {
            drawer_no: 2,
            shift_no: Some(12),
            reason: "change".to_owned(),
        }),
        Fact::ShiftCounted(ShiftCounted {
            shift_no: 12,
            counts: vec![CashCount {
                unit_minor: 500,
                count: 17,
            }],
            counted_minor: 8500,
            expected_minor: 8498,
            blind: true,
        }),
        Fact::ShiftClosed(ShiftClosed {
            shift_no: 12,
            counted_minor: 8500,
            expected_minor: 8498,
            note: Some("found".to_owned()),
        }),
        Fact::TerminalClosed(TerminalClosed {
            terminal_id,
            batch_no: 4,
            ours: vec![total.clone()],
            theirs: vec![total],
            their_total_minor: Some(5997),
        }),
        Fact::DayClosed(day::closed_day(user, terminal_id)),
    ];
    facts.extend(set_up());
    facts.push(day::clock_jumped());
    facts.extend(day::sign_in_changed());
    facts.extend(day::keys_changed());
    facts.extend(backups::facts(user));
    facts.extend(day::looked_into());
    facts
}

/// How a shop is set up: limits, devices, its picture.
fn set_up() -> [Fact; 4] {
    let peripheral_id = PeripheralId(Uuid::from_u128(5));
    [
        Fact::LimitsSaved(vec![LimitRow {
            role: Role::Cashier,
            act: Permission::OverShort,
            grant: Grant::Within(Limit::Cents(700)),
        }]),
        Fact::PeripheralPaired(PeripheralPaired {
            peripheral_id,
            kind: PeripheralKind::Printer,
            driver: "escpos".to_owned(),
            model: Some("TM-T20".to_owned()),
        }),
        Fact::PeripheralUnpaired(peripheral_id),
        Fact::PictureSaved(vec![0xcd; 32]),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[test]
fn old_bodies_are_read() {
    let facts = one_of_each();
    let written: String = facts.iter().map(|f| hex(&f.encode()) + "\n").collect();
    assert_eq!(written, VECTORS, "bytes of a known fact have changed");
    for (line, fact) in VECTORS.lines().zip(&facts) {
        assert_eq!(Fact::decode(&unhex(line)).unwrap(), *fact);
    }
    let kinds: Vec<u16> = facts.iter().map(Fact::kind).collect();
    assert!(
        kinds.is_sorted_by(|a, b| a < b),
        "in the order of the kinds: {kinds:?}"
    );
    for fact in &facts {
        assert_eq!(kind_name(fact.kind()), fact.name());
        assert_eq!(kind_of(fact.name()), Some(fact.kind()));
        let bytes = fact.encode();
        let mut index = minicbor::Decoder::new(&bytes);
        index.array().unwrap();
        assert_eq!(
            index.u16().unwrap(),
            fact.kind(),
            "the kind is the index of the body"
        );
    }
}

#[test]
fn a_newer_program_may_add_fields() {
    // AlarmCleared(terminal), and the same with a field that this program does not know.
    let known = Fact::AlarmCleared(TerminalId(Uuid::from_u128(4)));
    let bytes = known.encode();
    let mut newer = bytes.clone();
    assert_eq!(newer[0], 0x82, "an array of the kind and the body");
    newer[0] = 0x83;
    newer.extend([0x63, b'n', b'e', b'w']);
    assert_eq!(Fact::decode(&newer).unwrap(), known);

    // The same inside a body: one more field at the end of it.
    let saved = Fact::UserSaved(UserSaved {
        user_id: UserId(Uuid::from_u128(7)),
        role: Role::Auditor,
        active: true,
    });
    let mut newer = saved.encode();
    assert_eq!(newer[2], 0x83);
    newer[2] = 0x84;
    newer.push(0xf5);
    assert_eq!(Fact::decode(&newer).unwrap(), saved);

    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Fact::decode(&longer).is_err(), "bytes after the body");
    assert!(Fact::decode(&bytes[..bytes.len() - 1]).is_err(), "cut");
    assert!(
        Fact::decode(&[0x82, 0x18, 99, 0x80]).is_err(),
        "a kind of the future"
    );
}

#[test]
fn a_sale_is_small() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let lines = (1..=5)
        .map(|n| line(n, 399 * i64::from(n), 1000, 1))
        .collect();
    let sale = settle(&cart(lines), &rules, 4000);
    assert!(sale.lines.iter().all(|l| l.name.len() == 25) && sale.tenders.len() == 2);
    let length = Fact::SaleCompleted(sale).encode().len();
    println!("a sale of 5 lines and 2 tenders: {length} B");
    assert!(length <= 330, "{length} B");
}

proptest! {
    #[test]
    fn any_sale_is_read_back(cart in any_cart(), rules in any_pricing(), card in 0..900_000_i64) {
        let fact = Fact::SaleCompleted(settle(&cart, &rules, card));
        prop_assert_eq!(Fact::decode(&fact.encode()).unwrap(), fact);
    }

    #[test]
    fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Fact::decode(&bytes);
    }

    #[test]
    fn reading_an_edited_body_never_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = Fact::SaleCompleted(full_sale()).encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = Fact::decode(&bytes);
    }
}
