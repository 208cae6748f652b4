use super::*;
use crate::fact::AttemptMoved;
use crate::fact::{CashMoved, MoneyMoved};
use crate::ids::AttemptId;
use crate::payment::{AttemptAct, AttemptState, Means};
use crate::tax::TaxRounding;
use crate::testing::{any_cart, any_pricing, cart, line, pricing, settle};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn moved(amount_minor: i64, money: MoneyMoved) -> Fact {
    Fact::AttemptMoved(AttemptMoved {
        attempt_id: AttemptId(uuid::Uuid::from_u128(5)),
        state: AttemptState::Approved,
        act: AttemptAct::Charge,
        amount_minor,
        money,
        slip: None,
        code: None,
        seen: None,
        paper: None,
        means: Means::Card,
    })
}

fn sums(facts: &[Fact]) -> BTreeMap<Account, i64> {
    let mut sums = BTreeMap::new();
    for posting in facts.iter().flat_map(postings) {
        *sums.entry(posting.account).or_default() += posting.amount_minor;
    }
    sums.retain(|_, amount| *amount != 0);
    sums
}

#[test]
fn a_split_sale_ends_in_drawer_clearing_sales_and_tax() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut rung = cart(vec![line(1, 1190, 1000, 1), line(2, 535, 1000, 2)]);
    let sale = settle(&rung, &rules, 1000);
    let (normal, reduced) = (TaxClassId(1), TaxClassId(2));
    let sold = [moved(1000, MoneyMoved::In), Fact::SaleCompleted(sale)];
    let expected = [
        (Account::DrawerCash, 725),
        (Account::CardClearing, 1000),
        (Account::Sales(normal), -1000),
        (Account::Sales(reduced), -500),
        (Account::TaxPayable(normal), -190),
        (Account::TaxPayable(reduced), -35),
    ];
    assert_eq!(sums(&sold), BTreeMap::from(expected));

    // Brought back whole: nothing is left anywhere, nor is money waiting in Tendered.
    rung.head.kind = SaleKind::Return;
    let back = settle(&rung, &rules, 1000);
    let [first, second] = sold;
    let whole = [
        first,
        second,
        moved(1000, MoneyMoved::Out),
        Fact::SaleCompleted(back),
    ];
    assert_eq!(sums(&whole), BTreeMap::new());
}

#[test]
fn a_wallet_waits_in_its_own_account() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut sale = settle(&cart(vec![line(1, 1000, 1000, 3)]), &rules, 1000);
    let tender = sale.tenders.iter_mut().find(|t| t.kind == TenderKind::Card);
    tender.unwrap().kind = Means::Wallet.tender();
    let Fact::AttemptMoved(mut paid) = moved(1000, MoneyMoved::In) else {
        unreachable!("a step of an attempt");
    };
    paid.means = Means::Wallet;
    let sums = sums(&[Fact::AttemptMoved(paid), Fact::SaleCompleted(sale)]);
    let expected = [
        (Account::WalletClearing, 1000),
        (Account::Sales(TaxClassId(3)), -1000),
    ];
    assert_eq!(sums, BTreeMap::from(expected));
    assert!(Means::Card.is_card() && !Means::Wallet.is_card());
    assert_eq!(Means::Card.tender(), TenderKind::Card);
}

/// What each tender of a completed sale is taken from.
const TENDERS: &str = "
Cash drawer_cash 7
Card tendered 7
Wallet tendered 7
Voucher voucher_liability 7
Exchange exchange 7
";

#[test]
fn every_tender_has_its_account() {
    let rules = pricing(true, TaxRounding::PerDocument);
    let mut found = String::from("\n");
    for kind in [
        TenderKind::Cash,
        TenderKind::Card,
        TenderKind::Wallet,
        TenderKind::Voucher,
        TenderKind::Exchange,
    ] {
        let mut sale = settle(&cart(vec![line(1, 7, 1000, 3)]), &rules, 0);
        sale.tenders[0].kind = kind;
        let first = postings(&Fact::SaleCompleted(sale))[0];
        let name = account_name(first.account.code());
        found += &format!("{kind:?} {name} {}\n", first.amount_minor);
    }
    assert_eq!(found, TENDERS);
}

/// What one fact of each kind posts, by the accounts' names.
const OF_EACH: &str = "
sale_completed drawer_cash -188
sale_completed tendered -1000
sale_completed sales-1 1000
sale_completed tax_payable-1 190
sale_completed rounding -2
attempt_moved card_clearing 1999
attempt_moved tendered -1999
shift_opened drawer_cash 10000
shift_opened safe -10000
cash_moved drawer_cash -1500
cash_moved paid_out 1500
shift_closed drawer_cash -8498
shift_closed safe 8500
shift_closed over_short -2
";

#[test]
fn one_of_each_kind_posts_this() {
    let mut found = String::from("\n");
    for fact in crate::fact::tests::one_of_each() {
        for posting in postings(&fact) {
            let account = account_name(posting.account.code());
            found += &format!("{} {account} {}\n", fact.name(), posting.amount_minor);
        }
    }
    assert_eq!(found, OF_EACH);
}

