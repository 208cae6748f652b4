//! Owns PNG files: one bit a dot, black on white.

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use super::Dots;

/// Writes a picture with a white margin left and right, in dots.
///
/// # Errors
/// When the file cannot be written.
pub fn save(path: &Path, dots: &Dots, margin: usize) -> Result<(), png::EncodingError> {
    let (width, height) = (dots.width() + 2 * margin, dots.height().max(1));
    let stride = width.div_ceil(8);
    let mut rows = vec![0xFF_u8; stride * height];
    for y in 0..dots.height() {
        for x in 0..dots.width() {
            if dots.get(x, y) {
                let x = x + margin;
                rows[y * stride + x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }
    let size = |dots: usize| u32::try_from(dots).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(path)?),
        size(width),
        size(height),
    );
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rows)?;
    writer.finish()
}

/// A picture as it is packed: one bit a dot, rows of whole bytes.
pub struct Packed {
    pub width: usize,
    pub rows: Vec<u8>,
}

/// Unpacks a sheet that is built in: one bit a dot, white on black.
pub fn load(bytes: &'static [u8]) -> Packed {
    let mut reader = png::Decoder::new(Cursor::new(bytes))
        .read_info()
        .expect("the sheets are built in, and a test reads each");
    let size = reader.output_buffer_size();
    let mut rows = vec![0; size.expect("a sheet is smaller than the memory")];
    let info = reader
        .next_frame(&mut rows)
        .expect("the sheets are built in, and a test reads each");
    let width = info.width as usize;
    Packed { width, rows }
}

impl Packed {
    /// Cuts out a part.
    pub fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Dots {
        let stride = self.width.div_ceil(8);
        let mut dots = Dots::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let byte = self.rows[(top + y) * stride + (left + x) / 8];
                dots.set(x, y, byte >> (7 - (left + x) % 8) & 1 == 1);
            }
        }
        dots
    }
}
