//! The rules of the trade. Owns money, tax, barcodes, the life of a sale and of a payment attempt,
//! the facts of the journal and their postings. Pure: no I/O, no async, no clock, no randomness;
//! times and ids come in as arguments.

pub mod barcode;
pub mod cart;
pub mod currency;
pub mod fact;
pub mod ids;
pub mod journal;
pub mod limits;
pub mod payment;
pub mod period;
pub mod posting;
pub mod quantity;
pub mod refund;
pub mod rounding;
pub mod shop;
pub mod staff;
pub mod tax;
pub mod tender;
#[cfg(test)]
mod testing;
pub mod time;
pub mod totals;
