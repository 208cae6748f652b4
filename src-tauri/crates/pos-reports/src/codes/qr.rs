//! QR codes (ISO/IEC 18004), one encoder for screen, PDF and the size of the printed one.

use pos_app::views::receipt::ReceiptBlock;
use qrcodegen::{QrCode, QrCodeEcc};

/// The block of a text; None when it is too long for any QR code.
pub fn block(text: &str) -> Option<ReceiptBlock> {
    let modules = modules(text)?;
    let text = text.to_owned();
    Some(ReceiptBlock::Qr { text, modules })
}

/// The rows of the code, `1` dark and `0` light, without the quiet zone.
pub fn modules(text: &str) -> Option<Vec<String>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = 0..code.size();
    let row = |y| {
        let dark = side.clone().map(|x| code.get_module(x, y));
        dark.map(|dark| if dark { '1' } else { '0' }).collect()
    };
    Some(side.clone().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_eyes() {
        let rows = modules("2-0417").unwrap();
        assert_eq!(rows.len(), 21);
        assert!(rows.iter().all(|row| row.len() == 21));
        for (x, y) in [(0, 0), (14, 0), (0, 14)] {
            assert_eq!(&rows[y][x..x + 7], "1111111");
            assert_eq!(&rows[y + 1][x..x + 7], "1000001");
            assert_eq!(&rows[y + 3][x..x + 7], "1011101");
        }
        assert_eq!(modules(&"x".repeat(5000)), None);
    }
}
