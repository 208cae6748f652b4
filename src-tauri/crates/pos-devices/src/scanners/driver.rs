//! The scanner's thread: a thin loop between a port and the host.
//!
//! Owns: the port and the clock. Must never: judge a code.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::codes::{Codes, Scanned};
use super::{ScannerListener, ScannerSettings};
use crate::line::{Attendant, Course, LineThread, Next, attend};
use crate::peripherals::{PeripheralLink, ToldLink};
use crate::port::{Address, OpenError, Patience, Port, ReadStep};

/// Opens a scanner on a thread of its own.
pub(super) fn start(
    address: Address,
    settings: ScannerSettings,
    listener: Arc<dyn ScannerListener>,
) -> LineThread<Infallible> {
    LineThread::start("scanner", move |words| {
        let framing = settings.framing;
        let mut run = Run {
            settings,
            listener,
            open: None,
            told: ToldLink::default(),
        };
        attend(&mut run, &address, framing, &words);
    })
}

struct Run {
    settings: ScannerSettings,
    listener: Arc<dyn ScannerListener>,
    open: Option<(Box<dyn Port>, Codes)>,
    told: ToldLink,
}

impl Run {
    fn tell(&mut self, link: PeripheralLink) {
        if let Some(link) = self.told.news(link) {
            self.listener.on_link(link);
        }
    }
}

impl Attendant for Run {
    type Order = Infallible;

    fn opened(&mut self, port: Box<dyn Port>) {
        self.open = Some((port, Codes::new(self.settings.clone())));
        self.tell(PeripheralLink::Ready);
    }

    fn not_opened(&mut self, fault: &OpenError) {
        self.tell(PeripheralLink::of_fault(fault));
    }

    fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// A scan shows within a frame, so the device is what is waited for.
    fn next(&self) -> Next {
        Next::Device
    }

    fn order(&mut self, order: Infallible) {
        match order {}
    }

    fn step(&mut self, patience: Patience) {
        let mut buffer = [0; 256];
        let Some((port, codes)) = &mut self.open else {
            return;
        };
        let read = port.read(&mut buffer, patience);
        let now = Instant::now();
        let scanned = match read {
            ReadStep::Bytes(count) => codes.bytes(&buffer[..count], now),
            ReadStep::Quiet => codes.tick(now).into_iter().collect(),
            ReadStep::Gone => {
                self.open = None;
                return;
            }
        };
        for scanned in scanned {
            match scanned {
                Scanned::Code(code) => self.listener.on_code(code),
                Scanned::Garbage(bytes) => self.listener.on_garbage(bytes),
            }
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
