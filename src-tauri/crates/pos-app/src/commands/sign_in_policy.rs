//! The shop's rules of sign-in.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Shop;
use crate::sign_in;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::SignInPolicy;
use pos_domain::fact::{Fact, SignInPolicySaved};
use pos_macros::command;

/// The rules as they are.
#[command(permission = SettingsView, mode = Query)]
pub fn sign_in_policy(tx: &mut Tx, _input: Nothing) -> AppResult<SignInPolicy> {
    Ok(tx.context.shop.sign_in)
}

fn saved_again(tx: &mut Tx, _input: &SignInPolicy) -> AppResult<SignInPolicy> {
    Ok(tx.context.shop.sign_in)
}

/// Sets the rules. They hold from the next call on; who asks others for a second factor has one.
#[command(permission = PolicyEdit, step_up, mode = Act, again = saved_again)]
pub fn sign_in_policy_save(tx: &mut Tx, input: SignInPolicy) -> AppResult<SignInPolicy> {
    let was = tx.context.shop.sign_in;
    if input.strong && !was.strong {
        let own = tx.actor.user_id;
        let enrolled = own.map(|id| tx.store.second_factor(id)).transpose()?;
        if enrolled.flatten().is_none() {
            return Err(AppError::new(ErrorCode::SecondFactorNeeded).field("strong"));
        }
        // Whoever got in by less comes in anew.
        for user in tx.store.users()? {
            if sign_in::is_strong(input, user.role) && Some(user.user_id) != own {
                tx.effects.push(Effect::EndSessions(user.user_id));
            }
        }
    }
    let shop = Shop {
        sign_in: input,
        ..tx.context.shop.clone()
    };
    tx.store.shop_put(&shop)?;
    tx.record(&Fact::SignInPolicySaved(SignInPolicySaved {
        strong: input.strong,
        change_given: input.change_given,
        letters_and_digits: input.letters_and_digits,
    }))?;
    tx.effects.push(Effect::ShopChanged);
    tx.events.push(Event::Changed {
        tags: vec!["settings".into(), "users".into()],
    });
    Ok(input)
}
