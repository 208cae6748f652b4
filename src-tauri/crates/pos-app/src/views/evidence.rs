//! The journal as it is read, and who may do what and did it last.

use crate::views::people::GrantView;
use pos_domain::fact::KINDS;
use pos_domain::ids::{Seq, UserId};
use pos_domain::staff::{Permission, Role};
use pos_domain::time::{Day, Instant};
use serde::Serialize;
use ts_rs::TS;

/// The names of all kinds of entries; each has a text `fact-<kind>`.
pub fn fact_kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, name)| *name)
}

/// Entries that were sought, newest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JournalPage {
    pub lines: Vec<JournalLine>,
    /// Where the next page begins (`before`); None: there is no more.
    pub next: Option<Seq>,
    /// The last entry of the journal.
    pub head: Seq,
    /// Every kind that can be sought; each has a text `fact-<kind>`.
    pub kinds: Vec<String>,
}

/// One entry in a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct JournalLine {
    pub seq: Seq,
    pub at: Instant,
    pub kind: String,
    /// None: the till itself.
    pub actor_name: Option<String>,
    pub approver_name: Option<String>,
    pub device_name: Option<String>,
    /// What the entry is about in money, where it is one amount.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Its body was erased; the chain still holds.
    pub erased: bool,
}

/// One entry, opened.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JournalEntryView {
    pub line: JournalLine,
    pub request_id: String,
    pub fields: Vec<JournalField>,
}

/// One field of a body; each name has a text `field-<name>`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct JournalField {
    /// How deep it stands: the fields of the second line of a sale are at 1.
    pub depth: u32,
    pub name: String,
    /// Of a list: which, from 1.
    pub place: Option<u32>,
    pub value: JournalValue,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JournalValue {
    /// Its own fields follow, one deeper.
    Group,
    Empty,
    Text {
        text: String,
    },
    /// A word of the program's, such as a state or a role.
    Word {
        word: String,
    },
    Number {
        #[ts(type = "number")]
        number: i64,
    },
    Amount {
        #[ts(type = "number")]
        amount_minor: i64,
    },
    At {
        at: Instant,
    },
    Day {
        day: Day,
    },
    Truth {
        yes: bool,
    },
    Person {
        name: String,
    },
    Device {
        name: String,
    },
}

/// What the check of the whole journal found.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct JournalVerdict {
    pub holds: bool,
    /// Entries that hold, from the first on.
    #[ts(type = "number")]
    pub entries: i64,
    /// The first that does not.
    pub bad_seq: Option<Seq>,
    pub problem: Option<String>,
    /// Of the last entry that holds, hexadecimal.
    pub head_hash: Option<String>,
    pub took_ms: u32,
}

/// A signed copy of entries.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JournalFile {
    pub file_name: String,
    pub base64: String,
    pub first_seq: Seq,
    pub last_seq: Seq,
    /// By which a reader knows the shop's key: hexadecimal, in groups of four.
    pub fingerprint: String,
}

/// Who may do what, and did it in the days looked at.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AccessReview {
    pub at: Instant,
    pub days: u16,
    #[ts(type = "number")]
    pub entries: i64,
    pub people: Vec<AccessPerson>,
}

/// One person with all that the role allows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AccessPerson {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub active: bool,
    pub last_sign_in: Option<Instant>,
    /// How often the person gave a second person's word.
    #[ts(type = "number")]
    pub approvals_given: i64,
    pub rights: Vec<AccessRight>,
    pub flags: Vec<AccessFlag>,
}

/// One permission of one person.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AccessRight {
    pub permission: Permission,
    pub grant: GrantView,
    /// As in the table of roles.
    pub limit: Option<String>,
    /// Times it was used; None: using it leaves no entry.
    #[ts(type = "number | null")]
    pub used: Option<i64>,
    /// Of these, with a second person.
    #[ts(type = "number")]
    pub approved: i64,
    pub last_used_at: Option<Instant>,
    pub flags: Vec<AccessFlag>,
}

/// What a reviewer should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AccessFlag {
    /// Not once in the days looked at.
    NeverUsed,
    /// This shop allows more than is usual for the role.
    TooWide,
    /// May sign in and has not in the days looked at.
    NeverSignedIn,
}
