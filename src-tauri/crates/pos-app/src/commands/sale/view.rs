//! Builds the view of a sale: from its rows while it is rung, from its journal entry afterwards.

mod exchange;

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::payment;
use crate::ports::records::{Attempt, SaleRecord};
use crate::tx::Tx;
use crate::views::sale::{
    Blocked, CardSlipView, ExchangeView, LineView, RefundPartView, SaleView, TaxView, TenderView,
};
use pos_domain::cart::{Cart, CartHead, CartTender, SaleKind, Unit};
use pos_domain::fact::{CardSlip, Fact, SaleCompleted, SaleVoided, SoldLine, SoldTax, SoldTender};
use pos_domain::ids::{LineId, SaleId, Seq, UserId};
use pos_domain::payment::AttemptState;
use pos_domain::quantity::Quantity;
use pos_domain::rounding::to_step;
use pos_domain::totals::{LineTotal, Totals};
use std::collections::HashMap;
use uuid::Uuid;

/// A sale, wherever it stands.
pub fn of(tx: &Tx, id: SaleId) -> AppResult<SaleView> {
    if let Some(cart) = tx.store.cart(id)? {
        return of_cart(tx, &cart);
    }
    let record = tx
        .store
        .sale(id)?
        .ok_or_else(|| AppError::new(ErrorCode::SaleNotFound).field("sale_id"))?;
    of_record(tx, &record)
}

/// A person's name; their id when they are gone.
pub fn user_name(tx: &Tx, id: UserId) -> AppResult<String> {
    Ok(tx
        .store
        .user(id)?
        .map_or_else(|| id.to_string(), |u| u.name))
}

/// A sale being rung.
pub fn of_cart(tx: &Tx, cart: &Cart) -> AppResult<SaleView> {
    let totals = tx.context.pricing.totals(cart)?;
    let head = &cart.head;
    let attempts = tx.store.attempts_of(head.sale_id)?;
    let paid_minor = cart.paid_minor();
    let exchange = exchange::of_cart(tx, cart, totals.total_minor)?;
    let met_minor = exchange.as_ref().map_or(0, ExchangeView::met_minor);
    let due_minor = totals.total_minor + head.rounding_minor - paid_minor - met_minor;
    let due_cash_minor = to_step(due_minor, tx.context.pricing.cash_step_minor);
    let tenders = head
        .tenders
        .iter()
        .map(|t| cart_tender(t, &attempts))
        .collect::<Vec<TenderView>>();
    Ok(SaleView {
        sale_id: head.sale_id,
        kind: head.kind,
        state: head.state,
        number: None,
        number_text: None,
        label: head.label.clone(),
        cashier_name: user_name(tx, head.opened_by)?,
        opened_at: head.opened_at,
        completed_at: None,
        lines: cart_lines(tx, cart, &totals)?,
        discount: head.discount,
        note: head.note.clone(),
        item_count: item_count(cart.live().map(|l| (l.quantity, l.unit))),
        savings_minor: totals.savings_minor,
        net_minor: totals.net_minor,
        tax_minor: totals.tax_minor,
        total_minor: totals.total_minor,
        taxes: totals
            .taxes
            .iter()
            .map(|t| tax_view(tx, t.class, t.rate, t.net_minor, t.tax_minor))
            .collect(),
        prices_include_tax: tx.context.pricing.prices_include_tax,
        cash_total_minor: paid_minor + met_minor + due_cash_minor,
        rounding_minor: head.rounding_minor,
        paid_minor,
        due_minor,
        due_cash_minor,
        change_minor: tenders.iter().map(|t| t.change_minor).sum(),
        tenders,
        blocked: match head.exchange_with {
            None => blocked(&attempts),
            Some(_) => blocked_of(tx, head)?,
        },
        attempts: payment::views(tx, &attempts)?,
        original_sale_id: original(tx, head.original)?.map(|o| o.sale_id),
        original_number_text: original_number(tx, head.original)?,
        refund_plan: refund_plan(tx, cart, due_minor)?,
        exchange,
        written_at: head.changed_at,
    })
}

fn original(tx: &Tx, seq: Option<Seq>) -> AppResult<Option<SaleRecord>> {
    Ok(match seq {
        Some(seq) => tx.store.sale_at(seq)?,
        None => None,
    })
}

fn original_number(tx: &Tx, seq: Option<Seq>) -> AppResult<Option<String>> {
    let record = original(tx, seq)?;
    Ok(record
        .and_then(|o| o.number)
        .map(|n| tx.context.number_text(n)))
}

/// Whether an attempt keeps the sale from being paid now: one in doubt, or one whose order has not
/// ended, be it approved: the terminal may still take it back.
pub fn blocked(attempts: &[Attempt]) -> Option<Blocked> {
    if attempts.iter().any(|a| a.state == AttemptState::Unknown) {
        Some(Blocked::AttemptUnknown)
    } else if attempts.iter().any(|a| a.state.is_unsettled()) {
        Some(Blocked::AttemptRunning)
    } else {
        None
    }
}

