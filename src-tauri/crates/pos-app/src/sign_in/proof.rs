//! One proof of a person: what was shown is checked outside a transaction, and what it moves (the
//! tries, the last step of the second factor, a used recovery code) moves in the transaction of
//! what it allows. Every wrong answer is the same and costs the same.

use super::tries::{self, Settled};
use super::{clock_is_behind, is_strong};
use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::User;
use crate::ports::sign_in::{RecoveryAlert, SecondFactor};
use crate::tx::Tx;
use pos_domain::fact::{Fact, RecoveryCodeUsed};
use pos_domain::ids::UserId;

/// Wrong PINs (or codes alone) and passwords before a person is locked out.
const PIN_TRIES_MAX: u32 = 5;
const PASSWORD_TRIES_MAX: u32 = 10;

/// What a person shows.
#[derive(Clone, Copy, Default)]
pub struct Shown<'a> {
    pub pin: Option<&'a SecretText>,
    pub password: Option<&'a SecretText>,
    /// Six digits, or a recovery code.
    pub code: Option<&'a SecretText>,
}

/// What for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The password and the code where the rules are strong, else the PIN or the password.
    SignIn,
    /// A sensitive act: the code where the rules are strong, else any one.
    StepUp,
    /// A second person's word: any one.
    Approval,
    /// One's own seat, one's own secret: the PIN or the password.
    Own,
}

/// A person who is known.
pub struct Proven {
    pub user: User,
    pub enrolled: bool,
}

/// A code as it was found to be.
enum Code {
    None,
    /// Of the app: the step it belongs to, and its seed where that was sealed anew.
    Step(i64, Option<Vec<u8>>),
    Recovery(Vec<[u8; 32]>),
}

/// Checks what is shown; `then` runs in the transaction that ends the try, when it was right.
///
/// # Errors
/// `credentials_wrong`, `locked_out`, `try_later`, `clock_behind`, or a field that does not fit.
pub fn prove(
    flow: &Flow,
    user_id: UserId,
    shown: Shown,
    purpose: Purpose,
    mut then: impl FnMut(&mut Tx, &mut User) -> AppResult<()>,
) -> AppResult<Proven> {
    let shown = fitting(flow, user_id, shown, purpose)?;
    let secrets = flow.world().secrets();
    let by_clock = shown.code.is_some_and(|c| secrets.is_code(c.expose()));
    if by_clock && flow.read(|tx| clock_is_behind(tx))? {
        return Err(AppError::new(ErrorCode::ClockBehind));
    }
    let most = match shown.password {
        Some(_) => PASSWORD_TRIES_MAX,
        None => PIN_TRIES_MAX,
    };
    let begun = tries::begin(flow, user_id, most)?;
    let secret_right = secret_is_right(flow, user_id, begun.user.as_ref(), shown);
    let code = code_of(flow, user_id, begun.factor.as_ref(), shown);
    let renewed = match secret_right {
        true => renewed_pin(flow, user_id, begun.user.as_ref(), shown),
        false => None,
    };
    let alone = shown.pin.is_none() && shown.password.is_none();
    let proven = flow.act(|tx| {
        let factor = tx.store.second_factor(user_id)?;
        let enrolled = factor.is_some();
        // With a password a code is asked of who has one; alone it has to stand for itself.
        let asked = alone || (enrolled && shown_with_code(purpose, shown));
        let right = secret_right && (!asked || take_code(tx, user_id, factor, &code)?);
        let settled = tries::settle(tx, flow.app, flow.seat, user_id, right, most)?;
        match settled {
            Settled::Right(mut user) => {
                if let Some((old, new)) = &renewed
                    && user.pin_hash.as_ref() == Some(old)
                {
                    user.pin_hash = Some(new.clone());
                }
                then(tx, &mut user)?;
                tx.store.user_put(&user)?;
                Ok(Ok(Proven {
                    user: *user,
                    enrolled,
                }))
            }
            Settled::Wrong {
                tries_left,
                wait_ms,
            } => Ok(Err(AppError::new(ErrorCode::CredentialsWrong)
                .with("tries_left", tries_left)
                .with("wait_s", wait_ms / 1_000))),
            Settled::LockedOut => Ok(Err(tries::locked_out(flow.app.lock_out_left_ms(user_id)))),
        }
    })?;
    if proven.is_ok() && matches!(code, Code::Recovery(_)) {
        flow.app.tell_status();
    }
    proven
}

/// A strong sign-in: the code belongs to the password.
fn shown_with_code(purpose: Purpose, shown: Shown) -> bool {
    purpose == Purpose::SignIn && shown.password.is_some() && shown.pin.is_none()
}

