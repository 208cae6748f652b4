//! The second factor: offered, confirmed and from then on asked for; its recovery codes; taken away
//! when it is lost. A seed is in clear only in the answer that offers it.

use super::people;
use super::session::look_again;
use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::app::held;
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::sign_in::{NewRecoveryCode, SecondFactor};
use crate::sign_in::clock_is_behind;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::{RecoveryCodes, SecondFactorOffer, SessionMust, UserView};
use pos_domain::fact::Fact;
use pos_domain::ids::UserId;
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use std::collections::HashMap;
use ts_rs::TS;

/// An offer that nobody has confirmed is forgotten after ten minutes.
const OFFER_MS_MAX: u64 = 10 * 60 * 1000;

/// Seeds that were offered and are not confirmed yet, sealed, with when they end.
#[derive(Default)]
pub struct Offers {
    made: HashMap<UserId, (Vec<u8>, u64)>,
}

impl Offers {
    fn make(&mut self, user: UserId, sealed: Vec<u8>, now_ms: u64) {
        self.made.retain(|_, (_, until_ms)| *until_ms > now_ms);
        self.made.insert(user, (sealed, now_ms + OFFER_MS_MAX));
    }

    fn of(&self, user: UserId, now_ms: u64) -> Option<Vec<u8>> {
        let (sealed, until_ms) = self.made.get(&user)?;
        (*until_ms > now_ms).then(|| sealed.clone())
    }
}

/// Offers a secret for the person's app; nothing is kept before it is confirmed. Who does not have
/// to enrol steps up first: at a seat left alone nobody puts an own app in the place of another's.
#[command(signed_in, secret, mode = Flow)]
pub fn second_factor_begin(flow: &Flow, _input: Nothing) -> AppResult<SecondFactorOffer> {
    let session = flow.session()?;
    let now_ms = flow.world().monotonic_ms();
    let must = session.must == Some(SessionMust::EnrolSecondFactor);
    if !must && !session.is_stepped_up(now_ms) {
        return Err(AppError::new(ErrorCode::StepUpNeeded));
    }
    let issuer = flow.context()?.shop.name.clone();
    let secrets = flow.world().secrets();
    let seed = secrets.seed(session.user_id, &issuer, &session.name)?;
    held(&flow.app.offers).make(session.user_id, seed.sealed, now_ms);
    let letters: Vec<char> = seed.base32.chars().collect();
    Ok(SecondFactorOffer {
        secret_groups: letters.chunks(4).map(|c| c.iter().collect()).collect(),
        modules: flow.world().papers().qr(&seed.uri),
        uri: seed.uri,
    })
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorConfirm {
    /// The six digits that the app shows for the secret offered last.
    pub code: SecretText,
}

/// Takes the offered second factor into use; answers the recovery codes, this once.
#[command(signed_in, secret, mode = Flow)]
pub fn second_factor_confirm(flow: &Flow, input: SecondFactorConfirm) -> AppResult<RecoveryCodes> {
    let user_id = flow.session()?.user_id;
    let world = flow.world();
    let offered = held(&flow.app.offers).of(user_id, world.monotonic_ms());
    let seed = offered.ok_or_else(|| AppError::invalid("code", "nothing_offered"))?;
    if flow.read(|tx| clock_is_behind(tx))? {
        return Err(AppError::new(ErrorCode::ClockBehind));
    }
    let secrets = world.secrets();
    let step = secrets
        .code_step(user_id, Some(&seed), input.code.expose(), world.now())
        .ok_or_else(|| AppError::invalid("code", "wrong"))?;
    let codes = secrets.recovery_codes(user_id)?;
    flow.act(|tx| {
        let factor = SecondFactor {
            seed: seed.clone(),
            last_step: step,
            enrolled_at: tx.now,
        };
        tx.store.second_factor_put(user_id, &factor)?;
        keep(tx, user_id, &codes)?;
        tx.record(&Fact::SecondFactorEnrolled(user_id)).map(|_| ())
    })?;
    held(&flow.app.offers).made.remove(&user_id);
    held(&flow.app.approvals).forget(user_id);
    look_again(flow)?;
    Ok(shown(codes))
}

fn keep(tx: &mut Tx, user_id: UserId, codes: &[NewRecoveryCode]) -> AppResult<()> {
    let macs: Vec<[u8; 32]> = codes.iter().map(|code| code.mac).collect();
    tx.store.recovery_codes_put(user_id, &macs)?;
    tx.events.push(Event::Changed {
        tags: vec!["users".into()],
    });
    Ok(())
}

fn shown(codes: Vec<NewRecoveryCode>) -> RecoveryCodes {
    RecoveryCodes {
        codes: codes.into_iter().map(|code| code.text).collect(),
    }
}

/// New recovery codes; the old ones are worth nothing any more.
#[command(signed_in, step_up, secret, mode = Flow)]
pub fn recovery_codes_renew(flow: &Flow, _input: Nothing) -> AppResult<RecoveryCodes> {
    let user_id = flow.session()?.user_id;
    let codes = flow.world().secrets().recovery_codes(user_id)?;
    flow.act(|tx| {
        if tx.store.second_factor(user_id)?.is_none() {
            return Err(AppError::not_found("second_factor"));
        }
        keep(tx, user_id, &codes)?;
        tx.record(&Fact::RecoveryCodesRenewed(user_id)).map(|_| ())
    })?;
    Ok(shown(codes))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorReset {
    pub user_id: UserId,
}

fn reset_again(tx: &mut Tx, input: &SecondFactorReset) -> AppResult<UserView> {
    people::view_of(tx, input.user_id)
}

/// Takes a lost second factor away, with a second person's word; the person enrols anew at the
/// next sign-in. Never one's own, and never with the word of whom it belongs to.
#[command(permission = UserEdit, step_up, mode = Act, again = reset_again)]
pub fn second_factor_reset(tx: &mut Tx, input: SecondFactorReset) -> AppResult<UserView> {
    if tx.actor.user_id == Some(input.user_id) {
        return Err(AppError::invalid("user_id", "own"));
    }
    people::user(tx, input.user_id)?;
    if tx.store.second_factor(input.user_id)?.is_none() {
        return Err(AppError::not_found("second_factor"));
    }
    let second = tx.require_second_about(Permission::SecondFactorWitness, input.user_id.0)?;
    if second == input.user_id {
        return Err(AppError::new(ErrorCode::ApprovalInvalid).field("approver_id"));
    }
    tx.store.second_factor_remove(input.user_id)?;
    tx.record(&Fact::SecondFactorReset(input.user_id))?;
    tx.effects.push(Effect::EndSessions(input.user_id));
    tx.events.push(Event::Changed {
        tags: vec!["users".into()],
    });
    people::view_of(tx, input.user_id)
}
