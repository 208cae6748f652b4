//! Sales that were settled or given up. The order of the fields is the order of the bytes.

use crate::cart::{Discount, SaleKind, Unit};
use crate::currency::UnitPrice;
use crate::ids::{AttemptId, ProductId, SaleId, Seq, TaxClassId, TenderId, UserId};
use crate::quantity::{Percent, Quantity};
use crate::tender::TenderKind;
use crate::time::{Day, Instant};
use minicbor::{Decode, Encode};
use serde::Serialize;

/// A sale or return that was settled. Amounts are positive; a return is money out.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SaleCompleted {
    #[n(0)]
    pub sale_id: SaleId,
    #[n(1)]
    pub kind: SaleKind,
    /// Gapless per register.
    #[n(2)]
    pub number: i64,
    #[n(3)]
    pub day: Day,
    /// Wall-clock hour in the shop, for the report by hour.
    #[n(4)]
    pub hour: u8,
    #[n(5)]
    pub opened_at: Instant,
    #[n(6)]
    pub lines: Vec<SoldLine>,
    #[n(7)]
    pub taxes: Vec<SoldTax>,
    #[n(8)]
    pub tenders: Vec<SoldTender>,
    #[n(9)]
    pub total_minor: i64,
    #[n(10)]
    pub prices_include_tax: bool,
    /// Cash taken beyond (or, negative, below) the total by cash rounding.
    #[n(11)]
    #[cbor(skip_if = "is_zero")]
    pub rounding_minor: i64,
    /// For a return with receipt: the completing entry of the original sale.
    #[n(12)]
    pub original: Option<Seq>,
    #[n(13)]
    pub discount: Option<Discount>,
    #[n(14)]
    pub note: Option<String>,
    /// The drawer it was rung into; None: without a shift (no cash moved).
    #[n(15)]
    pub shift_no: Option<i64>,
    /// Half of an exchange: the other half, settled in the same transaction.
    #[n(16)]
    pub exchange_with: Option<SaleId>,
    /// Who let the discount of the whole sale pass.
    #[n(17)]
    pub discount_approved_by: Option<UserId>,
}

/// A line of a settled or voided sale.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SoldLine {
    #[n(0)]
    pub line_no: u32,
    #[n(1)]
    pub product_id: Option<ProductId>,
    #[n(2)]
    pub name: String,
    /// Null in the bytes means one.
    #[n(3)]
    #[cbor(with = "one_or_null")]
    pub quantity: Quantity,
    #[n(4)]
    pub unit_price: UnitPrice,
    /// After its own and the document's discount.
    #[n(5)]
    pub amount_minor: i64,
    #[n(6)]
    pub tax_class: TaxClassId,
    #[n(7)]
    #[cbor(skip_if = "is_each")]
    pub unit: Unit,
    #[n(8)]
    pub name_zh: Option<String>,
    #[n(9)]
    #[cbor(skip_if = "is_zero")]
    pub discount_minor: i64,
    #[n(10)]
    pub discount: Option<Discount>,
    /// None when it was the catalogue's own price.
    #[n(11)]
    pub list_price: Option<UnitPrice>,
    #[n(12)]
    #[cbor(skip_if = "is_zero")]
    pub document_discount_minor: i64,
    #[n(13)]
    pub approved_by: Option<UserId>,
    /// For a return with receipt: the line of the original sale.
    #[n(14)]
    pub original_line_no: Option<u32>,
    #[n(15)]
    pub note: Option<String>,
    /// Struck out before the sale was paid; counts for nothing.
    #[n(16)]
    #[cbor(skip_if = "is_false")]
    pub voided: bool,
    /// Goods that came back and do not return to the shelf.
    #[n(17)]
    #[cbor(skip_if = "is_false")]
    pub written_off: bool,
}

/// The tax of one class in a sale.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SoldTax {
    #[n(0)]
    pub class: TaxClassId,
    #[n(1)]
    pub rate: Percent,
    #[n(2)]
    pub net_minor: i64,
    #[n(3)]
    pub tax_minor: i64,
}

/// One means of payment of a sale; for a return, of what was paid back.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SoldTender {
    #[n(0)]
    pub tender_id: TenderId,
    #[n(1)]
    pub kind: TenderKind,
    #[n(2)]
    pub amount_minor: i64,
    #[n(3)]
    pub attempt_id: Option<AttemptId>,
    #[n(4)]
    pub given_minor: Option<i64>,
    #[n(5)]
    #[cbor(skip_if = "is_zero")]
    pub change_minor: i64,
}

/// A sale given up before it was paid; kept and visible.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SaleVoided {
    #[n(0)]
    pub sale_id: SaleId,
    #[n(1)]
    pub kind: SaleKind,
    #[n(2)]
    pub day: Day,
    #[n(3)]
    pub opened_at: Instant,
    #[n(4)]
    pub lines: Vec<SoldLine>,
    #[n(5)]
    pub total_minor: i64,
    #[n(6)]
    pub reason: String,
}

/// Most lines are of one piece: a byte instead of three.
mod one_or_null {
    use super::Quantity;
    use minicbor::data::Type;
    use minicbor::decode::{Decoder, Error as Unreadable};
    use minicbor::encode::{Encoder, Error as Unwritable, Write};

    pub(super) fn encode<C, W: Write>(
        quantity: &Quantity,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        match *quantity {
            Quantity::ONE => e.null()?,
            Quantity(thousandths) => e.i64(thousandths)?,
        };
        Ok(())
    }

    pub(super) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Quantity, Unreadable> {
        if d.datatype()? == Type::Null {
            d.null()?;
            return Ok(Quantity::ONE);
        }
        d.i64().map(Quantity)
    }
}

fn is_zero(value: &i64) -> bool {
    *value == 0
}
fn is_false(value: &bool) -> bool {
    !value
}
fn is_each(unit: &Unit) -> bool {
    *unit == Unit::Each
}
