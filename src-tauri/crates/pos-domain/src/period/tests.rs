use super::*;
use crate::cart::Discount;
use crate::currency::UnitPrice;
use crate::fact::CashMoved;
use crate::fact::tests::one_of_each;
use crate::ids::Seq;
use crate::posting::Account;
use crate::tax::TaxRounding;
use crate::testing::{cart, line, pricing, settle};

#[test]
fn accounts_of_a_fact_sum_to_zero() {
    for fact in one_of_each() {
        let sum: i64 = movements(&fact)
            .iter()
            .filter(|r| r.measure < 10_000)
            .map(|r| r.amount_minor)
            .sum();
        assert_eq!(sum, 0, "{fact:?}");
    }
}

#[test]
fn a_sale_counts_once_for_each_measure() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut sale = settle(&cart(vec![line(1, 1190, 2000, 1)]), &rules, 500);
    sale.shift_no = Some(7);
    let total = sale.total_minor;
    let rows = movements(&Fact::SaleCompleted(sale));
    let of = |measure| rows.iter().find(|r| r.measure == measure).copied();
    let sum = |measure| of(measure).map(|r| (r.shift_no, r.count, r.amount_minor));
    assert_eq!(sum(Tally::Sales.code()), Some((7, 1, total)));
    assert_eq!(
        sum(Tally::Taken(TenderKind::Cash).code()).map(|s| s.0),
        Some(7)
    );
    assert_eq!(sum(Account::DrawerCash.code()).map(|s| s.1), Some(1));
    assert_eq!(of(Tally::Returns.code()), None);
}

fn rows(fact: &Fact) -> String {
    let row = |r: &PeriodSum| {
        format!(
            "{} {} {} {} {}\n",
            fact.name(),
            r.shift_no,
            r.measure,
            r.count,
            r.amount_minor
        )
    };
    movements(fact).iter().map(row).collect()
}

/// What one fact of each kind adds: shift, measure, count, amount.
const OF_EACH: &str = "
sale_completed 0 100 1 -188
sale_completed 0 500 1 -1000
sale_completed 0 1001 1 1000
sale_completed 0 2001 1 190
sale_completed 0 600 1 -2
sale_completed 0 10002 1 1190
sale_completed 0 10200 1 188
sale_completed 0 10201 1 1000
sale_completed 0 10006 1 0
sale_voided 0 10007 1 600
attempt_moved 0 200 1 1999
attempt_moved 0 500 1 -1999
receipt_reprinted 0 10012 1 0
shift_opened 12 100 1 10000
shift_opened 12 110 1 -10000
cash_moved 12 100 1 -1500
cash_moved 12 910 1 1500
cash_moved 12 10010 1 1500
drawer_opened 12 10008 1 0
shift_closed 12 100 1 -8498
shift_closed 12 110 1 8500
shift_closed 12 700 1 -2
";

#[test]
fn one_of_each_kind_adds_this() {
    let found: String = one_of_each().iter().map(rows).collect();
    assert_eq!(format!("\n{found}"), OF_EACH);
}

/// A sale with a struck line, a line at another price, one reduced by itself and all by the
/// document; and the same goods brought back.
const REDUCED: &str = "
sale_completed 0 100 1 3273
sale_completed 0 500 1 500
sale_completed 0 1003 1 -3773
sale_completed 0 10001 1 3773
sale_completed 0 10100 1 3273
sale_completed 0 10101 1 500
sale_completed 0 10006 1 0
sale_completed 0 10004 3 207
sale_completed 0 10005 1 0
sale_completed 0 100 1 -3273
sale_completed 0 500 1 -500
sale_completed 0 1003 1 3773
sale_completed 0 10002 1 3773
sale_completed 0 10003 1 3773
sale_completed 0 10200 1 3273
sale_completed 0 10201 1 500
sale_completed 0 10006 1 0
sale_completed 0 100 1 -3273
sale_completed 0 500 1 -500
sale_completed 0 1003 1 3773
sale_completed 0 10002 1 3773
sale_completed 0 10200 1 3273
sale_completed 0 10201 1 500
sale_completed 0 10006 1 0
";

#[test]
fn what_was_given_away_is_counted() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut rung = cart((1..=4).map(|n| line(n, 1000, 1000, 3)).collect());
    let off = |amount_minor| Some(Discount::Amount { amount_minor });
    rung.lines[1].discount = off(100);
    rung.lines[2].discount = off(50);
    rung.head.discount = off(77);
    let mut sale = settle(&rung, &rules, 500);
    sale.lines[0].voided = true;
    sale.lines[3].list_price = Some(UnitPrice(200_000));
    let mut found = rows(&Fact::SaleCompleted(sale.clone()));
    sale.kind = SaleKind::Return;
    found += &rows(&Fact::SaleCompleted(sale.clone()));
    sale.original = Some(Seq(9));
    found += &rows(&Fact::SaleCompleted(sale));
    assert_eq!(format!("\n{found}"), REDUCED);
}

#[test]
fn every_cash_act_has_its_tally() {
    for (kind, tally) in [
        (CashMoveKind::PaidIn, Tally::PaidIn),
        (CashMoveKind::PaidOut, Tally::PaidOut),
        (CashMoveKind::Drop, Tally::Drops),
    ] {
        let fact = Fact::CashMoved(CashMoved {
            shift_no: 3,
            kind,
            amount_minor: 500,
            reason: String::new(),
        });
        let rows = movements(&fact);
        let row = rows.iter().find(|r| r.measure == tally.code());
        let row = row.map(|r| (r.shift_no, r.count, r.amount_minor));
        assert_eq!(row, Some((3, 1, 500)), "{kind:?}");
    }
}

#[test]
fn tallies_have_numbers_of_their_own() {
    let kinds = [
        TenderKind::Cash,
        TenderKind::Card,
        TenderKind::Wallet,
        TenderKind::Voucher,
        TenderKind::Exchange,
    ];
    let codes = |of: fn(TenderKind) -> Tally| kinds.map(|kind| of(kind).code());
    assert_eq!(
        codes(Tally::Taken),
        [10_100, 10_101, 10_102, 10_103, 10_104]
    );
    assert_eq!(
        codes(Tally::PaidBack),
        [10_200, 10_201, 10_202, 10_203, 10_204]
    );
}
