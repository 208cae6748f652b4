//! The demo shop: invented trade with real barcodes, made once through the use cases. Its people's
//! PINs and passwords are no secrets: its sign-in screen prints them.

use crate::host::Host;
use pos_app::api::session::Seat;
use pos_app::api::{AppError, AppResult, SecretText};
use pos_app::commands::people::{UserSave, UserSecretSet};
use pos_app::commands::{people, shop};
use pos_app::console::Console;
use pos_app::effect::Effect;
use pos_app::flow::Flow;
use pos_app::ports::records::{Category, DemoSecret, Product, Shop};
use pos_app::tx::Tx;
use pos_app::views::people::SignInPolicy;
use pos_app::views::shop::{DemoLogin, KeySlot, ShopCreate, TaxClassInput};
use pos_domain::barcode::gtin_key;
use pos_domain::cart::Unit;
use pos_domain::currency::{Currency, UnitPrice};
use pos_domain::fact::{CatalogueImported, Fact};
use pos_domain::ids::{ProductId, TaxClassId, UserId};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::shop::{EmbeddedValue, PriceBarcodeRule, ShopKind};
use pos_domain::staff::Role;
use pos_domain::tax::TaxRounding;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

const PRODUCTS: &str = include_str!("../../../../assets/demo/products.tsv");
const CATEGORIES: &str = include_str!("../../../../assets/demo/categories.tsv");

const STANDARD: TaxClassId = TaxClassId(1);
const REDUCED: TaxClassId = TaxClassId(2);

/// Name, role, PIN, password. The first is the shop's first manager.
const PEOPLE: [(&str, Role, Option<&str>, &str); 4] = [
    (
        "Mara Lindqvist",
        Role::Manager,
        Some("480917"),
        "amber kettle 41 window",
    ),
    (
        "Jonas Weber",
        Role::Cashier,
        Some("730462"),
        "violet harbour 27 lamp",
    ),
    (
        "Siti Rahman",
        Role::Supervisor,
        Some("615083"),
        "copper garden 58 stair",
    ),
    (
        "Tom Okafor",
        Role::Technician,
        Some("926147"),
        "silver bridge 93 cable",
    ),
];

/// What was made.
pub struct DemoMade {
    pub logins: Vec<DemoLogin>,
    pub recovery_phrase: Vec<String>,
    pub product_count: u32,
}

/// Makes the demo shop in the host's folder; it opens with a key file, or with the passphrase.
///
/// # Errors
/// `ShopExists` when the folder holds a shop already.
pub fn make(host: &Host, passphrase: Option<String>) -> AppResult<DemoMade> {
    let app = host.app();
    let seat = Seat("demo".into());
    let recovery_phrase = shop::create(&app.first_flow(&seat), &wanted(passphrase))?;
    let console = Console::open(app, "demo")?;
    let people = hire(&console)?;
    console.flow().act(|tx| furnish(tx, &people))?;
    let product_count = console.flow().act(stock)?;
    let status = shop::shop_status(&console.flow(), pos_app::views::Nothing {})?;
    Ok(DemoMade {
        logins: status.demo_logins,
        recovery_phrase,
        product_count,
    })
}

pub(crate) fn wanted(passphrase: Option<String>) -> ShopCreate {
    let (manager_name, _, pin, password) = PEOPLE[0];
    let class = |id, name: &str, percent| TaxClassInput {
        tax_class_id: id,
        name: name.into(),
        rate_percent: Percent::of(percent),
    };
    ShopCreate {
        kind: ShopKind::Demo,
        name: "Harbour Street".into(),
        address: vec!["12 Harbour Street".into(), "20457 Hamburg".into()],
        register_name: "Till 1".into(),
        currency: "EUR".into(),
        language: "en".into(),
        prices_include_tax: true,
        tax_rounding: TaxRounding::PerDocument,
        tax_classes: vec![
            class(STANDARD, "Standard", 19),
            class(REDUCED, "Reduced", 7),
        ],
        cash_rounding_minor: 1,
        manager_name: manager_name.into(),
        manager_password: password.into(),
        manager_pin: pin.map(str::to_owned),
        key_slot: match passphrase {
            Some(_) => KeySlot::Passphrase,
            None => KeySlot::KeyFile,
        },
        passphrase,
        time_zone: Some("Europe/Berlin".into()),
        // Its secrets stand on its sign-in screen: a second factor would guard nothing.
        sign_in: Some(SignInPolicy::default()),
    }
}

