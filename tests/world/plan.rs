//! How a world is: drawn from its seed before anything happens. Some are nearly quiet, some are a
//! storm, and most have one kind of trouble, so that what follows from it can be seen.

use crate::rng::Rng;

/// What can go wrong by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Unplug,
    Silence,
    TerminalPower,
    /// A technician clears its memory.
    TerminalReset,
    BankAway,
    KillTill,
    /// The till dies in the middle of what it is doing: at one of the next seams.
    KillSoon,
    PowerCutSoon,
    /// The disk dies with the till at one of its next calls.
    DiskDies,
    DiskFull,
    DiskError,
    ClockForward,
    ClockBack,
}

const ALL: [Trouble; 13] = [
    Trouble::Unplug,
    Trouble::Silence,
    Trouble::TerminalPower,
    Trouble::TerminalReset,
    Trouble::BankAway,
    Trouble::KillTill,
    Trouble::KillSoon,
    Trouble::PowerCutSoon,
    Trouble::DiskDies,
    Trouble::DiskFull,
    Trouble::DiskError,
    Trouble::ClockForward,
    Trouble::ClockBack,
];

/// The temper of one world.
#[derive(Clone, Debug)]
pub struct Plan {
    pub terminals: usize,
    pub cashiers: usize,
    /// Mishaps in a thousand chunks on a cable.
    pub mishaps: u64,
    /// Calls in a thousand whose request or answer gets lost.
    pub lost_calls: u64,
    /// Kinds of trouble that come, and how far apart, in milliseconds.
    pub troubles: Vec<Trouble>,
    pub trouble_every_ms: u64,
    /// How long customers come.
    pub open_ms: u64,
    /// Bank rides in a thousand that go wrong.
    pub bad_rides: u64,
    /// Goods of one price only: amounts prove nothing.
    pub one_price: bool,
}

impl Plan {
    pub fn drawn(rng: &mut Rng) -> Plan {
        let storm = rng.chance(150);
        let calm = rng.chance(80);
        let kinds = if storm { ALL.len() } else { 1 + rng.index(3) };
        let troubles = match calm {
            true => Vec::new(),
            false => (0..kinds).map(|_| *rng.pick(&ALL)).collect(),
        };
        Plan {
            terminals: 1 + usize::from(rng.chance(300)),
            cashiers: 1 + usize::from(rng.chance(250)),
            mishaps: if calm {
                0
            } else {
                *rng.pick(&[0, 0, 3, 12, 40])
            },
            lost_calls: if calm { 0 } else { *rng.pick(&[0, 0, 20, 80]) },
            troubles,
            trouble_every_ms: rng.between(8_000, 60_000),
            open_ms: rng.between(90_000, 200_000),
            bad_rides: *rng.pick(&[0, 30, 150]),
            one_price: rng.chance(400),
        }
    }
}
