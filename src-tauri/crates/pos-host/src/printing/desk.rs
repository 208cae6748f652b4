//! The desk of one printer: a thread between the queue in the file and the driver. Each step is on
//! disk before what it allows; a job whose bytes may be on paper is never sent again by itself.

use crate::peripherals::{Peripherals, till};
use pos_app::App;
use pos_app::commands::printing::hindrance;
use pos_app::commands::printing::queue::{self, Due, TryEnd};
use pos_app::survive::survive;
use pos_app::views::peripheral::{Health, PrintState};
use pos_app::views::receipt::ReceiptBlock;
use pos_devices::Address;
use pos_devices::printers::PrinterSettings;
use pos_devices::printers::{
    DrawerKick, DrawerPin, PrintEvent, PrintFailure, PrintOrder, PrintOrderId, Printer,
    PrinterListener,
};
use pos_domain::ids::{PeripheralId, PrintJobId};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// After a job that never began, without other news from the printer, the desk looks again.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// A paper that is being printed when its desk closes has this long to come out.
const LEAVE_LIMIT: Duration = Duration::from_secs(3);

/// What a desk hears.
pub enum DeskWord {
    /// Something waits, or the printer changed.
    Look,
    Print(PrintOrderId, PrintEvent),
    Close,
}

/// Waits for the end of a kick; None: nobody does.
type KickEar = Option<Sender<bool>>;

/// One for each kick that has not ended, in their sequence.
pub type KickEars = Arc<Mutex<VecDeque<KickEar>>>;

/// The handle of a desk.
pub struct Desk {
    words: Sender<DeskWord>,
    printer: Arc<Printer>,
    kicks: KickEars,
    thread: Option<JoinHandle<()>>,
}

impl Desk {
    /// Opens a printer and its desk. `ear` is told where the desk's own words go.
    pub fn open(
        id: PeripheralId,
        links: Weak<Peripherals>,
        address: Address,
        settings: PrinterSettings,
        ear: impl FnOnce(Sender<DeskWord>, KickEars) -> Arc<dyn PrinterListener>,
    ) -> Desk {
        let (words, heard) = channel();
        let kicks = Arc::new(Mutex::new(VecDeque::new()));
        let listener = ear(words.clone(), kicks.clone());
        let printer = Arc::new(Printer::start(address, settings, listener));
        let clerk = Clerk {
            id,
            links,
            printer: printer.clone(),
            running: None,
            unbegun: false,
        };
        let thread = std::thread::Builder::new()
            .name("print-desk".to_owned())
            .spawn(move || clerk.work(&heard))
            .inspect_err(|error| tracing::error!(%error, "no thread for the print desk"))
            .ok();
        Desk {
            words,
            printer,
            kicks,
            thread,
        }
    }

    pub fn look(&self) {
        self.tell(DeskWord::Look);
    }

    fn tell(&self, word: DeskWord) {
        if self.words.send(word).is_err() {
            tracing::debug!("the print desk is closed");
        }
    }

    /// Opens the drawer on a pin (0 or 1); `ear` hears whether the pulse was ordered.
    pub fn kick(&self, pin: u8, ear: KickEar) {
        let pin = if pin == 0 {
            DrawerPin::Two
        } else {
            DrawerPin::Five
        };
        let mut kicks = self.kicks.lock().unwrap_or_else(PoisonError::into_inner);
        kicks.push_back(ear);
        let kick = DrawerKick {
            pin,
            ..DrawerKick::USUAL
        };
        // Its end comes through the listener, in sequence; a closed driver tells none.
        if self.printer.kick(kick).is_err() {
            kicks.pop_back();
        }
    }

    /// Closes the printer and waits for both threads. What was being sent is cut off.
    pub fn close(mut self) {
        self.tell(DeskWord::Close);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("a print desk ended badly");
        }
        // The desk's own handle went with its thread.
        if let Ok(printer) = Arc::try_unwrap(self.printer) {
            printer.close();
        }
    }
}

/// Works at the desk.
struct Clerk {
    id: PeripheralId,
    links: Weak<Peripherals>,
    printer: Arc<Printer>,
    running: Option<PrintJobId>,
    /// The last job never began: wait for news.
    unbegun: bool,
}

