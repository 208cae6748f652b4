//! How safe this computer is: what was looked at, what was found, and what the shop's policy makes
//! of it.

use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PostureCheck {
    /// The operating system still gets security updates.
    SystemSupport,
    /// The disk under the shop's folder is encrypted.
    DiskEncryption,
    /// The till does not run with an administrator's rights.
    Administrator,
    /// Nobody but the till's user can read the shop's files.
    FileModes,
    /// The web view that draws the screens is new enough.
    WebView,
    /// A crash does not write memory to a file.
    CoreDumps,
    /// No debugger holds the till, and none of the same user could.
    Debugger,
    /// The clock is kept right by the network, and has not jumped.
    Clock,
    /// There is room on the disk, and the reserve is there.
    DiskSpace,
    /// What opens the shop is bound to this computer or to a person.
    KeySlot,
    /// A recovery phrase can open the shop.
    RecoveryPhrase,
    /// The newest backup is fresh and was proved.
    Backups,
    /// Those with power sign in with a second factor.
    StrongSignIn,
    /// No terminal and no other device is locked: none was exchanged, opened, or knows of payments
    /// that the books do not have.
    Devices,
}

impl PostureCheck {
    pub const ALL: [PostureCheck; 14] = [
        PostureCheck::SystemSupport,
        PostureCheck::DiskEncryption,
        PostureCheck::Administrator,
        PostureCheck::FileModes,
        PostureCheck::WebView,
        PostureCheck::CoreDumps,
        PostureCheck::Debugger,
        PostureCheck::Clock,
        PostureCheck::DiskSpace,
        PostureCheck::KeySlot,
        PostureCheck::RecoveryPhrase,
        PostureCheck::Backups,
        PostureCheck::StrongSignIn,
        PostureCheck::Devices,
    ];

    /// Its name in texts and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            PostureCheck::SystemSupport => "system_support",
            PostureCheck::DiskEncryption => "disk_encryption",
            PostureCheck::Administrator => "administrator",
            PostureCheck::FileModes => "file_modes",
            PostureCheck::WebView => "web_view",
            PostureCheck::CoreDumps => "core_dumps",
            PostureCheck::Debugger => "debugger",
            PostureCheck::Clock => "clock",
            PostureCheck::DiskSpace => "disk_space",
            PostureCheck::KeySlot => "key_slot",
            PostureCheck::RecoveryPhrase => "recovery_phrase",
            PostureCheck::Backups => "backups",
            PostureCheck::StrongSignIn => "strong_sign_in",
            PostureCheck::Devices => "devices",
        }
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PostureStatus {
    Good,
    Bad,
    /// This computer does not tell.
    Unknown,
}

/// What a bad finding does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PostureRule {
    /// It is on the list.
    Inform,
    /// It is in the status bar.
    Warn,
    /// No card is taken.
    Block,
}

/// One line of the list. Its texts are `posture-<check>` (what is asked), `posture-<check>-found`
/// and `posture-<check>-todo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PostureItem {
    pub check: PostureCheck,
    pub status: PostureStatus,
    pub rule: PostureRule,
    /// What was seen, as it is named on this system; for the texts and for support.
    pub found: BTreeMap<String, String>,
}

/// The whole list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PostureView {
    pub items: Vec<PostureItem>,
    pub worst: PostureWorst,
    pub looked_at: Instant,
}

/// The worst of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PostureWorst {
    #[default]
    Good,
    /// Something is bad or not known, and the policy leaves it at that.
    Inform,
    Warn,
    /// No card is taken.
    Block,
}

/// One rule of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostureRuleFor {
    pub check: PostureCheck,
    pub rule: PostureRule,
}

/// What each bad finding does. A check without a line of its own warns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PosturePolicy {
    pub rules: Vec<PostureRuleFor>,
}

impl PosturePolicy {
    /// What a bad finding of this check does here.
    pub fn rule(&self, check: PostureCheck) -> PostureRule {
        let own = self.rules.iter().find(|line| line.check == check);
        own.map_or(PostureRule::Warn, |line| line.rule)
    }
}

/// A real shop's: no card is taken by a till that runs as the administrator.
impl Default for PosturePolicy {
    fn default() -> Self {
        let line = |check: PostureCheck| PostureRuleFor {
            check,
            rule: match check {
                PostureCheck::Administrator => PostureRule::Block,
                PostureCheck::SystemSupport
                | PostureCheck::DiskEncryption
                | PostureCheck::FileModes
                | PostureCheck::WebView
                | PostureCheck::CoreDumps
                | PostureCheck::Debugger
                | PostureCheck::Clock
                | PostureCheck::DiskSpace
                | PostureCheck::KeySlot
                | PostureCheck::RecoveryPhrase
                | PostureCheck::Backups
                | PostureCheck::StrongSignIn
                | PostureCheck::Devices => PostureRule::Warn,
            },
        };
        Self {
            rules: PostureCheck::ALL.into_iter().map(line).collect(),
        }
    }
}
