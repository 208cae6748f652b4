//! A second factor through a change of the key that its seed is sealed under.

use super::shop::{Strong, made, sign_in};
use pos_tests::Till;
use pos_tests::clock::Later;
use pos_tests::template::{PASSWORD, Who};
use serde_json::json;

#[test]
fn a_second_factor_is_sealed_anew_after_a_new_pepper() {
    let till = Till::bare();
    made(&till);
    let (app, later) = Later::over(&till);
    let (strong, mia) = Strong::enrolled(&till, &app, later);
    let seed = || {
        let mut kept = till.books().dump().into_iter();
        kept.find(|(place, _)| place == "second_factor.seed")
    };
    let (seat, sealed) = (strong.seat(), seed());
    let in_by = |code: &str| {
        let input = sign_in(&till, Who::Mia, PASSWORD, Some(code));
        seat.ok("session_sign_in", input);
    };
    strong.step_up(&mia);
    mia.ok("key_rotate", json!({"key": "pepper", "secrets": []}));
    assert!(sealed.is_some() && seed() == sealed);
    in_by(&strong.next_code());
    let anew = seed();
    assert_ne!(anew, sealed);
    in_by(&strong.next_code());
    assert_eq!(seed(), anew);
    // What was printed before the change still lets in.
    in_by(&strong.codes[2]);
}
