//! How safe this computer is, and what the shop's policy makes of it. The facts come from the
//! world; here they meet the policy and what only the books know.

use crate::api::{AppError, AppResult, ErrorCode, name_of};
use crate::app::{App, till};
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::Shop;
use crate::ports::register::{PostureFact, PostureFacts};
use crate::ports::store::Store;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::posture::{
    PostureCheck, PostureItem, PosturePolicy, PostureRule, PostureStatus, PostureView, PostureWorst,
};
use pos_domain::fact::Fact;
use pos_domain::shop::ShopKind;
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Serialize;
use std::sync::{Arc, PoisonError};

/// A clock this far behind the newest entry is wrong, and not only slow.
const CLOCK_BEHIND_MS: i64 = 120_000;

/// The policy that a new shop begins with: outside a real one nothing blocks.
pub fn usual(kind: ShopKind) -> PosturePolicy {
    let mut policy = PosturePolicy::default();
    match kind {
        ShopKind::Real => {}
        ShopKind::Demo | ShopKind::Training | ShopKind::Test => {
            for line in &mut policy.rules {
                line.rule = line.rule.min(PostureRule::Warn);
            }
        }
    }
    policy
}

/// The list, each check once, in its order. What was not looked at is unknown.
pub fn items(facts: &[PostureFact], policy: &PosturePolicy) -> Vec<PostureItem> {
    let item = |check: PostureCheck| {
        let fact = facts.iter().find(|fact| fact.check == check);
        PostureItem {
            check,
            status: fact.map_or(PostureStatus::Unknown, |fact| fact.status),
            rule: policy.rule(check),
            found: fact.map(|fact| fact.found.clone()).unwrap_or_default(),
        }
    };
    PostureCheck::ALL.into_iter().map(item).collect()
}

/// The worst of a list. What is not known blocks nobody and warns of nothing.
pub fn worst_of(items: &[PostureItem]) -> PostureWorst {
    let weight = |item: &PostureItem| match (item.status, item.rule) {
        (PostureStatus::Good, _) => PostureWorst::Good,
        (PostureStatus::Unknown, _) | (PostureStatus::Bad, PostureRule::Inform) => {
            PostureWorst::Inform
        }
        (PostureStatus::Bad, PostureRule::Warn) => PostureWorst::Warn,
        (PostureStatus::Bad, PostureRule::Block) => PostureWorst::Block,
    };
    items.iter().map(weight).max().unwrap_or_default()
}

/// What only the books know, and what they know better than the computer.
pub fn of_the_books(store: &dyn Store, shop: &Shop, now: Instant) -> AppResult<Vec<PostureFact>> {
    let mut facts = vec![backups(store, shop, now)?];
    facts.push(PostureFact::new(
        PostureCheck::StrongSignIn,
        good(shop.sign_in.strong),
    ));
    facts.push(devices(store)?);
    let last = match store.journal_head()? {
        Some((seq, _)) => store.entry(seq)?.map(|(header, _)| header.at),
        None => None,
    };
    if let Some(last) = last.filter(|last| last.0 > now.0 + CLOCK_BEHIND_MS) {
        let behind_s = (last.0 - now.0) / 1000;
        let fact = PostureFact::new(PostureCheck::Clock, PostureStatus::Bad);
        facts.push(fact.with("behind_s", behind_s));
    }
    Ok(facts)
}

fn good(is: bool) -> PostureStatus {
    match is {
        true => PostureStatus::Good,
        false => PostureStatus::Bad,
    }
}

/// Which devices are locked, and why the first of them is.
fn devices(store: &dyn Store) -> AppResult<PostureFact> {
    let all = store.devices()?;
    let locked = || {
        all.iter()
            .filter_map(|one| one.lock.as_ref().map(|lock| (one, lock)))
    };
    let fact = PostureFact::new(PostureCheck::Devices, good(locked().next().is_none()));
    let Some((first, lock)) = locked().next() else {
        return Ok(fact);
    };
    let fact = fact.with("device", &first.name);
    let fact = fact.with("reason", name_of(lock.reason));
    Ok(fact.with("locked", locked().count()))
}

/// The newest backup that was proved, by the age that the plan allows.
fn backups(store: &dyn Store, shop: &Shop, now: Instant) -> AppResult<PostureFact> {
    let all = store.backups()?;
    let proved = all
        .iter()
        .filter(|one| one.proof.as_ref().is_some_and(|proof| proof.good))
        .map(|one| one.at)
        .max();
    let limit_ms = i64::from(shop.backup.overdue_after_h) * 3_600_000;
    let Some(at) = proved else {
        return Ok(PostureFact::new(PostureCheck::Backups, PostureStatus::Bad));
    };
    let fresh = limit_ms > 0 && now.0 - at.0 <= limit_ms;
    let hours = (now.0 - at.0) / 3_600_000;
    Ok(PostureFact::new(PostureCheck::Backups, good(fresh)).with("hours", hours))
}

