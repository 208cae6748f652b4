//! Finding sales, showing and reprinting them.

use super::{SaleRef, exchange, life, view};
use crate::api::{AppError, AppResult};
use crate::flow::Flow;
use crate::ports::records::{Attempt, SaleQuery, SaleRecord};
use crate::tx::Tx;
use crate::views::receipt::Receipt;
use crate::views::sale::{SaleFound, SaleRow, SaleView};
use pos_domain::cart::SaleState;
use pos_domain::currency::UnitPrice;
use pos_domain::fact::Fact;
use pos_domain::payment::AttemptState;
use pos_domain::time::Day;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// So many of the newest sales are looked through for a text that is not a receipt number.
const LOOKED_THROUGH_MAX: u32 = 2_000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleFind {
    /// A receipt number (`2-0417` as its barcode has it, or `417`), an amount (`12.90`), or part of
    /// a product's or a person's name; or nothing.
    pub text: Option<String>,
    pub day: Option<Day>,
    pub state: Option<SaleState>,
    /// The last four digits of a card that paid or was paid back to.
    pub card_end: Option<String>,
    /// Exactly this total.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    pub offset: u32,
    pub limit: u32,
}

/// Sales, newest first; those still being rung or set aside come before the completed ones.
#[command(permission = SaleFind, mode = Query)]
pub fn sale_find(tx: &mut Tx, input: SaleFind) -> AppResult<SaleFound> {
    let text = input
        .text
        .as_deref()
        .map(str::trim)
        .filter(|t| !t.is_empty());
    let limit = input.limit.clamp(1, 200) as usize;
    let card_end = input.card_end.as_deref().map(card_end).transpose()?;
    let narrowed = input.day.is_some() || card_end.is_some() || input.amount_minor.is_some();
    let mut rows = Vec::new();
    if text.is_none() && !narrowed && input.offset == 0 {
        rows = unfinished(tx, input.state)?;
    }
    let finished = match input.state {
        None | Some(SaleState::Completed | SaleState::Voided) => true,
        Some(SaleState::Open | SaleState::Suspended | SaleState::Tendering) => false,
    };
    let mut more = false;
    if finished {
        let query = SaleQuery {
            number: None,
            day: input.day,
            state: input.state,
            card_end,
            total_minor: input.amount_minor,
            offset: input.offset,
            limit: limit as u32 + 1,
        };
        let mut records = match text {
            None => tx.store.sales(&query)?,
            Some(text) => matching(tx, query, text)?,
        };
        more = records.len() > limit;
        records.truncate(limit);
        let unsettled = tx.store.attempts_unsettled()?;
        for record in &records {
            rows.push(row(tx, record, &unsettled)?);
        }
    }
    Ok(SaleFound { rows, more })
}

/// Four digits.
fn card_end(text: &str) -> AppResult<u16> {
    let text = text.trim();
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number.ok_or_else(|| AppError::invalid("card_end", "four_digits"))
}

/// A receipt number: this register's, with its name before it or without.
fn number(tx: &Tx, text: &str) -> Option<i64> {
    let digits = match text.split_once('-') {
        Some((register, digits)) => {
            let here = register.parse() == Ok(tx.context.shop.register);
            here.then_some(digits)?
        }
        None => text,
    };
    digits.parse().ok()
}

/// Sales being rung, paid or set aside, newest first.
fn unfinished(tx: &Tx, state: Option<SaleState>) -> AppResult<Vec<SaleRow>> {
    let mut heads = tx.store.cart_heads()?;
    heads.retain(|h| !exchange::is_half(h) && state.is_none_or(|s| s == h.state));
    heads.sort_by_key(|h| std::cmp::Reverse((h.touch_no, h.changed_at, h.sale_id)));
    heads.iter().map(|h| life::row(tx, h)).collect()
}

/// By number when it reads as one and is found; else through the newest sales by amount or name.
fn matching(tx: &Tx, query: SaleQuery, text: &str) -> AppResult<Vec<SaleRecord>> {
    if let Some(number) = number(tx, text) {
        let found = tx.store.sales(&SaleQuery {
            number: Some(number),
            ..query.clone()
        })?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let currency = tx.context.pricing.currency;
    let amount = UnitPrice::parse(&text.replace(',', ".")).and_then(|p| p.to_minor(currency));
    let wanted = text.to_lowercase();
    let newest = SaleQuery {
        offset: 0,
        limit: LOOKED_THROUGH_MAX,
        ..query.clone()
    };
    let mut found = Vec::new();
    for record in tx.store.sales(&newest)? {
        if Some(record.total_minor) == amount || names(tx, &record, &wanted)? {
            found.push(record);
        }
    }
    let after = found.into_iter().skip(query.offset as usize);
    Ok(after.take(query.limit as usize).collect())
}

/// Whether a line, the cashier or the note of a sale has the text in it.
fn names(tx: &Tx, record: &SaleRecord, wanted: &str) -> AppResult<bool> {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    if has(&view::user_name(tx, record.cashier)?) {
        return Ok(true);
    }
    let lines = match tx.store.entry(record.seq)? {
        Some((_, Some(Fact::SaleCompleted(sold)))) => sold.lines,
        Some((_, Some(Fact::SaleVoided(voided)))) => voided.lines,
        Some((_, Some(_) | None)) | None => Vec::new(),
    };
    Ok(lines
        .iter()
        .any(|l| has(&l.name) || l.name_zh.as_deref().is_some_and(has)))
}

fn row(tx: &Tx, record: &SaleRecord, unsettled: &[Attempt]) -> AppResult<SaleRow> {
    let of = |a: &Attempt| a.sale_id == record.sale_id && a.state == AttemptState::Unknown;
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
        doubt: unsettled.iter().any(of),
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
