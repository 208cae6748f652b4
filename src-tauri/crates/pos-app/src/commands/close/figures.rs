//! A period's figures, one shape for X and Z: of what runs, or as a Z froze them.

use super::sums::Sums;
use super::z::{self, Period};
use super::{approvals, terminals};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::shift::view as shift_view;
use crate::ports::records::Shift;
use crate::tx::Tx;
use crate::views::close::{AccountFigure, CountSum, PeriodReport, TenderFigure};
use crate::views::sale::TaxView;
use crate::views::shift::ShiftView;
use pos_domain::ids::{Seq, TaxClassId};
use pos_domain::journal::Mac16;
use pos_domain::period::Tally;
use pos_domain::posting::{Account, account_name};
use pos_domain::quantity::Percent;
use pos_domain::tender::TenderKind;
use pos_domain::time::Day;

const TENDERS: [TenderKind; 5] = [
    TenderKind::Cash,
    TenderKind::Card,
    TenderKind::Wallet,
    TenderKind::Voucher,
    TenderKind::Exchange,
];

/// The running period: an X of the whole register.
pub fn running(tx: &Tx) -> AppResult<PeriodReport> {
    let period = Period::running(tx)?;
    let sums = Sums::new(tx.store.period_sums(period.z_number)?);
    let mut report = report(tx, &period, &sums, z::day_of(tx, &period)?);
    report.shifts = views(tx, &tx.store.shifts_of(period.z_number)?)?;
    report.terminals = terminals::of_running(tx, &period, false)?;
    report.doubts = z::doubts(tx)?;
    report.suspended = z::suspended(tx)?;
    report.approvals = approvals::of(tx, period.first_seq, period.head.0, None)?;
    Ok(report)
}

/// One drawer's part: an X of its shift, also when its period is closed.
pub fn of_shift(tx: &Tx, shift_no: i64) -> AppResult<PeriodReport> {
    let shift = tx
        .store
        .shift(shift_no)?
        .ok_or_else(|| AppError::new(ErrorCode::ShiftMissing).field("shift_no"))?;
    let period = Period::running(tx)?;
    let sums = Sums::of_shift(tx, &shift)?;
    let mut report = report(tx, &period, &sums, z::day_of(tx, &period)?);
    report.z_number = shift.z_number;
    report.shift_no = Some(shift_no);
    report.first_seq = shift.opened_seq.0;
    let whole = Sums::new(tx.store.period_sums(period.z_number)?);
    report.grand_total_minor = period.grand_total_minor(&whole);
    let last = shift.closed_seq.unwrap_or(period.head.0);
    report.approvals = approvals::of(tx, shift.opened_seq, last, Some(shift_no))?;
    report.shifts = views(tx, &[shift])?;
    Ok(report)
}

/// A closed period, from the entry of its Z.
pub fn closed(tx: &Tx, z_number: i64) -> AppResult<PeriodReport> {
    let record = tx
        .store
        .z(z_number)?
        .ok_or_else(|| AppError::not_found("z_report").field("z_number"))?;
    let (header, closed) = z::entry(tx, &record)?;
    let doubts = z::doubts_at(tx, &closed)?;
    let terminals = terminals::of_closed(tx, &closed)?;
    let sums = Sums::new(closed.sums);
    let mut report = blank(tx, &sums, closed.day);
    report.z_number = closed.z_number;
    report.closed_at = Some(header.at);
    report.closed_by = Some(shift_view::name(tx, header.actor)?);
    report.made_at = header.at;
    report.first_seq = closed.first_seq.0;
    report.head_seq = closed.last_seq.0;
    report.head_hash = hex(&closed.last_hash);
    report.shifts = views(tx, &tx.store.shifts_of(z_number)?)?;
    report.terminals = terminals;
    report.doubts = doubts;
    report.suspended = CountSum {
        count: closed.suspended_count,
        amount_minor: closed.suspended_minor,
    };
    report.approvals = approvals::of(tx, closed.first_seq, closed.last_seq, None)?;
    report.grand_total_minor = closed.grand_total_minor;
    Ok(report)
}

/// What every X has of its period.
fn report(tx: &Tx, period: &Period, sums: &Sums, day: Day) -> PeriodReport {
    let (Seq(head_seq), hash): (Seq, Mac16) = period.head;
    let mut report = blank(tx, sums, day);
    report.z_number = period.z_number;
    report.first_seq = period.first_seq.0;
    report.head_seq = head_seq;
    report.head_hash = hex(&hash);
    report.grand_total_minor = period.grand_total_minor(sums);
    report
}

