//! A till with one terminal in a time of its own: the real links, use cases and file; a driver that
//! says what the test lets it say.

use super::script::Script;
use super::world::BenchWorld;
use crate::demo;
use crate::events::Hub;
use crate::files::{Files, Updating};
use crate::links::Links;
use crate::world::HostWorld;
use pos_app::App;
use pos_app::api::session::Seat;
use pos_app::commands::shop;
use pos_app::effect::Effect;
use pos_app::ports::records::{Address, Attempt, Terminal};
use pos_app::ports::world::{TerminalLinks, World};
use pos_app::views::terminal::Link;
use pos_devices::{
    LinkState, OrderEnd, Outcome, ResultCode, ResultStored, TerminalListener, TerminalOrder,
    TerminalResult, UnknownWhy,
};
use pos_domain::fact::{AttemptSent, Fact};
use pos_domain::ids::{AttemptId, SaleId, TerminalId};
use pos_domain::payment::{AttemptAct, AttemptState, Means};
use pos_domain::time::Instant;
use pos_store::disk::RealDisk;
use std::ffi::OsString;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use tempfile::TempDir;
use uuid::Uuid;

pub const AMOUNT: i64 = 1_295;

/// Files by their names.
type Folder = Vec<(OsString, Vec<u8>)>;

/// What lies in the folder of a shop with one paired terminal. Made once: its secrets take their
/// time.
fn make_shop() -> (Folder, TerminalId) {
    let terminal = TerminalId(Uuid::from_u128(52_000_001));
    let bench = Bench::over(tempfile::tempdir().unwrap(), terminal);
    let seat = Seat("bench".into());
    shop::create(&bench.app.first_flow(&seat), &demo::wanted(None)).unwrap();
    let paired = bench.paired();
    let put = |tx: &mut pos_app::tx::Tx| Ok(tx.store.terminal_put(&paired)?);
    bench.app.till_act(put).unwrap();
    bench.world.inner.files.close();
    let entries = fs::read_dir(bench.folder.path()).unwrap();
    let read = |entry: fs::DirEntry| (entry.file_name(), fs::read(entry.path()).unwrap());
    let files = entries.map(|entry| read(entry.unwrap()));
    // The reserve of disk space is made again by itself.
    (
        files.filter(|(name, _)| name != "reserve").collect(),
        terminal,
    )
}

pub struct Bench {
    pub links: Arc<Links>,
    pub terminal: TerminalId,
    pub sale: SaleId,
    app: Arc<App>,
    world: Arc<BenchWorld>,
    script: Arc<Script>,
    folder: TempDir,
}

