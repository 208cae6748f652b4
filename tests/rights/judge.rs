//! What came of a sequence, read from the file itself: entries, people, rules; and from what was
//! answered. Owns what a cashier and a technician may have done, in words of its own: it does not
//! ask the table of the program.

use crate::hands::Told;
use pos_app::ports::records::EntrySought;
use pos_app::ports::store::Store;
use pos_domain::cart::SaleKind;
use pos_domain::fact::{CashMoveKind, Fact, SaleCompleted};
use pos_domain::ids::{DeviceId, Seq, UserId};
use pos_domain::journal::Header;
use pos_tests::{Till, Who};
use serde_json::Value;
use std::collections::HashMap;

/// What a cashier may pay back alone against one receipt, in cents.
const RETURN_MINOR_MAX: i64 = 5_000;
/// What a cashier may give up of a sale that was rung.
const VOID_MINOR_MAX: i64 = 10_000;
/// What a drawer may be over or short.
const DIFFERENCE_MINOR_MAX: i64 = 500;
/// What a cashier may take off, in hundredths: once of the line and once of the sale.
const DISCOUNT_PERCENT_MAX: i64 = 10;

/// Never told to a technician: what is sold, taken and owed.
const BUSINESS: [&str; 10] = [
    "total_minor",
    "gross_minor",
    "net_minor",
    "unit_price",
    "masked_pan",
    "expected_minor",
    "counted_minor",
    "given_minor",
    "demo_logins",
    "manager_password",
];

/// Never told to anybody.
const SECRET: [&str; 3] = ["pin_hash", "password_hash", "recovery_phrase"];

/// One till's judge.
pub struct Judge {
    seen: i64,
    people: HashMap<UserId, Who>,
    rights: String,
    /// By original sale: what it took, and what was paid back for it.
    taken: HashMap<Seq, i64>,
    paid_back: HashMap<Seq, i64>,
    /// By device: the key check value that strange keys are found by.
    kcv: HashMap<DeviceId, String>,
}

impl Judge {
    /// Takes the till as it stands as the measure.
    pub fn new(till: &Till) -> Judge {
        let people = Who::ALL.map(|who| {
            let id = till.user_id(who).parse().expect("an id is a UUID");
            (UserId(id), who)
        });
        Judge {
            seen: till.books().entries(),
            people: people.into(),
            rights: rights(till),
            taken: HashMap::new(),
            paid_back: HashMap::new(),
            kcv: HashMap::new(),
        }
    }

    /// Judges what is new; Err names it.
    pub fn looks(&mut self, till: &Till, told: &[Told]) -> Result<(), String> {
        for (header, fact) in self.fresh(till) {
            let who = header.actor.and_then(|id| self.people.get(&id)).copied();
            let fact = fact.ok_or("an entry without a body")?;
            match who {
                Some(Who::Cem | Who::Dora) => self.cashier(&header, &fact)?,
                Some(Who::Tao) => self.technician(&header, &fact)?,
                // The till itself, and those who set the stage.
                Some(Who::Sam | Who::Mia | Who::Ava) | None => {}
            }
        }
        let now = rights(till);
        if now != self.rights {
            return Err(format!("rights: {} became {now}", self.rights));
        }
        told.iter().try_for_each(data)
    }

    /// Judges what is new as if a cashier had done it.
    pub fn as_if_by_cashier(&mut self, till: &Till) -> Result<(), String> {
        for (header, fact) in self.fresh(till) {
            if let Some(fact) = fact {
                self.cashier(&header, &fact)?;
            }
        }
        Ok(())
    }

    fn fresh(&mut self, till: &Till) -> Vec<(Header, Option<Fact>)> {
        let (mut fresh, seen) = (Vec::new(), self.seen);
        let mut reader = till.books().reader();
        let walked = reader.look(|store: &mut dyn Store| {
            store.entries(&EntrySought::default(), &mut |header, fact| {
                let new = header.seq.0 > seen;
                if new {
                    fresh.push((header, fact));
                }
                new
            })
        });
        walked.expect("the journal can be read");
        fresh.reverse();
        self.seen += fresh.len() as i64;
        fresh
    }

    fn cashier(&mut self, header: &Header, fact: &Fact) -> Result<(), String> {
        let wrong = |what: &str| {
            Err(format!(
                "entry {}: a cashier {what}: {fact:?}",
                header.seq.0
            ))
        };
        if header.approver.is_some() {
            return wrong("had an approval that nobody gave");
        }
        match fact {
            Fact::SaleCompleted(sold) => match self.sale(header.seq, sold) {
                Ok(()) => Ok(()),
                Err(what) => wrong(&what),
            },
            Fact::SaleVoided(gone) if gone.total_minor > VOID_MINOR_MAX => wrong("voided too much"),
            Fact::CashMoved(moved) if moved.kind == CashMoveKind::PaidOut => wrong("paid out"),
            Fact::DrawerOpened(_) => wrong("opened the drawer with no sale"),
            Fact::ShiftClosed(closed) => {
                let difference = closed.counted_minor - closed.expected_minor;
                match difference.abs() > DIFFERENCE_MINOR_MAX {
                    true => wrong("closed a drawer with too large a difference"),
                    false => Ok(()),
                }
            }
            Fact::SaleVoided(_)
            | Fact::CashMoved(_)
            | Fact::ReceiptReprinted(_)
            | Fact::SignedIn(_)
            | Fact::LockedOut(_)
            | Fact::ShiftOpened(_)
            | Fact::ShiftCounted(_) => Ok(()),
            // Whatever else there is, and whatever comes, is not a cashier's.
            _ => wrong("did what is not a cashier's"),
        }
    }

