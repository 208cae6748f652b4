//! The demo shop's products: real barcodes and names, invented prices. Owns how they are chosen;
//! the same catalogue always gives the same file.

mod kinds;
mod names;
mod table;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::paths::root;
use kinds::Kind;
use table::Product;

pub use table::check;

/// How many products the shop has, the hand-made ones included.
const PRODUCTS: usize = 2_000;

/// Of the drawn products, how many hundredths carry an English name while there are enough.
const ENGLISH_PERCENT: usize = 75;

/// Shares of the categories among the drawn products, in thousandths.
const SHARES: [(&str, usize); 9] = [
    ("bakery", 95),
    ("dairy", 160),
    ("coffee-tea", 75),
    ("fruit-veg", 60),
    ("meat-fish", 75),
    ("pantry", 215),
    ("sweets", 190),
    ("drinks", 90),
    ("frozen", 40),
];

/// Writes `assets/demo/products.tsv` from a catalogue of `barcode<TAB>name` lines.
pub fn write(catalogue: &Path) -> Result<()> {
    let text = std::fs::read_to_string(catalogue)
        .with_context(|| format!("reading {}", catalogue.display()))?;
    let folder = root().join("assets/demo");
    let mut products = table::read(&folder.join("curated.tsv"))?;
    let drawn = draw(&text, &products)?;
    products.extend(drawn);
    ensure!(
        products.len() == PRODUCTS,
        "{} products, not {PRODUCTS}",
        products.len()
    );
    table::save(&folder.join("products.tsv"), &products)?;
    check()
}

/// Draws the rest of the shop: each category its share, English names first.
fn draw(catalogue: &str, curated: &[Product]) -> Result<Vec<Product>> {
    let wanted = PRODUCTS - curated.len();
    let mut taken: HashSet<String> = curated.iter().map(|one| names::folded(&one.name)).collect();
    let mut codes: HashSet<String> = curated.iter().map(|one| one.barcode.clone()).collect();
    let mut shelves: BTreeMap<&str, [Vec<(Product, u64)>; 2]> = BTreeMap::new();
    for line in catalogue.lines() {
        let Some((barcode, raw)) = line.split_once('\t') else {
            continue;
        };
        if !table::is_trade_item(barcode) {
            continue;
        }
        let Some(name) = names::clean(raw) else {
            continue;
        };
        let Some(kind) = kinds::of(&name) else {
            continue;
        };
        if !taken.insert(names::folded(&name)) || !codes.insert(barcode.to_owned()) {
            continue;
        }
        let draw = seeded(barcode);
        let shelf = shelves.entry(kind.category).or_default();
        shelf[usize::from(!kind.english)].push((priced(barcode, name, &kind, draw), draw));
    }
    let mut drawn = Vec::with_capacity(wanted);
    for (category, share) in SHARES {
        let [english, other] = shelves.remove(category).unwrap_or_default();
        let last = category == SHARES[SHARES.len() - 1].0;
        let room = if last {
            wanted - drawn.len()
        } else {
            wanted * share / 1000
        };
        drawn.extend(pick(english, other, room).with_context(|| category.to_owned())?);
    }
    Ok(drawn)
}

/// The products with the smallest draws, mostly English, in the order of their names.
fn pick(
    mut english: Vec<(Product, u64)>,
    mut other: Vec<(Product, u64)>,
    room: usize,
) -> Result<Vec<Product>> {
    english.sort_by_key(|(_, draw)| *draw);
    other.sort_by_key(|(_, draw)| *draw);
    let first = english
        .len()
        .min(room * ENGLISH_PERCENT / 100)
        .max(room.saturating_sub(other.len()));
    ensure!(
        first <= english.len(),
        "only {} of {room} products",
        english.len() + other.len()
    );
    english.truncate(first);
    other.truncate(room - first);
    let mut chosen: Vec<Product> = english
        .into_iter()
        .chain(other)
        .map(|(one, _)| one)
        .collect();
    chosen.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(chosen)
}

fn priced(barcode: &str, name: String, kind: &Kind, draw: u64) -> Product {
    let span = kind.price_to - kind.price_from;
    let tens = (kind.price_from + (draw >> 8) % span.max(1)) / 10 * 10;
    let ending = if (draw >> 40).is_multiple_of(3) { 5 } else { 9 };
    Product {
        barcode: barcode.to_owned(),
        name,
        category: kind.category.to_owned(),
        tax: kind.tax.to_owned(),
        unit: "each".to_owned(),
        price_minor: (tens + ending).to_string(),
        stock: ((draw >> 44) % 60 + 1).to_string(),
        ..Product::default()
    }
}

/// A number that depends on the barcode alone (FNV-1a, then the finisher of SplitMix64).
fn seeded(barcode: &str) -> u64 {
    let hash = barcode
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
