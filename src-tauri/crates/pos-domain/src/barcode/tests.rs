use super::*;
use crate::shop::EmbeddedValue;
use crate::time::Day;
use proptest::prelude::*;

fn rule(
    prefix: &str,
    item: u8,
    digits: u8,
    value: EmbeddedValue,
    decimals: u8,
) -> PriceBarcodeRule {
    PriceBarcodeRule {
        prefix: prefix.to_owned(),
        item_digits: item,
        value_digits: digits,
        value,
        decimals,
    }
}

fn rules() -> Vec<PriceBarcodeRule> {
    vec![
        rule("21", 5, 5, EmbeddedValue::Price, 2),
        rule("22", 4, 5, EmbeddedValue::Price, 2), // one digit between: the price's own check digit
        rule("23", 5, 5, EmbeddedValue::Weight, 3),
        rule("237", 4, 5, EmbeddedValue::Weight, 2),
        rule("02", 5, 5, EmbeddedValue::Price, 2),
    ]
}

/// Digits with their check digit.
fn whole(body: &str) -> String {
    format!("{body}{}", check_digit(body).unwrap())
}

fn elements(code: &str) -> Gs1Elements {
    match read(code, &[]) {
        Ok(Barcode::Gs1_128(elements)) => elements,
        other => panic!("{code:?} is read as {other:?}"),
    }
}

fn day(text: &str) -> Option<Day> {
    Some(Day::parse(text).unwrap())
}

