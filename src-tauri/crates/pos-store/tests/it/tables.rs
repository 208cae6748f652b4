//! What is written is read again, and what is counted adds up.

use crate::shop::{CASHIER, DAY, TERMINAL, Till, line, moved, sent};
use pos_app::ports::records::*;
use pos_app::ports::store::{NewEntry, StoreError};
use pos_domain::cart::{Cart, CartLine, SaleKind, SaleState, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::fact::*;
use pos_domain::ids::*;
use pos_domain::payment::AttemptState;
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;

#[test]
fn a_sale_moves_every_projection() {
    let mut till = Till::open();
    let fact = till.sale(1);
    let seq = till.append(&Fact::SaleCompleted(fact.clone())).unwrap();
    till.act(|store| {
        let sale = store.sale(fact.sale_id)?.unwrap();
        assert_eq!(store.sale_at(seq)?, Some(sale.clone()));
        assert_eq!((sale.seq, sale.number, sale.day), (seq, Some(1), DAY));
        assert_eq!(
            (sale.state, sale.kind),
            (SaleState::Completed, SaleKind::Sale)
        );
        assert_eq!((sale.total_minor, sale.line_count), (fact.total_minor, 5));
        assert_eq!(
            (sale.cashier, sale.tenders),
            (CASHIER, vec![TenderKind::Cash])
        );
        for axis in [
            DayAxis::Register,
            DayAxis::Hour,
            DayAxis::Tax,
            DayAxis::Cashier,
        ] {
            let sums = store.day_sums(DAY, axis)?;
            assert_eq!(sums.len(), 1, "{axis:?}");
            assert_eq!((sums[0].sale_count, sums[0].return_count), (1, 0));
            assert_eq!(sums[0].net_minor + sums[0].tax_minor, fact.total_minor);
            assert_eq!(sums[0].quantity, Quantity::of(5));
        }
        assert_eq!(
            store.day_sums(DAY, DayAxis::Cashier)?[0].key,
            DayKey::User(CASHIER)
        );
        assert_eq!(
            store.day_sums(DAY, DayAxis::Tender)?[0].net_minor,
            fact.total_minor
        );
        let products = store.day_sums(DAY, DayAxis::Product)?;
        let sum = |of: fn(&DaySum) -> i64| products.iter().map(of).sum::<i64>();
        assert_eq!(products.len(), 5);
        assert_eq!(sum(|row| row.tax_minor), fact.taxes[0].tax_minor);
        assert_eq!(sum(|row| row.net_minor), fact.taxes[0].net_minor);
        let sold = fact.lines[2].product_id.unwrap();
        assert_eq!(store.stock_moved(sold)?, Quantity::of(-1));
        let accounts = store.account_sums()?;
        assert_eq!(accounts.len(), 3, "drawer, sales, tax");
        assert_eq!(accounts.iter().map(|(_, sum)| sum).sum::<i64>(), 0);
        assert_eq!(store.next_number()?, 2);
        let (header, body) = store.entry(seq)?.unwrap();
        assert_eq!(body, Some(Fact::SaleCompleted(fact.clone())));
        assert_eq!(store.entry_by_request(header.request_id)?, Some(header));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_return_counts_against_its_sale() {
    let mut till = Till::open();
    let original = till.ring();
    let mut back = till.sale(2);
    back.kind = SaleKind::Return;
    back.original = Some(original);
    for line in &mut back.lines {
        line.original_line_no = Some(line.line_no);
        line.quantity = Quantity(500);
    }
    back.lines[4].voided = true;
    back.lines[4].amount_minor = 0;
    let live = back.lines[..4].iter();
    let amounts: Vec<i64> = live.map(|line| line.amount_minor).collect();
    let total: i64 = amounts.iter().sum();
    back.total_minor = total;
    back.taxes[0].net_minor = total - 30;
    back.taxes[0].tax_minor = 30;
    back.tenders[0].amount_minor = total;
    till.append(&Fact::SaleCompleted(back)).unwrap();
    till.act(|store| {
        let half: Vec<_> = (1..)
            .zip(&amounts)
            .map(|(line_no, &amount_minor)| Returned {
                line_no,
                quantity: Quantity(500),
                amount_minor,
            })
            .collect();
        assert_eq!(store.returned(original)?, half);
        assert_eq!(store.paid_back(original)?, [(TenderKind::Cash, total)]);
        let day = store.day_sums(DAY, DayAxis::Register)?.remove(0);
        assert_eq!(
            (day.sale_count, day.return_count, day.return_minor),
            (1, 1, total)
        );
        assert_eq!(day.quantity, Quantity(3000));
        Ok(())
    })
    .unwrap();
}

#[test]
fn lists_of_sales_filter_and_go_backwards() {
    let mut till = Till::open();
    let seqs: Vec<Seq> = (0..4).map(|_| till.ring()).collect();
    let voided = SaleVoided {
        sale_id: SaleId(till.id()),
        kind: SaleKind::Sale,
        day: DAY.plus_days(1),
        opened_at: Instant(1),
        lines: vec![line(0, 9)],
        total_minor: 500,
        reason: "left".into(),
    };
    let last = till.append(&Fact::SaleVoided(voided)).unwrap();
    till.act(|store| {
        let list = |query: SaleQuery| -> Result<Vec<Seq>, StoreError> {
            let query = SaleQuery { limit: 3, ..query };
            Ok(store
                .sales(&query)?
                .into_iter()
                .map(|sale| sale.seq)
                .collect())
        };
        let all = SaleQuery::default;
        assert_eq!(list(all())?, [last, seqs[3], seqs[2]]);
        assert_eq!(list(SaleQuery { offset: 3, ..all() })?, [seqs[1], seqs[0]]);
        assert_eq!(
            list(SaleQuery {
                day: Some(DAY),
                ..all()
            })?,
            [seqs[3], seqs[2], seqs[1]]
        );
        assert_eq!(
            list(SaleQuery {
                number: Some(2),
                ..all()
            })?,
            [seqs[1]]
        );
        let voided = Some(SaleState::Voided);
        assert_eq!(
            list(SaleQuery {
                state: voided,
                ..all()
            })?,
            [last]
        );
        assert_eq!(
            list(SaleQuery {
                state: voided,
                day: Some(DAY),
                ..all()
            })?,
            []
        );
        assert_eq!(store.sale_at(last)?.unwrap().number, None);
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_cannot_follow_is_refused() {
    let mut till = Till::open();
    let gap = till.sale(2);
    assert!(
        till.append(&Fact::SaleCompleted(gap)).is_err(),
        "a gap in the receipt numbers"
    );
    let mut lost = till.sale(1);
    lost.tenders[0].amount_minor -= 1;
    assert!(
        till.append(&Fact::SaleCompleted(lost)).is_err(),
        "postings that do not sum to zero"
    );
    let step = moved(AttemptId(till.id()), AttemptState::Approved, 100);
    assert!(
        till.append_on_terminal(&Fact::AttemptMoved(step)).is_err(),
        "an attempt that was never sent"
    );
    let entry = till.entry();
    let twice = NewEntry { ..entry.clone() };
    till.act(|store| store.journal_append(entry, &Fact::SignedIn(CASHIER)))
        .unwrap();
    let again = till.act(|store| store.journal_append(twice, &Fact::SignedIn(CASHIER)));
    assert!(again.is_err(), "one request id, two entries");
    let sale = till.sale(2);
    let entry = till.entry();
    let swallowed = till.act(|store| {
        let _refused = store.journal_append(entry, &Fact::SaleCompleted(sale));
        Ok(())
    });
    assert!(
        swallowed.is_err(),
        "half an entry is not committed, whatever the act answers"
    );
    assert_eq!(
        till.ring(),
        Seq(3),
        "and the next one follows without a gap"
    );
}

#[test]
fn an_attempt_is_told_from_its_entries() {
    let mut till = Till::open();
    let (sale_id, attempt_id) = (SaleId(till.id()), AttemptId(till.id()));
    till.append(&Fact::AttemptSent(sent(attempt_id, sale_id, 1235)))
        .unwrap();
    for _ in 0..3 {
        let unknown = moved(attempt_id, AttemptState::Unknown, 1235);
        till.append_on_terminal(&Fact::AttemptMoved(unknown))
            .unwrap();
    }
    till.act(|store| {
        let attempt = store.attempt(attempt_id)?.unwrap();
        assert_eq!(
            (attempt.state, attempt.times_asked),
            (AttemptState::Unknown, 2)
        );
        assert_eq!((attempt.terminal_id, attempt.sale_id), (TERMINAL, sale_id));
        assert_eq!(attempt.baseline.as_ref().unwrap().receipt_no, Some(411));
        assert_eq!(attempt.code.as_deref(), Some("timeout"));
        assert_eq!(store.attempts_unsettled()?, std::slice::from_ref(&attempt));
        assert_eq!(store.attempts_of(sale_id)?, [attempt]);
        Ok(())
    })
    .unwrap();
    let paid = moved(attempt_id, AttemptState::ResolvedPaid, 1235);
    till.append_on_terminal(&Fact::AttemptMoved(paid.clone()))
        .unwrap();
    let lines = vec!["* Receipt *".to_string(), "Approved".to_string()];
    let taken = SlipTaken {
        attempt_id,
        lines: lines.clone(),
    };
    till.append(&Fact::SlipTaken(taken)).unwrap();
    till.act(|store| {
        let attempt = store.attempt(attempt_id)?.unwrap();
        assert_eq!(
            attempt.slip,
            paid.slip.map(|slip| CardSlip { lines, ..slip })
        );
        assert!(attempt.changed_at > attempt.started_at);
        assert_eq!(store.attempts_unsettled()?, []);
        Ok(())
    })
    .unwrap();
}

#[test]
fn carts_are_rows_until_they_are_removed() {
    let mut till = Till::open();
    let mut cart = Cart::open(SaleId(till.id()), SaleKind::Sale, CASHIER, Instant(5));
    let lines: Vec<CartLine> = (1..=3)
        .map(|line_no| cart_line(LineId(till.id()), line_no))
        .collect();
    cart.lines = lines;
    till.act(|store| {
        store.cart_put_head(&cart.head)?;
        for line in cart.lines.iter().rev() {
            store.cart_put_line(cart.head.sale_id, line)?;
        }
        assert_eq!(store.cart(cart.head.sale_id)?, Some(cart.clone()));
        cart.lines[1].voided = true;
        store.cart_put_line(cart.head.sale_id, &cart.lines[1])?;
        let line = store.cart_line(cart.head.sale_id, cart.lines[1].line_id)?;
        assert_eq!(line.as_ref(), Some(&cart.lines[1]));
        assert_eq!(store.cart_line_count(cart.head.sale_id)?, 3);
        assert_eq!(store.cart_heads()?, std::slice::from_ref(&cart.head));
        store.cart_remove(cart.head.sale_id)?;
        assert_eq!(store.cart(cart.head.sale_id)?, None);
        assert_eq!(store.cart_line_count(cart.head.sale_id)?, 0);
        Ok(())
    })
    .unwrap();
}

fn cart_line(line_id: LineId, line_no: u32) -> CartLine {
    CartLine {
        line_id,
        line_no,
        product_id: Some(ProductId(4)),
        name: "Apples".into(),
        name_zh: None,
        barcode: Some("4006381333931".into()),
        quantity: Quantity(642),
        unit: Unit::Kg,
        unit_price: UnitPrice(29_900),
        list_price: UnitPrice(29_900),
        fixed_minor: None,
        fixed_tax_minor: None,
        discount: None,
        note: Some("bruised".into()),
        tax_class: TaxClassId(2),
        voided: false,
        approved_by: None,
        original_line_no: None,
        written_off: false,
    }
}
