//! Owns the table of commands: what each is, and who may give it when.

use super::{Halt, Terminal};
use crate::apdu::Apdu;
use crate::shared::Unregistered;
use crate::{bmp, tlv};

impl Terminal {
    pub(super) fn dispatch(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let free = matches!(
            apdu.code,
            0x0600 | 0x0602 | 0x0501 | 0x0618 | 0x0691 | 0x06B0
        );
        if !free && self.shared.books().state.registration.is_none() {
            return self.unregistered();
        }
        // What needs a key: a payment, a reversal, a refund, the end of the day.
        let keyed = matches!(apdu.code, 0x0601 | 0x0630 | 0x0631 | 0x0650);
        if keyed && self.shared.settings().tampered {
            return self.refuse(0x85);
        }
        match apdu.code {
            0x0600 => self.register(apdu),
            0x0602 => self.log_off(),
            0x0501 => self.status_enquiry(apdu),
            0x0601 => self.sale(apdu),
            0x0620 => self.repeat_receipt(apdu),
            0x0630 => self.reversal(apdu),
            0x0631 => self.refund(apdu),
            0x0610 => self.turnover_totals(),
            0x0650 => self.end_of_day(),
            0x0612 => self.reprint(apdu),
            0x0618 | 0x0670 | 0x0693 => self.service(apdu),
            0x0691 => self.set_time(apdu),
            // Nothing runs: there is nothing to abort, and no harm in it.
            0x06B0 => self.session.answer(0x8000, &[]).map(drop),
            // A late answer to a block that was given up.
            code if matches!(code >> 8, 0x80 | 0x84) => Ok(()),
            _ => self.refuse(0x83),
        }
    }

    /// `84 xx`
    pub(super) fn refuse(&mut self, code: u8) -> Result<(), Halt> {
        self.session.answer(0x8400 | u16::from(code), &[]).map(drop)
    }

    /// `80 00`; it repeats the message's number when those were agreed on.
    /// False when it reached nobody: then the command is not carried out.
    pub(super) fn accept(&mut self) -> Result<bool, Halt> {
        let numbered = self
            .shared
            .books()
            .state
            .registration
            .as_ref()
            .is_some_and(|with| with.numbered);
        let number = container(&self.command).and_then(|objects| tlv::find(objects, 0x1F73));
        let mut echo = bmp::Chain::default();
        if let (true, Some(number)) = (numbered, number) {
            echo.container(&tlv::object(0x1F73, number));
        }
        self.session.answer(0x8000, &echo.0)
    }

    fn unregistered(&mut self) -> Result<(), Halt> {
        let how = self.shared.settings().unregistered;
        match how {
            Unregistered::Negative => self.refuse(0x6B),
            Unregistered::Abort => {
                self.session.answer(0x8000, &[])?;
                self.abort(0x6B)
            }
        }
    }
}

/// How many bytes stand before the first bitmap of a command.
fn fixed_part(code: u16, data: &[u8]) -> usize {
    let len = match code {
        0x0600 => 6,
        0x0501 | 0x0620 | 0x0630 | 0x0631 => 3,
        _ => 0,
    };
    len.min(data.len())
}

/// The bitmaps of a command.
pub(super) fn fields(apdu: &Apdu) -> Result<Vec<(u8, &[u8])>, bmp::BadField> {
    bmp::fields(&apdu.data[fixed_part(apdu.code, &apdu.data)..])
}

/// The TLV objects of a command's BMP 06, if it has one.
pub(super) fn container(apdu: &Apdu) -> Option<&[u8]> {
    bmp::find(&fields(apdu).ok()?, 0x06)
}
