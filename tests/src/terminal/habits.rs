//! What terminals do differently where the specification leaves room or makers leave it.
//!
//! Source: ZVT PA00P015 2.2.8, 2.2.9 and chapter 4 (which disagree), and reports from the field.
//! Owns: the list, and drawing from it.

/// A result that the till did not acknowledge (2.2.8, chapter 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unacknowledged {
    /// The payment is taken back at once.
    Reverses,
    /// It stands.
    Keeps,
    /// It stands, until the next payment brings a receipt number that is not its own (1F1F).
    ReversesUnlessMirrored,
}

/// What the terminal's last receipt is after it has taken a payment back by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterReversal {
    /// The one before.
    Previous,
    /// Its own, as one that came to nothing.
    Aborted,
}

/// When a payment is booked (2.2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booked {
    AtResult,
    AfterPrint,
}

/// How a refusal of the bank is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineForm {
    ResultThenAbort,
    ResultThenCompletion,
    Abort,
}

/// What becomes of `06 B0` while the card is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abort {
    Obeys,
    Refuses,
    Ignores,
    /// Says yes and goes on.
    TooLate,
}

/// The till goes away while the card is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnLoss {
    GivesUp,
    GoesOn,
}

/// `06 20` finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingToRepeat {
    /// `84 83`.
    Refuses,
    /// `06 1E 83`.
    Aborts,
}

/// How one terminal behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    pub unacknowledged: Unacknowledged,
    pub after_reversal: AfterReversal,
    pub booked: Booked,
    pub decline: DeclineForm,
    /// A refusal gets a receipt number and can be repeated.
    pub declines_numbered: bool,
    pub abort: Abort,
    pub on_loss: OnLoss,
    /// A result whose line was lost is told on the next one.
    pub tells_late: bool,
    pub nothing_to_repeat: NothingToRepeat,
    /// A loss of power makes it forget the till.
    pub forgets_registration: bool,
    /// Only the last payment can be taken back.
    pub reverses_only_last: bool,
    /// Tells intermediate statuses, if the till wants any.
    pub statuses: bool,
    /// Lines it prints on the till for a payment, if the till takes any.
    pub print_lines: u8,
    /// After each order it is busy with itself so long (`84 9C`).
    pub busy_after_ms: u64,
    /// How long a card is awaited.
    pub card_ms: u64,
}

impl Habits {
    /// By the book: 2.2.8.
    pub fn by_the_book() -> Habits {
        Habits {
            unacknowledged: Unacknowledged::Reverses,
            after_reversal: AfterReversal::Previous,
            booked: Booked::AtResult,
            decline: DeclineForm::ResultThenAbort,
            declines_numbered: true,
            abort: Abort::Obeys,
            on_loss: OnLoss::GivesUp,
            tells_late: false,
            nothing_to_repeat: NothingToRepeat::Aborts,
            forgets_registration: false,
            reverses_only_last: false,
            statuses: true,
            print_lines: 2,
            busy_after_ms: 0,
            card_ms: 60_000,
        }
    }

    /// Drawn from a source of numbers.
    pub fn drawn(next: &mut dyn FnMut() -> u64) -> Habits {
        fn one<T: Copy>(next: &mut dyn FnMut() -> u64, of: &[T]) -> T {
            let at = next() % of.len() as u64;
            of[usize::try_from(at).expect("an index")]
        }
        const BOOL: &[bool] = &[false, true];
        use Unacknowledged as U;
        Habits {
            unacknowledged: one(next, &[U::Reverses, U::Keeps, U::ReversesUnlessMirrored]),
            after_reversal: one(next, &[AfterReversal::Previous, AfterReversal::Aborted]),
            booked: one(next, &[Booked::AtResult, Booked::AfterPrint]),
            decline: one(
                next,
                &[
                    DeclineForm::ResultThenAbort,
                    DeclineForm::ResultThenCompletion,
                    DeclineForm::Abort,
                ],
            ),
            declines_numbered: one(next, BOOL),
            abort: one(
                next,
                &[Abort::Obeys, Abort::Refuses, Abort::Ignores, Abort::TooLate],
            ),
            on_loss: one(next, &[OnLoss::GivesUp, OnLoss::GoesOn]),
            tells_late: one(next, BOOL),
            nothing_to_repeat: one(next, &[NothingToRepeat::Refuses, NothingToRepeat::Aborts]),
            forgets_registration: one(next, BOOL),
            reverses_only_last: one(next, BOOL),
            statuses: one(next, BOOL),
            print_lines: one(next, &[0, 1, 3]),
            busy_after_ms: one(next, &[0, 0, 700, 3_500]),
            card_ms: one(next, &[20_000, 60_000]),
        }
    }
}
