//! The till's status bar.

use super::day::DoubtSum;
use super::terminal::Link;
use pos_domain::ids::TerminalId;
use pos_domain::time::Instant;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct TillStatus {
    pub terminals: Vec<TerminalStatus>,
    pub doubts: DoubtSum,
    pub suspended_count: u32,
    /// Payments stored and not yet forwarded.
    pub queue: DoubtSum,
    pub network: Network,
    pub now: Instant,
    pub time_zone: String,
    pub journal_seq: i64,
    pub alarm: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TerminalStatus {
    pub terminal_id: TerminalId,
    pub name: String,
    pub link: Link,
}

/// Whether the till has a network; it needs none to sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    Online,
    Offline,
    NoneNeeded,
}