/// Whether an attempt keeps a sale, or the other half of its exchange, from being paid now.
pub fn blocked_of(tx: &Tx, head: &CartHead) -> AppResult<Option<Blocked>> {
    let mut attempts = tx.store.attempts_of(head.sale_id)?;
    if let Some(other) = head.exchange_with {
        attempts.extend(tx.store.attempts_of(other)?);
    }
    Ok(blocked(&attempts))
}

/// Pieces, a weighed line counting as one.
fn item_count(lines: impl Iterator<Item = (Quantity, Unit)>) -> Quantity {
    Quantity(lines.map(|(quantity, unit)| unit.items(quantity).0).sum())
}

fn refund_plan(tx: &Tx, cart: &Cart, due_minor: i64) -> AppResult<Vec<RefundPartView>> {
    if cart.head.kind == SaleKind::Sale {
        return Ok(Vec::new());
    }
    let plan = super::returns::plan(tx, cart, due_minor)?;
    Ok(plan
        .into_iter()
        .map(|p| RefundPartView {
            kind: p.kind,
            amount_minor: p.amount_minor,
            left_minor: p.amount_minor,
        })
        .collect())
}

fn cart_lines(tx: &Tx, cart: &Cart, totals: &Totals) -> AppResult<Vec<LineView>> {
    let by_id: HashMap<LineId, &LineTotal> = totals.lines.iter().map(|t| (t.line_id, t)).collect();
    cart.lines
        .iter()
        .map(|line| {
            let total = by_id.get(&line.line_id);
            Ok(LineView {
                line_id: line.line_id,
                line_no: line.line_no,
                product_id: line.product_id,
                name: line.name.clone(),
                name_zh: line.name_zh.clone(),
                barcode: line.barcode.clone(),
                quantity: line.quantity,
                unit: line.unit,
                unit_price: line.unit_price,
                list_price: line.list_price,
                amount_minor: total.map_or(0, |t| t.amount_minor + t.document_discount_minor),
                discount: line.discount,
                discount_minor: total.map_or(0, |t| t.discount_minor),
                document_discount_minor: total.map_or(0, |t| t.document_discount_minor),
                note: line.note.clone(),
                tax_class_id: line.tax_class,
                voided: line.voided,
                returned: Quantity::default(),
                approved_by: line.approved_by.map(|u| user_name(tx, u)).transpose()?,
                written_off: line.written_off,
            })
        })
        .collect()
}

fn cart_tender(tender: &CartTender, attempts: &[Attempt]) -> TenderView {
    TenderView {
        tender_id: tender.tender_id,
        kind: tender.kind,
        amount_minor: tender.amount_minor,
        given_minor: tender.given_minor,
        change_minor: tender.change_minor,
        card: tender.attempt_id.and_then(|id| slip_of(attempts, id)),
    }
}

fn slip_of(attempts: &[Attempt], id: pos_domain::ids::AttemptId) -> Option<CardSlipView> {
    attempts
        .iter()
        .find(|a| a.attempt_id == id)?
        .slip
        .as_ref()
        .map(slip_view)
}

pub fn slip_view(slip: &CardSlip) -> CardSlipView {
    let number = |n: u32, digits: usize| format!("{n:0digits$}");
    CardSlipView {
        masked_pan: slip.masked_pan.clone(),
        card_name: slip.card_name.clone(),
        receipt_no: slip.receipt_no.map(|n| number(n, 4)),
        trace: slip.trace.map(|n| number(n, 6)),
        terminal_id: slip.terminal_number.clone(),
        auth: slip.auth.clone(),
        lines: slip.lines.clone(),
    }
}

fn tax_view(
    tx: &Tx,
    class: pos_domain::ids::TaxClassId,
    rate: pos_domain::quantity::Percent,
    net_minor: i64,
    tax_minor: i64,
) -> TaxView {
    let name = tx
        .context
        .pricing
        .classes
        .iter()
        .find(|c| c.id == class)
        .map_or_else(|| class.0.to_string(), |c| c.name.clone());
    TaxView {
        tax_class_id: class,
        name,
        rate_percent: rate,
        net_minor,
        tax_minor,
        gross_minor: net_minor + tax_minor,
    }
}

/// A completed or voided sale.
pub fn of_record(tx: &Tx, record: &SaleRecord) -> AppResult<SaleView> {
    let (_, fact) = tx
        .store
        .entry(record.seq)?
        .ok_or_else(|| AppError::internal("a sale without its entry"))?;
    match fact {
        Some(Fact::SaleCompleted(sold)) => of_completed(tx, record, &sold),
        Some(Fact::SaleVoided(voided)) => of_voided(tx, record, &voided),
        Some(_) | None => Err(AppError::not_found("sale")),
    }
}

