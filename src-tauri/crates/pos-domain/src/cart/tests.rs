use super::*;
use crate::testing::{cart, line};

#[test]
fn a_cart_goes_from_open_to_tendering_and_back() {
    let mut empty = cart(Vec::new());
    assert_eq!(empty.begin_tendering(), Err(CartError::Empty));
    let mut struck = cart(vec![line(1, 100, 1000, 1)]);
    struck.lines[0].voided = true;
    assert_eq!(struck.begin_tendering(), Err(CartError::Empty));

    let mut rung = cart(vec![line(1, 100, 1000, 1)]);
    assert_eq!(rung.begin_tendering(), Ok(()));
    assert_eq!(rung.begin_tendering(), Ok(()), "asked twice");
    assert_eq!(
        rung.must_be_open(),
        Err(CartError::NotOpen(SaleState::Tendering))
    );
    assert_eq!(rung.back_to_open(), Ok(()));
    assert_eq!(rung.must_be_open(), Ok(()));
    for state in [
        SaleState::Suspended,
        SaleState::Completed,
        SaleState::Voided,
    ] {
        rung.head.state = state;
        assert_eq!(rung.begin_tendering(), Err(CartError::NotOpen(state)));
        assert_eq!(rung.must_be_open(), Err(CartError::NotOpen(state)));
        let _ = rung.back_to_open();
        assert_eq!(rung.head.state, state, "only tendering goes back to open");
    }
}

#[test]
fn paid_carts_stay() {
    let mut rung = cart(vec![line(1, 100, 1000, 1)]);
    rung.begin_tendering().unwrap();
    rung.head.tenders.push(CartTender {
        tender_id: TenderId(uuid::Uuid::nil()),
        kind: TenderKind::Cash,
        amount_minor: 40,
        given_minor: Some(40),
        change_minor: 0,
        attempt_id: None,
    });
    assert_eq!(rung.paid_minor(), 40);
    assert_eq!(rung.back_to_open(), Err(CartError::AlreadyPaid));
}

#[test]
fn quantities_have_a_range() {
    for (quantity, unit, expected) in [
        (1000, Unit::Each, Ok(())),
        (642, Unit::Kg, Ok(())),
        (
            642,
            Unit::Each,
            Err(CartError::QuantityNotWhole(Unit::Each)),
        ),
        (0, Unit::Kg, Err(CartError::QuantityOutOfRange)),
        (-1000, Unit::Each, Err(CartError::QuantityOutOfRange)),
        (Quantity::MAX.0, Unit::Each, Ok(())),
        (
            Quantity::MAX.0 + 1000,
            Unit::Each,
            Err(CartError::QuantityOutOfRange),
        ),
    ] {
        assert_eq!(
            check_quantity(Quantity(quantity), unit),
            expected,
            "{quantity} {unit:?}"
        );
    }
}

#[test]
fn rows_of_a_cart_are_read_back() {
    let mut cart = cart(vec![line(1, 100, 1000, 1)]);
    cart.lines[0].discount = Some(Discount::Percent {
        percent: Percent::of(10),
    });
    cart.head.discount = Some(Discount::Amount { amount_minor: 5 });
    let bytes = minicbor::to_vec(&cart.lines[0]).unwrap();
    assert_eq!(minicbor::decode::<CartLine>(&bytes).unwrap(), cart.lines[0]);
    let bytes = minicbor::to_vec(&cart.head).unwrap();
    assert_eq!(minicbor::decode::<CartHead>(&bytes).unwrap(), cart.head);
}

#[test]
fn a_price_buys_a_weight() {
    for (price, of_a_kilogram, grams) in [
        (49_900, 99_000, Some(504)),
        (99_000, 99_000, Some(1000)),
        // Halves go up.
        (5, 10_000, Some(1)),
        (15, 10_000, Some(2)),
        (14, 10_000, Some(1)),
        // A gram is the least that can be sold.
        (1, 10_000_000, Some(1)),
        (0, 10_000, None),
        (10_000, 0, None),
        (i64::MAX, 1, None),
    ] {
        let found = weight_for(UnitPrice(price), UnitPrice(of_a_kilogram));
        assert_eq!(found, grams.map(Quantity), "{price} at {of_a_kilogram}");
    }
}

#[test]
fn pieces_are_counted_and_what_is_weighed_is_one() {
    assert_eq!(Unit::Each.items(Quantity::of(3)), Quantity::of(3));
    assert_eq!(Unit::Kg.items(Quantity(642)), Quantity::ONE);
    assert_eq!(Unit::Kg.items(Quantity(2500)), Quantity::ONE);
}
