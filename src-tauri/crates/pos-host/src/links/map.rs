//! The drivers' words in the words of the use cases.

use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::records::Address;
use pos_app::ports::register::SeenIdentity;
use pos_app::views::register::TamperSign;
use pos_app::views::sale::AttemptStep;
use pos_app::views::terminal::{
    BatchTotals, FoundPort, LikelyDevice, Link, WireDirection, WireLine,
};
use pos_devices::{
    DeviceKind, Direction, FoundAs, Identity, IntermediateMeaning, LinkRefusal, LinkState,
    PrintLine, ProbeError, ReceiptKind, TerminalResult,
};
use pos_domain::fact::{CardSlip, CardTotal};
use pos_domain::payment::LastReceipt;
use pos_domain::time::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

pub fn address(address: &Address) -> pos_devices::Address {
    match address.clone() {
        Address::Serial {
            path,
            baud,
            usb_serial,
        } => pos_devices::Address::Serial {
            path,
            baud,
            usb_serial,
        },
        Address::Tcp { host, port } => pos_devices::Address::Tcp { host, port },
        Address::Device { path } => pos_devices::Address::Device { path },
    }
}

/// ZVT terminals speak at this speed when they leave the works.
const ZVT_BAUD: u32 = 9600;

pub fn found_port(port: pos_devices::FoundPort) -> FoundPort {
    let hex = |id: Option<u16>| id.map(|n| format!("{n:04x}"));
    FoundPort {
        address: match port.found_as {
            FoundAs::Serial => Address::Serial {
                path: port.path,
                baud: ZVT_BAUD,
                usb_serial: port.usb_serial.clone(),
            },
            FoundAs::Device => Address::Device { path: port.path },
        },
        usb_vendor_id: hex(port.usb_vendor),
        usb_product_id: hex(port.usb_product),
        serial_number: port.usb_serial,
        maker: port.manufacturer,
        product: port.product,
        likely: match port.likely {
            DeviceKind::PaymentTerminal => Some(LikelyDevice::Terminal),
            DeviceKind::CardReader => Some(LikelyDevice::Reader),
            DeviceKind::Scanner => Some(LikelyDevice::Scanner),
            DeviceKind::Scale => Some(LikelyDevice::Scale),
            DeviceKind::ReceiptPrinter => Some(LikelyDevice::Printer),
            DeviceKind::CustomerDisplay | DeviceKind::Unknown => None,
        },
        paired_terminal_id: None,
    }
}

/// Who a terminal said it is.
pub fn identity(found: &Identity, at: Instant) -> SeenIdentity {
    SeenIdentity {
        at,
        terminal_number: found.terminal_id.clone(),
        serial_number: found.serial_number.clone(),
        model: found.model.clone(),
        software: found.software.clone(),
        tamper: found.status.tamper_sign().map(tamper_sign),
    }
}

pub fn tamper_sign(sign: pos_devices::TamperSign) -> TamperSign {
    match sign {
        pos_devices::TamperSign::OutOfOrder => TamperSign::OutOfOrder,
        pos_devices::TamperSign::KeyMissing => TamperSign::KeyMissing,
        pos_devices::TamperSign::PinPadDefective => TamperSign::PinPadDefective,
    }
}

pub fn link(state: &LinkState) -> (Link, Option<String>) {
    match state {
        LinkState::Connecting => (Link::Connecting, None),
        LinkState::Ready => (Link::Ready, None),
        LinkState::Busy => (Link::Busy, None),
        LinkState::Waiting(_) => (Link::Busy, None),
        LinkState::Away => (Link::Away, None),
        LinkState::Refused(LinkRefusal::WrongTerminal { expected, found }) => (
            Link::OtherTerminal,
            Some(format!(
                "{expected} ≠ {} {}",
                found.terminal_id,
                found.serial_number.as_deref().unwrap_or("")
            )),
        ),
        LinkState::Refused(LinkRefusal::Registration(code)) => (Link::Away, Some(code.to_string())),
        LinkState::Refused(LinkRefusal::Port(reason)) => (Link::Away, Some(reason.clone())),
    }
}

