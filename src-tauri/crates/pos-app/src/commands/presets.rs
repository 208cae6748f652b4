//! Countries with what is usual there, for the first run. A beginning, not advice: a manager checks
//! the rates.

use super::settings::currency_view;
use crate::api::AppResult;
use crate::flow::Flow;
use crate::views::Nothing;
use crate::views::shop::{CountryPreset, ShopPresets, TaxClassInput};
use pos_domain::currency::CURRENCIES;
use pos_domain::ids::TaxClassId;
use pos_domain::quantity::Percent;
use pos_macros::command;

/// Countries with their currency and usual taxes, to begin with; everything can be changed.
#[command(public, mode = Flow)]
pub fn shop_presets(_flow: &Flow, _input: Nothing) -> AppResult<ShopPresets> {
    Ok(ShopPresets {
        currencies: CURRENCIES.iter().map(currency_view).collect(),
        countries: COUNTRIES.iter().map(preset).collect(),
    })
}

/// Code, names, currency, prices with tax, rates in thousandths of a percent, smallest coin.
type Country = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
    &'static [i64],
    i64,
);

/// Standard and reduced rates as published by each country's tax office in 2026.
const COUNTRIES: &[Country] = &[
    ("DE", "Germany", "德国", "EUR", true, &[19_000, 7_000, 0], 1),
    (
        "AT",
        "Austria",
        "奥地利",
        "EUR",
        true,
        &[20_000, 10_000, 13_000, 0],
        1,
    ),
    (
        "CH",
        "Switzerland",
        "瑞士",
        "CHF",
        true,
        &[8_100, 2_600, 3_800, 0],
        5,
    ),
    (
        "FR",
        "France",
        "法国",
        "EUR",
        true,
        &[20_000, 5_500, 10_000, 2_100],
        1,
    ),
    (
        "NL",
        "Netherlands",
        "荷兰",
        "EUR",
        true,
        &[21_000, 9_000, 0],
        5,
    ),
    (
        "BE",
        "Belgium",
        "比利时",
        "EUR",
        true,
        &[21_000, 12_000, 6_000, 0],
        5,
    ),
    (
        "IT",
        "Italy",
        "意大利",
        "EUR",
        true,
        &[22_000, 10_000, 5_000, 4_000],
        5,
    ),
    (
        "ES",
        "Spain",
        "西班牙",
        "EUR",
        true,
        &[21_000, 10_000, 4_000, 0],
        1,
    ),
    (
        "IE",
        "Ireland",
        "爱尔兰",
        "EUR",
        true,
        &[23_000, 13_500, 9_000, 0],
        5,
    ),
    (
        "GB",
        "United Kingdom",
        "英国",
        "GBP",
        true,
        &[20_000, 5_000, 0],
        1,
    ),
    (
        "SE",
        "Sweden",
        "瑞典",
        "SEK",
        true,
        &[25_000, 12_000, 6_000],
        100,
    ),
    ("DK", "Denmark", "丹麦", "DKK", true, &[25_000, 0], 50),
    (
        "NO",
        "Norway",
        "挪威",
        "NOK",
        true,
        &[25_000, 15_000, 12_000],
        100,
    ),
    (
        "PL",
        "Poland",
        "波兰",
        "PLN",
        true,
        &[23_000, 8_000, 5_000, 0],
        1,
    ),
    (
        "CZ",
        "Czechia",
        "捷克",
        "CZK",
        true,
        &[21_000, 12_000, 0],
        100,
    ),
    (
        "CN",
        "China",
        "中国",
        "CNY",
        true,
        &[13_000, 9_000, 6_000, 0],
        10,
    ),
    ("HK", "Hong Kong", "香港", "HKD", true, &[0], 10),
    ("SG", "Singapore", "新加坡", "SGD", true, &[9_000, 0], 5),
    ("JP", "Japan", "日本", "JPY", true, &[10_000, 8_000], 1),
    ("AU", "Australia", "澳大利亚", "AUD", true, &[10_000, 0], 5),
    (
        "CA",
        "Canada",
        "加拿大",
        "CAD",
        false,
        &[5_000, 13_000, 0],
        5,
    ),
    ("US", "United States", "美国", "USD", false, &[0], 1),
];

fn preset(country: &Country) -> CountryPreset {
    let (code, name_en, name_zh, currency, included, rates, coin) = *country;
    let class = |(i, rate): (usize, &i64)| {
        let rate = Percent(*rate);
        let id = u8::try_from(i + 1).unwrap_or(u8::MAX);
        TaxClassInput {
            tax_class_id: TaxClassId(id),
            name: format!("{rate}%"),
            rate_percent: rate,
        }
    };
    CountryPreset {
        code: code.into(),
        name_en: name_en.into(),
        name_zh: name_zh.into(),
        currency: currency.into(),
        prices_include_tax: included,
        tax_classes: rates.iter().enumerate().map(class).collect(),
        cash_rounding_minor: coin,
    }
}
