//! Any bytes as the shop's picture: no panic, and never more dots than the paper has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_reports::Picture;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(picture) = Picture::from_png(bytes) {
        assert!(picture.width() > 0 && picture.height() > 0);
        let _ = picture.raster(576);
    }
});
