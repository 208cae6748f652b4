//! Killed at every write of an act: what the customer was told stands, nothing is half done, and
//! the same call again makes it whole.

use pos_tests::clerk::cash;
use pos_tests::kill;
use pos_tests::{Till, Who, goods, id, template};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"))
}

/// A cash sale: one receipt, whenever the program dies.
#[test]
fn a_cash_sale() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let (request, tender) = (id(), id());
    let sale = {
        let till = Till::at(shop.path());
        let sale = till.sign_in(Who::Cem).ring(&[goods::PEN]);
        till.stop();
        sale
    };
    let mut input = cash(&sale, 500);
    input["tender_id"] = tender.into();
    let told = [
        ("KILL_INPUT", input.to_string()),
        ("KILL_REQUEST", request.clone()),
    ];
    let writes = kill::at_each_write(
        "kill::pays_when_told",
        || {
            let copy = kill::copy_of(shop.path());
            let path = copy.path().to_str().unwrap().to_owned();
            let mut all = told.to_vec();
            all.push(("TILL_FOLDER", path));
            (copy, all)
        },
        |copy, end| {
            let till = Till::over(copy);
            let before = till.books().receipt_numbers();
            assert!(before.len() <= 1, "{end:?}: {before:?}");
            let cem = till.sign_in(Who::Cem);
            cem.call("sale_pay_cash", input.clone(), &request, None)
                .unwrap();
            assert_eq!(till.books().receipt_numbers(), [1], "{end:?}");
        },
    );
    assert!(
        writes >= 3,
        "the act has only {writes} writes: were they seen?"
    );
}

/// Not a test by itself.
#[test]
#[ignore = "a_cash_sale runs it as its own process"]
fn pays_when_told() {
    let till = Till::at(&folder());
    let cem = till.sign_in(Who::Cem);
    let input = serde_json::from_str(&std::env::var("KILL_INPUT").unwrap()).unwrap();
    let request = std::env::var("KILL_REQUEST").unwrap();
    kill::when_told(|| {
        cem.call("sale_pay_cash", input, &request, None).unwrap();
    });
}