/// Adds the other people with their secrets; answers everyone's.
fn hire(console: &Console) -> AppResult<Vec<DemoSecret>> {
    let manager = console.flow().session()?.user_id;
    let mut secrets = Vec::new();
    for (name, role, pin, password) in PEOPLE {
        let first = secrets.is_empty();
        let user_id = if first {
            manager
        } else {
            UserId(console.flow().world().new_id())
        };
        if !first {
            add_person(&console.flow(), user_id, name, role)?;
            let secret = UserSecretSet {
                user_id,
                pin: pin.map(SecretText::new),
                password: Some(SecretText::new(password)),
            };
            people::user_secret_set(&console.flow(), secret)?;
        }
        secrets.push(DemoSecret {
            user_id,
            pin: pin.map(str::to_owned),
            password: password.into(),
        });
    }
    Ok(secrets)
}

fn add_person(flow: &Flow, user_id: UserId, name: &str, role: Role) -> AppResult<()> {
    let person = UserSave {
        user_id,
        name: name.into(),
        role,
        active: true,
    };
    people::user_save(flow, person).map(|_| ())
}

/// What a first run does not ask: the logins to show, receipts' words, the labels of the scales.
fn furnish(tx: &mut Tx, people: &[DemoSecret]) -> AppResult<()> {
    let shop = Shop {
        receipt_header: "A demo shop: nothing here is sold".into(),
        receipt_footer: "Thank you. Exchange within 14 days with this receipt.".into(),
        price_barcodes: vec![PriceBarcodeRule {
            prefix: "21".into(),
            item_digits: 5,
            value_digits: 5,
            value: EmbeddedValue::Price,
            decimals: 2,
        }],
        demo_logins: people.to_vec(),
        ..tx.context.shop.clone()
    };
    tx.store.shop_put(&shop)?;
    // The logins are not part of the body: what is no secret here would look like one there.
    let rules = serde_json::json!({
        "receipt_header": shop.receipt_header,
        "receipt_footer": shop.receipt_footer,
        "price_barcodes": shop.price_barcodes,
    });
    tx.record(&Fact::SettingsSaved(rules.to_string().into_bytes()))?;
    tx.effects.push(Effect::ShopChanged);
    Ok(())
}

/// Puts the goods on the shelves; one entry of the journal holds the table's hash.
fn stock(tx: &mut Tx) -> AppResult<u32> {
    let mut categories: HashMap<&str, i64> = HashMap::new();
    for (n, row) in rows(CATEGORIES).enumerate() {
        let [key, name, name_zh] = row[..] else {
            return Err(unreadable(&row));
        };
        // Hues step by the golden angle, so that neighbours are told apart.
        let hue = u16::try_from(n * 137 % 360).unwrap_or(0);
        let category = Category {
            category_id: 0,
            name: name.into(),
            name_zh: text(name_zh),
            hue,
        };
        categories.insert(key, tx.store.category_put(&category)?);
    }
    let currency = tx.context.pricing.currency;
    let mut new_count = 0;
    for row in rows(PRODUCTS) {
        let product = product(&row, &categories, currency).ok_or_else(|| unreadable(&row))?;
        tx.store.product_put(&product)?;
        new_count += 1;
    }
    tx.record(&Fact::CatalogueImported(CatalogueImported {
        file_hash: Sha256::digest(PRODUCTS.as_bytes()).to_vec(),
        new_count,
        changed_count: 0,
        refused_count: 0,
    }))?;
    tx.effects.push(Effect::CatalogueChanged);
    Ok(new_count)
}

/// The rows of a table of `assets/demo`, without comments and without the header.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|l| !l.starts_with('#'));
    lines.skip(1).map(|line| line.split('\t').collect())
}

fn unreadable(row: &[&str]) -> AppError {
    AppError::internal(format!("a row of the demo cannot be read: {row:?}"))
}

fn text(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// Columns: see `assets/demo/README.md`.
fn product(row: &[&str], categories: &HashMap<&str, i64>, currency: &Currency) -> Option<Product> {
    let [
        barcode,
        code,
        name,
        name_zh,
        category,
        tax,
        unit,
        price,
        stock,
        favourite,
    ] = row
    else {
        return None;
    };
    let price_minor: i64 = price.parse().ok()?;
    Some(Product {
        product_id: ProductId(0),
        // Loose goods are known by their number: their label carries it with a price of its own.
        barcode: text(code).or_else(|| gtin_key(barcode)),
        name: (*name).into(),
        name_zh: text(name_zh),
        category_id: Some(*categories.get(category)?),
        unit_price: UnitPrice::from_minor(price_minor, currency)?,
        unit: match *unit {
            "each" => Unit::Each,
            "kg" => Unit::Kg,
            _ => return None,
        },
        tax_class: match *tax {
            "standard" => STANDARD,
            "reduced" => REDUCED,
            _ => return None,
        },
        favourite: !favourite.is_empty(),
        open_price: false,
        active: true,
        stock_counted: Some(Quantity::parse(stock)?),
    })
}
