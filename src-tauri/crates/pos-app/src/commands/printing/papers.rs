//! What a paper is set from, and who may have which.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::sale::view;
use crate::flow::Flow;
use crate::ports::devices::Paper;
use crate::tx::{Tx, act_name};
use crate::views::peripheral::{PaperView, PrintWhat};
use crate::views::receipt::ReceiptBlock;
use crate::views::sale::SaleView;
use pos_domain::cart::SaleState;
use pos_domain::ids::SaleId;
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
    }
}

/// Refuses who may not have a paper.
pub fn allowed(flow: &Flow, act: Permission) -> AppResult<()> {
    match flow.app.grant(flow.session()?.role, act) {
        Grant::Allow | Grant::Within(_) => Ok(()),
        Grant::Approval | Grant::Deny => {
            Err(AppError::new(ErrorCode::NotAllowed).with("act", act_name(act)))
        }
    }
}

/// What a paper is set from, as the books stand.
pub fn source(tx: &Tx, what: &PrintWhat) -> AppResult<Paper> {
    match what {
        PrintWhat::Receipt { sale_id } => Ok(Paper::Receipt(Box::new(done(tx, *sale_id)?))),
        PrintWhat::Gift { .. }
        | PrintWhat::MerchantSlip { .. }
        | PrintWhat::X { .. }
        | PrintWhat::Z { .. }
        | PrintWhat::Count { .. }
        | PrintWhat::CashSlip { .. }
        | PrintWhat::TestPage { .. } => Err(AppError::not_found("paper").field("what")),
    }
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
