//! Bringing goods back: with the receipt (never more than was bought, paid back to the tender it
//! came from) and without (needs the right, paid in cash).

use super::{SaleRef, pay, saved, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::ports::records::Returned;
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::cart::{Cart, CartLine, SaleKind, check_quantity};
use pos_domain::fact::{Fact, SaleCompleted, SoldLine};
use pos_domain::ids::{LineId, SaleId, Seq};
use pos_domain::quantity::Quantity;
use pos_domain::refund::{
    RefundError, RefundPart, line_taxes, plan as share_out, share_minor, tax_share_minor,
};
use pos_domain::staff::Permission;
use pos_domain::tender::TenderKind;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReturnStart {
    pub sale_id: SaleId,
    pub original_sale_id: SaleId,
    pub lines: Vec<ReturnLine>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReturnLine {
    pub line_no: u32,
    pub quantity: Quantity,
    /// The goods do not return to the shelf.
    #[serde(default)]
    pub written_off: bool,
}

/// Begins a return of lines of one receipt. The lines are fixed; paying back follows.
#[command(permission = ReturnWithReceipt, mode = Edit)]
pub fn return_start(tx: &mut Tx, input: ReturnStart) -> AppResult<SaleView> {
    if let Some(cart) = tx.store.cart(input.sale_id)? {
        return view::of_cart(tx, &cart);
    }
    let cart = begun(tx, input.sale_id, input.original_sale_id, &input.lines)?;
    saved(tx, cart)
}

/// A new return of lines of one receipt, ready to be paid out; its lines are kept.
pub fn begun(
    tx: &mut Tx,
    id: SaleId,
    original_id: SaleId,
    lines: &[ReturnLine],
) -> AppResult<Cart> {
    tx.must_have_room()?;
    let (seq, sold) = original(tx, original_id)?;
    if sold.kind == SaleKind::Return {
        return Err(AppError::new(ErrorCode::SaleNotFound).field("original_sale_id"));
    }
    let by = tx
        .actor
        .user_id
        .ok_or_else(|| AppError::new(ErrorCode::SessionNeeded))?;
    let mut cart = Cart::open(id, SaleKind::Return, by, tx.now);
    cart.head.original = Some(seq);
    let mut returned = tx.store.returned(seq)?;
    for wanted in lines {
        let line = sold
            .lines
            .iter()
            .find(|l| l.line_no == wanted.line_no && !l.voided)
            .ok_or(RefundError::NoSuchLine(wanted.line_no))?;
        let line_no = u32::try_from(cart.lines.len()).unwrap_or(0) + 1;
        let back = line_back(&sold, line, wanted, line_no, &returned)?;
        returned.extend(brought_back(&back));
        tx.store.cart_put_line(id, &back)?;
        cart.lines.push(back);
    }
    cart.begin_tendering()?;
    Ok(cart)
}

fn original(tx: &Tx, id: SaleId) -> AppResult<(Seq, SaleCompleted)> {
    let missing = || AppError::new(ErrorCode::SaleNotFound).field("original_sale_id");
    let record = tx.store.sale(id)?.ok_or_else(missing)?;
    match tx.store.entry(record.seq)? {
        Some((_, Some(Fact::SaleCompleted(sold)))) => Ok((record.seq, sold)),
        Some((_, Some(_) | None)) | None => Err(missing()),
    }
}

/// What has come back of one line in all.
fn sum_of(returned: &[Returned], line_no: u32) -> Returned {
    let rows = || returned.iter().filter(|r| r.line_no == line_no);
    Returned {
        line_no,
        quantity: Quantity(rows().map(|r| r.quantity.0).sum()),
        amount_minor: rows().map(|r| r.amount_minor).sum(),
    }
}

/// A line of a return as something that has come back.
fn brought_back(line: &CartLine) -> Option<Returned> {
    Some(Returned {
        line_no: line.original_line_no?,
        quantity: line.quantity,
        amount_minor: line.fixed_minor.unwrap_or(0),
    })
}

/// The share of a line's tax that goes back with so much of it; None where prices include tax.
fn tax_minor(
    sold: &SaleCompleted,
    line: &SoldLine,
    quantity: Quantity,
    before: &Returned,
) -> Option<i64> {
    if sold.prices_include_tax {
        return None;
    }
    let at = sold.lines.iter().position(|l| l.line_no == line.line_no)?;
    let tax = *line_taxes(sold).get(at)?;
    Some(tax_share_minor(
        tax,
        line.quantity,
        before.quantity,
        quantity,
    ))
}

/// What so much of a line is worth after what has come back of it.
fn worth_minor(line: &SoldLine, quantity: Quantity, before: &Returned) -> i64 {
    share_minor(
        line.amount_minor,
        line.quantity,
        before.quantity,
        before.amount_minor,
        quantity,
    )
}

fn line_back(
    sold: &SaleCompleted,
    line: &SoldLine,
    wanted: &ReturnLine,
    line_no: u32,
    returned: &[Returned],
) -> AppResult<CartLine> {
    let quantity = wanted.quantity;
    check_quantity(quantity, line.unit)?;
    let before = sum_of(returned, line.line_no);
    let left = Quantity(line.quantity.0 - before.quantity.0);
    if quantity > left {
        return Err(RefundError::MoreThanBought {
            line_no: line.line_no,
            asked: quantity,
            left,
        }
        .into());
    }
    Ok(CartLine {
        line_id: LineId(Uuid::from_u128(u128::from(line_no))),
        line_no,
        product_id: line.product_id,
        name: line.name.clone(),
        name_zh: line.name_zh.clone(),
        barcode: None,
        quantity,
        unit: line.unit,
        unit_price: line.unit_price,
        list_price: line.unit_price,
        fixed_minor: Some(worth_minor(line, quantity, &before)),
        fixed_tax_minor: tax_minor(sold, line, quantity, &before),
        discount: None,
        note: None,
        tax_class: line.tax_class,
        voided: false,
        approved_by: None,
        original_line_no: Some(line.line_no),
        written_off: wanted.written_off,
    })
}

/// Values the lines of a return anew before the first of it is paid out: another return of the same
/// receipt may have been settled since it began, and the odd cent went with it.
pub fn price_again(tx: &mut Tx, id: SaleId) -> AppResult<()> {
    let Some(mut cart) = tx.store.cart(id)? else {
        return Ok(());
    };
    let Some(seq) = cart.head.original else {
        return Ok(());
    };
    if pay::is_under_way(tx, &cart.head)? {
        return Ok(());
    }
    let Some(sold) = sold_at(tx, seq)? else {
        return Ok(());
    };
    let mut returned = returned_by_now(tx, seq, id)?;
    for line in &mut cart.lines {
        let of = |l: &&SoldLine| Some(l.line_no) == line.original_line_no;
        let Some(bought) = sold.lines.iter().find(of) else {
            continue;
        };
        let before = sum_of(&returned, bought.line_no);
        let worth = Some(worth_minor(bought, line.quantity, &before));
        let tax = tax_minor(&sold, bought, line.quantity, &before);
        if (line.fixed_minor, line.fixed_tax_minor) != (worth, tax) {
            (line.fixed_minor, line.fixed_tax_minor) = (worth, tax);
            tx.store.cart_put_line(id, line)?;
        }
        returned.extend(brought_back(line));
    }
    Ok(())
}

/// What has come back of a sale, with what is being paid out right now but for one return.
fn returned_by_now(tx: &Tx, seq: Seq, but_for: SaleId) -> AppResult<Vec<Returned>> {
    let mut returned = tx.store.returned(seq)?;
    for head in tx.store.cart_heads()? {
        let other = head.original == Some(seq) && head.sale_id != but_for;
        if other
            && pay::is_under_way(tx, &head)?
            && let Some(other) = tx.store.cart(head.sale_id)?
        {
            returned.extend(other.live().filter_map(brought_back));
        }
    }
    Ok(returned)
}

fn sold_at(tx: &Tx, seq: Seq) -> AppResult<Option<SaleCompleted>> {
    Ok(match tx.store.entry(seq)? {
        Some((_, Some(Fact::SaleCompleted(sold)))) => Some(sold),
        Some((_, Some(_) | None)) | None => None,
    })
}

/// Begins a return without a receipt; lines are rung as usual and paid back in cash.
#[command(permission = ReturnWithoutReceipt, mode = Edit)]
pub fn return_open(tx: &mut Tx, input: SaleRef) -> AppResult<SaleView> {
    if let Some(cart) = tx.store.cart(input.sale_id)? {
        return view::of_cart(tx, &cart);
    }
    tx.must_have_room()?;
    let by = tx
        .actor
        .user_id
        .ok_or_else(|| AppError::new(ErrorCode::SessionNeeded))?;
    let cart = Cart::open(input.sale_id, SaleKind::Return, by, tx.now);
    saved(tx, cart)
}

/// Lets money go out, or asks for a second person: measured by the whole return. The word holds for
/// the further parts of the same return.
pub fn allow_payout(tx: &mut Tx, cart: &mut Cart) -> AppResult<()> {
    must_be_left(tx, cart)?;
    if cart.head.return_approved_by.is_some() {
        return Ok(());
    }
    let total = tx.context.pricing.totals(cart)?.total_minor;
    let act = match cart.head.original {
        Some(_) => Permission::ReturnWithReceipt,
        None => Permission::ReturnWithoutReceipt,
    };
    let measure = tx.amount(total);
    cart.head.return_approved_by =
        tx.require(act, measure, Some(cart.head.sale_id), Some(total))?;
    Ok(())
}

/// Refuses when another return of the same receipt brought the goods back meanwhile, or is being
/// paid out right now.
fn must_be_left(tx: &Tx, cart: &Cart) -> AppResult<()> {
    let Some(seq) = cart.head.original else {
        return Ok(());
    };
    let returned = returned_by_now(tx, seq, cart.head.sale_id)?;
    let here = |line_no| {
        let own = cart.live().filter(|l| l.original_line_no == Some(line_no));
        Quantity(own.map(|l| l.quantity.0).sum())
    };
    let sold = sold_at(tx, seq)?.map(|sold| sold.lines);
    for line in sold.iter().flatten().filter(|l| !l.voided) {
        let asked = here(line.line_no);
        let already = sum_of(&returned, line.line_no).quantity;
        if asked.0 > 0 && asked.0 + already.0 > line.quantity.0 {
            return Err(RefundError::MoreThanBought {
                line_no: line.line_no,
                asked,
                left: Quantity((line.quantity.0 - already.0).max(0)),
            }
            .into());
        }
    }
    Ok(())
}

/// What is still to be paid back, by kind of tender.
pub fn plan(tx: &Tx, cart: &Cart, due_minor: i64) -> AppResult<Vec<RefundPart>> {
    let Some(seq) = cart.head.original else {
        return Ok(share_out(due_minor, &[]));
    };
    let taken = match tx.store.entry(seq)? {
        Some((_, Some(Fact::SaleCompleted(sold)))) => sold.tenders,
        Some((_, Some(_) | None)) | None => Vec::new(),
    };
    let mut left: Vec<RefundPart> = taken
        .iter()
        .map(|t| RefundPart {
            kind: t.kind,
            amount_minor: t.amount_minor,
        })
        .collect();
    let given = tx.store.paid_back(seq)?;
    let in_cart = cart.head.tenders.iter().map(|t| (t.kind, t.amount_minor));
    for (kind, amount_minor) in given.into_iter().chain(in_cart) {
        left.push(RefundPart {
            kind,
            amount_minor: -amount_minor,
        });
    }
    Ok(share_out(due_minor, &left))
}

/// The part of what is due that goes to one kind of tender.
pub fn plan_part(tx: &Tx, cart: &Cart, due_minor: i64, kind: TenderKind) -> AppResult<i64> {
    let parts = plan(tx, cart, due_minor)?;
    Ok(parts
        .iter()
        .filter(|p| p.kind == kind)
        .map(|p| p.amount_minor)
        .sum())
}
