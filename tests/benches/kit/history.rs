//! Sales of the past: the facts that completing makes, put through the journal's own append, many
//! to a transaction. Not raw rows: chain, postings, rollups and stock are all there.

use super::shop;
use pos_app::commands::sale::complete::sold_lines;
use pos_app::context::ShopContext;
use pos_app::ports::records::Product;
use pos_app::ports::store::{NewEntry, StoreError};
use pos_domain::cart::{Cart, CartLine, SaleKind};
use pos_domain::fact::{Fact, SaleCompleted, SoldTax, SoldTender};
use pos_domain::ids::{LineId, RequestId, SaleId, TenderId, UserId};
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;
use pos_store::{Durability, Mode, Writer};
use pos_tests::dice::Dice;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

const SALES_A_TRANSACTION: usize = 2_000;
const DAYS: i64 = 365;
const LINES: usize = 5;

/// Makes sales of the past, or of now, for one shop.
pub struct Past {
    context: ShopContext,
    products: Vec<Product>,
    cashiers: Vec<UserId>,
    series: Dice,
    ids: u64,
    /// Milliseconds since 1970.
    now: i64,
}

/// Appends `sales` sales, spread over the year before now.
pub fn write(folder: &Path, sales: usize) {
    let database = shop::database(folder);
    let mut writer = database.writer(Mode::Open, &[]).expect("the file opens");
    let mut past = Past::of(&mut writer, now_ms() - DAYS * 86_400_000);
    let step = (DAYS * 86_400_000 - 60_000) / i64::try_from(sales).unwrap_or(i64::MAX).max(1);
    let mut done = 0;
    while done < sales {
        let count = SALES_A_TRANSACTION.min(sales - done);
        writer
            .act(Durability::Full, |store| {
                for _ in 0..count {
                    past.now += step;
                    let number = store.next_number()?;
                    let (entry, fact) = past.sale(number);
                    store.journal_append(entry, &fact)?;
                }
                Ok::<_, StoreError>(())
            })
            .expect("the sales are written");
        done += count;
        if done % 100_000 == 0 {
            println!("{done} sales");
        }
    }
    writer.checkpoint().expect("the log moves into the file");
}

impl Past {
    /// Reads what is sold, by whom and by which rules.
    pub fn of(writer: &mut Writer, now: i64) -> Past {
        let mut products = Vec::new();
        let (shop, people) = writer
            .look(|store| {
                store.product_walk(&mut |product| products.push(product.clone()))?;
                Ok::<_, StoreError>((store.shop()?, store.users()?))
            })
            .expect("the file answers");
        Past {
            context: ShopContext::new(shop.expect("a shop")).expect("a sound shop"),
            products,
            cashiers: people.into_iter().map(|user| user.user_id).collect(),
            series: Dice(1),
            ids: 0,
            now,
        }
    }

    /// One sale as it is completed, through the journal's append alone, durable.
    pub fn append(&mut self, writer: &mut Writer) {
        self.now += 1_000;
        writer
            .act(Durability::Full, |store| {
                let number = store.next_number()?;
                let (entry, fact) = self.sale(number);
                store.journal_append(entry, &fact)
            })
            .map(|_| ())
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    /// Time-ordered, like every id that a screen makes (UUIDv7).
    fn id(&mut self) -> Uuid {
        self.ids += 1;
        let scattered = u128::from(self.ids.wrapping_mul(0x9e37_79b9_7f4a_7c15)) & !(3 << 62);
        let time = u128::from(self.now.unsigned_abs()) << 80;
        Uuid::from_u128(time | 7 << 76 | 2 << 62 | scattered)
    }

    fn sale(&mut self, number: i64) -> (NewEntry, Fact) {
        let at = Instant(self.now);
        let cashier = self.cashiers[self.series.place(self.cashiers.len())];
        let sale_id = SaleId(self.id());
        let mut cart = Cart::open(sale_id, SaleKind::Sale, cashier, at);
        for line_no in 1..=LINES {
            let line = self.line(line_no);
            cart.lines.push(line);
        }
        let totals = self.context.pricing.totals(&cart).expect("a sale adds up");
        let (day, hour) = self.context.day_rule.place(at);
        let tender = SoldTender {
            tender_id: TenderId(self.id()),
            kind: TenderKind::Cash,
            amount_minor: totals.total_minor,
            attempt_id: None,
            given_minor: Some(totals.total_minor),
            change_minor: 0,
        };
        let tax = |tax: &pos_domain::totals::TaxTotal| SoldTax {
            class: tax.class,
            rate: tax.rate,
            net_minor: tax.net_minor,
            tax_minor: tax.tax_minor,
        };
        let fact = Fact::SaleCompleted(SaleCompleted {
            sale_id,
            kind: SaleKind::Sale,
            number,
            day,
            hour,
            opened_at: at,
            lines: sold_lines(&cart, &totals),
            taxes: totals.taxes.iter().map(tax).collect(),
            tenders: vec![tender],
            total_minor: totals.total_minor,
            prices_include_tax: self.context.pricing.prices_include_tax,
            rounding_minor: 0,
            original: None,
            discount: None,
            note: None,
            shift_no: Some(1),
            exchange_with: None,
            discount_approved_by: None,
        });
        let entry = NewEntry {
            request_id: RequestId(self.id()),
            input_hash: 0,
            at,
            actor: Some(cashier),
            approver: None,
            device: None,
        };
        (entry, fact)
    }

    fn line(&mut self, line_no: usize) -> CartLine {
        let line_id = LineId(self.id());
        let product = &self.products[self.series.place(self.products.len())];
        CartLine {
            line_id,
            line_no: u32::try_from(line_no).unwrap_or(u32::MAX),
            product_id: Some(product.product_id),
            name: product.name.clone(),
            name_zh: product.name_zh.clone(),
            barcode: product.barcode.clone(),
            quantity: Quantity::ONE,
            unit: product.unit,
            unit_price: product.unit_price,
            list_price: product.unit_price,
            fixed_minor: None,
            fixed_tax_minor: None,
            discount: None,
            note: None,
            tax_class: product.tax_class,
            voided: false,
            approved_by: None,
            original_line_no: None,
            written_off: false,
        }
    }
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}
