//! What every driver must do, whatever it speaks: rules checked against a real or scripted peer.
//!
//! Owns: the rules. Must never: know a protocol. A test implements [`Peer`] for a simulator and
//! asserts that [`check`] finds no breach.

mod ear;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::{
    Driver, IdentityVerdict, LinkState, OrderEnd, OrderId, Outcome, Progress, Refusal, SubmitError,
    Terminal, TerminalListener, TerminalOrder, TerminalResult, TerminalSettings,
};
use crate::port::Address;
use ear::{Course, Ear, Told, course_of, wait, wait_ready};

/// How long anything may take; a peer for this check is quick.
const LIMIT: Duration = Duration::from_secs(20);

/// How the peer plays its next payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// The card pays.
    Approve,
    /// The bank says no.
    Decline,
    /// The customer presses the stop key.
    CustomerStops,
    /// Nobody presents a card until the till gives up; the peer obeys an abort.
    NobodyPays,
    /// The card pays; a card number is sent in the clear in a field and on the receipt.
    ClearCardNumber,
    /// The order is taken, then the cable is pulled; it comes back by itself.
    Unplug,
}

/// A terminal for the check.
pub trait Peer {
    /// Where it is.
    fn address(&self) -> Address;
    /// How to talk to it.
    fn settings(&self) -> TerminalSettings;
    /// The next payment goes like this.
    fn play(&mut self, scene: Scene);
    /// The clear number that [`Scene::ClearCardNumber`] sends.
    fn card_number(&self) -> String;
}

/// A rule of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A probe names the terminal, the same each time.
    ProbeNames,
    /// A terminal becomes ready after it was opened.
    BecomesReady,
    /// An approval comes as a result before the end, with the amount, once.
    ApprovalComesBeforeItsEnd,
    /// The last receipt can be asked for again and is the same.
    RepeatIsTheSame,
    /// A decline is a result or an abort, never an approval.
    DeclineIsDefinite,
    /// An order during an order is not taken.
    OneAtATime,
    /// An abort ends a payment that nobody made.
    AbortEnds,
    /// A result that was not stored leaves the order unknown.
    NotStoredIsUnknown,
    /// A clear card number is masked everywhere, alarmed, and the result kept.
    CardNumberIsMasked,
    /// A pulled cable leaves the order unknown, is told, and mends by itself.
    UnplugIsUnknown,
    /// Another terminal than the paired one takes no order.
    WrongTerminalIsRefused,
}

/// A rule that was broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub rule: Rule,
    /// What came instead.
    pub found: String,
}

/// Runs every rule. Takes some seconds.
pub fn check(driver: &Driver, peer: &mut dyn Peer) -> Vec<Breach> {
    let mut check = Check {
        driver,
        peer,
        breaches: Vec::new(),
        next_id: 1,
    };
    check.probe();
    check.payments();
    check.wrong_terminal();
    check.breaches
}

struct Check<'a> {
    driver: &'a Driver,
    peer: &'a mut dyn Peer,
    breaches: Vec<Breach>,
    next_id: u128,
}

