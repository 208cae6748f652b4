//! Says whether a case came out right: what the bank has, what the books say, what is still open.

use crate::bench::Bench;
use crate::shop::people;
use crate::till_terminal;
use pos_app::ErrorCode;
use pos_app::api::AppResult;
use pos_app::ports::records::Attempt;
use pos_app::ports::store::Store;
use pos_app::ports::world::TerminalLinks;
use pos_domain::fact::Fact;
use pos_domain::ids::{AttemptId, Seq};
use pos_domain::payment::{AttemptAct, AttemptState};
use pos_domain::posting::Account;
use pos_tests::goods;
use serde_json::json;

/// Payments that are sent, approved without their end, or in doubt.
pub fn unsettled(bench: &Bench) -> Vec<Attempt> {
    let mut found = Vec::new();
    let read = bench.life.world.file.read(&mut |store| {
        found = store.attempts_unsettled()?;
        Ok(())
    });
    read.expect("the books can be read");
    found
}

pub fn is_settled(bench: &Bench) -> bool {
    unsettled(bench).is_empty()
}

/// What is open, in words.
pub fn still_open(bench: &Bench) -> String {
    let open: Vec<String> = unsettled(bench)
        .iter()
        .map(|a| format!("{:?} {:?} {}", a.act, a.state, a.amount_minor))
        .collect();
    let status = bench.life.links.status(till_terminal());
    let idle = bench.terminal.is_idle();
    format!("it does not end: {open:?}, link {status:?}, terminal idle {idle}")
}

/// The bank has what the books say: each payment that stands, once.
pub fn books_are_the_banks(bench: &Bench) -> Result<(), String> {
    let (mut says, mut clearing, mut sums) = (Vec::new(), 0, 0);
    let read = bench.life.world.file.read(&mut |store| {
        for (account, sum) in store.account_sums()? {
            sums += sum;
            if account == Account::CardClearing.code() {
                clearing = sum;
            }
        }
        for id in sent(store)? {
            says.extend(store.attempt(id)?.as_ref().and_then(stands));
        }
        Ok(())
    });
    read.map_err(|error| format!("the books cannot be read: {error}"))?;
    let mut has = bench.bank.stands_of(bench.card);
    has.sort_unstable();
    says.sort_unstable();
    if has != says || clearing != bench.bank.net_minor() || sums != 0 {
        return Err(format!(
            "the bank has {has:?}, the payments say {says:?}, the account {clearing}, sum {sums}"
        ));
    }
    Ok(())
}

/// Everything that was ever asked of the terminal.
fn sent(store: &dyn Store) -> AppResult<Vec<AttemptId>> {
    let last = store.journal_head()?.map_or(0, |(seq, _)| seq.0);
    let mut all = Vec::new();
    for seq in 1..=last {
        if let Some((_, Some(Fact::AttemptSent(sent)))) = store.entry(Seq(seq))? {
            all.push(sent.attempt_id);
        }
    }
    Ok(all)
}

fn stands(attempt: &Attempt) -> Option<i64> {
    let paid = match attempt.state {
        AttemptState::Captured | AttemptState::Approved | AttemptState::ResolvedPaid => true,
        AttemptState::Sent
        | AttemptState::Declined
        | AttemptState::Unknown
        | AttemptState::ResolvedNotPaid
        | AttemptState::Reversed => false,
    };
    match attempt.act {
        _ if !paid => None,
        AttemptAct::Charge => Some(attempt.amount_minor),
        AttemptAct::Refund => Some(-attempt.amount_minor),
        // Its charge is reversed, and stands no more.
        AttemptAct::Reversal => None,
    }
}

/// A doubt holds its terminal, and only that.
pub fn is_held(bench: &Bench) -> Result<(), String> {
    let sale = bench.ring(goods::COLA);
    let input = json!({
        "sale_id": sale, "attempt_id": bench.stage.id(), "terminal_id": people().terminal,
        "amount_minor": 110,
    });
    let held = bench.life.ask("sale_pay_card", input);
    let void = json!({"sale_id": sale, "reason": "held"});
    bench.life.ok("sale_void", void);
    match held {
        Err(error) if error.code == ErrorCode::TerminalHeld => Ok(()),
        Err(error) => Err(format!("not held but refused: {error}")),
        Ok(_) => Err("a terminal with a doubt took a card".into()),
    }
}

/// The chain holds, and everything counted is what the journal says.
pub fn books_hold(bench: &Bench) -> Result<(), String> {
    bench.life.world.settle();
    let reader = bench.life.world.file.database.reader();
    let mut reader = reader.map_err(|error| error.to_string())?;
    let chain = pos_store::verify(&mut reader, &[], &mut |_, _| {});
    let chain = chain.map_err(|error| error.to_string())?;
    if let Some(problem) = chain.problem {
        return Err(format!("the chain: {problem}"));
    }
    let again = pos_store::rebuild(&mut reader, &mut |_, _| {});
    let again = again.map_err(|error| error.to_string())?;
    match again.differences.first() {
        None => Ok(()),
        Some(difference) => Err(difference.to_string()),
    }
}
