//! The parts of X and Z that are lists: taxes, tenders, terminals, drawers, approvals, doubts,
//! accounts. A list without rows leaves its heading out, too, unless its emptiness is news.

use super::drawer::{act, over_short};
use crate::draft::Draft;
use pos_app::views::close::{CardFigure, CountSum, PeriodReport, TerminalFigure};
use pos_app::views::receipt::CashSlipAct;
use pos_app::views::shift::ShiftView;
use pos_domain::payment::AttemptAct;
use pos_domain::tender::TenderKind;

/// `Sales (12)`.
pub(super) fn times(draft: &Draft, name: &str, count: i64) -> String {
    draft.tell("times-of", &[("name", name), ("count", &count.to_string())])
}

pub(super) fn taxes(draft: &mut Draft, report: &PeriodReport) {
    if report.taxes.is_empty() {
        return;
    }
    draft.heading(draft.say("taxes"));
    for tax in &report.taxes {
        let rate = draft.formats.percent(tax.rate_percent);
        let net = draft.formats.money(tax.net_minor);
        let part = draft.formats.money(tax.tax_minor);
        let detail = draft.tell("tax-parts", &[("net", &net), ("tax", &part)]);
        let gross = draft.formats.money(tax.gross_minor);
        draft.item(format!("{} {rate}", tax.name), Some(detail), gross);
    }
    draft.rule();
}

pub(super) fn tenders(draft: &mut Draft, report: &PeriodReport) {
    if report.tenders.is_empty() {
        return;
    }
    draft.heading(draft.say("tenders"));
    for tender in &report.tenders {
        let name = draft.say(match tender.kind {
            TenderKind::Cash => "cash",
            TenderKind::Card => "card",
            TenderKind::Wallet => "wallet",
            TenderKind::Voucher => "voucher",
            TenderKind::Exchange => "exchange",
        });
        let mut parts = vec![sum(draft, "taken", tender.taken)];
        if tender.paid_back != CountSum::default() {
            parts.push(sum(draft, "paid-back", tender.paid_back));
        }
        let net = draft.formats.money(tender.net_minor);
        draft.item(name, Some(parts.join(" · ")), net);
    }
    draft.rule();
}

/// `taken 12: €250.00`.
fn sum(draft: &Draft, key: &str, sum: CountSum) -> String {
    let amount = draft.formats.money(sum.amount_minor);
    draft.tell(
        key,
        &[("count", &sum.count.to_string()), ("amount", &amount)],
    )
}

/// Each terminal's totals beside ours.
pub(super) fn terminals(draft: &mut Draft, report: &PeriodReport) {
    for terminal in &report.terminals {
        draft.heading(draft.tell("terminal", &[("name", &terminal.name)]));
        match (terminal.batch_no, terminal.at) {
            (Some(batch), Some(at)) => {
                let left = draft.tell("batch", &[("number", &batch.to_string())]);
                draft.pair(left, draft.formats.moment(at));
            }
            (_, _) => draft.center(draft.say("no-batch")),
        }
        for card in &terminal.cards {
            card_row(draft, card);
        }
        terminal_sum(draft, terminal);
        draft.rule();
    }
}

fn card_row(draft: &mut Draft, card: &CardFigure) {
    let name = times(draft, &card.card_name, card.ours.count);
    let detail = card.theirs.map(|theirs| {
        let told = sum(draft, "theirs", theirs);
        let difference_minor = theirs.amount_minor - card.ours.amount_minor;
        if theirs == card.ours {
            return format!("{told} · {}", draft.say("same"));
        }
        let difference = draft.formats.money(difference_minor);
        let difference = draft.tell("differs", &[("amount", &difference)]);
        format!("{told} · {difference}")
    });
    let ours = draft.formats.money(card.ours.amount_minor);
    draft.item(name, detail, ours);
}

fn terminal_sum(draft: &mut Draft, terminal: &TerminalFigure) {
    draft.amount("ours-together", terminal.ours_minor);
    let Some(theirs_minor) = terminal.theirs_minor else {
        return;
    };
    draft.amount("theirs-together", theirs_minor);
    match terminal.agrees {
        Some(true) => draft.mark("agrees"),
        Some(false) => draft.mark("agrees-not"),
        None => {}
    }
}

