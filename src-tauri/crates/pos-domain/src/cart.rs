//! The sale while it is being rung: its lines, discounts and tenders, and which act is legal when.
//! A cart becomes a fact of the journal when it is completed or voided; until then it is rows.

use crate::currency::UnitPrice;
use crate::ids::{AttemptId, LineId, ProductId, SaleId, Seq, TaxClassId, TenderId, UserId};
use crate::quantity::{Percent, Quantity};
use crate::rounding::{Rounding, divide};
use crate::tender::TenderKind;
use crate::time::Instant;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// Goods out and money in, or goods back and money out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum SaleKind {
    #[n(0)]
    Sale,
    #[n(1)]
    Return,
}

/// The life of a sale. `Completed` and `Voided` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum SaleState {
    #[n(0)]
    Open,
    #[n(1)]
    Suspended,
    /// Money has been asked for; lines may no longer change.
    #[n(2)]
    Tendering,
    #[n(3)]
    Completed,
    #[n(4)]
    Voided,
}

/// How a line's quantity is counted.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Unit {
    #[default]
    #[n(0)]
    Each,
    #[n(1)]
    Kg,
}

impl Unit {
    /// How many items a quantity counts as: pieces are counted, what is weighed is one.
    pub fn items(self, quantity: Quantity) -> Quantity {
        match self {
            Unit::Each => quantity,
            Unit::Kg => Quantity::ONE,
        }
    }
}

/// A reduction of one line or of the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Discount {
    #[n(0)]
    Percent {
        #[n(0)]
        percent: Percent,
    },
    #[n(1)]
    Amount {
        #[n(0)]
        #[ts(type = "number")]
        amount_minor: i64,
    },
}

/// One line of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CartLine {
    #[n(0)]
    pub line_id: LineId,
    /// 1, 2, 3 … in the order rung; never reused.
    #[n(1)]
    pub line_no: u32,
    #[n(2)]
    pub product_id: Option<ProductId>,
    #[n(3)]
    pub name: String,
    #[n(4)]
    pub name_zh: Option<String>,
    #[n(5)]
    pub barcode: Option<String>,
    #[n(6)]
    pub quantity: Quantity,
    #[n(7)]
    pub unit: Unit,
    #[n(8)]
    pub unit_price: UnitPrice,
    /// The catalogue's price when it was rung.
    #[n(9)]
    pub list_price: UnitPrice,
    /// A fixed amount for the line (price-embedded barcode); overrides unit price × quantity.
    #[n(10)]
    pub fixed_minor: Option<i64>,
    #[n(11)]
    pub discount: Option<Discount>,
    #[n(12)]
    pub note: Option<String>,
    #[n(13)]
    pub tax_class: TaxClassId,
    /// Struck out; kept so that the completing entry tells what was voided on the way.
    #[n(14)]
    pub voided: bool,
    #[n(15)]
    pub approved_by: Option<UserId>,
    /// For a return with receipt: the line of the original sale.
    #[n(16)]
    pub original_line_no: Option<u32>,
    /// Of goods that come back: they do not return to the shelf.
    #[n(17)]
    #[cbor(skip_if = "is_false")]
    pub written_off: bool,
    /// Of goods that come back where tax is on top: their share of the tax that was paid.
    #[n(18)]
    pub fixed_tax_minor: Option<i64>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// One tender laid against the cart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CartTender {
    #[n(0)]
    pub tender_id: TenderId,
    #[n(1)]
    pub kind: TenderKind,
    #[n(2)]
    pub amount_minor: i64,
    #[n(3)]
    pub given_minor: Option<i64>,
    #[n(4)]
    pub change_minor: i64,
    #[n(5)]
    pub attempt_id: Option<AttemptId>,
}

/// A sale being rung, without its lines (they are rows of their own).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CartHead {
    #[n(0)]
    pub sale_id: SaleId,
    #[n(1)]
    pub kind: SaleKind,
    #[n(2)]
    pub state: SaleState,
    #[n(3)]
    pub label: Option<String>,
    #[n(4)]
    pub opened_by: UserId,
    #[n(5)]
    pub opened_at: Instant,
    #[n(6)]
    pub changed_at: Instant,
    #[n(7)]
    pub discount: Option<Discount>,
    #[n(8)]
    pub note: Option<String>,
    #[n(9)]
    pub tenders: Vec<CartTender>,
    /// Gain or loss of cash rounding, set by the settling cash tender.
    #[n(10)]
    pub rounding_minor: i64,
    /// For a return with receipt: the completing entry of the original sale.
    #[n(11)]
    pub original: Option<Seq>,
    #[n(12)]
    pub next_line_no: u32,
    #[n(13)]
    pub discount_approved_by: Option<UserId>,
    #[n(14)]
    pub return_approved_by: Option<UserId>,
    /// Half of an exchange: the other half.
    #[n(15)]
    pub exchange_with: Option<SaleId>,
    /// The drawer that holds its part cash.
    #[n(16)]
    pub shift_no: Option<i64>,
    /// The place in the order in which sales were touched.
    #[n(17)]
    #[cbor(default)]
    pub touch_no: u64,
}

