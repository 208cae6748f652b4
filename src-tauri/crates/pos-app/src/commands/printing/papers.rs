//! What a paper is set from, and who may have which.

use crate::api::{AppError, AppResult, ErrorCode, name_of};
use crate::commands::close::figures;
use crate::commands::sale::view;
use crate::commands::{peripheral, shift};
use crate::flow::Flow;
use crate::ports::devices::Paper;
use crate::ports::records::Attempt;
use crate::tx::Tx;
use crate::views::peripheral::{PaperFileView, PaperView, PrintWhat};
use crate::views::receipt::{CashSlip, CashSlipAct, ReceiptBlock};
use crate::views::sale::{CardSlipView, SaleView};
use crate::views::shift::ShiftView;
use base64ct::{Base64, Encoding};
use pos_domain::cart::SaleState;
use pos_domain::fact::{CardSlip, Fact};
use pos_domain::ids::{SaleId, Seq};
use pos_domain::staff::{Grant, Permission};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperOf {
    pub what: PrintWhat,
}

/// Who may have a paper.
pub fn permission(what: &PrintWhat) -> Permission {
    match what {
        PrintWhat::Receipt { .. } | PrintWhat::Gift { .. } | PrintWhat::MerchantSlip { .. } => {
            Permission::SaleRing
        }
        PrintWhat::X { .. } => Permission::XReport,
        PrintWhat::Z { .. } => Permission::ZView,
        PrintWhat::Count { .. } | PrintWhat::CashSlip { .. } => Permission::ShiftClose,
        PrintWhat::TestPage { .. } => Permission::PeripheralTest,
        PrintWhat::Drill {} => Permission::BackupRun,
    }
}

/// Refuses who may not have a paper.
pub fn allowed(flow: &Flow, act: Permission) -> AppResult<()> {
    match flow.app.grant(flow.session()?.role, act) {
        Grant::Allow | Grant::Within(_) => Ok(()),
        Grant::Approval | Grant::Deny => {
            Err(AppError::new(ErrorCode::NotAllowed).with("act", name_of(act)))
        }
    }
}

/// What a paper is set from, as the books stand.
pub fn source(tx: &Tx, what: &PrintWhat) -> AppResult<Paper> {
    match what {
        PrintWhat::Receipt { sale_id } => receipt(tx, *sale_id),
        PrintWhat::Gift { sale_id } => Ok(Paper::Gift(Box::new(done(tx, *sale_id)?))),
        PrintWhat::MerchantSlip { sale_id } => merchant(tx, *sale_id),
        PrintWhat::X { shift_no } => {
            let report = match shift_no {
                None => figures::running(tx)?,
                Some(shift_no) => figures::of_shift(tx, *shift_no)?,
            };
            Ok(Paper::Period(Box::new(report)))
        }
        PrintWhat::Z { z_number } => Ok(Paper::Period(Box::new(figures::closed(tx, *z_number)?))),
        PrintWhat::Count { shift_no } => count(tx, *shift_no),
        PrintWhat::CashSlip { seq } => Ok(Paper::CashSlip(cash_slip(tx, Seq(*seq))?)),
        PrintWhat::TestPage { peripheral_id } => {
            let device = peripheral::device(tx, *peripheral_id)?;
            Ok(Paper::TestPage {
                printer: device.name,
                options: device.options,
            })
        }
        PrintWhat::Drill {} => {
            let drill = tx.store.drill()?;
            let drill = drill.ok_or_else(|| AppError::not_found("drill").field("what"))?;
            Ok(Paper::Drill(Box::new(drill)))
        }
    }
}

/// A receipt; of an exchange both halves on one ticket.
fn receipt(tx: &Tx, id: SaleId) -> AppResult<Paper> {
    let sale = done(tx, id)?;
    match &sale.exchange {
        None => Ok(Paper::Receipt(Box::new(sale))),
        Some(halves) => Ok(Paper::Exchange {
            returned: Box::new(done(tx, halves.return_sale_id)?),
            sold: Box::new(done(tx, halves.sale_id)?),
        }),
    }
}

fn shift_view(tx: &Tx, shift_no: i64) -> AppResult<ShiftView> {
    let shift = tx.store.shift(shift_no)?;
    let shift = shift.ok_or_else(|| AppError::not_found("shift").field("what"))?;
    shift::view::of(tx, &shift)
}

/// The slip of a count. Before it is counted there is none: it would say what the drawer should
/// hold to somebody who counts blind.
fn count(tx: &Tx, shift_no: i64) -> AppResult<Paper> {
    let shift = shift_view(tx, shift_no)?;
    match shift.count {
        Some(_) => Ok(Paper::Count(Box::new(shift))),
        None => Err(AppError::not_found("count").field("what")),
    }
}

