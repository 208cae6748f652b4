//! The display's thread: a thin loop between the host and a port that never answers.
//!
//! Owns: the port and the pace. Must never: queue rows that are out of date.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::screen::Screen;
use super::{DisplayListener, DisplaySettings, Show};
use crate::line::{Attendant, Course, LineThread, Next, attend};
use crate::peripherals::{PeripheralLink, ToldLink};
use crate::port::{Address, OpenError, Patience, Port, ReadStep};

/// Two full rows take this long at 9,600 bits a second: no more often, and the newest wins.
const PACE: Duration = Duration::from_millis(50);

/// Opens a display on a thread of its own.
pub(super) fn start(
    address: Address,
    settings: DisplaySettings,
    listener: Arc<dyn DisplayListener>,
) -> LineThread<Show> {
    LineThread::start("display", move |words| {
        let mut run = Run {
            settings,
            listener,
            open: None,
            wanted: None,
            next_write: Instant::now(),
            told: ToldLink::default(),
        };
        attend(&mut run, &address, settings.framing, &words);
    })
}

struct Run {
    settings: DisplaySettings,
    listener: Arc<dyn DisplayListener>,
    open: Option<(Box<dyn Port>, Screen)>,
    /// The newest rows; shown again after a reconnect.
    wanted: Option<Show>,
    next_write: Instant,
    told: ToldLink,
}

impl Run {
    fn tell(&mut self, link: PeripheralLink) {
        if let Some(link) = self.told.news(link) {
            self.listener.on_link(link);
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.next_write = Instant::now() + PACE;
        let gone = match &mut self.open {
            Some((port, _)) => port.write(bytes).is_err(),
            None => false,
        };
        if gone {
            self.open = None;
        }
    }
}

impl Attendant for Run {
    type Order = Show;

    fn opened(&mut self, port: Box<dyn Port>) {
        let mut screen = Screen::new(self.settings);
        let bytes = screen.reset();
        self.open = Some((port, screen));
        self.write(&bytes);
        if self.open.is_some() {
            self.tell(PeripheralLink::Ready);
        }
    }

    fn not_opened(&mut self, fault: &OpenError) {
        self.tell(PeripheralLink::of_fault(fault));
    }

    fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn next(&self) -> Next {
        Next::Host
    }

    fn order(&mut self, order: Show) {
        self.wanted = Some(order);
    }

    fn step(&mut self, patience: Patience) {
        let mut ignored = [0; 64];
        let Some((port, screen)) = &mut self.open else {
            return;
        };
        // It says nothing of interest, but a pulled plug is seen here.
        if port.read(&mut ignored, patience) == ReadStep::Gone {
            self.open = None;
            return;
        }
        if Instant::now() < self.next_write {
            return;
        }
        if let Some(Show { upper, lower }) = &self.wanted {
            let bytes = screen.change(upper, lower);
            self.write(&bytes);
        }
    }

    fn lost(&mut self) {
        self.tell(PeripheralLink::Away {
            since: SystemTime::now(),
        });
    }

    fn closed(&mut self) {
        self.open = None;
    }

    fn course(&self) -> Course {
        Course::Worked
    }
}
