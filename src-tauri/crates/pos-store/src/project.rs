//! Moves the projections by one entry. The till and the rebuild use the same code, so that what
//! is counted can always be counted again.

use crate::tables::{attempt, day_sum, line, posting, sale, stock, tender};
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::cart::SaleKind;
use pos_domain::fact::{Fact, SaleCompleted, SoldLine};
use pos_domain::ids::{Seq, UserId};
use pos_domain::quantity::Quantity;
use pos_domain::rounding::spread;
use rusqlite::Connection;

/// Moves every projection by the fact of one entry.
pub fn project(
    connection: &Connection,
    seq: Seq,
    actor: Option<UserId>,
    fact: &Fact,
) -> StoreResult<()> {
    posting::insert(connection, seq, fact)?;
    match fact {
        Fact::SaleCompleted(sold) => {
            sale::insert_completed(connection, seq, sold)?;
            line::insert(connection, seq, sold)?;
            tender::insert(connection, seq, sold)?;
            day_sum::add(connection, actor, sold)?;
            // What comes back and is written off moves nothing: it left the shelf when it was sold.
            let moved = live(sold).filter(|line| !line.written_off);
            let out = moved.filter_map(|line| {
                let quantity = Quantity(-signed(sold.kind, line.quantity.0));
                Some((line.product_id?, quantity))
            });
            stock::add(connection, out)
        }
        Fact::SaleVoided(voided) => sale::insert_voided(connection, seq, voided),
        Fact::AttemptSent(sent) => attempt::insert(connection, seq, sent),
        Fact::AttemptMoved(moved) => attempt::step(connection, seq, moved),
        Fact::SlipTaken(taken) => attempt::take_slip(connection, seq, taken),
        Fact::StockAdjusted(adjusted) => {
            let moves = adjusted.moves.iter();
            stock::add(connection, moves.map(|one| (one.product_id, one.quantity)))
        }
        Fact::ShopOpened(_)
        | Fact::ReceiptReprinted(_)
        | Fact::UserSaved(_)
        | Fact::SecretSet(_)
        | Fact::SettingsSaved(_)
        | Fact::TerminalPaired(_)
        | Fact::TerminalUnpaired(_)
        | Fact::TerminalAlarmed(_)
        | Fact::AlarmCleared(_)
        | Fact::CatalogueImported(_)
        | Fact::SignedIn(_)
        | Fact::LockedOut(_)
        | Fact::TerminalTested(_)
        | Fact::ShiftOpened(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::ShiftCounted(_)
        | Fact::ShiftClosed(_)
        | Fact::TerminalClosed(_)
        | Fact::DayClosed(_)
        | Fact::LimitsSaved(_)
        | Fact::PeripheralPaired(_)
        | Fact::PeripheralUnpaired(_)
        | Fact::PictureSaved(_) => Ok(()),
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
