//! Sequences of commands by people who want more than is theirs: two cashiers and a technician
//! who know their own PINs and nobody else's, try every command there is, reuse tokens and ids,
//! and approve themselves and each other. After each sequence a judge reads what came of it: they
//! have gained no money, no rights and no data.
//!
//! `SEQUENCES=` says how many; the first is drawn from `SEED=`. The judge is tested with forbidden
//! entries that somebody else made.

mod hands;
mod judge;
mod workshop;

use hands::{Answered, Hands, Told};
use judge::Judge;
use pos_tests::proof::{self, Report};
use pos_tests::{Sim, Till, Who};
use serde_json::json;

/// Commands in one sequence.
const LENGTH: u64 = 12;

/// Entries of one till, before the next one is furnished: its file stays small.
const SEQUENCES_A_TILL: u64 = 500;

/// One in so many calls is answered well, at least …
const ANSWERED_OF: u64 = 6;
/// … and each of the three has got through with so many different commands.
const COMMANDS_EACH: usize = 8;

#[test]
fn nothing_is_gained() {
    let (count, seed) = (proof::wanted("SEQUENCES", 150), proof::wanted("SEED", 1));
    let mut report = Report::new("rights", "SEQUENCES=10000 cargo xtask torture rights");
    let (mut done, mut calls, mut admitted) = (0, 0, 0);
    let mut answered = Answered::new();
    while done < count {
        let (till, sim) = (Till::new(), Sim::tcp());
        let terminal = sim.pair(&till);
        let mut judge = Judge::new(&till);
        let mut hands = Hands::new(&till, &terminal);
        for _ in 0..SEQUENCES_A_TILL.min(count - done) {
            let (tried, let_in) = hands.sequence(seed + done, LENGTH);
            calls += tried;
            admitted += let_in;
            if let Err(found) = judge.looks(&till, &hands.told()) {
                panic!("SEED={} SEQUENCES=1 finds: {found}", seed + done);
            }
            done += 1;
        }
        hands.add_answered(&mut answered);
        till.books().prove();
    }
    // A run that nobody lets in proves nothing: nor one in which they all do the same.
    let commands: Vec<(&str, usize)> = answered.iter().map(|(w, all)| (*w, all.len())).collect();
    println!("{admitted} of {calls} calls were answered; by person: {commands:?}");
    assert!(
        admitted * ANSWERED_OF > calls,
        "{admitted} of {calls} calls were answered"
    );
    if count >= 100 {
        assert!(commands.len() == 3 && commands.iter().all(|(_, n)| *n >= COMMANDS_EACH));
    }
    report.count("sequences", done);
    report.count("calls", calls);
    report.count("answered", admitted);
    report.count("gained", 0);
    report.rate("sequences a second", done);
    report.write().expect("the report can be written");
}

/// What the judge is there to find, done by those who may.
#[test]
fn what_is_forbidden_is_found() {
    for (who, command, input, found) in [
        (Who::Mia, "no_sale", json!({"reason": "change"}), "no sale"),
        (
            Who::Mia,
            "cash_pay_out",
            json!({"shift_no": null, "amount_minor": 100, "reason": "windows"}),
            "paid out",
        ),
    ] {
        let till = Till::new();
        let mut judge = Judge::new(&till);
        till.sign_in(who).ok(command, input);
        // The judge is told that it was a cashier.
        let verdict = judge.as_if_by_cashier(&till);
        assert!(
            verdict.is_err_and(|reason| reason.contains(found)),
            "{command}"
        );
    }
    let till = Till::new();
    let mut judge = Judge::new(&till);
    let user = till.user_id(Who::Cem);
    let raised = json!({"user_id": user, "name": "Cem", "role": "manager", "active": true});
    till.sign_in(Who::Mia).ok("user_save", raised);
    let verdict = judge.looks(&till, &[]);
    assert!(verdict.is_err_and(|reason| reason.contains("rights")));
    let told = vec![Told {
        who: Who::Tao,
        command: "sale_view".to_owned(),
        answer: json!({"lines": [{"total_minor": 249}]}),
    }];
    let mut judge = Judge::new(&till);
    let verdict = judge.looks(&till, &told);
    assert!(verdict.is_err_and(|reason| reason.contains("total_minor")));
}
