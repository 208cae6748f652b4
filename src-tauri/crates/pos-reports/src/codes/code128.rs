//! CODE 128 (ISO/IEC 15417): a text as symbols, in set B and, where digits stand in a row, in the
//! shorter set C.

/// Widths of bars and gaps, beginning with a bar; the last pattern is the stop.
const PATTERNS: [u32; 107] = [
    212222, 222122, 222221, 121223, 121322, 131222, 122213, 122312, 132212, 221213, 221312, 231212,
    112232, 122132, 122231, 113222, 123122, 123221, 223211, 221132, 221231, 213212, 223112, 312131,
    311222, 321122, 321221, 312212, 322112, 322211, 212123, 212321, 232121, 111323, 131123, 131321,
    112313, 132113, 132311, 211313, 231113, 231311, 112133, 112331, 132131, 113123, 113321, 133121,
    313121, 211331, 231131, 213113, 213311, 213131, 311123, 311321, 331121, 312113, 312311, 332111,
    314111, 221411, 431111, 111224, 111422, 121124, 121421, 141122, 141221, 112214, 112412, 122114,
    122411, 142112, 142211, 241211, 221114, 413111, 241112, 134111, 111242, 121142, 121241, 114212,
    124112, 124211, 411212, 421112, 421211, 212141, 214121, 412121, 111143, 111341, 131141, 114113,
    114311, 411113, 411311, 113141, 114131, 311141, 411131, 211412, 211214, 211232, 2331112,
];
const TO_C: u8 = 99;
const TO_B: u8 = 100;
const START_B: u8 = 104;
const START_C: u8 = 105;
const STOP: u8 = 106;
/// Digits in a row from which set C is shorter, at an end of the text and inside it.
const DIGITS_AT_END: usize = 4;
const DIGITS_INSIDE: usize = 6;

/// A stretch of a text in one code set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    B(String),
    /// Pairs of digits, each 0 to 99.
    C(Vec<u8>),
}

/// The stretches of a text; None when it is empty, longer than 80 characters or has a character
/// that is not printable ASCII.
pub fn stretches(text: &str) -> Option<Vec<Stretch>> {
    let bytes = text.as_bytes();
    let sayable = bytes.iter().all(|b| (b' '..=b'~').contains(b));
    if bytes.is_empty() || bytes.len() > 80 || !sayable {
        return None;
    }
    let mut stretches = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let at_end = at == 0 || at + run == bytes.len();
        let least = if at_end { DIGITS_AT_END } else { DIGITS_INSIDE };
        if run < least {
            let taken = run.max(1);
            plain.push_str(&text[at..at + taken]);
            at += taken;
            continue;
        }
        // An odd digit goes to set B, before the pairs where there is a stretch of B already.
        let odd_first = run % 2 == 1 && !plain.is_empty();
        let start = at + usize::from(odd_first);
        plain.push_str(&text[at..start]);
        if !plain.is_empty() {
            stretches.push(Stretch::B(std::mem::take(&mut plain)));
        }
        let pairs = bytes[start..at + run].chunks_exact(2);
        stretches.push(Stretch::C(
            pairs.map(|p| (p[0] - b'0') * 10 + p[1] - b'0').collect(),
        ));
        let end = start + (at + run - start) / 2 * 2;
        plain.push_str(&text[end..at + run]);
        at += run;
    }
    if !plain.is_empty() {
        stretches.push(Stretch::B(plain));
    }
    Some(stretches)
}

/// The symbols of a text from start to stop, the check symbol with them.
pub fn symbols(text: &str) -> Option<Vec<u8>> {
    let mut symbols = Vec::with_capacity(text.len() + 4);
    for stretch in stretches(text)? {
        let first = symbols.is_empty();
        match stretch {
            Stretch::B(text) => {
                symbols.push(if first { START_B } else { TO_B });
                symbols.extend(text.bytes().map(|b| b - b' '));
            }
            Stretch::C(pairs) => {
                symbols.push(if first { START_C } else { TO_C });
                symbols.extend(pairs);
            }
        }
    }
    let weighted = symbols.iter().zip(0_u32..);
    let sum: u32 = weighted
        .map(|(symbol, i)| u32::from(*symbol) * i.max(1))
        .sum();
    // Less than 103, so that it fits.
    symbols.push(u8::try_from(sum % 103).unwrap_or_default());
    symbols.push(STOP);
    Some(symbols)
}

/// Widths in modules of bars and gaps in turn, beginning and ending with a bar.
pub fn bars(text: &str) -> Option<Vec<u8>> {
    let patterns = symbols(text)?.into_iter().map(|s| PATTERNS[usize::from(s)]);
    Some(
        patterns
            .flat_map(|pattern| pattern.to_string().into_bytes())
            .map(|digit| digit - b'0')
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_patterns_are_those_of_the_standard() {
        let width = |p: u32| {
            p.to_string()
                .bytes()
                .map(|b| u32::from(b - b'0'))
                .sum::<u32>()
        };
        assert_eq!(PATTERNS.iter().collect::<BTreeSet<_>>().len(), 107);
        assert!(PATTERNS[..106].iter().all(|p| width(*p) == 11));
        assert_eq!(width(PATTERNS[106]), 13);
    }

    #[test]
    fn check_symbol_of_a_worked_example() {
        let symbols = symbols("PJJ123C").unwrap();
        assert_eq!(symbols[symbols.len() - 2], 55);
    }

    #[test]
    fn digits_go_in_pairs_where_that_is_shorter() {
        let b = |text: &str| Stretch::B(text.to_owned());
        for (text, wanted) in [
            ("2-0417", vec![b("2-"), Stretch::C(vec![4, 17])]),
            ("12345", vec![Stretch::C(vec![12, 34]), b("5")]),
            ("A12345", vec![b("A1"), Stretch::C(vec![23, 45])]),
            ("No.123456", vec![b("No."), Stretch::C(vec![12, 34, 56])]),
            ("a1234b", vec![b("a1234b")]),
            ("123", vec![b("123")]),
        ] {
            assert_eq!(stretches(text), Some(wanted), "{text}");
        }
        assert_eq!(stretches("小票"), None);
        assert_eq!(stretches(""), None);
    }
}
