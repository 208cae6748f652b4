//! Owns hexadecimal text, for scripts, logs and vectors.

/// Reads hexadecimal digits; blanks are skipped. `None` when it is not hex.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs
        .remainder()
        .is_empty()
        .then(|| pairs.map(|p| p[0] << 4 | p[1]).collect())
}

/// Reads one byte written as two digits, such as `6C`.
pub fn byte(text: &str) -> Option<u8> {
    match bytes(text)?.as_slice() {
        [byte] => Some(*byte),
        _ => None,
    }
}

/// Writes bytes as `06 01 00`.
pub fn text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(" ")
}