impl App {
    /// What was found when this computer was looked over last; empty before the first look.
    pub(crate) fn posture(&self) -> Arc<PostureFacts> {
        self.posture
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Looks this computer over, and the books with it. The host does it before a terminal is
    /// driven, and every minute; never inside a transaction. Answers whether the worst has changed.
    pub fn look_over(&self) -> AppResult<bool> {
        let policy = self.context()?.shop.posture.clone();
        let worst = |facts: &PostureFacts| worst_of(&items(&facts.facts, &policy));
        let before = self.posture();
        let seen = self.world().posture().look();
        let found = self.read(till(), |tx| {
            let mut facts = of_the_books(tx.store, &tx.context.shop, tx.now)?;
            facts.extend(seen.iter().cloned());
            Ok(PostureFacts {
                at: Some(tx.now),
                facts,
            })
        })?;
        let found = Arc::new(found);
        *self.posture.write().unwrap_or_else(PoisonError::into_inner) = found.clone();
        Ok(worst(&before) != worst(&found))
    }
}

/// The worst that was found when this computer was last looked over.
pub fn worst(tx: &Tx) -> PostureWorst {
    worst_of(&items(&tx.posture.facts, &tx.context.shop.posture))
}

/// Refuses a card payment on a computer that the policy blocks.
pub fn may_take_cards(tx: &Tx) -> AppResult<()> {
    let list = items(&tx.posture.facts, &tx.context.shop.posture);
    let blocks =
        |item: &&PostureItem| (item.status, item.rule) == (PostureStatus::Bad, PostureRule::Block);
    match list.iter().find(blocks) {
        None => Ok(()),
        Some(item) => {
            Err(AppError::new(ErrorCode::ComputerUnsafe).with("check", item.check.name()))
        }
    }
}

/// Looks this computer over.
#[command(permission = PostureView, mode = Flow)]
pub fn posture(flow: &Flow, _input: Nothing) -> AppResult<PostureView> {
    let changed = flow.app.look_over()?;
    let seen = flow.app.posture();
    let items = items(&seen.facts, &flow.context()?.shop.posture);
    if changed {
        flow.app.tell_status();
    }
    Ok(PostureView {
        worst: worst_of(&items),
        items,
        looked_at: seen.at.unwrap_or(flow.world().now()),
    })
}

/// What each bad finding does.
#[command(permission = PostureView, mode = Query)]
pub fn posture_policy(tx: &mut Tx, _input: Nothing) -> AppResult<PosturePolicy> {
    Ok(tx.context.shop.posture.clone())
}

fn policy_again(tx: &mut Tx, _input: &PosturePolicy) -> AppResult<PosturePolicy> {
    Ok(tx.context.shop.posture.clone())
}

/// Sets what each bad finding does.
#[command(permission = PolicyEdit, step_up, mode = Act, again = policy_again)]
pub fn posture_policy_save(tx: &mut Tx, input: PosturePolicy) -> AppResult<PosturePolicy> {
    let mut named: Vec<PostureCheck> = input.rules.iter().map(|line| line.check).collect();
    named.sort_unstable();
    if named.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(AppError::invalid("rules", "twice"));
    }
    let shop = Shop {
        posture: input.clone(),
        ..tx.context.shop.clone()
    };
    keep_policies(tx, &shop)?;
    Ok(input)
}

/// Both policies as their entry holds them.
#[derive(Serialize)]
struct Policies<'a> {
    inspection: &'a crate::views::register::InspectionPolicy,
    posture: &'a PosturePolicy,
}

/// Keeps the record with a policy that was changed.
pub(super) fn keep_policies(tx: &mut Tx, shop: &Shop) -> AppResult<()> {
    tx.store.shop_put(shop)?;
    let body = serde_json::to_vec(&Policies {
        inspection: &shop.inspection,
        posture: &shop.posture,
    })
    .map_err(AppError::internal)?;
    tx.record(&Fact::DevicePolicySaved(body))?;
    tx.effects.push(Effect::ShopChanged);
    tx.events.push(Event::Changed {
        tags: vec!["policies".into(), "register".into(), "status".into()],
    });
    Ok(())
}
