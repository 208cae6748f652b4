//! Any text as what people type and scanners send: numbers, prices, days, barcodes. No panic; what
//! is written from what was read is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_domain::barcode;
use pos_domain::currency::UnitPrice;
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::time::Day;

fuzz_target!(|text: &str| {
    if let Some(quantity) = Quantity::parse(text) {
        assert_eq!(Quantity::parse(&quantity.to_string()), Some(quantity));
    }
    if let Some(share) = Percent::parse(text) {
        assert_eq!(Percent::parse(&share.to_string()), Some(share));
    }
    if let Some(day) = Day::parse(text) {
        assert_eq!(Day::parse(&day.to_string()), Some(day));
    }
    let _ = UnitPrice::parse(text);
    let _ = barcode::read(text, &[]);
});
