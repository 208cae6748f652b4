//! A business day, from the rollups that moved with each sale.

use crate::api::AppResult;
use crate::ports::records::{DayAxis, DayKey, DaySum};
use crate::tx::Tx;
use crate::views::day::{CashierSum, DayReport, DoubtSum, HourSum, ProductSum, TenderSum};
use crate::views::sale::TaxView;
use pos_domain::ids::{ProductId, TaxClassId};
use pos_domain::payment::AttemptState;
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::rounding::{Rounding, divide};
use pos_domain::tender::TenderKind;
use pos_domain::time::Day;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The products shown.
const TOP_PRODUCTS: usize = 10;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DayOf {
    /// None: the day that is running.
    pub day: Option<Day>,
}

/// The day at a glance, beside the same weekday of the week before.
#[command(permission = DayReport, mode = Query)]
pub fn day_report(tx: &mut Tx, input: DayOf) -> AppResult<DayReport> {
    let day = input
        .day
        .unwrap_or_else(|| tx.context.day_rule.place(tx.now).0);
    let before = day.plus_days(-7);
    let whole = total(&tx.store.day_sums(day, DayAxis::Register)?);
    let last = total(&tx.store.day_sums(before, DayAxis::Register)?);
    let known = last.sale_count + last.return_count > 0;
    Ok(DayReport {
        day,
        net_minor: whole.net_minor,
        gross_minor: whole.net_minor + whole.tax_minor,
        tax_minor: whole.tax_minor,
        sale_count: whole.sale_count,
        return_count: whole.return_count,
        return_minor: whole.return_minor,
        item_count: whole.quantity,
        average_minor: average(&whole),
        by_hour: by_hour(tx, day)?,
        last_week_by_hour: by_hour(tx, before)?,
        last_week_net_minor: known.then_some(last.net_minor),
        last_week_count: known.then_some(last.sale_count),
        last_week_average_minor: known.then(|| average(&last)),
        by_tender: by_tender(tx, day)?,
        by_cashier: by_cashier(tx, day)?,
        by_tax: by_tax(tx, day)?,
        top_products: top_products(tx, day)?,
        doubts: doubts(tx)?,
    })
}

fn total(sums: &[DaySum]) -> DaySum {
    DaySum {
        key: DayKey::Number(0),
        sale_count: sums.iter().map(|s| s.sale_count).sum(),
        return_count: sums.iter().map(|s| s.return_count).sum(),
        quantity: Quantity(sums.iter().map(|s| s.quantity.0).sum()),
        net_minor: sums.iter().map(|s| s.net_minor).sum(),
        tax_minor: sums.iter().map(|s| s.tax_minor).sum(),
        return_minor: sums.iter().map(|s| s.return_minor).sum(),
    }
}

/// What a sale comes to on average, returns left out.
fn average(sum: &DaySum) -> i64 {
    let sold = sum.net_minor + sum.tax_minor + sum.return_minor;
    divide(
        i128::from(sold),
        i128::from(sum.sale_count.max(1)),
        Rounding::HalfUp,
    )
    .unwrap_or(0)
}

fn number(key: &DayKey) -> i64 {
    match key {
        DayKey::Number(n) => *n,
        DayKey::User(_) => 0,
    }
}

fn by_hour(tx: &Tx, day: Day) -> AppResult<Vec<HourSum>> {
    let sums = tx.store.day_sums(day, DayAxis::Hour)?;
    let hour = |s: &DaySum| HourSum {
        hour: number(&s.key),
        net_minor: s.net_minor,
        count: s.sale_count,
    };
    Ok(sums.iter().map(hour).collect())
}

fn by_tender(tx: &Tx, day: Day) -> AppResult<Vec<TenderSum>> {
    let sums = tx.store.day_sums(day, DayAxis::Tender)?;
    let kind = |n| match n {
        0 => Some(TenderKind::Cash),
        1 => Some(TenderKind::Card),
        2 => Some(TenderKind::Wallet),
        3 => Some(TenderKind::Voucher),
        4 => Some(TenderKind::Exchange),
        _ => None,
    };
    Ok(sums
        .iter()
        .filter_map(|s| {
            Some(TenderSum {
                kind: kind(number(&s.key))?,
                amount_minor: s.net_minor,
                count: s.sale_count + s.return_count,
            })
        })
        .collect())
}

fn by_cashier(tx: &Tx, day: Day) -> AppResult<Vec<CashierSum>> {
    let mut rows = Vec::new();
    for sum in tx.store.day_sums(day, DayAxis::Cashier)? {
        let name = match sum.key {
            DayKey::User(id) => super::sale::view::user_name(tx, id)?,
            DayKey::Number(_) => String::new(),
        };
        rows.push(CashierSum {
            name,
            net_minor: sum.net_minor,
            count: sum.sale_count,
        });
    }
    rows.sort_by(|a, b| {
        b.net_minor
            .cmp(&a.net_minor)
            .then_with(|| a.name.cmp(&b.name))
    });
    Ok(rows)
}

fn by_tax(tx: &Tx, day: Day) -> AppResult<Vec<TaxView>> {
    let sums = tx.store.day_sums(day, DayAxis::Tax)?;
    let row = |s: &DaySum| {
        let id = TaxClassId(u8::try_from(number(&s.key)).unwrap_or(0));
        let class = tx.context.pricing.classes.iter().find(|c| c.id == id);
        TaxView {
            tax_class_id: id,
            name: class.map_or_else(|| id.0.to_string(), |c| c.name.clone()),
            rate_percent: class.map_or(Percent(0), |c| c.rate),
            net_minor: s.net_minor,
            tax_minor: s.tax_minor,
            gross_minor: s.net_minor + s.tax_minor,
        }
    };
    Ok(sums.iter().map(row).collect())
}

fn top_products(tx: &Tx, day: Day) -> AppResult<Vec<ProductSum>> {
    let mut sums = tx.store.day_sums(day, DayAxis::Product)?;
    sums.sort_by_key(|s| (std::cmp::Reverse(s.net_minor), number(&s.key)));
    sums.truncate(TOP_PRODUCTS);
    let mut rows = Vec::with_capacity(sums.len());
    for sum in sums {
        let id = ProductId(number(&sum.key));
        let name = tx
            .store
            .product(id)?
            .map_or_else(|| id.0.to_string(), |p| p.name);
        rows.push(ProductSum {
            name,
            quantity: sum.quantity,
            net_minor: sum.net_minor,
        });
    }
    Ok(rows)
}

/// Payments in doubt, counted neither as paid nor as unpaid.
pub fn doubts(tx: &Tx) -> AppResult<DoubtSum> {
    let open = tx.store.attempts_unsettled()?;
    let unknown = || open.iter().filter(|a| a.state == AttemptState::Unknown);
    Ok(DoubtSum {
        count: i64::try_from(unknown().count()).unwrap_or(i64::MAX),
        amount_minor: unknown().map(|a| a.amount_minor).sum(),
    })
}
