//! What the screens see: plain shapes, generated into TypeScript. Amounts are minor units, unit
//! prices ten-thousandths, quantities and rates decimal text, instants milliseconds.

pub mod backup;
pub mod close;
pub mod day;
pub mod doubt;
pub mod evidence;
pub mod goods;
pub mod import;
pub mod keys;
pub mod people;
pub mod peripheral;
pub mod posture;
pub mod receipt;
pub mod register;
pub mod sale;
pub mod shift;
pub mod shop;
pub mod status;
pub mod terminal;

/// An input without fields.
#[derive(Clone, Debug, serde::Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
