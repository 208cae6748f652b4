use super::*;
use crate::Language;
use crate::paper::PaperProfile;
use crate::pdf::PdfPaper;
use crate::testing::{drawn, look_at, paper, sales, shop};
use pos_app::views::close::{
    AccountFigure, ApprovalFigure, CardFigure, CountSum, DoubtFigure, PeriodReport, TenderFigure,
    TerminalFigure,
};
use pos_app::views::receipt::{CashSlip, CashSlipAct, ReceiptBlock};
use pos_app::views::shift::{CashMoveView, CountView, ShiftState, ShiftView};
use pos_domain::fact::{CashCount, CashMoveKind};
use pos_domain::ids::{AttemptId, SaleId, TerminalId};
use pos_domain::payment::AttemptAct;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use uuid::Uuid;

/// 22 November 2026, so many minutes after 8 o'clock in Berlin.
fn at(minutes: i64) -> Instant {
    Instant(1_795_330_800_000 + minutes * 60_000)
}

fn sum(count: i64, amount_minor: i64) -> CountSum {
    CountSum {
        count,
        amount_minor,
    }
}

fn move_of(kind: CashMoveKind, amount_minor: i64, reason: &str) -> CashMoveView {
    CashMoveView {
        seq: 4711,
        kind,
        amount_minor,
        reason: reason.to_owned(),
        by: "Jonas".to_owned(),
        approved_by: (kind == CashMoveKind::PaidOut).then(|| "Mara".to_owned()),
        at: at(200),
    }
}

fn shift() -> ShiftView {
    let coins = [(5000, 3), (2000, 4), (500, 0), (200, 7), (10, 4)];
    ShiftView {
        shift_no: 31,
        drawer_no: 1,
        state: ShiftState::Closed,
        holder_name: Some("Jonas".to_owned()),
        mine: true,
        opened_by: "Jonas".to_owned(),
        opened_at: at(0),
        closed_at: Some(at(600)),
        float_minor: 20_000,
        expected_minor: Some(24_640),
        cash_sales_minor: Some(14_060),
        cash_returns_minor: Some(420),
        paid_in_minor: 2000,
        paid_out_minor: 1000,
        dropped_minor: 10_000,
        no_sale_count: 1,
        moves: vec![
            move_of(CashMoveKind::PaidIn, 2000, "More change"),
            move_of(
                CashMoveKind::PaidOut,
                1000,
                "Window cleaner, first floor and shop windows",
            ),
            move_of(CashMoveKind::Drop, 10_000, "Too much in the drawer"),
        ],
        count: Some(CountView {
            counts: coins
                .map(|(unit_minor, count)| CashCount { unit_minor, count })
                .to_vec(),
            counted_minor: 24_440,
            expected_minor: 24_640,
            over_short_minor: -200,
            times: 2,
            blind: true,
            by: "Jonas".to_owned(),
            at: at(590),
        }),
    }
}

fn terminal() -> TerminalFigure {
    let card = |name: &str, ours: CountSum, theirs: CountSum| CardFigure {
        card_name: name.to_owned(),
        ours,
        theirs: Some(theirs),
    };
    TerminalFigure {
        terminal_id: TerminalId(Uuid::nil()),
        name: "Counter left".to_owned(),
        batch_no: Some(18),
        at: Some(at(605)),
        cards: vec![
            card("girocard", sum(31, 81_245), sum(31, 81_245)),
            card("Visa", sum(9, 30_110), sum(8, 28_110)),
        ],
        ours_minor: 111_355,
        theirs_minor: Some(109_355),
        agrees: Some(false),
    }
}

fn account(code: i64, name: &str, amount_minor: i64) -> AccountFigure {
    AccountFigure {
        code,
        name: name.to_owned(),
        amount_minor,
    }
}

fn tenders() -> Vec<TenderFigure> {
    let of = |kind, taken: CountSum, paid_back: CountSum| TenderFigure {
        kind,
        taken,
        paid_back,
        net_minor: taken.amount_minor - paid_back.amount_minor,
    };
    vec![
        of(TenderKind::Cash, sum(12, 14_480), sum(1, 420)),
        of(TenderKind::Card, sum(40, 111_355), CountSum::default()),
    ]
}

fn approval(seq: i64, act: &str, amount_minor: Option<i64>) -> ApprovalFigure {
    ApprovalFigure {
        seq,
        at: at(seq - 4511),
        act: act.to_owned(),
        asked_by: "Jonas".to_owned(),
        approved_by: "Mara".to_owned(),
        amount_minor,
    }
}

