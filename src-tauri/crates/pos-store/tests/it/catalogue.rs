//! What is not in the journal: the catalogue, people, terminals, the shop's own record.

use crate::shop::{CASHIER, TERMINAL, Till, sent};
use pos_app::ports::records::*;
use pos_domain::cart::Unit;
use pos_domain::currency::UnitPrice;
use pos_domain::ids::*;
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::staff::Role;
use pos_domain::time::Instant;

pub fn product(id: i64, name: &str, barcode: Option<&str>) -> Product {
    Product {
        product_id: ProductId(id),
        barcode: barcode.map(String::from),
        name: name.into(),
        name_zh: Some("苹果".into()),
        category_id: Some(2),
        unit_price: UnitPrice(12_900),
        unit: Unit::Kg,
        tax_class: TaxClassId(1),
        favourite: false,
        open_price: false,
        active: true,
        stock_counted: Some(Quantity(1500)),
    }
}

#[test]
fn the_catalogue_answers_by_code_and_by_group() {
    let mut till = Till::open();
    till.act(|store| {
        let pear = store.product_put(&product(0, "pear", Some("40123455")))?;
        let apple = store.product_put(&product(0, "Apple", Some("40123456")))?;
        let found = store.product_by_code("40123456")?.unwrap();
        assert_eq!(found, product(apple.0, "Apple", Some("40123456")));
        let names = |grid: Vec<Product>| grid.into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(
            names(store.product_grid(Some(2), 0, 10)?),
            ["Apple", "pear"]
        );
        assert_eq!(names(store.product_grid(Some(2), 1, 10)?), ["pear"]);
        assert_eq!(names(store.product_grid(None, 0, 10)?), [""; 0]);
        store.product_put(&Product {
            favourite: true,
            ..product(pear.0, "Pear", None)
        })?;
        assert_eq!(names(store.product_grid(None, 0, 10)?), ["Pear"]);
        assert_eq!(
            store.product_by_code("40123455")?,
            None,
            "its barcode was taken away"
        );
        let gone = Product {
            active: false,
            ..found
        };
        store.product_put(&gone)?;
        assert_eq!(store.product_by_code("40123456")?, None);
        assert_eq!(store.product(apple)?, Some(gone));
        assert_eq!(store.product_count()?, 1);
        store.product_put(&product(0, "Apple again", Some("40123456")))?;
        let mut seen = Vec::new();
        store.product_walk(&mut |product| seen.push(product.name.clone()))?;
        assert_eq!(seen, ["Pear", "Apple again"]);
        let category = Category {
            category_id: 0,
            name: "Fruit".into(),
            name_zh: None,
            hue: 120,
        };
        let id = store.category_put(&category)?;
        assert_eq!(
            store.categories()?,
            [Category {
                category_id: id,
                ..category
            }]
        );
        Ok(())
    })
    .unwrap();
    let taken = till.act(|store| store.product_put(&product(0, "Thief", Some("40123456"))));
    assert!(taken.unwrap_err().to_string().contains("40123456"));
}

#[test]
fn people_terminals_and_the_shop_come_back_as_they_were() {
    let mut till = Till::open();
    let user = User {
        user_id: CASHIER,
        name: "Mina".into(),
        role: Role::Supervisor,
        active: true,
        pin_hash: Some("$argon2id$…".into()),
        password_hash: None,
        wrong_tries: 3,
        locked_until: Some(Instant(99)),
        last_sign_in: None,
        pin_given: true,
        password_given: false,
    };
    let terminal = Terminal {
        terminal_id: TERMINAL,
        name: "Counter".into(),
        driver: "zvt".into(),
        address: Address::Tcp {
            host: "10.0.0.7".into(),
            port: 20_007,
        },
        password: "000000".into(),
        terminal_number: "52500041".into(),
        serial_number: None,
        model: Some("H5000".into()),
        software: None,
        simulator: true,
        paired_at: Instant(7),
        alarm: Some("clear_card_number".into()),
        last_receipt: sent(AttemptId(till.id()), SaleId(till.id()), 1).baseline,
    };
    till.act(|store| {
        store.user_put(&user)?;
        store.user_put(&User {
            wrong_tries: 0,
            ..user.clone()
        })?;
        assert_eq!(
            store.users()?,
            [User {
                wrong_tries: 0,
                ..user.clone()
            }]
        );
        assert_eq!(store.user(UserId::from_bytes([1; 16]))?, None);
        store.terminal_put(&terminal)?;
        assert_eq!(store.terminal(TERMINAL)?, Some(terminal.clone()));
        let quiet = Terminal {
            alarm: None,
            last_receipt: None,
            ..terminal
        };
        store.terminal_put(&quiet)?;
        assert_eq!(store.terminals()?, [quiet]);
        store.terminal_remove(TERMINAL)?;
        assert_eq!(store.terminals()?, []);
        assert_eq!(store.shop()?, None);
        let shop = the_shop();
        store.shop_put(&shop)?;
        assert_eq!(store.shop()?, Some(shop));
        Ok(())
    })
    .unwrap();
}

fn the_shop() -> Shop {
    let text = r#"{"shop_id":"05050505-0505-0505-0505-050505050505","kind":"test",
        "currency":"EUR","register":1,"register_name":"Till 1","name":"Corner shop",
        "address":["High Street 1"],"language":"en","receipt_header":"","receipt_footer":"",
        "prices_include_tax":true,"tax_rounding":"per_document","tax_classes":[],
        "cash_rounding_minor":1,"time_zone":"Europe/Berlin","cut_off_minute":0,
        "idle_lock_s":300,"price_barcodes":[]}"#;
    let mut shop: Shop = serde_json::from_str(text).unwrap();
    let standard = pos_domain::tax::TaxClass {
        id: TaxClassId(1),
        name: "Standard".into(),
        rate: Percent::of(19),
    };
    shop.tax_classes.push(standard);
    shop
}

#[test]
fn a_catalogue_of_a_hundred_thousand_is_one_act() {
    let mut till = Till::open();
    let start = std::time::Instant::now();
    till.act(|store| {
        for number in 0..100_000_i64 {
            store.product_put(&Product {
                product_id: ProductId(0),
                barcode: Some((4_000_000_000_000 + number * 7).to_string()),
                name: format!(
                    "Article {} of shelf {}",
                    number * 7919 % 100_000,
                    number % 97
                ),
                name_zh: None,
                category_id: Some(number % 40),
                unit_price: UnitPrice(12_900),
                unit: Unit::Each,
                tax_class: TaxClassId(1),
                favourite: number % 1000 == 0,
                open_price: false,
                active: true,
                stock_counted: None,
            })?;
        }
        Ok(())
    })
    .unwrap();
    let took = start.elapsed();
    println!("100,000 products in {took:?}");
    assert_eq!(
        till.writer().look(|store| store.product_count()).unwrap(),
        100_000
    );
    // Three seconds is the goal on a quiet machine; a busy one must not fail the test.
    assert!(took.as_secs() < 20, "{took:?}");
}
