//! What a payment looks like: the fields of its result, and its lines for the till's printer.
//!
//! Source: ZVT PA00P015 3.1 and 3.5. Must never: show a card number but for its last four digits.

use super::Terminal;
use super::answers::{Kind, Say};
use super::bytes::{packed, put_object, unit};
use super::memory::Receipt;

impl Terminal {
    /// The fields of `04 0F`.
    pub(super) fn result_fields(&self, receipt: &Receipt) -> Vec<u8> {
        let amount = u64::try_from(receipt.amount_minor).expect("an amount is above zero");
        let (time, date) = self.memory.clock(receipt.at_ms);
        let mut fields = vec![0x27, receipt.result, 0x04];
        fields.extend(packed(amount, 6));
        fields.extend([0x49, 0x09, 0x78, 0x0C]);
        fields.extend(packed(time, 3));
        fields.push(0x0D);
        fields.extend(packed(date, 2));
        fields.push(0x0B);
        fields.extend(packed(receipt.trace.into(), 3));
        if let Some(original) = receipt.original_trace {
            fields.push(0x37);
            fields.extend(packed(original.into(), 3));
        }
        if let Some(receipt_no) = receipt.receipt_no {
            fields.push(0x87);
            fields.extend(packed(receipt_no.into(), 2));
        }
        fields.push(0x88);
        fields.extend(packed(receipt.turnover_no.into(), 3));
        fields.push(0x29);
        fields.extend(packed(self.memory.terminal_no.into(), 4));
        // Card number, masked but for its last four digits; girocard; with PIN.
        fields.extend([0x22, 0xF0, 0xF8, 0x67, 0x2E, 0xEE, 0xEE, 0xEE, 0xEE]);
        fields.extend(packed(u64::from(receipt.card.0) % 10_000, 2));
        fields.extend([0x19, 0x70, 0x8A, 0x05]);
        fields
    }

    pub(super) fn prints(&self, receipt: &Receipt) -> u8 {
        let config = self.memory.registered.map_or(0, |r| r.config);
        match config & 0x82 == 0x82 && receipt.result == 0 {
            true => self.habits.print_lines,
            false => 0,
        }
    }

    /// The lines for the till's printer (`06 D1`, or `06 D3` for every other receipt).
    pub(super) fn print_payment(&mut self, now: u64, receipt: &Receipt) {
        let blocks =
            self.memory.registered.is_some_and(|r| r.objects) && receipt.trace.is_multiple_of(2);
        for line in 0..self.prints(receipt) {
            let number = receipt.receipt_no.unwrap_or(0);
            let text = format!("{number:04} {} EUR cent, line {line}", receipt.amount_minor);
            let unit = match blocks {
                false => {
                    let mut data = vec![0x00];
                    data.extend(text.as_bytes());
                    unit(0x06, 0xD1, &data)
                }
                true => print_block(&text),
            };
            self.say(
                now,
                Say {
                    kind: Kind::Print,
                    unit,
                },
            );
        }
    }
}

/// `06 D3`: the customer's receipt, one line.
fn print_block(text: &str) -> Vec<u8> {
    let (mut line, mut objects, mut data) = (Vec::new(), Vec::new(), Vec::new());
    put_object(&mut line, &[0x09], &[0x00]);
    put_object(&mut line, &[0x07], text.as_bytes());
    put_object(&mut objects, &[0x1F, 0x07], &[0x02]);
    put_object(&mut objects, &[0x25], &line);
    put_object(&mut data, &[0x06], &objects);
    unit(0x06, 0xD3, &data)
}
