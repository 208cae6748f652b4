//! Papers beside the receipt: X and Z, the count of a drawer, cash in and out, the merchant's half
//! of a card payment, the test page of a printer. Functions from what the application knows to
//! blocks; no figure is computed here but differences of two that stand beside each other.

mod card;
mod drawer;
mod drill;
mod report;
mod report_parts;
mod test_page;
#[cfg(test)]
mod tests;

pub use card::merchant;
pub use drawer::{cash, count};
pub use drill::{drill, drill_title};
pub use report::{period_report, report_title};
pub use test_page::test_page;

use crate::draft::Draft;
use pos_app::ports::records::Shop;

/// A slip begins with what it is, then says whose it is.
fn begin<'a>(shop: &'a Shop, title: impl FnOnce(&Draft) -> String) -> Draft<'a> {
    let mut draft = Draft::new(shop, "slip");
    draft.kind_mark();
    let title = title(&draft);
    draft.title(title);
    draft.center(shop.name.as_str());
    draft.center(shop.register_name.as_str());
    draft.rule();
    draft
}
