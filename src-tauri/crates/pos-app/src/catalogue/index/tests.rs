use super::*;

/// Products of a real shelf: number, name, Chinese name, code.
const SHELF: &[(i64, &str, Option<&str>, Option<&str>)] = &[
    (
        1,
        "Coca-Cola Zero 330 ml",
        Some("零度可乐 330毫升"),
        Some("5449000131805"),
    ),
    (
        2,
        "Coca-Cola 1,5 l",
        Some("可口可乐 1.5升"),
        Some("5449000000439"),
    ),
    (3, "Fritz-Kola", None, Some("4260107220015")),
    (4, "Pepsi Cola", Some("百事可乐"), Some("4060800001740")),
    (
        5,
        "Chocolat au lait Milka",
        Some("妙卡牛奶巧克力"),
        Some("7622210449283"),
    ),
    (6, "Milk 3.5 %", Some("牛奶"), None),
    (7, "Buttermilk", None, None),
    (8, "Oat drink, no milk", None, None),
    (9, "Crème brûlée", None, Some("3250390000907")),
    (10, "Kellogg's Corn Flakes", None, Some("5050083")),
    (11, "Heinz Tomato Ketchup", None, Some("013000006408")),
    (
        12,
        "WHITE HANGING HEART T-LIGHT HOLDER",
        None,
        Some("85123A"),
    ),
    (13, "HEART OF WICKER SMALL", None, Some("22469")),
    (14, "Apple", Some("苹果"), Some("4011")),
    (15, "Pineapple", Some("菠萝"), None),
    (16, "Apple juice", Some("苹果汁"), None),
    (17, "Weißwürste", None, None),
    (18, "Zero sugar cola light", None, None),
    (19, "85123 pieces jigsaw", None, None),
];

fn entry(
    &(id, name, name_zh, barcode): &(
        i64,
        &'static str,
        Option<&'static str>,
        Option<&'static str>,
    ),
) -> IndexEntry<'static> {
    IndexEntry {
        product_id: ProductId(id),
        name,
        name_zh,
        barcode,
    }
}

fn found(index: &CatalogueIndex, text: &str) -> Vec<i64> {
    index.search(text, 20).into_iter().map(|id| id.0).collect()
}

#[test]
fn the_best_comes_first() {
    let index = CatalogueIndex::build(SHELF.iter().map(entry));
    assert_eq!(index.len(), SHELF.len());
    for (text, expected) in [
        // A code, in whatever form it is known.
        ("5449000131805", &[1][..]),
        ("4011", &[14]),
        ("85123a", &[12]),
        ("0013000006408", &[11]),
        ("013000006408", &[11]),
        // The name begins with it; then words do, earlier first, shorter first; then any place.
        ("milk", &[6, 8, 5, 7]),
        ("Apple", &[14, 16, 15]),
        ("cola", &[2, 1, 4, 18, 5]), // chocolat
        ("coca cola", &[2, 1]),
        ("Coca-Cola z", &[1]),
        ("zero cola", &[18, 1]),
        ("heart", &[13, 12]),
        ("kola", &[3]),
        // Accents, signs and letters of their own.
        ("creme BRULEE", &[9]),
        ("crème", &[9]),
        ("weisswurst", &[17]),
        ("kelloggs", &[10]),
        ("t light", &[12, 18]),
        ("1.5", &[2]),
        ("1,5 l", &[2]),
        // Chinese, by any part.
        ("可乐", &[4, 2, 1]),
        ("牛奶", &[6, 5]),
        ("苹果", &[14, 16]),
        ("百事 cola", &[4]),
        // The beginning of a code, after the names.
        ("85123", &[19, 12]),
        ("0130000", &[11]),
        ("013000006", &[11]),
        ("544900", &[2, 1]),
        // Nothing.
        ("cola bread", &[]),
        ("xyzzy", &[]),
        ("", &[]),
        ("  --  ", &[]),
        ("\n", &[]),
    ] {
        assert_eq!(found(&index, text), expected, "{text:?}");
    }
    assert_eq!(index.search("cola", 2), [ProductId(2), ProductId(1)]);
    assert!(index.search("cola", 0).is_empty());
}

#[test]
fn edits_are_found_at_once() {
    let mut index = CatalogueIndex::build(SHELF.iter().map(entry));
    index.upsert(entry(&(6, "Whole milk", None, Some("96385074"))));
    assert_eq!(found(&index, "milk"), [6, 8, 5, 7]);
    assert!(found(&index, "milk 3.5").is_empty());
    assert_eq!(found(&index, "96385074"), [6]);
    index.upsert(entry(&(20, "Milk shake", None, None)));
    assert_eq!(found(&index, "milk"), [20, 6, 8, 5, 7]);
    index.upsert(entry(&(20, "Shake", None, None)));
    index.remove(ProductId(8));
    index.remove(ProductId(8));
    index.remove(ProductId(99));
    assert_eq!(found(&index, "milk"), [6, 5, 7]);
    assert_eq!(found(&index, "shake"), [20]);
    assert_eq!(index.len(), SHELF.len());
    for (id, _, _, _) in SHELF {
        index.remove(ProductId(*id));
    }
    index.remove(ProductId(20));
    assert!(index.is_empty());
    assert!(found(&index, "a").is_empty());
    assert!(found(&CatalogueIndex::default(), "a").is_empty());
}

/// More edits than are kept beside the index, compared with an index made anew.
#[test]
fn many_edits_are_like_a_new_index() {
    let names: Vec<String> = (0..1000)
        .map(|n| format!("{} tea {n}", n * 7919 % 1000))
        .collect();
    let entry = |id: usize, name: &'static str| IndexEntry {
        product_id: ProductId(id as i64),
        name,
        name_zh: None,
        barcode: None,
    };
    let names: Vec<&'static str> = names.into_iter().map(|n| &*n.leak()).collect();
    let mut edited = CatalogueIndex::build((0..700).map(|id| entry(id, "old tea")));
    for (id, name) in names.iter().enumerate() {
        edited.upsert(entry(id, name));
        if id % 10 == 3 {
            edited.remove(ProductId(id as i64));
        }
    }
    let kept = names.iter().enumerate().filter(|(id, _)| id % 10 != 3);
    let new = CatalogueIndex::build(kept.map(|(id, name)| entry(id, name)));
    assert_eq!(edited.len(), new.len());
    for text in ["tea", "7", "1 tea", "tea 99", "old", "5 5", "a"] {
        assert_eq!(edited.search(text, 50), new.search(text, 50), "{text}");
    }
}

/// A word that every name holds is not followed to the last name, and still fills the screen.
#[test]
fn common_words_fill_the_screen() {
    let names: Vec<String> = (0..30_000).map(|n| format!("bar {n:05} of oats")).collect();
    let entries = names.iter().enumerate().map(|(id, name)| IndexEntry {
        product_id: ProductId(id as i64),
        name,
        name_zh: None,
        barcode: None,
    });
    let index = CatalogueIndex::build(entries);
    for text in ["o", "oats", "of oats", "bar oats", "b", "a o t"] {
        assert_eq!(index.search(text, 20).len(), 20, "{text}");
    }
    assert_eq!(index.search("29999 oats", 20), [ProductId(29_999)]);
}
