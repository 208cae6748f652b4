//! A shop in a temporary folder, and facts for its journal.

use pos_app::ports::store::{NewEntry, Store, StoreError, StoreResult};
use pos_domain::cart::{SaleKind, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::fact::*;
use pos_domain::ids::*;
use pos_domain::payment::{AttemptAct, AttemptState, LastReceipt, Means};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::shop::ShopKind;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use pos_store::{Database, Durability, Keys, Mode, Writer};
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

pub const CASHIER: UserId = UserId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0c01));
pub const TERMINAL: TerminalId =
    TerminalId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0d01));
pub const DAY: Day = Day(20_780);
pub const OPENED_AT: i64 = 1_795_000_000_000;

/// A name that must never be found in clear.
pub const CANARY: &str = "Canary biscuits 200 g";

pub fn keys() -> Keys {
    Keys::new(&[0x11; 32], &[0x22; 32], &[0x33; 32])
}

pub struct Till {
    pub dir: TempDir,
    pub writer: Option<Writer>,
    pub clock: u64,
}

impl Till {
    /// A new shop with its first entry.
    pub fn open() -> Till {
        let dir = tempfile::tempdir().unwrap();
        let writer = Database::at(dir.path(), keys())
            .writer(Mode::Create, &[])
            .unwrap();
        let mut till = Till {
            dir,
            writer: Some(writer),
            clock: 0,
        };
        till.append(&Fact::ShopOpened(ShopOpened {
            shop_id: ShopId::from_bytes([5; 16]),
            kind: ShopKind::Test,
            currency: "EUR".into(),
            register: 1,
            first_user: CASHIER,
        }))
        .unwrap();
        till
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn database(&self) -> Database {
        Database::at(self.path(), keys())
    }

    pub fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("the till is open")
    }

    /// Time-ordered, like a UUIDv7, and the same in every run.
    pub fn id(&mut self) -> Uuid {
        self.clock += 1;
        let milliseconds = u128::from(OPENED_AT as u64 + self.clock) << 80;
        let scattered = u128::from(self.clock.wrapping_mul(0x9e37_79b9_7f4a_7c15)) & !(3 << 62);
        Uuid::from_u128(milliseconds | 7 << 76 | 2 << 62 | scattered)
    }

    pub fn entry(&mut self) -> NewEntry {
        NewEntry {
            request_id: RequestId(self.id()),
            input_hash: 77,
            at: Instant(OPENED_AT + self.clock as i64),
            actor: Some(CASHIER),
            approver: None,
            device: None,
        }
    }

    pub fn append(&mut self, fact: &Fact) -> StoreResult<Seq> {
        let entry = self.entry();
        self.act(|store| store.journal_append(entry, fact))
    }

    /// As an answer of the terminal: its header names it.
    pub fn append_on_terminal(&mut self, fact: &Fact) -> StoreResult<Seq> {
        let entry = NewEntry {
            device: Some(TERMINAL),
            ..self.entry()
        };
        self.act(|store| store.journal_append(entry, fact))
    }

    pub fn act<T>(
        &mut self,
        act: impl FnOnce(&mut dyn Store) -> Result<T, StoreError>,
    ) -> StoreResult<T> {
        self.writer().act(Durability::Full, act)
    }

    /// Rings five lines for cash.
    pub fn ring(&mut self) -> Seq {
        let number = self.writer().look(|store| store.next_number()).unwrap();
        let fact = self.sale(number);
        self.append(&Fact::SaleCompleted(fact)).unwrap()
    }

