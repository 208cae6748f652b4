//! `journal_entry`: the books. Append-only; nothing here changes or removes a row.

use crate::error::Stored;
use crate::head::{self, Head};
use crate::keys::Keys;
use crate::project::project;
use crate::rows::{one, present, run};
use crate::tx::{Tx, read_only};
use pos_app::ports::records::EntrySought;
use pos_app::ports::store::{JournalTable, NewEntry, StoreError, StoreResult};
use pos_domain::fact::{Fact, KeyKind};
use pos_domain::ids::{RequestId, Seq, TerminalId, UserId};
use pos_domain::journal::{BODY_VERSION, Header, Mac16};
use pos_domain::time::Instant;
use rusqlite::{Connection, Row, params};

/// A row as it stands.
pub struct Entry {
    pub header: Header,
    pub hash: Mac16,
    /// None: a tombstone.
    pub body: Option<Vec<u8>>,
}

/// The columns that [`read`] reads, in its order. Who and what are kept once, in `identity`.
pub const COLUMNS: &str = "seq, register, request_id, input_hash, kind, version, at,
   (SELECT id FROM identity WHERE identity_no = actor),
   (SELECT id FROM identity WHERE identity_no = approver),
   (SELECT id FROM identity WHERE identity_no = device),
   body_hash, hash, body";

/// Reads a row of [`COLUMNS`].
pub fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        header: read_header(row)?,
        hash: row.get(11)?,
        body: row.get(12)?,
    })
}

fn read_header(row: &Row<'_>) -> rusqlite::Result<Header> {
    let user = |bytes: Option<[u8; 16]>| bytes.map(UserId::from_bytes);
    Ok(Header {
        seq: Seq(row.get(0)?),
        register: row.get(1)?,
        request_id: RequestId::from_bytes(row.get(2)?),
        input_hash: row.get(3)?,
        kind: row.get(4)?,
        version: row.get(5)?,
        at: Instant(row.get(6)?),
        actor: user(row.get(7)?),
        approver: user(row.get(8)?),
        device: row
            .get::<_, Option<[u8; 16]>>(9)?
            .map(TerminalId::from_bytes),
        body_hash: row.get(10)?,
    })
}

/// Reads the fact of an entry; None for a tombstone.
pub fn fact(entry: &Entry) -> StoreResult<Option<Fact>> {
    let Some(body) = &entry.body else {
        return Ok(None);
    };
    match Fact::decode(body) {
        Ok(fact) if fact.kind() == entry.header.kind => Ok(Some(fact)),
        Ok(_) => Err(unreadable(entry, "its kind is another than its body's")),
        Err(error) => Err(unreadable(entry, &error.to_string())),
    }
}

fn unreadable(entry: &Entry, why: &str) -> StoreError {
    StoreError::Damaged(format!("entry {}: {why}", entry.header.seq.0))
}

/// The entry at a place.
pub fn at(connection: &Connection, seq: Seq) -> StoreResult<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM journal_entry WHERE seq = ?1");
    one(connection, &sql, [seq.0], read)
}

/// The fact at a place that a projection points to; None for a tombstone.
pub fn fact_at(connection: &Connection, seq: i64) -> StoreResult<(Header, Option<Fact>)> {
    let entry = present(at(connection, Seq(seq))?, "an entry that a row points to")?;
    let fact = fact(&entry)?;
    Ok((entry.header, fact))
}

impl JournalTable for Tx<'_> {
    fn journal_append(&mut self, entry: NewEntry, fact: &Fact) -> StoreResult<Seq> {
        let connection = self.connection;
        let writing = self.writing.as_mut().ok_or_else(read_only)?;
        writing.spoiled = true;
        writing.head = append(connection, writing.keys, &writing.head, entry, fact)?;
        writing.spoiled = false;
        Ok(Seq(writing.head.seq))
    }

    fn journal_head(&self) -> StoreResult<Option<(Seq, Mac16)>> {
        if let Some(writing) = &self.writing {
            let Head { seq, hash, .. } = writing.head;
            return Ok((seq > 0).then_some((Seq(seq), hash)));
        }
        Ok(head::last_entry(self.connection)?.map(|(seq, hash)| (Seq(seq), hash)))
    }

    fn entry_by_request(&self, id: RequestId) -> StoreResult<Option<Header>> {
        let sql = format!("SELECT {COLUMNS} FROM journal_entry WHERE request_id = ?1");
        one(self.connection, &sql, [id.bytes()], read_header)
    }

    fn entry(&self, seq: Seq) -> StoreResult<Option<(Header, Option<Fact>)>> {
        let Some(entry) = at(self.connection, seq)? else {
            return Ok(None);
        };
        let found = fact(&entry)?;
        Ok(Some((entry.header, found)))
    }

    fn entries(
        &self,
        sought: &EntrySought,
        each: &mut dyn FnMut(Header, Option<Fact>) -> bool,
    ) -> StoreResult<()> {
        walk_back(self.connection, sought, each)
    }
}