    /// Devices, backups and nothing else; and what a strange key is found by stays as it is.
    fn technician(&mut self, header: &Header, fact: &Fact) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("entry {}: {what}: {fact:?}", header.seq.0));
        if header.approver.is_some() {
            return wrong("a technician had an approval that nobody gave");
        }
        match fact {
            Fact::DeviceNoted(noted) => {
                let known = self.kcv.get(&noted.device_id);
                if known.is_some() && known != noted.kcv.as_ref() {
                    return wrong("a technician changed a key check value alone");
                }
                if let Some(kcv) = &noted.kcv {
                    self.kcv.insert(noted.device_id, kcv.clone());
                }
                Ok(())
            }
            Fact::SignedIn(_)
            | Fact::LockedOut(_)
            | Fact::TerminalPaired(_)
            | Fact::TerminalUnpaired(_)
            | Fact::TerminalTested(_)
            // The terminal's own end of day, which it prints whoever asks.
            | Fact::TerminalClosed(_)
            | Fact::AlarmCleared(_)
            | Fact::PeripheralPaired(_)
            | Fact::PeripheralUnpaired(_)
            | Fact::DeviceLocked(_)
            | Fact::DeviceInspected(_)
            | Fact::BackupMade(_)
            | Fact::BackupProved(_)
            | Fact::DrillHeld(_) => Ok(()),
            // Clearing a lock takes two; keys, rules, people and evidence are not a technician's.
            _ => wrong("a technician did what is not a technician's"),
        }
    }

    fn sale(&mut self, seq: Seq, sold: &SaleCompleted) -> Result<(), String> {
        if sold.kind == SaleKind::Sale {
            self.taken.insert(seq, sold.total_minor);
            return prices(sold);
        }
        let original = sold.original.ok_or("paid back without a receipt")?;
        if sold.total_minor > RETURN_MINOR_MAX {
            return Err("paid back too much at once".to_owned());
        }
        let back = self.paid_back.entry(original).or_default();
        *back += sold.total_minor;
        match self.taken.get(&original) {
            Some(taken) if *back > *taken => Err("paid back more than was taken".to_owned()),
            Some(_) | None => Ok(()),
        }
    }
}

/// At the catalogue's price, with what a cashier may take off once of the line and once of the
/// sale.
fn prices(sold: &SaleCompleted) -> Result<(), String> {
    for line in sold.lines.iter().filter(|line| !line.voided) {
        if line.list_price.is_some() {
            return Err("sold at another price".to_owned());
        }
        if line.amount_minor < 0 {
            return Err("sold for less than nothing".to_owned());
        }
        let before = line.amount_minor + line.discount_minor + line.document_discount_minor;
        // To the cent: a share is rounded once.
        let most = before * DISCOUNT_PERCENT_MAX / 100 + 1;
        if line.discount_minor > most || line.document_discount_minor > most {
            return Err(format!("took more than {DISCOUNT_PERCENT_MAX} % off"));
        }
    }
    Ok(())
}

/// Who there is, what they are, what opens for them; and the rules of the shop.
fn rights(till: &Till) -> String {
    let wanted = |name: &str| {
        name.starts_with("user.")
            && !name.ends_with("last_sign_in")
            && !name.contains("tries")
            && !name.contains("locked")
            || name.starts_with("shop.")
    };
    let rows = till.books().dump();
    let kept = rows.iter().filter(|(name, _)| wanted(name));
    kept.map(|(name, bytes)| format!("{name}={}\n", String::from_utf8_lossy(bytes)))
        .collect()
}

fn data(told: &Told) -> Result<(), String> {
    let Told { who, answer, .. } = told;
    if answer.to_string().contains("$argon2") {
        return Err(format!("{} was told a hash: {answer}", who.name()));
    }
    // What hangs over the counter for everybody to read is told to everybody.
    let hidden = *who == Who::Tao && told.command != "customer_view";
    let business: &[&str] = if hidden { &BUSINESS } else { &[] };
    let never: Vec<&str> = SECRET.iter().chain(business).copied().collect();
    match field(answer, &never) {
        Some(word) => Err(format!("{} was told {word}: {answer}", who.name())),
        None => Ok(()),
    }
}

/// The first of these fields in which something stands.
fn field<'n>(value: &Value, never: &[&'n str]) -> Option<&'n str> {
    let nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => false,
    };
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let found = never.iter().find(|word| **word == name.as_str());
            match found {
                Some(word) if !nothing(value) => Some(*word),
                Some(_) | None => field(value, never),
            }
        }),
        Value::Array(all) => all.iter().find_map(|value| field(value, never)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
