//! Everything on a cable: ports, discovery, and the drivers that speak over them.
//!
//! Owns: bytes on a wire and the threads that wait for them. Must never: know a sale, a user or
//! a file; let a clear card number past the decoder; acknowledge a payment result that its
//! listener has not stored.

mod code_page;
pub mod displays;
mod line;
pub mod pan;
pub mod peripherals;
pub mod port;
pub mod printers;
pub mod readers;
pub mod scales;
pub mod scanners;
pub mod secret;

pub use line::DeviceClosed;
pub use pan::{CardAlarm, CardField, MaskedPan, mask_text};
pub use peripherals::{
    PERIPHERAL_DRIVERS, PeripheralDriver, PeripheralKind, PeripheralLink, PeripheralProbeError,
};
pub use port::discover::{DeviceKind, FoundAs, FoundPort, discover};
pub use port::trace::{Direction, WireLine};
pub use port::{
    Address, DataBits, FlowControl, OpenError, Parity, SerialFraming, StopBits, WriteFault,
};
pub use readers::{
    Cvm, Driver, DriverKind, Identity, IdentityVerdict, IntermediateMeaning, LinkRefusal,
    LinkState, OrderEnd, OrderId, Outcome, PaymentKind, PrintLine, ProbeError, Progress,
    ReceiptKind, Refusal, RegistrationConfig, ResultCode, ResultMeaning, ResultStored,
    SteppedTerminal, SubmitError, TamperSign, Terminal, TerminalListener, TerminalOrder,
    TerminalResult, TerminalSettings, TerminalStatus, TotalsLine, UnknownWhy, Wire, probe,
};
pub use secret::{PasswordError, TerminalPassword};
