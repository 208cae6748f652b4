//! `rebuild` counts everything again and finds what does not agree, in every table.

use crate::shop::{CASHIER, DAY, TERMINAL, Till, copy, keys, raw};
use pos_app::ports::store::{NewEntry, StoreError};
use pos_domain::cart::SaleKind;
use pos_domain::fact::{
    CashMoveKind, CashMoved, DayClosed, Fact, SaleVoided, ShiftClosed, ShiftCounted, ShiftOpened,
    StockAdjusted, StockMove, TerminalClosed,
};
use pos_domain::ids::{ProductId, SaleId, Seq};
use pos_domain::quantity::Quantity;
use pos_domain::time::Instant;
use pos_store::{Database, Mode, OpenError, RebuildReport, rebuild};
use std::path::Path;

fn report(dir: &Path) -> RebuildReport {
    let mut reader = Database::at(dir, keys()).reader().unwrap();
    rebuild(&mut reader, &mut |_, _| {}).unwrap()
}

/// A closed till with something in every projection.
fn closed() -> Till {
    let mut till = Till::open();
    till.append(&Fact::ShiftOpened(opened(1))).unwrap();
    for _ in 0..3 {
        till.ring();
    }
    let mut back = till.sale(4);
    back.kind = SaleKind::Return;
    let sale_id = back.sale_id;
    let lines = back.lines.clone();
    back.tenders[0].attempt_id = Some(till.charge(sale_id, 900));
    till.append(&Fact::SaleCompleted(back)).unwrap();
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
    close_the_day(&mut till);
    till.writer = None;
    till
}

fn opened(shift_no: i64) -> ShiftOpened {
    ShiftOpened {
        shift_no,
        drawer_no: 1,
        holder: None,
        float_minor: 10_000,
        day: DAY,
    }
}

/// Cash out of the drawer with a second person's word, the drawer closed, the terminal's end of
/// day, the Z, and the next drawer.
fn close_the_day(till: &mut Till) {
    let moved = Fact::CashMoved(CashMoved {
        shift_no: 1,
        kind: CashMoveKind::PaidOut,
        amount_minor: 500,
        reason: "windows".into(),
    });
    let entry = NewEntry {
        approver: Some(CASHIER),
        ..till.entry()
    };
    till.act(|store| store.journal_append(entry, &moved))
        .unwrap();
    let counted = ShiftCounted {
        shift_no: 1,
        counts: Vec::new(),
        counted_minor: 9_000,
        expected_minor: 9_500,
        blind: true,
    };
    till.append(&Fact::ShiftCounted(counted)).unwrap();
    let closed = ShiftClosed {
        shift_no: 1,
        counted_minor: 9_000,
        expected_minor: 9_500,
        note: None,
    };
    till.append(&Fact::ShiftClosed(closed)).unwrap();
    let batch = till.writer().look(|store| store.card_batch(TERMINAL));
    let ended = TerminalClosed {
        terminal_id: TERMINAL,
        batch_no: 1,
        ours: batch.unwrap().cards,
        theirs: Vec::new(),
        their_total_minor: Some(900),
    };
    till.append(&Fact::TerminalClosed(ended)).unwrap();
    let z = z(till, 1);
    till.append(&Fact::DayClosed(z)).unwrap();
    till.append(&Fact::ShiftOpened(opened(2))).unwrap();
}

fn z(till: &mut Till, z_number: i64) -> DayClosed {
    let (head, sums) = till
        .writer()
        .look(|store| Ok::<_, StoreError>((store.journal_head()?, store.period_sums(z_number)?)))
        .unwrap();
    let (last_seq, last_hash) = head.unwrap();
    DayClosed {
        z_number,
        day: DAY,
        first_seq: Seq(1),
        last_seq,
        last_hash: last_hash.to_vec(),
        sums,
        shifts: Vec::new(),
        terminals: Vec::new(),
        terminals_open: Vec::new(),
        doubts: Vec::new(),
        suspended_count: 0,
        suspended_minor: 0,
        grand_total_minor: 0,
    }
}

