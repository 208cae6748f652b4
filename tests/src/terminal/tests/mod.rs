//! Transcripts: what goes in, what comes out, what the bank has.

mod line;
mod money;
mod walk;

use super::bytes::{packed, unit};
use super::*;

const CARD: Card = Card(4_711);
const PASSWORD: [u8; 3] = [0x12, 0x34, 0x56];

/// A till played by hand.
struct Bench {
    terminal: Terminal,
    bank: Bank,
    now: u64,
}

impl Bench {
    fn with(medium: Medium, habits: Habits) -> Bench {
        let memory = Memory::new(52_000_001, 7, 41, 141);
        let mut bench = Bench {
            terminal: Terminal::new(medium, habits, memory),
            bank: Bank::default(),
            now: 1_000,
        };
        bench.terminal.line_up(bench.now);
        bench
    }

    /// On TCP, registered, without messages on the way.
    fn registered(change: impl FnOnce(&mut Habits)) -> Bench {
        let mut habits = Habits {
            statuses: false,
            print_lines: 0,
            ..Habits::by_the_book()
        };
        change(&mut habits);
        let mut bench = Bench::with(Medium::Tcp, habits);
        bench.register();
        bench
    }

    fn register(&mut self) {
        let mut data = PASSWORD.to_vec();
        data.extend([0xBE, 0x09, 0x78, 0x06, 0x00]);
        let heard = self.order(0x00, &data);
        assert_eq!(&heard[..5], &[0x80, 0x00, 0x00, 0x06, 0x0F]);
        self.positive();
    }

    fn give(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.terminal.bytes(self.now, bytes, &mut self.bank);
        self.terminal.take_output()
    }

    fn order(&mut self, instr: u8, data: &[u8]) -> Vec<u8> {
        self.give(&unit(0x06, instr, data))
    }

    fn positive(&mut self) -> Vec<u8> {
        self.give(&[0x80, 0x00, 0x00])
    }

    /// Lets time pass from deadline to deadline.
    fn wait(&mut self, ms: u64) -> Vec<u8> {
        let until = self.now + ms;
        let mut out = Vec::new();
        while let Some(at) = self.terminal.next_deadline().filter(|at| *at <= until) {
            self.now = at.max(self.now);
            self.terminal.time(self.now, &mut self.bank);
            out.extend(self.terminal.take_output());
        }
        self.now = until;
        out
    }

    fn pay_order(amount: u64) -> Vec<u8> {
        let mut data = vec![0x04];
        data.extend(packed(amount, 6));
        data.extend([0x49, 0x09, 0x78, 0x19, 0x40]);
        data
    }

    /// Up to the result, which is not acknowledged.
    fn pay(&mut self, amount: u64) -> Vec<u8> {
        assert_eq!(
            self.order(0x01, &Bench::pay_order(amount)),
            [0x80, 0x00, 0x00]
        );
        self.terminal.present(self.now, CARD);
        self.wait(400)
    }

    fn cut(&mut self) {
        self.terminal.line_down(self.now, &mut self.bank);
        self.terminal.line_up(self.now);
        self.register();
    }

    /// What `06 20` tells: receipt number and result code.
    fn last(&mut self) -> Option<(u64, u8)> {
        let mut data = PASSWORD.to_vec();
        data.extend([0x03, 0x03]);
        let heard = self.order(0x20, &data);
        let told = heard[3..].to_vec();
        self.positive();
        if told.starts_with(&[0x06, 0x1E]) {
            return None;
        }
        self.positive();
        let fields = super::bytes::data(&told);
        Some((number(fields, 0x87).unwrap(), fields[1]))
    }
}

/// A field of `04 0F`, whose result code stands first.
fn number(fields: &[u8], bmp: u8) -> Option<u64> {
    let mut rest = fields.get(2..)?;
    while let Some((&first, after)) = rest.split_first() {
        let len = match first {
            0x04 => 6,
            0x49 | 0x0D | 0x87 => 2,
            0x0C | 0x0B | 0x37 | 0x88 => 3,
            0x29 => 4,
            _ => return None,
        };
        if first == bmp {
            return super::bytes::number(&after[..len]);
        }
        rest = &after[len..];
    }
    None
}
