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
    /// The first and last day of the calendar, −9999-01-01 and 9999-12-31.
    const RANGE: (i32, i32) = (-4_371_587, 2_932_896);

    /// A day outside the calendar is its nearest end.
    pub fn date(self) -> civil::Date {
        let days = self.0.clamp(Self::RANGE.0, Self::RANGE.1);
        Self::EPOCH.saturating_add(jiff::Span::new().days(days))
    }
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        let written = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
        let date = written.then(|| text.parse::<civil::Date>().ok())?;
        date.map(Day::from_date)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(zone: &str, cut_off_minute: u16) -> DayRule {
        let zone = TimeZone::get(zone).expect("a zone of the time zone database");
        DayRule {
            zone,
            cut_off_minute,
        }
    }

    fn at(utc: &str) -> Instant {
        Instant(utc.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn a_day_begins_at_the_cut_off() {
        for (zone, cut_off, utc, day, hour) in [
            ("Europe/Berlin", 0, "2026-11-22T22:59:59Z", "2026-11-22", 23),
            ("Europe/Berlin", 0, "2026-11-22T23:00:00Z", "2026-11-23", 0),
            // A bar that closes at four in the morning.
            (
                "Europe/Berlin",
                240,
                "2026-11-23T02:59:59Z",
                "2026-11-22",
                3,
            ),
            (
                "Europe/Berlin",
                240,
                "2026-11-23T03:00:00Z",
                "2026-11-23",
                4,
            ),
            // Clocks go forward at 02:00 on 29 March: 01:59 is followed by 03:00.
            (
                "Europe/Berlin",
                150,
                "2026-03-29T00:59:59Z",
                "2026-03-28",
                1,
            ),
            (
                "Europe/Berlin",
                150,
                "2026-03-29T01:00:00Z",
                "2026-03-29",
                3,
            ),
            // Clocks go back at 03:00 on 25 October: 02:30 comes twice, and counts as it reads.
            (
                "Europe/Berlin",
                150,
                "2026-10-25T00:29:59Z",
                "2026-10-24",
                2,
            ),
            (
                "Europe/Berlin",
                150,
                "2026-10-25T00:30:00Z",
                "2026-10-25",
                2,
            ),
            (
                "Europe/Berlin",
                150,
                "2026-10-25T01:10:00Z",
                "2026-10-24",
                2,
            ),
            (
                "Europe/Berlin",
                150,
                "2026-10-25T01:30:00Z",
                "2026-10-25",
                2,
            ),
            (
                "America/New_York",
                0,
                "2026-07-01T03:59:00Z",
                "2026-06-30",
                23,
            ),
            ("Asia/Shanghai", 0, "2026-07-01T16:00:00Z", "2026-07-02", 0),
            (
                "Pacific/Auckland",
                0,
                "2026-12-31T11:00:00Z",
                "2027-01-01",
                0,
            ),
            ("UTC", 0, "1970-01-01T00:00:00Z", "1970-01-01", 0),
        ] {
            let (found, found_hour) = rule(zone, cut_off).place(at(utc));
            assert_eq!(
                (found.to_string().as_str(), found_hour),
                (day, hour),
                "{zone} {utc}"
            );
        }
    }

    #[test]
    fn days_are_written_one_way() {
        assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
        assert_eq!(
            Day::parse("2024-02-29")
                .map(|d| d.plus_days(366).to_string())
                .as_deref(),
            Some("2025-03-01")
        );
        for text in [
            "2023-02-29",
            "20240101",
            "2024-1-1",
            "2024-01-01T00:00",
            "",
            "2024-13-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(Day(i32::MIN).to_string(), "-009999-01-01");
        assert_eq!(serde_json::to_string(&Day(0)).unwrap(), r#""1970-01-01""#);
    }

    proptest! {
        #[test]
        fn any_moment_has_a_place(millis in any::<i64>(), cut_off in 0..1440_u16) {
            let (_, hour) = rule("Europe/Berlin", cut_off).place(Instant(millis));
            prop_assert!(hour < 24);
        }

        #[test]
        fn a_day_is_its_text(days in -700_000..2_932_896_i32) {
            prop_assert_eq!(Day::parse(&Day(days).to_string()), Some(Day(days)));
        }
    }
}
