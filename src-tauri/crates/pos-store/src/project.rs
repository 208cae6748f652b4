//! Moves the projections by one entry. The till and the rebuild use the same code, so that what
//! is counted can always be counted again.

use crate::tables::{
    attempt, card, day_sum, journal_epoch, line, period, posting, restored, sale, sale_card, shift,
    stock, tender,
};
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::cart::SaleKind;
use pos_domain::fact::{Fact, Moving, SaleCompleted, SoldLine};
use pos_domain::journal::Header;
use pos_domain::quantity::Quantity;
use pos_domain::rounding::spread;
use rusqlite::Connection;

/// Moves every projection by one entry.
pub fn project(connection: &Connection, header: &Header, fact: &Fact) -> StoreResult<()> {
    let seq = header.seq;
    posting::insert(connection, seq, fact)?;
    period::add(connection, fact)?;
    period::note_approvals(connection, seq, header.approver.is_some(), fact)?;
    let Some(moving) = fact.moving() else {
        return Ok(());
    };
    match moving {
        Moving::SaleCompleted(sold) => {
            sale::insert_completed(connection, seq, sold)?;
            line::insert(connection, seq, sold)?;
            tender::insert(connection, seq, sold)?;
            sale_card::insert(connection, seq, sold)?;
            attempt::capture(connection, sold)?;
            day_sum::add(connection, header.actor, sold)?;
            // What comes back and is written off moves nothing: it left the shelf when it was sold.
            let moved = live(sold).filter(|line| !line.written_off);
            let out = moved.filter_map(|line| {
                let quantity = Quantity(-signed(sold.kind, line.quantity.0));
                Some((line.product_id?, quantity))
            });
            stock::add(connection, out)
        }
        Moving::SaleVoided(voided) => {
            sale::insert_voided(connection, seq, voided)?;
            attempt::release(connection, voided.sale_id, &[])
        }
        Moving::AttemptSent(sent) => attempt::insert(connection, seq, sent),
        Moving::AttemptMoved(moved) => {
            attempt::step(connection, seq, moved)?;
            card::add(connection, header.device, moved)
        }
        Moving::SlipTaken(taken) => attempt::take_slip(connection, seq, taken),
        Moving::ShiftOpened(opened) => shift::open(connection, seq, opened),
        Moving::CashMoved(moved) => shift::note_move(connection, seq, moved),
        Moving::ShiftCounted(counted) => shift::count(connection, seq, counted),
        Moving::ShiftClosed(closed) => shift::close(connection, seq, closed),
        Moving::TerminalClosed(closed) => card::close(connection, seq, closed),
        Moving::DayClosed(closed) => period::close(connection, seq, closed),
        Moving::Restored(restored) => restored::go_on(connection, seq, restored),
        Moving::StockAdjusted(adjusted) => {
            let moves = adjusted.moves.iter();
            stock::add(connection, moves.map(|one| (one.product_id, one.quantity)))
        }
        Moving::KeyRotated(rotated) => journal_epoch::begin(connection, seq, rotated),
        Moving::ReceiptReprinted(_) | Moving::DrawerOpened(_) => Ok(()),
    }
}

/// The lines that were sold; struck-out ones stand in the entry only.
pub fn live(sold: &SaleCompleted) -> impl Iterator<Item = &SoldLine> {
    sold.lines.iter().filter(|line| !line.voided)
}

/// Returns count negative.
pub fn signed(kind: SaleKind, amount: i64) -> i64 {
    match kind {
        SaleKind::Sale => amount,
        SaleKind::Return => -amount,
    }
}

/// Net and tax of each live line: a class's tax is spread over its lines to the last unit, so that
/// the lines add up to the document.
pub fn net_and_tax(sold: &SaleCompleted) -> StoreResult<Vec<(i64, i64)>> {
    let lines: Vec<&SoldLine> = live(sold).collect();
    let mut split: Vec<(i64, i64)> = lines.iter().map(|line| (line.amount_minor, 0)).collect();
    for tax in &sold.taxes {
        let of_class: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].tax_class == tax.class)
            .collect();
        if of_class.is_empty() && tax.tax_minor != 0 {
            let class = tax.class.0;
            return Err(StoreError::Failed(format!(
                "tax class {class} has tax and no line"
            )));
        }
        let weights: Vec<i64> = of_class.iter().map(|at| split[*at].0.max(0)).collect();
        for (at, part) in of_class.into_iter().zip(spread(tax.tax_minor, &weights)) {
            split[at].1 = part;
            if sold.prices_include_tax {
                split[at].0 -= part;
            }
        }
    }
    Ok(split)
}