impl Check<'_> {
    fn expect(&mut self, rule: Rule, good: bool, found: &dyn std::fmt::Debug) {
        if !good {
            self.breaches.push(Breach {
                rule,
                found: format!("{found:?}"),
            });
        }
    }

    fn probe(&mut self) {
        let (address, settings) = (self.peer.address(), self.peer.settings());
        let ask = || (self.driver.probe)(&address, &settings, LIMIT);
        let (first, second) = (ask(), ask());
        let same = matches!((&first, &second), (Ok(one), Ok(two)) if one == two);
        self.expect(Rule::ProbeNames, same, &(first, second));
    }

    fn open(&self, verdict: IdentityVerdict) -> (Terminal, Arc<Ear>, Receiver<Told>) {
        let (ear, told) = Ear::new(verdict);
        let listener = Arc::clone(&ear) as Arc<dyn TerminalListener>;
        let terminal = (self.driver.open)(self.peer.address(), self.peer.settings(), listener);
        (terminal, ear, told)
    }

    fn payments(&mut self) {
        let (terminal, ear, told) = self.open(IdentityVerdict::Accept);
        let ready = wait_ready(&told);
        self.expect(Rule::BecomesReady, ready, &"not ready");
        if ready {
            self.approved(&terminal, &told);
            self.declined(&terminal, &told);
            self.aborted(&terminal, &told);
            self.masked(&terminal, &ear, &told);
            self.unplugged(&terminal, &told);
            self.not_stored(&terminal, &ear, &told);
        }
        terminal.close();
    }

    fn approved(&mut self, terminal: &Terminal, told: &Receiver<Told>) {
        self.peer.play(Scene::Approve);
        let sale = TerminalOrder::Authorise {
            amount_minor: 1_295,
            last_receipt_no: None,
        };
        let course = self.run(terminal, told, sale);
        let good = matches!(&course.results[..], [result]
            if result.outcome == Outcome::Approved && result.amount_minor == Some(1_295))
            && matches!(course.end, Some(OrderEnd::Completed { .. }));
        self.expect(Rule::ApprovalComesBeforeItsEnd, good, &course);
        let again = self.run(terminal, told, TerminalOrder::RepeatReceipt);
        let key = |course: &Course| {
            let result = course.results.first()?;
            Some((result.outcome, result.amount_minor, result.receipt_no))
        };
        let same = key(&course).is_some() && key(&course) == key(&again);
        self.expect(Rule::RepeatIsTheSame, same, &again);
    }

    fn declined(&mut self, terminal: &Terminal, told: &Receiver<Told>) {
        for scene in [Scene::Decline, Scene::CustomerStops] {
            self.peer.play(scene);
            let sale = TerminalOrder::Authorise {
                amount_minor: 500,
                last_receipt_no: None,
            };
            let course = self.run(terminal, told, sale);
            let declined = |result: &TerminalResult| matches!(result.outcome, Outcome::Declined(_));
            let good = match &course.end {
                Some(OrderEnd::Completed { .. }) => !course.results.is_empty(),
                Some(OrderEnd::Aborted { .. }) => true,
                Some(OrderEnd::Unknown { .. } | OrderEnd::Refused { .. }) | None => false,
            };
            let good = good && course.results.iter().all(declined);
            self.expect(Rule::DeclineIsDefinite, good, &course);
        }
    }

    fn aborted(&mut self, terminal: &Terminal, told: &Receiver<Told>) {
        self.peer.play(Scene::NobodyPays);
        let id = self.id();
        let sale = TerminalOrder::Authorise {
            amount_minor: 700,
            last_receipt_no: None,
        };
        let taken = terminal.submit(id, sale);
        let second = terminal.submit(self.id(), sale);
        let busy = second == Err(SubmitError::Busy { running: id });
        self.expect(Rule::OneAtATime, taken.is_ok() && busy, &second);
        wait(told, |told| {
            matches!(told, Told::Progress(Progress::Accepted)).then_some(())
        });
        terminal.abort(id);
        let course = course_of(told, id);
        let good = matches!(
            course.end,
            Some(OrderEnd::Aborted { .. } | OrderEnd::Completed { .. })
        ) && course
            .results
            .iter()
            .all(|result| result.outcome != Outcome::Approved);
        self.expect(Rule::AbortEnds, good, &course);
    }

    fn masked(&mut self, terminal: &Terminal, ear: &Ear, told: &Receiver<Told>) {
        self.peer.play(Scene::ClearCardNumber);
        ear.take_everything();
        let sale = TerminalOrder::Authorise {
            amount_minor: 900,
            last_receipt_no: None,
        };
        let course = self.run(terminal, told, sale);
        let number = self.peer.card_number();
        let middle = number
            .get(6..number.len().saturating_sub(4))
            .unwrap_or_default();
        let everything: String = ear
            .take_everything()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let good = matches!(&course.results[..], [result]
            if result.outcome == Outcome::Approved && result.card_alarm.is_some())
            && !middle.is_empty()
            && !everything.contains(&number)
            && !everything.contains(&number[..number.len() - 3]);
        self.expect(Rule::CardNumberIsMasked, good, &course.end);
    }

    fn unplugged(&mut self, terminal: &Terminal, told: &Receiver<Told>) {
        self.peer.play(Scene::Unplug);
        let sale = TerminalOrder::Authorise {
            amount_minor: 1_100,
            last_receipt_no: None,
        };
        let course = self.run(terminal, told, sale);
        let unknown = matches!(course.end, Some(OrderEnd::Unknown { sent: true, .. }));
        self.expect(Rule::UnplugIsUnknown, unknown, &course);
        let away = wait(told, |told| {
            matches!(told, Told::Link(LinkState::Away)).then_some(())
        });
        let back = wait_ready(told);
        self.expect(Rule::UnplugIsUnknown, away.is_some() && back, &(away, back));
    }

    fn not_stored(&mut self, terminal: &Terminal, ear: &Ear, told: &Receiver<Told>) {
        self.peer.play(Scene::Approve);
        ear.store.store(false, Ordering::SeqCst);
        let sale = TerminalOrder::Authorise {
            amount_minor: 1_300,
            last_receipt_no: None,
        };
        let course = self.run(terminal, told, sale);
        ear.store.store(true, Ordering::SeqCst);
        let good = matches!(course.end, Some(OrderEnd::Unknown { .. }));
        self.expect(Rule::NotStoredIsUnknown, good, &course);
    }

    fn wrong_terminal(&mut self) {
        let verdict = IdentityVerdict::Refuse {
            expected: "another".to_owned(),
        };
        let (terminal, _ear, told) = self.open(verdict);
        let refused = wait(&told, |told| {
            matches!(told, Told::Link(LinkState::Refused(_))).then_some(())
        });
        let sale = TerminalOrder::Authorise {
            amount_minor: 1,
            last_receipt_no: None,
        };
        let course = self.run(&terminal, &told, sale);
        let reason = Refusal::NotConnected;
        let good = refused.is_some() && course.end == Some(OrderEnd::Refused { reason });
        self.expect(Rule::WrongTerminalIsRefused, good, &course);
        terminal.close();
    }

    fn id(&mut self) -> OrderId {
        self.next_id += 1;
        OrderId(self.next_id)
    }

    fn run(&mut self, terminal: &Terminal, told: &Receiver<Told>, order: TerminalOrder) -> Course {
        let id = self.id();
        match terminal.submit(id, order) {
            Ok(()) => course_of(told, id),
            Err(_) => Course::default(),
        }
    }
}
