//! The journal checked, and taken out as a signed file.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::journal::JournalProof;
use crate::ports::records::EntrySought;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::evidence::{JournalFile, JournalVerdict};
use base64ct::{Base64, Encoding};
use pos_domain::fact::{Fact, JournalExported, JournalVerified};
use pos_domain::ids::Seq;
use pos_domain::journal::Header;
use pos_macros::command;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// The file's own format.
const FORMAT: &str = "countertop journal 1";

/// Entries in one file; a year of a busy till has fewer.
const ENTRIES_MAX: i64 = 2_000_000;

fn proof<'a>(flow: &'a Flow) -> AppResult<&'a dyn JournalProof> {
    let proof = flow.world().files().journal();
    proof.ok_or_else(|| AppError::new(ErrorCode::KeyUnavailable).with("reason", "no key file"))
}

/// Checks every entry, the anchors and the file's own rules.
#[command(permission = JournalVerify, mode = Flow)]
pub fn journal_verify(flow: &Flow, _input: Nothing) -> AppResult<JournalVerdict> {
    let began = flow.world().monotonic_ms();
    let mut told = 0;
    let found = proof(flow)?.verify(&mut |done, total| {
        // A hundred words are enough for any length.
        let percent = done * 100 / total.max(1);
        if percent > told {
            told = percent;
            flow.world().publish(Event::JournalCheck { done, total });
        }
    })?;
    let took = flow.world().monotonic_ms().saturating_sub(began);
    let holds = found.problem.is_none();
    flow.act(|tx| {
        tx.record(&Fact::JournalVerified(JournalVerified {
            entries: found.entries,
            bad_seq: found.bad_seq,
            holds,
        }))
    })?;
    Ok(JournalVerdict {
        holds,
        entries: found.entries,
        bad_seq: found.bad_seq,
        problem: found.problem,
        head_hash: found.head_hash,
        took_ms: u32::try_from(took).unwrap_or(u32::MAX),
    })
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JournalExport {
    /// None: from the first entry.
    pub first_seq: Option<Seq>,
    /// None: to the last.
    pub last_seq: Option<Seq>,
}

/// Takes entries out as a file that the shop's key signs.
#[command(permission = JournalExport, step_up, mode = Flow)]
pub fn journal_export(flow: &Flow, input: JournalExport) -> AppResult<JournalFile> {
    let proof = proof(flow)?;
    let (text, first_seq, last_seq) = flow.read(|tx| written(tx, &input))?;
    let signed = proof.sign(text.as_bytes())?;
    let seal = json!({
        "public_key": Base64::encode_string(&signed.public_key),
        "signature": Base64::encode_string(&signed.signature),
    });
    let file = format!("{text}{seal}\n").into_bytes();
    flow.act(|tx| {
        tx.record(&Fact::JournalExported(JournalExported {
            first_seq,
            last_seq,
            file_hash: Sha256::digest(text.as_bytes()).to_vec(),
            public_key: signed.public_key.to_vec(),
        }))
    })?;
    Ok(JournalFile {
        file_name: format!("journal-{}-{}.jsonl", first_seq.0, last_seq.0),
        base64: Base64::encode_string(&file),
        first_seq,
        last_seq,
        fingerprint: fingerprint(&signed.public_key),
    })
}

/// The head line, and a line an entry, oldest first.
fn written(tx: &Tx, input: &JournalExport) -> AppResult<(String, Seq, Seq)> {
    let (head, hash) = tx
        .store
        .journal_head()?
        .ok_or_else(|| AppError::not_found("entry"))?;
    let first = input.first_seq.unwrap_or(Seq(1));
    let last = input.last_seq.unwrap_or(head);
    if first.0 < 1 || first > last {
        return Err(AppError::invalid("first_seq", "out_of_range"));
    }
    if last > head || last.0 - first.0 >= ENTRIES_MAX {
        return Err(AppError::invalid("last_seq", "out_of_range"));
    }
    let shop = &tx.context.shop;
    let mut text = json!({
        "format": FORMAT, "shop_id": shop.shop_id, "register": shop.register,
        "currency": shop.currency, "first_seq": first, "last_seq": last, "head_seq": head,
        "head_hash": hex(&hash), "written_at": tx.now,
    })
    .to_string();
    text.push('\n');
    let mut lines = Vec::new();
    let sought = EntrySought {
        before: Some(Seq(last.0 + 1)),
        ..EntrySought::default()
    };
    tx.store.entries(&sought, &mut |header, fact| {
        if header.seq < first {
            return false;
        }
        lines.push(entry(&header, fact.as_ref()).to_string());
        true
    })?;
    lines.reverse();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    Ok((text, first, last))
}

/// Everything of an entry but its place in the chain, which only the shop's key can check.
fn entry(header: &Header, fact: Option<&Fact>) -> Value {
    json!({
        "seq": header.seq, "request_id": header.request_id, "at": header.at,
        "kind": header.kind, "actor": header.actor, "approver": header.approver,
        "device": header.device, "body_hash": hex(&header.body_hash), "body": fact,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first sixteen bytes of the key's SHA-256, in groups that can be read out.
pub fn fingerprint(public_key: &[u8]) -> String {
    let hash = Sha256::digest(public_key);
    let groups: Vec<String> = hash[..16].chunks(2).map(hex).collect();
    groups.join(" ")
}
