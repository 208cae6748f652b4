//! GTINs: check digits, UPC-E, and the one form under which the catalogue keeps them.

/// The check digit for the digits before it: weights 3, 1, 3 … from the right, up to the next ten
/// (GS1 General Specifications 7.9.1). `None` when `digits` is empty or holds anything else.
pub fn check_digit(digits: &str) -> Option<u8> {
    if !super::all_digits(digits) {
        return None;
    }
    let sum = digits
        .bytes()
        .rev()
        .enumerate()
        .fold(0_usize, |sum, (i, b)| {
            sum + usize::from(b - b'0') * if i % 2 == 0 { 3 } else { 1 }
        });
    u8::try_from((10 - sum % 10) % 10).ok()
}

/// The key under which the catalogue stores and looks up a GTIN: 8 digits for an EAN-8, 13 for an
/// EAN-13 and for a UPC-A (with its leading zero), 14 for a case with an indicator. The different
/// ways of writing one number give one key, and the key of a key is itself.
///
/// `None` unless it is 8, 12, 13 or 14 digits and the check digit is right.
///
/// Eight digits beginning with 0 are taken as a UPC-E where they can be one, and as an EAN-8
/// otherwise: EAN-8 numbers with 0 are a shop's own (section 1.4) and clash with nothing in
/// the longer form, while a UPC-E must find the product that is listed by its UPC-A.
pub fn gtin_key(code: &str) -> Option<String> {
    if !super::all_digits(code) || !matches!(code.len(), 8 | 12 | 13 | 14) {
        return None;
    }
    if code.len() == 8
        && let Some(long) = expand_upc_e(code)
    {
        return Some(format!("0{long}"));
    }
    let (body, check) = code.split_at(code.len() - 1);
    if check.as_bytes() != [b'0' + check_digit(body)?] {
        return None;
    }
    let full = format!("{code:0>14}");
    let bytes = full.as_bytes();
    let key = if bytes.starts_with(b"000000") && bytes[6] != b'0' {
        &full[6..]
    } else if bytes[0] == b'0' {
        &full[1..]
    } else {
        &full[..]
    };
    Some(key.to_owned())
}

/// The UPC-A of a UPC-E given with its leading 0 and its check digit (section 5.2.2.4).
/// `None` when the digits cannot be a UPC-E: another number system, a zero that would have been
/// left out in another way, or the wrong check digit.
fn expand_upc_e(code: &str) -> Option<String> {
    let [b'0', a, b, c, d, e, last, check] = *code.as_bytes() else {
        return None;
    };
    let body = match last {
        b'0'..=b'2' => [a, b, last, b'0', b'0', b'0', b'0', c, d, e],
        b'3' if c > b'2' => [a, b, c, b'0', b'0', b'0', b'0', b'0', d, e],
        b'4' if d > b'0' => [a, b, c, d, b'0', b'0', b'0', b'0', b'0', e],
        b'5'..=b'9' if e > b'0' => [a, b, c, d, e, b'0', b'0', b'0', b'0', last],
        _ => return None,
    };
    let long: String = std::iter::once(b'0').chain(body).map(char::from).collect();
    (check_digit(&long)? == check.wrapping_sub(b'0')).then(|| format!("{long}{}", check as char))
}