#[test]
fn one_number_has_one_key() {
    for (code, key) in [
        ("4006381333931", "4006381333931"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("00036000291452", "0036000291452"),
        ("96385074", "96385074"),
        ("0000096385074", "96385074"),
        ("00000096385074", "96385074"),
        // Pairs that stand in the catalogue of the tests as UPC-E and as the long form.
        ("01379903", "0013000007993"),
        ("03363039", "0033600000309"),
        ("05254028", "0052200005408"),
        ("04252614", "0042100005264"),
        // A shop's own EAN-8 that no UPC-E can be: the sixth digit 4 after a 0.
        ("00000048", "0000000000048"),
        ("18901234567897", "18901234567897"),
    ] {
        assert_eq!(gtin_key(code).as_deref(), Some(key), "{code}");
        assert_eq!(gtin_key(key).as_deref(), Some(key), "the key of {key}");
    }
}

#[test]
fn other_texts_have_no_key() {
    for code in [
        "",
        "1",
        "4006381333932",
        "85123A",
        "400638133393",
        "٤٠٠٦٣٨١٣٣٣٩٣١",
        "40063813339310",
        "4006381 33931",
        "123456",
    ] {
        assert_eq!(gtin_key(code), None, "{code}");
    }
}

#[test]
fn plain_codes_and_refusals() {
    for code in [
        "85123A",
        "4011",
        "DCGS0058",
        "茶叶 01",
        "]",
        "(12) Widget",
        "0123456789012345",
    ] {
        assert_eq!(
            read(code, &[]),
            Ok(Barcode::Plain(code.to_owned())),
            "{code}"
        );
    }
    assert_eq!(
        read(" 4011\r\n", &[]),
        Ok(Barcode::Plain("4011".to_owned()))
    );
    assert_eq!(read("]C04011", &[]), Ok(Barcode::Plain("4011".to_owned())));
    assert_eq!(read("  ", &[]), Err(BarcodeError::Empty));
    assert_eq!(read("]C0", &[]), Err(BarcodeError::Empty));
    assert_eq!(read("a\u{7}b", &[]), Err(BarcodeError::NotPrintable));
    assert!(read(&"x".repeat(48), &[]).is_ok());
    let too_long = Err(BarcodeError::TooLong { most: 48 });
    assert_eq!(read(&"x".repeat(49), &[]), too_long);
    for (code, expected) in [("4006381333932", 1), ("96385075", 4), ("036000291453", 2)] {
        let code = code.to_owned();
        assert_eq!(
            read(&code, &[]),
            Err(BarcodeError::CheckDigit { code, expected })
        );
    }
}

#[test]
fn symbology_identifiers_are_dropped() {
    let digits = |d: &str| {
        Ok(Barcode::Gtin {
            digits: d.to_owned(),
        })
    };
    assert_eq!(read("]E04006381333931", &[]), digits("4006381333931"));
    assert_eq!(read("]E496385074", &[]), digits("96385074"));
    assert_eq!(read("]I118901234567897", &[]), digits("18901234567897"));
    assert_eq!(read("]E3977147396801205", &[]), digits("9771473968012"));
}

#[test]
fn labels_of_the_shop() {
    let price = |p| EmbeddedAmount::Price(UnitPrice(p));
    let kg = |g| EmbeddedAmount::Weight(Quantity(g));
    for (body, item, value) in [
        ("210012300499", "00123", price(49_900)),
        ("220123704990", "0123", price(499_000)), // the 7 is the price's check digit
        ("231234500642", "12345", kg(642)),
        ("237123400642", "1234", kg(6_420)), // the longer prefix wins
        ("021234501299", "12345", price(129_900)),
    ] {
        let raw = whole(body);
        let expected = Barcode::Embedded {
            item: item.to_owned(),
            value,
            raw: raw.clone(),
        };
        assert_eq!(read(&raw, &rules()), Ok(expected), "{raw}");
    }
    // A UPC-A label of number system 2 is the same label.
    let short = whole("21234501299");
    assert_eq!(read(&short, &rules()).unwrap().key(), "12345");
    // No rule, another prefix or a wrong check digit: not an in-store label.
    let code = whole("210012300499");
    assert_eq!(
        read(&code, &[]),
        Ok(Barcode::Gtin {
            digits: code.clone()
        })
    );
    assert_eq!(
        read(&whole("240012300499"), &rules()).unwrap().key().len(),
        13
    );
    let wrong = format!("{}{}", &code[..12], (code.as_bytes()[12] - b'0' + 1) % 10);
    assert!(matches!(
        read(&wrong, &rules()),
        Err(BarcodeError::CheckDigit { .. })
    ));
}

#[test]
fn rules_are_checked() {
    let price = EmbeddedValue::Price;
    for (rule, fault) in [
        (rule("31", 5, 5, price, 2), RuleFault::Prefix),
        (rule("2", 5, 6, price, 2), RuleFault::Prefix),
        (rule("2x", 5, 5, price, 2), RuleFault::Prefix),
        (rule("21", 4, 4, price, 2), RuleFault::Length),
        (rule("21", 6, 5, price, 2), RuleFault::Length),
        (rule("21", 10, 0, price, 2), RuleFault::Length),
        (rule("21", 5, 5, price, 5), RuleFault::Decimals),
        (
            rule("21", 5, 5, EmbeddedValue::Weight, 4),
            RuleFault::Decimals,
        ),
    ] {
        assert_eq!(rule.check(), Err(fault));
        let code = whole("210012300499");
        assert_eq!(
            read(&code, &[rule]),
            Ok(Barcode::Gtin {
                digits: code.clone()
            })
        );
    }
}

#[test]
fn element_strings() {
    // One item in every form it can arrive in; GTIN, lot and date are GS1's own sample.
    for code in [
        "]C1010950110153000317140704 10AB-123",
        "]d2010950110153000317140704 10AB-123",
        "\u{1d}010950110153000317140704 10AB-123",
        "010950110153000310AB-123\u{1d}17140704",
        "010950110153000317140704 10AB-123",
        "(01)09501101530003(17)140704(10)AB-123",
        "(10)AB-123(17)140704(01)09501101530003",
    ] {
        let found = elements(&code.replace(' ', ""));
        let expected = Gs1Elements {
            gtin: "9501101530003".to_owned(),
            lot: Some("AB-123".to_owned()),
            expires: day("2014-07-04"),
            ..Gs1Elements::default()
        };
        assert_eq!(found, expected, "{code:?}");
    }
}

#[test]
fn weights_prices_and_counts() {
    let found = elements("]e00190012345678908310300175039221299\u{1d}15261100");
    assert_eq!(found.gtin, "90012345678908");
    assert_eq!(found.weight, Some(Quantity(1_750)));
    assert_eq!(found.price, Some(UnitPrice(129_900)));
    assert_eq!(found.price_currency, None);
    assert_eq!(found.best_before, day("2026-11-30")); // day 00: the end of the month

    let found = elements("(01)90012345678908(3932)97801299(3101)000017(21)S(1)(30)12(713)x(91)!");
    assert_eq!(
        (found.price, found.price_currency),
        (Some(UnitPrice(129_900)), Some(978))
    );
    assert_eq!(
        (found.weight, found.count),
        (Some(Quantity(1_700)), Some(12))
    );
    assert_eq!(found.serial.as_deref(), Some("S(1)"));
    // Finer than a gram is rounded; what is inside a case counts where there is no AI 01.
    let found = elements("]C1020950110153000331050012373724");
    assert_eq!((found.weight, found.count), (Some(Quantity(12)), Some(24)));
}

#[test]
fn broken_element_strings_are_refused() {
    let element = |ai: &str| Err(BarcodeError::Element { ai: ai.to_owned() });
    let wrong = "09501101530004".to_owned();
    let check = BarcodeError::CheckDigit {
        code: wrong,
        expected: 3,
    };
    assert_eq!(read("]C10109501101530004", &[]), Err(check));
    assert_eq!(read("]C101095011", &[]), element("0109"));
    assert_eq!(read("]C1010950110153000317141304", &[]), element("17"));
    assert_eq!(read("(01)09501101530003(3922)12,99", &[]), element("3922"));
    assert_eq!(read("(01)09501101530003(3922)", &[]), element("3922"));
    assert_eq!(read("(01)09501101530003(3104)x", &[]), element("3104"));
    assert_eq!(read("]C110AB-123", &[]), Err(BarcodeError::NoProduct));
    assert_eq!(read("]C1", &[]), Err(BarcodeError::NoProduct));
    // Without any mark a number that only begins like elements stays a plain code.
    let plain = "0109501101530004".to_owned();
    assert_eq!(read(&plain, &[]), Ok(Barcode::Plain(plain.clone())));
}

proptest! {
    #[test]
    fn never_panics(code in any::<String>()) {
        let _ = read(&code, &rules());
        let _ = gtin_key(&code);
        let _ = check_digit(&code);
    }

    #[test]
    fn never_panics_on_likely_codes(
        code in "(\\]C1|\\]d2|\\]E3|\\()?(01|02|10|17|21|30|3103|3922|3932|[0-9]{2})\
                 [)(0-9A-Za-zé\u{1d}]{0,60}"
    ) {
        let _ = read(&code, &rules());
    }

    #[test]
    fn a_key_stays_a_key(body in "[0-9]{7}|[0-9]{11,13}") {
        let key = gtin_key(&whole(&body)).expect("the check digit is right");
        prop_assert_eq!(gtin_key(&key), Some(key));
    }

    #[test]
    fn one_wrong_digit_is_always_seen(body in "[1-9][0-9]{11}", at in 0_usize..13, by in 1_u8..10) {
        let mut code = whole(&body).into_bytes();
        code[at] = b'0' + (code[at] - b'0' + by) % 10;
        let code = String::from_utf8(code).unwrap();
        prop_assert_eq!(gtin_key(&code), None);
    }
}
