//! Furnished shops, each made once by the real commands: one terminal, on each kind of cable, and
//! the sale or the doubt that an exchange needs before it begins.

use crate::address::address;
use crate::bench::{Bench, Snapshot};
use crate::cable::Medium;
use crate::life::Life;
use crate::stage::Stage;
use pos_devices::{Identity, TerminalStatus};
use pos_tests::disk::Image;
use pos_tests::goods;
use pos_tests::template::{PASSWORD, Who, first_run};
use pos_tests::terminal::{Bank, Habits, Medium as Line, Memory, Terminal};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// The terminal's number and its maker's.
pub const TERMINAL_NO: u32 = 52_000_001;
const SERIAL_NO: u32 = 17_000_001;

/// Ids that are the same in every shop, because each is made alike.
pub struct People {
    pub terminal: Uuid,
    pub mia: String,
    pub sam: String,
    pub cem: String,
}

/// Who is in the shops.
pub fn people() -> &'static People {
    &made().0
}

/// A shop in the morning, with a terminal of these habits.
pub fn morning(medium: Medium, habits: Habits) -> Snapshot {
    let (_, [tcp, serial]) = made();
    let (image, line) = match medium {
        Medium::Tcp => (tcp, Line::Tcp),
        Medium::Serial => (serial, Line::Serial),
    };
    Snapshot {
        image: image.0.clone(),
        stage: image.1.clone(),
        terminal: Terminal::new(line, habits, Memory::new(TERMINAL_NO, SERIAL_NO, 41, 141)),
        bank: Bank::default(),
    }
}

type Made = (People, [(Image, Arc<Stage>); 2]);

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let (tcp, people) = furnish(Medium::Tcp);
        let (serial, same) = furnish(Medium::Serial);
        assert_eq!(people.terminal, same.terminal);
        (people, [tcp, serial])
    })
}

fn furnish(medium: Medium) -> ((Image, Arc<Stage>), People) {
    let stage = Arc::new(Stage::default());
    let found = Identity {
        terminal_id: format!("{TERMINAL_NO:08}"),
        serial_number: Some(format!("{SERIAL_NO:08}")),
        model: None,
        software: None,
        simulator: false,
        status: TerminalStatus::Ready,
    };
    let life = Life::begin(&Image::default(), stage.clone(), Some(found));
    life.ok("shop_create", first_run());
    let users = life.ok("session_users", json!({}));
    let mia = text(&users[0]["user_id"]);
    life.sign_in(&mia, None, Some(PASSWORD));
    life.ok("session_step_up", json!({"password": PASSWORD}));
    let [cem, sam] = [Who::Cem, Who::Sam].map(|who| {
        let user = stage.id().to_string();
        let save = json!({"user_id": user, "name": who.name(), "role": who.role(), "active": true});
        life.ok("user_save", save);
        let secret = json!({"user_id": user, "pin": who.pin(), "password": null});
        life.ok("user_secret_set", secret);
        user
    });
    import(&life, &stage);
    let terminal = stage.id();
    let pair = json!({
        "terminal_id": terminal, "name": "Counter", "address": address(medium), "password": null,
    });
    life.ok("terminal_pair", pair);
    life.ok("shift_open", json!({"drawer_no": null, "float_minor": 0}));
    life.world.settle();
    let moved = life.world.file.with_writer(|writer| writer.checkpoint());
    moved.expect("open").expect("a disk that works");
    let people = People {
        terminal,
        mia,
        sam,
        cem,
    };
    ((life.disk.kill(), stage), people)
}

fn import(life: &Life, stage: &Stage) {
    use base64ct::{Base64, Encoding};
    let import = stage.id().to_string();
    let bytes = goods::TABLE.as_bytes();
    let begin = json!({"import_id": import, "file_name": "goods.tsv", "size": bytes.len()});
    life.ok("import_begin", begin);
    let base64 = Base64::encode_string(bytes);
    let chunk = json!({"import_id": import, "index": 0, "base64": base64});
    life.ok("import_chunk", chunk);
    let check = life.ok(
        "import_check",
        json!({"import_id": import, "mapping": null}),
    );
    let commit = json!({"import_id": import, "mapping": check["mapping"]});
    life.ok("import_commit", commit);
}

/// A text in an answer.
pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl Bench {
    /// The cashier signs in.
    pub fn sign_in(&self) {
        self.life.sign_in(&people().cem, Some(Who::Cem.pin()), None);
    }

    /// Until the terminal can be used.
    pub fn until_ready(&mut self) {
        assert!(self.run(120_000, &mut Bench::is_ready), "never ready");
    }

    /// Rings goods; answers the sale.
    pub fn ring(&self, code: &str) -> String {
        let sale = self.stage.id().to_string();
        let line = self.stage.id().to_string();
        let scan = json!({"sale_id": sale, "line_id": line, "code": code, "quantity": null});
        self.life.ok("sale_scan", scan);
        sale
    }

    /// Asks for a card; answers the attempt.
    pub fn pay_card(&self, sale: &str, amount_minor: i64) -> String {
        let attempt = self.stage.id().to_string();
        let input = json!({
            "sale_id": sale, "attempt_id": attempt, "terminal_id": people().terminal,
            "amount_minor": amount_minor,
        });
        self.life.ok("sale_pay_card", input);
        attempt
    }
}
