//! Paper: printed by itself, waiting for a printer in trouble, broken off, printed again. Nothing
//! comes out twice unmarked, and no sale waits for paper.

use crate::shift::{closing, counted};
use pos_app::ErrorCode;
use pos_tests::beside::until_health;
use pos_tests::{Clerk, Sim, SimBeside, Till, Who, goods, id};
use serde_json::{Value, json};

/// A till with a receipt printer that has a drawer.
fn with_printer() -> (Till, SimBeside, String) {
    let (till, sim) = (Till::new(), SimBeside::tcp("printer", &[]));
    let printer = sim.pair(&till, "printer", "escpos", json!({}));
    (till, sim, printer)
}

/// The words on the next slip.
#[track_caller]
fn slip(sim: &SimBeside) -> String {
    let slip = sim.wait_for("slip");
    assert_eq!(slip["unknown"], json!([]), "{slip}");
    slip["text"].as_str().unwrap().to_owned()
}

/// How often something happened at the printer.
fn count(sim: &SimBeside, event: &str) -> usize {
    let all = sim.say(json!({"verb": "events", "since": 0}));
    let events = all["events"].as_array().unwrap();
    events.iter().filter(|e| e["event"] == event).count()
}

/// Waits until the newest job for this sale stands so; answers it.
#[track_caller]
fn until_job(clerk: &Clerk, sale: &str, state: &str, trouble: Value) -> Value {
    clerk.till.until(&format!("job {state} {trouble}"), || {
        let jobs = clerk.ok("print_jobs", json!({}));
        let its = |job: &&Value| job["what"]["sale_id"] == sale;
        let job = jobs.as_array().unwrap().iter().rfind(its)?;
        (job["state"] == state && job["trouble"] == trouble).then(|| job.clone())
    })
}

fn sell(clerk: &Clerk) -> String {
    let sale = clerk.ring(&[goods::PEN, goods::COLA]);
    assert_eq!(clerk.pay_cash(&sale, 500)["state"], "completed");
    sale
}

fn print(sale: &str) -> Value {
    let what = json!({"kind": "receipt", "sale_id": sale});
    json!({"job_id": id(), "what": what, "printer": null})
}

#[test]
fn by_itself_and_again_as_a_copy() {
    let (till, sim, _) = with_printer();
    let cem = till.sign_in(Who::Cem);
    let sale = sell(&cem);
    sim.wait_for("kicked");
    let first = slip(&sim);
    for words in [
        "Corner Shop",
        "Pen",
        "2.49",
        "Cola",
        "3.59",
        "Change",
        "1.41",
    ] {
        assert!(first.contains(words), "{words} in:\n{first}");
    }
    assert!(!first.contains("COPY"), "{first}");
    let done = until_job(&cem, &sale, "done", Value::Null);
    assert_eq!((&done["copy"], &done["tries"]), (&json!(false), &json!(1)));
    let entries = till.books().entries();
    let input = print(&sale);
    let job = cem.ok("print", input.clone());
    assert_eq!(job["copy"], true);
    let second = slip(&sim);
    assert!(second.contains("COPY"), "{second}");
    // The same call again is the same paper, and its entry stands once.
    assert_eq!(cem.ok("print", input)["job_id"], job["job_id"]);
    assert_eq!(till.books().entries(), entries + 1);
    assert_eq!(count(&sim, "kicked"), 1, "the drawer stays shut for a copy");
}

#[test]
fn a_card_opens_no_drawer() {
    let (till, sim, _) = with_printer();
    let terminal = Sim::tcp();
    let counter = terminal.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&sale, &counter, 249);
    cem.until_attempt(&sale, &attempt, &["captured"]);
    let receipt = slip(&sim);
    assert!(receipt.contains("2.49"), "{receipt}");
    until_job(&cem, &sale, "done", Value::Null);
    assert_eq!(count(&sim, "kicked"), 0);
    // The slip for the shop is there when it is wanted.
    let what = json!({"kind": "merchant_slip", "sale_id": sale});
    cem.ok(
        "print",
        json!({"job_id": id(), "what": what, "printer": null}),
    );
    let merchant = slip(&sim);
    assert!(merchant.contains("Merchant"), "{merchant}");
}

#[test]
fn a_signature_wants_a_slip_for_the_shop() {
    let (till, sim, _) = with_printer();
    let terminal = Sim::tcp();
    let counter = terminal.pair(&till);
    let cem = till.sign_in(Who::Cem);
    terminal.say(json!({"verb": "next", "signature": true}));
    let sale = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&sale, &counter, 249);
    cem.until_attempt(&sale, &attempt, &["captured"]);
    let receipt = slip(&sim);
    assert!(receipt.contains("Pen"), "{receipt}");
    let merchant = slip(&sim);
    assert!(
        merchant.contains("Merchant") && merchant.contains("2.49"),
        "{merchant}"
    );
}

