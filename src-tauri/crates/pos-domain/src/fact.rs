//! The bodies of the journal: facts with computed results, never inputs to be computed again. They
//! hold ids, not personal data or secrets. CBOR arrays; a field is only ever added at the end.

use crate::cart::{Discount, SaleKind, Unit};
use crate::currency::UnitPrice;
use crate::ids::{
    AttemptId, ProductId, SaleId, Seq, ShopId, TaxClassId, TenderId, TerminalId, UserId,
};
use crate::payment::{AttemptAct, AttemptState, LastReceipt};
use crate::quantity::{Percent, Quantity};
use crate::shop::ShopKind;
use crate::staff::Role;
use crate::tender::TenderKind;
use crate::time::{Day, Instant};
use minicbor::{Decode, Encode};

/// One thing that happened. The index is the entry's kind in the journal: never reuse one.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Fact {
    #[n(1)]
    ShopOpened(#[n(0)] ShopOpened),
    #[n(2)]
    SaleCompleted(#[n(0)] SaleCompleted),
    #[n(3)]
    SaleVoided(#[n(0)] SaleVoided),
    #[n(4)]
    AttemptSent(#[n(0)] AttemptSent),
    #[n(5)]
    AttemptMoved(#[n(0)] AttemptMoved),
    #[n(6)]
    ReceiptReprinted(#[n(0)] SaleId),
    #[n(7)]
    UserSaved(#[n(0)] UserSaved),
    #[n(8)]
    SecretSet(#[n(0)] UserId),
    #[n(9)]
    SettingsSaved(#[n(0)] Vec<u8>),
    #[n(10)]
    TerminalPaired(#[n(0)] TerminalPaired),
    #[n(11)]
    TerminalUnpaired(#[n(0)] TerminalId),
    #[n(12)]
    TerminalAlarmed(#[n(0)] TerminalAlarmed),
    #[n(13)]
    AlarmCleared(#[n(0)] TerminalId),
    #[n(14)]
    CatalogueImported(#[n(0)] CatalogueImported),
    #[n(15)]
    StockAdjusted(#[n(0)] StockAdjusted),
    #[n(16)]
    SignedIn(#[n(0)] UserId),
    #[n(17)]
    LockedOut(#[n(0)] UserId),
    #[n(18)]
    TerminalTested(#[n(0)] TerminalTested),
}

impl Fact {
    /// The kind as it stands in the entry's header.
    pub fn kind(&self) -> u16 {
        match self {
            Fact::ShopOpened(_) => 1,
            Fact::SaleCompleted(_) => 2,
            Fact::SaleVoided(_) => 3,
            Fact::AttemptSent(_) => 4,
            Fact::AttemptMoved(_) => 5,
            Fact::ReceiptReprinted(_) => 6,
            Fact::UserSaved(_) => 7,
            Fact::SecretSet(_) => 8,
            Fact::SettingsSaved(_) => 9,
            Fact::TerminalPaired(_) => 10,
            Fact::TerminalUnpaired(_) => 11,
            Fact::TerminalAlarmed(_) => 12,
            Fact::AlarmCleared(_) => 13,
            Fact::CatalogueImported(_) => 14,
            Fact::StockAdjusted(_) => 15,
            Fact::SignedIn(_) => 16,
            Fact::LockedOut(_) => 17,
            Fact::TerminalTested(_) => 18,
        }
    }

    /// The body's bytes.
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("writing to a vector cannot fail")
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Fact, minicbor::decode::Error> {
        minicbor::decode(bytes)
    }
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct ShopOpened {
    #[n(0)]
    pub shop_id: ShopId,
    #[n(1)]
    pub kind: ShopKind,
    #[n(2)]
    pub currency: String,
    #[n(3)]
    pub register: u16,
    #[n(4)]
    pub first_user: UserId,
}

/// A sale or return that was settled. Amounts are positive; a return is money out.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
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
    /// Cash taken beyond (or, negative, below) the total by cash rounding.
    #[n(10)]
    pub rounding_minor: i64,
    #[n(11)]
    pub discount: Option<Discount>,
    #[n(12)]
    pub note: Option<String>,
    #[n(13)]
    pub original: Option<Seq>,
    #[n(14)]
    pub prices_include_tax: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct SoldLine {
    #[n(0)]
    pub line_no: u32,
    #[n(1)]
    pub product_id: Option<ProductId>,
    #[n(2)]
    pub name: String,
    #[n(3)]
    pub quantity: Quantity,
    #[n(4)]
    pub unit_price: UnitPrice,
    /// After its own and the document's discount.
    #[n(5)]
    pub amount_minor: i64,
    #[n(6)]
    pub tax_class: TaxClassId,
    #[n(7)]
    pub unit: Unit,
    #[n(8)]
    pub discount_minor: i64,
    #[n(9)]
    pub document_discount_minor: i64,
    /// None when it was the catalogue's own price.
    #[n(10)]
    pub list_price: Option<UnitPrice>,
    #[n(11)]
    pub discount: Option<Discount>,
    #[n(12)]
    pub note: Option<String>,
    #[n(13)]
    pub name_zh: Option<String>,
    #[n(14)]
    pub voided: bool,
    #[n(15)]
    pub approved_by: Option<UserId>,
    #[n(16)]
    pub original_line_no: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
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

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct SoldTender {
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

/// A sale given up before it was paid; kept and visible.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
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

/// Created and sent, in one entry: on disk before the terminal is asked.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct AttemptSent {
    #[n(0)]
    pub attempt_id: AttemptId,
    #[n(1)]
    pub sale_id: SaleId,
    #[n(2)]
    pub terminal_id: TerminalId,
    #[n(3)]
    pub act: AttemptAct,
    #[n(4)]
    pub amount_minor: i64,
    /// The terminal's last receipt before this attempt: the baseline for a doubt.
    #[n(5)]
    pub baseline: Option<LastReceipt>,
}

/// An attempt went from one state to another; on disk before the terminal is acknowledged.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct AttemptMoved {
    #[n(0)]
    pub attempt_id: AttemptId,
    #[n(1)]
    pub state: AttemptState,
    #[n(2)]
    pub act: AttemptAct,
    #[n(3)]
    pub amount_minor: i64,
    /// Money moved by this step: +1 taken, −1 given, 0 nothing, in the customer's view reversed.
    #[n(4)]
    pub money: MoneyMoved,
    #[n(5)]
    pub slip: Option<CardSlip>,
    /// The terminal's result code, or why there is no answer.
    #[n(6)]
    pub code: Option<String>,
}

/// What a step of an attempt did to the customer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum MoneyMoved {
    #[n(0)]
    Nothing,
    /// From the customer to the shop.
    #[n(1)]
    In,
    /// From the shop to the customer.
    #[n(2)]
    Out,
}

/// What the terminal told of an approved payment. The card number is masked at the cable.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct CardSlip {
    #[n(0)]
    pub masked_pan: Option<String>,
    #[n(1)]
    pub card_name: Option<String>,
    #[n(2)]
    pub receipt_no: Option<u32>,
    #[n(3)]
    pub trace: Option<u32>,
    #[n(4)]
    pub turnover_no: Option<u32>,
    #[n(5)]
    pub terminal_number: Option<String>,
    #[n(6)]
    pub auth: Option<String>,
    #[n(7)]
    pub aid: Option<String>,
    /// The terminal's own lines for the customer's receipt.
    #[n(8)]
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct UserSaved {
    #[n(0)]
    pub user_id: UserId,
    #[n(1)]
    pub role: Role,
    #[n(2)]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct TerminalPaired {
    #[n(0)]
    pub terminal_id: TerminalId,
    #[n(1)]
    pub driver: String,
    #[n(2)]
    pub terminal_number: String,
    #[n(3)]
    pub serial_number: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct TerminalAlarmed {
    #[n(0)]
    pub terminal_id: TerminalId,
    /// `clear_card_number`, `other_terminal` …
    #[n(1)]
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct TerminalTested {
    #[n(0)]
    pub terminal_id: TerminalId,
    #[n(1)]
    pub test: String,
    #[n(2)]
    pub ok: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct CatalogueImported {
    /// SHA-256 of the file.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub file_hash: Vec<u8>,
    #[n(1)]
    pub new_count: u32,
    #[n(2)]
    pub changed_count: u32,
    #[n(3)]
    pub refused_count: u32,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct StockAdjusted {
    #[n(0)]
    pub moves: Vec<StockMove>,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub reference: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct StockMove {
    #[n(0)]
    pub product_id: ProductId,
    /// Positive into the shop.
    #[n(1)]
    pub quantity: Quantity,
}
