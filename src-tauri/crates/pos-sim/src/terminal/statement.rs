//! Owns the fields of `04 0F` (status information): one receipt, as told to the till.

use super::Terminal;
use crate::bmp::{Chain, bcd, card_digits};
use crate::ledger::{Kind, Receipt};
use crate::{currency, hex, tlv};

impl Terminal {
    /// The data of `04 0F` for a receipt.
    pub(super) fn status_information(&self, receipt: &Receipt) -> Vec<u8> {
        let card = &receipt.card;
        let settings = self.shared.settings().clone();
        let leak = self.leak_of(receipt);
        let mut chain = Chain::default();
        chain
            .fixed(0x27, &[receipt.result])
            .fixed(0x04, &bcd(receipt.amount_minor.unsigned_abs(), 6))
            .fixed(
                0x49,
                &bcd(
                    u64::from(currency::number(&receipt.currency).unwrap_or(978)),
                    2,
                ),
            )
            .fixed(0x0B, &bcd(u64::from(receipt.trace), 3))
            .fixed(0x0C, &digits(&receipt.time, 3))
            .fixed(0x0D, &digits(&receipt.date, 2))
            .fixed(0x0E, &digits(&card.expiry, 2))
            .fixed(0x17, &bcd(u64::from(card.sequence), 2))
            .fixed(0x19, &[if card.technology == 1 { 0x70 } else { 0x60 }]);
        match leak {
            Some(canary) => {
                canary.bitmaps(&mut chain, &card.masked_pan);
            }
            None => {
                chain.two(0x22, &card_digits(&card.masked_pan));
            }
        }
        let mut merchant = settings.merchant_no.into_bytes();
        merchant.resize(15, b' ');
        chain
            .fixed(0x29, &self.terminal_id())
            .fixed(0x2A, &merchant);
        if let Some(original) = receipt.original_trace {
            chain.fixed(0x37, &bcd(u64::from(original), 3));
        }
        if receipt.result == 0 {
            let mut attribute = format!("{:06}", receipt.trace * 7 % 1_000_000).into_bytes();
            attribute.resize(8, 0);
            chain.fixed(0x3B, &attribute);
        }
        if let Some(text) = &self.scenario.text {
            chain.three(0x3C, text.as_bytes());
        }
        let name = [card.name.as_bytes(), &[0]].concat();
        chain
            .fixed(0x87, &bcd(u64::from(receipt.receipt_no), 2))
            .fixed(0x88, &bcd(u64::from(receipt.turnover_no), 3))
            .fixed(0x8A, &[card.zvt_type])
            .two(0x8B, &name);
        let tlv_allowed = self
            .shared
            .books()
            .state
            .registration
            .as_ref()
            .is_some_and(|with| with.tlv);
        if tlv_allowed {
            chain.container(&self.objects(receipt));
        }
        chain.0
    }

    /// The TLV objects: card, application, how the holder was verified.
    fn objects(&self, receipt: &Receipt) -> Vec<u8> {
        let card = &receipt.card;
        let aid = tlv::object(0x43, &hex::bytes(&card.aid).unwrap_or_default());
        let verified = match (self.scenario.signature, card.technology) {
            (true, _) => 0x01,
            (false, 1) => 0x02,
            (false, _) => 0x00,
        };
        let how = [
            tlv::object(0x1F10, &[verified]),
            tlv::object(0x1F11, &[1]),
            tlv::object(0x1F12, &[card.technology]),
        ];
        let mut objects = [
            tlv::object(0x41, &[card.zvt_type]),
            tlv::object(0x42, card.name.as_bytes()),
            tlv::object(0x60, &aid),
            tlv::object(0x2F, &how.concat()),
            tlv::object(0x1F2B, &bcd(u64::from(receipt.trace), 4)),
        ]
        .concat();
        if let Some(len) = self.scenario.long_tlv {
            objects.extend(tlv::object(0x46, &vec![b'x'; len]));
        }
        if let Some(canary) = self.leak_of(receipt) {
            objects.extend(canary.objects());
        }
        objects
    }

    /// The canary whose number this receipt leaks, the first time and again.
    pub(super) fn leak_of(&self, receipt: &Receipt) -> Option<&crate::script::Canary> {
        let (leaked, canary) = self.leaked.as_ref()?;
        (*leaked == receipt.receipt_no && receipt.kind != Kind::EndOfDay).then_some(canary)
    }
}

/// Text digits as BCD of this many bytes.
fn digits(text: &str, bytes: usize) -> Vec<u8> {
    bcd(text.parse().unwrap_or(0), bytes)
}
