//! The shop's rules, read once from its record and kept until the record changes.

use crate::api::{AppError, AppResult};
use crate::ports::records::Shop;
use jiff::tz::TimeZone;
use pos_domain::currency::Currency;
use pos_domain::time::DayRule;
use pos_domain::totals::Pricing;

/// A shop with what is computed from its record.
#[derive(Clone, Debug)]
pub struct ShopContext {
    pub shop: Shop,
    pub pricing: Pricing,
    pub day_rule: DayRule,
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
        Ok(ShopContext {
            shop,
            pricing,
            day_rule,
        })
    }

    /// `2-0417`: register and number, as the receipt prints it.
    pub fn number_text(&self, number: i64) -> String {
        format!("{}-{number:04}", self.shop.register)
    }
}