/// Those of the header's own columns narrow the walk; what is in a body is the caller's.
const SOUGHT: &str = "seq < ?1 AND at >= ?2 AND at < ?3
   AND (?4 IS NULL OR kind = ?4)
   AND (?5 IS NULL OR actor = (SELECT identity_no FROM identity WHERE id = ?5))";

fn walk_back(
    connection: &Connection,
    sought: &EntrySought,
    each: &mut dyn FnMut(Header, Option<Fact>) -> bool,
) -> StoreResult<()> {
    let sql = format!("SELECT {COLUMNS} FROM journal_entry WHERE {SOUGHT} ORDER BY seq DESC");
    let mut statement = connection.prepare_cached(&sql).stored()?;
    let mut rows = statement
        .query(params![
            sought.before.map_or(i64::MAX, |seq| seq.0),
            sought.from_at.map_or(i64::MIN, |at| at.0),
            sought.to_at.map_or(i64::MAX, |at| at.0),
            sought.kind,
            sought.actor.as_ref().map(UserId::bytes),
        ])
        .stored()?;
    while let Some(row) = rows.next().stored()? {
        let entry = read(row).stored()?;
        let fact = fact(&entry)?;
        if !each(entry.header, fact) {
            break;
        }
    }
    Ok(())
}

/// Writes one entry and moves the projections; answers the new head.
fn append(
    connection: &Connection,
    keys: &Keys,
    head: &Head,
    entry: NewEntry,
    fact: &Fact,
) -> StoreResult<Head> {
    let seal = keys.seal(head.epoch)?;
    let mut next = following(head, fact)?;
    // Refused before anything is written, when the key that it tells of is not at hand.
    keys.seal(next.epoch)?;
    let body = fact.encode();
    let header = Header {
        seq: Seq(next.seq),
        register: next.register,
        request_id: entry.request_id,
        input_hash: entry.input_hash,
        kind: fact.kind(),
        version: BODY_VERSION,
        at: entry.at,
        actor: entry.actor,
        approver: entry.approver,
        device: entry.device,
        body_hash: seal.body(&body),
    };
    next.hash = seal.entry(&head.hash, &header);
    insert(connection, &header, &next.hash, &body)?;
    project(connection, &header, fact)?;
    Ok(next)
}

/// The head after a fact, without its hash; refuses a fact that cannot follow.
fn following(head: &Head, fact: &Fact) -> StoreResult<Head> {
    let refused = |what: String| Err(StoreError::Failed(what));
    let mut next = *head;
    next.seq += 1;
    match fact {
        Fact::ShopOpened(shop) if head.seq == 0 => {
            next.register = shop.register;
            next.shop_id = shop.shop_id;
        }
        Fact::ShopOpened(_) => return refused("the shop is open already".into()),
        _ if head.seq == 0 => return refused("the first entry opens the shop".into()),
        Fact::SaleCompleted(sold) => {
            next.number += 1;
            if sold.number != next.number {
                let (given, due) = (sold.number, next.number);
                return refused(format!("receipt number {given} was given, {due} is next"));
            }
        }
        Fact::Restored(restored) => next.number = next.number.max(restored.receipt_no),
        Fact::KeyRotated(rotated) if rotated.key == KeyKind::Journal => {
            next.epoch = rotated.version;
        }
        _ => {}
    }
    Ok(next)
}

fn insert(connection: &Connection, header: &Header, hash: &Mac16, body: &[u8]) -> StoreResult<()> {
    let actor = header.actor.as_ref().map(UserId::bytes);
    let approver = header.approver.as_ref().map(UserId::bytes);
    let device = header.device.as_ref().map(TerminalId::bytes);
    run(
        connection,
        "INSERT INTO journal_entry (seq, register, request_id, input_hash, kind, version, at,
           actor, approver, device, body_hash, hash, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            header.seq.0,
            header.register,
            header.request_id.bytes(),
            header.input_hash,
            header.kind,
            header.version,
            header.at.0,
            identity_no(connection, actor)?,
            identity_no(connection, approver)?,
            identity_no(connection, device)?,
            header.body_hash,
            hash,
            body,
        ],
    )?;
    Ok(())
}

/// Where an id is kept; a new one is added.
fn identity_no(connection: &Connection, id: Option<&[u8; 16]>) -> StoreResult<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let known = "SELECT identity_no FROM identity WHERE id = ?1";
    if let Some(number) = one(connection, known, [id], |row| row.get(0))? {
        return Ok(Some(number));
    }
    run(connection, "INSERT INTO identity (id) VALUES (?1)", [id])?;
    Ok(Some(connection.last_insert_rowid()))
}

/// Walks over entries from a place on; stops early when `each` says so.
pub fn walk(
    connection: &Connection,
    from: i64,
    mut each: impl FnMut(&Row<'_>) -> StoreResult<bool>,
) -> StoreResult<()> {
    let sql = format!("SELECT {COLUMNS} FROM journal_entry WHERE seq >= ?1 ORDER BY seq");
    let mut statement = connection.prepare_cached(&sql).stored()?;
    let mut rows = statement.query([from]).stored()?;
    while let Some(row) = rows.next().stored()? {
        if !each(row)? {
            break;
        }
    }
    Ok(())
}
