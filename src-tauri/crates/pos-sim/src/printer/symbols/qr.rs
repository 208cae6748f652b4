//! Owns QR symbols. The encoding is the crate's; the printer adds no quiet zone.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::paint::Dots;

/// GS ( k 49 69
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    L,
    M,
    Q,
    H,
}

/// The dots of a QR symbol (model 2); `None`: too much content.
pub fn qr(content: &[u8], level: Level, module: usize) -> Option<Dots> {
    let level = match level {
        Level::L => QrCodeEcc::Low,
        Level::M => QrCodeEcc::Medium,
        Level::Q => QrCodeEcc::Quartile,
        Level::H => QrCodeEcc::High,
    };
    let code = match std::str::from_utf8(content) {
        // A text may be packed as digits or letters.
        Ok(text) => QrCode::encode_text(text, level),
        Err(_) => QrCode::encode_binary(content, level),
    };
    let code = code.ok()?;
    let size = usize::try_from(code.size()).ok()?;
    let mut dots = Dots::new(size, size);
    for y in 0..code.size() {
        for x in 0..code.size() {
            if let (Ok(column), Ok(row)) = (usize::try_from(x), usize::try_from(y)) {
                dots.set(column, row, code.get_module(x, y));
            }
        }
    }
    Some(dots.enlarged(module, module))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read back by a decoder that knows nothing of the encoder.
    #[test]
    fn a_reader_reads_it() {
        for (text, level) in [
            ("https://example.com/r/1-000123?h=8f3a", Level::M),
            ("R-000123", Level::H),
            ("收据 1-000123", Level::L),
        ] {
            let dots = qr(text.as_bytes(), level, 4).expect("it fits");
            let margin = 16;
            let size = dots.width() + 2 * margin;
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
                let inside = x >= margin && y >= margin;
                let black = inside && dots.get(x - margin, y - margin);
                if black { 0 } else { 255 }
            });
            let grids = image.detect_grids();
            assert_eq!(grids.len(), 1, "{text}");
            let (_, read) = grids[0].decode().expect("it can be read");
            assert_eq!(read, text);
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert!(qr(&[b'x'; 3000], Level::L, 3).is_none());
    }
}
