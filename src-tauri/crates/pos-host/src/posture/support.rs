//! How long systems and web views are looked after by their makers. Tables that age: what is not in
//! them is unknown.

use super::{Screens, fact};
use pos_app::ports::register::PostureFact;
use pos_app::views::posture::PostureCheck;

/// A system's name and version, and the last day of its free security updates (year, month, day),
/// as its maker announced it.
const SYSTEMS: &[(&str, &str, (i64, i64, i64))] = &[
    ("debian", "10", (2024, 6, 30)),
    ("debian", "11", (2026, 8, 31)),
    ("debian", "12", (2028, 6, 30)),
    ("debian", "13", (2030, 6, 30)),
    ("ubuntu", "20.04", (2025, 5, 31)),
    ("ubuntu", "22.04", (2027, 4, 30)),
    ("ubuntu", "24.04", (2029, 4, 30)),
    ("ubuntu", "26.04", (2031, 4, 30)),
    ("rhel", "8", (2029, 5, 31)),
    ("rhel", "9", (2032, 5, 31)),
    ("rhel", "10", (2035, 5, 31)),
    ("windows", "10", (2025, 10, 14)),
];

/// WebKitGTK before this one lacks two years of mended holes.
const WEBKIT_MIN: (u32, u32) = (2, 46);
/// WebView2 before this one too.
const CHROMIUM_MIN: u32 = 128;

/// Days since 1970-01-01 of a date of the Gregorian calendar.
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    let (year, month, day) = (
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let since = date - jiff::civil::date(1970, 1, 1);
    Some(i64::from(since.get_days()))
}

/// The last day of updates of a system; None: not known.
pub fn supported_until(name: &str, version: &str) -> Option<i64> {
    let major = version.split('.').next().unwrap_or(version);
    let (_, _, (year, month, day)) = SYSTEMS
        .iter()
        .find(|(known, of, _)| *known == name && (*of == version || *of == major))?;
    day_number(*year, *month, *day)
}

/// Whether the web view is new enough. macOS updates its own with the system.
pub fn web_view(screens: &Screens) -> PostureFact {
    let Screens::WebView(version) = screens else {
        return fact(PostureCheck::WebView, None).with("version", "");
    };
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().ok());
    let (major, minor) = (numbers.next().flatten(), numbers.next().flatten());
    let good = match (major, minor) {
        (Some(major), Some(minor)) if cfg!(target_os = "linux") => {
            Some((major, minor) >= WEBKIT_MIN)
        }
        (Some(major), _) if cfg!(windows) => Some(major >= CHROMIUM_MIN),
        _ => None,
    };
    fact(PostureCheck::WebView, good).with("version", version)
}