fn of_completed(tx: &Tx, record: &SaleRecord, sold: &SaleCompleted) -> AppResult<SaleView> {
    let attempts = tx.store.attempts_of(record.sale_id)?;
    let returned = tx.store.returned(record.seq)?;
    let returned = returned.iter().map(|r| (r.line_no, r.quantity)).collect();
    let mut view = base(tx, record, &sold.lines, &returned)?;
    let tenders: Vec<TenderView> = sold
        .tenders
        .iter()
        .map(|t| sold_tender(t, &attempts))
        .collect();
    view.number = Some(sold.number);
    view.number_text = Some(tx.context.number_text(sold.number));
    view.opened_at = sold.opened_at;
    view.completed_at = Some(record.at);
    view.discount = sold.discount;
    view.note = sold.note.clone();
    view.taxes = sold
        .taxes
        .iter()
        .map(|t: &SoldTax| tax_view(tx, t.class, t.rate, t.net_minor, t.tax_minor))
        .collect();
    view.net_minor = sold.taxes.iter().map(|t| t.net_minor).sum();
    view.tax_minor = sold.taxes.iter().map(|t| t.tax_minor).sum();
    view.total_minor = sold.total_minor;
    view.prices_include_tax = sold.prices_include_tax;
    view.rounding_minor = sold.rounding_minor;
    view.paid_minor = tenders.iter().map(|t| t.amount_minor).sum();
    view.cash_total_minor = view.paid_minor;
    view.change_minor = tenders.iter().map(|t| t.change_minor).sum();
    view.tenders = tenders;
    view.attempts = payment::views(tx, &attempts)?;
    view.original_sale_id = original(tx, sold.original)?.map(|o| o.sale_id);
    view.original_number_text = original_number(tx, sold.original)?;
    view.exchange = exchange::of_sold(tx, sold)?;
    Ok(view)
}

fn of_voided(tx: &Tx, record: &SaleRecord, voided: &SaleVoided) -> AppResult<SaleView> {
    let mut view = base(tx, record, &voided.lines, &HashMap::new())?;
    view.opened_at = voided.opened_at;
    view.total_minor = voided.total_minor;
    view.note = Some(voided.reason.clone());
    // What cards went through before it was given up.
    view.attempts = payment::views(tx, &tx.store.attempts_of(record.sale_id)?)?;
    Ok(view)
}

fn base(
    tx: &Tx,
    record: &SaleRecord,
    lines: &[SoldLine],
    returned: &HashMap<u32, Quantity>,
) -> AppResult<SaleView> {
    let live = || lines.iter().filter(|l| !l.voided);
    Ok(SaleView {
        sale_id: record.sale_id,
        kind: record.kind,
        state: record.state,
        number: None,
        number_text: None,
        label: None,
        cashier_name: user_name(tx, record.cashier)?,
        opened_at: record.at,
        completed_at: None,
        lines: lines
            .iter()
            .map(|l| sold_line(tx, l, returned))
            .collect::<AppResult<_>>()?,
        discount: None,
        note: None,
        item_count: item_count(live().map(|l| (l.quantity, l.unit))),
        savings_minor: live()
            .map(|l| l.discount_minor + l.document_discount_minor)
            .sum(),
        net_minor: 0,
        tax_minor: 0,
        total_minor: record.total_minor,
        taxes: Vec::new(),
        prices_include_tax: tx.context.pricing.prices_include_tax,
        cash_total_minor: record.total_minor,
        rounding_minor: 0,
        paid_minor: 0,
        due_minor: 0,
        due_cash_minor: 0,
        change_minor: 0,
        tenders: Vec::new(),
        attempts: Vec::new(),
        original_sale_id: None,
        original_number_text: None,
        refund_plan: Vec::new(),
        exchange: None,
        written_at: record.at,
        blocked: None,
    })
}

fn sold_line(tx: &Tx, line: &SoldLine, returned: &HashMap<u32, Quantity>) -> AppResult<LineView> {
    Ok(LineView {
        // The caller's line id lived with the cart; a sold line is known by its number.
        line_id: LineId(Uuid::from_u128(u128::from(line.line_no))),
        line_no: line.line_no,
        product_id: line.product_id,
        name: line.name.clone(),
        name_zh: line.name_zh.clone(),
        barcode: None,
        quantity: line.quantity,
        unit: line.unit,
        unit_price: line.unit_price,
        list_price: line.list_price.unwrap_or(line.unit_price),
        amount_minor: line.amount_minor + line.document_discount_minor,
        discount: line.discount,
        discount_minor: line.discount_minor,
        document_discount_minor: line.document_discount_minor,
        note: line.note.clone(),
        tax_class_id: line.tax_class,
        voided: line.voided,
        returned: returned.get(&line.line_no).copied().unwrap_or_default(),
        approved_by: line.approved_by.map(|u| user_name(tx, u)).transpose()?,
        written_off: line.written_off,
    })
}

fn sold_tender(tender: &SoldTender, attempts: &[Attempt]) -> TenderView {
    TenderView {
        tender_id: tender.tender_id,
        kind: tender.kind,
        amount_minor: tender.amount_minor,
        given_minor: tender.given_minor,
        change_minor: tender.change_minor,
        card: tender.attempt_id.and_then(|id| slip_of(attempts, id)),
    }
}