/// The slip of one entry: cash in or out beside the sales, or the drawer opened without one.
fn cash_slip(tx: &Tx, seq: Seq) -> AppResult<CashSlip> {
    let missing = || AppError::not_found("cash_slip").field("what");
    let (header, fact) = tx.store.entry(seq)?.ok_or_else(missing)?;
    let (act, shift_no, amount_minor, reason, drawer_no) = match fact {
        Some(Fact::CashMoved(moved)) => {
            let act = CashSlipAct::Moved(moved.kind);
            let drawer = shift_view(tx, moved.shift_no)?.drawer_no;
            let amount = Some(moved.amount_minor);
            (act, Some(moved.shift_no), amount, moved.reason, drawer)
        }
        Some(Fact::DrawerOpened(opened)) => {
            let act = CashSlipAct::NoSale;
            (act, opened.shift_no, None, opened.reason, opened.drawer_no)
        }
        Some(_) | None => return Err(missing()),
    };
    Ok(CashSlip {
        seq: seq.0,
        act,
        drawer_no,
        shift_no,
        amount_minor,
        reason,
        by: shift::view::name(tx, header.actor)?,
        approved_by: header
            .approver
            .map(|id| view::user_name(tx, id))
            .transpose()?,
        at: header.at,
    })
}

/// The paper that is meant: either half of an exchange means the one ticket.
pub fn meant(tx: &Tx, what: PrintWhat) -> AppResult<PrintWhat> {
    let PrintWhat::Receipt { sale_id } = what else {
        return Ok(what);
    };
    let halves = done(tx, sale_id)?.exchange;
    Ok(PrintWhat::Receipt {
        sale_id: halves.map_or(sale_id, |halves| halves.sale_id),
    })
}

/// The slips of a sale's card payments: those to be signed, or all when none is.
fn merchant(tx: &Tx, id: SaleId) -> AppResult<Paper> {
    let sale = done(tx, id)?;
    let attempts = tx.store.attempts_of(id)?.into_iter();
    let slips: Vec<(CardSlip, i64)> = attempts
        .filter(Attempt::stands)
        .filter_map(|attempt| Some((attempt.slip?, attempt.amount_minor)))
        .collect();
    let any_signed = slips.iter().any(|(slip, _)| slip.signature);
    let slips: Vec<(CardSlipView, i64)> = slips
        .into_iter()
        .filter(|(slip, _)| slip.signature || !any_signed)
        .map(|(slip, amount_minor)| {
            // The terminal's own lines are the customer's half.
            let lines = Vec::new();
            (view::slip_view(&CardSlip { lines, ..slip }), amount_minor)
        })
        .collect();
    if slips.is_empty() {
        return Err(AppError::not_found("card_slip").field("what"));
    }
    Ok(Paper::MerchantSlip {
        sale: Box::new(sale),
        slips,
    })
}

/// A document that was kept with its job.
pub fn kept(text: &str) -> AppResult<Vec<ReceiptBlock>> {
    serde_json::from_str(text).map_err(AppError::internal)
}

/// A sale that has a receipt.
fn done(tx: &Tx, id: SaleId) -> AppResult<SaleView> {
    let sale = view::of(tx, id)?;
    match sale.state {
        SaleState::Completed => Ok(sale),
        SaleState::Open | SaleState::Suspended | SaleState::Tendering | SaleState::Voided => {
            Err(AppError::not_found("receipt").field("what"))
        }
    }
}

/// A paper for the screen.
#[command(signed_in, mode = Flow)]
pub fn paper(flow: &Flow, input: PaperOf) -> AppResult<PaperView> {
    allowed(flow, permission(&input.what))?;
    let paper = flow.read(|tx| source(tx, &input.what))?;
    let shop = &flow.context()?.shop;
    Ok(PaperView {
        language: shop.language.clone(),
        copy: false,
        blocks: flow.world().papers().set(&paper, shop, false),
    })
}

/// A paper as a PDF.
#[command(signed_in, mode = Flow)]
pub fn print_pdf(flow: &Flow, input: PaperOf) -> AppResult<PaperFileView> {
    allowed(flow, permission(&input.what))?;
    let (paper, picture) = flow.read(|tx| Ok((source(tx, &input.what)?, tx.store.picture()?)))?;
    let shop = &flow.context()?.shop;
    let papers = flow.world().papers();
    let file = papers.pdf(&paper, shop, picture.as_deref())?;
    Ok(PaperFileView {
        file_name: file.name,
        base64: Base64::encode_string(&file.bytes),
    })
}
