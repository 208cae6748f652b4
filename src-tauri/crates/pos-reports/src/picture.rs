//! The shop's picture: read from PNG once, set in grey for pages and in dots for thermal paper.
//! Never larger than what a receipt can show; never trusted to be what it says.

use png::{ColorType, Decoder, Limits, Transformations};
use std::io::Cursor;

/// Wider or higher pictures are refused: a logo has a few hundred pixels.
const LARGEST: u32 = 4096;
/// Bytes that decoding may take.
const MEMORY: usize = 96 * 1024 * 1024;
/// 40 mm of paper are enough for a logo.
const HIGHEST_DOTS: usize = 320;
/// Dots of the widest paper, 80 mm.
const WIDEST_DOTS: usize = 576;

#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("not a PNG picture: {0}")]
    Unreadable(#[from] png::DecodingError),
    #[error("the picture is {width} × {height}; at most {LARGEST} each way are taken")]
    TooLarge { width: u32, height: u32 },
}

/// A picture in 256 greys on white, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    greys: Vec<u8>,
}

/// A picture in black dots: eight a byte, the highest bit leftmost, 1 is black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    pub row_bytes: usize,
    pub bits: Vec<u8>,
}

impl Picture {
    /// Reads a PNG of any colour type; what is transparent becomes white.
    pub fn from_png(bytes: &[u8]) -> Result<Picture, PictureError> {
        let limits = Limits { bytes: MEMORY };
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let (width, height) = (reader.info().width, reader.info().height);
        if width > LARGEST || height > LARGEST {
            return Err(PictureError::TooLarge { width, height });
        }
        let size = reader.output_buffer_size().unwrap_or_default();
        let mut pixels = vec![0; size];
        let frame = reader.next_frame(&mut pixels)?;
        let greys = match frame.color_type {
            ColorType::Grayscale | ColorType::Indexed => pixels,
            ColorType::GrayscaleAlpha => pixels.chunks_exact(2).map(|p| over(p[0], p[1])).collect(),
            ColorType::Rgb => pixels.chunks_exact(3).map(grey).collect(),
            ColorType::Rgba => pixels
                .chunks_exact(4)
                .map(|p| over(grey(p), p[3]))
                .collect(),
        };
        let picture = Picture {
            width: to_usize(width),
            height: to_usize(height),
            greys,
        };
        Ok(picture.kept())
    }

    /// At twice the dots of a receipt: enough for a page, and quick to set each time.
    fn kept(self) -> Picture {
        let (width, height) = self.fitted(2 * WIDEST_DOTS, 2 * HIGHEST_DOTS);
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let greys = self.scaled(width, height).into_iter();
        Picture {
            width,
            height,
            greys: greys.map(|g| u8::try_from(g).unwrap_or(u8::MAX)).collect(),
        }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    /// Opaque RGBA bytes, row by row.
    pub fn rgba(&self) -> Vec<u8> {
        self.greys.iter().flat_map(|g| [*g, *g, *g, 255]).collect()
    }

    /// The picture in dots, at most `dots` wide; smaller ones keep their size.
    pub fn raster(&self, dots: usize) -> Raster {
        let (width, height) = self.fitted(dots, HIGHEST_DOTS);
        let mut greys = self.scaled(width, height);
        dither(&mut greys, width);
        let row_bytes = width.div_ceil(8);
        let mut bits = vec![0; row_bytes * height];
        for (at, grey) in greys.iter().enumerate() {
            if *grey < 128 {
                let (x, y) = (at % width, at / width);
                bits[y * row_bytes + x / 8] |= 0x80 >> (x % 8);
            }
        }
        Raster { row_bytes, bits }
    }

    /// The size within these bounds, the sides in their proportion.
    fn fitted(&self, widest: usize, highest: usize) -> (usize, usize) {
        let (mut width, mut height) = (self.width, self.height);
        if width > widest {
            (width, height) = (widest, (height * widest / width).max(1));
        }
        if height > highest {
            (width, height) = ((width * highest / height).max(1), highest);
        }
        (width, height)
    }

    /// Each new pixel is the mean of those it covers.
    fn scaled(&self, width: usize, height: usize) -> Vec<i32> {
        let span = |at: usize, new: usize, old: usize| {
            let start = at * old / new;
            start..((at + 1) * old / new).max(start + 1)
        };
        let mut greys = Vec::with_capacity(width * height);
        for y in 0..height {
            let rows = span(y, height, self.height);
            for x in 0..width {
                let columns = span(x, width, self.width);
                let count = rows.len() * columns.len();
                let covered = rows.clone().flat_map(|row| {
                    let start = row * self.width;
                    &self.greys[start + columns.start..start + columns.end]
                });
                let sum: usize = covered.map(|g| usize::from(*g)).sum();
                greys.push(i32::try_from(sum / count).unwrap_or(255));
            }
        }
        greys
    }
}

/// Floyd and Steinberg: the error of each dot goes to those not set yet, in sixteenths.
fn dither(greys: &mut [i32], width: usize) {
    for at in 0..greys.len() {
        let wanted = greys[at];
        let set = if wanted < 128 { 0 } else { 255 };
        greys[at] = set;
        let error = wanted - set;
        let x = at % width;
        let mut spread = |to: usize, sixteenths: i32| {
            if let Some(grey) = greys.get_mut(to) {
                *grey += error * sixteenths / 16;
            }
        };
        if x + 1 < width {
            spread(at + 1, 7);
            spread(at + width + 1, 1);
        }
        if x > 0 {
            spread(at + width - 1, 3);
        }
        spread(at + width, 5);
    }
}

/// Luma of ITU-R BT.601 in 256ths.
fn grey(rgb: &[u8]) -> u8 {
    let [red, green, blue] = [rgb[0], rgb[1], rgb[2]].map(u32::from);
    u8::try_from((red * 77 + green * 150 + blue * 29) >> 8).unwrap_or(u8::MAX)
}

/// A grey of some opacity over white.
fn over(grey: u8, alpha: u8) -> u8 {
    let (grey, alpha) = (u32::from(grey), u32::from(alpha));
    u8::try_from((grey * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

fn to_usize(value: u32) -> usize {
    usize::try_from(value).expect("no target of ours has addresses of 16 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, color: ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(pixels).unwrap();
        drop(writer);
        bytes
    }

    #[test]
    fn colours_become_grey_and_transparency_white() {
        let rgba = [0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 255, 255, 255];
        let picture = Picture::from_png(&png(4, 1, ColorType::Rgba, &rgba)).unwrap();
        assert_eq!(picture.greys, [0, 255, 76, 255]);
        assert_eq!(picture.raster(384).bits, [0b1010_0000]);
    }

    #[test]
    fn a_large_picture_is_fitted_and_keeps_its_tone() {
        let greys = vec![128; 1200 * 600];
        let picture = Picture::from_png(&png(1200, 600, ColorType::Grayscale, &greys)).unwrap();
        assert_eq!((picture.width, picture.height), (1152, 576));
        let raster = picture.raster(384);
        assert_eq!((raster.row_bytes, raster.bits.len()), (48, 48 * 192));
        let black: u32 = raster.bits.iter().map(|b| b.count_ones()).sum();
        assert!((48..=52).contains(&(black * 100 / (384 * 192))), "{black}");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let text = Picture::from_png(b"not a picture");
        assert!(matches!(text, Err(PictureError::Unreadable(_))));
        let wide = png(5000, 1, ColorType::Grayscale, &[0; 5000]);
        let wide = Picture::from_png(&wide);
        assert!(matches!(wide, Err(PictureError::TooLarge { .. })));
    }
}
