//! Owns the calendar: seconds since 1970 to fields and back, in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// A moment in the terminal's own time, which `06 91` may have shifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// Seconds since 1970 by the machine's clock.
pub fn now_s() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl Moment {
    /// The moment this many seconds after 1970-01-01 00:00.
    pub fn at(seconds: i64) -> Self {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Years begin in March, so that the leap day is the last of its year.
        let era_day = days + 719_468;
        let (era, doe) = (era_day.div_euclid(146_097), era_day.rem_euclid(146_097));
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        Self {
            year: era * 400 + yoe + i64::from(month <= 2),
            month: month as u8,
            day: (doy - (153 * mp + 2) / 5 + 1) as u8,
            hour: (rest / 3_600) as u8,
            minute: (rest / 60 % 60) as u8,
            second: (rest % 60) as u8,
        }
    }

    /// Seconds from 1970 to this moment.
    pub fn seconds(&self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let (era, yoe) = (year.div_euclid(400), year.rem_euclid(400));
        let mp = (i64::from(self.month) + 9) % 12;
        let doy = (153 * mp + 2) / 5 + i64::from(self.day) - 1;
        let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
        let time = i64::from(self.hour) * 3_600 + i64::from(self.minute) * 60;
        days * 86_400 + time + i64::from(self.second)
    }

    /// `MMDD`
    pub fn date(&self) -> String {
        format!("{:02}{:02}", self.month, self.day)
    }

    /// `HHMMSS`
    pub fn time(&self) -> String {
        format!("{:02}{:02}{:02}", self.hour, self.minute, self.second)
    }

    /// RFC 3339 in UTC.
    pub fn stamp(&self) -> String {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(Moment::at(0).stamp(), "1970-01-01T00:00:00Z");
        assert_eq!(Moment::at(951_782_400).stamp(), "2000-02-29T00:00:00Z");
        assert_eq!(Moment::at(1_795_367_815).stamp(), "2026-11-22T17:16:55Z");
        for seconds in (0..4_000_000_000).step_by(86_400 * 13 + 4_711) {
            assert_eq!(Moment::at(seconds).seconds(), seconds);
        }
    }
}
