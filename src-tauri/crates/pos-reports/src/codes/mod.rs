//! Codes for scanners: the symbols of CODE 128 and the modules of a QR code. Owns what they say,
//! never how large they are drawn.

pub mod code128;
pub mod qr;