/// The figures that are sums, and nothing else yet.
fn blank(tx: &Tx, sums: &Sums, day: Day) -> PeriodReport {
    let (sales, returns) = (sums.tally(Tally::Sales), sums.tally(Tally::Returns));
    let taxes = taxes(tx, sums);
    PeriodReport {
        z_number: 0,
        closed_at: None,
        closed_by: None,
        shift_no: None,
        day,
        made_at: tx.now,
        first_seq: 0,
        head_seq: 0,
        head_hash: String::new(),
        sales,
        returns,
        gross_minor: sales.amount_minor - returns.amount_minor,
        net_minor: taxes.iter().map(|tax| tax.net_minor).sum(),
        tax_minor: taxes.iter().map(|tax| tax.tax_minor).sum(),
        taxes,
        tenders: tenders(sums),
        discounts: sums.tally(Tally::Discounts),
        price_overrides: sums.tally(Tally::PriceOverrides),
        struck_lines: sums.tally(Tally::StruckLines),
        voided_sales: sums.tally(Tally::VoidedSales),
        returns_without_receipt: sums.tally(Tally::ReturnsWithoutReceipt),
        no_sales: sums.tally(Tally::NoSales),
        reprints: sums.tally(Tally::Reprints),
        paid_in: sums.tally(Tally::PaidIn),
        paid_out: sums.tally(Tally::PaidOut),
        drops: sums.tally(Tally::Drops),
        rounding_minor: -sums.account(Account::Rounding),
        over_short_minor: -sums.account(Account::OverShort),
        shifts: Vec::new(),
        terminals: Vec::new(),
        doubts: Vec::new(),
        suspended: CountSum::default(),
        approvals: Vec::new(),
        grand_total_minor: 0,
        accounts: accounts(sums),
    }
}

fn views(tx: &Tx, shifts: &[Shift]) -> AppResult<Vec<ShiftView>> {
    shifts
        .iter()
        .map(|shift| shift_view::of(tx, shift))
        .collect()
}

/// By the accounts that moved, with the rates of today: a rate that changed has a class of its own.
fn taxes(tx: &Tx, sums: &Sums) -> Vec<TaxView> {
    let mut classes: Vec<u8> = sums
        .accounts()
        .iter()
        .filter_map(|(code, _)| tax_class(*code))
        .collect();
    classes.sort_unstable();
    classes.dedup();
    let row = |class: u8| {
        let id = TaxClassId(class);
        let known = tx.context.pricing.classes.iter().find(|c| c.id == id);
        let net_minor = -sums.account(Account::Sales(id));
        let tax_minor = -sums.account(Account::TaxPayable(id));
        TaxView {
            tax_class_id: id,
            name: known.map_or_else(|| class.to_string(), |c| c.name.clone()),
            rate_percent: known.map_or(Percent(0), |c| c.rate),
            net_minor,
            tax_minor,
            gross_minor: net_minor + tax_minor,
        }
    };
    classes.into_iter().map(row).collect()
}

/// The tax class of a sales or tax account.
fn tax_class(code: i64) -> Option<u8> {
    let first = Account::Sales(TaxClassId(0)).code();
    let last = Account::TaxPayable(TaxClassId(u8::MAX)).code();
    let group = 1000;
    (first..=last)
        .contains(&code)
        .then(|| u8::try_from(code % group).ok())
        .flatten()
}

fn tenders(sums: &Sums) -> Vec<TenderFigure> {
    let figure = |kind| {
        let taken = sums.tally(Tally::Taken(kind));
        let paid_back = sums.tally(Tally::PaidBack(kind));
        TenderFigure {
            kind,
            taken,
            paid_back,
            net_minor: taken.amount_minor - paid_back.amount_minor,
        }
    };
    let used = |figure: &TenderFigure| figure.taken.count + figure.paid_back.count > 0;
    TENDERS.into_iter().map(figure).filter(used).collect()
}

fn accounts(sums: &Sums) -> Vec<AccountFigure> {
    let figure = |(code, amount_minor)| AccountFigure {
        code,
        name: account_name(code),
        amount_minor,
    };
    sums.accounts().into_iter().map(figure).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
