//! Which backups are kept: the newest of each of the last days, weeks and months, what was made by
//! hand today, and the one before the last update. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pos_app::ports::backups::Keep;
use pos_app::views::backup::{BackupView, KeptAs};
use pos_domain::fact::BackupWhy;
use pos_domain::ids::BackupId;
use pos_domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// The day, week or month in which a date falls.
type SpanOf = fn(Date) -> (i16, i16);

/// For what each is kept; one that is not in it may go. `backups` come newest first. One that was
/// found broken is kept for nothing: it must not push a good one out.
pub fn kept(
    backups: &[BackupView],
    keep: Keep,
    zone: &TimeZone,
    now: Instant,
) -> BTreeMap<BackupId, Vec<KeptAs>> {
    let mut kept: BTreeMap<BackupId, Vec<KeptAs>> = BTreeMap::new();
    if let Some(newest) = backups.first() {
        kept.insert(newest.backup_id, Vec::new());
    }
    let sound = |one: &&BackupView| one.proof.as_ref().is_none_or(|proof| proof.good);
    let kinds: [(KeptAs, u16, SpanOf); 3] = [
        (KeptAs::Daily, keep.daily, |day| {
            (day.year(), day.day_of_year())
        }),
        (KeptAs::Weekly, keep.weekly, |day| {
            let week = day.iso_week_date();
            (week.year(), i16::from(week.week()))
        }),
        (KeptAs::Monthly, keep.monthly, |day| {
            (day.year(), i16::from(day.month()))
        }),
    ];
    for (kind, most, span) in kinds {
        let mut spans = BTreeSet::new();
        for backup in backups.iter().filter(sound) {
            let day = date(backup.at, zone);
            if spans.len() < usize::from(most) && spans.insert(span(day)) {
                kept.entry(backup.backup_id).or_default().push(kind);
            }
        }
    }
    // Who made one by hand before something that may go wrong finds it again on that day, whatever
    // was made since.
    let by_hand =
        |one: &&BackupView| one.why == BackupWhy::Hand && date(one.at, zone) == date(now, zone);
    for backup in backups.iter().filter(sound).filter(by_hand) {
        kept.entry(backup.backup_id).or_default().push(KeptAs::Hand);
    }
    // The way back from a program that turns out to be worse, until the next one comes.
    let mut updates = backups.iter().filter(sound);
    if let Some(backup) = updates.find(|one| one.why == BackupWhy::Update) {
        let kinds = kept.entry(backup.backup_id).or_default();
        kinds.push(KeptAs::Update);
    }
    kept
}

fn date(at: Instant, zone: &TimeZone) -> Date {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.to_zoned(zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pos_app::views::backup::BackupProof;
    use pos_domain::ids::Seq;
    use uuid::Uuid;

    const HOUR_MS: i64 = 3_600_000;

    fn now() -> Instant {
        let now: jiff::Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        Instant(now.as_millisecond())
    }

    fn backup(number: u128, hours_ago: i64, good: bool) -> BackupView {
        BackupView {
            backup_id: BackupId(Uuid::from_u128(number)),
            at: Instant(now().0 - hours_ago * HOUR_MS),
            why: BackupWhy::Schedule,
            seq: Seq(1),
            bytes: 1,
            file_name: String::new(),
            places: Vec::new(),
            proof: Some(BackupProof {
                at: Instant(0),
                by: None,
                good,
                checks: Vec::new(),
            }),
            kept_as: Vec::new(),
        }
    }

    #[test]
    fn seven_days_four_weeks_twelve_months() {
        // Two a day for two years.
        let all: Vec<_> = (0..1460)
            .map(|n| backup(u128::try_from(n).unwrap(), n * 12, true))
            .collect();
        let kept = kept(&all, Keep::default(), &TimeZone::UTC, now());
        let of = |kind| kept.values().filter(|kinds| kinds.contains(&kind)).count();
        assert_eq!(of(KeptAs::Daily), 7);
        assert_eq!(of(KeptAs::Weekly), 4);
        assert_eq!(of(KeptAs::Monthly), 12);
        assert!(kept.len() <= 23, "{}", kept.len());
        // The newest of each: the newest of all is the day's, the week's and the month's.
        assert_eq!(kept[&all[0].backup_id].len(), 3);
        assert!(!kept.contains_key(&all[1].backup_id), "the day's older one");
    }

    #[test]
    fn a_broken_one_pushes_no_good_one_out() {
        let all = [
            backup(1, 0, false),
            backup(2, 1, true),
            backup(3, 25, false),
        ];
        let kept = kept(&all, Keep::default(), &TimeZone::UTC, now());
        assert!(kept[&all[0].backup_id].is_empty(), "only as the newest");
        assert_eq!(kept[&all[1].backup_id].len(), 3);
        assert!(!kept.contains_key(&all[2].backup_id));
    }

    #[test]
    fn what_was_made_by_hand_today_and_before_the_last_update_stays() {
        let why = |number, hours_ago, why| BackupView {
            why,
            ..backup(number, hours_ago, true)
        };
        let all = [
            why(1, 0, BackupWhy::Hand),
            why(2, 1, BackupWhy::Hand),
            why(3, 2, BackupWhy::Schedule),
            why(4, 3, BackupWhy::Update),
            why(5, 11, BackupWhy::Hand),
            why(6, 13, BackupWhy::Hand),
            why(7, 14, BackupWhy::Hand),
            why(8, 15, BackupWhy::Update),
        ];
        let kept = kept(&all, Keep::default(), &TimeZone::UTC, now());
        let of = |nth: usize| kept.get(&all[nth].backup_id).map(Vec::as_slice);
        use KeptAs::{Daily, Hand, Monthly, Update, Weekly};
        let expected: [Option<&[KeptAs]>; 8] = [
            Some(&[Daily, Weekly, Monthly, Hand]),
            Some(&[Hand]),
            None,
            Some(&[Update]),
            Some(&[Hand]),
            // Yesterday's: the newest of its day, and of its week.
            Some(&[Daily, Weekly]),
            None,
            None,
        ];
        for (nth, expected) in expected.into_iter().enumerate() {
            assert_eq!(of(nth), expected, "number {}", nth + 1);
        }
    }
}
