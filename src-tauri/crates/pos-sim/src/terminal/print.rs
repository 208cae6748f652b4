//! Owns what would come out of the printer: lines sent to the till (`06 D1`),
//! text blocks (`06 D3`), or nothing when the till composes receipts itself.

use super::{Flow, Halt, Reply, Terminal};
use crate::apdu::Apdu;
use crate::bmp::Chain;
use crate::ledger::{Kind, Receipt};
use crate::tlv;

/// Tag 1F07.
const MERCHANT: u8 = 1;
const CUSTOMER: u8 = 2;
const ADMIN: u8 = 3;

impl Terminal {
    /// Prints both receipts of a payment. False when the till did not take them.
    pub(super) fn print_payment(&mut self, receipt: &Receipt) -> Result<bool, Halt> {
        let with = self.shared.books().state.registration.clone();
        let wanted =
            |with: &crate::state::Registration| with.wants_payment_receipts() && with.wants_lines();
        if !with.is_some_and(|with| wanted(&with)) {
            return Ok(true);
        }
        if self.step("before_print")? == Flow::GiveUp {
            return Ok(false);
        }
        for kind in [MERCHANT, CUSTOMER] {
            let lines = self.lines(receipt, kind);
            if !self.print(kind, &lines)? {
                return Ok(false);
            }
        }
        self.shared.steps.add("printed");
        Ok(true)
    }

    /// Prints a service receipt, when the till wants those.
    pub(super) fn print_admin(&mut self, lines: &[String]) -> Result<bool, Halt> {
        let with = self.shared.books().state.registration.clone();
        match with.is_some_and(|with| with.wants_admin_receipts() && with.wants_lines()) {
            true => self.print(ADMIN, lines),
            false => Ok(true),
        }
    }

    fn print(&mut self, kind: u8, lines: &[String]) -> Result<bool, Halt> {
        let blocks = self
            .shared
            .books()
            .state
            .registration
            .as_ref()
            .is_some_and(|w| w.text_blocks);
        if blocks {
            let text: Vec<u8> = lines
                .iter()
                .flat_map(|line| [tlv::object(0x09, &[0]), tlv::object(0x07, line.as_bytes())])
                .flatten()
                .collect();
            let objects = [tlv::object(0x1F07, &[kind]), tlv::object(0x25, &text)].concat();
            let mut chain = Chain::default();
            chain.container(&objects);
            return Ok(self.exchange(&Apdu::new(0x06D3, chain.0))? == Reply::Positive);
        }
        for line in lines {
            let data = [&[0x00], line.as_bytes()].concat();
            if self.exchange(&Apdu::new(0x06D1, data))? != Reply::Positive {
                return Ok(false);
            }
        }
        // Attribute 80 with nothing: the receipt ends here.
        Ok(self.exchange(&Apdu::new(0x06D1, [0x80]))? == Reply::Positive)
    }

    fn lines(&self, receipt: &Receipt, kind: u8) -> Vec<String> {
        let settings = self.shared.settings();
        let title = match receipt.kind {
            Kind::Sale => "SALE",
            Kind::Reversal => "REVERSAL",
            Kind::Refund => "REFUND",
            Kind::EndOfDay => "END OF DAY",
        };
        let copy = if kind == MERCHANT {
            "MERCHANT COPY"
        } else {
            "CUSTOMER COPY"
        };
        let amount = money(receipt.amount_minor, &receipt.currency);
        let mut lines = vec![
            settings.name.clone(),
            format!("{copy}  {title}"),
            format!("Terminal {}", settings.terminal_id),
            format!(
                "Receipt {:04}  Trace {:06}",
                receipt.receipt_no, receipt.trace
            ),
            format!("{} {}", receipt.date, receipt.time),
            format!("{} {}", receipt.card.name, receipt.card.masked_pan),
            amount,
            match receipt.result {
                0 => "APPROVED".to_owned(),
                code => format!("DECLINED {code:02X}"),
            },
        ];
        drop(settings);
        if let Some(canary) = self.leak_of(receipt) {
            lines.extend(canary.lines());
        }
        lines
    }
}

/// `110.00 EUR`
pub(super) fn money(minor: i64, currency: &str) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02} {currency}", minor / 100, minor % 100)
}
