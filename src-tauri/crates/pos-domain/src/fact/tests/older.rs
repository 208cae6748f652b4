//! Bodies as older programs wrote them, field for field.

use super::{full_slip, unhex};
use crate::fact::{CardSlip, Fact};

/// As it was written before slips told whether they are signed.
const UNSIGNED: &str = concat!(
    "820587500000000000000000000000000000000304001907cf0189702a2a2a2a2a2a2a2a2a2a2a2a31323334",
    "686769726f63617264182a188e09683532303030303031663132333435367441303030303030333539313031",
    "3030323830303181712a2a204b756e64656e62656c6567202a2a623030",
);

#[test]
fn a_body_without_the_newest_field_is_read() {
    let Fact::AttemptMoved(moved) = Fact::decode(&unhex(UNSIGNED)).unwrap() else {
        panic!("another kind");
    };
    let slip = CardSlip {
        signature: false,
        ..full_slip()
    };
    assert_eq!(moved.slip, Some(slip));
}