impl Clerk {
    fn work(mut self, heard: &Receiver<DeskWord>) {
        loop {
            let word = if self.unbegun {
                heard.recv_timeout(LOOK_AGAIN)
            } else {
                heard.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match word {
                Ok(DeskWord::Close) | Err(RecvTimeoutError::Disconnected) => {
                    return self.leave(heard);
                }
                Ok(DeskWord::Look) | Err(RecvTimeoutError::Timeout) => self.unbegun = false,
                Ok(DeskWord::Print(order, event)) => self.going_on(|desk| desk.heard(order, event)),
            }
            if self.running.is_none() && !self.unbegun {
                self.going_on(Clerk::begin_next);
            }
        }
    }

    /// Work that breaks off does not close the desk; it looks again in a while.
    fn going_on(&mut self, work: impl FnOnce(&mut Clerk)) {
        let done = survive("the print desk", || {
            work(self);
            Ok(())
        });
        if done.is_err() {
            self.unbegun = true;
        }
    }

    /// The desk closes. What is being printed may end first; of what does not, nobody knows how
    /// much is on paper.
    fn leave(&mut self, heard: &Receiver<DeskWord>) {
        let until = Instant::now() + LEAVE_LIMIT;
        while self.running.is_some() {
            let left = until.saturating_duration_since(Instant::now());
            match heard.recv_timeout(left) {
                Ok(DeskWord::Print(order, event)) => self.heard(order, event),
                Ok(DeskWord::Look | DeskWord::Close) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if let Some(job) = self.running.take() {
            self.write_end(job, TryEnd::BrokenOff);
        }
    }

    fn heard(&mut self, order: PrintOrderId, event: PrintEvent) {
        let job = PrintJobId(Uuid::from_u128(order.0));
        let end = match event {
            PrintEvent::FirstByteOut { .. } => return,
            PrintEvent::Printed => TryEnd::Printed,
            PrintEvent::Failed { written: 0, why } => {
                tracing::info!(%job, ?why, "nothing was sent to the printer");
                TryEnd::NothingSent
            }
            PrintEvent::Failed { written, why } => {
                tracing::warn!(%job, written, ?why, "a paper broke off");
                match why {
                    PrintFailure::LinkLost | PrintFailure::Offline => TryEnd::LinkLost,
                    PrintFailure::PaperOut | PrintFailure::CoverOpen | PrintFailure::Error => {
                        TryEnd::BrokenOff
                    }
                }
            }
        };
        self.unbegun = end == TryEnd::NothingSent;
        if self.running == Some(job) {
            self.running = None;
        }
        self.write_end(job, end);
    }

    fn write_end(&self, job: PrintJobId, end: TryEnd) {
        let Some(links) = self.links.upgrade() else {
            return;
        };
        let Some(app) = links.app() else { return };
        if let Err(error) = app.till_note(|tx| queue::ended(tx, job, end)) {
            tracing::error!(%job, "how a paper ended could not be stored: {error}");
        }
        match end {
            TryEnd::Printed => links.ends.note(job, PrintState::Done),
            TryEnd::LinkLost | TryEnd::BrokenOff | TryEnd::NotMade => {
                links.ends.note(job, PrintState::Troubled)
            }
            TryEnd::NothingSent => {}
        }
        links.tell(self.id);
    }

    /// Takes jobs until one is on its way, or none is left.
    fn begin_next(&mut self) {
        let Some(links) = self.links.upgrade() else {
            return;
        };
        let Some(app) = links.app() else { return };
        let health = links.health(self.id);
        if health == Health::Connecting || hindrance(health).is_some() {
            return;
        }
        loop {
            let job = match app.read(till(), |tx| queue::next(tx, self.id)) {
                Ok(Some(job)) => job,
                Ok(None) => return,
                Err(error) => {
                    tracing::error!("the print queue could not be read: {error}");
                    return;
                }
            };
            let bytes = match self.made(&app, &job) {
                Ok(bytes) => bytes,
                Err(error) => {
                    tracing::error!(job = %job.job_id, "a paper could not be made: {error}");
                    self.write_end(job.job_id, TryEnd::NotMade);
                    continue;
                }
            };
            match app.till_act(|tx| queue::begin(tx, job.job_id)) {
                Ok(true) => {}
                // Given up meanwhile.
                Ok(false) => continue,
                Err(error) => {
                    tracing::error!(job = %job.job_id, "not begun: {error}");
                    self.unbegun = true;
                    return;
                }
            }
            let order = PrintOrder {
                id: PrintOrderId(job.job_id.0.as_u128()),
                bytes,
            };
            self.running = Some(job.job_id);
            if self.printer.submit(order).is_err() {
                self.running = None;
                self.unbegun = true;
                self.write_end(job.job_id, TryEnd::NothingSent);
            }
            return;
        }
    }

    /// The bytes of a job, set from the books as they stand.
    fn made(
        &self,
        app: &App,
        job: &pos_app::ports::records::PrintJob,
    ) -> pos_app::AppResult<Vec<u8>> {
        let due = app.read(till(), |tx| queue::due(tx, job))?;
        let Due {
            paper,
            printer,
            shop,
        } = due;
        let papers = app.world().papers();
        let blocks = papers.set(&paper, &shop, job.copy);
        let wants_picture = blocks.contains(&ReceiptBlock::Logo);
        let picture = match wants_picture {
            true => app.read(till(), |tx| Ok(tx.store.picture()?))?,
            false => None,
        };
        Ok(papers.escpos(&blocks, picture.as_deref(), &printer.options))
    }
}
