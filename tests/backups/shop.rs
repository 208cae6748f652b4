//! The shop that is backed up, and the new computer on which it is made again. Owns how both come
//! to be; looks into neither.

use pos_tests::dice::Dice;
use pos_tests::template::{self, Who};
use pos_tests::{Clerk, Till, goods};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};
use tempfile::TempDir;

/// A furnished shop whose recovery phrase is known; each round begins with a copy of it.
pub struct Furnished {
    folder: TempDir,
    pub phrase: String,
}

impl Furnished {
    pub fn new() -> Furnished {
        let folder = tempfile::tempdir().unwrap();
        let till = Till::at(folder.path());
        let made = till.nobody().ok("shop_create", template::first_run());
        let words = made["recovery_phrase"].as_array().unwrap();
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        let mia = till.sign_in(Who::Mia);
        template::add_person(&mia, Who::Cem);
        template::add_person(&mia, Who::Dora);
        goods::import(&mia, "goods.tsv", goods::TABLE.as_bytes());
        mia.ok("shift_open", json!({"drawer_no": null, "float_minor": 0}));
        drop(mia);
        drop(till);
        Furnished {
            folder,
            phrase: words.join(" "),
        }
    }

    /// A shop that has sold nothing yet.
    pub fn opened(&self) -> Till {
        Till::over(template::copy_of(self.folder.path()))
    }
}

/// What somebody at the counter was told: this sale is done, under this number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub number: i64,
    pub total_minor: i64,
}

impl Told {
    fn of(sale: &Value) -> Told {
        let text = sale["number_text"].as_str().unwrap();
        let (_, number) = text.split_once('-').unwrap();
        Told {
            number: number.parse().unwrap(),
            total_minor: sale["total_minor"].as_i64().unwrap(),
        }
    }
}

/// The counter: who waits there, and what was told so far.
#[derive(Default)]
pub struct Counter {
    told: Mutex<Vec<Told>>,
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    people: u64,
    /// Things done at the counter since more people came.
    done: u64,
    shut: bool,
}

impl Counter {
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.told.lock().unwrap().len()
    }

    /// So many more come to buy. Without an end to them the shop of a slow computer would outgrow
    /// the one of a quick one, and with it the time that the proof takes.
    pub fn more_people(&self, people: u64) {
        let mut queue = self.queue.lock().unwrap();
        queue.people += people;
        queue.done = 0;
        self.changed.notify_all();
    }

    pub fn shut(&self) {
        self.queue.lock().unwrap().shut = true;
        self.changed.notify_all();
    }

    /// Waits until so many things were done since more people came.
    pub fn until_done(&self, things: u64) {
        let queue = self.queue.lock().unwrap();
        let fewer = |queue: &mut Queue| queue.done < things && !queue.shut;
        drop(self.changed.wait_while(queue, fewer).unwrap());
    }

    fn one_more_done(&self) {
        self.queue.lock().unwrap().done += 1;
        self.changed.notify_all();
    }

    /// Waits for the next one; none comes any more once the counter is shut.
    fn next_one(&self) -> bool {
        let queue = self.queue.lock().unwrap();
        let nobody = |queue: &mut Queue| queue.people == 0 && !queue.shut;
        let mut queue = self.changed.wait_while(queue, nobody).unwrap();
        queue.people = queue.people.saturating_sub(1);
        !queue.shut
    }

    /// Sells until the counter is shut: baskets of all sizes, some put aside and left there.
    pub fn sell(&self, clerk: &Clerk, dice: &mut Dice) {
        while self.next_one() {
            let basket = [goods::PEN, goods::COLA, goods::TEA, goods::LAMP];
            let size = dice.between(1, 4);
            let sale = clerk.ring(&basket[..usize::try_from(size).unwrap()]);
            self.one_more_done();
            let aside = dice.below(8);
            if aside < 2 {
                clerk.ok("sale_suspend", json!({"sale_id": sale, "label": "later"}));
            }
            if aside == 1 {
                clerk.ok("sale_recall", json!({"sale_id": sale}));
            }
            if aside > 0 {
                let sold = Told::of(&clerk.pay_cash(&sale, 50_000));
                self.told.lock().unwrap().push(sold);
            }
            self.one_more_done();
        }
    }
}

/// Makes a backup by the desk and waits until it was proved; answers its row.
pub fn backed_up(clerk: &Clerk) -> Value {
    let begun = clerk.ok("backup_make", json!({}));
    clerk.till.until("a proved backup", || {
        let list = clerk.ok("backup_list", json!({}));
        let all = list["backups"].as_array().unwrap();
        let row = all
            .iter()
            .find(|row| row["backup_id"] == begun["backup_id"]);
        let row = row.filter(|row| !row["proof"].is_null())?;
        list["running"].is_null().then(|| row.clone())
    })
}

/// Where a backup lies in the shop's own folder.
pub fn file_of(till: &Till, backup: &Value) -> PathBuf {
    let name = backup["file_name"].as_str().unwrap();
    till.dir().join("backups").join(name)
}

/// Makes the shop of a backup on a computer that has none; no number up to the newest paper's is
/// to be given again.
pub fn on_a_new_computer(file: &Path, phrase: &str, paper_receipt_no: i64) -> Till {
    let till = Till::bare();
    begin_anew(&till, file, phrase, paper_receipt_no);
    till
}

/// The same on a computer that stands there already.
pub fn begin_anew(till: &Till, file: &Path, phrase: &str, paper_receipt_no: i64) {
    let restore = seen_anew(till, file, phrase, paper_receipt_no);
    till.nobody().ok("shop_restore", restore);
}

/// Looks at the backup first; answers what `shop_restore` is told then.
pub fn seen_anew(till: &Till, file: &Path, phrase: &str, paper_receipt_no: i64) -> Value {
    let source = json!({"kind": "file", "path": file});
    let look = json!({"source": source, "phrase": phrase});
    let seen = till.nobody().ok("shop_restore_look", look);
    json!({
        "stage_id": seen["stage_id"], "key_slot": "key_file", "passphrase": null,
        "paper_receipt_no": paper_receipt_no, "paper_z_number": null,
    })
}

/// Sells one thing; answers its number.
pub fn sold_one(till: &Till) -> i64 {
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    Told::of(&cem.pay_cash(&sale, 500)).number
}
