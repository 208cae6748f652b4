//! `journal`: proves the books, beside a running till or alone. Changes nothing.

use crate::cli::{JournalCommand, Place};
use crate::say::Say;
use anyhow::Context;
use pos_app::ports::store::StoreError;
use pos_host::proof::{Books, BooksError, RebuildReport, VerifyReport};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(place: &Place, command: &JournalCommand, say: &Say) -> anyhow::Result<bool> {
    if let JournalCommand::CheckExport { file } = command {
        return check_export(file, say);
    }
    let mut books = match Books::open(&place.folder(), place.passphrase()?.as_deref()) {
        Ok(books) => books,
        Err(BooksError::App(error)) => return Err(error.into()),
        Err(lost @ BooksError::Lost { .. }) => {
            let text = format!("The journal does not hold.\n{lost}");
            let json = json!({ "holds": false, "seq": 1, "problem": lost.to_string() });
            say.answer(&text, &json);
            return Ok(false);
        }
    };
    let proved = match command {
        JournalCommand::Verify => verify(&mut books, say),
        JournalCommand::CheckExport { file } => return check_export(file, say),
        JournalCommand::Rebuild { check: _ } => rebuild(&mut books, say),
    };
    let (good, text, json) = proved.or_else(damaged)?;
    say.answer(&text, &json);
    Ok(good)
}

/// A page that cannot be read where the proof needs it is an outcome of the proof.
fn damaged(error: anyhow::Error) -> anyhow::Result<(bool, String, Value)> {
    match error.downcast_ref::<StoreError>() {
        Some(problem @ StoreError::Damaged(_)) => {
            let json = json!({ "holds": false, "seq": null, "problem": problem.to_string() });
            Ok((
                false,
                format!("The journal does not hold.\n{problem}"),
                json,
            ))
        }
        Some(_) | None => Err(error),
    }
}

/// Whether a file holds what a shop signed.
fn check_export(file: &Path, say: &Say) -> anyhow::Result<bool> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    match pos_host::check_export(&bytes) {
        Ok(found) => {
            let text = format!(
                "signed and whole: entries {} to {} of shop {}\nkey {}",
                found.first_seq, found.last_seq, found.shop_id, found.fingerprint
            );
            let json = json!({
                "holds": true, "shop_id": found.shop_id, "first_seq": found.first_seq,
                "last_seq": found.last_seq, "fingerprint": found.fingerprint,
            });
            say.answer(&text, &json);
            Ok(true)
        }
        Err(problem) => {
            let text = format!("This file is not what a shop signed: {problem}.");
            say.answer(&text, &json!({"holds": false, "problem": problem}));
            Ok(false)
        }
    }
}

/// Whether the journal holds, in words and as JSON.
pub fn verify(books: &mut Books, say: &Say) -> anyhow::Result<(bool, String, Value)> {
    let report = books.verify(&mut |done, total| say.steps("verified", done, total))?;
    let good = report.problem.is_none();
    let json = json!({
        "holds": good,
        "entries": report.entries,
        "tombstones": report.tombstones,
        "seq": report.problem.as_ref().and_then(|p| p.seq),
        "problem": report.problem.as_ref().map(ToString::to_string),
        "head_hash": report.head.map(|(_, hash)| hex(&hash)),
        "anchor_seq": books.anchored.seq(),
    });
    Ok((good, verdict(&report), json))
}

fn verdict(report: &VerifyReport) -> String {
    match &report.problem {
        None => format!("journal verified: {} entries hold", report.entries),
        Some(problem) => format!(
            "The journal does not hold.\n{problem}\n{} entries before it hold",
            report.entries
        ),
    }
}

/// Whether everything counted again is equal, in words and as JSON.
pub fn rebuild(books: &mut Books, say: &Say) -> anyhow::Result<(bool, String, Value)> {
    let report = books.rebuild(&mut |done, total| say.steps("counted again", done, total))?;
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    let json = json!({
        "equal": report.is_equal(),
        "entries": report.entries,
        "rows": report.rows,
        "first_tombstone": report.first_tombstone,
        "differences": differences,
    });
    Ok((report.is_equal(), told(&report, &differences), json))
}

fn told(report: &RebuildReport, differences: &[String]) -> String {
    if report.is_equal() {
        return format!(
            "projections rebuilt: {} rows from {} entries, equal",
            report.rows, report.entries
        );
    }
    let mut text = String::from("The file does not say what the journal says.\n");
    if let Some(seq) = report.first_tombstone {
        text += &format!("entry {seq}: its body was erased and cannot be counted again\n");
    }
    text + &differences.join("\n")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
