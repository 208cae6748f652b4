//! Says whether a world came out right. Knows only what the customer's bank saw, what people have
//! in their hands and were told, and what the books say. Must never: look into the till.

pub mod promises;

use crate::scene::Scene;
use crate::stage::held;
use crate::till::file::ShopFile;
use pos_app::api::AppResult;
use pos_app::ports::store::Store;
use pos_domain::cart::SaleKind;
use pos_domain::fact::{Fact, SaleCompleted};
use pos_domain::ids::{AttemptId, SaleId, Seq};
use pos_domain::payment::AttemptState;
use pos_domain::posting::{Account, postings};
use pos_domain::tender::TenderKind;
use pos_tests::terminal::Card;
use std::collections::BTreeMap;

/// What a day had.
#[derive(Default)]
pub struct Count {
    pub sales: u64,
    /// Payments that were in doubt.
    pub doubts: u64,
}

/// What the journal says, entry by entry.
#[derive(Default)]
struct Books {
    completed: BTreeMap<SaleId, SaleCompleted>,
    numbers: Vec<i64>,
    /// Whose attempt it is.
    attempts: BTreeMap<AttemptId, SaleId>,
    /// What the attempts of a sale moved, positive into the shop.
    moved: BTreeMap<SaleId, i64>,
    accounts: BTreeMap<i64, i64>,
    drawer_expected: Option<i64>,
    day_closed: u32,
    doubts: u64,
}

impl Books {
    fn read(store: &dyn Store) -> AppResult<Books> {
        let mut books = Books::default();
        let last = store.journal_head()?.map_or(0, |(seq, _)| seq.0);
        for seq in 1..=last {
            if let Some((_, Some(fact))) = store.entry(Seq(seq))? {
                books.add(fact);
            }
        }
        Ok(books)
    }

    fn add(&mut self, fact: Fact) {
        for posting in postings(&fact) {
            *self.accounts.entry(posting.account.code()).or_default() += posting.amount_minor;
        }
        match fact {
            Fact::SaleCompleted(sale) => {
                self.numbers.push(sale.number);
                self.completed.insert(sale.sale_id, sale);
            }
            Fact::AttemptSent(sent) => {
                self.attempts.insert(sent.attempt_id, sent.sale_id);
            }
            Fact::AttemptMoved(moved) => {
                self.doubts += u64::from(moved.state == AttemptState::Unknown);
                if let Some(sale) = self.attempts.get(&moved.attempt_id) {
                    let amount = moved.money.sign() * moved.amount_minor;
                    *self.moved.entry(*sale).or_default() += amount;
                }
            }
            Fact::ShiftClosed(closed) => self.drawer_expected = Some(closed.expected_minor),
            Fact::DayClosed(_) => self.day_closed += 1,
            _ => {}
        }
    }

    fn account(&self, account: Account) -> i64 {
        self.accounts.get(&account.code()).copied().unwrap_or(0)
    }
}

/// The card tenders of a completed sale, money out negative.
fn card_parts(sale: &SaleCompleted) -> Vec<i64> {
    let sign = match sale.kind {
        SaleKind::Sale => 1,
        SaleKind::Return => -1,
    };
    let parts = sale.tenders.iter().filter(|t| t.kind == TenderKind::Card);
    let mut parts: Vec<i64> = parts.map(|t| sign * t.amount_minor).collect();
    parts.sort_unstable();
    parts
}

/// Everything that is wrong at the end of a day.
pub fn judge(scene: &Scene, file: &ShopFile) -> Count {
    let mut books = Books::default();
    let mut left = Vec::new();
    let looked = file.read(&mut |store| {
        books = Books::read(store)?;
        for head in store.cart_heads()? {
            left.push(format!("the sale {} is still open", head.sale_id));
        }
        for open in store.attempts_unsettled()? {
            left.push(format!(
                "the payment {} is still {:?}",
                open.attempt_id, open.state
            ));
        }
        let sums: i64 = store.account_sums()?.iter().map(|(_, sum)| sum).sum();
        if sums != 0 {
            left.push(format!("the accounts sum to {sums}"));
        }
        Ok(())
    });
    if let Err(error) = looked {
        left.push(format!("the books cannot be read: {error}"));
    }
    match promises::kept(&scene.promises, file) {
        Ok(broken) => left.extend(broken),
        Err(error) => left.push(format!("the books cannot be read: {error}")),
    }
    sales(scene, &books, &mut left);
    sums(scene, &books, &mut left);
    proof(file, &mut left);
    for wrong in left {
        scene.wrong(wrong);
    }
    Count {
        sales: books.completed.len() as u64,
        doubts: books.doubts,
    }
}

/// Each customer was charged exactly what his sale says, each part once.
fn sales(scene: &Scene, books: &Books, wrongs: &mut Vec<String>) {
    let bank = held(&scene.bank);
    for (sale, card) in held(&scene.promises).cards() {
        let Ok(id) = sale.parse::<uuid::Uuid>() else {
            continue;
        };
        let id = SaleId(id);
        let mut stands = bank.stands_of(Card(*card));
        stands.sort_unstable();
        let says = books.completed.get(&id).map(card_parts).unwrap_or_default();
        if stands != says {
            wrongs.push(format!(
                "sale {sale}: the bank has {stands:?} of the customer, the receipt says {says:?}"
            ));
        }
        let moved = books.moved.get(&id).copied().unwrap_or(0);
        let charged = bank.net_of(Card(*card));
        if moved != charged {
            wrongs.push(format!(
                "sale {sale}: the bank moved {charged}, the payments say {moved}"
            ));
        }
    }
}

/// Money is conserved, receipts have no gap.
fn sums(scene: &Scene, books: &Books, wrongs: &mut Vec<String>) {
    let (bank, clearing) = (
        held(&scene.bank).net_minor(),
        books.account(Account::CardClearing),
    );
    if bank != clearing {
        wrongs.push(format!("the bank has {bank}, the books say {clearing}"));
    }
    for account in [Account::Tendered, Account::Exchange] {
        let left = books.account(account);
        if left != 0 {
            wrongs.push(format!("{left} belong to no sale ({account:?})"));
        }
    }
    let cash = held(&scene.promises).cash_minor();
    match books.drawer_expected {
        Some(expected) if expected != cash => {
            wrongs.push(format!("the drawer holds {cash}, the books say {expected}"));
        }
        Some(_) => {}
        None => wrongs.push("the drawer could not be closed".into()),
    }
    if books.day_closed != 1 {
        wrongs.push(format!("{} days were closed", books.day_closed));
    }
    let gapless: Vec<i64> = (1..).take(books.numbers.len()).collect();
    if books.numbers != gapless {
        wrongs.push(format!("receipt numbers {:?}", books.numbers));
    }
}

/// The chain holds, and everything counted is what the journal says.
fn proof(file: &ShopFile, wrongs: &mut Vec<String>) {
    let mut reader = match file.database.reader() {
        Ok(reader) => reader,
        Err(error) => {
            wrongs.push(format!("the file does not open: {error}"));
            return;
        }
    };
    match pos_store::verify(&mut reader, &[], &mut |_, _| {}) {
        Ok(report) => {
            if let Some(problem) = report.problem {
                wrongs.push(format!("the chain: {problem}"));
            }
        }
        Err(error) => wrongs.push(format!("the chain cannot be read: {error}")),
    }
    match pos_store::rebuild(&mut reader, &mut |_, _| {}) {
        Ok(report) => wrongs.extend(report.differences.iter().map(ToString::to_string)),
        Err(error) => wrongs.push(format!("the journal cannot be counted again: {error}")),
    }
}
