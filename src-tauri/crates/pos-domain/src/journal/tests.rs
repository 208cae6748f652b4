use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn key() -> ChainKey {
    ChainKey([7; 32])
}

fn header() -> Header {
    Header {
        seq: Seq(42),
        register: 1,
        request_id: RequestId(Uuid::from_u128(0x0199_aaaa)),
        input_hash: -12_345,
        kind: 2,
        version: BODY_VERSION,
        at: Instant(1_795_369_748_123),
        actor: Some(UserId(Uuid::from_u128(1))),
        approver: None,
        device: Some(TerminalId(Uuid::from_u128(2))),
        body_hash: key().body_hash(b"body"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Worked out with Python's `hmac` over bytes put together by hand.
#[test]
fn hashes_stay_as_they_are() {
    let key = key();
    assert_eq!(
        hex(&key.body_hash(b"body")),
        "e9a4292185278061a5310d04723c1898"
    );
    assert_eq!(
        hex(&key.entry_hash(&GENESIS, &header())),
        "f6ba56b0cc64c2b9402d3df85e0fb69f"
    );
    assert_eq!(
        hex(&key.anchor_seal(Seq(42), &GENESIS)),
        "d7e28bfc4246f835e2c0b275fa2695ca"
    );
}

#[test]
fn every_field_of_a_header_is_in_its_hash() {
    let edits: [fn(&mut Header); 14] = [
        |h| h.seq.0 += 1,
        |h| h.register = 2,
        |h| h.request_id = RequestId(Uuid::nil()),
        |h| h.input_hash += 1,
        |h| h.kind = 3,
        |h| h.version = 2,
        |h| h.at.0 += 1,
        |h| h.actor = None,
        |h| h.approver = h.actor,
        |h| (h.approver, h.actor) = (h.actor, None),
        |h| h.device = None,
        |h| h.device = Some(TerminalId(Uuid::nil())),
        |h| h.body_hash[0] ^= 1,
        |h| h.body_hash[15] ^= 0x80,
    ];
    let first = key().entry_hash(&GENESIS, &header());
    let mut seen = vec![first];
    for edit in edits {
        let mut edited = header();
        edit(&mut edited);
        let hash = key().entry_hash(&GENESIS, &edited);
        assert!(!seen.contains(&hash), "{edited:?}");
        seen.push(hash);
    }
}

#[test]
fn a_chain_shows_removal_and_swap() {
    let key = key();
    let entry = |seq| Header {
        seq: Seq(seq),
        ..header()
    };
    let chain = |order: &[i64]| {
        let step = |last: Mac16, seq: &i64| key.entry_hash(&last, &entry(*seq));
        order.iter().fold(GENESIS, step)
    };
    let whole = chain(&[1, 2, 3]);
    for other in [&[1, 3][..], &[1, 3, 2], &[2, 3], &[1, 2], &[1, 2, 3, 3]] {
        assert_ne!(chain(other), whole, "{other:?}");
    }
    assert_ne!(
        ChainKey([8; 32]).entry_hash(&GENESIS, &entry(1)),
        chain(&[1])
    );
    assert_eq!(format!("{key:?}"), "ChainKey(…)");
}

proptest! {
    #[test]
    fn any_edit_of_a_header_is_seen(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut bytes = minicbor::to_vec(header()).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        // An edit that still reads as a header reads as another one.
        if let Ok(edited) = minicbor::decode::<Header>(&bytes) {
            let same = edited == header();
            let hash = key().entry_hash(&GENESIS, &edited);
            prop_assert_eq!(hash == key().entry_hash(&GENESIS, &header()), same);
        }
    }

    #[test]
    fn any_edit_of_a_body_is_seen(
        body in proptest::collection::vec(any::<u8>(), 1..400),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let mut edited = body.clone();
        edited[at.index(body.len())] ^= 1 << bit;
        let hash = key().body_hash(&body);
        prop_assert_ne!(key().body_hash(&edited), hash);
        prop_assert_ne!(key().body_hash(&body[1..]), hash);
        edited.clone_from(&body);
        edited.push(0);
        prop_assert_ne!(key().body_hash(&edited), hash);
    }
}
