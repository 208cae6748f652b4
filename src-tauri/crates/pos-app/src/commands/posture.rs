//! How safe this computer is, and what the shop's policy makes of it. The facts come from the world;
//! here they meet the policy and what only the books know.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::Shop;
use crate::ports::register::{PostureFact, PostureFacts};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::posture::{
    PostureCheck, PostureItem, PosturePolicy, PostureRule, PostureStatus, PostureView, PostureWorst,
};
use pos_domain::fact::Fact;
use pos_domain::shop::ShopKind;
use pos_macros::command;
use serde::Serialize;

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

/// What the world saw, and what the books add to it.
fn whole(tx: &Tx, seen: &PostureFacts) -> Vec<PostureFact> {
    seen.facts
        .clone()
        .into_iter()
        .chain(of_the_books(tx))
        .collect()
}

/// What only the shop's own record knows.
fn of_the_books(_tx: &Tx) -> Vec<PostureFact> {
    Vec::new()
}

/// The worst that was found when this computer was last looked over.
pub fn worst(tx: &Tx) -> PostureWorst {
    let facts = whole(tx, &tx.posture.seen());
    worst_of(&items(&facts, &tx.context.shop.posture))
}

/// Refuses a card payment on a computer that the policy blocks.
pub fn may_take_cards(tx: &Tx) -> AppResult<()> {
    let facts = whole(tx, &tx.posture.seen());
    let list = items(&facts, &tx.context.shop.posture);
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
    let seen = flow.world().posture().look();
    let (items, now) = flow.read(|tx| {
        let facts = whole(tx, &seen);
        Ok((items(&facts, &tx.context.shop.posture), tx.now))
    })?;
    flow.app.tell_status();
    Ok(PostureView {
        worst: worst_of(&items),
        items,
        looked_at: seen.at.unwrap_or(now),
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
