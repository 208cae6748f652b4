//! Who may do what, and did it last: the access review (PCI DSS 7.2.4), as a screen and as a file.

mod used;

use crate::api::{AppError, AppResult};
use crate::commands::people::{grant_view, limit_text};
use crate::flow::Flow;
use crate::ports::devices::Paper;
use crate::ports::records::{EntrySought, User};
use crate::tx::Tx;
use crate::views::evidence::{AccessFlag, AccessPerson, AccessReview, AccessRight};
use crate::views::peripheral::PaperFileView;
use base64ct::{Base64, Encoding};
use pos_domain::fact::{AccessReviewed, Fact};
use pos_domain::ids::UserId;
use pos_domain::staff::{Grant, Limit, Permission, grant};
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Deserialize;
use std::collections::HashMap;
use ts_rs::TS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The longest time that is looked through.
const DAYS_MAX: u16 = 400;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccessReviewOf {
    /// How far back use is looked for; 90 is usual.
    pub days: u16,
}

/// Every person with every right, and its use.
#[command(permission = AccessReview, mode = Flow)]
pub fn access_review(flow: &Flow, input: AccessReviewOf) -> AppResult<AccessReview> {
    reviewed(flow, &input, false)
}

/// What a file of the review is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewForm {
    /// A table: a line for each person and right.
    Csv,
    Pdf,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccessReviewFile {
    pub days: u16,
    pub form: ReviewForm,
}

/// The same as a file.
#[command(permission = AccessReview, mode = Flow)]
pub fn access_review_file(flow: &Flow, input: AccessReviewFile) -> AppResult<PaperFileView> {
    let review = reviewed(flow, &AccessReviewOf { days: input.days }, true)?;
    let shop = &flow.context()?.shop;
    let paper = Paper::Access(Box::new(review));
    let papers = flow.world().papers();
    let file = match input.form {
        ReviewForm::Csv => papers.table(&paper, shop)?,
        ReviewForm::Pdf => papers.pdf(&paper, shop, None)?,
    };
    Ok(PaperFileView {
        file_name: file.name,
        base64: Base64::encode_string(&file.bytes),
    })
}

fn reviewed(flow: &Flow, input: &AccessReviewOf, file: bool) -> AppResult<AccessReview> {
    if input.days == 0 || input.days > DAYS_MAX {
        return Err(AppError::invalid("days", "out_of_range"));
    }
    let review = flow.read(|tx| review(tx, input.days))?;
    let people = u32::try_from(review.people.len()).unwrap_or(u32::MAX);
    flow.act(|tx| tx.record(&Fact::AccessReviewed(AccessReviewed { people, file })))?;
    Ok(review)
}

/// How one right was used by one person.
#[derive(Default)]
struct Use {
    count: i64,
    approved: i64,
    last_at: Option<Instant>,
}

#[derive(Default)]
struct Uses {
    rights: HashMap<(UserId, Permission), Use>,
    approvals: HashMap<UserId, i64>,
    entries: i64,
}

fn uses(tx: &Tx, days: u16) -> AppResult<Uses> {
    let mut uses = Uses::default();
    let sought = EntrySought {
        from_at: Some(Instant(tx.now.0 - i64::from(days) * DAY_MS)),
        ..EntrySought::default()
    };
    tx.store.entries(&sought, &mut |header, fact| {
        uses.entries += 1;
        if let Some(approver) = header.approver {
            *uses.approvals.entry(approver).or_default() += 1;
        }
        if let (Some(actor), Some(fact)) = (header.actor, fact) {
            for right in used::used(&fact, actor) {
                let one = uses.rights.entry((actor, right)).or_default();
                one.count += 1;
                one.approved += i64::from(header.approver.is_some());
                one.last_at = one.last_at.max(Some(header.at));
            }
        }
        true
    })?;
    Ok(uses)
}

fn review(tx: &Tx, days: u16) -> AppResult<AccessReview> {
    let uses = uses(tx, days)?;
    let since = Instant(tx.now.0 - i64::from(days) * DAY_MS);
    let people = tx.store.users()?;
    Ok(AccessReview {
        at: tx.now,
        days,
        entries: uses.entries,
        people: people
            .iter()
            .map(|user| person(tx, user, &uses, since))
            .collect(),
    })
}

fn person(tx: &Tx, user: &User, uses: &Uses, since: Instant) -> AccessPerson {
    let exponent = tx.context.pricing.currency.exponent;
    let rights: Vec<AccessRight> = Permission::ALL
        .iter()
        .map(|permission| (*permission, tx.context.limits.grant(user.role, *permission)))
        .filter(|(_, granted)| *granted != Grant::Deny)
        .map(|(permission, granted)| {
            let one = uses.rights.get(&(user.user_id, permission));
            let used = used::leaves_an_entry(permission).then(|| one.map_or(0, |one| one.count));
            let mut flags = Vec::new();
            if used == Some(0) && user.active {
                flags.push(AccessFlag::NeverUsed);
            }
            if is_wider(granted, grant(user.role, permission)) {
                flags.push(AccessFlag::TooWide);
            }
            AccessRight {
                permission,
                grant: grant_view(granted),
                limit: limit_text(granted, exponent),
                used,
                approved: one.map_or(0, |one| one.approved),
                last_used_at: one.and_then(|one| one.last_at),
                flags,
            }
        })
        .collect();
    let absent = user.active && user.last_sign_in.is_none_or(|at| at < since);
    let mut flags: Vec<AccessFlag> = absent
        .then_some(AccessFlag::NeverSignedIn)
        .into_iter()
        .collect();
    if rights
        .iter()
        .any(|right| right.flags.contains(&AccessFlag::TooWide))
    {
        flags.push(AccessFlag::TooWide);
    }
    AccessPerson {
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        active: user.active,
        last_sign_in: user.last_sign_in,
        approvals_given: uses.approvals.get(&user.user_id).copied().unwrap_or(0),
        rights,
        flags,
    }
}

/// Whether this shop allows more than the table that comes with the program.
fn is_wider(here: Grant, usual: Grant) -> bool {
    rank(here) > rank(usual)
}

/// How much a grant allows alone. Two limits of one permission are measured alike.
fn rank(grant: Grant) -> (u8, i64) {
    match grant {
        Grant::Deny => (0, 0),
        Grant::Approval => (1, 0),
        Grant::Within(Limit::Share(percent)) => (2, percent.0),
        Grant::Within(Limit::Cents(cents)) => (2, cents),
        Grant::Allow => (3, 0),
    }
}
