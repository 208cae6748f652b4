//! A few sales on the store itself, with a disk that fails at its n-th call, and what must be true
//! afterwards. Owns the rules; must never wait.

use pos_app::ports::store::StoreResult;
use pos_domain::fact::Fact;
use pos_domain::ids::{AttemptId, RequestId, SaleId, UserId};
use pos_domain::journal::Header;
use pos_store::{Database, Durability, Keys, Mode, Writer, rebuild, verify};
use pos_tests::disk::{Fault, How, MemoryDisk, Times};
use pos_tests::facts::{self, append, id};
use std::path::Path;
use std::sync::OnceLock;

/// A disk that fails from then on is mended after so many tries to open the file again.
const TRIES: u32 = 3;

/// How a run ended.
pub struct End {
    /// Calls that failed.
    pub met: u64,
    /// Acts that were refused at first.
    pub refused: u64,
}

fn database(disk: &MemoryDisk) -> Database {
    let keys = Keys::new(&[1; 32], &[2; 32], &[3; 32]);
    Database::on(disk.seam(), Path::new("/shop"), keys)
}

/// A shop with some sales in it, not running.
fn shop() -> MemoryDisk {
    static SHOP: OnceLock<pos_tests::disk::Image> = OnceLock::new();
    let image = SHOP.get_or_init(|| {
        let disk = MemoryDisk::new();
        let mut writer = database(&disk).writer(Mode::Create, &[]).unwrap();
        for (request, fact) in [(10, facts::opened()), (11, cash_sale(11, 1))] {
            let done = writer.act(Durability::Full, |store| append(store, request, &fact));
            done.unwrap();
        }
        drop(writer);
        disk.image()
    });
    MemoryDisk::of(image)
}

fn cash_sale(request: u64, number: i64) -> Fact {
    facts::sale(SaleId(id(request)), number, None)
}

/// The acts of the script: request and fact, in order.
fn acts() -> Vec<(u64, Fact)> {
    let (sale_id, attempt_id) = (SaleId(id(21)), AttemptId(id(22)));
    let total_minor = facts::total_minor(3);
    vec![
        (30, cash_sale(30, 2)),
        (31, facts::sent(attempt_id, sale_id, total_minor)),
        (32, facts::approved(attempt_id, total_minor)),
        (33, facts::sale(sale_id, 3, Some(attempt_id))),
        (34, Fact::SettingsSaved(vec![7; 60_000])),
        (35, cash_sale(35, 4)),
        (36, cash_sale(36, 5)),
    ]
}

/// How many calls of the script a fault can hit.
pub fn calls(fault: Fault) -> u64 {
    let disk = shop();
    let mut till = Till::of(disk.clone(), String::new());
    till.day();
    disk.calls(fault)
}

/// Runs the script with the fault; panics where a promise is broken.
pub fn run(nth: u64, fault: Fault, times: Times) -> End {
    let disk = shop();
    disk.fail(nth, fault, times);
    let what = format!("call {nth}, {fault:?}, {times:?}");
    let mut till = Till::of(disk.clone(), what.clone());
    till.day();
    let end = End {
        met: disk.met(),
        refused: till.refused,
    };
    for how in [How::Lost, How::Scattered(nth), How::Kept] {
        let left = MemoryDisk::of(&MemoryDisk::of(&disk.image()).power_cut(how));
        let whole = how == How::Lost;
        stands(&left, &till.said, whole, &format!("{what}, {how:?}"));
    }
    end
}

/// A till whose disk may fail: it tries again what was refused, as a person would.
struct Till {
    disk: MemoryDisk,
    writer: Option<Writer>,
    /// What was said to be done.
    said: Vec<Header>,
    refused: u64,
    tries: u32,
    /// What goes wrong, for whoever reads of it.
    what: String,
}

impl Till {
    fn of(disk: MemoryDisk, what: String) -> Till {
        Till {
            what,
            disk,
            writer: None,
            said: Vec::new(),
            refused: 0,
            tries: 0,
        }
    }

    fn day(&mut self) {
        for (request, fact) in acts() {
            while !self.act(request, &fact) {
                self.refused += 1;
            }
            if request == 34 {
                self.checkpoint();
            }
        }
    }

    /// Answers whether it is done for certain.
    fn act(&mut self, request: u64, fact: &Fact) -> bool {
        let Some(writer) = self.open() else {
            return false;
        };
        // What is rung is soon durable, and is made so before money moves.
        let rung = Fact::LockedOut(UserId(id(1)));
        let done = writer
            .act(Durability::Normal, |store| {
                append(store, request + 100, &rung)
            })
            .and_then(|_| writer.settle())
            .and_then(|()| {
                writer.act(Durability::Full, |store| {
                    append(store, request, fact)?;
                    store.entry_by_request(RequestId(id(request)))
                })
            });
        match done {
            Ok(header) => {
                self.said.extend(header);
                true
            }
            Err(error) => {
                self.tried(&error);
                false
            }
        }
    }

    fn checkpoint(&mut self) {
        if let Some(writer) = self
            .writer
            .as_mut()
            .filter(|writer| writer.broken().is_none())
            && let Err(error) = writer.checkpoint()
        {
            self.tried(&error);
        }
    }

    /// The writer as it is, or opened again.
    fn open(&mut self) -> Option<&mut Writer> {
        let ready = match &mut self.writer {
            None => database(&self.disk)
                .writer(Mode::Open, &[])
                .map(|writer| self.writer = Some(writer)),
            Some(writer) if writer.broken().is_some() => {
                let refused = writer.act(Durability::Full, |_| StoreResult::Ok(()));
                assert!(refused.is_err(), "a broken writer does nothing");
                writer.reopen()
            }
            Some(_) => Ok(()),
        };
        match ready {
            Ok(()) => self.writer.as_mut(),
            Err(error) => {
                self.tried(&error);
                None
            }
        }
    }

    /// After some tries somebody sees to the disk.
    fn tried(&mut self, error: &dyn std::error::Error) {
        self.tries += 1;
        if self.tries == TRIES {
            self.disk.mend();
        }
        assert!(
            self.tries < 20,
            "{}: it does not come back: {error}",
            self.what
        );
    }
}

/// Everything that was said stands, once, in a whole file; the day is complete.
fn stands(disk: &MemoryDisk, said: &[Header], whole: bool, what: &str) {
    let database = database(disk);
    let mut writer = database
        .writer(Mode::Open, &[])
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    for header in said {
        let found = writer.look(|store| store.entry(header.seq));
        let found = found.unwrap().map(|(header, _)| header);
        assert_eq!(found.as_ref(), Some(header), "{what}");
    }
    // Two of the shop, the acts, and what was rung before each: none of them twice.
    let entries = 2 + 2 * acts().len() as i64;
    let head = writer.look(|store| store.journal_head()).unwrap();
    assert_eq!(head.map(|(seq, _)| seq.0), Some(entries), "{what}");
    if whole {
        let mut reader = database.reader().unwrap();
        let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
        assert_eq!(report.problem, None, "{what}");
        let report = rebuild(&mut reader, &mut |_, _| {}).unwrap();
        assert!(report.is_equal(), "{what}: {report:?}");
    }
}
