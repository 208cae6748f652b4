//! Owns the commands that a printer obeys the moment they arrive, past everything that waits.
//! It looks into all bytes, also into those of a picture: so do the real ones.

use super::command::Kick;

/// What was asked in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RealTime {
    /// DLE EOT n, 1 to 4.
    Status(u8),
    /// DLE ENQ 1 or 2: recover from an error; 2 forgets what waits.
    Recover { forget: bool },
    /// DLE DC4 1 m t
    Kick(Kick),
    /// DLE DC4 8 …: forget what waits.
    Forget,
}

const FORGET: [u8; 10] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/// The last bytes that came.
#[derive(Debug, Default)]
pub struct Lookout {
    tail: Vec<u8>,
}

impl Lookout {
    /// Looks at one more byte.
    pub fn push(&mut self, byte: u8) -> Option<RealTime> {
        self.tail.push(byte);
        if self.tail.len() > FORGET.len() {
            self.tail.remove(0);
        }
        let found = match self.tail.as_slice() {
            [.., 0x10, 0x04, n @ 1..=4] => RealTime::Status(*n),
            [.., 0x10, 0x05, n @ 1..=2] => RealTime::Recover { forget: *n == 2 },
            [.., 0x10, 0x14, 1, m @ 0..=1, t @ 1..=8] => RealTime::Kick(Kick {
                pin: if *m == 0 { 2 } else { 5 },
                on_ms: u16::from(*t) * 100,
            }),
            tail if tail.ends_with(&FORGET) => RealTime::Forget,
            _ => return None,
        };
        self.tail.clear();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8]) -> Vec<RealTime> {
        let mut lookout = Lookout::default();
        bytes.iter().filter_map(|b| lookout.push(*b)).collect()
    }

    #[test]
    fn the_manuals_bytes() {
        assert_eq!(
            seen(b"\x10\x04\x01\x10\x04\x04"),
            [RealTime::Status(1), RealTime::Status(4)]
        );
        let kick = RealTime::Kick(Kick { pin: 5, on_ms: 300 });
        assert_eq!(seen(b"\x10\x14\x01\x01\x03"), [kick]);
        assert_eq!(seen(b"\x10\x05\x02"), [RealTime::Recover { forget: true }]);
        assert_eq!(seen(&FORGET), [RealTime::Forget]);
        assert_eq!(seen(b"\x10\x04\x05\x10\x14\x01\x02\x01"), []);
    }

    #[test]
    fn also_inside_a_picture() {
        let picture = b"\x1Dv0\0\x05\0\x01\0\x10\x04\x01\xFF\xFF";
        assert_eq!(seen(picture), [RealTime::Status(1)]);
    }
}
