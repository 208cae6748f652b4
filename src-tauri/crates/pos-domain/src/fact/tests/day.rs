//! The facts of a day as such, with something in every field.

use super::*;

pub fn closed_day(user: UserId, terminal_id: TerminalId) -> DayClosed {
    DayClosed {
        z_number: 31,
        day: Day(20_779),
        first_seq: Seq(900),
        last_seq: Seq(1000),
        last_hash: vec![0xee; 16],
        sums: vec![PeriodSum {
            shift_no: 12,
            measure: 100,
            count: 9,
            amount_minor: 8498,
        }],
        shifts: vec![ClosedShift {
            shift_no: 12,
            drawer_no: 2,
            holder: Some(user),
            float_minor: 10_000,
            expected_minor: 8498,
            counted_minor: 8500,
            opened_at: Instant(1_795_369_748_123),
            closed_at: Instant(1_795_399_748_123),
        }],
        terminals: vec![Seq(999)],
        terminals_open: vec![OpenBatch {
            terminal_id,
            ours: vec![CardTotal {
                card_name: "VISA".to_owned(),
                count: 2,
                amount_minor: 3998,
            }],
        }],
        doubts: vec![OpenDoubt {
            attempt_id: AttemptId(Uuid::from_u128(3)),
            sale_id: SaleId(Uuid::from_u128(1)),
            terminal_id,
            amount_minor: 1999,
        }],
        suspended_count: 1,
        suspended_minor: 250,
        grand_total_minor: 123_456_789,
    }
}

pub fn clock_jumped() -> Fact {
    Fact::ClockJumped(ClockJumped {
        expected: Instant(1_795_399_748_123),
        found: Instant(1_795_313_348_123),
    })
}

pub fn keys_changed() -> [Fact; 3] {
    let slot = |slot_id, kind| SlotChanged { slot_id, kind };
    [
        Fact::KeyRotated(KeyRotated {
            key: KeyKind::Journal,
            version: 2,
        }),
        Fact::SlotAdded(slot(4, SlotKind::Tpm)),
        Fact::SlotRemoved(slot(300, SlotKind::KeyFile)),
    ]
}

pub fn sign_in_changed() -> [Fact; 5] {
    let user_id = UserId(Uuid::from_u128(5));
    [
        Fact::SecondFactorEnrolled(user_id),
        Fact::SecondFactorReset(user_id),
        Fact::RecoveryCodeUsed(RecoveryCodeUsed { user_id, left: 9 }),
        Fact::RecoveryCodesRenewed(user_id),
        Fact::SignInPolicySaved(SignInPolicySaved {
            strong: true,
            change_given: true,
            letters_and_digits: false,
        }),
    ]
}

pub fn looked_into() -> [Fact; 4] {
    [
        Fact::JournalRead(JournalRead {
            look: JournalLook::Search,
            count: 50,
            last_seq: Some(Seq(100_000)),
            of_user: Some(UserId(Uuid::from_u128(7))),
            of_kind: Some(2),
        }),
        Fact::JournalExported(JournalExported {
            first_seq: Seq(1),
            last_seq: Seq(100_000),
            file_hash: vec![0xef; 32],
            public_key: vec![0xfe; 32],
        }),
        Fact::AccessReviewed(AccessReviewed {
            people: 6,
            file: true,
        }),
        Fact::JournalVerified(JournalVerified {
            entries: 41,
            bad_seq: Some(Seq(42)),
            holds: false,
        }),
    ]
}
