//! How bytes are framed on a serial line.
//!
//! Owns: the words for it and the framings that drivers start with. Must never: know a device.

/// Bits in a byte on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataBits {
    /// 7: older scales.
    Seven,
    /// 8: nearly everything.
    Eight,
}

/// The parity bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// None.
    None,
    /// Even.
    Even,
    /// Odd.
    Odd,
}

/// Stop bits after a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopBits {
    /// One.
    One,
    /// Two: ZVT.
    Two,
}

/// How a slow device says "wait".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowControl {
    /// It does not.
    None,
    /// XON and XOFF in the stream.
    Software,
    /// RTS and CTS. With a cable that lacks these wires nothing is ever sent.
    Hardware,
}

/// The framing of a serial line. TCP, device files and pseudo-terminals do not mind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SerialFraming {
    /// Bits in a byte.
    pub data_bits: DataBits,
    /// Parity bit.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: StopBits,
    /// Handshake.
    pub flow: FlowControl,
}

impl SerialFraming {
    /// 8 data bits, no parity, 1 stop bit: printers, displays, scanners, CAS scales.
    pub const N8_1: Self = Self {
        data_bits: DataBits::Eight,
        parity: Parity::None,
        stop_bits: StopBits::One,
        flow: FlowControl::None,
    };
    /// 8 data bits, no parity, 2 stop bits: ZVT terminals.
    pub const N8_2: Self = Self {
        stop_bits: StopBits::Two,
        ..Self::N8_1
    };
    /// 7 data bits, even parity, 1 stop bit: Toledo scales.
    pub const E7_1: Self = Self {
        data_bits: DataBits::Seven,
        parity: Parity::Even,
        ..Self::N8_1
    };
}

impl From<DataBits> for serialport::DataBits {
    fn from(bits: DataBits) -> Self {
        match bits {
            DataBits::Seven => Self::Seven,
            DataBits::Eight => Self::Eight,
        }
    }
}

impl From<Parity> for serialport::Parity {
    fn from(parity: Parity) -> Self {
        match parity {
            Parity::None => Self::None,
            Parity::Even => Self::Even,
            Parity::Odd => Self::Odd,
        }
    }
}

impl From<StopBits> for serialport::StopBits {
    fn from(bits: StopBits) -> Self {
        match bits {
            StopBits::One => Self::One,
            StopBits::Two => Self::Two,
        }
    }
}

impl From<FlowControl> for serialport::FlowControl {
    fn from(flow: FlowControl) -> Self {
        match flow {
            FlowControl::None => Self::None,
            FlowControl::Software => Self::Software,
            FlowControl::Hardware => Self::Hardware,
        }
    }
}