/// What is looked at of what was shown; a combination that does not fit is refused unseen.
fn fitting<'a>(
    flow: &Flow,
    user_id: UserId,
    shown: Shown<'a>,
    purpose: Purpose,
) -> AppResult<Shown<'a>> {
    let policy = flow.context()?.shop.sign_in;
    let role = flow.read(|tx| Ok(tx.store.user(user_id)?.map(|user| user.role)))?;
    let strong = role.is_some_and(|role| is_strong(policy, role));
    let given = [shown.pin, shown.password, shown.code];
    let count = given.iter().flatten().count();
    let without_code = Shown {
        code: None,
        ..shown
    };
    match purpose {
        Purpose::SignIn if strong => match (shown.pin, shown.password) {
            (None, Some(_)) => Ok(shown),
            (Some(_), _) | (None, None) => Err(AppError::invalid("pin", "password_and_code")),
        },
        Purpose::SignIn | Purpose::Own => match (shown.pin, shown.password) {
            (Some(_), None) | (None, Some(_)) => Ok(without_code),
            (Some(_), Some(_)) | (None, None) => {
                Err(AppError::invalid("pin", "one_of_pin_and_password"))
            }
        },
        Purpose::StepUp if strong => match (shown.code, count) {
            (Some(_), 1) => Ok(shown),
            (_, _) => Err(AppError::invalid("code", "missing")),
        },
        Purpose::StepUp | Purpose::Approval if count == 1 => Ok(shown),
        Purpose::StepUp | Purpose::Approval => {
            Err(AppError::invalid("pin", "one_of_pin_password_and_code"))
        }
    }
}

/// Slow on purpose; equally slow for who has no such secret. Without one there is nothing to check.
fn secret_is_right(flow: &Flow, user_id: UserId, user: Option<&User>, shown: Shown) -> bool {
    let secrets = flow.world().secrets();
    match (shown.pin, shown.password) {
        (Some(pin), _) => {
            let hash = user.and_then(|u| u.pin_hash.as_deref());
            secrets.verify_pin(user_id, pin.expose(), hash)
        }
        (None, Some(password)) => {
            let hash = user.and_then(|u| u.password_hash.as_deref());
            secrets.verify_password(password.expose(), hash)
        }
        (None, None) => true,
    }
}

/// The hash of a right PIN, and what takes its place when it was made under an older pepper. Once
/// for each person after a change of that key, outside any transaction.
fn renewed_pin(
    flow: &Flow,
    user_id: UserId,
    user: Option<&User>,
    shown: Shown,
) -> Option<(String, String)> {
    let old = user?.pin_hash.clone()?;
    let secrets = flow.world().secrets();
    let new = secrets.renewed_pin(user_id, shown.pin?.expose(), &old)?;
    Some((old, new))
}

fn code_of(flow: &Flow, user_id: UserId, factor: Option<&SecondFactor>, shown: Shown) -> Code {
    let secrets = flow.world().secrets();
    let Some(code) = shown.code else {
        return Code::None;
    };
    if !secrets.is_code(code.expose()) {
        return Code::Recovery(secrets.recovery_macs(user_id, code.expose()));
    }
    let seed = factor.map(|f| f.seed.as_slice());
    let step = secrets.code_step(user_id, seed, code.expose(), flow.world().now());
    let Some(step) = step else {
        return Code::None;
    };
    Code::Step(
        step,
        seed.and_then(|seed| secrets.renewed_seed(user_id, seed)),
    )
}

/// Uses the code up; false when it is none, or was used before.
fn take_code(
    tx: &mut Tx,
    user_id: UserId,
    factor: Option<SecondFactor>,
    code: &Code,
) -> AppResult<bool> {
    let Some(mut factor) = factor else {
        return Ok(false);
    };
    match code {
        Code::None => Ok(false),
        Code::Step(step, _) if *step <= factor.last_step => Ok(false),
        Code::Step(step, renewed) => {
            factor.last_step = *step;
            if let Some(seed) = renewed {
                factor.seed.clone_from(seed);
            }
            tx.store.second_factor_put(user_id, &factor)?;
            Ok(true)
        }
        Code::Recovery(macs) => {
            for mac in macs {
                if tx.store.recovery_code_use(user_id, mac, tx.now)? {
                    recovered(tx, user_id)?;
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// A recovery code was used: a fact, and an alert that stays until somebody has opened its entry.
/// Who holds one needs no clock, so it also ends the wait for a clock that was once too late.
fn recovered(tx: &mut Tx, user_id: UserId) -> AppResult<()> {
    tx.actor.user_id.get_or_insert(user_id);
    let left = tx.store.recovery_codes_left(user_id)?;
    tracing::warn!(user = %user_id, left, "a recovery code was used");
    tx.store.clock_mark_put(None)?;
    let seq = tx.record(&Fact::RecoveryCodeUsed(RecoveryCodeUsed { user_id, left }))?;
    tx.store
        .recovery_alert_put(RecoveryAlert { seq, user_id })?;
    tx.events.push(Event::Changed {
        tags: vec!["users".into()],
    });
    Ok(())
}
