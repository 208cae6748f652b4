//! Which call fails, and how. Owns the counting; must never touch a file.

/// A call that reaches the disk. Locks are the system's and do not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskCall {
    Open,
    Read,
    Length,
    Write,
    SetLen,
    Remove,
    Sync,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Any call: an I/O error.
    Eio,
    /// A call that may take room (a write, a new file): there is none.
    Enospc,
    /// A write: the first half of it is made, then there is no room.
    ShortWrite,
    /// A flush of a file or of the folder: an I/O error, and what was to be flushed is in memory
    /// only, although the system takes it for written.
    SyncFails,
}

impl Fault {
    pub const ALL: [Fault; 4] = [
        Fault::Eio,
        Fault::Enospc,
        Fault::ShortWrite,
        Fault::SyncFails,
    ];

    fn hits(self, call: DiskCall) -> bool {
        match self {
            Fault::Eio => true,
            Fault::Enospc => matches!(call, DiskCall::Write | DiskCall::Open),
            Fault::ShortWrite => call == DiskCall::Write,
            Fault::SyncFails => call == DiskCall::Sync,
        }
    }

    fn place(self) -> usize {
        match self {
            Fault::Eio => 0,
            Fault::Enospc => 1,
            Fault::ShortWrite => 2,
            Fault::SyncFails => 3,
        }
    }
}

/// How often it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    Once,
    FromThenOn,
}

/// What a call meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Io,
    Full,
    Short,
}

/// What is to go wrong, and what was called so far.
#[derive(Debug, Default)]
pub struct Faults {
    /// By `Fault::place`.
    calls: [u64; 4],
    armed: Option<(Fault, u64, Times)>,
    met: u64,
    dead: bool,
}

impl Faults {
    /// How many calls so far a fault could have hit.
    pub fn calls(&self, fault: Fault) -> u64 {
        self.calls[fault.place()]
    }

    /// How many calls failed.
    pub fn met(&self) -> u64 {
        self.met
    }

    /// Lets the `nth` of the calls that come now and that the fault hits fail; the first is 1.
    pub fn arm(&mut self, nth: u64, fault: Fault, times: Times) {
        self.armed = Some((fault, self.calls(fault) + nth, times));
    }

    pub fn disarm(&mut self) {
        self.armed = None;
    }

    /// Every call fails from now on, for good.
    pub fn die(&mut self) {
        self.dead = true;
    }

    pub fn is_dead(&self) -> bool {
        self.dead
    }

    /// Counts a call, and says what it meets.
    pub fn call(&mut self, call: DiskCall) -> Result<(), Trouble> {
        if self.dead {
            return Err(Trouble::Io);
        }
        for fault in Fault::ALL {
            self.calls[fault.place()] += u64::from(fault.hits(call));
        }
        let Some((fault, at, times)) = self.armed else {
            return Ok(());
        };
        let due = match times {
            Times::Once => self.calls(fault) == at,
            Times::FromThenOn => self.calls(fault) >= at,
        };
        if !due || !fault.hits(call) {
            return Ok(());
        }
        self.met += 1;
        Err(match fault {
            Fault::Eio | Fault::SyncFails => Trouble::Io,
            Fault::Enospc => Trouble::Full,
            Fault::ShortWrite => Trouble::Short,
        })
    }
}