#[test]
fn cash_beside_the_sales_is_posted() {
    let of = |kind| {
        let moved = CashMoved {
            shift_no: 1,
            kind,
            amount_minor: 500,
            reason: String::new(),
        };
        let lines = postings(&Fact::CashMoved(moved)).into_iter();
        lines
            .map(|p| (p.account, p.amount_minor))
            .collect::<Vec<_>>()
    };
    let drawer = Account::DrawerCash;
    assert_eq!(
        of(CashMoveKind::PaidIn),
        [(drawer, 500), (Account::PaidIn, -500)]
    );
    assert_eq!(
        of(CashMoveKind::PaidOut),
        [(drawer, -500), (Account::PaidOut, 500)]
    );
    assert_eq!(
        of(CashMoveKind::Drop),
        [(drawer, -500), (Account::Safe, 500)]
    );
}

/// Numbers that stand in journals, and their names.
const NAMES: &str = "
100 drawer_cash
200 card_clearing
300 wallet_clearing
400 voucher_liability
500 tendered
600 rounding
700 over_short
800 gift_card_liability
110 safe
900 paid_in
910 paid_out
510 exchange
1000 sales-0
1255 sales-255
2000 tax_payable-0
2255 tax_payable-255
3000 3000
999 999
";

#[test]
fn numbers_have_names() {
    let mut codes: Vec<i64> = [
        Account::DrawerCash,
        Account::CardClearing,
        Account::WalletClearing,
        Account::VoucherLiability,
        Account::Tendered,
        Account::Rounding,
        Account::OverShort,
        Account::GiftCardLiability,
        Account::Safe,
        Account::PaidIn,
        Account::PaidOut,
        Account::Exchange,
    ]
    .map(Account::code)
    .to_vec();
    for class in [0, u8::MAX] {
        codes.push(Account::Sales(TaxClassId(class)).code());
    }
    for class in [0, u8::MAX] {
        codes.push(Account::TaxPayable(TaxClassId(class)).code());
    }
    codes.extend([3000, 999]);
    let named = codes
        .iter()
        .map(|code| format!("{code} {}\n", account_name(*code)));
    assert_eq!(format!("\n{}", named.collect::<String>()), NAMES);
}

#[test]
fn rounding_is_posted() {
    let mut rules = pricing(true, TaxRounding::PerDocument);
    rules.cash_step_minor = 5;
    for (cents, gain) in [(1003, 2), (1002, -2)] {
        let sale = settle(&cart(vec![line(1, cents, 1000, 3)]), &rules, 0);
        let sums = sums(&[Fact::SaleCompleted(sale)]);
        assert_eq!(sums[&Account::Rounding], -gain);
        assert_eq!(sums[&Account::DrawerCash], cents + gain);
    }
}

#[test]
fn accounts_have_numbers_of_their_own() {
    let mut accounts = vec![
        Account::DrawerCash,
        Account::CardClearing,
        Account::WalletClearing,
        Account::VoucherLiability,
        Account::Tendered,
        Account::Rounding,
        Account::OverShort,
        Account::GiftCardLiability,
    ];
    accounts.extend([
        Account::Safe,
        Account::PaidIn,
        Account::PaidOut,
        Account::Exchange,
    ]);
    accounts.extend((0..=u8::MAX).map(|c| Account::Sales(TaxClassId(c))));
    accounts.extend((0..=u8::MAX).map(|c| Account::TaxPayable(TaxClassId(c))));
    let mut codes: Vec<_> = accounts.iter().map(|a| a.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), accounts.len());
}

#[test]
fn facts_without_money_post_nothing() {
    for fact in crate::fact::tests::one_of_each() {
        let moves = matches!(
            fact,
            Fact::SaleCompleted(_)
                | Fact::AttemptMoved(_)
                | Fact::ShiftOpened(_)
                | Fact::CashMoved(_)
                | Fact::ShiftClosed(_)
        );
        assert_eq!(postings(&fact).is_empty(), !moves, "{fact:?}");
        assert_eq!(
            postings(&fact).iter().map(|p| p.amount_minor).sum::<i64>(),
            0
        );
    }
    assert_eq!(postings(&moved(500, MoneyMoved::Nothing)), []);
}

proptest! {
    #[test]
    fn every_fact_sums_to_zero(cart in any_cart(), rules in any_pricing(), card in 0..900_000_i64) {
        let sale = settle(&cart, &rules, card);
        let card_minor: i64 = sale
            .tenders
            .iter()
            .filter(|t| t.kind == TenderKind::Card)
            .map(|t| t.amount_minor)
            .sum();
        let money = match sale.kind {
            SaleKind::Sale => MoneyMoved::In,
            SaleKind::Return => MoneyMoved::Out,
        };
        let facts = [moved(card_minor, money), Fact::SaleCompleted(sale)];
        for fact in &facts {
            let lines = postings(fact);
            prop_assert_eq!(lines.iter().map(|p| p.amount_minor).sum::<i64>(), 0);
            prop_assert!(lines.iter().all(|p| p.amount_minor != 0));
        }
        prop_assert!(!sums(&facts).contains_key(&Account::Tendered));
    }
}
