//! Owns the reading of the display's bytes: CD5220 and Epson commands, side by side.

/// What the till wants shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    Letter(u8),
    /// ESC Q A, ESC Q B: a whole row, 0 or 1.
    Row(usize, Vec<u8>),
    Initialise,
    Clear,
    ClearRow,
    Home,
    Bottom,
    Left,
    Right,
    Up,
    Down,
    RowStart,
    RowEnd,
    /// Column and row, from 1.
    Cursor(u8, u8),
    CursorOn(bool),
    Brightness(u8),
    Flow(Flow),
    CodePage(u8),
    /// Understood, without an effect here.
    Nothing,
    Unknown(Vec<u8>),
}

/// What happens at the end of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    Overwrite,
    Vertical,
    Horizontal,
}

/// An order and how many bytes it took; `None`: more bytes are needed.
pub fn next(bytes: &[u8]) -> Option<(Order, usize)> {
    let one = |order| Some((order, 1));
    match *bytes.first()? {
        0x08 => one(Order::Left),
        0x09 => one(Order::Right),
        0x0A => one(Order::Down),
        0x0B => one(Order::Home),
        0x0C => one(Order::Clear),
        0x0D => one(Order::RowStart),
        0x18 => one(Order::ClearRow),
        0x1B => esc(bytes),
        0x1F => us(bytes),
        byte @ (0x20..=0x7E | 0x80..) => one(Order::Letter(byte)),
        byte => one(Order::Unknown(vec![byte])),
    }
}

fn esc(bytes: &[u8]) -> Option<(Order, usize)> {
    let argument = |at: usize| bytes.get(at).copied();
    Some(match argument(1)? {
        0x11 => (Order::Flow(Flow::Overwrite), 2),
        0x12 => (Order::Flow(Flow::Vertical), 2),
        0x13 => (Order::Flow(Flow::Horizontal), 2),
        b'@' => (Order::Initialise, 2),
        b'Q' => return row(bytes),
        b'[' => (bracket(argument(2)?), 3),
        b'l' => (Order::Cursor(argument(2)?, argument(3)?), 4),
        b'*' => (Order::Brightness(argument(2)?), 3),
        b'_' => (Order::CursorOn(argument(2)? & 1 == 1), 3),
        b't' => (Order::CodePage(argument(2)?), 3),
        b'R' | b'f' | b'c' | b'=' | b'%' | b'?' => {
            argument(2)?;
            (Order::Nothing, 3)
        }
        b'W' => {
            // A window is cancelled with one parameter and opened with four.
            let length = if argument(2)? & 1 == 1 { 6 } else { 3 };
            argument(length - 1)?;
            (Order::Nothing, length)
        }
        other => (Order::Unknown(vec![0x1B, other]), 2),
    })
}

/// ESC Q A text CR
fn row(bytes: &[u8]) -> Option<(Order, usize)> {
    let kind = *bytes.get(2)?;
    let row = match kind {
        b'A' | b'D' => 0,
        b'B' => 1,
        other => return Some((Order::Unknown(vec![0x1B, b'Q', other]), 3)),
    };
    let end = bytes.iter().skip(3).position(|byte| *byte == 0x0D)? + 3;
    Some((Order::Row(row, bytes[3..end].to_vec()), end + 1))
}

fn bracket(letter: u8) -> Order {
    match letter {
        b'A' => Order::Up,
        b'B' => Order::Down,
        b'C' => Order::Right,
        b'D' => Order::Left,
        b'H' => Order::Home,
        b'K' => Order::Bottom,
        b'L' => Order::RowStart,
        b'R' => Order::RowEnd,
        other => Order::Unknown(vec![0x1B, b'[', other]),
    }
}

fn us(bytes: &[u8]) -> Option<(Order, usize)> {
    let argument = |at: usize| bytes.get(at).copied();
    Some(match argument(1)? {
        0x01 => (Order::Flow(Flow::Overwrite), 2),
        0x02 => (Order::Flow(Flow::Vertical), 2),
        0x03 => (Order::Flow(Flow::Horizontal), 2),
        0x0A => (Order::Up, 2),
        0x0D => (Order::RowEnd, 2),
        b'B' => (Order::Bottom, 2),
        b'$' => (Order::Cursor(argument(2)?, argument(3)?), 4),
        b'X' => (Order::Brightness(argument(2)?), 3),
        b'C' => (Order::CursorOn(argument(2)? & 1 == 1), 3),
        b'E' | b'r' => {
            argument(2)?;
            (Order::Nothing, 3)
        }
        b'@' => (Order::Nothing, 2),
        other => (Order::Unknown(vec![0x1F, other]), 2),
    })
}
