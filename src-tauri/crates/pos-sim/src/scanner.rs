//! Owns the scanner: it sends what the control channel scans, as a serial scanner does.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::beside::{Device, Fields, Hands, changed, read};
use crate::hex;

/// What goes around each code, with escapes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    prefix: String,
    suffix: String,
}

/// A scanner.
pub struct Scanner {
    frame: Frame,
    /// Bytes that leave later, one by one.
    queue: VecDeque<u8>,
    gap: Duration,
    next_at: Option<Instant>,
    scans: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scan {
    code: Option<String>,
    /// Bytes that are no text.
    hex: Option<String>,
    /// Each byte in a write of its own.
    #[serde(default)]
    split: bool,
    /// Split, with so much between two bytes.
    gap_ms: Option<u64>,
}

impl Scanner {
    /// The error says what is wrong with prefix or suffix.
    pub fn new(prefix: String, suffix: String) -> Result<Self, String> {
        unescape(&prefix)?;
        unescape(&suffix)?;
        Ok(Self {
            frame: Frame { prefix, suffix },
            queue: VecDeque::new(),
            gap: Duration::ZERO,
            next_at: None,
            scans: 0,
        })
    }

    fn scan(&mut self, scan: Scan, hands: &mut Hands) -> Result<Value, String> {
        let code = match (&scan.code, &scan.hex) {
            (Some(code), None) => code.clone().into_bytes(),
            (None, Some(digits)) => hex::bytes(digits).ok_or("no hexadecimal digits")?,
            _ => return Err("a scan has a code or hex".into()),
        };
        let mut bytes = unescape(&self.frame.prefix)?;
        bytes.extend(code);
        bytes.extend(unescape(&self.frame.suffix)?);
        self.scans += 1;
        hands.tell("scanned", json!({ "hex": hex::text(&bytes) }));
        match scan.gap_ms {
            Some(ms) => {
                self.queue.extend(bytes);
                self.gap = Duration::from_millis(ms);
                self.wake(Instant::now(), hands);
            }
            None if scan.split => hands.writes.extend(bytes.chunks(1).map(<[u8]>::to_vec)),
            None => hands.send(bytes),
        }
        Ok(json!({}))
    }
}

impl Device for Scanner {
    /// Hosts send settings to scanners; this one has none.
    fn take(&mut self, bytes: &[u8], hands: &mut Hands) {
        hands.tell("unknown", json!({ "hex": hex::text(bytes) }));
    }

    fn verb(&mut self, verb: &str, fields: Fields, hands: &mut Hands) -> Result<Value, String> {
        match verb {
            "scan" => self.scan(read(fields)?, hands),
            other => Err(format!("no verb {other:?}")),
        }
    }

    fn set(&mut self, fields: &Fields, _hands: &mut Hands) -> Result<(), String> {
        let frame = changed(&self.frame, fields)?;
        unescape(&frame.prefix)?;
        unescape(&frame.suffix)?;
        self.frame = frame;
        Ok(())
    }

    fn state(&self) -> Value {
        json!({
            "prefix": self.frame.prefix,
            "suffix": self.frame.suffix,
            "scans": self.scans,
            "waiting_bytes": self.queue.len(),
        })
    }

    fn due(&self) -> Option<Instant> {
        self.next_at
    }

    fn wake(&mut self, now: Instant, hands: &mut Hands) {
        if let Some(byte) = self.queue.pop_front() {
            hands.send([byte]);
        }
        self.next_at = (!self.queue.is_empty()).then(|| now + self.gap);
    }

    fn power_cut(&mut self, _hands: &mut Hands) {
        self.queue.clear();
        self.next_at = None;
    }
}

/// Text with `\r`, `\n`, `\t`, `\\` and `\xNN`.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            continue;
        }
        bytes.push(match letters.next() {
            Some('r') => b'\r',
            Some('n') => b'\n',
            Some('t') => b'\t',
            Some('\\') => b'\\',
            Some('x') => {
                let digits: String = letters.by_ref().take(2).collect();
                hex::byte(&digits).ok_or_else(|| format!("\\x{digits} is no byte"))?
            }
            _ => return Err(format!("{text:?} ends in the middle of an escape")),
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(unescape(r"\x02A\r\n"), Ok(b"\x02A\r\n".to_vec()));
        assert!(unescape(r"\xZ1").is_err());
        assert!(unescape(r"a\").is_err());
    }

    #[test]
    fn a_code_leaves_whole_or_in_bytes() {
        let mut scanner = Scanner::new("]E0".into(), r"\r".into()).expect("a right frame");
        let mut scan = |line: Value| {
            let mut hands = Hands::default();
            let fields = line.as_object().expect("an object").clone();
            scanner.verb("scan", fields, &mut hands).expect("a scan");
            hands.writes
        };
        assert_eq!(scan(json!({ "code": "12" })), [b"]E012\r".to_vec()]);
        assert_eq!(scan(json!({ "code": "12", "split": true })).len(), 6);
        assert_eq!(scan(json!({ "hex": "1D 30" })), [b"]E0\x1D0\r".to_vec()]);
        assert_eq!(scan(json!({ "code": "1", "gap_ms": 5 })), [b"]".to_vec()]);
        assert_eq!(scanner.queue.len(), 4);
        assert!(scanner.due().is_some());
    }
}
