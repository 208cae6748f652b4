//! One furnished shop a test binary: made by the real commands once, then copied for each test,
//! because every PIN costs a tenth of a second to hash.

use crate::clerk::Clerk;
use crate::disk::Image;
use crate::goods;
use crate::id;
use crate::till::Till;
use pos_store::{RESERVE_BYTES, RESERVE_FILE};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

/// The people of every test shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Cashier.
    Cem,
    /// Another cashier.
    Dora,
    /// Supervisor.
    Sam,
    /// Manager, who made the shop.
    Mia,
    /// Technician.
    Tao,
    /// Auditor.
    Ava,
}

impl Who {
    pub const ALL: [Who; 6] = [Who::Cem, Who::Dora, Who::Sam, Who::Mia, Who::Tao, Who::Ava];

    pub fn name(self) -> &'static str {
        match self {
            Who::Cem => "Cem",
            Who::Dora => "Dora",
            Who::Sam => "Sam",
            Who::Mia => "Mia",
            Who::Tao => "Tao",
            Who::Ava => "Ava",
        }
    }

    pub fn role(self) -> &'static str {
        match self {
            Who::Cem | Who::Dora => "cashier",
            Who::Sam => "supervisor",
            Who::Mia => "manager",
            Who::Tao => "technician",
            Who::Ava => "auditor",
        }
    }

    pub fn pin(self) -> &'static str {
        match self {
            Who::Cem => "284613",
            Who::Dora => "739052",
            Who::Sam => "516827",
            Who::Mia => "860394",
            Who::Tao => "427195",
            Who::Ava => "953068",
        }
    }
}

/// The manager's password.
pub const PASSWORD: &str = "kettle-4-violet-harbour";

/// What `shop_create` is told for a test shop.
pub fn first_run() -> Value {
    json!({
        "kind": "test", "name": "Corner Shop", "address": ["1 High Street"],
        "register_name": "Till 1", "currency": "EUR", "language": "en",
        "prices_include_tax": true, "tax_rounding": "per_line",
        "tax_classes": [
            {"tax_class_id": 1, "name": "Standard", "rate_percent": "19"},
            {"tax_class_id": 2, "name": "Reduced", "rate_percent": "7"},
        ],
        "cash_rounding_minor": 1, "manager_name": "Mia", "manager_password": PASSWORD,
        "manager_pin": Who::Mia.pin(), "key_slot": "key_file", "passphrase": null,
        "time_zone": "Europe/Berlin",
        // Six people with a PIN each: what the strong rules ask has journeys of its own.
        "sign_in": {"strong": false, "change_given": false, "letters_and_digits": true},
    })
}

/// Adds a person with a PIN.
pub fn add_person(manager: &Clerk, who: Who) {
    let user = id();
    let save = json!({"user_id": user, "name": who.name(), "role": who.role(), "active": true});
    manager.ok("user_save", save);
    let secret = json!({"user_id": user, "pin": who.pin(), "password": null});
    manager.ok("user_secret_set", secret);
}

/// Files by their names.
type Files = Vec<(String, Vec<u8>)>;

/// Writes a furnished shop into a folder, its drawer open with nothing in it.
pub fn lay_out(folder: &Path) {
    write(folder, files_of_open());
}

/// Writes the keys of a furnished shop into a folder; its file and what belongs to it are in the
/// image of a disk, under the same path. The drawer is open.
pub fn lay_out_apart(folder: &Path) -> Image {
    let mut image = Image::default();
    for (name, bytes) in files_of_open() {
        if name.contains("key") {
            fs::write(folder.join(name), bytes).unwrap();
        } else {
            image = image.with(&folder.join(name), bytes);
        }
    }
    image
}

/// Writes a furnished shop into a folder; no drawer was opened in it yet.
pub fn lay_out_shut(folder: &Path) {
    write(folder, shut());
}

fn files_of_open() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(open)
}

fn shut() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(furnish)
}

fn write(folder: &Path, files: &Files) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    // Its length is all that is asked of it; a test need not take the room.
    let reserve = fs::File::create(folder.join(RESERVE_FILE)).unwrap();
    reserve.set_len(RESERVE_BYTES).unwrap();
}

fn open() -> Files {
    let till = Till::shut();
    let mia = till.sign_in(Who::Mia);
    mia.ok("shift_open", json!({"drawer_no": null, "float_minor": 0}));
    files(&till)
}

fn furnish() -> Files {
    let till = Till::bare();
    till.nobody().ok("shop_create", first_run());
    let manager = till.sign_in(Who::Mia);
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Mia) {
        add_person(&manager, who);
    }
    goods::import(&manager, "goods.tsv", goods::TABLE.as_bytes());
    files(&till)
}

/// What a till leaves on the disk when it ends.
fn files(till: &Till) -> Files {
    till.stop();
    let entries = fs::read_dir(till.dir()).unwrap();
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    };
    let kept = entries
        .map(Result::unwrap)
        .filter(|entry| entry.file_name() != RESERVE_FILE);
    kept.map(read).collect()
}

/// Copies a shop's folder as it stands, its own backups included.
pub fn copy_of(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_into(folder, copy.path());
    copy
}

fn copy_into(folder: &Path, to: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            fs::create_dir(&to).unwrap();
            copy_into(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
