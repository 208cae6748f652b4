use super::*;
use crate::fact::AttemptMoved;
use crate::fact::MoneyMoved;
use crate::ids::AttemptId;
use crate::payment::{AttemptAct, AttemptState};
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
