//! Products taken in, and goods that move without a sale. The order of the fields is the order of
//! the bytes.

use crate::ids::ProductId;
use crate::quantity::Quantity;
use minicbor::{Decode, Encode};
use serde::Serialize;

/// A file of products was taken in; the products themselves are in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
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

/// Goods counted, broken, lost or found.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct StockAdjusted {
    #[n(0)]
    pub moves: Vec<StockMove>,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub reference: Option<String>,
}

/// What one adjustment did to one product.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct StockMove {
    #[n(0)]
    pub product_id: ProductId,
    /// Positive into the shop.
    #[n(1)]
    pub quantity: Quantity,
}
