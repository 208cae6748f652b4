//! The shop's doors: is there one, is it open, make one, unlock it.

use super::backup::restore::is_being_restored;
use super::posture;
use super::register::inspect;
use super::settings::{check_classes, currency_view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::flow::Flow;
use crate::ports::backups::BackupPlan;
use crate::ports::records::{Shop, User};
use crate::ports::world::FileState;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::SignInPolicy;
use crate::views::peripheral::PrintReceipts;
use crate::views::receipt::ReceiptTemplate;
use crate::views::shift::DrawerMode;
use crate::views::shop::{
    DemoLogin, ShopCreate, ShopCreated, ShopState, ShopStatus, ShopUnlock, UnlockReason,
};
use pos_domain::currency::Currency;
use pos_domain::fact::{Fact, ShopOpened, UserSaved};
use pos_domain::ids::{ShopId, UserId};
use pos_domain::shop::ShopKind;
use pos_domain::staff::Role;
use pos_macros::command;

/// Whether there is a shop here, and whether it is open.
#[command(public, mode = Flow)]
pub fn shop_status(flow: &Flow, _input: Nothing) -> AppResult<ShopStatus> {
    status(flow)
}

fn status(flow: &Flow) -> AppResult<ShopStatus> {
    let files = flow.world().files();
    let mut status = ShopStatus {
        state: ShopState::None,
        kind: None,
        name: None,
        register_name: None,
        currency: None,
        language: "en".into(),
        demo_logins: Vec::new(),
        unlock_reason: None,
        update: files.update(),
        version: files.version(),
        business_day: None,
    };
    match files.state() {
        FileState::None => {}
        FileState::Locked(reason) => {
            status.state = ShopState::Locked;
            status.unlock_reason = Some(reason);
        }
        FileState::Open => {
            let context = flow.context()?;
            status.state = ShopState::Open;
            status.kind = Some(context.shop.kind);
            status.name = Some(context.shop.name.clone());
            status.register_name = Some(context.shop.register_name.clone());
            status.currency = Some(currency_view(context.pricing.currency));
            status.language = context.shop.language.clone();
            status.demo_logins = flow.read(|tx| demo_logins(tx))?;
            status.business_day = Some(context.day_rule.place(flow.world().now()).0);
        }
    }
    Ok(status)
}

fn demo_logins(tx: &Tx) -> AppResult<Vec<DemoLogin>> {
    let mut logins = Vec::new();
    for secret in &tx.context.shop.demo_logins {
        if let Some(user) = tx.store.user(secret.user_id)? {
            logins.push(DemoLogin {
                user_id: user.user_id,
                name: user.name,
                role: user.role,
                pin: secret.pin.clone(),
                password: secret.password.clone(),
            });
        }
    }
    Ok(logins)
}

/// Makes a shop, with its keys, its file and its first manager. Only where there is none.
#[command(public, secret, mode = Flow)]
pub fn shop_create(flow: &Flow, input: ShopCreate) -> AppResult<ShopCreated> {
    if input.kind == ShopKind::Demo {
        return Err(AppError::invalid("kind", "demo_is_made_by_the_demo"));
    }
    let phrase = create(flow, &input)?;
    Ok(ShopCreated {
        recovery_phrase: phrase,
        status: status(flow)?,
    })
}

/// Makes the shop; either all of it or nothing.
pub fn create(flow: &Flow, input: &ShopCreate) -> AppResult<Vec<String>> {
    let world = flow.world();
    if world.files().state() != FileState::None {
        return Err(AppError::new(ErrorCode::ShopExists));
    }
    let shop = checked(flow, input)?;
    let secrets = world.secrets();
    let names = [input.manager_name.as_str(), input.name.as_str()];
    let mixed = shop.sign_in.letters_and_digits;
    if let Some(flaw) = secrets.password_flaw(&input.manager_password, mixed, &names) {
        let error = AppError::new(ErrorCode::PasswordRule);
        return Err(error.field("manager_password").with("reason", flaw));
    }
    if let Some(flaw) = input
        .manager_pin
        .as_deref()
        .and_then(|p| secrets.pin_flaw(p))
    {
        return Err(AppError::new(ErrorCode::PinRule)
            .field("manager_pin")
            .with("reason", flaw));
    }
    let phrase = world
        .files()
        .create(input.key_slot, input.passphrase.as_deref())?;
    match furnish(flow, input, &shop) {
        Ok(()) => Ok(phrase),
        Err(error) => {
            world.files().discard();
            Err(error)
        }
    }
}

/// Checks everything before anything is made.
fn checked(flow: &Flow, input: &ShopCreate) -> AppResult<Shop> {
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    if input.manager_name.trim().is_empty() {
        return Err(AppError::invalid("manager_name", "missing"));
    }
    if Currency::by_code(&input.currency).is_none() {
        return Err(AppError::invalid("currency", "unknown"));
    }
    if !["en", "zh"].contains(&input.language.as_str()) {
        return Err(AppError::invalid("language", "unknown"));
    }
    if !(1..=100_000).contains(&input.cash_rounding_minor) {
        return Err(AppError::invalid("cash_rounding_minor", "out_of_range"));
    }
    let shop = Shop {
        shop_id: ShopId(flow.world().new_id()),
        kind: input.kind,
        currency: input.currency.clone(),
        register: 1,
        register_name: input.register_name.trim().to_owned(),
        name: name.to_owned(),
        address: input.address.iter().map(|l| l.trim().to_owned()).collect(),
        language: input.language.clone(),
        receipt_header: String::new(),
        receipt_footer: String::new(),
        prices_include_tax: input.prices_include_tax,
        tax_rounding: input.tax_rounding,
        tax_classes: check_classes(&input.tax_classes)?,
        cash_rounding_minor: input.cash_rounding_minor,
        time_zone: input
            .time_zone
            .clone()
            .unwrap_or_else(|| flow.world().time_zone()),
        cut_off_minute: 4 * 60,
        idle_lock_s: 300,
        price_barcodes: Vec::new(),
        demo_logins: Vec::new(),
        limits: Vec::new(),
        drawer_mode: DrawerMode::Shared,
        print_receipts: PrintReceipts::Always,
        customer_screen: false,
        receipt_template: ReceiptTemplate::default(),
        inspection: inspect::usual(input.kind),
        posture: posture::usual(input.kind),
        sign_in: input.sign_in.unwrap_or(SignInPolicy::NEW),
        backup: match input.kind {
            ShopKind::Real | ShopKind::Training => BackupPlan::usual(),
            ShopKind::Demo | ShopKind::Test => BackupPlan::default(),
        },
    };
    crate::context::ShopContext::new(shop.clone())?;
    Ok(shop)
}

/// Writes the shop's record, its first entry and its first person, in one transaction.
fn furnish(flow: &Flow, input: &ShopCreate, shop: &Shop) -> AppResult<()> {
    let world = flow.world();
    let user_id = UserId(world.new_id());
    let secrets = world.secrets();
    let pin_hash = input
        .manager_pin
        .as_deref()
        .map(|pin| secrets.hash_pin(user_id, pin))
        .transpose()?;
    let manager = User {
        user_id,
        name: input.manager_name.trim().to_owned(),
        role: Role::Manager,
        active: true,
        pin_hash,
        password_hash: Some(secrets.hash_password(&input.manager_password)?),
        wrong_tries: 0,
        locked_until: None,
        last_sign_in: None,
        pin_given: false,
        password_given: false,
    };
    flow.app.first_act(shop.clone(), |tx| {
        tx.store.shop_put(shop)?;
        tx.record(&Fact::ShopOpened(ShopOpened {
            shop_id: shop.shop_id,
            kind: shop.kind,
            currency: shop.currency.clone(),
            register: shop.register,
            first_user: user_id,
        }))?;
        tx.store.user_put(&manager)?;
        tx.record(&Fact::UserSaved(UserSaved {
            user_id,
            role: Role::Manager,
            active: true,
        }))?;
        tx.effects.push(Effect::ShopChanged);
        Ok(())
    })
}

/// Opens a locked file with its passphrase or its recovery phrase; without either it is tried
/// again as at the start, because somebody may have put right what was in the way.
#[command(public, secret, mode = Flow)]
pub fn shop_unlock(flow: &Flow, input: ShopUnlock) -> AppResult<ShopStatus> {
    match flow.world().files().state() {
        FileState::None => return Err(AppError::new(ErrorCode::ShopMissing)),
        FileState::Open | FileState::Locked(UnlockReason::Updating) => return status(flow),
        FileState::Locked(_) if is_being_restored(flow.world().backups()) => return status(flow),
        FileState::Locked(_) => {}
    }
    let (passphrase, phrase) = (
        input.passphrase.as_deref(),
        input.recovery_phrase.as_deref(),
    );
    if passphrase.is_some() && phrase.is_some() {
        return Err(AppError::invalid(
            "passphrase",
            "one_of_passphrase_and_phrase",
        ));
    }
    flow.world().files().unlock(passphrase, phrase)?;
    flow.app.has_opened()?;
    status(flow)
}