/// The step that an intermediate status stands for, when it stands for one.
pub fn step(meaning: IntermediateMeaning) -> Option<AttemptStep> {
    match meaning {
        IntermediateMeaning::InsertCard | IntermediateMeaning::AmountConfirmation => {
            Some(AttemptStep::CardAwaited)
        }
        IntermediateMeaning::LookAtPinPad | IntermediateMeaning::WrongPin => {
            Some(AttemptStep::CardRead)
        }
        IntermediateMeaning::WaitingForHost | IntermediateMeaning::PostBookings => {
            Some(AttemptStep::Authorising)
        }
        IntermediateMeaning::Approved | IntermediateMeaning::Declined => {
            Some(AttemptStep::Answered)
        }
        IntermediateMeaning::AutomaticReversal
        | IntermediateMeaning::RemoveCard
        | IntermediateMeaning::PleaseWait
        | IntermediateMeaning::AutomaticEndOfDay
        | IntermediateMeaning::WaitingForCashier
        | IntermediateMeaning::AutomaticDiagnosis
        | IntermediateMeaning::Other => None,
    }
}

pub fn wire(line: &pos_devices::WireLine, at: Instant) -> WireLine {
    let (head, name) = line
        .name
        .split_at_checked(5)
        .unwrap_or(("", line.name.as_str()));
    WireLine {
        at,
        direction: match line.direction {
            Direction::ToDevice => WireDirection::Out,
            Direction::FromDevice => WireDirection::In,
        },
        hex_head: head.trim().to_owned(),
        name: name.trim().to_owned(),
        summary: line.summary.clone(),
    }
}

/// What goes to the receipt and the journal. The driver masked the number at the cable.
pub fn slip(result: &TerminalResult) -> CardSlip {
    CardSlip {
        masked_pan: result.masked_pan.as_ref().map(|p| p.as_str().to_owned()),
        card_name: result.card_name.clone(),
        receipt_no: result.receipt_no.map(u32::from),
        trace: result.trace,
        turnover_no: result.turnover_no,
        terminal_number: result.terminal_id.clone(),
        auth: result.auth_attribute.clone(),
        aid: result.aid.clone(),
        lines: Vec::new(),
        signature: result.signature_needed(),
    }
}

/// What the terminal says that its batch came to.
pub fn totals(result: &TerminalResult) -> BatchTotals {
    BatchTotals {
        total_minor: result.amount_minor,
        cards: result
            .totals
            .iter()
            .map(|line| CardTotal {
                card_name: line.brand.to_owned(),
                count: i64::from(line.count),
                amount_minor: line.amount_minor,
            })
            .collect(),
    }
}

/// What the terminal knows of its last payment.
pub fn last_receipt(result: &TerminalResult) -> LastReceipt {
    let number = |text: &Option<String>| text.as_ref().and_then(|t| t.parse().ok());
    LastReceipt {
        receipt_no: result.receipt_no.map(u32::from),
        trace: result.trace,
        turnover_no: result.turnover_no,
        amount_minor: result.amount_minor,
        approved: result.outcome == pos_devices::Outcome::Approved,
        terminal_number: result.terminal_id.clone(),
        date: number(&result.date),
        time: number(&result.time),
    }
}

/// The lines that the customer takes home.
pub fn customer_lines(lines: &[PrintLine]) -> Vec<String> {
    lines
        .iter()
        .filter(|l| match l.receipt {
            None | Some(ReceiptKind::Customer) => true,
            Some(ReceiptKind::Merchant | ReceiptKind::Administration) => false,
        })
        .map(|l| l.text.clone())
        .collect()
}

/// The computer's wall clock.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let ms = since.unwrap_or_default().as_millis();
    Instant(i64::try_from(ms).unwrap_or(i64::MAX))
}

/// Why nothing could be told of a terminal, as the screens know it.
pub fn probe_error(error: ProbeError) -> AppError {
    let code = match &error {
        ProbeError::Open(_) | ProbeError::Silent | ProbeError::Gone => {
            ErrorCode::TerminalUnreachable
        }
        ProbeError::Refused(_) => ErrorCode::DeviceFailed,
    };
    AppError::new(code)
        .field("address")
        .with("reason", error)
        .with("terminal", "")
}