/// A day with everything on it.
fn z() -> PeriodReport {
    PeriodReport {
        z_number: 17,
        closed_at: Some(at(610)),
        closed_by: Some("Mara".to_owned()),
        shift_no: None,
        day: Day::parse("2026-11-22").unwrap(),
        made_at: at(610),
        first_seq: 4502,
        head_seq: 4788,
        head_hash: "9f2c41d07ab8e35566017c9d2e4f8a1b3c5d7e9f00112233445566778899aabb".to_owned(),
        sales: sum(43, 125_835),
        returns: sum(1, 420),
        gross_minor: 125_415,
        net_minor: 115_030,
        tax_minor: 10_385,
        taxes: vec![
            sales::tax(1, "Standard", 19, 30_012, 5_702),
            sales::tax(2, "Reduced", 7, 85_018, 4_683),
        ],
        tenders: tenders(),
        discounts: sum(3, 1285),
        price_overrides: sum(1, 0),
        struck_lines: sum(4, 0),
        voided_sales: sum(1, 2300),
        returns_without_receipt: sum(0, 0),
        no_sales: sum(1, 0),
        reprints: sum(2, 0),
        paid_in: sum(1, 2000),
        paid_out: sum(1, 1000),
        drops: sum(1, 10_000),
        rounding_minor: -2,
        over_short_minor: -200,
        shifts: vec![shift()],
        terminals: vec![terminal()],
        doubts: vec![DoubtFigure {
            attempt_id: AttemptId(Uuid::nil()),
            sale_id: SaleId(Uuid::nil()),
            terminal_name: "Counter left".to_owned(),
            act: AttemptAct::Refund,
            amount_minor: 2000,
            at: at(455),
        }],
        suspended: sum(2, 3140),
        approvals: vec![
            approval(4711, "cash_moved", Some(1000)),
            approval(4720, "drawer_opened", None),
        ],
        grand_total_minor: 3_412_600,
        accounts: vec![
            account(100, "drawer_cash", 0),
            account(110, "safe", 14_440),
            account(200, "card_clearing", 111_355),
            account(600, "rounding", -2),
            account(1001, "sales-1", -30_012),
            account(2001, "tax_payable-1", -5_702),
        ],
    }
}

/// The same day while it runs, for somebody who counts blind.
fn x() -> PeriodReport {
    let mut report = z();
    report.closed_at = None;
    report.closed_by = None;
    report.shift_no = Some(31);
    report.terminals[0] = TerminalFigure {
        batch_no: None,
        at: None,
        theirs_minor: None,
        agrees: None,
        cards: Vec::new(),
        ..terminal()
    };
    report.shifts[0] = ShiftView {
        state: ShiftState::Open,
        closed_at: None,
        expected_minor: None,
        cash_sales_minor: None,
        cash_returns_minor: None,
        count: None,
        ..shift()
    };
    report.doubts.clear();
    report.approvals.clear();
    report
}

fn slip(act: CashSlipAct) -> CashSlip {
    CashSlip {
        seq: 4711,
        act,
        drawer_no: 1,
        shift_no: Some(31),
        amount_minor: (act != CashSlipAct::NoSale).then_some(1000),
        reason: "Window cleaner".to_owned(),
        by: "Jonas".to_owned(),
        approved_by: Some("Mara".to_owned()),
        at: at(200),
    }
}

/// Every paper of this room, by name.
fn papers(language: &str) -> Vec<(&'static str, Vec<ReceiptBlock>)> {
    let shop = shop(language);
    let returned = sales::returned();
    let card = returned.tenders[0].card.clone().unwrap();
    vec![
        ("z", period_report(&z(), &shop, false)),
        ("x", period_report(&x(), &shop, false)),
        ("count", count(&shift(), &shop, false)),
        (
            "paid_out",
            cash(
                &slip(CashSlipAct::Moved(CashMoveKind::PaidOut)),
                &shop,
                false,
            ),
        ),
        ("no_sale", cash(&slip(CashSlipAct::NoSale), &shop, true)),
        ("merchant", merchant(&returned, &card, 420, &shop, false)),
        (
            "test_page",
            test_page("Counter", &paper(language, 48), &shop),
        ),
    ]
}

#[test]
fn papers_in_both_languages() {
    for language in ["en", "zh"] {
        for (name, blocks) in papers(language) {
            let text = drawn(language, &blocks);
            let unsaid = ["slip-", "entry-", "account-", "{"];
            if name != "test_page" {
                assert!(unsaid.iter().all(|part| !text.contains(part)), "{text}");
            }
            insta::assert_snapshot!(format!("{name}_{language}"), text);
        }
    }
}

#[test]
fn titles_of_files() {
    let shop = shop("en");
    assert_eq!(report_title(&z(), &shop), "Z report 17");
    assert_eq!(report_title(&x(), &shop), "X report");
}

#[test]
fn a_test_page_fits_its_paper() {
    let shop = shop("en");
    let narrow = PaperProfile {
        columns: 32,
        ..PaperProfile::default()
    };
    let blocks = test_page("Kitchen", &narrow, &shop);
    let ruler = blocks.iter().find_map(|block| match block {
        ReceiptBlock::Text { text, .. } if text.starts_with("1234") => Some(text.len()),
        _ => None,
    });
    assert_eq!(ruler, Some(32));
}

/// Pages to look at: `COUNTERTOP_PAGES=<folder> cargo test -p pos-reports pages_to_look_at`.
#[test]
fn pages_to_look_at() {
    for language in Language::ALL {
        for (name, blocks) in papers(language.code()) {
            let paper = match name {
                "z" | "x" => PdfPaper::A4,
                _ => PdfPaper::Roll,
            };
            look_at(
                &format!("{name}-{}", language.code()),
                language,
                &blocks,
                paper,
            );
        }
    }
}
