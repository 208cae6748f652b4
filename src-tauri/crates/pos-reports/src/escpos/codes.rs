//! Commands for barcodes, QR codes and pictures. Owns their sizes in dots; never their content.

use crate::codes::code128::{self, Stretch};
use crate::codes::qr;
use crate::picture::Raster;

const GS: u8 = 0x1d;
/// 10 mm at 8 dots a millimetre.
const BAR_HEIGHT: u8 = 80;
/// Quiet zones of ten modules on both sides.
const BAR_QUIET: usize = 20;
/// Rows of a picture sent at once: small printers keep no more.
const BAND_ROWS: usize = 128;

/// CODE 128 with its text below (`GS k` 73); None when the text is none for it or does not fit.
pub fn barcode(text: &str, dots: usize) -> Option<Vec<u8>> {
    let stretches = code128::stretches(text)?;
    let bars = code128::bars(text)?;
    let modules: usize = bars.iter().map(|w| usize::from(*w)).sum::<usize>() + BAR_QUIET;
    // A module of one dot is below what scanners read from thermal paper.
    let width = [3, 2]
        .into_iter()
        .find(|w| modules * usize::from(*w) <= dots)?;
    let mut content = Vec::with_capacity(text.len() + 8);
    for stretch in stretches {
        match stretch {
            Stretch::B(text) => {
                content.extend(b"{B");
                // The brace announces a command to the printer; two of them are one.
                content.extend(text.replace('{', "{{").bytes());
            }
            Stretch::C(pairs) => {
                content.extend(b"{C");
                content.extend(pairs);
            }
        }
    }
    let length = u8::try_from(content.len()).ok()?;
    let mut bytes = vec![
        GS, b'H', 2, GS, b'f', 0, GS, b'h', BAR_HEIGHT, GS, b'w', width,
    ];
    bytes.extend([GS, b'k', 73, length]);
    bytes.extend(content);
    Some(bytes)
}

/// A QR code, model 2, level M (`GS ( k`, functions 165, 167, 169, 180, 181), two fifths of the
/// paper wide at most; None when the text is too long.
pub fn qr(text: &str, dots: usize) -> Option<Vec<u8>> {
    let modules = qr::modules(text)?.len();
    let size = (dots * 2 / 5 / modules).clamp(2, 8);
    if modules * size > dots {
        return None;
    }
    let size = u8::try_from(size).ok()?;
    let mut bytes = vec![GS, b'(', b'k', 4, 0, b'1', b'A', b'2', 0];
    bytes.extend([GS, b'(', b'k', 3, 0, b'1', b'C', size]);
    bytes.extend([GS, b'(', b'k', 3, 0, b'1', b'E', b'1']);
    let [low, high] = u16::try_from(text.len() + 3).ok()?.to_le_bytes();
    bytes.extend([GS, b'(', b'k', low, high, b'1', b'P', b'0']);
    bytes.extend(text.bytes());
    bytes.extend([GS, b'(', b'k', 3, 0, b'1', b'Q', b'0']);
    Some(bytes)
}

/// A picture as raster (`GS v 0`), in bands.
pub fn raster(raster: &Raster) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raster.bits.len() + 64);
    for band in raster.bits.chunks(raster.row_bytes * BAND_ROWS) {
        let rows = band.len() / raster.row_bytes;
        let [x_low, x_high] = u16::try_from(raster.row_bytes)
            .unwrap_or_default()
            .to_le_bytes();
        let [y_low, y_high] = u16::try_from(rows).unwrap_or_default().to_le_bytes();
        bytes.extend([GS, b'v', b'0', 0, x_low, x_high, y_low, y_high]);
        bytes.extend(band);
    }
    bytes
}