/// A sale being rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cart {
    pub head: CartHead,
    pub lines: Vec<CartLine>,
}

/// Why an act on a sale is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CartError {
    #[error("the sale is {0:?}; this needs it to be open")]
    NotOpen(SaleState),
    #[error("there is no line {0} in this sale")]
    NoSuchLine(LineId),
    #[error("the sale has no lines")]
    Empty,
    #[error("the quantity must be above zero and below a million")]
    QuantityOutOfRange,
    #[error("{0:?} is counted in whole pieces")]
    QuantityNotWhole(Unit),
    #[error("the price must not be below zero")]
    PriceOutOfRange,
    #[error("the discount is larger than what it reduces")]
    DiscountOutOfRange,
    #[error("something has been paid already")]
    AlreadyPaid,
}

impl Cart {
    /// An empty cart.
    pub fn open(sale_id: SaleId, kind: SaleKind, by: UserId, at: Instant) -> Cart {
        let head = CartHead {
            sale_id,
            kind,
            state: SaleState::Open,
            label: None,
            opened_by: by,
            opened_at: at,
            changed_at: at,
            discount: None,
            note: None,
            tenders: Vec::new(),
            rounding_minor: 0,
            original: None,
            next_line_no: 1,
            discount_approved_by: None,
            return_approved_by: None,
            exchange_with: None,
            shift_no: None,
            touch_no: 0,
        };
        Cart {
            head,
            lines: Vec::new(),
        }
    }

    /// Lines that count.
    pub fn live(&self) -> impl Iterator<Item = &CartLine> {
        self.lines.iter().filter(|l| !l.voided)
    }

    /// Refuses unless lines may change now.
    pub fn must_be_open(&self) -> Result<(), CartError> {
        match self.head.state {
            SaleState::Open => Ok(()),
            other @ (SaleState::Suspended
            | SaleState::Tendering
            | SaleState::Completed
            | SaleState::Voided) => Err(CartError::NotOpen(other)),
        }
    }

    /// Goes from open to tendering (idempotent); an empty sale cannot be paid.
    pub fn begin_tendering(&mut self) -> Result<(), CartError> {
        match self.head.state {
            SaleState::Tendering => Ok(()),
            SaleState::Open if self.live().next().is_none() => Err(CartError::Empty),
            SaleState::Open => {
                self.head.state = SaleState::Tendering;
                Ok(())
            }
            other @ (SaleState::Suspended | SaleState::Completed | SaleState::Voided) => {
                Err(CartError::NotOpen(other))
            }
        }
    }

    /// Back from tendering to open, when nothing has been paid.
    pub fn back_to_open(&mut self) -> Result<(), CartError> {
        if !self.head.tenders.is_empty() {
            return Err(CartError::AlreadyPaid);
        }
        if self.head.state == SaleState::Tendering {
            self.head.state = SaleState::Open;
        }
        Ok(())
    }

    /// The line, to be changed.
    pub fn line_mut(&mut self, line_id: LineId) -> Result<&mut CartLine, CartError> {
        self.lines
            .iter_mut()
            .find(|l| l.line_id == line_id)
            .ok_or(CartError::NoSuchLine(line_id))
    }

    /// What the tenders cover so far.
    pub fn paid_minor(&self) -> i64 {
        self.head.tenders.iter().map(|t| t.amount_minor).sum()
    }
}

/// Checks a quantity against its unit and the sane range.
pub fn check_quantity(quantity: Quantity, unit: Unit) -> Result<(), CartError> {
    if quantity.0 <= 0 || quantity > Quantity::MAX {
        return Err(CartError::QuantityOutOfRange);
    }
    if unit == Unit::Each && !quantity.is_whole() {
        return Err(CartError::QuantityNotWhole(unit));
    }
    Ok(())
}

/// The weight that a price buys at so much a kilogram: to the gram, half up, and at least one gram.
/// None when goods or label are free, and where the weight is beyond reason.
pub fn weight_for(price: UnitPrice, of_a_kilogram: UnitPrice) -> Option<Quantity> {
    if price.0 <= 0 || of_a_kilogram.0 <= 0 {
        return None;
    }
    let grams = divide(
        i128::from(price.0) * i128::from(Quantity::SCALE),
        i128::from(of_a_kilogram.0),
        Rounding::HalfUp,
    )?;
    let weight = Quantity(grams.max(1));
    (weight <= Quantity::MAX).then_some(weight)
}

#[cfg(test)]
mod tests;
