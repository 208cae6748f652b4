//! The facts of the register of devices, byte by byte.

use super::*;
use crate::ids::{DeviceId, InspectionId};

/// As in `VECTORS`: never change a line.
const BODIES: &str = include_str!("register.txt");

pub fn each() -> [Fact; 5] {
    let device_id = DeviceId(Uuid::from_u128(4));
    [
        Fact::DeviceNoted(DeviceNoted {
            device_id,
            kind: DeviceKind::Terminal,
            serial_number: Some("0000012345".to_owned()),
            terminal_number: Some("52000001".to_owned()),
            firmware: Some("1.2".to_owned()),
            kcv: Some("8CA64D".to_owned()),
            retired: true,
        }),
        Fact::DeviceLocked(DeviceLocked {
            device_id,
            reason: LockReason::KeyCheck,
            expected: Some("8CA64D".to_owned()),
            found: Some("08D7B4".to_owned()),
            receipt: None,
        }),
        Fact::DeviceCleared(DeviceCleared {
            device_id,
            reason: LockReason::Tampered,
            serial_number: Some("0000012345".to_owned()),
            kcv: Some("8CA64D".to_owned()),
            cause: None,
        }),
        Fact::DeviceInspected(DeviceInspected {
            device_id,
            inspection_id: InspectionId(Uuid::from_u128(9)),
            ok: true,
            photo_hash: Some(vec![0xab; 32]),
        }),
        Fact::DevicePolicySaved(b"{}".to_vec()),
    ]
}

#[test]
fn bodies_of_the_register_are_read() {
    let written: String = each().iter().map(|f| hex(&f.encode()) + "\n").collect();
    assert_eq!(written, BODIES, "bytes of a known fact have changed");
    for ((fact, body), kind) in each().iter().zip(BODIES.lines()).zip(37..) {
        assert_eq!(Fact::decode(&unhex(body)).unwrap(), *fact);
        assert_eq!(fact.kind(), kind);
    }
}

/// What came later stands behind what was there: the bodies above are read without it.
#[test]
fn a_terminal_ahead_of_the_books_is_read_with_its_receipt_and_its_cause() {
    let device_id = DeviceId(Uuid::from_u128(4));
    let receipt = LastReceipt {
        receipt_no: Some(418),
        amount_minor: Some(1_200),
        approved: true,
        date: Some(1123),
        time: Some(140_207),
        ..LastReceipt::default()
    };
    for fact in [
        Fact::DeviceLocked(DeviceLocked {
            device_id,
            reason: LockReason::BooksBehind,
            expected: Some("417".to_owned()),
            found: Some("418".to_owned()),
            receipt: Some(receipt),
        }),
        Fact::DeviceCleared(DeviceCleared {
            device_id,
            reason: LockReason::BooksBehind,
            serial_number: None,
            kcv: None,
            cause: Some(BehindCause::TakenByHand),
        }),
    ] {
        assert_eq!(Fact::decode(&fact.encode()).unwrap(), fact);
    }
}
