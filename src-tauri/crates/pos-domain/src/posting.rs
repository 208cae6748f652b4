//! Double entry. Each money fact posts lines that sum to zero; X, Z and the day are sums of them.

use crate::cart::SaleKind;
use crate::fact::{CashMoveKind, Fact, Moving, SaleCompleted};
use crate::ids::TaxClassId;
use crate::payment::Means;
use crate::tender::TenderKind;

/// Where money stands. Debit is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    DrawerCash,
    /// Owed to the shop by card acquirers.
    CardClearing,
    WalletClearing,
    VoucherLiability,
    /// Paid by the customer and not yet sold against (a sale still being tendered).
    Tendered,
    Sales(TaxClassId),
    TaxPayable(TaxClassId),
    Rounding,
    OverShort,
    GiftCardLiability,
    /// The shop's own cash outside the drawers.
    Safe,
    /// Where cash put into a drawer beside the sales came from.
    PaidIn,
    /// What cash paid out of a drawer went for.
    PaidOut,
    /// Between the two halves of an exchange; zero once both are done.
    Exchange,
}

impl Account {
    /// The number in the file: a group in the hundreds, the tax class below it.
    pub fn code(self) -> i64 {
        match self {
            Account::DrawerCash => 100,
            Account::CardClearing => 200,
            Account::WalletClearing => 300,
            Account::VoucherLiability => 400,
            Account::Tendered => 500,
            Account::Sales(class) => 1000 + i64::from(class.0),
            Account::TaxPayable(class) => 2000 + i64::from(class.0),
            Account::Rounding => 600,
            Account::OverShort => 700,
            Account::GiftCardLiability => 800,
            Account::Safe => 110,
            Account::PaidIn => 900,
            Account::PaidOut => 910,
            Account::Exchange => 510,
        }
    }
}

/// The name of an account by its number: `drawer_cash`, `sales-1`; an unknown number is its own.
pub fn account_name(code: i64) -> String {
    let name = match code {
        100 => "drawer_cash",
        110 => "safe",
        200 => "card_clearing",
        300 => "wallet_clearing",
        400 => "voucher_liability",
        500 => "tendered",
        510 => "exchange",
        600 => "rounding",
        700 => "over_short",
        800 => "gift_card_liability",
        900 => "paid_in",
        910 => "paid_out",
        1000..2000 => return format!("sales-{}", code - 1000),
        2000..3000 => return format!("tax_payable-{}", code - 2000),
        _ => return code.to_string(),
    };
    name.to_owned()
}

/// One line of an entry's postings, in minor units of the shop's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    pub account: Account,
    pub amount_minor: i64,
}

/// What a fact posts; empty when no money moved. Always sums to zero.
pub fn postings(fact: &Fact) -> Vec<Posting> {
    let Some(moving) = fact.moving() else {
        return Vec::new();
    };
    let mut lines: Vec<Posting> = Vec::new();
    let mut post = |account, amount_minor| {
        if amount_minor != 0 {
            lines.push(Posting {
                account,
                amount_minor,
            });
        }
    };
    match moving {
        Moving::SaleCompleted(sale) => post_sale(sale, &mut post),
        Moving::AttemptMoved(moved) => {
            let in_minor = moved.money.sign() * moved.amount_minor;
            post(cleared_in(moved.means), in_minor);
            post(Account::Tendered, -in_minor);
        }
        Moving::ShiftOpened(opened) => {
            post(Account::DrawerCash, opened.float_minor);
            post(Account::Safe, -opened.float_minor);
        }
        Moving::CashMoved(moved) => {
            let (sign, other) = match moved.kind {
                CashMoveKind::PaidIn => (1, Account::PaidIn),
                CashMoveKind::PaidOut => (-1, Account::PaidOut),
                CashMoveKind::Drop => (-1, Account::Safe),
            };
            post(Account::DrawerCash, sign * moved.amount_minor);
            post(other, -sign * moved.amount_minor);
        }
        Moving::ShiftClosed(closed) => {
            post(Account::DrawerCash, -closed.expected_minor);
            post(Account::Safe, closed.counted_minor);
            post(
                Account::OverShort,
                closed.expected_minor - closed.counted_minor,
            );
        }
        Moving::SaleVoided(_)
        | Moving::AttemptSent(_)
        | Moving::ReceiptReprinted(_)
        | Moving::StockAdjusted(_)
        | Moving::SlipTaken(_)
        | Moving::DrawerOpened(_)
        | Moving::ShiftCounted(_)
        | Moving::TerminalClosed(_)
        | Moving::DayClosed(_)
        | Moving::KeyRotated(_)
        | Moving::Restored(_) => {}
    }
    lines
}

fn post_sale(sale: &SaleCompleted, post: &mut impl FnMut(Account, i64)) {
    let sign = match sale.kind {
        SaleKind::Sale => 1,
        SaleKind::Return => -1,
    };
    for tender in &sale.tenders {
        post(settled_in(tender.kind), sign * tender.amount_minor);
    }
    for tax in &sale.taxes {
        post(Account::Sales(tax.class), -sign * tax.net_minor);
        post(Account::TaxPayable(tax.class), -sign * tax.tax_minor);
    }
    post(Account::Rounding, -sign * sale.rounding_minor);
}

/// Where the money of an attempt is owed to the shop.
fn cleared_in(means: Means) -> Account {
    match means {
        Means::Card => Account::CardClearing,
        Means::Wallet => Account::WalletClearing,
    }
}

/// The account that a tender of a completed sale is taken from. What came in by an attempt reached
/// its clearing account when that was approved, and waits in `Tendered`.
fn settled_in(kind: TenderKind) -> Account {
    match kind {
        TenderKind::Cash => Account::DrawerCash,
        TenderKind::Card | TenderKind::Wallet => Account::Tendered,
        TenderKind::Voucher => Account::VoucherLiability,
        TenderKind::Exchange => Account::Exchange,
    }
}

#[cfg(test)]
mod tests;
