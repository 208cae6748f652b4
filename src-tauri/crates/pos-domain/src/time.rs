//! Instants, business days and hours. The clock itself is elsewhere: instants come in as arguments.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A moment, in milliseconds since the Unix epoch (UTC).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[ts(type = "number")]
pub struct Instant(#[n(0)] pub i64);

/// A trading date, as days since 1970-01-01. It changes at the shop's cut-off, not at midnight.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
#[ts(type = "string")]
pub struct Day(#[n(0)] pub i32);

impl Day {
    const EPOCH: civil::Date = civil::date(1970, 1, 1);

    pub fn from_date(date: civil::Date) -> Day {
        let days = (date - Self::EPOCH).get_days();
        Day(days)
    }
    pub fn date(self) -> civil::Date {
        Self::EPOCH.saturating_add(jiff::Span::new().days(self.0))
    }
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        text.parse::<civil::Date>().ok().map(Day::from_date)
    }
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date().fmt(f)
    }
}
impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Day::parse(&text).ok_or_else(|| serde::de::Error::custom("a day is YYYY-MM-DD"))
    }
}

/// How a shop tells its days: its time zone and the minute after midnight when a day begins.
#[derive(Clone, Debug)]
pub struct DayRule {
    pub zone: TimeZone,
    pub cut_off_minute: u16,
}

impl DayRule {
    /// The trading date and the wall-clock hour (0–23) of a moment.
    pub fn place(&self, at: Instant) -> (Day, u8) {
        let moment = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let civil = self.zone.to_datetime(moment);
        let shifted =
            civil.saturating_sub(jiff::Span::new().minutes(i64::from(self.cut_off_minute)));
        (Day::from_date(shifted.date()), civil.hour().unsigned_abs())
    }
}
