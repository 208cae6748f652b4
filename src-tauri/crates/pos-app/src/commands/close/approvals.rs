//! Who asked and who approved, from the entries of a period.

use crate::api::AppResult;
use crate::commands::shift::view::name;
use crate::ports::records::ApprovedPlace;
use crate::tx::Tx;
use crate::views::close::ApprovalFigure;
use pos_domain::fact::{Fact, SaleCompleted};
use pos_domain::ids::{Seq, UserId};
use pos_domain::journal::Header;
use pos_domain::period::shift_of;

/// What was approved from one entry to another; of one drawer only, when it is named.
pub fn of(tx: &Tx, first: Seq, last: Seq, shift_no: Option<i64>) -> AppResult<Vec<ApprovalFigure>> {
    let mut figures = Vec::new();
    for place in tx.store.approvals(first, last)? {
        let Some((header, Some(fact))) = tx.store.entry(place.seq)? else {
            continue;
        };
        if shift_no.is_some_and(|no| no != shift_of(&fact)) {
            continue;
        }
        figures.extend(figure(tx, place, &header, &fact)?);
    }
    Ok(figures)
}

fn figure(
    tx: &Tx,
    place: ApprovedPlace,
    header: &Header,
    fact: &Fact,
) -> AppResult<Option<ApprovalFigure>> {
    let told = match (fact, place.line_no) {
        (_, 0) => header.approver.map(|by| (fact.name(), by, amount(fact))),
        (Fact::SaleCompleted(sold), -1) => sold
            .discount_approved_by
            .map(|by| ("sale_discount", by, Some(document_minor(sold)))),
        (Fact::SaleCompleted(sold), line_no) => of_line(sold, line_no),
        (_, _) => None,
    };
    let Some((act, approver, amount_minor)) = told else {
        return Ok(None);
    };
    Ok(Some(ApprovalFigure {
        seq: place.seq.0,
        at: header.at,
        act: act.to_owned(),
        asked_by: name(tx, header.actor)?,
        approved_by: name(tx, Some(approver))?,
        amount_minor,
    }))
}

/// A line sold for less than its price.
fn of_line(sold: &SaleCompleted, line_no: i64) -> Option<(&'static str, UserId, Option<i64>)> {
    let line = sold
        .lines
        .iter()
        .find(|line| i64::from(line.line_no) == line_no)?;
    let by = line.approved_by?;
    Some(match line.discount {
        Some(_) => ("sale_discount", by, Some(line.discount_minor)),
        None => ("price_override", by, Some(line.amount_minor)),
    })
}

fn document_minor(sold: &SaleCompleted) -> i64 {
    let live = sold.lines.iter().filter(|line| !line.voided);
    live.map(|line| line.document_discount_minor).sum()
}

/// What an act that can be approved came to.
fn amount(fact: &Fact) -> Option<i64> {
    match fact {
        Fact::SaleCompleted(sold) => Some(sold.total_minor),
        Fact::SaleVoided(voided) => Some(voided.total_minor),
        Fact::AttemptSent(sent) => Some(sent.amount_minor),
        Fact::CashMoved(moved) => Some(moved.amount_minor),
        Fact::ShiftClosed(closed) => Some(closed.counted_minor - closed.expected_minor),
        _ => None,
    }
}
