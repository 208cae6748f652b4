//! Ringing: lines in, out and changed. Every act answers with the whole new sale; a line keeps the
//! caller's id, so the same call twice adds one line.

use super::price::{allow_growth, check_discount, set_price};
use super::{cart, cart_or_new, open_for_lines, saved};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::ports::records::Product;
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::barcode::{self, Barcode, BarcodeError, EmbeddedAmount};
use pos_domain::cart::{Cart, CartLine, Discount, Unit, check_quantity, weight_for};
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{LineId, ProductId, SaleId};
use pos_domain::quantity::Quantity;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleScan {
    pub sale_id: SaleId,
    pub line_id: LineId,
    pub code: String,
    pub quantity: Option<Quantity>,
}

/// Rings what a scanner read or a hand typed.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_scan(tx: &mut Tx, input: SaleScan) -> AppResult<SaleView> {
    let mut cart = cart_or_new(tx, input.sale_id)?;
    if cart.lines.iter().any(|l| l.line_id == input.line_id) {
        return super::view::of_cart(tx, &cart);
    }
    let found = find(tx, &input.code)?;
    let mut line = line_of(&found.product, input.line_id);
    match (found.price, found.quantity) {
        (Some(price), _) => price_label(tx, &mut line, price, packets(input.quantity)?)?,
        (None, Some(one)) => {
            line.quantity = Quantity(one.0.saturating_mul(packets(input.quantity)?));
        }
        (None, None) => line.quantity = input.quantity.unwrap_or(Quantity::ONE),
    }
    add(tx, &mut cart, line)?;
    saved(tx, cart)
}

/// How many packets with the same label, whole ones.
fn packets(typed: Option<Quantity>) -> AppResult<i64> {
    let typed = typed.unwrap_or(Quantity::ONE);
    check_quantity(typed, Unit::Each)?;
    Ok(typed.0 / Quantity::SCALE)
}

/// A packet costs what its label says. Of goods sold by weight it takes the weight that this buys,
/// so that the shelf is right; other goods are sold at the label's price.
fn price_label(tx: &Tx, line: &mut CartLine, price: UnitPrice, count: i64) -> AppResult<()> {
    let out_of_range = || AppError::new(ErrorCode::PriceOutOfRange).field("code");
    let currency = tx.context.pricing.currency;
    let minor = price.to_minor(currency).ok_or_else(out_of_range)?;
    let price = UnitPrice::from_minor(minor, currency).ok_or_else(out_of_range)?;
    match (line.unit, weight_for(price, line.list_price)) {
        (Unit::Kg, Some(weight)) => {
            line.quantity = Quantity(weight.0.saturating_mul(count));
            line.fixed_minor = Some(minor.checked_mul(count).ok_or_else(out_of_range)?);
        }
        (Unit::Kg, None) | (Unit::Each, _) => {
            line.unit = Unit::Each;
            line.unit_price = price;
            line.list_price = price;
            line.quantity = Quantity::of(count);
        }
    }
    Ok(())
}

/// What a code stands for.
struct Found {
    product: Product,
    quantity: Option<Quantity>,
    /// What the whole packet costs.
    price: Option<UnitPrice>,
}

fn find(tx: &Tx, code: &str) -> AppResult<Found> {
    let rules = &tx.context.shop.price_barcodes;
    let unknown = || {
        AppError::new(ErrorCode::ProductUnknown)
            .field("code")
            .with("code", code)
    };
    let by_code = |key: &str| tx.store.product_by_code(key);
    let read = match barcode::read(code, rules) {
        Ok(read) => read,
        // A shop's own code may look like a GTIN with a wrong check digit: look before refusing.
        Err(error) => {
            return match by_code(code.trim())? {
                Some(product) => Ok(Found {
                    product,
                    quantity: None,
                    price: None,
                }),
                None => Err(unreadable(code, &error)),
            };
        }
    };
    let (keys, quantity, price) = match read {
        Barcode::Plain(text) => (vec![text], None, None),
        Barcode::Gtin { digits } => (vec![digits, code.trim().to_owned()], None, None),
        Barcode::Embedded {
            item,
            value,
            raw: _,
        } => {
            // Labels pad the item number with zeros; a hand types it without them.
            let bare = item.trim_start_matches('0').to_owned();
            match value {
                EmbeddedAmount::Price(price) => (vec![item, bare], None, Some(price)),
                EmbeddedAmount::Weight(weight) => (vec![item, bare], Some(weight), None),
            }
        }
        Barcode::Gs1_128(e) => {
            let count = e.count.map(|n| Quantity::of(i64::from(n)));
            (vec![e.gtin], e.weight.or(count), e.price)
        }
    };
    for key in keys {
        if let Some(product) = by_code(&key)? {
            return Ok(Found {
                product,
                quantity,
                price,
            });
        }
    }
    Err(unknown())
}

fn unreadable(code: &str, error: &BarcodeError) -> AppError {
    let kind = match error {
        BarcodeError::CheckDigit { .. } => ErrorCode::BarcodeCheckDigit,
        _ => ErrorCode::BarcodeUnreadable,
    };
    AppError::new(kind)
        .field("code")
        .with("code", code)
        .with("reason", error)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleAdd {
    pub sale_id: SaleId,
    pub line_id: LineId,
    pub product_id: ProductId,
    pub quantity: Option<Quantity>,
    pub unit_price: Option<UnitPrice>,
}

/// Rings a product that was tapped or chosen from a search.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_add(tx: &mut Tx, input: SaleAdd) -> AppResult<SaleView> {
    let mut cart = cart_or_new(tx, input.sale_id)?;
    if cart.lines.iter().any(|l| l.line_id == input.line_id) {
        return super::view::of_cart(tx, &cart);
    }
    add_product(tx, &mut cart, &input)?;
    saved(tx, cart)
}

