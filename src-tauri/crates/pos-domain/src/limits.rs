//! The table of limits as a manager has set it: which grants of the usual table are other in this
//! shop. Only acts with a limit may be set, and only for those who work the till.

use crate::staff::{Grant, Limit, Measure, Permission, Role, Ruling, grant, rule};
use minicbor::{Decode, Encode};
use serde::Serialize;

/// The acts whose limits a shop may set.
pub const LIMITABLE: &[Permission] = &[
    Permission::SaleDiscount,
    Permission::PriceOverride,
    Permission::SaleVoid,
    Permission::ReturnWithReceipt,
    Permission::ReturnWithoutReceipt,
    Permission::NoSale,
    Permission::CashPayIn,
    Permission::CashPayOut,
    Permission::CashDrop,
    Permission::OverShort,
];

/// The roles whose limits a shop may set; a manager has none.
pub const LIMITED_ROLES: &[Role] = &[Role::Cashier, Role::Supervisor];

/// What an act is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    Share,
    Amount,
    /// Not measured: alone, with approval, or not at all.
    Whole,
}

/// What an act is measured by.
pub fn yardstick(act: Permission) -> Yardstick {
    match act {
        Permission::SaleDiscount | Permission::PriceOverride => Yardstick::Share,
        Permission::NoSale => Yardstick::Whole,
        _ => Yardstick::Amount,
    }
}

/// One cell of the table that differs from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct LimitRow {
    #[n(0)]
    pub role: Role,
    #[n(1)]
    pub act: Permission,
    #[n(2)]
    pub grant: Grant,
}

/// Why a row cannot stand in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitFault {
    #[error("this act has no limit to set")]
    Act,
    #[error("only cashiers and supervisors have limits")]
    Role,
    #[error("this act is measured otherwise")]
    Yardstick,
    #[error("a limit is from 0 to 100 percent, or an amount not below zero")]
    Range,
    #[error("the same role and act twice")]
    Twice,
}

/// The shop's table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    rows: Vec<LimitRow>,
}

impl Limits {
    /// Checks the rows.
    ///
    /// # Errors
    /// The first row that cannot stand, by its place.
    pub fn new(rows: Vec<LimitRow>) -> Result<Limits, (usize, LimitFault)> {
        for (at, row) in rows.iter().enumerate() {
            let twice = |r: &LimitRow| r.role == row.role && r.act == row.act;
            let fault = if !LIMITABLE.contains(&row.act) {
                Some(LimitFault::Act)
            } else if !LIMITED_ROLES.contains(&row.role) {
                Some(LimitFault::Role)
            } else if rows[..at].iter().any(twice) {
                Some(LimitFault::Twice)
            } else {
                range_fault(row)
            };
            if let Some(fault) = fault {
                return Err((at, fault));
            }
        }
        Ok(Limits { rows })
    }

    /// The rows that differ from the usual table.
    pub fn rows(&self) -> &[LimitRow] {
        &self.rows
    }

    /// What a role may do in this shop.
    pub fn grant(&self, role: Role, act: Permission) -> Grant {
        let set = self.rows.iter().find(|r| r.role == role && r.act == act);
        set.map_or_else(|| grant(role, act), |r| r.grant)
    }

    /// Rules on one act of a role in this shop.
    pub fn rule(&self, role: Role, act: Permission, measure: Measure) -> Ruling {
        rule(self.grant(role, act), measure)
    }
}

fn range_fault(row: &LimitRow) -> Option<LimitFault> {
    use crate::quantity::Percent;
    match (row.grant, yardstick(row.act)) {
        (Grant::Allow | Grant::Approval | Grant::Deny, _) => None,
        (Grant::Within(Limit::Share(share)), Yardstick::Share) => {
            (share.0 < 0 || share > Percent::WHOLE).then_some(LimitFault::Range)
        }
        (Grant::Within(Limit::Cents(cents)), Yardstick::Amount) => {
            (cents < 0).then_some(LimitFault::Range)
        }
        (Grant::Within(_), Yardstick::Share | Yardstick::Amount | Yardstick::Whole) => {
            Some(LimitFault::Yardstick)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Percent;

    fn row(role: Role, act: Permission, grant: Grant) -> LimitRow {
        LimitRow { role, act, grant }
    }

    #[test]
    fn rows_are_checked() {
        use Grant::{Allow, Within};
        use Permission as P;
        let cents = |c| Within(Limit::Cents(c));
        let share = |p| Within(Limit::Share(Percent::of(p)));
        for (one, fault) in [
            (row(Role::Cashier, P::SaleRing, Allow), LimitFault::Act),
            (row(Role::Manager, P::NoSale, Allow), LimitFault::Role),
            (
                row(Role::Cashier, P::NoSale, cents(1)),
                LimitFault::Yardstick,
            ),
            (
                row(Role::Cashier, P::SaleDiscount, cents(1)),
                LimitFault::Yardstick,
            ),
            (
                row(Role::Cashier, P::SaleDiscount, share(101)),
                LimitFault::Range,
            ),
            (
                row(Role::Cashier, P::SaleVoid, cents(-1)),
                LimitFault::Range,
            ),
        ] {
            assert_eq!(Limits::new(vec![one]), Err((0, fault)), "{one:?}");
        }
        let twice = row(Role::Cashier, P::NoSale, Allow);
        assert_eq!(Limits::new(vec![twice, twice]), Err((1, LimitFault::Twice)));
    }

    #[test]
    fn a_row_stands_before_the_usual_table() {
        let act = Permission::OverShort;
        let measure = Measure::Amount {
            amount_minor: 700,
            exponent: 2,
        };
        assert_eq!(
            Limits::default().rule(Role::Cashier, act, measure),
            Ruling::NeedsApproval
        );
        let more = row(Role::Cashier, act, Grant::Within(Limit::Cents(700)));
        let limits = Limits::new(vec![more]).unwrap();
        assert_eq!(limits.rule(Role::Cashier, act, measure), Ruling::Alone);
        assert_eq!(limits.rule(Role::Supervisor, act, measure), Ruling::Alone);
    }
}
