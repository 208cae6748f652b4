use super::super::command::{Command, Cut, Kick, Raster};
use super::next;

/// All commands of a stream; it must end with a whole one.
fn all(bytes: &[u8], chinese: bool) -> Vec<Command> {
    let mut at = 0;
    let mut commands = Vec::new();
    while at < bytes.len() {
        let (command, used) = next(&bytes[at..], chinese).expect("a whole command");
        commands.push(command);
        at += used;
    }
    commands
}

/// The hexadecimal forms that the command reference prints beside each command.
#[test]
fn the_manuals_bytes() {
    use Command as C;
    let kick = |pin, on_ms| C::Kick(Kick { pin, on_ms });
    let cut = |partial, feed| C::Cut(Cut { partial, feed });
    let cases: [(&[u8], Command); 40] = [
        (&[0x09], C::Tab),
        (&[0x0A], C::LineFeed),
        (&[0x0C], C::FormFeed),
        (&[0x1B, 0x40], C::Initialise),
        (&[0x1B, 0x21, 0x38], C::PrintMode(0x38)),
        (&[0x1B, 0x24, 0x2C, 0x01], C::Position(300)),
        (&[0x1B, 0x5C, 0xF6, 0xFF], C::Move(-10)),
        (&[0x1B, 0x2D, 0x32], C::Underline(2)),
        (&[0x1B, 0x32], C::LineSpacing(30)),
        (&[0x1B, 0x33, 0x10], C::LineSpacing(16)),
        (&[0x1B, 0x44, 8, 16, 24, 0], C::Tabs(vec![8, 16, 24])),
        (&[0x1B, 0x45, 1], C::Bold(true)),
        (&[0x1B, 0x47, 0], C::Bold(false)),
        (&[0x1B, 0x4A, 60], C::FeedDots(60)),
        (&[0x1B, 0x4D, 0x31], C::Font(1)),
        (&[0x1B, 0x61, 0x31], C::Align(1)),
        (&[0x1B, 0x64, 3], C::FeedLines(3)),
        (&[0x1B, 0x70, 0, 25, 250], kick(2, 50)),
        (&[0x1B, 0x70, 0x31, 60, 120], kick(5, 120)),
        (&[0x1B, 0x74, 16], C::CodePage(16)),
        (&[0x1B, 0x7B, 1], C::UpsideDown(true)),
        (&[0x1C, 0x26], C::Chinese(true)),
        (&[0x1C, 0x2E], C::Chinese(false)),
        (&[0x1C, 0x21, 0x0C], C::ChineseMode(0x0C)),
        (&[0x1C, 0x53, 1, 2], C::ChineseSpacing(1, 2)),
        (&[0x1D, 0x21, 0x11], C::Size(0x11)),
        (&[0x1D, 0x42, 1], C::Reverse(true)),
        (&[0x1D, 0x4C, 0x10, 0], C::Margin(16)),
        (&[0x1D, 0x57, 0, 2], C::AreaWidth(512)),
        (&[0x1D, 0x56, 0x00], cut(false, None)),
        (&[0x1D, 0x56, 0x31], cut(true, None)),
        (&[0x1D, 0x56, 0x41, 0], cut(false, Some(0))),
        (&[0x1D, 0x56, 0x42, 20], cut(true, Some(20))),
        (&[0x1D, 0x61, 0xFF], C::AutoStatus(0xFF)),
        (&[0x1D, 0x72, 1], C::SendStatus(1)),
        (&[0x1D, 0x49, 67], C::SendIdentity(67)),
        (&[0x1D, 0x28, 0x48, 6, 0, 48, 48, b'0', b'0', b'4', b'2'], {
            C::ProcessId(*b"0042")
        }),
        (&[0x1D, 0x28, 0x44, 3, 0, 20, 1, 0], C::AllowPulse(false)),
        (&[0x10, 0x04, 1], C::RealTime),
        (&[0x10, 0x14, 1, 0, 1], C::RealTime),
    ];
    for (bytes, wanted) in cases {
        assert_eq!(all(bytes, false), [wanted], "{bytes:02X?}");
    }
}

