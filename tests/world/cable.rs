//! A cable between the till and a terminal: carries chunks with delay, and everything that can
//! happen to bytes on the way. Must never: look into them.

use crate::rng::Rng;
use crate::stage::Side;

/// What the cable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Bytes may be lost, doubled or changed; an adapter that is pulled is noticed by the till.
    Serial,
    /// Bytes arrive whole and in order, or the connection is gone.
    Tcp,
}

/// What becomes of one chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Late by so many milliseconds.
    Slow(u64),
    /// Arrives in pieces.
    Pieces,
    /// Everything from this byte on is lost, and the cable is out.
    Cut(usize),
    /// From this byte on nothing arrives either way, and nobody notices.
    Silence(usize),
    /// This one byte is lost.
    LostByte(usize),
    /// The whole chunk is lost.
    Lost,
    /// The chunk arrives twice.
    Twice,
    /// This byte arrives as another.
    Garbled(usize, u8),
}

/// What is delivered: bytes and after how many milliseconds.
pub type Deliveries = Vec<(u64, Vec<u8>)>;

/// One cable.
#[derive(Debug)]
pub struct Cable {
    pub medium: Medium,
    pub plugged: bool,
    /// Nothing arrives, and nobody notices, until it is plugged again.
    pub silent: bool,
    /// The till has the port open. Counts connections: bytes of an older one are nobody's.
    pub open: bool,
    pub connection: u32,
    /// Mishaps in a thousand chunks.
    pub mishaps: u64,
    /// When the last chunk of each direction arrives: the next is not earlier.
    arrives_ms: [u64; 2],
}

impl Cable {
    pub fn new(medium: Medium, mishaps: u64) -> Cable {
        Cable {
            medium,
            plugged: true,
            silent: false,
            open: false,
            connection: 0,
            mishaps,
            arrives_ms: [0; 2],
        }
    }

    /// The till opens the port. Answers the connection's number.
    pub fn connect(&mut self) -> u32 {
        self.open = true;
        self.connection += 1;
        self.connection
    }

    /// The port is closed, by whatever.
    pub fn disconnect(&mut self) {
        self.open = false;
        self.connection += 1;
    }

    /// Draws what becomes of a chunk.
    pub fn mishap(&self, rng: &mut Rng, len: usize) -> Option<Mishap> {
        if len == 0 || !rng.chance(self.mishaps) {
            return None;
        }
        let at = rng.index(len);
        Some(match (self.medium, rng.below(12)) {
            (_, 0..=3) => Mishap::Cut(at),
            (_, 4) => Mishap::Silence(at),
            (_, 5) => Mishap::Slow(rng.between(50, 12_000)),
            (_, 6) => Mishap::Pieces,
            (Medium::Serial, 7) => Mishap::LostByte(at),
            (Medium::Serial, 8 | 9) => Mishap::Lost,
            (Medium::Serial, 10) => Mishap::Twice,
            (Medium::Serial, _) => Mishap::Garbled(at, (rng.below(255) + 1) as u8),
            (Medium::Tcp, 7..=9) => Mishap::Cut(at),
            (Medium::Tcp, _) => Mishap::Pieces,
        })
    }

    /// What arrives of a chunk, and when, counted from now.
    pub fn carry(
        &mut self,
        rng: &mut Rng,
        now_ms: u64,
        to: Side,
        bytes: &[u8],
        mishap: Option<Mishap>,
    ) -> Deliveries {
        let mut arriving = bytes.to_vec();
        let mut wait_ms = match self.medium {
            Medium::Serial => rng.between(1, 6),
            Medium::Tcp => rng.between(0, 3),
        };
        match mishap {
            None | Some(Mishap::Pieces | Mishap::Twice) => {}
            Some(Mishap::Slow(late_ms)) => wait_ms += late_ms,
            Some(Mishap::Cut(at) | Mishap::Silence(at)) => arriving.truncate(at),
            Some(Mishap::LostByte(at)) => {
                arriving.remove(at);
            }
            Some(Mishap::Lost) => arriving.clear(),
            Some(Mishap::Garbled(at, change)) => arriving[at] ^= change,
        }
        if arriving.is_empty() || self.silent {
            return Vec::new();
        }
        let mut chunks = match mishap {
            Some(Mishap::Pieces) => pieces(rng, &arriving),
            Some(Mishap::Twice) => vec![arriving.clone(), arriving],
            _ => vec![arriving],
        };
        let last_ms = &mut self.arrives_ms[to as usize];
        let mut at_ms = (now_ms + wait_ms).max(*last_ms);
        let deliveries = chunks
            .drain(..)
            .map(|chunk| {
                let due = (at_ms - now_ms, chunk);
                at_ms += rng.between(0, 4);
                due
            })
            .collect();
        *last_ms = at_ms;
        deliveries
    }
}

fn pieces(rng: &mut Rng, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut left = bytes;
    let mut all = Vec::new();
    while !left.is_empty() {
        let (piece, rest) = left.split_at(1 + rng.index(left.len().min(7)));
        all.push(piece.to_vec());
        left = rest;
    }
    all
}

#[test]
fn bytes_arrive_in_their_order_and_only_what_was_lost_is_missing() {
    let mut rng = Rng::new(7);
    let mut cable = Cable::new(Medium::Serial, 0);
    let sent = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let mut arrived = |mishap| {
        let all = cable.carry(&mut rng, 100, Side::Till, &sent, mishap);
        let mut times: Vec<u64> = all.iter().map(|c| c.0).collect();
        let order = times.clone();
        times.sort_unstable();
        assert_eq!(times, order);
        all.into_iter().flat_map(|c| c.1).collect::<Vec<u8>>()
    };
    assert_eq!(arrived(None), sent);
    assert_eq!(arrived(Some(Mishap::Pieces)), sent);
    assert_eq!(arrived(Some(Mishap::Cut(3))), sent[..3]);
    assert!(arrived(Some(Mishap::Lost)).is_empty());
    assert_eq!(arrived(Some(Mishap::Twice)).len(), 18);
    assert_eq!(arrived(Some(Mishap::LostByte(0))), sent[1..]);
    assert_eq!(arrived(Some(Mishap::Garbled(1, 0xff)))[1], 2 ^ 0xff);
}