impl Bench {
    /// A shop with a paired terminal that is not connected yet.
    pub fn new() -> Bench {
        static SHOP: OnceLock<(Folder, TerminalId)> = OnceLock::new();
        let (shop, terminal) = SHOP.get_or_init(make_shop);
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in shop {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let bench = Bench::over(folder, *terminal);
        bench.links.attach_paired(None);
        bench
    }

    fn over(folder: TempDir, terminal: TerminalId) -> Bench {
        let disk = Arc::new(RealDisk);
        let files = Files::open(disk, folder.path(), None, Updating::default()).unwrap();
        let script = Arc::new(Script::default());
        let links = Links::new(script.clone());
        let (chores, _) = mpsc::channel();
        let hub = Arc::new(Hub::default());
        let world = Arc::new(BenchWorld {
            inner: HostWorld::new(Arc::new(files), links.clone(), hub, chores),
            now_ms: AtomicU64::new(1_000),
            broken: AtomicBool::new(false),
        });
        let app = Arc::new(App::new(world.clone()));
        links.bind(&app);
        Bench {
            links,
            terminal,
            sale: SaleId(world.new_id()),
            app,
            world,
            script,
            folder,
        }
    }

    /// Connected; its last receipt is number 231.
    pub fn ready() -> Bench {
        let bench = Bench::new();
        bench.connect();
        bench.repeats(231, AMOUNT);
        assert_eq!(bench.link(), Link::Ready);
        bench
    }

    fn paired(&self) -> Terminal {
        Terminal {
            terminal_id: self.terminal,
            name: "Counter".into(),
            driver: "zvt".into(),
            address: Address::Tcp {
                host: "terminal".into(),
                port: 20_007,
            },
            password: "000000".into(),
            terminal_number: "52000001".into(),
            serial_number: Some("17000001".into()),
            model: None,
            software: None,
            simulator: true,
            paired_at: Instant(0),
            alarm: None,
            last_receipt: None,
        }
    }

    pub fn ear(&self) -> Arc<dyn TerminalListener> {
        self.script.ear.lock().unwrap().clone().unwrap()
    }

    pub fn connect(&self) {
        self.ear().link(LinkState::Connecting);
        self.ear().link(LinkState::Ready);
    }

    pub fn pass(&self, ms: u64) {
        self.world.now_ms.fetch_add(ms, Ordering::Relaxed);
        self.links.tend();
    }

    pub fn break_disk(&self, broken: bool) {
        self.world.broken.store(broken, Ordering::Relaxed);
    }

    pub fn link(&self) -> Link {
        self.links.status(self.terminal).link
    }

    /// Writes an attempt down and sends it, as the use cases do.
    pub fn pay(&self) -> AttemptId {
        self.send(AttemptAct::Charge, None)
    }

    /// Takes a payment back.
    pub fn reverse(&self, paid: AttemptId) -> AttemptId {
        self.send(AttemptAct::Reversal, Some(paid))
    }

    fn send(&self, act: AttemptAct, reverses: Option<AttemptId>) -> AttemptId {
        let attempt = AttemptId(self.world.new_id());
        let (terminal, sale) = (self.terminal, self.sale);
        let sent = |tx: &mut pos_app::tx::Tx| {
            tx.device = Some(terminal);
            let baseline = tx.live.last_receipt(terminal);
            tx.record(&Fact::AttemptSent(AttemptSent {
                attempt_id: attempt,
                sale_id: sale,
                terminal_id: terminal,
                act,
                amount_minor: AMOUNT,
                baseline,
                reverses,
                means: Means::Card,
            }))?;
            tx.effects.push(match act {
                AttemptAct::Charge | AttemptAct::Refund => Effect::TerminalPay {
                    terminal,
                    attempt,
                    act,
                    amount_minor: AMOUNT,
                },
                AttemptAct::Reversal => Effect::TerminalReverse {
                    terminal,
                    attempt,
                    receipt_no: 232,
                    amount_minor: AMOUNT,
                },
            });
            Ok(())
        };
        self.app.till_act(sent).unwrap();
        attempt
    }

    pub fn attempt(&self, id: AttemptId) -> Attempt {
        let till = crate::peripherals::till();
        let found = self.app.read(till, |tx| Ok(tx.store.attempt(id)?));
        found.unwrap().unwrap()
    }

    pub fn state(&self, id: AttemptId) -> AttemptState {
        self.attempt(id).state
    }

    /// The order that runs.
    pub fn running(&self) -> Option<TerminalOrder> {
        let orders = self.script.orders.lock().unwrap();
        orders.front().map(|(_, order)| *order)
    }

    /// The terminal tells a result of the running order.
    pub fn tells(&self, result: TerminalResult) -> ResultStored {
        let id = self.script.orders.lock().unwrap().front().unwrap().0;
        self.ear().result(id, result)
    }

    /// The running order ends.
    pub fn ends(&self, end: OrderEnd) {
        let (id, _) = self.script.orders.lock().unwrap().pop_front().unwrap();
        self.ear().link(LinkState::Ready);
        self.ear().finished(id, end);
    }

    pub fn completes(&self) {
        self.ends(OrderEnd::Completed {
            print_lines: Vec::new(),
        });
    }

    pub fn breaks(&self, why: UnknownWhy) {
        let (id, _) = self.script.orders.lock().unwrap().pop_front().unwrap();
        self.ear()
            .finished(id, OrderEnd::Unknown { why, sent: true });
    }

    /// The line is gone; what was ordered meanwhile is refused.
    pub fn goes_away(&self) {
        self.ear().link(LinkState::Away);
        while self.running().is_some() {
            let (id, _) = self.script.orders.lock().unwrap().pop_front().unwrap();
            let reason = pos_devices::Refusal::NotConnected;
            self.ear().finished(id, OrderEnd::Refused { reason });
        }
    }

    /// The terminal is asked, and repeats an approved receipt.
    pub fn repeats(&self, receipt_no: u16, amount_minor: i64) {
        assert_eq!(self.running(), Some(TerminalOrder::RepeatReceipt));
        self.tells(receipt(Outcome::Approved, receipt_no, amount_minor));
        self.completes();
    }

    /// The running payment is approved as number 232 and ends well.
    pub fn approves(&self) {
        assert_eq!(
            self.tells(receipt(Outcome::Approved, 232, AMOUNT)),
            ResultStored::Stored
        );
        self.completes();
    }
}

pub fn declined() -> Outcome {
    Outcome::Declined(ResultCode(0x05))
}

pub fn receipt(outcome: Outcome, receipt_no: u16, amount_minor: i64) -> TerminalResult {
    TerminalResult {
        outcome,
        amount_minor: Some(amount_minor),
        currency_numeric: Some(978),
        trace: Some(u32::from(receipt_no) + 700),
        original_trace: None,
        receipt_no: Some(receipt_no),
        turnover_no: None,
        terminal_id: Some("52000001".into()),
        date: Some("1123".into()),
        time: Some("120000".into()),
        masked_pan: None,
        card_type: None,
        card_name: None,
        auth_attribute: None,
        aid: None,
        cvm: None,
        payment_kind: None,
        text: None,
        totals: Vec::new(),
        card_alarm: None,
        unread_fields: Vec::new(),
    }
}
