//! What the till has promised: answers that people got, results that a terminal saw acknowledged,
//! cash that went from hand to hand. After each start of the till all of it must still be so.

use crate::scene::Death;
use crate::stage::held;
use crate::till::file::ShopFile;
use pos_app::api::AppResult;
use pos_app::ports::store::Store;
use pos_domain::ids::{AttemptId, LineId, RequestId, SaleId};
use pos_domain::payment::AttemptState;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;
use uuid::Uuid;

/// A scan is durable after a quarter of a second of quiet; the housekeeping looks every tenth.
const SCAN_DURABLE_MS: u64 = 400;

/// Cash that a customer laid down, or was given.
#[derive(Clone, Debug, Default)]
struct Hand {
    sale: String,
    /// What the drawer has of it, as the screen showed it last.
    amount_minor: i64,
}

struct Scan {
    at_ms: u64,
    sale: Uuid,
    line: Uuid,
}

/// What was promised so far.
#[derive(Default)]
pub struct Promises {
    hands: BTreeMap<String, Hand>,
    beside_minor: i64,
    cards: BTreeMap<String, u32>,
    /// When a card was first asked for, by attempt.
    asked_ms: BTreeMap<u128, u64>,
    entries: Vec<(Uuid, &'static str)>,
    scans: Vec<Scan>,
    acknowledged: Vec<Uuid>,
    ended: Option<(u64, Death)>,
    /// The disk failed: what was not flushed may be gone without a power cut.
    disk_failed: bool,
}

impl Promises {
    /// The customer of a sale; each has a card of his own.
    pub fn card_of(&mut self, sale: &str) -> u32 {
        let next = u32::try_from(self.cards.len()).unwrap_or(u32::MAX) + 1;
        *self.cards.entry(sale.to_owned()).or_insert(next)
    }

    /// Sales and their customers' cards.
    pub fn cards(&self) -> &BTreeMap<String, u32> {
        &self.cards
    }

    /// Somebody is about to ask a terminal for this attempt.
    pub fn asks(&mut self, attempt: u128, at_ms: u64) {
        self.asked_ms.entry(attempt).or_insert(at_ms);
    }

    /// Since when a slip can be of this attempt.
    pub fn asked_ms(&self, attempt: u128) -> Option<u64> {
        self.asked_ms.get(&attempt).copied()
    }

    /// Cash lies on the counter for a sale; whether it is taken the screen says.
    pub fn lays_down(&mut self, sale: &str, tender: &str) {
        let hand = Hand {
            sale: sale.to_owned(),
            amount_minor: 0,
        };
        self.hands.insert(tender.to_owned(), hand);
    }

    /// What is in the drawer, counted.
    pub fn cash_minor(&self) -> i64 {
        let hands: i64 = self.hands.values().map(|hand| hand.amount_minor).sum();
        hands + self.beside_minor
    }

    /// A screen shows a sale: cash follows what stands there.
    pub fn seen(&mut self, view: &Value) {
        let (Some(sale), Some(tenders)) = (view["sale_id"].as_str(), view["tenders"].as_array())
        else {
            return;
        };
        let sign = if view["kind"] == "return" { -1 } else { 1 };
        for (tender, hand) in self.hands.iter_mut().filter(|(_, h)| h.sale == sale) {
            let shown = tenders.iter().find(|t| t["tender_id"] == tender.as_str());
            let amount = shown.and_then(|t| t["amount_minor"].as_i64());
            hand.amount_minor = sign * amount.unwrap_or(0);
        }
    }

    /// A terminal saw its result acknowledged.
    pub fn acknowledged(&mut self, attempt: u128) {
        self.acknowledged.push(Uuid::from_u128(attempt));
    }

    /// Somebody got an answer.
    pub fn answered(
        &mut self,
        at_ms: u64,
        command: &'static str,
        request: Uuid,
        input: &Value,
        answer: &Value,
    ) {
        self.seen(answer);
        let completed = answer["state"] == "completed";
        match command {
            "sale_scan" => {
                if let (Some(sale), Some(line)) = (id_in(input, "sale_id"), id_in(input, "line_id"))
                {
                    self.scans.push(Scan { at_ms, sale, line });
                }
            }
            "cash_pay_in" => {
                self.beside_minor += input["amount_minor"].as_i64().unwrap_or(0);
                self.entries.push((request, command));
            }
            "sale_pay_cash" | "sale_complete" if completed => self.entries.push((request, command)),
            "sale_void" | "sale_pay_card" | "shift_count" | "shift_close" | "day_close" => {
                self.entries.push((request, command));
            }
            _ => {}
        }
    }

    pub fn died(&mut self, at_ms: u64, death: Death) {
        self.ended = Some((at_ms, death));
    }

    pub fn disk_failed(&mut self) {
        self.disk_failed = true;
    }
}

fn id_in(input: &Value, key: &str) -> Option<Uuid> {
    input[key].as_str()?.parse().ok()
}

/// What was promised and is not so in a file that was just opened.
///
/// # Errors
/// The file cannot be read.
pub fn kept(promises: &Mutex<Promises>, file: &ShopFile) -> AppResult<Vec<String>> {
    let mut wrongs = Vec::new();
    file.read(&mut |store| {
        wrongs = broken(&held(promises), store)?;
        Ok(())
    })?;
    let mut promises = held(promises);
    promises.ended = None;
    // What is gone is gone and was told.
    promises.scans.clear();
    Ok(wrongs)
}

fn broken(promises: &Promises, store: &dyn Store) -> AppResult<Vec<String>> {
    let mut wrongs = Vec::new();
    for (request, command) in &promises.entries {
        if store.entry_by_request(RequestId(*request))?.is_none() {
            wrongs.push(format!("{command} was answered and is not in the journal"));
        }
    }
    for attempt in &promises.acknowledged {
        let found = store.attempt(AttemptId(*attempt))?;
        if found.is_none_or(|found| found.state == AttemptState::Sent) {
            wrongs.push(format!(
                "the result of {attempt} was acknowledged and not kept"
            ));
        }
    }
    if let Some((at_ms, death)) = promises.ended
        && !promises.disk_failed
    {
        let safe_ms = match death {
            Death::Killed => at_ms,
            Death::PowerCut => at_ms.saturating_sub(SCAN_DURABLE_MS),
        };
        for scan in promises.scans.iter().filter(|scan| scan.at_ms < safe_ms) {
            let sale = SaleId(scan.sale);
            let known =
                store.sale(sale)?.is_some() || store.cart_line(sale, LineId(scan.line))?.is_some();
            if !known {
                wrongs.push(format!("a line scanned at {} ms is gone", scan.at_ms));
            }
        }
    }
    Ok(wrongs)
}
