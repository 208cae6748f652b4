//! The hour of the clock's backups.

use super::*;

fn at(text: &str) -> Instant {
    Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn the_hour_comes_once_a_day_by_the_shops_clock() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let plan = |minute| BackupPlan {
        daily_at_minute: minute,
        ..BackupPlan::default()
    };
    let cases = [
        // In winter 03:00 is 02:00 UTC, in summer 01:00.
        (180, "2026-11-23T01:59:59Z", "2026-11-23T02:00:00Z"),
        (180, "2026-11-23T02:00:00Z", "2026-11-24T02:00:00Z"),
        (180, "2026-07-01T00:30:00Z", "2026-07-01T01:00:00Z"),
        // The night in which 02:30 does not come: as late as 03:30.
        (150, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
        // The night in which it comes twice: the first time only.
        (150, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        (0, "2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"),
    ];
    for (minute, after, next) in cases {
        let found = next_at(&plan(Some(minute)), &zone, at(after));
        assert_eq!(found, Some(at(next)), "{minute} after {after}");
    }
    assert_eq!(
        next_at(&plan(None), &zone, at("2026-11-23T02:00:00Z")),
        None
    );
}
