//! What a cable is.

/// What carries the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Blocks with checksums; a glitch is noticed by nobody.
    Serial,
    /// A connection.
    Tcp,
}
