//! The terminals' ends of day: their totals beside ours, by card.

use crate::close::{close_shift, z};
use pos_app::commands::close;
use pos_app::views::terminal::TerminalTest;
use pos_domain::ids::TerminalId;
use pos_tests::sim::until_link;
use pos_tests::{Sim, Till, Who, goods};
use serde_json::{Value, json};

#[test]
fn the_terminals_totals_stand_beside_ours() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let mia = till.sign_in(Who::Mia);
    for (card, code, amount) in [
        ("visa", goods::PEN, 249),
        ("mastercard", goods::COLA, 110),
        ("visa", goods::TEA, 333),
    ] {
        let sale = mia.ring(&[code]);
        sim.say(json!({"card": card}));
        let attempt = mia.pay_card(&sale, &terminal, amount);
        mia.until_attempt(&sale, &attempt, &["captured"]);
    }
    let check = mia.ok("close_check", json!({}));
    assert_eq!(
        (
            &check["terminals"][0]["batch_no"],
            &check["terminals"][0]["ours_minor"]
        ),
        (&Value::Null, &json!(692))
    );
    until_link(&mia, &terminal, "ready");
    let end = mia.ok("terminal_close", json!({"terminal_id": terminal}));
    assert_eq!(
        (&end["batch_no"], &end["agrees"], &end["theirs_minor"]),
        (&json!(1), &json!(true), &json!(692))
    );
    let cards: Vec<(&str, &Value, &Value)> = end["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["card_name"].as_str().unwrap(), &c["ours"], &c["theirs"]))
        .collect();
    let sum = |count, amount| json!({"count": count, "amount_minor": amount});
    assert_eq!(
        cards,
        [
            ("MASTERCARD", &sum(1, 110), &sum(1, 110)),
            ("VISA", &sum(2, 582), &sum(2, 582)),
        ]
    );
    // A payment after it waits for the next.
    let sale = mia.ring(&[goods::COLA]);
    let attempt = mia.pay_card(&sale, &terminal, 110);
    mia.until_attempt(&sale, &attempt, &["captured"]);
    close_shift(&mia, 1);
    let first = z(&mia, 1);
    let figures = first["terminals"].as_array().unwrap();
    assert_eq!(figures.len(), 2, "{first}");
    assert_eq!(
        (&figures[0], &figures[1]["ours_minor"]),
        (&end, &json!(110))
    );
    until_link(&mia, &terminal, "ready");
    let next = mia.ok("terminal_close", json!({"terminal_id": terminal}));
    assert_eq!(
        (&next["batch_no"], &next["agrees"], &next["ours_minor"]),
        (&json!(2), &json!(true), &json!(110))
    );
    assert_eq!(mia.ok("z_report", json!({"z_number": 1})), first, "frozen");
}

#[test]
fn an_end_of_day_whose_answer_was_lost_is_found_by_the_next() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let mia = till.sign_in(Who::Mia);
    let pay = |code, amount| {
        let sale = mia.ring(&[code]);
        let attempt = mia.pay_card(&sale, &terminal, amount);
        mia.until_attempt(&sale, &attempt, &["captured"]);
        until_link(&mia, &terminal, "ready");
    };
    pay(goods::PEN, 249);
    // The terminal makes its end of day; the till dies before it has written that down.
    let app = till.host().app();
    let id = TerminalId(terminal.parse().unwrap());
    app.till_act(|tx| close::terminals::begin(tx, id)).unwrap();
    let paired = app.till_act(|tx| Ok(tx.store.terminal(id)?)).unwrap();
    let links = app.world().terminals();
    let made = links.test(&paired.unwrap(), TerminalTest::EndOfDay);
    assert!(made.unwrap().ok);
    until_link(&mia, &terminal, "ready");
    pay(goods::COLA, 110);
    let end = mia.ok("terminal_close", json!({"terminal_id": terminal}));
    assert_eq!(
        (&end["batch_no"], &end["agrees"], &end["ours_minor"]),
        (&json!(2), &json!(true), &json!(110))
    );
    let report = mia.ok("x_report", json!({"shift_no": null}));
    let lost = &report["terminals"][0];
    assert_eq!(
        (&lost["batch_no"], &lost["agrees"], &lost["ours_minor"]),
        (&json!(1), &Value::Null, &json!(249))
    );
}
