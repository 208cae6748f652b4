//! The receipt of a sale as a document, in the shop's language. Owns what stands on it and in which
//! order; the screen, the printer and the archive only set it.

mod exchange;
mod gift;
mod goods;
mod head;
mod money;
#[cfg(test)]
mod tests;

pub use exchange::exchange;
pub use gift::gift;

use crate::draft::Draft;
use pos_app::ports::records::Shop;
use pos_app::ports::world::Receipts;
use pos_app::views::receipt::{Receipt, ReceiptTemplate};
use pos_app::views::sale::SaleView;
use pos_domain::cart::SaleKind;

/// Makes receipts; keeps nothing but the texts, which are parsed at the first receipt.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceiptMaker;

impl ReceiptMaker {
    pub fn new() -> ReceiptMaker {
        ReceiptMaker
    }
}

impl Receipts for ReceiptMaker {
    fn receipt(&self, sale: &SaleView, shop: &Shop, copy: bool) -> Receipt {
        receipt(sale, shop, shop.receipt_template, copy)
    }
}

/// The receipt of a sale or return as the shop's template wants it.
pub fn receipt(sale: &SaleView, shop: &Shop, template: ReceiptTemplate, copy: bool) -> Receipt {
    let mut paper = Paper::new(sale, shop, template);
    paper.head(copy);
    paper.goods();
    paper.totals();
    paper.tenders();
    paper.taxes();
    paper.slips();
    paper.foot(copy);
    Receipt {
        sale_id: sale.sale_id,
        language: paper.draft.language.code().to_owned(),
        copy,
        blocks: paper.draft.finish(),
    }
}

/// A receipt while it is written, block by block.
struct Paper<'a> {
    sale: &'a SaleView,
    template: ReceiptTemplate,
    draft: Draft<'a>,
}

impl<'a> Paper<'a> {
    fn new(sale: &'a SaleView, shop: &'a Shop, template: ReceiptTemplate) -> Paper<'a> {
        Paper {
            sale,
            template,
            draft: Draft::new(shop, "receipt-paper"),
        }
    }

    /// Goods that come back take their amounts off.
    fn signed(&self, amount_minor: i64) -> i64 {
        match self.sale.kind {
            SaleKind::Sale => amount_minor,
            SaleKind::Return => -amount_minor,
        }
    }
}
