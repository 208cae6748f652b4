//! Reports and receipts as documents: words, amounts and times set in the shop's language.
//! Never computes an amount: what is printed here was computed by pos-domain.

pub mod access;
pub mod codes;
mod draft;
pub mod escpos;
pub mod format;
pub mod language;
pub mod layout;
pub mod paper;
pub mod pdf;
pub mod picture;
pub mod receipt;
pub mod slips;
#[cfg(test)]
mod testing;
pub mod words;

pub use format::Formats;
pub use language::Language;
pub use paper::{PaperCut, PaperEncoding, PaperProfile};
pub use pdf::{PdfError, PdfPaper};
pub use picture::{Picture, PictureError};
pub use receipt::ReceiptMaker;
