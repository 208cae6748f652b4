//! The report of a drill: from which places the newest backup was had, and what each check found.

use super::begin;
use crate::draft::Draft;
use pos_app::ports::records::Shop;
use pos_app::views::backup::{BackupCheck, BackupCheckKind, DrillPlace, DrillReport};
use pos_app::views::receipt::ReceiptBlock;

/// What a file of it is called.
pub fn drill_title(drill: &DrillReport, shop: &Shop) -> String {
    let draft = Draft::new(shop, "slip");
    let moment = draft.formats.moment(drill.at);
    format!("{} {} {moment}", shop.name, draft.say("drill"))
}

/// The report.
pub fn drill(drill: &DrillReport, shop: &Shop, copy: bool) -> Vec<ReceiptBlock> {
    let mut draft = begin(shop, |draft| draft.say("drill"));
    if copy {
        draft.mark("copy");
    }
    draft.mark(if drill.good {
        "drill-good"
    } else {
        "drill-bad"
    });
    draft.pair(draft.say("drill-held"), draft.formats.moment(drill.at));
    if let Some(by) = &drill.by {
        draft.pair(draft.say("drill-by"), by.as_str());
    }
    draft.pair(
        draft.say("drill-backup"),
        draft.formats.moment(drill.backup_at),
    );
    draft.pair(draft.say("drill-entry"), drill.seq.0.to_string());
    draft.pair(draft.say("drill-since"), drill.entries_since.to_string());
    draft.pair(draft.say("drill-doubts"), drill.doubts.to_string());
    let took = seconds(&draft, drill.ms);
    draft.pair(draft.say("drill-took"), took);
    for one in &drill.places {
        place(&mut draft, one);
    }
    draft.rule();
    draft.signature("seen-by");
    draft.finish()
}

fn place(draft: &mut Draft, place: &DrillPlace) {
    draft.rule();
    let own = draft.say("drill-own-folder");
    draft.heading(place.place.clone().unwrap_or(own));
    let verdict = if place.good {
        "drill-good"
    } else {
        "drill-bad"
    };
    draft.text(
        draft.say(verdict),
        pos_app::views::receipt::Align::Left,
        !place.good,
    );
    if let Some(trouble) = &place.trouble {
        draft.text(
            trouble.as_str(),
            pos_app::views::receipt::Align::Left,
            false,
        );
    }
    for one in &place.checks {
        check(draft, one);
    }
}

fn check(draft: &mut Draft, check: &BackupCheck) {
    let key = match check.check {
        BackupCheckKind::Seal => "drill-seal",
        BackupCheckKind::Opens => "drill-opens",
        BackupCheckKind::Cipher => "drill-cipher",
        BackupCheckKind::Integrity => "drill-integrity",
        BackupCheckKind::Chain => "drill-chain",
        BackupCheckKind::Projections => "drill-projections",
        BackupCheckKind::Rows => "drill-rows",
    };
    let mark = if check.good { "✓" } else { "✗" };
    let took = seconds(draft, check.ms);
    draft.item(
        draft.say(key),
        Some(check.found.clone()),
        format!("{mark} {took}"),
    );
}

/// Tenths of a second.
fn seconds(draft: &Draft, ms: u64) -> String {
    let text = format!("{}.{}", ms / 1000, ms % 1000 / 100);
    draft.tell("drill-seconds", &[("seconds", &text)])
}
