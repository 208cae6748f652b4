//! Owns the deliberate leak: the clear number of a canary command in every
//! place of an answer that can carry one. Nothing here is ever written to disk.

use crate::bmp::{Chain, card_digits};
use crate::script::Canary;
use crate::tlv;

impl Canary {
    /// The number in groups of four, as receipts print it.
    fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..self.pan.len())
            .step_by(4)
            .filter_map(|at| self.pan.get(at..self.pan.len().min(at + 4)))
            .collect();
        groups.join(" ")
    }

    /// BMP 22, 23, 24, 2D and 3C; 22 stays masked when it is not to leak.
    pub fn bitmaps(&self, chain: &mut Chain, masked_pan: &str) {
        let number = if self.leaks("22") {
            &self.pan
        } else {
            masked_pan
        };
        chain.two(0x22, &card_digits(number));
        let (pan, expiry) = (&self.pan, &self.expiry);
        if self.leaks("23") {
            chain.two(0x23, &card_digits(&format!("{pan}D{expiry}2011000000000")));
        }
        if self.leaks("24") {
            chain.three(0x24, &card_digits(&format!("01{pan}D{expiry}00000")));
        }
        if self.leaks("2D") {
            chain.two(
                0x2D,
                format!("B{pan}^CANARY/CARD^{expiry}2010000").as_bytes(),
            );
        }
        if self.leaks("3C") {
            chain.three(0x3C, format!("CARD {pan} / {}", self.grouped()).as_bytes());
        }
    }

    /// Objects with the number as text and as digits, plain and nested.
    pub fn objects(&self) -> Vec<u8> {
        if !self.leaks("tlv") {
            return Vec::new();
        }
        let digits = card_digits(&self.pan);
        let emv = [
            tlv::object(0x5A, &digits),
            tlv::object(0x46, self.pan.as_bytes()),
        ]
        .concat();
        let line = format!("PAN {}", self.grouped());
        [
            tlv::object(0x1F79, self.pan.as_bytes()),
            tlv::object(0x1F04, &digits),
            tlv::object(0x60, &emv),
            tlv::object(0x25, &tlv::object(0x07, line.as_bytes())),
        ]
        .concat()
    }

    /// What follows the code of a `04 FF`: `[minutes]` and a text with the number.
    pub fn status_text(&self, has_minutes: bool) -> Vec<u8> {
        if !self.leaks("tlv") {
            return Vec::new();
        }
        let text = tlv::object(0x07, format!("Card {}", self.pan).as_bytes());
        let mut chain = Chain::default();
        chain.container(&tlv::object(0x24, &text));
        // The container is the third field: minutes must stand before it.
        match has_minutes {
            true => chain.0,
            false => [vec![0x00], chain.0].concat(),
        }
    }

    /// Lines for `06 D1` and `06 D3`.
    pub fn lines(&self) -> Vec<String> {
        match self.leaks("print") {
            true => vec![
                format!("Card {}", self.pan),
                format!("Card {}", self.grouped()),
            ],
            false => Vec::new(),
        }
    }
}