#[test]
fn what_the_till_counted_is_counted_again() {
    let mut till = closed();
    let first = report(till.path());
    assert!(first.is_equal(), "{:?}", first.differences);
    assert_eq!(first.entries, 16);
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
        ("sale_card", "seq"),
        ("posting", "amount_minor"),
        ("attempt", "state"),
        ("attempt", "times_asked"),
        ("day_sum", "net_minor"),
        ("day_sum", "sale_count"),
        ("stock", "moved"),
        ("shift", "counted_minor"),
        ("shift", "times_counted"),
        ("shift_move", "seq"),
        ("period", "day"),
        ("period_sum", "amount_minor"),
        ("period_sum", "count"),
        ("card_batch", "closed_seq"),
        ("card_sum", "amount_minor"),
        ("approval", "line_no"),
    ];
    for (table, column) in tables {
        let row = match table {
            "sale" | "sale_line" | "sale_tender" | "posting" => "seq = 3",
            "shift" => "shift_no = 1",
            "period_sum" => "measure = 100 AND z_number = 1",
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
        .execute("UPDATE journal_entry SET body = NULL WHERE seq = 4", ())
        .unwrap();
    let report = report(till.path());
    assert_eq!(report.first_tombstone, Some(4));
    assert!(!report.is_equal());
}

/// Takes a file back to the format of the first step: what later steps made is gone.
fn as_of_format_1(dir: &Path) {
    let first = include_str!("../../src/migrations/0001_books.sql");
    let old = rusqlite::Connection::open_in_memory().unwrap();
    old.execute_batch(first).unwrap();
    let file = raw(dir);
    let known = schema(&old);
    for (kind, name, _) in schema(&file) {
        if !known.iter().any(|(_, old, _)| *old == name) {
            let sql = format!("DROP {kind} IF EXISTS {name}");
            file.execute_batch(&sql).unwrap();
        }
    }
    for (table, column) in [
        ("attempt", "card_end"),
        ("attempt", "loose"),
        ("user", "pin_given"),
        ("user", "password_given"),
    ] {
        let sql = format!("ALTER TABLE {table} DROP COLUMN {column}");
        file.execute_batch(&sql).unwrap();
    }
    for (kind, name, sql) in &known {
        if kind == "index" && !schema(&file).contains(&(kind.clone(), name.clone(), sql.clone())) {
            let anew = format!("DROP INDEX {name}; {sql}");
            file.execute_batch(&anew).unwrap();
        }
    }
    file.pragma_update(None, "user_version", 1).unwrap();
    assert_eq!(schema(&file), known, "made by the old step");
}

/// Indexes before their tables.
fn schema(connection: &rusqlite::Connection) -> Vec<(String, String, String)> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let mut statement = connection.prepare(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let rows = statement.query_map((), row).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_file_of_the_first_format_is_counted_anew() {
    let mut till = closed();
    as_of_format_1(till.path());
    raw(till.path())
        .execute("UPDATE stock SET moved = moved + 1", ())
        .unwrap();
    assert!(matches!(
        till.database().reader().map(|_| ()),
        Err(OpenError::Older { file: 1, .. })
    ));
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    let found = report(till.path());
    assert!(found.is_equal(), "{:?}", found.differences);
    let (z, shift) = till
        .writer()
        .look(|store| Ok::<_, StoreError>((store.running_z()?, store.shift(1)?)))
        .unwrap();
    assert_eq!(z, 2);
    assert_eq!(shift.unwrap().counted_minor, Some(9_000));
    till.ring();
    assert!(report(till.path()).is_equal());
}

#[test]
fn a_file_with_an_erased_body_is_not_counted_anew() {
    let till = closed();
    as_of_format_1(till.path());
    raw(till.path())
        .execute("UPDATE journal_entry SET body = NULL WHERE seq = 4", ())
        .unwrap();
    let refused = till.database().writer(Mode::Open, &[]).map(|_| ());
    let text = refused.unwrap_err().to_string();
    assert!(text.contains("entry 4 was erased"), "{text}");
    let format: i64 = raw(till.path())
        .query_row("PRAGMA user_version", (), |row| row.get(0))
        .unwrap();
    assert_eq!(format, 1, "left as it was");
}

#[test]
fn numbers_that_leave_a_gap_are_refused() {
    let mut till = closed();
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    for shift_no in [2, 4] {
        assert!(till.append(&Fact::ShiftOpened(opened(shift_no))).is_err());
    }
    for z_number in [1, 3] {
        let z = z(&mut till, z_number);
        assert!(till.append(&Fact::DayClosed(z)).is_err());
    }
    for batch_no in [1, 3] {
        let ended = TerminalClosed {
            terminal_id: TERMINAL,
            batch_no,
            ours: Vec::new(),
            theirs: Vec::new(),
            their_total_minor: None,
        };
        assert!(till.append(&Fact::TerminalClosed(ended)).is_err());
    }
    let closed = ShiftClosed {
        shift_no: 1,
        counted_minor: 0,
        expected_minor: 0,
        note: None,
    };
    assert!(till.append(&Fact::ShiftClosed(closed)).is_err(), "twice");
    assert!(report(till.path()).is_equal());
}