    /// Five lines, the first struck out of none; 12.35 at 19 % inside.
    pub fn sale(&mut self, number: i64) -> SaleCompleted {
        let lines: Vec<SoldLine> = (0..5).map(|at| line(at, number)).collect();
        let total_minor: i64 = lines.iter().map(|line| line.amount_minor).sum();
        let tax_minor = total_minor * 19 / 119;
        SaleCompleted {
            sale_id: SaleId(self.id()),
            kind: SaleKind::Sale,
            number,
            day: DAY,
            hour: 9 + (number % 10) as u8,
            opened_at: Instant(OPENED_AT + self.clock as i64),
            lines,
            taxes: vec![SoldTax {
                class: TaxClassId(1),
                rate: Percent::of(19),
                net_minor: total_minor - tax_minor,
                tax_minor,
            }],
            tenders: vec![SoldTender {
                tender_id: TenderId(self.id()),
                kind: TenderKind::Cash,
                amount_minor: total_minor,
                given_minor: Some(total_minor + 65),
                change_minor: 65,
                attempt_id: None,
            }],
            total_minor,
            rounding_minor: 0,
            discount: None,
            note: None,
            original: None,
            prices_include_tax: true,
            shift_no: None,
            exchange_with: None,
            discount_approved_by: None,
        }
    }

    /// Sends and approves a charge; answers the attempt.
    pub fn charge(&mut self, sale_id: SaleId, amount_minor: i64) -> AttemptId {
        let attempt_id = AttemptId(self.id());
        let sent = sent(attempt_id, sale_id, amount_minor);
        self.append(&Fact::AttemptSent(sent)).unwrap();
        let moved = moved(attempt_id, AttemptState::Approved, amount_minor);
        self.append_on_terminal(&Fact::AttemptMoved(moved)).unwrap();
        attempt_id
    }
}

pub fn line(at: u32, number: i64) -> SoldLine {
    let product = 1 + (number * 7 + i64::from(at) * 131) % 2000;
    let amount_minor = 129 + product % 300;
    SoldLine {
        line_no: at + 1,
        product_id: Some(ProductId(product)),
        name: if at == 0 {
            CANARY.into()
        } else {
            format!("Article number {product:04}")
        },
        quantity: Quantity::of(1),
        unit_price: UnitPrice(amount_minor * 100),
        amount_minor,
        tax_class: TaxClassId(1),
        unit: Unit::Each,
        discount_minor: 0,
        document_discount_minor: 0,
        list_price: None,
        discount: None,
        note: None,
        name_zh: None,
        voided: false,
        approved_by: None,
        original_line_no: None,
        written_off: false,
    }
}

pub fn sent(attempt_id: AttemptId, sale_id: SaleId, amount_minor: i64) -> AttemptSent {
    AttemptSent {
        attempt_id,
        sale_id,
        terminal_id: TERMINAL,
        act: AttemptAct::Charge,
        amount_minor,
        baseline: Some(LastReceipt {
            receipt_no: Some(411),
            trace: Some(412),
            turnover_no: Some(413),
            amount_minor: Some(1999),
            approved: true,
            terminal_number: Some("52500041".into()),
            date: Some(1122),
            time: Some(170_102),
        }),
        reverses: None,
        means: Means::Card,
    }
}

pub fn moved(attempt_id: AttemptId, state: AttemptState, amount_minor: i64) -> AttemptMoved {
    AttemptMoved {
        attempt_id,
        state,
        act: AttemptAct::Charge,
        amount_minor,
        money: if state.is_paid() {
            MoneyMoved::In
        } else {
            MoneyMoved::Nothing
        },
        slip: state.is_paid().then(|| CardSlip {
            masked_pan: Some("541333******0019".into()),
            card_name: Some("Mastercard".into()),
            receipt_no: Some(412),
            trace: Some(413),
            turnover_no: Some(414),
            terminal_number: Some("52500041".into()),
            auth: Some("123456".into()),
            aid: Some("A0000000041010".into()),
            lines: Vec::new(),
            signature: false,
        }),
        code: Some(if state.is_paid() { "00" } else { "timeout" }.into()),
        seen: None,
        paper: None,
        means: Means::Card,
    }
}

/// Opens a closed till's file past all of our own code.
pub fn raw(dir: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(dir.join(pos_store::DATABASE_FILE)).unwrap();
    let key = "11".repeat(32);
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{key}'\""))
        .unwrap();
    connection
}

/// Copies what a power cut or a thief would find, into a new folder.
pub fn copy(dir: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["till.db", "till.db-wal", "anchor"] {
        if dir.join(name).exists() {
            std::fs::copy(dir.join(name), copy.path().join(name)).unwrap();
        }
    }
    copy
}
