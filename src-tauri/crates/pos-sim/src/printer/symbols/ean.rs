//! Owns EAN-13 and EAN-8 (GS1 General Specifications 5.2).

use super::{Bars, modules};

/// The right-hand patterns; the left-hand ones follow from them.
const RIGHT: [&str; 10] = [
    "1110010", "1100110", "1101100", "1000010", "1011100", "1001110", "1010000", "1000100",
    "1001000", "1110100",
];
/// Which of the six left digits are of even parity, by the first digit.
const EVEN: [&str; 10] = [
    "000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110",
    "011010",
];

pub fn ean13(content: &[u8]) -> Result<Bars, String> {
    let digits = digits(content, 13)?;
    let even = modules(EVEN[usize::from(digits[0])]);
    let mut bars: Vec<bool> = modules("101").collect();
    for (digit, even) in digits[1..7].iter().zip(even) {
        bars.extend(left(*digit, even));
    }
    bars.extend(modules("01010"));
    for digit in &digits[7..] {
        bars.extend(modules(RIGHT[usize::from(*digit)]));
    }
    bars.extend(modules("101"));
    Ok(named("EAN13", bars, &digits))
}

pub fn ean8(content: &[u8]) -> Result<Bars, String> {
    let digits = digits(content, 8)?;
    let mut bars: Vec<bool> = modules("101").collect();
    for digit in &digits[..4] {
        bars.extend(left(*digit, false));
    }
    bars.extend(modules("01010"));
    for digit in &digits[4..] {
        bars.extend(modules(RIGHT[usize::from(*digit)]));
    }
    bars.extend(modules("101"));
    Ok(named("EAN8", bars, &digits))
}

fn named(name: &'static str, modules: Vec<bool>, digits: &[u8]) -> Bars {
    let text = digits
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect();
    Bars {
        name,
        modules,
        text,
    }
}

/// Odd parity is the right pattern inverted, even parity is it read from the right.
fn left(digit: u8, even: bool) -> Vec<bool> {
    let right = modules(RIGHT[usize::from(digit)]);
    if even {
        let mut mirrored: Vec<bool> = right.collect();
        mirrored.reverse();
        mirrored
    } else {
        right.map(|black| !black).collect()
    }
}

/// The digits with their check digit: given and right, or left out.
fn digits(content: &[u8], count: usize) -> Result<Vec<u8>, String> {
    let mut digits: Vec<u8> = content.iter().map(|byte| byte.wrapping_sub(b'0')).collect();
    let short = digits.len() + 1 == count;
    if !(short || digits.len() == count) || digits.iter().any(|digit| *digit > 9) {
        return Err(format!("an EAN of {count} digits has no such content"));
    }
    let weighed = digits[..count - 1].iter().rev().zip([3, 1].iter().cycle());
    let sum: u32 = weighed
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    let check = u8::try_from((10 - sum % 10) % 10).unwrap_or(0);
    if short {
        digits.push(check);
    }
    if digits[count - 1] != check {
        return Err(format!("the check digit should be {check}"));
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example() {
        let bars = ean13(b"4006381333931").expect("a right code");
        let text: String = bars
            .modules
            .iter()
            .map(|b| if *b { '1' } else { '0' })
            .collect();
        let wanted = "10100011010100111010111101111010001001011001101010\
            100001010000101000010111010010000101100110101";
        assert_eq!(text.len(), 95);
        assert_eq!(text, wanted);
        assert_eq!(ean13(b"400638133393"), Ok(bars));
    }

    #[test]
    fn a_wrong_check_digit_prints_nothing() {
        assert!(ean13(b"4006381333930").is_err());
        assert!(ean13(b"40063813339").is_err());
        assert!(ean8(b"96385074").is_ok());
        assert!(ean8(b"96385075").is_err());
    }
}
