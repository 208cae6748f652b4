//! Orders that move no money: registration, status, last receipt, diagnosis, end of day.
//!
//! Source: ZVT PA00P015 chapter 2.

use super::Terminal;
use super::answers::{Kind, Say};
use super::bytes::{packed, put_object, unit};
use super::habits::Unacknowledged;
use super::memory::{Act, Receipt, Registration};
use super::orders::NOT_POSSIBLE;

/// The maker's name for it.
const MODEL: &[u8] = b"Harbour T1";
const SOFTWARE: &[u8] = b"4.2.1";

impl Terminal {
    pub(super) fn register(&mut self, now: u64, config: u8, objects: bool) {
        self.memory.registered = Some(Registration { config, objects });
        let mut fields = vec![0x19, 0x00, 0x29];
        fields.extend(packed(self.memory.terminal_no.into(), 4));
        fields.extend([0x49, 0x09, 0x78]);
        if objects {
            put_object(&mut fields, &[0x06], &self.known_tags());
        }
        self.complete(now, fields);
    }

    /// 1F71: the objects it knows, one tag after the other.
    fn known_tags(&self) -> Vec<u8> {
        let mut tags = vec![0x07, 0x09, 0x25];
        if self.habits.unacknowledged == Unacknowledged::ReversesUnlessMirrored {
            tags.extend([0x1F, 0x1F]);
        }
        let mut objects = Vec::new();
        put_object(&mut objects, &[0x1F, 0x71], &tags);
        objects
    }

    /// `05 01`: software, status, and who it is.
    pub(super) fn tell_status(&mut self, now: u64) {
        let mut fields = vec![0xF0, 0xF0, 0xF0 | SOFTWARE.len() as u8];
        fields.extend(SOFTWARE);
        fields.push(0x00);
        if self.memory.registered.is_none_or(|r| r.objects) {
            let (mut device, mut objects) = (Vec::new(), Vec::new());
            put_object(&mut device, &[0x1F, 0x40], MODEL);
            put_object(&mut device, &[0x1F, 0x41], SOFTWARE);
            put_object(
                &mut device,
                &[0x1F, 0x42],
                &packed(self.memory.serial.into(), 4),
            );
            put_object(&mut device, &[0x1F, 0x43], &[0x00]);
            put_object(&mut objects, &[0xE4], &device);
            let number = packed(self.memory.terminal_no.into(), 4);
            put_object(&mut objects, &[0x1F, 0x44], &number);
            objects.extend(self.known_tags());
            put_object(&mut fields, &[0x06], &objects);
        }
        self.complete(now, fields);
    }

    /// `06 20`: service bit 0 tells the last result again.
    pub(super) fn repeat_receipt(&mut self, now: u64, service: u8) {
        let Some(last) = self.memory.last else {
            return self.give_up(now, NOT_POSSIBLE);
        };
        if service & 1 != 0 {
            let unit = unit(0x04, 0x0F, &self.result_fields(&last));
            self.tell(now, unit);
        }
        self.complete(now, Vec::new());
    }

    pub(super) fn diagnose(&mut self, now: u64) {
        self.print_service(now, "Diagnosis: the bank answers");
        self.complete(now, Vec::new());
    }

    /// `06 50`: totals by card type, and a new batch.
    pub(super) fn end_day(&mut self, now: u64) {
        let batch = std::mem::take(&mut self.memory.batch);
        self.memory.unconfirmed = None;
        let stands = |r: &&Receipt| r.act == Act::Charge && !r.undone;
        let charged: Vec<i64> = batch
            .iter()
            .filter(stands)
            .map(|r| r.amount_minor)
            .collect();
        let first = batch
            .iter()
            .filter_map(|r| r.receipt_no)
            .next()
            .unwrap_or(0);
        let last = batch
            .iter()
            .filter_map(|r| r.receipt_no)
            .next_back()
            .unwrap_or(0);
        let mut fields = vec![0x27, 0x00, 0x04];
        let sum = u64::try_from(charged.iter().sum::<i64>()).expect("amounts are above zero");
        fields.extend(packed(sum, 6));
        fields.extend([0x49, 0x09, 0x78, 0x60, 0xF0, 0xF5, 0xF3]);
        fields.extend(packed(first.into(), 2));
        fields.extend(packed(last.into(), 2));
        for group in 0..7 {
            let (count, sum) = if group == 0 {
                (charged.len(), sum)
            } else {
                (0, 0)
            };
            fields.push(u8::try_from(count.min(255)).expect("at most 255"));
            fields.extend(packed(sum, 6));
        }
        self.note(now, "day ended", i64::try_from(sum).unwrap_or(i64::MAX));
        self.tell(now, unit(0x04, 0x0F, &fields));
        self.print_service(now, "End of day");
        self.complete(now, Vec::new());
    }

    fn tell(&mut self, now: u64, unit: Vec<u8>) {
        self.say(
            now,
            Say {
                kind: Kind::Telling,
                unit,
            },
        );
    }

    /// A line of an administration receipt.
    fn print_service(&mut self, now: u64, text: &str) {
        if self
            .memory
            .registered
            .is_some_and(|r| r.config & 0x84 == 0x84)
        {
            let mut data = vec![0x00];
            data.extend(text.as_bytes());
            let unit = unit(0x06, 0xD1, &data);
            self.tell(now, unit);
        }
    }
}