#[test]
fn without_paper_it_waits_and_the_drawer_opens_all_the_same() {
    let (till, sim, printer) = with_printer();
    let cem = till.sign_in(Who::Cem);
    sim.set(json!({"paper_out": true}));
    until_health(&till, &printer, "paper_out");
    let first = sell(&cem);
    sim.wait_for("kicked");
    let second = sell(&cem);
    let waits = until_job(&cem, &first, "queued", json!("paper_out"));
    assert_eq!(waits["tries"], 0);
    let status = till.nobody().ok("till_status", json!({}));
    assert_eq!(status["print_troubled"], 2);
    sim.set(json!({"paper_out": false}));
    // Both come out in the order of the sales, and neither is a copy.
    let numbers = [&first, &second].map(|sale| {
        let number = cem.sale(sale)["number_text"].as_str().unwrap().to_owned();
        (number, slip(&sim))
    });
    for (number, paper) in numbers {
        assert!(
            paper.contains(&number) && !paper.contains("COPY"),
            "{number}:\n{paper}"
        );
    }
    until_job(&cem, &second, "done", Value::Null);
    let status = till.nobody().ok("till_status", json!({}));
    assert_eq!(status["print_troubled"], 0);
}

#[test]
fn a_broken_link_is_seen_and_printed_again_by_a_person() {
    let (till, sim, printer) = with_printer();
    let cem = till.sign_in(Who::Cem);
    sim.say(json!({"verb": "die_after", "bytes": 200}));
    let broken = sell(&cem);
    let job = until_job(&cem, &broken, "troubled", json!("link_lost"));
    let waits = sell(&cem);
    sim.say(json!({"verb": "replug"}));
    until_health(&till, &printer, "ready");
    // What came after it is printed; it is not, by itself.
    until_job(&cem, &waits, "done", Value::Null);
    until_job(&cem, &broken, "troubled", json!("link_lost"));
    let again = cem.ok("print_again", json!({"job_id": job["job_id"]}));
    assert_eq!(
        (&again["copy"], &again["state"]),
        (&json!(true), &json!("queued"))
    );
    until_job(&cem, &broken, "done", Value::Null);
    let paper = till.until("the copy", || {
        let paper = slip(&sim);
        paper.contains("COPY").then_some(paper)
    });
    assert!(paper.contains("3.59"), "{paper}");
}

#[test]
fn what_was_being_printed_at_a_power_cut_waits_for_a_person() {
    let (till, sim, _) = with_printer();
    let cem = till.sign_in(Who::Cem);
    sim.set(json!({"slow_bytes_per_s": 40}));
    let sale = sell(&cem);
    until_job(&cem, &sale, "sending", Value::Null);
    let after = till.after_power_cut();
    let dora = after.sign_in(Who::Dora);
    let job = until_job(&dora, &sale, "troubled", json!("interrupted"));
    let given_up = dora.ok("print_give_up", json!({"job_id": job["job_id"]}));
    assert_eq!(given_up["state"], "given_up");
    // It may be on paper: what is printed now is a copy.
    assert_eq!(dora.ok("print", print(&sale))["copy"], true);
    sim.set(json!({"slow_bytes_per_s": 0}));
}

#[test]
fn a_shop_that_asks_prints_when_asked() {
    let (till, sim, _) = with_printer();
    let mia = till.sign_in(Who::Mia);
    let mut settings = mia.ok("settings_view", json!({}));
    settings["print_receipts"] = json!("ask");
    mia.ok("settings_save", settings);
    let sale = sell(&mia);
    assert_eq!(mia.ok("print_jobs", json!({})), json!([]));
    assert_eq!(mia.ok("print", print(&sale))["copy"], false);
    assert!(!slip(&sim).contains("COPY"));
    assert_eq!(mia.ok("print", print(&sale))["copy"], true);
    assert!(slip(&sim).contains("COPY"));
    let gift = json!({"kind": "gift", "sale_id": sale});
    mia.ok(
        "print",
        json!({"job_id": id(), "what": gift, "printer": null}),
    );
    let gift = slip(&sim);
    assert!(gift.contains("Pen") && !gift.contains("2.49"), "{gift}");
    let file = mia.ok(
        "print_pdf",
        json!({"what": {"kind": "receipt", "sale_id": sale}}),
    );
    assert!(
        file["file_name"].as_str().unwrap().ends_with(".pdf"),
        "{file}"
    );
    assert!(
        file["base64"].as_str().unwrap().starts_with("JVBERi"),
        "not a PDF"
    );
}

