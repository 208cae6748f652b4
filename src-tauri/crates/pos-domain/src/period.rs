//! What one entry adds to the running sums of its period: its postings by account, and a count of
//! acts. X reads these sums, Z freezes them; nothing else is added up at the end of a day.

use crate::cart::SaleKind;
use crate::fact::{CashMoveKind, Fact, Moving, PeriodSum, SaleCompleted};
use crate::posting::postings;
use crate::tender::TenderKind;

/// Acts that are counted beside the accounts. The codes stand in journals: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// Completed sales and their gross.
    Sales,
    /// Completed returns and their gross, positive.
    Returns,
    /// Returns without a receipt, among the returns.
    ReturnsWithoutReceipt,
    /// Lines and documents that were reduced, and by how much.
    Discounts,
    /// Lines sold at another price than the catalogue's; no amount, the lines have it.
    PriceOverrides,
    /// Lines struck out of sales that were completed; no amount, they have none.
    StruckLines,
    /// Sales given up before they were paid.
    VoidedSales,
    /// The drawer opened without a sale.
    NoSales,
    PaidIn,
    PaidOut,
    Drops,
    Reprints,
    /// Taken in a kind of tender.
    Taken(TenderKind),
    /// Paid back in a kind of tender, positive.
    PaidBack(TenderKind),
}

impl Tally {
    /// The number in the file: above every account's.
    pub fn code(self) -> i64 {
        match self {
            Tally::Sales => 10_001,
            Tally::Returns => 10_002,
            Tally::ReturnsWithoutReceipt => 10_003,
            Tally::Discounts => 10_004,
            Tally::PriceOverrides => 10_005,
            Tally::StruckLines => 10_006,
            Tally::VoidedSales => 10_007,
            Tally::NoSales => 10_008,
            Tally::PaidIn => 10_009,
            Tally::PaidOut => 10_010,
            Tally::Drops => 10_011,
            Tally::Reprints => 10_012,
            Tally::Taken(kind) => 10_100 + tender_code(kind),
            Tally::PaidBack(kind) => 10_200 + tender_code(kind),
        }
    }
}

fn tender_code(kind: TenderKind) -> i64 {
    match kind {
        TenderKind::Cash => 0,
        TenderKind::Card => 1,
        TenderKind::Wallet => 2,
        TenderKind::Voucher => 3,
        TenderKind::Exchange => 4,
    }
}

/// What a fact adds, one row a measure. The Z itself adds nothing: the entry after it begins the
/// next period.
pub fn movements(fact: &Fact) -> Vec<PeriodSum> {
    let Some(moving) = fact.moving() else {
        return Vec::new();
    };
    let shift_no = shift_of(fact);
    let mut rows: Vec<PeriodSum> = Vec::new();
    let mut add = |measure: i64, count: i64, amount_minor: i64| match rows
        .iter_mut()
        .find(|r| r.measure == measure)
    {
        Some(row) => {
            row.count += count;
            row.amount_minor += amount_minor;
        }
        None => rows.push(PeriodSum {
            shift_no,
            measure,
            count,
            amount_minor,
        }),
    };
    for posting in postings(fact) {
        add(posting.account.code(), 1, posting.amount_minor);
    }
    match moving {
        Moving::SaleCompleted(sale) => tally_sale(sale, &mut add),
        Moving::SaleVoided(voided) => add(Tally::VoidedSales.code(), 1, voided.total_minor),
        Moving::DrawerOpened(_) => add(Tally::NoSales.code(), 1, 0),
        Moving::ReceiptReprinted(_) => add(Tally::Reprints.code(), 1, 0),
        Moving::CashMoved(moved) => {
            let tally = match moved.kind {
                CashMoveKind::PaidIn => Tally::PaidIn,
                CashMoveKind::PaidOut => Tally::PaidOut,
                CashMoveKind::Drop => Tally::Drops,
            };
            add(tally.code(), 1, moved.amount_minor);
        }
        Moving::AttemptSent(_)
        | Moving::AttemptMoved(_)
        | Moving::StockAdjusted(_)
        | Moving::SlipTaken(_)
        | Moving::ShiftOpened(_)
        | Moving::ShiftCounted(_)
        | Moving::ShiftClosed(_)
        | Moving::TerminalClosed(_)
        | Moving::DayClosed(_)
        | Moving::KeyRotated(_)
        | Moving::Restored(_) => {}
    }
    rows
}

/// The drawer a fact belongs to; 0 = none.
pub fn shift_of(fact: &Fact) -> i64 {
    let Some(moving) = fact.moving() else {
        return 0;
    };
    match moving {
        Moving::SaleCompleted(sale) => sale.shift_no.unwrap_or(0),
        Moving::ShiftOpened(opened) => opened.shift_no,
        Moving::CashMoved(moved) => moved.shift_no,
        Moving::DrawerOpened(opened) => opened.shift_no.unwrap_or(0),
        Moving::ShiftCounted(counted) => counted.shift_no,
        Moving::ShiftClosed(closed) => closed.shift_no,
        Moving::SaleVoided(_)
        | Moving::AttemptSent(_)
        | Moving::AttemptMoved(_)
        | Moving::ReceiptReprinted(_)
        | Moving::StockAdjusted(_)
        | Moving::SlipTaken(_)
        | Moving::TerminalClosed(_)
        | Moving::DayClosed(_)
        | Moving::KeyRotated(_)
        | Moving::Restored(_) => 0,
    }
}

fn tally_sale(sale: &SaleCompleted, add: &mut impl FnMut(i64, i64, i64)) {
    let back = sale.kind == SaleKind::Return;
    let whole = if back { Tally::Returns } else { Tally::Sales };
    add(whole.code(), 1, sale.total_minor);
    if back && sale.original.is_none() {
        add(Tally::ReturnsWithoutReceipt.code(), 1, sale.total_minor);
    }
    for tender in &sale.tenders {
        let tally = match sale.kind {
            SaleKind::Sale => Tally::Taken(tender.kind),
            SaleKind::Return => Tally::PaidBack(tender.kind),
        };
        add(tally.code(), 1, tender.amount_minor);
    }
    let mut document_minor = 0;
    for line in &sale.lines {
        if line.voided {
            add(Tally::StruckLines.code(), 1, 0);
            continue;
        }
        document_minor += line.document_discount_minor;
        if back {
            continue;
        }
        if line.discount_minor != 0 {
            add(Tally::Discounts.code(), 1, line.discount_minor);
        }
        if line.list_price.is_some() {
            add(Tally::PriceOverrides.code(), 1, 0);
        }
    }
    if !back && document_minor != 0 {
        add(Tally::Discounts.code(), 1, document_minor);
    }
}

#[cfg(test)]
mod tests;
