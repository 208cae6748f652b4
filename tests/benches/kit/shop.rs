//! A shop to sell in: made, filled and used through the same calls as the screens make.

use super::goods;
use base64ct::{Base64, Encoding};
use pos_app::api::session::Seat;
use pos_app::{Call, Caller};
use pos_domain::ids::RequestId;
use pos_host::{Host, HostOptions};
use pos_store::Database;
use pos_vault::{Unlock, Vault};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// The manager of every benchmark's shop; nothing real lies behind it. It must keep the rules: no
/// name of the shop, no common word alone.
pub const PASSWORD: &str = "copper-lantern-7714-quay";
/// People who ring, one a register.
pub const REGISTERS_MAX: usize = 4;

/// Starts the till of a folder.
pub fn start(folder: &Path, terminals: bool) -> Arc<Host> {
    let options = HostOptions {
        data_dir: folder.to_path_buf(),
        passphrase: None,
        terminals,
    };
    Host::start(options).expect("the till starts")
}

/// The file of a folder, without a till around it.
pub fn database(folder: &Path) -> Database {
    let ring = Vault::at(folder)
        .open(&Unlock::Automatic)
        .expect("the key file opens the shop");
    let keys = pos_host::store_keys(&ring);
    Database::at(folder, keys)
}

/// One person at one seat.
#[derive(Clone)]
pub struct Register {
    pub host: Arc<Host>,
    caller: Caller,
}

impl Register {
    fn unsigned(host: &Arc<Host>, seat: usize) -> Register {
        Register {
            host: host.clone(),
            caller: Caller {
                seat: Seat(format!("register-{seat}")),
                handle: String::new(),
            },
        }
    }

    /// Signs the `seat`-th person in: 0 is the manager.
    pub fn sign_in(host: &Arc<Host>, seat: usize) -> Register {
        let mut register = Register::unsigned(host, seat);
        let users = register.call("session_users", json!({}));
        let name = person(seat);
        let user = users
            .as_array()
            .and_then(|all| all.iter().find(|user| user["name"] == name.as_str()))
            .unwrap_or_else(|| panic!("{name} works here"));
        let session = register.call(
            "session_sign_in",
            json!({ "user_id": user["user_id"], "pin": null, "password": PASSWORD }),
        );
        session["handle"]
            .as_str()
            .expect("a session has a handle")
            .clone_into(&mut register.caller.handle);
        register
    }

    /// One call, as a screen makes it.
    pub fn call(&self, command: &str, input: Value) -> Value {
        let call = Call {
            command: command.to_owned(),
            input,
            request_id: Some(RequestId(Uuid::now_v7())),
            approval: None,
        };
        self.host
            .app()
            .call(&self.caller, call)
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Rings a sale of these codes; answers its id and what is due in cash.
    pub fn ring(&self, codes: &[&str]) -> (Uuid, i64) {
        let sale_id = Uuid::now_v7();
        let mut due = 0;
        for code in codes {
            let sale = self.call("sale_scan", scan(sale_id, code));
            due = sale["due_cash_minor"].as_i64().expect("an amount");
        }
        (sale_id, due)
    }

    /// Pays a sale in cash, with change.
    pub fn pay(&self, sale_id: Uuid, due: i64) -> Value {
        let given = due / 500 * 500 + 500;
        self.call(
            "sale_pay_cash",
            json!({ "sale_id": sale_id, "tender_id": Uuid::now_v7(), "given_minor": given }),
        )
    }
}

pub fn scan(sale_id: Uuid, code: &str) -> Value {
    json!({ "sale_id": sale_id, "line_id": Uuid::now_v7(), "code": code, "quantity": null })
}

/// What a person of the benchmarks is called.
pub fn person(seat: usize) -> String {
    match seat {
        0 => "Manager".into(),
        n => format!("Cashier {n}"),
    }
}

/// Makes a shop without goods in an empty folder, its drawer open.
pub fn make(folder: &Path) -> Arc<Host> {
    let host = start(folder, false);
    let nobody = Register::unsigned(&host, 0);
    nobody.call(
        "shop_create",
        json!({
            "kind": "test", "name": "Benchmark", "address": ["Street 1", "12345 Town"],
            "register_name": "Till 1", "currency": "EUR", "language": "en",
            "prices_include_tax": true, "tax_rounding": "per_document",
            "tax_classes": [
                { "tax_class_id": 1, "name": "19%", "rate_percent": "19" },
                { "tax_class_id": 2, "name": "7%", "rate_percent": "7" },
            ],
            "cash_rounding_minor": 1, "manager_name": person(0), "manager_password": PASSWORD,
            "manager_pin": null, "key_slot": "key_file", "passphrase": null,
            "time_zone": "Europe/Berlin",
            "sign_in": {
                "strong": false, "change_given": false, "letters_and_digits": true,
            },
        }),
    );
    let manager = Register::sign_in(&host, 0);
    for seat in 1..=REGISTERS_MAX {
        manager.call("session_step_up", json!({ "password": PASSWORD }));
        let user_id = Uuid::now_v7();
        manager.call(
            "user_save",
            json!({ "user_id": user_id, "name": person(seat), "role": "cashier", "active": true }),
        );
        manager.call(
            "user_secret_set",
            json!({ "user_id": user_id, "pin": null, "password": PASSWORD }),
        );
    }
    manager.call("shift_open", json!({ "drawer_no": null, "float_minor": 0 }));
    host
}

/// Takes a file of goods in, piece by piece as the screens send it; answers the import's result.
pub fn import(manager: &Register, table: &[u8]) -> Value {
    let id = Uuid::now_v7();
    manager.call(
        "import_begin",
        json!({ "import_id": id, "file_name": "goods.tsv", "size": table.len() }),
    );
    for (index, piece) in table.chunks(48 * 1024).enumerate() {
        manager.call(
            "import_chunk",
            json!({ "import_id": id, "index": index, "base64": Base64::encode_string(piece) }),
        );
    }
    manager.call(
        "import_commit",
        json!({ "import_id": id, "mapping": goods::mapping() }),
    )
}

/// A shop with this many goods and sales: made once, kept, and copied for each use.
pub fn template(items: usize, sales: usize) -> PathBuf {
    let schema = pos_store::SCHEMA_VERSION;
    let name = format!("shop-v{schema}-{items}-{sales}");
    let kept = super::folder().join(name);
    if kept.join("complete").exists() && opens(&kept) {
        return kept;
    }
    let _ = std::fs::remove_dir_all(&kept);
    println!("making a shop with {items} goods and {sales} sales (once)");
    if sales == 0 {
        let host = make(&kept);
        import(&Register::sign_in(&host, 0), &goods::goods(items).table);
        host.stop();
    } else {
        copy(&template(items, 0), &kept);
        super::history::write(&kept, sales);
    }
    std::fs::write(kept.join("complete"), "").expect("the target folder can be written");
    kept
}

/// A kept shop of an older day may not open with the program of today.
fn opens(folder: &Path) -> bool {
    let options = HostOptions {
        data_dir: folder.to_path_buf(),
        passphrase: None,
        terminals: false,
    };
    match Host::start(options) {
        Ok(host) => {
            host.stop();
            true
        }
        Err(_) => false,
    }
}

/// Copies a shop's folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the target folder can be written");
    for entry in std::fs::read_dir(from).expect("a shop's folder").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("room on the disk");
    }
    let _ = std::fs::remove_file(to.join("complete"));
}
