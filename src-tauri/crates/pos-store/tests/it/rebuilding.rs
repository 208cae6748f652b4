//! `rebuild` counts everything again and finds what does not agree, in every table.

use crate::shop::{Till, copy, keys, raw};
use pos_domain::cart::SaleKind;
use pos_domain::fact::{Fact, SaleVoided, StockAdjusted, StockMove};
use pos_domain::ids::{ProductId, SaleId};
use pos_domain::quantity::Quantity;
use pos_domain::time::Instant;
use pos_store::{Database, Mode, RebuildReport, rebuild};
use std::path::Path;

fn report(dir: &Path) -> RebuildReport {
    let mut reader = Database::at(dir, keys()).reader().unwrap();
    rebuild(&mut reader, &mut |_, _| {}).unwrap()
}

/// A closed till with something in every projection.
fn closed() -> Till {
    let mut till = Till::open();
    for _ in 0..3 {
        till.ring();
    }
    let mut back = till.sale(4);
    back.kind = SaleKind::Return;
    let sale_id = back.sale_id;
    let lines = back.lines.clone();
    till.append(&Fact::SaleCompleted(back)).unwrap();
    till.charge(sale_id, 900);
    let moves = vec![StockMove {
        product_id: ProductId(7),
        quantity: Quantity::of(12),
    }];
    let adjusted = StockAdjusted {
        moves,
        reason: "count".into(),
        reference: None,
    };
    till.append(&Fact::StockAdjusted(adjusted)).unwrap();
    let voided = SaleVoided {
        sale_id: SaleId(till.id()),
        kind: SaleKind::Sale,
        day: crate::shop::DAY,
        opened_at: Instant(1),
        lines,
        total_minor: 3,
        reason: String::new(),
    };
    till.append(&Fact::SaleVoided(voided)).unwrap();
    till.writer = None;
    till
}

#[test]
fn what_the_till_counted_is_counted_again() {
    let mut till = closed();
    let first = report(till.path());
    assert!(first.is_equal(), "{:?}", first.differences);
    assert_eq!(first.entries, 9);
    assert!(first.rows > 60, "{}", first.rows);
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    till.ring();
    assert!(report(till.path()).is_equal(), "beside a running till");
}

#[test]
fn a_row_changed_removed_or_added_is_found_in_every_table() {
    let till = closed();
    let tables = [
        ("sale", "total_minor"),
        ("sale", "tenders"),
        ("sale_line", "quantity"),
        ("sale_line", "original_line_no"),
        ("sale_tender", "kind"),
        ("posting", "amount_minor"),
        ("attempt", "state"),
        ("attempt", "times_asked"),
        ("day_sum", "net_minor"),
        ("day_sum", "sale_count"),
        ("stock", "moved"),
    ];
    for (table, column) in tables {
        let row = match table {
            "sale" | "sale_line" | "sale_tender" | "posting" => "seq = 2",
            "day_sum" => "axis = 5",
            _ => "true",
        };
        let changed = format!("UPDATE {table} SET {column} = coalesce({column}, 0) + 1");
        for plant in [changed, format!("DELETE FROM {table}")] {
            let folder = copy(till.path());
            let plant = format!("{plant} WHERE {row}");
            assert!(
                raw(folder.path()).execute(&plant, ()).unwrap() > 0,
                "{plant}"
            );
            let found = report(folder.path()).differences;
            assert_eq!(found.len(), 1, "{plant}: {found:?}");
            assert_eq!(found[0].table, table);
            assert!(found[0].journal_says.is_some(), "{plant}");
        }
    }
    raw(till.path())
        .execute("INSERT INTO stock VALUES (999999, 5)", ())
        .unwrap();
    let found = report(till.path()).differences;
    assert_eq!(
        found[0].to_string(),
        "stock: the journal says no such row; the file says product_id=999999 moved=5"
    );
}

#[test]
fn an_erased_body_cannot_be_counted_again_and_that_is_said() {
    let till = closed();
    raw(till.path())
        .execute("UPDATE journal_entry SET body = NULL WHERE seq = 3", ())
        .unwrap();
    let report = report(till.path());
    assert_eq!(report.first_tombstone, Some(3));
    assert!(!report.is_equal());
}
