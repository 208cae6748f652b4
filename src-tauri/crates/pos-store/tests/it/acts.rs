//! Acts: all or nothing, on the disk when they say so.

use crate::shop::{CASHIER, Till};
use pos_app::ports::store::StoreError;
use pos_domain::cart::{Cart, SaleKind};
use pos_domain::fact::Fact;
use pos_domain::ids::{SaleId, Seq};
use pos_domain::time::Instant;
use pos_store::{ANCHOR_EVERY, Durability, Mode};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn head(till: &mut Till) -> i64 {
    till.writer()
        .look(|store| store.journal_head())
        .unwrap()
        .map_or(0, |(seq, _)| seq.0)
}

#[test]
fn an_error_and_a_panic_leave_nothing_behind() {
    let mut till = Till::open();
    let entry = till.entry();
    let failed = till.act(|store| {
        store.journal_append(entry, &Fact::SignedIn(CASHIER))?;
        Err::<(), _>(StoreError::Failed("no".into()))
    });
    assert_eq!(failed.unwrap_err().to_string(), "the store failed: no");
    assert_eq!(head(&mut till), 1);
    let entry = till.entry();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        till.writer().act(Durability::Full, |store| {
            store.journal_append(entry, &Fact::SignedIn(CASHIER))?;
            panic!("a fault in a use case");
            #[allow(unreachable_code)]
            Ok::<(), StoreError>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(head(&mut till), 1);
    assert_eq!(till.ring(), Seq(2));
}

#[test]
fn several_entries_in_one_act_chain_on() {
    let mut till = Till::open();
    let entries = [till.entry(), till.entry()];
    let sale = till.sale(1);
    till.act(|store| {
        let [one, two] = entries;
        assert_eq!(store.journal_append(one, &Fact::SignedIn(CASHIER))?, Seq(2));
        assert_eq!(store.next_number()?, 1);
        assert_eq!(
            store.journal_append(two, &Fact::SaleCompleted(sale))?,
            Seq(3)
        );
        assert_eq!(store.next_number()?, 2);
        assert_eq!(store.journal_head()?.unwrap().0, Seq(3));
        Ok(())
    })
    .unwrap();
    assert_eq!(head(&mut till), 3);
}

#[test]
fn the_keychain_is_due_every_twenty_entries() {
    let mut till = Till::open();
    assert_eq!(till.writer().anchor_due(), None);
    let mut due = 0;
    for _ in 0..3 * ANCHOR_EVERY {
        till.ring();
        due += i32::from(till.writer().anchor_due().is_some());
    }
    assert_eq!(due, 3);
    let kept = till.writer().take_anchor();
    till.writer = None;
    till.writer = Some(till.database().writer(Mode::Open, &[&kept]).unwrap());
    assert_eq!(till.writer().anchor_due(), None);
}

#[test]
fn cart_edits_settle_and_the_log_moves_into_the_file() {
    let mut till = Till::open();
    let cart = Cart::open(SaleId(till.id()), SaleKind::Sale, CASHIER, Instant(1));
    let put = |store: &mut dyn pos_app::ports::store::Store| store.cart_put_head(&cart.head);
    till.writer().act(Durability::Normal, put).unwrap();
    till.writer().settle().unwrap();
    till.writer().settle().unwrap();
    till.ring();
    assert!(till.writer().log_pages() > 0);
    let moved = till.writer().checkpoint().unwrap();
    assert!(moved.log_pages > 0);
    assert_eq!(moved.log_pages, moved.moved_pages);
    let mut reader = till.database().reader().unwrap();
    reader
        .look(|store| {
            assert_eq!(store.cart_heads()?, std::slice::from_ref(&cart.head));
            till.ring();
            let held = till.writer().checkpoint().unwrap();
            assert!(
                held.moved_pages < held.log_pages,
                "a reader holds the rest back: {held:?}"
            );
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let moved = till.writer().checkpoint().unwrap();
    assert_eq!(moved.log_pages, moved.moved_pages);
}

#[test]
fn a_look_writes_nothing() {
    let mut till = Till::open();
    let mut reader = till.database().reader().unwrap();
    let entries = [till.entry(), till.entry()];
    let refused = |result: Result<Seq, StoreError>| {
        assert!(result.unwrap_err().to_string().contains("reading only"));
    };
    let [one, two] = entries;
    refused(reader.look(|store| store.journal_append(one, &Fact::SignedIn(CASHIER))));
    refused(
        till.writer()
            .look(|store| store.journal_append(two, &Fact::SignedIn(CASHIER))),
    );
    assert_eq!(head(&mut till), 1);
}
