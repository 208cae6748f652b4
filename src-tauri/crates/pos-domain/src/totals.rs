//! What a cart comes to: line amounts, discounts spread to the last cent, tax by class, the total.
//! One function, used by the screen, the receipt, the journal and the tests alike.

use crate::cart::{Cart, CartLine, Discount};
use crate::currency::{Currency, UNIT_PRICE_SCALE};
use crate::ids::{LineId, TaxClassId};
use crate::quantity::{Percent, Quantity};
use crate::rounding::{Rounding, divide, spread};
use crate::tax::{TaxClass, TaxRounding, inside, on_top};
use thiserror::Error;

/// How this shop prices.
#[derive(Clone, Debug)]
pub struct Pricing {
    pub currency: &'static Currency,
    pub prices_include_tax: bool,
    pub tax_rounding: TaxRounding,
    pub classes: Vec<TaxClass>,
    /// Smallest coin, in minor units; 1 = no cash rounding.
    pub cash_step_minor: i64,
}

/// What one line comes to. Amounts are in minor units and as priced (with tax inside when prices
/// include it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTotal {
    pub line_id: LineId,
    /// Unit price × quantity.
    pub full_minor: i64,
    /// The line's own discount.
    pub discount_minor: i64,
    /// Its share of the document's discount.
    pub document_discount_minor: i64,
    /// What is left.
    pub amount_minor: i64,
}

/// Tax of one class on the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxTotal {
    pub class: TaxClassId,
    pub rate: Percent,
    pub net_minor: i64,
    pub tax_minor: i64,
}

/// What the document comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub lines: Vec<LineTotal>,
    pub taxes: Vec<TaxTotal>,
    pub savings_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
}

/// Why a cart cannot be added up.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TotalsError {
    #[error("line {0}: the amount is too large")]
    TooLarge(LineId),
    #[error("the document's amount is too large")]
    DocumentTooLarge,
    /// Larger than the line, or below zero.
    #[error("line {0}: the discount is not between nothing and the line")]
    LineDiscountTooLarge(LineId),
    /// Larger than the sale, or below zero.
    #[error("the discount is not between nothing and the sale")]
    DocumentDiscountTooLarge,
    #[error("tax class {0:?} is not known to this shop")]
    NoSuchTaxClass(TaxClassId),
}

/// No line and no document reaches this (ten billion major units at two decimals).
const AMOUNT_MAX_MINOR: i64 = 1_000_000_000_000;

impl Pricing {
    /// The class, or an error that names it.
    pub fn class(&self, id: TaxClassId) -> Result<&TaxClass, TotalsError> {
        self.classes
            .iter()
            .find(|c| c.id == id)
            .ok_or(TotalsError::NoSuchTaxClass(id))
    }

    /// Adds a cart up.
    pub fn totals(&self, cart: &Cart) -> Result<Totals, TotalsError> {
        let live: Vec<&CartLine> = cart.live().collect();
        let mut lines = live
            .iter()
            .map(|l| self.line(l))
            .collect::<Result<Vec<_>, _>>()?;
        self.spread_document_discount(cart.head.discount, &mut lines)?;
        let taxes = self.taxes(&live, &lines)?;
        let net_minor: i64 = taxes.iter().map(|t| t.net_minor).sum();
        let tax_minor: i64 = taxes.iter().map(|t| t.tax_minor).sum();
        let total_minor = net_minor + tax_minor;
        if total_minor.abs() > AMOUNT_MAX_MINOR {
            return Err(TotalsError::DocumentTooLarge);
        }
        let savings_minor = lines
            .iter()
            .map(|l| l.discount_minor + l.document_discount_minor)
            .sum();
        Ok(Totals {
            lines,
            taxes,
            savings_minor,
            net_minor,
            tax_minor,
            total_minor,
        })
    }

