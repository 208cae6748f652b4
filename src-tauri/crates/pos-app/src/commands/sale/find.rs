//! Finding sales, showing and reprinting them.

use super::{SaleRef, view};
use crate::api::{AppError, AppResult};
use crate::flow::Flow;
use crate::ports::records::{SaleQuery, SaleRecord};
use crate::tx::Tx;
use crate::views::receipt::Receipt;
use crate::views::sale::{SaleFound, SaleRow, SaleView};
use pos_domain::cart::SaleState;
use pos_domain::fact::Fact;
use pos_domain::time::Day;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleFind {
    /// A receipt number (`2-0417` or `417`), or nothing.
    pub text: Option<String>,
    pub day: Option<Day>,
    pub state: Option<SaleState>,
    pub offset: u32,
    pub limit: u32,
}

/// Completed and voided sales, newest first.
#[command(permission = SaleFind, mode = Query)]
pub fn sale_find(tx: &mut Tx, input: SaleFind) -> AppResult<SaleFound> {
    let text = input
        .text
        .as_deref()
        .map(str::trim)
        .filter(|t| !t.is_empty());
    let number = match text {
        None => None,
        Some(text) => {
            let digits = text.rsplit('-').next().unwrap_or(text);
            let number = digits
                .parse::<i64>()
                .map_err(|_| AppError::invalid("text", "not_a_number").with("value", text))?;
            Some(number)
        }
    };
    let limit = input.limit.clamp(1, 200);
    let query = SaleQuery {
        number,
        day: input.day,
        state: input.state,
        offset: input.offset,
        limit: limit + 1,
    };
    let mut records = tx.store.sales(&query)?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let rows = records
        .iter()
        .map(|r| row(tx, r))
        .collect::<AppResult<Vec<_>>>()?;
    Ok(SaleFound { rows, more })
}

fn row(tx: &Tx, record: &SaleRecord) -> AppResult<SaleRow> {
    Ok(SaleRow {
        sale_id: record.sale_id,
        kind: record.kind,
        state: record.state,
        number_text: record.number.map(|n| tx.context.number_text(n)),
        label: None,
        at: record.at,
        cashier_name: view::user_name(tx, record.cashier)?,
        total_minor: record.total_minor,
        line_count: record.line_count,
        tenders: record.tenders.clone(),
    })
}

/// One sale, wherever it stands.
#[command(permission = SaleFind, mode = Query)]
pub fn sale_view(tx: &mut Tx, input: SaleRef) -> AppResult<SaleView> {
    view::of(tx, input.sale_id)
}

/// The receipt of a sale as a document.
#[command(permission = SaleRing, mode = Flow)]
pub fn receipt_view(flow: &Flow, input: SaleRef) -> AppResult<Receipt> {
    let sale = flow.read(|tx| view::of(tx, input.sale_id))?;
    Ok(flow
        .world()
        .receipts()
        .receipt(&sale, &flow.context()?.shop, false))
}

/// The receipt once more, marked as a copy; that it was made stands in the journal.
#[command(permission = ReceiptReprint, mode = Flow)]
pub fn receipt_reprint(flow: &Flow, input: SaleRef) -> AppResult<Receipt> {
    let sale = flow.act(|tx| {
        let sale = view::of(tx, input.sale_id)?;
        tx.record(&Fact::ReceiptReprinted(input.sale_id))?;
        Ok(sale)
    })?;
    Ok(flow
        .world()
        .receipts()
        .receipt(&sale, &flow.context()?.shop, true))
}
