use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::protocol::{Ask, Dialogue, Step, Told, thousandths};
use super::session::{ANSWER_LIMIT, Action, Session};
use super::{Adjusted, Adjustment, Reading, ScaleProtocol};

fn weight(thousandths_kg: i64, stable: bool, net: bool) -> Reading {
    Reading::Weight {
        thousandths_kg,
        stable,
        net,
    }
}

fn told(dialogue: &mut Dialogue, bytes: &[u8]) -> Option<Told> {
    let mut all = bytes.iter().filter_map(|byte| dialogue.push(*byte));
    all.find_map(|step| match step {
        Step::Told(told) => Some(told),
        Step::Send(_) => None,
    })
}

#[test]
fn decimals() {
    let cases: [(&[u8], Option<i64>); 14] = [
        (b"00.550", Some(550)),
        (b"0.550", Some(550)),
        (b" 1.25", Some(1_250)),
        (b"12.3", Some(12_300)),
        (b"00550", Some(550)),
        (b"000550", Some(550)),
        (b"0550", None),
        (b"1.2505", None),
        (b".550", None),
        (b"1.", None),
        (b"-0.55", None),
        (b"1.2.3", None),
        (b"", None),
        (b"1O.55", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(thousandths(text), wanted, "{text:?}");
    }
}

#[test]
fn toledo_answers() {
    use Adjustment::{ClearTare, Tare, Zero};
    let reading = Told::Reading;
    let cases: [(Ask, &[u8], Told); 16] = [
        (
            Ask::Weigh,
            b"\x0200.550\r",
            reading(weight(550, true, false)),
        ),
        (
            Ask::Weigh,
            b"\x0200.550N\r",
            reading(weight(550, true, true)),
        ),
        (
            Ask::Weigh,
            b"\x02 1.250\r",
            reading(weight(1_250, true, false)),
        ),
        (
            Ask::Weigh,
            b"\x0200550\r",
            reading(weight(550, true, false)),
        ),
        (Ask::Weigh, b"\x0200.000\r", reading(Reading::Zero)),
        (Ask::Weigh, b"\x02?A\r", reading(Reading::Unstable)),
        (Ask::Weigh, b"\x02?B\r", reading(Reading::Over)),
        (Ask::Weigh, b"\x02?\x04\r", reading(Reading::Under)),
        // Odoo's example, and the centre of zero while it moves and while it stands.
        (Ask::Weigh, b"\x02?D\r", reading(Reading::Under)),
        (Ask::Weigh, b"\x02?Q\r", reading(Reading::Unstable)),
        (Ask::Weigh, b"\x02?P\r", reading(Reading::Zero)),
        (Ask::Weigh, b"\x02garbage\r", Told::Nothing),
        (Ask::Adjust(Zero), b"\x02?P\r", Told::Adjusted(true)),
        (Ask::Adjust(Zero), b"\x02?Q\r", Told::Adjusted(false)),
        (Ask::Adjust(Tare), b"\x02?`\r", Told::Adjusted(true)),
        (Ask::Adjust(ClearTare), b"\x02?`\r", Told::Adjusted(false)),
    ];
    for (ask, bytes, wanted) in cases {
        let mut dialogue = ScaleProtocol::Toledo8217.dialogue();
        dialogue.ask(ask);
        assert_eq!(told(&mut dialogue, bytes), Some(wanted), "{bytes:?}");
        // The same with parity bits, as a port sees them that cannot do seven bits.
        let parity = |byte: &u8| byte | ((byte.count_ones() as u8 & 1) << 7);
        let with_parity: Vec<u8> = bytes.iter().map(parity).collect();
        dialogue.ask(ask);
        assert_eq!(told(&mut dialogue, &with_parity), Some(wanted));
    }
}

/// A CAS block with a right check byte.
fn block(text: &[u8; 10]) -> Vec<u8> {
    let check = text.iter().fold(0, |sum, byte| sum ^ byte);
    [&[1, 2][..], text, &[check, 3, 4]].concat()
}

fn cas(bytes: &[u8]) -> Option<Told> {
    let mut dialogue = ScaleProtocol::Cas.dialogue();
    assert_eq!(dialogue.ask(Ask::Weigh), Some(vec![0x05]));
    assert_eq!(dialogue.push(0x06), Some(Step::Send(vec![0x11])));
    told(&mut dialogue, bytes)
}

#[test]
fn cas_answers() {
    let cases: [(&[u8; 10], Reading); 8] = [
        (b"S 00.550kg", weight(550, true, false)),
        (b"U 00.550kg", weight(550, false, false)),
        (b"S 000550kg", weight(550, true, false)),
        (b"S 00.000kg", Reading::Zero),
        (b"S-00.000kg", Reading::Zero),
        (b"S-00.200kg", Reading::Under),
        (b"UFFFFFFFkg", Reading::Over),
        (b"S 01.250lb", Reading::WrongUnit),
    ];
    for (text, wanted) in cases {
        assert_eq!(cas(&block(text)), Some(Told::Reading(wanted)), "{text:?}");
    }
    // A check byte worked out by hand: 53 20 30 30 2E 35 35 30 6B 67 come to 61.
    let bytes = b"\x01\x02S 00.550kg\x61\x03\x04";
    assert_eq!(cas(bytes), Some(Told::Reading(weight(550, true, false))));
    let mut broken = block(b"S 00.550kg");
    broken[8] ^= 1;
    assert_eq!(cas(&broken), Some(Told::Nothing));
    assert_eq!(cas(&block(b"X 00.550kg")), Some(Told::Nothing));
    assert_eq!(
        ScaleProtocol::Cas
            .dialogue()
            .ask(Ask::Adjust(Adjustment::Tare)),
        None
    );
}

/// A session, a clock that stands until told, and whatever a scale answers.
struct Bench {
    session: Session,
    now: Instant,
    answers: &'static [u8],
    done: Vec<Action>,
    asked: usize,
}

impl Bench {
    fn new(answers: &'static [u8]) -> Self {
        let now = Instant::now();
        Self {
            session: Session::new(ScaleProtocol::Toledo8217, false, now),
            now,
            answers,
            done: Vec::new(),
            asked: 0,
        }
    }

    fn weigh(&mut self, ticket: u64, patience_ms: u64) {
        let until = self.now + Duration::from_millis(patience_ms);
        self.session.weigh(ticket, until, self.now);
    }

    fn pass(&mut self, ms: u64) {
        for _ in 0..ms / 50 {
            self.session.tick(self.now);
            for action in self.session.actions() {
                if matches!(action, Action::Send(_)) {
                    self.asked += 1;
                    self.session.bytes(self.answers, self.now);
                } else {
                    self.done.push(action);
                }
            }
            self.now += Duration::from_millis(50);
        }
    }
}

#[test]
fn weighing_waits_for_a_weight_that_stands() {
    let mut bench = Bench::new(b"\x02?A\r");
    bench.weigh(1, 3_000);
    bench.pass(1_000);
    assert_eq!(bench.done, [Action::Ready]);
    bench.answers = b"\x0201.005\r";
    bench.pass(300);
    let weighed = Action::Weighed(1, weight(1_005, true, false));
    assert_eq!(bench.done.pop(), Some(weighed));
    // It never stands still: what was last said.
    bench.answers = b"\x02?A\r";
    bench.weigh(2, 500);
    bench.pass(600);
    assert_eq!(
        bench.done.pop(),
        Some(Action::Weighed(2, Reading::Unstable))
    );
    // 200 ms at least between two commands.
    assert!(bench.asked <= 8, "{}", bench.asked);
}

#[test]
fn a_reading_from_before_the_question_is_not_an_answer() {
    let mut bench = Bench::new(b"");
    bench.pass(50);
    bench.now += Duration::from_millis(100);
    bench.weigh(1, 2_000);
    bench.session.bytes(b"\x0202.000\r", bench.now);
    assert_eq!(bench.session.actions(), [Action::Ready]);
    bench.answers = b"\x0200.300\r";
    bench.pass(400);
    let weighed = Action::Weighed(1, weight(300, true, false));
    assert_eq!(bench.done, [weighed]);
}

#[test]
fn a_silent_scale_is_told_and_heard_again() {
    let mut bench = Bench::new(b"");
    bench.weigh(1, 10_000);
    bench.session.adjust(2, Adjustment::Tare, bench.now);
    bench.pass(2 * ANSWER_LIMIT.as_millis() as u64 + 100);
    let wanted = [
        Action::Adjusted(2, Adjusted::NoAnswer),
        Action::Silent,
        Action::Weighed(1, Reading::NoAnswer),
    ];
    for action in &wanted {
        assert!(bench.done.contains(action), "{:?}", bench.done);
    }
    bench.answers = b"\x0200.000\r";
    bench.pass(2_000);
    assert_eq!(bench.done.last(), Some(&Action::Ready));
}

#[test]
fn a_watched_pan_tells_changes_only() {
    let mut bench = Bench::new(b"\x0200.000\r");
    bench.session.watch(true, bench.now);
    bench.pass(1_000);
    bench.answers = b"\x0200.300\r";
    bench.pass(1_000);
    let wanted = [
        Action::Ready,
        Action::Changed(Reading::Zero),
        Action::Changed(weight(300, true, false)),
    ];
    assert_eq!(bench.done, wanted);
    bench.session.watch(false, bench.now);
    bench.asked = 0;
    bench.pass(6_000);
    assert_eq!(bench.asked, 1);
}

#[test]
fn adjustments_are_answered_by_the_status() {
    let mut bench = Bench::new(b"\x02?`\r");
    bench.session.adjust(1, Adjustment::Tare, bench.now);
    bench.pass(300);
    bench.session.adjust(2, Adjustment::ClearTare, bench.now);
    bench.pass(300);
    assert!(bench.done.contains(&Action::Adjusted(1, Adjusted::Done)));
    assert!(bench.done.contains(&Action::Adjusted(2, Adjusted::Refused)));
    let mut cas = Session::new(ScaleProtocol::Cas, false, bench.now);
    cas.adjust(3, Adjustment::Zero, bench.now);
    assert_eq!(cas.actions(), [Action::Adjusted(3, Adjusted::NotSupported)]);
}

proptest! {
    /// A weight is only ever what a whole, sound block says, whatever stands around it.
    #[test]
    fn noise_is_no_weight(noise in proptest::collection::vec(any::<u8>(), 0..60)) {
        for protocol in [ScaleProtocol::Toledo8217, ScaleProtocol::Cas] {
            let mut dialogue = protocol.dialogue();
            dialogue.ask(Ask::Weigh);
            if let Some(Told::Reading(Reading::Weight { thousandths_kg, .. })) =
                told(&mut dialogue, &noise)
            {
                prop_assert!((1..1_000_000_000).contains(&thousandths_kg));
            }
        }
    }

    /// One wrong byte in a CAS block never makes another weight.
    #[test]
    fn a_wrong_byte_is_seen(at in 0..15usize, flip in 1..=255u8) {
        let mut bytes = block(b"S 01.234kg");
        bytes[at] ^= flip;
        let answer = cas(&bytes);
        let right = Some(Told::Reading(weight(1_234, true, false)));
        prop_assert!(answer.is_none() || answer == Some(Told::Nothing) || answer == right);
    }
}
