//! Owns registration, status, service commands and the clock.

use super::command::{container, fields};
use super::{Halt, Terminal};
use crate::apdu::Apdu;
use crate::clock::{self, Moment};
use crate::state::Registration;
use crate::{bmp, currency, tlv};

impl Terminal {
    /// `06 00 password config [CC [03 service] [06 TLV]]`
    pub(super) fn register(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let (4 | 6.., Ok(_), Some(config)) = (apdu.data.len(), fields(apdu), apdu.data.get(3))
        else {
            return self.refuse(0x9A);
        };
        let currency = apdu
            .data
            .get(4..6)
            .and_then(bmp::number)
            .map(|number| number as u16);
        if currency.is_some_and(|number| !self.has_currency(number)) {
            return self.refuse(0x6F);
        }
        let objects = container(apdu);
        let permitted = objects
            .and_then(|objects| tlv::find(objects, 0x26))
            .unwrap_or_default();
        let registration = Registration {
            config: *config,
            currency,
            tlv: objects.is_some(),
            text_blocks: tlv::find(permitted, 0x0A)
                .is_some_and(|codes| codes.chunks(2).any(|code| code == [0x06, 0xD3])),
            numbered: objects.is_some_and(|objects| tlv::find(objects, 0x1F73).is_some()),
        };
        let number = objects
            .and_then(|objects| tlv::find(objects, 0x1F73))
            .map(<[u8]>::to_vec);
        {
            let mut books = self.shared.books();
            books.state.registration = Some(registration.clone());
            books.save()?;
        }
        self.session.answer(0x8000, &[])?;
        let mut extra = Vec::new();
        if registration.text_blocks {
            extra.extend(tlv::object(0x26, &tlv::object(0x0A, &[0x06, 0xD3])));
        }
        extra.extend(self.known_tags());
        if let Some(number) = number {
            extra.extend(tlv::object(0x1F73, &number));
        }
        let data = self.identity(currency, &extra);
        self.complete(&data)?;
        self.shared.steps.add("registered");
        Ok(())
    }

    /// `19 status, 29 terminal id, 49 currency, 06 TLV`
    fn identity(&self, currency: Option<u16>, objects: &[u8]) -> Vec<u8> {
        let mut chain = bmp::Chain::default();
        chain.fixed(0x19, &[0]).fixed(0x29, &self.terminal_id());
        if let Some(number) = currency {
            chain.fixed(0x49, &bmp::bcd(u64::from(number), 2));
        }
        chain.container(objects);
        chain.0
    }

    /// 1F71, for a terminal that mirrors: one tag after the other.
    fn known_tags(&self) -> Vec<u8> {
        match self.shared.settings().mirrors {
            true => tlv::object(0x1F71, &[0x07, 0x26, 0x1F, 0x1F]),
            false => Vec::new(),
        }
    }

    pub(super) fn terminal_id(&self) -> Vec<u8> {
        bmp::bcd(self.shared.settings().terminal_id.parse().unwrap_or(0), 4)
    }

    pub(super) fn has_currency(&self, number: u16) -> bool {
        let settings = self.shared.settings();
        settings
            .currencies
            .iter()
            .any(|letters| currency::number(letters) == Some(number))
    }

    /// `06 02`
    pub(super) fn log_off(&mut self) -> Result<(), Halt> {
        {
            let mut books = self.shared.books();
            if books.state.registration.is_some() {
                books.state.registration = Some(Registration::logged_off());
                books.save()?;
            }
        }
        self.shared.steps.add("logged_off");
        self.accept().map(drop)
    }

    /// `05 01 [password [03 service] [06 TLV]]`
    pub(super) fn status_enquiry(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let Ok(given) = fields(apdu) else {
            return self.refuse(0x83);
        };
        let service = bmp::find(&given, 0x03)
            .and_then(|byte| byte.first().copied())
            .unwrap_or(0);
        let registered = self.shared.books().state.registration.clone();
        let tlv_allowed = registered.is_some_and(|with| with.tlv) || container(apdu).is_some();
        let settings = self.shared.settings().clone();
        let status = match settings.status {
            Some(status) => status.0,
            None if settings.tampered => 0xDF,
            None if settings.paper_out => 0xCC,
            None => 0x00,
        };
        let mut data = Vec::new();
        if service & 0x02 == 0 {
            data.extend(bmp::lllvar(settings.software.as_bytes()));
        }
        data.push(status);
        if tlv_allowed && service & 0x04 != 0 {
            let inside = [
                tlv::object(0x1F40, settings.name.as_bytes()),
                tlv::object(0x1F41, settings.software.as_bytes()),
                tlv::object(0x1F42, settings.serial.as_bytes()),
                tlv::object(0x1F43, &[status]),
            ];
            let mut chain = bmp::Chain::default();
            let device = tlv::object(0xE4, &inside.concat());
            chain.container(&[device, self.known_tags()].concat());
            data.extend(chain.0);
        }
        if !self.accept()? {
            return Ok(());
        }
        self.complete(&data)?;
        self.shared.steps.add("status_told");
        Ok(())
    }

    /// Reset, diagnosis, initialisation: please wait, then who I am.
    pub(super) fn service(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        if !self.accept()? {
            return Ok(());
        }
        self.tell_status(0x0E, None)?;
        if apdu.code == 0x0670 {
            let lines = self.diagnosis();
            self.print_admin(&lines)?;
        }
        let data = self.identity(None, &[]);
        self.complete(&data)?;
        self.shared.steps.add("serviced");
        Ok(())
    }

    /// What it prints about itself. Without keys it reaches no host and has nothing to check.
    fn diagnosis(&self) -> Vec<String> {
        let settings = self.shared.settings();
        match settings.tampered {
            true => vec!["Diagnosis: no keys".into()],
            false => vec![
                "Diagnosis: host reached".into(),
                format!("KCV {}", settings.kcv),
            ],
        }
    }

    /// `06 91 AA YYMMDD 0C HHMMSS`
    pub(super) fn set_time(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let given = fields(apdu).unwrap_or_default();
        let digits = |tag| -> Option<[u8; 3]> {
            let value: [u8; 3] = bmp::find(&given, tag)?.try_into().ok()?;
            let [a, b, c] = value.map(|byte| bmp::number(&[byte]));
            Some([a? as u8, b? as u8, c? as u8])
        };
        let (
            Some([year, month @ 1..=12, day @ 1..=31]),
            Some([hour @ 0..24, minute @ 0..60, second @ 0..60]),
        ) = (digits(0xAA), digits(0x0C))
        else {
            return self.refuse(0x9A);
        };
        let moment = Moment {
            year: 2000 + i64::from(year),
            month,
            day,
            hour,
            minute,
            second,
        };
        {
            let mut books = self.shared.books();
            books.state.clock_offset_s = moment.seconds() - clock::now_s();
            books.save()?;
        }
        self.accept().map(drop)
    }
}
