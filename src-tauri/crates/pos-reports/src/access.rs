//! The access review: who may do what, and did it last. As a document for people and as a table
//! for other programs; both say the same.

use crate::draft::Draft;
use jiff::Timestamp;
use pos_app::ports::records::Shop;
use pos_app::views::evidence::{AccessPerson, AccessReview, AccessRight};
use pos_app::views::people::GrantView;
use pos_app::views::receipt::ReceiptBlock;
use pos_domain::time::Instant;
use serde::Serialize;

/// What the review is called, as a file too.
pub fn title(shop: &Shop) -> String {
    format!("{} {}", shop.name, Draft::new(shop, "access").say("title"))
}

/// The document, person by person.
pub fn document(review: &AccessReview, shop: &Shop) -> Vec<ReceiptBlock> {
    let mut draft = Draft::new(shop, "access");
    draft.title(draft.say("title"));
    draft.center(shop.name.as_str());
    draft.pair(draft.say("at"), draft.formats.moment(review.at));
    draft.pair(draft.say("days"), review.days.to_string());
    draft.pair(draft.say("entries"), review.entries.to_string());
    for person in &review.people {
        draft.rule();
        one(&mut draft, person);
    }
    draft.signature("reviewed-by");
    draft.finish()
}

fn one(draft: &mut Draft, person: &AccessPerson) {
    let role = shared(draft, "role", &person.role);
    let mut head = format!("{} · {role}", person.name);
    if !person.active {
        head = format!("{head} · {}", draft.say("inactive"));
    }
    draft.heading(head);
    let last = person.last_sign_in.map(|at| draft.formats.moment(at));
    let last = last.unwrap_or_else(|| draft.say("never"));
    draft.pair(draft.say("last-sign-in"), last);
    draft.pair(draft.say("approvals"), person.approvals_given.to_string());
    for right in &person.rights {
        let name = shared(draft, "permission", &right.permission);
        let mut left = format!("{name}: {}", allowed(draft, right));
        for flag in &right.flags {
            left = format!("{left} · {}", draft.say(&format!("flag-{}", word(flag))));
        }
        draft.pair(left, used(draft, right));
    }
}

fn allowed(draft: &Draft, right: &AccessRight) -> String {
    let grant = draft.say(&format!("grant-{}", word(&right.grant)));
    match (&right.limit, right.grant) {
        (Some(limit), GrantView::Limit) => {
            let amount = limit.parse().map(|minor| draft.formats.money(minor));
            format!("{grant} {}", amount.unwrap_or_else(|_| limit.clone()))
        }
        (Some(_) | None, _) => grant,
    }
}

fn used(draft: &Draft, right: &AccessRight) -> String {
    match (right.used, right.last_used_at) {
        (None, _) => draft.say("not-counted"),
        (Some(count), Some(at)) => format!("{count} · {}", draft.formats.moment(at)),
        (Some(count), None) => count.to_string(),
    }
}

/// The word of the program for something, with dashes, as the keys of the texts have it.
fn word(what: &impl Serialize) -> String {
    let value = serde_json::to_value(what).unwrap_or_default();
    value.as_str().unwrap_or_default().replace('_', "-")
}

fn shared(draft: &Draft, kind: &str, what: &impl Serialize) -> String {
    let word = word(what);
    draft.shared(&format!("{kind}-{word}")).unwrap_or(word)
}

/// The table: a line for each person and right. Its words are the program's own, in no language.
pub fn table(review: &AccessReview) -> Result<Vec<u8>, csv::Error> {
    let mut lines = csv::Writer::from_writer(Vec::new());
    lines.write_record([
        "user_id",
        "name",
        "role",
        "active",
        "last_sign_in",
        "permission",
        "grant",
        "limit",
        "used",
        "approved",
        "last_used_at",
        "flags",
    ])?;
    for person in &review.people {
        for right in &person.rights {
            let flags: Vec<String> = right.flags.iter().map(word).collect();
            lines.write_record([
                person.user_id.to_string(),
                plain(&person.name),
                word(&person.role),
                person.active.to_string(),
                moment(person.last_sign_in),
                word(&right.permission),
                word(&right.grant),
                right.limit.clone().unwrap_or_default(),
                right
                    .used
                    .map_or_else(String::new, |count| count.to_string()),
                right.approved.to_string(),
                moment(right.last_used_at),
                flags.join(" "),
            ])?;
        }
    }
    Ok(lines.into_inner().map_err(|error| error.into_error())?)
}

/// In UTC (RFC 3339); empty: never.
fn moment(at: Option<Instant>) -> String {
    let at = at.and_then(|at| Timestamp::from_millisecond(at.0).ok());
    at.map_or_else(String::new, |at| at.to_string())
}

/// A name that a table program would take for a formula is told as text.
fn plain(name: &str) -> String {
    match name.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{name}"),
        false => name.to_owned(),
    }
}
