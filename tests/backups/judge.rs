//! Holds a restored shop against the one that was backed up and against what people were told.
//! Knows the files and nothing of the program that made them.

use crate::shop::Told;
use pos_tests::Books;
use std::collections::BTreeMap;

/// What was looked through, when nothing was found wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub entries: i64,
    pub sales: usize,
}

/// `seq` is the backup's last entry; `told` is everything that anybody was told before or since,
/// the first `before` of it before the backup was asked for.
pub fn judge(
    restored: &Books,
    shop: &Books,
    seq: i64,
    told: &[Told],
    before: usize,
) -> Result<Seen, String> {
    let entries = restored.entries();
    if entries != seq + 1 {
        return Err(format!("{entries} entries, not {seq} and the restore's"));
    }
    let (ours, theirs) = (head(restored, seq), head(shop, seq));
    if ours != theirs {
        return Err(format!("entry {seq} is another one: {ours} for {theirs}"));
    }
    let (kept, all) = (sales(restored, seq), sales(shop, seq));
    if kept != all {
        return Err(format!("{} sales of {}", kept.len(), all.len()));
    }
    let newest = kept.keys().copied().max().unwrap_or(0);
    for (nth, sale) in told.iter().enumerate() {
        match kept.get(&sale.number) {
            Some(total) if *total == sale.total_minor => {}
            Some(total) => return Err(format!("{sale:?} is {total} in it")),
            None if nth < before || sale.number < newest => {
                return Err(format!("{sale:?} is lost"));
            }
            None => {}
        }
    }
    Ok(Seen {
        entries,
        sales: kept.len(),
    })
}

/// The chain up to an entry, in one number: two journals with the same are the same up to there.
fn head(books: &Books, seq: i64) -> String {
    books.text(&format!(
        "SELECT hex(hash) FROM journal_entry WHERE seq = {seq}"
    ))
}

/// Totals by receipt number, of what was completed up to an entry.
fn sales(books: &Books, seq: i64) -> BTreeMap<i64, i64> {
    let column = |name: &str| {
        books.numbers(&format!(
            "SELECT {name} FROM sale WHERE number IS NOT NULL AND seq <= {seq} ORDER BY number"
        ))
    };
    column("number")
        .into_iter()
        .zip(column("total_minor"))
        .collect()
}
