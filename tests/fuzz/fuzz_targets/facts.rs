//! Any bytes as a journal's body: no panic, no unbounded memory; what is read is written back as
//! it means, and posts lines that sum to zero.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_domain::fact::Fact;
use pos_domain::posting::postings;

/// Sums of amounts that no shop ever sees may not fit; those are another matter.
const AMOUNT_MAX: i64 = 1 << 40;

fuzz_target!(|bytes: &[u8]| {
    let Ok(fact) = Fact::decode(bytes) else {
        return;
    };
    let again = Fact::decode(&fact.encode());
    assert_eq!(again.as_ref().ok(), Some(&fact));
    if let Fact::AttemptMoved(moved) = &fact
        && moved.amount_minor.abs() < AMOUNT_MAX
    {
        let sum: i64 = postings(&fact).iter().map(|line| line.amount_minor).sum();
        assert_eq!(sum, 0);
    }
});
