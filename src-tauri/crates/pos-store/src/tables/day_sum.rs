//! `day_sum`: the rollups. One row for each day, axis and key; they move in the sale's own
//! transaction, so a report never reads the sales.

use crate::codes::Code;
use crate::error::Stored;
use crate::project::{live, net_and_tax, signed};
use crate::rows::{all, prepared};
use pos_app::ports::records::{DayAxis, DayKey, DaySum};
use pos_app::ports::store::StoreResult;
use pos_domain::cart::SaleKind;
use pos_domain::fact::SaleCompleted;
use pos_domain::ids::{ProductId, UserId};
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::Day;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Row, ToSql, params};
use std::collections::BTreeMap;

/// The rollup key of lines without a product (a typed price).
pub const NO_PRODUCT: i64 = 0;
/// The register axis counts the one register of this file.
const REGISTER_KEY: i64 = 1;

/// What one document adds to one row. Amounts are as on the document; the sign is its kind's.
#[derive(Clone, Copy, Default)]
struct Share {
    quantity: i64,
    net_minor: i64,
    tax_minor: i64,
}

/// Adds a settled document to the rows of its day.
pub fn add(
    connection: &Connection,
    actor: Option<UserId>,
    sold: &SaleCompleted,
) -> StoreResult<()> {
    let mut whole = Share::default();
    let mut products: BTreeMap<i64, Share> = BTreeMap::new();
    let mut classes: BTreeMap<u8, i64> = BTreeMap::new();
    for (line, (net_minor, tax_minor)) in live(sold).zip(net_and_tax(sold)?) {
        let product = line.product_id.map_or(NO_PRODUCT, |ProductId(id)| id);
        let share = products.entry(product).or_default();
        share.quantity += line.quantity.0;
        share.net_minor += net_minor;
        share.tax_minor += tax_minor;
        // Pieces and kilograms do not add up: but for a product's own row, items are counted.
        let items = line.unit.items(line.quantity).0;
        whole.quantity += items;
        *classes.entry(line.tax_class.0).or_default() += items;
    }
    whole.net_minor = sold.taxes.iter().map(|tax| tax.net_minor).sum();
    whole.tax_minor = sold.taxes.iter().map(|tax| tax.tax_minor).sum();
    let mut add = prepared(connection, ADD)?;
    let mut put = |axis, key: DayKey, share| add_row(&mut add, sold, axis, &key, share);
    put(DayAxis::Register, DayKey::Number(REGISTER_KEY), whole)?;
    put(DayAxis::Hour, DayKey::Number(sold.hour.into()), whole)?;
    let mut tenders: BTreeMap<TenderKind, i64> = BTreeMap::new();
    for tender in &sold.tenders {
        *tenders.entry(tender.kind).or_default() += tender.amount_minor;
    }
    for (kind, net_minor) in tenders {
        let share = Share {
            net_minor,
            ..Share::default()
        };
        put(DayAxis::Tender, DayKey::Number(kind.code()), share)?;
    }
    for tax in &sold.taxes {
        let quantity = classes.get(&tax.class.0).copied().unwrap_or(0);
        let share = Share {
            quantity,
            net_minor: tax.net_minor,
            tax_minor: tax.tax_minor,
        };
        put(DayAxis::Tax, DayKey::Number(tax.class.0.into()), share)?;
    }
    if let Some(user) = actor {
        put(DayAxis::Cashier, DayKey::User(user), whole)?;
    }
    for (product, share) in products {
        put(DayAxis::Product, DayKey::Number(product), share)?;
    }
    Ok(())
}

const ADD: &str = "INSERT INTO day_sum (day, axis, key, sale_count, return_count, quantity,
   net_minor, tax_minor, return_minor)
 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
 ON CONFLICT (day, axis, key) DO UPDATE SET
   sale_count = sale_count + excluded.sale_count,
   return_count = return_count + excluded.return_count,
   quantity = quantity + excluded.quantity,
   net_minor = net_minor + excluded.net_minor,
   tax_minor = tax_minor + excluded.tax_minor,
   return_minor = return_minor + excluded.return_minor";

fn add_row(
    add: &mut CachedStatement<'_>,
    sold: &SaleCompleted,
    axis: DayAxis,
    key: &DayKey,
    share: Share,
) -> StoreResult<()> {
    let (sale_count, return_count, return_minor) = match sold.kind {
        SaleKind::Sale => (1, 0, 0),
        SaleKind::Return => (0, 1, share.net_minor + share.tax_minor),
    };
    let row = params![
        sold.day.0,
        axis.code(),
        Key(key),
        sale_count,
        return_count,
        signed(sold.kind, share.quantity),
        signed(sold.kind, share.net_minor),
        signed(sold.kind, share.tax_minor),
        return_minor,
    ];
    add.execute(row).stored()?;
    Ok(())
}

/// The rows of a day along one axis, in key order.
pub fn of_day(connection: &Connection, day: Day, axis: DayAxis) -> StoreResult<Vec<DaySum>> {
    all(
        connection,
        "SELECT key, sale_count, return_count, quantity, net_minor, tax_minor, return_minor
         FROM day_sum WHERE day = ?1 AND axis = ?2 ORDER BY key",
        params![day.0, axis.code()],
        read,
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<DaySum> {
    let key = match row.get_ref(0)? {
        ValueRef::Integer(number) => DayKey::Number(number),
        ValueRef::Blob(_) => DayKey::User(UserId::from_bytes(row.get(0)?)),
        other @ (ValueRef::Null | ValueRef::Real(_) | ValueRef::Text(_)) => {
            let kind = other.data_type();
            return Err(rusqlite::Error::InvalidColumnType(0, "key".into(), kind));
        }
    };
    Ok(DaySum {
        key,
        sale_count: row.get(1)?,
        return_count: row.get(2)?,
        quantity: Quantity(row.get(3)?),
        net_minor: row.get(4)?,
        tax_minor: row.get(5)?,
        return_minor: row.get(6)?,
    })
}

struct Key<'k>(&'k DayKey);

impl ToSql for Key<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            DayKey::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            DayKey::User(user) => ToSqlOutput::Borrowed(ValueRef::Blob(user.bytes())),
        })
    }
}
