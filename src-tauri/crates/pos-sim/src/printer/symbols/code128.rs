//! Owns Code 128 (ISO/IEC 15417), with the code sets that `GS k 73` names: `{A`, `{B`, `{C`.

use super::Bars;

/// Widths of bar, space, bar, space, bar, space of each value; the stop has a bar more.
#[rustfmt::skip]
const WIDTHS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

const SHIFT: usize = 98;
const STOP: usize = 106;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    A,
    B,
    C,
}

impl Set {
    fn named(byte: u8) -> Option<Self> {
        match byte {
            b'A' => Some(Self::A),
            b'B' => Some(Self::B),
            b'C' => Some(Self::C),
            _ => None,
        }
    }

    fn start(self) -> usize {
        match self {
            Self::A => 103,
            Self::B => 104,
            Self::C => 105,
        }
    }

    /// The value that changes to this set from another.
    fn change(self) -> usize {
        match self {
            Self::A => 101,
            Self::B => 100,
            Self::C => 99,
        }
    }

    fn value(self, byte: u8) -> Option<usize> {
        let byte = usize::from(byte);
        match self {
            Self::A => match byte {
                0..=31 => Some(byte + 64),
                32..=95 => Some(byte - 32),
                _ => None,
            },
            Self::B => (32..=127).contains(&byte).then(|| byte - 32),
            Self::C => (byte <= 99).then_some(byte),
        }
    }

    /// FNC1 to FNC4.
    fn function(self, byte: u8) -> Option<usize> {
        match (byte, self) {
            (b'1', _) => Some(102),
            (b'2', Self::A | Self::B) => Some(97),
            (b'3', Self::A | Self::B) => Some(96),
            (b'4', Self::A) => Some(101),
            (b'4', Self::B) => Some(100),
            _ => None,
        }
    }
}

pub fn code128(content: &[u8]) -> Result<Bars, String> {
    let (values, text) = values(content)?;
    let weighed = values
        .iter()
        .enumerate()
        .map(|(place, value)| place.max(1) * value);
    let check = weighed.sum::<usize>() % 103;
    let mut modules = Vec::new();
    for value in values.into_iter().chain([check, STOP]) {
        for (place, width) in WIDTHS[value].bytes().enumerate() {
            let black = place % 2 == 0;
            modules.extend(std::iter::repeat_n(black, usize::from(width - b'0')));
        }
    }
    Ok(Bars {
        name: "CODE128",
        modules,
        text,
    })
}

/// The symbol's values without check and stop, and its text.
fn values(content: &[u8]) -> Result<(Vec<usize>, String), String> {
    let mut bytes = content.iter().copied();
    let (Some(b'{'), Some(set)) = (bytes.next(), bytes.next().and_then(Set::named)) else {
        return Err("code 128 must begin with its code set: {A, {B or {C".into());
    };
    let mut set = set;
    let mut values = vec![set.start()];
    let mut text = String::new();
    let mut shifted = None;
    while let Some(byte) = bytes.next() {
        let mut literal = byte;
        if byte == b'{' {
            let name = bytes
                .next()
                .ok_or("code 128 ends in the middle of a name")?;
            if let Some(next) = Set::named(name) {
                values.push(next.change());
                set = next;
                continue;
            }
            if name == b'S' && set != Set::C {
                values.push(SHIFT);
                shifted = Some(if set == Set::A { Set::B } else { Set::A });
                continue;
            }
            if let Some(function) = set.function(name) {
                values.push(function);
                continue;
            }
            if name != b'{' {
                return Err(format!("code 128 knows no {{{}", char::from(name)));
            }
            literal = b'{';
        }
        let now = shifted.take().unwrap_or(set);
        let value = now.value(literal);
        values.push(value.ok_or_else(|| format!("byte {literal} is not in code set {now:?}"))?);
        match now {
            Set::C => text.push_str(&format!("{literal:02}")),
            Set::A | Set::B => text.push(char::from(literal)),
        }
    }
    Ok((values, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_eleven_modules_wide() {
        for (value, widths) in WIDTHS.iter().enumerate() {
            let width: u8 = widths.bytes().map(|width| width - b'0').sum();
            assert_eq!(width, if value == STOP { 13 } else { 11 }, "value {value}");
        }
    }

    /// The example of the command reference: "No. 123456" in sets B and C.
    #[test]
    fn the_manuals_example() {
        let content = [123, 66, 78, 111, 46, 123, 67, 12, 34, 56];
        let (values, text) = values(&content).expect("a right code");
        assert_eq!(values, [104, 46, 79, 14, 99, 12, 34, 56]);
        assert_eq!(text, "No.123456");
        let bars = code128(&content).expect("a right code");
        assert_eq!(bars.modules.len(), 9 * 11 + 13);
    }

    /// PJJ123C, the example of the standard's encyclopaedia entries: its check value is 54.
    #[test]
    fn the_check_value() {
        let bars = code128(b"{APJJ123C").expect("a right code");
        let check: Vec<bool> = bars.modules[8 * 11..9 * 11].to_vec();
        let wanted = WIDTHS[54].bytes().enumerate().flat_map(|(place, width)| {
            std::iter::repeat_n(place % 2 == 0, usize::from(width - b'0'))
        });
        assert_eq!(check, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn what_cannot_be_said_is_an_error() {
        assert!(code128(b"R-1").is_err());
        assert!(code128(b"{C\x64").is_err());
        assert!(code128(b"{A\x61").is_err());
        assert!(code128(b"{B{").is_err());
        assert_eq!(code128(b"{B{{1").map(|bars| bars.text), Ok("{1".into()));
    }
}