#[test]
fn without_a_printer_nothing_is_queued() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = sell(&cem);
    assert_eq!(cem.ok("print_jobs", json!({})), json!([]));
    cem.refused("print", print(&sale), ErrorCode::PrinterMissing);
    let paper = cem.ok(
        "paper",
        json!({"what": {"kind": "receipt", "sale_id": sale}}),
    );
    assert!(paper["blocks"].to_string().contains("2.49"), "{paper}");
}

#[test]
fn a_test_page_and_a_kick() {
    let (till, sim, printer) = with_printer();
    let tao = till.sign_in(Who::Tao);
    let test = |test: &str| json!({"peripheral_id": printer, "test": test});
    assert_eq!(tao.ok("peripheral_test", test("page"))["ok"], true);
    assert!(slip(&sim).contains("escpos"));
    assert_eq!(tao.ok("peripheral_test", test("kick"))["ok"], true);
    sim.wait_for("drawer_opened");
    till.until("the drawer is seen open", || {
        let all = tao.ok("peripherals", json!({}));
        (all[0]["drawer_open"] == true).then_some(())
    });
    tao.refused("peripheral_test", test("weigh"), ErrorCode::FieldInvalid);
}

#[test]
fn the_papers_of_a_day() {
    let (till, sim, _) = with_printer();
    let mia = till.sign_in(Who::Mia);
    sell(&mia);
    slip(&sim);
    let count = json!({"kind": "count", "shift_no": 1});
    let printed = |what: Value| {
        mia.ok(
            "print",
            json!({"job_id": id(), "what": what, "printer": null}),
        );
        slip(&sim)
    };
    // Nobody is told what a drawer should hold before it is counted.
    let early = json!({"job_id": id(), "what": count, "printer": null});
    mia.refused("print", early, ErrorCode::NotFound);
    let paid_in = json!({"shift_no": null, "amount_minor": 1250, "reason": "change"});
    let shift = mia.ok("cash_pay_in", paid_in);
    let seq = shift["moves"][0]["seq"].clone();
    let cash = printed(json!({"kind": "cash_slip", "seq": seq}));
    assert!(cash.contains("12.50") && cash.contains("change"), "{cash}");
    let x = printed(json!({"kind": "x", "shift_no": null}));
    assert!(x.contains("3.59"), "{x}");
    let found = shift["expected_minor"].as_i64().unwrap();
    mia.ok("shift_count", counted(1, found));
    let of_count = printed(count);
    assert!(of_count.contains("Mia"), "{of_count}");
    mia.ok("shift_close", closing(1));
    mia.ok("day_close", json!({"z_number": 1}));
    let z = printed(json!({"kind": "z", "z_number": 1}));
    assert!(z.contains("3.59"), "{z}");
    let pdf = json!({"what": {"kind": "z", "z_number": 1}});
    assert!(mia.ok("print_pdf", pdf)["base64"].as_str().unwrap().len() > 1000);
    let ava = till.sign_in(Who::Ava);
    let x = json!({"what": {"kind": "x", "shift_no": null}});
    ava.ok("paper", x.clone());
    till.sign_in(Who::Cem)
        .refused("paper", x, ErrorCode::NotAllowed);
}

#[test]
fn an_exchange_is_one_ticket() {
    let (till, sim, _) = with_printer();
    let mia = till.sign_in(Who::Mia);
    let bought = sell(&mia);
    slip(&sim);
    let (sale, back) = (id(), id());
    let start = json!({
        "sale_id": sale, "return_sale_id": back, "original_sale_id": bought,
        "lines": [{"line_no": 1, "quantity": "1", "written_off": false}],
    });
    mia.ok("exchange_start", start);
    mia.scan(&sale, goods::LAMP);
    let paid = mia.pay_cash(&sale, 20_000);
    assert_eq!(paid["state"], "completed");
    let ticket = slip(&sim);
    let numbers = [&sale, &back].map(|half| mia.sale(half)["number_text"].clone());
    for number in numbers.map(|n| n.as_str().unwrap().to_owned()) {
        assert!(ticket.contains(&number), "{number} in:\n{ticket}");
    }
    assert!(
        ticket.contains("Lamp") && ticket.contains("Pen"),
        "{ticket}"
    );
    until_job(&mia, &sale, "done", Value::Null);
    let jobs = mia.ok("print_jobs", json!({}));
    assert_eq!(jobs.as_array().unwrap().len(), 2, "{jobs}");
    // Asked for by its other half it is the same ticket, and a copy.
    let again = mia.ok("print", print(&back));
    assert_eq!(
        (&again["copy"], &again["what"]["sale_id"]),
        (&json!(true), &json!(sale))
    );
}
