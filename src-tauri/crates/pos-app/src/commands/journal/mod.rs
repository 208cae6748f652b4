//! The journal as it is read: sought, opened, checked, taken out. Each look is an entry itself, on
//! disk before the answer.

mod fields;
mod line;
mod needle;
mod proof;

pub use proof::{fingerprint, journal_export, journal_verify};

use crate::api::{AppError, AppResult};
use crate::flow::Flow;
use crate::ports::records::{EntrySought, User};
use crate::tx::Tx;
use crate::views::evidence::{JournalEntryView, JournalLine, JournalPage};
use line::Names;
use needle::Needle;
use pos_domain::fact::{Fact, JournalLook, JournalRead, KINDS, kind_of};
use pos_domain::ids::{Seq, UserId};
use pos_domain::journal::Header;
use pos_domain::staff::Role;
use pos_domain::time::{Day, Instant};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Entries in one answer.
const LINES_MAX: u32 = 200;

/// A business day can begin that much before or after the day of UTC: the zones go from −12 to +14
/// hours, and a day may be cut off up to a day later.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JournalSearch {
    /// The first and the last business day.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Whose entries.
    pub actor: Option<UserId>,
    /// The name of a kind.
    pub kind: Option<String>,
    /// Stands in one of the fields: an id, a number, a word, a part of a name.
    pub text: Option<String>,
    /// Stands in one of the fields that hold money.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// The `next` of the page before.
    pub before: Option<Seq>,
    pub limit: u32,
}

/// Seeks entries, newest first.
#[command(permission = JournalSearch, mode = Flow)]
pub fn journal_search(flow: &Flow, input: JournalSearch) -> AppResult<JournalPage> {
    let kind = match &input.kind {
        None => None,
        Some(name) => Some(kind_of(name).ok_or_else(|| AppError::invalid("kind", "unknown"))?),
    };
    if input.limit == 0 || input.limit > LINES_MAX {
        return Err(AppError::invalid("limit", "out_of_range"));
    }
    let page = flow.read(|tx| page(tx, &input, kind))?;
    flow.act(|tx| {
        tx.record(&Fact::JournalRead(JournalRead {
            look: JournalLook::Search,
            count: u32::try_from(page.lines.len()).unwrap_or(u32::MAX),
            last_seq: page.lines.first().map(|line| line.seq),
            of_user: input.actor,
            of_kind: kind,
        }))
    })?;
    Ok(page)
}

fn page(tx: &Tx, input: &JournalSearch, kind: Option<u16>) -> AppResult<JournalPage> {
    let sought = EntrySought {
        before: input.before,
        from_at: input.from.map(|day| Instant(i64::from(day.0 - 1) * DAY_MS)),
        to_at: input.to.map(|day| Instant(i64::from(day.0 + 3) * DAY_MS)),
        actor: input.actor,
        kind,
    };
    let mut found: Vec<(Header, Option<Fact>)> = Vec::new();
    let most = input.limit as usize + 1;
    let mut needle = Needle::of(input);
    tx.store.entries(&sought, &mut |header, fact| {
        if is_of_days(tx, input, &header) && needle.is_in(&header, fact.as_ref()) {
            found.push((header, fact));
        }
        found.len() < most
    })?;
    let next = (found.len() == most).then(|| {
        found.pop();
        found.last().map(|(header, _)| header.seq)
    });
    let mut names = Names::default();
    let lines = found
        .iter()
        .map(|(header, fact)| line::of(tx, &mut names, header, fact.as_ref()))
        .collect::<AppResult<Vec<JournalLine>>>()?;
    Ok(JournalPage {
        lines,
        next: next.flatten(),
        head: tx.store.journal_head()?.map_or(Seq(0), |(seq, _)| seq),
        kinds: KINDS.iter().map(|(_, name)| (*name).to_owned()).collect(),
    })
}

/// Whether the shop's day of an entry is one of those that are sought.
fn is_of_days(tx: &Tx, input: &JournalSearch, header: &Header) -> bool {
    if input.from.is_none() && input.to.is_none() {
        return true;
    }
    let (day, _) = tx.context.day_rule.place(header.at);
    input.from.is_none_or(|from| from <= day) && input.to.is_none_or(|to| day <= to)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JournalOf {
    pub seq: Seq,
}

/// Opens one entry.
#[command(permission = JournalSearch, mode = Flow)]
pub fn journal_entry(flow: &Flow, input: JournalOf) -> AppResult<JournalEntryView> {
    let view = flow.read(|tx| {
        let found = tx.store.entry(input.seq)?;
        let (header, fact) = found.ok_or_else(|| AppError::not_found("entry").field("seq"))?;
        let mut names = Names::default();
        let body = fact.as_ref().map(fields::body).unwrap_or_default();
        Ok(JournalEntryView {
            line: line::of(tx, &mut names, &header, fact.as_ref())?,
            request_id: header.request_id.to_string(),
            fields: fields::readable(tx, &mut names, &body)?,
        })
    })?;
    let seen = flow.act(|tx| {
        tx.record(&Fact::JournalRead(JournalRead {
            look: JournalLook::Entry,
            count: 1,
            last_seq: Some(input.seq),
            of_user: None,
            of_kind: None,
        }))?;
        alert_seen(tx, input.seq)
    })?;
    if seen {
        flow.app.tell_status();
    }
    Ok(view)
}

/// Whether the entry told of a recovery code, and need not be shown any more. The look of whose
/// code it was counts only in a shop without another manager: a thief must not put out the alarm.
fn alert_seen(tx: &mut Tx, seq: Seq) -> AppResult<bool> {
    let alerts = tx.store.recovery_alerts()?;
    let Some(alert) = alerts.iter().find(|alert| alert.seq == seq) else {
        return Ok(false);
    };
    let another =
        |user: &User| user.active && user.role == Role::Manager && user.user_id != alert.user_id;
    if tx.actor.user_id == Some(alert.user_id) && tx.store.users()?.iter().any(another) {
        return Ok(false);
    }
    tx.store.recovery_alert_remove(seq)?;
    Ok(true)
}
