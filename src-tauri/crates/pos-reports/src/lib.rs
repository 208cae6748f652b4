//! Reports and receipts as documents: words, amounts and times set in the shop's language.
//! Never computes an amount: what is printed here was computed by pos-domain.

pub mod format;
pub mod language;
pub mod receipt;
pub mod words;

pub use format::Formats;
pub use language::Language;
pub use receipt::ReceiptMaker;