/// Adds a product's line to a cart without saving the cart's head.
pub fn add_product(tx: &mut Tx, cart: &mut Cart, input: &SaleAdd) -> AppResult<()> {
    let product = tx
        .store
        .product(input.product_id)?
        .filter(|p| p.active)
        .ok_or_else(|| AppError::new(ErrorCode::ProductUnknown).field("product_id"))?;
    let mut line = line_of(&product, input.line_id);
    line.quantity = input.quantity.unwrap_or(Quantity::ONE);
    if let Some(price) = input.unit_price {
        set_price(tx, cart.head.sale_id, &mut line, price, product.open_price)?;
    }
    add(tx, cart, line)
}

fn line_of(product: &Product, line_id: LineId) -> CartLine {
    CartLine {
        line_id,
        line_no: 0,
        product_id: Some(product.product_id),
        name: product.name.clone(),
        name_zh: product.name_zh.clone(),
        barcode: product.barcode.clone(),
        quantity: Quantity::ONE,
        unit: product.unit,
        unit_price: product.unit_price,
        list_price: product.unit_price,
        fixed_minor: None,
        fixed_tax_minor: None,
        discount: None,
        note: None,
        tax_class: product.tax_class,
        voided: false,
        approved_by: None,
        original_line_no: None,
        written_off: false,
    }
}

/// Lays a line at the end.
fn add(tx: &mut Tx, cart: &mut Cart, mut line: CartLine) -> AppResult<()> {
    open_for_lines(tx, cart)?;
    if cart.head.original.is_some() {
        // The lines of a return with receipt are the receipt's.
        return Err(AppError::new(ErrorCode::SaleNotOpen).with("state", "return"));
    }
    check_quantity(line.quantity, line.unit)?;
    line.line_no = cart.head.next_line_no;
    cart.head.next_line_no += 1;
    let line_id = line.line_id;
    let before = cart.head.discount.map(|_| cart.clone());
    cart.lines.push(line);
    if let Some(before) = before {
        allow_growth(tx, &before, cart, line_id)?;
    }
    let line = cart.line_mut(line_id)?.clone();
    Ok(tx.store.cart_put_line(cart.head.sale_id, &line)?)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleLineSet {
    pub sale_id: SaleId,
    pub line_id: LineId,
    pub quantity: Option<Quantity>,
    pub unit_price: Option<UnitPrice>,
    pub discount: Option<Discount>,
    #[serde(default)]
    pub clear_discount: bool,
    pub note: Option<String>,
}

/// Changes a line; what is null stays.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_line_set(tx: &mut Tx, input: SaleLineSet) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    open_for_lines(tx, &mut cart)?;
    let before = cart.clone();
    let mut line = cart.line_mut(input.line_id)?.clone();
    if let Some(quantity) = input.quantity {
        check_quantity(quantity, line.unit)?;
        if quantity != line.quantity {
            // Another weight than the label's costs what it weighs.
            line.fixed_minor = None;
        }
        line.quantity = quantity;
    }
    if let Some(price) = input.unit_price {
        let open = match line.product_id {
            Some(id) => tx.store.product(id)?.is_some_and(|p| p.open_price),
            None => true,
        };
        set_price(tx, input.sale_id, &mut line, price, open)?;
    }
    if input.clear_discount {
        line.discount = None;
    }
    if let Some(note) = input.note {
        line.note = text(note, "note", 200)?;
    }
    if let Some(discount) = input.discount {
        check_discount(discount)?;
        line.discount = Some(discount);
    }
    *cart.line_mut(input.line_id)? = line;
    changed(tx, &before, cart, input.line_id)
}

/// A trimmed text of at most `most` characters; empty is none.
pub fn text(value: String, field: &str, most: usize) -> AppResult<Option<String>> {
    let value = value.trim();
    if value.chars().count() > most {
        return Err(AppError::invalid(field, "too_long").with("most", most));
    }
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LineRef {
    pub sale_id: SaleId,
    pub line_id: LineId,
}

/// Strikes a line out; it stays visible and comes back with `sale_line_restore`.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_line_remove(tx: &mut Tx, input: LineRef) -> AppResult<SaleView> {
    strike(tx, input, true)
}

/// Takes a strike back.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_line_restore(tx: &mut Tx, input: LineRef) -> AppResult<SaleView> {
    strike(tx, input, false)
}

fn strike(tx: &mut Tx, input: LineRef, voided: bool) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    open_for_lines(tx, &mut cart)?;
    let before = cart.clone();
    cart.line_mut(input.line_id)?.voided = voided;
    changed(tx, &before, cart, input.line_id)
}

/// Keeps a changed line, when the discounts still stand to what they reduce.
fn changed(tx: &mut Tx, before: &Cart, mut cart: Cart, line_id: LineId) -> AppResult<SaleView> {
    allow_growth(tx, before, &mut cart, line_id)?;
    let line = cart.line_mut(line_id)?.clone();
    tx.store.cart_put_line(cart.head.sale_id, &line)?;
    saved(tx, cart)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleNote {
    pub sale_id: SaleId,
    pub note: String,
}

/// Notes something on the sale; it is printed on the receipt.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_note(tx: &mut Tx, input: SaleNote) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    cart.head.note = text(input.note, "note", 200)?;
    saved(tx, cart)
}
