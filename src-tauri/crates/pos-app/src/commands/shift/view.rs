//! A shift as its holder may see it: before the count, what should be in the drawer is told only to
//! those who may know it.

use super::is_own;
use crate::api::AppResult;
use crate::commands::close::sums::Sums;
use crate::commands::sale::view::user_name;
use crate::ports::records::Shift;
use crate::tx::Tx;
use crate::views::shift::{CashMoveView, CountView, ShiftState, ShiftView};
use pos_domain::fact::{CashMoved, Fact, ShiftCounted};
use pos_domain::ids::{Seq, UserId};
use pos_domain::journal::Header;
use pos_domain::period::Tally;
use pos_domain::posting::Account;
use pos_domain::staff::{Grant, Permission};
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;

/// A shift with its own part of its period's sums.
pub fn of(tx: &Tx, shift: &Shift) -> AppResult<ShiftView> {
    let sums = Sums::of_shift(tx, shift)?;
    let count = count(tx, shift)?;
    let expected = expected_minor(shift, &sums);
    let state = state(shift, count.as_ref(), expected);
    let told = may(tx, Permission::DrawerExpectedView);
    let in_hand = is_own(tx, shift) || may(tx, Permission::ShiftCloseOther);
    let known = told || (in_hand && state != ShiftState::Open);
    let (opened_at, opened_by) = signed(tx, shift.opened_seq)?;
    let cash = |tally: fn(TenderKind) -> Tally| sums.tally(tally(TenderKind::Cash)).amount_minor;
    Ok(ShiftView {
        shift_no: shift.shift_no,
        drawer_no: shift.drawer_no,
        state,
        holder_name: shift.holder.map(|id| user_name(tx, id)).transpose()?,
        mine: super::mine(tx)?.is_some_and(|mine| mine.shift_no == shift.shift_no),
        opened_by,
        opened_at,
        closed_at: match shift.closed_seq {
            Some(seq) => Some(signed(tx, seq)?.0),
            None => None,
        },
        float_minor: shift.float_minor,
        expected_minor: known.then_some(expected),
        cash_sales_minor: known.then(|| cash(Tally::Taken)),
        cash_returns_minor: known.then(|| cash(Tally::PaidBack)),
        paid_in_minor: sums.tally(Tally::PaidIn).amount_minor,
        paid_out_minor: sums.tally(Tally::PaidOut).amount_minor,
        dropped_minor: sums.tally(Tally::Drops).amount_minor,
        no_sale_count: sums.tally(Tally::NoSales).count,
        moves: moves(tx, shift)?,
        count: match count.filter(|_| told || in_hand) {
            Some((header, counted)) => Some(count_view(tx, shift, &header, counted)?),
            None => None,
        },
    })
}

fn may(tx: &Tx, permission: Permission) -> bool {
    tx.context.limits.grant(tx.actor.role, permission) != Grant::Deny
}

/// What should be in the drawer, by the postings; of a closed one, what should have been.
pub fn expected_minor(shift: &Shift, sums: &Sums) -> i64 {
    shift
        .expected_minor
        .unwrap_or_else(|| sums.account(Account::DrawerCash))
}

/// A count stands as long as the drawer has not moved since.
fn state(shift: &Shift, count: Option<&(Header, ShiftCounted)>, expected: i64) -> ShiftState {
    match count {
        _ if shift.closed_seq.is_some() => ShiftState::Closed,
        Some((_, counted)) if counted.expected_minor == expected => ShiftState::Counted,
        Some(_) | None => ShiftState::Open,
    }
}

/// The last count of a drawer, with its entry's header.
pub fn count(tx: &Tx, shift: &Shift) -> AppResult<Option<(Header, ShiftCounted)>> {
    let Some(seq) = shift.counted_seq else {
        return Ok(None);
    };
    match tx.store.entry(seq)? {
        Some((header, Some(Fact::ShiftCounted(counted)))) => Ok(Some((header, counted))),
        Some((_, Some(_) | None)) | None => Ok(None),
    }
}

fn count_view(
    tx: &Tx,
    shift: &Shift,
    header: &Header,
    counted: ShiftCounted,
) -> AppResult<CountView> {
    Ok(CountView {
        over_short_minor: counted.counted_minor - counted.expected_minor,
        counts: counted.counts,
        counted_minor: counted.counted_minor,
        expected_minor: counted.expected_minor,
        times: shift.times_counted,
        blind: counted.blind,
        by: name(tx, header.actor)?,
        at: header.at,
    })
}

/// When an entry was made and by whom.
fn signed(tx: &Tx, seq: Seq) -> AppResult<(Instant, String)> {
    match tx.store.entry(seq)? {
        Some((header, _)) => Ok((header.at, name(tx, header.actor)?)),
        None => Ok((Instant::default(), String::new())),
    }
}

/// A person's name; empty for the till itself.
pub fn name(tx: &Tx, user: Option<UserId>) -> AppResult<String> {
    match user {
        Some(id) => user_name(tx, id),
        None => Ok(String::new()),
    }
}

fn moves(tx: &Tx, shift: &Shift) -> AppResult<Vec<CashMoveView>> {
    let mut views = Vec::new();
    for seq in tx.store.shift_moves(shift.shift_no)? {
        if let Some((header, Some(Fact::CashMoved(moved)))) = tx.store.entry(seq)? {
            views.push(move_view(tx, &header, moved)?);
        }
    }
    Ok(views)
}

fn move_view(tx: &Tx, header: &Header, moved: CashMoved) -> AppResult<CashMoveView> {
    Ok(CashMoveView {
        seq: header.seq.0,
        kind: moved.kind,
        amount_minor: moved.amount_minor,
        reason: moved.reason,
        by: name(tx, header.actor)?,
        approved_by: header.approver.map(|id| user_name(tx, id)).transpose()?,
        at: header.at,
    })
}
