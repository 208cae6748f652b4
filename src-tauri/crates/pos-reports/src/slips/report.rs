//! X and Z: one document, an X of what is running, a Z of what was closed. Owns which figures stand
//! where; each of them is a sum of postings or of counted acts and is taken as it comes.

use super::report_parts as parts;
use crate::draft::Draft;
use pos_app::ports::records::Shop;
use pos_app::views::close::{CountSum, PeriodReport};
use pos_app::views::receipt::ReceiptBlock;

/// The name of a report: `Z report 17`, or `X report`.
pub fn report_title(report: &PeriodReport, shop: &Shop) -> String {
    title(report, &Draft::new(shop, "slip"))
}

fn title(report: &PeriodReport, draft: &Draft) -> String {
    match report.closed_at {
        Some(_) => draft.tell("z", &[("number", &report.z_number.to_string())]),
        None => draft.say("x"),
    }
}

/// The report of a period. A copy of a Z is marked; an X is new each time.
pub fn period_report(report: &PeriodReport, shop: &Shop, copy: bool) -> Vec<ReceiptBlock> {
    let mut draft = super::begin(shop, |draft| title(report, draft));
    if copy {
        draft.mark("copy");
    }
    head(&mut draft, report);
    turnover(&mut draft, report);
    parts::taxes(&mut draft, report);
    parts::tenders(&mut draft, report);
    parts::terminals(&mut draft, report);
    parts::shifts(&mut draft, report);
    acts(&mut draft, report);
    parts::approvals(&mut draft, report);
    parts::carried(&mut draft, report);
    parts::accounts(&mut draft, report);
    journal(&mut draft, report);
    if report.closed_at.is_some() {
        draft.signature("signature");
    }
    draft.kind_mark();
    draft.finish()
}

fn head(draft: &mut Draft, report: &PeriodReport) {
    draft.pair(draft.say("day"), draft.formats.day(report.day));
    if let Some(shift_no) = report.shift_no {
        let number = shift_no.to_string();
        draft.pair(draft.say("shift"), number);
    }
    match report.closed_at {
        Some(at) => draft.pair(draft.say("closed"), draft.formats.moment(at)),
        None => {
            let next = report.z_number.to_string();
            draft.pair(draft.say("made"), draft.formats.moment(report.made_at));
            draft.center(draft.tell("x-text", &[("number", &next)]));
        }
    }
    if let Some(name) = &report.closed_by {
        draft.pair(draft.say("closed-by"), name.as_str());
    }
    draft.rule();
}

fn turnover(draft: &mut Draft, report: &PeriodReport) {
    counted(draft, "sales", report.sales, 1);
    counted(draft, "returns", report.returns, -1);
    let gross = draft.formats.money(report.gross_minor);
    draft.strong_pair(draft.say("gross"), gross);
    draft.amount("net", report.net_minor);
    draft.amount("tax", report.tax_minor);
    draft.rule();
}

/// Acts that somebody may ask about; those that did not happen stand there with their nought.
fn acts(draft: &mut Draft, report: &PeriodReport) {
    draft.heading(draft.say("acts"));
    counted(draft, "discounts", report.discounts, -1);
    let bare = [
        ("price-overrides", report.price_overrides),
        ("struck-lines", report.struck_lines),
        ("no-sales", report.no_sales),
        ("reprints", report.reprints),
    ];
    for (key, sum) in bare {
        draft.pair(draft.say(key), sum.count.to_string());
    }
    counted(draft, "voided-sales", report.voided_sales, 1);
    counted(
        draft,
        "returns-without-receipt",
        report.returns_without_receipt,
        -1,
    );
    counted(draft, "paid-in", report.paid_in, 1);
    counted(draft, "paid-out", report.paid_out, -1);
    counted(draft, "drop", report.drops, -1);
    draft.amount("rounding", report.rounding_minor);
    super::drawer::over_short(draft, report.over_short_minor);
    draft.rule();
}

/// `Sales (12)` and their sum, which the report may tell as what it takes away.
fn counted(draft: &mut Draft, key: &str, sum: CountSum, sign: i64) {
    let name = parts::times(draft, &draft.say(key), sum.count);
    draft.pair(name, draft.formats.money(sign * sum.amount_minor));
}

fn journal(draft: &mut Draft, report: &PeriodReport) {
    let total = draft.formats.money(report.grand_total_minor);
    draft.strong_pair(draft.say("grand-total"), total);
    let entries = format!("{}–{}", report.first_seq, report.head_seq);
    draft.pair(draft.say("entries"), entries);
    draft.pair(draft.say("head"), "");
    // In groups of eight, so that two people can compare it aloud.
    let hash: Vec<char> = report.head_hash.chars().collect();
    let groups: Vec<String> = hash.chunks(8).map(|group| group.iter().collect()).collect();
    draft.center(groups.join(" "));
}
