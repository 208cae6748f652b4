//! The shop's rules, read once from its record and kept until the record changes.

use crate::api::{AppError, AppResult};
use crate::ports::records::Shop;
use crate::views::close::{LimitCell, LimitRule};
use jiff::tz::TimeZone;
use pos_domain::currency::Currency;
use pos_domain::limits::{LimitFault, LimitRow, Limits};
use pos_domain::staff::{Grant, Limit};
use pos_domain::time::DayRule;
use pos_domain::totals::Pricing;

/// A shop with what is computed from its record.
#[derive(Clone, Debug)]
pub struct ShopContext {
    pub shop: Shop,
    pub pricing: Pricing,
    pub day_rule: DayRule,
    /// Who may do what up to where, in this shop.
    pub limits: Limits,
}

impl ShopContext {
    /// Checks a record: known currency, known time zone.
    pub fn new(shop: Shop) -> AppResult<ShopContext> {
        let currency = Currency::by_code(&shop.currency)
            .ok_or_else(|| AppError::invalid("currency", "unknown"))?;
        let zone = TimeZone::get(&shop.time_zone)
            .map_err(|_| AppError::invalid("time_zone", "unknown"))?;
        let pricing = Pricing {
            currency,
            prices_include_tax: shop.prices_include_tax,
            tax_rounding: shop.tax_rounding,
            classes: shop.tax_classes.clone(),
            cash_step_minor: shop.cash_rounding_minor,
        };
        let day_rule = DayRule {
            zone,
            cut_off_minute: shop.cut_off_minute,
        };
        let limits = limits_of(&shop.limits, currency.exponent)?;
        Ok(ShopContext {
            shop,
            pricing,
            day_rule,
            limits,
        })
    }

    /// `2-0417`: register and number, as the receipt prints it.
    pub fn number_text(&self, number: i64) -> String {
        format!("{}-{number:04}", self.shop.register)
    }
}

/// The shop's limits, checked.
pub fn limits_of(cells: &[LimitCell], exponent: u8) -> AppResult<Limits> {
    let rows = cells.iter().map(|cell| LimitRow {
        role: cell.role,
        act: cell.act,
        grant: grant_of(&cell.rule, exponent),
    });
    Limits::new(rows.collect()).map_err(|(at, fault)| {
        let reason = match fault {
            LimitFault::Act => "no_limit_to_set",
            LimitFault::Role => "role_without_limits",
            LimitFault::Yardstick => "measured_otherwise",
            LimitFault::Range => "out_of_range",
            LimitFault::Twice => "twice",
        };
        AppError::invalid(&format!("cells[{at}]"), reason)
    })
}

/// A grant as the table of limits shows it; amounts in minor units of the shop's currency.
pub fn rule_of(grant: Grant, exponent: u8) -> LimitRule {
    match grant {
        Grant::Allow => LimitRule::Allow,
        Grant::Within(Limit::Share(percent)) => LimitRule::Share { percent },
        Grant::Within(Limit::Cents(cents)) => LimitRule::Amount {
            amount_minor: cents.saturating_mul(10_i64.pow(u32::from(exponent))) / 100,
        },
        Grant::Approval => LimitRule::Approval,
        Grant::Deny => LimitRule::Deny,
    }
}

fn grant_of(rule: &LimitRule, exponent: u8) -> Grant {
    match rule {
        LimitRule::Allow => Grant::Allow,
        LimitRule::Share { percent } => Grant::Within(Limit::Share(*percent)),
        LimitRule::Amount { amount_minor } => {
            let scale = 10_i64.pow(u32::from(exponent));
            Grant::Within(Limit::Cents(amount_minor.saturating_mul(100) / scale))
        }
        LimitRule::Approval => Grant::Approval,
        LimitRule::Deny => Grant::Deny,
    }
}
