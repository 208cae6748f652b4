//! A whole machine that was set back: everything on it holds together, and only its terminal knows
//! of payments that the books do not have. Owns the images.

use pos_tests::{Clerk, Sim, Till, Who, goods, template};
use serde_json::json;

/// How the machines were judged.
pub struct Machines {
    pub found: u64,
    /// The newest one: the terminal knows what it knows.
    pub not_accused: u64,
}

/// Pays by card so many times, and starts the image of the machine after each of them.
pub fn set_back(payments: u64) -> Machines {
    let sim = Sim::tcp();
    let till = Till::new();
    let terminal = sim.pair(&till);
    let mut images = Vec::new();
    let cem = till.sign_in(Who::Cem);
    for _ in 0..payments {
        pay_by_card(&cem, &terminal);
        images.push(template::copy_of(till.dir()));
    }
    drop(cem);
    drop(till);
    let mut machines = Machines {
        found: 0,
        not_accused: 0,
    };
    let newest = images.pop().expect("at least one payment");
    for image in images {
        let till = Till::over(image);
        locked(&till, &terminal);
        machines.found += 1;
    }
    let till = Till::over(newest);
    let cem = till.sign_in(Who::Cem);
    pay_by_card(&cem, &terminal);
    machines.not_accused += 1;
    machines
}

fn pay_by_card(cem: &Clerk, terminal: &str) {
    let sale = cem.ring(&[goods::PEN]);
    let due = cem.sale(&sale)["due_minor"].as_i64().unwrap();
    let attempt = cem.pay_card(&sale, terminal, due);
    cem.until_attempt(&sale, &attempt, &["captured"]);
}

/// The register has the lock, with its reason.
fn locked(till: &Till, terminal: &str) {
    let tao = till.sign_in(Who::Tao);
    till.until("the terminal is locked", || {
        let found = tao.ok("register_device", json!({"device_id": terminal}));
        (found["device"]["lock"]["reason"] == "books_behind").then_some(())
    });
}