    fn line(&self, line: &CartLine) -> Result<LineTotal, TotalsError> {
        let full_minor = match line.fixed_minor {
            Some(fixed) => fixed,
            None => {
                let product = i128::from(line.unit_price.0) * i128::from(line.quantity.0);
                let step = UNIT_PRICE_SCALE / self.currency.scale() * Quantity::SCALE;
                divide(product, i128::from(step), Rounding::HalfUp)
                    .ok_or(TotalsError::TooLarge(line.line_id))?
            }
        };
        if full_minor.unsigned_abs() > AMOUNT_MAX_MINOR.unsigned_abs() {
            return Err(TotalsError::TooLarge(line.line_id));
        }
        let discount_minor = reduction(line.discount, full_minor);
        if discount_minor < 0 || discount_minor > full_minor {
            return Err(TotalsError::LineDiscountTooLarge(line.line_id));
        }
        Ok(LineTotal {
            line_id: line.line_id,
            full_minor,
            discount_minor,
            document_discount_minor: 0,
            amount_minor: full_minor - discount_minor,
        })
    }

    fn spread_document_discount(
        &self,
        discount: Option<Discount>,
        lines: &mut [LineTotal],
    ) -> Result<(), TotalsError> {
        let weights: Vec<i64> = lines.iter().map(|l| l.amount_minor).collect();
        let whole: i64 = weights.iter().sum();
        let off = reduction(discount, whole);
        if off < 0 || off > whole {
            return Err(TotalsError::DocumentDiscountTooLarge);
        }
        if off == 0 {
            return Ok(());
        }
        for (line, part) in lines.iter_mut().zip(spread(off, &weights)) {
            line.document_discount_minor = part;
            line.amount_minor -= part;
        }
        Ok(())
    }

    fn taxes(&self, live: &[&CartLine], lines: &[LineTotal]) -> Result<Vec<TaxTotal>, TotalsError> {
        let mut taxes: Vec<TaxTotal> = Vec::new();
        for class in &self.classes {
            let of_class = || {
                let both = live.iter().zip(lines);
                both.filter(|(l, _)| l.tax_class == class.id)
            };
            if of_class().next().is_none() {
                continue;
            }
            let sum: i64 = of_class().map(|(_, t)| t.amount_minor).sum();
            let fixed: i64 = of_class().filter_map(|(l, _)| l.fixed_tax_minor).sum();
            // Of the lines whose tax is not known from what they were bought with.
            let amounts = || {
                let free = of_class().filter(|(l, _)| l.fixed_tax_minor.is_none());
                free.map(|(_, t)| t.amount_minor)
            };
            let of = |amount| {
                if self.prices_include_tax {
                    inside(amount, class.rate)
                } else {
                    on_top(amount, class.rate)
                }
            };
            let tax_minor = match self.tax_rounding {
                TaxRounding::PerDocument => of(amounts().sum()),
                TaxRounding::PerLine => amounts().map(of).sum::<Option<i64>>(),
            }
            .and_then(|tax_minor| tax_minor.checked_add(fixed))
            .ok_or(TotalsError::DocumentTooLarge)?;
            let net_minor = if self.prices_include_tax {
                sum - tax_minor
            } else {
                sum
            };
            taxes.push(TaxTotal {
                class: class.id,
                rate: class.rate,
                net_minor,
                tax_minor,
            });
        }
        for line in live {
            self.class(line.tax_class)?;
        }
        Ok(taxes)
    }
}

/// What a discount takes off an amount.
fn reduction(discount: Option<Discount>, of_minor: i64) -> i64 {
    match discount {
        None => 0,
        Some(Discount::Amount { amount_minor }) => amount_minor,
        Some(Discount::Percent { percent }) => divide(
            i128::from(of_minor) * i128::from(percent.0),
            i128::from(Percent::WHOLE.0),
            Rounding::HalfUp,
        )
        .unwrap_or(of_minor),
    }
}

#[cfg(test)]
mod tests;
