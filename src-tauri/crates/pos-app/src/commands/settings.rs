//! The shop's rules: seen by those who may, changed by a manager.

use super::customer;
use crate::api::{AppError, AppResult};
use crate::context::ShopContext;
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Shop;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::shop::{CurrencyView, ShopSettings, TaxClassInput};
use pos_domain::currency::Currency;
use pos_domain::fact::Fact;
use pos_domain::quantity::Percent;
use pos_domain::tax::TaxClass;
use pos_macros::command;

/// A currency for the screens.
pub fn currency_view(currency: &Currency) -> CurrencyView {
    CurrencyView {
        code: currency.code.into(),
        exponent: currency.exponent,
        symbol: currency.symbol.into(),
        quick_notes_minor: currency.cash_minor.to_vec(),
    }
}

/// Checks tax classes: one to twelve, ids told apart, rates from 0 to 100.
pub fn check_classes(classes: &[TaxClassInput]) -> AppResult<Vec<TaxClass>> {
    if classes.is_empty() || classes.len() > 12 {
        return Err(AppError::invalid("tax_classes", "one_to_twelve"));
    }
    let mut checked: Vec<TaxClass> = Vec::new();
    for class in classes {
        if class.rate_percent.0 < 0 || class.rate_percent > Percent::WHOLE {
            return Err(AppError::invalid("tax_classes", "rate_out_of_range"));
        }
        if checked.iter().any(|c| c.id == class.tax_class_id) || class.tax_class_id.0 == 0 {
            return Err(AppError::invalid("tax_classes", "id_twice"));
        }
        checked.push(TaxClass {
            id: class.tax_class_id,
            name: class.name.trim().to_owned(),
            rate: class.rate_percent,
        });
    }
    Ok(checked)
}

fn view(shop: &Shop) -> ShopSettings {
    ShopSettings {
        name: shop.name.clone(),
        address: shop.address.clone(),
        register_name: shop.register_name.clone(),
        language: shop.language.clone(),
        receipt_header: shop.receipt_header.clone(),
        receipt_footer: shop.receipt_footer.clone(),
        prices_include_tax: shop.prices_include_tax,
        tax_rounding: shop.tax_rounding,
        tax_classes: shop
            .tax_classes
            .iter()
            .map(|c| TaxClassInput {
                tax_class_id: c.id,
                name: c.name.clone(),
                rate_percent: c.rate,
            })
            .collect(),
        cash_rounding_minor: shop.cash_rounding_minor,
        day_cut_off: format!(
            "{:02}:{:02}",
            shop.cut_off_minute / 60,
            shop.cut_off_minute % 60
        ),
        time_zone: shop.time_zone.clone(),
        idle_lock_s: shop.idle_lock_s,
        price_barcodes: shop.price_barcodes.clone(),
        drawer_mode: shop.drawer_mode,
        print_receipts: shop.print_receipts,
        customer_screen: shop.customer_screen,
        receipt_template: shop.receipt_template,
        currency: shop.currency.clone(),
        kind: shop.kind,
    }
}

/// The shop's rules.
#[command(permission = SettingsView, mode = Query)]
pub fn settings_view(tx: &mut Tx, _input: Nothing) -> AppResult<ShopSettings> {
    Ok(view(&tx.context.shop))
}

fn saved_again(tx: &mut Tx, _input: &ShopSettings) -> AppResult<ShopSettings> {
    Ok(view(&tx.context.shop))
}

/// Changes the shop's rules. Currency and kind never change.
#[command(permission = SettingsEdit, step_up, mode = Act, again = saved_again)]
pub fn settings_save(tx: &mut Tx, input: ShopSettings) -> AppResult<ShopSettings> {
    let old = &tx.context.shop;
    if input.currency != old.currency {
        return Err(AppError::invalid("currency", "never_changes"));
    }
    if input.kind != old.kind {
        return Err(AppError::invalid("kind", "never_changes"));
    }
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    if !["en", "zh"].contains(&input.language.as_str()) {
        return Err(AppError::invalid("language", "unknown"));
    }
    if !(60..=900).contains(&input.idle_lock_s) {
        return Err(AppError::invalid("idle_lock_s", "out_of_range"));
    }
    if !(1..=100_000).contains(&input.cash_rounding_minor) {
        return Err(AppError::invalid("cash_rounding_minor", "out_of_range"));
    }
    for rule in &input.price_barcodes {
        rule.check()
            .map_err(|fault| AppError::invalid("price_barcodes", &fault.to_string()))?;
    }
    let shop = Shop {
        name: name.to_owned(),
        address: input.address.iter().map(|l| l.trim().to_owned()).collect(),
        register_name: input.register_name.trim().to_owned(),
        language: input.language.clone(),
        receipt_header: input.receipt_header.clone(),
        receipt_footer: input.receipt_footer.clone(),
        prices_include_tax: input.prices_include_tax,
        tax_rounding: input.tax_rounding,
        tax_classes: check_classes(&input.tax_classes)?,
        cash_rounding_minor: input.cash_rounding_minor,
        time_zone: input.time_zone.clone(),
        cut_off_minute: minute_of(&input.day_cut_off)?,
        idle_lock_s: input.idle_lock_s,
        price_barcodes: input.price_barcodes.clone(),
        drawer_mode: input.drawer_mode,
        print_receipts: input.print_receipts,
        customer_screen: input.customer_screen,
        receipt_template: input.receipt_template,
        ..old.clone()
    };
    ShopContext::new(shop.clone())?;
    keeps_used_classes(tx, &shop)?;
    tx.store.shop_put(&shop)?;
    // The body names what was set; the demo's secrets are not part of it.
    let body = serde_json::to_vec(&view(&shop)).map_err(AppError::internal)?;
    tx.record(&Fact::SettingsSaved(body))?;
    tx.effects.push(Effect::ShopChanged);
    // A screen that was switched off forgets what it shows.
    if old.customer_screen && !shop.customer_screen {
        let view = customer::blank(tx.context);
        tx.events.push(Event::Customer {
            view: Box::new(view),
        });
    }
    tx.events.push(Event::Changed {
        tags: vec!["settings".into(), "shop".into()],
    });
    Ok(view(&shop))
}

/// A tax class that goods still have cannot go.
fn keeps_used_classes(tx: &Tx, shop: &Shop) -> AppResult<()> {
    let gone: Vec<_> = tx
        .context
        .shop
        .tax_classes
        .iter()
        .map(|c| c.id)
        .filter(|id| shop.tax_classes.iter().all(|c| c.id != *id))
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    let mut used = false;
    tx.store
        .product_walk(&mut |p| used |= gone.contains(&p.tax_class))?;
    if used {
        Err(AppError::invalid("tax_classes", "still_used"))
    } else {
        Ok(())
    }
}

/// `04:00` as minutes after midnight; a business day begins before noon.
fn minute_of(text: &str) -> AppResult<u16> {
    let wrong = || AppError::invalid("day_cut_off", "hours_and_minutes");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let hours: u16 = hours.parse().map_err(|_| wrong())?;
    let minutes: u16 = minutes.parse().map_err(|_| wrong())?;
    if hours < 12 && minutes < 60 {
        Ok(hours * 60 + minutes)
    } else {
        Err(wrong())
    }
}
