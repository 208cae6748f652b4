//! The sale: ringing, suspending, paying, completing, bringing back, finding.

pub mod batch;
pub mod complete;
pub mod exchange;
pub mod find;
pub mod life;
pub mod pay;
pub mod price;
pub mod returns;
pub mod ring;
pub mod view;

use crate::api::{AppError, AppResult, ErrorCode};
use crate::event::Event;
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::cart::{Cart, SaleKind, SaleState};
use pos_domain::ids::SaleId;
use serde::Deserialize;
use ts_rs::TS;

/// A sale, named.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleRef {
    pub sale_id: SaleId,
}

/// The cart, or an error that says what became of it.
pub fn cart(tx: &Tx, id: SaleId) -> AppResult<Cart> {
    if let Some(cart) = tx.store.cart(id)? {
        return Ok(cart);
    }
    match tx.store.sale(id)? {
        Some(done) => Err(AppError::new(ErrorCode::SaleNotOpen)
            .field("sale_id")
            .with("state", format!("{:?}", done.state).to_lowercase())),
        None => Err(AppError::new(ErrorCode::SaleNotFound).field("sale_id")),
    }
}

/// The cart, or a new one under the caller's id.
fn cart_or_new(tx: &Tx, id: SaleId) -> AppResult<Cart> {
    match cart(tx, id) {
        Err(error) if error.code == ErrorCode::SaleNotFound => {
            tx.must_have_room()?;
            let by = tx
                .actor
                .user_id
                .ok_or_else(|| AppError::new(ErrorCode::SessionNeeded))?;
            Ok(Cart::open(id, SaleKind::Sale, by, tx.now))
        }
        other => other,
    }
}

/// Writes the head, and answers with the whole sale.
fn saved(tx: &mut Tx, mut cart: Cart) -> AppResult<SaleView> {
    tx.touch(&mut cart.head)?;
    tx.store.cart_put_head(&cart.head)?;
    let view = view::of_cart(tx, &cart)?;
    tx.events.push(Event::Sale {
        sale: Box::new(view.clone()),
    });
    tell_other(tx, &cart)?;
    Ok(view)
}

/// What changes one half of an exchange is seen on the other as well.
pub fn tell_other(tx: &mut Tx, cart: &Cart) -> AppResult<()> {
    if let Some(other) = exchange::other(tx, cart)? {
        let sale = Box::new(view::of_cart(tx, &other)?);
        tx.events.push(Event::Sale { sale });
    }
    Ok(())
}

/// The sale that a repeated call concerns, as it stands.
fn again(tx: &mut Tx, id: SaleId) -> AppResult<SaleView> {
    view::of(tx, id)
}

/// Lines may change: back from tendering when nothing was paid, and no card is being charged.
fn open_for_lines(tx: &Tx, cart: &mut Cart) -> AppResult<()> {
    if cart.head.state == SaleState::Tendering && cart.head.original.is_none() {
        pay::must_not_be_blocked(tx, &cart.head)?;
        cart.back_to_open()?;
    }
    exchange::must_be_unpaid(tx, cart)?;
    Ok(cart.must_be_open()?)
}
