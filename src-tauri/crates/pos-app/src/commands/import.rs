//! Importing goods: the file comes in pieces, is looked at, and is taken whole or not at all.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::app::held;
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::import::plan::{self, ImportPlan};
use crate::import::{Row, Upload, mapping};
use crate::tx::Tx;
use crate::views::import::{ImportCheck, ImportDone, ImportMapping};
use pos_domain::fact::{CatalogueImported, Fact};
use pos_domain::ids::ImportId;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Problems that a report shows; all are counted.
const PROBLEMS_SHOWN_MAX: usize = 1000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportBegin {
    pub import_id: ImportId,
    pub file_name: String,
    pub size: u32,
}

/// Announces a file.
#[command(permission = CatalogueImport, mode = Flow)]
pub fn import_begin(flow: &Flow, input: ImportBegin) -> AppResult<()> {
    held(&flow.app.uploads).begin(input.import_id, input.file_name, input.size as usize)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportChunk {
    pub import_id: ImportId,
    /// 0, 1, 2 …
    pub index: u32,
    pub base64: String,
}

/// One piece of the file, at most 48 KiB.
#[command(permission = CatalogueImport, mode = Flow)]
pub fn import_chunk(flow: &Flow, input: ImportChunk) -> AppResult<()> {
    let piece =
        decode_base64(&input.base64).ok_or_else(|| AppError::invalid("base64", "unreadable"))?;
    held(&flow.app.uploads).add(input.import_id, input.index, &piece)
}

/// A whole file at once, for a program that holds it.
pub fn put(flow: &Flow, file_name: &str, bytes: &[u8]) -> AppResult<ImportId> {
    let id = ImportId(flow.world().new_id());
    let mut uploads = held(&flow.app.uploads);
    uploads.begin(id, file_name.to_owned(), bytes.len())?;
    uploads.add(id, 0, bytes)?;
    Ok(id)
}

/// Standard base64 with padding (RFC 4648 section 4).
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let body = text.trim_end_matches('=').as_bytes();
    let mut out = Vec::with_capacity(body.len() * 3 / 4);
    let (mut bits, mut held_bits) = (0_u32, 0);
    for byte in body {
        bits = (bits << 6) | u32::from(value(*byte)?);
        held_bits += 6;
        if held_bits >= 8 {
            held_bits -= 8;
            out.push((bits >> held_bits) as u8);
            bits &= (1 << held_bits) - 1;
        }
    }
    Some(out)
}

/// The file's rows, read once.
struct ReadFile {
    upload: Upload,
    rows: Vec<Row>,
    mapping: ImportMapping,
    plan: ImportPlan,
}

fn read_file(flow: &Flow, id: ImportId, wanted: Option<ImportMapping>) -> AppResult<ReadFile> {
    let upload = held(&flow.app.uploads).whole(id)?;
    let rows = flow
        .world()
        .tables()
        .rows(&upload.file_name, &upload.bytes)?;
    let mapping = wanted.unwrap_or_else(|| mapping::guess(&rows));
    let context = flow.context()?;
    let classes: Vec<_> = context
        .shop
        .tax_classes
        .iter()
        .map(|c| (c.id, c.rate))
        .collect();
    let plan = plan::read(&rows, &mapping, &classes);
    Ok(ReadFile {
        upload,
        rows,
        mapping,
        plan,
    })
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportLook {
    pub import_id: ImportId,
    /// None: guess.
    pub mapping: Option<ImportMapping>,
}

/// A dry run: what would be new, changed, refused, and why.
#[command(permission = CatalogueImport, mode = Flow)]
pub fn import_check(flow: &Flow, input: ImportLook) -> AppResult<ImportCheck> {
    look(flow, input, PROBLEMS_SHOWN_MAX)
}

/// The dry run, with as many problems as the caller has room for.
pub fn look(flow: &Flow, input: ImportLook, problems_max: usize) -> AppResult<ImportCheck> {
    let file = read_file(flow, input.import_id, input.mapping)?;
    let counts = flow.read(|tx| plan::lay(tx, &file.plan, false, &mut |_| {}))?;
    let width = file
        .rows
        .iter()
        .take(20)
        .map(|(_, c)| c.len())
        .max()
        .unwrap_or(0);
    let columns = match file.rows.first() {
        Some((_, cells)) if file.mapping.has_header => cells.clone(),
        Some(_) | None => (1..=width).map(|n| n.to_string()).collect(),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let body = file.rows.iter().skip(usize::from(file.mapping.has_header));
    Ok(ImportCheck {
        columns,
        sample: body.take(6).map(|(_, cells)| cells.clone()).collect(),
        mapping: file.mapping,
        row_count: file.plan.row_count,
        new_count: counts.new_count,
        changed_count: counts.changed_count,
        unchanged_count: counts.unchanged_count,
        problem_count: count(file.plan.problems.len()),
        problems: file.plan.problems.into_iter().take(problems_max).collect(),
        refused_count: file.plan.refused_count,
    })
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportCommit {
    pub import_id: ImportId,
    pub mapping: ImportMapping,
}

/// Takes the file's goods in one transaction. Products with a known barcode are changed. One entry
/// of the journal holds the file's hash.
#[command(permission = CatalogueImport, mode = Flow)]
pub fn import_commit(flow: &Flow, input: ImportCommit) -> AppResult<ImportDone> {
    let began = flow.world().monotonic_ms();
    let file = read_file(flow, input.import_id, Some(input.mapping))?;
    if file.plan.goods.is_empty() {
        return Err(AppError::new(ErrorCode::ImportRefused).field("import_id"));
    }
    let total = u32::try_from(file.plan.goods.len()).unwrap_or(u32::MAX);
    let file_hash = flow.world().tables().hash(&file.upload.bytes);
    let counts = flow.act(|tx| {
        tx.must_have_room()?;
        let mut progress = |done| {
            flow.world().publish(Event::ImportProgress {
                import_id: input.import_id,
                done,
                total,
            });
        };
        let counts = plan::lay(tx, &file.plan, true, &mut progress)?;
        record(tx, &file_hash, counts, file.plan.refused_count)?;
        Ok(counts)
    })?;
    held(&flow.app.uploads).done(input.import_id);
    let took = flow.world().monotonic_ms().saturating_sub(began);
    Ok(ImportDone {
        new_count: counts.new_count,
        changed_count: counts.changed_count,
        unchanged_count: counts.unchanged_count,
        refused_count: file.plan.refused_count,
        took_ms: u32::try_from(took).unwrap_or(u32::MAX),
    })
}

fn record(tx: &mut Tx, hash: &[u8], counts: plan::Counts, refused_count: u32) -> AppResult<()> {
    tx.record(&Fact::CatalogueImported(CatalogueImported {
        file_hash: hash.to_vec(),
        new_count: counts.new_count,
        changed_count: counts.changed_count,
        refused_count,
    }))?;
    tx.effects.push(Effect::CatalogueChanged);
    tx.events.push(Event::Changed {
        tags: vec!["goods".into()],
    });
    Ok(())
}
