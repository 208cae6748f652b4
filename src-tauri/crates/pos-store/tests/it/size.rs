//! What a sale costs on the disk, everything included: journal, postings, projections, indexes,
//! encryption. Run with `--nocapture` to see the figures.

use crate::shop::{DAY, TERMINAL, Till};
use pos_app::ports::store::NewEntry;
use pos_domain::fact::{Fact, SlipTaken};
use pos_domain::ids::{AttemptId, SaleId};
use pos_domain::payment::AttemptState;
use pos_domain::tender::TenderKind;
use pos_store::DATABASE_FILE;

/// Twenty thousand give the same figures (772 B for cash, 1,682 B for card), only later.
const SALES: i64 = 4_000;
const SALES_A_DAY: i64 = 250;
/// What the terminal has printed: a dozen short lines.
const SLIP: [&str; 12] = [
    "* * Receipt * *",
    "Terminal-ID : 52500041",
    "TA-Nr 000413 BNr 0412",
    "Contactless",
    "Mastercard",
    "EUR 12,35",
    "Card 541333******0019",
    "EMV-AID A0000000041010",
    "VU-Nr 455600075",
    "22.11.2026 17:01",
    "Payment approved",
    "AS-Proc-Code 00 075 00",
];

fn file_bytes(till: &mut Till) -> i64 {
    till.writer().checkpoint().unwrap();
    std::fs::metadata(till.path().join(DATABASE_FILE))
        .unwrap()
        .len() as i64
}

/// Rings many sales, some hundred to a transaction, and answers the bytes that each took.
fn bytes_a_sale(card: bool) -> i64 {
    let mut till = Till::open();
    let before = file_bytes(&mut till);
    let mut number = 0;
    while number < SALES {
        let mut facts = Vec::new();
        for _ in 0..500 {
            number += 1;
            let mut sale = till.sale(number);
            sale.day = DAY.plus_days((number / SALES_A_DAY) as i32);
            if card {
                let attempt_id = AttemptId(till.id());
                sale.tenders[0].kind = TenderKind::Card;
                sale.tenders[0].attempt_id = Some(attempt_id);
                facts.extend(attempt(attempt_id, sale.sale_id, sale.total_minor));
            }
            facts.push(Fact::SaleCompleted(sale));
        }
        let entries: Vec<_> = facts
            .iter()
            .map(|fact| {
                let sale = matches!(fact, Fact::SaleCompleted(_));
                NewEntry {
                    device: (!sale).then_some(TERMINAL),
                    ..till.entry()
                }
            })
            .collect();
        till.act(|store| {
            for (entry, fact) in entries.into_iter().zip(&facts) {
                store.journal_append(entry, fact)?;
            }
            Ok(())
        })
        .unwrap();
    }
    (file_bytes(&mut till) - before) / SALES
}

/// Sent, approved, and the slip that the terminal prints afterwards.
fn attempt(attempt_id: AttemptId, sale_id: SaleId, amount_minor: i64) -> [Fact; 3] {
    let sent = crate::shop::sent(attempt_id, sale_id, amount_minor);
    let moved = crate::shop::moved(attempt_id, AttemptState::Approved, amount_minor);
    let lines = SLIP.map(String::from).to_vec();
    [
        Fact::AttemptSent(sent),
        Fact::AttemptMoved(moved),
        Fact::SlipTaken(SlipTaken { attempt_id, lines }),
    ]
}

#[test]
fn a_sale_is_small_on_the_disk() {
    let (cash, card) = (bytes_a_sale(false), bytes_a_sale(true));
    println!("{SALES} sales of 5 lines: {cash} B each for cash, {card} B for card");
    assert!(cash <= 1_300, "{cash} B for a cash sale");
    assert!(card <= 1_800, "{card} B for a card sale");
}