#[test]
fn symbols_and_pictures() {
    use Command as C;
    let ean = C::Barcode {
        kind: 2,
        content: b"4006381333931".to_vec(),
    };
    assert_eq!(all(b"\x1Dk\x024006381333931\0", false), [ean]);
    let code128 = C::Barcode {
        kind: 73,
        content: b"{BNo. 1".to_vec(),
    };
    assert_eq!(all(b"\x1Dk\x49\x07{BNo. 1", false), [code128]);

    let qr = b"\x1D(k\x04\0\x31\x41\x32\0\x1D(k\x03\0\x31\x43\x06\x1D(k\x03\0\x31\x45\x31\
        \x1D(k\x08\0\x31\x50\x30HELLO\x1D(k\x03\0\x31\x51\x30";
    let wanted = [
        C::QrModel(50),
        C::QrModule(6),
        C::QrLevel(49),
        C::QrStore(b"HELLO".to_vec()),
        C::QrPrint,
    ];
    assert_eq!(all(qr, false), wanted);

    let raster = |width, scale, bits: &[u8]| Raster {
        width,
        height: 2,
        scale,
        bits: bits.to_vec(),
    };
    let twice = all(b"\x1Dv0\x03\x01\0\x02\0\xAA\x55", false);
    assert_eq!(twice, [C::Raster(raster(8, (2, 2), b"\xAA\x55"))]);
    let stored = all(
        b"\x1D(L\x0E\0\x30\x70\x30\x01\x02\x31\x0C\0\x02\0\xFF\xF0\x0F\x00\x1D(L\x02\0\x30\x32",
        false,
    );
    let wanted = C::StoreRaster(raster(12, (1, 2), b"\xFF\xF0\x0F\x00"));
    assert_eq!(stored, [wanted, C::PrintStored]);
}

#[test]
fn chinese_is_two_or_four_bytes_long() {
    // 中 is D6 D0; U+3400 is 81 39 EE 39.
    let bytes = b"A\xD6\xD0\x81\x39\xEE\x39B";
    let wide = |bytes: &[u8]| Command::Wide(bytes.to_vec());
    let wanted = [
        Command::Char(b'A'),
        wide(b"\xD6\xD0"),
        wide(b"\x81\x39\xEE\x39"),
        Command::Char(b'B'),
    ];
    assert_eq!(all(bytes, true), wanted);
    assert_eq!(all(b"\xD6\xD0", false).len(), 2);
}

#[test]
fn nothing_is_swallowed_silently() {
    let unknown = |bytes: &[u8]| Command::Unknown(bytes.to_vec());
    assert_eq!(all(b"\x1B\x7F", false), [unknown(b"\x1B\x7F")]);
    assert_eq!(all(b"\x1Dz", false), [unknown(b"\x1Dz")]);
    assert_eq!(all(b"\x1D(z\x02\0ab", false), [unknown(b"\x1D(z")]);
    assert_eq!(all(b"\x07", false), [unknown(b"\x07")]);
    let page_mode = Command::Ignored(b"\x1BL".to_vec());
    assert_eq!(all(b"\x1BL", false), [page_mode]);
}

/// A stream cut at any byte waits for the rest instead of guessing.
#[test]
fn a_split_command_waits() {
    let whole: [&[u8]; 7] = [
        b"\x1Dv0\0\x01\0\x02\0\xAA\x55",
        b"\x1D(k\x08\0\x31\x50\x30HELLO",
        b"\x1Dk\x49\x07{BNo. 1",
        b"\x1Dk\x02123456789012\0",
        b"\x1B*\x21\x01\0abc",
        b"\x10\x14\x01\0\x01",
        b"\x1D8L\x0C\0\0\0\x30\x70\x30\x01\x01\x31\x08\0\x02\0\xFF\x00",
    ];
    for bytes in whole {
        for cut in 0..bytes.len() {
            assert_eq!(next(&bytes[..cut], true), None, "{bytes:02X?} at {cut}");
        }
        let (_, used) = next(bytes, true).expect("the whole is a command");
        assert_eq!(used, bytes.len());
    }
}
