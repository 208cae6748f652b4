//! Owns dots: bitmaps, glyphs and pictures. Knows nothing of printers and displays.

mod dots;
mod font;
mod picture;

pub use dots::Dots;
pub use font::{Face, Glyph, glyph};
pub use picture::save;
