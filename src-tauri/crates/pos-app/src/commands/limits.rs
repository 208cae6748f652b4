//! The table of limits: what each role may do alone in this shop. A manager changes it; what stands
//! as usual is not kept, so that a later program's usual table holds for it.

use crate::api::AppResult;
use crate::context::{limits_of, rule_of};
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Shop;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::close::{LimitAct, LimitCell, LimitMeasure, LimitTable};
use pos_domain::fact::Fact;
use pos_domain::limits::{LIMITABLE, LIMITED_ROLES, Limits, Yardstick, yardstick};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The cells of one act under a table, a role after the other.
fn cells(limits: &Limits, act: Permission, exponent: u8) -> impl Iterator<Item = LimitCell> {
    LIMITED_ROLES.iter().map(move |role| LimitCell {
        role: *role,
        act,
        rule: rule_of(limits.grant(*role, act), exponent),
    })
}

fn table(limits: &Limits, exponent: u8) -> LimitTable {
    let usual = Limits::default();
    let act = |act: &Permission| LimitAct {
        act: *act,
        measured_by: match yardstick(*act) {
            Yardstick::Share => LimitMeasure::Share,
            Yardstick::Amount => LimitMeasure::Amount,
            Yardstick::Whole => LimitMeasure::Whole,
        },
        usual: cells(&usual, *act, exponent).collect(),
    };
    LimitTable {
        acts: LIMITABLE.iter().map(act).collect(),
        cells: LIMITABLE
            .iter()
            .flat_map(|act| cells(limits, *act, exponent))
            .collect(),
    }
}

/// Every act that has a limit, for every role that has one.
#[command(permission = SettingsView, mode = Query)]
pub fn limits_view(tx: &mut Tx, _input: Nothing) -> AppResult<LimitTable> {
    let exponent = tx.context.pricing.currency.exponent;
    Ok(table(&tx.context.limits, exponent))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LimitsSave {
    /// What is not named is as usual.
    pub cells: Vec<LimitCell>,
}

fn saved_again(tx: &mut Tx, _input: &LimitsSave) -> AppResult<LimitTable> {
    limits_view(tx, Nothing {})
}

/// Sets the whole table. It holds from the next call on.
#[command(permission = LimitsEdit, step_up, mode = Act, again = saved_again)]
pub fn limits_save(tx: &mut Tx, input: LimitsSave) -> AppResult<LimitTable> {
    let exponent = tx.context.pricing.currency.exponent;
    let asked = limits_of(&input.cells, exponent)?;
    let usual = Limits::default();
    let mut rows = asked.rows().to_vec();
    rows.retain(|row| row.grant != usual.grant(row.role, row.act));
    let kept = rows.iter().map(|row| LimitCell {
        role: row.role,
        act: row.act,
        rule: rule_of(row.grant, exponent),
    });
    let shop = Shop {
        limits: kept.collect(),
        ..tx.context.shop.clone()
    };
    tx.store.shop_put(&shop)?;
    tx.record(&Fact::LimitsSaved(rows))?;
    tx.effects.push(Effect::ShopChanged);
    tx.events.push(Event::Changed {
        tags: vec!["settings".into(), "limits".into()],
    });
    Ok(table(&asked, exponent))
}
