use std::time::Instant;

use proptest::prelude::*;

use super::codes::{BREATH, Codes, Scanned};
use super::{ScannedCode, ScannerSettings, ScannerSuffix};

fn settings(suffix: ScannerSuffix) -> ScannerSettings {
    ScannerSettings {
        suffix,
        length_max: 20,
        ..ScannerSettings::default()
    }
}

fn code(text: &str) -> Scanned {
    Scanned::Code(ScannedCode {
        text: text.to_owned(),
        symbology: None,
    })
}

fn scanned(settings: ScannerSettings, bytes: &[u8]) -> Vec<Scanned> {
    Codes::new(settings).bytes(bytes, Instant::now())
}

#[test]
fn suffixes() {
    use ScannerSuffix::{Cr, CrLf, Lf, Tab};
    let both = [code("4006381333931"), code("A-1")];
    for (suffix, bytes) in [
        (Cr, &b"4006381333931\rA-1\r"[..]),
        (Cr, b"4006381333931\r\nA-1\r\n"),
        (CrLf, b"4006381333931\r\nA-1\r\n"),
        (Lf, b"4006381333931\nA-1\n"),
        (Tab, b"4006381333931\tA-1\t"),
        (Cr, b"\x024006381333931\x03\r\x02A-1\x03\r"),
        (Cr, b"\0\r\r4006381333931\r\r\0A-1\r"),
    ] {
        assert_eq!(scanned(settings(suffix), bytes), both, "{bytes:?}");
    }
}

#[test]
fn prefixes_and_identifiers() {
    let prefixed = ScannerSettings {
        prefix: "~S".to_owned(),
        ..settings(ScannerSuffix::Cr)
    };
    let cases: [(&[u8], &str, Option<&str>); 6] = [
        (b"]E04006381333931\r", "4006381333931", Some("]E0")),
        (b"~S]C1010400638\r", "010400638", Some("]C1")),
        (b"~S123\r", "123", None),
        (b"]Q3\x1D21A\r", "\x1D21A", Some("]Q3")),
        (b"]E0\r", "]E0", None),
        (b"]-1x\r", "]-1x", None),
    ];
    for (bytes, text, symbology) in cases {
        let wanted = Scanned::Code(ScannedCode {
            text: text.to_owned(),
            symbology: symbology.map(str::to_owned),
        });
        assert_eq!(scanned(prefixed.clone(), bytes), [wanted], "{bytes:?}");
    }
}

#[test]
fn garbage_is_dropped_whole() {
    let cases: [(&[u8], Scanned); 4] = [
        (b"123\x84456\r", Scanned::Garbage(7)),
        (b"123\x1B456\r", Scanned::Garbage(7)),
        (b"123456789012345678901\r", Scanned::Garbage(21)),
        (&[b'x'; 2_000], Scanned::Garbage(2_000)),
    ];
    for (bytes, wanted) in cases {
        let mut codes = Codes::new(settings(ScannerSuffix::Cr));
        let now = Instant::now();
        let mut out = codes.bytes(bytes, now);
        out.extend(codes.tick(now + BREATH));
        assert_eq!(out, [wanted]);
        assert_eq!(codes.bytes(b"1\r", now + BREATH), [code("1")]);
    }
}

#[test]
fn a_code_without_an_end_is_not_the_head_of_the_next() {
    let mut codes = Codes::new(settings(ScannerSuffix::Cr));
    let now = Instant::now();
    assert_eq!(codes.bytes(b"40063", now), []);
    let later = now + BREATH;
    let out = codes.bytes(b"5000112\r", later);
    assert_eq!(out, [Scanned::Garbage(5), code("5000112")]);
    // Slow, but in one breath.
    let mut at = later;
    let mut out = Vec::new();
    for byte in b"12345\r" {
        at += BREATH / 2;
        out.extend(codes.bytes(&[*byte], at));
    }
    assert_eq!(out, [code("12345")]);
}

proptest! {
    /// Any split of the bytes gives the same codes, none of them glued or cut.
    #[test]
    fn any_split_gives_the_same(
        texts in proptest::collection::vec("[0-9A-Za-z./+ -]{1,20}", 1..8),
        cuts in proptest::collection::vec(1..7usize, 1..80),
    ) {
        let sent = |text: &String| [text.as_bytes(), b"\r\n"].concat();
        let stream: Vec<u8> = texts.iter().flat_map(sent).collect();
        let wanted: Vec<Scanned> = texts.iter().map(|text| code(text)).collect();
        for suffix in [ScannerSuffix::CrLf, ScannerSuffix::Cr] {
            let mut codes = Codes::new(settings(suffix));
            let (now, mut out, mut rest) = (Instant::now(), Vec::new(), &stream[..]);
            for cut in cuts.iter().cycle() {
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                out.extend(codes.bytes(piece, now));
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(&out, &wanted);
        }
    }

    #[test]
    fn noise_is_borne(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut codes = Codes::new(settings(ScannerSuffix::Cr));
        for scanned in codes.bytes(&noise, Instant::now()) {
            if let Scanned::Code(code) = scanned {
                prop_assert!(!code.text.is_empty() && code.text.len() <= 20);
            }
        }
    }
}
