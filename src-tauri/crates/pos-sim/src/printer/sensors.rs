//! Owns what the printer feels (paper, cover, errors, drawer), and how it tells it in bytes.
//! Bits follow the command reference: DLE EOT, GS a, GS r.

use serde::{Deserialize, Serialize};

/// Everything a script may set; a drawer is also opened by a kick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub paper_near_end: bool,
    pub paper_out: bool,
    pub cover_open: bool,
    /// Switched offline for no reason that the printer names.
    pub offline: bool,
    pub error: Fault,
    /// Bytes a second from the buffer; 0: at once.
    pub slow_bytes_per_s: u32,
    pub drawer_open_level: Level,
    /// Prints but answers nothing.
    pub mute: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    None,
    Cutter,
    Recoverable,
    Unrecoverable,
    /// The head is hot; it recovers by itself.
    Overheated,
}

/// The drawer connector's pin 3 while the drawer is open; drawers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Low,
    High,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            paper_near_end: false,
            paper_out: false,
            cover_open: false,
            offline: false,
            error: Fault::None,
            slow_bytes_per_s: 0,
            drawer_open_level: Level::High,
            mute: false,
        }
    }
}

/// A byte from its bits.
fn byte(fixed: u8, bits: &[(bool, u8)]) -> u8 {
    let set = bits.iter().filter(|(on, _)| *on);
    set.fold(fixed, |byte, (_, bit)| byte | 1 << bit)
}

/// These bits are always on in an answer to DLE EOT.
const REAL_TIME: u8 = 0b0001_0010;
/// This bit is always on in the first byte of an automatic status.
const AUTOMATIC: u8 = 0b0001_0000;
/// The last byte of an automatic status says nothing.
const LAST: u8 = 0x0F;

impl Settings {
    /// Whether bytes wait instead of being printed.
    pub fn is_stopped(&self) -> bool {
        self.paper_out || self.cover_open || self.offline || self.error != Fault::None
    }

    fn pin_3_high(&self, drawer_open: bool) -> bool {
        match self.drawer_open_level {
            Level::High => drawer_open,
            Level::Low => !drawer_open,
        }
    }

    /// The near-end sensor lies before the end sensor: no paper at all is near its end too.
    fn near_end(&self) -> bool {
        self.paper_near_end || self.paper_out
    }

    /// The answer to DLE EOT n, 1 to 4.
    pub fn real_time(&self, n: u8, drawer_open: bool) -> u8 {
        let error = self.error;
        match n {
            1 => byte(
                REAL_TIME,
                &[(self.pin_3_high(drawer_open), 2), (self.is_stopped(), 3)],
            ),
            2 => byte(
                REAL_TIME,
                &[
                    (self.cover_open, 2),
                    (self.paper_out, 5),
                    (error != Fault::None, 6),
                ],
            ),
            3 => byte(
                REAL_TIME,
                &[
                    (error == Fault::Recoverable, 2),
                    (error == Fault::Cutter, 3),
                    (error == Fault::Unrecoverable, 5),
                    (error == Fault::Overheated, 6),
                ],
            ),
            _ => byte(
                REAL_TIME,
                &[
                    (self.near_end(), 2),
                    (self.near_end(), 3),
                    (self.paper_out, 5),
                    (self.paper_out, 6),
                ],
            ),
        }
    }

    /// The four bytes of an automatic status.
    pub fn automatic(&self, drawer_open: bool) -> [u8; 4] {
        let error = self.error;
        [
            byte(
                AUTOMATIC,
                &[
                    (self.pin_3_high(drawer_open), 2),
                    (self.is_stopped(), 3),
                    (self.cover_open, 5),
                ],
            ),
            byte(
                0,
                &[
                    (error == Fault::Recoverable, 2),
                    (error == Fault::Cutter, 3),
                    (error == Fault::Unrecoverable, 5),
                    (error == Fault::Overheated, 6),
                ],
            ),
            self.paper(),
            LAST,
        ]
    }

    /// What of an automatic status the mask of GS a watches: bit 0 the drawer, bit 1 online and
    /// offline, bit 2 errors, bit 3 the paper.
    pub fn watched(&self, mask: u8, drawer_open: bool) -> [Option<u8>; 4] {
        let [first, second, third, _] = self.automatic(drawer_open);
        [
            (mask & 1 != 0).then_some(first & 0b0000_0100),
            (mask & 2 != 0).then_some(first & 0b0010_1000),
            (mask & 4 != 0).then_some(second),
            (mask & 8 != 0).then_some(third),
        ]
    }

    /// The answer to GS r 1, and the third byte of an automatic status.
    pub fn paper(&self) -> u8 {
        byte(
            0,
            &[
                (self.near_end(), 0),
                (self.near_end(), 1),
                (self.paper_out, 2),
                (self.paper_out, 3),
            ],
        )
    }

    /// The answer to GS r 2.
    pub fn drawer(&self, drawer_open: bool) -> u8 {
        u8::from(self.pin_3_high(drawer_open))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_manual() {
        let ready = Settings::default();
        let answers = |s: &Settings, open| [1, 2, 3, 4].map(|n| s.real_time(n, open));
        assert_eq!(answers(&ready, false), [0x12, 0x12, 0x12, 0x12]);
        assert_eq!(answers(&ready, true), [0x16, 0x12, 0x12, 0x12]);
        assert_eq!(ready.automatic(true), [0x14, 0, 0, 0x0F]);

        let mut low = ready.clone();
        low.drawer_open_level = Level::Low;
        assert_eq!(low.real_time(1, false), 0x16);
        assert_eq!((low.drawer(true), low.drawer(false)), (0, 1));

        let mut out = ready.clone();
        out.paper_out = true;
        assert_eq!(answers(&out, false), [0x1A, 0x32, 0x12, 0x7E]);
        assert_eq!(out.automatic(false), [0x18, 0, 0x0F, 0x0F]);

        let mut near = ready.clone();
        near.paper_near_end = true;
        assert_eq!(answers(&near, false), [0x12, 0x12, 0x12, 0x1E]);
        assert_eq!((near.paper(), near.is_stopped()), (0x03, false));

        let mut cover = ready.clone();
        cover.cover_open = true;
        assert_eq!(answers(&cover, false), [0x1A, 0x16, 0x12, 0x12]);
        assert_eq!(cover.automatic(false), [0x38, 0, 0, 0x0F]);

        let mut cutter = ready;
        cutter.error = Fault::Cutter;
        assert_eq!(answers(&cutter, false), [0x1A, 0x52, 0x1A, 0x12]);
        assert_eq!(cutter.automatic(false), [0x18, 0x08, 0, 0x0F]);
    }
}
