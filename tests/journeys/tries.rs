//! Who guesses: streams of guesses at the same time, unknown people, and the till that goes on
//! selling meanwhile.

use pos_app::ErrorCode;
use pos_tests::clock::Later;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

fn guess(user: &str, pin: &str) -> Value {
    json!({"user_id": user, "pin": pin, "password": null})
}

#[test]
fn streams_of_guesses_share_one_counter() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let cem = till.user_id(Who::Cem);
    let (looked_at, refused) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for stream in 0..4 {
            let seat = till.nobody_at(&app);
            let (later, cem) = (&later, &cem);
            let (looked_at, refused) = (&looked_at, &refused);
            scope.spawn(move || {
                for n in 0..40 {
                    let pin = format!("90{stream}{:03}", 351 + n);
                    match seat
                        .ask("session_sign_in", guess(cem, &pin))
                        .unwrap_err()
                        .code
                    {
                        ErrorCode::CredentialsWrong => looked_at.fetch_add(1, Ordering::SeqCst),
                        // Whoever waits, waits: the clock is the attacker's friend here.
                        ErrorCode::TryLater => {
                            later.pass_s(60);
                            continue;
                        }
                        ErrorCode::LockedOut => {
                            refused.fetch_add(1, Ordering::SeqCst);
                            return;
                        }
                        other => panic!("{other:?}"),
                    };
                }
                panic!("never locked out");
            });
        }
    });
    assert!(looked_at.load(Ordering::SeqCst) <= 4);
    assert_eq!(refused.load(Ordering::SeqCst), 4);
    let locked = "SELECT count(*) FROM journal_entry WHERE kind = 17";
    assert_eq!(till.books().number(locked), 1);
    let right = guess(&cem, Who::Cem.pin());
    till.nobody_at(&app)
        .refused("session_sign_in", right, ErrorCode::LockedOut);
}

/// The kinds of people that an outsider must not tell apart.
fn strangers(till: &Till) -> Vec<(&'static str, String)> {
    let mia = till.sign_in(Who::Mia);
    let without = id();
    let save = json!({"user_id": without, "name": "Nopin", "role": "cashier", "active": true});
    mia.ok("user_save", save);
    let left = json!({
        "user_id": till.user_id(Who::Dora), "name": "Dora", "role": "cashier", "active": false,
    });
    let dora = till.user_id(Who::Dora);
    mia.ok("user_save", left);
    vec![
        ("known", till.user_id(Who::Cem)),
        ("unknown", id()),
        ("inactive", dora),
        ("without a PIN", without),
    ]
}

/// Each try of a stranger beside the try of a known person of the same moment. A loaded machine
/// throws single tries about, to either side; who can be told apart lies on one side in nearly
/// every one of them, and by more than is worth measuring.
#[test]
fn whoever_does_not_exist_gets_the_same_answer_in_the_same_time() {
    const TRIES: usize = 30;
    /// Of a hundred tries so many on one side, by so much, would tell an outsider enough.
    const SHARE: usize = 85;
    const APART: f64 = 0.05;
    let till = Till::new();
    let people = strangers(&till);
    let (app, later) = Later::over(&till);
    let seat = till.nobody_at(&app);
    let mut beside: Vec<Vec<f64>> = vec![Vec::new(); people.len() - 1];
    while beside[0].len() < TRIES {
        let mut answers = Vec::new();
        let mut took = Vec::new();
        for (_, user) in &people {
            later.pass_s(61);
            let began = Instant::now();
            let error = seat
                .ask("session_sign_in", guess(user, "907351"))
                .unwrap_err();
            took.push(began.elapsed().as_secs_f64());
            answers.push((error.code, error.params));
        }
        assert!(answers.iter().all(|a| *a == answers[0]), "{answers:?}");
        match answers[0].0 {
            ErrorCode::LockedOut => later.pass_s(31 * 60),
            _ => (beside.iter_mut().zip(&took[1..])).for_each(|(b, t)| b.push(t / took[0])),
        }
    }
    for ((who, _), beside) in people[1..].iter().zip(&mut beside) {
        beside.sort_by(f64::total_cmp);
        let slower = beside.iter().filter(|ratio| **ratio > 1.0 + APART).count();
        let quicker = beside.iter().filter(|ratio| **ratio < 1.0 - APART).count();
        let most = slower.max(quicker) * 100 / beside.len();
        assert!(most < SHARE, "{who} is told apart by time: {beside:?}");
    }
}

fn sell(clerk: &Clerk) {
    let sale = clerk.ring(&[goods::PEN]);
    clerk.pay_cash(&sale, 249);
}

#[test]
fn the_till_sells_while_eight_people_are_checked() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    sell(&cem);
    let users: Vec<String> = (0..8).map(|_| id()).collect();
    let checking = AtomicBool::new(true);
    let (mut sold, mut slowest) = (0, Duration::ZERO);
    std::thread::scope(|scope| {
        let checks: Vec<_> = users
            .iter()
            .map(|user| {
                let seat = till.nobody();
                scope.spawn(move || {
                    let input = json!({
                        "user_id": user, "pin": null, "password": "nobody's 1 password",
                    });
                    let began = Instant::now();
                    seat.refused("session_sign_in", input, ErrorCode::CredentialsWrong);
                    began.elapsed()
                })
            })
            .collect();
        let checking = &checking;
        let ended = scope.spawn(move || {
            let took: Vec<Duration> = checks.into_iter().map(|c| c.join().unwrap()).collect();
            checking.store(false, Ordering::SeqCst);
            took.into_iter().max().unwrap()
        });
        while checking.load(Ordering::SeqCst) {
            let began = Instant::now();
            sell(&cem);
            slowest = slowest.max(began.elapsed());
            sold += 1;
        }
        let all = ended.join().unwrap();
        // Were a hash computed under the writer's lock, a sale would wait for each of them.
        assert!(
            sold >= 5,
            "{sold} sales in {all:?}, the slowest in {slowest:?}"
        );
        assert!(slowest < all / 2, "a sale took {slowest:?} of {all:?}");
    });
}
