//! Bugs that are planted at the seams around the product, to see whether the oracle finds them.
//! Must never: be in the product.

/// One planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// The terminal's result is acknowledged at once and written down a little later.
    AcknowledgeFirst,
    /// A result that could not be stored is acknowledged all the same.
    AcknowledgeUnstored,
    /// A payment without an answer is simply sent again.
    RetryWithoutAsking,
    /// A reversal is never sent to the terminal.
    DropReversal,
    /// No answer counts as a refusal.
    LostIsDeclined,
    /// An approval counts as final although its order never ended.
    EndIgnored,
    /// A result is booked twice.
    CountedTwice,
    /// What must be durable now is durable soon.
    SoonIsNow,
    /// A commit that failed is answered as done.
    FailedCommitIsDone,
    /// A repeated request gets new ids.
    NewRequestId,
    /// What was under way at a crash is not put in doubt at start.
    NoRecovery,
    /// The baseline of a payment is an old one.
    StaleBaseline,
    /// The last receipt before a payment is taken for an older one: any receipt of its amount
    /// then passes for new.
    AmountAlone,
}

impl Plant {
    pub const ALL: [Plant; 13] = [
        Plant::AcknowledgeFirst,
        Plant::AcknowledgeUnstored,
        Plant::RetryWithoutAsking,
        Plant::DropReversal,
        Plant::LostIsDeclined,
        Plant::EndIgnored,
        Plant::CountedTwice,
        Plant::SoonIsNow,
        Plant::FailedCommitIsDone,
        Plant::NewRequestId,
        Plant::NoRecovery,
        Plant::StaleBaseline,
        Plant::AmountAlone,
    ];
}