/// Cash drawer by drawer.
pub(super) fn shifts(draft: &mut Draft, report: &PeriodReport) {
    for shift in &report.shifts {
        drawer_head(draft, shift);
        draft.amount("float", shift.float_minor);
        let parts = [
            ("cash-sales", shift.cash_sales_minor),
            ("cash-returns", shift.cash_returns_minor.map(|minor| -minor)),
        ];
        for (key, amount_minor) in parts {
            if let Some(amount_minor) = amount_minor {
                draft.amount(key, amount_minor);
            }
        }
        draft.amount("paid-in", shift.paid_in_minor);
        draft.amount("paid-out", -shift.paid_out_minor);
        draft.amount("drop", -shift.dropped_minor);
        draft.pair(draft.say("no-sales"), shift.no_sale_count.to_string());
        match shift.expected_minor {
            Some(expected_minor) => draft.amount("expected", expected_minor),
            None => draft.center(draft.say("not-told")),
        }
        match &shift.count {
            Some(count) => {
                draft.amount("counted", count.counted_minor);
                over_short(draft, count.over_short_minor);
            }
            None => draft.center(draft.say("not-counted")),
        }
        moves(draft, shift);
        draft.rule();
    }
}

fn drawer_head(draft: &mut Draft, shift: &ShiftView) {
    let (drawer, number) = (shift.drawer_no.to_string(), shift.shift_no.to_string());
    draft.heading(draft.tell("drawer-shift", &[("drawer", &drawer), ("number", &number)]));
    if let Some(name) = &shift.holder_name {
        draft.pair(draft.say("holder"), name.as_str());
    }
    draft.pair(draft.say("opened"), draft.formats.moment(shift.opened_at));
    draft.pair(draft.say("opened-by"), shift.opened_by.as_str());
    if let Some(at) = shift.closed_at {
        draft.pair(draft.say("closed"), draft.formats.moment(at));
    }
    if let Some(count) = &shift.count {
        draft.pair(draft.say("counted-by"), count.by.as_str());
    }
}

/// What was put in, paid out and dropped, each with its reason and its people.
fn moves(draft: &mut Draft, shift: &ShiftView) {
    for cash in &shift.moves {
        let name = draft.say(act(CashSlipAct::Moved(cash.kind)));
        let mut detail = vec![cash.reason.clone(), draft.formats.moment(cash.at)];
        detail.push(people(draft, &cash.by, cash.approved_by.as_deref()));
        let amount = draft.formats.money(cash.amount_minor);
        draft.item(name, Some(detail.join(" · ")), amount);
    }
}

fn people(draft: &Draft, asked: &str, approved: Option<&str>) -> String {
    match approved {
        Some(approved) => draft.tell("approved", &[("asked", asked), ("approved", approved)]),
        None => asked.to_owned(),
    }
}

pub(super) fn approvals(draft: &mut Draft, report: &PeriodReport) {
    if report.approvals.is_empty() {
        return;
    }
    draft.heading(draft.say("approvals"));
    for approval in &report.approvals {
        let key = format!("entry-{}", approval.act.replace('_', "-"));
        let name = draft.shared(&key).unwrap_or_else(|| approval.act.clone());
        let people = people(draft, &approval.asked_by, Some(&approval.approved_by));
        let at = draft.formats.moment(approval.at);
        let detail = format!("{} · {at} · {people}", approval.seq);
        let amount = approval
            .amount_minor
            .map(|minor| draft.formats.money(minor));
        draft.item(name, Some(detail), amount.unwrap_or_default());
    }
    draft.rule();
}

/// Doubts by name, and suspended sales. That there is none is said.
pub(super) fn carried(draft: &mut Draft, report: &PeriodReport) {
    draft.heading(draft.say("carried"));
    for doubt in &report.doubts {
        let act = match doubt.act {
            AttemptAct::Charge => "charge",
            AttemptAct::Refund => "refund",
            AttemptAct::Reversal => "reversal",
        };
        let name = draft.tell("doubt", &[("name", &doubt.terminal_name), ("act", act)]);
        let at = draft.formats.moment(doubt.at);
        let amount = draft.formats.money(doubt.amount_minor);
        draft.item(name, Some(at), amount);
    }
    if report.doubts.is_empty() {
        draft.text(
            draft.say("no-doubts"),
            pos_app::views::receipt::Align::Left,
            false,
        );
    }
    let suspended = times(draft, &draft.say("suspended"), report.suspended.count);
    draft.pair(
        suspended,
        draft.formats.money(report.suspended.amount_minor),
    );
    draft.rule();
}

/// Every account; they come to nought.
pub(super) fn accounts(draft: &mut Draft, report: &PeriodReport) {
    if report.accounts.is_empty() {
        return;
    }
    draft.heading(draft.say("accounts"));
    for account in &report.accounts {
        let name = account_name(draft, &account.name);
        draft.pair(name, draft.formats.money(account.amount_minor));
    }
    draft.rule();
}

/// `drawer_cash` as the screens say it; `sales-1` with the number of its class.
fn account_name(draft: &Draft, name: &str) -> String {
    let (group, class) = match name.split_once('-') {
        Some((group, class)) => (group, Some(class)),
        None => (name, None),
    };
    let key = format!("account-{}", group.replace('_', "-"));
    let said = draft.shared(&key).unwrap_or_else(|| group.to_owned());
    match class {
        Some(class) => format!("{said} {class}"),
        None => said,
    }
}
