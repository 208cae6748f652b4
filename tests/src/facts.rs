//! Facts for a journal, without the use cases that make them: for tests of the store and its disk.
//! Owns their shape; must never be taken for what a use case would compute.

use pos_app::ports::store::{NewEntry, Store, StoreResult};
use pos_domain::cart::{SaleKind, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::fact::{
    AttemptMoved, AttemptSent, Fact, MoneyMoved, SaleCompleted, ShopOpened, SoldLine, SoldTax,
    SoldTender,
};
use pos_domain::ids::{
    AttemptId, ProductId, RequestId, SaleId, Seq, ShopId, TaxClassId, TenderId, TerminalId, UserId,
};
use pos_domain::payment::{AttemptAct, AttemptState, Means};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::shop::ShopKind;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use uuid::Uuid;

/// An id that follows from a number.
pub fn id(number: u64) -> Uuid {
    let scattered = u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) & !(3 << 62);
    Uuid::from_u128((u128::from(number) + 0x0190_0000_0000) << 80 | 7 << 76 | 2 << 62 | scattered)
}

/// Appends a fact under a request id that follows from a number; once it stands, it is not
/// appended again.
pub fn append(store: &mut dyn Store, request: u64, fact: &Fact) -> StoreResult<Seq> {
    let request_id = RequestId(id(request));
    if let Some(header) = store.entry_by_request(request_id)? {
        return Ok(header.seq);
    }
    let entry = NewEntry {
        request_id,
        input_hash: 0,
        at: Instant(1_795_000_000_000 + request.cast_signed()),
        actor: Some(UserId(id(1))),
        approver: None,
        device: matches!(fact, Fact::AttemptMoved(_)).then(|| TerminalId(id(3))),
    };
    store.journal_append(entry, fact)
}

/// A new shop.
pub fn opened() -> Fact {
    Fact::ShopOpened(ShopOpened {
        shop_id: ShopId(id(2)),
        kind: ShopKind::Test,
        currency: "EUR".into(),
        register: 1,
        first_user: UserId(id(1)),
    })
}

/// A sale of three lines, paid in cash, or by a card's attempt.
pub fn sale(sale_id: SaleId, number: i64, attempt_id: Option<AttemptId>) -> Fact {
    let lines: Vec<SoldLine> = (1..=3).map(|line_no| line(line_no, number)).collect();
    let total_minor: i64 = lines.iter().map(|line| line.amount_minor).sum();
    let (cash, tax_minor) = (attempt_id.is_none(), total_minor * 19 / 119);
    Fact::SaleCompleted(SaleCompleted {
        sale_id,
        kind: SaleKind::Sale,
        number,
        day: Day(20_780),
        hour: 9,
        opened_at: Instant(1_795_000_000_000),
        lines,
        taxes: vec![SoldTax {
            class: TaxClassId(1),
            rate: Percent::of(19),
            net_minor: total_minor - tax_minor,
            tax_minor,
        }],
        tenders: vec![SoldTender {
            tender_id: TenderId(sale_id.0),
            kind: if cash {
                TenderKind::Cash
            } else {
                TenderKind::Card
            },
            amount_minor: total_minor,
            given_minor: cash.then_some(total_minor),
            change_minor: 0,
            attempt_id,
        }],
        total_minor,
        rounding_minor: 0,
        discount: None,
        note: None,
        original: None,
        prices_include_tax: true,
        shift_no: None,
        exchange_with: None,
        discount_approved_by: None,
    })
}

/// What the sale with this number costs.
pub fn total_minor(number: i64) -> i64 {
    (1..=3)
        .map(|line_no| line(line_no, number).amount_minor)
        .sum()
}

fn line(line_no: u32, number: i64) -> SoldLine {
    let product = 1 + (number * 7 + i64::from(line_no) * 131) % 2000;
    let amount_minor = 129 + product % 300;
    SoldLine {
        line_no,
        product_id: Some(ProductId(product)),
        name: format!("Article number {product:04}"),
        quantity: Quantity::of(1),
        unit_price: UnitPrice(amount_minor * 100),
        amount_minor,
        tax_class: TaxClassId(1),
        unit: Unit::Each,
        discount_minor: 0,
        document_discount_minor: 0,
        list_price: None,
        discount: None,
        note: None,
        name_zh: None,
        voided: false,
        approved_by: None,
        original_line_no: None,
        written_off: false,
    }
}

/// A card is asked.
pub fn sent(attempt_id: AttemptId, sale_id: SaleId, amount_minor: i64) -> Fact {
    Fact::AttemptSent(AttemptSent {
        attempt_id,
        sale_id,
        terminal_id: TerminalId(id(3)),
        act: AttemptAct::Charge,
        amount_minor,
        baseline: None,
        reverses: None,
        means: Means::Card,
    })
}

/// The card paid.
pub fn approved(attempt_id: AttemptId, amount_minor: i64) -> Fact {
    Fact::AttemptMoved(AttemptMoved {
        attempt_id,
        state: AttemptState::Approved,
        act: AttemptAct::Charge,
        amount_minor,
        money: MoneyMoved::In,
        slip: None,
        code: Some("00".into()),
        seen: None,
        paper: None,
        means: Means::Card,
    })
}
